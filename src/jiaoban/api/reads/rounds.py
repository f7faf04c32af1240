"""Routes of inspection points, what is due, and the rounds that were gone."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from jiaoban.api.visiting import Code, Limit, ThingKey, at_post
from jiaoban.kernel.fields import Sha256
from jiaoban.kernel.refusal import NotFound
from jiaoban.logbook import photos
from jiaoban.round import queries
from jiaoban.round.tables import Round, Route
from jiaoban.round.terms import DueState

router = Router(tags=["round"])
PLACE = "/sites/{site}/posts/{post}"


class DueShape(Schema):
    """A moment for which a route is due. `round` was gone for it, '' for none."""

    route: str
    due: str
    at: datetime
    opens_at: datetime
    closes_at: datetime
    state: DueState
    round: str


@router.get(f"{PLACE}/routes", response=list[Route], summary="The routes of a post")
def routes(request: HttpRequest, site: Code, post: Code) -> list[Route]:
    """Return those in use, by key, with their points in order."""
    visit, place = at_post(request, site, post)
    return queries.routes(visit.book, place.post)


@router.get(f"{PLACE}/rounds-due", response=list[DueShape], summary="The rounds that are due around now")
def rounds_due(request: HttpRequest, site: Code, post: Code) -> list[DueShape]:
    """Return what was due in the last 12 hours, what is open, and what opens within 2."""
    visit, place = at_post(request, site, post)
    pack = visit.packs(place.regime) if place.regime else None
    return [
        DueShape(
            route=one.route.key,
            due=one.due.key,
            at=one.due.at,
            opens_at=one.due.opens_at,
            closes_at=one.due.closes_at,
            state=one.state,
            round=one.gone.key if one.gone else "",
        )
        for one in queries.due_rounds(visit.book, place, pack, visit.now)
    ]


@router.get(f"{PLACE}/rounds", response=list[Round], summary="The rounds of a post, the newest first")
def rounds(request: HttpRequest, site: Code, post: Code, limit: Limit = 30) -> list[Round]:
    """Return them with their visits and the points that were left out."""
    visit, place = at_post(request, site, post)
    return queries.newest(visit.book, place.post, limit=limit)


@router.get(f"{PLACE}/rounds/{{key}}", response=Round, summary="A round")
def one_round(request: HttpRequest, site: Code, post: Code, key: ThingKey) -> Round:
    """Return it: every visit with the moment at which it really happened."""
    visit, place = at_post(request, site, post)
    found = queries.round_(visit.book, key)
    if found is None or found.post != place.post:
        raise NotFound(f"round {key}")
    return found


@router.get(f"{PLACE}/rounds/{{key}}/photos/{{name}}", response=None, summary="A photograph of a round")
def round_picture(request: HttpRequest, site: Code, post: Code, key: ThingKey, name: Sha256) -> HttpResponse:
    """Return its bytes, to whoever may read the round."""
    if not any(name in one.photos for one in one_round(request, site, post, key).visits):
        raise NotFound(f"photo {name}")
    content, media_type = photos.read(name)
    return HttpResponse(content, content_type=media_type)
