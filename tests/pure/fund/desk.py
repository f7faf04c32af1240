"""A sales desk in memory, by the pack that is shipped; sales and decisions are stood in for."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from jiaoban.kernel import sales
from jiaoban.kernel.place import Place
from jiaoban.kernel.sales import Sold
from jiaoban.kernel.verbs import Outcome, find_verb, perform
from jiaoban.org import queries as org
from jiaoban.regime.load import load
from jiaoban.scenario.shape import Given
from jiaoban.scenario.world import found, world_of

ZONE, DAY = "Asia/Shanghai", date(2026, 3, 10)
PACK = load(Path(__file__).parents[3] / "regimes" / "kefu")
GIVEN = Given.model_validate(
    {
        "day": DAY,
        "zone": ZONE,
        "posts": {"desk": {"name": "desk", "shifts": {"day": {"name": "白班", "begins": "09:00", "ends": "17:30"}}}},
        "people": {"li": {}, "wang": {}, "boss": {"role": "SUPERVISOR"}},
    }
)


class Desk:
    """Does things in a room on a day, at ten in the morning."""

    def __init__(self, room: str) -> None:
        self.room = room
        self.world = world_of(GIVEN, PACK)
        self.book = found(self.world)
        self._commands = count(1)

    def do(self, day: date, who: str, verb: str, /, **said: Any) -> Outcome:
        known = find_verb(f"{self.room}.{verb}")
        assert known
        now = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
        return perform(
            self.book,
            known.name,
            known.args.model_validate(said),
            actor=org.actor(self.book, self.world.keys[who]),
            place=org.place(self.book, "desk", now),
            now=now,
            command=f"c{next(self._commands)}",
            packs=lambda _digest: PACK,
        )

    def code(self, day: date, who: str, verb: str, /, **said: Any) -> str:
        """Return the code of the refusal, '' where it was carried out."""
        refusal = self.do(day, who, verb, **said).refusal
        return refusal.reasons[0].code if refusal else ""

    def place(self, now: datetime) -> Place:
        """Return the post as a moment finds it."""
        return org.place(self.book, "desk", now)


def sell(patch: pytest.MonkeyPatch, *sold: tuple[str, datetime, str]) -> None:
    """Stand in for the room that sells: person, moment, sum."""
    those = [Sold(f"l{n}", person, at, Decimal(sum_)) for n, (person, at, sum_) in enumerate(sold)]

    def listed(_asked: object, since: datetime, until: datetime) -> list[Sold]:
        return [one for one in those if since <= one.at < until]

    patch.setitem(sales._LISTERS, "stand-in", listed)
