"""Every setting that a pack can have is called something in both languages."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from jiaoban.kernel.words import Words
from jiaoban.regime.called import SETTINGS, called
from jiaoban.regime.named import ALL
from jiaoban.regime.pack import Pack
from jiaoban.regime.spoken import CONDITIONS


def settings(kind: Any, seen: set[type]) -> Iterator[str]:
    """The names of the settings of a part and of what is inside it; a condition is told as a whole."""
    for one in get_args(kind):
        yield from settings(one, seen)
    if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in {*seen, Words, *CONDITIONS}:
        seen.add(kind)
        for name, field in kind.model_fields.items():
            yield field.alias or name
            yield from settings(field.annotation, seen)


def test_every_setting_has_a_name_in_both_languages() -> None:
    names = set(settings(Pack, set())) - {"handover"}
    assert names - set(SETTINGS) - set(ALL) == set()
    assert set(SETTINGS) - names == set()
    assert all(zh and en for zh, en in SETTINGS.values())


@pytest.mark.parametrize(
    ("path", "zh", "en"),
    [
        ("lead", "提前到岗", "lead"),
        ("draws 1.where", "自动带入 1 · 哪些", "draws 1 · where"),
        ("写法 as written", "写法 as written", "写法 as written"),
    ],
)
def test_a_path_is_called_part_by_part(path: str, zh: str, en: str) -> None:
    assert called(path) == Words(zh=zh, en=en)
