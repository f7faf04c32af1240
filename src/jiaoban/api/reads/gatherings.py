"""Meetings beyond the handover: what is announced and was held, when they lie well, who hosts, who missed a count."""

from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router

from jiaoban.api.shapes import Shape
from jiaoban.api.visiting import Code, ThingKey, at_post
from jiaoban.gathering import queries
from jiaoban.gathering.rules import holding
from jiaoban.gathering.rules.counting import Hour, stand
from jiaoban.gathering.rules.hosting import Consequence, Hosting
from jiaoban.gathering.tables import Gathering
from jiaoban.gathering.terms import Stand
from jiaoban.kernel.fields import Moment
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.words import Words
from jiaoban.org.args import Day

router = Router(tags=["gathering"])
PLACE = "/sites/{site}/posts/{post}"
BACK, AHEAD = timedelta(days=30), timedelta(days=60)
DAY = timedelta(days=1)


class GatheringShape(Shape):
    """A gathering and what follows of it now: who is awaited still, who came late, how long, how much over."""

    gathering: Gathering
    missing: list[str]
    late: list[str]
    lasted_s: int | None
    over_s: int


class PeriodShape(Shape):
    """A time at which gatherings lie well; the end is exclusive."""

    sort: Literal["HANDOVER", "OVERLAP"]
    begins_at: datetime
    ends_at: datetime


class MissShape(Shape):
    """A count that was missed, and what follows: `figure` is what the regime names; nothing is imposed."""

    hour: str
    person: str
    by_host: bool
    excused: str
    nth: int
    extra_days: int
    says: Words | None
    figure: Words | None


class HostShape(Shape):
    """Who hosts a day ('' nobody), whether as an extra day, and what was missed on it."""

    day: date
    host: str
    extra: bool
    missed: list[MissShape]


class HostsShape(Shape):
    """The hosts of the days asked for, and who owes how many extra days by now."""

    hosts: list[HostShape]
    owed: dict[str, int]


class ReporterShape(Shape):
    """How somebody stands to a call, and when they reported."""

    person: str
    stand: Stand
    at: datetime | None


class HourShape(Shape):
    """An hour of the count: when it is due, until when it may be called, by whom it was, and who was to report."""

    hour: str
    at: datetime
    until: datetime
    called_at: datetime | None
    called_by: str
    people: list[ReporterShape]


class CountOfDayShape(HostShape):
    """The hourly count of a day."""

    hours: list[HourShape]


@router.get(f"{PLACE}/gatherings", response=list[Gathering], summary="Gatherings that are seen at a post")
def gathering_list(
    request: HttpRequest, site: Code, post: Code, since: Moment | None = None, until: Moment | None = None
) -> list[Gathering]:
    """Return those that begin in a time (default: from 30 days ago to 60 days ahead), by their begin."""
    visit, place = at_post(request, site, post)
    return queries.of_post(visit.book, place.post, since or visit.now - BACK, until or visit.now + AHEAD)


@router.get(f"{PLACE}/gatherings/{{key}}", response=GatheringShape, summary="A gathering with its minutes")
def gathering_one(request: HttpRequest, site: Code, post: Code, key: ThingKey) -> GatheringShape:
    """Return it as it stands now."""
    visit, place = at_post(request, site, post)
    one = queries.gathering(visit.book, key)
    if one is None or not queries.concerns(one, place.post):
        raise NotFound(f"gathering {key}")
    over = holding.over(one, queries.daily_of(one, visit.packs), visit.now)
    return GatheringShape(
        gathering=one,
        missing=list(one.missing),
        late=list(one.late),
        lasted_s=int(one.lasted(visit.now).total_seconds()) if one.opened_at else None,
        over_s=int(over.total_seconds()),
    )


@router.get(f"{PLACE}/gathering-periods", response=list[PeriodShape], summary="When gatherings lie well")
def gathering_periods(request: HttpRequest, site: Code, post: Code, training: bool = False) -> list[PeriodShape]:
    """Return the times of the next two weeks; none where the regime has no rule for it. `training`: for training."""
    visit, place = at_post(request, site, post)
    said, today = queries.ruled(place, visit.packs), queries.today(place, visit.now)
    if said is None or said.periods is None:
        return []
    until = today + queries.AHEAD * DAY
    found = queries.periods(visit.book, place, said.periods, today, until, training=training)
    return [PeriodShape(sort=one.sort, begins_at=one.begins_at, ends_at=one.ends_at) for one in found]


@router.get(f"{PLACE}/hosts", response=HostsShape, summary="Who hosts today and in the days to come")
def host_list(request: HttpRequest, site: Code, post: Code, days: Annotated[int, Query(ge=1, le=62)] = 7) -> HostsShape:
    """Return the hosts of so many days from today, as they follow from order, roster and misses."""
    visit, place = at_post(request, site, post)
    today = queries.today(place, visit.now)
    found = queries.hosted(visit.book, place, visit.packs, visit.now, today + (days - 1) * DAY)
    listed = [found.on(today + step * DAY) for step in range(days)]
    return HostsShape(hosts=[_host(one) for one in listed], owed=found.owed())


@router.get(f"{PLACE}/counts", response=CountOfDayShape, summary="The hourly count of a day")
def count_of_day(request: HttpRequest, site: Code, post: Code, day: Day | None = None) -> CountOfDayShape:
    """Return its calls, who reported when, and who missed it by now (default: today); no hours where the regime
    has no count."""
    visit, place = at_post(request, site, post)
    asked = day or queries.today(place, visit.now)
    found = queries.hosted(visit.book, place, visit.packs, visit.now).count(asked)
    if found is None:
        return CountOfDayShape(day=asked, host="", extra=False, missed=[], hours=[])
    host, listed = _host(found.hosting), [_hour(found, hour, visit.now) for hour in found.hours]
    return CountOfDayShape(day=host.day, host=host.host, extra=host.extra, missed=host.missed, hours=listed)


def _host(one: Hosting) -> HostShape:
    return HostShape(day=one.day, host=one.host, extra=one.extra, missed=[_miss(each) for each in one.missed])


def _miss(one: Consequence) -> MissShape:
    return MissShape(
        hour=one.miss.hour,
        person=one.miss.person,
        by_host=one.miss.by_host,
        excused=one.miss.excused,
        nth=one.nth,
        extra_days=one.days,
        says=one.says.says if one.says else None,
        figure=one.says.figure if one.says else None,
    )


def _hour(found: queries.CountOf, hour: Hour, now: datetime) -> HourShape:
    call = found.counted.calls.get(hour.code) if found.counted else None
    people = [person for person in hour.people if call and person != call.by]
    return HourShape(
        hour=hour.code,
        at=hour.at,
        until=hour.until,
        called_at=call.at if call else None,
        called_by=call.by if call else "",
        people=[
            ReporterShape(person=person, stand=stand(found.rule, call, person, now), at=call.answers.get(person))
            for person in people
            if call
        ],
    )
