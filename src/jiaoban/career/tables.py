"""What is known of careers after the acts so far. Pure."""

from collections.abc import Iterable
from datetime import date, datetime

from jiaoban.career import acts
from jiaoban.career.terms import Standing
from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table
from jiaoban.kernel.fields import joint_key
from jiaoban.kernel.money import MaybeMoney


class JoiningBefore(State):
    """What had been registered before it was corrected, and why."""

    day: str
    position: str
    reason: str
    by: str
    at: datetime


class Member(State):
    """A person's place in the department. `asked_sold`, `regular_sold`: their sales when the form was handed in, and
    when they were registered; `declined`: why the form went back."""

    key: str
    post: str
    person: str
    day: str
    position: str
    probation: bool
    note: str = ""
    standing: Standing
    joined_by: str
    joined_at: datetime
    before: tuple[JoiningBefore, ...] = ()
    asked_at: datetime | None = None
    asked_sold: MaybeMoney | None = None
    summary: str = ""
    declined: str = ""
    regular_at: datetime | None = None
    regular_by: str = ""
    regular_sold: MaybeMoney | None = None
    regular_note: str = ""
    reported_at: datetime | None = None
    report: str = ""
    taken_at: datetime | None = None
    taken_by: str = ""
    taken_note: str = ""

    @property
    def since(self) -> date:
        """The local day on which they joined."""
        return date.fromisoformat(self.day)


def member_key(post: str, person: str) -> str:
    """Return the key of a person's place at a post."""
    return joint_key(post, person)


def _keys(act: Act) -> Iterable[str]:
    return (member_key(act.post, act.payload.person),)  # type: ignore[attr-defined]  # each of its kinds has it


def _fold(state: Member | None, act: Act, key: str) -> Member | None:
    p = act.payload
    if isinstance(p, acts.Joined):
        return Member(
            key=key,
            post=act.post,
            standing="PROBATION" if p.probation else "REGULAR",
            joined_by=act.actor,
            joined_at=act.occurred_at,
            **p.model_dump(),
        )
    return state.model_copy(update=_changes(state, act)) if state else None


def _changes(state: Member, act: Act) -> dict[str, object]:
    at, by = act.occurred_at, act.actor
    match act.payload:
        case acts.JoiningCorrected() as right:
            before = JoiningBefore(day=state.day, position=state.position, reason=right.reason, by=by, at=at)
            return {"day": right.day, "position": right.position, "before": (*state.before, before)}
        case acts.RegularAsked() as asked:
            said = {"asked_at": at, "asked_sold": asked.sold, "summary": asked.summary, "declined": ""}
            return {"standing": "ASKED", **said}
        case acts.RegularDeclined() as declined:
            return {"standing": "PROBATION", "declined": declined.reason}
        case acts.Regularised() as made:
            said = {"regular_at": at, "regular_by": by, "regular_sold": made.sold, "regular_note": made.note}
            return {"standing": "REGULAR", **said}
        case acts.Reported() as told:
            return {"reported_at": at, "report": told.text}
    taken = act.payload
    assert isinstance(taken, acts.ReportTaken)
    return {"taken_at": at, "taken_by": by, "taken_note": taken.note}


MEMBERS = Table(
    "career.members",
    Member,
    kinds=(
        acts.Joined.KIND,
        acts.JoiningCorrected.KIND,
        acts.RegularAsked.KIND,
        acts.RegularDeclined.KIND,
        acts.Regularised.KIND,
        acts.Reported.KIND,
        acts.ReportTaken.KIND,
    ),
    keys=_keys,
    evolve=_fold,
    columns=("post", "person", "standing"),
)
