from datetime import UTC, datetime
from typing import Any

import pytest

from jiaoban.plant.tables import Equipment
from jiaoban.plant.tree import Tree


def _one(key: str, parent: str = "", **more: Any) -> Equipment:
    said = {"code": key, "name": f"{key}号", "post": "hall", "kind": "", "in_use": True, "seq": 0}
    return Equipment.model_validate(
        {"key": key, "parent": parent, "last_at": datetime(2026, 1, 1, tzinfo=UTC), **said, **more}
    )


PLANT = Tree.of(
    [
        _one("P"),
        _one("U1", "P"),
        _one("S1", "U1", state="OUT"),
        _one("D1", "S1", state="MAINTENANCE", mode="解体", code="１Ｆ-V"),
        _one("U2", "P", post="room"),
        _one("D2", "U2", post="room"),
        _one("X", "gone"),
    ]
)


def test_what_is_part_of_nothing_known_is_a_root() -> None:
    assert [node.one.key for node in PLANT.roots] == ["P", "X"]
    assert [one.key for one in PLANT.path("D1")] == ["P", "U1", "S1"]


def test_every_branch_counts_what_hangs_below_it() -> None:
    plant = PLANT.nodes["P"]
    assert (plant.below, plant.out, plant.repaired) == (5, 1, 1)


def test_a_post_sees_its_branches_and_what_they_are_part_of() -> None:
    assert sorted(PLANT.of_post("room").nodes) == ["D2", "P", "U2"]
    assert sorted(PLANT.of_post("hall").nodes) == ["D1", "P", "S1", "U1", "X"]


@pytest.mark.parametrize(
    ("search", "states", "keys"),
    [("1f-v", (), ["D1"]), ("D2号", (), ["D2"]), ("解体", (), ["D1"]), ("", ("OUT",), ["S1"]), ("U", ("OUT",), [])],
)
def test_searching(search: str, states: tuple[str, ...], keys: list[str]) -> None:
    assert [one.key for one in PLANT.found(search, states)] == keys


@pytest.mark.parametrize(
    ("most", "opened"), [(2, set()), (4, {"P"}), (7, {"P", "U1", "U2", "S1"}), (6, {"P", "U1", "U2"})]
)
def test_it_unfolds_level_by_level_as_far_as_there_is_room(most: int, opened: set[str]) -> None:
    assert PLANT.opened(PLANT.roots, most) == opened


def test_brothers_stand_by_the_figures_in_their_codes() -> None:
    tree = Tree.of([_one("U10"), _one("U2"), _one("甲"), _one("U2A")])
    assert [node.one.key for node in tree.roots] == ["U2", "U2A", "U10", "甲"]


def test_a_chain_of_thousands_needs_no_deep_stack() -> None:
    tree = Tree.of([_one("0"), *(_one(str(n), str(n - 1)) for n in range(1, 3000))])
    assert (tree.nodes["0"].below, len(tree.path("2999"))) == (2999, 2999)
