"""请假与召回: who is away from a post, who asks to be, and what is to be decided."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.absence import queries
from jiaoban.absence.pages import shown
from jiaoban.absence.tables import Absence
from jiaoban.kernel.access import Right
from jiaoban.org import queries as org
from jiaoban.regime.absence import Absences
from jiaoban.roster.checked import speaks_for_any
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.frame import draw
from jiaoban.web.rostering import looking
from jiaoban.web.visit import page


@page()
def absences(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the absences of a post: running, to be decided, to come, and what is over."""
    found = queries.of_post(desk.book, desk.post)
    rules = shown.regime(desk)
    live = queries.yet_to_end(desk.book, desk.post, desk.now)
    running = [one for one in live if one.running(desk.now)]
    asked = queries.to_decide(desk.book, desk.post)
    coming = [one for one in live if one.from_at > desk.now]
    listed = {one.key for one in (*running, *asked, *coming)}
    groups = [
        (gettext("现在离岗"), sorted(running, key=_end)),
        (gettext("待批准"), asked),
        (gettext("将要离岗"), coming),
        (gettext("以往"), [one for one in found if one.key not in listed]),
    ]
    supervises = desk.can(Right.SUPERVISE)
    context = {
        "groups": [{"name": name, "rows": [shown.row(desk, one) for one in some]} for name, some in groups if some],
        "ruled": rules is not None,
        "new_url": desk.url("absence_new") if rules else "",
        "mine_url": desk.url("my_absences"),
        "recalls_url": desk.url("recalls") if rules and rules.recall else "",
        "transfers_url": desk.link("transfers") if desk.may(Right.OVERSEE) else "",
        "allow": _allow(desk, rules) if rules and supervises else None,
    }
    return draw(request, desk, "absence/absences.html", context)


def _allow(desk: Desk, rules: Absences) -> Form | None:
    """The form that lets a late request through, for whom the regime names for that."""
    me = looking(desk)
    kinds = [(one.id, desk.words(one.title)) for one in rules.kinds if speaks_for_any(me, one.exception_by)]
    if not kinds:
        return None
    return desk.form(
        "absence.allow",
        label=gettext("准予例外"),
        form_id="allow",
        options={"kind": kinds, "person": desk.choose("person")},
        given={"day": org.local_day(desk.book, desk.now).isoformat()},
    )


def _end(one: Absence) -> datetime:
    return one.until_at
