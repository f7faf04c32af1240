"""What a regime says about everyday work: reading it, conduct, checklists, items with a limit, suggestions."""

from datetime import timedelta
from operator import not_
from typing import Literal

from pydantic import Field as Key

from jiaoban.kernel.words import Words
from jiaoban.regime.duties import Duty
from jiaoban.regime.part import ClauseId, Id, Part, Rule, Span

DAY = timedelta(days=1)
NONE = timedelta(0)
Chief = Literal["supervisor", "head"]
"""Who is told, or answers, above those who stand shifts."""


class Reading(Part):
    """Everybody who works at a post under the regime acknowledges once for each version that they have read it: until
    `within` after the version came into force, or after they came."""

    clause: ClauseId
    within: Span


class ConductRule(Rule):
    """How people behave, as a row against which a supervisor records what they observed, good or bad."""

    title: Words


class ChecklistLine(Part):
    """One thing that a person looks at."""

    id: Id
    title: Words


class Checklist(Duty):
    """A checklist that everybody whom the roster has on a shift fills in for themselves, in the shifts into which it
    falls (as a duty does). Done after its moment it is late, after the local day missed. Each finding becomes an item
    that its finder owns, to be dealt with until `within` after it."""

    lines: tuple[ChecklistLine, ...]
    within: Span = DAY


class Escalation(Part):
    """Who is told that an item is open `after` its limit: it is told once that time has passed, not at the moment."""

    to: Chief
    after: Span = Key(default=NONE, exclude_if=NONE.__eq__)


class Department(Part):
    """Where what one cannot solve goes: another department, or one's superior. `post`: the post of the site whose
    people take it over; without one, or where the site has no such post, whoever is named by `answers` at one's own
    post takes it over for them."""

    id: Id
    title: Words
    post: str = Key(default="", exclude_if=not_)
    answers: Chief = Key(default="supervisor", exclude_if="supervisor".__eq__)


class Items(Part):
    """Each item has an owner and a limit. What is over its limit goes up, step by step; what somebody cannot solve goes
    to one of the departments, which takes it over or gives it back."""

    clause: ClauseId
    escalates: tuple[Escalation, ...] = ()
    departments: tuple[Department, ...] = ()


class Faults(Part):
    """Anybody reports a fault; it is an item with a limit of `within`. `owner`: who sees to it, whoever reports it or a
    supervisor of the post."""

    clause: ClauseId
    within: Span = DAY
    owner: Literal["reporter", "supervisor"] = "supervisor"


class Suggestions(Part):
    """Anybody suggests how something can be done better; a supervisor takes it up, or declines it with a reason."""

    clause: ClauseId


class Duties(Part):
    """What a regime says about everyday work."""

    reading: Reading | None = None
    conduct: tuple[ConductRule, ...] = Key(default=(), exclude_if=not_)
    checklists: tuple[Checklist, ...] = Key(default=(), exclude_if=not_)
    items: Items | None = None
    faults: Faults | None = None
    suggestions: Suggestions | None = None

    def department(self, key: str) -> Department | None:
        """Return a department by its id, or None."""
        return next((one for one in (self.items.departments if self.items else ()) if one.id == key), None)

    def checklist(self, key: str) -> Checklist | None:
        """Return a checklist by its id, or None."""
        return next((one for one in self.checklists if one.id == key), None)
