"""Lending and taking back, things that are told apart by numbers, and differences that are settled."""

from typing import Any

import pytest

from jiaoban.kernel.refusal import BadInput, NotAllowed, NotFound
from jiaoban.plant import queries
from jiaoban.plant.tables import COUNTS, CUSTODY, LOANS, CustodyItem, Loan
from tests.pure.workplace import LIU, NOON, ROOM, ZHAO, Workplace, minutes


def lent(work: Workplace, **args: Any) -> str:
    return work.done("plant.lend", **{"custody_item": "K1", "to": "检修班", "purpose": "换滤网", **args})


def loan(work: Workplace, key: str) -> Loan:
    found: Loan = work.row(LOANS, key)
    return found


def line(work: Workplace, key: str = "K1") -> CustodyItem:
    found: CustodyItem = work.row(CUSTODY, key)
    return found


@pytest.fixture
def keys(plant: Workplace) -> Workplace:
    """Beside the others, a key in four pieces with numbers."""
    plant.done("plant.register_custody", ZHAO, custody_item="HV", name="钥匙", kind="KEY", numbers="1，2 3、7")
    return plant


# ---- loans


def test_what_is_lent_is_expected_no_longer_until_it_is_back(plant: Workplace) -> None:
    key = lent(plant, number=2, person="", due_at=NOON + minutes(60))
    assert line(plant).expected == 1
    assert [one.key for one in queries.loans(plant.book, "hall")] == [key]
    plant.done("plant.bring_back", loan=key, number=1)
    assert (line(plant).expected, loan(plant, key).left, loan(plant, key).open) == (2, 1, True)
    plant.later(5)
    plant.done("plant.bring_back", LIU, loan=key, number=1)
    assert (line(plant).expected, loan(plant, key).closed_at) == (3, plant.now)
    assert queries.loans(plant.book, "hall") == []
    assert [one.key for one in queries.loans_back(plant.book, "hall", plant.now)] == [key]
    assert plant.refused("plant.bring_back", loan=key, number=1) == ["loan-closed"]
    assert [move.movement for move in line(plant).moves] == ["ISSUED", "RETURNED", "RETURNED"]


def test_it_is_lent_to_somebody_of_the_site_or_from_outside_for_a_piece_of_work(plant: Workplace) -> None:
    permit = plant.done("plant.open_matter", kind="PERMIT", title="换滤网")
    inside = loan(plant, lent(plant, to="", person="liu", matter=permit))
    assert (inside.to, inside.person, inside.matter) == ("刘", "liu", permit)
    assert loan(plant, lent(plant)).person == ""
    with pytest.raises(BadInput):
        lent(plant, to="")
    with pytest.raises(NotFound):
        lent(plant, matter="none")
    with pytest.raises(NotFound):
        plant.do("plant.bring_back", place=ROOM, loan=inside.key, number=1)


@pytest.mark.parametrize(("minute", "overdue"), [(60, False), (61, True)])
def test_a_loan_is_overdue_after_its_moment(plant: Workplace, minute: int, overdue: bool) -> None:
    key = lent(plant, due_at=NOON + minutes(60))
    assert loan(plant, key).overdue(NOON + minutes(minute)) is overdue
    assert not loan(plant, lent(plant)).overdue(NOON + minutes(9999))
    plant.done("plant.bring_back", loan=key, number=1)
    assert not loan(plant, key).overdue(NOON + minutes(minute))


@pytest.mark.parametrize("bad", [{"due_at": NOON}, {"numbers": ["1"]}])
def test_senseless_loans(plant: Workplace, bad: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        lent(plant, **bad)


def test_damage_is_described(plant: Workplace) -> None:
    key = lent(plant)
    with pytest.raises(BadInput):
        plant.do("plant.bring_back", loan=key, number=1, condition="DAMAGED")
    with pytest.raises(BadInput):
        plant.do("plant.bring_back", loan=key, number=2)
    plant.done("plant.bring_back", loan=key, number=1, condition="DAMAGED", note="齿断")
    assert loan(plant, key).damaged
    assert loan(plant, key).back[0].note == "齿断"


def test_what_is_due_first_stands_at_the_top(plant: Workplace) -> None:
    never, late = lent(plant), lent(plant, due_at=NOON + minutes(9))
    soon = lent(plant, due_at=NOON + minutes(5))
    assert [one.key for one in queries.loans(plant.book, "hall")] == [soon, late, never]


# ---- by numbers


def test_numbers_say_how_many_there_are(keys: Workplace) -> None:
    assert (line(keys, "HV").numbers, line(keys, "HV").expected) == (("1", "2", "3", "7"), 4)
    with pytest.raises(BadInput):
        keys.do("plant.register_custody", ZHAO, custody_item="X", name="x", kind="KEY", numbers="1 1")


def test_a_numbered_thing_is_lent_by_its_numbers(keys: Workplace) -> None:
    for bad in ({"number": 1}, {"number": 2, "numbers": "7"}, {"number": 1, "numbers": "9"}):
        with pytest.raises(BadInput):
            lent(keys, custody_item="HV", **bad)
    key = lent(keys, custody_item="HV", number=1, numbers="7")
    with pytest.raises(BadInput):
        lent(keys, custody_item="HV", number=1, numbers="7")
    with pytest.raises(BadInput):
        keys.do("plant.bring_back", loan=key, number=1, numbers="1")
    with pytest.raises(BadInput):
        keys.do("plant.register_custody", ZHAO, custody_item="HV", name="钥匙", kind="KEY", numbers="1 2 3")
    keys.done("plant.bring_back", loan=key, number=1, numbers="7")
    assert loan(keys, key).numbers_left == ()


def test_a_count_by_numbers_names_what_is_missing_but_not_what_is_lent(keys: Workplace) -> None:
    lent(keys, custody_item="HV", number=1, numbers="7")
    found = {"custody_item": "HV", "found": 2, "numbers": "1,3"}
    keys.done("plant.count", occasion="h1", counts=[found])
    one = next(one for one in queries.counted(keys.book, "hall", "h1") if one.line.key == "HV")
    assert (one.missing, one.short) == (("2",), 1)
    for bad in ({"found": 3}, {"numbers": ""}):
        with pytest.raises(BadInput):
            keys.do("plant.count", occasion="h1", counts=[{**found, **bad}])
    keys.done("plant.count", occasion="h2", counts=[{"custody_item": "HV", "found": 0}])


def test_numbers_come_and_go(keys: Workplace) -> None:
    moved: dict[str, Any] = {"custody_item": "HV", "reason": "x"}
    keys.done("plant.move_custody", movement="RECEIVED", number=1, numbers="9", **moved)
    keys.done("plant.move_custody", ZHAO, movement="LOST", number=1, numbers="2", **moved)
    assert (line(keys, "HV").numbers, line(keys, "HV").expected) == (("1", "3", "7", "9"), 4)
    wrong: tuple[dict[str, Any], ...] = (
        {"movement": "RECEIVED", "number": 1, "numbers": "9"},
        {"movement": "USED", "number": 1, "numbers": "2"},
        {"movement": "USED", "number": 1},
        {"movement": "ISSUED", "number": 1, "numbers": "1"},
    )
    for bad in wrong:
        with pytest.raises(BadInput):
            keys.do("plant.move_custody", **moved, **bad)


# ---- differences


def test_the_first_count_stays_beside_the_last(plant: Workplace) -> None:
    for found in (2, 3, 3):
        plant.done("plant.count", occasion="h1", counts=[{"custody_item": "K1", "found": found}])
    count = plant.row(COUNTS, "h1.K1.chen")
    assert (count.first, count.found, count.times) == (2, 3, 3)


def test_a_settled_difference_is_what_there_must_be_from_now_on(plant: Workplace) -> None:
    plant.done("plant.count", occasion="h1", counts=[{"custody_item": "K1", "found": 2}])
    with pytest.raises(NotAllowed):
        plant.do("plant.agree_count", custody_item="K1", agreed=2, cause="x")
    plant.later(1)
    plant.done("plant.agree_count", ZHAO, occasion="h1", custody_item="K1", agreed=2, cause="查明遗失一把")
    plant.done("plant.move_custody", custody_item="K1", movement="RECEIVED", number=3, reason="补配")
    one = line(plant)
    assert (one.agreed, one.agreed_by, one.agreed_why, one.expected) == (2, "zhao", "查明遗失一把", 5)
    assert [(move.movement, move.number) for move in one.since_agreed] == [("RECEIVED", 3)]
    assert plant.refused("plant.agree_count", ZHAO, custody_item="K1", agreed=5, cause="x") == ["nothing-differs"]


def test_settling_by_numbers_keeps_those_that_are_lent(keys: Workplace) -> None:
    lent(keys, custody_item="HV", number=1, numbers="7")
    keys.done("plant.agree_count", ZHAO, custody_item="HV", agreed=2, numbers="1 3", cause="2 号遗失")
    assert (line(keys, "HV").numbers, line(keys, "HV").expected) == (("1", "3", "7"), 2)
    with pytest.raises(BadInput):
        keys.do("plant.agree_count", ZHAO, custody_item="HV", agreed=2, numbers="1 7", cause="7 号已借出")


def test_everything_folds_again_to_the_same(keys: Workplace) -> None:
    key = lent(keys, custody_item="HV", number=2, numbers="3 7")
    keys.done("plant.bring_back", loan=key, number=1, numbers="3")
    again = keys.rebuilt()
    assert again.get(LOANS, key) == loan(keys, key)
    assert again.get(CUSTODY, "HV") == line(keys, "HV")


@pytest.mark.parametrize(("expected", "agreed"), [(2, 2), (3, None)])
def test_a_corrected_line_keeps_what_was_agreed_unless_its_figure_changes(
    plant: Workplace, expected: int, agreed: int | None
) -> None:
    plant.done("plant.agree_count", ZHAO, custody_item="K1", agreed=2, cause="遗失")
    plant.done("plant.register_custody", ZHAO, custody_item="K1", name="钥匙", kind="KEY", expected=expected)
    assert line(plant).agreed == agreed
