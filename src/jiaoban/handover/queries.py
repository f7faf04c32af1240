"""What pages and other rooms may ask about handovers and posts. Pure functions over a book."""

from datetime import datetime

from jiaoban.handover.assess import Assessment, assess
from jiaoban.handover.state import Finding, Handover, Question, Stay, Tenure
from jiaoban.handover.surroundings import surroundings
from jiaoban.handover.tables import FINDINGS, HANDOVERS, STAYS, TENURES
from jiaoban.kernel.book import Between, Book, OneOf
from jiaoban.kernel.place import Place
from jiaoban.regime.pack import Pack

RECENT = 10
"""So many handovers that ended are looked through for questions."""
OPEN_STAGES = ("DRAFT", "OFFERED", "SUSPENDED", "REFUSED")


def handover(book: Book, key: str) -> Handover | None:
    """Return a handover by its key."""
    return book.get(HANDOVERS, key)


def open_at(book: Book, post: str) -> list[Handover]:
    """Return the handovers of a post that are going on, oldest first (more than one: reliefs of single people)."""
    return book.find(HANDOVERS, post=post, stage=OneOf(OPEN_STAGES), order=("opened_at",))


def current(book: Book, post: str) -> Handover | None:
    """Return the oldest handover of a post that is going on, or None."""
    return next(iter(open_at(book, post)), None)


def all_open(book: Book) -> list[Handover]:
    """Return every handover of the site that is going on, oldest first."""
    return book.find(HANDOVERS, stage=OneOf(OPEN_STAGES), order=("opened_at",))


def history(book: Book, post: str, *, limit: int = 30, before: datetime | None = None) -> list[Handover]:
    """Return the closed handovers of a post, newest first, closed before a moment."""
    return book.find(HANDOVERS, post=post, closed_at=Between(high=before), order=("-closed_at",), limit=limit)


def given_up(book: Book, post: str) -> list[Handover]:
    """Return the handovers of a post that were given up since whoever holds it took it over, newest first: whoever
    takes it over next is told of them. At most the last few."""
    held = tenure(book, post)
    if held is None:
        return []
    since = Between(low=held.since)  # asked of the columns: the states of handovers that were accepted are long
    return book.find(HANDOVERS, post=post, ending="CANCELLED", closed_at=since, order=("-closed_at",), limit=RECENT)


def of_month(book: Book, month: str) -> list[Handover]:
    """Return the handovers of a month ('2026-11'), oldest first."""
    return book.find(HANDOVERS, month=month, order=("opened_at",))


def tenure(book: Book, post: str) -> Tenure | None:
    """Return who holds the post now: the holding that has not ended, or None before the first."""
    return next(iter(book.find(TENURES, post=post, until=None, limit=1)), None)


def held_since(book: Book, post: str) -> datetime | None:
    """Return when somebody first held the post, or None before that: what a regime wants, it wants since then."""
    first = next(iter(book.find(TENURES, post=post, order=("begun_seq",), limit=1)), None)
    return first.since if first else None


def tenures(book: Book, post: str, since: datetime, until: datetime) -> list[Tenure]:
    """Return the holdings of a post that touch [since, until] in the order of the book."""
    ended = book.find(TENURES, post=post, until=Between(low=since), order=("begun_seq",))
    now = tenure(book, post)
    return [one for one in (*ended, *([now] if now else [])) if one.since <= until]


def last_on_duty(book: Book, post: str, person: str) -> datetime | None:
    """Return when this person's last finished holding of the post ended, or None. Looks 60 holdings back."""
    for one in book.find(TENURES, post=post, until=Between(), order=("-since", "-begun_seq"), limit=60):
        if person in one.people:
            return one.until
    return None


def questions_to(book: Book, post: str, person: str) -> list[tuple[Handover, Question]]:
    """Return the open, unanswered questions that reach a person: of whoever hands over, and of the author of what was
    asked about, on duty or not. Looks at the handovers that go on and the last few that ended."""
    found = (*open_at(book, post), *history(book, post, limit=RECENT))
    return [
        (one, question)
        for one in found
        for question in one.questions.values()
        if question.open and not question.answers and person in (*question.authors, *one.leaving)
    ]


def stays_of(book: Book, person: str) -> list[Stay]:
    """Return the duties that survived a signature and are not done, of this person."""
    return book.find(STAYS, person=person, done_at=None, order=("due_at",))


def findings(book: Book, post: str, *, limit: int = 50) -> list[Finding]:
    """Return the findings at a post, newest first."""
    return book.find(FINDINGS, post=post, order=("-found_at",), limit=limit)


def findings_between(book: Book, post: str, since: datetime, until: datetime, *, limit: int = 50) -> list[Finding]:
    """Return what was found at a post with `since <= found_at < until`, oldest first."""
    return book.find(FINDINGS, post=post, found_at=Between(low=since, high=until), order=("found_at",), limit=limit)


def findings_of(book: Book, key: str) -> list[Finding]:
    """Return the findings of a handover, oldest first."""
    return book.find(FINDINGS, handover=key, order=("found_at",))


def assessment(book: Book, place: Place, one: Handover, pack: Pack, now: datetime) -> Assessment:
    """Return the verdict over a handover as the book stands."""
    return assess(one, pack, place, surroundings(book, place, one, pack, now), now)


def holders(book: Book, post: str) -> tuple[str, ...]:
    """Return the people who hold the post now; nobody before its first shift."""
    held = tenure(book, post)
    return held.people if held else ()
