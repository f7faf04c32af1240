from typing import Any

import pytest

from jiaoban.kernel.refusal import BadInput, NotAllowed, NotFound
from jiaoban.plant import queries
from jiaoban.plant.rules.register import DEEPEST
from jiaoban.plant.tables import EQUIPMENT
from tests.pure.workplace import CHEN, NOON, ROOM, ZHAO, Workplace, minutes


def test_the_state_of_equipment_is_set_by_whoever_works(plant: Workplace) -> None:
    plant.done("plant.set_state", equipment="G1", state="RUNNING", mode="自动，80 MW")
    one = plant.row(EQUIPMENT, "G1")
    assert (one.state, one.mode, one.changed_by, one.changed_at) == ("RUNNING", "自动，80 MW", "chen", NOON)


def test_what_is_left_out_stays(plant: Workplace) -> None:
    plant.done("plant.set_state", equipment="G1", state="RUNNING", mode="自动")
    plant.done("plant.set_state", equipment="G1", mode="手动")
    assert (plant.row(EQUIPMENT, "G1").state, plant.row(EQUIPMENT, "G1").mode) == ("RUNNING", "手动")


def test_saying_the_same_again_is_no_change(plant: Workplace) -> None:
    plant.done("plant.set_state", equipment="G1", state="RUNNING")
    with pytest.raises(BadInput):
        plant.do("plant.set_state", equipment="G1", state="RUNNING")


def test_a_state_told_late_does_not_undo_a_newer_one(plant: Workplace) -> None:
    plant.done("plant.set_state", equipment="G1", state="OUT")
    plant.later(5)
    plant.done("plant.set_state", equipment="G1", state="RUNNING", occurred_at=NOON - minutes(10))
    assert plant.row(EQUIPMENT, "G1").state == "OUT"


def test_registering_again_corrects_the_line_and_keeps_the_state(plant: Workplace) -> None:
    plant.done("plant.set_state", equipment="G1", state="RUNNING")
    plant.done("plant.register_equipment", ZHAO, equipment="G1", code="01F", name="1号机组", kind="水轮机")
    one = plant.row(EQUIPMENT, "G1")
    assert (one.code, one.kind, one.state, one.post) == ("01F", "水轮机", "RUNNING", "hall")


def test_what_is_out_of_use_leaves_the_list(plant: Workplace) -> None:
    plant.done("plant.register_equipment", ZHAO, equipment="G1B", code="1F-B", name="x", in_use=False)
    assert [one.key for one in queries.equipment_of(plant.book, "hall")] == ["G1"]
    assert [one.key for one in queries.equipment_of(plant.book, "hall", retired=True)] == ["G1", "G1B"]


@pytest.mark.parametrize("parent", ["G1", "G1B", "G9"])
def test_nothing_is_part_of_itself_or_of_nothing(plant: Workplace, parent: str) -> None:
    with pytest.raises(BadInput):
        plant.do("plant.register_equipment", ZHAO, equipment="G1", code="1F", name="x", parent=parent)


@pytest.mark.parametrize(("parent", "says"), [("G9", "没有登记过"), ("G1B", "从属于本设备")])
def test_a_missing_parent_and_a_ring_are_told_apart(plant: Workplace, parent: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        plant.do("plant.register_equipment", ZHAO, equipment="G1", code="1F", name="x", parent=parent)


def test_a_tree_has_an_end(plant: Workplace) -> None:
    above = ""
    for level in range(DEEPEST):
        plant.done("plant.register_equipment", ZHAO, equipment=f"L{level}", code="x", name="x", parent=above)
        above = f"L{level}"
    with pytest.raises(BadInput, match="层级"):
        plant.do("plant.register_equipment", ZHAO, equipment="deeper", code="x", name="x", parent=above)


def test_every_change_of_register_and_state_is_kept(plant: Workplace) -> None:
    plant.later(1)
    plant.done("plant.set_state", equipment="G1B", state="OUT", mode="隔离", note="漏油")
    plant.later(1)
    plant.done("plant.register_equipment", ZHAO, equipment="G1", code="01F", name="1号机组")
    keys = ["G1", *(one.key for one in queries.below(plant.book, "G1"))]
    found = queries.changes(plant.book, keys)
    assert [(one.equipment, one.what, one.by) for one in found[:2]] == [
        ("G1", "REGISTERED", "zhao"),
        ("G1B", "STATE", "chen"),
    ]
    assert (found[0].code, found[1].state, found[1].mode, found[1].note) == ("01F", "OUT", "隔离", "漏油")
    assert len(queries.changes(plant.book, keys, after=found[1])) == 2


def test_what_it_is_part_of_and_what_hangs_below_it(plant: Workplace) -> None:
    plant.done("plant.register_equipment", ZHAO, equipment="PAD", code="PAD", name="瓦", parent="G1B")
    pad = queries.equipment(plant.book, "PAD")
    assert pad is not None
    assert [one.key for one in queries.above(plant.book, pad)] == ["G1", "G1B"]
    assert [one.key for one in queries.below(plant.book, "G1")] == ["G1B", "PAD"]


@pytest.mark.parametrize(
    ("verb", "args"),
    [
        ("plant.register_equipment", {"equipment": "G1", "code": "x", "name": "x"}),
        ("plant.register_parameter", {"parameter": "up", "name": "x", "group": "x"}),
        ("plant.register_custody", {"custody_item": "K1", "name": "x", "kind": "KEY", "expected": 1}),
    ],
)
def test_the_register_of_another_post_is_left_alone(plant: Workplace, verb: str, args: dict[str, Any]) -> None:
    assert plant.refused(verb, ZHAO, ROOM, **args) == ["of-another-post"]
    with pytest.raises(NotAllowed):
        plant.do(verb, CHEN, **args)


@pytest.mark.parametrize(("place", "key"), [(ROOM, "G1"), (None, "G9")])
def test_the_state_of_unknown_equipment_cannot_be_set(plant: Workplace, place: Any, key: str) -> None:
    with pytest.raises(NotFound):
        plant.do("plant.set_state", equipment=key, state="OUT", **({"place": place} if place else {}))
