"""Work permits, switching orders and work faces: validity, people, steps strictly in order, progress."""

from typing import Any

import pytest

from jiaoban.kernel.act import Proposed
from jiaoban.kernel.book import Stamp
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.logbook import queries as logbook
from jiaoban.org.acts import PersonAdded, PersonDescription
from jiaoban.plant import queries
from jiaoban.plant.tables import MATTERS, Matter
from tests.pure.workplace import CHEN, LIU, NOON, ZHAO, Workplace, minutes

STEPS = ("拉开 111 断路器", "验电", "合上接地刀闸")


def opened(work: Workplace, kind: str, **args: Any) -> str:
    return work.done("plant.open_matter", kind=kind, title="t", **args)


def row(work: Workplace, key: str) -> Matter:
    found: Matter = work.row(MATTERS, key)
    return found


def executing(work: Workplace, **args: Any) -> str:
    key = opened(work, "SWITCHING", **{"steps": STEPS, "persons": {"performer": "chen", "guardian": "liu"}, **args})
    work.done("plant.advance", matter=key, state="EXECUTING")
    return key


# ---- people


def test_people_of_the_site_are_named_by_key_and_others_by_name(plant: Workplace) -> None:
    key = opened(plant, "PERMIT", persons={"permitter": "chen"}, people={"issuer": "检修公司 王工", "performer": ""})
    one = row(plant, key)
    assert one.people == {"permitter": "陈", "issuer": "检修公司 王工"}
    assert one.persons == {"permitter": "chen"}


def test_nobody_is_named_twice_or_unknown(plant: Workplace) -> None:
    with pytest.raises(BadInput) as twice:
        opened(plant, "PERMIT", persons={"permitter": "chen"}, people={"permitter": "王工"})
    assert twice.value.where == "people.permitter"
    with pytest.raises(NotFound):
        opened(plant, "PERMIT", persons={"permitter": "nobody"})


def test_who_permits_is_recorded_and_becomes_the_permitter(plant: Workplace) -> None:
    key = opened(plant, "PERMIT", people={"issuer": "王工"})
    plant.done("plant.advance", matter=key, state="PERMITTED", person="liu")
    one = row(plant, key)
    assert (one.people["permitter"], one.persons["permitter"], one.history[-1].who) == ("刘", "liu", "刘")
    plant.later(5)
    plant.done("plant.advance", matter=key, state="ENDED", who="检修公司 王工")
    assert (row(plant, key).history[-1].who, row(plant, key).people["permitter"]) == ("检修公司 王工", "刘")
    assert "工作票「t」：已终结（检修公司 王工）。" in logbook.entries(plant.book, "hall", matter=key)[0].text


def test_a_permitter_who_is_named_stays_the_permitter(plant: Workplace) -> None:
    key = opened(plant, "PERMIT", persons={"permitter": "chen"})
    plant.done("plant.advance", matter=key, state="PERMITTED", person="liu")
    assert row(plant, key).people["permitter"] == "陈"


@pytest.mark.parametrize("kind", ["PERMIT", "SWITCHING", "DISPATCH", "DEFECT"])
def test_nobody_has_a_role_that_the_kind_does_not_know(plant: Workplace, kind: str) -> None:
    with pytest.raises(BadInput) as caught:
        plant.do("plant.open_matter", kind=kind, title="t", severity="MINOR", equipment="G1", people={"cook": "王工"})
    assert caught.value.where == "people.cook"


def test_two_people_of_one_name_are_two_people(plant: Workplace) -> None:
    namesake = PersonAdded(person="chen2", description=PersonDescription(name=CHEN.name))
    with plant.book.transaction():
        plant.book.append([Proposed(namesake)], Stamp("join", "", "system", "", NOON))
    key = opened(plant, "SWITCHING", persons={"performer": "chen", "guardian": "chen2"})
    plant.done("plant.change_people", matter=key, persons={"performer": "chen2", "guardian": "chen"}, reason="换班")
    with pytest.raises(BadInput):
        plant.do("plant.change_people", matter=key, persons={"performer": "chen"}, reason="换班")
    with pytest.raises(BadInput):
        plant.do("plant.change_people", matter=key, people={"performer": CHEN.name}, reason="换班")


def test_performer_and_guardian_are_two_people(plant: Workplace) -> None:
    with pytest.raises(BadInput):
        opened(plant, "SWITCHING", persons={"performer": "chen", "guardian": "chen"})
    key = opened(plant, "SWITCHING", persons={"performer": "chen", "guardian": "liu"})
    with pytest.raises(BadInput):
        plant.do("plant.change_people", matter=key, persons={"guardian": "chen"}, reason="换班")


def test_people_change_with_a_reason_and_stay_on_record(plant: Workplace) -> None:
    key = opened(plant, "PERMIT", persons={"performer": "chen", "permitter": "zhao"})
    plant.done("plant.change_people", matter=key, people={"performer": "王工"}, reason="工作负责人变更")
    one = row(plant, key)
    assert (one.people, one.persons) == ({"performer": "王工", "permitter": "赵"}, {"permitter": "zhao"})
    assert one.history[-1].text == "工作负责人变更"
    with pytest.raises(BadInput):
        plant.do("plant.change_people", matter=key, people={"giver": "调度"}, reason="x")
    with pytest.raises(BadInput):
        plant.do("plant.change_people", matter=key, reason="x")


# ---- validity


def valid(work: Workplace, hours: int = 4) -> str:
    return opened(work, "PERMIT", valid_from=NOON, valid_to=NOON + minutes(60 * hours))


@pytest.mark.parametrize(
    ("minute", "codes"), [(-1, ["permit-too-early"]), (0, []), (239, []), (240, ["permit-overrun"])]
)
def test_work_is_permitted_only_while_its_permit_is_valid(plant: Workplace, minute: int, codes: list[str]) -> None:
    plant.now = NOON - minutes(60)
    key = valid(plant)
    plant.now = NOON + minutes(minute)
    refusal = plant.do("plant.advance", matter=key, state="PERMITTED").refusal
    assert ([reason.code for reason in refusal.reasons] if refusal else []) == codes


@pytest.mark.parametrize(("minute", "overrun"), [(239, False), (240, True)])
def test_a_permit_overruns_at_the_end_of_its_validity(plant: Workplace, minute: int, overrun: bool) -> None:
    key = valid(plant)
    assert row(plant, key).overrun(NOON + minutes(minute)) is overrun
    plant.done("plant.advance", matter=key, state="PERMITTED")
    plant.done("plant.advance", matter=key, state="ENDED")
    assert not row(plant, key).overrun(NOON + minutes(minute))


def test_an_extension_says_until_when_why_and_by_whom(plant: Workplace) -> None:
    key = valid(plant)
    until = NOON + minutes(480)
    plant.later(5)
    plant.done("plant.extend", matter=key, valid_to=until, reason="轴瓦未回装", person="zhao")
    one = row(plant, key)
    (extension,) = one.extensions
    assert (one.valid_to, extension.who, extension.reason, extension.late) == (until, "赵", "轴瓦未回装", False)
    assert "延期至 2026-11-23 20:00（赵）：轴瓦未回装" in logbook.entries(plant.book, "hall", matter=key)[0].text


def test_an_extension_after_the_end_is_marked(plant: Workplace) -> None:
    key = valid(plant)
    plant.later(241)
    plant.done("plant.extend", matter=key, valid_to=NOON + minutes(480), reason="忘了办")
    assert row(plant, key).extensions[0].late
    assert not row(plant, key).overrun(plant.now)


def test_what_cannot_be_extended(plant: Workplace) -> None:
    key = valid(plant)
    with pytest.raises(BadInput):
        plant.do("plant.extend", matter=key, valid_to=NOON + minutes(240), reason="x")
    assert plant.refused("plant.extend", matter=opened(plant, "PERMIT"), valid_to=NOON, reason="x") == [
        "not-to-be-extended"
    ]
    plant.done("plant.advance", matter=key, state="VOID")
    assert plant.refused("plant.extend", matter=key, valid_to=NOON + minutes(999), reason="x") == ["not-to-be-extended"]


@pytest.mark.parametrize(
    "bad",
    [
        {"kind": "PERMIT", "valid_from": NOON, "valid_to": NOON},
        {"kind": "DEFECT", "valid_to": NOON},
        {"kind": "PERMIT", "steps": STEPS},
    ],
)
def test_senseless_validity_and_steps(plant: Workplace, bad: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        plant.do("plant.open_matter", title="t", **bad)


# ---- steps


def test_steps_are_done_and_checked_strictly_in_order(plant: Workplace) -> None:
    key = executing(plant)
    assert plant.refused("plant.do_step", matter=key, step=2) == ["step-order"]
    assert plant.refused("plant.check_step", LIU, matter=key, step=1) == ["step-not-done"]
    plant.done("plant.do_step", matter=key, step=1)
    assert plant.refused("plant.do_step", matter=key, step=1) == ["step-done"]
    assert plant.refused("plant.do_step", matter=key, step=2) == ["step-order"]
    plant.later(1)
    plant.done("plant.check_step", LIU, matter=key, step=1)
    plant.done("plant.do_step", matter=key, step=2, note="无电")
    first, second, _ = row(plant, key).steps
    assert (first.done_by, first.checked_by, first.done_at, first.checked_at) == ("chen", "liu", NOON, plant.now)
    assert (second.note, second.checked_at) == ("无电", None)


def test_the_refusal_names_the_step_and_who_is_asked(plant: Workplace) -> None:
    key = executing(plant)
    plant.done("plant.do_step", matter=key, step=1)
    refusal = plant.do("plant.do_step", matter=key, step=3).refusal
    assert refusal is not None
    assert refusal.reasons[0].why.zh == "第 1 项等监护人核对，不能先做第 3 项。"
    assert (refusal.reasons[0].names, refusal.reasons[0].who) == (("1. 拉开 111 断路器",), ("liu",))


def test_nobody_checks_their_own_step(plant: Workplace) -> None:
    key = executing(plant, persons={}, people={"performer": "王工", "guardian": "李工"})
    plant.done("plant.do_step", matter=key, step=1)
    assert plant.refused("plant.check_step", matter=key, step=1) == ["own-step"]
    plant.done("plant.check_step", LIU, matter=key, step=1)


def test_only_performer_and_guardian_of_the_order_tick(plant: Workplace) -> None:
    key = executing(plant)
    assert plant.refused("plant.do_step", LIU, matter=key, step=1) == ["not-the-performer"]
    plant.done("plant.do_step", matter=key, step=1)
    assert plant.refused("plant.check_step", ZHAO, matter=key, step=1) == ["not-the-guardian"]
    plant.done("plant.change_people", matter=key, persons={"guardian": "zhao"}, reason="换班")
    plant.done("plant.check_step", ZHAO, matter=key, step=1)


def test_without_a_guardian_done_is_done(plant: Workplace) -> None:
    key = executing(plant, persons={"performer": "chen"})
    for step in (1, 2, 3):
        plant.done("plant.do_step", matter=key, step=step)
    assert (row(plant, key).steps_done, row(plant, key).stopped_after) == (3, 0)
    plant.done("plant.advance", matter=key, state="ENDED")


def test_a_step_is_skipped_only_with_a_reason_and_in_its_turn(plant: Workplace) -> None:
    key = executing(plant)
    with pytest.raises(ValueError, match="reason"):
        plant.do("plant.skip_step", matter=key, step=1)
    assert plant.refused("plant.skip_step", matter=key, step=2, reason="已在合位") == ["step-order"]
    plant.done("plant.skip_step", matter=key, step=1, reason="已在分位")
    plant.done("plant.do_step", matter=key, step=2)
    assert plant.refused("plant.skip_step", matter=key, step=2, reason="x") == ["step-done"]
    assert (row(plant, key).steps[0].note, row(plant, key).steps_done) == ("已在分位", 1)


def test_an_order_with_steps_left_is_not_ended_but_can_be_aborted(plant: Workplace) -> None:
    key = executing(plant)
    plant.done("plant.do_step", matter=key, step=1)
    refusal = plant.do("plant.advance", matter=key, state="ENDED").refusal
    assert refusal is not None
    assert (refusal.reasons[0].code, len(refusal.reasons[0].names)) == ("steps-left", 3)
    plant.done("plant.advance", matter=key, state="ABORTED", note="机构卡涩")
    assert row(plant, key).stopped_after == 1


def test_an_interruption_between_steps_shows(plant: Workplace) -> None:
    key = executing(plant)
    assert row(plant, key).stopped_after == 0
    plant.done("plant.do_step", matter=key, step=1)
    plant.done("plant.check_step", LIU, matter=key, step=1)
    assert (row(plant, key).stopped_after, row(plant, key).steps_done, len(row(plant, key).steps)) == (1, 1, 3)


def test_steps_are_ticked_only_while_the_order_is_executed(plant: Workplace) -> None:
    key = opened(plant, "SWITCHING", steps=STEPS)
    assert plant.refused("plant.do_step", matter=key, step=1) == ["not-executing"]
    plant.done("plant.advance", matter=key, state="EXECUTING")
    for number in (4, 200):
        with pytest.raises(BadInput):
            plant.do("plant.do_step", matter=key, step=number)
    assert plant.refused("plant.do_step", matter=opened(plant, "PERMIT"), step=1) == ["no-steps"]


def test_a_step_happened_after_the_one_before_it(plant: Workplace) -> None:
    key = executing(plant)
    plant.later(10)
    plant.done("plant.do_step", matter=key, step=1, occurred_at=NOON + minutes(4))
    with pytest.raises(BadInput):
        plant.do("plant.check_step", LIU, matter=key, step=1, occurred_at=NOON + minutes(3))
    with pytest.raises(BadInput):
        plant.do("plant.check_step", LIU, matter=key, step=1, occurred_at=NOON + minutes(20))
    plant.done("plant.check_step", LIU, matter=key, step=1, occurred_at=NOON + minutes(4))
    assert row(plant, key).steps[0].checked_at == NOON + minutes(4)


def test_steps_may_come_as_lines_of_text_and_be_listed_until_the_first_is_done(plant: Workplace) -> None:
    key = opened(plant, "SWITCHING", steps="拉开\n\n 验电 \n接地")
    assert [one.text for one in row(plant, key).steps] == ["拉开", "验电", "接地"]
    plant.done("plant.list_steps", matter=key, steps=["一", "二"])
    plant.done("plant.advance", matter=key, state="EXECUTING")
    plant.done("plant.do_step", matter=key, step=1)
    assert plant.refused("plant.list_steps", matter=key, steps=["一"]) == ["steps-begun"]


def test_ticks_touch_the_matter_so_that_a_record_shows_them(plant: Workplace) -> None:
    key = executing(plant)
    plant.later(5)
    plant.done("plant.do_step", matter=key, step=1)
    assert row(plant, key).last_at == plant.now


# ---- work faces, and the list of the shift


def test_a_work_face_has_progress_in_percent_and_words(plant: Workplace) -> None:
    key = opened(plant, "WORKFACE")
    assert row(plant, key).percent is None
    plant.done("plant.progress", matter=key, percent=40, text="转子已吊出")
    assert (row(plant, key).percent, row(plant, key).history[-1].text) == (40, "40%：转子已吊出")
    assert plant.refused("plant.progress", matter=opened(plant, "PERMIT"), percent=1, text="x") == ["not-measured"]
    with pytest.raises(ValueError, match="100"):
        plant.do("plant.progress", matter=key, percent=101, text="x")
    plant.done("plant.advance", matter=key, state="CLOSED")
    assert plant.refused("plant.progress", matter=key, percent=50, text="x") == ["matter-over"]


def test_a_permit_that_spans_shifts_is_listed_until_it_is_closed(plant: Workplace) -> None:
    key = opened(plant, "PERMIT")
    plant.done("plant.advance", matter=key, state="PERMITTED")
    plant.later(3 * 24 * 60)
    assert [one.key for one in queries.current_matters(plant.book, "hall", plant.now)] == [key]
    plant.done("plant.advance", matter=key, state="ENDED")
    assert [one.key for one in queries.current_matters(plant.book, "hall", plant.now)] == [key]
    plant.later(24 * 60)
    assert queries.current_matters(plant.book, "hall", plant.now) == []


def test_everything_folds_again_to_the_same(plant: Workplace) -> None:
    key = executing(plant)
    plant.done("plant.do_step", CHEN, matter=key, step=1)
    permit = valid(plant)
    plant.done("plant.extend", matter=permit, valid_to=NOON + minutes(900), reason="x")
    again = plant.rebuilt()
    assert [again.get(MATTERS, one) for one in (key, permit)] == [row(plant, key), row(plant, permit)]
