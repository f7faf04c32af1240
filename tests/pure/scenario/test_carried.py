"""docs/reference/what-the-language-carries.md names scenarios, tests and settings that there are."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = ROOT / "docs" / "reference"
PAGE = (REFERENCE / "what-the-language-carries.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.splitlines()
    if line.startswith("|") and "---" not in line and "phrase" not in line
]
SHOWN = re.compile(r"\[([\w-]+)\]\(([^)]+)\)(?: \*([^*]+)\*)?")
SETTING = re.compile(r"\[`[\w-]+\.([\w-]+)[^`]*`\]\(elements\.md")
PHRASES = 50
"""The page is about so many phrases at least: a table that is not found is no proof."""


def scenarios(file: Path) -> set[str]:
    return {one["name"] for one in yaml.safe_load(file.read_text(encoding="utf-8"))["scenarios"]}


def wrong(shown: str) -> Iterator[str]:
    for name, target, scenario in SHOWN.findall(shown):
        file = (REFERENCE / target).resolve()
        if not file.is_file():
            yield target
        elif file.suffix == ".yaml" and scenario not in scenarios(file):
            yield f"{name}: {scenario or 'no scenario is named'}"
        elif file.suffix == ".py" and f"def {name}(" not in file.read_text(encoding="utf-8"):
            yield f"{target}: {name}"


def test_the_table_is_there() -> None:
    assert len(ROWS) >= PHRASES
    assert all(len(row) == 3 for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_what_shows_it_is_there(row: list[str]) -> None:
    _, element, shown = row
    assert SHOWN.search(shown), "nothing shows it"
    assert list(wrong(shown)) == []
    settings = (REFERENCE / "elements.md").read_text(encoding="utf-8")
    assert [one for one in SETTING.findall(element) if f"| `{one}` |" not in settings] == []


def test_a_name_that_is_none_would_be_found() -> None:
    there = "[ramp](../../regimes/examples/ramp/scenarios/people.yaml) *Nobody hands over to themselves*"
    assert list(wrong(there)) == []
    assert list(wrong(there.replace("Nobody", "Somebody"))) == ["ramp: Somebody hands over to themselves"]
    assert list(wrong("[test_nothing](../../tests/pure/scenario/test_ward.py)")) != []
