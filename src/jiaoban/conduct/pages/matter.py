"""One matter: everybody's case in it that the reader may see, each with its ladder, its story and what can be done."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, pgettext

from jiaoban.conduct import queries
from jiaoban.conduct.pages import evidence, shown
from jiaoban.conduct.pages.acting import forms
from jiaoban.conduct.queries import Seen
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.zones import clock_of
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.shown import at_post
from jiaoban.web.visit import page


@page()
def conduct_case(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show a matter; whoever it concerns sees their own case in it alone."""
    there = [one for one in queries.of_matter(desk.book, key) if one.post == desk.post]
    found = shown.seen(desk, there)
    if not found:
        raise NotFound(f"case {key}")
    first = found[0]
    context: dict[str, Any] = {
        "title": shown.title(desk, first),
        "clause": desk.clause(first.case.clause),
        "clause_says": _clause_says(desk, first),
        "happened_at": first.case.happened_at,
        "facts": _facts(desk, first, len(there)),
        "cases": [_case(desk, one) for one in found],
        "several": len(found) > 1,
        "back_url": desk.url("conduct"),
    }
    return draw(request, desk, "conduct/matter.html", context)


def _clause_says(desk: Desk, one: Seen) -> str:
    pack = desk.rule_book()
    return desk.words(pack.clause_words(one.case.clause)) if pack else ""


def _facts(desk: Desk, one: Seen, people: int) -> list[dict[str, Any]]:
    case = one.case
    found: list[dict[str, Any]] = [{"name": pgettext("breach", "经过"), "words": desk.words(case.says)}]
    found.append({"name": gettext("登记人"), "words": desk.name(case.recorded_by)})
    if case.source:
        address = evidence.address(desk, case.source, case.occasion, case.happened_at)
        found.append({"name": gettext("依据"), "words": gettext("由记录推算，主管登记"), "url": address})
    for each in shown.proof(desk, case):
        at = each["at"].astimezone(clock_of(desk.zone))
        words = gettext("账上第 {seq} 条，{by}，{at}").format(seq=each["seq"], by=each["by"], at=f"{at:%m-%d %H:%M:%S}")
        found.append({"name": gettext("证据"), "words": words})
    if people > 1:
        found.append({"name": gettext("涉及"), "words": gettext("{n} 人，各自一件").format(n=people)})
    return found


def _case(desk: Desk, one: Seen) -> dict[str, Any]:
    case = one.case
    made = forms(desk, one)
    return {
        **shown.row(desk, one),
        "id": f"case-{case.person}",
        "role": shown.role(desk, case),
        "facts": shown.facts(desk, one),
        "steps": shown.steps(desk, one) if one.stands and one.stands.counts else [],
        "branch": desk.words(one.stands.branch.title) if one.stands and one.stands.branch else "",
        "because": desk.words(one.because),
        "decided": desk.words(one.decided_words) if case.decisions and case.status != "ANNULLED" else "",
        "decided_by": desk.name(case.decision.by) if case.decision else "",
        "deviates": bool(case.decisions) and one.would_be is None and one.decided_words != one.proposed_words,
        "would_be": _would_be(one),
        "groundless": shown.groundless(desk, one),
        "earlier": _earlier(desk, one),
        "history": shown.history(desk, one),
        "answer_until": one.answer_until if case.status == "OPEN" and not one.heard else None,
        "appeal_until": one.appeal_until if one.may_appeal else None,
        "hindered": made.hindered,
        "forms": made.listed,
    }


def _earlier(desk: Desk, one: Seen) -> list[dict[str, Any]]:
    """The earlier cases that count, as links where the reader may see them."""
    return [
        {"at": each.happened_at, "url": at_post(desk, "conduct_case", each.post, key=each.matter)}
        for each in (one.stands.earlier if one.stands and one.stands.counts else ())
        if queries.sees(desk.actor, each)
    ]


def _would_be(one: Seen) -> str:
    now = one.would_be
    if now is None or one.stands is None:
        return ""
    if not one.stands.counts:
        return gettext("按现在查明的情况，这一件不计。决定由人更改。")
    told = {"nth": one.stands.nth, "step": now}
    return gettext("按现在知道的情况，这是第 {nth} 次，会是第 {step} 级。决定由人更改。").format(**told)
