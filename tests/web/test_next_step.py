"""What the one big button says, through a handover, for each who is concerned."""

import re
from datetime import timedelta

from jiaoban.handover import background, queries
from jiaoban.ledger.store import DbBook
from tests import cast
from tests.web.conftest import CCR, Browser, Station, day_crew


def _says(as_person: Browser, member: cast.Member) -> str:
    page = as_person(member).get(f"{CCR}/").content.decode()
    found = re.search(r'<h2 id="next-step-title">(.*?)</h2>', page)
    assert found
    return found[1]


def test_the_next_step_follows_the_handover(
    as_person: Browser, station: Station, night: cast.Member, lead: cast.Member
) -> None:
    day = cast.AT_CCR[day_crew()]
    station.clock.moment = station.clock.moment.replace(hour=23, minute=0)
    assert _says(as_person, night) == "记录本班情况"
    assert _says(as_person, day) == "下一班由您接班"
    station.later(minutes=40)
    assert _says(as_person, night) == "起草交接班记录"
    assert _says(as_person, lead) == "起草交接班记录"
    assert _says(as_person, cast.AUDITOR) == "岗位正常值守"
    handover = station.do(night, "handover.open")
    assert _says(as_person, night) == "补齐交接班记录"
    assert _says(as_person, day) == "到岗报到"
    assert _says(as_person, cast.AUDITOR) == "正在交接班"
    station.do(day, "handover.report_in", handover=handover, ready=True)
    assert _says(as_person, day) == "申明身体和精神状态"
    assert _says(as_person, lead) == "判定接班人精神状态"
    station.do(day, "handover.declare_fitness", handover=handover, fitness="FIT", note="")
    station.do(lead, "handover.judge_fitness", handover=handover, person=day.key, fitness="FIT", note="")
    assert _says(as_person, day) == "等待交班人提请接班"


def test_the_handover_is_begun_by_the_big_button(as_person: Browser, station: Station, night: cast.Member) -> None:
    client = as_person(night)
    sent = client.post(f"{CCR}/do/handover.open", {"command": "open-1", "next": f"{CCR}/"})
    assert sent.status_code == 303
    assert _says(as_person, night) == "补齐交接班记录"


def test_an_empty_post_is_begun_by_its_supervisor(as_person: Browser, lead: cast.Member) -> None:
    patrol = CCR.replace(cast.CCR, cast.PATROL)
    client = as_person(lead)
    page = client.get(f"{patrol}/").content.decode()
    assert "登记第一班的值班人" in page
    said = {"command": "first-1", "people": [cast.A_PATROL.key], "text": "启用", "next": f"{patrol}/"}
    assert client.post(f"{patrol}/do/handover.take_first", said).status_code == 303
    assert f"<strong>{cast.A_PATROL.name}</strong>" in client.get(f"{patrol}/").content.decode()


def test_who_took_the_post_over_is_told_to_hand_it_on(
    as_person: Browser, station: Station, night: cast.Member, lead: cast.Member
) -> None:
    handover = station.do(night, "handover.open")
    said = {"command": "takeover-1", "handover": handover, "reason": "接班人未到", "next": f"{CCR}/"}
    signed = {**said, "account": lead.username, "password": lead.password}
    assert as_person(lead).post(f"{CCR}/do/handover.take_over", signed).status_code == 303
    station.later(minutes=90)
    assert _says(as_person, lead) == "接班人到了，就交出岗位"


def test_somebody_is_relieved_within_the_shift(as_person: Browser, night: cast.Member) -> None:
    client = as_person(night)
    page = client.get(f"{CCR}/handover").content.decode()
    assert "班中换人" in page
    said = {"command": "open-2", "rest_of_shift": "true", "arriving": [cast.AT_CCR["C"].key], "next": f"{CCR}/"}
    assert client.post(f"{CCR}/do/handover.open", said).status_code == 303
    assert _says(as_person, cast.AT_CCR["C"]) == "到岗报到"


def test_somebody_joins_and_nobody_leaves(as_person: Browser, station: Station, night: cast.Member) -> None:
    client = as_person(night)
    assert "有人加入" in client.get(f"{CCR}/handover").content.decode()
    joins = cast.AT_CCR["C"]
    said = {"command": "join-1", "joining": "true", "arriving": [joins.key], "next": f"{CCR}/handover"}
    assert client.post(f"{CCR}/do/handover.open", said).status_code == 303
    page = client.get(f"{CCR}/handover", follow=True).content.decode()
    assert "加入，没有人离岗" in page
    assert _says(as_person, joins) == "到岗报到"
    background.tick(station.clock.moment + timedelta(hours=12))
    assert sorted(one.joining for one in queries.open_at(DbBook(cast.SITE), cast.CCR)) == [False, True]


def test_where_one_is_relieved_by_the_hour_the_handover_is_under_the_thumb(
    as_person: Browser, night: cast.Member
) -> None:
    bar = re.search(r'<nav class="tabbar".*?</nav>', as_person(night).get(f"{CCR}/").content.decode(), re.DOTALL)
    assert bar
    assert re.findall(r"<span>(.*?)</span>", bar[0]) == ["当班", "交接", "日志", "看板", "更多"]
