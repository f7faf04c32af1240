"""The verbs of channels. They belong to the administrator of the site."""

from typing import Annotated

from pydantic import Field

from jiaoban.chat import acts, addresses, outbox, queries
from jiaoban.chat.tables import Channel
from jiaoban.chat.terms import Service
from jiaoban.kernel import saying
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybePhrase, MaybeRef, Phrase, Ref
from jiaoban.kernel.refusal import BadInput, Declined
from jiaoban.kernel.verbs import Args, Context, Decision, plain, verb
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org

Several = Annotated[tuple[Ref, ...], Field(max_length=100)]


class SetChannel(Args):
    """A channel as it is to be. `channel` is the one to change, '' makes a new one. `address` is the key of an address
    kept before; `posts` none: messages of the whole site."""

    channel: MaybeRef = Field(default="", title="通道 Channel")
    name: Annotated[Phrase, Field(max_length=60)] = Field(title="名称 Name")
    service: Service = Field(title="服务 Service")
    address: Ref = Field(title="地址 Address")
    posts: Several = Field(default=(), title="岗位 Posts")
    sorts: Several = Field(title="发送内容 Messages", min_length=1)


class OfChannel(Args):
    """A channel, by its key."""

    channel: Ref = Field(title="通道 Channel")


class EndChannel(OfChannel):
    """A channel that is to carry nothing any more."""

    reason: MaybePhrase = Field(default="", title="原因 Reason")


class OfMessage(OfChannel):
    """A message of a channel, by the id of the act that it is about."""

    message: Ref = Field(title="消息 Message")


@verb("chat.set_channel", right=Right.ADMINISTER, scope="site")
def set_channel(context: Context, args: SetChannel) -> Decision:
    """Make a channel to a chat group, or change one: its name, address, posts and sorts of messages."""
    if args.channel:
        _in_use(context, args.channel)
    key = args.channel or context.command
    address = addresses.kept(context.book.site, args.address)
    if address is None or address.service != args.service:
        raise BadInput(
            "address",
            Words(zh="没有存过这个服务的这个地址。", en="No such address of this service was kept."),
            Words(zh="请先登记地址，再设通道。", en="Keep the address first, then set the channel."),
        )
    host = addresses.host_of(address, args.service)
    _need_posts(context, args.posts)
    _need_sorts(args.sorts)
    others = {one.address: one for one in queries.in_use(context.book) if one.key != key}
    twice = addresses.same(context.book.site, address.url, others)
    if twice:
        name = others[twice].name
        raise Declined(
            plain(
                "address-used",
                f"通道「{name}」已向这个群发送。",
                f"The channel '{name}' sends to this group already.",
                "请在那个通道里选择要发的内容。",
                "Choose there what it is to send.",
            ),
            about=key,
        )
    said = acts.ChannelSet(
        channel=key,
        name=args.name,
        service=args.service,
        host=host,
        address=address.key,
        signed=bool(address.secret),
        posts=tuple(dict.fromkeys(args.posts)),
        sorts=tuple(dict.fromkeys(args.sorts)),
    )
    return [Proposed(said)]


@verb("chat.end_channel", right=Right.ADMINISTER, scope="site")
def end_channel(context: Context, args: EndChannel) -> Decision:
    """End a channel: it carries nothing any more, and its address and secret are dropped."""
    _in_use(context, args.channel)
    return [Proposed(acts.ChannelEnded(channel=args.channel, reason=args.reason))]


@verb("chat.resume_channel", right=Right.ADMINISTER, scope="site")
def resume_channel(context: Context, args: OfChannel) -> Decision:
    """Have a channel send again that is held since the book was put back from a copy."""
    found = _in_use(context, args.channel)
    if not outbox.held(context.book.site, found):
        raise Declined(
            plain(
                "channel-not-held",
                f"通道「{found.name}」没有暂停。",
                f"The channel '{found.name}' is not held.",
                "无需继续。",
                "Nothing to do.",
            ),
            about=args.channel,
            conflict=True,
        )
    return [Proposed(acts.ChannelResumed(channel=args.channel))]


@verb("chat.test_channel", right=Right.ADMINISTER, scope="site")
def test_channel(context: Context, args: OfChannel) -> Decision:
    """Have a test message sent through a channel."""
    _in_use(context, args.channel)
    return [Proposed(acts.ChannelTested(channel=args.channel))]


@verb("chat.send_again", right=Right.ADMINISTER, scope="site")
def send_again(context: Context, args: OfMessage) -> Decision:
    """Have a message that did not arrive sent again, at once."""
    _in_use(context, args.channel)
    message = outbox.one(context.book.site, args.channel, args.message)
    if message.state not in ("FAILED", "GIVEN_UP"):
        raise Declined(
            plain(
                "message-not-failed",
                "这条消息没有发送失败。",
                "This message has not failed.",
                "只有未送达的消息可以重发。",
                "Only what did not arrive is sent again.",
            ),
            about=args.message,
            conflict=True,
        )
    return [Proposed(acts.SentAgain(channel=args.channel, message=args.message))]


def _in_use(context: Context, key: str) -> Channel:
    """Return a channel that still carries messages; raises `NotFound`, declines one that has ended."""
    found = queries.channel(context.book, key)
    if found.active:
        return found
    raise Declined(
        plain(
            "channel-ended",
            f"通道「{found.name}」已停用。",
            f"The channel '{found.name}' has ended.",
            "请新设一个通道。",
            "Make a new one.",
        ),
        about=key,
        conflict=True,
    )


def _need_posts(context: Context, posts: tuple[str, ...]) -> None:
    known = {one.key for one in org.posts(context.book)}
    for post in posts:
        if post not in known:
            raise BadInput(
                "posts",
                Words(zh=f"没有岗位「{post}」。", en=f"There is no post {post!r}. "),
                Words(zh="请从本单位的岗位中选择。", en="Choose posts of this site."),
            )


def _need_sorts(sorts: tuple[str, ...]) -> None:
    known = {one.key: one.name for one in saying.sorts()}
    for sort in sorts:
        if sort not in known:
            raise BadInput(
                "sorts",
                Words(zh=f"没有「{sort}」这类消息。", en=f"There are no messages of the sort {sort!r}. "),
                Words(
                    zh=f"应为其中之一：{'、'.join(known) or '无'}。",
                    en=f"It is one of {', '.join(known) or 'none'}.",
                ),
            )
