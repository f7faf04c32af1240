"""The texts of drafts in the file store, and what `regime check` and the scenarios say of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from jiaoban.authoring.acts import KeptFile
from jiaoban.ledger import files
from jiaoban.regime.load import Report, examine_bytes
from jiaoban.regime.pack import Pack
from jiaoban.regime.positions import MAX_BYTES, Problem
from jiaoban.scenario.read import Case, read_files

Kept = tuple[tuple[str, str], ...]
"""(name in the folder, name in the store) of every file."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check gave: the pack when it can be used, what is wrong with it or with its scenarios, what is
    doubtful, and the scenarios that can be run."""

    pack: Pack | None
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    cases: tuple[Case, ...] = ()


def keep(name: str, text: str) -> KeptFile:
    """Store a text of a file; it ends with the end of a line."""
    whole = text if text.endswith("\n") else text + "\n"
    return KeptFile(name=name, file=files.put(whole.encode(), limit=MAX_BYTES + 1))


def read(file: str) -> str:
    """Return a stored text; raises `ledger.files.FileLost`."""
    return files.get(file).decode()


def contents(kept: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """Return the files of a draft by name; raises `ledger.files.FileLost`."""
    return {name: files.get(file) for name, file in kept}


def texts(kept: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the files of a draft by name, as text."""
    return {name: content.decode() for name, content in contents(kept).items()}


@lru_cache(maxsize=16)
def compiled(kept: Kept) -> Report:
    """Return what `regime check` says of stored files. The same files are read once."""
    return examine_bytes(contents(kept))


@lru_cache(maxsize=8)
def checked(kept: Kept) -> Checked:
    """Return what is to be said of stored files and of their scenarios."""
    return _with_scenarios(contents(kept), compiled(kept))


def checked_with(kept: Kept, over: Mapping[str, str]) -> Checked:
    """Return what is to be said of a draft with some of its files as somebody is typing them."""
    given = contents(kept) | {name: text.encode() for name, text in over.items()}
    return _with_scenarios(given, examine_bytes(given))


def _with_scenarios(given: Mapping[str, bytes], report: Report) -> Checked:
    if report.pack is None:
        return Checked(None, report.problems, report.warnings)
    reading = read_files(given, report.pack)
    return Checked(report.pack, tuple(reading.problems), report.warnings, tuple(reading.cases))
