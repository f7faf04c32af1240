"""Clean books: many small ones, all different, live, rebuilt, migrated and restored. None may be accused."""

import random
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from jiaoban.archive import reading, restoring, writing
from jiaoban.archive.form import Cut
from jiaoban.handover.acts import Held
from jiaoban.handover.tables import tenure_key
from jiaoban.kernel.act import Act, Payload, Proposed
from jiaoban.kernel.book import Stamp
from jiaoban.ledger import rotation, store, triggers
from jiaoban.ledger.models import LedgerCheckpoint
from jiaoban.ledger.rebuild import rebuild
from jiaoban.ledger.store import DbBook
from jiaoban.ledger.verify import verify
from prove import book
from prove.frame import Planted, Proof, Scale, changed

TEXTS = ("导轴承温度 65℃", "𠮷田 made the round", "e\u0301 and é", "שלום", "a\u2028b", "  ", "0" * 400)


def proof(scale: Scale, chance: random.Random) -> Proof:
    """Make the books and look at each as it is, and at a part of them after each thing that may befall a book."""
    acts = list(DbBook(book.SITE).acts())
    number = scale.of(8, 1_000)
    sites = [_made(chance, f"small-{n:04d}", acts) for n in range(number)]
    findings: list[str] = []
    counts = {"live": _looked_at("live", sites, findings, chance)}
    part = sites[:: scale.of(1, 4)]
    for site in part:
        rebuild(site)
    counts["rebuilt"] = _looked_at("rebuilt", part, findings, chance)
    migrate()
    counts["migrated: every table made anew"] = _looked_at("migrated", part, findings, chance)
    with _restored():
        counts["restored from a backup"] = _looked_at("restored", sites, findings, chance)
    planted = _planted(sites)
    sizes = sorted(DbBook(site).size for site in sites)
    return Proof(
        "no clean book is accused",
        number,
        "books",
        findings,
        [planted],
        {**{name: str(count) for name, count in counts.items()}, "acts": f"{sizes[0]} to {sizes[-1]}"},
    )


def _made(chance: random.Random, site: str, acts: Sequence[Act]) -> str:
    """A book of its own length, with checkpoints, log entries and new keys where chance puts them."""
    made = store.found(site)
    commands = [list(part) for _, part in groupby(acts, key=lambda act: act.command)]
    length = min(len(commands), 1 + int(chance.expovariate(1 / 25)))
    numbers: dict[int, int] = {}  # of acts there, to those here: a new key is an act more
    shift = timedelta(seconds=chance.randrange(10**9), microseconds=chance.randrange(10**6))
    for number, part in enumerate(commands[:length]):
        first = part[0]
        # A key of what a handover makes is made of its command, and later acts name it.
        own = all(act.kind.startswith("logbook.") for act in part)
        stamp = Stamp(
            command=f"{first.command}{chance.choice(TEXTS[:4]) if own else ''}",
            request=first.request,
            actor=chance.choice((first.actor, "李明远", "limingyuan")),
            post=first.post,
            now=first.recorded_at - shift,
            device_at=chance.choice((None, first.recorded_at)),
            regime=first.regime,
        )
        with made.transaction():
            said = [_said(chance, act, site, numbers) for act in part]
            written = made.append(
                [Proposed(one, act.occurred_at, act.post, act.clauses) for one, act in zip(said, part, strict=True)],
                stamp,
            )
            numbers |= {act.seq: here.seq for act, here in zip(part, written, strict=True)}
            if chance.random() < 0.1:
                made.checkpoint(stamp.now)
        if chance.random() < 0.02:
            rotation.rotate(site, stamp.now + timedelta(seconds=number))
    return site


def _said(chance: random.Random, act: Act, site: str, numbers: Mapping[int, int]) -> Payload:
    fields = type(act.payload).model_fields
    if act.kind == "org.site_founded":
        return act.payload.model_copy(update={"code": site})
    if isinstance(act.payload, Held) and act.payload.previous:
        post, _, number = act.payload.previous.rpartition(".")
        return act.payload.model_copy(update={"previous": tenure_key(post, numbers[int(number)])})
    if "text" in fields:
        return act.payload.model_copy(update={"text": chance.choice(TEXTS)})
    return act.payload


def _looked_at(state: str, sites: Sequence[str], findings: list[str], chance: random.Random) -> int:
    for site in sites:
        notes = list(LedgerCheckpoint.objects.filter(site=site).values_list("note", flat=True))
        report = verify(site, chance.choice([None, *notes]))
        findings += [f"{site}, {state}: {one}" for one in report.findings]
    return len(sites)


def migrate() -> None:
    """Make every table of ours anew, as a migration that alters it does on SQLite; on PostgreSQL alter it and back."""
    for model in book.book_models():
        beside = models.IntegerField(default=0, name="beside")
        beside.set_attributes_from_name("beside")
        beside.model = model
        with connection.schema_editor() as editor:
            editor.add_field(model, beside)
        with connection.schema_editor() as editor:
            editor.remove_field(model, beside)
    triggers.after_migrate(apps.get_app_config("ledger"))


@contextmanager
def _restored() -> Iterator[None]:
    """Back everything up, empty the tables, and restore into another data folder; undone at the end."""
    with tempfile.TemporaryDirectory(prefix="jiaoban-prove-") as folder:
        archive, parts, data = (Path(folder) / name for name in ("copy.tar.gz", "parts", "data"))
        writing.write(archive, _now(), with_keys=True)
        parts.mkdir()
        data.mkdir()
        with transaction.atomic():
            with triggers.removed(connection), connection.cursor() as cursor:
                for model in book.book_models():
                    cursor.execute(f'DELETE FROM "{model._meta.db_table}"')
            with changed(settings, "DATA", data):
                restoring.restore(reading.unpack(archive, parts), parts, Cut({}), "一试")
                yield
            transaction.set_rollback(True)


def _now() -> datetime:
    return book.EIGHT + timedelta(days=2)


def _planted(sites: Sequence[str]) -> Planted:
    """A rebuild that leaves the newest act out: the book is as good as it was, its read models are not."""
    acts: Callable[..., Iterator[Act]] = DbBook.acts  # type: ignore[assignment]
    found: list[str] = []
    with changed(DbBook, "acts", lambda self, low=0, high=None: list(acts(self, low, high))[:-1]):
        for site in sites:
            rebuild(site)
            found += [f"{site}: {one}" for one in verify(site).findings]
            if found:
                break
    for site in sites:
        rebuild(site)
    return Planted.found("a rebuild that leaves the newest act out", found)
