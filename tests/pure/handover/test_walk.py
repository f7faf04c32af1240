"""The whole handover, and what stops it."""

from datetime import timedelta
from itertools import pairwise

import pytest

from jiaoban.handover import queries
from jiaoban.handover.responsibility import responsible, timeline
from tests import cast
from tests.pure.handover.desk import EIGHT, IN, LEAD, OUT, POST, Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_two_signatures_move_responsibility_at_that_second(desk: Desk) -> None:
    desk.signed()
    before, after = responsible(desk.book, POST, EIGHT - timedelta(seconds=1)), responsible(desk.book, POST, EIGHT)
    assert (before.people, after.people) == ((OUT.key,), (IN.key,))
    assert after.clause == "hydro/1.2"


def test_a_fresh_draft_blocks_for_every_reason_it_should(desk: Desk) -> None:
    desk.open()
    assert {"prepared", "told-in-person", "incoming-present", "steps-done", "meeting-held"} <= desk.blocked()


def test_an_accident_blocks_and_its_end_unblocks(desk: Desk) -> None:
    desk.ready()
    accident = desk.ok("plant.open_matter", OUT, kind="ACCIDENT", title="2号机剪断销断裂").acts[0].command
    assert "no-accident" in desk.blocked()
    desk.ok("plant.advance", OUT, matter=accident, state="HANDLING")
    desk.ok("plant.advance", OUT, matter=accident, state="ENDED", note="已更换")
    assert "no-accident" not in desk.blocked()


def test_a_matter_that_comes_up_after_the_offer_must_get_into_the_record(desk: Desk) -> None:
    desk.ready()
    desk.ok("plant.open_matter", OUT, kind="DEFECT", title="3号泵渗油", severity="MINOR")
    assert desk.assess().rows("missing_lines")
    assert desk.refused("handover.sign", OUT, content=desk.handover.content_digest())
    desk.ok("handover.draw", OUT)
    assert not desk.assess().rows("missing_lines")


def test_the_incoming_side_cannot_sign_first(desk: Desk) -> None:
    desk.ready()
    assert desk.refused("handover.sign", IN, content=desk.handover.content_digest()) == ["signature-order"]


def test_a_signature_over_other_content_is_refused(desk: Desk) -> None:
    desk.ready()
    assert desk.refused("handover.sign", OUT, content="0" * 64) == ["content-changed"]


def test_a_change_after_the_first_signature_voids_it(desk: Desk) -> None:
    desk.ready()
    desk.sign(OUT)
    desk.ok("handover.ask", IN, text="水位为何下降？")
    assert not desk.handover.valid_signatures


def test_no_step_may_be_skipped(desk: Desk) -> None:
    desk.reported()
    assert desk.refused("handover.complete_step", IN, step="inspect") == ["step:read-records"]


@pytest.mark.parametrize(("clock", "on_time"), [("07:50:00", True), ("07:50:01", False)])
def test_ten_minutes_early_to_the_second(desk: Desk, clock: str, on_time: bool) -> None:
    desk.offered()
    desk.at(clock).ok("handover.report_in", IN)
    assert desk.handover.presence[IN.key].on_time is on_time


def test_a_refusal_leaves_the_outgoing_side_responsible_until_it_is_mended(desk: Desk) -> None:
    desk.reported()
    desk.ok("handover.refuse", IN, ground="not-clean", text="机坑有油污")
    assert desk.handover.stage == "REFUSED"
    assert queries.holders(desk.book, POST) == (OUT.key,)
    desk.ok("handover.mend_refusal", OUT, how="已清扫")
    desk.ok("handover.resume", IN)
    assert desk.handover.stage == "OFFERED"


def test_the_supervisor_takes_the_post_when_nobody_comes(desk: Desk) -> None:
    desk.offered()
    desk.at("08:20").ok("handover.take_over", LEAD, reason="接班人未到，联系不上")
    assert queries.holders(desk.book, POST) == (LEAD.key,)


def test_waiting_after_the_hour_is_told_with_its_own_clause(desk: Desk) -> None:
    desk.offered()
    span = responsible(desk.book, POST, EIGHT + timedelta(minutes=5))
    assert (span.people, span.waiting, span.clause) == ((OUT.key,), True, "hydro/3.1")


def test_the_day_has_neither_gap_nor_overlap(desk: Desk) -> None:
    desk.signed()
    spans = timeline(desk.book, POST, EIGHT - timedelta(hours=12), EIGHT + timedelta(hours=12))
    assert all(one.until == other.since for one, other in pairwise(spans))


def test_nobody_else_signs_for_somebody(desk: Desk) -> None:
    desk.ready()
    stranger = cast.AT_PATROL["D"]
    assert desk.refused("handover.sign", stranger, content=desk.handover.content_digest()) == ["signature-order"]


def test_a_record_offered_anew_ends_a_refusal(desk: Desk) -> None:
    desk.reported()
    desk.ok("handover.refuse", IN, ground="not-prepared", text="缺陷没写清")
    desk.ok("handover.withdraw", OUT, reason="补写")
    assert desk.handover.refusal is not None
    desk.ok("handover.offer", OUT)
    assert desk.handover.refusal is None
