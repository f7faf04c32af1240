"""What pages may ask about channels."""

from jiaoban.chat.tables import CHANNELS, Channel
from jiaoban.kernel.book import Book
from jiaoban.kernel.refusal import NotFound


def channels(book: Book) -> list[Channel]:
    """Return every channel, those in use first, each in the order in which they were made."""
    return sorted(book.find(CHANNELS), key=lambda one: (not one.active, one.since))


def in_use(book: Book) -> list[Channel]:
    """Return the channels that still carry messages, in the order in which they were made."""
    return sorted(book.find(CHANNELS, active=True), key=lambda one: one.since)


def channel(book: Book, key: str) -> Channel:
    """Return a channel, also one that has ended; raises `NotFound`."""
    found = book.get(CHANNELS, key)
    if found is None:
        raise NotFound(f"channel {key}", "channel")
    return found
