"""A sales desk in memory, by the pack that is shipped, and its people."""

from datetime import UTC, date, datetime, time
from itertools import count
from pathlib import Path
from typing import Any

from jiaoban.kernel.access import Actor
from jiaoban.kernel.verbs import Outcome, find_verb, perform
from jiaoban.kernel.zones import clock_of
from jiaoban.org import queries as org
from jiaoban.regime.attending import Attendance
from jiaoban.regime.load import load
from jiaoban.scenario.shape import Given
from jiaoban.scenario.world import found, world_of

ZONE, DAY = "Asia/Shanghai", date(2026, 3, 10)
PACK = load(Path(__file__).parents[3] / "regimes" / "kefu")
ALL = ["power", "devices", "windows", "door"]
"""What the last to leave ticks."""
SHIFTS = {"day": {"name": "白班", "begins": "09:00", "ends": "17:30"}}
GIVEN = Given.model_validate(
    {
        "day": DAY,
        "zone": ZONE,
        "posts": {name: {"name": name, "shifts": SHIFTS} for name in ("desk", "hall")},
        "people": {**{name: {} for name in ("li", "wang", "zhao")}, "boss": {"role": "SUPERVISOR"}},
        "roster": {"desk": {"day": ["li", "wang"]}, "hall": {"day": ["zhao"]}},
    }
)


class SalesDesk:
    """Does things at a clock time of the day. `more` changes what the pack says about being there."""

    def __init__(self, **more: Any) -> None:
        said = PACK.attendance
        assert said is not None
        self.rules: Attendance = said.model_validate({**said.model_dump(), **more})
        self.pack = PACK.model_copy(update={"attendance": self.rules})
        self.world = world_of(GIVEN, self.pack)
        self.book = found(self.world)
        self._commands = count(1)

    def packs(self, _digest: str) -> Any:
        return self.pack

    def moment(self, clock: str) -> datetime:
        return datetime.combine(DAY, time.fromisoformat(clock), clock_of(ZONE)).astimezone(UTC)

    def actor(self, name: str) -> Actor:
        return org.actor(self.book, self.world.keys[name])

    def do(self, clock: str, who: str, verb: str, /, post: str = "desk", **said: Any) -> Outcome:
        found_verb = find_verb(f"attendance.{verb}")
        assert found_verb, verb
        now = self.moment(clock)
        return perform(
            self.book,
            f"attendance.{verb}",
            found_verb.args.model_validate(said),
            actor=self.actor(who),
            place=org.place(self.book, post, now),
            now=now,
            command=f"c{next(self._commands)}",
            packs=self.packs,
        )

    def done(self, clock: str, who: str, verb: str, /, **said: Any) -> str:
        """Do what must not be refused; return the command id, which is the key of a stay that begins."""
        outcome = self.do(clock, who, verb, **said)
        assert outcome.refusal is None, outcome.refusal
        return outcome.acts[0].command

    def refused(self, clock: str, who: str, verb: str, /, **said: Any) -> str:
        """Do what must be refused; return the code."""
        refusal = self.do(clock, who, verb, **said).refusal
        assert refusal is not None
        return refusal.reasons[0].code
