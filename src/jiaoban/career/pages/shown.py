"""What the pages of careers show alike: standing and progress in words, the forms that come next."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from jiaoban.career import queries
from jiaoban.career.rules.growing import Flag, Progress
from jiaoban.career.tables import Member
from jiaoban.career.terms import STANDINGS
from jiaoban.kernel.access import Right
from jiaoban.kernel.deciding import speaks
from jiaoban.kernel.money import spelled
from jiaoban.regime.careers import Careers, Regular
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form

TONES = {"PROBATION": "outline", "ASKED": "advise", "REGULAR": "clear"}
Forms = list[tuple[str, Form]]


def rules(desk: Desk) -> Careers | None:
    """Return what the regime in force at the post says about careers, or None."""
    return queries.ruled(desk.here, desk.packs)


def tabs(desk: Desk, current: str) -> list[dict[str, Any]]:
    """Return the tabs; whoever only works here has one page and needs none."""
    if not desk.can(Right.SUPERVISE):
        return []
    return [
        {"label": gettext("本岗位"), "url": desk.url("careers"), "current": current == "all"},
        {"label": gettext("我的数字"), "url": desk.url("careers_mine"), "current": current == "own"},
    ]


def member(desk: Desk, one: Member) -> dict[str, Any]:
    """Return a person's place in words."""
    return {
        "name": desk.name(one.person),
        "position": one.position,
        "since": one.since,
        "note": one.note,
        "standing": desk.words(STANDINGS[one.standing]),
        "tone": TONES[one.standing],
        "probation": one.probation,
        "declined": one.declined,
        "asked_at": one.asked_at,
        "asked_sold": spelled(one.asked_sold) if one.asked_sold is not None else "",
        "summary": one.summary,
        "regular_at": one.regular_at,
        "regular_by": desk.name(one.regular_by) if one.regular_by else "",
        "regular_sold": spelled(one.regular_sold) if one.regular_sold is not None else "",
        "reported_at": one.reported_at,
        "report": one.report,
        "taken_at": one.taken_at,
        "taken_by": desk.name(one.taken_by) if one.taken_by else "",
        "before": [
            {"day": each.day, "position": each.position, "reason": each.reason, "by": desk.name(each.by), "at": each.at}
            for each in one.before
        ],
    }


def progress(one: Progress) -> dict[str, Any]:
    """Return how far somebody has come, in words."""
    return {
        "sold": spelled(one.sold),
        "wanted": spelled(one.wanted),
        "missing": spelled(one.missing),
        "reached": one.reached,
        "percent": one.percent,
    }


def waits(one: Member, come: Progress) -> bool:
    """Say whether somebody can fill in the form of regularisation and has not: it is for them alone to do."""
    return one.standing == "PROBATION" and come.reached


def flagged(desk: Desk, flags: Iterable[Flag]) -> list[dict[str, Any]]:
    """Return what stands in the way of a promotion, in words."""
    return [{"says": desk.words(one.says), "clause": desk.clause(one.clause)} for one in flags]


def deciding(desk: Desk, one: Member, rule: Regular) -> Forms:
    """Return the forms by which a form of regularisation is registered or goes back, and a report is taken."""
    if one.person == desk.actor.person or not desk.can(Right.SUPERVISE):
        return []
    forms: Forms = []
    fixed = {"person": one.person}
    if one.standing == "ASKED" and speaks(desk.actor, desk.post, rule.by):
        made = desk.form(
            "career.regularise",
            label=gettext("登记转正"),
            fixed=fixed,
            form_id=f"regular-{one.person}",
            only=("note",),
        )
        back = desk.form(
            "career.decline_regular",
            label=gettext("退回"),
            fixed=fixed,
            form_id=f"decline-{one.person}",
            only=("reason",),
            tone="danger",
        )
        forms += [(gettext("登记转正"), made), (gettext("退回转正表"), back)]
    if one.reported_at is not None and one.taken_at is None:
        taken = desk.form(
            "career.take_report",
            label=gettext("收到汇报"),
            fixed=fixed,
            form_id=f"taken-{one.person}",
            only=("note",),
        )
        forms.append((gettext("收到转正汇报"), taken))
    return forms
