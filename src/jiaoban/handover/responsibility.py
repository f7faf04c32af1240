"""Who was responsible for a post at a moment, and by which clause: a fold of holdings into gap-free intervals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from jiaoban.handover import queries
from jiaoban.handover.state import Tenure
from jiaoban.kernel.book import Book
from jiaoban.kernel.words import Words

NOBODY = Words(zh="岗位尚未启用，无人负责。", en="The post was not in use yet; nobody held it.")


@dataclass(frozen=True, slots=True)
class Span:
    """An interval of responsibility, `since` inclusive, `until` exclusive (None: still running).

    `hours` is until when each of them was to stand it, where that is known; `late` those whose own hour had come
    without relief, and by which clause they answered on (`late_clause`, `late_says`). `waiting`: that is everybody, and
    the clause of the interval is that one. `acts` are the numbers of the acts that prove it. `people` is empty only
    before the post's first shift.
    """

    post: str
    people: tuple[str, ...]
    since: datetime | None
    until: datetime | None
    basis: str
    clause: str
    says: Words
    waiting: bool
    handover: str
    acts: tuple[int, ...]
    hours: Mapping[str, datetime] = field(default_factory=dict)
    late: tuple[str, ...] = ()
    late_clause: str = ""
    late_says: Words = field(default_factory=lambda: Words(zh=""))


def spans(post: str, tenures: Sequence[Tenure]) -> list[Span]:
    """Return the intervals of successive holdings, each split where somebody's own hour came without relief.

    The holdings come in the order of the book, each beginning where the one before ends; the result then has neither
    gap nor overlap. Before the first holding stands one interval without people.
    """
    if not tenures:
        return [_nobody(post, None)]
    return [_nobody(post, tenures[0].since), *(span for one in tenures for span in _split(one))]


def _nobody(post: str, until: datetime | None) -> Span:
    return Span(post, (), None, until, "NONE", "", NOBODY, False, "", ())


def _split(one: Tenure) -> Iterable[Span]:
    proof = (one.begun_seq,) if one.ended_seq is None else (one.begun_seq, one.ended_seq)
    hours = {person: hour for person in one.people if (hour := one.hour_of(person)) is not None}
    passed = [max(hour, one.since) for hour in one.dues if one.until is None or hour < one.until]
    cuts = sorted({one.since, *(passed if one.late_clause else [])})  # began after somebody's hour: no part before it
    for begins, ends in zip(cuts, [*cuts[1:], one.until], strict=True):
        late = one.due_by(begins) if passed and one.late_clause else ()
        waiting = bool(late) and len(late) == len(one.people)
        yield Span(
            post=one.post,
            people=one.people,
            since=begins,
            until=ends,
            basis=one.basis,
            clause=one.late_clause if waiting else one.clause,
            says=one.late_says if waiting else one.says,
            waiting=waiting,
            handover=one.handover,
            acts=proof,
            hours=hours,
            late=late,
            late_clause=one.late_clause if late else "",
            late_says=one.late_says if late else Words(zh=""),
        )


def timeline(book: Book, post: str, since: datetime, until: datetime) -> list[Span]:
    """Return the intervals of a post that touch [since, until), oldest first, gap-free."""
    found = queries.tenures(book, post, since, until)
    made = spans(post, found)
    if made and made[0].basis == "NONE" and (made[0].until is not None and made[0].until <= since):
        made = made[1:]
    return [one for one in made if _touches(one, since, until)]


def _touches(one: Span, since: datetime, until: datetime) -> bool:
    return (one.since is None or one.since < until) and (one.until is None or one.until > since)


def responsible(book: Book, post: str, at: datetime) -> Span:
    """Return who was responsible for a post at this moment: the interval that holds it."""
    found = queries.tenures(book, post, at, at)
    for one in spans(post, found):
        if (one.since is None or one.since <= at) and (one.until is None or at < one.until):
            return one
    return _nobody(post, None)
