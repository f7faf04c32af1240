"""Readings: the grid in which a shift enters its figures, and the course of one parameter as a small chart."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils.translation import gettext, pgettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.act import stamp
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.zones import clock_of
from jiaoban.plant import measured, queries, samples
from jiaoban.plant.limits import limits_in, spelled
from jiaoban.plant.pages import grid, told
from jiaoban.plant.pages.shifts import chosen, picker, tabs
from jiaoban.plant.pages.trend import chart
from jiaoban.plant.rules.schedule import spelled as schedule_spelled
from jiaoban.plant.tables import Parameter, Reading
from jiaoban.plant.terms import EQUIPMENT_STATES
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.parse import moment
from jiaoban.web.visit import act, page

SPAN = 48
"""Readings in the picture."""
MODES = 3
"""Lines for limits by mode that the form offers."""
NOW = timedelta(minutes=2)


@page()
def readings(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the parameters of a post over the hours of a shift, and a column for the next figures."""
    shown = chosen(request, desk)
    every = queries.parameters(desk.book, desk.post)
    groups = list(dict.fromkeys(one.group for one in every))
    group = request.GET.get("group", "")
    mine = [one for one in every if not group or one.group == group]
    number = _number(request.GET.get("page", ""), len(mine))
    here = mine[(number - 1) * grid.PAGE : number * grid.PAGE]
    across = grid.columns(here, shown, desk.zone, desk.now, request.GET.get("at", ""))
    course = grid.course_of(desk, here, shown)
    rows = grid.rows(desk, here, shown, across, course)
    answer = desk.answer if desk.answer and desk.answer.form == "read" else None
    if answer is not None:
        typed = told.again(desk, answer, [one.parameter for one in rows])
        for row in rows:
            row.said = typed[row.parameter.key]
    named = {name: rows_of for name, rows_of in _by_group(desk, rows).items() if rows_of}
    base = f"{desk.url('readings')}?shift={shown.key}&group={group}&page={number}"
    enters = desk.can(Right.WORK) and (shown.running or across.entry is not None)
    context = {
        "tabs": tabs(desk, "readings"),
        "shift": picker(desk, shown, "readings"),
        "groups": list(named.items()),
        "heads": grid.heads(desk, shown, across, base),
        "entry": across.entry,
        "now_url": f"{base}&at=now" if across.entry is not None and shown.running else "",
        "wide": len(across.moments) + 4,
        "may": enters,
        "at": answer.typed("at") if answer else _given(desk, across, running=shown.running),
        "local": not shown.running,
        "chips": [
            {
                "label": grid.group_name(desk, one),
                "url": f"{desk.url('readings')}?shift={shown.key}&group={one}",
                "current": one == group,
            }
            for one in groups
        ]
        if len(groups) > 1
        else [],
        "all_url": f"{desk.url('readings')}?shift={shown.key}",
        "group": group,
        "pages": _pages(base, number, len(mine)),
        "missing": grid.missed(here, course, shown, desk.zone, desk.now),
        "figures_url": f"{desk.url('shift_figures')}?shift={shown.key}",
        "register": _register(desk) if desk.can(Right.SUPERVISE) else None,
    }
    return draw(request, desk, "plant/readings.html", context)


def _by_group(desk: Desk, rows: list[grid.GridRow]) -> dict[str, list[grid.GridRow]]:
    found: dict[str, list[grid.GridRow]] = {}
    for row in rows:
        found.setdefault(grid.group_name(desk, row.parameter.group), []).append(row)
    return found


def _number(text: str, count: int) -> int:
    pages = max(1, -(-count // grid.PAGE))
    return min(max(1, int(text[:6])), pages) if text.isascii() and text.isdigit() else 1


def _pages(base: str, number: int, count: int) -> list[dict[str, Any]]:
    pages = -(-count // grid.PAGE)
    head = base.rpartition("&page=")[0]
    return (
        [{"label": str(one), "url": f"{head}&page={one}", "current": one == number} for one in range(1, pages + 1)]
        if pages > 1
        else []
    )


def _given(desk: Desk, across: grid.Columns, *, running: bool) -> str:
    """Return the time that stands in the form: none for now, the column's own for an earlier one."""
    if across.entry is None:
        return ""
    local = across.entry.astimezone(clock_of(desk.zone))
    if not running:
        return f"{local:%Y-%m-%dT%H:%M}"
    return "" if across.entry > desk.now - timedelta(minutes=30) else f"{local:%H:%M}"


@page(Right.WORK, methods=("POST",))
def read(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Record the figures that were filled in; empty fields are left out."""
    said = QueryDict(mutable=True)
    typed = request.POST
    said.update(dict(told.said_of(typed)))
    for name in ("at", "ask"):
        if typed.get(name):
            said[name] = str(typed[name])
    return act(request, desk, "plant.read", said)


def _row(desk: Desk, key: str, one: Reading) -> dict[str, Any]:
    """A figure with what stood there before, and where it is corrected by whoever may."""
    may = desk.can(Right.WORK) and (one.by == desk.actor.person or desk.can(Right.SUPERVISE))
    return {
        "one": one,
        "by": desk.name(one.by),
        "earlier": [{"value": was.value, "by": desk.name(was.by), "reason": was.reason} for was in one.earlier],
        "correct_url": f"{desk.url('parameter', key=key)}?correct={stamp(one.at)}#correct" if may else "",
    }


def _correction(desk: Desk, one: Parameter, found: list[Reading], asked: str) -> dict[str, Any] | None:
    """Return the form that corrects the figure of the moment that the address names, with what stands there now."""
    reading = next((two for two in found if stamp(two.at) == asked), None)
    if reading is None or not desk.can(Right.WORK):
        return None
    form = desk.form(
        "plant.correct_reading",
        label=pgettext("action", "更正"),
        fixed={"parameter": one.key, "at": reading.at.isoformat()},
        form_id="correct",
        only=("value", "reason", "cause", "handling", "found_later", "doubtful"),
        next_url=desk.url("parameter", key=one.key),
        help={"value": gettext("原来的 {value} 会划去保留").format(value=reading.value)},
    )
    return {"at": reading.at, "value": reading.value, "form": form}


@page()
def parameter(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show the course of one parameter: a chart and the figures, corrections included."""
    one = queries.parameter(desk.book, key)
    if one is None or one.post != desk.post:
        raise NotFound(f"parameter {key}")
    until = moment(request.GET.get("until", ""), desk.zone, desk.now) if request.GET.get("until") else None
    found = queries.readings(desk.book, key, until=None if isinstance(until, str) else until, limit=200)
    mode = measured.modes_at(desk.book, [one], desk.now)[key]
    limits, by = limits_in(one, mode.state, mode.mode)
    fine = _samples(desk, one, found)
    context = {
        "one": one,
        "tabs": tabs(desk, "readings"),
        "limits": spelled(limits),
        "limits_by": mode_name(desk, by),
        "modes": [{"name": mode_name(desk, two.mode), "limits": spelled(two) or "—"} for two in one.by_mode],
        "plausible": _span(one),
        "schedule": desk.words(schedule_spelled(one.schedule)) if one.schedule else "",
        "rows": [_row(desk, key, reading) for reading in found],
        "correct": _correction(desk, one, found, request.GET.get("correct", "")),
        "chart": chart(found[:SPAN], one, limits, fine),
        "sampled": bool(fine),
        "register": _register(desk, one) if desk.can(Right.SUPERVISE) else None,
    }
    return draw(request, desk, "plant/parameter.html", context)


def _samples(desk: Desk, one: Parameter, found: list[Any]) -> list[tuple[Any, str]]:
    """Return what instruments wrote in the time of the picture, or in their last day where nobody read anything."""
    if found:
        return samples.course(desk.site.code, one.key, found[: grid.PAGE][-1].at, found[0].at + NOW)
    newest = samples.span(desk.site.code, one.key)
    return samples.course(desk.site.code, one.key, newest - grid.PAST, newest + NOW) if newest else []


def _span(one: Parameter) -> str:
    said = f"{one.lowest or '-∞'} ~ {one.highest or '∞'}" if one.lowest or one.highest else ""
    jump = gettext("一次最多变化 {jump}").format(jump=one.jump) if one.jump else ""
    return "；".join(part for part in (said, jump) if part)


def mode_name(desk: Desk, mode: str) -> str:
    """Return a state of equipment in words; an operating mode stands for itself."""
    return next((desk.words(words) for code, words in EQUIPMENT_STATES.items() if code == mode), mode)


SHOWN = ("parameter", "name", "unit", "group", "low_low", "low", "high", "high_high", "lowest", "highest", "jump")
MORE = ("decimals", "equipment", "schedule", "grace", "rolls_at", "in_use")
BOUNDS = ("low_low", "low", "high", "high_high")


def _register(desk: Desk, one: Parameter | None = None) -> dict[str, Any]:
    """Return the form of a line of the register, filled with the line that stands there."""
    given = one.model_dump(exclude={"by_mode"}) | {"parameter": one.key} if one else {}
    form = desk.form(
        "plant.register_parameter",
        label=gettext("登记参数"),
        form_id="register-parameter",
        fixed={"parameter": one.key} if one else None,
        only=[name for name in (*SHOWN, *MORE) if one is None or name != "parameter"],
        given=given,
        help={
            "schedule": gettext("如 每小时、08:00,20:00 或 FREQ=HOURLY;INTERVAL=2"),
            "jump": gettext("与上一次读数相差更多的，要核对"),
            "rolls_at": gettext("累积表走到这个数又从 0 起，如 1000000"),
        },
        options={"equipment": desk.choose("equipment")},
    )
    mine = desk.answer if desk.answer and desk.answer.form == form.id else None
    there = list(one.by_mode) if one else []
    lines = []
    for number in range(max(MODES, len(there) + 1)):
        known = there[number].model_dump() if number < len(there) else {}
        typed = {
            name: mine.typed(f"by_mode.{number}.{name}") if mine else str(known.get(name, ""))
            for name in ("mode", *BOUNDS)
        }
        lines.append({"number": number, **typed})
    states = [(code, desk.words(words)) for code, words in EQUIPMENT_STATES.items()]
    return {"form": form, "modes": lines, "states": states}
