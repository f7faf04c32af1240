"""The sales desk of three in memory, under its own regime or a changed one; a test moves its clock."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from jiaoban.kernel.access import SYSTEM
from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.occasions import Asked, Occasion, occasions
from jiaoban.kernel.place import Place
from jiaoban.kernel.verbs import Outcome, find_verb, perform
from jiaoban.org import queries as org
from jiaoban.regime.load import load
from jiaoban.regime.pack import Pack
from jiaoban.report import queries
from jiaoban.report import telling as _telling  # noqa: F401 - declares the occasions
from jiaoban.report.rules.standing import Owed
from jiaoban.scenario.shape import Given
from jiaoban.scenario.world import World, found, world_of

KEFU = Path(__file__).parents[3] / "regimes" / "kefu"
DAY = date(2026, 3, 10)
"""A Tuesday."""
GIVEN: dict[str, Any] = {
    "day": DAY,
    "zone": "Asia/Shanghai",
    "posts": {"desk": {"name": "客服岗", "shifts": {"day": {"name": "白班", "begins": "09:00", "ends": "17:30"}}}},
    "people": {
        "李娜": {"posts": ["desk"]},
        "王蕾": {"posts": ["desk"]},
        "赵敏": {"posts": ["desk"]},
        "张主管": {"role": "SUPERVISOR"},
        "何主管": {"role": "SUPERVISOR"},
    },
    "roster": {"desk": {"day": ["李娜", "王蕾", "张主管"]}},
}
FIGURES = {"contacts": "20", "appointments": "3", "visits": "1", "deposits": "0", "sales": "1", "revenue": "3800"}
SAID = {**FIGURES, "said": "无"}


def utc(text: str, day: int = 10) -> datetime:
    """Return a moment of March 2026 by the clock in Shanghai."""
    return datetime.fromisoformat(f"2026-03-{day:02d}T{text}+08:00").astimezone(UTC)


@dataclass
class Desk:
    """The book of the site, and `do`, which carries out a verb at the desk."""

    pack: Pack
    world: World
    book: MemoryBook
    now: datetime = field(default_factory=lambda: utc("18:00"))
    done: int = 0

    def at(self, text: str, day: int = 10) -> "Desk":
        self.now = utc(text, day)
        return self

    @property
    def place(self) -> Place:
        return org.place(self.book, "desk", self.now)

    def do(self, verb: str, who: str, /, **said: Any) -> Outcome:
        found_verb = find_verb(verb)
        assert found_verb is not None, verb
        self.done += 1
        return perform(
            self.book,
            verb,
            found_verb.args.model_validate(said),
            actor=SYSTEM if who == "system" else org.actor(self.book, self.world.keys[who]),
            place=self.place,
            now=self.now,
            command=f"c{self.done}",
            packs=self.packs,
        )

    def packs(self, _digest: str) -> Pack:
        return self.pack

    def submit(self, who: str, day: date = DAY, of: str = "", **more: Any) -> Outcome:
        person = self.world.keys[of or who]
        return self.do("report.submit", who, report="daily-report", day=day, person=person, values=SAID, **more)

    def note(self, who: str, day: date = DAY, report: str = "daily-report") -> Outcome:
        return self.do("report.note_missed", "system", report=report, day=day, person=self.world.keys[who])

    def codes(self, outcome: Outcome) -> list[str]:
        assert outcome.refusal is not None, "it was not refused"
        return [reason.code for reason in outcome.refusal.reasons]

    def owed(self, who: str, day: date = DAY, report: str = "daily-report") -> Owed:
        one = queries.one_owed(self.book, self.place, self.packs, report, day, self.world.keys[who])
        assert one is not None
        return one

    def stand(self, who: str, day: date = DAY, report: str = "daily-report") -> str:
        return self.owed(who, day, report).stand(self.now)

    def occasions(self, source: str = "report-late", days: int = 60) -> list[Occasion]:
        first = DAY - timedelta(days=1)
        asked = Asked(self.book, self.place, self.packs, first, first + timedelta(days=days), self.now)
        return occasions(asked, (source,))


def desk(pack: Pack | None = None, **given: Any) -> Desk:
    """Return a desk as it stands at 18:00 of the day."""
    regime = pack or load(KEFU)
    world = world_of(Given.model_validate({**GIVEN, **given}), regime)
    return Desk(regime, world, found(world))
