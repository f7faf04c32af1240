"""The demo station on a real database, at 07:40 of a working day, and browsers without a screen for its people."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from jiaoban.demo.accounts import make_accounts
from jiaoban.kernel.clock import VirtualClock
from jiaoban.ledger import store
from jiaoban.org import door, packs
from jiaoban.org.door import Visit
from jiaoban.regime.load import load
from tests import cast
from tests.database import _flush_without_triggers, django_db_setup

__all__ = ["_flush_without_triggers", "django_db_setup"]

ROOT = Path(__file__).resolve().parents[2]
MORNING = datetime(2026, 11, 22, 23, 40, tzinfo=UTC)
"""07:40 in Shanghai on 2026-11-23, a Monday."""
HERE = f"/s/{cast.SITE}"
CCR = f"{HERE}/p/{cast.CCR}"
Browser = Callable[[cast.Member], Client]


class Station:
    """云峰 with its people; `do` carries out a verb as one of them. Times are those of `clock`."""

    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        self._commands = count(1)

    def visit(self, member: cast.Member) -> Visit:
        return door.enter(User.objects.get(username=member.username), cast.SITE)

    def do(self, member: cast.Member, verb: str, *, at: str = cast.CCR, **said: Any) -> str:
        """Carry out a verb that must not be refused; return its command id."""
        command = f"test-{next(self._commands)}"
        outcome = self.visit(member).do(verb, said, command=command, post=at)
        assert outcome.refusal is None, outcome.refusal
        return command

    def later(self, **span: float) -> None:
        self.clock.moment += timedelta(**span)


@pytest.fixture(scope="module")
def station(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Station]:
    """The station as it stands at 07:40: the night crew holds the posts, a few things have happened."""
    clock, kept_clock, kept_data = VirtualClock(MORNING - timedelta(hours=8)), door.clock, django_settings.DATA
    django_settings.DATA = tmp_path_factory.mktemp("site")
    door.clock = clock
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        pack = load(ROOT / "regimes" / "hydro")
        packs.store(pack)
        cast.build(store.found(cast.SITE), pack)
        cast.build_neighbour(store.found(cast.NEIGHBOUR), pack)
        make_accounts()
        made = Station(clock)
        work_the_night(made)
        clock.moment = MORNING
        yield made
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)
    door.clock, django_settings.DATA = kept_clock, kept_data


def work_the_night(station: Station) -> None:
    """Let the night shift begin and do its work."""
    night = cast.AT_CCR[night_crew()]
    lead = cast.LEADS[night_crew()]
    station.clock.moment = MORNING - timedelta(hours=7, minutes=40)
    station.do(lead, "handover.take_first", people=[night.key], text="首次启用")
    station.do(lead, "plant.register_equipment", equipment="G1", code="1F", name="1号机", kind="UNIT")
    station.do(lead, "plant.register_parameter", parameter="up", name="上游水位", unit="m", group="水库", high="413")
    station.do(lead, "plant.register_custody", custody_item="K1", name="主厂房钥匙", kind="KEY", expected=3)
    station.later(hours=3)
    station.do(night, "logbook.write", category="ROUND", text="巡视水车室，无异常")
    station.do(night, "plant.open_matter", kind="DEFECT", title="油压装置渗油", equipment="G1", severity="MINOR")
    station.do(night, "plant.read", readings=[{"parameter": "up", "value": "412.6"}])
    due_at = MORNING - timedelta(hours=1)
    told = {"where": "1号机", "state_so_far": "已擦净", "next_step": "量油位"}
    station.do(night, "followup.open", what="补做渗漏记录", due_at=due_at, owner=night.key, **told)


def night_crew() -> str:
    """The crew on night shift of 2026-11-23."""
    return cast.CYCLE[(MORNING.date() + timedelta(days=1) - cast.ANCHOR).days % len(cast.CYCLE)][cast.NIGHT]


def day_crew() -> str:
    """The crew that comes at 08:00."""
    return cast.CYCLE[(MORNING.date() + timedelta(days=1) - cast.ANCHOR).days % len(cast.CYCLE)][cast.DAY]


@pytest.fixture
def as_person(station: Station, db: None) -> Iterator[Browser]:
    """A client that is logged in as a person of the cast; the clock is put back afterwards."""

    def logged_in(member: cast.Member) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=member.username))
        return client

    before = station.clock.moment
    yield logged_in
    station.clock.moment = before


@pytest.fixture
def night() -> cast.Member:
    return cast.AT_CCR[night_crew()]


@pytest.fixture
def lead() -> cast.Member:
    return cast.LEADS[night_crew()]
