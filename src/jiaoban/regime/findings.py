"""What a static check of a pack finds: something wrong (or doubtful) at a path of the pack, and what would be right."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from jiaoban.kernel.words import Words
from jiaoban.regime.pack import Pack
from jiaoban.regime.positions import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `error`: the pack cannot be used with it; `key`: the name itself is meant, not its value."""

    path: Path
    wrong: Words
    right: Words
    error: bool = True
    key: bool = False


def walk(part: Any, path: Path = ()) -> Iterator[tuple[Path, BaseModel]]:
    """Yield every model inside `part` with its path, as the files spell it; a model comes before what it holds."""
    if isinstance(part, BaseModel):
        yield path, part
        for name, field in type(part).model_fields.items():
            yield from walk(getattr(part, name), (*path, field.alias or name))
    elif isinstance(part, tuple):
        for place, one in enumerate(part):
            yield from walk(one, (*path, place))


LISTS = ("signatures", "exits", "holdings", "cases", "sections", "readings", "parties", "ways", "stops")

Check = Callable[[Pack], Iterator[Finding]]


def error(path: Path, zh: str, en: str, right: Words) -> Finding:
    """Return a finding with which the pack cannot be used; about a whole list, it is shown at the list's name."""
    return Finding(path, Words(zh=zh, en=en), right, key=path[-1] in LISTS)
