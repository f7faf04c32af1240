"""A pack written as files reads as the same pack; figures in its head are changed and nothing else is."""

from pathlib import Path

import pytest

from jiaoban.regime.load import load, load_bytes
from jiaoban.regime.positions import read_yaml
from jiaoban.regime.writing import with_values, written

REGIMES = Path(__file__).resolve().parents[3] / "regimes"


@pytest.mark.parametrize("folder", sorted(path.parent.name for path in REGIMES.glob("*/pack.yaml")))
def test_what_is_written_of_a_pack_reads_as_the_pack(folder: str) -> None:
    pack = load(REGIMES / folder)
    files = written(pack)
    assert load_bytes({name: text.encode() for name, text in files.items()}).digest == pack.digest


HEAD = """# 说明 what it is
id: pump
title: {zh: 泵站, en: Pump}   # both
version: 1.0.0 # the number
approver: '张 "三"'
effective_from: 2020-01-01
"""


def test_values_are_changed_in_place_and_comments_stay() -> None:
    made = with_values(HEAD, {"version": "2.0", "approver": '李: "四" # 五', "effective_from": "2026-12-01"})
    assert read_yaml("pack.yaml", made.encode()).value == {
        "id": "pump",
        "title": {"zh": "泵站", "en": "Pump"},
        "version": "2.0",
        "approver": '李: "四" # 五',
        "effective_from": "2026-12-01",
    }
    assert "# the number" in made
    assert made.splitlines()[:3] == HEAD.splitlines()[:3]


def test_a_value_that_is_not_there_yet_is_added_at_the_end() -> None:
    made = with_values("id: pump", {"version": "2"})
    assert made == 'id: pump\nversion: "2"\n'
    assert with_values(HEAD, {}) == HEAD
