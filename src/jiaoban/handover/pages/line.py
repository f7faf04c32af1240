"""Acknowledging lines from the page: one with its read-back, or several plain ones of a section."""

from django.http import HttpRequest, HttpResponseBase

from jiaoban.kernel.access import Right
from jiaoban.web.desk import Desk
from jiaoban.web.visit import act, page

READ_BACK = "said"


@page(Right.WORK, methods=("POST",))
def acknowledge(request: HttpRequest, desk: Desk, key: str) -> HttpResponseBase:
    """Acknowledge the lines that were sent as `lines`; `said` is the read-back of a single one."""
    typed = request.POST.copy()
    lines = typed.getlist("lines")
    said = typed.pop(READ_BACK, [""])[-1]
    typed["form"] = f"acknowledge-{lines[0] if lines else ''}".replace(".", "-").replace(":", "-")
    request.POST = typed  # type: ignore[assignment]  # the stubs know the immutable kind alone
    more = {"handover": key, "lines": lines, "read_back": {lines[0]: said} if len(lines) == 1 and said else {}}
    return act(request, desk, "handover.acknowledge", more)
