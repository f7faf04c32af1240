"""Both sides of the boundaries of careers: the sum, the first day, what stands in the way of a promotion."""

from datetime import UTC, date, datetime, timedelta

import pytest

from jiaoban.career import queries
from jiaoban.kernel import effects as in_force
from jiaoban.kernel.effects import Effect
from jiaoban.kernel.sales import Selling
from tests.pure.fund.desk import DAY, PACK, Desk, sell

JOINED = date(2026, 3, 2)
BEGIN = datetime(2026, 3, 1, 16, tzinfo=UTC)
"""Midnight of the first day, in Shanghai."""
NOW = datetime(2026, 3, 10, 2, tzinfo=UTC)


@pytest.fixture
def desk() -> Desk:
    made = Desk("career")
    li = made.world.keys["li"]
    assert made.code(DAY, "boss", "join", person=li, day=JOINED, position="客服员") == ""
    return made


def progress(desk: Desk, now: datetime = NOW) -> tuple[str, bool, int]:
    said, one = PACK.careers, queries.member(desk.book, "desk", desk.world.keys["li"])
    assert said
    assert said.regular
    assert one
    asked = Selling(desk.book, desk.place(now), lambda _digest: PACK, now)
    came = queries.progress(asked, one, said.regular)
    assert came == queries.progresses(asked, [one], said.regular)[one.person]
    return str(came.sold), came.reached, came.percent


def test_the_form_opens_at_sixty_thousand_and_not_a_cent_before(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    li = desk.world.keys["li"]
    sell(monkeypatch, (li, BEGIN, "59999.99"))
    assert progress(desk) == ("59999.99", False, 99)
    refusal = desk.do(DAY, "li", "ask_regular", summary="小结").refusal
    assert refusal
    assert "0.01" in refusal.reasons[0].why.zh
    sell(monkeypatch, (li, BEGIN, "59999.99"), (li, BEGIN, "0.01"))
    assert progress(desk) == ("60000.00", True, 100)
    assert desk.code(DAY, "li", "ask_regular", summary="小结") == ""


def test_only_sales_from_the_first_day_on_count(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    li, wang = desk.world.keys["li"], desk.world.keys["wang"]
    sell(monkeypatch, (li, BEGIN - timedelta(seconds=1), "60000"), (wang, BEGIN, "60000"), (li, BEGIN, "1"))
    assert progress(desk) == ("1.00", False, 0)


def test_registering_looks_at_the_sum_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    li = desk.world.keys["li"]
    sell(monkeypatch, (li, BEGIN, "60000"))
    assert desk.code(DAY, "li", "ask_regular", summary="小结") == ""
    assert desk.code(DAY, "li", "ask_regular", summary="小结") == "career-standing"
    sell(monkeypatch, (li, BEGIN, "59999.99"))
    assert desk.code(DAY, "boss", "regularise", person=li) == "sales-short"
    sell(monkeypatch, (li, BEGIN, "60000"))
    assert desk.code(DAY, "li", "report", text="转正了") == "career-standing"
    assert desk.code(DAY, "boss", "regularise", person=li) == ""
    assert desk.code(DAY, "li", "report", text="转正了") == ""
    assert desk.code(DAY, "boss", "take_report", person=li) == ""


def test_a_form_that_went_back_can_be_handed_in_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    li = desk.world.keys["li"]
    sell(monkeypatch, (li, BEGIN, "60000"))
    assert desk.code(DAY, "li", "ask_regular", summary="小结") == ""
    assert desk.code(DAY, "boss", "decline_regular", person=li, reason="再写") == ""
    assert desk.code(DAY, "boss", "regularise", person=li) == "career-standing"
    assert desk.code(DAY, "li", "ask_regular", summary="小结二") == ""


def test_a_decision_bars_a_promotion_while_it_is_in_force(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    li = desk.world.keys["li"]
    barred = Effect("promotion-barred", li, "desk", date(2026, 3, 1), date(2026, 4, 1), clause="kefu/23b")
    monkeypatch.setitem(in_force._LISTERS, "stand-in", lambda _book, _post: [barred])

    def told(month: str, now: datetime) -> list[str]:
        found = queries.in_the_way(desk.book, desk.place(now), month, lambda _digest: PACK, now)
        return [one.code for one in found.get(li, ())]

    assert told("2026-03", NOW) == ["promotion-barred"]
    assert told("2026-02", NOW) == []
    assert told("2026-04", NOW) == []
    assert told("2026-03", NOW + timedelta(days=60)) == ["promotion-barred"]


def test_nobody_registers_themselves(desk: Desk) -> None:
    boss = desk.world.keys["boss"]
    assert desk.code(DAY, "boss", "join", person=boss, day=JOINED, position="主管", probation=False) == "own-request"
