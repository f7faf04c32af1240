"""The addresses of pages by name, remembered: a page has a hundred links, and most of them on every page."""

from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, reverse


def address(name: str, kwargs: Mapping[str, str]) -> str:
    """Return the path of a page, or '' where there is no page of this name with these parts."""
    return _address(settings.ROOT_URLCONF, name, tuple(kwargs.items()))


@lru_cache(maxsize=4096)
def _address(urlconf: str, name: str, kwargs: tuple[tuple[str, str], ...]) -> str:
    try:
        return reverse(name, urlconf=urlconf, kwargs=dict(kwargs))
    except NoReverseMatch:
        return ""
