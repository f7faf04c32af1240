"""The grid of readings: parameters down, the hours of a shift across, one column to fill in.

Of two hundred parameters a sheet has some thousand cells; the cells that are only read are put together here, because a
template would take longer for them than the database for the figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.plant import measured
from jiaoban.plant.limits import DEGREES, limits_in, spelled
from jiaoban.plant.measured import ModeAt, Point
from jiaoban.plant.pages import told
from jiaoban.plant.pages.shifts import Shown
from jiaoban.plant.pages.trend import spark
from jiaoban.plant.rules.schedule import MOST_GRACE, missing, moments, nearest
from jiaoban.plant.rules.schedule import spelled as schedule_spelled
from jiaoban.plant.tables import Latest, Parameter
from jiaoban.web.desk import Desk

MOST_COLUMNS = 24
PAGE = 200
"""Parameters on one page."""
PAST = timedelta(hours=24)
"""What the small pictures show."""
HOUR = timedelta(hours=1)
GRACE = timedelta(minutes=MOST_GRACE)


@dataclass(frozen=True, slots=True)
class Columns:
    """The moments across, and which of them is filled in (None: now)."""

    moments: tuple[datetime, ...]
    entry: datetime | None


@dataclass(slots=True)
class GridRow:
    """A parameter as the grid draws it."""

    parameter: Parameter
    name: str
    url: str
    limits: str
    schedule: str
    trend: SafeString
    cells: SafeString
    attributes: SafeString
    due: bool
    latest: Latest | None
    fresh: bool
    said: told.Told = field(default_factory=told.Told)


def columns(parameters: Sequence[Parameter], shown: Shown, zone: str, now: datetime, asked: str) -> Columns:
    """Return the moments across: those of every schedule, or each hour where nothing has one.

    The column to fill in is the one that the address asks for, else the scheduled one that is due, else now.
    """
    found = sorted(
        {
            moment
            for schedule in {one.schedule for one in parameters if one.schedule}
            for moment in moments(schedule, shown.begins, shown.ends, zone)
        }
    ) or [shown.begins + number * HOUR for number in range(int((shown.ends - shown.begins) / HOUR))]
    if len(found) > MOST_COLUMNS:
        come = max(MOST_COLUMNS, sum(one <= now for one in found) + 1)
        found = found[max(0, come - MOST_COLUMNS) : come]
    wanted = next((one for one in found if _stamp(one) == asked), None)
    if wanted is None and asked != "now" and shown.running and any(one.schedule for one in parameters):
        near = nearest(found, now)
        grace = max(one.grace for one in parameters if one.schedule)
        wanted = near if near is not None and abs(near - now) <= timedelta(minutes=grace) else None
    return Columns(tuple(found), wanted)


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M}"


def heads(desk: Desk, shown: Shown, across: Columns, url: str) -> list[dict[str, object]]:
    """Return the heads of the columns: the time, and where it can be chosen to be filled in."""
    zone = clock_of(desk.zone)
    return [
        {
            "label": f"{one.astimezone(zone):%H:%M}",
            "at": one,
            "entry": one == across.entry,
            "url": f"{url}&at={_stamp(one)}" if one <= desk.now + timedelta(minutes=15) else "",
        }
        for one in across.moments
    ]


def course_of(desk: Desk, parameters: Sequence[Parameter], shown: Shown) -> Mapping[str, list[Point]]:
    """Return what was read of parameters in the shift and in the day up to its end. One look-up."""
    since = min(shown.begins - GRACE, shown.ends - PAST)
    return measured.course(desk.book, desk.post, since, shown.ends + GRACE, [one.key for one in parameters])


def missed(
    parameters: Sequence[Parameter], course: Mapping[str, Sequence[Point]], shown: Shown, zone: str, now: datetime
) -> int:
    """Return how many scheduled readings of the parameters of the page are missing."""
    read = {key: [(one.at, one.recorded_at) for one in points] for key, points in course.items()}
    return missing(measured.standing(parameters, read, shown.begins, shown.ends, zone, now))


def rows(
    desk: Desk,
    parameters: Sequence[Parameter],
    shown: Shown,
    across: Columns,
    course: Mapping[str, Sequence[Point]],
) -> list[GridRow]:
    """Return the rows of the grid. One look-up, one more for each equipment by whose mode limits go."""
    keys = [one.key for one in parameters]
    latest = {one.parameter: one for one in measured.latest_of(desk.book, keys)}
    modes = measured.modes_at(desk.book, parameters, min(desk.now, shown.ends))
    due = _due(parameters, shown, across, desk.zone)
    return [
        _row(desk, one, course.get(one.key, ()), latest.get(one.key), modes[one.key], shown, across, due[one.schedule])
        for one in parameters
    ]


def _due(
    parameters: Sequence[Parameter], shown: Shown, across: Columns, zone: str
) -> Mapping[str, frozenset[datetime]]:
    """Return, by schedule, the moments at which it asks for a reading; without one any moment will do."""
    return {
        schedule: frozenset(moments(schedule, shown.begins, shown.ends, zone) if schedule else across.moments)
        for schedule in {one.schedule for one in parameters}
    }


def _row(
    desk: Desk,
    one: Parameter,
    course: Sequence[Point],
    latest: Latest | None,
    mode: ModeAt,
    shown: Shown,
    across: Columns,
    due: frozenset[datetime],
) -> GridRow:
    limits, by = limits_in(one, mode.state, mode.mode)
    said = spelled(limits)
    return GridRow(
        parameter=one,
        name=one.name,
        url=desk.url("parameter", key=one.key),
        limits=f"{said}（{by}）" if by and said else said,
        schedule=desk.words(schedule_spelled(one.schedule)) if one.schedule else "",
        trend=spark(one.name, course, limits, one.unit),
        cells=_cells(one, course, across, due, desk.now, shown),
        attributes=told.attributes(desk, one, limits, latest),
        due=across.entry is None or across.entry in due,
        latest=latest,
        fresh=latest is not None and latest.at >= shown.begins,
    )


def _cells(
    one: Parameter,
    course: Sequence[Point],
    across: Columns,
    due: frozenset[datetime],
    now: datetime,
    shown: Shown,
) -> SafeString:
    there: dict[datetime, Point] = {}
    for point in course:
        if point.at < shown.begins - timedelta(minutes=one.grace) or point.at >= shown.ends:
            continue
        moment = _column(one, point.at, across.moments)
        if moment is not None:
            there[moment] = point
    return mark_safe(  # noqa: S308 - every text in it is escaped
        "".join(_cell(one, moment, there.get(moment), moment in due, now) for moment in across.moments)
    )


def _column(one: Parameter, at: datetime, across: Sequence[datetime]) -> datetime | None:
    """Return the column of a reading: the nearest within the grace, else the one that came before it."""
    moment = nearest(across, at)
    if moment is not None and abs(at - moment) <= timedelta(minutes=one.grace):
        return moment
    return next((moment for moment in reversed(across) if moment <= at), None)


def _cell(one: Parameter, moment: datetime, point: Point | None, due: bool, now: datetime) -> str:
    if point is None:
        if not due or moment > now:
            return "<td class=past></td>"
        late = moment + timedelta(minutes=one.grace) < now and bool(one.schedule)
        mark = f"<span class=missing>{escape(gettext('漏抄'))}</span>" if late else "—"
        return f"<td class=past>{mark}</td>"
    marks = ""
    if point.degree:
        degree = escape(DEGREES[point.degree].in_(get_language() or "zh-hans"))
        marks = f' <strong class=degree title="{degree}">{point.degree}</strong>'
    if point.doubt:
        marks += f' <span class=doubt title="{escape(gettext("可疑"))}">?</span>'
    outside = " out" if point.degree else ""
    return f'<td class="past figures{outside}">{escape(point.value)}{marks}</td>'


def group_name(desk: Desk, group: str) -> str:
    """Return a group in words."""
    return desk.words(GROUPS.get(group, Words(zh=group)))


GROUPS = {
    "reservoir": Words(zh="水库", en="Reservoir"),
    "load": Words(zh="负荷", en="Load"),
    "system": Words(zh="系统设备", en="System"),
    "unit": Words(zh="机组", en="Units"),
    "auxiliary": Words(zh="辅助设备", en="Auxiliaries"),
}
"""Groups that packs speak of, in words; a group of a station's own stands for itself."""
