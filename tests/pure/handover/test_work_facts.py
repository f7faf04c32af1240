"""Gates of a small regime over permits, switching orders, orders from above, loans and standing orders: both sides of
each boundary, and what the record says."""

from datetime import timedelta
from functools import cache

import pytest

from jiaoban.regime.pack import Pack
from tests import cast
from tests.pure.handover.desk import EIGHT, IN, LEAD, OUT, Desk
from tests.pure.regime.small import FILES, small

GATE = """\
  - id: {id}
    clause: small/1
    title: {{zh: {id}, en: {id}}}
    side: incoming
    clear_when:
      none: {{of: {of}, where: {where}}}
    why: {{zh: "不行：{{names}}。", en: "No: {{names}}."}}
    lifts: {{zh: 办妥。, en: See to it.}}
    who: [outgoing, incoming]
"""
GATES = {
    "permits-valid": ("matters", "{field: overrun, is: true}"),
    "no-operation-interrupted": ("matters", "{field: interrupted, is: true}"),
    "orders-reported": (
        "matters",
        "{all: [{field: kind, is: DISPATCH}, {field: state, is: CARRIED_OUT}, {field: reported, is: false}]}",
    ),
    "loans-back": ("loans", "{field: overdue, is: true}"),
    "orders-read": ("orders", "{all: [{field: side, is: incoming}, {field: due, is: true}]}"),
}
SOURCE = "      - {from: matters, where: {field: kind, is: DEFECT}}"
ORDERS = "orders:\n  clause: small/1\n  read_back: [DISPATCH]\n"


def strict_text() -> str:
    """The small regime's rules with these gates; everything open is drawn into its record."""
    gates = "".join(GATE.format(id=id_, of=of, where=where) for id_, (of, where) in GATES.items())
    text = FILES["handover.yaml"].replace("gates:\n", f"gates:\n{gates}").replace(SOURCE, "      - {from: matters}")
    return text + ORDERS


@cache
def strict() -> Pack:
    """The regime of these rules."""
    report = small(handover=strict_text())
    assert report.pack is not None, report.problems
    return report.pack


@pytest.fixture
def desk() -> Desk:
    return Desk(regime=strict())


def standing(desk: Desk) -> set[str]:
    return desk.blocked() & set(GATES)


def lines(desk: Desk) -> list[str]:
    return [line.body.text for line in desk.handover.lines.values()]


@pytest.mark.parametrize(("clock", "blocks"), [("07:59:59", False), ("08:00", True)])
def test_a_permit_blocks_once_its_validity_is_over(desk: Desk, clock: str, blocks: bool) -> None:
    permit = desk.ok(
        "plant.open_matter", OUT, kind="PERMIT", title="换滤网", number="P-7", text="不动火。", valid_to=EIGHT
    )
    desk.ok("plant.advance", OUT, matter=permit.acts[0].command, state="PERMITTED", person=LEAD.key)
    desk.open()
    desk.at(clock)
    assert ("permits-valid" in standing(desk)) is blocks
    (line,) = lines(desk)
    assert "有效期至 11-23 08:00" in line
    assert "本班：07:30 不动火、07:30 已许可" in line
    desk.at("08:01").ok(
        "plant.extend", OUT, matter=permit.acts[0].command, valid_to=EIGHT + timedelta(hours=4), reason="未完"
    )
    assert standing(desk) == set()


def test_an_operation_between_two_steps_blocks_and_the_record_says_where_it_stopped(desk: Desk) -> None:
    key = desk.ok("plant.open_matter", OUT, kind="SWITCHING", title="倒母线", steps=["一", "二", "三"]).acts[0].command
    desk.open()
    desk.ok("plant.advance", OUT, matter=key, state="EXECUTING")
    assert standing(desk) == set()
    desk.ok("plant.do_step", OUT, matter=key, step=1)
    assert standing(desk) == {"no-operation-interrupted"}
    desk.ok("handover.draw", OUT)
    assert "操作到第 1 项，共 3 项" in lines(desk)[0]
    for step in (2, 3):
        desk.at(f"07:3{step}")
        desk.ok("plant.do_step", OUT, matter=key, step=step)
    assert standing(desk) == set()
    desk.ok("handover.draw", OUT)
    assert "共 3 项，全部完成" in lines(desk)[0]


def test_an_order_is_read_back_carried_out_and_reported(desk: Desk) -> None:
    key = desk.ok("plant.open_matter", OUT, kind="DISPATCH", title="负荷令").acts[0].command
    desk.open()
    refusal = desk.do("plant.advance", OUT, matter=key, state="CARRIED_OUT").refusal
    assert refusal is not None
    assert (refusal.reasons[0].code, refusal.reasons[0].clause) == ("not-read-back", "small/1")
    desk.ok("plant.read_back", OUT, matter=key, words="80 兆瓦", to="省调")
    desk.ok("plant.advance", OUT, matter=key, state="CARRIED_OUT")
    assert standing(desk) == {"orders-reported"}
    desk.ok("plant.report", OUT, matter=key, text="已带 80", to="省调")
    assert standing(desk) == set()


@pytest.mark.parametrize(("clock", "blocks"), [("07:50", False), ("07:50:01", True)])
def test_a_loan_blocks_when_it_should_be_back(desk: Desk, clock: str, blocks: bool) -> None:
    desk.ok("plant.register_custody", LEAD, custody_item="K", name="钥匙", kind="KEY", expected=3)
    due = EIGHT - timedelta(minutes=10)
    loan = desk.ok("plant.lend", OUT, custody_item="K", number=2, to="检修班 王工", purpose="换滤网", due_at=due)
    desk.open().at(clock)
    assert ("loans-back" in standing(desk)) is blocks
    (row,) = desk.assess().rows("loans")
    assert (row["number"], row["inside"], row["overdue"], row["title"]) == (2, False, blocks, "钥匙（检修班 王工）")
    (item,) = desk.assess().rows("custody")
    assert (item["expected"], item["lent"], item["overdue"]) == (1, 2, 2 if blocks else 0)
    desk.ok("plant.bring_back", OUT, loan=loan.acts[0].command, number=2)
    assert standing(desk) == set()
    assert [one["number"] for one in desk.assess().rows("loans")] == [0]


def test_an_unread_order_blocks_whoever_takes_over_until_they_have_read_it(desk: Desk) -> None:
    told = {"title": "防汛要求", "text": "每小时抄水位。", "posts": [cast.PATROL]}
    order = desk.ok("order.issue", LEAD, **told).acts[0].command
    desk.open()
    assert standing(desk) == {"orders-read"}
    for section in desk.assess().rows("sections"):
        if not section["filled"]:
            desk.ok("handover.nothing", OUT, section=section["id"])
    desk.at("07:45").ok("handover.offer", OUT)
    desk.at("07:48").ok("handover.report_in", IN)
    verdict = next(one for one in desk.assess().gates if one.gate.id == "orders-read")
    assert verdict.names == (f"防汛要求（{IN.name}）",)
    desk.ok("order.acknowledge", IN, order=order)
    assert standing(desk) == set()
    rows = {row["side"]: row["read"] for row in desk.assess().rows("orders")}
    assert rows == {"incoming": True, "outgoing": False}
    desk.ok("order.issue", LEAD, **{**told, "replaces": order})
    assert standing(desk) == {"orders-read"}
