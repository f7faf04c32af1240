"""Every clause of the service desk's regime, by its check, through the HTTP API of a loaded demo site."""

import pytest

from tests.api.hall import Hall, site_fixture

loaded, hall = site_fixture("cuihu")
FOLLOWUP = {
    "what": "复查水压",
    "where": "四号楼 0301",
    "state_so_far": "已报工程部",
    "next_step": "上门测压",
    "due_at": "2026-11-24T12:00:00+08:00",
}


@pytest.mark.parametrize(("clock", "on_time"), [("14:50:00", True), ("14:50:01", False)])
def test_4_1a_at_ten_minutes_on_time_a_second_later_late_and_record_and_board_say_so(
    hall: Hall, clock: str, on_time: bool
) -> None:
    hall.to("offer").at(clock).ok(hall.relief, "handover.report_in")
    said = hall.running["handover"]["presence"][hall.relief.key]
    assert said["on_time"] is on_time
    assert hall.status("on-time") == ["CLEAR" if on_time else "ADVISORY"]
    assert ("迟到" in hall.page(hall.lead, "board")) is not on_time


def test_4_1a_uniform_is_a_confirmation_of_arrival(hall: Hall) -> None:
    hall.to("offer").at("14:45").ok(hall.relief, "handover.report_in", ready=False)
    assert hall.status("in-uniform") == ["BLOCKED"]
    hall.ok(hall.relief, "handover.confirm", point="changed-into-uniform")
    assert hall.status("in-uniform") == ["CLEAR"]


def test_4_1b_signing_names_what_is_not_read(hall: Hall) -> None:
    hall.to("arrive")
    first, *others = hall.lines()
    hall.ok(hall.relief, "handover.acknowledge", lines=others)
    refused = hall.no(hall.out, "handover.sign", signer=hall.out)["everything-read"]
    assert refused["clause"] == "kf015/4.1b"
    assert len(refused["names"]) == 1
    hall.ok(hall.relief, "handover.acknowledge", lines=[first])
    assert hall.status("everything-read") == ["CLEAR"]


def test_4_2_nobody_hands_over_or_is_relieved_with_an_empty_section_and_nothing_is_an_answer(hall: Hall) -> None:
    hall.to("open").ok(hall.lead, "handover.pick", take=list(hall.lines(source="entries")))
    for verb, signer, said in (
        ("handover.offer", None, {}),
        ("handover.take_over", hall.lead, {"reason": "接管"}),
    ):
        refused = hall.no(hall.lead, verb, signer=signer, **said)["record-filled"]
        assert refused["clause"] == "kf015/4.2"
        assert "通知与交待" in "".join(refused["names"])
    hall.ok(hall.out, "handover.nothing", section="notices")
    assert "通知与交待" not in "".join(hall.gates["record-filled"]["names"])


def test_4_3_each_section_and_each_follow_up_has_its_fields_and_what_is_missing_is_named(hall: Hall) -> None:
    hall.to("prepare").ok(
        hall.out, "handover.write_line", section="customers", text="投诉", fields={"customer": "0802"}
    )
    gate = hall.gates["fields-filled"]
    assert (gate["status"], gate["clause"]) == ("BLOCKED", "kf015/4.3")
    assert "处理情况" in "".join(gate["names"])
    refused = hall.no(hall.out, "followup.open", what="复查水压")
    assert len(refused) == 5
    assert {one["clause"] for one in refused.values()} == {"kf015/4.3"}


def test_4_4_a_follow_up_goes_on_until_it_is_closed_with_a_result(hall: Hall) -> None:
    hall.to("open")
    lines = hall.lines(source="followups")
    assert len(lines) == 3
    gate = hall.gates["follow-ups-worked-on"]
    assert (gate["status"], gate["clause"]) == ("BLOCKED", "kf015/4.4")
    one = next(iter(lines.values()))["body"]["ref"]
    assert {reason["clause"] for reason in hall.no(hall.out, "followup.close", followup=one).values()} == {"kf015/4.4"}
    hall.ok(hall.out, "followup.close", followup=one, result="已复查，不漏了")
    hall.ok(hall.out, "handover.draw")
    assert any(line["body"]["state"] != "OPEN" for line in hall.lines(source="followups").values())


def test_4_4_what_is_open_goes_into_the_next_record_and_each_shift_writes_progress_or_a_reason(hall: Hall) -> None:
    hall.to("signed")
    carried = {one["key"]: one["what"] for one in hall.get(hall.lead, "/followups")}
    assert carried
    hall.turn = hall.turn.next
    hall.at("22:40").ok(hall.out, "handover.open")
    assert {one["body"]["ref"] for one in hall.lines(source="followups").values()} >= set(carried)
    gate = hall.gates["follow-ups-worked-on"]
    assert (gate["status"], len(gate["names"])) == ("BLOCKED", len(carried))
    first, *others = carried
    hall.ok(hall.out, "followup.progress", followup=first, text="又去看了一次，水压正常")
    for one in others:
        hall.ok(hall.out, "followup.excuse", followup=one, reason="业主不在家")
    assert hall.status("follow-ups-worked-on") == ["CLEAR"]


@pytest.mark.parametrize(
    ("arose", "side", "clause"), [("BEFORE", "outgoing", "kf015/4.5"), ("AFTER", "incoming", "kf015/4.1b")]
)
def test_4_5_what_was_written_nowhere_falls_to_the_previous_shift_unless_it_arose_later(
    hall: Hall, arose: str, side: str, clause: str
) -> None:
    hall.to("signed")
    found = {"kind": "never-written", "text": "三号楼停电通知没有写", "arose": arose}
    hall.ok(hall.relief, "handover.find", handover=hall.last["handover"]["key"], **found)
    judged = hall.get(hall.lead, "/findings")[0]
    people = [hall.out.key] if side == "outgoing" else [hall.relief.key]
    assert (judged["side"], judged["people"], judged["clause"]) == (side, people, clause)


def test_4_5_what_was_marked_unclear_falls_to_the_previous_shift(hall: Hall) -> None:
    hall.to("meet")
    key = next(iter(hall.lines(source="entries")))
    hall.ok(hall.relief, "handover.mark_unclear", line=key, why="哪一户")
    assert hall.status("nothing-unclear") == ["BLOCKED"]
    hall.ok(hall.lead, "handover.state", gate="nothing-unclear", kind="ruling", text="先接，事后由上一班补清")
    hall.sign(hall.out)
    hall.sign(hall.relief)
    key_of, said = hall.last["handover"]["key"], {"kind": "not-clear", "text": "户号写错", "ref": key}
    hall.ok(hall.relief, "handover.find", handover=key_of, arose="BEFORE", **said)
    found = hall.get(hall.lead, "/findings")[0]
    assert (found["side"], found["people"], found["clause"]) == ("outgoing", [hall.out.key], "kf015/4.5")


def test_4_6_an_overdue_follow_up_falls_to_whoever_followed_it_when_it_fell_due(hall: Hall) -> None:
    said = {**FOLLOWUP, "due_at": "2026-11-23T14:30:00+08:00", "owner": hall.out.key}
    one = hall.at("14:25").ok(hall.out, "followup.open", **said)
    hall.to("signed")
    hall.at("15:30").ok(hall.out, "followup.pass_on", followup=one, to=hall.relief.key)
    found = {"kind": "follow-up-overdue", "text": "没有上门", "ref": one, "arose": "BEFORE"}
    hall.ok(hall.relief, "handover.find", handover=hall.last["handover"]["key"], **found)
    finding = hall.get(hall.lead, "/findings")[0]
    assert (finding["side"], finding["people"], finding["clause"]) == ("follower", [hall.out.key], "kf015/4.6")


def test_4_7_a_question_reaches_its_author_off_shift_and_keeps_its_asker_from_acknowledging(hall: Hall) -> None:
    hall.to("open").ok(hall.lead, "handover.write_line", section="notices", text="停水", fields={"source": "工程部"})
    line = next(key for key, one in hall.lines(section="notices").items() if one["body"]["text"] == "停水")
    hall.ok(hall.lead, "handover.change_line", line=line, text="停水", fields={"source": "工程部", "applies": "九点"})
    hall.to("arrive")
    question = hall.ok(hall.relief, "handover.ask", line=line, text="哪几栋？")
    assert hall.running["handover"]["questions"][question]["authors"] == [hall.lead.key]
    refused = hall.no(hall.relief, "handover.acknowledge", lines=[line])
    assert {one["clause"] for one in refused.values()} == {"kf015/4.7"}
    assert "哪几栋" in hall.page(hall.lead, "")
    hall.ok(hall.lead, "handover.answer", question=question, text="二号楼")
    hall.ok(hall.relief, "handover.settle", question=question)
    hall.ok(hall.relief, "handover.acknowledge", lines=[line])
    asked = hall.running["handover"]["questions"][question]
    assert (asked["text"], asked["answers"][0]["text"]) == ("哪几栋？", "二号楼")


def test_4_7_the_supervisor_rules_on_what_nobody_answers(hall: Hall) -> None:
    hall.to("arrive")
    line = next(iter(hall.lines(source="entries")))
    question = hall.ok(hall.relief, "handover.ask", line=line, text="谁登记的？")
    hall.ok(hall.next_lead, "handover.rule", about=question, upheld=False, text="登记表上有")
    hall.ok(hall.relief, "handover.acknowledge", lines=[line])


def test_4_8_a_correction_is_linked_and_shows_the_original(hall: Hall) -> None:
    entry = hall.at("14:21").ok(hall.out, "logbook.write", category="WORK", text="三号楼停电")
    hall.ok(hall.out, "logbook.amend", entry=entry, text="三号楼停水", reason="写错")
    kept = hall.get(hall.out, f"/log/{entry}")
    assert (kept["text"], kept["amendments"][0]["text"]) == ("三号楼停电", "三号楼停水")


def test_4_9_a_struck_entry_stays_legible_leaves_the_record_and_counts(hall: Hall) -> None:
    entry = hall.at("14:21").ok(hall.out, "logbook.write", category="OTHER", text="晚上聚餐")
    hall.to("open")
    assert hall.lines(ref=entry)
    assert hall.send(hall.out, "logbook.strike", entry=entry, reason="无关")[0] == 403
    hall.ok(hall.lead, "logbook.strike", entry=entry, reason="与工作无关")
    hall.to("prepare")
    assert not hall.lines(ref=entry)
    assert hall.get(hall.lead, f"/log/{entry}")["struck"]["reason"] == "与工作无关"
    assert "晚上聚餐" in hall.page(hall.out, f"p/{hall.post}/log")
    days = {"since": "2026-11-23T00:00:00+08:00", "until": "2026-11-24T00:00:00+08:00"}
    quality = hall.get(hall.lead, "/log-quality", author=hall.out.key, **days)
    assert quality["struck"] == 1


def test_4_10_there_is_no_handing_over_by_word_of_mouth(hall: Hall) -> None:
    hall.to("prepare")
    assert hall.status("in-writing") == ["BLOCKED"]
    assert hall.no(hall.out, "handover.sign", signer=hall.out)
    points = {one["point"] for one in hall.running["handover"]["confirmations"]}
    assert not points
    assert hall.send(hall.out, "handover.confirm", point="told-by-mouth")[0] in (400, 404)
    hall.ok(hall.relief, "handover.refuse", ground="oral-only", text="只口头说了停水的事")
    assert hall.running["handover"]["refusals"][0]["ground"] == "oral-only"


def test_4_11_only_the_manager_submits_and_only_after_opening_the_days_log(hall: Hall) -> None:
    hall.to("prepare")
    assert {one["clause"] for one in hall.no(hall.out, "handover.offer").values()} == {"kf015/4.11"}
    refused = hall.no(hall.lead, "handover.offer")["not-opened"]
    assert (refused["clause"], bool(refused["names"])) == ("kf015/4.11", True)
    hall.ok(hall.lead, "handover.pick", take=list(hall.lines(source="entries")))
    hall.ok(hall.lead, "handover.offer")
    assert hall.running["handover"]["stage"] == "OFFERED"


def test_4_12_what_is_unfinished_has_a_reason_and_the_managers_confirmation(hall: Hall) -> None:
    hall.to("open")
    gate = hall.gates["unfinished-with-reason"]
    assert (gate["status"], gate["clause"]) == ("BLOCKED", "kf015/4.12")
    hall.to("read")
    refused = hall.no(hall.out, "handover.sign", signer=hall.out)
    assert refused["unfinished-confirmed"]["clause"] == "kf015/4.12"
    for key in hall.lines(source="followups"):
        hall.ok(hall.lead, "handover.confirm", point="unfinished-seen", line=key)
    assert hall.status("unfinished-with-reason", "unfinished-confirmed") == ["CLEAR", "CLEAR"]


def test_doc_a_handover_names_the_version_it_was_held_under(hall: Hall) -> None:
    regime = next(one for one in hall.get(hall.lead, f"/api/v1/sites/{hall.site.code}/regimes"))
    digest = hall.to("signed").last["handover"]["regime"]
    head = hall.get(hall.lead, f"/api/v1/sites/{hall.site.code}/regimes/{digest}")["head"]
    wanted = ("number", "version", "issuer", "scope", "effective_from", "approver")
    assert all(head[name] for name in wanted)
    assert regime["regime"] == "kf015"
