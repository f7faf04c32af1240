"""What a request would meet, before it is sent: notice, other requests, open work, what needs cover. Reads books.

The verbs refuse by the same functions; here their answers are only shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from jiaoban.absence import queries
from jiaoban.absence.facts import Stand, Work
from jiaoban.absence.queries import Away
from jiaoban.absence.rules import asking, deciding
from jiaoban.absence.tables import Allowance
from jiaoban.absence.work import Packs, open_work, shifts_in, stands
from jiaoban.kernel.book import Book
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import Reason
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.org import queries as org
from jiaoban.org.tables import PEOPLE
from jiaoban.regime.absence import AbsenceKind, Absences


@dataclass(frozen=True, slots=True)
class Preview:
    """What stands in the way (`reasons`), what the form must carry, what will want another name, what each shift would
    lack without the person, and who else is away in that time. `latest`: until when it can be asked for; `allowed`: the
    exception by which it can be asked for later, None where there is none."""

    reasons: tuple[Reason, ...]
    work: tuple[Work, ...]
    stands: tuple[Stand, ...]
    short: tuple[Reason, ...]
    away: tuple[Away, ...]
    latest: datetime | None
    allowed: Allowance | None = None


def preview(
    book: Book, place: Place, absences: Absences, kind: AbsenceKind, person: str, time: tuple[datetime, datetime],
    packs: Packs, now: datetime,
) -> Preview:  # fmt: skip
    """Return what a request for this half-open time would meet now. Raises `BadInput` for a time without sense."""
    asking.need_time(*time, now)
    allowed = queries.allowance(book, place, person, kind.id, time[0])
    reasons = (
        asking.too_late(kind, time[0], now, place.zone, allowed),
        asking.in_the_way(queries.of_person_between(book, person, *time), *time),
    )
    falling = stands(book, person, *time, packs, now)
    clause = absences.cover.clause if absences.cover else kind.clause
    without = {one.key: one.with_cover(person, "") for one in falling if one.sort == "post"}
    return Preview(
        reasons=tuple(one for one in reasons if one is not None),
        work=tuple(open_work(book, person, now, place.zone)),
        stands=tuple(falling),
        short=tuple(short(book, falling, without, clause)),
        away=tuple(one for one in queries.away(book, *time) if one.person != person),
        latest=asking.latest_request(kind, time[0], place.zone),
        allowed=allowed,
    )


def short(book: Book, found: Iterable[Stand], people: Mapping[str, Sequence[str]], clause: str) -> Iterable[Reason]:
    """Return what shifts would lack of the qualifications that their posts need, with these people by shift."""
    zone = org.site(book).zone
    for stand in found:
        if stand.sort != "post":
            continue
        needs = org.place(book, stand.post, stand.shift.begins_at).complement
        there = book.many(PEOPLE, people[stand.key]) if needs else {}
        day = stand.shift.begins_at.astimezone(clock_of(zone)).date()
        holds = {
            (key, held.qualification): True
            for key, one in there.items()
            for held in one.qualifications
            if held.valid_on(day)
        }
        yield from deciding.short_of(stand, people[stand.key], needs, holds, clause)


def busy(book: Book, found: Iterable[Stand], people: Iterable[str]) -> dict[str, dict[str, Words | None]]:
    """Return what keeps people from covering: by person and key of the shift the name of the post at which they are due
    at an overlapping time, or None: away. Who stands the very shift already may take a share of it."""
    posts = [one for one in found if one.sort == "post"]
    made: dict[str, dict[str, Words | None]] = {}
    if not posts:
        return made
    low, high = min(one.shift.begins_at for one in posts), max(one.shift.ends_at for one in posts)
    gone = queries.away(book, low, high)
    for person in dict.fromkeys(people):
        turns = shifts_in(book, person, low, high)
        for stand in posts:
            begins, ends = stand.shift.begins_at, stand.shift.ends_at
            if any(a.person == person and a.approved and a.from_at < ends and begins < a.until_at for a in gone):
                made.setdefault(person, {})[stand.key] = None
            for turn in turns:
                same = (turn.post, turn.shift.key) == (stand.post, stand.shift.key)
                if not same and turn.shift.begins_at < ends and begins < turn.shift.ends_at:
                    made.setdefault(person, {}).setdefault(stand.key, org.post(book, turn.post).name)
    return made
