from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.handover.minutes import minutes_of
from jiaoban.kernel.refusal import BadInput, NotAllowed, NotFound
from jiaoban.meeting import queries
from jiaoban.meeting.tables import MEETINGS
from jiaoban.meeting.terms import BRIEF, FITNESS, KINDS
from jiaoban.regime.meetings import Meetings
from tests.pure import workplace
from tests.pure.workplace import CHEN, HALL, LIU, ROOM, RULED, ZHAO, Workplace, minutes

LIU_AWAY = {"person": "liu", "present": False, "note": "病假"}
CHEN_THERE = {"person": "chen", "present": True, "fitness": "FIT"}


def opened(work: Workplace, kind: str = "PRE") -> str:
    return work.done("meeting.open", ZHAO, RULED, kind=kind, occasion="h1")


@pytest.fixture
def key(work: Workplace) -> str:
    return opened(work)


def chair(work: Workplace, verb: str, **args: Any) -> str:
    return work.done(f"meeting.{verb}", ZHAO, RULED, **args)


def test_a_meeting_from_the_roll_to_the_end(work: Workplace, key: str) -> None:
    chair(work, "call_roll", meeting=key, people=[CHEN_THERE, {"person": "liu", "present": False, "note": "请假"}])
    work.done("meeting.report", CHEN, RULED, meeting=key, text="设备检查完毕")
    chair(work, "brief", meeting=key, discipline="好", attention="盯水位")
    chair(work, "close", meeting=key)
    one = work.row(MEETINGS, key)
    assert [(person, call.present) for person, call in one.roll.items()] == [("chen", True), ("liu", False)]
    assert ([report.person for report in one.reports], one.closed_at) == (["chen"], work.now)
    assert queries.of_occasion(work.book, "h1") == [one]


def test_closing_names_everything_that_is_missing_and_the_clause(work: Workplace, key: str) -> None:
    refusal = work.do("meeting.close", ZHAO, RULED, meeting=key).refusal
    assert refusal is not None
    assert [reason.code for reason in refusal.reasons] == ["missing:roll", "missing:discipline", "missing:attention"]
    assert {reason.clause for reason in refusal.reasons} == {"demo/3.2"}


def test_without_a_regime_the_roll_is_enough(work: Workplace) -> None:
    key = work.done("meeting.open", ZHAO, HALL, kind="PRE", occasion="h1")
    assert work.refused("meeting.close", ZHAO, meeting=key) == ["missing:roll"]
    work.done("meeting.call_roll", ZHAO, meeting=key, people=[CHEN_THERE])
    work.done("meeting.close", ZHAO, meeting=key)


def test_the_summing_up_belongs_to_the_post_shift_meeting_where_one_is_held(work: Workplace, key: str) -> None:
    chair(work, "call_roll", meeting=key, people=[CHEN_THERE])
    post = opened(work, "POST")
    chair(work, "close", meeting=key)
    assert work.refused("meeting.close", ZHAO, RULED, meeting=post) == ["missing:discipline", "missing:attention"]


def test_a_second_summing_up_does_not_wipe_out_the_first(work: Workplace, key: str) -> None:
    chair(work, "brief", meeting=key, discipline="好", attention="盯水位")
    chair(work, "brief", meeting=key, attention="盯水位和油温")
    brief = work.row(MEETINGS, key).brief
    assert (brief.discipline, brief.attention) == ("好", "盯水位和油温")


def test_a_later_call_of_the_same_person_replaces_the_earlier_one(work: Workplace, key: str) -> None:
    chair(work, "call_roll", meeting=key, people=[{"person": "chen", "present": False}])
    chair(work, "call_roll", meeting=key, people=[CHEN_THERE])
    assert work.row(MEETINGS, key).roll["chen"].present


@pytest.mark.parametrize(
    ("verb", "args", "error"),
    [
        ("call_roll", {"people": [CHEN_THERE, CHEN_THERE]}, BadInput),
        ("call_roll", {"people": [{"person": "nobody", "present": True}]}, NotFound),
        ("call_roll", {"people": []}, ValueError),
        ("brief", {"discipline": " "}, BadInput),
        ("report", {"text": ""}, ValueError),
    ],
)
def test_senseless_input_does_not_come_in(
    work: Workplace, key: str, verb: str, args: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        work.do(f"meeting.{verb}", ZHAO, RULED, meeting=key, **args)


def test_one_meeting_of_a_kind_at_a_time(work: Workplace, key: str) -> None:
    assert work.refused("meeting.open", ZHAO, RULED, kind="PRE", occasion="h1") == ["meeting-open"]


def test_a_meeting_of_another_post_neither_blocks_nor_counts(work: Workplace, key: str) -> None:
    work.done("meeting.open", ZHAO, ROOM, kind="PRE", occasion="h1")
    assert [one.key for one in queries.of_occasion(work.book, "h1", "hall")] == [key]
    assert len(queries.of_occasion(work.book, "h1")) == 2


def test_after_the_end_nothing_is_added(work: Workplace) -> None:
    key = work.done("meeting.open", ZHAO, kind="POST", occasion="h1")
    work.done("meeting.close", ZHAO, meeting=key)
    tried: dict[str, dict[str, Any]] = {"report": {"text": "x"}, "brief": {"text": "x"}, "close": {}}
    for verb, args in tried.items():
        assert work.refused(f"meeting.{verb}", ZHAO, meeting=key, **args) == ["meeting-closed"]


@pytest.mark.parametrize("verb", ["open", "call_roll", "brief", "close"])
def test_an_operator_does_not_hold_meetings(work: Workplace, key: str, verb: str) -> None:
    args: dict[str, Any] = {
        "open": {"kind": "POST", "occasion": "h1"},
        "call_roll": {"meeting": key, "people": [CHEN_THERE]},
        "brief": {"meeting": key, "text": "x"},
        "close": {"meeting": key},
    }
    with pytest.raises(NotAllowed):
        work.do(f"meeting.{verb}", LIU, RULED, **args[verb])


def test_a_meeting_of_another_post_does_not_exist_here(work: Workplace, key: str) -> None:
    with pytest.raises(NotFound):
        work.do("meeting.report", place=ROOM, meeting=key, text="x")


def test_every_code_has_words() -> None:
    assert all(words.zh and words.en for words in (*KINDS.values(), *FITNESS.values(), *BRIEF.values()))


STEPS = st.lists(
    st.sampled_from(
        [
            ("call_roll", {"people": [CHEN_THERE]}),
            ("brief", {"discipline": "好"}),
            ("brief", {"attention": "盯水位"}),
            ("report", {"text": "x"}),
            ("close", {}),
        ]
    ),
    max_size=10,
)


@given(STEPS)
def test_however_it_goes_a_closed_meeting_was_whole(steps: list[tuple[str, dict[str, Any]]]) -> None:
    work = Workplace()
    key = opened(work)
    for verb, args in steps:
        before = work.row(MEETINGS, key)
        work.do(f"meeting.{verb}", ZHAO, RULED, meeting=key, **args)
        after = work.row(MEETINGS, key)
        assert before.open or after == before
        assert after.open or (after.roll and after.brief.discipline and after.brief.attention)
    assert work.rebuilt().get(MEETINGS, key) == work.book.get(MEETINGS, key)


def test_who_was_found_present_stays_there_since_then(work: Workplace, key: str) -> None:
    chair(work, "call_roll", meeting=key, people=[CHEN_THERE])
    first = work.now
    work.later(2)
    chair(work, "call_roll", meeting=key, people=[CHEN_THERE])
    assert work.row(MEETINGS, key).roll["chen"].here_at == first


def test_who_was_missing_is_there_since_they_were_found(work: Workplace, key: str) -> None:
    chair(work, "call_roll", meeting=key, people=[{"person": "chen", "present": False}])
    assert work.row(MEETINGS, key).roll["chen"].here_at is None
    work.later(2)
    chair(work, "call_roll", meeting=key, people=[CHEN_THERE])
    assert work.row(MEETINGS, key).roll["chen"].here_at == work.now


def test_who_went_away_and_came_back_is_there_since_then(work: Workplace, key: str) -> None:
    chair(work, "call_roll", meeting=key, people=[CHEN_THERE])
    chair(work, "call_roll", meeting=key, people=[{"person": "chen", "present": False}])
    work.later(2)
    chair(work, "call_roll", meeting=key, people=[CHEN_THERE])
    assert work.row(MEETINGS, key).roll["chen"].here_at == work.now


def test_a_meeting_lasts_from_its_begin_to_its_end(work: Workplace, key: str) -> None:
    assert work.row(MEETINGS, key).lasted is None
    work.later(12)
    chair(work, "call_roll", meeting=key, people=[CHEN_THERE])
    chair(work, "brief", meeting=key, discipline="好", attention="盯水位")
    chair(work, "close", meeting=key)
    assert work.row(MEETINGS, key).lasted == minutes(12)


def test_who_is_absent_is_so_with_a_reason_or_without(work: Workplace, key: str) -> None:
    chair(work, "call_roll", meeting=key, people=[{"person": "chen", "present": False}, LIU_AWAY])
    one = work.row(MEETINGS, key)
    assert (one.absent, one.unexcused) == ({"chen": "", "liu": "病假"}, ("chen",))


@pytest.mark.parametrize(("why", "closes"), [("", False), ("病假", True)])
def test_a_regime_may_want_the_reason_of_every_absence(
    work: Workplace, monkeypatch: pytest.MonkeyPatch, why: str, closes: bool
) -> None:
    wants = SimpleNamespace(meetings=Meetings(clause="demo/3.2", absence=True))
    monkeypatch.setattr(workplace, "PACK", wants)
    key = opened(work)
    chair(work, "call_roll", meeting=key, people=[{"person": "chen", "present": False, "note": why}])
    refusal = work.do("meeting.close", ZHAO, RULED, meeting=key).refusal
    assert (refusal is None) is closes
    if refusal is not None:
        assert (refusal.reasons[0].code, refusal.reasons[0].names) == ("absent-without-reason", ("陈",))
        assert refusal.reasons[0].clause == "demo/3.2"


def test_the_minutes_say_who_was_there_who_not_and_what_was_said(work: Workplace, key: str) -> None:
    chair(work, "call_roll", meeting=key, people=[CHEN_THERE, LIU_AWAY])
    work.done("meeting.report", CHEN, RULED, meeting=key, text="检查完毕")
    chair(work, "brief", meeting=key, discipline="好", attention="盯水位")
    due: dict[str, Any] = {"where": "水车室", "next_step": "领料", "due_at": work.now + minutes(30), "owner": "chen"}
    work.done("followup.open", what="换滤网", origin="h1", **due)
    assert "尚未散会" in minutes_of(work.book, work.row(MEETINGS, key), HALL.zone, "zh-hans")
    work.later(9.5)
    chair(work, "close", meeting=key)
    assert minutes_of(work.book, work.row(MEETINGS, key), HALL.zone, "zh-hans").split("\n") == [
        "班前会  2026-11-23 12:00–12:09  10 分钟",
        "主持：赵",
        "到会：陈（良好）",
        "未到：刘（病假）",
        "",
        "值班纪律：好",
        "注意事项：盯水位",
        "",
        "陈：检查完毕",
        "",
        "工作安排：",
        "1. 陈：换滤网；领料（2026-11-23 12:30）",
    ]
    assert "10 min" in minutes_of(work.book, work.row(MEETINGS, key), HALL.zone, "en")
