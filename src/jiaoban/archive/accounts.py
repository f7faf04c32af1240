"""The rows that stand outside the books: who can log in, with what, the keys to the HTTP API, personal values.

Everything else is either in a book, folded from one, or made again: sessions, content types, permissions, the cache.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.core.serializers.base import DeserializationError
from django.db import connections
from django.db.models import Model

from jiaoban.archive.form import NotAnArchive

KEPT = (
    "auth.Group",
    "auth.User",
    "account.EmailAddress",
    "mfa.Authenticator",
    "org.ApiToken",
    "org.FailedProof",
    "ledger.PersonalValue",
    "chat.KeptAddress",
    "chat.Read",
    "chat.Message",
)
"""In an order in which each can be written. Passwords and keys are hashes; second factors and the addresses of chat
groups are secrets, and so are the
personal values to which the books refer."""
MADE_AGAIN = (
    "auth.Permission",
    "contenttypes.ContentType",
    "sessions.Session",
    "account.EmailConfirmation",
    "plant.SampleRow",
    "authoring.Replay",
    "roster.Proposal",
)
"""What a restore does without: everybody logs in anew; samples are filled in again from the files that acts bind;
replays and proposals of rosters are made again by whoever wants one."""

_AT_A_TIME = 2_000


def models() -> list[type[Model]]:
    """Return the models whose rows are kept, in the order of writing."""
    return [apps.get_model(label) for label in KEPT]


def lines(using: str = "default") -> Iterator[tuple[str, str]]:
    """Return (kind of row, its JSON line) for every row."""
    for label, model in zip(KEPT, models(), strict=True):
        rows = model._default_manager.using(using).order_by("pk").iterator(_AT_A_TIME)
        while some := list(islice(rows, _AT_A_TIME)):
            text = serializers.serialize("jsonl", some, use_natural_foreign_keys=True, ensure_ascii=False)
            yield from ((label, f"{line}\n") for line in text.split("\n") if line)


def load(path: Path, using: str = "default") -> dict[str, int]:
    """Write the rows of a file into the empty tables, passwords as they were hashed; return how many of each kind."""
    counts = dict.fromkeys(KEPT, 0)
    kinds = {model: label for label, model in zip(KEPT, models(), strict=True)}
    with path.open(encoding="utf-8") as file:
        try:
            for row in serializers.deserialize("jsonl", file, using=using):
                label = kinds.get(type(row.object))
                if label is None:
                    raise NotAnArchive(f"accounts.jsonl holds a {row.object._meta.label}, which is none of an archive")
                row.save(using=using)
                counts[label] += 1
        except DeserializationError as error:
            raise NotAnArchive(f"accounts.jsonl cannot be read by this version: {error}") from error
    _go_on_counting(using)
    return counts


def any_row(using: str = "default") -> bool:
    """Say whether somebody has an account here."""
    return any(model._default_manager.using(using).exists() for model in models())


def _go_on_counting(using: str) -> None:
    """Have PostgreSQL number the next rows behind those that came with their numbers."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models()):
            cursor.execute(statement)
