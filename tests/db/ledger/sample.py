"""A room that only tests have: notes by key, written, written again and struck."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.db import models

from jiaoban.kernel.act import Act, Payload, Proposed
from jiaoban.kernel.book import Searched, Stamp, State, Table, WritableBook
from jiaoban.kernel.fields import HeldMoment
from jiaoban.ledger.models import ReadModel
from jiaoban.ledger.store import DbBook

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
PHOTO = b"a photograph"
_COMMANDS = count(1)


class Noted(Payload, kind="sample.noted"):
    key: str
    text: str = ""
    tag: str | None = None
    weight: Any = None
    at: HeldMoment | None = None  # in UTC, as every moment that comes in at the door
    photos: tuple[str, ...] = ()


class Struck(Payload, kind="sample.struck"):
    key: str


class Note(State):
    key: str
    text: str
    tag: str | None
    at: datetime | None
    times: int
    urgent: bool


def evolve(note: Note | None, act: Act, key: str) -> Note | None:
    if not isinstance(act.payload, Noted):
        return None
    said = act.payload
    times = note.times + 1 if note else 1
    return Note(key=key, text=said.text, tag=said.tag, at=said.at, times=times, urgent="!" in said.text)


def _key(act: Act) -> list[str]:
    assert isinstance(act.payload, Noted | Struck)
    return [act.payload.key]


NOTES = Table(
    "sample_notes",
    Note,
    kinds=["sample.noted", "sample.struck"],
    keys=_key,
    evolve=evolve,
    columns=["text", "tag", "at", "times", "urgent"],
    searched=Searched("text", newest="at", within=("tag",)),
)


class NoteRow(ReadModel):
    table = NOTES

    text = models.TextField()
    tag = models.CharField(max_length=50, null=True)  # noqa: DJ001 - None and "" are two states
    at = models.DateTimeField(null=True)
    times = models.IntegerField()
    urgent = models.BooleanField()

    class Meta:
        app_label = "ledger_sample"
        db_table = "sample_note"


def say(book: WritableBook, *payloads: Payload, command: str = "", now: datetime = NOON) -> Sequence[Act]:
    """Append these as one command."""
    stamp = Stamp(command=command or f"c{next(_COMMANDS)}", request="r", actor="chen", post="hall", now=now)
    with book.transaction():
        return book.append([Proposed(one) for one in payloads], stamp)


def note(book: WritableBook, key: str, text: str = "", *, command: str = "", **fields: object) -> Act:
    return say(book, Noted.model_validate({"key": key, "text": text, **fields}), command=command)[0]


def minutes(n: int) -> timedelta:
    return timedelta(minutes=n)


def sign(book: DbBook, after: int = 0) -> str:
    with book.transaction():
        return book.checkpoint(NOON + minutes(after))
