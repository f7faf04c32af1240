"""The book as rules and queries see it: tables of states that acts have been folded into.

A `Table` is declared once, in pure code. The ledger keeps it in the database; scenarios and the verifier keep it in
memory. Both fold the same acts with the same `evolve`, which is why a scenario proves something about production and
why a row edited by hand is found.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict

from jiaoban.kernel.act import Act, Proposed
from jiaoban.kernel.personal import Keeper


class State(BaseModel):
    """What is known of one thing after the acts so far. Frozen; serialises to JSON and back without loss."""

    model_config = ConfigDict(frozen=True, extra="forbid")


S = TypeVar("S", bound=State)


@dataclass(frozen=True, slots=True)
class Between:
    """A condition on a column: `low <= value < high`; None leaves that end open."""

    low: Any = None
    high: Any = None


@dataclass(frozen=True, slots=True)
class OneOf:
    """A condition on a column: the value is one of these."""

    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Containing:
    """A condition on a text column: it contains this piece of text, upper and lower case alike."""

    piece: str


@dataclass(frozen=True, slots=True)
class Searched:
    """How a table is searched for a piece of text: `Containing` on `column`, the newest rows first, by an index.

    `newest` is the column (a moment) that such a search is ordered by; it has a limit. `within` are columns of codes
    that searches are narrowed by. Only speed depends on this declaration, never what is found.
    """

    column: str
    newest: str
    within: tuple[str, ...] = ()


def keyed(field: str) -> Callable[[Act], tuple[str]]:
    """Return how the acts of a table name the row that they change: by this field, which each of its kinds has."""

    def keys(act: Act) -> tuple[str]:
        return (getattr(act.payload, field),)

    return keys


_TABLES: dict[str, "Table[Any]"] = {}
_FOLDING: dict[str, tuple["Table[Any]", ...]] = {}
"""The tables that fold acts of a kind, by the kind."""


class Table(Generic[S]):
    """A read model: which acts it folds, into which state, under which key, found by which columns.

    `keys(act)` names the rows that the act touches; `evolve(state or None, act, key)` returns the new state, or None
    when there is to be no row. `columns` are attribute names of the state (str, int, bool, datetime or None) by
    which it can be found and ordered; `searched` names those that an index of pieces of text is kept for. `version`
    counts up when `keys` or `evolve` come to make other rows of the same acts. `steady`: requests want many of its
    rows and they seldom change, so each wording that the database holds of one is read once; this many wordings are
    remembered, of all sites of a process. One takes a kilobyte or two.
    """

    def __init__(
        self,
        name: str,
        state: type[S],
        *,
        kinds: Iterable[str],
        keys: Callable[[Act], Iterable[str]],
        evolve: Callable[[S | None, Act, str], S | None],
        columns: Sequence[str] = (),
        version: int = 1,
        searched: Searched | None = None,
        steady: int = 0,
    ) -> None:
        self.name = name
        self.state = state
        self.kinds = frozenset(kinds)
        self.keys = keys
        self.evolve = evolve
        self.columns = tuple(columns)
        self.version = version
        self.searched = searched
        self.read: Callable[[str], S] = (
            lru_cache(steady)(state.model_validate_json) if steady else state.model_validate_json
        )
        """Make a state of the JSON text that the database holds of it. States are frozen, so several may share one."""
        if searched and not {searched.column, searched.newest, *searched.within} <= set(self.columns):
            raise TypeError(f"table {name} is searched by what is not among its columns")
        if name in _TABLES:
            raise TypeError(f"table {name} is declared twice")
        _TABLES[name] = self
        for kind in self.kinds:
            _FOLDING[kind] = tuple(sorted((*_FOLDING.get(kind, ()), self), key=lambda table: table.name))


def tables() -> Iterator[Table[Any]]:
    """Return every declared table, sorted by name."""
    return iter(_TABLES[name] for name in sorted(_TABLES))


def tables_of(kind: str) -> tuple[Table[Any], ...]:
    """Return the tables that fold acts of this kind, sorted by name."""
    return _FOLDING.get(kind, ())


class Book(Protocol):
    """Reading one site's book."""

    @property
    def site(self) -> str:
        """The code of the site whose book this is."""
        ...

    @property
    def size(self) -> int:
        """How many acts the book holds."""
        ...

    def get(self, table: Table[S], key: str) -> S | None:
        """Return the state under this key, or None."""
        ...

    def many(self, table: Table[S], keys: Iterable[str]) -> dict[str, S]:
        """Return the states under these keys, by key; a key of nothing is left out."""
        ...

    def find(self, table: Table[S], *, order: Sequence[str] = (), limit: int | None = None, **where: Any) -> list[S]:
        """Return the states whose columns meet every condition.

        A condition is a plain value (equal, None included), `Between`, `OneOf` or `Containing`. `order` holds column
        names, `-` before one for descending; ties, and an empty order, go by key.
        """
        ...

    def pick(
        self,
        table: Table[Any],
        columns: Sequence[str],
        *,
        order: Sequence[str] = (),
        limit: int | None = None,
        **where: Any,
    ) -> list[tuple[Any, ...]]:
        """Return these columns alone of the states that `find` would return: many rows, of which little is wanted."""
        ...

    def count(self, table: Table[Any], **where: Any) -> int:
        """Return how many states meet every condition."""
        ...

    @property
    def personal(self) -> Keeper:
        """The personal values of the site, which stand outside the book."""
        ...

    def act(self, seq: int) -> Act | None:
        """Return the act with this number, or None."""
        ...

    def acts(self, low: int = 0, high: int | None = None) -> Iterable[Act]:
        """Return the acts with `low <= seq < high`, in order."""
        ...


class WritableBook(Book, Protocol):
    """Writing one site's book: only the dispatcher in `verbs` calls these."""

    def transaction(self) -> AbstractContextManager[None]:
        """Lock this site's log head; commit on leaving, undo everything on an exception."""
        ...

    def recall(self, command: str) -> Sequence[Act]:
        """Return the acts of this command id if it was carried out before, else nothing."""
        ...

    def append(self, proposed: Sequence[Proposed], stamp: "Stamp") -> Sequence[Act]:
        """Number, hash, store and fold these acts, all or none. Inside a transaction only."""
        ...


@dataclass(frozen=True, slots=True)
class Stamp:
    """What all acts of one command have in common."""

    command: str
    request: str
    actor: str
    post: str
    now: datetime
    device_at: datetime | None = None
    regime: str = ""


def number(site: str, first: int, proposed: Sequence[Proposed], stamp: Stamp) -> list[Act]:
    """Give proposed acts their numbers: `first` upwards, parts from 0."""
    return [
        Act(
            site=site,
            seq=first + part,
            command=stamp.command,
            part=part,
            request=stamp.request,
            kind=one.payload.KIND,
            version=one.payload.VERSION,
            actor=stamp.actor,
            post=one.post if one.post is not None else stamp.post,
            occurred_at=one.occurred_at or stamp.now,
            recorded_at=stamp.now,
            device_at=stamp.device_at,
            regime=stamp.regime,
            clauses=one.clauses,
            payload=one.payload,
        )
        for part, one in enumerate(proposed)
    ]
