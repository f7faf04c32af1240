"""Upgrade: the data folders of earlier releases are migrated, and everything they ever gave out still holds."""

import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from prove.frame import Planted, Proof, Scale
from prove.installation import open_here

NAME = "upgrade"
DATABASES = ("sqlite",)
FIXTURES = Path(__file__).resolve().parent / "fixtures"
LEDGER = ("ledger_act", "ledger_node", "ledger_checkpoint", "ledger_head")


def prove(scale: Scale) -> Iterator[Proof]:
    """Upgrade the first release's folder, then make every table anew as a later migration might."""
    [release] = sorted(FIXTURES.glob("*.tar.xz"))
    data = Path(os.environ["JIAOBAN_DATA"])
    outside = _unpacked(release, data)
    before, columns = rows(data), _columns(data)
    with open_here(scale):
        from prove import upgrading
        from prove.tamper.clean import migrate

        findings = upgrading.compared(before, rows(data, columns), "the migrations")
        findings += upgrading.judged(outside)
        migrate()
        findings += upgrading.compared(before, rows(data, columns), "a migration that makes every table anew")
        findings += upgrading.judged(outside)
        with upgrading.rewritten():
            told, seen = upgrading.judged(outside), upgrading.compared(before, upgrading.inside(columns), "it")
        yield Proof(
            f"the data folder of {release.name.split('.tar')[0]} is migrated without touching a row of the ledger, and"
            " its checkpoints and receipts hold, by the server and by the offline verifier",
            sum(map(len, before.values())),
            "rows of the ledger",
            findings,
            [
                Planted.found("a migration that rewrites an act: verify", told),
                Planted.found("a migration that rewrites an act: the rows", seen),
            ],
            {
                "checkpoints kept outside": str(sum(name.endswith(".txt") for name in outside)),
                "receipts": str(sum(name.endswith(".tlog-proof") for name in outside)),
            },
        )


def _unpacked(release: Path, data: Path) -> dict[str, str]:
    """Put the folder of a release in place; return what was kept outside of it, by name."""
    with tempfile.TemporaryDirectory(dir=data.parent) as folder, tarfile.open(release) as tar:
        tar.extractall(folder, filter="data")
        for part in (Path(folder) / "data").iterdir():
            part.rename(data / part.name)
        return {path.name: path.read_text("utf-8") for path in (Path(folder) / "outside").iterdir()}


def _columns(data: Path) -> dict[str, list[str]]:
    """The columns that the release had: a later one may add some, and touches none of these."""
    with sqlite3.connect(data / "jiaoban.sqlite3") as database:
        return {
            table: [name for (name,) in database.execute(f"SELECT name FROM pragma_table_info('{table}')")]
            for table in LEDGER
        }


def rows(data: Path, columns: dict[str, list[str]] | None = None) -> dict[str, list[str]]:
    """Return a digest of every row of the ledger, read without the program: value by value, type by type."""
    wanted = columns or _columns(data)
    with sqlite3.connect(data / "jiaoban.sqlite3") as database:
        return {
            table: [
                sha256(repr(row).encode()).hexdigest()
                for row in database.execute(f"SELECT {_listed(names)} FROM {table} ORDER BY {_listed(names[:3])}")
            ]
            for table, names in wanted.items()
        }


def _listed(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
