"""The rounds of the proof of backups."""

import json
import os
import random
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count, pairwise, takewhile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections, transaction

from jiaoban.archive import reading, restoring, writing
from jiaoban.archive.form import Cut, Manifest
from jiaoban.kernel.verbs import find_verb, perform
from jiaoban.ledger import export, triggers
from jiaoban.ledger import restoring as recording
from jiaoban.ledger.acts import BookRestored
from jiaoban.ledger.store import DbBook
from jiaoban.ledger.verify import verify
from jiaoban.org import queries as org
from prove.book import IN, POST, SITE, Desk, book_models, picture
from prove.frame import Planted, Proof, Scale, changed
from prove.installation import Served, database_url

WRITERS = 3
MOST = 25
"""Entries that one writer writes at most during a backup."""


class Writing:
    """People who write entries with photographs until they are told to stop."""

    def __init__(self, desk: Desk, name: str) -> None:
        self.answered: list[int] = []
        self._desk, self._name, self._stop = desk, name, threading.Event()
        self._numbers = count()

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Have them write during a block; it begins when the first entries have been answered."""
        threads = [threading.Thread(target=self._write) for _ in range(WRITERS)]
        for one in threads:
            one.start()
        try:
            for _ in range(1_000):
                if len(self.answered) >= WRITERS or self._stop.wait(0.02):
                    break
            yield
        finally:
            self._stop.set()
            for one in threads:
                one.join(30)

    def _write(self) -> None:
        found = find_verb("logbook.write")
        assert found is not None
        book = DbBook(SITE)
        try:
            for _ in range(MOST):
                if self._stop.wait(0.03):
                    return
                number = next(self._numbers)
                photo = picture(f"#{number * 40503 % 0xFFFFFF:06x}")
                said = {"category": "ROUND", "text": f"巡视 {number}", "photos": [photo]}
                outcome = perform(
                    book,
                    found.name,
                    found.args.model_validate(said),
                    actor=org.actor(book, IN.key),
                    place=org.place(book, POST, self._desk.now),
                    now=self._desk.now,
                    command=f"{self._name}-{number}",
                    packs=lambda _digest: self._desk.pack,
                )
                self.answered.append(outcome.acts[-1].seq)
        finally:
            connections.close_all()


def whole(scale: Scale, desk: Desk) -> Proof:
    """`jiaoban backup` beside writers, `jiaoban restore` into an empty folder and database, `jiaoban ledger verify`."""
    findings: list[str] = []
    acts, meanwhile = [], 0
    for number in range(scale.of(1, 6)):
        with tempfile.TemporaryDirectory(prefix="jiaoban-prove-") as folder, database_url(scale) as url:
            archive, data = Path(folder) / "copy.tar.gz", Path(folder) / "data"
            live = Served(Path(os.environ["JIAOBAN_DATA"]), os.environ["DATABASE_URL"])
            people = Writing(desk, f"round-{number}")
            with people.going_on():
                before = max(people.answered)
                made = json.loads(live.command("backup", str(archive), "--with-keys", "--json").stdout)
                meanwhile += sum(seq > before for seq in people.answered)
            newest = Path(folder) / "newest.txt"
            newest.write_text(_checkpoint(desk), encoding="utf-8")
            there = Served(data, url)
            told = json.loads(
                there.command(
                    "restore", str(archive), "--data", str(data), "--checkpoint", str(newest), "--json"
                ).stdout
            )
            [line] = made["sites"]
            if line["acts"] <= before:
                findings.append(f"act {before} was answered before the backup began, which ends at {line['acts']}")
            judged = there.command("ledger", "verify", "--checkpoint", str(newest), "--json", good=False)
            findings += _restored(told, line["acts"], desk.book.size, json.loads(judged.stdout))
            acts.append(line["acts"])
    planted = _forgetful(desk)
    return Proof(
        "a backup made under writes holds every act answered before it, restores into an empty folder and verifies; the"
        " restore is an act, and verify says how many acts the book is behind a newer checkpoint",
        len(acts),
        "backups by the command",
        findings,
        [Planted.found("a restore that drops the last act", planted)],
        {"acts in the backups": ", ".join(map(str, acts)), "entries written meanwhile": str(meanwhile)},
    )


def _checkpoint(desk: Desk) -> str:
    with desk.book.transaction():
        note: str = desk.book.checkpoint(desk.now)  # type: ignore[attr-defined]
    return note


def _restored(told: dict[str, Any], acts: int, size: int, judged: dict[str, Any]) -> list[str]:
    """Compare what `restore` and `verify` say with how many acts there were in the archive and in the live book."""
    [one] = told["sites"]
    found = [] if told["good"] else [f"restore is not content: {told['findings']}"]
    if (one["acts"], one["lost"]) != (acts, size - acts):
        found.append(f"restore says {one['acts']} acts, {one['lost']} lost; there were {acts}, and {size} in the end")
    said = [finding["en"] for site in judged["sites"] for finding in site["findings"]]
    behind = size - (acts + 1)  # the restore itself is an act
    wanted = (
        [f"the checkpoint covers {size} acts, the book has {acts + 1}: {behind} acts behind."] if behind > 0 else []
    )
    if behind > 0 and said != wanted:
        found.append(f"verify says {said}, not {wanted}")
    return found


def earlier(scale: Scale, chance: random.Random, desk: Desk) -> Proof:
    """Cut one archive after an act, or at a moment, and restore it; undone each time."""
    findings: list[str] = []
    ends = [one.seq for one, two in pairwise(desk.book.acts()) if one.command != two.command]
    number = scale.of(4, 60)
    newest, size = _checkpoint(desk), desk.book.size
    with tempfile.TemporaryDirectory(prefix="jiaoban-prove-") as folder:
        archive = Path(folder) / "copy.tar.gz"
        writing.write(archive, desk.now, with_keys=True)
        for at, last in enumerate(chance.sample(ends, number)):
            act = desk.book.act(last)
            assert act is not None
            by_moment = bool(at % 2)
            cut = Cut({}, act.recorded_at) if by_moment else Cut({SITE: last})
            kept = _until(desk, act.recorded_at) if by_moment else last + 1
            with put_back(archive, cut):
                findings += [f"cut at {last}: {one}" for one in _judged(kept, size, newest)]
        with put_back(archive, Cut({SITE: ends[5]}), silent=True):
            planted = _judged(ends[5] + 1, size, newest)
    return Proof(
        "an archive put back to an earlier moment verifies, says what was lost, and is behind a newer checkpoint",
        number,
        "cuts",
        findings,
        [Planted.found("a restore that does not tell in the book what it did", planted)],
    )


def _until(desk: Desk, moment: datetime) -> int:
    """Count the acts before the first that was recorded later: the book ends there, wherever the clock went after."""
    return sum(1 for _ in takewhile(lambda one: one.recorded_at <= moment, desk.book.acts()))


def _judged(kept: int, size: int, newest: str) -> list[str]:
    """Say what is wrong with a book of `kept` acts that was put back where there had been `size`."""
    book = DbBook(SITE)
    found = [str(one) for one in verify(SITE).findings]
    said = book.act(kept)
    if said is None or not isinstance(said.payload, BookRestored):
        found.append(f"act {kept} is {said and said.kind}, not the restore")
    elif (said.payload.size, said.payload.lost) != (kept, size - kept):
        found.append(f"the book says that {said.payload.lost} acts behind {said.payload.size} are lost")
    behind = size - book.size
    told = [one.says.en for one in verify(SITE, newest).findings]
    if behind > 0 and not any(f"{behind} acts behind" in one for one in told):
        found.append(f"nobody says that it is {behind} acts behind: {told}")
    return found


@contextmanager
def put_back(archive: Path, cut: Cut, *, silent: bool = False) -> Iterator[Manifest]:
    """Empty the tables and restore the archive into a fresh data folder; all is undone at the end."""
    with tempfile.TemporaryDirectory(prefix="jiaoban-prove-") as folder, transaction.atomic():
        parts, data = Path(folder) / "parts", Path(folder) / "data"
        parts.mkdir()
        data.mkdir()
        with triggers.removed(connection), connection.cursor() as cursor:
            for model in book_models():
                cursor.execute(f'DELETE FROM "{model._meta.db_table}"')
        with changed(settings, "DATA", data):
            manifest = reading.unpack(archive, parts)
            if silent:
                _without_a_word(manifest, parts, cut)
            else:
                restoring.restore(manifest, parts, cut, "试恢复")
            yield manifest
        transaction.set_rollback(True)


def _without_a_word(manifest: Manifest, parts: Path, cut: Cut) -> None:
    """Restore, and take the act back that says so: as a program would that does not know of the rule."""
    real = recording.record

    def undone(*args: Any, **named: Any) -> Any:
        point = transaction.savepoint()
        act = real(*args, **named)
        transaction.savepoint_rollback(point)
        return act

    with changed(recording, "record", undone):
        restoring.restore(manifest, parts, cut, "试恢复")


def _forgetful(desk: Desk) -> list[str]:
    """Restore with the last act left out; return what the judgement of a whole restore says."""
    bodies = export.bodies
    with tempfile.TemporaryDirectory(prefix="jiaoban-prove-") as folder:
        archive = Path(folder) / "copy.tar.gz"
        writing.write(archive, desk.now, with_keys=True)
        size, newest = desk.book.size, _checkpoint(desk)
        with changed(export, "bodies", lambda written: list(bodies(written))[:-1]), put_back(archive, Cut({})):
            return _judged(size, size, newest)
