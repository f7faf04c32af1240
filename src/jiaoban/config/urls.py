"""Addresses. Each shell brings its own; see jiaoban/web/urls.py and jiaoban/api/urls.py."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from jiaoban.config.health import healthz
from jiaoban.config.settings import exists

SHELLS = (("api/", "jiaoban.api.urls"), ("", "jiaoban.web.urls"))
PAGES = ("org", "roster", "logbook", "followup", "plant", "meeting", "duty", "handover")
"""The rooms whose `pages` declare `urlpatterns` of their own; they say their whole addresses."""

handler500 = "jiaoban.config.failing.failed"
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("jiaoban.config.account_urls")),
    path("language/", include("django.conf.urls.i18n")),
    *[path(prefix, include(module)) for prefix, module in SHELLS if exists(module)],
    *[path("", include(f"jiaoban.{room}.pages")) for room in PAGES if exists(f"jiaoban.{room}.pages")],
]

if settings.DEBUG:
    from django.contrib.staticfiles.urls import staticfiles_urlpatterns

    urlpatterns += staticfiles_urlpatterns()
