"""Something that was known turns out to be an accident while the post is handed over, or to be none."""

from jiaoban.handover.draw import gone
from tests.pure.handover.desk import IN, LEAD, OUT, Desk


def anomaly(desk: Desk) -> str:
    return desk.ok("plant.open_matter", OUT, kind="ANOMALY", title="油温偏高").acts[0].command


def read(desk: Desk) -> list[bool]:
    return [IN.key in line.acks for line in desk.handover.lines.values()]


def test_a_raised_accident_suspends_what_is_offered_and_voids_what_was_read() -> None:
    desk = Desk()
    key = anomaly(desk)
    desk.reported()
    desk.read()
    assert all(read(desk))
    desk.ok("plant.regrade", IN, matter=key, severity="MAJOR", reason="还在升")
    assert desk.handover.stage == "OFFERED"
    assert all(read(desk))
    assert [row["id"] for row in desk.assess().rows("missing_lines") if row["stale"]] == [f"defects.matters.{key}"]
    desk.ok("plant.regrade", IN, matter=key, kind="ACCIDENT", reason="冒烟")
    assert (desk.handover.stage, desk.handover.accident) == ("SUSPENDED", key)
    assert not any(read(desk))
    assert desk.refused("handover.resume", IN) == ["no-accident"]


def test_its_line_moves_to_where_its_new_kind_stands() -> None:
    desk = Desk()
    key = anomaly(desk)
    desk.open()
    before = f"defects.matters.{key}"
    assert before in desk.handover.lines
    assert gone(desk.handover, desk.pack, desk.assess().facts) == ()
    desk.ok("plant.regrade", OUT, matter=key, kind="ACCIDENT", reason="冒烟")
    assert gone(desk.handover, desk.pack, desk.assess().facts) == (before,)
    desk.ok("handover.draw", OUT)
    lines = desk.handover.lines
    assert before not in lines
    assert "由异常改为事故" in lines[f"accidents.matters.{key}"].body.text


def test_a_lowered_accident_lifts_no_suspension() -> None:
    desk = Desk().reported()
    key = desk.ok("plant.open_matter", IN, kind="ACCIDENT", title="跳机").acts[0].command
    desk.ok("plant.regrade", LEAD, matter=key, kind="ANOMALY", reason="误报")
    assert (desk.handover.stage, desk.handover.accident) == ("SUSPENDED", key)
    assert "no-accident" not in desk.blocked()
    desk.ok("handover.resume", IN)
    assert (desk.handover.stage, any(read(desk))) == ("OFFERED", False)


def test_an_accident_takes_hold_of_what_was_suspended_by_hand() -> None:
    desk = Desk()
    key = anomaly(desk)
    desk.reported()
    desk.read()
    desk.ok("handover.suspend", IN, reason="先去看看")
    desk.ok("plant.regrade", IN, matter=key, kind="ACCIDENT", reason="冒烟")
    assert (desk.handover.accident, any(read(desk))) == (key, False)
