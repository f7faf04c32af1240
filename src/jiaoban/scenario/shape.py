"""What may stand in a scenario file: typed, strict about names, so that a slip of the pen is found when it is read."""

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, field_validator
from pydantic import Field as Key

from jiaoban.kernel.access import Role
from jiaoban.scenario.part import Part
from jiaoban.scenario.shape_conduct import CasesAre, EffectsAre, OccasionsAre
from jiaoban.scenario.shape_everyday import ChecklistsAre, ObservationsAre, ReadersAre, SuggestionsAre
from jiaoban.scenario.shape_leads import CustomerChecks
from jiaoban.scenario.shape_owners import OwnerChecks
from jiaoban.scenario.shape_reports import ReportChecks
from jiaoban.scenario.shape_sales import SalesChecks
from jiaoban.scenario.times import is_clock

LISTED = (
    *("lines", "followups", "responsible", "questions", "entries", "quality", "attendance"),
    *("roster", "swaps", "rest", "absences", "recalls"),
    *("cases", "occasions", "effects"),
    *("checklists", "readers", "observations", "suggestions"),
)
"""Checks of which there may be several; one alone needs no list."""


def _clock(text: str) -> str:
    if not is_clock(text):
        raise ValueError("a clock time is written 07:50, +1 07:50 (the next day) or -1 23:30 (the day before)")
    return text


Clock = Annotated[str, AfterValidator(_clock)]
Names = tuple[str, ...]


class CertificateIs(Part):
    """A qualification with its days; `until` is exclusive."""

    name: str
    since: date = date(2000, 1, 1)
    until: date | None = None


class PersonIs(Part):
    """A person, under their name: role (at `posts`, or at the whole site) and qualifications."""

    role: Role = Role.OPERATOR
    posts: Names = ()
    holds: tuple[CertificateIs, ...] = ()

    @field_validator("holds", mode="before")
    @classmethod
    def _by_name(cls, value: Any) -> Any:
        return [{"name": one} if isinstance(one, str) else one for one in value] if isinstance(value, list) else value


class ShiftIs(Part):
    """A shift of a post."""

    name: str
    begins: Clock
    ends: Clock


class PostIs(Part):
    """A post, under its key: shifts by code, people needed by qualification, what is handed over one by one. `overlap`:
    its shifts overlap on purpose."""

    name: str
    shifts: dict[str, ShiftIs]
    needs: dict[str, int] = {}
    subjects: dict[str, str] = {}
    safe_state: str = ""
    overlap: bool = False


class OnDuty(Part):
    """Who holds a post when the scenario begins, and since when; without people nobody does yet."""

    people: Names
    since: Clock = "00:00"


class Given(Part):
    """What is so before anything happens. `like` takes over a world of the folder; what is said here comes on top.

    `registers`: by verb, the things that are entered before (equipment, parameters, custody ...), each under its key.
    """

    like: str = ""
    zone: str | None = None
    day: date | None = None
    at: Clock | None = None
    post: str | None = None
    people: dict[str, PersonIs] = {}
    posts: dict[str, PostIs] = {}
    roster: dict[str, dict[str, Names]] = {}
    on_duty: dict[str, OnDuty] = {}
    registers: dict[str, dict[str, dict[str, Any]]] = {}


class Refused(Part):
    """A refusal: the clause that it cites, the gate or other code, what is named, who can lift it."""

    clause: str | None = None
    gate: str | None = None
    code: str | None = None
    names: Names = ()
    lifted_by: Names = ()


class Raised(Part):
    """A command that never came to be: input without sense, a missing right, something that does not exist."""

    kind: Literal["input", "not-allowed", "not-found"]
    where: str | None = None


class ResponsibleIs(Part):
    """Who answers for a post at a clock time (without one: now), and by which clause; `late`: those of them whose own
    hour has come without relief."""

    post: str | None = None
    at: Clock | None = None
    is_: Names | None = Key(default=None, alias="is")
    clause: str | None = None
    basis: str | None = None
    waiting: bool | None = None
    late: Names | None = None


class AttributedIs(Part):
    """The newest finding: which side answers, who, by which clause; what follows (`sanction`), and what of it a named
    authority has decided (`decided`: the measure, '' where nothing is to follow)."""

    side: Literal["outgoing", "incoming", "follower", "joint", "author", "site"] | None = None
    people: Names | None = None
    clause: str | None = None
    sanction: Literal["fixed", "open", "none", "unsaid"] | None = None
    decided: str | None = None


class LinesAre(Part):
    """Lines of the record that meet all of this: how many there are (without `count`: at least one)."""

    section: str | None = None
    of: str | None = None
    source: str | None = None
    text: str | None = None
    critical: bool | None = None
    on_site: bool | None = None
    acknowledged: bool | None = None
    count: int | None = None


class FollowupsAre(Part):
    """Open follow-ups of the post: of an owner, about something; how many (without `count`: at least one). `asked`: the
    department that has not answered, `department`: the one that has it ('' none); `goes_up`: exactly these are to be
    told by now that it is late, `told`: exactly these were, of its limit now; `due`: its limit."""

    owner: str | None = None
    what: str | None = None
    category: Literal["", "FAULT", "FINDING"] | None = None
    asked: str | None = None
    department: str | None = None
    goes_up: Names | None = None
    told: Names | None = None
    due: Clock | None = None
    count: int | None = None


class QuestionsAre(Part):
    """Unanswered questions that reach a person: how many (without `count`: at least one)."""

    to: str
    text: str = ""
    count: int | None = None


class EntriesAre(Part):
    """Entries of the log, struck ones included, in any wording of which the text stands: how many (without `count`: at
    least one)."""

    text: str
    reads: str | None = None
    struck: bool | None = None
    amended: bool | None = None
    late: bool | None = None
    count: int | None = None


class QualityIs(Part):
    """The record quality of an author over the scenario's day: entries written, written late, amended, struck."""

    author: str
    written: int | None = None
    late: int | None = None
    amended: int | None = None
    struck: int | None = None


class AttendedIs(Part):
    """What follows for a person from the shift of a day (`day` counts from the scenario's), at the moment of the
    expectation: exactly these kinds, each with how much was missed; `clauses`: those that are cited for it."""

    who: str
    day: int = 0
    found: dict[Literal["late", "early", "absent", "out"], timedelta] = {}
    clauses: Names | None = None
    ongoing: bool | None = None


class ClosedIs(Part):
    """Who of the post has checked out as its last one, having seen to these things."""

    who: str
    lines: Names


class DueIs(Part):
    """Who is due on a shift of a day by the roster (without one: so many days after the scenario's)."""

    shift: str
    day: date | None = None
    in_days: int = 0
    post: str | None = None
    is_: Names = Key(alias="is")


class SwapsAre(Part):
    """Swaps of the post, by who asked and how far they have come (`lapsed`: its first shift has begun before it held):
    how many (without `count`: at least one)."""

    asker: str | None = None
    status: Literal["ASKED", "AGREED", "TOLD", "HOLDS", "DECLINED", "WITHDRAWN", "REFUSED"] | None = None
    lapsed: bool | None = None
    count: int | None = None


class RestIs(Part):
    """The rest days of a person that the regime wants used up in a month (without one: that of the moment): how many
    are unused, and whether it is before the reminder, after it, or after the month."""

    person: str
    month: date | None = None
    unused: int | None = None
    stage: Literal["OPEN", "REMIND", "LISTED"] | None = None


class AbsencesAre(Part):
    """Absences at the post that meet all of this: how many (without `count`: at least one). `waiting`: so many lines of
    the work transfer form are not taken over; `not_back`: so many are still to be handed back; `back`: they are."""

    person: str | None = None
    kind: str | None = None
    status: Literal["ASKED", "APPROVED", "REJECTED", "WITHDRAWN"] | None = None
    waiting: int | None = None
    not_back: int | None = None
    back: bool | None = None
    count: int | None = None


class RecallsAre(Part):
    """Recalls at the post that meet all of this: how many (without `count`: at least one). `late`: the answer is
    overdue or came after its time; `overdue`: they should have been there by now, or came later."""

    person: str | None = None
    answered: bool | None = None
    coming: bool | None = None
    arrived: bool | None = None
    late: bool | None = None
    overdue: bool | None = None
    count: int | None = None


class Checks(CustomerChecks, ReportChecks, OwnerChecks, SalesChecks):
    """What is expected to be so. Every field that is written is looked at.

    `blocked`, `clear`, `warned` (advisory), `lifted`: gates that have this status; `in_the_way`: exactly these keep the
    record from being signed. `host`: who hosts the day ('' nobody); `owes`: exactly these owe extra days of hosting;
    `missed`: exactly these missed a count of the day, excused or not, once for each. `there`: exactly these are checked
    in at the post; `closed`: who left it last.
    """

    at: Clock | None = None
    post: str | None = None
    refused: Refused | None = None
    raised: Raised | None = None
    blocked: Names = ()
    clear: Names = ()
    warned: Names = ()
    lifted: Names = ()
    in_the_way: Names | None = None
    names: dict[str, Names] = {}
    stage: Literal["DRAFT", "OFFERED", "SUSPENDED", "REFUSED", "CLOSED"] | None = None
    ending: Literal["SIGNED", "UNATTENDED", "TAKEN_OVER", "CANCELLED"] | None = None
    step: str | None = None
    due: Names | None = None
    lines: tuple[LinesAre, ...] = ()
    followups: tuple[FollowupsAre, ...] = ()
    holds: Names | None = None
    responsible: tuple[ResponsibleIs, ...] = ()
    attributed: AttributedIs | None = None
    gap_free: bool | None = None
    exceptional: bool | None = None
    version: str | None = None
    questions: tuple[QuestionsAre, ...] = ()
    entries: tuple[EntriesAre, ...] = ()
    quality: tuple[QualityIs, ...] = ()
    host: str | None = None
    owes: dict[str, int] | None = None
    missed: Names | None = None
    there: Names | None = None
    attendance: tuple[AttendedIs, ...] = ()
    closed: ClosedIs | None = None
    roster: tuple[DueIs, ...] = ()
    swaps: tuple[SwapsAre, ...] = ()
    rest: tuple[RestIs, ...] = ()
    absences: tuple[AbsencesAre, ...] = ()
    recalls: tuple[RecallsAre, ...] = ()
    cases: tuple[CasesAre, ...] = ()
    occasions: tuple[OccasionsAre, ...] = ()
    effects: tuple[EffectsAre, ...] = ()
    checklists: tuple[ChecklistsAre, ...] = ()
    readers: tuple[ReadersAre, ...] = ()
    observations: tuple[ObservationsAre, ...] = ()
    suggestions: tuple[SuggestionsAre, ...] = ()

    @field_validator(*LISTED, mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, dict) else value


class Step(Part):
    """One thing that somebody does, or (with `use`) a procedure of the folder.

    `as`: the label of what it makes; `id`: the name by which `without` and `only` choose steps of a procedure;
    `later`: how much later than written the procedure takes place (`PT16H`).
    """

    at: Clock | None = None
    who: str | None = None
    does: str | None = None
    post: str | None = None
    with_: dict[str, Any] = Key(default={}, alias="with")
    as_: str | None = Key(default=None, alias="as")
    id: str | None = None
    use: str | None = None
    without: Names = ()
    only: Names = ()
    later: timedelta | None = None
    expect: Checks | None = None

    @field_validator("expect", mode="before")
    @classmethod
    def _word(cls, value: Any) -> Any:
        if value == "accepted":
            return {}
        if value == "refused":
            return {"refused": {}}
        return {"raised": {"kind": value}} if isinstance(value, str) else value


class Scenario(Part):
    """One case, named as a sentence; `shows`: the clauses whose working it shows."""

    name: str
    shows: Annotated[Names, Key(min_length=1)]
    given: Given = Given()
    when: tuple[Step, ...] = ()
    then: tuple[Checks, ...] = ()

    @field_validator("then", mode="before")
    @classmethod
    def _one_is_a_list(cls, value: Any) -> Any:
        return [value] if isinstance(value, dict) else value


class ScenarioFile(Part):
    """A file of the folder `scenarios`."""

    given: Given = Given()
    worlds: dict[str, Given] = {}
    procedures: dict[str, tuple[Step, ...]] = {}
    scenarios: tuple[Scenario, ...] = ()
