"""Who is to hand in, and who is exempt: from the roster, approved absences, and since when people work there. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from jiaoban.regime.reports import ReportForm

Span = tuple[datetime, datetime]
"""A half-open time."""
Exemption = Literal["", "REST", "ABSENT", "UNROSTERED"]


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works at the post on a local day: the shifts on which the roster has them that day."""

    person: str
    shifts: tuple[Span, ...] = ()


def workers(
    since: Mapping[str, tuple[datetime, datetime | None]],
    day: Span,
    rostered: Iterable[tuple[Sequence[str], Span]],
) -> list[Worker]:
    """Return who works at the post on a local day: whoever has worked there since its begin or longer and has not left
    before it ends (`since`, by person: from when until when), and whoever the roster has on a shift of that day, also
    for a single time."""
    shifts: dict[str, tuple[Span, ...]] = {}
    for people, span in rostered:
        for person in people:
            shifts[person] = (*shifts.get(person, ()), span)
    there = [one for one, (at, until) in since.items() if at <= day[0] and (until is None or until >= day[1])]
    return [Worker(person, shifts.get(person, ())) for person in sorted({*there, *shifts})]


def exemption(
    form: ReportForm, one: Worker, shifts: Sequence[Span], away: Iterable[Span], *, rostered: bool = True
) -> Exemption:
    """Say why somebody need not hand in a form on a local day; '' where they have to. `shifts`: those of the post that
    begin on the day, or the day itself where it has none. `rostered`: they are on a shift of the days around.

    Half a day of leave exempts nobody: only who is away for all of their own shifts, or, as an approved absence takes
    people off the roster, for all of the post's.
    """
    gone = sorted(away)
    if "absence" in form.exempt and gone and all(_covered(span, gone) for span in one.shifts or shifts):
        return "ABSENT"
    if "rest" in form.exempt and not one.shifts:
        return "REST"
    return "UNROSTERED" if "unrostered" in form.exempt and not rostered else ""


def _covered(span: Span, by: Iterable[Span]) -> bool:
    """Say whether times, in order of their begin, cover a time without a gap."""
    reached = span[0]
    for begin, end in by:
        if begin > reached:
            return False
        reached = max(reached, end)
        if reached >= span[1]:
            return True
    return reached >= span[1]
