"""The language of an answer: the cookie of the switch, else what the browser prefers, else Chinese.

Django's own way, which also looks for a language at the beginning of each address; there is none in ours.
"""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

LONGEST = 200
"""Characters of a wish that is remembered."""


class Language(LocaleMiddleware):
    """Chooses the language of a request, and says it with the answer."""

    def process_request(self, request: HttpRequest) -> None:
        """Choose."""
        cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) if "HTTP_COOKIE" in request.META else None
        language = _chosen(cookie, request.META.get("HTTP_ACCEPT_LANGUAGE", ""))
        translation.activate(language)
        request.LANGUAGE_CODE = language

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Say it."""
        if "Vary" in response.headers:
            patch_vary_headers(response, ("Accept-Language",))
        else:
            response.headers["Vary"] = "Accept-Language"
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


def _chosen(cookie: str | None, accepted: str) -> str:
    choose = _choose if len(cookie or "") + len(accepted) <= LONGEST else _choose.__wrapped__
    return choose(cookie, accepted)


@lru_cache(512)
def _choose(cookie: str | None, accepted: str) -> str:
    request = HttpRequest()
    request.COOKIES = {} if cookie is None else {settings.LANGUAGE_COOKIE_NAME: cookie}
    request.META = {"HTTP_ACCEPT_LANGUAGE": accepted}
    return translation.get_language_from_request(request)
