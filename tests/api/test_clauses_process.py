"""Every clause of the process unit's regime, by its check, through the HTTP API of a loaded demo site."""

import pytest

from tests.api.hall import Hall, site_fixture

loaded, hall = site_fixture("binjiang")
ROUTE = ("feed", "reactor", "separator", "compressor", "stripper")
WORDS = (("explanation", "out"), ("consent", "relief"), ("notice", "out"))


def test_1_1_both_sides_go_the_route_in_its_order(hall: Hall) -> None:
    hall.to("open")
    refused = hall.no(hall.out, "handover.confirm", point="outgoing-round", subject="reactor")
    assert refused["route:feed"]["clause"] == "process/2.1"
    for point in ROUTE:
        hall.ok(hall.out, "handover.confirm", point="outgoing-round", subject=point, equipment=point)
    assert len(hall.gates["both-rounds"]["names"]) == 1
    hall.to("inspect")
    assert hall.status("both-rounds") == ["CLEAR"]


def test_1_2_five_clears_are_each_confirmed(hall: Hall) -> None:
    hall.to("read")
    assert len(hall.gates["five-clears"]["names"]) == 5
    hall.to("inspect")
    assert hall.status("five-clears") == ["CLEAR"]


@pytest.mark.parametrize(("clock", "open_"), [("07:34:59", False), ("07:35:00", True)])
def test_2_1_the_round_opens_25_minutes_before_and_its_times_stand_in_the_record(
    hall: Hall, clock: str, open_: bool
) -> None:
    hall.at("07:30").ok(hall.lead, "handover.open")
    said = {"point": "outgoing-round", "subject": "feed"}
    hall.at(clock)
    if not open_:
        assert hall.no(hall.out, "handover.confirm", **said)["too-early"]["clause"] == "process/2.1"
        return
    for point in ROUTE:
        hall.ok(hall.out, "handover.confirm", point="outgoing-round", subject=point)
    hall.ok(hall.out, "handover.draw")
    (line,) = hall.lines(section="round").values()
    assert "07:35:00 开始" in line["body"]["text"]


def test_2_1_at_25_minutes_the_record_is_drafted_and_the_holder_is_sent_on_the_round(hall: Hall) -> None:
    hall.tick("07:34:59")
    assert hall.get(hall.lead, "/handovers/running") == []
    hall.tick("07:35:01")
    assert "巡检" in hall.page(hall.out, "")
    assert hall.running["handover"]["stage"] == "DRAFT"


def test_2_2_to_2_9_the_sections_are_filled_and_output_has_units(hall: Hall) -> None:
    hall.to("open")
    refused = hall.no(hall.out, "handover.offer")
    assert refused["equipment-told"]["clause"] == "process/2.2-3"
    assert refused["results-told"]["clause"] == "process/2.6-9"
    hall.ok(hall.out, "handover.write_line", section="output", text="产品", fields={"amount": "183"})
    assert "单位" in "".join(hall.gates["results-told"]["names"])
    assert hall.send(hall.out, "handover.write_line", section="output", text="产品", fields={"amount": "多"})[0] == 400
    sections = {line["body"]["section"] for line in hall.lines().values()}
    assert {"equipment", "electrics", "instruments", "problems", "instructions", "parameters", "excursions"} <= sections


def test_2_4_an_excursion_wants_its_cause_and_handling_and_what_is_outside_blocks(hall: Hall) -> None:
    hall.to("open")
    (key,) = hall.lines(section="excursions")
    assert "原因" in "".join(hall.gates["excursions-explained"]["names"])
    hall.ok(hall.out, "handover.change_line", line=key, fields={"cause": "循环水热", "handling": "开大阀"})
    gate = hall.gates["within-limits"]
    assert (gate["status"], gate["clause"], gate["names"]) == ("BLOCKED", "process/2.4", ["反应器冷却水阀开度"])
    for number, (kind, who) in enumerate(WORDS, start=1):
        hall.ok(getattr(hall, who), "handover.state", gate="within-limits", kind=kind, text="讲清")
        assert hall.status("within-limits") == ["LIFTED" if number == len(WORDS) else "BLOCKED"]


def test_2_4_brought_back_and_read_again_it_clears(hall: Hall) -> None:
    hall.to("open").ok(hall.out, "plant.read", readings=[{"parameter": "v-cw", "value": "43.2"}])
    assert hall.status("within-limits") == ["CLEAR"]
    hall.at("07:36").ok(hall.out, "plant.read", readings=[{"parameter": "v-cw", "value": "43.3"}])
    assert hall.status("within-limits") == ["BLOCKED"]


def test_2_5_a_difference_of_count_or_condition_wants_its_cause(hall: Hall) -> None:
    hall.to("read")
    counts = [
        {"custody_item": "masks", "found": 5},
        {"custody_item": "breathing", "found": 2, "condition": "DAMAGED"},
    ]
    hall.ok(hall.relief, "plant.count", occasion=hall.key, counts=counts)
    gate = hall.gates["difference-explained"]
    assert (gate["clause"], set(gate["names"])) == ("process/2.5", {"防毒面具", "空气呼吸器"})
    for thing, missing in (("masks", 1), ("breathing", 0)):
        said = {"occasion": hall.key, "custody_item": thing, "missing": missing, "cause": "送检"}
        hall.ok(hall.relief, "plant.record_shortage", **said)
    assert hall.status("difference-explained") == ["CLEAR"]


@pytest.mark.parametrize("missing", ["explanation", "consent", "notice", ""])
def test_2_10_only_all_three_words_let_an_abnormal_state_pass(hall: Hall, missing: str) -> None:
    hall.to("meet").ok(hall.out, "plant.open_matter", kind="ANOMALY", title="塔底液位波动", severity="MINOR")
    assert hall.gates["abnormal-finished"]["clause"] == "process/2.10"
    for kind, who in WORDS:
        if kind != missing:
            hall.send(getattr(hall, who), "handover.state", gate="abnormal-finished", kind=kind, text="讲清")
    assert hall.status("abnormal-finished") == ["BLOCKED" if missing else "LIFTED"]
    refused = hall.no(hall.out, "handover.sign", signer=hall.out)
    assert ("abnormal-finished" in refused) is bool(missing)


@pytest.mark.parametrize(("hour", "status"), [("07:59", "BLOCKED"), ("08:00", "CLEAR")])
def test_2_11_totals_are_read_in_the_minute_of_the_hour_and_the_consumption_computed(
    hall: Hall, hour: str, status: str
) -> None:
    hall.to("meet").at("08:00:30")
    figures = [{"parameter": "q-product", "value": "48236.5"}, {"parameter": "q-steam", "value": "1.20"}]
    hall.ok(hall.out, "plant.read", readings=figures, at=f"2026-11-24T{hour}:00+08:00")
    gate = hall.gates["totals-read"]
    assert (gate["status"], gate["clause"]) == (status, "process/2.11")
    if status == "CLEAR":
        hall.ok(hall.out, "handover.draw")
        told = " ".join(line["body"]["text"] for line in hall.lines(section="totals").values())
        assert "本班" in told
        assert hall.status("rollover-explained") == ["ADVISORY"]


def test_2_11_leaving_before_the_signature_is_recorded_as_a_violation(hall: Hall) -> None:
    hall.to("meet").ok(hall.relief, "handover.depart", person=hall.out.key, text="已换衣服离开")
    gate = hall.gates["stayed-until-signed"]
    assert (gate["status"], gate["clause"]) == ("ADVISORY", "process/2.11")
    assert "擅自离岗" in hall.page(hall.lead, f"p/{hall.post}/handover")
    assert hall.responsible()["people"] == [hall.out.key]


def test_2_12_the_meeting_after_the_shift_is_held_attended_and_minuted(hall: Hall) -> None:
    hall.sign_all()
    stay = max(hall.get(hall.out, f"/api/v1/sites/{hall.site.code}/stays"), key=lambda one: str(one["due_at"]))
    assert hall.no(hall.out, "handover.discharge", stay=stay["key"], handover=None)["meeting:post"]
    key = hall.last["handover"]["key"]
    meeting = hall.ok(hall.lead, "meeting.open", kind="POST", occasion=key)
    hall.ok(hall.lead, "meeting.call_roll", meeting=meeting, people=[{"person": hall.out.key, "present": True}])
    assert hall.no(hall.lead, "meeting.close", meeting=meeting)
    hall.ok(hall.lead, "meeting.brief", meeting=meeting, comments="平稳", attention="明日停车")
    hall.ok(hall.lead, "meeting.close", meeting=meeting)
    hall.ok(hall.out, "handover.discharge", stay=stay["key"], handover=None)
    assert "明日停车" in hall.page(hall.lead, f"p/{hall.post}/handover/{key}/record")


@pytest.mark.parametrize(("clock", "on_time"), [("07:45:00", True), ("07:45:01", False)])
def test_3_1_fifteen_minutes_early_and_findings_are_put_to_the_outgoing_side(
    hall: Hall, clock: str, on_time: bool
) -> None:
    hall.to("offer").at(clock).ok(hall.relief, "handover.report_in")
    assert hall.running["handover"]["presence"][hall.relief.key]["on_time"] is on_time
    assert hall.status("on-time") == ["CLEAR" if on_time else "ADVISORY"]
    hall.ok(hall.relief, "handover.confirm", point="incoming-round", subject="feed", finding="流量计接头渗漏")
    gate = hall.gates["findings-settled"]
    assert (gate["status"], gate["clause"]) == ("BLOCKED", "process/3.1")
    assert "流量计接头渗漏" in hall.page(hall.out, "")
    assert len(hall.gates["contents-checked"]["names"]) == 8


@pytest.mark.parametrize(("clock", "status"), [("07:50:00", "CLEAR"), ("07:50:01", "ADVISORY")])
def test_3_2_ten_minutes_early_at_the_meeting_with_report_briefing_and_assignments(
    hall: Hall, clock: str, status: str
) -> None:
    hall.to("inspect").at("07:49")
    assert hall.gates["meeting-held"]["clause"] == "process/3.2"
    meeting = hall.ok(hall.next_lead, "meeting.open", kind="PRE", occasion=hall.key)
    hall.at(clock)
    there = [{"person": hall.relief.key, "present": True, "fitness": "FIT"}]
    hall.ok(hall.next_lead, "meeting.call_roll", meeting=meeting, people=there)
    assert hall.status("meeting-in-time") == [status]
    assert hall.no(hall.next_lead, "meeting.close", meeting=meeting)
    hall.ok(hall.relief, "meeting.report", meeting=meeting, text="巡检正常")
    hall.ok(hall.next_lead, "meeting.brief", meeting=meeting, attention="盯冷却水")
    said = {"person": hall.relief.key, "what": "每半小时记阀位", "next_step": "超过五成报告"}
    hall.ok(hall.next_lead, "handover.assign", **said)
    hall.ok(hall.next_lead, "meeting.close", meeting=meeting)
    assert hall.status("meeting-held", "roll-called") == ["CLEAR", "CLEAR"]
    assert "每半小时记阀位" in {one["what"] for one in hall.get(hall.relief, "/followups")}


def test_3_3_a_question_unanswered_blocks(hall: Hall) -> None:
    hall.to("arrive")
    question = hall.ok(hall.relief, "handover.ask", text="弛放气调了没有？")
    assert hall.gates["questions-settled"]["clause"] == "process/3.3"
    assert hall.status("questions-settled") == ["BLOCKED"]
    hall.ok(hall.out, "handover.answer", question=question, text="没有")
    hall.ok(hall.relief, "handover.settle", question=question)
    assert hall.status("questions-settled") == ["CLEAR"]


def test_3_3_a_question_about_a_line_keeps_its_asker_from_acknowledging_it_and_stays_in_the_record(hall: Hall) -> None:
    hall.to("arrive")
    line, *_ = hall.lines(source="matters") or hall.lines()
    question = hall.ok(hall.relief, "handover.ask", line=line, text="风机几点好？")
    refused = hall.no(hall.relief, "handover.acknowledge", lines=[line])
    assert {one["clause"] for one in refused.values()} == {"process/3.3"}
    author = hall.running["handover"]["questions"][question]["authors"][0]
    assert "风机几点好" in hall.page(hall.site.people[author], f"p/{hall.post}/")
    hall.ok(hall.out, "handover.answer", question=question, text="调度说十二点")
    hall.ok(hall.relief, "handover.settle", question=question)
    back = {line: "十二点前盯住阀位"}
    hall.ok(hall.relief, "handover.acknowledge", lines=[line], read_back=back)
    key = hall.key
    hall.sign_all()
    assert hall.last["handover"]["key"] == key
    record = hall.page(hall.lead, f"p/{hall.post}/handover/{key}/record")
    assert all(said in record for said in ("风机几点好", "调度说十二点"))


def test_4_1_who_was_responsible_is_answered_to_the_second(hall: Hall) -> None:
    hall.sign_all()
    spans = {
        "2026-11-24T07:59:59+08:00": (hall.out.key, "process/4.1"),
        "2026-11-24T08:01:59+08:00": (hall.out.key, "process/4.1"),
        "2026-11-24T08:05:00+08:00": (hall.relief.key, "process/4.1"),
    }
    for at, (who, clause) in spans.items():
        said = hall.responsible(at)
        assert (said["people"], said["clause"]) == ([who], clause), at
    assert hall.responsible("2026-11-24T08:01:59+08:00")["waiting"] is True


def test_4_2_a_dispute_pauses_until_both_foremen_record_the_same_ruling(hall: Hall) -> None:
    hall.to("arrive")
    dispute = hall.ok(hall.relief, "handover.object", kind="dispute", text="阀位算不算稳定")
    assert hall.running["handover"]["stage"] == "SUSPENDED"
    assert (
        hall.no(hall.relief, "handover.acknowledge", lines=list(hall.lines()))["dispute-open"]["clause"]
        == "process/4.2"
    )
    for who, upheld, stage in (
        (hall.lead, False, "SUSPENDED"),
        (hall.next_lead, True, "SUSPENDED"),
        (hall.next_lead, False, "OFFERED"),
    ):
        hall.ok(who, "handover.rule", about=dispute, upheld=upheld, text="按三样办")
        assert hall.running["handover"]["stage"] == stage


def test_4_3_late_relief_is_reported_a_qualified_stand_in_called_hours_flagged(hall: Hall) -> None:
    hall.to("offer").at("08:00:00")
    assert hall.status("relief-reported") == ["BLOCKED"]
    hall.ok(hall.out, "handover.report_relief", person=hall.relief.key, text="电话不通")
    assert hall.status("relief-reported") == ["CLEAR"]
    assert "电话不通" in hall.page(hall.lead, "board")
    why = {"instead_of": hall.relief.key, "reason": "联系不上"}
    refused = hall.no(hall.lead, "handover.stand_in", person="panxue", **why)
    assert {one["clause"] for one in refused.values()} == {"process/4.3"}
    tired, rested = hall.tired_and_rested()
    hall.ok(hall.lead, "handover.stand_in", person=tired.key, **why)
    assert hall.gates["relief-hours"]["names"] == [tired.name]
    hall.ok(hall.lead, "handover.stand_in", person=rested.key, instead_of=tired.key, reason="工时")
    assert hall.status("relief-hours") == ["CLEAR"]
    assert hall.responsible()["people"] == [hall.out.key]
