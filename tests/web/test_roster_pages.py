"""Swaps, roster rules and rest days on pages and over the API, under a regime that has rules for rosters."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiaoban.kernel.clock import VirtualClock
from jiaoban.ledger.rebuild import differences
from jiaoban.ledger.verify import verify
from jiaoban.org import door
from tests import cast
from tests.pure.handover.desk import IN, LEAD, OUT, POST
from tests.pure.roster.ruled import SWAP, regime, rule
from tests.web.desk import BASE, WebDesk

pytestmark = pytest.mark.django_db
API = f"/api/v1/sites/{cast.SITE}/posts/{POST}"
ASK = {"day": "2026-11-24", "shift": "day", "colleague": IN.key, "reason": "家长会", "more": "无"}


@pytest.fixture
def desk() -> Iterator[WebDesk]:
    before = door.clock
    rules = (
        rule("days-in-row", at_most=3),
        rule("one-place", hard=True),
        rule("use-up", at_least=3, remind="P8D", **{"in": "month"}),
    )
    yield WebDesk(regime(*rules, changed_by=["supervisor"], swap=SWAP))
    door.clock = before


def test_a_swap_goes_over_forms_and_the_roster_follows(desk: WebDesk) -> None:
    assert desk.send(OUT, "roster.ask_swap", **ASK) == 303
    (one,) = desk.client(IN).get(f"{API}/swaps").json()
    assert (one["asker"], one["status"], one["takes"]) == (OUT.key, "ASKED", None)
    assert f"{OUT.name} 想与您换班" in desk.see(IN, "/")
    page = desk.see(IN, f"/swaps/{one['key']}")
    assert "同意换班" in page
    assert "同意换班" not in desk.see(OUT, f"/swaps/{one['key']}")
    assert desk.send(IN, "roster.agree_swap", swap=one["key"]) == 303
    assert "还没有报告，没有生效" in desk.see(OUT, "/")
    assert 'name="despite"' in desk.see(OUT, f"/swaps/{one['key']}"), "it may break a rule by now"
    assert desk.send(OUT, "roster.tell_swap", swap=one["key"], to=LEAD.key) == 303
    assert desk.client(IN).get(f"{API}/swaps/{one['key']}").json()["status"] == "HOLDS"
    turns = desk.client(IN).get(f"{API}/roster", {"month": "2026-11"}).json()
    due = {(one["shift"]["day"], one["shift"]["code"]): one["people"] for one in turns}
    assert due["2026-11-24", "day"] == [IN.key]
    assert "已经生效" in desk.see(LEAD, "/swaps")
    assert differences(cast.SITE)[1] == ()
    assert verify(cast.SITE).findings == ()


def test_the_answer_of_the_regime_comes_before_anything_is_sent(desk: WebDesk) -> None:
    size = desk.book.size
    first = desk.see(OUT, "/swaps/new")
    assert "11月24日白班" in first
    assert "向同事提出" not in first
    query = f"?mine=2026-11-24.day.{POST}&colleague={IN.key}"
    assert "按制度可以换" in desk.see(OUT, f"/swaps/new{query}")
    late = desk.see(OUT, f"/swaps/new?mine=2026-11-25.evening.{POST}&colleague={IN.key}")
    assert "可以换，但要写明原因" in late
    assert 'name="despite"' in late
    desk.ok("roster.ask_swap", OUT, **ASK)
    again = desk.see(OUT, f"/swaps/new{query}")
    assert "这个班已经有一次换班在办" in again
    assert "向同事提出" not in again
    assert desk.book.size == size + 1


def test_what_breaks_a_rule_is_refused_on_the_page_with_the_clause(desk: WebDesk) -> None:
    said = {"day": "2026-11-26", "shift": "night", "people": [OUT.key], "reason": "顶", "back": f"{BASE}/roster"}
    door.clock = VirtualClock(desk.now)
    answer = desk.client(LEAD).post(f"{BASE}/do/roster.assign", {"command": "c-1", **said})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "连续7天有班，超过3天" in page
    assert "写明原因后再排" in page
    assert desk.send(LEAD, "roster.assign", **{**said, "despite": "洪水"}) == 303


def test_the_rules_page_tells_rules_what_breaks_them_and_rest_days(desk: WebDesk) -> None:
    desk.ok("roster.assign", LEAD, day="2026-11-26", shift="night", people=[OUT.key], reason="顶", despite="洪水")
    page = desk.see(LEAD, "/roster/rules?month=2026-11")
    assert "连续有班不超过3天" in page
    assert "本月 1 处不符" in page
    assert f"{OUT.name}在11月23日至11月29日连续7天有班" in page
    assert "本月还有" in page
    assert "天休息日没有排" in desk.see(LEAD, "/"), "in the last eight days of the month"
    assert "天休息日没有排" not in desk.see(OUT, "/"), "who does not change the roster is not reminded"
    (broken,) = desk.client(LEAD).get(f"{API}/roster/broken", {"month": "2026-11"}).json()
    assert (broken["rule"], broken["people"], broken["last"]) == ("days-in-row", [OUT.key], "2026-11-29")
    (month,) = desk.client(LEAD).get(f"{API}/roster/rest", {"month": "2026-11"}).json()
    mine = next(one for one in month["people"] if one["person"] == OUT.key)
    assert month["stage"] == "REMIND"
    assert mine["unused"] == max(0, mine["owed"] - mine["taken"] - mine["planned"])
    desk.now += timedelta(days=9)
    assert "本月结束时还有" in desk.see(LEAD, "/roster/rules?month=2026-11")


def test_outsiders_and_other_posts_see_no_swap(desk: WebDesk) -> None:
    desk.send(OUT, "roster.ask_swap", **ASK)
    (one,) = desk.client(OUT).get(f"{API}/swaps").json()
    assert desk.client(cast.OUTSIDER).get(f"{API}/swaps").status_code == 404
    other = f"/api/v1/sites/{cast.SITE}/posts/{cast.CCR}/swaps/{one['key']}"
    assert desk.client(LEAD).get(other).status_code == 404
    assert desk.send(IN, "roster.withdraw_swap", swap=one["key"], reason="不", back=f"{BASE}/swaps") == 422


def test_the_page_of_the_regime_shows_the_rules_beside_their_clause(desk: WebDesk) -> None:
    page = desk.see_site(LEAD, "/regimes/hydro")
    for said in ("连续有班不超过3天", "双方同意，报告值长后生效", "排班由值长改"):
        assert said in page


def test_who_does_not_change_rosters_here_sees_no_way_to_and_who_does() -> None:
    before = door.clock
    desk = WebDesk(regime(rule("one-place", hard=True), changed_by=["head"]))
    for member, may in ((cast.HEAD, True), (LEAD, False), (OUT, False)):
        assert ('id="exception"' in desk.see(member, "/roster")) == may
        people = desk.see(member, "/roster/people")
        assert ("data-month-grid" in people) == may
        assert ("从 Excel 导入" in people) == may
        assert ("data-month-grid" in desk.see_site(member, "/roster")) == may
    told = desk.see(LEAD, "/roster/import")
    assert "部门负责人" in told, "who can"
    assert 'id="table-file"' not in told
    assert 'id="table-file"' in desk.see(cast.HEAD, "/roster/import")
    door.clock = before


def test_a_table_that_is_refused_keeps_what_was_typed_beside_it(desk: WebDesk) -> None:
    address, client = f"{BASE}/roster/import?month=2026-11", desk.client(LEAD)
    door.clock = VirtualClock(desk.now)
    text = f"人员键,姓名,2026-11-26\n{OUT.key},,夜班\n"
    seen = client.post(address, {"file": SimpleUploadedFile("m.csv", text.encode())}).content.decode()
    fields = dict(re.findall(r'name="(kept|seen|carry|command)" value="([\w-]+)"', seen))
    answer = client.post(address, {**fields, "reason": "十一月补排", "despite": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "连续7天有班，超过3天" in page
    assert 'value="十一月补排"' in page
    again = dict(re.findall(r'name="(kept|seen|carry|command)" value="([\w-]+)"', page))
    assert client.post(address, {**again, "reason": "十一月补排", "despite": "洪水"}).status_code == 303
