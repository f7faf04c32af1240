"""Acknowledging lines from the page: one with its read-back, or several plain ones of a section."""

import json

from django.http import HttpRequest, HttpResponseBase, QueryDict

from jiaoban.kernel.access import Right
from jiaoban.web.desk import Desk
from jiaoban.web.visit import act, page

READ_BACK = "said"


@page(Right.WORK, methods=("POST",))
def acknowledge(request: HttpRequest, desk: Desk, key: str) -> HttpResponseBase:
    """Acknowledge the lines that were sent as `lines`; `said` is the read-back of a single one."""
    lines, said = request.POST.getlist("lines"), request.POST.get(READ_BACK, "")
    fields = QueryDict(mutable=True)
    fields["handover"] = key
    fields.setlist("lines", lines)
    if len(lines) == 1 and said:
        fields["read_back"] = json.dumps({lines[0]: said})
    return act(request, desk, "handover.acknowledge", fields)
