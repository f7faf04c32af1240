"""Every clause of the station's regime that bears on the handover, by its check, through the HTTP API of the demo site.

The clauses about leave, rosters and recalls (4.1 to 4.3, 4.5) govern no handover.
"""

import csv
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.api.hall import Hall, site_fixture

loaded, hall = site_fixture("yunfeng", "patrol")


def stopped(hall: Hall) -> dict[str, Any]:
    """Why signing is refused now."""
    return hall.no(hall.out, "handover.sign", signer=hall.out)


def sources(hall: Hall) -> set[str]:
    """Where the lines of the record come from."""
    return {one["body"]["source"] for one in hall.lines().values()}


def test_1_1a_in_writing_by_word_and_on_site(hall: Hall) -> None:
    hall.to("read")
    assert stopped(hall)["told-in-person"]["clause"] == "hydro/1.1a"
    hall.ok(hall.out, "handover.confirm", point="oral-briefing")
    assert hall.status("told-in-person") == ["BLOCKED"]
    hall.ok(hall.relief, "handover.confirm", point="oral-briefing")
    assert hall.status("told-in-person") == ["CLEAR"]
    assert hall.status("changes-on-the-spot") == ["BLOCKED"]


def test_1_1b_four_clears_are_each_confirmed_by_the_incoming_side(hall: Hall) -> None:
    hall.to("read")
    gate = hall.gates["four-clears"]
    assert (gate["status"], gate["clause"], len(gate["names"])) == ("BLOCKED", "hydro/1.1b", 4)
    for point in ("clear-mode", "clear-changes", "clear-safety", "clear-defects"):
        hall.ok(hall.relief, "handover.confirm", point=point)
    assert hall.status("four-clears") == ["CLEAR"]


def test_1_1c1_the_gate_names_the_preparation_that_is_missing(hall: Hall) -> None:
    hall.to("open")
    gate = hall.gates["prepared"]
    assert (gate["status"], gate["clause"]) == ("BLOCKED", "hydro/1.1c1")
    assert gate["names"]


@pytest.mark.parametrize("kind", ["ACCIDENT", "DISTURBANCE"])
def test_1_1c2_an_accident_blocks_until_it_ends(hall: Hall, kind: str) -> None:
    hall.to("open")
    matter = hall.ok(hall.out, "plant.open_matter", kind=kind, title="跳机", equipment="drain-1")
    found = hall.gates["no-accident"]
    assert (found["status"], found["clause"], found["names"]) == ("BLOCKED", "hydro/1.1c2", ["跳机"])
    for state in ("HANDLING", "ENDED"):
        hall.ok(hall.out, "plant.advance", matter=matter, state=state, note="完")
    assert hall.status("no-accident") == ["CLEAR"]


def test_1_1c2_an_order_that_is_being_carried_out_blocks_until_it_ends(hall: Hall) -> None:
    hall.to("inspect")
    steps = ["断开 101", "验明无电"]
    said = {"kind": "SWITCHING", "title": "排水泵停电", "number": "C-017", "steps": steps, "equipment": "drain-1"}
    order = hall.ok(hall.out, "plant.open_matter", **said)
    assert hall.status("no-operation") == ["CLEAR"]
    hall.ok(hall.out, "plant.advance", matter=order, state="EXECUTING")
    refused = stopped(hall)["no-operation"]
    assert (refused["clause"], refused["names"]) == ("hydro/1.1c2", ["排水泵停电"])
    for step in (1, 2):
        hall.ok(hall.out, "plant.do_step", matter=order, step=step)
    hall.ok(hall.out, "plant.advance", matter=order, state="ENDED")
    assert hall.status("no-operation") == ["CLEAR"]


def test_1_1c2_an_accident_suspends_the_handover_and_voids_what_was_read(hall: Hall) -> None:
    hall.to("inspect")
    assert hall.status("everything-read") == ["CLEAR"]
    trip = hall.ok(hall.relief, "plant.open_matter", kind="ACCIDENT", title="跳机", equipment="drain-1")
    assert hall.running["handover"]["stage"] == "SUSPENDED"
    assert stopped(hall)["no-accident"]["clause"] == "hydro/1.1c2"
    page = hall.page(hall.relief, f"p/{hall.post}/handover")
    assert all(said in page for said in ("发生事故，交接中止", hall.out.name, hall.lead.name, "重新确认"))
    assert hall.no(hall.out, "handover.resume")["no-accident"]["names"] == ["跳机"]
    for state in ("HANDLING", "ENDED"):
        hall.ok(hall.out, "plant.advance", matter=trip, state=state, note="已恢复")
    hall.ok(hall.out, "handover.resume")
    assert hall.status("no-accident", "everything-read") == ["CLEAR", "BLOCKED"]


def test_1_1c2_what_turns_out_to_be_an_accident_suspends_and_its_lowering_lifts_nothing(hall: Hall) -> None:
    hall.to("open")
    oil = hall.ok(hall.out, "plant.open_matter", kind="ANOMALY", title="油温偏高", equipment="drain-1")
    hall.to("inspect")
    assert hall.running["handover"]["stage"] == "OFFERED"
    hall.ok(hall.relief, "plant.regrade", matter=oil, kind="ACCIDENT", severity="CRITICAL", reason="冒烟")
    assert hall.running["handover"]["stage"] == "SUSPENDED"
    assert hall.status("no-accident", "everything-read") == ["BLOCKED", "BLOCKED"]
    assert hall.no(hall.out, "handover.resume")["no-accident"]["clause"] == "hydro/1.1c2"
    lower = {"matter": oil, "kind": "ANOMALY", "reason": "是水汽"}
    assert set(hall.no(hall.out, "plant.regrade", **lower)) == {"lowering-is-the-supervisors"}
    hall.ok(hall.lead, "plant.regrade", **lower)
    assert (hall.running["handover"]["stage"], hall.status("no-accident")) == ("SUSPENDED", ["CLEAR"])
    assert "已降级为异常" in hall.page(hall.relief, f"p/{hall.post}/handover")
    hall.ok(hall.out, "handover.resume")
    assert hall.status("everything-read") == ["BLOCKED"]
    story = hall.page(hall.relief, f"p/{hall.post}/plant/matters/{oil}")
    assert "异常 → 事故（紧急）：冒烟" in story
    assert "事故（紧急） → 异常（紧急）：是水汽" in story


def test_1_1c3_and_1_2_a_count_below_the_register_blocks_until_it_is_recorded_and_accepted(hall: Hall) -> None:
    hall.to("read")
    counts = [{"custody_item": "gloves", "found": 3}]
    hall.ok(hall.relief, "plant.count", occasion=hall.key, counts=counts)
    gate = hall.gates["custody-complete"]
    assert (gate["status"], gate["clause"]) == ("BLOCKED", "hydro/1.1c3")
    assert hall.gates["custody-recorded"]["clause"] == "hydro/1.2"
    said = {"occasion": hall.key, "custody_item": "gloves", "missing": 1, "cause": "送检"}
    hall.ok(hall.relief, "plant.record_shortage", **said)
    hall.ok(hall.out, "handover.state", gate="custody-complete", kind="explanation", text="送检")
    hall.ok(hall.relief, "handover.state", gate="custody-complete", kind="consent", text="同意")
    assert hall.status("custody-recorded", "custody-complete") == ["CLEAR", "LIFTED"]


def test_1_2_a_shortage_that_was_not_recorded_falls_to_who_took_over(hall: Hall) -> None:
    hall.to("signed")
    said = {"kind": "custody-shortage", "text": "少一副手套", "ref": "gloves", "arose": "BEFORE"}
    hall.ok(hall.relief, "handover.find", handover=hall.last["handover"]["key"], **said)
    found = hall.get(hall.lead, "/findings")[0]
    assert (found["side"], found["people"], found["clause"]) == ("incoming", [hall.relief.key], "hydro/1.2")


def test_1_3_and_1_1c4_dirt_returns_it_to_the_outgoing_side_and_a_recheck_lifts_that(hall: Hall) -> None:
    hall.to("read")
    objection = hall.ok(hall.relief, "handover.object", kind="hygiene", text="盘前有积水")
    gate = hall.gates["hygiene-settled"]
    assert (gate["status"], gate["clause"]) == ("BLOCKED", "hydro/1.1c4")
    assert hall.gates["hygiene-checked"]["clause"] == "hydro/1.3"
    assert "outgoing" in gate["who"]
    assert "盘前有积水" in hall.page(hall.out, f"p/{hall.post}/handover")  # it is theirs to clean
    assert stopped(hall)["hygiene-settled"]["clause"] == "hydro/1.1c4"
    hall.ok(hall.out, "handover.mend", objection=objection, how="已拖干")
    hall.ok(hall.relief, "handover.recheck", objection=objection, good=False, note="墙角还有")
    assert hall.status("hygiene-settled") == ["BLOCKED"]
    hall.ok(hall.out, "handover.mend", objection=objection, how="又拖了一遍")
    hall.ok(hall.relief, "handover.recheck", objection=objection, good=True)
    assert hall.status("hygiene-settled") == ["CLEAR"]


@pytest.mark.parametrize(("part", "side"), [("inspect", "outgoing"), ("signed", "incoming")])
def test_1_3_once_taken_over_the_incoming_side_answers_for_the_dirt(hall: Hall, part: str, side: str) -> None:
    hall.to(part)
    key = hall.last["handover"]["key"] if part == "signed" else hall.key
    found = {"kind": "uncleanliness", "text": "泵坑有油", "arose": "BEFORE", "handover": key}
    hall.ok(hall.relief, "handover.find", **found)
    judged = hall.get(hall.lead, "/findings")[0]
    people = [hall.out.key] if side == "outgoing" else [hall.relief.key]
    assert (judged["side"], judged["people"], judged["clause"]) == (side, people, "hydro/1.3")


def test_1_1c5_an_unclear_order_and_a_safety_objection_block(hall: Hall) -> None:
    hall.to("open")
    order = hall.ok(hall.out, "plant.open_matter", kind="INSTRUCTION", title="加强巡视", number="7")
    hall.ok(hall.out, "plant.mark_unclear", matter=order, why="巡视哪里")
    gate = hall.gates["orders-clear"]
    assert (gate["status"], gate["clause"]) == ("BLOCKED", "hydro/1.1c5")
    hall.ok(hall.out, "plant.clear_up", matter=order, how="巡视渗漏泵")
    assert hall.status("orders-clear") == ["CLEAR"]
    hall.to("arrive")
    objection = hall.ok(hall.relief, "handover.object", kind="safety", text="护栏缺一段")
    assert hall.gates["safe-to-take-over"]["clause"] == "hydro/1.1c5"
    hall.ok(hall.next_lead, "handover.rule", about=objection, upheld=False, text="已设围栏和警示")
    assert hall.status("safe-to-take-over") == ["CLEAR"]


@pytest.mark.parametrize(("told", "side"), [(False, "outgoing"), (True, "incoming")])
def test_1_4_an_anomaly_is_handed_over_on_the_spot_else_it_falls_by_what_was_said(
    hall: Hall, told: bool, side: str
) -> None:
    if not told:  # equipment of which nothing was written
        hall.to("signed")
        about = "water-2"
        hall.at("07:59:30")
    else:
        hall.to("open")
        about = hall.ok(hall.out, "logbook.write", category="ROUND", text="排水泵有轻微异音", equipment="air-1")
        hall.to("signed")
    said = {"kind": "equipment-problem", "text": "异音加重", "ref": about if told else "aux-10kv", "arose": "BEFORE"}
    hall.ok(hall.relief, "handover.find", handover=hall.last["handover"]["key"], **said)
    found = hall.get(hall.lead, "/findings")[0]
    assert (found["side"], found["clause"]) == (side, "hydro/1.4")


def test_1_4_both_sides_stand_at_the_equipment(hall: Hall) -> None:
    hall.to("read")
    gate = hall.gates["changes-on-the-spot"]
    assert (gate["status"], gate["clause"]) == ("BLOCKED", "hydro/1.4")
    lines = [key for key, one in hall.lines(source="matters", kind="ANOMALY").items() if one["body"]["on_site"]]
    assert lines
    for line in lines:
        for who in (hall.out, hall.relief):
            hall.ok(who, "handover.confirm", point="joint-visit-changes", line=line)
    given = [one for one in hall.running["handover"]["confirmations"] if one["line"] in lines]
    assert {(one["by"], bool(one["at"])) for one in given} == {(hall.out.key, True), (hall.relief.key, True)}
    assert hall.status("changes-on-the-spot") == ["CLEAR"]


def test_2_1_every_section_is_answered_and_the_area_cleaned(hall: Hall) -> None:
    hall.to("open")
    refused = hall.no(hall.out, "handover.offer")
    assert refused["record-complete"]["clause"] == "hydro/2.1"
    assert hall.gates["area-cleaned"]["clause"] == "hydro/2.1"
    assert hall.status("area-cleaned") == ["BLOCKED"]
    empty = hall.gates["record-complete"]["names"]
    assert "来水与水位" in "".join(empty)
    hall.ok(hall.out, "handover.nothing", section="reservoir")  # 'nothing' is an answer
    assert len(hall.gates["record-complete"]["names"]) == len(empty) - 1
    hall.ok(hall.out, "handover.confirm", point="area-cleaned")
    hall.to("offer")
    assert hall.status("area-cleaned", "record-complete") == ["CLEAR", "CLEAR"]
    sections = {one["body"]["section"] for one in hall.running["handover"]["lines"].values()}
    assert len(sections | set(hall.running["handover"]["nothing"])) >= 12


@pytest.mark.parametrize(("clock", "on_time"), [("07:50:00", True), ("07:50:01", False)])
def test_2_2_ten_minutes_early(hall: Hall, clock: str, on_time: bool) -> None:
    hall.to("offer").at(clock).ok(hall.relief, "handover.report_in")
    assert hall.status("on-time") == ["CLEAR" if on_time else "ADVISORY"]


def test_2_2_the_sections_are_filled_from_live_data_and_what_changed_is_highlighted(hall: Hall) -> None:
    hall.to("offer").at("07:46").ok(hall.relief, "handover.report_in")
    assert {"matters", "equipment", "custody", "entries", "followups"} <= sources(hall)
    assert "readings" in sources(Hall("yunfeng", "ccr").to("open"))
    page = hall.page(hall.relief, f"p/{hall.post}/handover")
    assert "您上次当班后" in page


def test_2_3_what_is_visited_on_site_follows_from_three_rules(hall: Hall) -> None:
    hall.to("open")
    hall.ok(hall.out, "plant.open_matter", kind="DEFECT", title="泵座裂纹", severity="MAJOR", equipment="water-1")
    change = {"kind": "CHANGE", "title": "启泵水位", "equipment": "drain-2", "before": "2.8", "after": "2.6"}
    hall.ok(hall.out, "plant.open_matter", **change)
    hall.ok(hall.out, "plant.open_matter", kind="DEFECT", title="油漆脱落", severity="MINOR", equipment="air-1")
    hall.ok(hall.out, "handover.draw")
    lines = [one["body"] for one in hall.lines(source="matters").values()]
    seen = {
        what: [one["on_site"] for one in lines if what in one["text"]] for what in ("泵座裂纹", "启泵水位", "油漆脱落")
    }
    assert seen == {"泵座裂纹": [True], "启泵水位": [True], "油漆脱落": [False]}
    assert all(one["body"]["on_site"] for one in hall.lines(source="custody").values())


def test_3_1_no_step_is_skipped_and_the_board_shows_the_step(hall: Hall) -> None:
    hall.to("arrive")
    refused = hall.no(hall.relief, "handover.complete_step", step="ask")
    assert {one["clause"] for one in refused.values()} == {"hydro/3.1"}
    assert "查阅记录" in hall.page(hall.lead, "board")
    hall.to("read")
    assert "询问情况" in hall.page(hall.lead, "board")


def test_3_2_roll_call_fitness_summing_up_and_assignments(hall: Hall) -> None:
    hall.to("inspect")
    meeting = hall.ok(hall.next_lead, "meeting.open", kind="PRE", occasion=hall.key)
    assert hall.no(hall.next_lead, "meeting.close", meeting=meeting)
    there = [{"person": hall.relief.key, "present": True, "fitness": "UNFIT"}]
    hall.ok(hall.next_lead, "meeting.call_roll", meeting=meeting, people=there)
    hall.ok(hall.next_lead, "handover.judge_fitness", person=hall.relief.key, fitness="UNFIT")
    assert hall.gates["fit"]["names"] == [hall.relief.name]
    hall.ok(hall.next_lead, "handover.judge_fitness", person=hall.relief.key, fitness="FIT")
    said = {"person": hall.relief.key, "what": "盯集水井", "next_step": "每小时记录"}
    hall.ok(hall.next_lead, "handover.assign", **said)
    assert "盯集水井" in {one["what"] for one in hall.get(hall.relief, "/followups")}


def test_4_4_a_periodic_duty_undone_blocks_or_has_its_reason_and_consent(hall: Hall) -> None:
    hall.at("07:45").ok(hall.out, "handover.open")
    gate = hall.gates["duties-done"]
    assert (gate["status"], gate["clause"], len(gate["names"])) == ("BLOCKED", "hydro/4.4", 2)
    shift = hall.running["handover"]["shift"]
    hall.ok(hall.out, "duty.do", duty="shift-report", shift=shift)
    hall.ok(hall.out, "duty.excuse", duty="ledgers", shift=shift, reason="台账被借走")
    assert hall.status("duties-done") == ["BLOCKED"]
    hall.ok(hall.out, "handover.state", gate="duties-done", kind="reason", text="台账被借走")
    assert hall.status("duties-done") == ["BLOCKED"]
    hall.ok(hall.lead, "handover.state", gate="duties-done", kind="consent", text="同意明日补")
    assert hall.status("duties-done") == ["LIFTED"]


def shown(page: str, title: str) -> str:
    """The card of a page under a heading."""
    return page.split(f">{title}</h2>", 1)[1].split("</section>", 1)[0]


def test_4_6_the_head_sees_what_was_not_accepted_what_has_no_owner_and_exceptions(hall: Hall) -> None:
    head, administrator = hall.site.people["shenguoliang"], hall.site.people["linxiaoyan"]
    leaver = hall.tired_and_rested()[1]
    said = {"what": "复核闸门行程", "where": "坝顶", "state_so_far": "未开始", "next_step": "现场量一次"}
    hall.to("open")
    hall.ok(hall.out, "followup.open", **said, due_at="2026-11-24T20:00:00+08:00", owner=leaver.key)
    hall.to("arrive").ok(hall.relief, "handover.refuse", ground="not-clean", text="盘前积水")
    look = "oversight?month=2026-11"
    before = hall.page(head, look)
    assert "复核闸门行程" not in before
    assert "盘前积水" in shown(before, "有例外的交接")
    assert "盘前积水" not in shown(before, "未按程序接收的交接")  # its hour has not come
    hall.at("08:30")
    gone = {"person": leaver.key, "name": leaver.name, "username": leaver.username, "active": False}
    path = f"/api/v1/sites/{hall.site.code}/org/change_person"
    assert hall.post_at(administrator, path, **gone)[0] == 200
    page = hall.page(head, look)
    assert "盘前积水" in shown(page, "未按程序接收的交接")
    assert "复核闸门行程" in shown(page, "没有跟进人的事项")


def test_4_6_by_group_and_month_and_as_files_for_nobody_but_who_oversees(hall: Hall) -> None:
    head = hall.site.people["shenguoliang"]
    hall.to("arrive").ok(hall.relief, "handover.refuse", ground="not-clean", text="盘前积水")
    hall.at("08:30")
    crews = {key: name.zh for key, name in hall.site.crews.items()}
    own, other = crews[hall.turn.crew], crews[hall.turn.next.crew]
    whole = list(csv.reader(hall.file(head, "oversight/csv?month=2026-11").decode("utf-8-sig").splitlines()))
    assert {row[5] for row in whole[1:]} >= {own, other}
    (refused,) = [row for row in whole if "盘前积水" in row[-1]]
    assert (refused[3], refused[5]) == (hall.out.name, own)
    for crew, there in ((own, True), (other, False)):
        asked = f"month=2026-11&crew={crew}"
        assert ("盘前积水" in hall.page(head, f"oversight?{asked}")) is there
        rows = list(csv.reader(hall.file(head, f"oversight/csv?{asked}").decode("utf-8-sig").splitlines()))
        assert {row[5] for row in rows[1:]} == {crew}
        assert any("盘前积水" in row[-1] for row in rows) is there
    book = load_workbook(BytesIO(hall.file(head, "oversight/xlsx?month=2026-11")))
    counted = {str(row[0]): row[1:] for row in book["按班组"].iter_rows(values_only=True)}
    mine = [row for row in whole[1:] if row[5] == own]
    assert counted[own][0] == str(len(mine))
    assert counted[own][2] == str(len([row for row in mine if row[-1]]))
    assert int(str(counted[own][1])) >= 1
    assert "盘前积水" not in hall.page(head, "oversight?month=2026-10")
    for path in ("oversight", "oversight/csv", "oversight/xlsx", "oversight/followups"):
        hall.file(hall.out, path, status=403)
