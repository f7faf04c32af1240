"""A ladder from first to third, with an appeal: the supervisor records what was seen, the agent is heard on a phone,
the step of the regime is decided, the head rules on the appeal; a colleague sees nothing of it."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Commands, People
from tests.browser.person import DESKTOP, Person

SITES = ("mingde",)
PHONE = (390, 844)
CONDUCT = "p/desk/conduct"
CALLS = f"{CONDUCT}/new?ladder=private-calls"


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


def test_a_ladder_from_first_to_third_with_an_appeal(office: Office) -> None:
    supervisor, agent = office.person("zhangxin", DESKTOP), office.person("linna")
    head, colleague = office.person("zhengli", DESKTOP, dark=True), office.person("zhaomin", dark=True)
    first = record(supervisor, "在座位上打私人电话", public="true", shot="conduct-new-desktop")
    answer(agent, first, shot=True)
    decide(supervisor, first, "部门通告批评")
    second = record(supervisor, "又在公共区域接电话", minutes="8")
    silent(agent, second)
    decide(supervisor, second, "50 元")
    appeal(agent, supervisor, head, second)
    third = record(supervisor, "打了二十分钟", minutes="20")
    supervisor.go(third)
    supervisor.sees("说明以后或过了这个时间才能决定")
    silent(agent, third)
    decide(supervisor, third, "100 元", shot="conduct-third-desktop")
    months(supervisor, agent)
    in_english(agent, third, "phone")
    in_english(head, third, "dark")
    nothing(colleague, third)
    found_by_the_book(supervisor)
    several(office.person("zhangxin", dark=True), agent)


def several(supervisor: Person, agent: Person) -> None:
    """On a phone: a matter of three people in their parts; each of them sees their own case alone."""
    supervisor.open(f"{CONDUCT}/new").check("conduct-clauses-phone-dark")
    supervisor.open(f"{CONDUCT}/new?ladder=false-accounts").sees("参与人员", "怂恿人员", "怎样发现的")
    for field, name in (("people", "林娜"), ("accomplices", "王蕾"), ("instigators", "赵敏")):
        fields = supervisor.page.locator("#record fieldset", has=supervisor.page.locator(f"[name={field}]"))
        fields.locator("label", has_text=name).locator("input").check(force=True)
    supervisor.check("conduct-several-phone-dark")
    supervisor.send("record", text="三人一起虚报", happened_at=earlier(supervisor))
    supervisor.arrives(r"/conduct/cases/[^/]+$")
    matter = (
        supervisor.sees("3 人，各自一件", "王蕾", "赵敏", "还要查明：怎样发现的")
        .check("conduct-three-phone-dark")
        .path()
    )
    agent.go(matter)
    agent.sees("林娜", "3 人，各自一件").misses("王蕾", "赵敏")


def record(supervisor: Person, text: str, *, minutes: str = "", public: str = "", shot: str = "") -> str:
    """Record a private call of Lin Na; return the path of the matter."""
    supervisor.open(f"{CONDUCT}/new").sees("先选是哪一条", "部门通告批评 → 50 元 → 100 元")
    supervisor.open(CALLS).sees("制度写的", "通话分钟数")
    supervisor.page.locator("#record label", has_text="林娜").locator("input").check(force=True)
    facts = {"facts.0.value": minutes, "facts.1.value": public}
    if shot:
        supervisor.check(shot)
    supervisor.send("record", text=text, happened_at=earlier(supervisor), **{k: v for k, v in facts.items() if v})
    supervisor.arrives(r"/conduct/cases/[^/]+$")
    return supervisor.sees(text).path()


MINUTES = iter(range(1, 60))


def earlier(person: Person) -> str:
    """Return a moment of this afternoon by the clock of the office, each a minute after the one before."""
    shown = str(person.page.evaluate("document.documentElement.dataset.now"))
    return f"{shown[:10]}T16:{next(MINUTES):02d}"


def answer(agent: Person, matter: str, *, shot: bool) -> None:
    agent.open("p/desk").sees("以前说明情况：接打私人电话")
    if shot:
        agent.check("conduct-home-phone")
    agent.go(matter)
    agent.sees("说明情况").check("conduct-asked-phone")
    agent.send("answer-linna", text="家里老人住院，接了一个电话").sees("家里老人住院")


def silent(agent: Person, matter: str) -> None:
    agent.go(matter)
    agent.send("decline-linna").sees("不作说明")


def decide(supervisor: Person, matter: str, measures: str, *, shot: str = "") -> None:
    supervisor.go(matter)
    supervisor.sees(f"决定：{measures}")
    supervisor.send("decide-linna").sees(f"{measures}", "张欣 决定")
    if shot:
        supervisor.check(shot)


def appeal(agent: Person, supervisor: Person, head: Person, matter: str) -> None:
    """The agent appeals on the phone, the supervisor cannot rule, the head makes it milder."""
    agent.open("p/desk").sees("以前可以申诉：接打私人电话")
    agent.go(matter)
    agent.send("appeal-linna", text="是客户打来的，通话记录可查").sees("申诉中").check("conduct-appealed-phone")
    supervisor.open(CONDUCT).sees("申诉中", "等待裁定").check("conduct-list-desktop")
    head.open("p/desk").sees("1 份申诉等待裁定")
    head.go(matter)
    head.sees("是客户打来的").check("conduct-ruling-dark")
    head.send("rule-changed-linna", figure="20", reason="通话记录属实，部分为客户来电").sees("裁定申诉：改轻", "20 元")
    agent.go(matter)
    agent.sees("裁定申诉：改轻").check("conduct-ruled-phone")


def months(supervisor: Person, agent: Person) -> None:
    """The supervisor has everybody's sums and a workbook, the agent their own."""
    supervisor.open(f"{CONDUCT}/statement").sees("合计", "120 元").check("conduct-month-desktop")
    with supervisor.page.expect_download() as saved:
        supervisor.page.locator("main a", has_text="XLSX").click()
    assert saved.value.suggested_filename.endswith(".xlsx")
    agent.open(f"{CONDUCT}/statement").sees("120 元").misses("合计").check("conduct-month-phone")


def in_english(person: Person, matter: str, name: str) -> None:
    """The same pages in English."""
    person.page.context.add_cookies([{"name": "django_language", "value": "en", "url": person.url}])
    person.open(CONDUCT).sees("Breaches and ladders", "nothing is deducted").check(f"conduct-list-english-{name}")
    person.go(matter)
    person.sees("Time 3 (before:", "and from then on").check(f"conduct-case-english-{name}")
    person.open("regimes/kefu").sees("Time 3: 100 yuan").check()
    person.page.context.clear_cookies(name="django_language")


def nothing(colleague: Person, matter: str) -> None:
    """A colleague finds neither the list nor the matter."""
    colleague.open(CONDUCT).sees("没有您的事项").misses("林娜").check("conduct-colleague-dark")
    colleague.open(f"{CONDUCT}/statement").misses("林娜")
    response = colleague.page.goto(colleague.url + matter)
    assert response is not None
    assert response.status == 404
    colleague.expects("404")


def found_by_the_book(supervisor: Person) -> None:
    """What the hourly count shows is listed by itself, and set aside or taken up by hand alone."""
    supervisor.open(f"{CONDUCT}/occasions").sees("孙悦", "的报数").check("conduct-found-desktop")
    supervisor.send_by("form[id^='take-']").sees("由记录推算，主管登记", "警告").check("conduct-taken-desktop")
    expect(supervisor.page.locator("body")).to_contain_text("账上第")
