"""考核: the cases of a post for whoever supervises it; one's own for everybody else."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.conduct import queries
from jiaoban.conduct.pages import shown
from jiaoban.conduct.queries import Seen
from jiaoban.kernel.access import Right
from jiaoban.org import queries as org
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import page


@page()
def conduct(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List cases: what waits for somebody at the front, then what is decided, then what no longer stands."""
    everything = shown.oversees(desk)
    cases = queries.of_post(desk.book, desk.post) if everything else queries.of_person(desk.book, desk.actor.person)
    found = shown.seen(desk, cases)
    groups = [
        (gettext("待决定"), [one for one in found if one.case.status == "OPEN"]),
        (gettext("申诉中"), [one for one in found if one.case.status == "APPEALED"]),
        (gettext("会是另一级"), [one for one in found if one.case.status == "DECIDED" and one.would_be is not None]),
        (gettext("已决定"), [one for one in found if one.case.status == "DECIDED" and one.would_be is None]),
        (gettext("不再计"), [one for one in found if one.case.status in ("WITHDRAWN", "ANNULLED")]),
    ]
    said = shown.regime(desk)
    today = org.local_day(desk.book, desk.now)
    lasting = [
        {"person": desk.name(one.person), "says": desk.words(one.says), "now": one.on(today)}
        for one in queries.lasting(desk.book, desk.actor, desk.post, today)
    ]
    context = {
        "tabs": shown.tabs(desk, "cases"),
        "everything": everything,
        "groups": [{"name": name, "rows": _rows(desk, some)} for name, some in groups if some],
        "lasting": lasting,
        "ruled": said is not None,
        "new_url": desk.url("conduct_new") if said and desk.can(Right.SUPERVISE) else "",
        "points": bool(said and said.figures == "points"),
    }
    return draw(request, desk, "conduct/cases.html", context)


def _rows(desk: Desk, found: list[Seen]) -> list[dict[str, object]]:
    return [shown.row(desk, one) for one in found]
