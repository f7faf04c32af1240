"""Which customers are part of which, read from the book: some hundred at a time, and each but once. Pure."""

from collections.abc import Iterable

from jiaoban.kernel.book import Book
from jiaoban.lead.tables import LEADS, Lead


class Merged:
    """What was merged into what, as far as it was asked for. `known`: customers that were read already."""

    def __init__(self, book: Book, known: Iterable[Lead] = ()) -> None:
        self._book = book
        self._known: dict[str, Lead | None] = {one.key: one for one in known}

    def standing(self, keys: Iterable[str]) -> dict[str, str]:
        """Return of each customer the one of which it is a part by now: itself where it was not merged."""
        wanted = list(dict.fromkeys(keys))
        todo: set[str] = set(wanted)
        while todo:
            todo = {one.into for one in self._read(todo) if one.into}
        return {key: self._end(key) for key in wanted}

    def parts(self, keys: Iterable[str]) -> dict[str, list[str]]:
        """Return of each customer itself and all those that were merged into it."""
        made = {key: [key] for key in keys}
        todo = [(key, key) for key in made]
        while todo:
            there = {one.key: one for one in self._read({part for part, _ in todo})}
            more = [(part, whole) for key, whole in todo if key in there for part in there[key].merged]
            todo = [(part, whole) for part, whole in more if part not in made[whole]]
            for part, whole in todo:
                made[whole].append(part)
        return made

    def _read(self, keys: Iterable[str]) -> list[Lead]:
        wanted = list(keys)
        missing = [key for key in wanted if key not in self._known]
        if missing:
            self._known |= dict.fromkeys(missing) | self._book.many(LEADS, missing)
        return [found for key in wanted if (found := self._known[key]) is not None]

    def _end(self, key: str) -> str:
        there = self._known.get(key)
        while there is not None and there.into:
            key = there.into
            there = self._known.get(key)
        return key
