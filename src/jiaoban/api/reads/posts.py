"""A post: now, who is or was responsible, its roster."""

from datetime import timedelta
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from jiaoban.api.problems import Problem
from jiaoban.api.shapes import PostShape, SpanShape, TurnShape
from jiaoban.api.visiting import Code, at_post
from jiaoban.api.watch import post_now
from jiaoban.handover import responsibility
from jiaoban.kernel.fields import Moment
from jiaoban.kernel.words import Words
from jiaoban.roster import queries as roster

router = Router(tags=["posts"])
Month = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
LONGEST = timedelta(days=366)


@router.get("/sites/{site}/posts/{post}", response=PostShape, summary="A post now")
def post(request: HttpRequest, site: Code, post: Code) -> PostShape:
    """Return its shift, who answers for it, and its handover."""
    visit, place = at_post(request, site, post)
    return post_now(visit, place)


@router.get(
    "/sites/{site}/posts/{post}/responsible", response=SpanShape, summary="Who was responsible, by which clause"
)
def responsible(request: HttpRequest, site: Code, post: Code, at: Moment | None = None) -> SpanShape:
    """Return the interval that holds the moment `at` (left out: now)."""
    visit, place = at_post(request, site, post)
    return SpanShape.of(responsibility.responsible(visit.book, place.post, at or visit.now))


@router.get("/sites/{site}/posts/{post}/timeline", response=list[SpanShape], summary="Who was responsible, without gap")
def timeline(request: HttpRequest, site: Code, post: Code, since: Moment, until: Moment) -> list[SpanShape]:
    """Return the intervals that touch `since <= t < until`, at most a year."""
    visit, place = at_post(request, site, post)
    if not since < until or until - since > LONGEST:
        what = Words(zh="时间段应为正，且不超过一年。", en="The interval is to be positive and at most a year.")
        raise Problem(400, "interval", what)
    return [SpanShape.of(one) for one in responsibility.timeline(visit.book, place.post, since, until)]


@router.get("/sites/{site}/posts/{post}/roster", response=list[TurnShape], summary="The roster of a month")
def month(request: HttpRequest, site: Code, post: Code, month: Month) -> list[TurnShape]:
    """Return every shift that begins in the local month, with the people due."""
    visit, place = at_post(request, site, post)
    year, number = (int(part) for part in month.split("-"))
    return [
        TurnShape(
            shift=one.shift,
            crew=one.crew,
            people=list(one.people),
            exception=one.exception.reason if one.exception else None,
        )
        for one in roster.month(visit.book, place, year, number)
    ]
