"""Meetings of a hydropower station on its pages: proposed times, notice, invitations, one meeting from begin to end."""

from datetime import timedelta

from tests import cast
from tests.web.conftest import CCR, MORNING, Browser, Station, day_crew

DAY = timedelta(days=1)


def test_the_calendar_proposes_handovers_and_leads_to_the_form(as_person: Browser, lead: cast.Member) -> None:
    page = as_person(lead).get(f"{CCR}/gatherings").content.decode()
    assert "交接班期间" in page
    assert "gatherings/new?begins_at=2026-11-24T07:30&amp;ends_at=2026-11-24T08:30" in page
    form = as_person(lead).get(f"{CCR}/gatherings/new?begins_at=2026-11-24T07:30&ends_at=2026-11-24T08:30")
    text = form.content.decode()
    assert 'value="2026-11-24T07:30"' in text
    assert "全员会议最早可定在" in text


def test_an_operator_sees_the_times_and_no_form(as_person: Browser, night: cast.Member) -> None:
    page = as_person(night).get(f"{CCR}/gatherings").content.decode()
    assert "交接班期间" in page
    assert "gatherings/new" not in page


def test_a_meeting_is_seen_answered_and_held(as_person: Browser, station: Station, night: cast.Member) -> None:
    lead = cast.LEADS[day_crew()]
    begins = MORNING + DAY + timedelta(minutes=5)
    key = station.do(
        lead,
        "gathering.announce",
        title="班组安全会",
        posts=[cast.CCR],
        begins_at=begins,
        ends_at=begins + timedelta(minutes=40),
        agenda="一、缺陷\n二、防火",
    )
    client = as_person(night)
    assert "班组安全会" in client.get(f"{CCR}/gatherings").content.decode()
    address = f"{CCR}/gatherings/{key}"
    page = client.get(address).content.decode()
    assert "您是否参加" in page
    assert "一、缺陷<br>二、防火" in page
    station.do(night, "gathering.reply", gathering=key, coming=True)
    assert "未答复" in client.get(address).content.decode()
    station.clock.moment = begins
    station.do(lead, "gathering.open", gathering=key)
    assert "我已到会" in client.get(address).content.decode()
    station.do(night, "gathering.arrive", gathering=key)
    station.do(night, "gathering.report", gathering=key, text="三号机导叶漏水已处理")
    station.do(lead, "gathering.minute", gathering=key, text="每班检查一次消防器材")
    station.later(minutes=30)
    station.do(lead, "gathering.close", gathering=key)
    page = client.get(address).content.decode()
    for text in ("已散会", "三号机导叶漏水已处理", "每班检查一次消防器材", "未到"):
        assert text in page


def test_a_post_without_hosts_says_so(as_person: Browser, lead: cast.Member) -> None:
    assert "没有轮值和报数" in as_person(lead).get(f"{CCR}/counts").content.decode()
    assert "/counts" not in as_person(lead).get(f"{CCR}/gatherings").content.decode().split("<main")[0]


def test_what_was_announced_and_never_opened_stays_to_be_seen(
    as_person: Browser, station: Station, lead: cast.Member
) -> None:
    begins = station.clock.moment + timedelta(hours=2)
    station.do(
        lead,
        "gathering.announce",
        title="班组安全会",
        posts=[cast.CCR],
        begins_at=begins,
        ends_at=begins + timedelta(minutes=40),
        outside="临时",
    )
    station.clock.moment += 2 * DAY
    page = as_person(lead).get(f"{CCR}/gatherings").content.decode()
    assert "班组安全会" in page
    assert "到时未开" in page


def test_the_head_leads_what_the_page_lets_them_lead(as_person: Browser, station: Station, lead: cast.Member) -> None:
    begins = station.clock.moment + timedelta(hours=2)
    key = station.do(
        cast.HEAD,
        "gathering.announce",
        title="防汛会",
        posts=[cast.CCR],
        begins_at=begins,
        ends_at=begins + timedelta(minutes=40),
        outside="汛情",
    )
    address = f"{CCR}/gatherings/{key}"
    station.clock.moment = begins
    assert 'id="open"' in as_person(cast.HEAD).get(address).content.decode()
    station.do(cast.HEAD, "gathering.open", gathering=key)
    page = as_person(cast.HEAD).get(address).content.decode()
    assert all(f'id="{form}"' in page for form in ("all-here", "report", "minute", "close"))
    assert 'id="follow-up"' not in page
    station.do(cast.HEAD, "gathering.arrive", gathering=key, people=[lead.key])
    station.do(cast.HEAD, "gathering.report", gathering=key, person=lead.key, text="泵已试")
    station.do(cast.HEAD, "gathering.minute", gathering=key, text="加强巡视")
    station.do(cast.HEAD, "gathering.close", gathering=key)
