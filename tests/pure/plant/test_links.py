from typing import Any

import pytest

from jiaoban.plant import isolation
from jiaoban.plant.tables.links import link_name, position_of
from tests.pure.workplace import NOON, Workplace, minutes

LINK: dict[str, Any] = {"kind": "PROTECTION", "title": "差动保护压板", "equipment": "G1", "before": "投入"}


def _one(plant: Workplace) -> Any:
    [link] = isolation.links(plant.book, "hall")
    return link


def test_a_link_stands_where_it_was_put_last(plant: Workplace) -> None:
    plant.done("plant.open_matter", **LINK, after="退出", number="Y-1")
    assert (_one(plant).position, _one(plant).number, _one(plant).before) == ("OUT", "Y-1", "投入")
    plant.later(10)
    back = plant.done("plant.open_matter", **{**LINK, "title": "投入差动保护压板", "before": "退出"}, after="投入")
    one = _one(plant)
    assert (one.position, one.name, one.matter, one.at, one.by) == (
        "IN",
        "差动保护压板",
        back,
        NOON + minutes(10),
        "chen",
    )


def test_what_is_told_late_does_not_undo_what_came_after_it(plant: Workplace) -> None:
    plant.later(30)
    plant.done("plant.open_matter", **LINK, after="退出")
    plant.done("plant.open_matter", **LINK, after="投入", occurred_at=NOON)
    assert _one(plant).position == "OUT"


def test_links_of_different_equipment_are_different_and_those_out_come_first(plant: Workplace) -> None:
    plant.done("plant.open_matter", **LINK, after="投入")
    plant.done("plant.open_matter", **{**LINK, "equipment": "G1B"}, after="退出")
    assert [one.equipment for one in isolation.links(plant.book, "hall")] == ["G1B", "G1"]
    assert [one.equipment for one in isolation.links_of(plant.book, ["G1"])] == ["G1"]


def test_other_matters_are_no_links(plant: Workplace) -> None:
    plant.done("plant.open_matter", **{**LINK, "kind": "CHANGE"}, after="退出")
    assert isolation.links(plant.book, "hall") == []


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("投入", "IN"),
        ("投跳闸", "IN"),
        ("退出", "OUT"),
        ("ＯＵＴ", "OUT"),
        ("on", "IN"),
        ("投退各一次", ""),
        ("改定值", ""),
    ],
)
def test_what_a_text_says_of_a_position(text: str, position: str) -> None:
    assert position_of(text) == position


@pytest.mark.parametrize(
    ("title", "name"),
    [("退出云清一线重合闸压板", "云清一线重合闸压板"), ("差动保护压板投入", "差动保护压板"), ("退出", "退出")],
)
def test_the_name_of_a_link_is_without_what_was_done(title: str, name: str) -> None:
    assert link_name(title) == name
