"""The kinds of act that follow-ups and suggestions are made of. The handover writes `Opened` as well, when work is
assigned."""

from datetime import datetime
from operator import not_

from pydantic import Field

from jiaoban.followup.terms import Category
from jiaoban.kernel.act import Payload
from jiaoban.kernel.words import Words
from jiaoban.regime.everyday import Chief


class Opened(Payload, kind="followup.opened"):
    """Something is to be followed up by `owner` until `due_at`. `origin`: key of the entry, meeting, handover or matter
    from which it came. `category`: a fault that somebody reported, a finding of a checklist; `photos` show it."""

    followup: str
    what: str
    where: str
    state_so_far: str = ""
    next_step: str
    due_at: datetime
    owner: str
    origin: str = ""
    shift: str = ""
    category: Category = Field(default="", exclude_if=not_)
    photos: tuple[str, ...] = Field(default=(), exclude_if=not_)


class Progressed(Payload, kind="followup.progressed"):
    """Somebody worked on it in the shift `shift`."""

    followup: str
    text: str
    shift: str = ""


class Excused(Payload, kind="followup.excused"):
    """Nobody worked on it in the shift `shift`, and this is why."""

    followup: str
    reason: str
    shift: str = ""


class PassedOn(Payload, kind="followup.passed_on"):
    """From now on another person follows it."""

    followup: str
    giver: str
    taker: str
    reason: str = ""


class Closed(Payload, kind="followup.closed"):
    """It is done, with this result."""

    followup: str
    result: str
    shift: str = ""


class Transferred(Payload, kind="followup.transferred"):
    """Who follows it cannot solve it: it is put to a department, or to a superior. `to` and `title`: which one, as the
    regime had it then; `post`: the post whose people answer, or else `answers`."""

    followup: str
    to: str
    title: Words
    post: str = ""
    answers: Chief = "supervisor"
    reason: str


class Accepted(Payload, kind="followup.accepted"):
    """The department takes it over: `owner` follows it from now on. `contact`: who sees to it there, who has no account
    here; `due_at`: the new limit, where it gets one."""

    followup: str
    owner: str
    contact: str = ""
    due_at: datetime | None = None


class Returned(Payload, kind="followup.returned"):
    """The department gives it back, with the reason; whoever followed it follows it still."""

    followup: str
    reason: str


class Escalated(Payload, kind="followup.escalated"):
    """It is open beyond its limit `due_at` for so long that `to` is told. Written by the program, once."""

    followup: str
    to: Chief
    due_at: datetime


class Suggested(Payload, kind="followup.suggested"):
    """Somebody suggests how something can be done better."""

    suggestion: str
    title: str
    text: str = ""
    problem: str = ""


class TakenUp(Payload, kind="followup.taken_up"):
    """A suggestion is taken up: `owner` sees to it."""

    suggestion: str
    owner: str
    note: str = ""


class CarriedOut(Payload, kind="followup.carried_out"):
    """A suggestion is carried out; what came of it."""

    suggestion: str
    result: str


class TurnedDown(Payload, kind="followup.turned_down"):
    """A suggestion is not followed, with the reason."""

    suggestion: str
    reason: str
