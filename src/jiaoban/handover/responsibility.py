"""Who was responsible for a post at a moment, and by which clause: a fold of holdings into gap-free intervals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from jiaoban.handover import queries
from jiaoban.handover.state import Tenure
from jiaoban.kernel.book import Book
from jiaoban.kernel.words import Words

NOBODY = Words(zh="岗位尚未启用，无人负责。", en="The post was not in use yet; nobody held it.")


@dataclass(frozen=True, slots=True)
class Span:
    """An interval of responsibility, `since` inclusive, `until` exclusive (None: still running).

    `waiting`: its shift had ended and relief had not signed. `acts` are the numbers of the acts that prove it. `people`
    is empty only before the post's first shift.
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


def spans(post: str, tenures: Sequence[Tenure]) -> list[Span]:
    """Return the intervals of successive holdings, each split where its shift ended without relief.

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
    late = one.due_at is not None and one.late_clause and (one.until is None or one.until > one.due_at)
    own_end = max(one.due_at, one.since) if late and one.due_at is not None else one.until
    if not late or own_end != one.since:  # one that began after its shift had ended has no part of its own
        yield Span(
            one.post, one.people, one.since, own_end, one.basis, one.clause, one.says, False, one.handover, proof
        )
    if late and one.due_at is not None:
        begins = max(one.due_at, one.since)
        yield Span(
            one.post,
            one.people,
            begins,
            one.until,
            one.basis,
            one.late_clause,
            one.late_says,
            True,
            one.handover,
            proof,
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
