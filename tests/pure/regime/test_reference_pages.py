"""The language of packs is documented whole: every element, setting, operator, fact and word of a scenario."""

import re

import pytest
from pydantic import BaseModel

from jiaoban.regime.comparing import OPERATORS as COMPARISONS
from jiaoban.regime.conditions import SINGLE_RIGHT, Compare, Operand
from jiaoban.regime.facts import FINDING, ROWS, SINGLE
from jiaoban.regime.load import examine
from jiaoban.scenario import shape
from jiaoban.scenario.part import Part
from tests import elements
from tests.conftest import ROOT

REFERENCE = ROOT / "docs" / "reference"
ELEMENTS = elements.elements()
QUANTORS = ("all", "any", "not", "exists", "none", "every", "count", "distinct")
WORDS = [one for one in vars(shape).values() if isinstance(one, type) and issubclass(one, Part)]


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def named(text: str) -> set[str]:
    """The names that stand between backticks on a page, whatever stands beside them there."""
    return {word for code in re.findall(r"`([^`\n]+)`", text) for word in re.findall(r"[a-z_]+", code)}


@pytest.mark.parametrize("model", ELEMENTS, ids=lambda one: one.__name__)
def test_every_element_is_documented_with_all_its_settings(model: type[BaseModel]) -> None:
    heading = next(
        (
            block
            for block in re.split(r"(?m)^(?=#{2,4} )", page("elements.md"))
            if block.startswith((f"### {ELEMENTS[model]}", f"#### {ELEMENTS[model]}: {model.__name__}\n"))
            and all(f"| `{field.alias or name}` |" in block for name, field in model.model_fields.items())
        ),
        None,
    )
    assert heading is not None


@pytest.mark.parametrize("model", ELEMENTS, ids=lambda one: one.__name__)
def test_every_element_says_what_it_is(model: type[BaseModel]) -> None:
    assert (model.__dict__.get("__doc__") or "").strip()


def test_an_example_stands_in_a_pack_that_is_good() -> None:
    for folder in sorted({path.parent for path in elements.REGIMES.glob("*/pack.yaml")}):
        assert examine(folder).pack is not None
    for shown in elements.examples().values():
        for _, lines, where in shown:
            place, _, line = where.rpartition(":")
            text = (elements.REGIMES / place).read_text(encoding="utf-8").split("\n")
            assert text[int(line) - 1].strip() == lines[0].strip()


def test_every_operator_is_documented() -> None:
    told = named(page("conditions.md"))
    assert told >= {*COMPARISONS, *SINGLE_RIGHT, "in", "not_in", "between", *QUANTORS}
    assert told >= {*Operand.model_fields, *(set(Compare.model_fields) - {"is_", "in_"})}


def test_every_fact_is_documented() -> None:
    told = named(page("facts.md"))
    fields = {name for rows in ROWS.values() for name in rows.fields}
    assert told >= {*SINGLE, *FINDING, *fields}
    assert all(f"\n## {name}\n" in page("facts.md") for name in ROWS)


@pytest.mark.parametrize("model", WORDS, ids=lambda one: one.__name__)
def test_every_word_of_a_scenario_is_documented(model: type[Part]) -> None:
    told = named(page("scenarios.md"))
    missing = {field.alias or name for name, field in model.model_fields.items()} - told
    assert missing == set()
