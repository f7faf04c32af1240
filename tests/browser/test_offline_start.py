"""A round that begins without signal: on the device that has the routes, with the tab closed and opened again; and what
the server says of it later: somebody else began it, the route was changed or is no longer in use, a figure is asked
about."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from jiaoban.kernel.act import moment
from tests import cast
from tests.browser.conftest import Commands, People
from tests.browser.person import DESKTOP, PHONE, Person
from tests.browser.roles import Tonight
from tests.browser.rounds import CUT, ROUNDS, acts_of, cut, patroller, point, queue, visit, waiting
from tests.browser.test_offline_trouble import end

ONLINE_AGAIN = """() => addEventListener("online", () => {
  for (let n = 0; n < 5; n++) setTimeout(() => dispatchEvent(new Event("online")), 40 * n);
}, { once: true })"""
"""Once there is signal, the page hears of it six times."""


def ready(who: Person) -> None:
    """Open the page of rounds with signal; the device keeps the routes."""
    who.open(ROUNDS)
    expect(who.page.locator("[data-rounds]")).to_have_attribute("data-ready", "yes")


def begin(who: Person) -> None:
    """Begin a round along the route without signal, from the page of rounds."""
    who.go(f"/s/{who.site}/{ROUNDS}")
    who.sees("没有信号也可以在这里开始巡检")
    who.page.locator("[data-route-key=hall] a").click()
    who.page.locator("#start button").click()
    expect(who.page.locator("#going")).to_have_attribute("data-stage", "going")
    expect(who.page.locator("#point-turbine-1 > summary")).to_be_focused()


def told(who: Person) -> str:
    """Wait until the server's own page of the round has taken over; return its path."""
    who.arrives(r"/rounds/[0-9a-f-]{36}$")
    return who.path()


def change_route(lead: Person, **fields: str) -> None:
    """Change the route as the shift supervisor does."""
    lead.open(f"{ROUNDS}/routes/hall")
    lead.page.locator("#edit > summary").click()
    for name, value in fields.items():
        field = lead.page.locator(f"#route [name={name}]")
        if name == "in_use":
            field.set_checked(bool(value))
        else:
            field.fill(value)
    lead.page.locator("#route button[type=submit]").click()
    lead.arrives(r"/rounds$")


@pytest.fixture
def lead(people: People, tonight: Tonight) -> Person:
    return people(tonight.lead.username, DESKTOP)


def test_a_round_begins_and_ends_without_signal_and_is_there_once(
    people: People, tonight: Tonight, lead: Person, jiaoban: Commands, tmp_path: Path
) -> None:
    one = people(patroller(tonight), PHONE)
    ready(one)
    one.check("rounds-ready-phone")
    cut(one, off=True)
    begin(one)
    waiting(one, 1)
    here = point(one.page, "turbine-1")
    visit(one, "turbine-1", figures="thrust-1=71.0 guide-1=48.1")
    expect(here.locator(".told")).to_contain_text("读数超限")
    expect(here.locator(".why .said")).to_contain_text("超过上限 H")
    one.check("round-offline-asks-phone")
    here.locator("[name='cause.thrust-1']").fill("冷却水阀未开足")
    here.locator("[name='handling.thrust-1']").fill("已开足，加强监视")
    here.locator("button[value=NORMAL]").click()
    waiting(one, 2)

    context = one.page.context
    one.page.close()
    one.page = context.new_page()
    one.go(f"/s/{one.site}/{ROUNDS}")
    one.sees("在这台手机上开始，还没有送到；已记 1 条").check("rounds-offline-phone")
    one.page.locator("#begun-here a").click()
    expect(point(one.page, "turbine-1").locator(".how")).to_contain_text("已记录，待发送")
    visit(one, "air", figures="air=9.99")
    for code, figures in (("water", ""), ("sump", "sump=2.44"), ("aux", ""), ("gis", "")):
        visit(one, code, figures=figures, note="相机没电" if code == "aux" else "")
        # Once it is kept, the page folds every point and leads to the next one to do, here to the one asked about.
        expect(point(one.page, code).locator(".how")).to_contain_text("已记录，待发送")
    expect(point(one.page, "air").locator(".told")).to_be_visible()
    one.page.locator("#point-air [name='doubtful.air'], #point-air [name='later.air']").evaluate_all(
        "all => all.forEach(one => { one.checked = true })"
    )
    point(one.page, "air").locator("button[value=NORMAL]").click()
    waiting(one, 7)
    one.page.locator("#finish button").click()
    waiting(one, 8)
    kept = queue(one)
    change_route(lead, name="主厂房巡视")

    cut(one, off=False)
    path = told(one)
    one.sees("巡检报告", "在没有信号时开始", "路线已改为第 2 版；这一次按开始时的第 1 版走")
    one.check("round-begun-offline-report-phone")
    for code in CUT:
        one.expects(code)
    acts = acts_of(jiaoban, path, tmp_path)
    [started] = [act for act in acts if act["kind"] == "round.started"]
    assert (started["payload"]["offline"], started["payload"]["version"]) == (True, 1)
    said = [act for act in acts if act["kind"].startswith("round.")]
    assert [moment(act["occurred_at"]) for act in said] == [datetime.fromisoformat(one["happened"]) for one in kept]
    assert all(act["occurred_at"] < act["recorded_at"] for act in said)
    read = [act["payload"]["figures"] for act in acts if act["kind"] == "plant.read"]
    by_key = {figure["parameter"]: figure for figures in read for figure in figures}
    told_of = by_key["thrust-1"]
    assert (told_of["degree"], told_of["cause"]) == ("H", "冷却水阀未开足")
    assert queue(one) == []


def test_two_devices_that_begin_the_same_route_go_one_round(
    people: People, tonight: Tonight, lead: Person, jiaoban: Commands, tmp_path: Path
) -> None:
    one = people(patroller(tonight), PHONE)
    ready(one)
    cut(one, off=True)
    begin(one)
    visit(one, "water")
    waiting(one, 2)
    lead.open(ROUNDS)
    lead.page.locator("form[id^='start-hall'] button").last.click()
    lead.arrives(r"/rounds/[0-9a-f-]{36}")
    visit(lead, "aux", note="相机没电")
    expect(point(lead.page, "aux").locator(".how")).to_contain_text("已发送")
    cut(one, off=False)
    path = told(one)
    assert path == lead.path()
    one.sees("在另一台设备上也开始了，两台设备走的是同一次巡检").check("round-joined-phone")
    expect(point(one.page, "aux")).to_have_class(re.compile("gone"))
    acts = acts_of(jiaoban, path, tmp_path)
    kinds = [act["kind"] for act in acts if act["kind"].startswith("round.")]
    assert kinds == ["round.started", "round.visited", "round.joined", "round.visited"]
    assert moment(acts[-1]["occurred_at"]) < moment(acts[0]["occurred_at"])
    end(one)


def test_what_the_server_does_not_begin_stays_whole_until_it_does(
    people: People, tonight: Tonight, lead: Person, jiaoban: Commands, tmp_path: Path
) -> None:
    one = people(patroller(tonight), PHONE)
    ready(one)
    cut(one, off=True)
    change_route(lead, in_use="")
    begin(one)
    visit(one, "water", note="盘根滴水正常")
    cut(one, off=False)
    card = one.page.locator(".kept-back")
    expect(card).to_contain_text("没有收下。走过的点都还在手机上")
    expect(card).to_contain_text("已停用")
    one.check("round-not-begun-phone")
    assert [(item["kind"], item["state"]) for item in queue(one)] == [("start", "refused"), ("visit", "waiting")]
    one.open(ROUNDS).sees("没有收下；1 条记录还在").check("rounds-not-begun-phone")
    lead.open(f"{ROUNDS}/routes/hall")
    change_route(lead, in_use="yes")
    one.page.locator("#begun-here a").click()
    one.page.get_by_role("button", name="原样再发").click()
    path = told(one)
    acts = [act for act in acts_of(jiaoban, path, tmp_path) if act["kind"].startswith("round.")]
    assert [(act["kind"], act["payload"].get("note", "")) for act in acts] == [
        ("round.started", ""),
        ("round.visited", "盘根滴水正常"),
    ]
    one.expects("410")
    end(one)


def test_a_rule_that_the_device_could_not_know_comes_back_as_a_question(
    people: People, tonight: Tonight, jiaoban: Commands, tmp_path: Path
) -> None:
    one = people(patroller(tonight), PHONE)
    ready(one)
    cut(one, off=True)
    begin(one)
    visit(one, "sump", figures="sump=2.44")
    table = tmp_path / "limits.csv"
    table.write_text("键,名称,分组,上限\nsump,集水井水位,auxiliary,2.00\n", encoding="utf-8")
    done = jiaoban("import", "parameters", cast.SITE, cast.PATROL, str(table))
    assert done.returncode == 0, done.stdout + done.stderr
    asked: list[str] = []
    one.page.on("request", lambda request: asked.append(request.url) if request.is_navigation_request() else None)
    one.page.evaluate(ONLINE_AGAIN)
    cut(one, off=False)
    assert asked == [one.url + told(one)], "the page leads to that of the round once, however often it hears of it"
    card = one.page.locator(".kept-back")
    expect(card).to_contain_text("超限（高 H），还没有写原因和处理")
    one.check("round-question-phone")
    card.get_by_role("button", name="取回改正").click()
    here = point(one.page, "sump")
    expect(here.locator("[name='figure.sump']")).to_have_value("2.44")
    expect(here.locator(".why .said")).to_contain_text("还没有写原因和处理")
    here.locator("[name='later.sump']").check()
    one.check("round-question-taken-back-phone")
    here.locator("button[value=NORMAL]").click()
    expect(here.locator(".how")).to_contain_text("已发送")
    acts = acts_of(jiaoban, one.path(), tmp_path)
    [figure] = [one for act in acts if act["kind"] == "plant.read" for one in act["payload"]["figures"]]
    assert (figure["value"], figure["degree"], figure["found_later"]) == ("2.44", "H", True)
    one.expects("400")
    end(one)
