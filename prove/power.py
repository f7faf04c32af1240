"""Power loss: any disk that a cut at any moment can leave behind holds every acknowledged act, and its photograph.

The images are built from what strace recorded of the program with its shipped settings (`platter` says how).
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from prove.appender import MARK
from prove.frame import Planted, Proof, Scale, changed
from prove.installation import open_here
from prove.platter import Platter, lay_out
from prove.station import found
from prove.trace import Op, record
from prove.whole import verified
from tests.browser.server import environment_of

NAME = "power"
DATABASES = ("sqlite",)
NOT_KEPT = shutil.ignore_patterns("static", "serving.lock")
Acknowledged = dict[str, tuple[int, str]]
"""(number, photograph) by command id."""


def prove(scale: Scale) -> Iterator[Proof]:
    """Append under strace, cut the power at moments chosen by chance, open what is left with the program."""
    data = Path(os.environ["JIAOBAN_DATA"])
    with open_here(scale), tempfile.TemporaryDirectory(prefix="jiaoban-power-") as name:
        from django.db import connections

        work = Path(name)
        found()
        connections.close_all()
        shutil.copytree(data, work / "before", ignore=NOT_KEPT)
        ops = traced(work, scale.of(24, 300), scale.seed)
        images = scale.of(60, 600)
        findings, n = after_cuts(work, ops, images, scale.seed)
        syncs = syncs_before(ops)
        if min(syncs, default=0) < 1:
            findings.append("an act was acknowledged without any sync before it")
        bugs = {
            "normal": "SQLite runs with synchronous=NORMAL",
            "unsynced": "the photograph is not synced before the row that names it",
        }
        if scale.full:
            bugs["unlisted"] = "the photograph is synced, and the folder that lists it is not"
        planted = []
        for bug, words in bugs.items():
            broken, _ = after_cuts(work, traced(work, 4, scale.seed, bug), scale.of(8, 60), scale.seed)
            planted.append(Planted.found(words, broken))
        yield Proof(
            "after a cut of power every acknowledged act and its photograph are there, and the book is whole",
            images,
            "images of the disk",
            findings,
            planted,
            {
                "acknowledged acts looked for": f"{n:,}",
                "operations recorded": f"{len(ops):,}",
                "syncs before an acknowledgement": f"at least {min(syncs)}, at most {max(syncs)}",
                "checkpoints of the write-ahead log among them": str(
                    len({index for index, op in enumerate(ops) if op.kind == "sync" and op.path.endswith(".sqlite3")})
                ),
            },
        )


def traced(work: Path, acts: int, seed: int, bug: str = "") -> list[Op]:
    """Return what the appender did, over a copy of the installation."""
    run = work / "run"
    shutil.rmtree(run, ignore_errors=True)
    shutil.copytree(work / "before", run)
    words = ("prove.appender", str(acts), str(seed), *([bug] if bug else []))
    return record(run, work / "trace", words, environment_of(run))


def syncs_before(ops: Sequence[Op]) -> list[int]:
    """Return how many syncs there were before each acknowledgement, since the one before."""
    counts, running = [], 0
    for op in ops:
        running += op.kind in ("sync", "sync_folder")
        if op.kind == "said" and op.data.startswith(MARK):
            counts.append(running)
            running = 0
    return counts


def after_cuts(work: Path, ops: Sequence[Op], images: int, seed: int) -> tuple[list[str], int]:
    """Cut the power so often; return what was found, and how many acknowledged acts were looked for."""
    chance = Random(seed)
    said = [index for index, op in enumerate(ops) if op.kind == "said" and op.data.startswith(MARK)]
    cuts = sorted(
        # Every other one as soon as an act is acknowledged, when most is owed; the others anywhere.
        chance.choice(said) + 1 if number % 2 else chance.randrange(len(ops))
        for number in range(images)
    )
    disk, told, at = Platter.holding(work / "before"), Acknowledged(), 0
    findings: list[str] = []
    looked = 0
    for number, cut in enumerate(cuts):
        for op in ops[at:cut]:
            disk.do(op)
            if op.kind == "said" and op.data.startswith(MARK):
                command, seq, photo = op.data.removeprefix(MARK).decode().split()
                told[command] = (int(seq), photo)
        at = cut
        image = work / "image"
        lay_out(disk.lose_power(chance), image)
        findings += [f"image {number}, cut after operation {cut}: {one}" for one in opened(image, told)]
        looked += len(told)
        shutil.rmtree(image)
    return findings, looked


def opened(image: Path, told: Acknowledged) -> list[str]:
    """Open an image with the program and say what is wrong with it."""
    from django.conf import settings
    from django.db import DatabaseError, connection

    connection.close()
    with (
        changed(settings, "DATA", image),
        changed(connection, "settings_dict", {**connection.settings_dict, "NAME": str(image / "jiaoban.sqlite3")}),
    ):
        try:
            return [*missing(told), *verified(rebuilding=False)]
        except DatabaseError as error:
            return [f"the database cannot be read: {error}"]
        finally:
            connection.close()


def missing(told: Acknowledged) -> Iterator[str]:
    """Name acknowledged acts that are gone or renumbered, and any act whose photograph is gone."""
    from jiaoban.ledger import files
    from jiaoban.ledger.store import DbBook
    from tests import cast

    here = {act.command: act for act in DbBook(cast.SITE).acts() if act.kind == "logbook.written"}
    for command, (seq, photo) in told.items():
        act = here.get(command)
        if act is None or act.seq != seq:
            yield f"{command} was acknowledged as {seq} and is {'lost' if act is None else f'now {act.seq}'}"
        elif not files.sound(photo):
            yield f"{command} was acknowledged and its photograph is gone"
    for command, act in here.items():
        if command not in told and not all(map(files.sound, act.payload.model_dump()["photos"])):
            yield f"{command} stands in the book without its photograph"
