"""What pages and other rooms may ask of reports and plans. Pure: a book goes in, plain values come out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from jiaoban.kernel import effects
from jiaoban.kernel.access import RIGHTS, Right
from jiaoban.kernel.away import away
from jiaoban.kernel.book import Between, Book
from jiaoban.kernel.place import Place
from jiaoban.kernel.shifts import local
from jiaoban.kernel.zones import clock_of
from jiaoban.org import queries as org
from jiaoban.org.tables import Person
from jiaoban.regime.reports import ReportForm, Reports
from jiaoban.report.rules.due import Due, around, due_on, falling, following
from jiaoban.report.rules.standing import Owed
from jiaoban.report.rules.who import Span, exemption, workers
from jiaoban.report.tables import QUIETS, REPORTS, Quiet, Report, report_key
from jiaoban.roster import queries as roster

DAY = timedelta(days=1)
BACK = timedelta(days=31)
"""So far back somebody is reminded of a report that is missing, and it can still be handed in."""
Packs = Callable[[str], Any]


def today(place: Place, now: datetime) -> date:
    """Return the local day of a moment."""
    return now.astimezone(clock_of(place.zone)).date()


def ruled(place: Place, packs: Packs) -> Reports | None:
    """Return what the regime in force at a post says about reports, or None."""
    found: Reports | None = packs(place.regime).reports if place.regime else None
    return found


class _Ruled:
    """What the regime that was in force at the noon of a day says about the reports of a post, each version read
    once: the version of the day judges what is due on it. Of a day before the post was opened it says nothing."""

    def __init__(self, book: Book, place: Place, packs: Packs) -> None:
        self._packs, self._zone = packs, place.zone
        self._post = org.post(book, place.post)
        self._regimes = {one.regime: one for one in org.regimes(book)}
        self._read: dict[str, Reports | None] = {}

    def on(self, day: date) -> Reports | None:
        if _span(day, self._zone)[1] <= self._post.opened_at:
            return None
        noon = local(day, time(12), self._zone)
        regime = self._regimes.get(self._post.at(noon).regime)
        adopted = regime.at(noon, self._zone) if regime else None
        if adopted is None:
            return None
        if adopted.digest not in self._read:
            self._read[adopted.digest] = self._packs(adopted.digest).reports
        return self._read[adopted.digest]


def ruled_on(book: Book, place: Place, packs: Packs, day: date) -> Reports | None:
    """Return what the regime says about the reports of a local day, or None."""
    return _Ruled(book, place, packs).on(day)


def owed(book: Book, place: Place, packs: Packs, first: date, after: date, forms: Sequence[str] = ()) -> list[Owed]:
    """Return every report that falls due at a post on local days `first <= day < after` (of these forms alone), of
    everybody who works there, exempt or not: by day, form and person. About ten queries, whatever the days."""
    rules = _Ruled(book, place, packs)
    days = [first + step * DAY for step in range((after - first).days)]
    dues = [
        (said, due)
        for day in days
        if (said := rules.on(day)) is not None
        for form in said.of(place.post)
        if (not forms or form.id in forms) and (due := due_on(form, day, place.zone)) is not None
    ]
    if not dues:
        return []
    low, high = dues[0][1].day, dues[-1][1].day + DAY
    wide = [around(due.form, due.day) for _, due in dues if "unrostered" in due.form.exempt]
    watched = min([low, *(first for first, _ in wide)]), max([high, *(after for _, after in wide)])
    seen = _Seen(book, place, low, high, watched)
    return [one for said, due in dues for one in seen.owed(said, due)]


class _Seen:
    """What the book has of a range of days: rosters, absences, who works there, what was handed in."""

    def __init__(self, book: Book, place: Place, low: date, high: date, watched: tuple[date, date]) -> None:
        self._place = place
        people = org.people(book, everybody=True)
        self._since = {one.key: span for one in people if (span := _works(one, place.post))}
        supervising = {one.key for one in people if Right.SUPERVISE in _rights(one, place.post)}
        self._turns: dict[date, list[tuple[Sequence[str], Span]]] = {}
        for turn in roster.turns(book, place, *watched):
            on_day = self._turns.setdefault(turn.shift.day, [])
            them = [one for one in turn.people if one not in supervising]  # whoever collects reports hands in none
            on_day.append((them, (turn.shift.begins_at, turn.shift.ends_at)))
        begin, end = _span(low, place.zone)[0], _span(high, place.zone)[1]  # a shift of the last day may run over
        self._away: dict[str, list[Span]] = {}
        for gone in away(book, begin, end):
            self._away.setdefault(gone.person, []).append((gone.from_at, gone.until_at))
        between = Between(low.isoformat(), high.isoformat())
        self._reports = {one.key: one for one in book.find(REPORTS, post=place.post, day_text=between)}
        self._compiling = effects.between(book, place.post, "duty", low, high)

    def owed(self, said: Reports, due: Due) -> list[Owed]:
        span, form = _span(due.day, self._place.zone), due.form
        compiler = self._compiler(said, form, due.day)
        made, turns, rostered = [], self._turns.get(due.day, ()), self._rostered(due)
        shifts = [there for _, there in turns] or [span]
        for one in workers(self._since, span, turns):
            key = report_key(self._place.post, form.id, due.day, one.person)
            on = rostered is None or one.person in rostered
            why = exemption(form, one, shifts, self._away.get(one.person, ()), rostered=on)
            made.append(Owed(due, one.person, compiler or one.person, why, self._reports.get(key)))
        there = {one.person for one in made}
        handed_in = [
            one
            for one in self._reports.values()
            if (one.form, one.day) == (form.id, due.day) and one.person not in there
        ]
        # Who has gone since, or works elsewhere: what they handed in or missed stays.
        made += [Owed(due, one.person, one.miss.answers if one.miss else one.person, "", one) for one in handed_in]
        return made

    def _rostered(self, due: Due) -> frozenset[str] | None:
        """Whom the roster has on a shift of the days around a report; None where nobody asks that, or it has nobody."""
        if "unrostered" not in due.form.exempt:
            return None
        first, after = around(due.form, due.day)
        days = (first + step * DAY for step in range((after - first).days))
        return frozenset(who for day in days for them, _ in self._turns.get(day, ()) for who in them) or None

    def _compiler(self, said: Reports, form: ReportForm, day: date) -> str:
        rule = said.compiles
        if rule is None or form.id not in rule.forms:
            return ""
        return next((one.person for one in self._compiling if one.what == rule.id and one.on(day)), "")


def _works(one: Person, post: str) -> tuple[datetime, datetime | None] | None:
    """Return from when until when somebody has worked at a post without supervising it; None where they do not."""
    there, rights = [grant for grant in one.grants if grant.post in (None, post)], _rights(one, post)
    if Right.WORK not in rights or Right.SUPERVISE in rights:
        return None
    begun = min(grant.since for grant in there if Right.WORK in RIGHTS[grant.role])
    return max(begun, one.here_since or begun), one.left_at


def _rights(one: Person, post: str) -> set[Right]:
    return {right for grant in one.grants if grant.post in (None, post) for right in RIGHTS[grant.role]}


def _span(day: date, zone: str) -> Span:
    return local(day, time(), zone), local(day + DAY, time(), zone)


def one_owed(book: Book, place: Place, packs: Packs, form: str, day: date, person: str) -> Owed | None:
    """Return one report that falls due on a local day, or None where none does, or the person does not work there."""
    found = owed(book, place, packs, day, day + DAY, (form,))
    return next((one for one in found if one.person == person), None)


def missing(book: Book, place: Place, packs: Packs, now: datetime, back: timedelta = BACK) -> list[Owed]:
    """Return the reports of the last days that are not there and should be, the oldest first."""
    day = today(place, now)
    return [one for one in owed(book, place, packs, day - back, day + DAY) if one.stand(now) == "MISSING"]


def coming(book: Book, place: Place, packs: Packs, now: datetime) -> list[Owed]:
    """Return the next report of each form of everybody who works there: those of today, past their moment or not, else
    the next that fall due."""
    said, day = ruled(place, packs), today(place, now)
    dues = [
        due
        for form in (said.of(place.post) if said else ())
        if (due := due_on(form, day, place.zone) or following(form, now, place.zone))
    ]
    found: list[Owed] = []
    for day in sorted({due.day for due in dues}):
        found += owed(book, place, packs, day, day + DAY, [due.form.id for due in dues if due.day == day])
    return found


def report(book: Book, key: str) -> Report | None:
    """Return what is known of a report by its key, or None."""
    return book.get(REPORTS, key)


def handed_in(book: Book, post: str, form: str, first: date, after: date) -> list[Report]:
    """Return the reports of a form that were handed in and are due on local days `first <= day < after`, by day and
    person."""
    between = Between(first.isoformat(), after.isoformat())
    found = book.find(REPORTS, post=post, form=form, day_text=between, order=("day_text", "person"))
    return [one for one in found if one.versions]


def found_wrong(book: Book, place: Place, packs: Packs, first: date, after: date) -> list[tuple[Due, Report]]:
    """Return the reports due on local days `first <= day < after` in which something was found wrong that stands, by
    day. Two look-ups, and one for each version of the regime."""
    rules, made = _Ruled(book, place, packs), []
    days = Between(first.isoformat(), after.isoformat())
    for one in book.find(REPORTS, post=place.post, day_text=days, order=("day_text", "person")):
        said = rules.on(one.day) if one.wrong else None
        form = said.form(one.form, place.post) if said else None
        due = due_on(form, one.day, place.zone) if form else None
        if due is not None:
            made.append((due, one))
    return made


def compiler(book: Book, place: Place, packs: Packs, day: date) -> str:
    """Return who fills in the figures of everybody on a local day, '' where each does."""
    said = ruled_on(book, place, packs, day)
    if said is None or said.compiles is None:
        return ""
    found = effects.effects(book, place.post, "duty", day)
    return next((one.person for one in found if one.what == said.compiles.id), "")


def quiet_of(book: Book, post: str, person: str, first: date, after: date, zone: str) -> list[Quiet]:
    """Return what a person noted of quiet hours on local days `first <= day < after`, the oldest first."""
    at = Between(local(first, time(), zone), local(after, time(), zone))
    return book.find(QUIETS, post=post, person=person, at=at, order=("at",))


@dataclass(frozen=True, slots=True)
class Count:
    """How the reports of a person stand over a time: due, there in time, late, missing."""

    due: int = 0
    in_time: int = 0
    late: int = 0
    missing: int = 0


def counted(found: Iterable[Owed], now: datetime) -> Count:
    """Count how reports stand, those left out that nobody has to hand in or that are not due yet."""
    stands = [one.stand(now) for one in found]
    late, gone, there = (stands.count(word) for word in ("LATE", "MISSING", "IN_TIME"))
    return Count(due=late + gone + there, in_time=there, late=late, missing=gone)


def dues_between(said: Reports | None, place: Place, first: date, after: date) -> list[Due]:
    """Return when the forms of a post are due on local days `first <= day < after`, by moment."""
    forms = said.of(place.post) if said else ()
    found = [due for form in forms for due in falling(form, first, after, place.zone)]
    return sorted(found, key=lambda one: (one.at, one.form.id))
