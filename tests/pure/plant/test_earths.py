from datetime import timedelta
from typing import Any

import pytest

from jiaoban.kernel.refusal import BadInput, NotAllowed, NotFound
from jiaoban.kernel.words import Words
from jiaoban.logbook.tables import ENTRIES
from jiaoban.plant import isolation
from jiaoban.plant.tables import EARTHS, HANGINGS
from jiaoban.plant.tables.earths import earth_title
from tests.pure.workplace import CHEN, NOON, ROOM, ZHAO, Workplace, minutes


@pytest.fixture
def yard(plant: Workplace) -> Workplace:
    """The plant with two earths."""
    plant.done("plant.register_earth", ZHAO, earth="E3", number="3", spec="220kV 25mm²", home="2 号柜")
    plant.done("plant.register_earth", ZHAO, earth="E12", number="12")
    return plant


def _hang(yard: Workplace, **said: Any) -> str:
    return yard.done("plant.hang_earth", **{"earth": "E3", "where": "机端", "equipment": "G1", **said})


def test_an_earth_hangs_at_a_place_by_a_permit(yard: Workplace) -> None:
    permit = yard.done("plant.open_matter", kind="PERMIT", title="检修", number="YF-118")
    hanging = _hang(yard, permit=permit, hung_by="马建军", guardian="丁立")
    one = yard.row(EARTHS, "E3")
    here = one.hanging
    assert (one.hangs, here.key, here.place, here.equipment) == (True, hanging, "机端", "G1")
    assert (here.permit, here.permit_number, here.hung_by, here.guardian) == (permit, "YF-118", "马建军", "丁立")
    assert (here.hung_at, here.recorded_by) == (NOON, "chen")


def test_hanging_and_removing_are_told_in_the_log(yard: Workplace) -> None:
    _hang(yard, hung_by="马建军")
    yard.later(10)
    yard.done("plant.remove_earth", earth="E3", removed_by="丁立", note="完好")
    told = [one.text for one in yard.book.find(ENTRIES, order=("occurred_at",))]
    assert told == ["3号接地线挂于机端（1号机），马建军挂设。", "3号接地线（机端（1号机）），丁立拆除。完好"]


def test_an_earth_does_not_hang_in_two_places(yard: Workplace) -> None:
    _hang(yard)
    outcome = yard.do("plant.hang_earth", earth="E3", where="出线侧")
    assert outcome.refusal is not None
    assert (outcome.refusal.conflict, outcome.refusal.reasons[0].code) == (True, "earth-hangs")
    assert "机端" in outcome.refusal.reasons[0].why.zh
    assert yard.row(EARTHS, "E3").hanging.place == "机端"


def test_every_time_that_it_hung_is_kept(yard: Workplace) -> None:
    first = _hang(yard)
    yard.later(60)
    yard.done("plant.remove_earth", earth="E3", removed_by="丁立")
    yard.later(60)
    second = _hang(yard, where="出线侧")
    assert [one.key for one in isolation.hangings_of_earth(yard.book, "E3")] == [second, first]
    over = yard.row(HANGINGS, first)
    assert (over.removed_at, over.removed_by, over.unrecorded_by) == (NOON + minutes(60), "丁立", "chen")
    assert [one.key for one in isolation.hangings(yard.book, ["G1"])] == [second, first]


def test_what_does_not_hang_cannot_be_removed(yard: Workplace) -> None:
    assert yard.refused("plant.remove_earth", earth="E3") == ["earth-does-not-hang"]


def test_it_cannot_hang_before_it_was_free_nor_be_removed_before_it_hung(yard: Workplace) -> None:
    yard.later(60)
    _hang(yard)
    with pytest.raises(BadInput):
        yard.do("plant.remove_earth", earth="E3", occurred_at=NOON)
    yard.later(10)
    yard.done("plant.remove_earth", earth="E3")
    with pytest.raises(BadInput):
        yard.do("plant.hang_earth", earth="E3", where="x", occurred_at=NOON + timedelta(minutes=65))


@pytest.mark.parametrize(("kind", "ended"), [("DEFECT", False), ("PERMIT", True)])
def test_it_hangs_by_an_open_permit_only(yard: Workplace, kind: str, ended: bool) -> None:
    matter = yard.done("plant.open_matter", kind=kind, title="检修")
    if ended:
        yard.done("plant.advance", matter=matter, state="VOID")
    with pytest.raises(BadInput):
        yard.do("plant.hang_earth", earth="E3", where="x", permit=matter)


@pytest.mark.parametrize("said", [{"earth": "E9"}, {"equipment": "G9"}, {"permit": "nothing"}])
def test_what_it_names_must_be_there(yard: Workplace, said: dict[str, str]) -> None:
    args: dict[str, Any] = {"earth": "E3", "where": "x", **said}
    with pytest.raises(NotFound) as error:
        yard.do("plant.hang_earth", **args)
    assert error.value.where == next(iter(said))


def test_an_earth_of_another_post_cannot_be_hung_here(yard: Workplace) -> None:
    with pytest.raises(NotFound):
        yard.do("plant.remove_earth", CHEN, ROOM, earth="E3")


def test_a_number_names_one_earth(yard: Workplace) -> None:
    with pytest.raises(BadInput):
        yard.do("plant.register_earth", ZHAO, earth="E4", number="3")
    yard.done("plant.register_earth", ZHAO, earth="E3", number="3", home="3 号柜")
    yard.done("plant.register_earth", ZHAO, ROOM, earth="R3", number="3")
    assert yard.row(EARTHS, "E3").home == "3 号柜"


def test_what_hangs_is_not_struck_off(yard: Workplace) -> None:
    _hang(yard)
    assert yard.refused("plant.register_earth", ZHAO, earth="E3", number="3", in_use=False) == ["earth-hangs"]


def test_the_register_is_the_supervisors(yard: Workplace) -> None:
    with pytest.raises(NotAllowed):
        yard.do("plant.register_earth", CHEN, earth="E5", number="5")
    assert yard.refused("plant.register_earth", ZHAO, ROOM, earth="E3", number="3") == ["of-another-post"]


def test_lists_are_by_number_and_a_shift_hears_of_what_it_touched(yard: Workplace) -> None:
    yard.done("plant.hang_earth", earth="E12", where="母线")
    assert [one.number for one in isolation.earths(yard.book, "hall")] == ["3", "12"]
    assert [one.number for one in isolation.hanging(yard.book, "hall")] == ["12"]
    yard.later(60)
    yard.done("plant.remove_earth", earth="E12")
    since = NOON + minutes(30)
    assert [one.number for one in isolation.earths_of_shift(yard.book, "hall", since)] == ["12"]
    assert isolation.earths_of_shift(yard.book, "hall", NOON + minutes(90)) == []


def test_the_tables_come_out_the_same_again(yard: Workplace) -> None:
    _hang(yard)
    yard.later(5)
    yard.done("plant.remove_earth", earth="E3")
    again = yard.rebuilt()
    assert again.find(EARTHS) == yard.book.find(EARTHS)
    assert again.find(HANGINGS) == yard.book.find(HANGINGS)


@pytest.mark.parametrize(
    ("number", "zh", "en"),
    [
        ("3", "3号接地线", "Earth 3"),
        ("甲-3", "甲-3接地线", "Earth 甲-3"),
        ("3号接地线", "3号接地线", "3号接地线"),
        ("Earth B", "Earth B", "Earth B"),
    ],
)
def test_how_an_earth_is_called(number: str, zh: str, en: str) -> None:
    assert earth_title(number) == Words(zh=zh, en=en)
