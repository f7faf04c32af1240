"""跟进: what has to be followed up at a post, one of them with its story, and a new one."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, pgettext

from jiaoban.followup import queries
from jiaoban.followup.tables import Followup
from jiaoban.followup.terms import STATUSES
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.web import shown
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

CLOSED_FOR = timedelta(days=30)
"""How long closed ones stay in the list."""
MOST_CLOSED = 100


@page()
def followups(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the follow-ups of a post: all open ones, those overdue, my own, or those closed lately."""
    which = request.GET.get("show", "")
    still_open = queries.open_for(desk.book, desk.post)
    late = [one for one in still_open if one.overdue(desk.now)]
    mine = [one for one in still_open if one.owner == desk.actor.person]
    chosen = {"overdue": late, "mine": mine}.get(which, still_open)
    if which == "closed":
        chosen = queries.closed_since(desk.book, desk.post, desk.now - CLOSED_FOR, limit=MOST_CLOSED)
    base = desk.url("followups")
    tabs = [
        {
            "label": gettext("未完成"),
            "url": base,
            "current": which not in ("overdue", "mine", "closed"),
            "count": len(still_open),
        },
        {"label": gettext("逾期"), "url": f"{base}?show=overdue", "current": which == "overdue", "count": len(late)},
        {"label": gettext("我的"), "url": f"{base}?show=mine", "current": which == "mine", "count": len(mine)},
        {"label": gettext("近 30 天完成"), "url": f"{base}?show=closed", "current": which == "closed"},
    ]
    context = {
        "tabs": tabs,
        "follow_ups": [shown.follow_up(desk, one) for one in chosen],
        "new_url": desk.url("followup_new") if desk.can(Right.WORK) else "",
    }
    return draw(request, desk, "followup/followups.html", context)


@page(Right.WORK)
def followup_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the form of a new follow-up; the address may say what it comes from, what it is and where."""
    said = {name: request.GET.get(name, "")[:200] for name in ("what", "where")}
    form = desk.form(
        "followup.open",
        label=gettext("登记"),
        next_url=desk.url("followup", key="{key}"),
        fixed={"origin": request.GET.get("origin", "")[:200]},
        form_id="followup-new",
        given={"owner": desk.actor.person, "due_at": desk.now + timedelta(days=1), **said},
        options={"owner": desk.choose("person")},
        required=("what", "where", "state_so_far", "next_step", "due_at", "owner"),
    )
    return draw(request, desk, "followup/new.html", {"form": form})


@page()
def followup(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show a follow-up with everything that was written on it, and what can be done."""
    one = queries.followup(desk.book, key)
    if one is None or one.post != desk.post:
        raise NotFound(f"follow-up {key}")
    facts = [
        {"name": gettext("状态"), "words": desk.words(STATUSES[one.status])},
        {"name": gettext("地点或对象"), "words": one.where or "—"},
        {"name": gettext("目前情况"), "words": one.state_so_far or "—"},
        {"name": gettext("下一步"), "words": one.next_step or "—"},
        {"name": gettext("跟进人"), "words": desk.name(one.owner)},
        {"name": gettext("登记人"), "words": desk.name(one.opened_by)},
    ]
    context = {
        "one": one,
        "row": shown.follow_up(desk, one),
        "facts": facts,
        "history": _history(desk, one),
        "forms": _forms(desk, one) if one.open and desk.can(Right.WORK) else [],
    }
    return draw(request, desk, "followup/followup.html", context)


def _history(desk: Desk, one: Followup) -> list[dict[str, Any]]:
    """Everything that happened to it, newest first."""
    said = [{"at": one.opened_at, "by": one.opened_by, "what": pgettext("history", "登记"), "text": ""}]
    said += [{"at": n.at, "by": n.by, "what": gettext("进展"), "text": n.text} for n in one.progress]
    said += [{"at": n.at, "by": n.by, "what": gettext("未处理原因"), "text": n.text} for n in one.reasons]
    for passing in one.passed:
        what = gettext("转交给 {name}").format(name=desk.name(passing.taker))
        said.append({"at": passing.at, "by": passing.by, "what": what, "text": passing.reason})
    if one.closed_at:
        said.append({"at": one.closed_at, "by": one.closed_by, "what": gettext("完成"), "text": one.result})
    ordered = sorted(said, key=lambda entry: entry["at"], reverse=True)  # type: ignore[arg-type,return-value]  # moments
    return [{**entry, "by": desk.name(str(entry["by"]))} for entry in ordered]


def _forms(desk: Desk, one: Followup) -> list[tuple[str, Form]]:
    fixed = {"followup": one.key}
    progress = desk.form("followup.progress", label=gettext("写进展"), fixed=fixed, form_id="progress")
    close = desk.form("followup.close", label=gettext("完成"), fixed=fixed, form_id="close", required=("result",))
    excuse = desk.form("followup.excuse", label=gettext("说明原因"), fixed=fixed, form_id="excuse")
    pass_on = desk.form(
        "followup.pass_on", label=gettext("转交"), fixed=fixed, form_id="pass-on", options={"to": desk.choose("person")}
    )
    return [
        (gettext("写进展"), progress),
        (gettext("完成并写结果"), close),
        (gettext("本班未处理，说明原因"), excuse),
        (gettext("转交他人"), pass_on),
    ]
