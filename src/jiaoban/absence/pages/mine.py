"""我的请假与移交: what one takes over from others, one's own requests, and a recall to be answered."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.absence import queries
from jiaoban.absence.pages import shown
from jiaoban.absence.tables import Absence, RecallState, TransferLine
from jiaoban.absence.work import finished
from jiaoban.kernel.access import Right
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.frame import draw
from jiaoban.web.shown import at_post
from jiaoban.web.visit import page


@page()
def my_absences(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the work that was entrusted to the reader, their own requests and their recalls, at every post."""
    me = desk.actor.person
    entrusted = [pair for pair in queries.entrusted_to(desk.book, me, desk.now) if not finished(desk.book, pair[1])]
    asking = [post for post in desk.post_names if desk.may(Right.READ, post) and shown.regime(desk, post)]
    context = {
        "recalls": [
            {**shown.recall(desk, one), "forms": answers(desk, one)} for one in queries.recalls_of(desk.book, me)
        ],
        "waiting": [_entrusted(desk, one, line) for one, line in entrusted if line.taken == "WAITING"],
        "taken": [_entrusted(desk, one, line) for one, line in entrusted if line.taken == "ACCEPTED"],
        "requests": [shown.row(desk, one) for one in queries.of_person(desk.book, me)],
        "asking": [{"name": desk.post_names[post], "url": at_post(desk, "absence_new", post)} for post in asking],
    }
    return draw(request, desk, "absence/mine.html", context)


def _entrusted(desk: Desk, one: Absence, line: TransferLine) -> dict[str, Any]:
    over = one.back_at is not None or one.until_at <= desk.now
    fixed = {"absence": one.key}
    forms: list[tuple[str, Form]] = []
    if line.taken == "WAITING":
        accept = desk.form(
            "absence.accept",
            label=gettext("接收"),
            fixed={**fixed, "things": line.thing},
            form_id=_id("accept", one, line),
        )
        decline = desk.form(
            "absence.decline",
            label=gettext("不接收"),
            fixed={**fixed, "things": line.thing},
            form_id=_id("decline", one, line),
            tone="danger",
        )
        forms = [("", accept), (gettext("不接收，说明原因"), decline)]
    elif over:
        back = desk.form(
            "absence.hand_back",
            label=gettext("交还"),
            fixed={**fixed, "thing": line.thing},
            form_id=_id("back", one, line),
        )
        forms = [(gettext("交还，写明办理情况"), back)]
    return {
        **shown.line(desk, line),
        "person": desk.name(one.person),
        "from_at": one.from_at,
        "until_at": one.until_at,
        "over": over and line.taken == "ACCEPTED",
        "back": one.back_at is not None,
        "forms": forms,
    }


def _id(what: str, one: Absence, line: TransferLine) -> str:
    return f"{what}-{one.key}-{line.thing}".replace(":", "-")


def answers(desk: Desk, one: RecallState) -> list[tuple[str, Form]]:
    """Return the next step of a recall as forms, for the person called back or a supervisor who records it."""
    fixed, place = {"recall": one.key}, f"{one.key}".replace(".", "-")
    if not one.open:
        return []
    if one.answered_at is None:
        coming = desk.form(
            "absence.answer_recall",
            label=gettext("能返回"),
            fixed={**fixed, "coming": "true"},
            only=("expected_at", "text"),
            labels={"text": gettext("说明")},
            form_id=f"coming-{place}",
        )
        staying = desk.form(
            "absence.answer_recall",
            label=gettext("不能返回"),
            fixed={**fixed, "coming": "false"},
            only=("text",),
            labels={"text": gettext("原因")},
            required=("text",),
            form_id=f"staying-{place}",
            tone="danger",
        )
        return [(gettext("答复：能返回"), coming), (gettext("答复：不能返回"), staying)]
    made = []
    if one.set_out_at is None:
        out = desk.form("absence.set_out", label=gettext("已出发"), fixed=fixed, form_id=f"out-{place}")
        made.append((gettext("已出发"), out))
    arrive = desk.form("absence.arrive", label=gettext("已到达"), fixed=fixed, form_id=f"arrive-{place}")
    return [*made, (gettext("已到达"), arrive)]
