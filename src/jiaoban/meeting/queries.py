"""What pages and other rooms may ask about meetings."""

from typing import Any

from jiaoban.kernel.book import Book
from jiaoban.meeting.tables import MEETINGS, Meeting


def meeting(book: Book, key: str) -> Meeting | None:
    """Return a meeting by its key, or None."""
    return book.get(MEETINGS, key)


def of_occasion(book: Book, occasion: str, post: str = "") -> list[Meeting]:
    """Return the meetings held for a handover, oldest first: at its post, or with '' wherever somebody named it."""
    where: dict[str, Any] = {"post": post} if post else {}
    return book.find(MEETINGS, occasion=occasion, order=("opened_at",), **where)


def newest(book: Book, post: str, *, limit: int = 30) -> list[Meeting]:
    """Return the meetings of a post, newest first."""
    return book.find(MEETINGS, post=post, order=("-opened_at",), limit=limit)
