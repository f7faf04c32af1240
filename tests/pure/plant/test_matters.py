from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.logbook import queries as logbook
from jiaoban.logbook.tables import ENTRIES
from jiaoban.plant import queries
from jiaoban.plant.lives import LIVES
from jiaoban.plant.tables import MATTERS, Matter
from jiaoban.plant.terms import CONDITIONS, CUSTODY_KINDS, EQUIPMENT_STATES, FIELDS, ROLES, SEVERITIES
from tests.pure.workplace import LIU, NOON, ROOM, ZHAO, Workplace, minutes

CHANGE: dict[str, Any] = {"kind": "CHANGE", "title": "更换励磁碳刷", "equipment": "G1", "before": "旧", "after": "新"}


def opened(work: Workplace, kind: str, **args: Any) -> str:
    return work.done("plant.open_matter", kind=kind, title="t", **args)


def test_opening_a_matter_writes_the_log_as_well(plant: Workplace) -> None:
    key = opened(plant, "DEFECT", text="渗油", equipment="G1B", severity="MAJOR", occurred_at=NOON - minutes(40))
    (entry,) = logbook.entries(plant.book, "hall", matter=key)
    assert (entry.category, entry.text, entry.equipment) == ("DEFECT", "缺陷「t」：未消除。渗油", "G1B")
    assert (entry.late, entry.occurred_at) == (True, plant.row(MATTERS, key).opened_at)


def test_advancing_a_matter_writes_the_log_as_well(plant: Workplace) -> None:
    key = opened(plant, "SWITCHING", number="2026-118", people={"performer": "陈", "guardian": "刘"})
    plant.later(5)
    plant.done("plant.advance", LIU, matter=key, state="EXECUTING", note="开始操作")
    newest = logbook.entries(plant.book, "hall", matter=key)[0]
    assert (newest.category, newest.text, newest.author) == ("SWITCHING", "操作票「t」：执行中。开始操作", "liu")


def test_an_entry_can_be_linked_to_a_matter_of_the_post(plant: Workplace) -> None:
    key = opened(plant, "DEFECT")
    entry = plant.done("logbook.write", category="DEFECT", text="已报修", matter=key, equipment="G1")
    assert plant.row(ENTRIES, entry).matter == key
    with pytest.raises(NotFound):
        plant.do("logbook.write", place=ROOM, category="DEFECT", text="x", matter=key)


@pytest.mark.parametrize("field", ["equipment", "before", "after"])
@pytest.mark.parametrize("kind", ["CHANGE", "PROTECTION"])
def test_a_change_names_the_equipment_and_both_states(plant: Workplace, kind: str, field: str) -> None:
    args: dict[str, Any] = {k: v for k, v in CHANGE.items() if k != field} | {"kind": kind}
    assert plant.refused("plant.open_matter", **args) == [f"missing:{field}"]


def test_a_change_is_done_at_once(plant: Workplace) -> None:
    one = plant.row(MATTERS, plant.done("plant.open_matter", **CHANGE))
    assert (one.state, one.open, one.closed_at) == ("DONE", False, NOON)
    assert queries.matters(plant.book, "hall", open=True) == []


@pytest.mark.parametrize(
    "bad", [{"equipment": "G9"}, {"kind": "PARTY"}, {"subject": "bed-1"}, {"people": {"Not a role!": "x"}}]
)
def test_senseless_matters_are_not_opened(plant: Workplace, bad: dict[str, Any]) -> None:
    with pytest.raises((NotFound, ValueError)):
        plant.do("plant.open_matter", **{"kind": "DEFECT", "title": "t", **bad})


def test_a_wrong_turn_names_the_possible_ones(plant: Workplace) -> None:
    key = opened(plant, "PERMIT")
    refusal = plant.do("plant.advance", matter=key, state="ENDED").refusal
    assert refusal is not None
    assert refusal.reasons[0].names == ("PERMITTED", "VOID")
    assert refusal.reasons[0].lifts.zh == "可以改为：已许可、作废。"
    assert not refusal.conflict


def test_whoever_comes_second_is_told_of_a_conflict(plant: Workplace) -> None:
    key = opened(plant, "DEFECT")
    plant.done("plant.advance", matter=key, state="CLOSED")
    refusal = plant.do("plant.advance", LIU, matter=key, state="CLOSED").refusal
    assert refusal is not None
    assert refusal.conflict


def test_a_turn_cannot_come_before_the_one_before_it(plant: Workplace) -> None:
    key = opened(plant, "ACCIDENT")
    with pytest.raises(BadInput):
        plant.do("plant.advance", matter=key, state="HANDLING", occurred_at=NOON - minutes(1))


def test_an_order_is_unclear_until_it_is_cleared_up(plant: Workplace) -> None:
    key = opened(plant, "DISPATCH")
    plant.done("plant.mark_unclear", LIU, matter=key, why="负荷数字听不清")
    assert [one.key for one in queries.matters(plant.book, "hall", unclear=True)] == [key]
    assert plant.refused("plant.advance", matter=key, state="CARRIED_OUT") == ["order-unclear"]
    plant.done("plant.clear_up", matter=key, how="复诵确认 80 MW")
    plant.done("plant.advance", matter=key, state="CARRIED_OUT")
    assert plant.refused("plant.mark_unclear", matter=key, why="x") == ["cannot-be-unclear"]
    assert plant.refused("plant.clear_up", matter=key, how="x") == ["not-unclear"]


def test_an_unclear_order_can_be_withdrawn_and_then_no_longer_stands_in_the_way(plant: Workplace) -> None:
    key = opened(plant, "INSTRUCTION")
    plant.done("plant.mark_unclear", matter=key, why="?")
    assert plant.refused("plant.mark_unclear", LIU, matter=key, why="?") == ["cannot-be-unclear"]
    plant.done("plant.advance", matter=key, state="WITHDRAWN")
    assert queries.matters(plant.book, "hall", unclear=True) == []


def test_only_orders_are_unclear(plant: Workplace) -> None:
    assert plant.refused("plant.mark_unclear", matter=opened(plant, "DEFECT"), why="?") == ["not-an-order"]


def test_notes_keep_the_state_and_touch_the_matter(plant: Workplace) -> None:
    key = opened(plant, "WORKFACE")
    plant.later(60)
    plant.done("plant.note", matter=key, text="转子已吊出")
    one = plant.row(MATTERS, key)
    assert (one.state, one.history[-1].text, one.last_at) == ("OPEN", "转子已吊出", plant.now)


def test_a_shift_tells_of_what_is_open_and_of_what_was_touched(plant: Workplace) -> None:
    old_open, old_closed, touched = opened(plant, "DEFECT"), opened(plant, "ANOMALY"), opened(plant, "ANOMALY")
    plant.done("plant.advance", matter=old_closed, state="CLOSED")
    plant.later(300)
    plant.done("plant.advance", matter=touched, state="CLOSED")
    new = opened(plant, "SAFETY")
    found = queries.current_matters(plant.book, "hall", NOON + minutes(240))
    assert [one.key for one in found] == [old_open, touched, new]


def test_matters_can_be_paged_through(plant: Workplace) -> None:
    for ago in (0, 1, 1, 1, 2):
        opened(plant, "DEFECT", occurred_at=NOON - minutes(ago))
    seen: list[str] = []
    while page := queries.matters(plant.book, "hall", limit=2, before=seen[-1] if seen else ""):
        seen += [one.key for one in page]
    assert seen == [one.key for one in queries.matters(plant.book, "hall")]
    assert len(seen) == 5


def test_a_note_is_words_or_pictures_or_both(plant: Workplace) -> None:
    key = opened(plant, "DEFECT")
    plant.done("plant.note", matter=key, photos=["a" * 64])
    plant.done("plant.note", matter=key, text="已擦净", photos=["b" * 64])
    story = plant.row(MATTERS, key).history
    assert [(turn.text, turn.photos) for turn in story[1:]] == [("", ("a" * 64,)), ("已擦净", ("b" * 64,))]
    with pytest.raises(BadInput) as told:
        plant.done("plant.note", matter=key, text="  ")
    assert told.value.where == "text"


@pytest.mark.parametrize("verb", ["plant.advance", "plant.note", "plant.mark_unclear", "plant.clear_up"])
def test_a_matter_of_another_post_does_not_exist_here(plant: Workplace, verb: str) -> None:
    key = opened(plant, "DISPATCH")
    args: dict[str, Any] = {"advance": {"state": "WITHDRAWN"}, "note": {"text": "x"}, "mark_unclear": {"why": "x"}}
    with pytest.raises(NotFound):
        plant.do(verb, place=ROOM, matter=key, **args.get(verb.removeprefix("plant."), {"how": "x"}))


@pytest.mark.parametrize("kind", LIVES)
def test_every_life_is_whole(kind: str) -> None:
    life = LIVES[kind]  # type: ignore[index]
    reached, todo = {life.first}, [life.first]
    while todo:
        for state in life.after(todo.pop()):
            if state not in reached:
                reached.add(state)
                todo.append(state)
    assert reached == set(life.states)
    assert all(words.zh and words.en for words in (life.name, *life.states.values()))
    assert any(not life.after(state) for state in life.states)


def test_every_code_has_words() -> None:
    for words in (EQUIPMENT_STATES, SEVERITIES, CUSTODY_KINDS, CONDITIONS, ROLES, FIELDS):
        assert all(one.zh and one.en for one in words.values())


STATES = sorted({state for life in LIVES.values() for state in life.states})
TRIED = st.lists(st.sampled_from([*STATES, "NOTE", "UNCLEAR", "CLEAR"]), max_size=15)


@given(kind=st.sampled_from(sorted(LIVES)), tried=TRIED)
def test_whatever_is_tried_a_matter_only_walks_its_life(kind: str, tried: list[str]) -> None:
    work = Workplace()
    fields = {"equipment": "G1", "before": "a", "after": "b"} if LIVES[kind].needs else {}  # type: ignore[index]
    if fields:
        work.done("plant.register_equipment", ZHAO, equipment="G1", code="1F", name="1号机")
    key = opened(work, kind, **fields)
    last: Matter = work.row(MATTERS, key)
    verbs: dict[str, tuple[str, dict[str, Any]]] = {
        "NOTE": ("note", {"text": "x"}),
        "UNCLEAR": ("mark_unclear", {"why": "x"}),
        "CLEAR": ("clear_up", {"how": "x"}),
    }
    for step in tried:
        work.later(1)
        name, args = verbs.get(step, ("advance", {"state": step}))
        work.do(f"plant.{name}", matter=key, **args)
        one: Matter = work.row(MATTERS, key)
        assert one.state == last.state or one.state in last.life.after(last.state)
        assert one.open == (one.closed_at is None)
        assert not one.unclear or (one.life.order and one.open)
        last = one
    assert work.rebuilt().get(MATTERS, key) == last
