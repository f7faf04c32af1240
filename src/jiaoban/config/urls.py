"""Addresses. Each shell brings its own; see jiaoban/web/urls.py and jiaoban/api/urls.py."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import RoutePattern

from jiaoban.config.health import healthz
from jiaoban.config.settings import exists

PAGES = (
    *("org", "roster", "logbook", "followup", "plant", "meeting", "duty", "order", "round", "handover", "importing"),
    *("gathering", "attendance", "absence", "lead", "fund", "career", "conduct", "report", "chat", "authoring"),
)
"""The rooms whose `pages` declare `urlpatterns` of their own; they say their whole addresses."""


class Later(URLResolver):
    """Addresses that are read when one of them is first asked for: the hundred models of the API take a while to make,
    and a page has no need of them.
    """

    def _populate(self) -> None:
        """Django gathers the names of all addresses before it makes the first one; these are in a namespace."""


handler500 = "jiaoban.config.failing.failed"
urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("jiaoban.config.account_urls")),
    path("language/", include("django.conf.urls.i18n")),
    Later(RoutePattern("api/"), "jiaoban.api.urls", app_name="api", namespace="api"),
    path("", include("jiaoban.web.urls")),
    *[path("", include(f"jiaoban.{room}.pages")) for room in PAGES if exists(f"jiaoban.{room}.pages")],
]

if settings.DEBUG:
    from django.contrib.staticfiles.urls import staticfiles_urlpatterns

    urlpatterns += staticfiles_urlpatterns()
