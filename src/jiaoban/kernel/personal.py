"""Personal values: what is said about a customer never stands in the book (docs/adr/0017). Pure.

An argument of a verb that is typed `Annotated[str, Personal("kind")]` is taken out at the door, before anything is
hashed, decided or written: the value goes into the site's keeper, which lies outside the book, and the verb sees a
reference in its stead, a hash with a salt of its own. The same telephone number at a site has the same reference, so
rules can say "the same customer" without knowing the number. To erase is to drop the keeper's rows, salts included:
then nobody can tell any more of what the reference was one, not even by trying every number there is.
"""

import hmac
import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Annotated, Any, Protocol, TypeVar

from pydantic import BaseModel, StringConstraints

from jiaoban.kernel.act import Act
from jiaoban.kernel.place import Place

REF_LENGTH = 64
_REF = re.compile(f"[0-9a-f]{{{REF_LENGTH}}}")
UNCLAIMED = timedelta(days=1)
"""So long the value of a command that came to nothing is kept, so that the same command is known again."""

PersonalRef = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]
"""What an act holds in place of a personal value; '' where nothing was said."""


@dataclass(frozen=True, slots=True)
class Personal:
    """Marks an argument of a verb as personal, and says of which kind."""

    kind: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A personal value as the keeper holds it. `found_by`: the value itself of a kind that is looked up by it, else
    the command and argument that brought it; `subject`: whose it is (`lead:KEY`), '' until an act says so."""

    ref: str
    kind: str
    found_by: str
    value: str
    salt: str
    kept_at: datetime
    subject: str = ""

    @property
    def sound(self) -> bool:
        """The value is still the one that the book refers to."""
        return hmac.compare_digest(self.ref, hashed(self.salt, self.kind, self.value))


class Keeper(Protocol):
    """The personal values of one site. It is written inside the transaction of the command, and by nothing else."""

    def find(self, kind: str, found_by: Iterable[str]) -> dict[str, Kept]:
        """Return what is kept of a kind, by what it is found by."""
        ...

    def values(self, refs: Iterable[str]) -> dict[str, str]:
        """Return the values behind references; one that was erased is left out."""
        ...

    def put(self, kept: Sequence[Kept]) -> None:
        """Keep new values."""
        ...

    def claim(self, refs: Iterable[str], subject: str) -> None:
        """Say whose these values are."""
        ...

    def erase(self, subjects: Iterable[str]) -> None:
        """Drop everything that is kept of these."""
        ...

    def drop_unclaimed(self, before: datetime) -> None:
        """Drop what was kept before a moment and belongs to nobody: commands that were refused."""
        ...


Prepare = Callable[[str, str, Place, Callable[[str], Any]], str]


@dataclass(frozen=True, slots=True)
class PersonalKind:
    """A kind of personal value. `prepare(value, field, place, packs)` brings a value into the one form in which it is
    kept, or raises `BadInput` (without repeating the value); `shared`: the same value has the same reference."""

    name: str
    prepare: Prepare
    shared: bool = False


def _as_it_is(value: str, _field: str, _place: Place, _packs: Callable[[str], Any]) -> str:
    return value


_KINDS: dict[str, PersonalKind] = {"text": PersonalKind("text", _as_it_is)}


def personal_kind(name: str, *, shared: bool = False) -> Callable[[Prepare], Prepare]:
    """Declare how the values of a kind are brought into one form."""

    def declare(prepare: Prepare) -> Prepare:
        known = _KINDS.setdefault(name, PersonalKind(name, prepare, shared))
        if known.prepare.__qualname__ != prepare.__qualname__:
            raise TypeError(f"personal values of kind {name} are declared twice")
        return prepare

    return declare


def prepared(kind: str, value: str, field: str, place: Place, packs: Callable[[str], Any]) -> str:
    """Return a value in the one form in which it is kept; raises `BadInput`."""
    return _KINDS[kind].prepare(value, field, place, packs)


def is_ref(text: str) -> bool:
    """Say whether a text is a reference."""
    return bool(_REF.fullmatch(text))


def hashed(salt: str, kind: str, value: str) -> str:
    """Return the reference of a value under its own salt (HMAC-SHA-256)."""
    return hmac.new(bytes.fromhex(salt), f"{kind}\0{value}".encode(), sha256).hexdigest()


_FIELDS: dict[type[BaseModel], dict[str, str]] = {}


def fields_of(model: type[BaseModel]) -> dict[str, str]:
    """Return the personal arguments of a verb, with their kinds."""
    if model not in _FIELDS:
        marked = ((name, mark) for name, field in model.model_fields.items() for mark in field.metadata)
        _FIELDS[model] = {name: mark.kind for name, mark in marked if isinstance(mark, Personal)}
    return _FIELDS[model]


M = TypeVar("M", bound=BaseModel)


def kept_apart(keeper: Keeper, args: M, *, command: str, place: Place, now: datetime, packs: Callable[[str], Any]) -> M:
    """Return the arguments of a verb with a reference in place of every personal value, which the keeper now holds.

    The same command with the same values has the same references again, so it is known as a repetition. Inside the
    transaction of the command only. Raises `BadInput`.
    """
    new: list[Kept] = []
    put: dict[str, str] = {}
    for field, kind in fields_of(type(args)).items():
        value = getattr(args, field)
        if not value:
            continue
        value = prepared(kind, value, field, place, packs)
        found_by = value if _KINDS[kind].shared else f"{command}/{field}"
        there = keeper.find(kind, [found_by]).get(found_by)
        if there is not None:
            put[field] = hashed(there.salt, kind, value)
            continue
        salt = secrets.token_hex(32)
        put[field] = hashed(salt, kind, value)
        new.append(Kept(put[field], kind, found_by, value, salt, now))
    if new:
        keeper.drop_unclaimed(now - UNCLAIMED)
        keeper.put(list({one.ref: one for one in new}.values()))
    return args.model_copy(update=put) if put else args


def settle(keeper: Keeper, acts: Iterable[Act]) -> None:
    """Do to the keeper what acts that were just written say: whose the values are, and what is erased. Inside the
    transaction of the command only."""
    for act in acts:
        payload, room = act.payload, act.kind.partition(".")[0]
        if payload.SUBJECT:
            refs = [getattr(payload, name) for name in payload.PERSONAL]
            if any(refs):
                keeper.claim(filter(None, refs), subject_of(room, getattr(payload, payload.SUBJECT)))
        if payload.ERASES:
            keeper.erase([subject_of(room, key) for key in getattr(payload, payload.ERASES)])


def subject_of(room: str, key: str) -> str:
    """Return by what the keeper knows whose a value is."""
    return f"{room}:{key}"


class MemoryKeeper:
    """A keeper that lives in dictionaries: for scenarios, tests and long loadings. A failed transaction leaves no
    trace."""

    def __init__(self, kept: Iterable[Kept] = ()) -> None:
        self.kept: dict[str, Kept] = {}
        self._found_by: dict[tuple[str, str], str] = {}
        self._unclaimed: set[str] = set()
        self.put(tuple(kept))

    def copy(self) -> "MemoryKeeper":
        """Return one that goes its own way from here on."""
        return MemoryKeeper(self.kept.values())

    def find(self, kind: str, found_by: Iterable[str]) -> dict[str, Kept]:
        """See `Keeper.find`."""
        refs = ((one, self._found_by.get((kind, one))) for one in found_by)
        return {one: self.kept[ref] for one, ref in refs if ref is not None}

    def values(self, refs: Iterable[str]) -> dict[str, str]:
        """See `Keeper.values`."""
        return {ref: self.kept[ref].value for ref in refs if ref in self.kept}

    def put(self, kept: Sequence[Kept]) -> None:
        """See `Keeper.put`."""
        for one in kept:
            self.kept[one.ref] = one
            self._found_by[one.kind, one.found_by] = one.ref
            if not one.subject:
                self._unclaimed.add(one.ref)

    def claim(self, refs: Iterable[str], subject: str) -> None:
        """See `Keeper.claim`."""
        for ref in refs:
            if ref in self.kept:
                self.kept[ref] = replace(self.kept[ref], subject=subject)
                self._unclaimed.discard(ref)

    def erase(self, subjects: Iterable[str]) -> None:
        """See `Keeper.erase`."""
        gone = set(subjects)
        self._drop([one for one in self.kept.values() if one.subject in gone])

    def drop_unclaimed(self, before: datetime) -> None:
        """See `Keeper.drop_unclaimed`."""
        self._drop([self.kept[ref] for ref in self._unclaimed if self.kept[ref].kept_at < before])

    def _drop(self, some: Sequence[Kept]) -> None:
        for one in some:
            del self.kept[one.ref], self._found_by[one.kind, one.found_by]
            self._unclaimed.discard(one.ref)
