"""Channels to chat groups over HTTP: what they are, what became of their messages, and where an address is kept."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Header, Query, Router
from pydantic import BaseModel, ConfigDict
from pydantic import Field as Key

from jiaoban.api.doing import CommandId
from jiaoban.api.problems import Problem
from jiaoban.api.shapes import Shape
from jiaoban.api.visiting import Code, Limit, ThingKey, everywhere
from jiaoban.chat import addresses, outbox, queries
from jiaoban.chat.rules.addresses import LONGEST, LONGEST_SECRET
from jiaoban.chat.tables import Channel
from jiaoban.chat.terms import Service, State
from jiaoban.kernel.access import Right
from jiaoban.kernel.words import Words
from jiaoban.org import door

router = Router(tags=["chat"])
PLACE = "/sites/{site}/chat"


class ChannelShape(Shape):
    """A channel; its address and secret are told to nobody. `held`: it sends nothing since the book was put back from a
    copy; `messages`: how many there are in each state."""

    channel: Channel
    held: bool
    messages: dict[State, int]


class MessageShape(Shape):
    """A message about an act (`act` its id, `seq` its number). Moments are those of the machine's clock. Of one that
    failed: `status` says how, `answer` is what the service said, `next_at` when it is tried again."""

    act: str
    seq: int
    post: str
    sort: str
    title: str
    text: str
    state: State
    tries: int
    made_at: datetime
    sent_at: datetime | None
    tried_at: datetime | None
    next_at: datetime
    status: str
    answer: str


class AddressBody(BaseModel):
    """The address of a robot as its service gave it, and the secret that signs messages ('': none)."""

    model_config = ConfigDict(extra="forbid")
    service: Service
    url: str = Key(max_length=LONGEST)
    secret: str = Key(default="", max_length=LONGEST_SECRET)


class AddressShape(Shape):
    """The key under which an address is kept; a channel is set with it."""

    address: str


@router.get(f"{PLACE}/channels", response=list[ChannelShape], summary="The channels to chat groups")
def chat_channels(request: HttpRequest, site: Code) -> list[ChannelShape]:
    """Return them, those in use first, for the administrator of the site."""
    visit = everywhere(request, site, Right.ADMINISTER)
    counts = outbox.counts(site)
    return [
        ChannelShape(
            channel=one,
            held=one.active and outbox.held(site, one),
            messages={state: n for (channel, state), n in counts.items() if channel == one.key},  # type: ignore[misc]
        )
        for one in queries.channels(visit.book)
    ]


@router.get(f"{PLACE}/channels/{{key}}/messages", response=list[MessageShape], summary="The messages of a channel")
def chat_messages(
    request: HttpRequest,
    site: Code,
    key: ThingKey,
    state: State | None = None,
    before: Annotated[int | None, Query(description="only about acts with a smaller number")] = None,
    limit: Limit = 100,
) -> list[MessageShape]:
    """Return them, newest first: all, or those of a state."""
    visit = everywhere(request, site, Right.ADMINISTER)
    found = outbox.of_channel(site, queries.channel(visit.book, key).key, state or "")
    if before is not None:
        found = found.filter(seq__lt=before)
    return [MessageShape.model_validate(one) for one in found[:limit]]


@router.post(f"{PLACE}/addresses", response=AddressShape, summary="Keep the address of a chat group")
def chat_address(
    request: HttpRequest,
    site: Code,
    body: AddressBody,
    idempotency_key: Annotated[CommandId | None, Header(alias="Idempotency-Key")] = None,
) -> AddressShape:
    """Keep an address and its secret beside the book, and return the key to set a channel with. One that no channel
    names within an hour is dropped. The header Idempotency-Key makes a repetition harmless."""
    everywhere(request, site, Right.ADMINISTER)
    if not idempotency_key:
        what = Words(zh="缺少命令编号：请在 Idempotency-Key 中给出。", en="No command id: give one as Idempotency-Key.")
        raise Problem(400, "command-missing", what)
    now = door.clock.now()
    return AddressShape(address=addresses.keep(site, body.service, body.url, body.secret, idempotency_key, now))
