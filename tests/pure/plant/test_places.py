"""Things kept at places: what is where, what a count by place finds otherwise, what every movement does to it."""

from typing import Any

import pytest

from jiaoban.kernel.access import Actor
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.verbs import Outcome, find_verb, perform
from jiaoban.plant import queries
from jiaoban.plant.places import Difference, Kept, differences, read, write
from tests.pure.workplace import HALL, LIU, ZHAO, Workplace

WRENCH = "甲板：T1、T2\n箱：T3"


@pytest.fixture
def kept(plant: Workplace) -> Workplace:
    plant.done("plant.register_custody", ZHAO, custody_item="W", name="扳手", kind="TOOL", places=WRENCH)
    plant.done("plant.register_custody", ZHAO, custody_item="M", name="镜", kind="TOOL", places="甲板：3；箱：1")
    return plant


def tried(work: Workplace, verb: str, actor: Actor = LIU, **said: Any) -> Outcome:
    """Try a verb at the hall that has an argument called `place`, which the workplace's own way does not take."""
    found = find_verb(verb)
    assert found is not None
    args = found.args.model_validate(said)
    command = f"sent-{work.book.size}"
    return perform(work.book, verb, args, actor=actor, place=HALL, now=work.now, command=command, packs=lambda _: None)


def sent(work: Workplace, verb: str, actor: Actor = LIU, **said: Any) -> str:
    """Carry it out."""
    outcome = tried(work, verb, actor, **said)
    assert outcome.refusal is None
    return outcome.acts[0].command


def line(work: Workplace, key: str = "W") -> Any:
    found = queries.custody_item(work.book, key)
    assert found is not None
    return found


def where(work: Workplace, key: str = "W") -> str:
    return write(line(work, key).places)


def count(work: Workplace, key: str, found: int, places: str) -> tuple[Difference, ...]:
    work.done("plant.count", LIU, occasion="h1", counts=[{"custody_item": key, "found": found, "places": places}])
    return next(one for one in queries.counted(work.book, "hall", "h1") if one.line.key == key).differences


def test_what_a_text_tells_is_read_and_written_again() -> None:
    told = read("甲板: T1, T2；箱：T3\n地上")
    assert [(one["place"], one["numbers"]) for one in told] == [("甲板", ["T1", "T2"]), ("箱", ["T3"]), ("地上", [])]
    assert write([Kept(place="甲板", numbers=("T1", "T2")), Kept(place="箱", number=3)]) == "甲板：T1、T2；箱：3"


def test_numbers_and_figures_follow_from_the_places(kept: Workplace) -> None:
    assert (line(kept).numbers, line(kept).expected) == (("T1", "T2", "T3"), 3)
    assert (line(kept, "M").numbers, line(kept, "M").expected) == ((), 4)


def test_a_lone_figure_is_a_number_where_numbers_are_given(plant: Workplace) -> None:
    said: dict[str, Any] = {
        "custody_item": "K",
        "name": "钥匙",
        "kind": "KEY",
        "numbers": "7，8",
        "places": "柜：7；箱：8",
    }
    plant.done("plant.register_custody", ZHAO, **said)
    assert line(plant, "K").numbers == ("7", "8")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"places": "甲板：T1；箱：T1"}, "places"),
        ({"places": [{"place": "甲（左）", "numbers": ["T1"]}]}, "places.0"),
        ({"places": "甲板：T1、T2", "numbers": "T1，T9"}, "places"),
        ({"places": [{"place": "甲板", "number": 2}, {"place": "甲板", "number": 1}]}, "places"),
        ({"places": "甲板：3", "components": "库存，已用"}, "components"),
        (
            {"places": [{"place": "甲板", "number": 2, "numbers": ["T1"]}, {"place": "箱", "numbers": ["T3"]}]},
            "places.0",
        ),
    ],
)
def test_a_register_that_cannot_be(plant: Workplace, said: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as wrong:
        plant.done("plant.register_custody", ZHAO, custody_item="W", name="扳手", kind="TOOL", **said)
    assert wrong.value.where == field


def test_a_count_names_what_is_missing_where_what_is_elsewhere_and_what_nobody_knows(kept: Workplace) -> None:
    found = count(kept, "W", 3, "甲板：T1；箱：T9、T2")
    assert [(one.what, one.number, one.place, one.at) for one in found] == [
        ("MISSING", "T3", "箱", ""),
        ("MISPLACED", "T2", "甲板", "箱"),
        ("UNKNOWN", "T9", "", "箱"),
    ]
    assert [one.words().zh for one in found] == ["缺 T3（应在箱）", "T2 应在甲板，却在箱", "T9 在箱，不在册"]
    assert all(one.words().en for one in found)


def test_one_key_moved_and_not_the_other(kept: Workplace) -> None:
    assert [one.number for one in count(kept, "W", 3, "甲板：T1；箱：T2、T3")] == ["T2"]


def test_a_figure_that_agrees_does_not_hide_a_wrong_number(kept: Workplace) -> None:
    count(kept, "W", 3, "甲板：T1、T9；箱：T3")
    of = next(one for one in queries.counted(kept.book, "hall", "h1") if one.line.key == "W")
    assert (of.found, of.short) == (3, 1)


def test_without_numbers_the_figure_of_each_place_tells(kept: Workplace) -> None:
    assert count(kept, "M", 4, "甲板：3；箱：1") == ()
    assert count(kept, "M", 4, "甲板：2；箱：2") == (Difference(what="MISPLACED", many=1, place="甲板", at="箱"),)
    assert count(kept, "M", 3, "甲板：3；箱：0") == (Difference(what="MISSING", many=1, place="箱"),)
    assert count(kept, "M", 5, "甲板：3；箱：1；地上：1") == (Difference(what="OVER", many=1, at="地上"),)


def test_what_is_lent_is_missing_nowhere_and_found_it_is_named(kept: Workplace) -> None:
    kept.done("plant.lend", LIU, custody_item="W", number=1, numbers="T2", to="外单位", purpose="检修")
    assert count(kept, "W", 2, "甲板：T1；箱：T3") == ()
    assert [one.what for one in count(kept, "W", 3, "甲板：T1、T2；箱：T3")] == ["LENT"]


def test_every_movement_keeps_the_places(kept: Workplace) -> None:
    loan = sent(kept, "plant.lend", custody_item="M", number=2, place="甲板", to="外单位", purpose="检修")
    assert (where(kept, "M"), line(kept, "M").expected) == ("甲板：1；箱：1", 2)
    kept.done("plant.bring_back", LIU, loan=loan, number=1)
    sent(kept, "plant.bring_back", loan=loan, number=1, place="箱")
    assert (where(kept, "M"), line(kept, "M").expected) == ("甲板：2；箱：2", 4)
    sent(kept, "plant.relocate", custody_item="M", number=1, place="箱", to="甲板")
    sent(kept, "plant.move_custody", custody_item="M", movement="RECEIVED", number=2, place="柜", reason="新购")
    sent(kept, "plant.move_custody", custody_item="M", movement="USED", number=1, place="甲板", reason="碎了")
    assert (where(kept, "M"), line(kept, "M").expected) == ("甲板：2；箱：1；柜：2", 5)


def test_numbers_move_with_their_places(kept: Workplace) -> None:
    kept.done("plant.relocate", LIU, custody_item="W", numbers="T1", to="柜", reason="新影板")
    sent(
        kept,
        "plant.move_custody",
        custody_item="W",
        movement="RECEIVED",
        number=1,
        numbers="T4",
        place="箱",
        reason="新购",
    )
    kept.done("plant.move_custody", ZHAO, custody_item="W", movement="LOST", number=1, numbers="T2", reason="遗失")
    assert (where(kept), line(kept).numbers) == ("甲板：0；箱：T3、T4；柜：T1", ("T1", "T3", "T4"))


def test_a_settled_count_is_where_things_belong_from_then_on(kept: Workplace) -> None:
    kept.done("plant.lend", LIU, custody_item="W", number=1, numbers="T2", to="外单位", purpose="检修")
    kept.done("plant.agree_count", ZHAO, custody_item="W", agreed=2, places="柜：T1、T3", cause="新柜")
    assert (where(kept), line(kept).expected) == ("柜：T1、T3；甲板：T2", 2)
    kept.done("plant.agree_count", ZHAO, custody_item="M", agreed=4, places="箱：4", cause="合并")
    assert where(kept, "M") == "箱：4"


@pytest.mark.parametrize(
    ("verb", "said", "field"),
    [
        ("plant.lend", {"custody_item": "M", "number": 1, "to": "外", "purpose": "修"}, "place"),
        ("plant.relocate", {"custody_item": "W", "numbers": "T9", "to": "箱"}, "numbers"),
        ("plant.relocate", {"custody_item": "M", "place": "甲板", "to": "箱"}, "number"),
        ("plant.relocate", {"custody_item": "K1", "number": 1, "place": "甲", "to": "乙"}, "to"),
        ("plant.move_custody", {"custody_item": "W", "movement": "RECEIVED", "number": 1, "numbers": "T4",
                                "reason": "购"}, "place"),
        ("plant.agree_count", {"custody_item": "W", "agreed": 3, "cause": "查"}, "places"),
        ("plant.agree_count", {"custody_item": "W", "agreed": 3, "places": "箱：T1", "cause": "查"}, "places"),
    ],
)  # fmt: skip
def test_a_movement_that_cannot_be(kept: Workplace, verb: str, said: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as wrong:
        sent(kept, verb, ZHAO, **said)
    assert wrong.value.where == field


@pytest.mark.parametrize(
    ("verb", "said", "code"),
    [
        ("plant.lend", {"custody_item": "M", "number": 2, "place": "箱", "to": "外", "purpose": "修"}, "not-so-many"),
        ("plant.relocate", {"custody_item": "M", "number": 5, "place": "甲板", "to": "箱"}, "not-so-many"),
        ("plant.relocate", {"custody_item": "W", "numbers": "T3", "to": "箱"}, "there-already"),
    ],
)  # fmt: skip
def test_a_guess_at_what_is_where_stands_in_the_book(
    kept: Workplace, verb: str, said: dict[str, Any], code: str
) -> None:
    before, outcome = kept.book.size, tried(kept, verb, **said)
    assert outcome.refusal is not None
    assert [one.code for one in outcome.refusal.reasons] == [code]
    assert kept.book.size == before + 1


def test_without_places_a_count_is_judged_by_numbers_alone() -> None:
    found = differences((), ("7", "8"), (), (), ("7", "9"))
    assert [(one.what, one.number) for one in found] == [("MISSING", "8"), ("UNKNOWN", "9")]
