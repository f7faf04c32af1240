"""Read a pack from its folder, or say everything that is wrong with it: file, line, what, and what would be right."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as Folder
from typing import Any

from pydantic import ValidationError

from jiaoban.kernel.words import Words
from jiaoban.regime.check import check
from jiaoban.regime.complaints import aligned, complain, nearest
from jiaoban.regime.findings import Finding
from jiaoban.regime.pack import FILES, Pack
from jiaoban.regime.positions import MAX_BYTES, MAX_PROBLEMS, PackError, Path, Problem, Tree, read_yaml, show

NEEDED = ("pack.yaml", "clauses.yaml", "handover.yaml")
BESIDE = ("CHANGELOG.md", "README.md", "README.zh.md")
SCENARIOS = "scenarios"
MAX_FILES = 20
_SCENARIO = re.compile(rf"{SCENARIOS}/\w[\w.-]{{0,79}}\.yaml")


@dataclass(frozen=True, slots=True)
class Report:
    """What reading a pack gave: the pack, when it can be used, and all problems; warnings do not stop it."""

    pack: Pack | None
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def is_name(name: str) -> bool:
    """Say whether a file of a pack can be called so: one of its own, or a scenario. No such name leads out of it."""
    return name in FILES or name in BESIDE or _SCENARIO.fullmatch(name) is not None


def load(folder: Folder, read: Mapping[str, bytes] | None = None) -> Pack:
    """Return the pack of a folder. Raises `PackError` with every problem that was found.

    `read`: its files as somebody has read them; then they are not read again, and what was checked is what they have.
    """
    return _or_raise(examine(folder, read))


def load_bytes(files: Mapping[str, bytes]) -> Pack:
    """Return the pack of files given by name (an upload). Raises `PackError` with every problem that was found."""
    return _or_raise(examine_bytes(files))


def examine(folder: Folder, read: Mapping[str, bytes] | None = None) -> Report:
    """Read a pack's folder and check everything, without raising; `read` as for `load`."""
    if not folder.is_dir():
        return Report(None, (_whole(str(folder), "没有这个文件夹。", "There is no such folder.", "", ""),))
    files: dict[str, bytes] = {}
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(".") or (entry.is_dir() and entry.name == SCENARIOS):
            continue
        try:
            files[entry.name] = _content(entry) if read is None else read.get(entry.name, b"")
        except OSError as error:
            why = error.strerror or "unreadable"
            return Report(None, (_whole(entry.name, f"读不了（{why}）。", f"It cannot be read ({why}).", "", ""),))
    return examine_bytes(files)


def examine_bytes(files: Mapping[str, bytes]) -> Report:
    """Check a pack given as its files' contents, without raising. Scenario files are left to the scenario runner."""
    problems = _names(files)
    trees = {FILES[name]: read_yaml(name, content) for name, content in files.items() if name in FILES}
    problems += [problem for tree in trees.values() for problem in tree.problems]
    data = {part: tree.value for part, tree in trees.items() if not tree.problems}
    head = data.get("head")
    if isinstance(head, dict) and head.get("languages") == ["en"]:
        data = {part: _in_english(value) for part, value in data.items()}
    for part, field in Pack.model_fields.items():
        if part in data and data[part] is None and not field.is_required():  # a file of comments alone
            data[part] = field.default
    try:
        pack = Pack.model_validate(data)
    except ValidationError as error:
        problems += _said(error, data, trees)
        return Report(None, tuple(problems[:MAX_PROBLEMS]))
    found = [(one.error, _locate(one.path, one.wrong, one.right, trees, key=one.key)) for one in check(pack)]
    problems += [problem for serious, problem in found if serious]
    warnings = tuple(problem for serious, problem in found if not serious)
    return Report(None if problems else pack, tuple(problems[:MAX_PROBLEMS]), warnings[:MAX_PROBLEMS])


def _in_english(value: Any) -> Any:
    """Return what was read of a pack that is written in English alone: its words stand for either language."""
    if isinstance(value, list):
        return [_in_english(one) for one in value]
    if isinstance(value, dict):
        alone = set(value) == {"en"} and isinstance(value["en"], str)
        return {"zh": value["en"], **value} if alone else {key: _in_english(one) for key, one in value.items()}
    return value


def placed(folder: Folder, finding: Finding) -> Problem:
    """Return a finding about the pack of a folder at its place in its file."""
    part = str(finding.path[0])
    name = next(name for name, own in FILES.items() if own == part)
    content = _content(folder / name) if (folder / name).is_file() else b""
    trees = {part: read_yaml(name, content)}
    return _locate(finding.path, finding.wrong, finding.right, trees, key=finding.key)


def _or_raise(report: Report) -> Pack:
    if report.pack is None:
        raise PackError(list(report.problems))
    return report.pack


def _content(entry: Folder) -> bytes:
    if entry.name not in FILES or not entry.is_file():
        return b""
    with entry.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _names(files: Mapping[str, bytes]) -> list[Problem]:
    """Return the problems with which files there are."""
    problems = [
        _whole(name, "缺这个文件。", "This file is missing.", f"新建 {name}。", f"Make {name}.")
        for name in NEEDED
        if name not in files
    ]
    strange = [
        name for name in files if name not in FILES and name not in BESIDE and not name.startswith(SCENARIOS + "/")
    ]
    for name in strange[:MAX_FILES]:
        right = nearest(name, FILES)
        problems.append(_whole(name[:100], "制度包里没有这种文件。", "A pack has no such file.", right.zh, right.en))
    return problems


def _said(error: ValidationError, data: Mapping[str, Any], trees: Mapping[str, Tree]) -> list[Problem]:
    """Return one problem for every value that pydantic complains of; parts that were not read are left out.

    What it says about one value stands together, so the rest need not be looked at once there are `MAX_PROBLEMS`.
    """
    grouped: dict[tuple[Path, str], tuple[Any, list[Any]]] = {}
    for one in error.errors(include_url=False, include_input=False):
        if one["loc"] and one["loc"][0] not in data:
            continue
        path, value = aligned(one["loc"], data)
        about = str(one["loc"][-1]) if one["type"] == "missing" else ""
        if len(grouped) == MAX_PROBLEMS and (path, about) not in grouped:
            break
        grouped.setdefault((path, about), (value, []))[1].append(one)
    return [
        _locate(path, *complain(errors, data, path, value), trees, key=errors[0]["type"] == "extra_forbidden")
        for (path, _), (value, errors) in grouped.items()
    ]


def _locate(path: Path, wrong: Words, right: Words, trees: Mapping[str, Tree], *, key: bool) -> Problem:
    """Put a problem at its place in its file; about a file that is not there, at the file."""
    part = str(path[0]) if path else "head"
    file = next(name for name, own in FILES.items() if own == part)
    place = trees[part].place(path[1:], key=key) if part in trees else (0, 0)
    return Problem(file, *place, show(path[1:]), wrong, right)


def _whole(file: str, zh: str, en: str, right_zh: str, right_en: str) -> Problem:
    return Problem(file, 0, 0, "", Words(zh=zh, en=en), Words(zh=right_zh, en=right_en))
