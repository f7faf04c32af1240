"""What pages and other rooms may ask about breaches. Pure: a book goes in, plain values come out.

Who sees what is decided here alone: the person sees their own cases, whoever supervises or oversees the post all of
it, colleagues nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from jiaoban.conduct.acts import Taken
from jiaoban.conduct.rules.deciding import answer_until, appeal_until, heard, may_appeal
from jiaoban.conduct.rules.explaining import because
from jiaoban.conduct.rules.measures import called, figure_of, measures_of
from jiaoban.conduct.rules.recording import OLDEST
from jiaoban.conduct.rules.standing import CaseStanding, counts, standings, would_be
from jiaoban.conduct.tables import CASES, OCCASIONS, BreachCase, DealtOccasion, occasion_key
from jiaoban.kernel.access import Actor, Right
from jiaoban.kernel.book import Between, Book, OneOf
from jiaoban.kernel.effects import Effect, brings_effects
from jiaoban.kernel.months import month_after
from jiaoban.kernel.occasions import Asked, Occasion, occasions
from jiaoban.kernel.place import Place
from jiaoban.kernel.shifts import local
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.org import queries as org
from jiaoban.regime.ladders import Ladder, Ladders

HORIZON = 62
"""So many days of occasions are listed at a time."""
DAY = timedelta(days=1)
AROUND = 8 * DAY
"""So far from the day of an occasion it is looked for again: a report may be late days after the day it is about."""
STANDS = OneOf(("OPEN", "DECIDED", "APPEALED"))
Packs = Callable[[str], Any]


def ladders_of(regime: str, packs: Packs) -> Ladders | None:
    """Return what a version of a regime says about breaches, or None."""
    found: Ladders | None = packs(regime).ladders if regime else None
    return found


def ladder_of(one: BreachCase, packs: Packs) -> Ladder | None:
    """Return the ladder of a case, of the version in force when it happened, or None."""
    said = ladders_of(one.regime, packs)
    return said.ladder(one.ladder_id) if said else None


def oversees(actor: Actor, post: str) -> bool:
    """Say whether somebody sees all cases of a post."""
    return actor.site == "*" or actor.may(Right.SUPERVISE, post) or actor.may(Right.OVERSEE, post)


def sees(actor: Actor, one: BreachCase) -> bool:
    """Say whether somebody sees a case: it is their own, or they see all of its post."""
    return one.person == actor.person or oversees(actor, one.post)


def may_concern(actor: Actor, post: str) -> bool:
    """Say whether somebody can stand in a case of a post: they work there, or supervise it."""
    return actor.may(Right.WORK, post) or actor.may(Right.SUPERVISE, post)


def of_matter(book: Book, matter: str) -> list[BreachCase]:
    """Return the cases of a matter, by person."""
    return book.find(CASES, matter=matter, order=("person",))


def of_post(book: Book, post: str, *, limit: int | None = 200, **where: Any) -> list[BreachCase]:
    """Return the cases of a post, those recorded last at the front."""
    return book.find(CASES, post=post, order=("-recorded_at", "person"), limit=limit, **where)


def of_person(book: Book, person: str, *, limit: int | None = 200) -> list[BreachCase]:
    """Return the cases of a person at every post, those recorded last at the front."""
    return book.find(CASES, person=person, order=("-recorded_at",), limit=limit)


def dealt(book: Book, source: str, occasion: str) -> DealtOccasion | None:
    """Return what was done about an occasion, or None."""
    return book.get(OCCASIONS, occasion_key(source, occasion))


def set_aside(book: Book, post: str, *, limit: int = 50) -> list[DealtOccasion]:
    """Return the occasions of a post that were not taken up, the newest first."""
    return book.find(OCCASIONS, post=post, dealt="SET_ASIDE", order=("-at",), limit=limit)


@dataclass(frozen=True)
class Seen:
    """A case with how it stands now: everything that a page, the API and a statement say of it alike."""

    case: BreachCase
    ladder: Ladder | None
    said: Ladders | None
    stands: CaseStanding | None
    zone: str
    now: datetime

    @property
    def currency(self) -> Words:
        """What sums are called."""
        return self.said.currency if self.said else Words(zh="元", en="yuan")

    @cached_property
    def proposed(self) -> tuple[Taken, ...]:
        """The measures that the ladder names now."""
        stands = self.stands
        if stands is None or stands.rung is None or self.said is None:
            return ()
        day = self.first_day
        return measures_of(stands.rung, stands.step, stands.nth, self.said, self.case.amount, day)

    @property
    def first_day(self) -> date:
        """The local day from which months are counted: that of the first decision, else today."""
        return (self.case.decided_at or self.now).astimezone(clock_of(self.zone)).date()

    @property
    def proposed_words(self) -> Words:
        """These measures in words."""
        return called(self.proposed, self.currency)

    @property
    def decided_words(self) -> Words:
        """The measures that were decided, in words; '' before."""
        last = self.case.decision
        return called(last.measures, self.currency) if last else Words(zh="")

    @property
    def figure(self) -> Decimal | None:
        """The figure that holds by the decision; None without one, and for what no longer stands."""
        stands = self.case.status in ("DECIDED", "APPEALED") and self.case.decision is not None
        return figure_of(self.case.decision.measures) if stands and self.case.decision else None

    @property
    def make_good(self) -> Decimal | None:
        """What is to be made good by the decision, None where nothing is."""
        last = self.case.decision if self.case.status in ("DECIDED", "APPEALED") else None
        found = [one.amount for one in last.measures if one.kind == "make-good" and one.amount] if last else []
        return sum(found, Decimal(0)) if found else None

    @property
    def because(self) -> Words:
        """The sentence that explains the proposed step."""
        if self.stands is None or self.ladder is None or self.said is None:
            return Words(zh="这一条考核已经读不到。", en="The ladder of this case cannot be read.")
        return because(self.case, self.stands, self.ladder, self.said, self.zone, self.case.decided_at or self.now)

    @property
    def would_be(self) -> int | None:
        """The step that it would stand on now, where the decision was for another."""
        return would_be(self.case, self.stands) if self.stands else None

    @property
    def answer_until(self) -> datetime | None:
        """Until when the person may answer before it is decided without them."""
        return answer_until(self.case, self.said.answer_within) if self.said else None

    @property
    def heard(self) -> bool:
        """The person answered, declined to, or let the time pass."""
        return self.said is None or heard(self.case, self.said.answer_within, self.now)

    @property
    def appeal_until(self) -> datetime | None:
        """Until when the person may appeal against the decision that holds."""
        last = self.case.decision
        return appeal_until(last, self.said.appeal_within) if last and self.said else None

    @property
    def may_appeal(self) -> bool:
        """The person can appeal now."""
        return self.said is not None and may_appeal(self.case, self.said.appeal_within, self.now)


def seen(book: Book, cases: Sequence[BreachCase], packs: Packs, zone: str, now: datetime) -> list[Seen]:
    """Return these cases with how they stand: one query for all of their people."""
    people = tuple(dict.fromkeys(one.person for one in cases))
    there = book.find(CASES, person=OneOf(people)) if people else []
    stand = standings(there, lambda one: ladder_of(one, packs), zone)
    return [
        Seen(one, ladder_of(one, packs), ladders_of(one.regime, packs), stand.get(one.key), zone, now) for one in cases
    ]


@dataclass(frozen=True, slots=True)
class Offered:
    """An occasion that nobody has dealt with, and the ladders that may take it up, of the regime then in force."""

    occasion: Occasion
    pack: str
    regime: str
    ladders: tuple[Ladder, ...]

    @property
    def name(self) -> str:
        """The name by which it is taken up or set aside."""
        return f"{self.occasion.source}:{self.occasion.key}"


def offered(
    book: Book, place: Place, packs: Packs, now: datetime, *, until: date | None = None, again: bool = False
) -> list[Offered]:
    """Return the occasions of a post that nobody has dealt with, by their moment; with `again` all of them. They are
    those of the `HORIZON` local days up to and with `until` (else today), as far back as a case may be recorded."""
    said = ladders_of(place.regime, packs)
    wanted = {source for ladder in (said.ladders if said else ()) for source in ladder.sources}
    if not wanted:
        return []
    last = until or now.astimezone(clock_of(place.zone)).date()
    first = max(last - (HORIZON - 1) * DAY, first_day(place, now))
    if first > last:
        return []
    found = occasions(Asked(book, place, packs, first, last + DAY, now), wanted)
    known = book.many(OCCASIONS, [occasion_key(one.source, one.key) for one in found])
    return [
        each
        for one in found
        if again or occasion_key(one.source, one.key) not in known
        if (each := _offered(book, place, packs, one)).ladders
    ]


def still_shown(book: Book, place: Place, packs: Packs, one: BreachCase, now: datetime) -> bool:
    """Say whether the book still shows what a case was taken up for: a lateness may have been excused since, a finding
    withdrawn, a roster put right. Always true of what somebody observed. By the regime under which it happened."""
    if not one.source:
        return True
    day = one.happened_at.astimezone(clock_of(place.zone)).date()
    asked = Asked(book, replace(place, regime=one.regime), packs, day - AROUND, day + AROUND, now)
    there = occasions(asked, [one.source])
    return any(each.key == one.occasion and one.person in each.people for each in there)


def first_day(place: Place, now: datetime) -> date:
    """Return the first local day whose occasions can still be taken up, as far back as a case may be recorded."""
    return (now - OLDEST).astimezone(clock_of(place.zone)).date() + DAY


def named(book: Book, place: Place, packs: Packs, now: datetime, name: str) -> Offered | None:
    """Return an occasion by its name, dealt with or not, or None; the latest days are looked at first."""
    day, first = now.astimezone(clock_of(place.zone)).date(), first_day(place, now)
    while day >= first:
        for one in offered(book, place, packs, now, until=day, again=True):
            if one.name == name:
                return one
        day -= HORIZON * DAY
    return None


def _offered(book: Book, place: Place, packs: Packs, one: Occasion) -> Offered:
    regime = org.regime_in_force(book, place.post, one.happened_at)
    pack = packs(regime) if regime else None
    said: Ladders | None = pack.ladders if pack else None
    fitting = tuple(each for each in (said.ladders if said else ()) if one.source in each.sources and _fits(each, one))
    return Offered(one, pack.head.id if pack else "", regime, fitting)


def _fits(ladder: Ladder, one: Occasion) -> bool:
    """It counts by what is known, or may once more is known."""
    return counts(_as_case(ladder, one), ladder) is not False


def _as_case(ladder: Ladder, one: Occasion) -> BreachCase:
    facts = {key: value for key, value in one.facts.items() if ladder.fact(key) is not None}
    return BreachCase(
        key="",
        matter="",
        post=one.post,
        person="",
        role="principal",
        pack="",
        regime="",
        ladder_id=ladder.id,
        clause=ladder.clause,
        happened_at=one.happened_at,
        says=one.says,
        facts=facts,
        source=one.source,
        occasion=one.key,
        acts=one.acts,
        amount=one.amount,
        recorded_at=one.happened_at,
        recorded_by="",
    )


def decided_in(book: Book, post: str, first: date, zone: str) -> list[BreachCase]:
    """Return the cases of a post that were first decided in the local month of a day, by person and time."""
    low, high = local(first, time(), zone), local(month_after(first), time(), zone)
    return book.find(CASES, post=post, decided_at=Between(low, high), order=("person", "happened_at"))


def mine(book: Book, actor: Actor, packs: Packs, zone: str, now: datetime) -> list[Seen]:
    """Return what waits for a person themselves: cases to answer, decisions that they may appeal against."""
    found = seen(book, book.find(CASES, person=actor.person, status=STANDS, order=("recorded_at",)), packs, zone, now)
    return [one for one in found if (one.case.status == "OPEN" and not one.heard) or one.may_appeal]


def waiting(book: Book, post: str, status: str) -> int:
    """Return how many cases of a post have come so far and no further."""
    return book.count(CASES, post=post, status=status)


def lasting(book: Book, actor: Actor, post: str, day: date) -> list[Effect]:
    """Return what decisions at a post bring on a local day or later and somebody may see, by begin and person."""
    found = (one for one in _effects(book, post) if one.after is None or one.after > day)
    readable = (one for one in found if one.person == actor.person or oversees(actor, post))
    return sorted(readable, key=lambda one: (one.first, one.person, one.case))


@brings_effects("conduct")
def _effects(book: Book, post: str) -> Iterable[Effect]:
    """What decisions at a post bring with them; while an appeal waits for its ruling they bring nothing."""
    for one in book.find(CASES, post=post, status="DECIDED", order=("recorded_at",)):
        assert one.decision is not None
        for each in one.decision.measures:
            if each.kind == "effect" and each.effect and each.first:
                yield Effect(
                    kind=each.effect,
                    person=one.person,
                    post=one.post,
                    first=each.first,
                    after=each.after,
                    what=each.what,
                    case=one.key,
                    clause=one.clause,
                    says=called([each], Words(zh="")),
                )
