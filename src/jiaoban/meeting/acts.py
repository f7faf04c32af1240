"""The kinds of act that a meeting is made of."""

from pydantic import BaseModel, ConfigDict

from jiaoban.kernel.act import Payload
from jiaoban.meeting.terms import Fitness, Kind


class Called(BaseModel):
    """What the roll call says of a person."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    person: str
    present: bool
    fitness: Fitness = ""
    note: str = ""


class Opened(Payload, kind="meeting.opened"):
    """A meeting began. `occasion` is the key of the handover for which it is held."""

    meeting: str
    meeting_kind: Kind
    occasion: str


class RollCalled(Payload, kind="meeting.roll_called"):
    """The chair called the roll: who is present, in what state of mind."""

    meeting: str
    people: tuple[Called, ...]


class Briefed(Payload, kind="meeting.briefed"):
    """The chair summed up the shift that ends and said what to mind. An empty part stays as it was said before."""

    meeting: str
    discipline: str = ""
    conduct: str = ""
    attention: str = ""
    comments: str = ""
    text: str = ""


class Reported(Payload, kind="meeting.reported"):
    """Somebody of the new shift reported."""

    meeting: str
    text: str


class Closed(Payload, kind="meeting.closed"):
    """The chair closed the meeting."""

    meeting: str
