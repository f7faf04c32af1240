"""我的考核: one's own cases at every post, also at those where one works no longer, to answer and to appeal."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from jiaoban.conduct import queries
from jiaoban.conduct.pages import shown
from jiaoban.conduct.pages.acting import own
from jiaoban.conduct.queries import Seen
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

MOST = 50
"""So many cases are shown, those recorded last."""


@page()
def my_cases(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the reader's own cases, each with what happened and what they can do."""
    found = shown.seen(desk, queries.of_person(desk.book, desk.actor.person, limit=MOST))
    return draw(request, desk, "conduct/mine.html", {"cases": [_case(desk, one) for one in found]})


def _case(desk: Desk, one: Seen) -> dict[str, Any]:
    case = one.case
    return {
        **shown.row(desk, one),
        "id": f"case-{case.matter}",
        "post": desk.post_names.get(case.post, case.post),
        "because": desk.words(one.because),
        "decided": desk.words(one.decided_words) if case.decisions and case.status != "ANNULLED" else "",
        "decided_by": desk.name(case.decision.by) if case.decision else "",
        "history": shown.history(desk, one),
        "answer_until": one.answer_until if case.status == "OPEN" and not one.heard else None,
        "appeal_until": one.appeal_until if one.may_appeal else None,
        "forms": own(desk, one, case.matter).listed,
    }
