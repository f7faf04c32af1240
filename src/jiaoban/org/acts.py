"""What happens to an organisation: the acts of this room, and the plain values that they are made of."""

from datetime import date, datetime
from operator import not_
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from jiaoban.kernel.access import Role
from jiaoban.kernel.act import Payload
from jiaoban.kernel.shifts import ShiftPattern
from jiaoban.kernel.starts import Start
from jiaoban.kernel.words import Words


class Value(BaseModel):
    """Base of the plain values: frozen, strict about names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Need(Value):
    """How many people with a qualification a post needs at least."""

    qualification: str
    at_least: int = 1


class Subject(Value):
    """A thing that is handed over one by one at a post: a unit, a bed, a customer."""

    key: str
    name: str


class PostDescription(Value):
    """What a post is: name, regime id, shifts, minimum complement, subjects, safe state for standing unattended."""

    name: Words
    regime: str
    pattern: ShiftPattern
    complement: tuple[Need, ...] = ()
    subjects: tuple[Subject, ...] = ()
    safe_state: Words | None = None


class PersonDescription(Value):
    """What is known of a person: name, account name ('' = none), crew code ('' = none), telephone, still with us."""

    name: str
    username: str = ""
    crew: str = ""
    phone: str = ""
    active: bool = True


class SiteFounded(Payload, kind="org.site_founded"):
    """The first act of every book: the site came into being."""

    code: str
    name: Words
    zone: str
    demo: bool


class CrewFormed(Payload, kind="org.crew_formed"):
    """A crew has this name from now on."""

    crew: str
    name: Words


class PostOpened(Payload, kind="org.post_opened"):
    """A post came into being."""

    post: str
    description: PostDescription


class PostChanged(Payload, kind="org.post_changed"):
    """A post is described like this from now on."""

    post: str
    description: PostDescription


class PersonAdded(Payload, kind="org.person_added"):
    """A person came to the site."""

    person: str
    description: PersonDescription


class PersonChanged(Payload, kind="org.person_changed"):
    """A person is described like this from now on."""

    person: str
    description: PersonDescription


class CrewSet(Payload, kind="org.crew_set"):
    """A person belongs to this crew from now on; '' is none."""

    person: str
    crew: str


class RoleGranted(Payload, kind="org.role_granted"):
    """A person has a role, at one post or (None) at the whole site."""

    person: str
    role: Role
    at_post: str | None


class RoleRevoked(Payload, kind="org.role_revoked"):
    """A person has this role no longer."""

    person: str
    role: Role
    at_post: str | None


class PersonQualified(Payload, kind="org.person_qualified"):
    """A person holds a qualification on the days `valid_from <= day < valid_to` (None: without end)."""

    person: str
    qualification: str
    number: str
    valid_from: date
    valid_to: date | None


class PersonDisqualified(Payload, kind="org.person_disqualified"):
    """A person's qualification ends: not valid on `from_day` and after."""

    person: str
    qualification: str
    from_day: date
    reason: str


class RegimeAdopted(Payload, kind="org.regime_adopted"):
    """A version of a regime is in force from `effective_from` on: a local midnight, or an hour of the site's clock.

    `source` is the stored archive of the files that the pack was made from, with comments and scenarios ('': none kept,
    or a draft has them).
    """

    FILES: ClassVar[tuple[str, ...]] = ("digest", "source")

    regime: str
    version: str
    digest: str
    effective_from: Start
    source: str = Field(default="", exclude_if=not_)


class ClockMoved(Payload, kind="org.clock_moved"):
    """From `from_at` on the site's clock goes by this zone; a move that was foreseen for then or later is void."""

    zone: str
    from_at: datetime
    reason: str


class ClockSet(Payload, kind="org.clock_set"):
    """The clock of a demo site was set to `to`; it now runs `ahead_us` microseconds ahead of the real one."""

    to: datetime
    ahead_us: int
