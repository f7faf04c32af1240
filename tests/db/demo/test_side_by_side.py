"""Two regimes that contradict each other, on one installation, in one process, in handovers that go on at once.

The station's regime demands that the shift is told by word of mouth; the desk's forbids that to be enough. What stood
in the log alone the station lays on who took over, the desk on who left.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from jiaoban.demo import cast, load
from jiaoban.demo.description import Member, SiteIs, Story, read
from jiaoban.demo.troupe import Part, Troupe, Turn, turn_at
from jiaoban.demo.walk import Walk
from jiaoban.handover import queries
from jiaoban.handover.assess import GateVerdict
from jiaoban.handover.state import Finding, Handover
from jiaoban.kernel.clock import VirtualClock
from jiaoban.kernel.refusal import BadInput, Reason
from jiaoban.kernel.verbs import Outcome
from jiaoban.ledger.store import DbBook
from jiaoban.org import door
from jiaoban.org.door import Visit
from jiaoban.org.packs import packs

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
STATION, DESK = cast.STATION, read("cuihu")


@dataclass
class Place:
    """A post of a site in the handover that is going on; `Walk` plays it part by part, by the site's own clock."""

    site: SiteIs
    post: str
    troupe: Troupe
    turn: Turn
    part: Part
    commands: Iterator[str]

    @classmethod
    def of(cls, site: SiteIs, post: str) -> "Place":
        book, now = DbBook(site.code), load.clock(code=site.code)
        troupe, turn = Troupe(site, book, now.astimezone(UTC), commands="walk"), turn_at(site, post, now)
        part = Walk(troupe, turn, 99, Story(post=post, turn=99)).part()
        place = cls(site, post, troupe, turn, part, (f"{site.code}-{number}" for number in range(100)))
        troupe.now = next(part)
        return place

    def go(self) -> None:
        """Play the next part of the handover."""
        self.troupe.now = next(self.part, self.troupe.now)

    def visit(self, who: Member) -> Visit:
        return door.enter(User.objects.get(username=who.username), self.site.code).as_signer(who.username, who.password)

    def do(self, who: Member, verb: str, **said: Any) -> Outcome:
        """Do something by the door of the program, at the time that the walk has come to."""
        real = self.troupe.now - door.site_now(DbBook(self.site.code)) + door.clock.now()
        door.clock, before = VirtualClock(real), door.clock
        try:
            return self.visit(who).do(verb, said, command=next(self.commands), post=self.post)
        finally:
            door.clock = before

    @property
    def handover(self) -> Handover:
        running = queries.current(self.troupe.book, self.post)
        return running or queries.history(self.troupe.book, self.post, limit=1)[0]

    def gate(self, gate: str) -> GateVerdict:
        visit, one = self.visit(self.turn.lead), self.handover
        seen = queries.assessment(visit.book, visit.place(self.post), one, packs(one.regime), self.troupe.now)
        found = seen.gate(gate)
        assert found is not None
        return found

    def refused(self, who: Member, verb: str, **said: Any) -> dict[str, Reason]:
        refusal = self.do(who, verb, handover=self.handover.key, **said).refusal
        assert refusal is not None
        return {one.code: one for one in refusal.reasons}

    def found(self, kind: str, ref: str) -> Finding:
        said = {"kind": kind, "text": "漏了一件事", "ref": ref, "arose": "BEFORE"}
        assert self.do(self.turn.next.on_duty, "handover.find", handover=self.handover.key, **said).refusal is None
        return queries.findings_of(self.troupe.book, self.handover.key)[-1]


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch, data: Path) -> tuple[Place, Place]:
    monkeypatch.setattr(door, "clock", VirtualClock(NOON))
    load.load(STATION.code, DESK.code)
    return Place.of(STATION, cast.CCR), Place.of(DESK, "desk")


def test_two_contradicting_regimes_are_walked_at_once(places: tuple[Place, Place]) -> None:
    station, desk = places
    entries = [
        one.do(one.turn.on_duty, "logbook.write", category="ROUND", text="三号门的锁有点卡").acts[0].command
        for one in places
    ]

    for one in places:  # opened, prepared
        one.go()
        one.go()
    left_out = next(key for key, line in desk.handover.lines.items() if line.body.ref == entries[1])
    assert entries[0] not in {line.body.ref for line in station.handover.lines.values()}
    assert desk.do(desk.turn.lead, "handover.pick", handover=desk.handover.key, leave=[left_out]).refusal is None

    # At the desk nothing but the written record hands over: there is no word of mouth to confirm.
    content = desk.handover.content_digest()
    assert "stage:draft" in desk.refused(desk.turn.on_duty, "handover.sign", content=content)
    assert desk.gate("in-writing").status == "BLOCKED"
    with pytest.raises(BadInput):
        desk.do(desk.turn.on_duty, "handover.confirm", handover=desk.handover.key, point="oral-briefing")

    for one in places:  # offered, arrived, read
        one.go()
        one.go()
        one.go()
    # At the station the record alone hands nothing over.
    reasons = station.refused(station.turn.on_duty, "handover.sign", content=station.handover.content_digest())
    assert reasons["told-in-person"].clause == "hydro/1.1a"
    assert desk.gate("in-writing").status == "CLEAR"

    for _ in range(4):  # inspected, met, signed by both, one after the other
        station.go()
        desk.go()
    station.go()  # the meeting took a while
    assert [one.handover.ending for one in places] == ["SIGNED", "SIGNED"]
    assert [packs(one.handover.regime).head.id for one in places] == ["hydro", "kf015"]

    theirs, ours = station.found("equipment-problem", entries[0]), desk.found("not-clear", entries[1])
    assert (theirs.side, theirs.people, theirs.clause) == ("incoming", (station.turn.next.on_duty.key,), "hydro/1.4")
    assert (ours.side, ours.people, ours.clause) == ("outgoing", (desk.turn.on_duty.key,), "kf015/4.5")
