"""谁看过号码: who saw which whole numbers, took customers out in a file, or erased one."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.paging import newest
from jiaoban.lead.access_tables import ACCESSES, Access
from jiaoban.lead.pages import shown
from jiaoban.lead.tables import LEADS
from jiaoban.web.desk import Desk
from jiaoban.web.forms import choice
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

PAGE = 50


@page(Right.AUDIT)
def leads_seen(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List it, the newest first; for the head of the department and for auditors."""
    person, after = request.GET.get("person", "")[:200], request.GET.get("after", "")[:200]
    where: dict[str, Any] = {"post": desk.post, **({"person": person} if person else {})}
    last = desk.book.get(ACCESSES, after) if after else None
    found = newest(desk.book, ACCESSES, "at", after=last, limit=PAGE + 1, **where)
    there = desk.book.many(LEADS, (one.lead for one in found if one.lead))
    said = shown.values(desk, [lead.name for lead in there.values()])
    rows = [
        _row(desk, one, {key: shown.called(desk, lead, said) for key, lead in there.items()}) for one in found[:PAGE]
    ]
    base = f"person={person}&" if person else ""
    context = {
        "rows": rows,
        "person": choice("person", "of-person", gettext("人员"), desk.choose("person"), held={"person": (person,)}),
        "newer_url": desk.url("leads_seen") + (f"?{base}" if base else "") if last else "",
        "older_url": f"{desk.url('leads_seen')}?{base}after={found[PAGE - 1].key}" if len(found) > PAGE else "",
        "back_url": desk.url("leads"),
    }
    return draw(request, desk, "lead/seen.html", context)


def _row(desk: Desk, one: Access, names: dict[str, str]) -> dict[str, Any]:
    at: datetime = one.at
    return {
        "person": desk.name(one.person),
        "at": at,
        "what": _what(one),
        "icon": {"REVEALED": "search", "EXPORTED": "download", "ERASED": "struck"}.get(one.what, "note"),
        "tone": "advise" if one.what == "EXPORTED" and one.whole else "",
        "lead": names.get(one.lead, ""),
        "url": desk.url("lead", key=one.lead) if one.lead else "",
        "why": one.why,
    }


def _what(one: Access) -> str:
    if one.what == "EXPORTED":
        said = gettext("导出 {n} 位客户，含完整号码") if one.whole else gettext("导出 {n} 位客户，号码已遮盖")
        return said.format(n=one.leads)
    return gettext("删除了资料") if one.what == "ERASED" else gettext("看了完整号码")
