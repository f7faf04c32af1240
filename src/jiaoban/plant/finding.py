"""Finding equipment and parameters by what people type, and what they most likely mean before they typed anything.

Every question has a limit and reads an index that holds what it compares, so a large register answers like a small one.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import chain

from jiaoban.kernel import naming
from jiaoban.kernel.book import Book
from jiaoban.kernel.naming import Named
from jiaoban.kernel.words import Words
from jiaoban.logbook import queries as logbook
from jiaoban.plant.tables import EQUIPMENT, MATTERS, PARAMETERS

_EQUIPMENT = Words(zh="设备", en="equipment")
_PARAMETER = Words(zh="参数", en="parameter")
_OPEN, _ENTRIES = 200, 100
"""The newest open matters and entries of a post that say what it is concerned with."""


def few_equipment(book: Book, post: str, most: int) -> list[Named] | None:
    """Return the equipment in use at the site, that of a post first; None where there is more than `most`."""
    some = book.find(EQUIPMENT, limit=most + 1, in_use=True)
    if len(some) > most:
        return None
    some.sort(key=lambda one: (one.post != post, one.finding))
    return naming.named(some)


def equipment(book: Book, post: str, text: str, limit: int) -> list[Named]:
    """Return equipment in use with a text in its code or name, of this post first; without a text, what the post is
    concerned with."""
    here = [{"post": post}] if post else []
    hits = naming.found(book, EQUIPMENT, text, limit, *here, in_use=True)
    return naming.named(hits) if naming.folded(text) else concerned(book, post, limit)


def concerned(book: Book, post: str, limit: int) -> list[Named]:
    """Return the equipment of which most matters are open at a post or was written most of late, the most first; of
    a post where nothing was, its first by code."""
    open_now = book.pick(MATTERS, ("equipment",), order=("-opened_at",), limit=_OPEN, post=post, open=True)
    written = logbook.equipment_written_of(book, post, limit=_ENTRIES)
    often = Counter(key for key in chain(written, (key for (key,) in open_now)) if key)
    known = book.many(EQUIPMENT, [key for key, _ in often.most_common(2 * limit)])
    hits = [one for one in known.values() if one.in_use][:limit]
    return naming.named(hits or book.find(EQUIPMENT, order=("finding",), limit=limit, post=post, in_use=True))


def the_equipment(book: Book, post: str, text: str, argument: str) -> str:
    """Return the key of the equipment in use that is called so, wherever at the site; see `naming.resolved`."""
    here = [{"post": post}] if post else []
    return naming.resolved(book, EQUIPMENT, text, argument, _EQUIPMENT, *here, in_use=True)


def equipment_labels(book: Book, keys: Iterable[str]) -> dict[str, str]:
    """Return what this equipment is called where it is chosen, by key."""
    return {key: one.label for key, one in book.many(EQUIPMENT, filter(None, keys)).items()}


def few_parameters(book: Book, post: str, most: int) -> list[Named] | None:
    """Return the parameters of a post in use; None where there are more than `most`."""
    some = book.find(PARAMETERS, limit=most + 1, post=post, in_use=True)
    if len(some) > most:
        return None
    some.sort(key=lambda one: one.group)
    return naming.named(some)


def parameters(book: Book, post: str, text: str, limit: int) -> list[Named]:
    """Return parameters of a post in use with a text in their name or key; without a text its first ones."""
    if naming.folded(text):
        return naming.named(naming.found(book, PARAMETERS, text, limit, post=post, in_use=True))
    return naming.named(book.find(PARAMETERS, order=("group",), limit=limit, post=post, in_use=True))


def the_parameter(book: Book, post: str, text: str, argument: str) -> str:
    """Return the key of the parameter of a post in use that is called so; see `naming.resolved`."""
    return naming.resolved(book, PARAMETERS, text, argument, _PARAMETER, post=post, in_use=True)


def parameter_labels(book: Book, keys: Iterable[str]) -> dict[str, str]:
    """Return what these parameters are called where they are chosen, by key."""
    return {key: one.label for key, one in book.many(PARAMETERS, filter(None, keys)).items()}
