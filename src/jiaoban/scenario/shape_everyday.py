"""What may be expected of everyday work: checklists, readings of the regime, observations, suggestions."""

from typing import Literal

from jiaoban.followup.terms import Standing
from jiaoban.scenario.part import Part


class ChecklistsAre(Part):
    """Checklists by person in the shifts that begin `in_days` days after the scenario's day: how many stand so (without
    `count`: at least one)."""

    checklist: str | None = None
    person: str | None = None
    state: Literal["COMING", "DUE", "OVERDUE", "DONE", "LATE", "MISSED"] | None = None
    in_days: int = 0
    count: int | None = None


class ReadersAre(Part):
    """People who are to read the version of the regime in force: how many (without `count`: at least one). `late`: they
    have not by their limit, or did so after it."""

    person: str | None = None
    read: bool | None = None
    late: bool | None = None
    count: int | None = None


class ObservationsAre(Part):
    """Observations of conduct at the post that stand, or with `withdrawn` those that do not any more: how many (without
    `count`: at least one)."""

    person: str | None = None
    conduct: str | None = None
    good: bool | None = None
    withdrawn: bool = False
    count: int | None = None


class SuggestionsAre(Part):
    """Suggestions of the post: how many (without `count`: at least one)."""

    title: str | None = None
    standing: Standing | None = None
    owner: str | None = None
    count: int | None = None
