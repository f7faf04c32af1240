"""The kinds of act about channels. Address and secret of a channel never stand in one: whoever reads the book could
write into the group. What became of each message is no act either; it stands beside the book (`outbox.py`)."""

from jiaoban.chat.terms import Service
from jiaoban.kernel.act import Payload


class ChannelSet(Payload, kind="chat.channel_set"):
    """A channel is like this from now on. `host` is the computer that gets the messages, `address` the key under which
    the whole address is kept outside the book, `signed` says that a secret is kept with it. `posts`: whose messages it
    carries, none for those of the whole site; `sorts`: which."""

    channel: str
    name: str
    service: Service
    host: str
    address: str
    signed: bool
    posts: tuple[str, ...] = ()
    sorts: tuple[str, ...] = ()


class ChannelEnded(Payload, kind="chat.channel_ended"):
    """A channel carries nothing any more."""

    channel: str
    reason: str = ""


class ChannelResumed(Payload, kind="chat.channel_resumed"):
    """A channel that was held since the book was put back from a copy sends again."""

    channel: str


class ChannelTested(Payload, kind="chat.channel_tested"):
    """Somebody wants a test message sent through a channel."""

    channel: str


class SentAgain(Payload, kind="chat.sent_again"):
    """Somebody wants the message about an act (by its id) sent again."""

    channel: str
    message: str
