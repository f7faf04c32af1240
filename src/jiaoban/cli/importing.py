"""`jiaoban import`: registers and people from spreadsheets, all of a file or nothing."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiaoban.cli.frame import BAD, GOOD, Failure, Misuse, answer, command, django_ready

if TYPE_CHECKING:
    from jiaoban.cli.frame import Subparsers
    from jiaoban.importing.carry import Change
    from jiaoban.importing.take import Told
    from jiaoban.org.door import Visit

WHAT = ("equipment", "states", "matters", "earths", "custody", "loans", "parameters", "leads", "orders", "people")
SIGNS = {"NEW": "+", "CHANGED": "~", "SAME": "="}


def add(subparsers: "Subparsers") -> None:
    """Add the command."""
    parser = command(subparsers, "import", run, "take over a register or people from a .csv or .xlsx file, all or none")
    parser.add_argument("what", choices=WHAT)
    parser.add_argument("site", metavar="SITE")
    parser.add_argument("post", metavar="POST", nargs="?", default="", help="not for people and orders")
    parser.add_argument("file", type=Path, metavar="FILE", help="its first line holds the heads, Chinese or English")
    parser.add_argument("--preview", action="store_true", help="say what would change, and change nothing")
    parser.add_argument("--as", dest="username", default="", metavar="USERNAME", help="in whose name (the program's)")


def run(arguments: argparse.Namespace) -> int:
    """Import or preview; 1 when the file has problems: nothing is taken over then."""
    from jiaoban.importing.cells import Unreadable
    from jiaoban.importing.kinds import KINDS
    from jiaoban.importing.sheet import LARGEST

    kind = KINDS[arguments.what]
    if kind.at_post != bool(arguments.post):
        raise Misuse(
            "Name the post: SITE POST FILE. 请写明岗位。"
            if kind.at_post
            else f"{kind.title.en} are of the site, without POST. {kind.title.zh}不分岗位。"
        )
    if kind.personal and not arguments.username:
        raise Misuse(f"Say in whose name {kind.title.en.lower()} come in: --as USERNAME. 请用 --as 写明由谁导入。")
    try:
        with arguments.file.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise Misuse(f"{arguments.file} cannot be read: {error.strerror}. 文件读不了。") from error
    django_ready()
    from jiaoban.importing.take import take
    from jiaoban.kernel.refusal import NotAllowed, NotFound

    try:
        told = take(_visit(arguments), kind, content, arguments.post, preview=arguments.preview)
    except Unreadable as error:
        raise Failure(f"{arguments.file}: {error}") from error
    except NotFound:
        there = f"{arguments.site} {arguments.post}".strip()
        raise Failure(f"There is no {there} to import into. 没有厂站或岗位 {there}。") from None
    except NotAllowed as error:
        raise Failure(f"{arguments.username}: {error}. 没有这项权限。") from error
    answer(arguments, _plain(told), _text(told, preview=arguments.preview))
    return GOOD if told.good else BAD


def _visit(arguments: argparse.Namespace) -> "Visit":
    from jiaoban.org import door

    if not arguments.username:
        return door.as_system(arguments.site)
    from jiaoban.cli.user import find

    return door.enter(find(arguments.username), arguments.site)


def _plain(told: "Told") -> dict[str, Any]:
    return {
        "good": told.good,
        "imported": told.kept,
        "new": told.count("NEW"),
        "changed": told.count("CHANGED"),
        "same": told.count("SAME"),
        "ignored": list(told.ignored),
        "problems": [
            {"line": one.line, "column": one.column, "cell": one.cell, "zh": one.says.zh, "en": one.says.en}
            for one in told.problems
        ],
        "changes": [
            {"line": one.line, "key": one.key, "what": one.what, "fields": one.fields}
            for one in told.changes
            if one.what != "SAME"
        ],
    }


def _text(told: "Told", *, preview: bool) -> str:
    lines = [f"✗ {problem}" for problem in told.problems]
    if preview or told.problems:
        lines += [_line(one) for one in told.changes if one.what != "SAME"]
    if told.ignored:
        lines.append(f"Columns left aside 未用的列: {'、'.join(told.ignored)}")
    counts = f"{told.count('NEW')} new 新增, {told.count('CHANGED')} changed 变更, {told.count('SAME')} same 相同"
    if told.problems:
        end = f"{len(told.problems)} problems 处错误: nothing was imported. 未导入任何内容。"
    else:
        end = "Preview: nothing was imported. 仅预览，未导入。" if preview else "Imported. 已导入。"
    return "\n".join([*lines, counts, end])


def _line(change: "Change") -> str:
    fields = "; ".join(f"{name}: {old} → {new}" for name, (old, new) in change.fields.items())
    return f"{SIGNS[change.what]} line {change.line} 行 {change.key} {fields}".rstrip()
