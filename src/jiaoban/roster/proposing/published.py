"""Reads the text format in which schedulingbenchmarks.org publishes problems of rostering nurses, and counts what a
roster costs by the definition published there - without the solver, and without what our own problems are made of.

So a figure of ours can be held against the figures that others have published.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby, pairwise
from typing import TypeVar

from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words
from jiaoban.roster.proposing import problem as asked
from jiaoban.roster.proposing.problem import DAY, Cover, Problem, Rule, Slot, Span, Wish, Worker

MONDAY = date(2001, 1, 1)
"""The days of a published problem have numbers; number 0 is a Monday."""
WEEK, SATURDAY, SUNDAY = 7, 5, 6
SECTIONS = ("HORIZON", "SHIFTS", "STAFF", "DAYS_OFF", "SHIFT_ON_REQUESTS", "SHIFT_OFF_REQUESTS", "COVER")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ShiftIs:
    """A kind of shift: minutes, and which kinds may not come on the next day."""

    minutes: int
    never_then: frozenset[str]


@dataclass(frozen=True, slots=True)
class Contract:
    """What somebody may be asked to do, in the order of the published columns."""

    most_of: Mapping[str, int]
    most_minutes: int
    least_minutes: int
    most_in_row: int
    least_in_row: int
    least_free_in_row: int
    most_weekends: int


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody wants a shift of a day, or does not want it; `weight` is what it costs not to give way."""

    person: str
    day: int
    shift: str
    weight: int


@dataclass(frozen=True, slots=True)
class Need:
    """How many a shift of a day should have, and what each one missing or too many costs."""

    day: int
    shift: str
    wants: int
    under: int
    over: int


@dataclass(frozen=True)
class Instance:
    """A published problem."""

    days: int
    shifts: dict[str, ShiftIs] = field(default_factory=dict)
    staff: dict[str, Contract] = field(default_factory=dict)
    days_off: dict[str, frozenset[int]] = field(default_factory=dict)
    on: tuple[Request, ...] = ()
    off: tuple[Request, ...] = ()
    needs: tuple[Need, ...] = ()


Stood = Mapping[str, Sequence[str]]
"""For everybody the shift of each day, '' for none."""


def read(text: str) -> Instance:
    """Read a published problem; raises `BadInput` with the line that cannot be read."""
    lines = _sections(text)
    days = _each(lines["HORIZON"], lambda one: int(one.strip()))
    if len(days) != 1 or days[0] < 1:
        raise _wrong("SECTION_HORIZON", "应有一个天数。", "There should be one number of days.")
    shifts = dict(_each(lines["SHIFTS"], _shift))
    staff = dict(_each(lines["STAFF"], _contract))
    requests = {name: tuple(_each(lines[name], _request)) for name in ("SHIFT_ON_REQUESTS", "SHIFT_OFF_REQUESTS")}
    found = Instance(
        days=days[0],
        shifts=shifts,
        staff=staff,
        days_off=dict(_each(lines["DAYS_OFF"], _off)),
        on=requests["SHIFT_ON_REQUESTS"],
        off=requests["SHIFT_OFF_REQUESTS"],
        needs=tuple(_each(lines["COVER"], _need)),
    )
    _need_known(found)
    return found


def _sections(text: str) -> dict[str, list[tuple[int, str]]]:
    found: dict[str, list[tuple[int, str]]] = {}
    current: list[tuple[int, str]] | None = None
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        words = line.strip()
        if not words or words.startswith("#"):
            continue
        if words.startswith("SECTION_"):
            current = found.setdefault(words.removeprefix("SECTION_"), [])
        elif current is None:
            raise _wrong(f"line {number}", "第一段之前有内容。", "There is text before the first section.")
        else:
            current.append((number, words))
    lacking = [f"SECTION_{name}" for name in SECTIONS if name not in found]
    if lacking:
        raise _wrong(lacking[0], "没有这一段。", "This section is missing.")
    return found


def _each(lines: Iterable[tuple[int, str]], make: Callable[[str], T]) -> list[T]:
    found = []
    for number, line in lines:
        try:
            found.append(make(line))
        except (ValueError, IndexError):
            raise _wrong(f"line {number}", f"读不懂：{line}", f"Cannot be read: {line}") from None
    return found


def _wrong(where: str, zh: str, en: str) -> BadInput:
    right = Words(
        zh="应为 schedulingbenchmarks.org 的文本格式，各段依次为 " + "、".join(SECTIONS) + "。",
        en="It should be the text format of schedulingbenchmarks.org, with the sections " + ", ".join(SECTIONS) + ".",
    )
    return BadInput(where, Words(zh=zh, en=en), right)


def _shift(line: str) -> tuple[str, ShiftIs]:
    key, minutes, never = (one.strip() for one in ([*line.split(","), ""])[:3])
    return key, ShiftIs(int(minutes), frozenset(one for one in never.split("|") if one))


def _contract(line: str) -> tuple[str, Contract]:
    key, most_of, *figures = (one.strip() for one in line.split(","))
    pairs = (one.split("=") for one in most_of.split("|") if one)
    minutes, least, *others = (int(one) for one in figures[:6])
    most, row, free, weekends = others
    return key, Contract({kind: int(n) for kind, n in pairs}, minutes, least, most, row, free, weekends)


def _off(line: str) -> tuple[str, frozenset[int]]:
    key, *days = (one.strip() for one in line.split(","))
    return key, frozenset(int(one) for one in days if one)


def _request(line: str) -> Request:
    person, day, shift, weight = (one.strip() for one in line.split(","))
    return Request(person, int(day), shift, int(weight))


def _need(line: str) -> Need:
    day, shift, *figures = (one.strip() for one in line.split(","))
    wants, under, over = (int(one) for one in figures)
    return Need(int(day), shift, wants, under, over)


def _need_known(found: Instance) -> None:
    requests = (*found.on, *found.off)
    people = {one.person for one in requests} | set(found.days_off)
    kinds = {one.shift for one in requests} | {one.shift for one in found.needs}
    kinds |= {kind for one in found.shifts.values() for kind in one.never_then}
    kinds |= {kind for one in found.staff.values() for kind in one.most_of}
    days = {one.day for one in requests} | {one.day for one in found.needs}
    days |= {day for some in found.days_off.values() for day in some}
    foreign = sorted(people - set(found.staff)) + sorted(kinds - set(found.shifts))
    foreign += [str(day) for day in sorted(days) if not 0 <= day < found.days]
    if foreign:
        raise _wrong(foreign[0], "前面没有定义。", "It is named, but not there.")


def problem_of(given: Instance) -> Problem:
    """Return a published problem as one of ours. Its shifts have no hours; all begin at midnight here."""
    slots = tuple(_slot(day, key, one) for day in range(given.days) for key, one in given.shifts.items())
    workers = tuple(
        Worker(key=key, bars={one.key: "away" for one in slots if _number(one.day) in given.days_off.get(key, ())})
        for key in given.staff
    )
    wishes = [(one, True) for one in given.on] + [(one, False) for one in given.off]
    return Problem(
        first=MONDAY,
        after=MONDAY + given.days * DAY,
        slots=slots,
        workers=workers,
        covers=tuple(_cover(one) for one in given.needs if one.under or one.over),
        rules=(*_sequences(given), *[rule for key, one in given.staff.items() for rule in _limits(given, key, one)]),
        wishes=tuple(
            Wish(person=one.person, day=MONDAY + one.day * DAY, shift=one.shift, wants=wants, weight=one.weight)
            for one, wants in wishes
            if one.weight
        ),
    )


def stood(given: Instance, roster: Mapping[str, Sequence[str]]) -> Stood:
    """Return a roster of the problem by person and day."""
    found = {key: [""] * given.days for key in given.staff}
    for day in range(given.days):
        for key, one in given.shifts.items():
            for person in roster.get(_slot(day, key, one).key, ()):
                found[person][day] = key
    return found


def _number(day: date) -> int:
    return (day - MONDAY).days


def _slot(day: int, key: str, one: ShiftIs) -> Slot:
    begin = datetime.combine(MONDAY + day * DAY, time(), UTC)
    return Slot(day=begin.date(), shift=key, begins_at=begin, ends_at=begin + timedelta(minutes=one.minutes))


def _cover(one: Need) -> Cover:
    name = f"cover.{one.shift}"
    return Cover(
        id=name,
        title=Words(zh=name),
        slot=f"{(MONDAY + one.day * DAY).isoformat()}.{one.shift}",
        at_least=one.wants,
        at_most=one.wants,
        under=one.under,
        over=one.over,
    )


def _sequences(given: Instance) -> list[Rule]:
    follow: list[Rule] = [asked.OneADay(id="one-a-day", title=Words(zh="one-a-day"))]
    for key, one in given.shifts.items():
        if one.never_then:
            name = f"after.{key}"
            never = tuple(sorted(one.never_then))
            follow.append(asked.NoFollow(id=name, title=Words(zh=name), after=(key,), never=never))
    return follow


def _limits(given: Instance, key: str, one: Contract) -> list[Rule]:
    every = (Span(first=MONDAY, after=MONDAY + given.days * DAY),)

    def told(name: str) -> dict[str, object]:
        return {"id": f"{name}.{key}", "title": Words(zh=name), "people": (key,)}

    least, most = timedelta(minutes=one.least_minutes), timedelta(minutes=one.most_minutes)
    made: list[Rule] = [
        asked.Hours.model_validate({**told("minutes"), "within": every, "at_least": least, "at_most": most}),
        asked.DaysInRow.model_validate({**told("row"), "at_most": one.most_in_row, "at_least": one.least_in_row}),
        asked.RestInRow.model_validate({**told("free"), "at_least": one.least_free_in_row}),
        asked.Weekends.model_validate({**told("weekends"), "at_most": one.most_weekends}),
    ]
    for shift, number in one.most_of.items():
        made.append(asked.MostOf.model_validate({**told(f"most.{shift}"), "shift": shift, "at_most": number}))
    return made


def objective(given: Instance, rows: Stood) -> int:
    """Return what a roster costs: requests that are not met, and people missing or too many on each shift."""
    paid = sum(one.weight for one in given.on if rows[one.person][one.day] != one.shift)
    paid += sum(one.weight for one in given.off if rows[one.person][one.day] == one.shift)
    for need in given.needs:
        there = sum(row[need.day] == need.shift for row in rows.values())
        paid += need.under * max(0, need.wants - there) + need.over * max(0, there - need.wants)
    return paid


def breaches(given: Instance, rows: Stood) -> list[str]:
    """Return what a roster may not do and does, each by the name of the person and of the published constraint."""
    return [f"{key}: {name}" for key, one in given.staff.items() for name in _breaches(given, key, one, rows[key])]


def _breaches(given: Instance, key: str, one: Contract, row: Sequence[str]) -> Iterable[str]:
    minutes = sum(given.shifts[kind].minutes for kind in row if kind)
    if not one.least_minutes <= minutes <= one.most_minutes:
        yield "minutes"
    if any(row.count(kind) > most for kind, most in one.most_of.items()):
        yield "shifts of a kind"
    if any(then in given.shifts[now].never_then for now, then in pairwise(row) if now):
        yield "sequence"
    if any(row[day] for day in given.days_off.get(key, ())):
        yield "day off"
    weekends = {day // WEEK for day, kind in enumerate(row) if kind and day % WEEK in (SATURDAY, SUNDAY)}
    if len(weekends) > one.most_weekends:
        yield "weekends"
    marks = "".join("w" if kind else "-" for kind in row)
    runs = ["".join(some) for _, some in groupby(marks)]
    if any(run[0] == "w" and len(run) > one.most_in_row for run in runs):
        yield "row too long"
    inside = runs[1:-1]  # what was before the first day and comes after the last is not known
    if any(run[0] == "w" and len(run) < one.least_in_row for run in inside):
        yield "row too short"
    if any(run[0] == "-" and len(run) < one.least_free_in_row for run in inside):
        yield "too few days off"


def best_known(text: str) -> int | None:
    """Return the best cost that somebody wrote into a problem as `# best: N`, or None."""
    found = re.search(r"^#\s*best:\s*(\d+)\s*$", text, re.MULTILINE)
    return int(found[1]) if found else None
