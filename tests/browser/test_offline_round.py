"""A round gone without signal: the tab closed and opened again, a second device meanwhile, and in the end everything
there, once, with the times at which it really happened."""

import re
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from jiaoban.kernel.act import moment
from tests.browser.conftest import Commands, People
from tests.browser.person import PHONE, Person
from tests.browser.roles import Tonight
from tests.browser.rounds import CUT, acts_of, cut, patroller, point, queue, start, visit, waiting


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    made = BytesIO()
    Image.new("RGB", (3000, 2000), (90, 120, 60)).save(made, "JPEG")
    path = tmp_path / "aux.jpg"
    path.write_bytes(made.getvalue())
    return path


def _gone_without_signal(one: Person, path: str, picture: Path) -> list[dict[str, Any]]:
    """Write four points down without signal, the tab closed and opened again in between; return what waits."""
    cut(one, off=True)
    visit(one, "turbine-1", figures="thrust-1=53.0 guide-1=48.1")
    waiting(one, 1)
    visit(one, "water", note="盘根滴水正常")
    waiting(one, 2)
    one.sees("现在没有信号").check("round-offline-phone")

    context = one.page.context
    one.page.close()
    one.page = context.new_page()
    one.go(path)
    one.sees("厂房巡视路线")
    waiting(one, 2)
    expect(point(one.page, "water").locator(".how")).to_contain_text("已记录，待发送")
    visit(one, "sump", figures="sump=2.44")
    visit(one, "aux", photo=picture)
    waiting(one, 4)
    kept = queue(one)
    assert [(item["kind"], item["said"]["point"], item["photos"]) for item in kept] == [
        ("visit", "turbine-1", 0),
        ("visit", "water", 0),
        ("visit", "sump", 0),
        ("visit", "aux", 1),
    ]
    return kept


def _ended_with_signal(one: Person, other: Person, path: str) -> None:
    """A second device writes one more point down; then the signal is back, and the round is ended."""
    other.go(path)
    expect(other.page.locator("#going")).to_have_attribute("data-ready", "yes")
    visit(other, "air", figures="air=4.01")
    expect(point(other.page, "air").locator(".how")).to_contain_text("已发送")

    cut(one, off=False)
    waiting(one, 0)
    expect(point(one.page, "air").locator(".how")).not_to_be_empty()
    one.page.locator("#point-gis > summary").click()
    one.page.locator("#skip-fold-gis > summary").click()
    one.page.locator("#skip-gis [name=reason]").fill("检修挂牌")
    one.page.locator("#skip-gis button").click()
    waiting(one, 0)
    one.page.locator("#finish button").click()
    one.arrives(f"^{re.escape(one.url + path)}$")
    one.sees("巡检报告", "检修挂牌").check("round-report-phone")
    for code in CUT:
        one.expects(code)


def _happened_as_written(visits: dict[str, Any], kept: list[dict[str, Any]]) -> None:
    """The times are those at which it really happened, in their order, whenever it came."""
    own = [visits[code] for code in ("turbine-1", "water", "sump", "aux")]
    happened = [moment(act["occurred_at"]) for act in own]
    assert happened == [datetime.fromisoformat(item["happened"]) for item in kept]
    assert happened == sorted(happened)
    came = [moment(act["recorded_at"]) for act in own]
    assert came == sorted(came)
    assert all(early < late for early, late in zip(happened, came, strict=True))
    assert happened[-1] < moment(visits["air"]["recorded_at"]) < came[0]


def test_a_round_without_signal_is_there_once_with_its_real_times(
    people: People, tonight: Tonight, jiaoban: Commands, picture: Path, tmp_path: Path
) -> None:
    one = people(patroller(tonight), PHONE)
    path = start(one)
    kept = _gone_without_signal(one, path, picture)
    _ended_with_signal(one, people(tonight.lead.username, PHONE), path)
    acts = acts_of(jiaoban, path, tmp_path)
    visits = {act["payload"]["point"]: act for act in acts if act["kind"] == "round.visited"}
    assert len([act for act in acts if act["kind"] == "round.visited"]) == 5
    assert {code: act["payload"]["offline"] for code, act in visits.items()} == {
        "turbine-1": True,
        "water": True,
        "sump": True,
        "aux": True,
        "air": False,
    }
    assert len(visits["aux"]["payload"]["photos"]) == 1
    readings = {act["command"]: act for act in acts if act["kind"] == "plant.read"}
    for code in ("turbine-1", "sump", "air"):
        read = readings[visits[code]["command"]]
        assert read["occurred_at"] == visits[code]["occurred_at"]
    _happened_as_written(visits, kept)


def test_a_round_that_another_device_ended_is_not_kept_any_longer(people: People, tonight: Tonight) -> None:
    one = people(patroller(tonight), PHONE)
    path = start(one)
    other = people(tonight.lead.username)
    other.go(path)
    other.page.locator("#abandon-fold > summary").click()
    other.page.locator("#abandon [name=reason]").fill("全厂停电")
    other.page.locator("#abandon button").click()
    other.sees("已终止")
    one.page.reload()
    one.sees("全厂停电")
    one.page.wait_for_function(
        "async path => !(await caches.match(path))",
        arg=path,
    )
