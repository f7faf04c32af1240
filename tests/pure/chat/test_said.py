"""What is told of handovers and standing orders in a chat group, and how rooms register what they tell."""

from collections.abc import Sequence

import pytest

from jiaoban.handover import saying as handovers
from jiaoban.kernel import saying
from jiaoban.kernel.act import Act
from jiaoban.kernel.saying import HANDOVERS, NOTICES, Said, Sort, Told
from jiaoban.kernel.tongue import CHINESE, ENGLISH, Tongue
from jiaoban.kernel.words import Words
from jiaoban.order import saying as orders
from jiaoban.org import queries as org
from tests.pure.handover.desk import IN, LEAD, OUT, POST, Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


def told(desk: Desk, act: Act, tongue: Tongue = CHINESE) -> Said | None:
    names = {one.key: one.name for one in (IN, OUT, LEAD)}
    place = org.place(desk.book, act.post or POST, act.recorded_at)
    return saying.said_of(Told(desk.book, act, place, lambda _: desk.pack, tongue, lambda key: names.get(key, key)))


def said(desk: Desk, acts: Sequence[Act], tongue: Tongue = CHINESE) -> list[Said]:
    return [one for one in (told(desk, act, tongue) for act in acts) if one]


def test_a_handover_that_was_signed_is_told_once_with_both_sides(desk: Desk) -> None:
    desk.signed()
    [one] = said(desk, list(desk.book.acts()))
    assert one.title.endswith("已交接")
    assert f"**交班人**：{OUT.name}" in one.text
    assert f"**接班人**：{IN.name}" in one.text
    [english] = said(desk, list(desk.book.acts()), ENGLISH)
    assert english.title == "Powerhouse patrol handed over"
    assert f"**Outgoing**: {OUT.name}" in english.text


def test_a_refusal_is_told_with_its_reason_as_it_was_written(desk: Desk) -> None:
    desk.reported()
    done = desk.ok("handover.refuse", IN, ground="not-clean", text="[机坑] <有油>")
    [one] = said(desk, done.acts)
    assert "拒" in one.title
    assert "［机坑］ ＜有油＞" in one.text
    assert IN.name in one.text


def test_relief_that_does_not_come_is_told_as_a_reminder(desk: Desk) -> None:
    desk.offered().at("08:11")
    done = desk.ok("handover.report_relief", OUT, text="电话不通")
    [one] = said(desk, done.acts)
    assert one.title.endswith("接班人未到")
    assert "**情况**：电话不通" in one.text
    assert OUT.name in one.text
    assert saying.told_kinds()["handover.relief_reported"] == "reminders"


def test_a_handover_that_was_cancelled_is_not_told(desk: Desk) -> None:
    desk.key = desk.ok("handover.open", OUT).acts[0].command
    done = desk.ok("handover.cancel", LEAD, handover=desk.key, reason="开错了")
    assert said(desk, done.acts) == []


def test_of_an_order_is_told_that_it_is_to_be_read_and_not_its_text(desk: Desk) -> None:
    args = {"kind": "CAUTION", "title": "防汛*要求*", "text": "机密内容", "number": "7", "people": [IN.key]}
    done = desk.ok("order.issue", LEAD, **args)
    [one] = said(desk, done.acts)
    assert one.title == "注意事项：防汛*要求*"
    assert "机密" not in one.text
    assert "防汛＊要求＊" in one.text
    assert f"**发布人**：{LEAD.name}" in one.text


def test_the_sorts_are_those_of_what_can_be_said() -> None:
    assert {HANDOVERS, NOTICES} <= set(saying.sorts())
    assert saying.told_kinds()["handover.closed"] == "handovers"
    assert saying.told_kinds()["order.issued"] == "notices"


def test_one_kind_is_declared_once_but_may_be_imported_again() -> None:
    saying.says_in_chat("order.issued", NOTICES)(orders.issued)
    with pytest.raises(TypeError, match=r"order\.issued is declared twice"):
        saying.says_in_chat("order.issued", Sort("x", Words(zh="x")))(handovers.closed)


def test_nothing_is_said_of_other_acts(desk: Desk) -> None:
    done = desk.ok("logbook.write", OUT, category="ROUND", text="巡视")
    assert told(desk, done.acts[0]) is None


def test_lines_leave_out_what_is_empty() -> None:
    assert saying.lines("a", "", "b") == "a\nb"
