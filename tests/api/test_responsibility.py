"""process/4.1 on the running program: late, refused, disputed, abandoned - who answered, second by second, and what the
next shift sees of it."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from tests.api.hall import Hall, site_fixture

loaded, hall = site_fixture("binjiang")
CLAUSE = "process/4.1"


def moment(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-24T{clock}+08:00")


def every_second(hall: Hall, since: str, until: str) -> list[tuple[str, str, str, bool]]:
    """(from when, who, clause, whether they waited for relief) of each stretch of seconds with one answer. The timeline
    must have neither gap nor overlap, and say of both ends of each of its spans what the question by moment says."""
    begins, ends = moment(since), moment(until)
    spans: list[dict[str, Any]] = hall.get(hall.lead, "/timeline", since=begins.isoformat(), until=ends.isoformat())
    at = datetime.fromisoformat
    assert all(before["until"] == after["since"] for before, after in pairwise(spans))
    assert at(spans[0]["since"]) <= begins
    assert spans[-1]["until"] is None or at(spans[-1]["until"]) >= ends
    for span in spans:
        first = max(at(span["since"]), begins)
        last = min(at(span["until"]) if span["until"] else ends, ends) - timedelta(seconds=1)
        for asked in {first, last, first + (last - first) / 2}:
            said = hall.responsible(asked.isoformat())
            assert (said["people"], said["clause"], said["waiting"]) == (
                span["people"],
                span["clause"],
                span["waiting"],
            ), asked
    zone = moment(since).tzinfo
    return [
        (f"{at(one['since']).astimezone(zone):%H:%M:%S}", "".join(one["people"]), one["clause"], one["waiting"])
        for one in spans
    ]


def test_refused_mended_and_signed_late(hall: Hall) -> None:
    hall.to("read").at("07:52").ok(hall.relief, "handover.refuse", ground="not-clear", text="冷却水没有讲清")
    for who in (hall.relief, hall.lead):
        assert "冷却水没有讲清" in hall.page(who, f"p/{hall.post}/")
    hall.at("08:03")
    assert hall.responsible()["people"] == [hall.out.key]
    assert hall.responsible()["waiting"] is True
    hall.ok(hall.out, "handover.mend_refusal", how="重新讲了一遍，补了记录")
    hall.at("08:04").ok(hall.relief, "handover.resume")
    hall.to("meet")
    hall.at("08:05:20")
    gauges = [one for one in hall.site.registers.parameters if one.post == hall.post]
    figures = [
        {"parameter": one.key, "value": hall.get(hall.lead, f"/parameters/{one.key}/readings", limit=1)[0]["value"]}
        for one in gauges
    ]
    hall.ok(hall.out, "plant.read", readings=figures, at=hall.turn.shift.ends_at)
    hall.to("signed")
    signed = hall.last["handover"]["signatures"][-1]["at"]
    taken = datetime.fromisoformat(signed).astimezone(moment("08:00:00").tzinfo)
    spans = every_second(hall, "07:30:00", "08:30:00")
    assert spans[1:] == [
        ("08:00:00", hall.out.key, CLAUSE, True),
        (f"{taken:%H:%M:%S}", hall.relief.key, CLAUSE, False),
    ]
    assert spans[0][1:] == (hall.out.key, CLAUSE, False)
    record = hall.page(hall.relief, f"p/{hall.post}/handover/{hall.last['handover']['key']}/record")
    assert all(said in record for said in ("冷却水没有讲清", "重新讲了一遍", hall.relief.name))


def test_abandoned_the_outgoing_side_answers_on_and_the_next_shift_is_told(hall: Hall) -> None:
    first = hall.to("meet").key
    hall.at("08:01").ok(hall.relief, "handover.depart", person=hall.out.key, text="换了衣服走了")
    assert f"{hall.out.name} 未等接班人签字，08:01 擅自离岗" in hall.page(hall.relief, f"p/{hall.post}/")
    hall.at("08:10").ok(hall.next_lead, "handover.cancel", reason="交班人走了，交不成")
    home = hall.page(hall.relief, f"p/{hall.post}/")
    assert "等着由您接班" in home
    assert "岗位正常值守" not in home
    assert all(said in home for said in ("交班人走了，交不成", f"{hall.out.name} 未等接班人签字，08:01 擅自离岗"))
    assert "等人接班" in hall.page(hall.next_lead, "board")
    record = hall.page(hall.relief, f"p/{hall.post}/handover/{first}/record")
    assert all(said in record for said in ("交接完成前擅自离岗", "换了衣服走了", "交班人走了，交不成"))
    found = {"kind": "accident", "text": "进料泵跳停", "handover": first}
    hall.at("08:20").ok(hall.next_lead, "handover.find", **found)
    judged = hall.get(hall.lead, "/findings")[0]
    assert (judged["side"], judged["people"], judged["clause"]) == ("outgoing", [hall.out.key], CLAUSE)
    hall.at("08:30").ok(hall.next_lead, "handover.open")
    again = hall.page(hall.relief, f"p/{hall.post}/handover")
    assert all(said in again for said in ("先前的交接没有交成", "交班人走了，交不成", "擅自离岗"))
    assert hall.responsible()["people"] == [hall.out.key]
    hall.at("08:40").ok(hall.next_lead, "handover.take_over", signer=hall.next_lead, reason="交班人离岗，班长先接管")
    assert every_second(hall, "07:30:00", "09:00:00")[1:] == [
        ("08:00:00", hall.out.key, CLAUSE, True),
        ("08:40:00", hall.next_lead.key, "process/4.3", False),
    ]
    hall.at("08:45").ok(hall.next_lead, "handover.open")
    running = hall.running["handover"]
    assert (running["leaving"], running["arriving"]) == ([hall.next_lead.key], [hall.relief.key])
    assert "先前的交接没有交成" not in hall.page(hall.relief, f"p/{hall.post}/handover")  # it was, to the foreman


def test_refused_and_not_mended_ends_with_the_foreman_and_the_refusal_stays_to_be_read(hall: Hall) -> None:
    hall.to("read").at("07:55").ok(hall.relief, "handover.refuse", ground="not-clear", text="记录与现场不符")
    hall.at("08:15")
    assert (hall.responsible()["people"], hall.responsible()["waiting"]) == ([hall.out.key], True)
    assert hall.no(hall.out, "handover.resume")
    key = hall.key
    hall.ok(hall.next_lead, "handover.take_over", signer=hall.next_lead, reason="交不清，班长接管")
    assert [span[1] for span in every_second(hall, "07:50:00", "08:30:00")] == [
        hall.out.key,
        hall.out.key,
        hall.next_lead.key,
    ]
    record = hall.page(hall.relief, f"p/{hall.post}/handover/{key}/record")
    assert all(said in record for said in ("记录与现场不符", "交不清，班长接管"))


def test_disputed_and_late(hall: Hall) -> None:
    dispute = hall.to("read").ok(hall.relief, "handover.object", kind="dispute", text="算不算稳定")
    hall.at("08:12")
    assert (hall.responsible()["people"], hall.responsible()["waiting"]) == ([hall.out.key], True)
    for who in (hall.lead, hall.next_lead):
        hall.ok(who, "handover.rule", about=dispute, upheld=False, text="算稳定")
    assert [span[1:] for span in every_second(hall, "07:30:00", "08:12:00")] == [
        (hall.out.key, CLAUSE, False),
        (hall.out.key, CLAUSE, True),
    ]
