"""工作票、操作票、命令、工作面: what is open of them at a post, and the parts of a matter's page that are theirs."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.plant import queries
from jiaoban.plant.lives import LIVES, MatterKind
from jiaoban.plant.tables import Matter, Step
from jiaoban.plant.terms import ROLES
from jiaoban.web import shown
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Choices, Field, Form, choice
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

KINDS: tuple[MatterKind, ...] = ("PERMIT", "SWITCHING", "DISPATCH", "INSTRUCTION", "WORKFACE", "SAFETY")
GROUPS: tuple[tuple[MatterKind, ...], ...] = (
    ("PERMIT",),
    ("SWITCHING",),
    ("DISPATCH", "INSTRUCTION"),
    ("WORKFACE", "SAFETY"),
)


def tabs(desk: Desk, current: str) -> list[dict[str, Any]]:
    """Return the tabs of this room: open matters, permits and orders, all matters, equipment, isolation, files."""
    base = desk.url("plant")
    return [
        {"label": gettext("未结事项"), "url": base, "current": current == "open"},
        {"label": gettext("两票与命令"), "url": desk.url("works"), "current": current == "works"},
        {"label": gettext("全部事项"), "url": f"{base}?show=all", "current": current == "all"},
        {"label": gettext("设备"), "url": desk.url("units"), "current": current == "units"},
        {"label": gettext("接地线与压板"), "url": desk.url("isolation"), "current": current == "isolation"},
        {"label": gettext("导入导出"), "url": desk.url("tables"), "current": current == "tables"},
    ]


@page()
def works(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the permits, switching orders, orders and work faces of a post that are open, or were ended in this shift,
    with what this shift did."""
    shift = desk.here.shift_at(desk.now)
    since = shift.begins_at if shift else desk.now
    found = [one for one in queries.current_matters(desk.book, desk.post, since) if one.kind in KINDS]
    names = queries.names(desk.book, (one.equipment for one in found))
    rows = [(one.kind, _row(desk, one, names, since)) for one in found]
    context = {
        "files": [(form.upper(), desk.url("works_file", form=form)) for form in ("csv", "xlsx")],
        "tabs": tabs(desk, "works"),
        "groups": [
            {
                "name": " · ".join(desk.words(LIVES[kind].name) for kind in kinds),
                "works": [row for kind, row in rows if kind in kinds],
                "new": [
                    {"label": desk.words(LIVES[kind].name), "url": f"{desk.url('matter_new')}?kind={kind}"}
                    for kind in kinds
                ]
                if desk.can(Right.WORK)
                else [],
            }
            for kinds in GROUPS
        ],
    }
    return draw(request, desk, "plant/works.html", context)


def _row(desk: Desk, one: Matter, names: Mapping[str, str], since: datetime) -> dict[str, Any]:
    return {
        **shown.matter(desk, one, names),
        **standing(desk, one),
        "people": people(desk, one),
        "spans": one.open and one.opened_at < since,
        "done": [
            {
                "at": turn.at,
                "by": turn.who or desk.name(turn.by),
                "text": desk.tongue.note(turn.text) or desk.words(_state(one, turn.state)),
            }
            for turn in one.history
            if turn.at >= since
        ],
    }


def _state(one: Matter, state: str) -> Any:
    return one.life.states[state]


def people(desk: Desk, one: Matter) -> list[dict[str, str]]:
    """Return the people of a permit or order by role, in the order of the roles."""
    return [
        {"role": desk.words(ROLES[role]) if role in ROLES else role, "name": name}
        for role, name in sorted(one.people.items(), key=lambda pair: _rank(pair[0]))
    ]


def _rank(role: str) -> int:
    return list(ROLES).index(role) if role in ROLES else len(ROLES)


def standing(desk: Desk, one: Matter) -> dict[str, Any]:
    """Return how far it has come: validity, steps, progress, read-back - for plant/standing.html."""
    return {
        "valid_to": one.valid_to,
        "overrun": one.overrun(desk.now),
        "extended": len(one.extensions),
        "steps": len(one.steps),
        "steps_done": one.steps_done,
        "stopped_after": one.stopped_after if one.open or one.state == "ABORTED" else 0,
        "percent": one.percent,
        "read_back": one.read_back,
        "reported": one.reported,
        "order": one.life.order,
        "unread": one.life.order and one.state == "CARRIED_OUT" and one.read_back is None,
    }


def steps(desk: Desk, one: Matter) -> dict[str, Any]:
    """Return the steps of a switching order with the forms of the one whose turn it is, for plant/steps.html."""
    current = next((step for step in one.steps if not step.settled(guarded=one.guarded)), None)
    executing = one.state == "EXECUTING" and current is not None
    waits_for = _waits_for(desk, one, current) if executing and current else ""
    ticks = executing and desk.can(Right.WORK) and not waits_for
    return {
        "guarded": one.guarded,
        "list": [_step(desk, step, current=step is current and one.open) for step in one.steps],
        "current": current.number if current else 0,
        "tick": _tick(desk, one, current) if ticks and current else None,
        "tell": _tell(desk, one, current) if ticks and current else None,
        "skip": _skip(desk, one, current) if ticks and current and not current.begun else None,
        "waits_for": waits_for,
    }


def _waits_for(desk: Desk, one: Matter, step: Step) -> str:
    """Who ticks the step whose turn it is, where that is not the reader."""
    role, me = "guardian" if step.begun else "performer", desk.actor.person
    if one.persons.get(role, me) != me or (step.begun and step.done_by == me):
        return f"{desk.words(ROLES[role])} {one.people.get(role, '')}".strip()
    return ""


def _step(desk: Desk, step: Step, *, current: bool) -> dict[str, Any]:
    return {
        "one": step,
        "current": current,
        "done_by": desk.name(step.done_by) if step.done_by else "",
        "checked_by": desk.name(step.checked_by) if step.checked_by else "",
        "skipped_by": desk.name(step.skipped_by) if step.skipped_by else "",
    }


def _verb(step: Step) -> tuple[str, str]:
    if step.begun:
        return "plant.check_step", gettext("第 {n} 项已核对（监护人）").format(n=step.number)
    return "plant.do_step", gettext("第 {n} 项已操作（执行人）").format(n=step.number)


def _tick(desk: Desk, one: Matter, step: Step) -> Form:
    verb, label = _verb(step)
    form = desk.form(
        verb,
        label=label,
        fixed={"matter": one.key, "step": str(step.number)},
        form_id="tick",
        next_url=f"{desk.url('matter', key=one.key)}#steps",
        draft=False,
    )
    form.fields = []
    return form


def _tell(desk: Desk, one: Matter, step: Step) -> Form:
    verb, label = _verb(step)
    return desk.form(
        verb,
        label=label,
        fixed={"matter": one.key, "step": str(step.number)},
        form_id="tick-late",
        next_url=f"{desk.url('matter', key=one.key)}#steps",
        only=("occurred_at", "note"),
        help={"occurred_at": gettext("不填为现在")},
        tone="",
    )


def _skip(desk: Desk, one: Matter, step: Step) -> Form:
    return desk.form(
        "plant.skip_step",
        label=gettext("跳过第 {n} 项").format(n=step.number),
        fixed={"matter": one.key, "step": str(step.number)},
        form_id="skip",
        next_url=f"{desk.url('matter', key=one.key)}#steps",
        only=("reason",),
        tone="danger",
    )


def with_roles(desk: Desk, form: Form, roles: Iterable[str], one: Matter | None = None) -> Form:
    """Return the form with two fields for each role: somebody of the site, or the name of somebody else."""
    answer = desk.answer if desk.answer and desk.answer.form == form.id else None
    known = site_people(desk)
    made = []
    for role in roles:
        name, inside, outside = desk.words(ROLES[role]), f"persons.{role}", f"people.{role}"
        held = {inside: (one.persons.get(role, ""),)} if one else {}
        made.append(choice(inside, f"{form.id}-persons-{role}", name, known, held=held, answer=answer))
        made.append(
            Field(
                name=outside,
                id=f"{form.id}-people-{role}",
                label=gettext("{role}（外来人员）").format(role=name),
                kind="text",
                value=answer.typed(outside) if answer else _outside(one, role),
                longest=200,
            )
        )
    form.fields = [*form.fields[:-1], *made, *form.fields[-1:]]
    return form


def _outside(one: Matter | None, role: str) -> str:
    return one.people.get(role, "") if one and role not in one.persons else ""


def site_people(desk: Desk) -> Choices:
    """Return the people of the site to choose from."""
    return desk.choose("person")


def work_forms(desk: Desk, one: Matter) -> list[tuple[str, Form]]:
    """Return the forms of a matter that only permits, orders and work faces have."""
    if one.life.order:
        return list(_order_forms(desk, one))
    return list(_work_forms(desk, one)) if one.open else []


def _order_forms(desk: Desk, one: Matter) -> Iterator[tuple[str, Form]]:
    asked: dict[str, Any] = {"fixed": {"matter": one.key}, "help": {"occurred_at": gettext("不填为现在")}}
    giver = one.people.get("giver", "")
    if one.open and one.read_back is None:
        asked["help"] |= {"words": gettext("照受令人自己的话写")}
        asked |= {"options": {"person": site_people(desk)}, "given": {"person": desk.actor.person, "to": giver}}
        form = desk.form("plant.read_back", label=gettext("记下复诵"), form_id="read-back", **asked)
        yield gettext("复诵"), form
    if one.state == "CARRIED_OUT" and one.reported is None:
        form = desk.form("plant.report", label=gettext("记下汇报"), form_id="report", given={"to": giver}, **asked)
        yield gettext("汇报执行情况"), form


def _work_forms(desk: Desk, one: Matter) -> Iterator[tuple[str, Form]]:
    fixed = {"matter": one.key}
    if one.life.measured:
        asked: dict[str, Any] = {"given": {"percent": one.percent}, "help": {"occurred_at": gettext("不填为现在")}}
        form = desk.form("plant.progress", label=gettext("记进度"), fixed=fixed, form_id="progress", **asked)
        yield gettext("进度"), form
    if one.valid_to is not None:
        known = {"person": site_people(desk)}
        form = desk.form("plant.extend", label=gettext("延期"), fixed=fixed, form_id="extend", options=known, tone="")
        yield gettext("延期"), form
    if one.life.stepped and not any(step.begun for step in one.steps):
        form = desk.form(
            "plant.list_steps",
            label=gettext("写下操作项目"),
            fixed=fixed,
            form_id="list-steps",
            kinds={"steps": "area"},
            given={"steps": ["\n".join(step.text for step in one.steps)]},
            help={"steps": gettext("一行一项，按操作顺序")},
            tone="",
        )
        yield gettext("操作项目"), form
    if one.life.roles:
        changing = desk.form(
            "plant.change_people", label=gettext("变更"), fixed=fixed, form_id="people", only=("reason",)
        )
        yield gettext("变更人员"), with_roles(desk, changing, one.life.roles, one)
