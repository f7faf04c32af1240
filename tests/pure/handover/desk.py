"""The patrol post of the demo station under its regime, in memory, and the walk to a signed handover in steps."""

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, Self

from jiaoban.handover import queries as handovers
from jiaoban.handover import usecases as _handover  # noqa: F401 - declares the verbs
from jiaoban.handover.assess import Assessment
from jiaoban.handover.state import Handover
from jiaoban.kernel.book import WritableBook
from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.verbs import Outcome, find_verb, perform
from jiaoban.meeting import usecases as _meeting  # noqa: F401
from jiaoban.org import queries as org
from jiaoban.plant import usecases as _plant  # noqa: F401
from jiaoban.regime.load import load
from jiaoban.regime.pack import Pack
from tests import cast

POST = cast.PATROL
OUT, IN, LEAD = cast.AT_PATROL["A"], cast.AT_PATROL["B"], cast.LEADS["B"]
"""On 2026-11-23 crew A stands the night, crew B the day."""
EIGHT = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
"""08:00 in Shanghai."""


@cache
def pack() -> Pack:
    return load(Path(__file__).parents[3] / "regimes" / "hydro")


@cache
def _founded() -> MemoryBook:
    book = MemoryBook(cast.SITE)
    cast.build(book, pack())
    return book


class Desk:
    """A station whose night patrol is on duty since midnight; the clock stands at 07:30."""

    def __init__(
        self, book: WritableBook | None = None, regime: Pack | None = None, first: tuple[cast.Member, ...] = (OUT,)
    ) -> None:
        self.pack = regime or pack()
        self.book: WritableBook
        if book is None and regime is None:
            self.book = _founded().copy()
        else:
            self.book = book or MemoryBook(cast.SITE)
            cast.build(self.book, self.pack)
        self._commands = count(1)
        self.at("00:00")
        self.ok("handover.take_first", LEAD, people=[one.key for one in first])
        self.at("07:30")
        self.key = ""

    def at(self, clock: str, *, days: int = 0) -> Self:
        """Set the clock to a local time of the day."""
        hour, minute, *second = (int(part) for part in clock.split(":"))
        seconds = second[0] if second else 0
        self.now = EIGHT + timedelta(days=days, hours=hour - 8, minutes=minute, seconds=seconds)
        return self

    def do(self, verb: str, by: cast.Member, *, at_post: str = POST, command: str = "", **said: Any) -> Outcome:
        found = find_verb(verb)
        assert found, verb
        if "handover" in found.args.model_fields and "handover" not in said:
            said["handover"] = self.key
        return perform(
            self.book,
            verb,
            found.args.model_validate(said),
            actor=org.actor(self.book, by.key),
            place=org.place(self.book, "" if found.scope == "site" else at_post, self.now),
            now=self.now,
            command=command or f"c{next(self._commands)}",
            packs=self.packs,
        )

    def packs(self, _digest: str) -> Pack:
        """Return the pack of a digest: there is one."""
        return self.pack

    def ok(self, verb: str, by: cast.Member, **said: Any) -> Outcome:
        outcome = self.do(verb, by, **said)
        assert outcome.refusal is None, [f"{one.code}: {one.why.zh}" for one in outcome.refusal.reasons]
        return outcome

    def refused(self, verb: str, by: cast.Member, **said: Any) -> list[str]:
        refusal = self.do(verb, by, **said).refusal
        assert refusal is not None, f"{verb} was not refused"
        return [reason.code for reason in refusal.reasons]

    @property
    def handover(self) -> Handover:
        found = handovers.handover(self.book, self.key)
        assert found is not None
        return found

    def assess(self) -> Assessment:
        place = org.place(self.book, POST, self.now)
        return handovers.assessment(self.book, place, self.handover, self.pack, self.now)

    def blocked(self, moment: str = "sign") -> set[str]:
        return {one.gate.id for one in self.assess().standing(moment)}

    # ---- the walk
    def open(self) -> "Desk":
        self.key = self.ok("handover.open", OUT).acts[0].command
        return self

    def prepared(self) -> "Desk":
        """Opened (unless it is), every section answered, area cleaned, duties done."""
        if not self.key:
            self.open()
        for duty in self.pack.handover.duties:
            self.ok("duty.do", OUT, duty=duty.id, shift=self.handover.shift)
        for section in self.assess().rows("sections"):
            if not section["filled"]:
                self.ok("handover.nothing", OUT, section=section["id"])
        self.ok("handover.confirm", OUT, point="area-cleaned")
        return self

    def offered(self) -> "Desk":
        self.prepared()
        self.at("07:45").ok("handover.offer", OUT)
        return self

    def reported(self) -> "Desk":
        self.offered()
        self.at("07:48").ok("handover.report_in", IN)
        self.ok("handover.declare_fitness", IN, fitness="FIT")
        return self

    def read(self) -> "Desk":
        lines = self.handover.lines
        back = {key: "已知，会按要求盯住" for key, line in lines.items() if line.body.critical}
        if lines:
            self.ok("handover.acknowledge", IN, lines=list(lines), read_back=back)
        self.ok("handover.complete_step", IN, step="read-records")
        return self

    def confirm_all(self) -> "Desk":
        who = {"outgoing": OUT, "incoming": IN}
        for row in self.assess().rows("confirmations"):
            if not row["done"]:
                said = {"point": row["point"], "line": row["line"], "subject": row["subject"]}
                self.ok("handover.confirm", who[str(row["party"])], **said)
        return self

    def ready(self) -> "Desk":
        """Everything done but the signatures, at 07:58."""
        self.reported().read().confirm_all()
        self.ok("handover.complete_step", IN, step="ask")
        self.count_custody()
        self.ok("handover.complete_step", IN, step="inspect")
        self.meet()
        self.at("07:58")
        return self

    def count_custody(self) -> None:
        rows = self.assess().rows("custody")
        if rows:
            counts = [{"custody_item": row["id"], "found": row["expected"]} for row in rows]
            self.ok("plant.count", IN, occasion=self.key, counts=counts)

    def meet(self) -> None:
        meeting = self.ok("meeting.open", LEAD, kind="PRE", occasion=self.key).acts[0].command
        self.ok("meeting.call_roll", LEAD, meeting=meeting, people=[{"person": IN.key, "present": True}])
        self.ok("handover.judge_fitness", LEAD, person=IN.key, fitness="FIT")
        self.ok("meeting.report", IN, meeting=meeting, text="检查完毕，无异常")
        self.ok(
            "meeting.brief", LEAD, meeting=meeting, discipline="好", conduct="好", attention="盯水位", comments="好"
        )
        self.ok("meeting.close", LEAD, meeting=meeting)
        self.ok("handover.complete_step", LEAD, step="hold-meetings")

    def sign(self, by: cast.Member) -> Outcome:
        return self.ok("handover.sign", by, content=self.handover.content_digest())

    def signed(self) -> "Desk":
        """Signed by both at 07:58 and 08:00."""
        self.ready()
        self.sign(OUT)
        self.at("08:00").sign(IN)
        return self
