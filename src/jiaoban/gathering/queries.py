"""What pages and other rooms may ask of gatherings, hosts and counts. Pure: a book goes in, plain values come out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from jiaoban.gathering.rules.announcing import Period, handover_periods, overlaps
from jiaoban.gathering.rules.counting import Hour, Miss, hours, misses, span_of
from jiaoban.gathering.rules.holding import due_around, open_until
from jiaoban.gathering.rules.hosting import Hosting, Workday, hostings
from jiaoban.gathering.tables import COUNTS, GATHERINGS, HOSTS, CountDay, Gathering, Hosts, count_key
from jiaoban.kernel import away
from jiaoban.kernel.access import Right
from jiaoban.kernel.book import Between, Book
from jiaoban.kernel.place import Place
from jiaoban.kernel.shifts import local
from jiaoban.kernel.zones import clock_of
from jiaoban.org import queries as org
from jiaoban.regime.gathering import Daily, Gatherings, HourlyCount, Periods
from jiaoban.roster import queries as roster
from jiaoban.roster.rules import Turn

DAY = timedelta(days=1)
AHEAD = 14
"""So many days ahead the calendar proposes periods and says who hosts."""
Packs = Callable[[str], Any]


def ruled(place: Place, packs: Packs) -> Gatherings | None:
    """Return what the regime in force at a post says about gatherings, or None."""
    found: Gatherings | None = packs(place.regime).gatherings if place.regime else None
    return found


def dailies(said: Gatherings | None, post: str) -> list[Daily]:
    """Return the daily meetings that a regime has for a post."""
    return [one for one in (said.daily if said else ()) if not one.posts or post in one.posts]


def counted_at(said: Gatherings | None, post: str) -> HourlyCount | None:
    """Return the hourly count that a regime has for a post, or None."""
    rule = said.counts if said else None
    return rule if rule and (not rule.posts or post in rule.posts) else None


def daily_of(one: Gathering, packs: Packs) -> Daily | None:
    """Return the rule by which a daily meeting is held: that of the version under which it was opened."""
    said: Gatherings | None = packs(one.regime).gatherings if one.rule and one.regime else None
    return next((rule for rule in (said.daily if said else ()) if rule.id == one.rule), None)


def gathering(book: Book, key: str) -> Gathering | None:
    """Return a gathering by its key, or None."""
    return book.get(GATHERINGS, key)


def concerns(one: Gathering, post: str) -> bool:
    """Say whether a gathering is seen at a post: it was entered there, is plant-wide, or invites the post."""
    return one.plant_wide or post in (one.post, *one.posts)


def of_post(book: Book, post: str, since: datetime, until: datetime) -> list[Gathering]:
    """Return the gatherings that begin in a time and are seen at a post, by their begin."""
    found = book.find(GATHERINGS, begins_at=Between(since, until), order=("begins_at",))
    return [one for one in found if concerns(one, post)]


def some(book: Book) -> bool:
    """Say whether the site has ever had a gathering."""
    return bool(book.find(GATHERINGS, limit=1))


def held_on(book: Book, post: str, day: date, zone: str) -> list[Gathering]:
    """Return the daily meetings of a post that were opened on a local day, by their hour."""
    begin, end = span_of(day, zone)
    found = book.find(GATHERINGS, post=post, begins_at=Between(begin, end), order=("begins_at",))
    return [one for one in found if one.rule]


def today(place: Place, now: datetime) -> date:
    """Return the local day of a moment."""
    return now.astimezone(clock_of(place.zone)).date()


@dataclass(frozen=True, slots=True)
class Sitting:
    """A daily meeting of a local day: `begins_at`, and until when (exclusive) it is opened. `held`: None where nobody
    has opened it."""

    rule: Daily
    day: date
    begins_at: datetime
    until: datetime
    held: Gathering | None

    def opens(self, now: datetime) -> bool:
        """Say whether it can be opened."""
        return self.held is None and self.begins_at <= now < self.until


def sitting(book: Book, place: Place, said: Gatherings | None, rule: Daily, day: date) -> Sitting:
    """Return the daily meeting of this rule on a local day."""
    begins_at = local(day, rule.at, place.zone)
    until = open_until(rule, dailies(said, place.post), day, place.zone)
    held = (one for one in held_on(book, place.post, day, place.zone) if one.rule == rule.id)
    return Sitting(rule, day, begins_at, until, next(held, None))


def sittings(book: Book, place: Place, said: Gatherings | None, now: datetime) -> list[Sitting]:
    """Return the daily meetings of today, before them those of yesterday that run over midnight: that go on, or can
    still be opened because somebody was expected."""
    day, found = today(place, now), []
    for rule in dailies(said, place.post):
        late = sitting(book, place, said, rule, day - DAY)
        if (late.held is not None and late.held.going_on) or _still_opens(book, place, late, now):
            found.append(late)
    return [*found, *(sitting(book, place, said, rule, day) for rule in dailies(said, place.post))]


def to_hold(book: Book, place: Place, said: Gatherings | None, rule: Daily, now: datetime) -> Sitting:
    """Return the daily meeting of this rule that is meant by whoever opens it now: yesterday's while it can still be
    opened, else today's."""
    late = sitting(book, place, said, rule, today(place, now) - DAY)
    return late if _still_opens(book, place, late, now) else sitting(book, place, said, rule, today(place, now))


def lapsed(book: Book, place: Place, said: Gatherings | None, rule: Daily, now: datetime) -> datetime | None:
    """Return since when yesterday's meeting of this rule cannot be opened any more, None where it was held, nobody was
    expected, or it still can."""
    late = sitting(book, place, said, rule, today(place, now) - DAY)
    gone = late.held is None and now >= late.until and bool(expected(book, place, rule, late.day))
    return late.until if gone else None


def _still_opens(book: Book, place: Place, one: Sitting, now: datetime) -> bool:
    return one.opens(now) and bool(expected(book, place, one.rule, one.day))


def turns(book: Book, post: str, zone: str, first: date, after: date) -> list[Turn]:
    """Return the shifts of a post that begin on local days `first <= day < after`, with the people due."""
    there, plan = org.post(book, post), roster.plan(book, post, first, after)
    days = (first + step * DAY for step in range((after - first).days))
    return [plan.turn(shift) for day in days for shift in there.shifts_on(day, zone)]


def expected(book: Book, place: Place, rule: Daily, day: date) -> tuple[str, ...]:
    """Return whom the roster has around the hour of a daily meeting of a local day, without those who are away with
    approval at that hour: of a shift that a leave touches only in part they stay due for the rest."""
    found = turns(book, place.post, place.zone, day - DAY, day + DAY)
    moment = local(day, rule.at, place.zone)
    gone = _gone(book, moment, moment + timedelta.resolution)
    return tuple(one for one in due_around(found, moment, rule.shifts) if not _is_away(gone, one, moment))


Gone = Mapping[str, Sequence[away.Away]]


def _gone(book: Book, since: datetime, until: datetime) -> Gone:
    """Return who is away with approval in a half-open time, by person."""
    found: dict[str, list[away.Away]] = {}
    for one in away.away(book, since, until):
        found.setdefault(one.person, []).append(one)
    return found


def _is_away(gone: Gone, person: str, moment: datetime) -> bool:
    return any(one.from_at <= moment < one.until_at for one in gone.get(person, ()))


def invited(book: Book, one: Gathering) -> tuple[str, ...]:
    """Return who is invited to an announced gathering and is with the site: of a plant-wide one everybody who works
    there."""
    if one.plant_wide:
        able = (person for person in org.people(book) if org.as_actor(book.site, person).may(Right.WORK))
        return tuple(person.key for person in able)
    working = [person.key for post in one.posts for person in org.holders_of(book, Right.WORK, post)]
    here = org.names(book, one.people)
    named = [key for key in one.people if key in here and org.person(book, key).active]
    return tuple(dict.fromkeys((*working, *named)))


def periods(
    book: Book, place: Place, rule: Periods, first: date, after: date, *, training: bool = False
) -> list[Period]:
    """Return when gatherings lie well, among those that touch local days `first <= day < after`, by their begin: around
    the changes of shifts of the post; with `training`, and where the regime wants that, while two groups are there."""
    found = turns(book, place.post, place.zone, first - DAY, after + DAY)
    made = overlaps(found) if training and rule.training else handover_periods([one.shift for one in found], rule)
    begin, end = local(first, _MIDNIGHT, place.zone), local(after, _MIDNIGHT, place.zone)
    return [one for one in made if one.ends_at > begin and one.begins_at < end]


_MIDNIGHT = datetime.min.time()


def hosts(book: Book, post: str) -> Hosts:
    """Return the orders of hosts of a post."""
    return book.get(HOSTS, post) or Hosts(post=post)


def counted(book: Book, post: str, day: date) -> CountDay | None:
    """Return the calls of a local day at a post, or None before the first."""
    return book.get(COUNTS, count_key(post, day))


def call_runs(rule: HourlyCount, place: Place, now: datetime) -> bool:
    """Say whether an hour of the count runs now, by the clock alone: who it concerns costs a look at every day."""
    day = today(place, now)
    listed = (hour for each in (day, day - DAY) for hour in hours(rule, each, place.zone))
    return any(hour.at <= now < hour.until for hour in listed)


@dataclass(frozen=True, slots=True)
class CountOf:
    """The hourly count of a local day: its hours with the people due, the calls, who hosts and what was missed."""

    day: date
    rule: HourlyCount
    hours: tuple[Hour, ...]
    counted: CountDay | None
    hosting: Hosting


class Hosted:
    """Who hosts which day at a post, and what was missed, as it follows from the book at one moment.

    `until`: the last day wanted. Everything is read in one go: about ten queries, whatever the days.
    """

    def __init__(self, book: Book, place: Place, packs: Packs, now: datetime, until: date) -> None:
        self.book, self.place, self.packs, self.now = book, place, packs, now
        self.hosts = hosts(book, place.post)
        first = self.hosts.since
        self._counted: dict[date, CountDay] = {}
        self._turns: dict[date, list[Turn]] = {}
        self._rules: dict[str, Gatherings | None] = {}
        self._covered: frozenset[date] = frozenset()
        self._away: Gone = {}
        self.found: dict[date, Hosting] = {}
        self._post = org.post(book, place.post)
        self._regimes = {one.regime: one for one in org.regimes(book)}
        if first is None or first > until:
            return
        after = until + DAY
        for one in turns(book, place.post, place.zone, first - DAY, after):
            self._turns.setdefault(one.shift.day, []).append(one)
        between = Between(first.isoformat(), after.isoformat())
        self._counted = {one.day: one for one in book.find(COUNTS, post=place.post, day_text=between)}
        self._away = _gone(book, span_of(first, place.zone)[0], span_of(until, place.zone)[1])
        listed = [first + step * DAY for step in range((after - first).days)]
        self._covered = frozenset(listed)
        days = [self._workday(day) for day in listed]
        made = hostings(self.hosts, [one for one in days if one.people], self._missed)
        self.found = {one.day: one for one in made}

    def on(self, day: date) -> Hosting:
        """Return who hosts a day; nobody before the first order of hosts and on days off."""
        return self.found.get(day) or Hosting(day, "", extra=False)

    def owed(self) -> dict[str, int]:
        """Return who owes how many extra days by now."""
        today_ = today(self.place, self.now)
        past = [one for day, one in sorted(self.found.items()) if day <= today_]
        return past[-1].owed if past else {}

    def count(self, day: date) -> CountOf | None:
        """Return the count of a day, or None where the regime had none then."""
        rule = counted_at(self._ruled(day), self.place.post)
        if rule is None:
            return None
        if day in self._covered:
            of_day, gone = self._around(day), self._away
        else:
            of_day = turns(self.book, self.place.post, self.place.zone, day - DAY, day + DAY)
            gone = _gone(self.book, *span_of(day, self.place.zone))
        wanted = tuple(self._hours(rule, day, of_day, gone))
        calls = self._counted.get(day) or counted(self.book, self.place.post, day)
        return CountOf(day, rule, wanted, calls, self.on(day))

    def running(self) -> CountOf | None:
        """Return the count to which the hour belongs that runs now: today's, or still yesterday's when its last hour
        runs over midnight. Where none runs, today's."""
        day = today(self.place, self.now)
        now, before = self.count(day), self.count(day - DAY)
        runs = (one for one in (now, before) if one and any(hour.at <= self.now < hour.until for hour in one.hours))
        return next(runs, now)

    def _workday(self, day: date) -> Workday:
        said = self._ruled(day)
        rule = counted_at(said, self.place.post)
        if said is None or said.host is None:
            return Workday(day, ())
        kinds = rule.shifts if rule else ()
        there = [one for one in self._turns.get(day, ()) if not kinds or one.shift.code in kinds]
        return Workday(day, tuple(dict.fromkeys(person for one in there for person in one.people)), rule)

    def _missed(self, one: Workday, host: str) -> Sequence[Miss]:
        begins_at, _ = span_of(one.day, self.place.zone)
        if one.rule is None or begins_at > self.now:
            return ()
        wanted = self._hours(one.rule, one.day, self._around(one.day), self._away)
        return misses(one.rule, one.day, wanted, self._counted.get(one.day), host, self.now)

    def _around(self, day: date) -> list[Turn]:
        return [*self._turns.get(day - DAY, ()), *self._turns.get(day, ())]

    def _hours(self, rule: HourlyCount, day: date, found: Iterable[Turn], gone: Gone) -> list[Hour]:
        listed = [one for one in found if not rule.shifts or one.shift.code in rule.shifts]
        found_hours = ((hour, _running(listed, hour.at, gone)) for hour in hours(rule, day, self.place.zone))
        return [replace(hour, people=people) for hour, people in found_hours if people]

    def _ruled(self, day: date) -> Gatherings | None:
        """What the regime that was in force at the noon of a day says: the version of that day judges it."""
        noon = local(day, datetime.min.time().replace(hour=12), self.place.zone)
        regime = self._regimes.get(self._post.at(noon).regime)
        adopted = regime.at(noon, self.place.zone) if regime else None
        digest = adopted.digest if adopted else ""
        if digest not in self._rules:
            self._rules[digest] = self.packs(digest).gatherings if digest else None
        return self._rules[digest]


def _running(found: Iterable[Turn], moment: datetime, gone: Gone) -> tuple[str, ...]:
    there = (one for one in found if one.shift.begins_at <= moment < one.shift.ends_at)
    due = dict.fromkeys(person for one in there for person in one.people)
    return tuple(person for person in due if not _is_away(gone, person, moment)) if gone else tuple(due)


def hosted(book: Book, place: Place, packs: Packs, now: datetime, until: date | None = None) -> Hosted:
    """Return who hosts which day up to and with `until` (default: today), and what was missed by now."""
    return Hosted(book, place, packs, now, until or today(place, now))


def host_on(book: Book, place: Place, packs: Packs, now: datetime, day: date | None = None) -> str:
    """Return the host of a local day up to today (default: today), '' where there is none."""
    return hosted(book, place, packs, now).on(day or today(place, now)).host


def day_led(place: Place, one: Gathering, now: datetime) -> date:
    """Return the local day whose host leads a gathering: a daily one that runs over midnight stays with that of the
    day on which it began."""
    return today(place, one.begins_at if one.rule else now)
