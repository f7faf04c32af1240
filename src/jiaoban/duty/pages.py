"""例行工作: the periodic duties of the shift that runs at a post, done, open or excused."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext

from jiaoban.duty import queries
from jiaoban.handover import queries as handover
from jiaoban.kernel.access import Right
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import page


@page()
def duties(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show what the regime wants to be done in every shift of the post, and what was done of it in this one."""
    shift, pack = desk.here.shift_at(desk.now), desk.rule_book()
    lines: list[dict[str, Any]] = []
    known = {one.duty: one for one in queries.done(desk.book, desk.post, shift.key)} if shift else {}
    for rule in pack.handover.duties if pack and shift else ():
        assert shift is not None
        if (rule.shifts and shift.code not in rule.shifts) or (rule.posts and desk.post not in rule.posts):
            continue
        done = known.get(rule.id)
        fixed = {"duty": rule.id, "shift": shift.key}
        due_at = shift.ends_at - rule.before_end
        may = desk.can(Right.WORK) and (done is None or done.done_at is None)
        lines.append(
            {
                "title": desk.words(rule.title),
                "clause": desk.clause(rule.clause),
                "due_at": due_at,
                "overdue": desk.now > due_at and (done is None or done.done_at is None),
                "done": done,
                "by": desk.name(done.done_by) if done and done.done_by else "",
                "excused_by": desk.name(done.excused_by) if done and done.excused_by else "",
                "do": desk.form(
                    "duty.do", label=gettext("已完成"), fixed=fixed, form_id=f"do-{rule.id}", only=("note",)
                )
                if may
                else None,
                "excuse": desk.form(
                    "duty.excuse", label=gettext("说明原因"), fixed=fixed, form_id=f"excuse-{rule.id}", tone=""
                )
                if may
                else None,
            }
        )
    going_on = handover.current(desk.book, desk.post) is not None
    context = {"lines": lines, "shift": desk.words(shift.name) if shift else "", "going_on": going_on}
    return draw(request, desk, "duty/duties.html", context)


urlpatterns = [path("s/<slug:site>/p/<slug:post>/duties", duties, name="duties")]
