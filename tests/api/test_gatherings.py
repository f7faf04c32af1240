"""An enrolment office over the HTTP API: the evening meeting by 10, hosts and the hourly count by 26, and its pages."""

import pytest

from jiaoban.demo.description import Member
from tests.api.hall import Hall, site_fixture

loaded, hall = site_fixture("mingde")
FIVE, WHO = "17:00:00", ("wanglei", "linna", "zhaomin", "fanbin")


def who(hall: Hall, name: str) -> Member:
    return hall.site.people[name]


def opened(hall: Hall) -> str:
    return hall.at(FIVE).ok(who(hall, "wanglei"), "gathering.hold", meeting="evening")


def test_an_evening_meeting_is_opened_heard_and_closed(hall: Hall) -> None:
    host, other = who(hall, "wanglei"), who(hall, "linna")
    early = hall.at("16:59:59").no(host, "gathering.hold", meeting="evening")
    assert early["before-its-minute"]["clause"] == "kefu/10b"
    assert set(hall.at(FIVE).no(other, "gathering.hold", meeting="evening")) == {"not-the-host"}
    key = opened(hall)
    one = hall.get(other, f"/gatherings/{key}")
    assert (len(one["missing"]), one["lasted_s"], one["over_s"]) == (10, 0, 0)
    hall.ok(host, "gathering.arrive", gathering=key, people=one["missing"][:-1])
    refused = hall.at("17:09:59").no(host, "gathering.close", gathering=key)
    assert set(refused) == {"too-soon", "waiting-for"}
    hall.ok(hall.lead, "gathering.excuse", gathering=key, person=one["missing"][-1], reason="外出")
    assert set(hall.at("17:30:01").no(host, "gathering.close", gathering=key)) == {"over-run"}
    hall.ok(host, "gathering.close", gathering=key, reason="讨论招生计划")
    one = hall.get(other, f"/gatherings/{key}")
    assert (one["over_s"], one["gathering"]["over_reason"], one["missing"]) == (1, "讨论招生计划", [])
    assert key in [each["key"] for each in hall.get(other, "/gatherings")]


def test_a_problem_comes_with_a_proposal(hall: Hall) -> None:
    key, other = opened(hall), who(hall, "linna")
    refused = hall.no(other, "gathering.raise_problem", gathering=key, problem="名单重复")
    assert refused["no-proposal"]["clause"] == "kefu/10b"
    hall.ok(other, "gathering.raise_problem", gathering=key, problem="名单重复", proposal="先去重")
    page = hall.page(other, f"p/desk/gatherings/{key}")
    assert "先去重" in page
    assert "建议" in page


def test_the_count_has_its_ten_minutes_and_the_hosts_follow(hall: Hall) -> None:
    host, other, silent = who(hall, "wanglei"), who(hall, "linna"), who(hall, "zhaomin")
    hall.at(FIVE).ok(host, "gathering.call_count")
    hall.at("17:10:00").ok(other, "gathering.answer_count", hour="17:00")
    day = hall.get(host, "/counts")
    last = day["hours"][-1]
    assert (last["hour"], last["called_by"]) == ("17:00", "wanglei")
    stands = {one["person"]: one["stand"] for one in last["people"]}
    assert (stands["linna"], stands["zhaomin"]) == ("IN_TIME", "WAITING")
    assert len(hall.get(host, "/hosts")["hosts"]) == 7
    before = hall.get(host, "/hosts", days=2)
    assert (before["hosts"][0]["host"], before["hosts"][1]["host"]) == ("wanglei", "zhaomin")
    assert before["owed"] == {"sunyue": 1}
    hall.at("17:10:01")
    day = hall.get(host, "/counts")
    missed = {(one["hour"], one["person"]): one for one in day["missed"]}
    assert missed["17:00", "zhaomin"]["nth"] == 2
    assert missed["17:00", "zhaomin"]["figure"] is None  # the sum stands on the ladder, where a person decides it
    after = hall.get(host, "/hosts", days=3)  # 孙悦, who owes a day, rests tomorrow
    assert after["owed"]["zhaomin"] == 1
    assert [(one["host"], one["extra"]) for one in after["hosts"]][1:] == [("zhaomin", True), ("sunyue", True)]
    page = hall.page(silent, "p/desk/counts")
    assert "您已超过时限" in page
    assert "第二天主持" in page


@pytest.mark.parametrize("path", ["gatherings", "counts", "counts?day=2026-11-21", "counts?day=nonsense"])
@pytest.mark.parametrize("name", ["linna", "zhangxin", "zhengli"])
def test_everybody_of_the_office_reads_its_pages(hall: Hall, path: str, name: str) -> None:
    assert "林娜" in hall.page(who(hall, name), f"p/desk/{path}")


def test_times_are_proposed_where_the_regime_has_them(hall: Hall) -> None:
    assert hall.get(who(hall, "linna"), "/gathering-periods") == []
    assert "申报会议" in hall.page(hall.lead, "p/desk/gatherings/new?begins_at=2026-11-30T10:00&sort=TRAINING")
    hall.file(who(hall, "linna"), "p/desk/gatherings/new", status=403)
    hall.file(who(hall, "linna"), "p/desk/gatherings/nothing", status=404)


def test_the_home_page_says_what_waits(hall: Hall) -> None:
    host, other = who(hall, "wanglei"), who(hall, "linna")
    assert "请答复是否参加：暑期班说辞培训" in hall.page(other, "p/desk/")
    assert "夕会</a>" not in hall.page(other, "p/desk/")
    hall.at("16:45:00")
    assert "夕会</a>" in hall.page(other, "p/desk/")
    hall.at(FIVE)
    assert "组织 17:00 报数" in hall.page(host, "p/desk/")
    assert "组织 17:00 报数" not in hall.page(other, "p/desk/")
    hall.ok(host, "gathering.call_count")
    key = opened(hall)
    page = hall.page(other, "p/desk/")
    assert "17:00 报数，请报到" in page
    assert "夕会 已开始，等您到会" in page
    hall.ok(other, "gathering.answer_count")
    hall.ok(other, "gathering.arrive", gathering=key)
    page = hall.page(other, "p/desk/")
    assert "请报到" not in page
    assert "等您到会" not in page


def test_a_regime_without_cover_demands_none_on_its_pages(hall: Hall) -> None:
    asker = who(hall, "linna")
    page = hall.page(asker, "p/desk/absences/new?kind=leave&from=2026-12-21T09:00&until=2026-12-21T12:00")
    assert "这段时间轮到的岗位、例行工作和巡检：" in page
    assert "批准前都要另定人" not in page
    said = {"kind": "leave", "from_at": "2026-12-21T09:00:00+08:00", "until_at": "2026-12-21T12:00:00+08:00"}
    key = hall.ok(asker, "absence.ask", **said, reason="看牙")
    own = hall.page(asker, f"p/desk/absences/{key}")
    assert "由谁批准" in own
    assert "电话" not in own.split("工作移交单")[0].split('id="request"')[1]
    page = hall.page(hall.lead, f"p/desk/absences/{key}")
    assert "批准；要另派人的写上" in page
    assert "看电话号码" not in page
