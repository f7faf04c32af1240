"""The channels of a site."""

from django.http import HttpRequest, HttpResponse

from jiaoban.chat import outbox, queries
from jiaoban.chat.pages.shown import looks_again, need_administrator, row
from jiaoban.kernel.access import Right
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import page


@page(Right.ADMINISTER)
def chat(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List the channels with how many of their messages wait, failed and arrived."""
    need_administrator(desk)
    counts = outbox.counts(desk.site.code)
    found = [row(desk, one, counts) for one in queries.channels(desk.book)]
    context = {
        "channels": [one for one in found if one["active"]],
        "ended": [one for one in found if not one["active"]],
        "new_url": desk.url("chat_new"),
        "again_in": looks_again(desk, [state for _, state in counts]),
    }
    return draw(request, desk, "chat/channels.html", context)
