"""The sheet of readings by keyboard: from field to field, marked while typing, causes asked for beside the row."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests import cast
from tests.browser.person import DESKTOP, PHONE, Person
from tests.browser.roles import Tonight

People = Callable[..., Person]
SHEET = f"p/{cast.CCR}/readings"


def fields(person: Person) -> Locator:
    return person.page.locator("form[data-grid] input.figure")


def focused(person: Person) -> str:
    name: str = person.page.evaluate("document.activeElement.name")
    return name


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_enter_and_the_arrows_go_from_field_to_field(people: People, tonight: Tonight, size: tuple[int, int]) -> None:
    operator = people(cast.AT_CCR[tonight.running].username, size).open(f"{SHEET}?at=now")
    names = [fields(operator).nth(place).get_attribute("name") for place in range(3)]
    fields(operator).first.focus()
    operator.page.keyboard.press("Enter")
    assert focused(operator) == names[1]
    operator.page.keyboard.press("ArrowDown")
    assert focused(operator) == names[2]
    operator.page.keyboard.press("ArrowUp")
    assert focused(operator) == names[1]
    operator.page.keyboard.press("Shift+Enter")
    assert focused(operator) == names[0]
    assert operator.page.url.endswith("at=now"), "nothing was sent"


def test_a_figure_outside_is_marked_while_it_is_typed_and_recorded_with_its_cause(
    people: People, tonight: Tonight
) -> None:
    operator = people(cast.AT_CCR[tonight.running].username).open(f"{SHEET}?at=now")
    field = operator.page.locator("form[data-grid] input.figure[data-high]").first
    key = (field.get_attribute("name") or "").removeprefix("figure.")
    cause = operator.page.locator(f'[name="cause.{key}"]')
    field.fill("abc")
    expect(operator.page.locator(".why .said")).to_have_text("不是数值")
    field.fill(str(float(field.get_attribute("data-high") or 0) + 1))
    expect(operator.page.locator(".why .said")).to_have_text("超过上限 H")
    expect(cause).to_be_visible()
    field.fill(field.get_attribute("data-high") or "")
    expect(cause).to_have_count(0)
    field.fill(str(float(field.get_attribute("data-high") or 0) + 1))
    cause.fill("来水增加")
    operator.page.locator(f'[name="handling.{key}"]').fill("调整负荷")
    operator.page.locator("form[data-grid] button[type=submit]").click()
    expect(operator.page.locator(".sheet .past .degree").first).to_be_visible()
    operator.open(f"p/{cast.CCR}/readings/shift")
    expect(operator.page.locator(".excursion")).to_contain_text("来水增加")
