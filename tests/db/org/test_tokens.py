"""Keys to the HTTP API."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.db.models import QuerySet

from jiaoban.org import tokens
from jiaoban.org.models import ApiToken
from tests import cast
from tests.db.org.conftest import NOW

Users = Callable[[cast.Member], User]


def test_a_key_is_its_user_and_is_kept_as_a_hash(user: Users) -> None:
    row, key = tokens.issue(user(cast.A_CCR), "抄表", NOW)
    assert key.startswith("jb_")
    assert len(key) >= 46
    assert tokens.user_of(key, NOW) == user(cast.A_CCR)
    assert key not in str(ApiToken.objects.filter(pk=row.pk).values())


def test_what_is_no_key_is_nobody(user: Users) -> None:
    _, key = tokens.issue(user(cast.A_CCR), "抄表", NOW)
    for other in ("", "jb_", key[3:], key + "x", key.upper()):
        assert tokens.user_of(other, NOW) is None


def test_a_revoked_key_and_one_of_a_closed_account_are_nobody(user: Users) -> None:
    row, key = tokens.issue(user(cast.A_CCR), "抄表", NOW)
    tokens.revoke(row, NOW)
    tokens.revoke(row, NOW + timedelta(days=1))
    assert tokens.user_of(key, NOW) is None
    assert ApiToken.objects.get(pk=row.pk).revoked_at == NOW
    _, other = tokens.issue(user(cast.B_CCR), "抄表", NOW)
    User.objects.filter(username=cast.B_CCR.username).update(is_active=False)
    assert tokens.user_of(other, NOW) is None


def test_who_reads_needs_no_room_for_the_last_use(user: Users, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OperationalError("attempt to write a readonly database")

    _, key = tokens.issue(user(cast.A_CCR), "抄表", NOW)
    monkeypatch.setattr(QuerySet, "update", fails)
    assert tokens.user_of(key, NOW) == user(cast.A_CCR)


def test_the_last_use_is_known_to_the_minute(user: Users) -> None:
    row, key = tokens.issue(user(cast.A_CCR), "抄表", NOW)
    for seconds in (0, 59, 60):
        tokens.user_of(key, NOW + timedelta(seconds=seconds))
        row.refresh_from_db()
        assert row.last_used_at == (NOW if seconds < 60 else NOW + timedelta(minutes=1))
