"""One channel: what it is, its messages, and the administrator's forms."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.chat import outbox, queries
from jiaoban.chat.models import Message
from jiaoban.chat.pages.setting import form_of
from jiaoban.chat.pages.shown import facts, looks_again, message, need_administrator
from jiaoban.chat.tables import Channel
from jiaoban.chat.terms import STATES
from jiaoban.kernel.access import Right
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.parse import page_start
from jiaoban.web.visit import page

A_PAGE = 30
"""Messages on one page."""
FAILED_ONES = ("FAILED", "GIVEN_UP")


@page(Right.ADMINISTER)
def chat_channel(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show a channel and its messages, newest first, `A_PAGE` at once from number `first` on; `?state=` narrows."""
    need_administrator(desk)
    one = queries.channel(desk.book, key)
    asked = request.GET.get("state", "")
    state = asked if asked in STATES else ""
    first = page_start(request.GET.get("first", ""))
    found = list(outbox.of_channel(desk.site.code, key, state)[first : first + A_PAGE + 1])
    context = {
        "one": one,
        "facts": facts(desk, one),
        "held": one.active and outbox.held(desk.site.code, one),
        "resume": _resume(desk, one),
        "test": _test(desk, one) if one.active else None,
        "set": form_of(desk, one) if one.active else None,
        "end": _end(desk, one) if one.active else None,
        "tabs": _tabs(desk, one, state),
        "sent": [{**message(desk, each), "again": _again(desk, one, each)} for each in found[:A_PAGE]],
        "again_in": looks_again(desk, [each.state for each in found[:A_PAGE]]),
        "newer_url": _at(state, max(0, first - A_PAGE)) if first else "",
        "older_url": _at(state, first + A_PAGE) if len(found) > A_PAGE else "",
        "all_url": desk.url("chat"),
        "wanted": state,
    }
    return draw(request, desk, "chat/channel.html", context)


def _at(state: str, first: int) -> str:
    asked = ({"state": state} if state else {}) | ({"first": str(first)} if first else {})
    return f"?{urlencode(asked)}"


def _tabs(desk: Desk, one: Channel, state: str) -> list[dict[str, Any]]:
    """All messages, and each state in which there are some."""
    counts = {of: n for (channel, of), n in outbox.counts(desk.site.code).items() if channel == one.key}
    shown = [key for key in STATES if counts.get(key) or key == state]
    return [
        {"label": gettext("全部"), "url": _at("", 0), "current": not state, "count": sum(counts.values())},
        *(
            {"label": desk.words(STATES[key]), "url": _at(key, 0), "current": key == state, "count": counts.get(key, 0)}
            for key in shown
        ),
    ]


def _test(desk: Desk, one: Channel) -> Any:
    return desk.form(
        "chat.test_channel", label=gettext("发测试消息"), fixed={"channel": one.key}, form_id="test", tone=""
    )


def _resume(desk: Desk, one: Channel) -> Any:
    fixed = {"channel": one.key}
    return desk.form("chat.resume_channel", label=gettext("继续发送"), fixed=fixed, form_id="resume")


def _end(desk: Desk, one: Channel) -> Any:
    label, fixed = gettext("停用通道"), {"channel": one.key}
    return desk.form(
        "chat.end_channel", label=label, fixed=fixed, form_id="end", tone="danger", next_url=desk.url("chat")
    )


def _again(desk: Desk, one: Channel, each: Message) -> Any:
    if not one.active or each.state not in FAILED_ONES:
        return None
    fixed = {"channel": one.key, "message": each.act}
    return desk.form("chat.send_again", label=gettext("马上重发"), fixed=fixed, form_id=f"again-{each.pk}", tone="")
