"""The addresses of pages by name, remembered: a page has a hundred links, and most of them on every page."""

from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, reverse


def address(name: str, kwargs: Mapping[str, str]) -> str:
    """Return the path of a page, or '' where there is no page of this name with these parts."""
    return _address(get_script_prefix(), settings.ROOT_URLCONF, name, tuple(kwargs.items()))


@lru_cache(maxsize=4096)
def _address(prefix: str, urlconf: str, name: str, kwargs: tuple[tuple[str, str], ...]) -> str:
    del prefix  # part of the key
    try:
        return reverse(name, urlconf=urlconf, kwargs=dict(kwargs))
    except NoReverseMatch:
        return ""
