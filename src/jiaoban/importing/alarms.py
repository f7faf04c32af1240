"""Alarm lists into the log: one entry a tag, type and shift (or hour), all of a list or nothing; twice is once.

An entry is found again by what it is about, so a longer list of the same hours amends the entries that it changes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from jiaoban.kernel.canon import digest
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.kernel.shifts import local
from jiaoban.kernel.tongue import CHINESE, Tongue
from jiaoban.kernel.words import Words
from jiaoban.ledger import turns
from jiaoban.ledger.files import FileLost
from jiaoban.logbook import queries as logbook
from jiaoban.org.door import Visit
from jiaoban.plant import phrases
from jiaoban.plant.rules import alarms
from jiaoban.plant.rules.alarms import Gathered
from jiaoban.plant.rules.samples import Fault

BY = ("shift", "hour")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a list comes to: messages read, entries new, amended and there before, what is wrong, and whether it was
    kept."""

    messages: int
    entries: Sequence[tuple[str, str]]
    faults: Sequence[Fault]
    faulty: int
    kept: bool

    def count(self, what: str) -> int:
        """Return how many entries are NEW, CHANGED or SAME."""
        return sum(said == what for said, _ in self.entries)


class _TakeBack(Exception):
    """Leave the transaction as if nothing had been."""


def carry(
    visit: Visit,
    post: str,
    content: bytes,
    *,
    by: str = "shift",
    starts_at: datetime | None = None,
    leave_out: bool = False,
    preview: bool = False,
) -> Outcome:
    """Write the alarms of a list into the log of a post, or say what would be written.

    Faulty lines are left out with `leave_out`; without it nothing is written for them. Raises `Unreadable`,
    `NotAllowed`, `NotFound`.
    """
    place, say = visit.place(post), _tongue(visit, post)
    found = alarms.read(content, lambda at: local(at.date(), at.time(), place.zone), starts_at)
    faults = list(found.faults)
    gathered = alarms.gather(found.messages, _window(by, visit, post))
    entries: list[tuple[str, str]] = []
    broken = bool(faults) and not leave_out
    with turns.turn(connection):
        try:
            with transaction.atomic():
                for one in gathered:
                    try:
                        entries.append(
                            (_one(visit, post, one, text := alarms.spelled(one, place.clock, say), say), text)
                        )
                    except BadInput as bad:
                        line = next(m.line for m in found.messages if (m.tag, m.at) == (one.tag, one.first))
                        says = Words(zh=f"{bad.wrong.zh}{bad.right.zh}", en=f"{bad.wrong.en} {bad.right.en}")
                        faults.append(Fault(line, "timestamp", says))
                        broken = True
                if broken or preview:
                    raise _TakeBack
        except _TakeBack:
            kept = False
        else:
            kept = True
    return Outcome(len(found.messages), entries, faults, found.faulty + len(faults) - len(found.faults), kept)


def _tongue(visit: Visit, post: str) -> Tongue:
    """Return the language in which the log of a post is kept: that of its regime, Chinese where it has none."""
    try:
        return visit.pack(post).head.tongue
    except (NotFound, FileLost):
        return CHINESE


def _window(by: str, visit: Visit, post: str) -> Callable[[datetime], datetime]:
    place = visit.place(post)

    def window(at: datetime) -> datetime:
        shift = place.shift_at(at) if by == "shift" else None
        return shift.begins_at if shift else alarms.hour_of(at)

    return window


def _one(visit: Visit, post: str, one: Gathered, text: str, say: Tongue) -> str:
    """Write one entry, amend it, or leave it; return NEW, CHANGED or SAME."""
    key = f"alarm-{digest([visit.book.site, post, one.tag, one.type, one.window.isoformat()])[:40]}"
    there = logbook.entry(visit.book, key)
    if there is None:
        said = {"category": "ANOMALY", "text": text, "occurred_at": one.first}
        visit.do("logbook.write", said, command=key, post=post)
        return "NEW"
    if there.reads == text or there.struck is not None:
        return "SAME"
    said = {"entry": key, "text": text, "reason": say(phrases.IMPORTED_AGAIN)}
    outcome = visit.do("logbook.amend", said, command=f"{key}-{digest(text)[:12]}", post=post)
    if outcome.refusal is not None:
        why = outcome.refusal.reasons[0]
        raise BadInput("entry", why.why, why.lifts)
    return "CHANGED"
