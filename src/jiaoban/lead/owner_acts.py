"""The kinds of act by which it is settled whose a customer is: talking to colleagues, collisions, who leads a
follow-up, following customers who have bought. What is said of a customer is a reference to a personal value."""

from datetime import datetime
from typing import Literal

from jiaoban.kernel.act import Payload
from jiaoban.kernel.personal import PersonalRef
from jiaoban.lead.acts import Amount

Outcome = Literal["SUCCESS", "FAILED"]


class Talked(Payload, kind="lead.talked"):
    """`person` talked with the colleague `to` about a customer."""

    SUBJECT, PERSONAL = "lead", ("note",)
    lead: str
    person: str
    to: str
    note: PersonalRef = ""


class Left(Payload, kind="lead.left"):
    """`person` leaves a customer to the others."""

    SUBJECT, PERSONAL = "lead", ("note",)
    lead: str
    person: str
    note: PersonalRef = ""


class LeaderNamed(Payload, kind="lead.leader_named"):
    """`person` names who of them and the `other` side is to lead the follow-up of a customer."""

    SUBJECT, PERSONAL = "lead", ("note",)
    lead: str
    person: str
    leader: str
    other: str
    note: PersonalRef = ""


class LeaderOverruled(Payload, kind="lead.leader_overruled"):
    """A supervisor says who leads the follow-up, with the reason."""

    lead: str
    leader: str
    reason: str


class AppointmentRepeated(Payload, kind="lead.appointment_repeated"):
    """The appointment `event` was fixed over one (`over`) that a colleague had fixed, without having talked to them."""

    lead: str
    event: str
    person: str
    over: str
    colleague: str
    reason: str = ""


class IntentFound(Payload, kind="lead.intent_found"):
    """A supervisor finds whether an appointment was repeated on purpose."""

    lead: str
    event: str
    intent: bool
    reason: str


class CollisionRaised(Payload, kind="lead.collision_raised"):
    """Several people and one customer. `by_itself`: found when the last of them dealt with the customer, by `event`."""

    SUBJECT, PERSONAL = "lead", ("note",)
    collision: str
    lead: str
    people: tuple[str, ...]
    by_itself: bool = False
    event: str = ""
    note: PersonalRef = ""


class CollisionJoined(Payload, kind="lead.collision_joined"):
    """Somebody else is concerned as well; what was agreed before is open again."""

    collision: str
    person: str
    event: str = ""


class SettlementProposed(Payload, kind="lead.settlement_proposed"):
    """One of those concerned proposes who keeps the customer, with `share` of a hundred of the revenue."""

    collision: str
    keeper: str
    share: int
    note: str = ""


class SettlementAccepted(Payload, kind="lead.settlement_accepted"):
    """Another one agrees to what is proposed."""

    collision: str


class SettlementTold(Payload, kind="lead.settlement_told"):
    """What was agreed is reported to a supervisor."""

    collision: str
    to: str


class SettlingGivenUp(Payload, kind="lead.settling_given_up"):
    """They do not come to an agreement: it goes up."""

    collision: str
    reason: str = ""


class CollisionRuled(Payload, kind="lead.collision_ruled"):
    """A supervisor rules who keeps the customer ('': the order is void), with the reason."""

    collision: str
    keeper: str = ""
    reason: str


class QuarrelRecorded(Payload, kind="lead.quarrel_recorded"):
    """These quarrelled over a collision."""

    quarrel: str
    collision: str
    lead: str
    people: tuple[str, ...]
    note: str


class FollowupAnnounced(Payload, kind="lead.followup_announced"):
    """A customer who bought from `person` is to be followed into the how manieth `month` after the sale, which is over
    at `ends_at`. `sales` and `teacher`: who was told there; `leader`: who leads where it is not the closer."""

    SUBJECT, PERSONAL = "lead", ("note",)
    followup: str
    lead: str
    month: int
    person: str
    ends_at: datetime
    sales: str
    teacher: str
    leader: str = ""
    note: PersonalRef = ""


class FollowupEnded(Payload, kind="lead.followup_ended"):
    """What came of a follow-up; of a success the revenue, which counts for the closer."""

    SUBJECT, PERSONAL = "lead", ("note",)
    followup: str
    lead: str
    outcome: Outcome
    amount: Amount | None = None
    note: PersonalRef = ""
