"""Every clause of the seven, by its check, through the HTTP API of a loaded demo site."""

import pytest

from tests.api.hall import Hall, site_fixture

loaded, hall = site_fixture("dongtai")


@pytest.mark.parametrize(("clock", "on_time"), [("20:00:00", True), ("20:00:01", False)])
def test_1_both_are_at_the_post_within_the_window_and_recorded(hall: Hall, clock: str, on_time: bool) -> None:
    hall.to("offer")
    assert hall.status("both-present") == ["BLOCKED"]
    assert hall.relief.name in "".join(hall.gates["both-present"]["names"])
    assert "too-early" in hall.at("19:29:59").no(hall.relief, "handover.report_in")
    hall.at(clock).ok(hall.relief, "handover.report_in")
    presence = hall.running["handover"]["presence"]
    assert set(presence) == {hall.out.key, hall.relief.key}
    assert presence[hall.relief.key]["on_time"] is on_time
    assert hall.status("both-present", "incoming-on-time") == ["CLEAR", "CLEAR" if on_time else "ADVISORY"]


def test_2_every_prescribed_item_has_a_result_and_what_is_not_normal_a_word(hall: Hall) -> None:
    hall.to("read")
    assert len(hall.gates["items-checked"]["names"]) == 6
    point = {"point": "check-own", "subject": "seal", "result": "ABNORMAL"}
    assert hall.no(hall.relief, "handover.confirm", **point)
    hall.ok(hall.relief, "handover.confirm", note="铅封断了一股", **point)
    hall.to("inspect")
    results = {one["result"] for one in hall.running["handover"]["confirmations"] if one["point"].startswith("check")}
    assert results == {"ABNORMAL", "NORMAL"}
    assert hall.status("items-checked") == ["CLEAR"]


def test_3_each_of_the_seven_is_a_gate_of_its_own_and_the_refusal_names_it(hall: Hall) -> None:
    hall.to("arrive")
    refused = hall.no(hall.out, "handover.sign", signer=hall.out)
    seven = {"running-explained", "faults-explained", "undone-explained", "custody-counted", "cleaned", "record-read"}
    assert seven | {"duty-staff-told"} <= set(refused)
    assert len({refused[gate]["clause"] for gate in (*seven, "duty-staff-told")}) == 7


def test_3_1_the_running_of_the_equipment_is_told_by_one_side_and_understood_by_the_other(hall: Hall) -> None:
    hall.to("read").ok(hall.out, "handover.confirm", point="running-told")
    assert hall.status("running-explained") == ["BLOCKED"]
    hall.ok(hall.relief, "handover.confirm", point="running-told")
    assert hall.status("running-explained") == ["CLEAR"]


def test_3_2_a_new_fault_blocks_until_it_stands_in_the_record_and_is_read_back(hall: Hall) -> None:
    hall.to("meet")
    assert hall.status("faults-explained") == ["CLEAR"]
    fault = hall.ok(hall.out, "plant.open_matter", kind="ANOMALY", title="二级油压波动", severity="MAJOR")
    assert hall.gates["faults-explained"]["clause"] == "seven/3.2"
    assert hall.status("faults-explained") == ["BLOCKED"]
    hall.ok(hall.out, "handover.draw")
    (line,) = hall.lines(ref=fault)
    assert hall.send(hall.relief, "handover.acknowledge", lines=[line])[0] == 400
    hall.ok(hall.relief, "handover.acknowledge", lines=[line], read_back={line: "油压波动，我每半小时看一次"})
    assert hall.status("faults-explained") == ["CLEAR"]


def test_3_3_what_was_due_in_the_shift_and_has_no_reason_blocks(hall: Hall) -> None:
    said = {"what": "清洗滤网", "where": "机房", "state_so_far": "没有动", "next_step": "清洗"}
    due = {"due_at": "2026-11-23T20:00:00+08:00", "owner": hall.out.key}
    one = hall.at("19:21").ok(hall.out, "followup.open", **said, **due)
    hall.to("open")
    gate = hall.gates["undone-reasoned"]
    assert (gate["status"], gate["clause"], gate["names"]) == ("BLOCKED", "seven/3.3", ["清洗滤网"])
    hall.ok(hall.out, "followup.excuse", followup=one, reason="机组不能停")
    assert hall.status("undone-reasoned") == ["CLEAR"]


@pytest.mark.parametrize(("off", "status"), [(-1, "BLOCKED"), (0, "CLEAR"), (1, "BLOCKED")])
def test_3_4_counts_agree_with_the_last_count_and_the_movements(hall: Hall, off: int, status: str) -> None:
    there = next(one["expected"] for one in hall.get(hall.out, "/custody") if one["key"] == "wrench")
    hall.at("19:21").ok(hall.out, "plant.move_custody", custody_item="wrench", movement="ISSUED", number=1, reason="借")
    hall.ok(hall.out, "plant.move_custody", custody_item="wrench", movement="RETURNED", number=1, reason="还")
    hall.to("read")
    hall.ok(hall.relief, "plant.count", occasion=hall.key, counts=[{"custody_item": "wrench", "found": there + off}])
    gate = hall.gates["counts-agree"]
    assert (gate["status"], gate["clause"]) == (status, "seven/3.4")
    assert gate["names"] == ([] if status == "CLEAR" else ["活动扳手"])


def test_3_5_an_hour_without_its_reading_is_named_and_dirt_is_objected_to(hall: Hall) -> None:
    said = {"parameter": "extra", "name": "油温", "unit": "℃", "group": "机组"}
    hall.at("19:21").ok(hall.lead, "plant.register_parameter", **said)
    hall.to("meet")
    gate = hall.gates["running-record"]
    assert (gate["status"], gate["clause"]) == ("BLOCKED", "seven/3.5")
    assert "油温 19:00" in gate["names"]
    objection = hall.ok(hall.relief, "handover.object", kind="not-clean", text="地面有油")
    assert hall.status("cleaned") == ["BLOCKED"]
    hall.ok(hall.out, "handover.mend", objection=objection, how="已擦净")
    hall.ok(hall.relief, "handover.recheck", objection=objection, good=True)
    assert hall.status("cleaned") == ["CLEAR"]


def test_3_6_the_record_is_complete_before_it_is_offered_and_read_before_it_is_signed(hall: Hall) -> None:
    hall.to("open")
    refused = hall.no(hall.out, "handover.offer")["record-complete"]
    assert (refused["clause"], "设备和场地卫生" in "".join(refused["names"])) == ("seven/3.6", True)


def test_3_7_nobody_without_a_valid_licence_or_in_a_poor_state_takes_over(hall: Hall) -> None:
    administrator = hall.site.people["duanxiaomei"]
    hall.to("meet")
    assert hall.status("licensed", "fit") == ["CLEAR", "CLEAR"]
    hall.ok(hall.out, "handover.judge_fitness", person=hall.relief.key, fitness="UNFIT", note="酒味")
    assert hall.gates["fit"]["names"] == [hall.relief.name]
    said = {"person": hall.relief.key, "qualification": "制冷设备运行操作证"}
    path = f"/api/v1/sites/{hall.site.code}/org/disqualify"
    assert hall.post_at(administrator, path, **said, from_day="2026-11-24", reason="到期")[0] == 200
    gate = hall.gates["licensed"]
    assert (gate["status"], gate["clause"]) == ("BLOCKED", "seven/3.7")
    assert hall.relief.name in gate["names"]


def test_4_the_incoming_side_refuses_the_leader_is_told_and_it_goes_on_once_mended(hall: Hall) -> None:
    hall.to("arrive").ok(hall.relief, "handover.refuse", ground="record-incomplete", text="没写备用泵")
    refusal = hall.running["handover"]["refusals"][0]
    assert (refusal["ground"], refusal["text"]) == ("record-incomplete", "没写备用泵")
    told = hall.page(hall.lead, f"p/{hall.post}/handover")
    assert "没写备用泵" in told
    assert "三、6" in told
    assert hall.responsible()["people"] == [hall.out.key]
    assert hall.no(hall.out, "handover.resume")
    hall.ok(hall.out, "handover.mend_refusal", how="已补写")
    hall.ok(hall.relief, "handover.resume")
    assert hall.running["handover"]["stage"] == "OFFERED"


def test_5_two_signatures_over_one_content_each_with_its_own_credential(hall: Hall) -> None:
    hall.to("meet")
    wrong = {"username": hall.relief.username, "password": hall.out.password}
    assert hall.send(hall.out, "handover.sign", credential=wrong)[0] == 403
    assert hall.no(hall.out, "handover.sign", signer=hall.relief)
    hall.ok(hall.relief, "handover.sign", signer=hall.out)
    hall.ok(hall.out, "handover.sign", signer=hall.relief)
    signed = hall.last["handover"]["signatures"]
    assert [one["by"] for one in signed] == [hall.out.key, hall.relief.key]
    assert len({one["content"] for one in signed}) == 1
    now = hall.responsible()
    assert (now["people"], now["clause"]) == ([hall.relief.key], "seven/5")
