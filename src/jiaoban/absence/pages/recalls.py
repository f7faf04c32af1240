"""召回: people who are away and were called back, who has answered, who is on the way, who has arrived."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.absence import queries
from jiaoban.absence.pages import shown
from jiaoban.absence.pages.mine import answers
from jiaoban.absence.tables import RecallState
from jiaoban.kernel.access import Right
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.frame import draw
from jiaoban.web.visit import page


@page()
def recalls(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the recalls of a post; a supervisor calls people back and records what they say on the telephone."""
    found = queries.recalls(desk.book, desk.post)
    rules = shown.regime(desk)
    rule = rules.recall if rules else None
    supervises = desk.can(Right.SUPERVISE) and rule is not None
    away = queries.now_away(desk.book, desk.now)
    able = queries.callable_by(desk.book, desk.actor, desk.post, away) - queries.pending_recalls(desk.book)
    chosen = [(one.person, desk.name(one.person)) for one in away if one.person in able]
    call = None
    if supervises and chosen:
        call = desk.form(
            "absence.recall", label=gettext("发出召回"), form_id="call", tone="danger", options={"people": chosen}
        )
    context = {
        "open": [{**shown.recall(desk, one), "forms": _forms(desk, one)} for one in found if one.open],
        "over": [shown.recall(desk, one) for one in found if not one.open],
        "call": call,
        "nobody": supervises and not chosen,
        "rule": rule,
        "clause": desk.clause(rule.clause) if rule else None,
        "back_url": desk.url("absences"),
    }
    return draw(request, desk, "absence/recalls.html", context)


def _forms(desk: Desk, one: RecallState) -> list[tuple[str, Form]]:
    if one.person != desk.actor.person and not desk.can(Right.SUPERVISE):
        return []
    made = answers(desk, one)
    if desk.can(Right.SUPERVISE):
        cancel = desk.form(
            "absence.cancel_recall",
            label=gettext("取消召回"),
            fixed={"recall": one.key},
            form_id=f"cancel-{one.key}".replace(".", "-"),
            tone="",
        )
        made.append((gettext("取消召回"), cancel))
    return made
