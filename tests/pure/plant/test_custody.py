from typing import Any

import pytest

from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.plant import queries
from jiaoban.plant.tables import COUNTS
from jiaoban.plant.tables.custody import MOST_MOVES
from tests.pure.workplace import LIU, ROOM, ZHAO, Workplace


def count(work: Workplace, found: int, thing: str = "K1", **args: Any) -> None:
    condition = args.pop("condition", "OK")
    row = {"custody_item": thing, "found": found, "condition": condition}
    work.done("plant.count", occasion="h1", counts=[row], **args)


def of(work: Workplace, thing: str) -> queries.Counted:
    return next(one for one in queries.counted(work.book, "hall", "h1") if one.line.key == thing)


def test_before_the_count_nothing_is_short(plant: Workplace) -> None:
    assert [(one.found, one.short, one.counters) for one in queries.counted(plant.book, "hall", "h1")] == [
        (None, 0, ())
    ] * 2


def test_a_count_below_the_register_is_a_shortfall(plant: Workplace) -> None:
    count(plant, 2)
    count(plant, 2, "T1")
    (short,) = queries.shortfalls(plant.book, "hall", "h1")
    assert (short.line.key, short.short, short.recorded, short.counters) == ("K1", 1, False, ("chen",))


def test_a_shortage_recorded_with_its_cause_is_recorded_as_far_as_it_goes(plant: Workplace) -> None:
    count(plant, 1)
    plant.done("plant.record_shortage", occasion="h1", custody_item="K1", missing=1, cause="借给检修")
    assert not of(plant, "K1").recorded
    plant.done("plant.record_shortage", occasion="h1", custody_item="K1", missing=2, cause="借给检修，另一把遗失")
    assert of(plant, "K1").recorded


def test_damage_is_a_shortfall_recorded_with_nothing_missing(plant: Workplace) -> None:
    count(plant, 2, "T1", condition="DAMAGED")
    assert of(plant, "T1").damaged
    plant.done("plant.record_shortage", occasion="h1", custody_item="T1", missing=0, cause="绝缘破损")
    assert of(plant, "T1").recorded


def test_where_two_people_differ_the_smaller_count_holds_until_they_agree(plant: Workplace) -> None:
    count(plant, 3)
    count(plant, 2, actor=LIU)
    assert (of(plant, "K1").short, of(plant, "K1").by(["chen"]).short) == (1, 0)
    count(plant, 3, actor=LIU)
    assert (of(plant, "K1").short, of(plant, "K1").counters) == (0, ("chen", "liu"))


def test_counts_of_another_occasion_do_not_count(plant: Workplace) -> None:
    count(plant, 0)
    assert queries.shortfalls(plant.book, "hall", "h2") == []


def test_a_very_long_occasion_still_has_a_row(plant: Workplace) -> None:
    plant.done("plant.count", occasion="h" * 200, counts=[{"custody_item": "K1", "found": 3}])
    assert plant.book.count(COUNTS, occasion="h" * 200) == 1


@pytest.mark.parametrize("place", [{"place": ROOM}, {}])
def test_things_of_another_post_are_not_counted_here(plant: Workplace, place: dict[str, Any]) -> None:
    with pytest.raises(NotFound):
        plant.do("plant.count", occasion="h1", counts=[{"custody_item": "K1" if place else "K9", "found": 1}], **place)


def test_senseless_counts_do_not_come_in(plant: Workplace) -> None:
    twice = [{"custody_item": "K1", "found": 1}, {"custody_item": "K1", "found": 2}]
    with pytest.raises(BadInput):
        plant.do("plant.count", occasion="h1", counts=twice)


def test_a_thing_out_of_use_is_no_longer_counted(plant: Workplace) -> None:
    plant.done("plant.register_custody", ZHAO, custody_item="K1", name="x", kind="KEY", expected=3, in_use=False)
    assert [one.key for one in queries.custody(plant.book, "hall")] == ["T1"]
    with pytest.raises(NotFound):
        plant.do("plant.record_shortage", occasion="h1", custody_item="K1", missing=1, cause="x")


def move(work: Workplace, movement: str, number: int, **args: Any) -> None:
    work.done("plant.move_custody", custody_item="K1", movement=movement, number=number, reason="借给检修", **args)


@pytest.mark.parametrize(
    ("movement", "expected"), [("RECEIVED", 5), ("RETURNED", 5), ("ISSUED", 1), ("USED", 1), ("LOST", 1)]
)
def test_what_came_or_went_changes_what_there_must_be(plant: Workplace, movement: str, expected: int) -> None:
    move(plant, movement, 2, actor=ZHAO)
    line = of(plant, "K1").line
    assert (line.expected, [(one.movement, one.number, one.by) for one in line.moves]) == (
        expected,
        [(movement, 2, "zhao")],
    )


def test_a_register_line_corrected_keeps_its_movements_and_sets_the_number_anew(plant: Workplace) -> None:
    move(plant, "USED", 1)
    plant.done("plant.register_custody", ZHAO, custody_item="K1", name="高压室钥匙", kind="KEY", expected=3)
    assert (of(plant, "K1").line.expected, len(of(plant, "K1").line.moves)) == (3, 1)


def test_only_the_newest_movements_stand_with_the_line(plant: Workplace) -> None:
    for _ in range(MOST_MOVES + 1):
        move(plant, "RECEIVED", 1)
    assert (of(plant, "K1").line.expected, len(of(plant, "K1").line.moves)) == (3 + MOST_MOVES + 1, MOST_MOVES)


def test_nobody_writes_off_their_own_loss(plant: Workplace) -> None:
    refusal = plant.do("plant.move_custody", custody_item="K1", movement="LOST", number=1, reason="x").refusal
    assert refusal is not None
    assert [(one.code, one.who) for one in refusal.reasons] == [("write-off", ("supervisor",))]
    assert of(plant, "K1").line.expected == 3


def test_a_register_holds_no_more_than_it_can(plant: Workplace) -> None:
    with pytest.raises(BadInput):
        move(plant, "RECEIVED", 100_000)


@pytest.mark.parametrize("number", [4, 50, 100_000])
@pytest.mark.parametrize("verb", ["plant.move_custody", "plant.lend", "plant.record_shortage"])
def test_who_guesses_how_many_there_are_leaves_every_guess_in_the_book(
    plant: Workplace, verb: str, number: int
) -> None:
    told: dict[str, dict[str, Any]] = {
        "plant.move_custody": {"movement": "USED", "number": number, "reason": "x"},
        "plant.lend": {"number": number, "purpose": "x", "to": "检修班"},
        "plant.record_shortage": {"occasion": "h1", "missing": number, "cause": "x"},
    }
    size = plant.book.size
    assert plant.refused(verb, custody_item="K1", **told[verb]) == ["not-so-many"]
    assert plant.book.size == size + 1
    move(plant, "ISSUED", 3)
    assert of(plant, "K1").line.expected == 0
