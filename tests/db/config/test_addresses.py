"""What answers an address is remembered, and is what would be found anew."""

import pytest
from django.test import RequestFactory
from django.urls import Resolver404, get_resolver

from jiaoban.config.wsgi import LONGEST, Handler

PATHS = ("/healthz", "/s/plant/p/hall/log", "/s/other/p/desk/log", "/api/v1/sites/plant/posts/hall/logbook/write")


def test_it_is_what_the_addresses_say() -> None:
    handler, ask = Handler(), RequestFactory()
    for path in PATHS * 2:
        found, anew = handler.resolve_request(ask.get(path)), get_resolver().resolve(path)
        assert (found.func, found.args, found.kwargs, found.view_name, found.route) == (
            *(anew.func, anew.args, anew.kwargs, anew.view_name),
            anew.route,
        )
    assert handler.resolve_request(ask.get(PATHS[1])).kwargs != handler.resolve_request(ask.get(PATHS[2])).kwargs


def test_the_request_knows_what_answers_it() -> None:
    request = RequestFactory().get("/healthz")
    assert Handler().resolve_request(request) is request.resolver_match


def test_what_is_not_there_stays_so() -> None:
    for path in ("/nowhere-at-all", "/" + "x" * LONGEST) * 2:
        with pytest.raises(Resolver404):
            Handler().resolve_request(RequestFactory().get(path))


def test_other_addresses_of_one_request_are_heeded() -> None:
    request = RequestFactory().get("/v1/openapi.json")
    request.urlconf = "jiaoban.api.urls"
    assert Handler().resolve_request(request).url_name == "openapi"
