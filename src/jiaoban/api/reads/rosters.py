"""Swaps, what a roster breaks of the regime's rules, and rest days that are to be used up."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router

from jiaoban.api.shapes import Shape
from jiaoban.api.visiting import Code, Limit, ThingKey, at_post
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org
from jiaoban.roster import queries
from jiaoban.roster.outlook import month_broken, rest_days
from jiaoban.roster.swaps import Swap, swap, swaps_at

router = Router(tags=["rosters"])
PLACE = "/sites/{site}/posts/{post}"
Month = Annotated[str, Query(pattern=r"^(19[7-9]\d|2[01]\d\d)-(0[1-9]|1[0-2])$")]


class BrokenShape(Shape):
    """A rule that the roster breaks: whose shifts, on which days, in words."""

    rule: str
    clause: str
    hard: bool
    people: list[str]
    first: date
    last: date
    says: Words


class RestShape(Shape):
    """A person's rest days of a month: `owed` by its weeks, `taken` so far, `planned` still, `unused` the rest."""

    person: str
    owed: int
    taken: int
    planned: int
    unused: int


class RestMonthShape(Shape):
    """The rest days of a month under a rule. `stage`: before the reminder, after it, after the month."""

    rule: str
    clause: str
    reminds_at: datetime
    ends_at: datetime
    stage: Literal["OPEN", "REMIND", "LISTED"]
    people: list[RestShape]


@router.get(f"{PLACE}/swaps", response=list[Swap], summary="The swaps of a post")
def swap_list(request: HttpRequest, site: Code, post: Code, limit: Limit = 100) -> list[Swap]:
    """Return what was asked for at the post, the swap whose first shift lies furthest ahead at the top."""
    visit, place = at_post(request, site, post)
    return swaps_at(visit.book, place.post, limit=limit)


@router.get(f"{PLACE}/swaps/{{key}}", response=Swap, summary="A swap")
def swap_one(request: HttpRequest, site: Code, post: Code, key: ThingKey) -> Swap:
    """Return it, with the work that goes with it."""
    visit, place = at_post(request, site, post)
    found = swap(visit.book, key)
    if found is None or found.post != place.post:
        raise NotFound(f"swap {key}")
    return found


@router.get(f"{PLACE}/roster/broken", response=list[BrokenShape], summary="What a month's roster breaks of the rules")
def broken(request: HttpRequest, site: Code, post: Code, month: Month) -> list[BrokenShape]:
    """Return it for the people who have a shift of the post around the local month (`2026-11`), rule by rule, by the
    regime in force now."""
    visit, place = at_post(request, site, post)
    first, after = queries.month_bounds(*map(int, month.split("-")))
    pack = visit.packs(place.regime) if place.regime else None
    return [
        BrokenShape(
            rule=one.rule.id,
            clause=one.clause,
            hard=one.rule.hard,
            people=list(one.people),
            first=one.first,
            last=one.last,
            says=one.says,
        )
        for one in (month_broken(visit.book, pack, place.post, first, after) if pack else ())
    ]


@router.get(f"{PLACE}/roster/rest", response=list[RestMonthShape], summary="Rest days to be used up in a month")
def rest(request: HttpRequest, site: Code, post: Code, month: Month) -> list[RestMonthShape]:
    """Return the rest days of the local month (`2026-11`) of everybody on the roster of the site, for every rule of the
    regime that wants them used up."""
    visit, place = at_post(request, site, post)
    first, _ = queries.month_bounds(*map(int, month.split("-")))
    said = visit.packs(place.regime).roster if place.regime else None
    today = org.local_day(visit.book, visit.now)
    return [
        RestMonthShape(
            rule=one.rule.id,
            clause=one.rule.clause,
            reminds_at=one.reminds_at,
            ends_at=one.ends_at,
            stage=one.stage(visit.now),
            people=[RestShape.model_validate(rest) for rest in one.rests],
        )
        for one in (rest_days(visit.book, said, first, today) if said else ())
    ]
