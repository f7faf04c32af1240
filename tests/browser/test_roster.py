"""The month by people: changed by keyboard, by drag and by touch, undone; and subscribed to by a calendar program."""

import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests import cast
from tests.browser.conftest import People
from tests.browser.person import PHONE, Person
from tests.browser.roles import Tonight

PEOPLE = f"p/{cast.CCR}/roster/people"
A, B = cast.A_CCR.key, cast.B_CCR.key


def month_on(one: Person) -> str:
    """The month after that of the demo: all of it is still to come."""
    now = one.page.evaluate("document.documentElement.dataset.now")
    return f"{date.fromisoformat(now[:10]).replace(day=1) + timedelta(days=32):%Y-%m}"


def cell(one: Person, person: str, day: int) -> Locator:
    return one.page.locator(f'tr[data-person="{person}"] td').nth(day - 1)


def shifts(one: Person, person: str, days: int = 5) -> list[str]:
    return [cell(one, person, day).get_attribute("data-shift") or "" for day in range(1, days + 1)]


def test_a_month_is_changed_by_keyboard_and_undone(people: People, tonight: Tonight) -> None:
    lead = people(tonight.lead.username)
    lead.open(f"{PEOPLE}?month={month_on(lead)}")
    before = shifts(lead, A)
    free = before.index("") + 1
    first = cell(lead, A, free)
    first.click()
    lead.page.keyboard.press("2")
    expect(cell(lead, A, free)).to_have_attribute("data-shift", "day")
    expect(cell(lead, A, free)).to_contain_text("白")
    expect(cell(lead, A, free)).to_be_focused()
    expect(lead.page.locator("[data-said]")).to_have_text("已改。")
    lead.page.keyboard.press("n")  # the first letter of a shift's code does as well
    expect(cell(lead, A, free)).to_have_attribute("data-shift", "night")
    lead.page.keyboard.press("Delete")
    expect(cell(lead, A, free)).to_have_attribute("data-shift", "")
    lead.page.keyboard.press("ArrowDown")
    expect(cell(lead, B, free)).to_be_focused()
    lead.page.keyboard.press("Home")
    expect(cell(lead, B, 1)).to_be_focused()
    for wanted in ("night", "day", ""):
        lead.page.keyboard.press("Control+z")
        expect(cell(lead, A, free)).to_have_attribute("data-shift", wanted)
    expect(lead.page.locator("[data-undo]")).to_be_disabled()
    assert shifts(lead, A) == before
    lead.check("roster-people")


def test_a_shift_is_dragged_to_somebody_else_and_both_change_places(people: People, tonight: Tonight) -> None:
    lead = people(tonight.lead.username)
    lead.open(f"{PEOPLE}?month={month_on(lead)}")
    mine, other = shifts(lead, A), shifts(lead, B)
    day = next(number for number in range(5) if mine[number] and mine[number] != other[number])
    cell(lead, A, day + 1).drag_to(cell(lead, B, day + 1))
    expect(cell(lead, B, day + 1)).to_have_attribute("data-shift", mine[day])
    expect(cell(lead, A, day + 1)).to_have_attribute("data-shift", other[day])
    lead.page.locator("[data-undo]").click()
    expect(cell(lead, A, day + 1)).to_have_attribute("data-shift", mine[day])
    lead.open(f"{PEOPLE}?month={month_on(lead)}")
    assert (shifts(lead, A), shifts(lead, B)) == (mine, other)
    lead.sees("最近的改动")


def test_by_touch_with_a_reason_and_a_refusal_said_in_place(people: People, tonight: Tonight) -> None:
    lead = people(tonight.lead.username, PHONE)
    lead.open(f"{PEOPLE}?month={month_on(lead)}")
    free = shifts(lead, A).index("") + 1
    lead.page.locator("#grid-reason").fill("")
    cell(lead, A, free).tap()
    button = lead.page.get_by_role("button", name="白班")
    button.tap()
    expect(lead.page.locator("[data-said]")).to_have_text("请先填写改动的原因。")
    lead.page.locator("#grid-reason").fill("顶班")
    button.tap()
    expect(cell(lead, A, free)).to_have_attribute("data-shift", "day")
    lead.check("roster-people-phone")
    lead.open(f"{PEOPLE}?month=2026-01")
    cell(lead, A, 3).tap()
    empty = "" if cell(lead, A, 3).get_attribute("data-shift") else "day"
    lead.page.locator(f'[data-grid-tools] [data-put="{empty}"]').tap()
    expect(lead.page.locator("[data-said].wrong")).to_contain_text("已结束")
    assert cell(lead, A, 3).get_attribute("data-shift") != empty


def test_who_only_looks_sees_no_tools_and_the_other_pages_are_sound(people: People, tonight: Tonight) -> None:
    one = people(tonight.operator.username, PHONE, dark=True)
    one.open(PEOPLE).check("roster-people-dark")
    expect(one.page.locator("[data-grid-tools]")).to_have_count(0)
    for name, path in (("all", "roster"), ("calendar", "calendar"), ("subscriptions", "subscriptions")):
        one.open(path).check(f"roster-{name}")
    administrator = people(cast.ADMINISTRATOR.username)
    administrator.open(f"p/{cast.CCR}/roster/setup?preset=four-crews-three-shifts").check("roster-setup")
    administrator.open("calendar").check()
    people(tonight.lead.username).open(f"p/{cast.CCR}/roster/import").check("roster-import")


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """A home folder of a calendar program's own."""
    return {**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}


def run(home: dict[str, str], *words: str) -> str:
    folder = Path(sys.executable).parent
    done = subprocess.run(
        [folder / words[0], *words[1:]], env=home, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_calendar_program_on_the_command_line_subscribes(
    people: People, tonight: Tonight, home: dict[str, str], tmp_path: Path
) -> None:
    one, lead = people(tonight.operator.username), people(tonight.lead.username)
    one.open("subscriptions").send("subscribe-mine")
    address = one.page.locator("input.address").first.input_value()
    month = month_on(lead)
    lead.open(f"{PEOPLE}?month={month}")
    key = tonight.operator.key
    kept = shifts(lead, key, 28)
    busy = next(number for number, shift in enumerate(kept, 1) if shift)
    (tmp_path / "vdirsyncer").mkdir()
    (tmp_path / "vdirsyncer" / "config").write_text(
        f'[general]\nstatus_path = "{tmp_path}/status/"\n'
        '[pair shifts]\na = "local"\nb = "jiaoban"\ncollections = null\nconflict_resolution = "b wins"\n'
        f'[storage local]\ntype = "filesystem"\npath = "{tmp_path}/shifts/"\nfileext = ".ics"\n'
        f'[storage jiaoban]\ntype = "http"\nurl = "{address}"\n',
        encoding="utf-8",
    )
    (tmp_path / "khal").mkdir()
    (tmp_path / "khal" / "config").write_text(
        f"[calendars]\n[[shifts]]\npath = {tmp_path}/shifts\nreadonly = True\n"
        "[locale]\nlocal_timezone = Asia/Shanghai\ndefault_timezone = Asia/Shanghai\n"
        "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n",
        encoding="utf-8",
    )
    (tmp_path / "shifts").mkdir()

    def seen() -> list[str]:
        run(home, "vdirsyncer", "discover", "shifts")
        run(home, "vdirsyncer", "sync")
        day = f"{month}-{busy:02}"
        told = run(home, "khal", "list", "--format", "{title} {status}", "--day-format", "", day, "1d")
        return [line.strip() for line in told.splitlines() if line.strip()]

    found = seen()
    assert any("云峰" in line or "班 ·" in line for line in found), found
    confirmed = [line for line in found if "CANCELLED" not in line]
    assert confirmed
    cell(lead, key, busy).click()
    lead.page.keyboard.press("Delete")
    expect(cell(lead, key, busy)).to_have_attribute("data-shift", "")
    after = seen()
    assert [line for line in after if "CANCELLED" in line]
    assert len([line for line in after if "CANCELLED" not in line]) == len(confirmed) - 1
    one.open("subscriptions")
    one.send(str(one.page.locator("form[id^=close-]").first.get_attribute("id")))
    assert re.search(r"\.ics$", address)
    assert one.page.request.get(address).status == 404
