"""建议: what people suggest, how each stands, one with its story, and a new one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.followup import queries
from jiaoban.followup.pages import passed
from jiaoban.followup.tables import Suggestion
from jiaoban.followup.terms import STANDINGS, Standing
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.frame import draw
from jiaoban.web.unspoken import unspoken
from jiaoban.web.visit import page

MOST = 200
TONES: dict[Standing, tuple[str, str]] = {
    "NEW": ("advise", "note"),
    "TAKEN_UP": ("accent", "follow-up"),
    "DONE": ("clear", "acknowledge"),
    "DECLINED": ("outline", "close"),
}


@page()
def suggestions(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the suggestions of a post: all of them, or those that stand in one way."""
    if not _ruled(desk):
        return unspoken(request, desk, gettext("改进建议"))
    which = request.GET.get("show", "").upper()
    found = queries.suggestions(desk.book, desk.post, limit=MOST)
    chosen = [one for one in found if one.standing == which] if which in STANDINGS else found
    base = desk.url("suggestions")
    tabs = [{"label": gettext("全部"), "url": base, "current": which not in STANDINGS, "count": len(found)}]
    for standing, words in STANDINGS.items():
        tabs.append(
            {
                "label": desk.words(words),
                "url": f"{base}?show={standing.lower()}",
                "current": which == standing,
                "count": sum(one.standing == standing for one in found),
            }
        )
    context = {"tabs": tabs, "rows": [_row(desk, one) for one in chosen], "new_url": desk.url("suggestion_new")}
    return draw(request, desk, "followup/suggestions.html", context)


@page()
def suggestion_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the form of a new suggestion."""
    if not _ruled(desk):
        return unspoken(request, desk, gettext("提建议"))
    form = desk.form(
        "followup.suggest",
        label=gettext("提建议"),
        next_url=desk.url("suggestion", key="{key}"),
        form_id="suggestion-new",
    )
    return draw(request, desk, "followup/suggestion_new.html", {"form": form})


@page()
def suggestion(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show a suggestion with its story, and what can be done."""
    one = queries.suggestion(desk.book, key)
    if one is None or one.post != desk.post:
        raise NotFound(f"suggestion {key}")
    facts = [
        (gettext("发现的问题"), one.problem),
        (gettext("具体做法"), one.text),
        (gettext("由谁落实"), desk.name(one.owner) if one.owner else ""),
    ]
    context = {
        "one": one,
        "row": _row(desk, one),
        "facts": [{"name": name, "words": words} for name, words in facts if words],
        "history": _history(desk, one),
        "forms": _forms(desk, one) if _ruled(desk) else [],
    }
    return draw(request, desk, "followup/suggestion.html", context)


def _ruled(desk: Desk) -> bool:
    said = passed.duties(desk)
    return said is not None and said.suggestions is not None


def _row(desk: Desk, one: Suggestion) -> dict[str, Any]:
    tone, icon = TONES[one.standing]
    return {
        "title": one.title,
        "url": desk.url("suggestion", key=one.key),
        "standing": desk.words(STANDINGS[one.standing]),
        "tone": tone,
        "icon": icon,
        "by": desk.name(one.by),
        "at": one.at,
        "owner": desk.name(one.owner) if one.owner else "",
        "answer": one.answer,
    }


def _history(desk: Desk, one: Suggestion) -> list[dict[str, Any]]:
    """What happened to it, newest first."""
    said: list[dict[str, Any]] = []
    if one.done_at:
        said.append({"at": one.done_at, "by": one.done_by, "what": gettext("已落实"), "text": one.answer})
    if one.answered_at and one.standing == "DECLINED":
        said.append({"at": one.answered_at, "by": one.answered_by, "what": gettext("未采纳"), "text": one.answer})
    elif one.answered_at:
        what = gettext("采纳，由{name}落实").format(name=desk.name(one.owner))
        said.append({"at": one.answered_at, "by": one.answered_by, "what": what, "text": one.note})
    said.append({"at": one.at, "by": one.by, "what": gettext("提出"), "text": ""})
    return [{**entry, "by": desk.name(entry["by"])} for entry in said]


def _forms(desk: Desk, one: Suggestion) -> list[tuple[str, Form]]:
    fixed, supervises = {"suggestion": one.key}, desk.can(Right.SUPERVISE)
    forms: list[tuple[str, Form]] = []
    if one.standing == "NEW" and supervises:
        take = desk.form(
            "followup.take_up",
            label=gettext("采纳"),
            fixed=fixed,
            form_id="take-up",
            options={"owner": desk.choose("person")},
            given={"owner": one.by},
        )
        forms.append((gettext("采纳，指定谁落实"), take))
    if one.standing == "TAKEN_UP" and (supervises or desk.actor.person == one.owner):
        done = desk.form("followup.carry_out", label=gettext("已落实"), fixed=fixed, form_id="carry-out")
        forms.append((gettext("写落实情况"), done))
    if one.standing in ("NEW", "TAKEN_UP") and supervises:
        decline = desk.form("followup.decline", label=gettext("不采纳"), fixed=fixed, form_id="decline", tone="")
        forms.append((gettext("不采纳，写明原因"), decline))
    return forms
