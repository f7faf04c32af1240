"""Subscriptions to a roster from a calendar program: opened by whoever wants one, closed by them or an administrator.

The address is a secret of its holder: it is made of the subscription's key and a seal by the server's own secret, so
that the book, which many may read, does not hold it. One that was closed leads nowhere; a new one has a new address.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.verbs import Args, Context, Decision, plain, refuse, verb
from jiaoban.org import queries as org
from jiaoban.roster import acts
from jiaoban.roster.grid_tables import FEEDS

MOST = 20
"""Open subscriptions that one person has at a site."""


class Subscribe(Args):
    """Whose shifts: `post` names a post; left out, one's own at every post. `language` is that of the calendar."""

    post: Annotated[str, StringConstraints(max_length=60)] = Field(default="", title="岗位 Post")
    language: Literal["zh-hans", "en"] = Field(default="zh-hans", title="语言 Language")


class Unsubscribe(Args):
    """The subscription whose address is to lead nowhere any more."""

    feed: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,140}$")] = Field(title="订阅 Subscription")


@verb("roster.subscribe", right=Right.READ, scope="site")
def subscribe(context: Context, said: Subscribe) -> Decision:
    """Open a calendar subscription to one's own shifts or to those of a post that one may read."""
    if said.post:
        org.post(context.book, said.post)
        if not context.actor.may(Right.READ, said.post):
            raise NotFound(f"post {said.post}", "post")
    org.person(context.book, context.actor.person)
    if context.book.count(FEEDS, subscriber=context.actor.person, open=True) >= MOST:
        reason = plain(
            "too-many-feeds",
            f"您已有 {MOST} 个订阅。",
            f"You have {MOST} subscriptions already.",
            "请先停用不再用的。",
            "Close those that you use no more.",
        )
        return refuse("roster.subscribe", said.post, reason)
    return [Proposed(payload=acts.FeedOpened(feed=context.command, post=said.post, language=said.language))]


@verb("roster.unsubscribe", right=Right.READ, scope="site")
def unsubscribe(context: Context, said: Unsubscribe) -> Decision:
    """Close a subscription of one's own, or as administrator anybody's."""
    found = context.book.get(FEEDS, said.feed)
    if found is None or not (
        found.subscriber == context.actor.person or context.actor.may_everywhere(Right.ADMINISTER)
    ):
        raise NotFound(f"subscription {said.feed}", "feed")
    if not found.open:
        reason = plain(
            "feed-closed",
            "这个订阅已经停用。",
            "This subscription is closed already.",
            "如需要，请新建一个。",
            "Open a new one if you need it.",
        )
        return refuse("roster.unsubscribe", said.feed, reason)
    return [Proposed(payload=acts.FeedClosed(feed=said.feed))]
