"""客户: the look-up while a number is typed, a new customer, and all of them with filters."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.book import Between
from jiaoban.lead import owned, queries
from jiaoban.lead.pages import shown
from jiaoban.lead.tables import LEADS, Lead
from jiaoban.lead.terms import STANDS
from jiaoban.regime.leads import Contacts
from jiaoban.web.answer import Answer
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form, choice
from jiaoban.web.frame import draw
from jiaoban.web.visit import KEPT, page, show_again

FORM = "lead-new"
PAGE = 50


@page()
def leads(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the customers of a post, what was touched last first, under a field that looks a number up."""
    rule = shown.rule_of(desk)
    if rule is None:
        return draw(request, desk, "lead/leads.html", {"rule": None})
    answer = desk.answer if desk.answer and desk.answer.form == FORM else None
    stand = request.GET.get("stand", "") if request.GET.get("stand", "") in STANDS else ""
    source, person = request.GET.get("source", "")[:60], request.GET.get("person", "")[:200]
    before = _moment(request.GET.get("before", ""))
    where: dict[str, Any] = {"stand": stand, "source": source, "last_by": person}
    asked = {name: value for name, value in where.items() if value}
    found = _newest(desk, before, asked)
    context = {
        "rule": rule,
        "clause": desk.clause(rule.clause),
        "form": _new(desk, rule) if desk.can(Right.WORK) else None,
        "look_up_url": desk.url("lead_look_up"),
        "looked": shown.looked(desk, rule, answer.typed("number")) if answer else {"state": "empty"},
        "opened": bool(answer),
        "rows": shown.rows(desk, found[:PAGE], rule),
        "stands": [(code, desk.words(words)) for code, words in STANDS.items()],
        "sources": shown.options(desk, rule.sources),
        "stand": stand,
        "source": source,
        "person": choice(
            "person", "of-person", gettext("最后联系人"), desk.choose("person"), held={"person": (person,)}
        ),
        "filtered": bool(asked),
        "newer_url": desk.url("leads") + _query(asked) if before else "",
        "older_url": desk.url("leads") + _query({**asked, "before": found[PAGE - 1].touched_at.isoformat()})
        if len(found) > PAGE
        else "",
        "seen_url": desk.url("leads_seen") if desk.can(Right.AUDIT) else "",
        "file": _file(desk, rule),
        **_ruled(desk),
        "import_url": desk.link("import_leads") if desk.can(Right.WORK) else "",
    }
    return draw(request, desk, "lead/leads.html", context)


def _ruled(desk: Desk) -> dict[str, Any]:
    """Where collisions and follow-ups are, where the regime has them; and how many collisions are to be seen to."""
    said = queries.ruled(desk.here, desk.packs)
    if said is None:
        return {}
    made: dict[str, Any] = {}
    if said.collisions is not None:
        going = owned.undecided(desk.book, desk.post, said.collisions, desk.now)
        made |= {"collisions_url": desk.url("collisions"), "collisions": len(going)}
    if said.following is not None and said.following.limit is not None:
        made["following_url"] = desk.url("following")
    return made


def _newest(desk: Desk, before: datetime | None, asked: dict[str, Any]) -> list[Lead]:
    where = {**asked, "touched_at": Between(None, before)} if before else asked
    return desk.book.find(LEADS, post=desk.post, order=("-touched_at",), limit=PAGE + 1, **where)


def _query(asked: dict[str, Any]) -> str:
    return f"?{urlencode(asked)}" if asked else ""


def _moment(text: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(text[:40]) if text else None
    except ValueError:
        return None
    return read if read and read.tzinfo else None


def _new(desk: Desk, rule: Contacts) -> Form:
    return desk.form(
        "lead.open",
        label=gettext("登记这位客户"),
        form_id=FORM,
        next_url=desk.url("lead", key="{key}"),
        only=("number", "name", "source", "way", "result", "said", "note"),
        kinds={"number": "tel"},
        options={
            "source": shown.options(desk, rule.sources),
            "way": shown.options(desk, rule.means),
            "result": shown.options(desk, rule.results),
        },
        help={"way": gettext("刚联系过就把方式和结果一起填上。")},
    )


def _file(desk: Desk, rule: Contacts) -> dict[str, Any] | None:
    if not queries.may(desk.actor, "operator", desk.post):
        return None
    return {"url": desk.url("leads_file"), "whole": queries.may(desk.actor, rule.exports, desk.post)}


@page(methods=("POST",))
def lead_look_up(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Say who had to do with the customer of a number that is typed. It is sent, never part of an address: addresses
    are kept in logs."""
    rule = shown.rule_of(desk)
    typed = request.POST.get("number", "")[:60]
    if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted"):
        return render(request, "lead/looked.html", {"looked": shown.looked(desk, rule, typed)})
    values = {name: [str(one) for one in request.POST.getlist(name)] for name in request.POST if name not in KEPT}
    return show_again(request, desk.url("leads"), Answer(form=FORM, status=200, values=values))
