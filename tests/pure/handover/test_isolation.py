"""Portable earths and protection links in a record: a pack draws them by number and place, a gate looks at each."""

from jiaoban.handover.assess import Assessment
from jiaoban.regime.pack import Pack
from tests.pure.handover.desk import LEAD, OUT, Desk
from tests.pure.regime.small import FILES, small

SECTIONS = """\
  - id: earths
    clause: small/1
    title: {zh: 接地线, en: Earths}
    draws:
      - {from: earths}
  - id: links
    clause: small/1
    title: {zh: 退出的压板, en: Links that are out}
    draws:
      - {from: links, where: {field: position, is: OUT}}
"""
GATE = """\
  - id: by-permit
    clause: small/1
    title: {zh: 接地线凭票, en: Earths by permit}
    side: outgoing
    stops: [offer]
    clear_when:
      none: {of: earths, where: {all: [{field: hangs, is: true}, {field: permit, is: ""}]}}
    why: {zh: "没有票：{names}。", en: "No permit: {names}."}
    lifts: {zh: 补票。, en: Get a permit.}
    who: [outgoing]
"""


def _pack() -> Pack:
    text = (
        FILES["handover.yaml"].replace("sections:\n", f"sections:\n{SECTIONS}").replace("gates:\n", f"gates:\n{GATE}")
    )
    report = small(handover=text)
    assert report.pack is not None, report.problems
    return report.pack


def _desk() -> Desk:
    desk = Desk(regime=_pack())
    desk.ok("plant.register_equipment", LEAD, equipment="G3", code="3F", name="3号机")
    for number in ("3", "4"):
        desk.ok("plant.register_earth", LEAD, earth=f"E{number}", number=number)
    return desk


def _lines(desk: Desk, section: str) -> list[str]:
    return [line.body.text for line in desk.handover.lines.values() if line.body.section == section]


def _missing(seen: Assessment) -> list[tuple[str, bool]]:
    return [(str(row["id"]), bool(row["stale"])) for row in seen.rows("missing_lines")]


def test_earths_stand_in_the_record_by_number_and_place() -> None:
    desk = _desk()
    permit = desk.ok("plant.open_matter", OUT, kind="PERMIT", title="检修", number="YF-118").acts[0].command
    desk.at("02:10").ok(
        "plant.hang_earth", OUT, earth="E3", where="机端", equipment="G3", permit=permit, hung_by="马建军"
    )
    desk.at("07:30").open()
    assert _lines(desk, "earths") == ["3号接地线：挂于机端（3号机）；工作票 YF-118；11月23日 02:10 马建军挂设"]
    [line] = [one for one in desk.handover.lines.values() if one.body.section == "earths"]
    assert (line.body.kind, line.body.state, line.body.ref, line.body.equipment) == ("EARTH", "HANGING", "E3", "G3")


def test_one_that_is_removed_or_hung_makes_the_record_stale() -> None:
    desk = _desk()
    desk.ok("plant.hang_earth", OUT, earth="E3", where="机端")
    desk.open()
    desk.at("07:40").ok("plant.remove_earth", OUT, earth="E3", removed_by="丁立")
    desk.ok("plant.hang_earth", OUT, earth="E4", where="出线侧")
    assert sorted(_missing(desk.assess())) == [("earths.earths.E3", True), ("earths.earths.E4", False)]
    desk.ok("handover.draw", OUT)
    told = _lines(desk, "earths")
    assert told[0].startswith("3号接地线：已从机端拆除")
    assert told[0].endswith("07:40 丁立拆除")


def test_links_that_are_out_stand_in_the_record() -> None:
    desk = _desk()
    thrown = {"kind": "PROTECTION", "equipment": "G3", "before": "投入", "after": "退出", "number": "Y-7"}
    desk.ok("plant.open_matter", OUT, title="差动保护压板", **thrown)
    desk.ok("plant.open_matter", OUT, title="失灵保护压板", **{**thrown, "before": "退出", "after": "投入"})
    desk.open()
    assert _lines(desk, "links") == ["差动保护压板：退出（3号机），Y-7"]


def test_a_permit_that_is_over_is_no_permit_any_more() -> None:
    desk = _desk()
    permit = desk.ok("plant.open_matter", OUT, kind="PERMIT", title="检修", number="YF-118").acts[0].command
    desk.ok("plant.hang_earth", OUT, earth="E3", where="机端", permit=permit)
    desk.ok("plant.hang_earth", OUT, earth="E4", where="出线侧")
    desk.open()
    assert [(row["number"], row["permit_open"]) for row in desk.assess().rows("earths")] == [("3", True), ("4", False)]
    desk.ok("plant.advance", OUT, matter=permit, state="VOID")
    assert [row["permit_open"] for row in desk.assess().rows("earths")] == [False, False]


def test_a_gate_looks_at_every_earth() -> None:
    desk = _desk()
    desk.ok("plant.hang_earth", OUT, earth="E3", where="机端")
    desk.open()
    [verdict] = [one for one in desk.assess().standing("offer") if one.gate.id == "by-permit"]
    assert verdict.why.zh == "没有票：3号接地线。"
    desk.ok("plant.remove_earth", OUT, earth="E3")
    assert "by-permit" not in desk.blocked("offer")
