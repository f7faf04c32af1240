"""The form of a channel: its address and secret go beside the book, and the verb is told only under which key."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils.translation import gettext

from jiaoban.chat import addresses, queries
from jiaoban.chat.pages.shown import need_administrator, sort_names
from jiaoban.chat.rules.addresses import LONGEST, LONGEST_SECRET, PUBLIC
from jiaoban.chat.tables import Channel
from jiaoban.chat.terms import SERVICES
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import BadInput, CommandReused
from jiaoban.kernel.words import Words
from jiaoban.org import door
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Field
from jiaoban.web.frame import draw
from jiaoban.web.visit import act, mistaken, page

FORM = "channel"
_OWN = ("url", "secret")
"""Fields of the form that are no arguments of the verb."""


@page(Right.ADMINISTER)
def chat_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the form of a new channel."""
    need_administrator(desk)
    return draw(request, desk, "chat/new.html", {"set": form_of(desk), "hosts": [*PUBLIC, *addresses.hosts()]})


def form_of(desk: Desk, one: Channel | None = None) -> dict[str, Any]:
    """Return the form that makes a channel, or changes this one; the address that it has is not shown again."""
    given = {name: getattr(one, name) for name in ("name", "service", "sorts", "posts")} if one else {}
    form = desk.form(
        "chat.set_channel",
        label=gettext("保存") if one else gettext("添加通道"),
        form_id=FORM,
        next_url=desk.url("chat_channel", key=one.key if one else "{key}"),
        draft=False,
        fixed={"channel": one.key} if one else None,
        only=("name", "service", "sorts", "posts"),
        given=given,
        options={
            "service": [(key, desk.words(words)) for key, words in SERVICES.items()],
            "sorts": list(sort_names(desk).items()),
            "posts": list(desk.post_names.items()),
        },
        help={
            "name": gettext("如：销售日报群"),
            "posts": gettext("不选则发送全部岗位的消息"),
        },
    )
    form.url = desk.url("chat_set")
    answer = desk.answer if desk.answer and desk.answer.form == FORM else None
    errors = answer.errors if answer else {}
    keeps = gettext("留空则不变。") if one else ""
    url = Field(
        name="url",
        id=f"{FORM}-url",
        label=gettext("机器人地址"),
        kind="text",
        required=one is None,
        wanted=one is None,
        value=answer.typed("url") if answer else "",
        errors=(*errors.get("url", ()), *errors.get("address", ())),
        help=keeps + gettext("在群设置里添加自定义机器人后得到的 Webhook 地址，以 https:// 开头"),
        longest=LONGEST,
    )
    secret = Field(
        name="secret",
        id=f"{FORM}-secret",
        label=gettext("加签密钥"),
        kind="password",
        errors=tuple(errors.get("secret", ())),
        help=gettext("钉钉、飞书的机器人选了“加签”或“签名校验”时填写；企业微信没有"),
        longest=LONGEST_SECRET,
    )
    return {"form": form, "url": url, "secret": secret}


@page(Right.ADMINISTER, methods=("POST",))
def chat_set(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Keep the address that was typed, then make or change the channel."""
    need_administrator(desk)
    typed, before = request.POST.copy(), None
    if typed.get("channel"):
        before = queries.channel(desk.book, str(typed["channel"]))
    try:
        typed["address"] = _kept(desk, typed, before)
    except BadInput as error:
        return mistaken(request, desk, error, form=FORM, otherwise=desk.url("chat_new"))
    for name in _OWN:
        typed.pop(name, None)
    return act(request, desk, "chat.set_channel", typed)


def _kept(desk: Desk, typed: QueryDict, before: Channel | None) -> str:
    """Return the key of the address that the form means: one typed now, or the one that the channel has."""
    service, url, secret = (str(typed.get(name, "")).strip() for name in ("service", "url", "secret"))
    known = addresses.kept(desk.site.code, before.address) if before else None
    if known is not None and not url and service == known.service:
        if not secret:
            return known.key
        url = known.url
    if service not in SERVICES:
        raise BadInput(
            "service",
            Words(zh="没有这种服务。", en="There is no such service. "),
            Words(zh="请从列出的服务中选择。", en="Choose one of those listed."),
        )
    chosen, now = service, door.clock.now()
    try:
        return addresses.keep(desk.site.code, chosen, url, secret, str(typed.get("command", "")), now)
    except CommandReused:  # the form came back and was sent again with another address
        return addresses.keep(desk.site.code, chosen, url, secret, uuid4().hex, now)
