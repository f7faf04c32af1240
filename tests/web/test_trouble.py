"""Pages while the store is in trouble: a sentence for who writes, everything for who reads."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError, OperationalError

from jiaoban.ledger import trouble
from jiaoban.org import door
from tests import cast
from tests.web.conftest import CCR, Browser


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trouble, "_FULL_AT", [])


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("database or disk is full"), 507),
        (OSError(28, "No space left on device"), 507),
        (OperationalError("the connection is lost"), 503),
        (OSError(30, "Read-only file system"), 503),
    ],
)
def test_a_form_that_cannot_be_stored_is_answered_with_a_sentence(
    as_person: Browser, night: cast.Member, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    client = as_person(night)
    client.raise_request_exception = False
    monkeypatch.setattr(door, "perform", fails)
    fields = {"category": "ROUND", "text": "巡视正常", "command": "trouble-0001"}
    answer = client.post(f"{CCR}/do/logbook.write", fields)
    assert answer.status_code == status
    assert "系统暂时不能写入" in answer.content.decode()


def test_a_bug_is_not_called_trouble_of_the_store(
    as_person: Browser, night: cast.Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    client = as_person(night)
    client.raise_request_exception = False
    monkeypatch.setattr(door, "enter", fails)
    answer = client.get(f"{CCR}/log")
    assert (answer.status_code, "系统出错了" in answer.content.decode()) == (500, True)


def test_a_page_is_read_where_the_session_cannot_be_saved(
    as_person: Browser, night: cast.Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise DatabaseError("attempt to write a readonly database")

    client = as_person(night)
    monkeypatch.setattr(SessionStore, "save", fails)
    assert client.get(f"{CCR}/log").status_code == 200


def test_the_post_that_was_looked_at_last_is_remembered(as_person: Browser, night: cast.Member) -> None:
    client = as_person(night)
    client.get(f"{CCR}/log")
    assert client.session[f"post:{cast.SITE}"] == cast.CCR
