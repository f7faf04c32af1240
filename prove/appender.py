"""Writes log entries with photographs, one after the other, and says after each that it is acknowledged.

The proof of power loss runs it under strace: `python -m prove.appender ACTS SEED [BUG]`, over JIAOBAN_DATA. It goes
through the same door, with the same settings, as the server; what the server would answer is written to /dev/null.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from prove.frame import changed
from prove.station import WRITERS, picture
from tests import cast

MARK = b"acknowledged "


def append(acts: int, seed: int) -> None:
    """Write so many entries, each with a photograph of a size of its own."""
    from django.contrib.auth.models import User

    from jiaoban.logbook import photos
    from jiaoban.org import door

    chance = Random(seed)
    visit = door.enter(User.objects.get(username=WRITERS[0].username), cast.SITE)
    line = os.open(os.devnull, os.O_WRONLY)
    for number in range(acts):
        name = photos.take(picture(chance, chance.choice((16, 40, 90))))
        command = f"power-{number:05d}"
        said = {"category": "OPERATION", "text": f"{command} 上导温度复测正常，见照片。", "photos": [name]}
        outcome = visit.do("logbook.write", said, command=command, post=cast.CCR)
        os.write(line, MARK + f"{command} {outcome.acts[0].seq} {name}\n".encode())


@contextmanager
def planted(bug: str) -> Iterator[None]:
    """Put a bug in: SQLite that does not sync each commit, files that nobody syncs, or only not their folders."""
    from django.db import connection

    from jiaoban.ledger import durable

    if bug == "normal":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")
        yield
    elif bug == "unsynced":
        with changed(durable, "write", _unsynced):
            yield
    elif bug == "unlisted":
        with changed(durable, "sync_folder", lambda _folder: None):
            yield
    else:
        yield


def _unsynced(path: Path, content: bytes, mode: int = 0o644) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.half")
    half.write_bytes(content)
    half.replace(path)


if __name__ == "__main__":
    from jiaoban.config.start import prepare

    prepare()
    with planted(sys.argv[3] if len(sys.argv) > 3 else ""):
        append(int(sys.argv[1]), int(sys.argv[2]))
