"""跟进: what has to be followed up at a post or was put to it, one of them with its story, and a new one."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, pgettext

from jiaoban.followup import queries
from jiaoban.followup.pages import passed
from jiaoban.followup.tables import Followup
from jiaoban.followup.terms import CATEGORIES, STATUSES
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.web import pictures, shown
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
    put = queries.put_to(desk.book, desk.post)
    chosen = {"overdue": late, "mine": mine, "put": put}.get(which, still_open)
    if which == "closed":
        chosen = queries.closed_since(desk.book, desk.post, desk.now - CLOSED_FOR, limit=MOST_CLOSED)
    base = desk.url("followups")
    tabs = [
        {
            "label": gettext("未完成"),
            "url": base,
            "current": which not in ("overdue", "mine", "closed", "put"),
            "count": len(still_open),
        },
        {"label": gettext("逾期"), "url": f"{base}?show=overdue", "current": which == "overdue", "count": len(late)},
        {"label": gettext("我的"), "url": f"{base}?show=mine", "current": which == "mine", "count": len(mine)},
        {"label": gettext("近 30 天完成"), "url": f"{base}?show=closed", "current": which == "closed"},
    ]
    if put or which == "put":
        label, url = gettext("转到本岗位的"), f"{base}?show=put"
        tabs.insert(3, {"label": label, "url": url, "current": which == "put", "count": len(put)})
    context = {
        "tabs": tabs,
        "follow_ups": [{**shown.follow_up(desk, one), "url": desk.url("followup", key=one.key)} for one in chosen],
        "fault_url": desk.link("fault_new") if passed.takes_faults(desk) else "",
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
    one = _found(desk, key)
    facts = [
        {"name": gettext("状态"), "words": desk.words(STATUSES[one.status])},
        *([{"name": gettext("类别"), "words": desk.words(CATEGORIES[one.category])}] if one.category else []),
        {"name": gettext("地点或对象"), "words": one.where or "—"},
        *(
            {"name": name, "words": words or "—"}
            for name, words in ((gettext("目前情况"), one.state_so_far), (gettext("下一步"), one.next_step))
            if words or not one.category
        ),
        {"name": gettext("跟进人"), "words": desk.name(one.owner)},
        {"name": gettext("登记人"), "words": desk.name(one.opened_by)},
        *passed.facts(desk, one),
    ]
    context = {
        "one": one,
        "row": shown.follow_up(desk, one),
        "facts": facts,
        "history": _history(desk, one),
        "notices": passed.notices(desk, one),
        "photos": [
            {
                "url": desk.url("followup_photo", key=one.key, photo=name),
                "thumb_url": desk.url("followup_thumbnail", key=one.key, photo=name),
                "alt": one.what,
            }
            for name in one.photos
        ],
        "forms": _forms(desk, one) if one.open else [],
    }
    return draw(request, desk, "followup/followup.html", context)


@page()
def followup_photo(request: HttpRequest, desk: Desk, key: str, photo: str) -> HttpResponse:
    """Give a photograph of a follow-up to whoever may read it."""
    _need_photo(desk, key, photo)
    return pictures.photograph(photo)


@page()
def followup_thumbnail(request: HttpRequest, desk: Desk, key: str, photo: str) -> HttpResponse:
    """Give the small picture of a photograph of a follow-up."""
    _need_photo(desk, key, photo)
    return pictures.small(photo)


def _found(desk: Desk, key: str) -> Followup:
    one = queries.followup(desk.book, key)
    if one is None or not one.seen_at(desk.post):
        raise NotFound(f"follow-up {key}")
    return one


def _need_photo(desk: Desk, key: str, name: str) -> None:
    if name not in _found(desk, key).photos:
        raise NotFound(f"photo {name}")


def _history(desk: Desk, one: Followup) -> list[dict[str, Any]]:
    """Everything that happened to it, newest first."""
    said = [{"at": one.opened_at, "by": one.opened_by, "what": pgettext("history", "登记"), "text": ""}]
    said += [{"at": n.at, "by": n.by, "what": gettext("进展"), "text": n.text} for n in one.progress]
    said += [{"at": n.at, "by": n.by, "what": gettext("未处理原因"), "text": n.text} for n in one.reasons]
    for passing in one.passed:
        what = gettext("转交给 {name}").format(name=desk.name(passing.taker))
        said.append({"at": passing.at, "by": passing.by, "what": what, "text": passing.reason})
    said += passed.history(desk, one)
    if one.closed_at:
        said.append({"at": one.closed_at, "by": one.closed_by, "what": gettext("完成"), "text": one.result})
    ordered = sorted(said, key=lambda entry: entry["at"], reverse=True)  # type: ignore[arg-type,return-value]  # moments
    return [{**entry, "by": desk.name(str(entry["by"]))} for entry in ordered]


def _forms(desk: Desk, one: Followup) -> list[tuple[str, Form]]:
    """What can be done with it: the answer of a department that is asked comes first."""
    fixed, answers = {"followup": one.key}, passed.answers(desk, one)
    if not desk.can(Right.WORK):
        return [*answers, *passed.settled(desk, one), *passed.onward(desk, one)]
    progress = desk.form("followup.progress", label=gettext("写进展"), fixed=fixed, form_id="progress")
    close = desk.form("followup.close", label=gettext("完成"), fixed=fixed, form_id="close", required=("result",))
    excuse = desk.form("followup.excuse", label=gettext("说明原因"), fixed=fixed, form_id="excuse")
    pass_on = desk.form(
        "followup.pass_on", label=gettext("转交"), fixed=fixed, form_id="pass-on", options={"to": desk.choose("person")}
    )
    return [
        *answers,
        (gettext("写进展"), progress),
        (gettext("完成并写结果"), close),
        (gettext("本班未处理，说明原因"), excuse),
        (gettext("转交他人"), pass_on),
        *passed.onward(desk, one),
    ]
