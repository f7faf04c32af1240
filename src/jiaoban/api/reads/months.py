"""The month of everybody, changes of the grid, cycles, the calendar, tables of a month, one's own subscriptions."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from ninja import File, Header, Query, Router, UploadedFile
from pydantic import Field

from jiaoban.api.doing import CommandId
from jiaoban.api.problems import Problem, answer, refused
from jiaoban.api.reads.rosters import PLACE, Month
from jiaoban.api.shapes import Shape
from jiaoban.api.visiting import Code, Limit, at_post, at_site
from jiaoban.importing import month as table
from jiaoban.importing import writing
from jiaoban.importing.cells import Unreadable
from jiaoban.importing.rows import cell
from jiaoban.importing.sheet import LARGEST
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import BadInput, NotAllowed
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org
from jiaoban.roster import calendaring, feeds, presets, queries
from jiaoban.roster.acts import Cell, DayKind
from jiaoban.roster.grid import by_person
from jiaoban.roster.grid_tables import CHANGES
from jiaoban.roster.seals import seal

router = Router(tags=["rosters"])
Year = Annotated[int, Query(ge=1970, lt=2200)]


class PersonShiftShape(Shape):
    """A shift that somebody is due on."""

    day: date
    post: str
    shift: str
    begins_at: datetime
    ends_at: datetime
    excepted: bool = Field(description="changed by hand")


class PersonMonthShape(Shape):
    """The shifts of a person in a month, by day."""

    person: str
    shifts: list[PersonShiftShape]


class GridChangeShape(Shape):
    """A change of the grid. `undone`: the change that undid it, '' while it stands."""

    key: str
    cells: list[Cell]
    reason: str
    by: str
    at: datetime
    undoes: str
    undone: str


class PresetShape(Shape):
    """A usual cycle laid over the post's shifts and the site's crews; `lacks` says why it cannot be."""

    preset: str
    name: Words
    says: Words
    workdays: bool
    cycle: list[dict[str, str]] | None
    lacks: Words | None


class CalendarDayShape(Shape):
    """What the site's calendar says of a day; `source` names the library and its version, '' when said by hand."""

    day: date
    kind: DayKind
    name: Words
    source: str
    reason: str


class SubscriptionShape(Shape):
    """A subscription of one's own; the address is its key."""

    feed: str
    post: str
    opened_at: datetime
    address: str


class CellProblem(Shape):
    """What is wrong with a table: line (1: the heads), and the cell as a spreadsheet names it."""

    line: int
    cell: str
    says: Words


class DifferenceShape(Shape):
    """A day of a person that a table has otherwise: the codes of the shifts before and after."""

    cell: str
    person: str
    day: date
    before: list[str]
    after: list[str]


class MonthTold(Shape):
    """What came of a table. `kept`: it was taken over; of a preview, and with a problem, nothing was."""

    kept: bool
    problems: list[CellProblem]
    differences: list[DifferenceShape]


@router.get("/sites/{site}/roster", response=list[PersonMonthShape], summary="The month of everybody")
def everybody(request: HttpRequest, site: Code, month: Month) -> list[PersonMonthShape]:
    """Return the shifts of everybody in a local month, at every post that the caller may read."""
    visit = at_site(request, site)
    year, number = (int(part) for part in month.split("-"))
    posts = [one for one in org.posts(visit.book) if visit.may(Right.READ, one.key)]
    turns = queries.everywhere(visit.book, posts, visit.site.zone, *queries.month_bounds(year, number))
    return [
        PersonMonthShape(
            person=person,
            shifts=[
                PersonShiftShape(
                    day=day,
                    post=one.post,
                    shift=one.shift.code,
                    begins_at=one.shift.begins_at,
                    ends_at=one.shift.ends_at,
                    excepted=one.exception is not None,
                )
                for day, listed in sorted(days.items())
                for one in listed
            ],
        )
        for person, days in by_person(turns).items()
    ]


@router.get("/sites/{site}/calendar", response=list[CalendarDayShape], summary="A year of the calendar")
def calendar(request: HttpRequest, site: Code, year: Year) -> list[CalendarDayShape]:
    """Return the days of a year of which the site's calendar says something."""
    visit = at_site(request, site)
    return [
        CalendarDayShape(day=one.day, kind=one.kind, name=one.name, source=one.source, reason=one.reason)
        for one in calendaring.of_year(visit.book, year)
    ]


@router.get("/sites/{site}/subscriptions", response=list[SubscriptionShape], summary="One's own subscriptions")
def subscriptions(request: HttpRequest, site: Code) -> list[SubscriptionShape]:
    """Return the caller's open subscriptions with their addresses."""
    visit = at_site(request, site)
    return [
        SubscriptionShape(
            feed=one.key,
            post=one.post,
            opened_at=one.opened_at,
            address=request.build_absolute_uri(
                reverse("subscription", kwargs={"site": site, "seal": seal(site, one.key), "key": one.key})
            ),
        )
        for one in feeds.of_subscriber(visit.book, visit.actor.person)
    ]


@router.get(f"{PLACE}/roster/changes", response=list[GridChangeShape], summary="Changes of the grid")
def changes(request: HttpRequest, site: Code, post: Code, limit: Limit = 100) -> list[GridChangeShape]:
    """Return the changes of a post's grid, the newest first; `key` is what `roster.undo` wants."""
    visit, place = at_post(request, site, post)
    found = visit.book.find(CHANGES, order=("-at",), limit=limit, post=place.post)
    return [
        GridChangeShape(
            key=one.key,
            cells=list(one.cells),
            reason=one.reason,
            by=one.by,
            at=one.at,
            undoes=one.undoes,
            undone=one.undone,
        )
        for one in found
    ]


@router.get(f"{PLACE}/roster/presets", response=list[PresetShape], summary="Usual cycles")
def preset_list(request: HttpRequest, site: Code, post: Code) -> list[PresetShape]:
    """Return the usual cycles of crews, each as `roster.set_rotation` takes it, or with what it lacks here."""
    visit, place = at_post(request, site, post)
    shifts = [one.code for one in org.post(visit.book, place.post).now.pattern.shifts]
    crews = [one.crew for one in visit.site.crews]
    return [_preset(one, shifts, crews) for one in presets.presets()]


def _preset(one: presets.Preset, shifts: list[str], crews: list[str]) -> PresetShape:
    made: dict[str, Any] = {"cycle": None, "lacks": None}
    try:
        made["cycle"] = list(presets.cycle(one, shifts, crews))
    except BadInput as error:
        made["lacks"] = error.wrong
    return PresetShape(preset=one.id, name=one.name, says=one.says, workdays=one.workdays, **made)


@router.get(f"{PLACE}/roster/table", summary="The month as an Excel file", response=None)
def table_out(request: HttpRequest, site: Code, post: Code, month: Month) -> FileResponse:
    """Return a month of a post as an Excel file: a line a person, a column a day."""
    visit, place = at_post(request, site, post)
    year, number = (int(part) for part in month.split("-"))
    turns = queries.month(visit.book, place, year, number)
    content = table.write(visit.book, place, turns, get_language() or "zh-hans", [])
    return FileResponse(content, as_attachment=True, filename=f"{post}-{month}.xlsx", content_type=writing.XLSX)


@router.post(f"{PLACE}/roster/table", response=MonthTold, summary="A month from a table")
def table_in(
    request: HttpRequest,
    site: Code,
    post: Code,
    month: Month,
    file: Annotated[UploadedFile, File()],
    preview: bool = True,
    reason: Annotated[str, Query(max_length=2000)] = "",
    idempotency_key: Annotated[CommandId | None, Header(alias="Idempotency-Key")] = None,
) -> HttpResponse | MonthTold:
    """Preview a .csv or .xlsx file of a month, or with `preview=false`, a `reason` and an `Idempotency-Key` take it
    over, all of it or nothing."""
    visit, place = at_post(request, site, post)
    if not visit.may(Right.SUPERVISE, place.post):
        raise NotAllowed(Right.SUPERVISE, "roster.change")
    if (file.size or 0) > LARGEST:
        raise Problem(413, "too-large", Words(zh="文件超过 10 MB。", en="The file has more than 10 MB."))
    year, number = (int(part) for part in month.split("-"))
    try:
        told = table.read(visit, queries.month(visit.book, place, year, number), file.read(LARGEST + 1))
    except Unreadable as error:
        raise Problem(422, "table-unreadable", error.says) from error
    if preview or not (told.differences or told.problems):
        return _told(told, kept=False)
    if told.problems:
        what = Words(
            zh=f"有 {len(told.problems)} 处错误，什么也没有写。", en=f"{len(told.problems)} problems; nothing written."
        )
        errors = [
            {"field": table.named(one) or f"line {one.line}", "zh": one.says.zh, "en": one.says.en}
            for one in told.problems[:1000]
        ]
        return answer(422, "table", what, errors=errors)
    if not reason.strip() or not idempotency_key:
        said = Words(zh="请给出 reason 和 Idempotency-Key。", en="Give a reason and an Idempotency-Key.")
        raise Problem(400, "reason-missing", said)
    outcome = table.take(visit, place, told, reason, command=idempotency_key)
    return refused(outcome) if outcome.refusal is not None else _told(told, kept=True)


def _told(told: table.Told, *, kept: bool) -> MonthTold:
    return MonthTold(
        kept=kept,
        problems=[CellProblem(line=one.line, cell=table.named(one), says=one.says) for one in told.problems[:1000]],
        differences=[
            DifferenceShape(
                cell=cell(one.place, one.line),
                person=one.person,
                day=one.day,
                before=list(one.before),
                after=list(one.after),
            )
            for one in told.differences[:10_000]
        ],
    )
