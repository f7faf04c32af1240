"""Putting a book back from its exported acts: byte for byte, the tree and everything else made again from them."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connections

from jiaoban.kernel.act import Act, UnknownKind, read_act
from jiaoban.kernel.canon import canonical
from jiaoban.ledger import checkpoints, rows
from jiaoban.ledger.models import LedgerAct, LedgerCheckpoint, LedgerHead, LedgerNode
from jiaoban.ledger.rebuild import rebuild
from jiaoban.ledger.store import DbBook, columns
from jiaoban.tlog.checkpoint import SignedCheckpoint, parse_checkpoint
from jiaoban.tlog.errors import TlogError
from jiaoban.tlog.keys import Algorithm, VerifierKey
from jiaoban.tlog.merkle import Frontier

_CHUNK = 500
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BadBook(ValueError):
    """The acts are not a whole book of this site, or not those that its checkpoints were signed over."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was put back: how many acts, and the checkpoints that lie beyond them."""

    size: int
    beyond: tuple[SignedCheckpoint, ...]


def load(
    site: str,
    bodies: Iterable[bytes],
    notes: Iterable[str],
    trusted: Sequence[VerifierKey],
    *,
    upto: Callable[[Act], bool] = lambda _: True,
    using: str = "default",
) -> Loaded:
    """Fill the founded, empty book of a site with acts and checkpoints, and make its read models.

    Takes acts while `upto` holds. Raises `BadBook` where an act is missing, out of order, unknown to this program or
    not what a checkpoint covers. Nothing is signed here. Inside a transaction of the caller's.
    """
    signed = sorted((checked(note, trusted) for note in notes), key=lambda one: one.size)
    at = {one.size: one for one in signed}
    book = DbBook(site, using)
    if book.size:
        raise BadBook(f"the book of {site} is not empty")
    with book.transaction():
        loading = _Loading(site, at, using)
        taken = iter(bodies)
        while loading.goes_on and (chunk := list(islice(taken, _CHUNK))):
            loading.take(chunk, upto)
        size = loading.finish()
    rebuild(site, using)
    return Loaded(size, tuple(one.signed for one in signed if one.size > size))


@dataclass(frozen=True, slots=True)
class Checked:
    """A checkpoint with good signatures, and when it was made if that was signed with it."""

    signed: SignedCheckpoint
    made_at: datetime | None

    @property
    def size(self) -> int:
        """How many acts it covers."""
        return self.signed.checkpoint.size


class _Loading:
    def __init__(self, site: str, at: dict[int, Checked], using: str) -> None:
        self.goes_on = True
        self._site, self._at, self._using = site, at, using
        self._connection = connections[using]
        self._frontier = Frontier()
        self._last: Act | None = None
        self._covered = 0

    def take(self, bodies: Iterable[bytes], upto: Callable[[Act], bool]) -> None:
        """Store the next acts."""
        acts: list[list[Any]] = []
        nodes: list[tuple[str, int, int, bytes]] = []
        covered: list[tuple[Any, ...]] = []
        for body in bodies:
            act = self._read(body)
            if not upto(act):
                self.goes_on = False
                break
            self._frontier, done = self._frontier.append(body)
            nodes.extend((self._site, level, index, hashed) for level, index, hashed in done[1:])
            acts.append(columns(act, body, done[0][2]))
            self._last = act
            covered.extend(self._meet(act))
        with self._connection.cursor() as cursor:
            rows.insert(cursor, LedgerAct, acts)
            rows.insert(cursor, LedgerNode, nodes)
            rows.insert(cursor, LedgerCheckpoint, covered)

    def finish(self) -> int:
        """Set the head of the book; return how many acts there are."""
        LedgerHead.objects.using(self._using).filter(site=self._site).update(
            size=self._frontier.size,
            frontier=self._frontier.to_bytes(),
            root=self._frontier.root(),
            last_recorded_at=self._last.recorded_at if self._last else None,
            checkpoint_size=self._covered,
        )
        return self._frontier.size

    def _read(self, body: bytes) -> Act:
        number = self._frontier.size
        try:
            envelope = json.loads(body)
            act, same = read_act(envelope), canonical(envelope)
        except UnknownKind as error:
            raise BadBook(f"{self._site}: act {number}: {error}; a newer version wrote it") from error
        except (ValueError, KeyError, TypeError) as error:
            raise BadBook(f"{self._site}: act {number} cannot be read") from error
        if (act.site, act.seq) != (self._site, number):
            raise BadBook(f"{self._site}: act {number} is missing: the next one is {act.site} {act.seq}")
        if same != body:
            raise BadBook(f"{self._site}: act {number} does not stand in its canonical form")
        return act

    def _meet(self, act: Act) -> Iterable[tuple[Any, ...]]:
        """Compare the tree with the checkpoint of this size, and keep it as a row."""
        size = self._frontier.size
        one = self._at.get(size)
        if one is None:
            return
        if one.signed.checkpoint.root != self._frontier.root():
            raise BadBook(f"{self._site}: the first {size} acts are not those that its checkpoint was signed over")
        self._covered = size
        yield (self._site, size, str(one.signed), one.made_at or act.recorded_at)


def checked(note: str, trusted: Sequence[VerifierKey]) -> Checked:
    """Read a checkpoint, which one of these keys must have signed; raises `BadBook`."""
    cosigners = [VerifierKey(key.name, key.public, Algorithm.ED25519_COSIGNATURE) for key in trusted]
    try:
        signed = parse_checkpoint(note)
        good = signed.note.verify((*trusted, *cosigners))
    except TlogError as error:
        raise BadBook(f"a checkpoint is not good: {error.en}") from error
    if not any(one.key in trusted and one.key.name == signed.checkpoint.origin for one in good):
        raise BadBook(f"a checkpoint of {signed.checkpoint.origin} is not signed by a key of the site")
    time = next((one.time for one in good if one.time is not None), None)
    return Checked(signed, None if time is None else _EPOCH + timedelta(seconds=time))


def publish(site: str, loaded: Loaded, using: str = "default") -> None:
    """Write the files of the newest checkpoint, and of those that the book no longer reaches."""
    newest = checkpoints.newest(site, using)
    for one in (*([newest] if newest else []), *loaded.beyond):
        checkpoints.publish(site, one.checkpoint.size, str(one))
