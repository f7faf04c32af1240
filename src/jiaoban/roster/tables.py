"""What the book knows of rosters. Pure. Every statement holds from a day on, so that a change leaves the past alone."""

from collections.abc import Iterable
from datetime import date, datetime
from operator import not_
from typing import TypeVar

from pydantic import Field

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table
from jiaoban.roster import acts


class Rotation(State):
    """A cycle of crews that holds from `from_day` on; its first day falls on `anchor_day`."""

    anchor_day: date
    from_day: date
    cycle: tuple[dict[str, str], ...]
    workdays: bool = Field(default=False, exclude_if=not_)
    seq: int = 0
    at: datetime | None = None

    def crew(self, day: date, shift: str) -> str:
        """Return the crew whose turn a shift of this day is; '' is nobody, and `+` joins several."""
        return self.cycle[(day - self.anchor_day).days % len(self.cycle)].get(shift, "")


class PostRotations(State):
    """The rotations of a post, in the order in which they were set."""

    post: str
    rotations: tuple[Rotation, ...] = ()

    def on(self, day: date) -> Rotation | None:
        """Return the rotation of this day: of the latest begin, the one set last; None before the first."""
        return _latest([one for one in self.rotations if one.from_day <= day])


class Manning(State):
    """The people of a crew at a post from `from_day` on."""

    from_day: date
    people: tuple[str, ...]
    seq: int = 0
    at: datetime | None = None


class CrewMannings(State):
    """Who of a crew stands the shifts of a post, in the order in which it was set."""

    post: str
    crew: str
    mannings: tuple[Manning, ...] = ()

    def on(self, day: date) -> tuple[str, ...]:
        """Return the people of this day, nobody before the first manning."""
        manning = _latest([one for one in self.mannings if one.from_day <= day])
        return manning.people if manning else ()


class Assignment(State):
    """One shift of one day, stood by these people by way of exception. `proposal`: the one from which it was taken."""

    post: str
    day: date
    shift: str
    people: tuple[str, ...]
    reason: str
    by: str
    proposal: str = ""

    @property
    def day_text(self) -> str:
        """The day as text, by which assignments are found."""
        return self.day.isoformat()


Dated = TypeVar("Dated", Rotation, Manning)


def _latest(dated: list[Dated]) -> Dated | None:
    newest = max((one.from_day for one in dated), default=None)
    return next((one for one in reversed(dated) if one.from_day == newest), None)


def manning_key(post: str, crew: str) -> str:
    """Return the key of a crew's mannings at a post."""
    return f"{post}.{crew}"


def assignment_key(post: str, day: date, shift: str) -> str:
    """Return the key of the exception for one shift of one day."""
    return f"{post}.{day.isoformat()}.{shift}"


def _rotation_keys(act: Act) -> Iterable[str]:
    assert isinstance(act.payload, acts.RotationSet)
    return (act.payload.post,)


def _fold_rotation(before: PostRotations | None, act: Act, key: str) -> PostRotations:
    said = act.payload
    assert isinstance(said, acts.RotationSet)
    rotation = Rotation(
        anchor_day=said.anchor_day,
        from_day=said.from_day,
        cycle=said.cycle,
        workdays=said.workdays,
        seq=act.seq,
        at=act.recorded_at,
    )
    return PostRotations(post=key, rotations=(*(before.rotations if before else ()), rotation))


def _manning_keys(act: Act) -> Iterable[str]:
    assert isinstance(act.payload, acts.CrewManned)
    return (manning_key(act.payload.post, act.payload.crew),)


def _fold_manning(before: CrewMannings | None, act: Act, _key: str) -> CrewMannings:
    said = act.payload
    assert isinstance(said, acts.CrewManned)
    manning = Manning(from_day=said.from_day, people=said.people, seq=act.seq, at=act.recorded_at)
    return CrewMannings(post=said.post, crew=said.crew, mannings=(*(before.mannings if before else ()), manning))


def cell_keys(act: Act) -> Iterable[str]:
    """Return the keys of the cells that an act says something of by hand."""
    match act.payload:
        case acts.ShiftAssigned() as said:
            return (assignment_key(said.post, said.day, said.shift),)
        case acts.GridChanged() as said:
            return tuple(assignment_key(said.post, cell.day, cell.shift) for cell in said.cells)
    raise TypeError(act.kind)


def _fold_assignment(_before: Assignment | None, act: Act, key: str) -> Assignment | None:
    post, day, shift, people = said_of(act, key)
    assert isinstance(act.payload, acts.ShiftAssigned | acts.GridChanged)
    if people is None:
        return None
    taken = act.payload.proposal if isinstance(act.payload, acts.ShiftAssigned) else ""
    return Assignment(
        post=post, day=day, shift=shift, people=people, reason=act.payload.reason, by=act.actor, proposal=taken
    )


def said_of(act: Act, key: str) -> tuple[str, date, str, tuple[str, ...] | None]:
    """Return post, day, shift and people that an act says of the cell of this key; None: the rotation holds again."""
    match act.payload:
        case acts.ShiftAssigned() as said:
            return said.post, said.day, said.shift, said.people
        case acts.GridChanged() as said:
            cell = next(one for one in said.cells if assignment_key(said.post, one.day, one.shift) == key)
            return said.post, cell.day, cell.shift, cell.people
    raise TypeError(act.kind)


ROTATIONS = Table(
    "roster.rotations",
    PostRotations,
    kinds=(acts.RotationSet.KIND,),
    keys=_rotation_keys,
    evolve=_fold_rotation,
    version=2,
)
MANNINGS = Table(
    "roster.mannings",
    CrewMannings,
    kinds=(acts.CrewManned.KIND,),
    keys=_manning_keys,
    evolve=_fold_manning,
    columns=("post",),
    version=2,
)
ASSIGNMENTS = Table(
    "roster.assignments",
    Assignment,
    kinds=(acts.ShiftAssigned.KIND, acts.GridChanged.KIND),
    keys=cell_keys,
    evolve=_fold_assignment,
    columns=("post", "day_text"),
)
