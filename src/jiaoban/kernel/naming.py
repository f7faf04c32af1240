"""Things of a register as people name them: by code, by name, by both; typed with other case, width and spaces. Pure.

What was typed stands for a thing when it is the whole code or the whole name of that thing and of no other. A part of
a name finds things to choose from, but is never taken for one of them: what is written into the book stays there.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from jiaoban.kernel.book import Between, Book, Containing, Table
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words

MARK = "\x1f"
"""Stands around every name in `sought`. No folded text holds it."""
SOUGHT_LENGTH = 500
"""Most characters of `sought`, so that an index of it has room on every database."""
LONGEST = 100
"""Characters of a typed text that are looked at for parts of names, and repeated."""
CANDIDATES = 6
"""Things that a sentence names where a text was not clear."""
_MOST = 20
_AFTER_MARK = chr(ord(MARK) + 1)


class Findable(Protocol):
    """A line of a register. `finding`, a column of its table, is made by `sought`."""

    @property
    def key(self) -> str:
        """The key of its row."""
        ...

    @property
    def label(self) -> str:
        """What it is called where one is chosen."""
        ...


@dataclass(frozen=True, slots=True)
class Named:
    """A thing of a register: its key, its label, which names it to people and which they may type, and its post."""

    key: str
    label: str
    post: str = ""


def folded(text: str) -> str:
    """Return a text without case, width, spaces and what has no shape: １Ｆ is 1f."""
    return "".join(filter(str.isprintable, unicodedata.normalize("NFKC", text).casefold().replace(" ", "")))


def sought(*names: str) -> str:
    """Return what a typed text is looked for in: the names of one thing, its label first, folded, each between
    marks."""
    return f"{MARK}{MARK.join(dict.fromkeys(map(folded, names)))}{MARK}"[:SOUGHT_LENGTH]


def found(book: Book, table: Table[Any], text: str, limit: int, *first: Mapping[str, Any], **where: Any) -> list[Any]:
    """Return lines of a register that hold a text in one of their names: those that meet `first` before the others,
    and of these what begins with it before what holds it further on.

    At most `limit` lines by at most two questions more than there are conditions in `first`. Nothing for no text.
    """
    piece = folded(text[:LONGEST])
    if not piece:
        return []
    asked = [(wanted, one) for one in first for wanted in (MARK + piece, piece)] or [(MARK + piece, {})]
    hits: dict[str, Any] = {}
    for wanted, narrower in (*asked, (piece, {})):
        if len(hits) < limit:
            meets = {**where, **narrower, "finding": Containing(wanted)}
            some = book.find(table, order=("finding",), limit=limit, **meets)
            hits |= {one.key: one for one in some if one.key not in hits}
    return list(hits.values())[:limit]


def resolved(
    book: Book, table: Table[Any], text: str, argument: str, thing: Words, *first: Mapping[str, Any], **where: Any
) -> str:
    """Return the key of the one line of a register that is called so; '' for no text. `thing` is what it holds: 设备.

    A line with this very label that meets `first` goes before all others. Raises `BadInput` at `argument` that names
    what could be meant: several lines of this name, or some that hold the text in theirs.
    """
    piece = folded(text)
    if not piece:
        return ""
    labelled = Between(f"{MARK}{piece}{MARK}", f"{MARK}{piece}{_AFTER_MARK}")
    for narrower in first or ({},):
        called_so = book.find(table, order=("finding",), limit=2, **where, **narrower, finding=labelled)
        if len(called_so) == 1:
            return str(called_so[0].key)
    exact = Containing(f"{MARK}{piece}{MARK}")
    called_so = book.find(table, order=("finding",), limit=_MOST, **where, finding=exact)
    if len(called_so) == 1:
        return str(called_so[0].key)
    close = [] if called_so else found(book, table, text, _MOST, **where)
    raise _unclear(argument, text.strip()[:LONGEST], named(called_so), named(close), thing)


def named(some: Iterable[Findable]) -> list[Named]:
    """Return lines of a register as they are called in lists; the key stands with those that nothing else tells
    apart."""
    listed = list(some)
    alike = Counter(folded(one.label) for one in listed)
    return [
        Named(one.key, one.label if alike[folded(one.label)] == 1 else f"{one.label} {one.key}", post_of(one))
        for one in listed
    ]


def post_of(one: Findable) -> str:
    """Return the post that a line belongs to, '' for none."""
    return str(getattr(one, "post", ""))


def _unclear(where: str, told: str, called_so: Sequence[Named], close: Sequence[Named], thing: Words) -> BadInput:
    if called_so:
        return BadInput(
            where,
            Words(
                zh=f"有多个{thing.zh}叫「{told}」：{_listed(called_so, '、')}。",
                en=f"'{told}' is the name of several: {_listed(called_so, ', ')}. ",
            ),
            Words(zh="请填写其中一个的全称。", en="Give one of them in full."),
        )
    if close:
        return BadInput(
            where,
            Words(
                zh=f"没有{thing.zh}叫「{told}」；相近的有：{_listed(close, '、')}。",
                en=f"No {thing.en} is called '{told}'; close to it: {_listed(close, ', ')}. ",
            ),
            Words(zh="请填写其中一个的全称。", en="Give one of them in full."),
        )
    return BadInput(
        where,
        Words(zh=f"没有{thing.zh}叫「{told}」。", en=f"No {thing.en} is called '{told}'. "),
        Words(zh="请核对；输入编号或名称的一部分可以查找。", en="Check it; a part of the code or name finds some."),
    )


def _listed(some: Sequence[Named], comma: str) -> str:
    more = ("等" if comma == "、" else " and more") if len(some) > CANDIDATES else ""
    return comma.join(one.label for one in some[:CANDIDATES]) + more
