"""The facts of the working day: log, follow-ups, equipment, matters, readings, custody, meetings, duties."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from ninja import Query, Router

from jiaoban.api.shapes import CountShape, CustodyShape, DutyShape, MeetingShape
from jiaoban.api.visiting import Code, Limit, ThingKey, at_post
from jiaoban.duty import queries as duties
from jiaoban.duty.tables import Done as DutyDone
from jiaoban.followup import queries as followup
from jiaoban.followup.tables import Followup
from jiaoban.handover import queries as handover
from jiaoban.handover.blind import sight
from jiaoban.handover.minutes import minutes_of
from jiaoban.kernel.fields import MaybePhrase, MaybeRef, Moment, Ref, Sha256
from jiaoban.kernel.refusal import NotFound
from jiaoban.logbook import photos
from jiaoban.logbook import queries as logbook
from jiaoban.logbook.tables import Entry
from jiaoban.logbook.terms import Category
from jiaoban.meeting import queries as meetings
from jiaoban.meeting.tables import Meeting
from jiaoban.plant import isolation
from jiaoban.plant import queries as plant
from jiaoban.plant.lives import MatterKind
from jiaoban.plant.tables import Earth, Equipment, Link, Loan, Matter, Parameter, Reading

router = Router(tags=["working day"])
PLACE = "/sites/{site}/posts/{post}"
Month = Annotated[str, Query(pattern=r"^(19[7-9]\d|2[01]\d\d)-(0[1-9]|1[0-2])$")]


@router.get(f"{PLACE}/log", response=list[Entry], summary="The log, the newest first")
def log(
    request: HttpRequest,
    site: Code,
    post: Code,
    category: Annotated[list[Category], Query()] = [],  # noqa: B006 - ninja copies it
    search: MaybePhrase = "",
    equipment: MaybeRef = "",
    matter: MaybeRef = "",
    author: MaybeRef = "",
    since: Moment | None = None,
    until: Moment | None = None,
    limit: Limit = 50,
    before: MaybeRef = "",
) -> list[Entry]:
    """Return entries by when they happened; `before` is the key of the last entry of the page before."""
    visit, place = at_post(request, site, post)
    return logbook.entries(
        visit.book,
        place.post,
        since=since,
        until=until,
        categories=category,
        search=search,
        equipment=equipment,
        matter=matter,
        author=author,
        limit=limit,
        before=before,
    )


@router.get(f"{PLACE}/log-quality", response=logbook.Quality, summary="How an author's entries stand the test")
def log_quality(
    request: HttpRequest, site: Code, post: Code, author: Ref, since: Moment, until: Moment
) -> logbook.Quality:
    """Return how many entries of an author were written, written late, amended, struck, of what happened in
    [since, until)."""
    visit, place = at_post(request, site, post)
    return logbook.quality(visit.book, place.post, author, since, until)


@router.get(f"{PLACE}/log/{{key}}", response=Entry, summary="A log entry with its story")
def entry(request: HttpRequest, site: Code, post: Code, key: ThingKey) -> Entry:
    """Return it, with every amendment and the strike."""
    visit, place = at_post(request, site, post)
    found = logbook.entry(visit.book, key)
    if found is None or found.post != place.post:
        raise NotFound(f"entry {key}")
    return found


@router.get(f"{PLACE}/log/{{key}}/photos/{{name}}", response=None, summary="A photograph of a log entry")
def photo(request: HttpRequest, site: Code, post: Code, key: ThingKey, name: Sha256) -> HttpResponse:
    """Return its bytes, to whoever may read the entry."""
    if name not in entry(request, site, post, key).photos:
        raise NotFound(f"photo {name}")
    content, media_type = photos.read(name)
    return HttpResponse(content, content_type=media_type)


@router.get(f"{PLACE}/followups", response=list[Followup], summary="Open follow-ups, and those closed since a moment")
def followups(
    request: HttpRequest, site: Code, post: Code, closed_since: Moment | None = None, limit: Limit = 200
) -> list[Followup]:
    """Return the open ones, the first due at the top, then the closed ones that were asked for."""
    visit, place = at_post(request, site, post)
    closed = followup.closed_since(visit.book, place.post, closed_since, limit=limit) if closed_since else []
    return [*followup.open_for(visit.book, place.post), *closed]


@router.get(f"{PLACE}/equipment", response=list[Equipment], summary="The equipment of a post")
def equipment(request: HttpRequest, site: Code, post: Code) -> list[Equipment]:
    """Return what is in use, by code."""
    visit, place = at_post(request, site, post)
    return plant.equipment_of(visit.book, place.post)


@router.get(f"{PLACE}/earths", response=list[Earth], summary="The portable earths of a post, by number")
def earths(request: HttpRequest, site: Code, post: Code, hanging: bool = False) -> list[Earth]:
    """Return those in use with where each hangs now; with `hanging` only those that hang somewhere."""
    visit, place = at_post(request, site, post)
    return (isolation.hanging if hanging else isolation.earths)(visit.book, place.post)


@router.get(f"{PLACE}/links", response=list[Link], summary="The protection links of a post with their position")
def links(request: HttpRequest, site: Code, post: Code) -> list[Link]:
    """Return them, those that are out first."""
    visit, place = at_post(request, site, post)
    return isolation.links(visit.book, place.post)


@router.get(f"{PLACE}/matters", response=list[Matter], summary="Accidents, defects, permits, orders ...")
def matters(
    request: HttpRequest,
    site: Code,
    post: Code,
    kind: Annotated[list[MatterKind], Query()] = [],  # noqa: B006 - ninja copies it
    open: bool | None = None,  # noqa: A002
    since: Moment | None = None,
    limit: Limit = 200,
    before: MaybeRef = "",
) -> list[Matter]:
    """Return them, the newest first; `before` is the key of the last one of the page before."""
    visit, place = at_post(request, site, post)
    return plant.matters(visit.book, place.post, kinds=kind, open=open, since=since, limit=limit, before=before)


@router.get(f"{PLACE}/matters/{{key}}/photos/{{name}}", response=None, summary="A photograph in the story of a matter")
def matter_picture(request: HttpRequest, site: Code, post: Code, key: ThingKey, name: Sha256) -> HttpResponse:
    """Return its bytes, to whoever may read the matter."""
    visit, place = at_post(request, site, post)
    found = plant.matter(visit.book, key)
    if found is None or found.post != place.post or name not in found.photos:
        raise NotFound(f"photo {name}")
    content, media_type = photos.read(name)
    return HttpResponse(content, content_type=media_type)


@router.get(f"{PLACE}/parameters", response=list[Parameter], summary="The parameters that are read at a post")
def parameters(request: HttpRequest, site: Code, post: Code) -> list[Parameter]:
    """Return those in use, by group."""
    visit, place = at_post(request, site, post)
    return plant.parameters(visit.book, place.post)


@router.get(f"{PLACE}/parameters/{{key}}/readings", response=list[Reading], summary="The figures of a parameter")
def readings(
    request: HttpRequest,
    site: Code,
    post: Code,
    key: ThingKey,
    since: Moment | None = None,
    until: Moment | None = None,
    limit: Limit = 500,
) -> list[Reading]:
    """Return figures with `since <= at < until`, the newest first."""
    visit, place = at_post(request, site, post)
    parameter = plant.parameter(visit.book, key)
    if parameter is None or parameter.post != place.post:
        raise NotFound(f"parameter {key}")
    return plant.readings(visit.book, key, since=since, until=until, limit=limit)


@router.get(f"{PLACE}/custody", response=list[CustodyShape], summary="Things in custody, with the counts of a handover")
def custody(request: HttpRequest, site: Code, post: Code, occasion: MaybeRef = "") -> list[CustodyShape]:
    """Return the register; `occasion` is the key of a handover."""
    visit, place = at_post(request, site, post)
    running = handover.current(visit.book, place.post)
    regime = running.regime if running else place.regime  # a handover is counted by the version that it began with
    seen = sight(visit.book, place.post, visit.actor, visit.packs(regime) if regime else None)
    return [_custody(one, blind=not seen.sees(one.line.key)) for one in plant.counted(visit.book, place.post, occasion)]


def _custody(one: plant.Counted, *, blind: bool) -> CustodyShape:
    return CustodyShape(
        key=one.line.key,
        name=one.line.name,
        kind=one.line.kind,
        expected=None if blind else one.line.expected,
        note=one.line.note,
        counts=[] if blind else [CountShape.model_validate(count, from_attributes=True) for count in one.counts],
        found=None if blind else one.found,
        short=None if blind else one.short,
        damaged=one.damaged and not blind,
        recorded=one.recorded and not blind,
        blind=blind,
        numbers=[] if blind else list(one.line.numbers),
        places=[] if blind else list(one.line.places),
        differences=[] if blind else list(one.differences),
        agreed=None if blind else one.line.agreed,
        agreed_at=one.line.agreed_at,
    )


@router.get(f"{PLACE}/loans", response=list[Loan], summary="What is lent out of custody, the first due at the top")
def loans(request: HttpRequest, site: Code, post: Code, back_since: Moment | None = None) -> list[Loan]:
    """Return what is out, then what came back whole since a moment, when one is given."""
    visit, place = at_post(request, site, post)
    back = plant.loans_back(visit.book, place.post, back_since, limit=500) if back_since else []
    return [*plant.loans(visit.book, place.post), *back]


@router.get(f"{PLACE}/meetings", response=list[Meeting], summary="The meetings of a post, the newest first")
def meeting_list(request: HttpRequest, site: Code, post: Code, limit: Limit = 30) -> list[Meeting]:
    """Return them with roll, summing-up and reports."""
    visit, place = at_post(request, site, post)
    return meetings.newest(visit.book, place.post, limit=limit)


@router.get(f"{PLACE}/meetings/{{key}}", response=MeetingShape, summary="A meeting with its minutes")
def meeting_one(request: HttpRequest, site: Code, post: Code, key: ThingKey) -> MeetingShape:
    """Return it; the minutes are a text, in Chinese or English by the language of the request."""
    visit, place = at_post(request, site, post)
    found = meetings.meeting(visit.book, key)
    if found is None or found.post != place.post:
        raise NotFound(f"meeting {key}")
    return MeetingShape(
        meeting=found,
        absent=found.absent,
        lasted_s=int(found.lasted.total_seconds()) if found.lasted else None,
        minutes=minutes_of(visit.book, found, place.zone, get_language() or "zh-hans"),
    )


@router.get(f"{PLACE}/duties/month", response=list[DutyShape], summary="The periodic duties of a month")
def duty_month(request: HttpRequest, site: Code, post: Code, month: Month) -> list[DutyShape]:
    """Return every duty in every shift that begins in a local month (`2026-11`), by the regime in force now: when it is
    due, done by whom, or why not."""
    visit, place = at_post(request, site, post)
    rules = visit.packs(place.regime).handover.duties if place.regime else ()
    return [
        DutyShape(
            duty=one.duty.id,
            title=one.duty.title,
            shift=one.shift.key,
            due_at=one.due_at,
            done=one.done,
            excused=one.excused,
            overdue=one.overdue(visit.now),
            known=one.known,
        )
        for one in duties.of_month(
            visit.book, place, rules, date.fromisoformat(f"{month}-01"), handover.held_since(visit.book, place.post)
        )
    ]


@router.get(f"{PLACE}/duties", response=list[DutyDone], summary="Periodic duties done or excused in a shift")
def duty_list(request: HttpRequest, site: Code, post: Code, shift: MaybeRef = "") -> list[DutyDone]:
    """Return them; `shift` as in a handover (`2026-11-23.day`), left out: the shift running now."""
    visit, place = at_post(request, site, post)
    running = place.shift_at(visit.now)
    return duties.done(visit.book, place.post, shift or (running.key if running else ""))
