"""What is said of an act in a chat group, as the rooms that write the acts know it. Pure.

A room says here which of its acts are told and how (`@says_in_chat`); the room that keeps the channels asks here. They
stand beside each other or above, and do not know one another (as with `kernel/occasions.py`). Whether a message goes
out at all, an administrator decides: each channel carries the sorts that were chosen for it.

    @says_in_chat("report.submitted", REPORTS)
    def submitted(told: Told) -> Said | None:
        said = told.tongue
        return Said(said(Words(zh="日报", en="Daily report")), lines(field(said, "客流", "12"), quoted(note)))

The text is Markdown of which every service knows as much: lines, `**bold**`, and lists whose lines begin with `- `.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import Book
from jiaoban.kernel.place import Place
from jiaoban.kernel.tongue import Tongue
from jiaoban.kernel.words import Words

Packs = Callable[[str], Any]
_MARKED = str.maketrans("<>[]*_`~|\\@", "＜＞［］＊＿｀～｜＼＠")  # wide signs, which mark nothing
_HEADS = re.compile(r"^(\s*)#", re.MULTILINE)
LONGEST_TITLE = 60
"""Characters of a title; what is longer is cut."""


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of messages, which a channel carries or not."""

    key: str
    name: Words


REPORTS = Sort("reports", Words(zh="报表与计划", en="Reports and plans"))
REMINDERS = Sort("reminders", Words(zh="提醒与催办", en="Reminders"))
HANDOVERS = Sort("handovers", Words(zh="交接班", en="Handovers"))
NOTICES = Sort("notices", Words(zh="规定与通知", en="Standing orders and notices"))


@dataclass(frozen=True, slots=True)
class Told:
    """An act of which something may be said: at which place, as the book stands now, in the language of its regime (of
    a site's act: Chinese). `names` are the people of the site by key."""

    book: Book
    act: Act
    place: Place
    packs: Packs
    tongue: Tongue
    names: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Said:
    """A message: its title, one plain line, and its text in Markdown. What people wrote stands in it by `quoted`."""

    title: str
    text: str


Sayer = Callable[[Told], Said | None]
_SAYERS: dict[str, tuple[Sort, Sayer]] = {}


def says_in_chat(kind: str, sort: Sort) -> Callable[[Sayer], Sayer]:
    """Declare what is said of the acts of a kind; of one that is not worth a message the function returns None."""

    def declare(sayer: Sayer) -> Sayer:
        known = _SAYERS.setdefault(kind, (sort, sayer))
        if known[1].__qualname__ != sayer.__qualname__:
            raise TypeError(f"what is said of {kind} is declared twice")
        return sayer

    return declare


def sorts() -> list[Sort]:
    """Return the sorts of which something can be said, by key."""
    return sorted({sort for sort, _ in _SAYERS.values()}, key=lambda sort: sort.key)


def told_kinds() -> dict[str, str]:
    """Return the kinds of act of which something can be said, each with the key of its sort."""
    return {kind: sort.key for kind, (sort, _) in _SAYERS.items()}


def said_of(told: Told) -> Said | None:
    """Return what is said of an act, or None."""
    known = _SAYERS.get(told.act.kind)
    return known[1](told) if known else None


def quoted(text: str) -> str:
    """Return what somebody wrote so that it stands in a message as written: it marks nothing up, links to nothing and
    calls nobody."""
    return _HEADS.sub(r"\1＃", text.translate(_MARKED))


def field(tongue: Tongue, name: str, value: str) -> str:
    """Return a line with a name and what somebody gave for it; several lines of it stay together."""
    return f"**{quoted(name)}**{tongue.colon}{quoted(value)}"


def lines(*some: str) -> str:
    """Return lines as one text; empty ones are left out."""
    return "\n".join(one for one in some if one)
