"""Things of a register as people name them: what is taken for one, and what is told where that is not clear."""

import pytest

from jiaoban.kernel.naming import MARK, SOUGHT_LENGTH, folded, sought
from jiaoban.kernel.refusal import BadInput
from jiaoban.plant import finding
from tests.pure.workplace import ROOM, ZHAO, Workplace, minutes


@pytest.fixture
def register(plant: Workplace) -> Workplace:
    """G1 (1F, 1号机), and pumps in the hall and in the control room."""
    for key, code, name in (("a", "1P", "水泵"), ("b", "10P", "水泵"), ("c", "P-1", "1号水泵"), ("d", "2号", "1P")):
        plant.done("plant.register_equipment", ZHAO, equipment=key, code=code, name=name)
    plant.done("plant.register_equipment", ZHAO, equipment="r", code="P-1", name="1号水泵", place=ROOM)
    plant.done("plant.register_equipment", ZHAO, equipment="s", code="S-1", name="水位计", place=ROOM)
    return plant


@pytest.mark.parametrize("text", ["1F 1号机", "１ｆ　１号机", "1f1号机", " 1F\t1号机\n", "1\x00F 1号机"])
def test_case_width_and_spaces_make_no_difference(text: str) -> None:
    assert folded(text) == "1f1号机"


def test_what_is_looked_through_has_room_in_an_index() -> None:
    longest = sought("ﷺ" * 200, "名" * 200)
    assert len(longest) == SOUGHT_LENGTH
    assert MARK not in folded(f"a{MARK}b")


@pytest.mark.parametrize(
    ("text", "key"),
    [("10p", "b"), ("10P 水泵", "b"), ("2号", "d"), ("2号 1P", "d"), ("1P 水泵", "a"), ("水位计", "s"), ("", "")],
)
def test_one_thing_is_called_so(register: Workplace, text: str, key: str) -> None:
    assert finding.the_equipment(register.book, "hall", text, "equipment") == key


def test_of_one_label_at_two_posts_that_of_the_post_is_meant(register: Workplace) -> None:
    assert finding.the_equipment(register.book, "hall", "p-1 1号水泵", "equipment") == "c"
    assert finding.the_equipment(register.book, "room", "p-1 1号水泵", "equipment") == "r"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("水泵", "有多个设备叫「水泵」：10P 水泵、1P 水泵。"),
        ("1p", "有多个设备叫「1p」：1P 水泵、2号 1P。"),
        ("p-1", "有多个设备叫「p-1」：P-1 1号水泵 c、P-1 1号水泵 r。"),
        ("水位", "没有设备叫「水位」；相近的有：S-1 水位计。"),
        ("锅炉", "没有设备叫「锅炉」。"),
    ],
)
def test_what_is_not_clear_names_what_could_be_meant(register: Workplace, text: str, told: str) -> None:
    with pytest.raises(BadInput) as caught:
        finding.the_equipment(register.book, "hall", text, "parent")
    assert (caught.value.where, caught.value.wrong.zh) == ("parent", told)


@pytest.mark.parametrize("label", ["P-1 1号水泵 c", "P-1 1号水泵 r"])
def test_what_a_sentence_names_can_be_typed(register: Workplace, label: str) -> None:
    assert finding.the_equipment(register.book, "", label, "equipment") == label[-1]


def test_what_begins_with_the_text_and_is_of_the_post_comes_first(register: Workplace) -> None:
    found = finding.equipment(register.book, "hall", "水", 10)
    assert [one.key for one in found] == ["b", "a", "c", "r", "s"]
    assert [one.key for one in finding.equipment(register.book, "room", "水", 2)] == ["s", "r"]
    assert [one.key for one in finding.equipment(register.book, "hall", "1p", 1)] == ["a"]


def test_what_is_on_most_minds_comes_without_any_text(register: Workplace) -> None:
    register.done("plant.open_matter", kind="DEFECT", title="渗水", equipment="c")
    register.now += minutes(1)
    register.done("logbook.write", category="ROUND", text="看过", equipment="b")
    register.done("logbook.write", category="ROUND", text="又看过", equipment="b")
    register.now += minutes(1)
    register.done("logbook.write", category="ROUND", text="换油", equipment="s")
    assert [one.key for one in finding.equipment(register.book, "hall", " ", 3)] == ["b", "c", "s"]
    assert [one.key for one in finding.equipment(register.book, "room", "", 2)] == ["r", "s"]
