"""The installation's database: durable, checked, and able to say that it is well."""

from typing import Any

import pytest
from django.core.checks import Tags, run_checks
from django.db import Error, connection
from django.test import Client

from jiaoban.config import health as health_module
from jiaoban.config.health import Health, can_write

pytestmark = pytest.mark.django_db


def ids() -> list[str | None]:
    return [message.id for message in run_checks(tags=[Tags.database], databases=["default"])]


def test_the_database_of_the_tests_is_as_durable_as_that_of_a_plant() -> None:
    assert [name for name in ids() if name and name.startswith("jiaoban.E00")] == []


def test_transactions_that_do_not_begin_immediate_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "transaction_mode", "DEFERRED")
        assert "jiaoban.E002" in ids()
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
        assert "jiaoban.E004" in ids()


def test_the_health_page_says_ok_when_a_row_can_be_written(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health_module, "health", Health())
    assert can_write()
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_the_health_page_says_so_when_no_row_can_be_written(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise Error("disk full")

    monkeypatch.setattr(health_module, "health", Health())
    monkeypatch.setattr("jiaoban.config.health.cache.set", broken)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert "暂时无法写入" in response.content.decode()


def test_every_answer_carries_the_strict_policy(client: Client) -> None:
    headers = client.get("/healthz").headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


def test_strangers_cannot_make_accounts(client: Client) -> None:
    answer = client.post(
        "/accounts/signup/", {"username": "x", "password1": "long-enough-1", "password2": "long-enough-1"}
    )
    assert answer.status_code in {200, 302, 404}
    from django.contrib.auth import get_user_model

    assert not get_user_model().objects.filter(username="x").exists()
