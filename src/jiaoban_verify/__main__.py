"""The command: `python -m jiaoban_verify receipt|export FILE --key VKEYFILE`.

Exit code 0: good; 1: does not fit; 2: wrong use.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from jiaoban_verify.export import check_export, read_outside
from jiaoban_verify.receipt import check_receipt, report
from jiaoban_verify.say import Misfit, Misuse, Sentence, Trouble
from jiaoban_verify.texts import mended, read_keys

_LARGEST = 64 * 1024 * 1024


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these arguments (default: the process's own); return the exit code."""
    given = _parser().parse_args(arguments)
    try:
        code, said = 0, _run(given)
    except Trouble as trouble:
        code, said = (2 if isinstance(trouble, Misuse) else 1), [trouble.sentence]
    except Exception as error:  # noqa: BLE001 - whatever a hostile file provokes, the answer is a sentence
        name = type(error).__name__
        said = [Sentence(f"不相符:文件无法读懂({name})。", f"It does not fit: the file cannot be read ({name}).")]
        code = 1
    _print(said, given.lang)
    return code


def entry() -> None:
    """Run the command and end the process with its exit code (archives drop what a function returns)."""
    sys.exit(main())


def _run(given: argparse.Namespace) -> list[Sentence]:
    keys = read_keys(_read(given.key))
    if given.what == "receipt":
        return report(check_receipt(mended(_read(given.file)), keys))
    outside = [read_outside(mended(_read(name)), keys) for name in given.checkpoint]
    try:
        with Path(given.file).open("rb") as stream:
            return check_export(stream, keys, outside)
    except OSError as error:
        raise _unreadable(given.file, error) from None


def _read(name: str) -> bytes:
    try:
        with Path(name).open("rb") as stream:
            raw = stream.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from None
    if len(raw) > _LARGEST:
        raise Misfit(f"文件 {name} 过大。", f"The file {name} is too large.")
    return raw


def _unreadable(name: str, error: Exception) -> Misuse:
    why = getattr(error, "strerror", None) or str(error)
    return Misuse(f"读不到文件 {name}:{why}。", f"The file {name} cannot be read: {why}.")


def _print(said: Sequence[Sentence], language: str) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        for sentence in said:
            for line in sentence.lines(language):
                sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="jiaoban_verify",
        description="离线核验交班回执与导出记录 / Check receipts and exported records of a Jiaoban book, offline.",
        epilog="退出码 / exit code: 0 相符 good, 1 不相符 does not fit, 2 用法有误 wrong use.",
    )
    kinds = parser.add_subparsers(dest="what", required=True)
    receipt = kinds.add_parser("receipt", help="核验一张回执 / check one receipt")
    export = kinds.add_parser("export", help="核验一份导出记录 / check an exported record")
    export.add_argument(
        "--checkpoint", action="append", default=[], metavar="FILE",
        help="另存的存证点或回执,可多次 / a checkpoint or receipt kept elsewhere; may be given several times",
    )  # fmt: skip
    for one in (receipt, export):
        one.add_argument("file", metavar="FILE", help="要核验的文件 / the file to check")
        one.add_argument("--key", required=True, metavar="VKEYFILE", help="站点公钥,每行一个 / public keys, one a line")
        one.add_argument("--lang", choices=("zh", "en", "both"), default="both", help="语言 / language")
    return parser


if __name__ == "__main__":
    entry()
