"""What can go wrong on a round without signal, and that nothing is lost by it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Error, expect

from tests.browser.conftest import Commands, People
from tests.browser.person import DESKTOP, PHONE, Person
from tests.browser.roles import Tonight
from tests.browser.rounds import CUT, ROUNDS, acts_of, cut, patroller, point, queue, start, visit, waiting


def end(who: Person) -> None:
    """Break the round off, so that the next story begins another one."""
    who.page.reload()
    who.page.locator("#abandon-fold > summary").click()
    who.page.locator("#abandon [name=reason]").fill("测试完毕")
    who.page.locator("#abandon button").click()
    who.sees("已终止")
    for code in (*CUT, "401", "403", "404"):
        who.expects(code)


def test_what_the_server_refuses_stays_and_the_rest_goes_on(
    people: People, tonight: Tonight, jiaoban: Commands, tmp_path: Path
) -> None:
    one = people(patroller(tonight), PHONE)
    path = start(one)
    cut(one, off=True)
    here = point(one.page, "gis")
    here.locator("> summary").click()
    here.locator("details[id^=skip-fold] > summary").click()
    here.locator("[name=reason]").fill("门锁着")
    here.get_by_role("button", name="跳过").click()
    visit(one, "water")
    waiting(one, 2)
    other = people(tonight.lead.username)
    other.go(path)
    expect(other.page.locator("#going")).to_have_attribute("data-begun", "yes")
    visit(other, "gis")
    expect(point(other.page, "gis").locator(".how")).to_contain_text("已发送")
    cut(one, off=False)
    waiting(one, 0)
    refused = one.page.locator(".kept-back")
    expect(refused).to_contain_text("GIS 室")
    expect(refused).to_contain_text("已经由")
    expect(point(one.page, "gis").locator(".how")).to_contain_text(tonight.lead.name)
    one.check("round-refused-phone")
    one.page.on("dialog", lambda dialog: dialog.accept())
    refused.get_by_role("button", name="不要这一条").click()
    expect(refused).to_have_count(0)
    acts = acts_of(jiaoban, path, tmp_path)
    assert [act["payload"]["point"] for act in acts if act["kind"] == "round.visited"] == ["gis", "water"]
    end(one)


def test_an_expired_login_asks_for_a_login_and_loses_nothing(
    people: People, tonight: Tonight, jiaoban: Commands, tmp_path: Path
) -> None:
    one = people(patroller(tonight), PHONE)
    path = start(one)
    cut(one, off=True)
    visit(one, "water")
    waiting(one, 1)
    one.page.context.clear_cookies(name="sessionid")
    cut(one, off=False)
    one.sees("登录已过期")
    waiting(one, 1)
    one.page.get_by_role("link", name="去登录").click()
    one.page.locator("#id_login").fill(one.username)
    one.page.locator("#id_password").fill(f"{one.username}-2026")
    one.page.locator("main form button[type=submit]").first.click()
    one.arrives(f"^{re.escape(one.url + path)}$")
    waiting(one, 0)
    acts = acts_of(jiaoban, path, tmp_path)
    assert [act["payload"]["offline"] for act in acts if act["kind"] == "round.visited"] == [True]
    end(one)


def test_whoever_logs_in_next_neither_sees_the_pages_nor_sends_the_words_of_the_other(
    people: People, tonight: Tonight, jiaoban: Commands, tmp_path: Path
) -> None:
    one = people(patroller(tonight), PHONE)
    path = start(one)
    cut(one, off=True)
    visit(one, "water")
    waiting(one, 1)
    one.page.context.clear_cookies(name="sessionid")
    cut(one, off=False)
    one.sees("登录已过期")
    one.go("/accounts/login/")
    one.page.wait_for_function("async () => (await caches.keys()).length === 0")
    cut(one, off=True)
    with pytest.raises(Error, match=r"ERR_INTERNET_DISCONNECTED|ERR_FAILED"):
        one.go(path)
    cut(one, off=False)
    lead = tonight.lead.username
    one.go(f"/accounts/login/?next={path}")
    one.page.locator("#id_login").fill(lead)
    one.page.locator("#id_password").fill(f"{lead}-2026")
    one.page.locator("main form button[type=submit]").first.click()
    one.arrives(f"^{re.escape(one.url + path)}$")
    one.sees("另有 1 条是其他人在这台设备上记的")
    assert [item["state"] for item in queue(one)] == ["waiting"]
    assert not [act for act in acts_of(jiaoban, path, tmp_path) if act["kind"] == "round.visited"]
    end(one)


def test_leaving_throws_the_kept_pages_away_and_says_what_has_not_been_sent(people: People, tonight: Tonight) -> None:
    one = people(patroller(tonight), PHONE)
    start(one)
    cut(one, off=True)
    visit(one, "water")
    waiting(one, 1)
    said: list[str] = []

    def stay(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    one.page.once("dialog", stay)
    one.page.locator("#me > summary").click()
    one.page.locator("#me form[action*=logout] button").click()
    expect(one.page.locator("#going")).to_be_visible()
    assert "1 条" in said[0]
    cut(one, off=False)
    waiting(one, 0)
    end(one)
    one.page.locator("#me > summary").click()
    one.page.locator("#me form[action*=logout] button").click()
    one.arrives("/accounts/login/")
    assert one.page.evaluate("async () => await caches.keys()") == []


def test_where_the_storage_is_full_the_form_keeps_what_was_written(people: People, tonight: Tonight) -> None:
    one = people(patroller(tonight), PHONE)
    start(one)
    one.page.evaluate(
        "() => { IDBObjectStore.prototype.kept = IDBObjectStore.prototype.put;"
        " IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    visit(one, "water", note="盘根滴水正常")
    one.sees("手机存储已满")
    expect(point(one.page, "water").locator("[name=note]")).to_have_value("盘根滴水正常")
    one.page.evaluate("() => { IDBObjectStore.prototype.put = IDBObjectStore.prototype.kept; }")
    point(one.page, "water").locator("button[value=NORMAL]").click()
    expect(point(one.page, "water").locator(".how")).to_contain_text("已发送")
    end(one)


def test_what_is_no_photograph_is_left_out_with_a_sentence(people: People, tonight: Tonight, tmp_path: Path) -> None:
    one = people(patroller(tonight), PHONE)
    start(one)
    bad = tmp_path / "bad.jpg"
    bad.write_text("no picture")
    visit(one, "aux", photo=bad, note="相机坏了")
    one.sees("bad.jpg", "读不出来")
    expect(point(one.page, "aux").locator("[name=note]")).to_have_value("相机坏了")
    one.page.locator("#finish button").click()
    one.sees("还有 6 个检查点没有走")
    assert queue(one) == []
    end(one)


def test_a_code_scanned_without_signal_opens_its_point(
    people: People, tonight: Tonight, jiaoban: Commands, tmp_path: Path
) -> None:
    lead = people(tonight.lead.username, DESKTOP)
    lead.open(f"{ROUNDS}/routes/hall")
    lead.page.locator("#codes button[type=submit]").click()
    lead.sees("请现在打印").check("round-sheet")
    address = _read(lead, "sump")
    one = people(patroller(tonight), PHONE)
    path = start(one)
    cut(one, off=True)
    one.page.goto(address)
    expect(point(one.page, "sump").locator(".scanned")).to_be_visible()
    visit(one, "sump", figures="sump=2.40")
    waiting(one, 1)
    cut(one, off=False)
    waiting(one, 0)
    one.page.goto(_read(lead, "air"))
    expect(point(one.page, "air").locator(".scanned")).to_be_visible()
    visit(one, "air", figures="air=4.00")
    expect(point(one.page, "air").locator(".how")).to_contain_text("已发送")
    visits = [act["payload"] for act in acts_of(jiaoban, path, tmp_path) if act["kind"] == "round.visited"]
    assert [(one["point"], one["basis"]) for one in visits] == [("sump", "SCANNED"), ("air", "SCANNED")]
    end(one)


def _read(lead: Person, code: str) -> str:
    """Read the code of a point from the sheet, as a camera does."""
    label = lead.page.locator(".code-label", has_text=f"· {code}")
    address = label.get_attribute("data-address")
    assert address
    return address
