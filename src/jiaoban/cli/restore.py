"""`jiaoban restore`: an installation from an archive, into an empty data folder and an empty database only."""

import argparse
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jiaoban.cli.frame import BAD, GOOD, Failure, Misuse, answer, command

if TYPE_CHECKING:
    from jiaoban.archive.form import Cut
    from jiaoban.archive.restoring import Restored
    from jiaoban.cli.frame import Subparsers
    from jiaoban.ledger.verify import Finding

HALF = ".restoring"


def add(subparsers: "Subparsers") -> None:
    """Add the command."""
    parser = command(subparsers, "restore", run, "make an installation from an archive, where there is none")
    parser.add_argument("file", type=Path, metavar="FILE", help="what jiaoban backup wrote")
    parser.add_argument("--data", type=Path, metavar="DIR", help="an empty data folder (JIAOBAN_DATA, else data/)")
    upto = parser.add_mutually_exclusive_group()
    upto.add_argument(
        "--to-seq", action="append", default=[], type=_place, metavar="SITE=N", help="keep the acts up to number N"
    )
    upto.add_argument("--to", type=_moment, metavar="MOMENT", help="keep what was recorded by 2026-11-23T08:10+08:00")
    parser.add_argument(
        "--checkpoint", action="append", default=[], type=Path, metavar="FILE", help="a newer one that was kept"
    )
    parser.add_argument("--reason", default="", help="why, for the book")


def run(arguments: argparse.Namespace) -> int:
    """Restore, verify, and only then put everything in place; 1 when something does not fit."""
    from jiaoban.archive.form import Cut
    from jiaoban.config.environment import default_data

    data = arguments.data or Path(os.environ.get("JIAOBAN_DATA") or default_data())
    known = [_text(path) for path in arguments.checkpoint]
    cut = Cut(after=dict(arguments.to_seq), until=arguments.to)
    with _staged(data.expanduser().absolute()) as folder:
        restored, findings = _restore(arguments, folder, cut, known)
    value = {
        "good": not findings,
        "data": str(data),
        "sites": [
            {"site": one.site, "acts": one.size, "new_key": one.new_key, **one.said.model_dump(mode="json")}
            for one in restored
        ],
        "findings": [one.as_json() for one in findings],
    }
    lines = [line for one in restored for line in _said(one)]
    lines += [f"  ✗ {finding}" for finding in findings]
    lines.append(f"Restored and verified 已恢复并核验: {data}")
    answer(arguments, value, "\n".join(lines))
    return BAD if findings else GOOD


def _restore(
    arguments: argparse.Namespace, folder: Path, cut: "Cut", known: list[str]
) -> "tuple[list[Restored], list[Finding]]":
    """Do everything in the folder; return what was restored, and the files that are missing."""
    from jiaoban.archive import reading
    from jiaoban.archive.form import BadCut, NotAnArchive, NotEmpty
    from jiaoban.config.database import Misconfigured

    parts = folder / "archive"
    try:
        manifest = reading.unpack(arguments.file, parts)
        _open(folder)
        from django.db import connections, transaction

        from jiaoban.archive import restoring
        from jiaoban.ledger.export import BadExport
        from jiaoban.ledger.loading import BadBook
        from jiaoban.ledger.verify import verify_all

        reason = f"{arguments.reason or '从备份恢复 Restored from a copy'} ({arguments.file.name}, {manifest.made_at})"
        try:
            with transaction.atomic():
                restored = restoring.restore(manifest, parts, cut, reason, known=known)
                found = [one for report in verify_all() for one in report.findings]
                wrong = [one for one in found if one.code != "file"]
                if wrong:
                    raise Failure("\n".join(["What was restored does not fit. 恢复的内容有不符：", *map(str, wrong)]))
        except BadCut as error:
            raise Misuse(f"{error}. 截止之处不对。") from error
        except (BadBook, BadExport) as error:
            raise Failure(f"Nothing was restored: {error}. 未恢复。") from error
        finally:
            connections.close_all()
    except NotEmpty as error:
        raise Failure(f"Nothing was restored: {error}. 未恢复。") from error
    except NotAnArchive as error:
        raise Failure(f"{arguments.file} cannot be restored: {error}. 存档不能用。") from error
    except Misconfigured as error:
        raise Failure(str(error)) from error
    except OSError as error:
        raise Failure(f"{error.filename or arguments.file}: {error.strerror or error}.") from error
    shutil.rmtree(parts)
    return restored, found


def _open(folder: Path) -> None:
    """Set Django up over the folder; a database elsewhere (DATABASE_URL) is looked at before it is touched."""
    os.environ["JIAOBAN_DATA"] = str(folder)
    from jiaoban.config.start import bring_up_to_date, check_database, prepare

    prepare()
    from django.db import connection

    from jiaoban.archive import restoring

    check_database(guarded=False)
    if "ledger_head" in connection.introspection.table_names():
        restoring.need_empty()
    bring_up_to_date(guarded=False)


@contextmanager
def _staged(data: Path) -> Iterator[Path]:
    """Give a folder inside an empty data folder; move what is in it up in the end, or take everything away again."""
    try:
        there = data.exists()
        if there and (not data.is_dir() or any(data.iterdir())):
            raise Failure(f"{data} is not empty; restore into a new folder: --data DIR. 数据文件夹不是空的。")
        half = data / HALF
        half.mkdir(parents=True, mode=0o700)
        data.chmod(0o700)
    except OSError as error:
        raise Failure(f"The data folder {data} cannot be written: {error.strerror}.") from error
    try:
        yield half
        # The database last: until then a server that starts finds nothing to serve.
        for path in sorted(half.iterdir(), key=lambda one: one.name.startswith("jiaoban.sqlite3")):
            path.rename(data / path.name)
        half.rmdir()
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        with suppress(OSError):
            if not there:
                data.rmdir()
        raise
    from jiaoban.ledger.durable import sync_folder

    sync_folder(data)


def _said(one: "Restored") -> list[str]:
    went = f"went back by {one.said.lost} 退回 {one.said.lost} 条" if one.said.lost else "nothing is known to be lost"
    lines = [f"{one.site}: {one.size} acts 条; {went}"]
    lines += [f"  {line}" for line in one.said.checkpoint.splitlines()]
    if one.new_key:
        lines.append(f"  New signing key 新签名密钥: {one.new_key}")
    return lines


def _place(text: str) -> tuple[str, int]:
    site, equals, number = text.rpartition("=")
    if not site or not equals or not (number.isascii() and number.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is not SITE=N, such as yunfeng=1200")
    return site, int(number)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no moment with its zone, such as 2026-11-23T08:10+08:00")
    return moment


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misuse(f"{path} cannot be read: {error}.") from error
