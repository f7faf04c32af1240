"""How long a month's roster for 40 people (and 60) takes, how good it is, and how long an impossible one.

Rules of a working day as plants have them: 11 hours of rest, 44 hours a week, six days in a row, a rest day a week, one
shift a day, somebody with a licence on every shift; 120 wishes, absences, equal shares. Published problems in the text
format of schedulingbenchmarks.org are solved too: those of `build/instances/*.txt`, where somebody has put them.
"""

import resource
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from jiaoban.kernel.words import Words
from jiaoban.roster.proposing import published
from jiaoban.roster.proposing.answer import Answer, Limits
from jiaoban.roster.proposing.judging import broken
from jiaoban.roster.proposing.problem import (
    DAY,
    Cover,
    DaysInRow,
    Hours,
    OneADay,
    Problem,
    Rest,
    RestDays,
    Rule,
    Slot,
    Span,
    Wish,
    Worker,
)  # fmt: skip
from jiaoban.roster.proposing.solving import answer

NAME = "proposal"
FIRST, DAYS = date(2026, 11, 1), 30
KINDS = (("night", 0), ("day", 8), ("evening", 16))
INSTANCES = Path(__file__).resolve().parents[1] / "build" / "instances"
SECONDS = 60
HOUR = timedelta(hours=1)


def _words(text: str) -> Words:
    return Words(zh=text, en=text)


def month(people: int, seed: int, *, week: int = 44) -> Problem:
    """Return a month of a plant with so many people, at most `week` hours a week."""
    by = Random(seed)
    slots = [_slot(day, shift, begins) for day in range(DAYS) for shift, begins in KINDS]
    each = {"night": people // 5, "day": people // 5 + 1, "evening": people // 6 + 1}
    licensed = tuple(f"p{n}" for n in range(0, people, 4))
    covers = []
    for one in slots:
        many = each[one.shift]
        covers.append(Cover(id=f"each.{one.shift}", title=_words(one.shift), slot=one.key, at_least=many, at_most=many))
        covers.append(Cover(id="licence", title=_words("licence"), slot=one.key, who=licensed, at_least=1))
    return Problem(
        first=FIRST,
        after=FIRST + DAYS * DAY,
        slots=tuple(slots),
        workers=tuple(Worker(key=f"p{n}", bars=_away(by, slots)) for n in range(people)),
        covers=tuple(covers),
        rules=_rules(week),
        wishes=tuple(_wish(by, people) for _ in range(3 * people)),
        even=4,
    )


def _slot(day: int, shift: str, begins: int) -> Slot:
    begin = datetime.combine(FIRST + day * DAY, time(begins), UTC)
    return Slot(day=begin.date(), shift=shift, begins_at=begin, ends_at=begin + 8 * HOUR)


def _rules(week: int) -> tuple[Rule, ...]:
    monday = FIRST - FIRST.weekday() * DAY
    weeks = tuple(Span(first=monday + 7 * n * DAY, after=monday + 7 * (n + 1) * DAY) for n in range(6))
    return (
        Rest(id="rest", title=_words("rest"), at_least=11 * HOUR),
        OneADay(id="one", title=_words("one a day")),
        Hours(id="week", title=_words("week"), within=weeks, at_most=week * HOUR),
        DaysInRow(id="row", title=_words("row"), at_most=6),
        RestDays(id="free", title=_words("free"), within=weeks, at_least=1),
    )


def _away(by: Random, slots: list[Slot]) -> dict[str, Any]:
    first, lasts = by.randrange(DAYS - 5), by.randrange(5)
    days = {FIRST + (first + n) * DAY for n in range(lasts)}
    return {one.key: "away" for one in slots if one.day in days}


def _wish(by: Random, people: int) -> Wish:
    return Wish(
        person=f"p{by.randrange(people)}",
        day=FIRST + by.randrange(DAYS) * DAY,
        shift=by.choice(["", "night", "day"]),
        wants=by.random() < 0.4,
        weight=10 * by.randrange(1, 4),
    )


def run(size: int, *, full: bool = False) -> list[dict[str, Any]]:
    """Propose months for 40 people; with `full` for 60 as well, and the impossible one."""
    rows = [_told(f"40 people, month {seed}", month(40, seed)) for seed in (1, 2, 3)]
    if full:
        rows += [_told(f"60 people, month {seed}", month(60, seed)) for seed in (1, 2)]
    rows.append(_told("40 people, too few hours", month(40, 1, week=24)))
    for path in sorted(INSTANCES.glob("*.txt")):
        rows.append(_published(path))
    return rows


def _told(name: str, problem: Problem) -> dict[str, Any]:
    found = answer(problem, Limits(seconds=SECONDS, explain_seconds=SECONDS, gap=0.005))
    if found.state == "FOUND":
        assert not broken(problem, found.roster)
    return {"problem": name, **_figures(found)}


def _published(path: Path) -> dict[str, Any]:
    text = path.read_text(encoding="utf-8")
    given = published.read(text)
    found = answer(published.problem_of(given), Limits(seconds=SECONDS))
    rows = published.stood(given, found.roster)
    if found.state == "FOUND":
        assert published.objective(given, rows) == found.cost
        assert not published.breaches(given, rows)
    return {"problem": path.stem, **_figures(found), "best known": published.best_known(text) or ""}


def _figures(found: Answer) -> dict[str, Any]:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {
        "seconds": found.seconds,
        "state": found.state,
        "cost": "" if found.cost is None else found.cost,
        "bound": "" if found.bound is None else found.bound,
        "gap, %": "" if found.gap is None else 100 * found.gap,
        "conflict": ", ".join(found.conflict.groups) if found.conflict else "",
        "MB so far": memory,
    }
