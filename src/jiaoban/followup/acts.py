"""The kinds of act that follow-ups are made of. The handover writes `Opened` as well, when work is assigned."""

from datetime import datetime

from jiaoban.kernel.act import Payload


class Opened(Payload, kind="followup.opened"):
    """Something is to be followed up by `owner` until `due_at`. `origin`: key of the entry, meeting, handover or matter
    from which it came."""

    followup: str
    what: str
    where: str
    state_so_far: str = ""
    next_step: str
    due_at: datetime
    owner: str
    origin: str = ""
    shift: str = ""


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
