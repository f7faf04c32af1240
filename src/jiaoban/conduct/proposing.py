"""What the ladders would name for occasions that nobody has dealt with. Pure."""

from collections.abc import Iterable
from datetime import datetime

from jiaoban.conduct.queries import Offered, Packs, Seen, ladder_of, ladders_of
from jiaoban.conduct.rules.standing import standings
from jiaoban.conduct.tables import CASES, BreachCase
from jiaoban.kernel.book import Book, OneOf


def proposals(
    book: Book, offered: Iterable[Offered], packs: Packs, zone: str, now: datetime
) -> list[tuple[Offered, Seen]]:
    """Return how a case would stand, for each person of each occasion, if all of these were taken up. Of an occasion
    that several ladders fit, the first counts. One look-up."""
    those = [(one, _case(one, person)) for one in offered for person in one.occasion.people if one.ladders]
    if not those:
        return []
    people = tuple(dict.fromkeys(case.person for _, case in those))
    there = [*book.find(CASES, person=OneOf(people)), *(case for _, case in those)]
    stand = standings(there, lambda one: ladder_of(one, packs), zone)
    return [
        (one, Seen(case, ladder_of(case, packs), ladders_of(case.regime, packs), stand.get(case.key), zone, now))
        for one, case in those
    ]


def _case(one: Offered, person: str) -> BreachCase:
    ladder, what = one.ladders[0], one.occasion
    facts = {key: value for key, value in what.facts.items() if ladder.fact(key) is not None}
    return BreachCase(
        key=f"{one.name}:{person}",
        matter="",
        post=what.post,
        person=person,
        role="principal",
        pack=one.pack,
        regime=one.regime,
        ladder_id=ladder.id,
        clause=ladder.clause,
        happened_at=what.happened_at,
        says=what.says,
        facts=facts,
        source=what.source,
        occasion=what.key,
        acts=what.acts,
        amount=what.amount,
        recorded_at=what.happened_at,
        recorded_by="",
    )
