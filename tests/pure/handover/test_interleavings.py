"""Whatever two sides, a supervisor and strangers do: one holder, no holder-less second, always an exit."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiaoban.handover import queries
from jiaoban.handover.responsibility import spans
from jiaoban.handover.tables import TENURES
from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.refusal import BadInput, NotAllowed, NotFound
from tests import cast
from tests.pure.handover.desk import EIGHT, IN, LEAD, OUT, POST, Desk

STRANGER = cast.AT_PATROL["D"]
PEOPLE = (OUT, IN, LEAD, STRANGER)
READY = Desk().ready()
"""A handover just before signing; every example goes its own way from a copy."""


def _line(desk: Desk) -> str:
    return next(iter(desk.handover.lines), "none")


def _section(desk: Desk) -> str:
    return str(desk.assess().pack.handover.sections[0].id)


MOVES: dict[str, Any] = {
    "handover.sign": lambda desk: {"content": desk.handover.content_digest()},
    "handover.withdraw": lambda _: {"reason": "补充"},
    "handover.offer": lambda _: {},
    "handover.draw": lambda _: {},
    "handover.write_line": lambda desk: {"section": _section(desk), "text": "补写一条"},
    "handover.acknowledge": lambda desk: {"lines": list(desk.handover.lines) or ["none"]},
    "handover.ask": lambda _: {"text": "为什么"},
    "handover.answer": lambda desk: {"question": next(iter(desk.handover.questions), "none"), "text": "因为"},
    "handover.settle": lambda desk: {"question": next(iter(desk.handover.questions), "none")},
    "handover.object": lambda _: {"kind": "hygiene", "text": "有油污"},
    "handover.mend": lambda desk: {"objection": next(iter(desk.handover.objections), "none"), "how": "已清"},
    "handover.recheck": lambda desk: {"objection": next(iter(desk.handover.objections), "none"), "good": True},
    "handover.refuse": lambda _: {"ground": "not-clean", "text": "不合要求"},
    "handover.mend_refusal": lambda _: {"how": "已整改"},
    "handover.resume": lambda _: {},
    "handover.suspend": lambda _: {"reason": "有操作"},
    "handover.stand_in": lambda _: {"person": STRANGER.key, "reason": "顶班"},
    "handover.take_over": lambda _: {"reason": "接管"},
    "handover.leave_unattended": lambda _: {"safe_state": "已停机", "text": "无人"},
    "handover.cancel": lambda _: {"reason": "取消"},
    "handover.open": lambda _: {},
    "handover.take_first": lambda _: {"people": [IN.key]},
    "plant.open_matter": lambda _: {"kind": "ACCIDENT", "title": "跳闸"},
}
Move = tuple[str, cast.Member, int]
MOVE = st.tuples(st.sampled_from(sorted(MOVES)), st.sampled_from(PEOPLE), st.integers(0, 120))


def _book(desk: Desk) -> MemoryBook:
    assert isinstance(desk.book, MemoryBook)
    return desk.book


def _fresh() -> Desk:
    desk = object.__new__(Desk)
    desk.__dict__.update(READY.__dict__)
    desk.book = _book(READY).copy()
    return desk


def _play(desk: Desk, moves: list[Move]) -> None:
    for verb, who, seconds in moves:
        desk.now += timedelta(seconds=seconds)
        try:
            desk.do(verb, who, **MOVES[verb](desk))
        except (BadInput, NotFound, NotAllowed):
            continue


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(MOVE, max_size=25))
def test_one_holder_at_every_moment(moves: list[Move]) -> None:
    desk = _fresh()
    _play(desk, moves)
    found = spans(POST, sorted((one for _, one in _book(desk).rows(TENURES)), key=lambda one: one.begun_seq))
    assert all(one.until == after.since for one, after in pairwise(found))
    assert found[-1].until is None
    assert all(one.people for one in found[1:])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(MOVE, max_size=25))
def test_a_transfer_stands_on_signatures_over_the_same_content(moves: list[Move]) -> None:
    desk = _fresh()
    _play(desk, moves)
    one = desk.handover
    if one.ending == "SIGNED":
        assert {signature.content for signature in one.valid_signatures} == {one.content_digest()}
        assert {signature.party for signature in one.valid_signatures} == {"outgoing", "incoming"}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(MOVE, max_size=20))
def test_there_is_always_a_way_out(moves: list[Move]) -> None:
    """Whatever happened, the supervisor can take the post, so nobody is held at it for ever."""
    desk = _fresh()
    _play(desk, moves)
    if not desk.handover.open:
        return
    desk.ok("handover.take_over", LEAD, reason="接管")
    assert queries.holders(desk.book, POST) == (LEAD.key,)


def test_the_clock_going_back_leaves_no_gap() -> None:
    desk = _fresh()
    desk.sign(OUT)
    desk.now = EIGHT - timedelta(days=400)
    desk.sign(IN)
    found = queries.tenures(desk.book, POST, EIGHT - timedelta(days=500), EIGHT + timedelta(days=1))
    assert all(one.until == after.since for one, after in pairwise(found))
