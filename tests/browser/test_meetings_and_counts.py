"""An enrolment office at five: the host calls the count, somebody does not report in its ten minutes; the evening
meeting is opened, waits for who is missing, takes a problem only with a proposal, and closes in its time."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Commands, People
from tests.browser.person import DESKTOP, PHONE, Person

SITES = ("mingde",)
COUNTS, MEETINGS = "p/desk/counts", "p/desk/gatherings"
HOST, SUPERVISOR = "wanglei", "zhangxin"


@pytest.fixture
def office(people: People, jiaoban: Commands) -> "Office":
    return Office(people, jiaoban)


class Office:
    """The people of the office, and its clock."""

    def __init__(self, people: People, jiaoban: Commands) -> None:
        self._people, self._jiaoban = people, jiaoban

    def person(self, name: str, size: tuple[int, int] = PHONE, *, dark: bool = False) -> Person:
        return self._people(name, size, dark=dark, site="mingde")

    def clock(self, at: str) -> None:
        done = self._jiaoban("demo", "clock", "--site", "mingde", at)
        assert done.returncode == 0, done.stderr


def test_an_afternoon_of_a_count_and_a_meeting(office: Office) -> None:
    host, linna, zhaomin = office.person(HOST), office.person("linna", dark=True), office.person("zhaomin")
    supervisor = office.person(SUPERVISOR, DESKTOP)
    too_early(host)
    office.clock("17:00")
    here = open_the_meeting(host)
    call_the_count(host, linna, zhaomin)
    hold(host, linna, supervisor, here)
    office.clock("17:11")
    close(host, supervisor, here)
    ten_minutes_later(zhaomin, supervisor)


def test_an_evening_meeting_is_made_up_for_after_midnight(office: Office) -> None:
    """The next evening nobody opens it; ten minutes after midnight somebody does, and it is that of the day before."""
    agent, supervisor = office.person("linna", dark=True), office.person(SUPERVISOR, DESKTOP)
    for at in ("09:00", "18:00", "00:10"):
        office.clock(at)
    agent.open(MEETINGS).sees("夕会 昨天 17:00", "由昨天的主持人", "昨天没有召开，09:05 之前还可以补开")
    agent.check("office-made-up-phone-dark")
    supervisor.open(MEETINGS).sees("补开昨天的夕会").check("office-made-up-desktop")
    supervisor.send("hold-evening-late")
    supervisor.arrives(r"/gatherings/[^/]+$")
    supervisor.sees("17:00", "进行中", "可以散会")
    agent.open(MEETINGS).sees("夕会 昨天 17:00", "进入会议")


def too_early(host: Person) -> None:
    """Before five nothing can be opened or called, and the page says from when."""
    host.open(MEETINGS).sees("夕会", "未到时间").check("office-calendar-phone")
    assert host.page.locator("#hold-evening").count() == 0
    host.open(COUNTS).sees("今天由您主持", "孙悦 超时报数").check("office-counts-phone")
    assert host.page.locator("#call_count").count() == 0


def open_the_meeting(host: Person) -> str:
    host.open(MEETINGS).send("hold-evening")
    host.arrives(r"/gatherings/[^/]+$")
    return host.sees("进行中", "可以散会").path()


def call_the_count(host: Person, linna: Person, zhaomin: Person) -> None:
    """The host calls; one reports, one looks and does not."""
    linna.open(COUNTS).sees("主持人还没有组织报数")
    host.open(COUNTS).send("call_count").sees("组织报数").check("office-called-phone")
    linna.sees("报数截止").send("answer_count").sees("您已报数").check("office-reported-dark")
    zhaomin.open(COUNTS).sees("报数截止")


def hold(host: Person, linna: Person, supervisor: Person, here: str) -> None:
    """Everybody but one is there; a problem without a proposal is refused; too soon to close, and one is missing."""
    linna.go(here)
    linna.send("here").sees("1 / 10")
    host.go(here)
    boxes = host.page.locator("#all-here input[name=people]")
    expect(boxes).to_have_count(9)
    for name in ("王蕾", "赵敏", "孙悦", "许婷", "潘晓雨", "罗倩", "邓洁", "姚媛"):
        host.page.locator("#all-here label", has_text=name).locator("input").check(force=True)
    host.send("all-here").sees("9 / 10").check("office-meeting-phone")
    linna.send("problem", problem="回访名单有重复").sees("没有提出解决办法").check("office-no-proposal-dark")
    linna.send("problem", proposal="下班前去重，分好再发").sees("下班前去重")
    host.send("minute", text="明天九点半前把名单分好。").sees("明天九点半前")
    host.send("close").sees("会议不足 10 分钟", "范斌 没有到会").check("office-too-soon-phone")
    supervisor.go(here)
    supervisor.send("excuse", person="fanbin", reason="送家长看校区").sees("准予不到", "送家长看校区")
    supervisor.check("office-meeting-desktop")


def close(host: Person, supervisor: Person, here: str) -> None:
    host.go(here)
    host.send("close").sees("已散会")
    on_paper(host)
    supervisor.open(MEETINGS).sees("看会议记录").check("office-calendar-desktop")


def on_paper(one: Person) -> None:
    """Printed, the page of a meeting is its minutes: nothing of what one could still do there."""
    expect(one.page.locator("#follow-up")).to_be_attached()
    one.page.emulate_media(media="print")
    for text in ("送家长看校区", "下班前去重，分好再发", "明天九点半前把名单分好。"):
        expect(one.page.get_by_text(text)).to_be_visible()
    for form in one.page.locator("main form").all():
        expect(form).to_be_hidden()
    one.page.emulate_media(media="screen")


def ten_minutes_later(zhaomin: Person, supervisor: Person) -> None:
    """Whoever did not report stands among the missed without anybody's doing, and hosts extra; one miss is excused."""
    zhaomin.open(COUNTS).sees("您已超过时限", "没有按时报数").check("office-missed-phone")
    zhaomin.send("answer_count").sees("超时报数")
    supervisor.open(COUNTS).sees("还要加主持的天数")
    supervisor.send("excuse-miss", hour="17:00", person="fanbin", reason="送家长看校区").sees("免记")
    supervisor.check("office-counts-desktop")
    owed = supervisor.page.locator("section", has=supervisor.page.locator("#owed-title"))
    expect(owed).to_contain_text("赵敏")
    expect(owed).not_to_contain_text("范斌")
