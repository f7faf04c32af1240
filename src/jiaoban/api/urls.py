"""Addresses below /api/: version 1, and one shape for everything that there is not."""

from django.urls import URLPattern, URLResolver, path, re_path

from jiaoban.api.frame import api, by_beginning, framed, openapi
from jiaoban.api.problems import unknown

urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/openapi.json", openapi, name="openapi"),
    *[path("v1/", (by_beginning(framed(api.urls[0])), *api.urls[1:]))],
    re_path(r"^.*$", unknown),
]
