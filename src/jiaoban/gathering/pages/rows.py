"""What the pages of gatherings share."""

from datetime import datetime
from typing import Any

from jiaoban.gathering import queries
from jiaoban.gathering.rules import holding, hosting
from jiaoban.gathering.rules.announcing import Period
from jiaoban.gathering.tables import Gathering
from jiaoban.gathering.terms import SORTS
from jiaoban.kernel.zones import clock_of
from jiaoban.regime.gathering import Gatherings
from jiaoban.web.desk import Desk


def ruled(desk: Desk) -> Gatherings | None:
    """Return what the regime of the post says about gatherings, or None."""
    pack = desk.rule_book()
    return pack.gatherings if pack else None


def row(desk: Desk, one: Gathering) -> dict[str, Any]:
    """Return a gathering as gathering/row.html draws it."""
    rule = queries.daily_of(one, desk.packs)
    return {
        "key": one.key,
        "url": desk.url("gathering", key=one.key),
        "title": desk.words(one.title),
        "sort": desk.words(SORTS[one.sort]),
        "plant_wide": one.plant_wide,
        "at": one.begins_at,
        "ends_at": one.ends_at,
        "where": one.where,
        "going_on": one.going_on,
        "closed": one.closed_at is not None,
        "cancelled": one.cancelled_at is not None,
        "overdue": one.coming and desk.now >= one.begins_at,
        "lasted": one.lasted(desk.now) if one.opened_at else None,
        "over": holding.over(one, rule, desk.now),
        "present": len(one.arrived),
        "late": len(one.late),
        "problems": len(one.problems),
        "exception": one.exception,
    }


def chairs(desk: Desk, host: str) -> bool:
    """Say whether the visitor hosts today, or may do what the host does."""
    return hosting.chairs(desk.actor, desk.post, host)


def period(desk: Desk, one: Period, *, url: bool, sort: str = "MEETING") -> dict[str, Any]:
    """Return a proposed time as a chip, which begins an announcement where the visitor may make one."""
    begin, end = (f"{_local(desk, moment):%Y-%m-%dT%H:%M}" for moment in (one.begins_at, one.ends_at))
    return {
        "overlap": one.sort == "OVERLAP",
        "begins_at": one.begins_at,
        "ends_at": one.ends_at,
        "url": f"{desk.url('gathering_new')}?begins_at={begin}&ends_at={end}&sort={sort}" if url else "",
    }


def _local(desk: Desk, moment: datetime) -> datetime:
    return moment.astimezone(clock_of(desk.zone))
