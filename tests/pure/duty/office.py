"""Two desks of an office in memory, under the regime of the sales desk with one thing or another changed."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from jiaoban.kernel.access import SYSTEM
from jiaoban.kernel.book import WritableBook
from jiaoban.kernel.place import Place
from jiaoban.kernel.verbs import Outcome, find_verb, perform
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.org import queries as org
from jiaoban.regime.everyday import Duties
from jiaoban.regime.load import load
from jiaoban.regime.pack import Pack
from jiaoban.scenario.shape import Given
from jiaoban.scenario.world import bring_about, found, world_of

ZONE, DAY = "Asia/Shanghai", date(2026, 3, 13)
"""A Friday."""
ROOT = Path(__file__).parents[3]
PACK = load(ROOT / "regimes" / "kefu")
SHIFTS = {"day": {"name": "白班", "begins": "09:00", "ends": "17:30"}}
GIVEN = Given.model_validate(
    {
        "day": DAY,
        "zone": ZONE,
        "posts": {name: {"name": name, "shifts": SHIFTS} for name in ("desk", "repairs")},
        "people": {
            **{name: {"posts": ["desk"]} for name in ("li", "wang")},
            "fixer": {"posts": ["repairs"]},
            "boss": {"role": "SUPERVISOR", "posts": ["desk"]},
            "head": {"role": "HEAD"},
        },
        "roster": {"desk": {"day": ["li", "wang"]}, "repairs": {"day": ["fixer"]}},
    }
)


def duties(**more: Any) -> Duties:
    """What the sales desk's regime says about everyday work, with parts of it in other words."""
    assert PACK.duties is not None
    return Duties.model_validate({**PACK.duties.model_dump(by_alias=True), **more})


def items(*departments: dict[str, Any], **more: Any) -> dict[str, Any]:
    """What it says about items, with these departments."""
    assert PACK.duties is not None
    assert PACK.duties.items is not None
    said = PACK.duties.items.model_dump()
    return {"items": {**said, **more, "departments": departments or said["departments"]}}


def changed(pack: Pack, **parts: Any) -> Pack:
    """A pack with other parts, and so with a digest of its own."""
    return Pack(**{name: parts.get(name, getattr(pack, name)) for name in Pack.model_fields})


class Office:
    """Does things at a clock time; the key of a person is their name's in `keys`."""

    def __init__(self, pack: Pack = PACK, book: WritableBook | None = None) -> None:
        self.world = world_of(GIVEN, pack)
        self.book = book if book is not None else found(self.world)
        if book is not None:
            bring_about(book, self.world, Words(zh="办公室", en="Office"))
        self.pack, self.known = pack, {pack.digest: pack}
        self._commands = count(1)

    def packs(self, digest: str) -> Pack:
        return self.known[digest]

    def key(self, name: str) -> str:
        return self.world.keys[name]

    @staticmethod
    def moment(clock: str, days: int = 0) -> datetime:
        return datetime.combine(DAY + timedelta(days=days), time.fromisoformat(clock), clock_of(ZONE)).astimezone(UTC)

    def place(self, now: datetime, post: str = "desk") -> Place:
        return org.place(self.book, post, now)

    def do(self, at: datetime, who: str, verb: str, post: str = "desk", /, **said: Any) -> Outcome:
        found_verb = find_verb(verb)
        assert found_verb, verb
        return perform(
            self.book,
            verb,
            found_verb.args.model_validate(said),
            actor=SYSTEM if who == "system" else org.actor(self.book, self.key(who)),
            place=org.place(self.book, "" if found_verb.scope == "site" else post, at),
            now=at,
            command=f"c{next(self._commands)}",
            packs=self.packs,
        )

    def ok(self, at: datetime, who: str, verb: str, post: str = "desk", /, **said: Any) -> str:
        outcome = self.do(at, who, verb, post, **said)
        assert outcome.refusal is None, [one.why.zh for one in outcome.refusal.reasons]
        return outcome.acts[0].command

    def refused(self, at: datetime, who: str, verb: str, post: str = "desk", /, **said: Any) -> str:
        outcome = self.do(at, who, verb, post, **said)
        assert outcome.refusal is not None, verb
        return outcome.refusal.reasons[0].code
