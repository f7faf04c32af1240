"""Who is away, the requests with their transfer forms, recalls, and what the head of a group watches."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from jiaoban.absence import head, queries
from jiaoban.absence.preview import preview
from jiaoban.absence.rules.asking import need_kind
from jiaoban.absence.tables import Absence, RecallState, TransferLine
from jiaoban.absence.terms import Sort, Source
from jiaoban.api.reads.working import Month
from jiaoban.api.shapes import Shape
from jiaoban.api.visiting import Code, Limit, ThingKey, at_post, at_site
from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import MaybeRef, Moment, Ref
from jiaoban.kernel.refusal import NotAllowed, NotFound, Reason
from jiaoban.kernel.words import Words

router = Router(tags=["absences"])
PLACE = "/sites/{site}/posts/{post}"


class AwayShape(Shape):
    """A person is away, `from_at <= moment < until_at`; not `approved`: only asked for."""

    person: str
    from_at: datetime
    until_at: datetime
    kind: str
    approved: bool
    absence: str


class WorkShape(Shape):
    """A piece of open work. `wants_receiver`: the form must name one; what is to be read waits for the return."""

    thing: str
    source: Source
    text: str
    post: str
    due_at: datetime | None
    wants_receiver: bool


class StandShape(Shape):
    """A shift, or a duty or round in it, that wants another name. `whole`: the shift lies wholly in the absence."""

    thing: str
    sort: Sort
    post: str
    shift: str
    title: Words
    due: list[str]
    whole: bool


class PreviewShape(Shape):
    """What a request would meet now: `reasons` stand in its way; `short`: what shifts would lack without the person;
    `latest`: until when it can be asked for, none where no notice is wanted."""

    reasons: list[Reason]
    work: list[WorkShape]
    stands: list[StandShape]
    short: list[Reason]
    away: list[AwayShape]
    latest: datetime | None


class EntrustedShape(Shape):
    """A line of a work transfer form that is the asker's, and the absence that it belongs to."""

    absence: str
    person: str
    post: str
    from_at: datetime
    until_at: datetime
    line: TransferLine


class GapShape(Shape):
    """Something that was left open. `key`: the absence; `who`: whose turn it is to act."""

    sort: head.Sort
    key: str
    post: str
    person: str
    crew: str
    what: str
    who: str
    at: datetime


@router.get(f"{PLACE}/absences", response=list[Absence], summary="The absences of a post, the newest request first")
def absences(request: HttpRequest, site: Code, post: Code, limit: Limit = 100) -> list[Absence]:
    """Return each as the asker may see it: reasons for those concerned, numbers for those who had them shown."""
    visit, place = at_post(request, site, post)
    return [queries.seen_by(one, visit.actor) for one in queries.of_post(visit.book, place.post, limit=limit)]


@router.get(f"{PLACE}/absences/{{key}}", response=Absence, summary="An absence with its transfer form and cover")
def absence(request: HttpRequest, site: Code, post: Code, key: ThingKey) -> Absence:
    """Return it as the asker may see it."""
    visit, place = at_post(request, site, post)
    found = queries.absence(visit.book, key)
    if found is None or found.post != place.post:
        raise NotFound(f"absence {key}")
    return queries.seen_by(found, visit.actor)


@router.get(f"{PLACE}/absence-preview", response=PreviewShape, summary="What a request to be away would meet now")
def absence_preview(
    request: HttpRequest, site: Code, post: Code, kind: Ref, since: Moment, until: Moment, person: MaybeRef = ""
) -> PreviewShape:
    """Return what the rules say before it is sent, for oneself or, to a supervisor, for another person."""
    visit, place = at_post(request, site, post)
    who = person or visit.actor.person
    if who != visit.actor.person and not visit.may(Right.SUPERVISE, place.post):
        raise NotAllowed(Right.SUPERVISE, "reading")
    rules = visit.packs(place.regime).absence if place.regime else None
    found = need_kind(rules, kind)
    assert rules is not None
    seen = preview(visit.book, place, rules, found, who, (since, until), visit.packs, visit.now)
    return PreviewShape(
        reasons=list(seen.reasons),
        work=[WorkShape.model_validate(one) for one in seen.work],
        stands=[
            StandShape(
                thing=one.thing,
                sort=one.sort,
                post=one.post,
                shift=one.shift.key,
                title=one.title,
                due=list(one.due),
                whole=one.whole,
            )
            for one in seen.stands
        ],
        short=list(seen.short),
        away=[AwayShape.model_validate(one) for one in seen.away],
        latest=seen.latest,
    )


@router.get(f"{PLACE}/recalls", response=list[RecallState], summary="The recalls of a post, the newest first")
def recalls(request: HttpRequest, site: Code, post: Code, limit: Limit = 100) -> list[RecallState]:
    """Return who was called back, when they answered, set out and arrived."""
    visit, place = at_post(request, site, post)
    return queries.recalls(visit.book, place.post, limit=limit)


@router.get("/sites/{site}/away", response=list[AwayShape], summary="Who is away from a site in a time")
def away(request: HttpRequest, site: Code, since: Moment, until: Moment) -> list[AwayShape]:
    """Return the absences, asked for or approved, that overlap [since, until), by begin."""
    visit = at_site(request, site)
    return [AwayShape.model_validate(one) for one in queries.away(visit.book, since, until)]


@router.get("/sites/{site}/entrusted", response=list[EntrustedShape], summary="Work that others gave to the asker")
def entrusted(request: HttpRequest, site: Code) -> list[EntrustedShape]:
    """Return what is to be taken over, or was and is not yet handed back."""
    visit = at_site(request, site)
    return [
        EntrustedShape(
            absence=one.key, person=one.person, post=one.post, from_at=one.from_at, until_at=one.until_at, line=line
        )
        for one, line in queries.entrusted_to(visit.book, visit.actor.person, visit.now)
    ]


@router.get("/sites/{site}/transfers", response=list[GapShape], summary="What was left open in a month (heads)")
def transfers_month(
    request: HttpRequest, site: Code, month: Month, crew: Annotated[str, Query(max_length=20)] = ""
) -> list[GapShape]:
    """Return transfers not taken over, work without an owner, shifts without cover, overdue recalls; of one crew or
    all."""
    visit = at_site(request, site, Right.OVERSEE)
    year, number = (int(part) for part in month.split("-"))
    seen = head.watch(visit.book, year, number, visit.now)
    mine = [one for one in seen.gaps if visit.may(Right.READ, one.post) and crew in ("", one.crew)]
    return [GapShape.model_validate({**asdict(one), "what": one.what.zh}) for one in mine]
