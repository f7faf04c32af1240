"""Who is there, and what follows for whoever was due."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from jiaoban.api.shapes import AttendedShape, MissedShape
from jiaoban.api.visiting import Code, ThingKey, at_post
from jiaoban.attendance import queries
from jiaoban.attendance.tables import PostPresence
from jiaoban.kernel.access import Right
from jiaoban.kernel.months import month_after
from jiaoban.kernel.refusal import NotAllowed
from jiaoban.org import queries as org
from jiaoban.org.door import Visit
from jiaoban.regime.attending import DAY_AND_NIGHT

router = Router(tags=["attendance"])
PLACE = "/sites/{site}/posts/{post}/attendance"
Month = Annotated[str, Query(pattern=r"^(19[7-9]\d|2[01]\d\d)-(0[1-9]|1[0-2])$")]


@router.get(f"{PLACE}/there", response=list[PostPresence], summary="Who is checked in at a post now")
def there(request: HttpRequest, site: Code, post: Code) -> list[PostPresence]:
    """Return their stays, by when they came."""
    visit, place = at_post(request, site, post)
    said = queries.attendance_at(visit.book, post, visit.now, visit.packs)
    return queries.there(visit.book, place.post, visit.now, said.longest if said else DAY_AND_NIGHT)


@router.get(f"{PLACE}/month", response=list[AttendedShape], summary="The attendance of a post in a month")
def attendance_month(request: HttpRequest, site: Code, post: Code, month: Month) -> list[AttendedShape]:
    """Return everybody due in every shift that begins in a local month (`2026-11`) and has begun, with their stays and
    what follows from them now: for those who supervise."""
    visit, place = at_post(request, site, post)
    _need_supervisor(visit, post)
    low = date.fromisoformat(f"{month}-01")
    high = month_after(low)
    return _shapes(visit, queries.of_post(visit.book, place, low, high, visit.now, visit.packs))


@router.get(f"{PLACE}/mine", response=list[AttendedShape], summary="One's own attendance in a month")
def attendance_mine(request: HttpRequest, site: Code, post: Code, month: Month) -> list[AttendedShape]:
    """Return one's own shifts of a month, at all posts."""
    visit, _ = at_post(request, site, post)
    return _of(visit, visit.actor.person, month)


@router.get(f"{PLACE}/people/{{person}}", response=list[AttendedShape], summary="A person's attendance in a month")
def attendance_of(request: HttpRequest, site: Code, post: Code, person: ThingKey, month: Month) -> list[AttendedShape]:
    """Return the shifts of a person in a month, at all posts: for those who supervise."""
    visit, _ = at_post(request, site, post)
    _need_supervisor(visit, post)
    return _of(visit, org.person(visit.book, person).key, month)


def _need_supervisor(visit: Visit, post: str) -> None:
    if not visit.may(Right.SUPERVISE, post):
        raise NotAllowed(Right.SUPERVISE, "reading")


def _of(visit: Visit, person: str, month: str) -> list[AttendedShape]:
    low = date.fromisoformat(f"{month}-01")
    high = month_after(low)
    found = queries.of_person(visit.book, person, low, high, visit.now, visit.packs)
    return _shapes(visit, [one for one in found if visit.may(Right.READ, one.turn.post)])


def _shapes(visit: Visit, found: list[queries.Attended]) -> list[AttendedShape]:
    return [
        AttendedShape(
            post=one.turn.post,
            shift=one.turn.shift.key,
            person=one.person,
            hours=[(hour.since, hour.until) for hour in one.hours],
            stays=list(one.stays),
            missed=[
                MissedShape(
                    kind=each.kind,
                    clause=each.clause,
                    since=each.missed.since,
                    until=each.missed.until,
                    seconds=int(each.by.total_seconds()),
                    ongoing=each.ongoing,
                )
                for each in one.findings
            ],
            here=one.here,
            forgotten=one.forgotten,
        )
        for one in found
        if one.turn.shift.begins_at <= visit.now
    ]
