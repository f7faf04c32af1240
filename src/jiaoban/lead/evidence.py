"""What shows whose customers are: what happened with them and was said, and their collisions. Pure: a book goes in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from jiaoban.kernel.book import Book, OneOf
from jiaoban.lead.merged import Merged
from jiaoban.lead.owner_tables import COLLISIONS, DEALINGS, Collision, Dealing
from jiaoban.lead.rules.colliding import Course, Stage, stage
from jiaoban.lead.rules.facts import Fact
from jiaoban.lead.rules.reach import TICK
from jiaoban.lead.tables import EVENTS, Event, Lead
from jiaoban.regime.owning import Collisions

BATCH = 400
"""So many customers are read at once."""


def parts_of(book: Book, lead: Lead) -> list[str]:
    """Return the keys of a customer and of all those that were merged into them."""
    return Merged(book, [lead]).parts([lead.key])[lead.key]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that decides whose a customer is: what happened and was said, and the collisions."""

    lead: Lead
    facts: tuple[Fact, ...]
    cases: tuple[Collision, ...]

    def at(self, rule: Collisions | None, moment: datetime) -> list[Fact]:
        """Return the facts, with how the collisions stand at a moment."""
        decided = (fact for one in self.cases for fact in _of_collision(one, rule, moment)) if rule else ()
        return [*self.facts, *decided]

    def moments(self, rule: Collisions | None, now: datetime) -> list[datetime]:
        """Return every moment at which something happened, or a case went on by itself."""
        made = [one.at for one in self.facts]
        for one in self.cases if rule else ():
            assert rule is not None
            up_at = min(filter(None, (one.opened_at + rule.agree_within, one.given_up_at)))
            ends = (one.agreed_at, one.told_at, up_at + rule.rule_within + TICK, one.ruled_at)
            made += [end for end in ends if end is not None]
        return [one for one in made if one <= now]


def gathered(book: Book, lead: Lead) -> Gathered:
    """Return everything that decides whose a customer is."""
    return gather(book, [lead])[lead.key]


def gather(book: Book, leads: Sequence[Lead]) -> dict[str, Gathered]:
    """Return everything that decides whose customers are, by customer: some look-ups for every `BATCH` of them."""
    made: dict[str, Gathered] = {}
    for low in range(0, len(leads), BATCH):
        some = leads[low : low + BATCH]
        parts = Merged(book, some).parts(one.key for one in some)
        whole = {part: key for key, those in parts.items() for part in those}
        facts: dict[str, list[Fact]] = {one.key: [] for one in some}
        cases: dict[str, list[Collision]] = {one.key: [] for one in some}
        for event in book.find(EVENTS, lead=OneOf(tuple(facts)), order=("at",)):
            facts[event.lead] += of_event(event)
        for part, dealings in book.many(DEALINGS, whole).items():
            facts[whole[part]] += (of_dealing(one) for one in dealings.said)
        for case in book.find(COLLISIONS, lead=OneOf(tuple(whole)), order=("opened_at",)):
            cases[whole[case.lead]].append(case)
        made |= {one.key: Gathered(one, tuple(facts[one.key]), tuple(cases[one.key])) for one in some}
    return made


def dealings_of(book: Book, lead: Lead) -> list[Dealing]:
    """Return what colleagues said about a customer, and about those merged into them."""
    return [one for dealings in book.many(DEALINGS, parts_of(book, lead)).values() for one in dealings.said]


def facts_of(book: Book, lead: Lead, rule: Collisions | None, at: datetime) -> list[Fact]:
    """Return what decides whose a customer is at a moment."""
    return gathered(book, lead).at(rule, at)


def of_event(one: Event) -> Iterator[Fact]:
    """Yield the facts of an event; what was struck did not happen. A moved appointment was fixed once, and moved."""
    if one.struck_at is not None:
        return
    if one.kind != "APPOINTMENT":
        yield Fact(one.kind, one.person, one.at, one.act, one.key)
        return
    stood = [(move.for_at, move.where) for move in one.moves] + [(one.for_at, one.where)]
    yield Fact("FIXED", one.person, one.at, one.act, one.key, *stood[0])
    for move, (for_at, where) in zip(one.moves, stood[1:], strict=True):
        yield Fact("MOVED", move.by, move.at, one.act, one.key, for_at, where)
    if one.cancelled_at is not None:
        yield Fact("CANCELLED", one.cancelled_by, one.cancelled_at, one.act, one.key)


def of_dealing(one: Dealing) -> Fact:
    """Return what was said as a fact."""
    return Fact(one.kind, one.person, one.at, one.act, whom=one.whom, other=one.other)


def course(one: Collision) -> Course:
    """Return what has been done about a case, in moments."""
    void = one.ruled_at is not None and not one.keeper
    return Course(one.opened_at, one.agreed_at, one.told_at, one.given_up_at, one.ruled_at, void)


def stage_of(one: Collision, rule: Collisions, now: datetime) -> tuple[Stage, datetime]:
    """Return how far a case has come, and since when."""
    return stage(course(one), rule, now)


def _of_collision(one: Collision, rule: Collisions, at: datetime) -> Iterator[Fact]:
    found, since = stage_of(one, rule, at)
    if found == "SETTLED" and one.proposal is not None:
        act = one.told_act or one.agreed_act
        said = one.proposal
        yield Fact("SETTLED", said.by, since, act, one.key, whom=said.keeper, people=one.people, share=said.share)
    elif one.ruled_at is not None and one.ruled_at <= at:
        yield Fact("RULED", one.ruled_by, since, one.ruled_act, one.key, whom=one.keeper, people=one.people)
    elif found == "VOID":
        yield Fact("VOIDED", "", since, one.act, one.key, people=one.people)
