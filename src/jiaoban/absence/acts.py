"""The kinds of act that absences and recalls are made of."""

from datetime import datetime
from operator import not_

from pydantic import BaseModel, ConfigDict, Field

from jiaoban.absence.terms import Sort, Source
from jiaoban.kernel.act import Payload


class Part(BaseModel):
    """Base of what stands inside an act."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Transfer(Part):
    """A line of the work transfer form: a piece of open work, as it read then, and who is to take it over.

    `thing`: its source and key, such as `followup:step-001`; of other work its words are all that there is of it. `to`
    is '' for what one cannot give away: it is read on coming back.
    """

    thing: str
    source: Source
    text: str
    post: str = ""
    to: str = ""
    note: str = ""


class Cover(Part):
    """A shift of a post, or a duty or round in it, and who sees to it instead. `shift`: key of the shift.

    `was` and `stands`: of a shift, who stood it by the roster, and who stands it now.
    """

    thing: str
    sort: Sort
    post: str
    shift: str
    text: str
    person: str
    was: tuple[str, ...] = Field(default=(), exclude_if=not_)
    stands: tuple[str, ...] = Field(default=(), exclude_if=not_)


class Allowed(Payload, kind="absence.allowed"):
    """A request of a person for an absence that begins on this local day may come later than the regime wants."""

    person: str
    absence_kind: str
    day: str
    reason: str


class Asked(Payload, kind="absence.asked"):
    """A person asks to be away, `from_at <= moment < until_at`, with the work transfer form.

    `mobile` and `landline`: where they can be reached meanwhile. `allowed`: reason of the exception on which it stands.
    """

    absence: str
    person: str
    absence_kind: str
    from_at: datetime
    until_at: datetime
    reason: str
    where: str = ""
    mobile: str = ""
    landline: str = ""
    transfers: tuple[Transfer, ...] = ()
    allowed: str = Field(default="", exclude_if=not_)


class Entrusted(Payload, kind="absence.entrusted"):
    """A line of the form goes to another receiver, or is added to it."""

    absence: str
    transfer: Transfer


class Accepted(Payload, kind="absence.accepted"):
    """The receiver takes these lines of the form over."""

    absence: str
    things: tuple[str, ...]


class Declined(Payload, kind="absence.declined"):
    """The receiver does not take these lines over, with the reason."""

    absence: str
    things: tuple[str, ...]
    reason: str


class Approved(Payload, kind="absence.approved"):
    """The absence is approved; everything in that time has another name."""

    absence: str
    covers: tuple[Cover, ...]
    note: str = ""


class Rejected(Payload, kind="absence.rejected"):
    """The absence is not approved, with the reason."""

    absence: str
    reason: str


class Withdrawn(Payload, kind="absence.withdrawn"):
    """Whoever asked stays after all."""

    absence: str
    reason: str = ""


class Shortened(Payload, kind="absence.shortened"):
    """The absence ends earlier than it was asked for."""

    absence: str
    was: datetime
    until_at: datetime
    reason: str


class CameBack(Payload, kind="absence.came_back"):
    """The person is back; where that is before the end of the absence, the absence ends with it."""

    absence: str
    note: str = ""


class HandedBack(Payload, kind="absence.handed_back"):
    """The receiver gives a line of the form back to whoever was away, and says how it stands."""

    absence: str
    thing: str
    state: str


class NumbersSeen(Payload, kind="absence.numbers_seen"):
    """Somebody had the telephone numbers of an absence shown to them."""

    absence: str
    reason: str


class Recalled(Payload, kind="absence.recalled"):
    """A person who is away is called back. `answer_by`: until when they are to answer."""

    recall: str
    absence: str
    person: str
    reason: str
    where: str
    wanted_at: datetime | None = None
    answer_by: datetime


class RecallAnswered(Payload, kind="absence.recall_answered"):
    """The recall reached them: they come, expected at `expected_at`, or cannot, with the reason."""

    recall: str
    coming: bool
    expected_at: datetime | None = None
    text: str = ""


class SetOut(Payload, kind="absence.set_out"):
    """They are on the way."""

    recall: str
    expected_at: datetime | None = None


class Arrived(Payload, kind="absence.arrived"):
    """They are there."""

    recall: str


class RecallCancelled(Payload, kind="absence.recall_cancelled"):
    """They need not come any more."""

    recall: str
    reason: str
