"""The kinds of act that customers are made of.

No number, name or note stands in any of them: what is typed `PersonalRef` is a reference (kernel/personal.py). An event
(contact, appointment, visit, deposit, sale, loss) has the id of its command for its key and `person` for whom it
counts; the act's `occurred_at` is when it happened.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from operator import not_
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from jiaoban.kernel.act import Act, Payload
from jiaoban.kernel.fields import HeldMoment
from jiaoban.kernel.personal import PersonalRef
from jiaoban.lead.terms import DealingKind, Kind

Amount = Annotated[Decimal, Field(gt=0, lt=10**10, decimal_places=2)]
"""Money in the currency of the place: more than nothing, to the hundredth."""


class Opened(Payload, kind="lead.opened"):
    """A customer was written down. `source`: where they come from, one of the regime's."""

    SUBJECT, PERSONAL = "lead", ("number", "name", "note")
    lead: str
    number: PersonalRef
    name: PersonalRef = ""
    note: PersonalRef = ""
    source: str = ""


class Described(Payload, kind="lead.described"):
    """What a customer is called and where they come from is now so."""

    SUBJECT, PERSONAL = "lead", ("name", "note")
    lead: str
    name: PersonalRef = ""
    note: PersonalRef = ""
    source: str = ""


class NumberAdded(Payload, kind="lead.number_added"):
    """A customer can also be reached at another number."""

    SUBJECT, PERSONAL = "lead", ("number",)
    lead: str
    number: PersonalRef


class Contacted(Payload, kind="lead.contacted"):
    """Somebody contacted a customer. `way` and `result` are the regime's; `reached`: they spoke with each other."""

    SUBJECT, PERSONAL = "lead", ("note",)
    lead: str
    event: str
    person: str
    way: str
    result: str
    reached: bool
    note: PersonalRef = ""


class Appointed(Payload, kind="lead.appointed"):
    """An appointment was fixed: the customer comes at `for_at` to `where`."""

    SUBJECT, PERSONAL = "lead", ("note",)
    lead: str
    event: str
    person: str
    for_at: HeldMoment
    where: str
    note: PersonalRef = ""


class AppointmentMoved(Payload, kind="lead.appointment_moved"):
    """An appointment (`event`) is now at another time or place."""

    SUBJECT, PERSONAL = "lead", ("reason",)
    lead: str
    event: str
    for_at: HeldMoment
    where: str
    reason: PersonalRef = ""


class AppointmentCancelled(Payload, kind="lead.appointment_cancelled"):
    """An appointment (`event`) does not stand any more."""

    SUBJECT, PERSONAL = "lead", ("reason",)
    lead: str
    event: str
    reason: PersonalRef


class Visited(Payload, kind="lead.visited"):
    """The customer came. `person` received them, `assisted` helped; `appointment` is the event that brought them, ''
    where none did."""

    SUBJECT, PERSONAL = "lead", ("note",)
    lead: str
    event: str
    person: str
    appointment: str = ""
    assisted: tuple[str, ...] = ()
    note: PersonalRef = ""


class DepositTaken(Payload, kind="lead.deposit_taken"):
    """The customer paid a deposit to `person`."""

    lead: str
    event: str
    person: str
    amount: Amount


class Sold(Payload, kind="lead.sold"):
    """The customer bought; `person` closed the sale."""

    SUBJECT, PERSONAL = "lead", ("note",)
    lead: str
    event: str
    person: str
    amount: Amount
    note: PersonalRef = ""


class Lost(Payload, kind="lead.lost"):
    """The customer does not buy; `reason` is a personal text."""

    SUBJECT, PERSONAL = "lead", ("reason",)
    lead: str
    event: str
    person: str
    reason: PersonalRef


class Corrected(Payload, kind="lead.corrected"):
    """An event was written down wrongly. What is None stays as it was; `struck`: it did not happen."""

    lead: str
    event: str
    reason: str
    struck: bool = False
    at: HeldMoment | None = None
    person: str | None = None
    amount: Amount | None = None
    for_at: HeldMoment | None = None
    where: str | None = None


class Revealed(Payload, kind="lead.revealed"):
    """Somebody looked at the whole number of a customer."""

    lead: str
    why: str = ""


class Exported(Payload, kind="lead.exported"):
    """Somebody took customers out in a file. `whole`: with their whole numbers; `leads`: how many."""

    leads: int
    whole: bool
    why: str = ""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Carried(_Part):
    """An event as it stood when its customer was merged into another one. `lead`: under which customer it was written
    down, '' under that one."""

    event: str
    kind: Kind
    person: str
    at: HeldMoment
    amount: Amount | None = None
    for_at: HeldMoment | None = None
    cancelled: bool = False
    struck: bool = False
    lead: str = Field(default="", exclude_if=not_)


class CarriedDealing(_Part):
    """Something that was said about a customer who is merged into another one."""

    kind: DealingKind
    person: str
    at: HeldMoment
    act: int
    by: str
    whom: str = ""
    other: str = ""
    note: PersonalRef = ""
    reason: str = ""


class CarriedBriefing(_Part):
    """What a class teacher was told about a customer who is merged into another one."""

    teacher: str
    situation: PersonalRef
    by: str
    at: HeldMoment
    taken_at: HeldMoment | None = None


class CarriedEntrusting(_Part):
    """Who looked after a customer from a moment on."""

    person: str
    at: HeldMoment


class CarriedCare(_Part):
    """What was agreed about looking after a customer who is merged into another one."""

    briefings: tuple[CarriedBriefing, ...] = ()
    person: str = ""
    entrusted_at: HeldMoment | None = None
    entrusted_by: str = ""
    entrusted_why: str = ""
    entrusted: tuple[CarriedEntrusting, ...] = Field(default=(), exclude_if=not_)
    ended_at: HeldMoment | None = None
    ended_by: str = ""
    ended_why: str = ""


class Merged(Payload, kind="lead.merged"):
    """Two were one customer: `lead` is from now on part of `into`, with everything that names it: its numbers and
    events, what was said about it (`dealings`) and agreed about looking after it (`care_file`), and the keys of its
    collisions, quarrels, repeated appointments, later follow-ups, contacts after the sale, and of those who looked at
    its number (`accesses`). `name`, `note`, `source`: what `into` had none of; `opened_at`, `opened_by`: where it was
    written down before `into`."""

    lead: str
    into: str
    numbers: tuple[PersonalRef, ...]
    events: tuple[Carried, ...]
    reason: str
    dealings: tuple[CarriedDealing, ...] = Field(default=(), exclude_if=not_)
    care_file: CarriedCare | None = Field(default=None, exclude_if=not_)
    collisions: tuple[str, ...] = Field(default=(), exclude_if=not_)
    quarrels: tuple[str, ...] = Field(default=(), exclude_if=not_)
    repeats: tuple[str, ...] = Field(default=(), exclude_if=not_)
    followups: tuple[str, ...] = Field(default=(), exclude_if=not_)
    cares: tuple[str, ...] = Field(default=(), exclude_if=not_)
    accesses: tuple[str, ...] = Field(default=(), exclude_if=not_)
    name: PersonalRef = Field(default="", exclude_if=not_)
    note: PersonalRef = Field(default="", exclude_if=not_)
    source: str = Field(default="", exclude_if=not_)
    opened_at: HeldMoment | None = Field(default=None, exclude_if=not_)
    opened_by: str = Field(default="", exclude_if=not_)


def named_by(field: str, carried: str) -> Callable[[Act], Iterable[str]]:
    """Return how the acts of a table name its rows: by this field, and a merged customer's by what it carries."""

    def keys(act: Act) -> Iterable[str]:
        p = act.payload
        named: Iterable[str] = getattr(p, carried) if isinstance(p, Merged) else (getattr(p, field),)
        return named

    return keys


class Erased(Payload, kind="lead.erased"):
    """A customer's numbers, names and notes were erased on demand: of `lead` and all those merged into it (`leads`)."""

    ERASES = "leads"
    lead: str
    leads: tuple[str, ...]
    reason: str
