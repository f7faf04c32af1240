"""What is known of the channels after the acts so far."""

from datetime import datetime
from typing import TypeAlias

from jiaoban.chat import acts
from jiaoban.chat.terms import Service
from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table, keyed

_Acts: TypeAlias = acts.ChannelSet | acts.ChannelEnded | acts.ChannelResumed


class Channel(State):
    """A channel. `since` is the number of the act that made it: it carries what came later; `confirmed` of the last act
    by which somebody said that it is to send."""

    key: str
    name: str
    service: Service
    host: str
    address: str
    signed: bool
    posts: tuple[str, ...]
    sorts: tuple[str, ...]
    since: int
    confirmed: int
    made_at: datetime
    set_at: datetime
    set_by: str
    ended_at: datetime | None = None
    ended_by: str = ""
    reason: str = ""

    @property
    def active(self) -> bool:
        """It still carries messages."""
        return self.ended_at is None

    def carries(self, sort: str, post: str) -> bool:
        """Say whether messages of a sort about a post go out by it."""
        return self.active and sort in self.sorts and (not self.posts or post in self.posts)


def _evolve(state: Channel | None, act: Act, key: str) -> Channel | None:
    p = act.payload
    assert isinstance(p, _Acts)
    if isinstance(p, acts.ChannelResumed):
        return state.model_copy(update={"confirmed": act.seq}) if state else None
    if isinstance(p, acts.ChannelEnded):
        ended = {"ended_at": act.recorded_at, "ended_by": act.actor, "reason": p.reason}
        return state.model_copy(update=ended) if state else None
    return Channel(
        key=key,
        name=p.name,
        service=p.service,
        host=p.host,
        address=p.address,
        signed=p.signed,
        posts=p.posts,
        sorts=p.sorts,
        since=state.since if state else act.seq,
        confirmed=act.seq,
        made_at=state.made_at if state else act.recorded_at,
        set_at=act.recorded_at,
        set_by=act.actor,
    )


CHANNELS = Table(
    "chat_channel",
    Channel,
    kinds=(acts.ChannelSet.KIND, acts.ChannelEnded.KIND, acts.ChannelResumed.KIND),
    keys=keyed("channel"),
    evolve=_evolve,
    columns=("active",),
)
