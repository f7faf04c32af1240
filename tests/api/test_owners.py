"""An enrolment office over the HTTP API and on its pages: 18, 19, s2 to s4, as their checks in the catalogue say."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from jiaoban.demo.description import Member
from jiaoban.kernel.clock import VirtualClock
from jiaoban.ledger import rebuild
from jiaoban.ledger.verify import verify
from jiaoban.org import door
from tests.api.hall import Hall, site_fixture

loaded, hall = site_fixture("mingde")
CONTACT = {"way": "phone", "result": "interested"}
WHERE = "中山路校区"


def who(hall: Hall, name: str) -> Member:
    return hall.site.people[name]


def later(hall: Hall, **span: float) -> Hall:
    door.clock = VirtualClock(door.clock.now() + timedelta(**span))
    return hall


def ahead(hall: Hall, **span: float) -> str:
    """A moment of the site's clock so much later."""
    return (door.clock.now() + hall._ahead + timedelta(**span)).isoformat()


def opened(hall: Hall, number: str = "13912340001", by: str = "linna") -> str:
    return hall.ok(who(hall, by), "lead.open", number=number, name="周女士", **CONTACT)


def owner(hall: Hall, key: str, **asked: str) -> Any:
    return hall.get(who(hall, "linna"), f"/leads/{key}/owner", **asked)


def collided(hall: Hall) -> tuple[str, str]:
    """A customer of 林娜 whom 王蕾 invites as well: the customer and the case."""
    key = opened(hall.at("10:00:00"))
    later(hall, minutes=1)
    case = hall.ok(who(hall, "wanglei"), "lead.appoint", lead=key, for_at=ahead(hall, days=1), where=WHERE)
    return key, case


def page(hall: Hall, name: str, path: str, language: str = "zh-hans") -> str:
    client = hall.client(hall.site.people[name])
    answer = client.get(f"/s/mingde/p/desk/{path}", headers={"accept-language": language}, follow=True)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_18_1_a_case_opens_with_both_and_half_and_half_is_refused(hall: Hall) -> None:
    key, case = collided(hall)
    [one] = hall.get(who(hall, "linna"), "/collisions", stage="OPEN")
    assert (one["collision"]["people"], one["collision"]["by_itself"]) == (["linna", "wanglei"], True)
    half = hall.no(who(hall, "linna"), "lead.propose_settlement", collision=case, keeper="linna", share=50)
    assert half["half-and-half"]["clause"] == "kefu/18.1"
    assert "撞单待商定" in page(hall, "wanglei", "")
    hall.ok(hall.lead, "lead.record_quarrel", collision=case, note="当众争吵")
    text = page(hall, "linna", f"collisions/{case}")
    assert "当众争吵" in text
    assert "周女士" in text
    assert key in text


def test_18_1_colleagues_who_have_no_part_learn_nothing_of_a_quarrel_or_of_intent(hall: Hall) -> None:
    _, case = collided(hall)
    hall.ok(hall.lead, "lead.record_quarrel", collision=case, note="当众争吵")
    for name, told in (("linna", True), ("wanglei", True), (hall.lead.key, True), ("zhengli", True), ("sunyue", False)):
        assert ("当众争吵" in page(hall, name, f"collisions/{case}")) is told, name
        assert ("吵架" in page(hall, name, "collisions")) is told, name
        [one] = hall.get(who(hall, name), "/collisions", stage="OPEN")
        assert one["collision"]["quarrels"] == int(told), name


def test_18_2_without_agreement_the_order_is_void_and_counts_for_nobody(hall: Hall) -> None:
    key, _ = collided(hall)
    later(hall, hours=24)
    assert hall.get(who(hall, "linna"), "/collisions")[0]["stage"] == "OPEN"
    later(hall, seconds=1)
    assert hall.get(who(hall, "linna"), "/collisions")[0]["stage"] == "UP"
    assert "撞单待裁定" in page(hall, hall.lead.key, "")
    later(hall, hours=24)
    assert hall.get(who(hall, "linna"), "/collisions")[0]["stage"] == "VOID"
    found = owner(hall, key)
    assert (found["person"], found["basis"], found["clause"]) == ("", "VOID", "kefu/18.2")
    assert [one["owner"]["basis"] for one in hall.get(who(hall, "linna"), f"/leads/{key}/owners")] == [
        "ALONE",
        "PROMISED",
        "VOID",
    ]


def test_18_an_agreement_holds_once_it_is_reported(hall: Hall) -> None:
    key, case = collided(hall)
    hall.ok(who(hall, "wanglei"), "lead.propose_settlement", collision=case, keeper="linna", share=100)
    hall.ok(who(hall, "linna"), "lead.accept_settlement", collision=case)
    assert owner(hall, key)["person"] == "wanglei"
    hall.ok(who(hall, "linna"), "lead.tell_settlement", collision=case, to=hall.lead.key)
    found = owner(hall, key)
    assert (found["person"], found["basis"], found["clause"]) == ("linna", "SETTLED", "kefu/18.1")


def revenue(hall: Hall, name: str) -> tuple[int, Decimal]:
    """The sales of somebody and their revenue in the month of the site's clock."""
    month = ahead(hall)[:7]
    there = {one["person"]: one for one in hall.get(who(hall, "linna"), "/leads-month", month=month)}
    return (there[name]["sales"], Decimal(there[name]["sold"])) if name in there else (0, Decimal(0))


def test_18_1_an_agreed_split_is_the_revenue_of_both_whoever_closed_the_sale(hall: Hall) -> None:
    key, case = collided(hall)
    before = {name: revenue(hall, name) for name in ("linna", "wanglei")}
    hall.ok(who(hall, "wanglei"), "lead.propose_settlement", collision=case, keeper="linna", share=60)
    hall.ok(who(hall, "linna"), "lead.accept_settlement", collision=case)
    event = hall.ok(who(hall, "wanglei"), "lead.sell", lead=key, amount="5000.05")
    assert revenue(hall, "wanglei")[1] - before["wanglei"][1] == Decimal("5000.05"), "it holds once it is reported"
    hall.ok(who(hall, "linna"), "lead.tell_settlement", collision=case, to=hall.lead.key)
    found = owner(hall, key)
    assert (found["person"], found["share"], found["sharing"]) == ("linna", 60, ["wanglei"])
    assert "业绩林娜占60%，其余归王蕾" in found["says"]["zh"]
    assert "60 % of the revenue is" in found["says"]["en"]
    told = {one["event"]: one for one in hall.get(who(hall, "sunyue"), "/leads-month/credits", month=ahead(hall)[:7])}
    one = told[event]
    assert [(part["person"], Decimal(part["amount"])) for part in one["parts"]] == [
        ("linna", Decimal("3000.03")),
        ("wanglei", Decimal("2000.02")),
    ]
    assert (one["closed_by"], one["basis"], one["clause"], one["collision"]) == (
        "wanglei",
        "SETTLED",
        "kefu/18.1",
        case,
    )
    after = {name: revenue(hall, name) for name in ("linna", "wanglei")}
    gained = {name: (after[name][0] - before[name][0], after[name][1] - before[name][1]) for name in after}
    assert gained == {"linna": (1, Decimal("3000.03")), "wanglei": (0, Decimal("2000.02"))}


def test_18_3_repeating_wants_talk_or_a_reason_and_the_supervisors_finding(hall: Hall) -> None:
    key = opened(hall.at("10:00:00"))
    hall.ok(who(hall, "linna"), "lead.appoint", lead=key, for_at=ahead(hall, days=1), where=WHERE)
    again = {"lead": key, "for_at": ahead(hall, days=2), "where": WHERE}
    refused = hall.no(who(hall, "wanglei"), "lead.appoint", **again)["appointed-already"]
    assert (refused["clause"], refused["names"]) == ("kefu/18.3", ["林娜"])
    event = hall.ok(who(hall, "wanglei"), "lead.appoint", despite="家长改约", **again)
    for name, told in ((hall.lead.key, True), ("linna", True), ("zhengli", True), ("sunyue", False)):
        assert ("待认定" in page(hall, name, "collisions")) is told, name
    hall.ok(hall.lead, "lead.find_intent", event=event, intent=False, reason="家长自己打来的")
    assert "家长自己打来的" in page(hall, "linna", "collisions")


def test_19_ownership_at_the_exact_three_days_as_of_any_moment(hall: Hall) -> None:
    key = opened(hall.at("10:00:00"))
    hall.ok(who(hall, "wanglei"), "lead.talk", lead=key, to="linna")
    hall.ok(who(hall, "wanglei"), "lead.contact", lead=key, **CONTACT)
    before = ahead(hall)
    later(hall, minutes=10)
    hall.ok(who(hall, "linna"), "lead.appoint", lead=key, for_at=ahead(hall, days=2), where=WHERE)
    later(hall, hours=72)
    found = owner(hall, key)
    assert (found["person"], found["basis"], found["clause"]) == ("linna", "PROMISED", "kefu/19")
    assert "林娜最先约定时间和地点" in found["says"]["zh"]
    assert "first fixed time and place" in found["says"]["en"]
    assert [one["kind"] for one in found["decided_by"]] == ["FIXED"]
    later(hall, seconds=1)
    assert owner(hall, key)["shared"] == ["linna", "wanglei"]
    assert owner(hall, key, at=before)["basis"] == "SHARED"
    client = hall.client(who(hall, "linna"))
    assert client.get(f"{hall.url}/leads/{key}/owner", {"at": ahead(hall, days=1)}).status_code == 400


def test_s3_it_passes_after_seven_days_and_a_supervisor_overrides(hall: Hall) -> None:
    key = opened(hall.at("10:00:00"))
    hall.ok(who(hall, "wanglei"), "lead.visit", lead=key)
    assert "还没有商定谁主负责跟进" in page(hall, "linna", f"leads/{key}")
    assert "当日定谁主负责" in page(hall, "linna", "")
    for name in ("linna", "wanglei"):
        hall.ok(who(hall, name), "lead.name_leader", lead=key, leader="linna")
    later(hall, days=7)
    assert owner(hall, key)["basis"] == "AGREED"
    later(hall, seconds=1)
    found = owner(hall, key)
    assert (found["person"], found["basis"], found["clause"]) == ("wanglei", "PASSED", "kefu/s3")
    hall.ok(hall.lead, "lead.overrule_leader", lead=key, leader="linna", reason="家长点名")
    assert owner(hall, key)["basis"] == "OVERRULED"


def test_s4_exactly_forty_of_a_hundred_and_the_block_when_assigning(hall: Hall) -> None:
    sun = who(hall, "sunyue")
    hall.at("10:00:00")
    keys = [opened(hall, f"1391234{number:04d}", "sunyue") for number in range(5)]
    for key in keys:
        hall.ok(sun, "lead.visit", lead=key)
    for key in keys[:3]:
        hall.ok(sun, "lead.sell", lead=key, amount="6800")
    [share] = [one for one in hall.get(sun, "/following") if one["person"] == "sunyue"]
    assert (len(share["led"]), sorted(share["without"]), share["may"], share["may_next"]) == (
        5,
        sorted(keys[3:]),
        True,
        False,
    )
    later(hall, days=31)
    new = opened(hall, "13912349999")
    hall.ok(sun, "lead.visit", lead=new)
    said = {"lead": new, "leader": "sunyue"}
    assert hall.no(sun, "lead.name_leader", **said)["may-not-follow"]["clause"] == "kefu/s4"
    assert "may-not-follow" in hall.no(hall.lead, "lead.overrule_leader", reason="急", **said)
    text = page(hall, "linna", "following")
    assert "不得跟进客户的人" in text
    assert "孙悦" in text


def test_s2_an_unannounced_follow_up_is_refused_and_a_success_counts_for_the_closer(hall: Hall) -> None:
    key = opened(hall.at("10:00:00"))
    hall.ok(who(hall, "linna"), "lead.sell", lead=key, amount="6800")
    later(hall, days=32)
    refused = hall.no(who(hall, "wanglei"), "lead.contact", lead=key, **CONTACT)["not-announced"]
    assert refused["clause"] == "kefu/s2"
    told = {"sales": "销售部陈经理", "teacher": "周老师"}
    followup = hall.ok(who(hall, "linna"), "lead.announce_followup", lead=key, month=2, **told)
    hall.ok(who(hall, "wanglei"), "lead.contact", lead=key, **CONTACT)
    hall.ok(who(hall, "linna"), "lead.end_followup", followup=followup, outcome="SUCCESS", amount="3000")
    sales = [one for one in hall.get(hall.lead, f"/leads/{key}/events") if one["kind"] == "SALE"]
    assert [(one["person"], float(one["amount"])) for one in sales] == [("linna", 6800.0), ("linna", 3000.0)]
    assert "成交第 2 个月跟进" in page(hall, "linna", f"leads/{key}")


CHINESE = re.compile("[\u4e00-\u9fff]")
MAIN = re.compile("<main.*?</main>", re.DOTALL)
UNSAID = re.compile("<[^>]*>|周女士|中山路校区|18\\.撞单 ?[12]|19\\.资源重复怎么办|售后 三、主负责人")


@pytest.mark.parametrize(
    "path", ["leads/{key}", "leads/{key}?at=2026-01-01T00:00", "collisions", "collisions/{case}", "following"]
)
def test_the_pages_are_english_too(hall: Hall, path: str) -> None:
    key, case = collided(hall)
    hall.ok(who(hall, "linna"), "lead.give_up_settling", collision=case)
    text = page(hall, hall.lead.key, path.format(key=key, case=case), "en")
    said = UNSAID.sub("", MAIN.findall(text)[0])
    for person in hall.site.people.values():
        said = said.replace(person.name, "")
    assert [line.strip() for line in said.splitlines() if CHINESE.search(line)] == []


def test_a_bad_moment_is_said_and_the_book_is_sound(hall: Hall) -> None:
    key, _ = collided(hall)
    assert "看不懂这个时间" in page(hall, "linna", f"leads/{key}?at=gestern")
    assert "还没有到" in page(hall, "linna", f"leads/{key}?at=2099-01-01T00:00")
    before = owner(hall, key)
    rebuild.rebuild("mingde")
    assert owner(hall, key) == before
    found = verify("mingde")
    assert found.good, found.findings
