"""A desk of three in memory under a regime of its own, whose clock a test moves."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from jiaoban.gathering.tables import GATHERINGS, Gathering
from jiaoban.kernel.access import SYSTEM
from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.verbs import Outcome, find_verb, perform
from jiaoban.org import queries as org
from jiaoban.regime.gathering import Gatherings
from jiaoban.regime.load import load
from jiaoban.regime.pack import Pack
from jiaoban.regime.standing import Authority
from jiaoban.scenario.shape import Given
from jiaoban.scenario.world import World, found, world_of

KEFU = Path(__file__).parents[3] / "regimes" / "kefu"
DAY = date(2026, 3, 10)
SHIFTS = {
    "day": {"name": "白班", "begins": "08:00", "ends": "20:00"},
    "night": {"name": "夜班", "begins": "20:00", "ends": "08:00"},
}
GIVEN: dict[str, Any] = {
    "day": DAY,
    "zone": "Asia/Shanghai",
    "posts": {"hall": {"name": "厂房", "shifts": SHIFTS}, "room": {"name": "中控室", "shifts": SHIFTS}},
    "people": {
        "陈": {"posts": ["hall"]},
        "刘": {"posts": ["hall"]},
        "钱": {"posts": ["hall"]},
        "孙": {"posts": ["room"]},
        "赵": {"role": "SUPERVISOR"},
        "吴": {"role": "SUPERVISOR", "holds": ["厂长"]},
    },
    "roster": {"hall": {"day": ["陈", "刘", "钱"], "night": ["刘"]}},
}


def utc(text: str, day: int = 10) -> datetime:
    """Return a moment of March 2026 by the clock in Shanghai; `10:10:00.001` to the thousandth."""
    return datetime.fromisoformat(f"2026-03-{day:02d}T{text}+08:00").astimezone(UTC)


@dataclass
class Hall:
    """The book of the site, and `do`, which carries out a verb at the hall."""

    pack: Pack
    world: World
    book: MemoryBook
    now: datetime = field(default_factory=lambda: utc("08:30"))
    done: int = 0

    def at(self, text: str, day: int = 10) -> "Hall":
        self.now = utc(text, day)
        return self

    def key(self, name: str) -> str:
        return self.world.keys[name]

    def do(self, verb: str, who: str, /, post: str = "hall", **said: Any) -> Outcome:
        found_verb = find_verb(verb)
        assert found_verb is not None, verb
        self.done += 1
        return perform(
            self.book,
            verb,
            found_verb.args.model_validate(said),
            actor=org.actor(self.book, self.key(who)) if who else SYSTEM,
            place=org.place(self.book, post, self.now),
            now=self.now,
            command=f"c{self.done:03d}",
            packs=self.world.packs,
        )

    def ok(self, verb: str, who: str, **said: Any) -> str:
        outcome = self.do(verb, who, **said)
        assert outcome.refusal is None, outcome.refusal
        return outcome.acts[0].command

    def refused(self, verb: str, who: str, **said: Any) -> list[str]:
        refusal = self.do(verb, who, **said).refusal
        assert refusal is not None
        return [reason.code for reason in refusal.reasons]

    def one(self, key: str) -> Gathering:
        there = self.book.get(GATHERINGS, key)
        assert there is not None
        return there


def hall(gatherings: dict[str, Any], *, authorities: tuple[Authority, ...] = (), **given: Any) -> Hall:
    """Return a hall whose regime says this about gatherings, and has these named authorities."""
    kefu = load(KEFU)
    handover = kefu.handover.model_copy(update={"authorities": authorities})
    pack = kefu.model_copy(update={"gatherings": Gatherings.model_validate(gatherings), "handover": handover})
    world = world_of(Given.model_validate({**GIVEN, **given}), pack)
    return Hall(pack, world, found(world))


@pytest.fixture
def announcing() -> Hall:
    return hall(
        {
            "plant_wide": {"clause": "kefu/10a", "notice": timedelta(days=2), "exception_by": ["supervisor"]},
        }
    )
