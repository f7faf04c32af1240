"""One handover of the demo's past, from the draft to both signatures."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from jiaoban.demo.troupe import Part, Troupe, Turn
from jiaoban.handover import queries
from jiaoban.handover.assess import Assessment
from jiaoban.handover.state import Handover
from jiaoban.org import queries as org
from jiaoban.org.packs import packs

READ_BACK = "已听清，按记录要求盯住，有变化马上报告值长。"


@dataclass(frozen=True)
class Story:
    """What is particular about a handover: `said` lines by hand by section, questions, a late relief, an objection."""

    lines: tuple[tuple[str, str], ...] = ()
    question: tuple[str, str] = ("", "")
    late_because: str = ""
    objection: tuple[str, str] = ("", "")
    shortage: tuple[str, str] = ("", "")
    assignment: tuple[str, str] = ("", "")


PLAIN = Story()


@dataclass(frozen=True)
class Walk:
    """A handover of a turn to the next one; the incoming crew's supervisor holds the meeting."""

    troupe: Troupe
    turn: Turn
    story: Story = PLAIN
    key: str = ""

    def part(self) -> Part:
        """Play the handover, from 28 minutes before the end of the shift to its end."""
        yield self.turn.at(-28)
        walk = replace(self, key=self.do("handover.open", self.turn.on_duty))
        yield self.turn.at(-24)
        walk.prepare()
        yield self.turn.at(-16)
        walk.out("handover.offer")
        relief = self.turn.at(-4 if self.story.late_because else -13)
        yield relief
        walk.report_in()
        yield self.turn.at(-3 if self.story.late_because else -11)
        walk.read()
        yield self.turn.at(-2 if self.story.late_because else -8)
        walk.inspect()
        yield self.turn.at(-2)
        walk.meet()
        yield self.turn.at(-1)
        walk.sign("outgoing")
        yield self.turn.at(-1).replace(second=min(20 + 7 * self.turn.at(0).day % 40, 59))
        walk.sign("incoming")

    def do(self, verb: str, by: Any, **said: Any) -> str:
        """Carry out a verb at the post of the walk."""
        return self.troupe.do(verb, by, self.turn.post, **said)

    def out(self, verb: str, **said: Any) -> str:
        """Carry out a verb of the handover as the outgoing person."""
        return self.do(verb, self.turn.on_duty, handover=self.key, **said)

    def come(self, verb: str, **said: Any) -> str:
        """Carry out a verb of the handover as the incoming person."""
        return self.do(verb, self.turn.next.on_duty, handover=self.key, **said)

    @property
    def handover(self) -> Handover:
        """The handover as it stands."""
        found = queries.handover(self.troupe.book, self.key)
        assert found is not None
        return found

    def assess(self) -> Assessment:
        """Return the verdict over the handover now."""
        handover, troupe = self.handover, self.troupe
        place = org.place(troupe.book, self.turn.post, troupe.now)
        return queries.assessment(troupe.book, place, handover, packs(handover.regime), troupe.now)

    def prepare(self) -> None:
        """Finish the periodic work, complete the record, clean the area."""
        seen = self.assess()
        for row in seen.rows("duties"):
            self.do("duty.do", self.turn.on_duty, duty=row["id"], shift=self.handover.shift)
        for section, text in self.story.lines:
            self.out("handover.write_line", section=section, text=text)
        told = {section for section, _ in self.story.lines}
        for row in seen.rows("sections"):
            if not row["filled"] and row["id"] not in told:
                self.out("handover.nothing", section=row["id"])
        self.out("handover.confirm", point="area-cleaned")

    def report_in(self) -> None:
        """The relief comes and says how they are."""
        self.come("handover.report_in")
        self.come("handover.declare_fitness", fitness="FIT")
        if self.story.late_because:
            self.come("handover.state", gate="on-time", kind="reason", text=self.story.late_because)

    def read(self) -> None:
        """The relief reads, asks and reads back."""
        asked, answered = self.story.question
        if asked:
            question = self.come("handover.ask", text=asked)
            self.out("handover.answer", question=question, text=answered)
            self.come("handover.settle", question=question)
        lines = self.handover.lines
        back = {key: READ_BACK for key, line in lines.items() if line.body.critical}
        self.come("handover.acknowledge", lines=list(lines), read_back=back)
        self.come("handover.complete_step", step="read-records")

    def inspect(self) -> None:
        """Both look at the site; the relief counts what is in custody."""
        ground, mended = self.story.objection
        if ground:
            objection = self.come("handover.object", kind="hygiene", text=ground)
            self.out("handover.mend", objection=objection, how=mended)
            self.come("handover.recheck", objection=objection, good=True)
        who = {"outgoing": self.out, "incoming": self.come}
        for row in self.assess().rows("confirmations"):
            if not row["done"]:
                who[str(row["party"])]("handover.confirm", point=row["point"], line=row["line"], subject=row["subject"])
        self.come("handover.complete_step", step="ask")
        self.count()
        self.come("handover.complete_step", step="inspect")

    def count(self) -> None:
        """Count what is in custody; what is short is recorded and accepted."""
        short, cause = self.story.shortage
        rows = self.assess().rows("custody")
        counts = [
            {"custody_item": row["id"], "found": int(str(row["expected"])) - (1 if row["id"] == short else 0)}
            for row in rows
        ]
        relief = self.turn.next.on_duty
        self.do("plant.count", relief, occasion=self.key, counts=counts)
        if short:
            self.do("plant.record_shortage", relief, occasion=self.key, custody_item=short, missing=1, cause=cause)
            self.out("handover.state", gate="custody-complete", kind="explanation", text=cause)
            self.come("handover.state", gate="custody-complete", kind="consent", text="情况已了解，同意接受。")

    def meet(self) -> None:
        """The incoming crew's supervisor holds the meeting."""
        lead, relief = self.turn.next.lead, self.turn.next.on_duty
        meeting = self.do("meeting.open", lead, kind="PRE", occasion=self.key)
        self.do("meeting.call_roll", lead, meeting=meeting, people=[{"person": relief.key, "present": True}])
        self.do("handover.judge_fitness", lead, handover=self.key, person=relief.key, fitness="FIT")
        self.do("meeting.report", relief, meeting=meeting, text="记录已看，现场已查，设备运行正常。")
        self.do(
            "meeting.brief",
            lead,
            meeting=meeting,
            discipline="本班值班纪律良好，无脱岗。",
            conduct="现场整洁，工器具归位。",
            attention="盯住上游水位和机组温度，严格两票。",
            comments="操作规范，记录及时。",
        )
        what, step = self.story.assignment
        if what:
            due_at = self.turn.next.shift.ends_at + timedelta(days=3)
            self.do(
                "handover.assign",
                lead,
                handover=self.key,
                person=relief.key,
                what=what,
                next_step=step,
                due_at=due_at,
            )
        self.do("meeting.close", lead, meeting=meeting)
        self.do("handover.complete_step", lead, handover=self.key, step="hold-meetings")

    def sign(self, side: str) -> None:
        """One side signs what stands there."""
        sign = self.out if side == "outgoing" else self.come
        sign("handover.sign", content=self.handover.content_digest())
