"""A shift change under clocks that are wrong: the server's jumps in the middle, the device's is off all along."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from jiaoban.demo import cast as station
from jiaoban.handover import queries
from jiaoban.handover.acts import Held
from jiaoban.handover.responsibility import responsible, timeline
from jiaoban.kernel.act import SKEW, Act
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.verbs import Outcome, find_verb, perform
from jiaoban.ledger import store
from jiaoban.ledger.verify import verify
from jiaoban.org import packs
from jiaoban.org import queries as org
from prove.frame import changed
from tests import cast
from tests.pure.handover import desk as walk
from tests.pure.handover.desk import POST, Desk, pack

HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)
JUMPS = (HOUR, -HOUR, DAY, -DAY, YEAR, -YEAR, timedelta(0))
DAYS = (
    ("Asia/Shanghai", date(2026, 11, 23)),
    ("Europe/Berlin", date(2026, 10, 25)),  # 03:00 becomes 02:00 in the night shift
    ("Europe/Berlin", date(2027, 3, 28)),  # 02:00 becomes 03:00
    ("America/New_York", date(2026, 11, 1)),
    ("Asia/Shanghai", date(2028, 2, 29)),
    ("Europe/Berlin", date(2028, 2, 29)),
)
STEPS = 45
"""About so many commands are a shift change."""


@dataclass(frozen=True)
class Case:
    """Where and when, how far the server's clock jumps at which command, how far the device's is off."""

    zone: str
    day: date
    server: timedelta
    device: timedelta
    step: int
    lasts: int

    def __str__(self) -> str:
        return f"{self.zone} {self.day}, server {self.server} at command {self.step}, device {self.device}"


def cases(chance: random.Random, number: int) -> Iterator[Case]:
    """Return so many cases, every day and every jump in turn."""
    for at in range(number):
        zone, day = DAYS[at % len(DAYS)]
        server, device = JUMPS[at % len(JUMPS)], chance.choice(JUMPS)
        yield Case(zone, day, server, device, chance.randrange(STEPS), chance.choice((1, 3, STEPS)))


class Clocked(Desk):
    """A desk whose commands carry the device's time and are recorded by a server whose clock jumps."""

    def __init__(self, site: str, case: Case) -> None:
        self.case, self.done = case, 0
        self.answered: list[Act] = []
        super().__init__(store.found(site))

    @property
    def server(self) -> timedelta:
        """How far the server's clock is off at this command."""
        case = self.case
        return case.server if case.step <= self.done < case.step + case.lasts else timedelta(0)

    def do(self, verb: str, by: cast.Member, *, at_post: str = POST, command: str = "", **said: Any) -> Outcome:
        """As any desk, by the wrong clocks."""
        found = find_verb(verb)
        assert found, verb
        if "handover" in found.args.model_fields:
            said.setdefault("handover", self.key)
        now = self.now + self.server
        outcome = perform(
            self.book,
            verb,
            found.args.model_validate(said),
            actor=org.actor(self.book, by.key),
            place=org.place(self.book, "" if found.scope == "site" else at_post, now),
            now=now,
            command=command or f"clock-{self.done}",
            packs=lambda _digest: self.pack,
            device_at=self.now + self.case.device,
        )
        self.done += 1
        self.answered += outcome.acts
        return outcome

    def ok(self, verb: str, by: cast.Member, **said: Any) -> Outcome:
        """A refusal for the clock's sake is a refusal: whoever got it tries once more when the clock was put right."""
        try:
            outcome = self.do(verb, by, **said)
        except BadInput:
            if not self.server:
                raise
        else:
            if outcome.refusal is None or not self.server:
                return outcome
        self.done = self.case.step + self.case.lasts
        return self.do(verb, by, **said)


@contextmanager
def at_home(case: Case) -> Iterator[None]:
    """Put the station into the zone, and its rotation so that the crews of the cast stand on that day."""
    eight = datetime.combine(case.day, time(8), ZoneInfo(case.zone)).astimezone(ZoneInfo("UTC"))
    with (
        changed(station, "ZONE", case.zone),
        changed(station, "ANCHOR", case.day - 80 * DAY),
        changed(walk, "EIGHT", eight),
    ):
        yield


def played(site: str, case: Case) -> Clocked:
    """Play a shift change, signed if the clocks let it be."""
    packs.store(pack())
    with at_home(case):
        desk = Clocked(site, case)
        with suppress(BadInput):  # one that was opened in another year's shift cannot be finished: the post stays
            desk.signed()
        desk.at("08:20").ok("logbook.write", walk.IN, category="OTHER", text="时钟已校准")
    return desk


def wrong(site: str, desk: Clocked) -> list[str]:
    """Say what does not hold of a book that was written under wrong clocks."""
    acts = list(desk.book.acts())
    report = verify(site)
    found = [str(one) for one in report.findings]
    if [act.seq for act in acts] != list(range(len(acts))):
        found.append("the numbers have gaps")
    kept = {act.seq: act for act in acts}
    found += [f"act {act.seq} was answered and is not there" for act in desk.answered if kept.get(act.seq) != act]
    if [act.seq for act in desk.answered] != sorted(act.seq for act in desk.answered):
        found.append("the order of the book is not that of the answers")
    return found + _unmarked(acts, desk.case, {one.seq for one in report.remarks}) + _gaps(desk, acts)


def _unmarked(acts: Sequence[Act], case: Case, marked: set[int | None]) -> list[str]:
    skewed = [act.seq for act in acts if act.device_at and abs(act.device_at - act.recorded_at) > SKEW]
    back = [later.seq for one, later in pairwise(acts) if one.recorded_at - later.recorded_at > SKEW]
    listed = 20  # of each kind; the rest are counted
    found = [f"act {seq} is not marked: the device's clock" for seq in skewed[:listed] if seq not in marked]
    found += [f"act {seq} is not marked: the server's clock went back" for seq in back[:listed] if seq not in marked]
    if case.device and not skewed:
        found.append("the device was off and no act shows it")
    return found


def _gaps(desk: Clocked, acts: Sequence[Act]) -> list[str]:
    held = [act for act in acts if isinstance(act.payload, Held) and act.post == POST]
    spans = timeline(desk.book, POST, desk.now - 3 * YEAR, desk.now + 3 * YEAR)
    found = [f"gap or overlap at {one.until} / {two.since}" for one, two in pairwise(spans) if one.until != two.since]
    found += [f"from {one.since} to {one.until}" for one in spans if one.since and one.until and one.until < one.since]
    if not spans or spans[-1].until is not None:
        found.append("nobody holds the post at the end")
    for moment in (one.since for one in spans if one.since is not None):
        told = responsible(desk.book, POST, moment)
        if not told.people and told.basis != "NONE":
            found.append(f"nobody is responsible at {moment}")
    now = queries.tenure(desk.book, POST)
    last = held[-1].payload
    if now is None or not isinstance(last, Held) or now.people != last.people or now.begun_seq != held[-1].seq:
        found.append("who holds the post is not whom the last act by number names")
    return found
