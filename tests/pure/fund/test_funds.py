"""Both sides of the boundaries of company funds: the share in the sales, money that is blocked, sums."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.fund import queries
from jiaoban.fund.rules.reckoning import PersonMonth
from jiaoban.kernel import effects as in_force
from jiaoban.kernel.effects import Effect
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.sales import Selling
from jiaoban.kernel.verbs import find_verb
from jiaoban.kernel.words import Words
from jiaoban.regime.funds import FundRatio
from tests.pure.fund.desk import DAY, PACK, Desk, sell

RATIO = FundRatio(clause="kefu/23b", at_most=Decimal(3))


def month(company: str, sold: str, *, own: str = "0") -> PersonMonth:
    nothing = Decimal(0)
    return PersonMonth("li", "2026-03", nothing, Decimal(company), nothing, Decimal(own), None, (), Decimal(sold))


@pytest.mark.parametrize(
    ("company", "sold", "above"),
    [
        ("1800", "60000", False),  # exactly 3 %
        ("1800.01", "60000", True),
        ("1799.99", "60000", False),
        ("1", "33.33", True),  # 3.0003 %, which reads as 3.00
        ("1", "33.34", False),
        ("0", "0", False),
        ("0.01", "0", True),
    ],
)
def test_exactly_three_percent_is_not_above(company: str, sold: str, above: bool) -> None:
    assert month(company, sold).above(RATIO) is above
    assert month(company, sold, own="9999").above(RATIO) is above  # own top-ups are no company money


def test_without_a_rule_no_share_is_above() -> None:
    assert not month("1800", "0").above(None)


def test_the_share_is_shown_to_two_places_and_not_at_all_without_sales() -> None:
    assert month("1", "33.33").percent == Decimal("3.00")
    assert month("1", "0").percent is None


@given(st.decimals(0, 10**7, places=2), st.decimals(0, 10**8, places=2))
def test_the_share_is_compared_without_rounding(company: Decimal, sold: Decimal) -> None:
    assert month(str(company), str(sold)).above(RATIO) is (int(company * 100) * 100 > int(sold * 100) * 3)


@pytest.fixture
def desk() -> Desk:
    return Desk("fund")


@pytest.fixture
def blocks(monkeypatch: pytest.MonkeyPatch) -> list[Effect]:
    """Stand in for the room that decides: what is in this list is in force."""
    found_here: list[Effect] = []
    monkeypatch.setitem(in_force._LISTERS, "stand-in", lambda _book, _post: found_here)
    return found_here


def effect(desk: Desk, first: date, after: date | None, kind: str = "funds-blocked", who: str = "li") -> Effect:
    said = Words(zh="资金第二次出错", en="second error with funds")
    return Effect(kind, desk.world.keys[who], "desk", first, after, case="x", clause="kefu/23a", says=said)


ASK = {"amount": "100", "purpose": "推广"}


def test_blocked_money_is_refused_up_to_the_last_day(desk: Desk, blocks: list[Effect]) -> None:
    blocks.append(effect(desk, date(2026, 4, 1), date(2026, 5, 1)))
    assert desk.code(date(2026, 3, 31), "li", "ask", month="2026-03", **ASK) == ""
    assert desk.code(date(2026, 3, 31), "li", "ask", month="2026-04", **ASK) == "funds-blocked"  # for a blocked month
    assert desk.code(date(2026, 4, 1), "li", "ask", month="2026-04", **ASK) == "funds-blocked"
    assert desk.code(date(2026, 4, 30), "li", "ask", month="2026-05", **ASK) == "funds-blocked"
    assert desk.code(date(2026, 5, 1), "li", "ask", month="2026-05", **ASK) == ""
    assert desk.code(date(2026, 4, 1), "wang", "ask", month="2026-04", **ASK) == ""


def test_the_refusal_cites_the_clause_and_names_the_last_day(desk: Desk, blocks: list[Effect]) -> None:
    blocks += [effect(desk, date(2026, 3, 1), date(2026, 4, 1)), effect(desk, date(2026, 3, 1), date(2026, 5, 1))]
    refusal = desk.do(DAY, "li", "ask", month="2026-03", **ASK).refusal
    assert refusal
    (reason,) = refusal.reasons
    assert (reason.clause, reason.names) == ("kefu/23a", ("2026-04-30",))
    assert "2026-05-01" in reason.lifts.zh
    assert "2026-05-01" in reason.lifts.en
    blocks.append(effect(desk, date(2026, 3, 1), None))
    refusal = desk.do(DAY, "li", "ask", month="2026-03", **ASK).refusal
    assert refusal
    assert refusal.reasons[0].names == ()


def test_what_was_asked_for_before_is_not_approved_while_money_is_blocked(desk: Desk, blocks: list[Effect]) -> None:
    asked = desk.do(date(2026, 3, 31), "li", "ask", month="2026-04", **ASK).acts[0].command
    blocks.append(effect(desk, date(2026, 4, 1), date(2026, 5, 1)))
    assert desk.code(date(2026, 4, 2), "boss", "approve", funding=asked) == "funds-blocked"
    blocks.clear()
    assert desk.code(date(2026, 4, 2), "boss", "approve", funding=asked) == ""


def test_own_money_can_be_spent_while_company_money_is_blocked(desk: Desk, blocks: list[Effect]) -> None:
    blocks.append(effect(desk, date(2026, 3, 1), date(2026, 4, 1)))
    assert desk.code(DAY, "li", "spend", amount="50", own=True, what="充值") == ""


def test_another_kind_of_effect_blocks_nothing(desk: Desk, blocks: list[Effect]) -> None:
    blocks.append(effect(desk, date(2026, 3, 1), date(2026, 4, 1), kind="promotion-barred"))
    assert desk.code(DAY, "li", "ask", month="2026-03", **ASK) == ""


def test_sales_count_for_the_month_of_their_local_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = datetime(2026, 2, 28, 16, tzinfo=UTC)  # midnight of 1 March in Shanghai
    li, steps = desk.world.keys["li"], (-timedelta(seconds=1), timedelta(0), timedelta(days=31))
    sell(monkeypatch, *((li, begin + step, str(10**n)) for n, step in enumerate(steps)))
    place = desk.place(begin)
    assert {
        name: [one.sold for one in queries.month(Selling(desk.book, place, lambda _digest: PACK, begin), name)]
        for name in ("2026-02", "2026-03", "2026-04")
    } == {
        "2026-02": [Decimal(1)],
        "2026-03": [Decimal(10)],
        "2026-04": [Decimal(100)],
    }


@pytest.mark.parametrize("said", ["-1", "1.234", "1e3x", "NaN", "1000000000", "", "三千"])
def test_what_is_no_sum_is_refused(said: str) -> None:
    known = find_verb("fund.spend")
    assert known
    with pytest.raises(ValueError, match="amount"):
        known.args.model_validate({"amount": said, "what": "x"})


def test_a_sum_travels_as_text_to_the_cent() -> None:
    known = find_verb("fund.spend")
    assert known
    assert known.args.model_validate({"amount": "１２.5", "what": "x"}).model_dump(mode="json")["amount"] == "12.50"
    with pytest.raises(ValueError, match="amount"):
        known.args.model_validate({"amount": 0.1, "what": "x"})


def test_a_day_to_come_cannot_be_spent_on(desk: Desk) -> None:
    with pytest.raises(BadInput):
        desk.do(DAY, "li", "spend", amount="1", own=True, what="x", day=DAY + timedelta(days=1))
    assert desk.code(DAY, "li", "spend", amount="1", own=True, what="x", day=DAY) == ""


def test_an_approval_of_nothing_is_not_one_of_all(desk: Desk) -> None:
    asked = desk.do(DAY, "li", "ask", month="2026-03", **ASK).acts[0].command
    with pytest.raises(BadInput) as refused:
        desk.do(DAY, "boss", "approve", funding=asked, amount="0")
    assert refused.value.where == "amount"
    assert desk.code(DAY, "boss", "approve", funding=asked, amount="0.01") == ""
    granted = queries.funding(desk.book, asked)
    assert granted
    assert granted.granted == Decimal("0.01")
