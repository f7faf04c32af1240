"""What a row asks for of customers: those whose number is known are left as they are, others are written down."""

from collections.abc import Iterator
from typing import Any

from jiaoban.importing.looking import Look, Step, bad
from jiaoban.importing.rows import Row
from jiaoban.lead import queries
from jiaoban.lead.tables import Lead
from jiaoban.org import queries as org
from jiaoban.org.packs import packs
from jiaoban.regime.leads import Offered

_PLAIN = ("number", "name", "said", "note")
_WORDS = {"source": "sources", "way": "means", "result": "results"}


def find(look: Look, row: Row) -> tuple[str, Lead | None]:
    """A customer is told by the number, however it is written."""
    place = org.place(look.book, look.post, look.now)
    found = queries.look_up(look.book, place, packs, str(row.said.get("number", "")))
    return ("", None) if found.lead is None else (found.lead.key, found.lead)


def open_lead(look: Look, row: Row) -> Iterator[Step]:
    """Write a customer down whose number is not known yet."""
    _, found = find(look, row)
    if found is not None:
        return
    place = org.place(look.book, look.post, look.now)
    rule = queries.contacts_at(place, packs)
    said: dict[str, Any] = {name: row.said[name] for name in _PLAIN if name in row.said}
    for name, listed in _WORDS.items():
        if name in row.said and rule is not None:
            said[name] = _chosen(name, str(row.said[name]), getattr(rule, listed))
    yield "lead.open", said


def _chosen(field: str, word: str, known: tuple[Offered, ...]) -> str:
    """Return which of the regime's words a cell means: by what it is called in either language, or its id."""
    for one in known:
        if word.casefold() in (one.id, one.title.zh.casefold(), one.title.en.casefold()):
            return one.id
    raise bad(
        field,
        f"制度里没有“{word}”。",
        f"The regime has no {word!r}.",
        f"请填其中之一：{'、'.join(one.title.zh for one in known)}。",
        f"One of: {', '.join(one.title.in_('en') for one in known)}.",
    )
