"""Sites, people, posts and regimes."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from jiaoban.api.shapes import AdoptedShape, ClockMoveShape, PostShape, SiteNow, SiteShape
from jiaoban.api.visiting import Code, at_site
from jiaoban.api.watch import post_now
from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import Sha256
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.zones import moves, name_at
from jiaoban.org import door, queries
from jiaoban.org.tables import Person

router = Router(tags=["organisation"])


@router.get("/sites", response=list[SiteShape], summary="The sites that exist for whoever asks")
def sites(request: HttpRequest) -> list[SiteShape]:
    """Return them by code."""
    return [SiteShape(code=code, name=name.zh) for code, name in door.sites_of(request.user)]


@router.get("/sites/{site}", response=SiteNow, summary="A site with its clock and one's own rights there")
def site(request: HttpRequest, site: Code) -> SiteNow:
    """Return the site."""
    visit = at_site(request, site)
    return SiteNow(
        code=visit.site.code,
        name=visit.site.name.zh,
        zone=name_at(visit.site.zone, visit.now),
        clock_moves=[ClockMoveShape(at=one.at, was=one.was, to=one.to) for one in moves(visit.site.zone)],
        demo=visit.site.demo,
        now=visit.now,
        person=visit.actor.person,
        rights=sorted(right for right in Right if visit.may(right)),
    )


@router.get("/sites/{site}/people", response=list[Person], summary="The people of a site")
def people(request: HttpRequest, site: Code, everybody: bool = False) -> list[Person]:
    """Return them by key; those who left only with `everybody`. Telephone numbers are for those who run the site."""
    visit = at_site(request, site)
    found = queries.people(visit.book, everybody=everybody)
    if visit.may(Right.SUPERVISE) or visit.may(Right.ADMINISTER):
        return found
    return [one.model_copy(update={"phone": ""}) for one in found]


@router.get("/sites/{site}/posts", response=list[PostShape], summary="The board: every post now")
def board(request: HttpRequest, site: Code) -> list[PostShape]:
    """Return the posts that one may read, in the site's order."""
    visit = at_site(request, site)
    return [post_now(visit, place) for place in visit.posts()]


@router.get("/sites/{site}/regimes", response=list[AdoptedShape], summary="The regimes that a site adopted")
def regimes(request: HttpRequest, site: Code) -> list[AdoptedShape]:
    """Return every version, in the order of adoption."""
    visit = at_site(request, site)
    return [
        AdoptedShape(
            regime=one.regime,
            version=version.version,
            digest=version.digest,
            effective_from=str(version.effective_from),
        )
        for one in queries.regimes(visit.book)
        for version in one.versions
    ]


@router.get("/sites/{site}/regimes/{digest}", response=dict[str, Any], summary="A regime pack, by its digest")
def pack(request: HttpRequest, site: Code, digest: Sha256) -> dict[str, Any]:
    """Return the pack as its JSON Schema (`jiaoban regime schema`) describes it."""
    visit = at_site(request, site)
    known = {version.digest for one in queries.regimes(visit.book) for version in one.versions}
    if digest not in known:
        raise NotFound(f"regime {digest}")
    plain: dict[str, Any] = visit.packs(digest).model_dump(mode="json", by_alias=True, exclude_none=True)
    return plain
