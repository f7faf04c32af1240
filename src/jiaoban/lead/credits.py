"""For whom the sales of a post count. Pure: a book goes in.

That is not stored: it follows from whose the customer is, as their page says it (`rules/crediting.py`).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from jiaoban.kernel.book import Book, OneOf
from jiaoban.kernel.money import NOTHING
from jiaoban.kernel.place import Place
from jiaoban.lead import evidence, owned, queries
from jiaoban.lead.evidence import Gathered
from jiaoban.lead.merged import Merged
from jiaoban.lead.owned import Packs
from jiaoban.lead.owner_tables import COLLISIONS, DEALINGS, LATER, Collision
from jiaoban.lead.rules import crediting
from jiaoban.lead.rules.crediting import Part
from jiaoban.lead.rules.ownership import Owned, Rules
from jiaoban.lead.rules.reach import TICK
from jiaoban.lead.tables import EVENTS, LEADS, Event, Lead
from jiaoban.regime.owning import Collisions


@dataclass(frozen=True, slots=True)
class Credit:
    """A sale and for whom it counts: first whose customer it is, then who shares the revenue; nobody where the order is
    void. `owned`: why, None where only whoever closed it has dealt with the customer, or the regime does not say.
    `again`: the order was void by itself until a supervisor ruled."""

    sale: Event
    parts: tuple[Part, ...]
    owned: Owned | None = None
    again: bool = False

    @property
    def void(self) -> bool:
        """It counts for nobody."""
        return not self.parts

    @property
    def person(self) -> str:
        """Whose sale it is, '' nobody's."""
        return self.parts[0].person if self.parts else ""

    @property
    def people(self) -> tuple[str, ...]:
        """For whom some of it counts."""
        return tuple(one.person for one in self.parts)

    @property
    def named(self) -> set[str]:
        """Everybody who is named when it is said for whom it counts, and why."""
        return {self.sale.person, *self.people} | (self.owned.people if self.owned else set())

    @property
    def told(self) -> bool:
        """It does not simply count for whoever closed it, and those who read the figures should know why."""
        return self.again or self.people != (self.sale.person,)


def credits_of(book: Book, place: Place, packs: Packs, sold: Sequence[Event], now: datetime) -> list[Credit]:
    """Return for whom these standing sales of a post count as the book says it at `now`, in their order.

    The revenue of a follow-up into a later month is the closer's, as it was written down, and is not shared again.
    A look-up of everything that happened with who bought; the customers of whom more than one person knows are read
    whole, some hundred at a time.
    """
    rules = owned.rules_at(place, packs)
    said = queries.ruled(place, packs)
    if rules is None or said is None or not sold:
        return [_own(one) for one in sold]
    may_follow = owned.Following(book, place, said, now).may_follow
    found: dict[str, tuple[Gathered, Owned]] = {}
    several = _of_several(book, list(dict.fromkeys(one.lead for one in sold)))
    for there in evidence.gather(book, several).values():
        facts = there.at(rules.collisions, now)
        for sale, owner in crediting.sales(facts, rules, now, place.zone, may_follow):
            found[sale.key] = there, owner
    for key in _of_later_months(book, [one.key for one in several]):
        found.pop(key, None)
    return [_credit(one, *found[one.key], rules) if one.key in found else _own(one) for one in sold]


def _own(sale: Event) -> Credit:
    return Credit(sale, (Part(sale.person, sale.amount or NOTHING),))


def _credit(sale: Event, there: Gathered, found: Owned, rules: Rules) -> Credit:
    again = _again(found, there.cases, rules.collisions, sale)
    return Credit(sale, crediting.parts(found, sale.amount or NOTHING), found, again)


def _of_several(book: Book, keys: Sequence[str]) -> list[Lead]:
    """Those of these customers with whom more than one person had to do, or of whom something was said: of the others
    it is plain whose they are."""
    people: dict[str, set[str]] = defaultdict(set)
    for low in range(0, len(keys), evidence.BATCH):
        of = OneOf(tuple(keys[low : low + evidence.BATCH]))
        for lead, person in book.pick(EVENTS, ("lead", "person"), lead=of):
            people[lead].add(person)
    several = {key for key in keys if len(people[key]) > 1}
    several |= set(_spoken_of(book, [key for key in keys if key not in several]))
    return list(book.many(LEADS, several).values())


def _spoken_of(book: Book, keys: Sequence[str]) -> Iterator[str]:
    """Those of these customers of whom, or of one that is a part of them, somebody said something, or who collided."""
    for low in range(0, len(keys), evidence.BATCH):
        parts = Merged(book).parts(keys[low : low + evidence.BATCH])
        whole = {part: key for key, those in parts.items() for part in those}
        yield from (whole[part] for part in book.many(DEALINGS, whole))
        yield from (whole[lead] for (lead,) in book.pick(COLLISIONS, ("lead",), lead=OneOf(tuple(whole))))


def _of_later_months(book: Book, keys: Sequence[str]) -> Iterator[str]:
    """The sales of these customers that came of following them into a later month."""
    for low in range(0, len(keys), evidence.BATCH):
        yield from (one.sale for one in book.find(LATER, lead=OneOf(tuple(keys[low : low + evidence.BATCH]))))


def _again(found: Owned, cases: Sequence[Collision], rule: Collisions | None, sale: Event) -> bool:
    """Say whether an order was void by itself until a supervisor ruled, after the sale, who keeps the customer."""
    if rule is None or found.basis != "RULED" or found.decision is None or found.decision.at < sale.at:
        return False
    case = next(one for one in cases if one.key == found.decision.key)
    return evidence.stage_of(case, rule, found.decision.at - TICK)[0] == "VOID"
