"""Who leads the follow-up of a customer, on pages: agreed late, of a void order, and by whom who may not follow."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from jiaoban.org import door
from jiaoban.regime.load import load
from tests import cast
from tests.pure.handover.desk import IN, LEAD, OUT
from tests.web.desk import BASE, WebDesk

pytestmark = pytest.mark.django_db
PACK = load(Path(__file__).parents[2] / "regimes" / "kefu")
LEADS = f"{BASE}/leads"


@pytest.fixture
def desk() -> Iterator[WebDesk]:
    before = door.clock
    made = WebDesk(PACK)
    made.at("09:00")
    yield made
    door.clock = before


def opened(desk: WebDesk, who: cast.Member, number: str = "139 0000 0001") -> str:
    """A customer of whom somebody has heard."""
    said = {"number": number, "name": "刘女士", "way": "phone", "result": "interested"}
    assert desk.send(who, "lead.open", back=LEADS, **said) == 303
    return max(desk.book.acts(), key=lambda act: act.seq).payload.lead  # type: ignore[attr-defined,no-any-return]


def came(desk: WebDesk) -> str:
    """A customer of one person who came and was received by another."""
    lead = opened(desk, OUT)
    desk.at("10:00")
    assert desk.send(IN, "lead.visit", back=LEADS, lead=lead) == 303
    return lead


def named(desk: WebDesk, who: cast.Member, lead: str, leader: cast.Member) -> int:
    return desk.send(who, "lead.name_leader", back=f"{LEADS}/{lead}", lead=lead, leader=leader.key)


def test_an_agreement_after_the_day_of_the_visit_is_marked_as_late(desk: WebDesk) -> None:
    lead = came(desk)
    assert "还没有商定谁主负责跟进，当日要定" in desk.see(IN, f"/leads/{lead}")
    assert "到店未成交，当日定谁主负责：刘女士" in desk.see(IN, "/")
    assert named(desk, OUT, lead, OUT) == 303
    desk.now += timedelta(days=1)
    assert "到店未成交，当日没有定谁主负责，请补定：刘女士" in desk.see(IN, "/")
    assert "当日没有商定谁主负责跟进，请尽快补定" in desk.see(IN, f"/leads/{lead}")
    assert named(desk, IN, lead, OUT) == 303
    page = desk.see(IN, f"/leads/{lead}")
    assert "应当日商定，晚了" in page
    assert "请尽快补定" not in page
    assert "定谁主负责跟进" in page, "both can still agree otherwise"


def test_nobody_agrees_on_who_leads_where_the_order_is_void(desk: WebDesk) -> None:
    lead = opened(desk, OUT)
    said = {"way": "phone", "result": "interested"}
    assert desk.send(IN, "lead.contact", back=LEADS, lead=lead, **said) == 303
    desk.now += timedelta(days=3)
    assert desk.send(IN, "lead.visit", back=LEADS, lead=lead) == 303
    page = desk.see(IN, f"/leads/{lead}")
    assert "此单作废" in page
    assert "定谁主负责" not in page, "agreeing would change nothing"
    assert "定谁主负责" not in desk.see(IN, "/")
    assert named(desk, IN, lead, IN) == 422
    assert "主管另定主负责人" in desk.see(LEAD, f"/leads/{lead}"), "the supervisor can"
    done = desk.send(LEAD, "lead.overrule_leader", back=LEADS, lead=lead, leader=IN.key, reason="家长点名")
    assert done == 303


def test_who_may_not_follow_is_seen_where_leaders_are_chosen_and_on_their_figures(desk: WebDesk) -> None:
    first = opened(desk, OUT)
    assert desk.send(OUT, "lead.visit", back=LEADS, lead=first) == 303
    assert "照现在，下个月不得跟进" in desk.see(LEAD, "/following"), "the month is not over"
    desk.now += timedelta(days=14)
    lead = opened(desk, OUT, "139 0000 0002")
    assert desk.send(IN, "lead.visit", back=LEADS, lead=lead) == 303
    assert desk.see(OUT, f"/leads/{lead}").count(f"{OUT.name}（本月不得跟进）") == 1
    page = desk.see(LEAD, f"/leads/{lead}")
    assert f"{OUT.name}（本月不得跟进）" in page.partition("主管另定主负责人")[2]
    assert f"{IN.name}（本月不得跟进）" not in page
    assert named(desk, IN, lead, OUT) == 422
    for reader in (LEAD, OUT):
        page = desk.see(reader, f"/leads/figures/people/{OUT.key}")
        assert f"{OUT.name} 2026-12 不得主负责跟进客户" in page
        assert "上个月主负责 1 位，1 位没有结果（100%）" in page
        assert f'href="{BASE}/following?month=2026-12"' in page
    assert "不得主负责" not in desk.see(LEAD, f"/leads/figures/people/{IN.key}")
    assert "不得主负责" not in desk.see(LEAD, f"/leads/figures/people/{OUT.key}?month=2026-11")
    mine = opened(desk, OUT, "139 0000 0003")
    assert desk.send(OUT, "lead.visit", back=LEADS, lead=mine) == 303
    assert f"{OUT.name} 2026-12 不得主负责跟进客户" in desk.see(LEAD, f"/leads/{mine}"), "they lead one all the same"


def test_a_customer_who_bought_is_told_with_whose_revenue_it_is_and_followed_by_the_closer(desk: WebDesk) -> None:
    lead = opened(desk, OUT)
    for verb, more in (("lead.visit", {}), ("lead.sell", {"amount": "6800"})):
        desk.now += timedelta(hours=1)
        assert desk.send(OUT, verb, back=LEADS, lead=lead, **more) == 303
    page = desk.see(IN, f"/leads/{lead}")
    assert f"11月23日 11:00成交，业绩归{OUT.name}" in page
    assert "跟进第二、第三个月：先对接" not in page, "only the closer announces it"
    desk.now += timedelta(days=32)
    page = desk.see(OUT, f"/leads/{lead}").partition("跟进第二、第三个月：先对接")[2].partition("</form>")[0]
    assert page.count("<option") == 3
    said = {"sales": "陈经理", "teacher": "周老师", "back": LEADS}
    assert desk.send(OUT, "lead.announce_followup", lead=lead, month="2", **said) == 303
    assert "到 2027-01-22" in desk.see(OUT, f"/leads/{lead}"), "the last day of the second month"
    desk.now += timedelta(days=31)
    page = desk.see(OUT, f"/leads/{lead}").partition("跟进第二、第三个月：先对接")[2].partition("</form>")[0]
    assert page.count("<option") == 1, "the second month is announced"
    desk.now += timedelta(days=31)
    assert "跟进第二、第三个月：先对接" not in desk.see(OUT, f"/leads/{lead}"), "both are over"


def test_the_regimes_page_names_the_clause_of_a_reading_and_says_where_to_change_it(desk: WebDesk) -> None:
    page = desk.see_site(LEAD, "/regimes/kefu").partition('id="ambiguities"')[2]
    first = page.partition("「成交第一周」是哪几天？")[2].partition("</article>")[0]
    assert 'href="#kefu-s1"' in first
    assert "</span>售后一</span>" in first
    assert "aftersales.yaml, first_within（P7D 或 P8D）" in first
    assert "由程序定" in page
    assert "the program" not in page


def test_what_colleagues_said_and_why_the_supervisor_decided_stands_on_the_page(desk: WebDesk) -> None:
    lead = came(desk)
    for who, whom in ((IN, OUT), (OUT, IN)):
        back = f"{LEADS}/{lead}"
        assert desk.send(who, "lead.talk", back=back, lead=lead, to=whom.key, note="她孩子在我班上") == 303
    assert named(desk, OUT, lead, OUT) == 303
    assert "双方都要主负责：以交定金给谁为主" not in desk.see(IN, f"/leads/{lead}")
    assert named(desk, IN, lead, IN) == 303
    page = desk.see(IN, f"/leads/{lead}")
    assert "双方都要主负责：以交定金给谁为主；特殊情况请主管另定。" in page
    assert f"{IN.name} 和 {OUT.name} 沟通过" in page
    assert "她孩子在我班上" in page
    assert "她孩子在我班上" not in desk.see(cast.AUDITOR, f"/leads/{lead}"), "notes are for who works with customers"
    assert named(desk, IN, lead, OUT) == 303
    page = desk.see(IN, f"/leads/{lead}")
    assert f"还没有结果，就换 {IN.name} 主负责。" in page
    assert "11月30日 10:00" in page.partition(f"还没有结果，就换 {IN.name} 主负责。")[0][-60:]
    done = desk.send(LEAD, "lead.overrule_leader", back=LEADS, lead=lead, leader=IN.key, reason="家长点名要她跟")
    assert done == 303
    page = desk.see(OUT, f"/leads/{lead}")
    assert f"{LEAD.name} 另定由 {IN.name} 主负责" in page
    assert "家长点名要她跟" in page
