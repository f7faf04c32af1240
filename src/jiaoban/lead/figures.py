"""What came of the customers of a month: by person, by group, by day. Pure: a book goes in, plain values come out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from jiaoban.kernel.book import Between, Book, OneOf
from jiaoban.kernel.figures import Wanted, tells_figures
from jiaoban.kernel.money import NOTHING
from jiaoban.kernel.months import month_after
from jiaoban.kernel.place import Place
from jiaoban.kernel.shifts import local
from jiaoban.kernel.zones import clock_of
from jiaoban.lead import queries
from jiaoban.lead.credits import Credit, credits_of
from jiaoban.lead.owned import Packs
from jiaoban.lead.tables import EVENTS, LEADS
from jiaoban.lead.terms import STANDS, Kind
from jiaoban.org import queries as org

COUNTED: tuple[Kind, ...] = ("CONTACT", "APPOINTMENT", "VISIT", "DEPOSIT", "SALE", "LOSS")
DONE: tuple[Kind, ...] = tuple(kind for kind in COUNTED if kind != "SALE")
"""What counts for whoever did it; a sale counts for whoever's customer it is."""
PAID: tuple[Kind, ...] = ("DEPOSIT", "SALE")
OWN = OneOf(tuple(one for one in STANDS if one != "MERGED"))
"""Customers of their own: who was written down twice is one."""
DAY = timedelta(days=1)
EVER = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class Figures:
    """How many customers were written down, how often something happened with one, and what was paid, in the currency
    of the place."""

    opened: int = 0
    times: dict[Kind, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))
    paid: dict[Kind, Decimal] = field(default_factory=lambda: dict.fromkeys(PAID, Decimal(0)))

    @property
    def sold(self) -> Decimal:
        """What was paid for sales."""
        return self.paid["SALE"]

    def add(self, other: "Figures") -> None:
        """Add the figures of another one."""
        self.opened += other.opened
        for kind, number in other.times.items():
            self.times[kind] += number
        for kind, amount in other.paid.items():
            self.paid[kind] += amount


@dataclass(frozen=True, slots=True)
class Group:
    """The people of a crew with their figures and those of all of them; people of no crew have the crew ''."""

    crew: str
    people: dict[str, Figures]
    whole: Figures


@dataclass(frozen=True, slots=True)
class Month:
    """A local month of a post: its groups (most sold first), its days up to today, and everything together. `sales`:
    for whom each of them counts; `until`: the moment at which it is over."""

    first: date
    groups: tuple[Group, ...]
    days: dict[date, Figures]
    whole: Figures
    sales: tuple[Credit, ...] = ()
    until: datetime = EVER

    @property
    def told(self) -> list[Credit]:
        """The sales that count for others than whoever closed them, for nobody, or again."""
        return [one for one in self.sales if one.told]

    @property
    def people(self) -> dict[str, Figures]:
        """Everybody's figures, group by group."""
        return {person: one for group in self.groups for person, one in group.people.items()}


def month_of(book: Book, place: Place, packs: Packs, first: date, now: datetime) -> Month:
    """Return the figures of a local month at a post: of everybody who works there and of whoever had a hand in it.

    A sale is one of whoever's customer it is, and the revenue as they share it. Struck and cancelled events do not
    count, nor the sales of an order that is void. Some look-ups, whatever the number of customers, and those for
    whoever bought.
    """
    zone = clock_of(place.zone)
    since, until = _moments(place, first)
    people: dict[str, Figures] = defaultdict(Figures)
    days: dict[date, Figures] = defaultdict(Figures)
    for by, at in book.pick(
        LEADS, ("opened_by", "opened_at"), post=place.post, stand=OWN, opened_at=Between(since, until)
    ):
        people[by].opened += 1
        days[at.astimezone(zone).date()].opened += 1
    happened = Between(since, until)
    wanted = OneOf(DONE)
    columns = ("kind", "person", "at")
    for kind, person, at in book.pick(EVENTS, columns, post=place.post, kind=wanted, at=happened, standing=True):
        people[person].times[kind] += 1
        days[at.astimezone(zone).date()].times[kind] += 1
    for one in book.find(EVENTS, post=place.post, kind="DEPOSIT", at=happened, standing=True):
        for figures in (people[one.person], days[one.at.astimezone(zone).date()]):
            figures.paid["DEPOSIT"] += one.amount or NOTHING
    sold = credits_of(book, place, packs, queries.events_between(book, place.post, "SALE", since, until), now)
    for each in sold:
        people.setdefault(each.sale.person, Figures())  # who closed it is there with what counts for others
        if each.void:
            continue
        day = days[each.sale.at.astimezone(zone).date()]
        for figures in (people[each.person], day):
            figures.times["SALE"] += 1
        for part in each.parts:
            people[part.person].paid["SALE"] += part.amount
            day.paid["SALE"] += part.amount
    filled = _filled(days, first, now.astimezone(zone).date())
    return Month(first, _groups(book, people), filled, _sum(people.values()), tuple(sold), until)


TOLD: dict[Kind, str] = {
    "CONTACT": "contacts",
    "APPOINTMENT": "appointments",
    "VISIT": "visits",
    "DEPOSIT": "deposits",
    "SALE": "sales",
    "LOSS": "losses",
}
"""By which word a report can have each figure written in beforehand; `customers` and `revenue` besides."""


@tells_figures("lead")
def of_person(wanted: Wanted) -> Mapping[str, Decimal | int]:
    """Return what a person did with customers in some days: sales are those of whoever's customer it is, the revenue as
    they share it. Some look-ups."""
    book, post, who = wanted.book, wanted.post, wanted.person
    span = Between(local(wanted.first, time(0), wanted.zone), local(wanted.after, time(0), wanted.zone))
    did = book.pick(EVENTS, ("kind",), post=post, person=who, kind=OneOf(DONE), at=span, standing=True)
    times = Counter(kind for (kind,) in did)
    bought = book.find(EVENTS, post=post, kind="SALE", at=span, standing=True)
    found = credits_of(book, wanted.place, wanted.packs, bought, wanted.now)
    times["SALE"] = sum(one.person == who for one in found)
    sold = sum((part.amount for one in found for part in one.parts if part.person == who), NOTHING)
    opened = book.count(LEADS, post=post, opened_by=who, stand=OWN, opened_at=span)
    return {**{word: times[kind] for kind, word in TOLD.items()}, "customers": opened, "revenue": sold}


def _moments(place: Place, first: date) -> tuple[datetime, datetime]:
    return local(first, time(0), place.zone), local(month_after(first), time(0), place.zone)


def _groups(book: Book, people: dict[str, Figures]) -> tuple[Group, ...]:
    crews = {one.key: one.crew for one in org.people(book)}
    found: dict[str, dict[str, Figures]] = defaultdict(dict)
    for person, one in sorted(people.items(), key=lambda each: (-each[1].sold, -each[1].times["VISIT"], each[0])):
        found[crews.get(person, "")][person] = one
    groups = [Group(crew, there, _sum(there.values())) for crew, there in found.items()]
    return tuple(sorted(groups, key=lambda one: (-one.whole.sold, one.crew)))


def _filled(days: dict[date, Figures], first: date, today: date) -> dict[date, Figures]:
    last = min(month_after(first) - DAY, max(today, *days, first) if days else max(today, first))
    return {day: days.get(day) or Figures() for day in (first + n * DAY for n in range((last - first).days + 1))}


def _sum(some: Iterable[Figures]) -> Figures:
    whole = Figures()
    for one in some:
        whole.add(one)
    return whole
