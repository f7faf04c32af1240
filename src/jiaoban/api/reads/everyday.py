"""Everyday work: who has read the regime, what was observed, checklists by person, items put to a post, suggestions."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from jiaoban.api.shapes import Shape
from jiaoban.api.visiting import Code, Limit, ThingKey, at_post
from jiaoban.duty import checking, reading
from jiaoban.duty import queries as duty
from jiaoban.duty.tables import Checked, Observation
from jiaoban.followup import queries as followup
from jiaoban.followup.rules.passing import reached
from jiaoban.followup.tables import Followup, Suggestion
from jiaoban.followup.terms import Standing
from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import MaybeRef, Sha256
from jiaoban.kernel.months import month_after
from jiaoban.kernel.refusal import NotFound
from jiaoban.logbook import photos
from jiaoban.regime.everyday import Chief
from jiaoban.regime.pack import Pack

router = Router(tags=["everyday work"])
PLACE = "/sites/{site}/posts/{post}"
Month = Annotated[str, Query(pattern=r"^(19[7-9]\d|2[01]\d\d)-(0[1-9]|1[0-2])$")]


class RegimeReaderShape(Shape):
    """Somebody who is to read the version of the regime in force. `late`: not by their limit, or after it."""

    person: str
    version: str
    due_at: datetime
    read_at: datetime | None
    late: bool


class ChecklistShape(Shape):
    """A checklist that a person is to fill in, in a shift, and how it stands."""

    checklist: str
    shift: str
    person: str
    due_at: datetime
    closes_at: datetime
    state: checking.State
    known: Checked | None


class ItemShape(Shape):
    """A follow-up, and who is to be told by now that it is beyond its limit."""

    followup: Followup
    goes_up_to: list[Chief]


@router.get(f"{PLACE}/regime/readers", response=list[RegimeReaderShape], summary="Who has read the regime in force")
def readers(request: HttpRequest, site: Code, post: Code) -> list[RegimeReaderShape]:
    """Return how it stands with everybody who works at the post, to who supervises it; to others with themselves."""
    visit, place = at_post(request, site, post)
    pack: Pack | None = visit.packs(place.regime) if place.regime else None
    found = reading.readers(visit.book, place, pack, visit.now)
    if not visit.may(Right.SUPERVISE, place.post):
        found = [one for one in found if one.person == visit.actor.person]
    version = pack.head.version if pack else ""
    return [
        RegimeReaderShape(
            person=one.person, version=version, due_at=one.due_at, read_at=one.read_at, late=one.late(visit.now)
        )
        for one in found
    ]


@router.get(f"{PLACE}/observations", response=list[Observation], summary="What was observed of people's conduct")
def observations(
    request: HttpRequest, site: Code, post: Code, person: MaybeRef = "", limit: Limit = 200
) -> list[Observation]:
    """Return observations, the newest first: to who supervises the post of everybody or of one person, to others only
    their own."""
    visit, place = at_post(request, site, post)
    whose = person if visit.may(Right.SUPERVISE, place.post) else visit.actor.person
    return duty.observations(visit.book, place.post, whose, limit=limit)


@router.get(f"{PLACE}/checklists", response=list[ChecklistShape], summary="The checklists by person of a month")
def checklists(request: HttpRequest, site: Code, post: Code, month: Month) -> list[ChecklistShape]:
    """Return those of the shifts that begin in a local month (`2026-11`), by shift."""
    visit, place = at_post(request, site, post)
    first = date.fromisoformat(f"{month}-01")
    return [
        ChecklistShape(
            checklist=one.checklist.id,
            shift=one.shift.key,
            person=one.person,
            due_at=one.due_at,
            closes_at=one.closes_at,
            state=one.state(visit.now),
            known=one.known,
        )
        for one in checking.turns(visit.book, place, visit.packs, first, month_after(first))
    ]


@router.get(f"{PLACE}/items/late", response=list[ItemShape], summary="Items beyond their limit, and who is told")
def late_items(request: HttpRequest, site: Code, post: Code) -> list[ItemShape]:
    """Return the open follow-ups of the post beyond their limit, the longest overdue first."""
    visit, place = at_post(request, site, post)
    duties = visit.packs(place.regime).duties if place.regime else None
    rule = duties.items if duties else None
    return [
        ItemShape(followup=one, goes_up_to=[step.to for step in reached(one, rule, visit.now)])
        for one in followup.overdue(visit.book, place.post, visit.now)
    ]


@router.get(f"{PLACE}/items/put-here", response=list[Followup], summary="Open items of other posts put to this one")
def put_here(request: HttpRequest, site: Code, post: Code) -> list[Followup]:
    """Return what the post was asked to take over, and what it has taken over, the one due first at the top."""
    visit, place = at_post(request, site, post)
    return followup.put_to(visit.book, place.post)


@router.get(f"{PLACE}/followups/{{key}}/photos/{{name}}", response=None, summary="A photograph of a follow-up")
def item_photo(request: HttpRequest, site: Code, post: Code, key: ThingKey, name: Sha256) -> HttpResponse:
    """Return its bytes, to whoever may read the follow-up."""
    visit, place = at_post(request, site, post)
    found = followup.followup(visit.book, key)
    if found is None or not found.seen_at(place.post) or name not in found.photos:
        raise NotFound(f"photo {name}")
    content, media_type = photos.read(name)
    return HttpResponse(content, content_type=media_type)


@router.get(f"{PLACE}/suggestions", response=list[Suggestion], summary="Suggestions, the newest first")
def suggestions(
    request: HttpRequest,
    site: Code,
    post: Code,
    standing: Annotated[list[Standing], Query()] = [],  # noqa: B006 - ninja copies it
    limit: Limit = 200,
) -> list[Suggestion]:
    """Return all of them, or those that stand so."""
    visit, place = at_post(request, site, post)
    return followup.suggestions(visit.book, place.post, standing, limit=limit)


@router.get(f"{PLACE}/suggestions/{{key}}", response=Suggestion, summary="A suggestion")
def suggestion_one(request: HttpRequest, site: Code, post: Code, key: ThingKey) -> Suggestion:
    """Return it, with what became of it."""
    visit, place = at_post(request, site, post)
    found = followup.suggestion(visit.book, key)
    if found is None or found.post != place.post:
        raise NotFound(f"suggestion {key}")
    return found
