"""English is complete: every text that is shown has a translation, and it is compiled."""

import ast
import io
import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from tests import messages

PLACE = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
LANGUAGES = pytest.mark.parametrize("language", messages.LANGUAGES)


@LANGUAGES
def test_every_text_is_in_the_file_of_each_language(language: str) -> None:
    there = {(message.context, message.id) for message in messages.read(language) if message.id}
    shown = {(message.context, message.id) for message in messages.gather() if message.id}
    assert (sorted(map(str, shown - there)), sorted(map(str, there - shown))) == ([], []), "Run bin/messages."


@LANGUAGES
def test_every_text_is_translated(language: str) -> None:
    assert messages.untranslated(language) == []


@LANGUAGES
def test_what_is_filled_in_is_the_same_in_both_languages(language: str) -> None:
    wrong = []
    for message in messages.read(language):
        originals = message.id if isinstance(message.id, tuple | list) else (message.id,)
        translations = message.string if isinstance(message.string, tuple | list) else (message.string,)
        known = {place for original in originals for place in PLACE.findall(str(original))}
        wrong += [text for text in translations if message.id and not set(PLACE.findall(text or "")) <= known]
    assert wrong == []


@LANGUAGES
def test_the_compiled_file_is_up_to_date(language: str) -> None:
    kept = read_mo(io.BytesIO(messages.po_file(language).with_suffix(".mo").read_bytes()))
    fresh = read_mo(io.BytesIO(messages.compiled(language)))
    assert _pairs(kept) == _pairs(fresh), "Run bin/messages."


def _pairs(catalog: Catalog) -> dict[str, str]:
    return {str((message.context, message.id)): str(message.string) for message in catalog if message.id}


def test_every_text_that_a_module_asks_for_is_gathered() -> None:
    """A call inside an f-string is one that only a parser finds."""
    known = {text for message in messages.gather() if message.id for text in _texts(message.id)}
    asked = {
        (path.name, call.args[0].value)
        for path in messages.PACKAGE.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("gettext", "gettext_lazy", "gettext_noop", "ngettext")
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }
    assert len(asked) > 100
    assert sorted(one for one in asked if one[1] not in known) == []


def _texts(identity: object) -> tuple[object, ...]:
    return tuple(identity) if isinstance(identity, tuple | list) else (identity,)


def test_a_template_and_a_module_are_both_read() -> None:
    assert len([message for message in messages.gather() if message.id]) > 0
