"""The pages and the API as a WSGI application.

A request with a key has no session, so it does not go through what sessions need: it costs a quarter less. Any other
request goes through `MIDDLEWARE`.
"""

import gc
import os
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiaoban.config.settings")

import django
from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.urls import ResolverMatch, get_resolver
from django.utils.module_loading import import_string

KEY = "Bearer jb_"
"""How the `Authorization` of a request with a key begins; a key decides alone, whatever cookies came with it."""


LONGEST = 200
"""Characters of an address that is remembered."""


class Handler(WSGIHandler):
    """Django that remembers what answers an address: to look one up anew takes a twentieth of a post."""

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """Return what answers a request; raises `Resolver404`."""
        if hasattr(request, "urlconf") or len(request.path_info) > LONGEST:
            return super().resolve_request(request)
        request.resolver_match = match = _match(request.path_info)
        return match


@lru_cache(2048)
def _match(path: str) -> ResolverMatch:
    return get_resolver().resolve(path)


class KeyHandler(Handler):
    """Django for requests with a key: the middleware of `MIDDLEWARE_OF_KEYS`."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Put the chain together."""
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        chain = convert_exception_to_response(self._get_response)  # type: ignore[attr-defined]
        for name in reversed(settings.MIDDLEWARE_OF_KEYS):
            chain = convert_exception_to_response(import_string(name)(chain))
        self._middleware_chain = chain


def build() -> Callable[..., Iterable[bytes]]:
    """Return the application. Sets Django up."""
    django.setup(set_prefix=False)
    pages, keyed = Handler(), KeyHandler()
    get_resolver().url_patterns  # noqa: B018 - read now what the first visitor would wait for

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        by_key = environ.get("HTTP_AUTHORIZATION", "").startswith(KEY) and environ["PATH_INFO"].startswith("/api/")
        return (keyed if by_key else pages)(environ, start_response)

    return answer


application = build()
# What is loaded by now stays for good: the collector need not walk over it again and again while pages are answered.
gc.collect()
gc.freeze()
# A page of a large plant makes some ten thousand objects that are all wanted till its end.
gc.set_threshold(20_000, 20, 50)
