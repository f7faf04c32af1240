"""A round gone without signal: the tab closed and opened again, a second device meanwhile, and in the end everything
there, once, with the times at which it really happened."""

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from jiaoban.kernel.act import moment
from tests import cast
from tests.browser.conftest import Commands, People
from tests.browser.person import PHONE, Person
from tests.browser.roles import Tonight

ROUNDS = f"p/{cast.PATROL}/rounds"
CUT = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    made = BytesIO()
    Image.new("RGB", (3000, 2000), (90, 120, 60)).save(made, "JPEG")
    path = tmp_path / "aux.jpg"
    path.write_bytes(made.getvalue())
    return path


def patroller(tonight: Tonight) -> str:
    return tonight.patrol.username


def start(who: Person) -> str:
    """Begin a round; return its path. The page says when it is kept on the device."""
    who.open(ROUNDS)
    who.page.locator("form[id^='start-hall'] button").last.click()
    who.page.wait_for_url(re.compile(r"/rounds/[0-9a-f-]{36}"))
    expect(who.page.locator("#going")).to_have_attribute("data-ready", "yes")
    return who.path()


def point(page: Page, code: str) -> Locator:
    return page.locator(f"#point-{code}")


def visit(who: Person, code: str, *, amiss: bool = False, photo: Path | None = None, **fields: str) -> None:
    """Fill in the form of a point and press its button."""
    here = point(who.page, code)
    if not here.evaluate("one => one.open"):
        here.locator("> summary").click()
    here.evaluate("one => one.querySelectorAll('details').forEach(inner => inner.open = true)")
    for name, value in fields.items():
        here.locator(f"[name='{name}']").first.fill(value)
    if photo:
        here.locator("[name=photo]").set_input_files(photo)
    here.locator(f"form[data-queue=visit] button[value={'ABNORMAL' if amiss else 'NORMAL'}]").click()


def waiting(who: Person, n: int) -> None:
    expect(who.page.locator("#sending")).to_have_attribute("data-waiting", str(n))


def cut(who: Person, *, off: bool) -> None:
    who.page.context.set_offline(off)


def acts_of(jiaoban: Commands, path: str) -> list[dict[str, Any]]:
    """Every act of the round, and what was written by the same commands, from the exported book."""
    key = path.rsplit("/", 1)[-1]
    out = jiaoban("ledger", "export", cast.SITE).stdout
    acts = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    found = [one.get("act", one) for one in acts]
    commands = {one["command"] for one in found if "payload" in one and one["payload"].get("round") == key}
    return [one for one in found if one.get("command") in commands]


def test_a_round_without_signal_is_there_once_with_its_real_times(
    people: People, tonight: Tonight, jiaoban: Commands, picture: Path
) -> None:
    one = people(patroller(tonight), PHONE)
    path = start(one)
    other = people(tonight.lead.username, PHONE)
    cut(one, off=True)
    visit(one, "turbine-1", **{"figure.thrust-1": "53.0", "figure.guide-1": "48.1"})
    waiting(one, 1)
    visit(one, "water", note="盘根滴水正常")
    waiting(one, 2)
    one.sees("现在没有信号").check("round-offline-phone")

    context = one.page.context
    one.page.close()
    one.page = context.new_page()
    one.page.goto(one.url + path)
    one.sees("厂房巡视路线")
    waiting(one, 2)
    expect(point(one.page, "water").locator(".state")).to_contain_text("已记录，待发送")
    visit(one, "sump", **{"figure.sump": "2.44"})
    visit(one, "aux", photo=picture)
    waiting(one, 4)

    other.page.goto(other.url + path)
    expect(other.page.locator("#going")).to_have_attribute("data-ready", "yes")
    visit(other, "air", **{"figure.air": "4.01"})
    expect(point(other.page, "air").locator(".state")).to_contain_text("已发送")

    cut(one, off=False)
    waiting(one, 0)
    expect(point(one.page, "air").locator(".state")).not_to_be_empty()
    one.page.locator("#point-gis > summary").click()
    one.page.locator("#skip-fold-gis > summary").click()
    one.page.locator("#skip-gis [name=reason]").fill("检修挂牌")
    one.page.locator("#skip-gis button").click()
    waiting(one, 0)
    one.page.locator("#finish button").click()
    one.page.wait_for_url(one.url + path)
    one.sees("巡检报告", "检修挂牌").check("round-report-phone")
    for code in CUT:
        one.expects(code)

    acts = acts_of(jiaoban, path)
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
    own = [visits[code] for code in ("turbine-1", "water", "sump", "aux")]
    happened = [moment(act["occurred_at"]) for act in own]
    assert happened == sorted(happened)
    came = [moment(act["recorded_at"]) for act in own]
    assert came == sorted(came)
    assert all(early < late for early, late in zip(happened, came, strict=True))
    assert happened[-1] < moment(visits["air"]["recorded_at"]) < came[0]
