"""What a regime may say beside the usual: who keeps the record, what is picked, who is asked and who answers after."""

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from jiaoban.followup.tables import FOLLOWUPS
from jiaoban.handover import queries
from jiaoban.handover.draw import gone, picks, unopened
from jiaoban.handover.finding import follower
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.logbook import queries as logbook
from jiaoban.regime.load import load
from jiaoban.regime.pack import Pack
from tests import cast
from tests.pure.handover.desk import EIGHT, IN, LEAD, OUT, Desk

KF015 = Path(__file__).parents[3] / "regimes" / "kf015"
OTHER_LEAD = next(lead for crew, lead in sorted(cast.LEADS.items()) if lead != LEAD)


@cache
def kept() -> Pack:
    return load(KF015)


@pytest.fixture
def desk() -> Desk:
    """The night keeps a log of two entries; the record is opened, under a regime whose manager submits it."""
    made = Desk(regime=kept())
    for text in ("代收快递", "电梯维保"):
        made.ok("logbook.write", OUT, category="WORK", text=text)
    return made.open()


def lines(desk: Desk) -> list[str]:
    return [key for key, line in desk.handover.lines.items() if line.body.source == "entries"]


def offered(desk: Desk) -> Desk:
    desk.ok("handover.pick", LEAD, take=lines(desk))
    for section in desk.assess().rows("sections"):
        if not section["filled"]:
            desk.ok("handover.nothing", OUT, section=section["id"])
    desk.ok("handover.offer", LEAD)
    desk.at("07:45").ok("handover.report_in", IN)
    return desk


def signed(desk: Desk) -> Desk:
    offered(desk)
    desk.ok("handover.acknowledge", IN, lines=list(desk.handover.lines))
    desk.ok("handover.complete_step", IN, step="read-record")
    desk.at("08:00")
    for who in (OUT, IN):
        desk.ok("handover.sign", who, content=desk.handover.content_digest())
    return desk


def test_who_leaves_writes_and_the_manager_submits(desk: Desk) -> None:
    desk.ok("handover.nothing", OUT, section="customers")
    desk.ok("handover.nothing", LEAD, section="notices")
    refusal = desk.do("handover.offer", OUT).refusal
    assert refusal is not None
    assert [(one.code, one.clause) for one in refusal.reasons] == [("not-your-part", "kf015/4.11")]
    assert desk.refused("handover.pick", OUT, take=lines(desk)) == ["not-your-part"]


def test_without_such_a_rule_it_is_all_the_outgoing_sides() -> None:
    hydro = Desk().prepared()
    assert (hydro.pack.handover.written_by, hydro.pack.handover.offered_by) == (("outgoing",), ("outgoing",))
    assert hydro.refused("handover.offer", LEAD) == ["not-your-part"]
    assert hydro.refused("handover.pick", LEAD, take=["x"]) == ["not-your-part"]


def test_each_reads_for_themselves(desk: Desk) -> None:
    there = picks(desk.handover, desk.pack, desk.assess().facts)
    assert len(unopened(desk.handover, there)) == 2
    desk.ok("handover.pick", OTHER_LEAD, take=lines(desk))
    assert unopened(desk.handover, there) == []
    assert len(unopened(desk.handover, there, LEAD.key)) == 2
    assert desk.refused("handover.offer", LEAD) == ["not-opened"]


def test_what_is_left_out_is_no_line_and_nothing_is_missing(desk: Desk) -> None:
    first, second = lines(desk)
    desk.ok("handover.pick", LEAD, take=[first], leave=[second])
    assert lines(desk) == [first]
    assert desk.assess().rows("missing_lines") == ()
    rows = {str(row["id"]): (row["opened"], row["taken"]) for row in desk.assess().rows("picks")}
    assert rows == {first: (True, True), second: (True, False)}
    desk.ok("handover.pick", LEAD, take=[second])
    assert set(lines(desk)) == {first, second}


def test_what_cannot_be_picked(desk: Desk) -> None:
    first, _ = lines(desk)
    with pytest.raises(NotFound):
        desk.do("handover.pick", LEAD, take=["day-log.entries.nothing"])
    with pytest.raises(BadInput):
        desk.do("handover.pick", LEAD)
    with pytest.raises(BadInput):
        desk.do("handover.pick", LEAD, take=[first], leave=[first])


def test_a_struck_entry_leaves_the_record_of_every_regime() -> None:
    hydro = Desk()
    entry = hydro.ok("logbook.write", OUT, category="WORK", text="闲话").acts[0].command
    hydro.open()
    assert lines(hydro) != []
    hydro.ok("logbook.strike", LEAD, entry=entry, reason="与工作无关")
    assert gone(hydro.handover, hydro.pack, hydro.assess().facts) == tuple(lines(hydro))
    assert [row["stale"] for row in hydro.assess().rows("missing_lines")] == [True]
    hydro.ok("handover.draw", OUT)
    assert lines(hydro) == []
    quality = logbook.quality(hydro.book, hydro.handover.post, OUT.key, EIGHT - timedelta(days=1), EIGHT)
    assert (quality.written, quality.struck, quality.amended, quality.late) == (1, 1, 0, 0)


def test_nobody_is_relieved_of_a_record_that_is_not_filled_in(desk: Desk) -> None:
    assert desk.refused("handover.take_over", LEAD, reason="急事") == ["record-filled"]
    for section in desk.assess().rows("sections"):
        if not section["filled"]:
            desk.ok("handover.nothing", LEAD, section=section["id"])
    desk.ok("handover.take_over", LEAD, reason="急事")
    assert desk.handover.ending == "TAKEN_OVER"


def test_a_question_reaches_the_author_and_leaves_the_signatures_as_they_are(desk: Desk) -> None:
    signed(desk)
    content = desk.handover.content_digest()
    desk.at("12:00").ok("handover.ask", IN, line=lines(desk)[0], text="放在哪")
    [(_, question)] = queries.questions_to(desk.book, desk.handover.post, OUT.key)
    assert question.authors == (OUT.key,)
    assert queries.questions_to(desk.book, desk.handover.post, LEAD.key) == []
    desk.ok("handover.answer", OUT, question=question.key, text="二号柜")
    desk.ok("handover.settle", IN, question=question.key)
    assert queries.questions_to(desk.book, desk.handover.post, OUT.key) == []
    assert desk.handover.content_digest() == content
    assert len(desk.handover.valid_signatures) == 2


def test_a_question_before_the_last_signature_voids_those_that_stand(desk: Desk) -> None:
    offered(desk)
    desk.ok("handover.acknowledge", IN, lines=list(desk.handover.lines))
    desk.ok("handover.complete_step", IN, step="read-record")
    desk.ok("handover.sign", OUT, content=desk.handover.content_digest())
    desk.ok("handover.ask", IN, line=lines(desk)[0], text="放在哪")
    assert desk.handover.valid_signatures == ()


def test_whoever_followed_it_then_is_the_follower(desk: Desk) -> None:
    due = EIGHT + timedelta(hours=4)
    said = {"what": "复查", "where": "1201", "state_so_far": "已换", "next_step": "上门", "owner": OUT.key}
    key = desk.ok("followup.open", OUT, due_at=due, **said).acts[0].command
    desk.at("12:00", days=0).now = due
    desk.ok("followup.pass_on", OUT, followup=key, to=IN.key)
    one = desk.book.get(FOLLOWUPS, key)
    assert one is not None
    before, at, later = due - timedelta(seconds=1), due, due + timedelta(hours=1)
    assert [follower(one, found, None) for found in (before, at)] == [OUT.key, IN.key]
    assert follower(one, later, "due") == IN.key
    desk.now = later
    desk.ok("followup.pass_on", IN, followup=key, to=OUT.key)
    desk.ok("followup.close", OUT, followup=key, result="好了")
    closed = desk.book.get(FOLLOWUPS, key)
    assert closed is not None
    assert [follower(closed, later, at_) for at_ in ("due", "closing")] == [IN.key, OUT.key]


@pytest.mark.parametrize("field", ["what", "where", "state_so_far", "next_step", "due_at", "owner"])
def test_a_regime_says_what_a_follow_up_needs(desk: Desk, field: str) -> None:
    said = {"what": "复查", "where": "1201", "state_so_far": "已换", "next_step": "上门", "owner": OUT.key}
    whole: dict[str, Any] = {**said, "due_at": EIGHT + timedelta(hours=4)}
    refusal = desk.do("followup.open", OUT, **{name: value for name, value in whole.items() if name != field}).refusal
    assert refusal is not None
    assert [(one.code, one.clause) for one in refusal.reasons] == [(f"missing:{field}", "kf015/4.3")]


def test_missing_fields_are_named_in_the_refusal(desk: Desk) -> None:
    desk.ok("handover.write_line", OUT, section="customers", text="投诉", fields={"customer": "0802"})
    gate = desk.assess().gate("fields-filled")
    assert gate is not None
    assert gate.names == ("客户诉求与投诉（投诉: 处理情况）",)
