"""Whoever comes too late is told by whom; and a clock that was set wrong leaves no gap."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from jiaoban.handover.responsibility import timeline
from jiaoban.kernel.refusal import Refusal
from tests import cast
from tests.pure.handover.desk import EIGHT, IN, OUT, POST, Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


def lost(desk: Desk, verb: str, by: cast.Member, **said: Any) -> Refusal:
    refusal = desk.do(verb, by, **said).refusal
    assert refusal is not None
    return refusal


def test_who_comes_after_the_last_signature_is_told_who_closed_it(desk: Desk) -> None:
    desk.signed()
    refusal = lost(desk, "handover.withdraw", OUT, reason="补充")
    assert (refusal.conflict, refusal.reasons[0].code) == (True, "handover-closed")
    assert IN.name in refusal.reasons[0].why.zh


def test_who_signs_after_a_withdrawal_is_told_who_took_it_back(desk: Desk) -> None:
    desk.ready()
    content = desk.handover.content_digest()
    desk.sign(OUT)
    desk.ok("handover.withdraw", OUT, reason="补充")
    refusal = lost(desk, "handover.sign", IN, content=content)
    assert (refusal.conflict, refusal.reasons[0].code) == (True, "stage:draft")
    assert OUT.name in refusal.reasons[0].why.zh
    again = lost(desk, "handover.withdraw", OUT, reason="补充")
    assert not again.conflict, "nobody is faster than oneself"


def test_who_signs_what_was_corrected_meanwhile_is_told_by_whom(desk: Desk) -> None:
    desk.open()
    section = next(row["id"] for row in desk.assess().rows("sections"))
    desk.ok("handover.write_line", OUT, section=section, text="排水泵试运行中")
    desk.ready()
    content = desk.handover.content_digest()
    desk.sign(OUT)
    (line,) = [key for key, one in desk.handover.lines.items() if one.body.source == "hand"]
    desk.ok("handover.change_line", OUT, line=line, text="排水泵已停")
    refusal = lost(desk, "handover.sign", IN, content=content)
    assert (refusal.conflict, refusal.reasons[0].code) == (True, "content-changed")
    assert OUT.name in refusal.reasons[0].why.zh


def test_a_holding_that_begins_after_its_shift_ended_is_one_interval(desk: Desk) -> None:
    """The clock stood a year ahead when it was signed, and was put right."""
    desk.ready()
    desk.sign(OUT)
    desk.at("08:00", days=365).sign(IN)
    spans = timeline(desk.book, POST, EIGHT - timedelta(days=400), EIGHT + timedelta(days=800))
    assert all(one.until == other.since for one, other in pairwise(spans))
    assert [(one.people, one.waiting) for one in spans[-2:]] == [((OUT.key,), True), ((IN.key,), True)]


def test_a_record_that_nobody_offered_yet_is_no_conflict(desk: Desk) -> None:
    desk.open()
    refusal = lost(desk, "handover.withdraw", OUT, reason="补充")
    assert (refusal.conflict, refusal.reasons[0].why.zh) == (False, "交班方还没有交班。")
