"""What every part of the handover's page looks at: the handover, the verdict over it, and who the reader is in it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from jiaoban.handover import queries
from jiaoban.handover.around import side_people
from jiaoban.handover.assess import Assessment
from jiaoban.handover.authority import spoken_for
from jiaoban.handover.blind import ALL, Sight, sight
from jiaoban.handover.state import Handover
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.words import Words
from jiaoban.org.tables import PEOPLE
from jiaoban.regime.pack import Pack
from jiaoban.web import answer
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form

STAGES = {
    "DRAFT": Words(zh="准备交班", en="Being prepared"),
    "OFFERED": Words(zh="已交班，待接班", en="Offered, to be taken over"),
    "SUSPENDED": Words(zh="已中止", en="Suspended"),
    "REFUSED": Words(zh="已被拒绝", en="Refused"),
    "CLOSED": Words(zh="已结束", en="Ended"),
}
ENDINGS = {
    "SIGNED": Words(zh="双方签字，责任已转移", en="Signed by both sides; responsibility has moved"),
    "UNATTENDED": Words(zh="按批准的安全状态无人值守", en="Left unattended in the approved safe state"),
    "TAKEN_OVER": Words(zh="岗位已被接管", en="The supervisor took the post"),
    "CANCELLED": Words(zh="已取消，责任不变", en="Cancelled; responsibility stays"),
}


@dataclass(frozen=True)
class Scene:
    """A handover as one reader sees it: `seen` is the verdict over it as it stands in the book."""

    desk: Desk
    handover: Handover
    pack: Pack
    seen: Assessment

    @classmethod
    def of(cls, desk: Desk, key: str) -> "Scene":
        """Return the scene of a handover of this post; raises `NotFound`."""
        handover = queries.handover(desk.book, key)
        if handover is None or handover.post != desk.post:
            raise NotFound(f"handover {key}")
        pack = desk.packs(handover.regime)
        seen = queries.assessment(desk.book, desk.here, handover, pack, desk.now)
        scene = cls(desk, handover, pack, seen)
        if handover.open and any(line.body.source == "custody" for line in handover.lines.values()):
            return replace(scene, handover=scene.sight.handover(handover))
        return scene

    @property
    def me(self) -> str:
        """The reader's key."""
        return self.desk.actor.person

    @cached_property
    def sight(self) -> Sight:
        """What the reader may know of the things in custody while this handover goes on; all of it afterwards."""
        if not self.handover.open:
            return ALL
        return sight(self.desk.book, self.desk.post, self.desk.actor, self.pack)

    @cached_property
    def parties(self) -> tuple[str, ...]:
        """The parties to which the reader belongs."""
        sides = [side for side in ("outgoing", "incoming") if self.me in side_people(self.handover, side)]
        supervises = self.desk.may(Right.SUPERVISE, self.desk.post)
        third = not sides and self.desk.may(Right.WORK, self.desk.post)
        named = spoken_for(self.pack, self.desk.book.get(PEOPLE, self.me), self.handover, self.desk.zone, self.desk.now)
        return (*sides, *(["supervisor"] if supervises else []), *(["third"] if third else []), *named)

    def am(self, *parties: str) -> bool:
        """Say whether the reader belongs to one of these parties and the handover goes on."""
        return self.handover.open and any(party in self.parties for party in parties)

    def do_for(self, *parties: str) -> bool:
        """Say whether the reader does what falls to one of these parties: with nobody who hands over, whoever comes
        prepares the record."""
        prepares = "outgoing" in parties and not self.handover.leaving
        return self.am(*parties, *(["incoming"] if prepares else []))

    @cached_property
    def happened(self) -> Mapping[str, datetime]:
        """When what a log entry tells of happened, by the entry's key: it may have been written later."""
        rows = self.seen.facts.rows.get("entries", ())
        return {str(row["id"]): row["occurred_at"] for row in rows if isinstance(row["occurred_at"], datetime)}

    @property
    def asking(self) -> bool:
        """Say whether questions can still be asked and answered: also afterwards, where the regime has it so."""
        rule = self.pack.handover.questions
        afterwards = rule is not None and rule.afterwards and self.handover.ending == "SIGNED"
        return self.handover.open or afterwards

    @cached_property
    def last_on_duty(self) -> datetime | None:
        """When the reader's own last finished holding of the post ended."""
        return queries.last_on_duty(self.desk.book, self.desk.post, self.me)

    @cached_property
    def acknowledge_url(self) -> str:
        """Where lines are acknowledged."""
        return self.desk.url("handover_acknowledge", key=self.handover.key)

    @cached_property
    def usual_clause(self) -> str:
        """The clause from which most sections follow: it stands once, over all of them."""
        return Counter(section.clause for section in self.pack.handover.sections).most_common(1)[0][0]

    @cached_property
    def outside(self) -> frozenset[str]:
        """The parameters whose reading lies outside its limits."""
        rows = self.seen.rows("readings")
        return frozenset(str(row["id"]) for row in rows if row["value"] is not None and not row["within"])

    @property
    def regime_url(self) -> str:
        """Where the version of the regime stands under which the handover began."""
        head = self.pack.head
        return f"{self.desk.url('regime', regime=head.id)}?{urlencode({'version': head.version})}"

    @property
    def regime(self) -> str:
        """That version as records name it: title, number, version."""
        head = self.pack.head
        return f"{self.desk.words(head.title)} {self.desk.words(head.numbered)} {head.version}"

    def clause(self, clause_id: str) -> dict[str, str] | None:
        """Return a clause of the handover's own regime, in the version under which it began, as parts/clause.html draws
        it."""
        found = self.pack.by_clause.get(clause_id)
        if found is None:
            return self.desk.clause(clause_id)
        where = f"{self.regime_url}#{clause_id.replace('/', '-')}"
        return {"number": found.number, "says": self.desk.words(found.says), "id": clause_id, "url": where}

    def form(self, verb: str, *, label: str, where: str = "", fixed: dict[str, str] | None = None, **more: Any) -> Form:
        """Return a form about this handover. `where` is the anchor to which success leads."""
        ids = [verb.partition(".")[2].replace("_", "-"), *(fixed or {}).values()]
        return self.desk.form(
            verb,
            label=label,
            form_id="-".join(ids).replace(".", "-").replace(":", "-"),
            fixed={"handover": self.handover.key, **(fixed or {})},
            next_url=self.url + (f"#{where}" if where else ""),
            **more,
        )

    @cached_property
    def url(self) -> str:
        """The address of the handover's page."""
        return self.desk.url("handover_one", key=self.handover.key)

    def party(self, party: str) -> str:
        """Return what a party is called under the regime of the handover."""
        return self.desk.words(answer.party(party, self.pack))

    def names(self, people: Sequence[str]) -> str:
        """Return the names of people as one list."""
        return self.desk.all_names(people)
