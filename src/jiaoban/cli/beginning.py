"""`jiaoban regime new`: a first pack from a few answers."""

import argparse
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from jiaoban.cli.frame import BAD, GOOD, Failure, Misuse, answer, command, start
from jiaoban.kernel.clock import SystemClock
from jiaoban.kernel.starts import Start
from jiaoban.kernel.words import Words
from jiaoban.regime.load import load
from jiaoban.regime.starting import Answers, BadAnswer, begin
from jiaoban.scenario.read import read
from jiaoban.scenario.run import Runner

if TYPE_CHECKING:
    from jiaoban.cli.frame import Subparsers

NEXT = (
    "改 clauses.yaml 和 handover.yaml，边写边查 Change them, and be told while you write: jiaoban regime watch {0}",
    "看一条产生了什么 See what follows from a clause: jiaoban regime explain {0} 3",
)


def add(inside: "Subparsers") -> None:
    """Add the command to `jiaoban regime`."""
    parser = command(inside, "new", run, "begin a pack: a small regime that is good as it stands, to be changed")
    parser.add_argument("folder", metavar="DIR", type=Path, help="the folder to make; it must not be there yet")
    parser.add_argument("--code", metavar="CODE", help="short name in small letters, such as pump (the folder's name)")
    for name, meaning in (("title", "title of the document"), ("issuer", "who issues it"), ("post", "the post")):
        parser.add_argument(f"--{name}", metavar="TEXT", default="", help=f"{meaning}, in Chinese")
        parser.add_argument(f"--{name}-en", metavar="TEXT", default="", help=f"{meaning}, in English")
    parser.add_argument(
        "--shifts",
        metavar="TIMES",
        default="08:00,20:00",
        help="when the shifts of the post begin; each ends when the next begins (%(default)s)",
    )
    parser.add_argument("--lead", metavar="MINUTES", type=int, default=10, help="how early one comes (%(default)s)")
    parser.add_argument("--zone", metavar="ZONE", default="Asia/Shanghai", help="time zone (%(default)s)")
    parser.add_argument("--number", metavar="TEXT", default="1", help="the number of the document (%(default)s)")
    parser.add_argument("--approver", metavar="TEXT", default="待定 to be named", help="who approves it (%(default)s)")
    parser.add_argument(
        "--from", dest="begins", type=start, metavar="YYYY-MM-DD[THH:MM]", help="from when it holds (today)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Make the pack, whole or not at all, then check and test it; 2 when an answer will not do."""
    folder: Path = arguments.folder
    begins = arguments.begins or Start(SystemClock().now().date())
    try:
        files = begin(
            Answers(
                code=arguments.code if arguments.code is not None else folder.resolve().name,
                title=Words(zh=arguments.title, en=arguments.title_en),
                issuer=Words(zh=arguments.issuer, en=arguments.issuer_en),
                post=Words(zh=arguments.post, en=arguments.post_en),
                day=begins.day,
                hour=begins.at,
                shifts=tuple(one.strip() for one in arguments.shifts.split(",")),
                zone=arguments.zone,
                lead=arguments.lead,
                number=arguments.number,
                approver=arguments.approver,
            )
        )
    except BadAnswer as error:
        raise Misuse(str(error)) from error
    write_whole(folder, files)
    pack = load(folder)
    results = Runner(pack).run(read(folder, pack).cases)
    passed = sum(one.passed for one in results)
    value = {"folder": str(folder), "files": sorted(files), "passed": passed, "failed": len(results) - passed}
    lines = [f"{folder}: {len(files)} 个文件 files", *(line.format(folder) for line in NEXT)]
    answer(arguments, value, "\n".join([*lines, f"{passed} passed, {len(results) - passed} failed"]))
    return GOOD if passed == len(results) else BAD


def write_whole(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write a new folder with these files; it appears whole or not at all. Raises `Failure`."""
    if os.path.lexists(folder):
        raise Failure(f"「{folder}」已经有了，请换一个名字。{folder} is there already; choose another name.")
    beside = folder.resolve().parent
    half: str | None = None
    try:
        half = tempfile.mkdtemp(prefix=f".{folder.name}-", dir=beside)
        for name, content in files.items():
            path = Path(half) / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        Path(half).chmod(0o755)
        Path(half).rename(folder)
    except OSError as error:
        why = error.strerror or "unwritable"
        raise Failure(f"写不了「{folder}」（{why}）。{folder} cannot be written: {why}.") from error
    finally:
        if half is not None:
            shutil.rmtree(half, ignore_errors=True)
