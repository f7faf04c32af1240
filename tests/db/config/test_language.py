"""The language of an answer is the one that Django's own middleware would choose."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.test import RequestFactory
from django.utils import translation

from jiaoban.config.language import LONGEST, Language

WISHES = (
    "",
    "en",
    "en-GB,en;q=0.8",
    "zh-CN,zh;q=0.9,en;q=0.8",
    "de,en;q=0.5",
    "de",
    "*",
    "zz;q=x",
    "en" + " " * LONGEST,
)


def answered(middleware: type[LocaleMiddleware], cookie: str | None, wish: str, vary: str) -> tuple[str, str, str]:
    """Return what a page sees and what the answer says: language, Content-Language, Vary."""
    seen: list[str] = []

    def page(request: HttpRequest) -> HttpResponse:
        seen.append(f"{translation.get_language()} {request.LANGUAGE_CODE}")
        return HttpResponse("", headers={"Vary": vary} if vary else {})

    request = RequestFactory().get("/", headers={"Accept-Language": wish} if wish else {})
    if cookie is not None:
        request.META["HTTP_COOKIE"] = f"django_language={cookie}"
    with translation.override(None):
        answer = middleware(page)(request)
        assert isinstance(answer, HttpResponse)
    return seen[0], answer.headers["Content-Language"], answer.headers["Vary"]


@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize("cookie", [None, "en", "zh-hans", "xx", "../en", "e" * LONGEST])
def test_it_is_djangos_choice(cookie: str | None, wish: str) -> None:
    for vary in ("", "Cookie", "accept-language"):
        assert answered(Language, cookie, wish, vary) == answered(LocaleMiddleware, cookie, wish, vary)


def test_each_wish_has_its_own() -> None:
    assert answered(Language, None, "en", "")[1] == "en"
    assert answered(Language, None, "zh", "")[1] == "zh-hans"
    assert answered(Language, "en", "zh", "")[1] == "en"
