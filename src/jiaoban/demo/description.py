"""What a demo site is made of: one YAML file in `sites/`. The same program founds and plays all of them.

Nothing here knows a regime: a file names the regime of its posts, the hours at which its people take each part of a
handover, and what they write and say.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, model_validator

from jiaoban.demo.parts import AttendingIs, Part, SellingIs
from jiaoban.kernel.access import Role
from jiaoban.kernel.shifts import ShiftPattern, local
from jiaoban.kernel.words import Words

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
FOLDER = Path(__file__).parent / "sites"


class PostIs(Part):
    """A post: what qualification it needs, what is handed over one by one, the state in which it may stand alone."""

    name: Words
    duty: str = ""
    subjects: dict[str, str] = {}
    safe_state: Words | None = None


class PersonIs(Part):
    """A person: `is: [SUPERVISOR]` is a role at the whole site, `is: [OPERATOR@ccr]` at one post."""

    name: str
    crew: str = ""
    roles: tuple[str, ...] = Field(alias="is")
    holds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the cast: key (also the account's name), name, crew code, (role, post or None)s, certificates."""

    key: str
    name: str
    crew: str
    roles: tuple[tuple[Role, str | None], ...]
    qualifications: tuple[str, ...] = ()

    @property
    def username(self) -> str:
        """The account's name."""
        return self.key

    @property
    def password(self) -> str:
        """The account's password: simple, printed, for the demo only."""
        return f"{self.key}-2026"

    def stands(self, post: str) -> bool:
        """Say whether they stand shifts at a post."""
        return (Role.OPERATOR, post) in self.roles

    @property
    def leads(self) -> bool:
        """Whether they supervise the shifts of their crew."""
        return bool(self.crew) and any(role is Role.SUPERVISOR for role, _ in self.roles)


def _member(key: str, one: PersonIs) -> Member:
    said = (role.partition("@") for role in one.roles)
    return Member(key, one.name, one.crew, tuple((Role(role), post or None) for role, _, post in said), one.holds)


class GearIs(Part):
    """A piece of equipment: `kind` as the regime's sections tell kinds apart; `parent` is what it is part of."""

    post: str
    key: str
    code: str
    name: str
    kind: str
    state: str = "RUNNING"
    mode: str = ""
    parent: str = ""


class GaugeIs(Part):
    """A parameter and where its figures come from.

    Invented ones lie around `level`, swing by `swing` over a day and rise by `drift` a day; from `bends` hours before
    the visitor comes they lie `bend` higher. With `column` they are taken from recorded data where those are at hand.
    `rate` an hour makes a totalizer: it stands at `level` when the visitor comes and begins again at `rolls_at`.
    """

    post: str
    key: str
    name: str
    unit: str
    group: str
    low: str = ""
    high: str = ""
    decimals: int = 1
    equipment: str = ""
    level: float
    swing: float = 0.0
    drift: float = 0.0
    bend: float = 0.0
    column: int | None = None
    rate: float | None = None
    rolls_at: str = ""


class CustodyIs(Part):
    """A thing in custody, and how many there must be."""

    post: str
    key: str
    name: str
    kind: str
    expected: int


class EntryIs(Part):
    """A line of any other register: the verb that enters it, at which post, with what."""

    post: str
    does: str
    with_: dict[str, Any] = Field(alias="with")


class RecordedIs(Part):
    """Recorded data: files of rows `minutes` apart, columns counted from 1, below a folder that the environment names.

    `usual` tells of the days before; `trouble`, from its row `onset` on, of what began `bends` hours before the visit.
    """

    usual: str
    trouble: str
    onset: int
    minutes: int
    says: str


class Registers(Part):
    """What the posts have: equipment, parameters, things in custody, and what else is entered by its own verb."""

    equipment: tuple[GearIs, ...] = ()
    parameters: tuple[GaugeIs, ...] = ()
    custody: tuple[CustodyIs, ...] = ()
    also: tuple[EntryIs, ...] = ()
    recorded: RecordedIs | None = None


class Course(Part):
    """When a handover of the site goes through its parts, in minutes from the hour (negative: before it).

    Who is late arrives at `late` and does in one go what they should have done by then. `after`: when the crew that
    leaves holds its meeting.
    """

    opens: int
    prepare: int
    offer: int
    arrive: int
    read: int
    inspect: int
    meet: int
    sign: int
    after: int | None = None
    late: int = -4


class LineIs(Part):
    """A line that the outgoing side writes into a section by hand; without fields it may be written as its text."""

    text: str
    fields: dict[str, str] = {}

    @model_validator(mode="before")
    @classmethod
    def _text_alone(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value


class Sayings(Part):
    """What the people of the site write and say in every handover.

    `record`: by section, what is written by hand; `fields`: by section, what is filled into drawn lines; `gates`: by
    gate, the words that lift it; `excuses`: why a follow-up is not closed, in turn.
    """

    record: dict[str, LineIs] = {}
    fields: dict[str, dict[str, str]] = {}
    gates: dict[str, str] = {}
    excuses: tuple[str, ...] = ()
    read_back: str = "已听清，按记录要求盯住，有变化马上报告。"
    report: str = "记录已看，现场已查，运行正常。"
    brief: dict[str, str] = {}


class Story(Part):
    """What is particular about one handover of the past: the post and which of its handovers, counted from 0.

    `asked`: a question and its answer; `objection`, `refusal`, `dispute`: kind or ground, what is said, how it ends;
    `shortage`: a thing in custody and why one is missing; `assignment`: work and its next step.
    """

    post: str
    turn: int
    lines: dict[str, LineIs] = {}
    asked: tuple[str, str] | None = None
    late_because: str = ""
    objection: tuple[str, str, str] | None = None
    refusal: tuple[str, str, str] | None = None
    dispute: tuple[str, str, str] | None = None
    shortage: tuple[str, str] | None = None
    assignment: tuple[str, str] | None = None


class EventIs(Part):
    """Something that somebody on duty does (`by: lead`: their supervisor; `next`: who stands the shift after the
    running one; or a person's key): `hour` after the first midnight, so many minutes into the running shift
    (`tonight`), or at these times (`at`) of each of these `days` (0 is the first; without any: every day) up to the
    visit. `as` labels what it makes, the last one of several.

    In `with` stand `{ref: label}`, `{person: next}` and `{person: now}` (who stands the next and the running shift),
    `{lead: now}` (their supervisor), `{tonight: minutes}` and `{after_end: hours}` (moments from the begin and the end
    of the running shift), `{again: day}` and `{next_again: shift}` (day and shift of the crew's next turn after this
    one, and of the next crew's), `{day: 2}` (the day so many days after the running shift's), `{later: day}` (of the
    third turn after that), `{later: resting}` (who has that day off), `{next_month: 12}` (that day of the month after),
    `{ref: month}` and `{ref: last_month}` (that of the event, and the one before), `{ref: version}` (of the regime),
    `{followup: label}` (a line of a work transfer form) and `{recall: label, of: person}`.
    """

    post: str
    hour: float | None = None
    tonight: int | None = None
    at: tuple[time, ...] = ()
    days: tuple[int, ...] = ()
    by: str = "on-duty"
    does: str
    with_: dict[str, Any] = Field(default={}, alias="with")
    as_: str = Field(default="", alias="as")


class RoundIs(Part):
    """A round that was gone, begun `tonight` minutes from the begin of the running shift (negative: before it).

    By point: `skipped` and why, `notes` of what was seen; `quick`: points that were hardly looked at.
    """

    post: str
    route: str
    tonight: int
    skipped: dict[str, str] = {}
    notes: dict[str, str] = {}
    quick: tuple[str, ...] = ()


class LogIs(Part):
    """An entry that every shift of a post (or those of these codes) writes, so many minutes after its begin."""

    at: int
    category: str
    text: str
    shifts: tuple[str, ...] = ()


class Past(Part):
    """What happened in the days before the visitor comes, and in the running shift.

    `readings`: hours between readings, entered `reads_after` minutes later; `read_for`: so many hours back; `bends`:
    hours before the visit from which on the gauges bend. `before`: so many days lie ahead of these, of which
    only attendance and `selling` tell, and events with negative hours. Without a `course` nothing is handed over:
    everybody whose shifts these are holds the post from the first on.
    """

    days: int = 3
    before: int = 0
    shift: str
    arrival: timedelta
    readings: int = 1
    reads_after: int = 2
    read_for: int = 55
    bends: float = 0.0
    opening: str
    log: dict[str, tuple[LogIs, ...]] = {}
    stories: tuple[Story, ...] = ()
    events: tuple[EventIs, ...] = ()
    rounds: tuple[RoundIs, ...] = ()
    attendance: tuple[AttendingIs, ...] = ()
    selling: tuple[SellingIs, ...] = ()
    course: Course | None = None
    sayings: Sayings = Sayings()


class SiteIs(Part):
    """A site: what it is, its posts and people, the regime by which they are handed over, registers, past. `despite`:
    why the cycle is as it is although it breaks rules of the regime."""

    code: str
    name: Words
    zone: str = "Asia/Shanghai"
    demo: bool = True
    regime: str
    anchor: date
    numbers: str
    crews: dict[str, Words]
    pattern: ShiftPattern
    cycle: tuple[dict[str, str], ...] = ()
    despite: str = ""
    posts: dict[str, PostIs]
    persons: dict[str, PersonIs] = Field(alias="people")
    registers: Registers = Registers()
    past: Past | None = None

    @cached_property
    def people(self) -> dict[str, Member]:
        """Its people by key, in the order of the file."""
        return {key: _member(key, one) for key, one in self.persons.items()}

    @property
    def cast(self) -> tuple[Member, ...]:
        """Everybody, in the order of the file."""
        return tuple(self.people.values())

    @property
    def founded(self) -> datetime:
        """Local midnight of the day on which the cycle of the crews begins."""
        return local(self.anchor, time(0), self.zone)

    @cached_property
    def leads(self) -> dict[str, Member]:
        """The supervisor of every crew."""
        return {one.crew: one for one in self.cast if one.leads}

    def team_at(self, post: str) -> dict[str, tuple[Member, ...]]:
        """Return everybody of every crew who stands a post, in the order of the file."""
        standing = [one for one in self.cast if one.crew and one.stands(post)]
        return {crew: tuple(one for one in standing if one.crew == crew) for crew in self.crews}

    def crew_at(self, post: str) -> dict[str, Member]:
        """Return who of every crew stands a post, the first where several do."""
        return {crew: team[0] for crew, team in self.team_at(post).items() if team}

    @property
    def administrator(self) -> Member:
        """Who administers the site."""
        return next(one for one in self.cast if any(role is Role.ADMINISTRATOR for role, _ in one.roles))

    @property
    def registrar(self) -> Member:
        """The supervisor who keeps the registers."""
        return next(iter(self.leads.values()))


def read(code: str, *, brief: bool = False) -> SiteIs:
    """Return the site of this code, with the months before where it has such (`brief`: without them): always the same
    one. Raises `FileNotFoundError` where there is none."""
    return _read(code, brief)


@cache
def _read(code: str, brief: bool) -> SiteIs:
    written = _written(FOLDER / f"{code}.yaml")
    months = FOLDER / f"{code}-months.yaml"
    if not brief and months.exists():
        more = _written(months)
        before, there = more["past"], written["past"]
        written["past"] = {**there, **before, "events": [*there["events"], *before["events"]]}
    return SiteIs.model_validate({"code": code, **written})


def _written(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), _LOADER)  # noqa: S506 - a safe one
    return found


NEIGHBOUR = "qingxi"
CODES = ("yunfeng", "binjiang", "dongtai", "cuihu", "mingde")
"""The demo sites, the one of the tutorial first."""
