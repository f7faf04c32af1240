"""An act: one thing that happened, as it stands in the book for ever.

A room declares its kinds by subclassing `Payload`; the registry refuses an unknown kind or version loudly, because a
reader that skips what it does not know would report a book that it has not read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from jiaoban.kernel.canon import encoded

SKEW = timedelta(minutes=2)
"""Clocks that differ by more are marked (trust rule 7)."""
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_KINDS: dict[tuple[str, int], type["Payload"]] = {}


class UnknownKind(LookupError):
    """The book holds a kind or version of act that this program does not know."""


class Payload(BaseModel):
    """What an act of one kind says. Frozen and strict: an act is never edited and never guessed at.

    Subclass with `kind="room.verb_ed"` and, when the meaning of the fields changes, a new class with a higher
    `version`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
    KIND: ClassVar[str] = ""
    VERSION: ClassVar[int] = 1
    FILES: ClassVar[tuple[str, ...]] = ()
    """Fields that name a stored file (64 hex digits) although they are not called photo, photos, file or files."""
    SUBJECT: ClassVar[str] = ""
    """Of an act with references to personal values: the field that names whose they are (kernel/personal.py)."""
    PERSONAL: ClassVar[tuple[str, ...]] = ()
    """The fields that hold references to personal values."""
    ERASES: ClassVar[str] = ""
    """Of an act by which personal values are erased: the field that names whose."""
    SEALS: ClassVar[bool] = False
    """An act that wants a signed checkpoint in its own transaction, because somebody takes its proof away."""

    def __init_subclass__(cls, kind: str = "", version: int = 1, seals: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not kind:
            return
        cls.KIND, cls.VERSION, cls.SEALS = kind, version, seals
        taken = _KINDS.setdefault((kind, version), cls)
        if taken is not cls and taken.__qualname__ != cls.__qualname__:
            raise TypeError(f"act kind {kind} v{version} is declared by {taken.__module__} and by {cls.__module__}")


def kinds() -> Iterator[tuple[str, int]]:
    """Return every declared (kind, version), sorted."""
    return iter(sorted(_KINDS))


def payload_class(kind: str, version: int) -> type[Payload]:
    """Return the class that reads this kind and version; raises `UnknownKind`."""
    try:
        return _KINDS[(kind, version)]
    except KeyError:
        raise UnknownKind(f"act kind {kind!r} version {version} is not known to this program") from None


@dataclass(frozen=True, slots=True)
class Proposed:
    """An act that a rule decided on and that the book has not numbered yet.

    `occurred_at` is when it happened (None: now); `post` the post concerned (None: the post of the command);
    `clauses` the clause ids that make it what it is.
    """

    payload: Payload
    occurred_at: datetime | None = None
    post: str | None = None
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """A numbered act. `seq` is dense per site from 0; all moments are UTC; `regime` is a pack digest or ''."""

    site: str
    seq: int
    command: str
    part: int
    request: str
    kind: str
    version: int
    actor: str
    post: str
    occurred_at: datetime
    recorded_at: datetime
    device_at: datetime | None
    regime: str
    clauses: tuple[str, ...]
    payload: Payload

    @property
    def id(self) -> str:
        """The client-given command id, with `.part` behind it for the second and further acts of one command."""
        return self.command if self.part == 0 else f"{self.command}.{self.part}"

    @property
    def skew_s(self) -> int | None:
        """By how many seconds the device's clock was ahead of the server's; None up to two minutes, or without one.

        It is not part of the act: both clocks are, and whoever reads them can say so.
        """
        if self.device_at is None or abs(self.device_at - self.recorded_at) <= SKEW:
            return None
        return int((self.device_at - self.recorded_at).total_seconds())

    def envelope(self) -> dict[str, Any]:
        """Return the act as the JSON object that is hashed."""
        return {
            "actor": self.actor,
            "clauses": list(self.clauses),
            "command": self.command,
            "device_at": stamp(self.device_at) if self.device_at else None,
            "kind": self.kind,
            "occurred_at": stamp(self.occurred_at),
            "part": self.part,
            "payload": self.payload.model_dump(mode="json"),
            "post": self.post,
            "recorded_at": stamp(self.recorded_at),
            "regime": self.regime,
            "request": self.request,
            "seq": self.seq,
            "site": self.site,
            "version": self.version,
        }

    def body(self) -> bytes:
        """Return the canonical bytes: made once, when the act is appended, stored as they are and read back by
        `reread`, which refuses a float."""
        return encoded(self.envelope())


def read_act(envelope: Mapping[str, Any]) -> Act:
    """Make an act of its parsed envelope; raises `UnknownKind`, `KeyError` or `ValueError` when it is not one."""
    kind, version = envelope["kind"], envelope["version"]
    return Act(
        site=envelope["site"],
        seq=envelope["seq"],
        command=envelope["command"],
        part=envelope["part"],
        request=envelope["request"],
        kind=kind,
        version=version,
        actor=envelope["actor"],
        post=envelope["post"],
        occurred_at=moment(envelope["occurred_at"]),
        recorded_at=moment(envelope["recorded_at"]),
        device_at=moment(envelope["device_at"]) if envelope["device_at"] else None,
        regime=envelope["regime"],
        clauses=tuple(envelope["clauses"]),
        payload=payload_class(kind, version).model_validate(envelope["payload"]),
    )


def stamp(value: datetime) -> str:
    """Return a moment as RFC 3339 in UTC with microseconds, the one form that acts use."""
    if value.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone; a moment in the book must have one")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def moment(text: str) -> datetime:
    """Read a moment written by `stamp`; raises `ValueError` for any other form."""
    if not _MOMENT.fullmatch(text):
        raise ValueError(f"{text!r} is not a moment of the form 2026-11-23T00:00:00.000000Z")
    return datetime.fromisoformat(text)
