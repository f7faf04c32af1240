"""One handover of a demo's past, from the draft to both signatures, by people of good will.

They do what the regime asks of them: what is still missing is read off the verdict over the handover. So the same walk
goes through every regime, and no regime is named here.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from jiaoban.demo.description import Member, Story
from jiaoban.demo.troupe import Part, Troupe, Turn
from jiaoban.handover import queries
from jiaoban.handover.assess import Assessment, wanted_statements
from jiaoban.handover.state import Handover
from jiaoban.org import queries as org
from jiaoban.org.packs import packs
from jiaoban.regime.pack import Pack

MEETS = timedelta(minutes=6)
"""How long a meeting takes."""
SAID = "情况属实，已说明清楚。"
"""What lifts a gate of which the description says nothing."""


@dataclass(frozen=True)
class Walk:
    """A handover of a turn to the next one; the supervisors of both crews are at hand."""

    troupe: Troupe
    turn: Turn
    number: int
    story: Story
    key: str = ""

    def part(self) -> Part:
        """Play the handover."""
        past = self.troupe.site.past
        assert past is not None
        assert past.course is not None
        course, to_end, late = past.course, self.turn.to_end, bool(self.story.late_because)
        yield to_end(course.opens)
        walk = replace(self, key=self.do("handover.open", self.turn.on_duty))
        yield to_end(course.prepare)
        walk.prepare()
        yield to_end(course.offer)
        walk.offer()
        yield to_end(course.late if late else course.arrive)
        walk.arrive()
        yield to_end(max(course.read, course.late) if late else course.read)
        walk.read()
        yield to_end(max(course.inspect, course.late) if late else course.inspect)
        walk.inspect()
        yield to_end(max(course.meet, course.late) if late else course.meet)
        yield from walk.meet(to_end(course.sign))
        yield to_end(course.sign)
        walk.settle()
        walk.out("handover.sign", content=walk.handover.content_digest())
        yield to_end(course.sign).replace(second=min(20 + 7 * self.turn.shift.begins_at.day % 40, 59))
        walk.come("handover.sign", content=walk.handover.content_digest())
        if course.after is not None:
            yield to_end(course.after)
            yield from walk.part_company()

    def do(self, verb: str, by: Member, **said: Any) -> str:
        """Carry out a verb at the post of the walk."""
        return self.troupe.do(verb, by, self.turn.post, **said)

    def out(self, verb: str, **said: Any) -> str:
        """Carry out a verb of the handover as the outgoing person."""
        return self.do(verb, self.turn.on_duty, handover=self.key, **said)

    def come(self, verb: str, **said: Any) -> str:
        """Carry out a verb of the handover as the incoming person."""
        return self.do(verb, self.turn.next.on_duty, handover=self.key, **said)

    def lead(self, verb: str, **said: Any) -> str:
        """Carry out a verb of the handover as the supervisor of the crew that leaves."""
        return self.do(verb, self.turn.lead, handover=self.key, **said)

    def party(self, party: str, verb: str, **said: Any) -> str:
        """Carry out a verb of the handover as one of the parties."""
        return {"outgoing": self.out, "incoming": self.come}.get(party, self.lead)(verb, **said)

    @property
    def handover(self) -> Handover:
        """The handover as it stands."""
        found = queries.handover(self.troupe.book, self.key)
        assert found is not None
        return found

    @property
    def pack(self) -> Pack:
        """The regime under which it was opened."""
        return packs(self.handover.regime)

    @property
    def sayings(self) -> Any:
        """What the people of the site write and say."""
        assert self.troupe.site.past is not None
        return self.troupe.site.past.sayings

    def assess(self) -> Assessment:
        """Return the verdict over the handover now."""
        place = org.place(self.troupe.book, self.turn.post, self.troupe.now)
        return queries.assessment(self.troupe.book, place, self.handover, self.pack, self.troupe.now)

    # ---- the side that leaves
    def prepare(self) -> None:
        """Be at the post, finish the periodic work, go the round, complete the record."""
        if self.pack.handover.presence.both:
            self.out("handover.report_in")
        seen = self.assess()
        for row in seen.rows("duties"):
            self.do("duty.do", self.turn.on_duty, duty=row["id"], shift=self.handover.shift)
        for row in seen.rows("followups"):
            if row["open"] and not row["reason"] and self.sayings.excuses:
                reason = self.sayings.excuses[self.number % len(self.sayings.excuses)]
                self.do("followup.excuse", self.turn.on_duty, followup=row["id"], reason=reason)
        alone = {one.id for one in self.pack.handover.confirmations if one.parties == ("outgoing",)}
        self.confirm(alone)
        self.write()

    def write(self) -> None:
        """Fill every section: by hand what the description says, else with 'nothing'; the fields of drawn lines too."""
        self.draw()
        for section, line in (*self.sayings.record.items(), *self.story.lines.items()):
            self.out("handover.write_line", section=section, text=line.text, fields=line.fields)
        for row in self.assess().rows("sections"):
            if not row["filled"]:
                self.out("handover.nothing", section=row["id"])
        for section, fields in self.sayings.fields.items():
            for key, line in self.handover.lines.items():
                if line.body.section == section and not line.body.fields:
                    self.out("handover.change_line", line=key, fields=fields)

    def draw(self) -> None:
        """Take in what is new since the record was drawn."""
        if self.assess().rows("missing_lines"):
            self.out("handover.draw")

    def offer(self) -> None:
        """Offer the record; where the regime has a supervisor pick it and offer it, they do."""
        by = self.lead if "supervisor" in self.pack.handover.offered_by else self.out
        picks = [row["id"] for row in self.assess().rows("picks") if not row["opened"]]
        if picks:
            by("handover.pick", take=picks)
        by("handover.offer")

    # ---- the side that comes
    def arrive(self) -> None:
        """The relief comes, says how they are, and is looked at by whoever is there."""
        self.come("handover.report_in")
        fitness = self.pack.handover.fitness
        if fitness is not None and fitness.declared:
            self.come("handover.declare_fitness", fitness="FIT")
        if fitness is not None and fitness.judged_by == "outgoing":
            self.out("handover.judge_fitness", person=self.turn.next.on_duty.key, fitness="FIT")
        if self.story.refusal:
            ground, text, how = self.story.refusal
            self.come("handover.refuse", ground=ground, text=text)
            self.out("handover.mend_refusal", how=how)
            self.come("handover.resume", text="已复查，可以。")

    def read(self) -> None:
        """The relief reads, asks and reads back."""
        if self.story.asked:
            asked, answered = self.story.asked
            question = self.come("handover.ask", text=asked)
            self.out("handover.answer", question=question, text=answered)
            self.come("handover.settle", question=question)
        self.acknowledge()
        self.complete_steps()

    def acknowledge(self) -> None:
        """Acknowledge what is not acknowledged yet, and read back what is critical."""
        relief = self.turn.next.on_duty.key
        unread = {key: line for key, line in self.handover.lines.items() if not line.acknowledged_by(relief)}
        if unread:
            back = {key: self.sayings.read_back for key, line in unread.items() if line.body.critical}
            self.come("handover.acknowledge", lines=list(unread), read_back=back)

    def inspect(self) -> None:
        """Both look at the site; the relief counts what is in custody."""
        if self.story.objection:
            kind, ground, mended = self.story.objection
            objection = self.come("handover.object", kind=kind, text=ground)
            self.out("handover.mend", objection=objection, how=mended)
            self.come("handover.recheck", objection=objection, good=True)
        if self.story.dispute:
            kind, text, ruling = self.story.dispute
            dispute = self.come("handover.object", kind=kind, text=text)
            for lead in (self.turn.lead, self.turn.next.lead):
                self.do("handover.rule", lead, handover=self.key, about=dispute, upheld=False, text=ruling)
        self.confirm({one.id for one in self.pack.handover.confirmations})
        self.complete_steps()
        self.count()
        self.complete_steps()

    def confirm(self, points: set[str]) -> None:
        """Give every word that these points still want, in the order of the regime and of its routes."""
        results = {one.id for one in self.pack.handover.confirmations if one.results}
        for row in self.assess().rows("confirmations"):
            point = str(row["point"])
            if point in points and not row["done"]:
                found = {"result": "NORMAL"} if point in results else {}
                said = {"point": point, "line": row["line"], "subject": row["subject"], **found}
                self.party(str(row["party"]), "handover.confirm", **said)

    def count(self) -> None:
        """Count what is in custody; what is short is recorded with its cause."""
        short, cause = self.story.shortage or ("", "")
        counts = [
            {"custody_item": row["id"], "found": int(str(row["expected"])) - (1 if row["id"] == short else 0)}
            for row in self.assess().rows("custody")
            if not row["counted"]
        ]
        if not counts:
            return
        relief = self.turn.next.on_duty
        self.do("plant.count", relief, occasion=self.key, counts=counts)
        if short:
            self.do("plant.record_shortage", relief, occasion=self.key, custody_item=short, missing=1, cause=cause)

    # ---- both, and their supervisors
    def meet(self, until: datetime) -> Part:
        """The incoming crew's supervisor holds the meeting that the regime asks for, for as long as there is time."""
        if self.pack.meetings is None:
            return
        lead, relief = self.turn.next.lead, self.turn.next.on_duty
        meeting = self.do("meeting.open", lead, kind="PRE", occasion=self.key)
        self.do("meeting.call_roll", lead, meeting=meeting, people=[{"person": relief.key, "present": True}])
        self.do("handover.judge_fitness", lead, handover=self.key, person=relief.key, fitness="FIT")
        yield self.troupe.now + min(MEETS, (until - self.troupe.now) / 2)
        self.do("meeting.report", relief, meeting=meeting, text=self.sayings.report)
        self.do("meeting.brief", lead, meeting=meeting, **self.sayings.brief)
        if self.story.assignment:
            what, step = self.story.assignment
            said = {"what": what, "next_step": step, "due_at": self.turn.next.shift.ends_at + timedelta(days=3)}
            self.do("handover.assign", lead, handover=self.key, person=relief.key, **said)
        self.do("meeting.close", lead, meeting=meeting)
        self.complete_steps()

    def complete_steps(self) -> None:
        """Complete the steps whose turn it is and whose condition holds."""
        leads = {"outgoing": self.turn.on_duty, "incoming": self.turn.next.on_duty}
        while current := next((one for one in self.assess().steps if one.state == "CURRENT"), None):
            if current.step.by_signature or not current.met:
                return
            by = leads.get(current.step.by, self.turn.next.lead)
            self.do("handover.complete_step", by, handover=self.key, step=current.step.id)

    def settle(self) -> None:
        """Take in what is new since, and say what still stands in the way and can be lifted by a word."""
        self.draw()
        self.acknowledge()
        while wanted := self._wanted():
            gate, kind, party = wanted
            text = self.sayings.gates.get(gate, self.story.late_because or SAID)
            self.party(party, "handover.state", gate=gate, kind=kind, text=text)

    def _wanted(self) -> tuple[str, str, str] | None:
        """Return gate, kind and party of the next word that could lift something."""
        for verdict in self.assess().standing("sign"):
            for kind, party in wanted_statements(verdict):
                return verdict.gate.id, kind, party
        return None

    def part_company(self) -> Part:
        """The supervisor of the crew that leaves holds its meeting."""
        lead, leaving = self.turn.lead, self.turn.on_duty
        meeting = self.do("meeting.open", lead, kind="POST", occasion=self.key)
        self.do("meeting.call_roll", lead, meeting=meeting, people=[{"person": leaving.key, "present": True}])
        yield self.troupe.now + MEETS
        self.do("meeting.brief", lead, meeting=meeting, **self.sayings.brief)
        self.do("meeting.close", lead, meeting=meeting)
        for stay in queries.stays_of(self.troupe.book, leaving.key):
            if stay.handover == self.key:
                self.do("handover.discharge", leaving, stay=stay.key, text="已参加班后会。")
