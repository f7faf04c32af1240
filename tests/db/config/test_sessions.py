"""Sessions and accounts by questions that are written out: they find what Django's own would find."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from jiaoban.config.accounts import Known, LoggingIn
from jiaoban.config.sessions import SessionStore, one

pytestmark = pytest.mark.django_db


def test_a_session_is_read_back_by_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    made = SessionStore()
    made["岗位"] = "ccr"
    made.create()
    with django_assert_num_queries(1):
        assert SessionStore(made.session_key)["岗位"] == "ccr"


def test_a_session_that_has_ended_or_never_was_is_none() -> None:
    made = SessionStore()
    made.create()
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    for key in (made.session_key, "x" * 32):
        store = SessionStore(key)
        assert dict(store.items()) == {}
        assert store.session_key is None


def test_a_row_is_what_the_orm_finds() -> None:
    user = User.objects.create_user("chen", password="not-used-here")
    user.last_login = timezone.now()
    user.save()
    found, expected = one(User, "id", user.pk), User.objects.get(pk=user.pk)
    assert found is not None
    assert {name: getattr(found, name) for name in ("username", "last_login", "is_active", "date_joined")} == {
        name: getattr(expected, name) for name in ("username", "last_login", "is_active", "date_joined")
    }
    assert one(User, "id", 0) is None


@pytest.mark.parametrize("backend", [Known(), LoggingIn()])
def test_an_account_that_was_closed_is_nobody(backend: Known) -> None:
    user = User.objects.create_user("chen")
    assert backend.get_user(user.pk) == user
    User.objects.update(is_active=False)
    assert backend.get_user(user.pk) is None
