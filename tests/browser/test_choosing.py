"""A large register: equipment is found and chosen by keyboard, by finger, and without any script."""

import pytest
from playwright.sync_api import expect

from tests import cast
from tests.browser.conftest import Commands, People
from tests.browser.person import PHONE, Person
from tests.browser.roles import Tonight

CCR = f"p/{cast.CCR}"
PUMPS = 300


@pytest.fixture(scope="module")
def register(jiaoban: Commands, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Some hundred pumps at the control room, as an administrator imports them."""
    table = tmp_path_factory.mktemp("register") / "equipment.csv"
    table.write_text("编号,名称\n" + "".join(f"P-{n:03},供水泵 {n} 号\n" for n in range(PUMPS)), encoding="utf-8")
    done = jiaoban("import", "equipment", "yunfeng", cast.CCR, str(table))
    assert done.returncode == 0, done.stdout + done.stderr


def _written(one: Person) -> None:
    one.page.locator("#quick button[type=submit]").click()
    one.sees("供水泵 42 号")


@pytest.mark.usefixtures("register")
def test_equipment_is_chosen_by_keyboard_alone(people: People, tonight: Tonight) -> None:
    one = people(tonight.operator.username)
    one.open(f"{CCR}/")
    page, field = one.page, one.page.get_by_role("combobox", name="设备")
    page.locator("#quick-text").fill("轴承温度偏高，已加油")
    field.focus()
    listed = page.locator("#quick-equipment-list")
    expect(listed.get_by_role("option").first).to_be_visible()  # what the post is concerned with
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.type("水泵 4")
    expect(listed.get_by_role("option").first).to_contain_text("供水泵 4 号")
    one.check("choosing-desktop")
    page.keyboard.type("2")
    expect(listed.get_by_role("option")).to_have_count(1)
    expect(page.locator("#suggested")).to_have_text("1 个")
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(listed.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "quick-equipment-list-0")
    page.keyboard.press("Enter")
    expect(field).to_have_value("P-042 供水泵 42 号")
    expect(listed).to_be_hidden()
    page.reload()
    expect(field).to_have_value("P-042 供水泵 42 号")  # kept on the device until it is sent
    _written(one)
    expect(page.locator("#latest").get_by_role("link", name="供水泵 42 号")).to_be_visible()
    expect(field).to_have_value("")


@pytest.mark.usefixtures("register")
def test_equipment_is_chosen_by_finger_and_what_is_unclear_is_told(people: People, tonight: Tonight) -> None:
    one = people(tonight.operator.username, PHONE, dark=True)
    one.open(f"{CCR}/plant/new?kind=DEFECT")
    page, field = one.page, one.page.locator("#matter-new-equipment")
    page.locator("#matter-new-title").fill("盘根漏水")
    field.fill("供水泵 1")
    field.tap()
    option = page.get_by_role("option", name="P-001 供水泵 1 号")
    expect(option).to_be_visible()
    one.check("choosing-phone-dark")
    page.locator("#matter-new-title").tap()
    page.locator("#matter-new button[type=submit]").tap()
    one.sees("没有设备叫「供水泵 1」；相近的有：P-001 供水泵 1 号").check("choosing-unclear-phone-dark")
    expect(field).to_have_value("供水泵 1")
    expect(page.locator("#matter-new-title")).to_have_value("盘根漏水")
    field.fill("供水泵 1 ")
    expect(option).to_be_visible()
    option.tap()
    expect(field).to_have_value("P-001 供水泵 1 号")
    page.locator("#matter-new button[type=submit]").tap()
    one.sees("盘根漏水", "供水泵 1 号")


@pytest.mark.usefixtures("register")
def test_without_any_script_the_text_is_read_on_the_server(people: People, tonight: Tonight) -> None:
    one = people(tonight.operator.username)
    context = one.page.context.browser.new_context(java_script_enabled=False, locale="zh-CN")  # type: ignore[union-attr]
    context.add_cookies(one.page.context.cookies())  # type: ignore[arg-type]  # the same shape, typed twice
    page = context.new_page()
    page.goto(f"{one.url}/s/yunfeng/{CCR}/plant/new?kind=DEFECT&equipment=P-007")
    expect(page.locator("#matter-new-equipment")).to_have_value("P-007 供水泵 7 号")
    page.locator("#matter-new-title").fill("联轴器异响")
    page.locator("#matter-new-equipment").fill("p-00")
    page.locator("#matter-new button[type=submit]").click()
    expect(page.locator("body")).to_contain_text("没有设备叫「p-00」；相近的有：P-000 供水泵 0 号、P-001 供水泵 1 号")
    expect(page.locator("#matter-new-title")).to_have_value("联轴器异响")
    page.locator("#matter-new-equipment").fill("p-008")
    page.locator("#matter-new button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("供水泵 8 号")
    context.close()
