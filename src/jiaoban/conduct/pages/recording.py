"""登记: a breach that a supervisor saw. First the clause is chosen, then the form asks what that clause asks."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.conduct import queries
from jiaoban.conduct.pages import shown
from jiaoban.conduct.rules.measures import named
from jiaoban.kernel.access import Right
from jiaoban.org import queries as org
from jiaoban.regime.ladders import Ladder, Ladders
from jiaoban.web import laddered
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Choices, Form
from jiaoban.web.frame import draw
from jiaoban.web.visit import page


@page(Right.SUPERVISE)
def conduct_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the ladders of the regime, or the form of one of them."""
    said = shown.regime(desk)
    held = desk.answer.values.get("ladder", ()) if desk.answer and desk.answer.form == "record" else ()
    asked = next(iter(held), "") or request.GET.get("ladder", "")[:60]
    ladder = said.ladder(asked) if said else None
    context: dict[str, Any] = {
        "ruled": said is not None,
        "back_url": desk.url("conduct"),
        "ladders": [_ladder(desk, one, said) for one in said.ladders] if said and ladder is None else [],
        "ladder": _ladder(desk, ladder, said) if ladder and said else None,
        "form": _form(desk, ladder) if ladder else None,
        "other_url": desk.url("conduct_new"),
    }
    return draw(request, desk, "conduct/new.html", context)


def _ladder(desk: Desk, one: Ladder, said: Ladders) -> dict[str, Any]:
    lists = [("", one.steps), *((desk.words(each.title), each.steps) for each in one.branches)]
    today, pack = org.local_day(desk.book, desk.now), desk.rule_book()
    return {
        "title": desk.words(one.title),
        "url": f"{desk.url('conduct_new')}?ladder={one.id}",
        "clause": desk.clause(one.clause),
        "clause_says": desk.words(pack.clause_words(one.clause)) if pack else "",
        "details": list(laddered.details(desk, one, said, pack.reports if pack else None)),
        "found": bool(one.sources),
        "ladders": [
            {
                "branch": branch,
                "steps": [desk.words(named(step, n, said, today)) for n, step in enumerate(steps, start=1)],
                "after": laddered.afterwards(steps[-1], len(steps), len(steps)),
            }
            for branch, steps in lists
            if steps
        ],
    }


def _form(desk: Desk, ladder: Ladder) -> Form:
    people = _people(desk)
    hidden, fields = shown.fact_fields(desk, ladder, "record")
    beside = {"accomplice": "accomplices", "instigator": "instigators"}
    more = [beside[one] for one in ladder.also]
    sums = any(
        each.kind == "make-good"
        for steps in (ladder.steps, *(one.steps for one in ladder.branches))
        for step in steps
        for each in step.measures
    )
    form = desk.form(
        "conduct.record",
        label=gettext("登记考核事项"),
        form_id="record",
        next_url=desk.url("conduct_case", key="{key}"),
        fixed={"ladder": ladder.id, **hidden},
        only=("people", *more, "happened_at", "text", *(("amount",) if sums else ())),
        given={"happened_at": desk.now},
        options=dict.fromkeys(("people", *more), people),
        help={"text": gettext("写看见了什么、在哪里；不写别人的私事。")},
    )
    place = next(n for n, one in enumerate(form.fields) if one.name == "text")
    form.fields[place:place] = fields
    return form


def _people(desk: Desk) -> Choices:
    """Who can stand in a case of the post, but oneself."""
    found = (one for one in org.people(desk.book) if one.key != desk.actor.person)
    there = (one for one in found if queries.may_concern(org.as_actor(desk.site.code, one), desk.post))
    return [(one.key, one.name) for one in there]
