"""The book of a site in the database: the only code that writes acts and read models."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache, partial
from typing import Any

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from jiaoban.kernel.act import Act, Proposed, read_act
from jiaoban.kernel.book import S, Stamp, State, Table, number
from jiaoban.kernel.canon import reread
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words
from jiaoban.ledger import announce, checkpoints, erasing, folding, keys, lines, looking, rows, search, turns
from jiaoban.ledger.models import COMMAND_LENGTH, LedgerAct, LedgerHead, LedgerNode, ReadModel, model_of
from jiaoban.ledger.personal import DbKeeper
from jiaoban.tlog.merkle import EMPTY_ROOT, Frontier

EVERY_ACTS = 100
"""A checkpoint is made when so many acts stand behind the last one (trust rule 5)."""
_CHUNK = 500


class NotFounded(LookupError):
    """The site has no book in this database."""


class BrokenHead(RuntimeError):
    """The head of the book contradicts itself; `jiaoban ledger verify` says what happened."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a book ends: its tree's right edge, and the size that the newest checkpoint covers."""

    frontier: Frontier
    checkpoint_size: int


@dataclass(frozen=True, slots=True)
class Changed:
    """Rows of a read model as they were (only of those that are searched) and as they are to be."""

    model: type[ReadModel]
    before: dict[str, folding.Row]
    now: dict[str, folding.Row]

    def differences(self) -> Iterator[tuple[str, State | None, State | None]]:
        """Return (key, state before, state now)."""
        return ((key, self.before.get(key, _NO_ROW)[0], state) for key, (state, _) in self.now.items())


_NO_ROW: folding.Row = (None, -1)


def found(site: str, using: str = "default") -> "DbBook":
    """Open the book of a new site, with its signing key; a book that is there already is left as it is."""
    keys.need_site(site)
    book = DbBook(site, using)
    with transaction.atomic(using=using):
        with connections[using].cursor() as cursor:
            cursor.execute(
                "INSERT INTO ledger_head (site, size, frontier, root, checkpoint_size) VALUES (%s, 0, %s, %s, 0)"
                " ON CONFLICT (site) DO NOTHING",
                [site, Frontier().to_bytes(), EMPTY_ROOT],
            )
        with book.transaction():  # whoever founds it at the same moment waits for the key
            keys.found(site)
    return book


def sites(using: str = "default") -> list[str]:
    """Return the codes of the sites that have a book here, sorted."""
    return list(LedgerHead.objects.using(using).order_by("site").values_list("site", flat=True))


class DbBook:
    """A `WritableBook` on the database, for one thread. It holds nothing but the head during a transaction."""

    def __init__(self, site: str, using: str = "default") -> None:
        self._site = site
        self._using = using
        self._connection = connections[using]
        self._head: Head | None = None
        self._held_cursor: CursorWrapper | None = None

    @property
    def site(self) -> str:
        """The code of the site."""
        return self._site

    @property
    def personal(self) -> DbKeeper:
        """The personal values of the site."""
        return DbKeeper(self._site, self._using)

    @property
    def size(self) -> int:
        """How many acts the book holds; 0 where it was never founded."""
        if self._head is not None:
            return self._head.frontier.size
        with self._cursor() as cursor:
            cursor.execute("SELECT size FROM ledger_head WHERE site = %s", [self._site])
            row = cursor.fetchone()
        return int(row[0]) if row else 0

    def get(self, table: Table[S], key: str) -> S | None:
        """Return the state under this key, or None."""
        with self._cursor() as cursor:
            text = rows.state(cursor, model_of(table), self._site, key)
        return None if text is None else table.read(text)

    def many(self, table: Table[S], keys: Iterable[str]) -> dict[str, S]:
        """See `Book.many`. One query for some hundred keys; none for none."""
        wanted = list(dict.fromkeys(keys))
        if not wanted:
            return {}
        with self._cursor() as cursor:
            texts = rows.states(cursor, model_of(table), self._site, wanted)
        return {key: table.read(texts[key]) for key in wanted if key in texts}

    def find(self, table: Table[S], *, order: Sequence[str] = (), limit: int | None = None, **where: Any) -> list[S]:
        """See `Book.find`. One query; a search for a piece of text may take some more."""
        found = looking.newest(self._connection, table, self._site, where, order, limit)
        if found is not None:
            return found
        texts = search.select(self._connection, model_of(table), self._site, where, order, limit)
        return list(map(table.read, texts))

    def pick(
        self,
        table: Table[Any],
        columns: Sequence[str],
        *,
        order: Sequence[str] = (),
        limit: int | None = None,
        **where: Any,
    ) -> list[tuple[Any, ...]]:
        """See `Book.pick`. One query."""
        return search.pick(self._connection, model_of(table), self._site, where, columns, order=order, limit=limit)

    def count(self, table: Table[Any], **where: Any) -> int:
        """See `Book.count`. One query."""
        return search.count(self._connection, model_of(table), self._site, where)

    def act(self, seq: int) -> Act | None:
        """Return the act with this number, or None."""
        return next(iter(self.acts(seq, seq + 1)), None)

    def acts(self, low: int = 0, high: int | None = None) -> Iterable[Act]:
        """Return the acts with `low <= seq < high`, in order, read from the database a few hundred at a time."""
        return (read_act(json.loads(body)) for _, body in self.bodies(low, high))

    def bodies(self, low: int = 0, high: int | None = None) -> Iterator[tuple[int, bytes]]:
        """Return (seq, canonical bytes) of the acts with `low <= seq < high`, in order."""
        while high is None or low < high:
            last = low + _CHUNK if high is None else min(high, low + _CHUNK)
            with self._connection.cursor() as cursor:
                cursor.execute(
                    "SELECT seq, body FROM ledger_act WHERE site = %s AND seq >= %s AND seq < %s ORDER BY seq",
                    [self._site, low, last],
                )
                found = cursor.fetchall()
            yield from ((seq, bytes(body)) for seq, body in found)
            if len(found) < last - low:
                return
            low = last

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Lock this site's log head; commit on leaving, undo everything on an exception. Raises `NotFounded`.

        On SQLite the transaction begins IMMEDIATE (settings) and so locks the whole database; on PostgreSQL it locks
        the row.
        """
        outer, held = self._head, self._held_cursor
        try:
            with (
                turns.turn(self._connection),
                transaction.atomic(using=self._using),
                self._connection.cursor() as cursor,
            ):
                self._held_cursor = cursor
                self._head = self._lock(cursor)
                yield
        finally:
            self._head, self._held_cursor = outer, held

    def recall(self, command: str) -> Sequence[Act]:
        """Return the acts of this command id if it was carried out before, else nothing."""
        with self._cursor() as cursor:
            cursor.execute(
                "SELECT body FROM ledger_act WHERE site = %s AND command = %s ORDER BY part", [self._site, command]
            )
            return [read_act(json.loads(bytes(body))) for (body,) in cursor.fetchall()]

    def append(self, proposed: Sequence[Proposed], stamp: Stamp) -> Sequence[Act]:
        """Number, hash, store and fold these acts, all or none. Inside `transaction()` only.

        The acts are folded and returned as they are read back from the bytes that were hashed, so nothing can stand in
        a read
        model that a rebuild would not bring back.
        """
        head = self._need_head()
        _need_command(stamp.command)
        if not proposed:
            return []
        acts: list[Act] = []
        inserted: list[list[Any]] = []
        nodes: list[tuple[str, int, int, bytes]] = []
        frontier = head.frontier
        for draft in number(self._site, frontier.size, proposed, stamp):
            body = draft.body()
            act = read_act(reread(body))
            frontier, done = frontier.append(body)
            nodes.extend((self._site, level, index, hashed) for level, index, hashed in done[1:])
            inserted.append(columns(act, body, done[0][2]))
            acts.append(act)
        self._write(inserted, nodes, self._fold(acts), Head(frontier, head.checkpoint_size), stamp.now)
        if frontier.size - head.checkpoint_size >= EVERY_ACTS or any(act.payload.SEALS for act in acts):
            self.checkpoint(stamp.now)
        if erasing.erases(acts):
            erasing.mark(self._site, acts[0].seq)
            transaction.on_commit(partial(erasing.after, self._using), using=self._using)
        transaction.on_commit(partial(announce.tell, self._site, frontier.size), using=self._using)
        return acts

    def fold_again(self, acts: Sequence[Act]) -> None:
        """Fold acts of the book into its read models, for a rebuild that has emptied them. Inside `transaction()`."""
        with self._cursor() as cursor:
            for one in self._fold(acts):
                self._replace(cursor, one)

    def checkpoint(self, now: datetime) -> str:
        """Return the signed checkpoint over the whole book, made now if need be. Inside `transaction()` only."""
        head = self._need_head()
        note = checkpoints.make(self._site, head.frontier, now, self._using)
        self._head = Head(head.frontier, head.frontier.size)
        return note

    def _fold(self, acts: Sequence[Act]) -> list["Changed"]:
        """Return the rows that these acts change, by read model."""
        changed = []
        for table, pairs in folding.touched(acts).items():
            model = model_of(table)
            wanted = list(dict.fromkeys(key for _, key in pairs))
            with self._cursor() as cursor:
                texts = rows.states(cursor, model, self._site, wanted)
            folded: dict[str, folding.Row] = {key: (table.read(text), -1) for key, text in texts.items()}
            before = dict(folded) if table.searched else {}
            folding.fold(table, pairs, folded)
            changed.append(Changed(model, before, folded))
        return changed

    def _write(
        self,
        acts: Sequence[Sequence[Any]],
        nodes: Sequence[Sequence[Any]],
        changed: Sequence["Changed"],
        head: Head,
        now: datetime,
    ) -> None:
        """Write everything of one append; on PostgreSQL in one journey to the server."""
        frontier = head.frontier
        recorded_at = self._connection.ops.adapt_datetimefield_value(now)
        with turns.one_journey(self._connection), self._cursor() as cursor:
            rows.insert(cursor, LedgerAct, acts)
            rows.insert(cursor, LedgerNode, nodes)
            for one in changed:
                self._replace(cursor, one)
                lines.put(cursor, one.model.table, self._site, one.differences())
            cursor.execute(
                "UPDATE ledger_head SET size = %s, frontier = %s, root = %s, last_recorded_at = %s WHERE site = %s",
                [frontier.size, frontier.to_bytes(), frontier.root(), recorded_at, self._site],
            )
        self._head = head

    def _replace(self, cursor: CursorWrapper, one: "Changed") -> None:
        write_rows(cursor, one.model, self._site, one.now)
        rows.drop(cursor, one.model, self._site, [key for key, (state, _) in one.now.items() if state is None])

    def _lock(self, cursor: CursorWrapper) -> Head:
        lock = " FOR UPDATE" if self._connection.vendor == "postgresql" else ""
        cursor.execute(
            f"SELECT size, frontier, checkpoint_size FROM ledger_head WHERE site = %s{lock}",  # noqa: S608
            [self._site],
        )
        row = cursor.fetchone()
        if row is None:
            raise NotFounded(f"the site {self._site} has no book here; found it first")
        frontier = Frontier.from_bytes(bytes(row[1]))
        if frontier.size != row[0]:
            raise BrokenHead(f"the head of {self._site} says {row[0]} acts, its tree {frontier.size}")
        return Head(frontier, row[2])

    def _need_head(self) -> Head:
        if self._head is None:
            raise RuntimeError("the book is written inside `with book.transaction()` only")
        return self._head

    def _cursor(self) -> AbstractContextManager[CursorWrapper]:
        """The transaction's own cursor, or a new one outside of it."""
        return nullcontext(self._held_cursor) if self._held_cursor is not None else self._connection.cursor()


def columns(act: Act, body: bytes, leaf: bytes) -> list[Any]:
    """Return an act as the values of `LedgerAct`, in the order of its fields."""
    return [
        act.site,
        act.seq,
        act.command,
        act.part,
        act.request,
        act.kind,
        act.version,
        act.actor,
        act.post,
        act.occurred_at,
        act.recorded_at,
        act.device_at,
        act.regime,
        _listed(act.clauses),
        body,
        leaf,
    ]


@lru_cache(512)
def _listed(clauses: tuple[str, ...]) -> str:
    return json.dumps(clauses, ensure_ascii=False)


def write_rows(cursor: CursorWrapper, model: type[ReadModel], site: str, folded: dict[str, folding.Row]) -> None:
    """Write the rows of a read model that have a state."""
    names = field_names(model)
    found = [
        folding.values(model.table, site, key, state, seq, names)
        for key, (state, seq) in folded.items()
        if isinstance(state, State)
    ]
    rows.put(cursor, model, found)


@cache
def field_names(model: type[ReadModel]) -> tuple[str, ...]:
    """Return the names of a read model's fields that are columns, in order."""
    return tuple(field.name for field in rows.concrete(model))


def _need_command(command: str) -> None:
    if 0 < len(command) <= COMMAND_LENGTH and command.isprintable():
        return
    raise BadInput(
        "command",
        Words(
            zh="命令编号为空、过长或含控制字符。", en="The command id is empty, too long or holds control characters."
        ),
        Words(zh=f"应为 1 至 {COMMAND_LENGTH} 个可见字符。", en=f"It has 1 to {COMMAND_LENGTH} visible characters."),
    )
