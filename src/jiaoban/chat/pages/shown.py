"""What the pages of channels share: who may see them, and how a channel and a message are drawn."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext

from jiaoban.chat import outbox, queries
from jiaoban.chat.models import Message
from jiaoban.chat.rules.answers import FAILURES, Failure
from jiaoban.chat.tables import Channel
from jiaoban.chat.terms import SERVICES, STATES, TEST_SORT, State
from jiaoban.kernel import saying
from jiaoban.kernel.access import Right
from jiaoban.kernel.words import Words
from jiaoban.web.desk import Desk

_TEST = Words(zh="测试", en="Test")
TONES: Mapping[str, str] = {"SENT": "clear", "FAILED": "advise", "GIVEN_UP": "block", "SENDING": "accent"}
ICONS: Mapping[str, str] = {"SENT": "acknowledge", "FAILED": "late", "GIVEN_UP": "critical"}


def need_administrator(desk: Desk) -> None:
    """Refuse whoever does not administer the whole site: a channel carries what happens at all of it."""
    if not desk.actor.may_everywhere(Right.ADMINISTER):
        raise PermissionDenied


def looks_again(desk: Desk, states: Iterable[str]) -> str:
    """Return after how long a page of messages in these states looks again by itself, as htmx writes it; '' for never.
    What becomes of a message is no news of the book."""
    shown = set(states)
    channels = queries.in_use(desk.book)
    if channels and (shown & {"WAITING", "SENDING"} or outbox.behind(desk.book)):
        return "2s"
    return "15s" if channels and "FAILED" in shown else ""


def sort_names(desk: Desk) -> dict[str, str]:
    """Return what the sorts of messages are called, by key."""
    return {one.key: desk.words(one.name) for one in saying.sorts()}


def facts(desk: Desk, one: Channel) -> list[dict[str, str]]:
    """Return what a channel is."""
    names = sort_names(desk)
    posts = [desk.post_names.get(post, post) for post in one.posts]
    said = [
        (gettext("服务"), desk.words(SERVICES[one.service])),
        (gettext("发往"), one.host),
        (gettext("加签"), gettext("有密钥") if one.signed else gettext("无")),
        (gettext("发送内容"), desk.tongue.all_of(names.get(sort, sort) for sort in one.sorts)),
        (gettext("岗位"), desk.tongue.all_of(posts) if posts else gettext("全部岗位")),
        (gettext("设置人"), desk.name(one.set_by)),
    ]
    return [{"name": name, "words": words} for name, words in said]


def row(desk: Desk, one: Channel, counts: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    """Return a channel as a list draws it, with how many of its messages are in each state."""
    return {
        "key": one.key,
        "name": one.name,
        "url": desk.url("chat_channel", key=one.key),
        "service": desk.words(SERVICES[one.service]),
        "host": one.host,
        "active": one.active,
        "ended_at": one.ended_at,
        "held": one.active and outbox.held(desk.site.code, one),
        "sorts": [sort_names(desk).get(sort, sort) for sort in one.sorts],
        "counts": [
            {"state": state, "tone": TONES.get(state, ""), "name": desk.words(words), "n": counts[one.key, state]}
            for state, words in STATES.items()
            if counts.get((one.key, state))
        ],
    }


def message(desk: Desk, one: Message) -> dict[str, Any]:
    """Return a message as a list draws it; its moments by the site's clock."""
    ahead = desk.site.offset
    failure = FAILURES.get(cast(Failure, one.status)) if one.status else None
    waits = one.state == "FAILED"
    return {
        "title": one.title,
        "text": one.text.replace("**", ""),
        "sort": desk.words(_TEST) if one.sort == TEST_SORT else sort_names(desk).get(one.sort, one.sort),
        "post": desk.post_names.get(one.post, one.post),
        "state": one.state,
        "state_name": desk.words(STATES[cast(State, one.state)]),
        "tone": TONES.get(one.state, ""),
        "icon": ICONS.get(one.state, ""),
        "made_at": one.made_at + ahead,
        "sent_at": one.sent_at + ahead if one.sent_at else None,
        "next_at": one.next_at + ahead if waits else None,
        "tries": one.tries,
        "failure": desk.words(failure) if failure else "",
        "answer": one.answer,
    }
