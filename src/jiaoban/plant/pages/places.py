"""What a count finds at each place, as the form of the custody page asks for it and takes it."""

from django.http import QueryDict

from jiaoban.plant.places import Kept, read, write
from jiaoban.plant.queries import Counted
from jiaoban.plant.tables import Count, CustodyItem
from jiaoban.web.desk import Desk


def places_of(desk: Desk, one: Counted, mine: Count | None, everywhere: list[str]) -> list[dict[str, str]]:
    """Return every place with what the reader found there, as typed or as counted."""
    answer = desk.answer if desk.answer and desk.answer.form == "count" else None
    found = {kept.place: _what(one, kept) for kept in mine.places} if mine else {}
    return [
        {"name": name, "found": answer.typed(f"place.{one.line.key}.{n}") if answer else found.get(name, "")}
        for n, name in enumerate(everywhere)
    ]


def elsewhere(desk: Desk, one: Counted, mine: Count | None, everywhere: list[str]) -> str:
    """Return what the reader found at a place where nothing is kept, as one text."""
    if desk.answer and desk.answer.form == "count":
        return desk.answer.typed(f"elsewhere.{one.line.key}")
    return write(kept for kept in mine.places if kept.place not in everywhere) if mine else ""


def _what(one: Counted, kept: Kept) -> str:
    return "、".join(kept.numbers) if one.line.numbers else str(kept.number)


def laid(typed: QueryDict, key: str, everywhere: list[str]) -> str:
    """Return what was typed of a thing at each place as one text, as the verb takes it; '' for nothing."""
    parts = [(name, str(typed.get(f"place.{key}.{n}", "")).strip()) for n, name in enumerate(everywhere)]
    told = [f"{name}：{what}" for name, what in parts if what]
    return "；".join(filter(None, [*told, str(typed.get(f"elsewhere.{key}", "")).strip()]))


def figure(places: str, *, numbered: bool) -> int:
    """Return how many that is together; what is no figure counts as nothing: the verb says what is wrong with it."""
    numbers = [one for at in read(places) for one in at["numbers"]]
    return len(numbers) if numbered else sum(int(one) for one in numbers if one.isascii() and one.isdigit())


def settled_by(line: CustodyItem) -> tuple[str, ...]:
    """Return by which further field of the form a difference of a thing is settled."""
    return ("places",) if line.places else ("numbers",) if line.numbers else ()
