"""A sales desk in memory under the regime kefu, whose clock a test moves."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from jiaoban.conduct import queries
from jiaoban.conduct.queries import Seen
from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.verbs import Outcome, find_verb, perform
from jiaoban.org import queries as org
from jiaoban.regime.ladders import Ladders
from jiaoban.regime.load import load
from jiaoban.regime.pack import Pack
from jiaoban.scenario.shape import Given
from jiaoban.scenario.world import World, found, world_of

KEFU = Path(__file__).parents[3] / "regimes" / "kefu"
SHIFTS = {"day": {"name": "白班", "begins": "09:00", "ends": "17:30"}}
GIVEN: dict[str, Any] = {
    "day": "2026-03-10",
    "zone": "Asia/Shanghai",
    "posts": {"desk": {"name": "客服岗", "shifts": SHIFTS}, "other": {"name": "前台", "shifts": SHIFTS}},
    "people": {
        "李娜": {"posts": ["desk"]},
        "王蕾": {"posts": ["desk"]},
        "钱": {"posts": ["other"]},
        "张主管": {"role": "SUPERVISOR", "posts": ["desk"]},
        "郑经理": {"role": "HEAD"},
        "陈总": {"role": "HEAD"},
        "集团": {"role": "GROUP"},
    },
}
NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)


@dataclass
class Office:
    """The book of a site, and `do`, which carries out a verb at its sales desk."""

    pack: Pack
    world: World
    book: MemoryBook
    now: datetime = field(default_factory=lambda: NOON)
    done: int = 0

    def later(self, **span: float) -> "Office":
        self.now += timedelta(**span)
        return self

    def key(self, name: str) -> str:
        return self.world.keys.get(name, name)

    def do(self, verb: str, who: str, /, post: str = "desk", **said: Any) -> Outcome:
        found_verb = find_verb(verb)
        assert found_verb is not None, verb
        self.done += 1
        return perform(
            self.book,
            verb,
            found_verb.args.model_validate(said),
            actor=org.actor(self.book, self.key(who)),
            place=org.place(self.book, post, self.now),
            now=self.now,
            command=f"c{self.done:03d}",
            packs=self.world.packs,
        )

    def ok(self, verb: str, who: str, /, **said: Any) -> str:
        outcome = self.do(verb, who, **said)
        assert outcome.refusal is None, outcome.refusal
        return outcome.acts[0].command

    def refused(self, verb: str, who: str, /, **said: Any) -> list[str]:
        refusal = self.do(verb, who, **said).refusal
        assert refusal is not None
        return [reason.code for reason in refusal.reasons]

    def record(
        self, ladder: str, *people: str, ago: float = 1, facts: dict[str, str] | None = None, **more: Any
    ) -> str:
        """Record what the supervisor saw so many minutes ago; return the matter."""
        return self.ok(
            "conduct.record",
            "张主管",
            ladder=ladder,
            people=[self.key(one) for one in people],
            happened_at=self.now - timedelta(minutes=ago),
            text="看见的",
            facts=[{"fact": key, "value": value} for key, value in (facts or {}).items()],
            **more,
        )

    def decided(self, ladder: str, who: str, /, **more: Any) -> str:
        """Record, hear and decide; return the matter."""
        matter = self.record(ladder, who, **more)
        self.ok("conduct.decline_to_answer", who, case=matter)
        self.ok("conduct.decide", "张主管", case=matter, person=self.key(who))
        return matter

    def seen(self, matter: str, who: str = "李娜") -> Seen:
        """Return a case as it stands now."""
        one = next(each for each in queries.of_matter(self.book, matter) if each.person == self.key(who))
        return queries.seen(self.book, [one], self.world.packs, self.world.zone, self.now)[0]


def office(pack: Pack | None = None, **settings: Any) -> Office:
    """Return a desk under kefu, some settings of its ladders changed."""
    kefu = pack or load(KEFU)
    assert kefu.ladders is not None
    ladders = Ladders.model_validate({**kefu.ladders.model_dump(by_alias=True), **settings})
    kefu = kefu.model_copy(update={"ladders": ladders})
    world = world_of(Given.model_validate(GIVEN), kefu)
    return Office(kefu, world, found(world))


@pytest.fixture
def desk() -> Office:
    return office()
