"""The patrol post of the station under its regime, on the morning before a man goes on leave."""

from datetime import datetime, timedelta
from typing import Any

from jiaoban.absence import queries
from jiaoban.absence import usecases as _absence  # noqa: F401 - declares the verbs
from jiaoban.absence.facts import Stand
from jiaoban.absence.preview import busy
from jiaoban.absence.tables import Absence
from jiaoban.absence.work import stands
from jiaoban.duty import usecases as _duty  # noqa: F401
from jiaoban.followup import usecases as _followup  # noqa: F401
from jiaoban.order import usecases as _order  # noqa: F401
from jiaoban.regime.absence import AbsenceKind, Absences
from jiaoban.regime.pack import Pack
from jiaoban.roster import usecases as _roster  # noqa: F401
from jiaoban.round import usecases as _round  # noqa: F401
from tests import cast
from tests.pure.handover.desk import EIGHT, Desk, pack

WANG, SUN, ZHENG, LEAD, HEAD = cast.A_PATROL, cast.B_PATROL, cast.C_PATROL, cast.A_LEAD, cast.HEAD
MOBILE, LANDLINE = "13800001111", "0717-6760114"


def day(days: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """A local time so many days after 23 November 2026."""
    return EIGHT + timedelta(days=days, hours=hour - 8, minutes=minute, seconds=second)


def regime(**changes: Any) -> Pack:
    """The station's regime; `changes` to its first kind of absence."""
    known = pack()
    assert known.absence is not None
    first = known.absence.kinds[0].model_copy(update=changes)
    kinds: tuple[AbsenceKind, ...] = (first, *known.absence.kinds[1:])
    absences: Absences = known.absence.model_copy(update={"kinds": kinds})
    return known.model_copy(update={"absence": absences})


class Office(Desk):
    """The desk, with requests to be away."""

    def __init__(self, regime: Pack | None = None) -> None:
        super().__init__(regime=regime)
        self.at("09:00")

    def followup(self, what: str, owner: cast.Member = WANG) -> str:
        due = self.now + timedelta(days=9)
        said = {"what": what, "where": "厂房", "state_so_far": "—", "next_step": "看", "due_at": due}
        return self.ok("followup.open", LEAD, owner=owner.key, **said).acts[0].command

    def request(self, **said: Any) -> dict[str, Any]:
        usual = {"kind": "leave", "from_at": day(1), "until_at": day(3), "reason": "家中有事"}
        return {**usual, "mobile": MOBILE, "landline": LANDLINE, **said}

    def asked(self, by: cast.Member = WANG, **said: Any) -> str:
        return self.ok("absence.ask", by, **self.request(**said)).acts[0].command

    def one(self, key: str) -> Absence:
        found = queries.absence(self.book, key)
        assert found is not None
        return found

    def stands(self, key: str) -> list[Stand]:
        one = self.one(key)
        return stands(self.book, one.person, one.from_at, one.until_at, self.packs, self.now)

    def free_covers(self, key: str) -> list[dict[str, str]]:
        """Name for each shift of an absence somebody of the same post who is due nowhere else then."""
        made = []
        for one in self.stands(key):
            if one.sort == "post":
                others = [member.key for member in cast.AT_PATROL.values() if member.key not in one.due]
                held = busy(self.book, [one], others)
                made.append({"thing": one.thing, "person": next(key for key in others if key not in held)})
        return made

    def approved(self, by: cast.Member = WANG, **said: Any) -> str:
        key = self.asked(by, **said)
        for line in self.one(key).lines:
            if line.to:
                receiver = next(member for member in cast.CAST if member.key == line.to)
                self.ok("absence.accept", receiver, absence=key, things=[line.thing])
        self.ok("absence.approve", LEAD, absence=key, covers=self.free_covers(key))
        return key
