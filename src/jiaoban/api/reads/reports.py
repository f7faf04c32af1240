"""Reports and plans: what is due, from whom, how it stands, what it says, and what it adds up to."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from jiaoban.api.shapes import Shape
from jiaoban.api.visiting import Code, ThingKey, at_post
from jiaoban.kernel.access import Right
from jiaoban.kernel.months import month_after
from jiaoban.kernel.refusal import NotFound
from jiaoban.org.args import Day
from jiaoban.org.door import Visit
from jiaoban.report import queries
from jiaoban.report.proposing import proposed
from jiaoban.report.rules.filling import sums
from jiaoban.report.rules.standing import Owed
from jiaoban.report.tables import Mistake, Quiet, Totals, Version
from jiaoban.report.terms import Stand

router = Router(tags=["report"])
PLACE = "/sites/{site}/posts/{post}/reports"
DAY = timedelta(days=1)
Month = Annotated[str, Query(pattern=r"^(19[7-9]\d|2[01]\d\d)-(0[1-9]|1[0-2])$")]


class OwedShape(Shape):
    """A report that is due: of which form, on which day, from whom; how it stands now. `answers` is who has to hand it
    in; `last_at` the last second in time; it is about local days `first <= day < after`."""

    report: str
    day: date
    person: str
    answers: str
    stand: Stand
    opens_at: datetime
    due_at: datetime
    last_at: datetime
    first: date
    after: date
    handed_in_at: datetime | None
    values: dict[str, str]


class ReportShape(OwedShape):
    """One report with every wording. What was noted and found of it is there for whom it concerns, and for those who
    supervise; to others it is empty. `proposed`: what the book knows for it, before it is handed in."""

    versions: list[Version]
    excused: str
    noted_at: datetime | None
    totals: Totals | None
    mistakes: list[Mistake]
    proposed: dict[str, str]


class SumShape(Shape):
    """What the reports of a form add up to, by field; of one person, or ('') of all."""

    person: str
    reports: int
    sums: dict[str, str]


@router.get(PLACE, response=list[OwedShape], summary="The reports that are due on a day")
def report_list(request: HttpRequest, site: Code, post: Code, day: Day | None = None) -> list[OwedShape]:
    """Return those of everybody who works at the post, exempt or not; without a day the next of each form."""
    visit, place = at_post(request, site, post)
    if day is None:
        found = queries.coming(visit.book, place, visit.packs, visit.now)
    else:
        found = queries.owed(visit.book, place, visit.packs, day, day + DAY)
    return [OwedShape(**_owed(one, visit.now)) for one in found]


@router.get(f"{PLACE}/missing", response=list[OwedShape], summary="The reports that are missing")
def report_missing(request: HttpRequest, site: Code, post: Code) -> list[OwedShape]:
    """Return those of the last 31 days that are not there and should be: of everybody for those who supervise, else
    one's own and those that one answers for."""
    visit, place = at_post(request, site, post)
    found = queries.missing(visit.book, place, visit.packs, visit.now)
    return [OwedShape(**_owed(one, visit.now)) for one in found if _concerns(visit, post, one)]


@router.get(f"{PLACE}/{{report}}/sums", response=list[SumShape], summary="What the reports of a month add up to")
def report_sums(request: HttpRequest, site: Code, post: Code, report: ThingKey, month: Month) -> list[SumShape]:
    """Return the sums of a form over the reports that are due in a local month (`2026-11`): of all, then by person."""
    visit, place = at_post(request, site, post)
    first = date.fromisoformat(f"{month}-01")
    said = queries.ruled(place, visit.packs)
    form = said.form(report, post) if said else None
    if form is None:
        raise NotFound(f"report {report}")
    found = queries.handed_in(visit.book, post, report, first, month_after(first))
    people = ["", *sorted({one.person for one in found})]
    own = {person: [one.values for one in found if person in ("", one.person)] for person in people}
    return [
        SumShape(
            person=person,
            reports=len(said_),
            sums={name: format(value, "f") for name, value in sums(form, said_).items()},
        )
        for person, said_ in own.items()
    ]


@router.get(f"{PLACE}/quiet", response=list[Quiet], summary="What one did in quiet hours")
def quiet_list(request: HttpRequest, site: Code, post: Code, month: Month) -> list[Quiet]:
    """Return one's own notes of a local month, the oldest first."""
    visit, place = at_post(request, site, post)
    first = date.fromisoformat(f"{month}-01")
    return queries.quiet_of(visit.book, post, visit.actor.person, first, month_after(first), place.zone)


@router.get(f"{PLACE}/{{report}}/{{day}}/{{person}}", response=ReportShape, summary="A report of a person")
def report_one(
    request: HttpRequest, site: Code, post: Code, report: ThingKey, day: Day, person: ThingKey
) -> ReportShape:
    """Return it as it stands now, with every earlier wording."""
    visit, place = at_post(request, site, post)
    one = queries.one_owed(visit.book, place, visit.packs, report, day, person)
    if one is None:
        raise NotFound(f"report {report} of {person} on {day}")
    there, seen = one.report, _concerns(visit, post, one)
    said = queries.ruled_on(visit.book, place, visit.packs, day)
    fresh = seen and one.handed_in_at is None
    return ReportShape(
        **_owed(one, visit.now),
        versions=list(there.versions) if there else [],
        excused=there.excuse.reason if there and there.excuse else "",
        noted_at=there.miss.noted_at if seen and there and there.miss else None,
        totals=there.totals if seen and there else None,
        mistakes=list(there.mistakes) if seen and there else [],
        proposed=proposed(visit.book, place, said, one.due, person, visit.now, visit.packs) if fresh else {},
    )


def _concerns(visit: Visit, post: str, one: Owed) -> bool:
    return visit.may(Right.SUPERVISE, post) or visit.actor.person in (one.person, one.answers)


def _owed(one: Owed, now: datetime) -> dict[str, Any]:
    due = one.due
    return {
        "report": due.form.id,
        "day": due.day,
        "person": one.person,
        "answers": one.answers,
        "stand": one.stand(now),
        "opens_at": due.opens_at,
        "due_at": due.at,
        "last_at": due.last_at,
        "first": due.first,
        "after": due.after,
        "handed_in_at": one.handed_in_at,
        "values": one.report.values if one.report else {},
    }
