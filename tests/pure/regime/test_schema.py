"""The published JSON Schema is the one that the program makes, and fits the packs that there are."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from jiaoban.regime.pack import FILES
from jiaoban.regime.positions import read_yaml
from jiaoban.regime.schema import file_schema, pack_schema, schema_text
from tests.pure.regime import small

ROOT = Path(__file__).parents[3]
PUBLISHED = ROOT / "docs" / "reference" / "pack.schema.json"


def test_the_published_schema_is_current() -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == schema_text(), "run: bin/jiaoban regime schema > " + str(PUBLISHED)


def test_the_schemas_are_schemas() -> None:
    Draft202012Validator.check_schema(pack_schema())
    for name in FILES:
        own = file_schema(name)
        assert own.pop("$defs") == pack_schema()["$defs"]
        Draft202012Validator.check_schema(own)


@pytest.mark.parametrize("name", FILES)
def test_every_file_of_every_pack_fits_its_schema(name: str) -> None:
    validator = Draft202012Validator(file_schema(name))
    texts = [path.read_bytes() for path in (ROOT / "regimes").rglob(name)]
    texts += [small.FILES[name].encode()] if name in small.FILES else []
    assert [error.message for text in texts for error in validator.iter_errors(read_yaml(name, text).value)] == []


def test_the_schema_refuses_what_the_loader_refuses() -> None:
    validator = Draft202012Validator(pack_schema())
    assert not validator.is_valid({"head": {}, "clauses": [], "handover": {}, "more": 1})


def test_an_editor_learns_the_names_of_facts() -> None:
    compare = pack_schema()["$defs"]["Compare"]["properties"]
    assert "until_shift_end" in compare["fact"]["anyOf"][0]["enum"]
    assert "acknowledged" in compare["field"]["anyOf"][0]["enum"]


def test_there_is_no_schema_of_another_file() -> None:
    with pytest.raises(KeyError):
        file_schema("other.yaml")
