"""Addresses without a right of their own take only the methods that they are for; a foreign Host is no failure."""

import pytest
from django.conf import LazySettings
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/group", "/healthz", "/gallery", "/api/v1/openapi.json"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_what_is_only_read_takes_no_other_method(settings: LazySettings, address: str, method: str) -> None:
    settings.DEMO = True
    assert Client().generic(method, address).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("demo", [True, False])
def test_a_foreign_host_is_refused_and_is_no_failure(settings: LazySettings, *, demo: bool) -> None:
    settings.DEMO, settings.ALLOWED_HOSTS = demo, ["localhost"]
    assert Client(raise_request_exception=False).get("/", headers={"host": "elsewhere"}).status_code == 400
