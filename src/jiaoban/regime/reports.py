"""What a regime says about reports and plans: forms with fields, when each is due and from whom, who compiles."""

from datetime import date, time, timedelta
from operator import not_
from typing import Literal

from pydantic import Field as Key

from jiaoban.kernel.words import Words
from jiaoban.regime.part import ClauseId, Id, Part, Rule, Span

NONE = timedelta(0)


class ReportField(Part):
    """What a report says: words (`text`, or `lines` of them), a whole `number`, an amount of `money` with two places at
    most, or a `choice`.

    `sum`: added up over people and days, of numbers and money alone. `proposes`: the figure of the book that is written
    in beforehand, such as `contacts`, or `quiet` for what was noted of quiet hours; whoever hands in changes it freely.
    """

    id: Id
    title: Words
    type: Literal["text", "lines", "number", "money", "choice"] = "text"
    unit: Words | None = None
    choices: tuple[str, ...] = Key(default=(), exclude_if=not_)
    required: bool = True
    sum: bool = Key(default=False, exclude_if=not_)
    proposes: str = Key(default="", max_length=60, exclude_if=not_)


class PlanWrong(Part):
    """Such a report can be found wrong by the supervisor; the clause says what of it."""

    clause: ClauseId


class ReportForm(Rule):
    """A report or plan that everybody who works at the post hands in, for each day that `rrule` names (a rule of RFC
    5545, counted from `since`; none: every day), at `at` by the clock of the place.

    It is in time up to and with the second `at` plus `grace`. `period` and `about`: whether it is about the day, week
    (from Monday) or month in which it is due, the one before or the one after; what is about the next one is a plan.
    It can be handed in from the begin of its period, a plan from the moment at which the one before it was due.

    `exempt`: `rest`, whoever the roster has on no shift of that day; `absence`, whoever is away with approval for all
    of their shifts of that day (without one: for all of the day); `unrostered`, whoever the roster has on no shift from
    the begin of the period in which it is due to the end of the one that it is about, as somebody of another department
    who works at the post too (a post without a roster exempts nobody so). `totals`: where one is late the supervisor
    says whether the totals went wrong for it. `posted`: what was handed in is said in the chat group.
    """

    title: Words
    period: Literal["day", "week", "month"] = "day"
    about: Literal["last", "this", "next"] = "this"
    rrule: str = Key(default="", max_length=300, exclude_if=not_)
    since: date | None = None
    at: time
    grace: Span = NONE
    posts: tuple[str, ...] = Key(default=(), exclude_if=not_)
    exempt: tuple[Literal["rest", "absence", "unrostered"], ...] = Key(default=(), exclude_if=not_)
    totals: bool = Key(default=False, exclude_if=not_)
    posted: bool = Key(default=False, exclude_if=not_)
    wrong: PlanWrong | None = None
    fields: tuple[ReportField, ...]


class Compiling(Rule):
    """The duty (by its `id`) of filling in the figures of everybody, which a decision gives somebody for a time: the
    reports of `forms` are then theirs to hand in, and theirs to answer for."""

    title: Words
    forms: tuple[Id, ...]


class QuietKind(Part):
    """Something for which quiet hours are used."""

    id: Id
    title: Words


class QuietHours(Part):
    """What is done in quiet hours can be noted, and stands in the report that proposes `quiet`."""

    clause: ClauseId
    kinds: tuple[QuietKind, ...]


class Reports(Part):
    """What a regime says about reports and plans."""

    forms: tuple[ReportForm, ...]
    compiles: Compiling | None = None
    quiet: QuietHours | None = None

    def of(self, post: str) -> list[ReportForm]:
        """Return the forms that are handed in at a post."""
        return [one for one in self.forms if not one.posts or post in one.posts]

    def form(self, name: str, post: str) -> ReportForm | None:
        """Return a form of a post by its id, or None."""
        return next((one for one in self.of(post) if one.id == name), None)
