"""A demo site behind the HTTP API, for walks through the clauses of its regime by what each of them demands.

Its people of good will (`demo/walk.py`) bring a handover to where a clause begins to matter; from there on everything
goes through the API, as another program would do it, by the site's own clock.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from jiaoban.demo import load
from jiaoban.demo.description import Member, Story, read
from jiaoban.demo.troupe import Part, Troupe, Turn, turn_at
from jiaoban.demo.walk import Walk
from jiaoban.handover import background
from jiaoban.kernel.clock import VirtualClock
from jiaoban.kernel.shifts import local
from jiaoban.kernel.verbs import find_verb
from jiaoban.ledger.store import DbBook
from jiaoban.org import door
from jiaoban.org import queries as org
from jiaoban.org.packs import packs

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
PARTS = ("open", "prepare", "offer", "arrive", "read", "inspect", "meet", "sign", "signed")
Told = dict[str, Any]


class Hall:
    """A post of a demo site, in the handover that comes next."""

    def __init__(self, code: str, post: str = "") -> None:
        self.site = read(code)
        self.post = post or next(iter(self.site.posts))
        self.book = DbBook(code)
        self.turn: Turn = turn_at(self.site, self.post, load.clock(code=code))
        self._ahead = load.clock(code=code).astimezone(UTC) - door.clock.now()
        self._commands, self.command = count(1), ""
        self._part: Part | None = None
        self._troupe: Troupe | None = None
        self._left = list(PARTS)
        self._meets = False

    # ---- who
    @property
    def out(self) -> Member:
        return self.turn.on_duty

    @property
    def relief(self) -> Member:
        return self.turn.next.on_duty

    @property
    def lead(self) -> Member:
        return self.turn.lead

    @property
    def next_lead(self) -> Member:
        return self.turn.next.lead

    # ---- when
    def at(self, clock: str) -> "Hall":
        """Set the site's clock to a time of the day on which the handover is due."""
        ends = self.turn.shift.ends_at.astimezone(ZoneInfo(self.site.zone))
        moment = local(ends.date(), time.fromisoformat(clock), self.site.zone)
        door.clock = VirtualClock(moment - self._ahead)
        return self

    # ---- by good will, up to a part
    def to(self, part: str, **story: Any) -> "Hall":
        """Let the people of good will play the handover up to and with this part."""
        if self._part is None:
            self._troupe = Troupe(self.site, self.book, self.turn.shift.ends_at, commands=f"walk-{self.post}")
            said = Story(post=self.post, turn=99, **story)
            walk = Walk(self._troupe, self.turn, 99, said)
            self._part = walk.part()
            self._troupe.now = next(self._part)
            place = org.place(self.book, self.post, self._troupe.now)
            self._meets = packs(place.regime).meetings is not None
        assert self._troupe is not None
        while self._left and part not in PARTS[: len(PARTS) - len(self._left)]:
            before = self._troupe.now
            self._troupe.now = next(self._part, before)
            if self._left.pop(0) == "meet" and self._meets:  # a meeting lasts: it is opened, and held later
                before = self._troupe.now
                self._troupe.now = next(self._part, before)
            door.clock = VirtualClock(before + timedelta(seconds=1) - self._ahead)
        return self

    # ---- through the API
    @property
    def url(self) -> str:
        return f"/api/v1/sites/{self.site.code}/posts/{self.post}"

    def get(self, who: Member, path: str = "", **query: Any) -> Any:
        answer = self.client(who).get(path if path.startswith("/api") else self.url + path, query)
        assert answer.status_code == 200, answer.content.decode()
        return json.loads(answer.content)

    def page(self, who: Member, path: str) -> str:
        return self.file(who, path).decode()

    def file(self, who: Member, path: str, status: int = 200) -> bytes:
        """What the site answers at an address of its pages, with this status."""
        answer = self.client(who).get(f"/s/{self.site.code}/{path}", follow=True)
        assert answer.status_code == status, answer.status_code
        return bytes(answer.content)

    def send(self, who: Member, verb: str, **said: Any) -> tuple[int, Any]:
        """Send a verb; about the running handover, and with its digest, unless told otherwise. `signer`: who proves
        who they are with it."""
        signer: Member | None = said.pop("signer", None)
        if verb.startswith("handover.") and verb != "handover.open" and "handover" not in said:
            said["handover"] = self.key
        said = {name: value for name, value in said.items() if value is not None}
        if verb == "handover.sign" and "content" not in said:
            said["content"] = self.running["content"]
        if signer is not None:
            said["credential"] = {"username": signer.username, "password": signer.password}
        self.command = f"hall-{next(self._commands):05d}"
        body = json.dumps({"command": self.command, **said}, default=str)
        room, name = verb.split(".")
        known = find_verb(verb)
        place = f"/api/v1/sites/{self.site.code}" if known and known.scope == "site" else self.url
        answer = self.client(who).post(f"{place}/{room}/{name}", body, content_type="application/json")
        return answer.status_code, json.loads(answer.content)

    def post_at(self, who: Member, path: str, **said: Any) -> tuple[int, Any]:
        """Send a verb of the site."""
        self.command = f"hall-{next(self._commands):05d}"
        body = json.dumps({"command": self.command, **said}, default=str)
        answer = self.client(who).post(path, body, content_type="application/json")
        return answer.status_code, json.loads(answer.content)

    def ok(self, who: Member, verb: str, **said: Any) -> str:
        """Do something that must not be refused; return its command, the key of what is new."""
        status, told = self.send(who, verb, **said)
        assert status == 200, told
        return self.command

    def no(self, who: Member, verb: str, **said: Any) -> dict[str, Told]:
        """Do something that must be refused by a rule; return the reasons by their code."""
        status, told = self.send(who, verb, **said)
        assert status in (409, 422), (status, told)
        return {one["code"]: one for one in told["reasons"]}

    def sign(self, who: Member) -> str:
        return self.ok(who, "handover.sign", signer=who)

    def sign_all(self) -> "Hall":
        """The whole handover by good will, with the figures of the hour."""
        self.to("meet").at("08:00:20")
        gauges = [one for one in self.site.registers.parameters if one.post == self.post]
        figures = [
            {"parameter": one.key, "value": self.get(self.lead, f"/parameters/{one.key}/readings", limit=1)[0]["value"]}
            for one in gauges
        ]
        self.ok(self.out, "plant.read", readings=figures, at=self.turn.shift.ends_at)
        return self.to("signed")

    def tick(self, clock: str) -> None:
        """Let the background loop look at a time of the day."""
        self.at(clock)
        background.tick(door.clock.now())

    def tired_and_rested(self) -> tuple[Member, Member]:
        """Of the crews that are neither on duty nor next: who stood the shift before this one, and who did not."""
        before = turn_at(self.site, self.post, self.turn.shift.begins_at - timedelta(seconds=1)).on_duty
        there = (self.out, self.relief, before)
        return before, next(one for one in self.site.crew_at(self.post).values() if one not in there)

    @property
    def running(self) -> Told:
        found: Told = self.get(self.lead, "/handovers/current")
        return found

    @property
    def last(self) -> Told:
        key = self.get(self.lead, "/handovers")[0]["key"]
        found: Told = self.get(self.lead, f"/handovers/{key}")
        return found

    @property
    def key(self) -> str:
        return str(self.running["handover"]["key"])

    @property
    def gates(self) -> dict[str, Told]:
        return {one["id"]: one for one in self.running["gates"]}

    def status(self, *gates: str) -> list[str]:
        found = self.gates
        return [found[gate]["status"] for gate in gates]

    def lines(self, **body: str) -> dict[str, Told]:
        """The lines of the record whose body is so."""
        lines: dict[str, Told] = self.running["handover"]["lines"]
        return {key: one for key, one in lines.items() if all(one["body"][name] == is_ for name, is_ in body.items())}

    def responsible(self, clock: str = "") -> Told:
        query = {"at": clock} if clock else {}
        found: Told = self.get(self.lead, "/responsible", **query)
        return found

    def client(self, who: Member) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=who.username))
        return client


@contextmanager
def hall_of(code: str, blocker: DjangoDbBlocker, data: Any) -> Iterator[None]:
    """A demo site loaded in a transaction that is taken back at the end; each test takes its own part back."""
    kept_clock, kept_data = door.clock, settings.DATA
    settings.DATA, door.clock = data, VirtualClock(NOON)
    with blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        load.load(code, brief=True)
        yield
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)
    door.clock, settings.DATA = kept_clock, kept_data


@contextmanager
def clock_kept() -> Iterator[None]:
    before = door.clock
    yield
    door.clock = before


def site_fixture(code: str, post: str = "") -> Any:
    """A module's fixtures: the site once, and a hall for each test."""

    @pytest.fixture(scope="module")
    def loaded(
        django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[None]:
        with hall_of(code, django_db_blocker, tmp_path_factory.mktemp(code)):
            yield

    @pytest.fixture
    def hall(loaded: None, db: None) -> Iterator[Hall]:
        with clock_kept():
            yield Hall(code, post)

    return loaded, hall
