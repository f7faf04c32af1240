"""What pages and other rooms may ask about periodic duties."""

from jiaoban.duty.tables import DONE, Done, duty_key
from jiaoban.kernel.book import Book


def done(book: Book, post: str, shift: str) -> list[Done]:
    """Return what was done or excused in a shift of a post, by duty."""
    return book.find(DONE, post=post, shift=shift, order=("duty",))


def one(book: Book, post: str, duty: str, shift: str) -> Done | None:
    """Return what is known of one duty of a shift, or None."""
    return book.get(DONE, duty_key(post, duty, shift))
