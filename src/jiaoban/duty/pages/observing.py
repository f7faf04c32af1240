"""行为规范: what a supervisor observed; each person sees their own, supervisors see those of the post."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.duty import queries
from jiaoban.duty.tables import Observation
from jiaoban.kernel.access import Right
from jiaoban.org import queries as org
from jiaoban.regime.everyday import ConductRule
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.frame import draw
from jiaoban.web.unspoken import unspoken
from jiaoban.web.visit import page

MOST = 200


@page()
def observations(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the rules of conduct, and what was observed: of oneself, or to who supervises the post of everybody."""
    pack = desk.rule_book()
    rules = pack.duties.conduct if pack and pack.duties else ()
    if not rules:
        return unspoken(request, desk, gettext("行为规范"))
    supervises = desk.can(Right.SUPERVISE)
    person = request.GET.get("person", "")[:200] if supervises else desk.actor.person
    found = queries.observations(desk.book, desk.post, person, limit=MOST)
    people = [one for one in org.holders_of(desk.book, Right.WORK, desk.post) if one.key != desk.actor.person]
    base = desk.url("observations")
    everybody = [{"label": gettext("全部人员"), "url": base, "current": not person}] if supervises else []
    context = {
        "rules": [{"title": desk.words(rule.title), "clause": desk.clause(rule.clause)} for rule in rules],
        "supervises": supervises,
        "tabs": everybody
        + [
            {"label": one.name, "url": f"{base}?person={one.key}", "current": one.key == person}
            for one in people
            if supervises
        ],
        "rows": [_row(desk, one, supervises=supervises) for one in found],
        "form": _form(desk, rules, [(one.key, one.name) for one in people], person) if supervises and people else None,
    }
    return draw(request, desk, "duty/observations.html", context)


def _form(desk: Desk, rules: tuple[ConductRule, ...], people: list[tuple[str, str]], person: str) -> Form:
    return desk.form(
        "duty.observe",
        label=gettext("记下"),
        form_id="observe",
        options={
            "person": people,
            "conduct": [(rule.id, desk.words(rule.title)) for rule in rules],
            "good": [("true", gettext("做得好")), ("false", gettext("要改进"))],
        },
        given={"person": person},
        draft=False,
        help={"text": gettext("只有本人和主管看得到")},
    )


def _row(desk: Desk, one: Observation, *, supervises: bool) -> dict[str, Any]:
    withdraw = None
    if supervises and one.withdrawn_at is None:
        withdraw = desk.form(
            "duty.withdraw_observation",
            label=gettext("撤回"),
            fixed={"observation": one.key},
            form_id=f"withdraw-{one.key}",
            tone="danger",
        )
    return {
        "name": desk.name(one.person),
        "title": desk.words(one.title),
        "clause": desk.clause(one.clause) if one.clause else None,
        "good": one.good,
        "text": one.text,
        "by": desk.name(one.by),
        "at": one.at,
        "withdrawn": one.withdrawn,
        "withdrawn_by": desk.name(one.withdrawn_by) if one.withdrawn_by else "",
        "withdraw": withdraw,
    }
