"""What the head of a group watches: transfers not taken over, work without an owner, shifts without cover, recalls
without an answer - by group and month. Computed from the book and the moment; nothing of it is stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from jiaoban.absence import queries
from jiaoban.absence.tables import RECALLS, Absence, TransferLine
from jiaoban.absence.work import finished
from jiaoban.kernel.book import Between, Book
from jiaoban.kernel.shifts import local
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org
from jiaoban.roster import queries as roster
from jiaoban.roster.rules import Turn

Sort = Literal["not-taken", "no-owner", "not-back", "no-cover", "recall-late"]
SORTS: dict[Sort, Words] = {
    "not-taken": Words(zh="移交未接收", en="Transfer not taken over"),
    "no-owner": Words(zh="没有负责人", en="Work without an owner"),
    "not-back": Words(zh="返岗后未交还", en="Not handed back after the return"),
    "no-cover": Words(zh="岗位无人顶替", en="Shift without cover"),
    "recall-late": Words(zh="召回逾期", en="Recall overdue"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that was left open. `person`: who is or was away; `who`: whose turn it is to act; `at`: since when, or
    the begin of the shift; `key`: of the absence. What people wrote reads in every language as they wrote it."""

    sort: Sort
    key: str
    post: str
    person: str
    crew: str
    what: Words
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Watch:
    """A month: the absences that fall in it, and what was left open, by when."""

    first: datetime
    after: datetime
    absences: tuple[Absence, ...]
    gaps: tuple[Gap, ...]
    crews: dict[str, str]
    """The crew of everybody concerned, by person; '' for none."""


def watch(book: Book, year: int, month: int, now: datetime) -> Watch:
    """Return what the head sees of a local month of the site, as it stands now."""
    zone = org.site(book).zone
    days = date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    first, after = (local(day, time(), zone) for day in days)
    found = queries.between(book, first, after)
    crews = {one.key: one.crew for one in org.people(book, everybody=True)}
    there = {one.key for one in org.people(book)}
    turns = _turns(book, days, now) if any(one.status == "APPROVED" for one in found) else {}
    gaps = [gap for one in found for gap in _of_form(book, one, crews, there, now)]
    gaps += [gap for one in found for gap in _of_cover(one, crews, turns, (first, after))]
    gaps += _of_recalls(book, crews, first, after, now)
    gaps.sort(key=lambda gap: (gap.at, gap.sort, gap.what.zh))
    return Watch(first, after, tuple(found), tuple(gaps), crews)


def _of_form(book: Book, one: Absence, crews: dict[str, str], there: set[str], now: datetime) -> Iterator[Gap]:
    back = {line.thing for line in queries.not_back(one, now)}
    for line in one.lines:
        sort = _standing(line, one, there, back)
        if sort is not None and not finished(book, line):
            who = one.person if sort == "no-owner" else line.to
            crew = crews.get(one.person, "")
            yield Gap(sort, one.key, one.post, one.person, crew, Words(zh=line.text), who, line.at or one.asked_at)


def _standing(line: TransferLine, one: Absence, there: set[str], back: set[str]) -> Sort | None:
    """A line that was declined, or whose receiver has left, is in nobody's hands."""
    if line.source == "order" or line.taken == "BACK":
        return None
    if line.thing in back:
        return "not-back"
    if line.taken == "DECLINED" or line.to not in there:
        return "no-owner" if one.back_at is None else None
    return "not-taken" if line.taken == "WAITING" and one.back_at is None else None


def _turns(book: Book, days: tuple[date, date], now: datetime) -> dict[str, list[Turn]]:
    """Return the shifts of a month by whoever is due on them; a post's plan is read once."""
    made: dict[str, list[Turn]] = {}
    for post in org.posts(book):
        for turn in roster.month(book, org.place(book, post.key, now), days[0].year, days[0].month):
            for person in turn.people:
                made.setdefault(person, []).append(turn)
    return made


def _of_cover(
    one: Absence, crews: dict[str, str], turns: dict[str, list[Turn]], month: tuple[datetime, datetime]
) -> Iterator[Gap]:
    """Yield the shifts on which somebody is still due although they are away with approval all through it."""
    if one.status != "APPROVED":
        return
    for turn in turns.get(one.person, ()):
        shift = turn.shift
        inside = one.from_at <= shift.begins_at and shift.ends_at <= one.until_at
        if inside and month[0] <= shift.begins_at < month[1]:
            what = Words(zh=f"{shift.day} {shift.name.zh}", en=f"{shift.day} {shift.name.in_('en')}")
            crew = crews.get(one.person, "")
            yield Gap("no-cover", one.key, turn.post, one.person, crew, what, "", shift.begins_at)


def _of_recalls(book: Book, crews: dict[str, str], first: datetime, after: datetime, now: datetime) -> Iterator[Gap]:
    for one in book.find(RECALLS, sent_at=Between(first, after), order=("sent_at",)):
        if one.late(now) or one.overdue(now):
            crew = crews.get(one.person, "")
            why = Words(zh=one.reason)
            yield Gap("recall-late", one.absence, one.post, one.person, crew, why, one.person, one.sent_at)
