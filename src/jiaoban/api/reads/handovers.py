"""Handovers: the one that is going on, past ones, each with the whole verdict."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from jiaoban.api.shapes import Assessed
from jiaoban.api.visiting import Code, Limit, ThingKey, at_post, at_site
from jiaoban.api.watch import assessed
from jiaoban.handover import queries
from jiaoban.handover.blind import sight
from jiaoban.handover.state import Finding, Handover, Stay
from jiaoban.kernel.fields import Moment, Sha256
from jiaoban.kernel.refusal import NotFound
from jiaoban.logbook import photos

router = Router(tags=["handover"])
PLACE = "/sites/{site}/posts/{post}/handovers"
Few = Annotated[int, Field(ge=1, le=100)]


@router.get(PLACE, response=list[Handover], summary="Past handovers, the newest first")
def history(
    request: HttpRequest, site: Code, post: Code, limit: Few = 30, before: Moment | None = None
) -> list[Handover]:
    """Return those closed before a moment (left out: now)."""
    visit, place = at_post(request, site, post)
    return queries.history(visit.book, place.post, limit=limit, before=before)


@router.get(f"{PLACE}/running", response=list[Handover], summary="Handovers that are going on, the oldest first")
def running(request: HttpRequest, site: Code, post: Code) -> list[Handover]:
    """Return them; more than one where people are relieved one by one."""
    visit, place = at_post(request, site, post)
    return [
        sight(visit.book, place.post, visit.actor, visit.packs(one.regime)).handover(one)
        for one in queries.open_at(visit.book, place.post)
    ]


@router.get(f"{PLACE}/current", response=Assessed, summary="The handover that is going on, with gates and steps")
def current(request: HttpRequest, site: Code, post: Code) -> Assessed:
    """Return it; 404 while there is none."""
    visit, place = at_post(request, site, post)
    found = queries.current(visit.book, place.post)
    if found is None:
        raise NotFound("no handover is going on")
    return assessed(visit, place, found.key)


@router.get(f"{PLACE}/{{key}}", response=Assessed, summary="A handover with gates, steps and lines")
def one(request: HttpRequest, site: Code, post: Code, key: ThingKey) -> Assessed:
    """Return it."""
    visit, place = at_post(request, site, post)
    return assessed(visit, place, key)


@router.get(f"{PLACE}/{{key}}/photos/{{name}}", response=None, summary="A photograph of what was found at a check")
def check_photo(request: HttpRequest, site: Code, post: Code, key: ThingKey, name: Sha256) -> HttpResponse:
    """Return its bytes, to whoever may read the handover."""
    visit, place = at_post(request, site, post)
    found = queries.handover(visit.book, key)
    if found is None or found.post != place.post or name not in found.photos:
        raise NotFound(f"photo {name}")
    content, media_type = photos.read(name)
    return HttpResponse(content, content_type=media_type)


@router.get("/sites/{site}/posts/{post}/findings", response=list[Finding], summary="Findings, and who answers for them")
def findings(request: HttpRequest, site: Code, post: Code, limit: Limit = 50) -> list[Finding]:
    """Return them, the newest first."""
    visit, place = at_post(request, site, post)
    return queries.findings(visit.book, place.post, limit=limit)


@router.get("/sites/{site}/stays", response=list[Stay], summary="One's own duties that survived a signature")
def stays(request: HttpRequest, site: Code) -> list[Stay]:
    """Return those not done, the first due at the top."""
    visit = at_site(request, site)
    return queries.stays_of(visit.book, visit.actor.person)
