"""What pages and other rooms may ask about customers after the sale. Pure: a book goes in, plain values come out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from typing import Any

from jiaoban.kernel.book import Between, Book, OneOf
from jiaoban.kernel.months import months_on
from jiaoban.kernel.place import Place
from jiaoban.kernel.sales import begin_of
from jiaoban.kernel.zones import clock_of
from jiaoban.lead import queries
from jiaoban.lead.aftersales_tables import CARE_FILES, CARES, Briefing, Care, CareFile, joined
from jiaoban.lead.evidence import parts_of
from jiaoban.lead.rules import aftersales as rules
from jiaoban.lead.rules.aftersales import Due
from jiaoban.lead.tables import LEADS, Event, Lead
from jiaoban.regime.aftersales import Aftersales

Packs = Callable[[str], Any]
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cared:
    """A customer after the sale: who looks after them now, and since which local day who did (`since`, the first is
    whoever closed the sale); what is due, what was done. `briefed_by`: the last day on which the class teacher is to be
    told; None where the regime does not ask."""

    lead: Lead
    sold: tuple[date, ...]
    responsible: str
    file: CareFile | None
    dues: tuple[Due, ...]
    cares: tuple[Care, ...]
    briefed_by: date | None
    since: tuple[tuple[date, str], ...] = ()

    def answers(self, due: Due) -> str:
        """Return who answers for something that is due: whoever looked after the customer on its last day. What was
        missed before somebody took the customer over is not theirs."""
        return next((person for day, person in reversed(self.since) if day <= due.slot.last), self.responsible)

    def concerns(self, person: str) -> bool:
        """Say whether somebody looks after the customer, or answers for what is missing of them."""
        return person == self.responsible or any(
            each.state == "MISSED" and self.answers(each) == person for each in self.dues
        )

    @property
    def bought_under(self) -> str:
        """The key under which the first sale was written down: it stays when customers are merged, so that what was
        proposed about it before is not proposed again."""
        bought = self.lead.of("SALE")
        return (bought[0].lead if bought else "") or self.lead.key

    @property
    def briefing(self) -> Briefing | None:
        """What the class teacher was told last, or None."""
        return self.file.briefing if self.file else None

    def unbriefed(self, today: date) -> bool:
        """Say whether the class teacher should have taken the customer over by now."""
        told = self.briefing
        return self.briefed_by is not None and today > self.briefed_by and (told is None or told.taken_at is None)


def ruled(place: Place, packs: Packs) -> Aftersales | None:
    """Return what the regime in force at a post says about customers after the sale, or None."""
    found: Aftersales | None = packs(place.regime).aftersales if place.regime else None
    return found if found is not None and found.of(place.post) else None


def local_day(place: Place, moment: datetime) -> date:
    """Return the local day of a moment."""
    return moment.astimezone(clock_of(place.zone)).date()


def care(book: Book, key: str) -> Care | None:
    """Return a contact by its key, or None."""
    return book.get(CARES, key)


def file_of(book: Book, lead: Lead) -> CareFile | None:
    """Return what is agreed about looking after a customer, or None; with what was agreed of those merged into them."""
    return _file(lead.key, book.many(CARE_FILES, parts_of(book, lead)))


def _file(key: str, found: Mapping[str, CareFile]) -> CareFile | None:
    made = reduce(joined, (one for one in found.values())) if found else None
    return made.model_copy(update={"key": key}) if made else None


def cared(book: Book, place: Place, said: Aftersales | None, lead: Lead, now: datetime) -> Cared:
    """Return a customer after the sale; nothing is due of one who has not bought, or where the regime asks nothing."""
    cares = book.find(CARES, lead=OneOf(tuple(parts_of(book, lead))), order=("at",))
    return _cared(place, said, lead, cares, file_of(book, lead), now)


def of_post(book: Book, place: Place, said: Aftersales, first: date, after: date, now: datetime) -> list[Cared]:
    """Return the customers of a post of whom something was due on local days `first <= day < after`, by the day of
    their sale. A look-up each for sales, customers, contacts and files."""
    sold = _sold_before(book, place, said, first, after)
    leads = book.many(LEADS, dict.fromkeys(one.lead for one in sold))
    those = [one for one in leads.values() if not one.gone]
    parts = {one.key: parts_of(book, one) for one in those}
    keys = tuple(dict.fromkeys(key for some in parts.values() for key in some))
    by_lead: dict[str, list[Care]] = {}
    for each in book.find(CARES, lead=OneOf(keys), order=("at",)) if keys else ():
        by_lead.setdefault(each.lead, []).append(each)
    files = book.many(CARE_FILES, keys)
    found = []
    for one in those:
        cares = [each for key in parts[one.key] for each in by_lead.get(key, ())]
        file = _file(one.key, {key: files[key] for key in parts[one.key] if key in files})
        seen = _cared(place, said, one, sorted(cares, key=_when), file, now)
        if any(each.slot.first < after and first < each.slot.after for each in seen.dues) or _briefing_in(
            seen, first, after
        ):
            found.append(seen)
    return sorted(found, key=lambda one: (one.sold, one.lead.key))


def _briefing_in(one: Cared, first: date, after: date) -> bool:
    return one.briefed_by is not None and first <= one.briefed_by < after


def missed(
    book: Book, place: Place, said: Aftersales, first: date, after: date, now: datetime
) -> Iterable[tuple[Cared, Due]]:
    """Yield what came to be missing on local days `first <= day < after`: its time was over on such a day."""
    for one in of_post(book, place, said, first - DAY, after, now):
        for each in one.dues:
            if each.state == "MISSED" and first <= each.slot.after < after:
                yield one, each


def waiting_for(book: Book, post: str, teacher: str) -> list[CareFile]:
    """Return the customers whose situation was told to somebody who has not taken them over."""
    return book.find(CARE_FILES, post=post, waits_for=teacher) if teacher else []


def _sold_before(book: Book, place: Place, said: Aftersales, first: date, after: date) -> list[Event]:
    """The sales of whose customers something can be due in the time: no slot reaches further than its months."""
    far = months_on(first, -(said.for_months + 2)) - said.first_days * DAY
    since, until = begin_of(far, place.zone), begin_of(after, place.zone)
    return queries.events_between(book, place.post, "SALE", since, until)


def _when(one: Care) -> tuple[datetime, str]:
    return (one.at, one.key)


def _cared(
    place: Place, said: Aftersales | None, lead: Lead, cares: Iterable[Care], file: CareFile | None, now: datetime
) -> Cared:
    bought, those = lead.of("SALE"), tuple(cares)
    days = tuple(local_day(place, one.at) for one in bought)
    ended = local_day(place, file.ended_at) if file and file.ended_at else None
    slots = rules.calendar(days, said, ended) if said else []
    counted = [local_day(place, one.at) for one in those if one.standing]
    closer = bought[0].person if bought else ""
    within = said.teacher.within if said and said.teacher else None
    given = [(local_day(place, one.at), one.person) for one in (file.since if file else ())]
    return Cared(
        lead=lead,
        sold=days,
        responsible=(file.person if file else "") or closer,
        file=file,
        dues=tuple(rules.due(slots, counted, local_day(place, now))),
        cares=those,
        since=((days[0], closer), *given) if days else (),
        briefed_by=days[0] + within - DAY if days and within is not None and ended is None else None,
    )


def cares_between(book: Book, post: str, since: datetime, until: datetime) -> list[Care]:
    """Return the standing contacts at a post in `since <= t < until`, the oldest first."""
    return book.find(CARES, post=post, at=Between(since, until), standing=True, order=("at",))
