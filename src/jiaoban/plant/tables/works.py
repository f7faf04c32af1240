"""What permits, switching orders, work faces and orders from above have besides the life of every matter."""

from collections.abc import Mapping
from datetime import datetime

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State
from jiaoban.plant import acts


class Step(State):
    """A step of a switching order: done by its performer and checked by the guardian, or skipped with a reason."""

    number: int
    text: str
    done_at: datetime | None = None
    done_by: str = ""
    checked_at: datetime | None = None
    checked_by: str = ""
    skipped_at: datetime | None = None
    skipped_by: str = ""
    note: str = ""

    @property
    def begun(self) -> bool:
        """Something was done with it: done, or skipped."""
        return self.done_at is not None or self.skipped_at is not None

    def settled(self, *, guarded: bool) -> bool:
        """Say whether the next one may follow: it was skipped, or done and, under a guardian, checked."""
        return self.skipped_at is not None or (self.checked_at if guarded else self.done_at) is not None

    @property
    def last_at(self) -> datetime | None:
        """When something last happened with it."""
        return max((at for at in (self.done_at, self.checked_at, self.skipped_at) if at), default=None)


class Extension(State):
    """A permit was extended. `late`: its validity had run out by then."""

    at: datetime
    by: str
    who: str
    before: datetime
    until: datetime
    reason: str
    late: bool


class Said(State):
    """An order was read back, or its carrying out reported: the words, who said them, to whom, who wrote it down."""

    at: datetime
    by: str
    words: str
    who: str
    to: str


def steps(texts: tuple[str, ...]) -> tuple[Step, ...]:
    """Return steps that are still to be done, numbered from 1."""
    return tuple(Step(number=number, text=text) for number, text in enumerate(texts, start=1))


def stepped(before: tuple[Step, ...], act: Act) -> tuple[Step, ...] | None:
    """Return the steps after an act about one of them; None for an act of another kind."""
    p, told = act.payload, _told(act)
    if told is None:
        return None
    number = getattr(p, "step", 0)
    return tuple(one.model_copy(update=dict(told)) if one.number == number else one for one in before)


def _told(act: Act) -> Mapping[str, object] | None:
    p, at, by = act.payload, act.occurred_at, act.actor
    if isinstance(p, acts.StepDone):
        return {"done_at": at, "done_by": by, "note": p.note}
    if isinstance(p, acts.StepChecked):
        checked: dict[str, object] = {"checked_at": at, "checked_by": by}
        return checked | ({"note": p.note} if p.note else {})
    if isinstance(p, acts.StepSkipped):
        return {"skipped_at": at, "skipped_by": by, "note": p.reason}
    return None
