"""Equipment as a tree that stays quick with thousands of lines; isolation; history of what hangs below."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiaoban.importing.kinds import KINDS
from jiaoban.importing.take import take
from jiaoban.org import door
from jiaoban.plant import queries
from tests import cast
from tests.web.conftest import CCR, HERE, Browser, Station

UNITS = f"{CCR}/plant/equipment"
MOST = 21
"""Questions to the database for a page of the plant, whatever is in the register."""
MANY = 5_000


def _read(as_person: Browser, address: str, **more: Any) -> str:
    response = as_person(cast.A_LEAD).get(address, **more)
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.fixture
def branch(station: Station, lead: cast.Member, night: cast.Member) -> None:
    """A bearing with its pad below the unit, and some life in them."""
    station.do(lead, "plant.register_equipment", equipment="B1", code="1F-B", name="推力轴承", parent="G1")
    station.do(lead, "plant.register_equipment", equipment="PAD", code="1F-B-3", name="3号瓦", parent="B1")
    station.do(night, "plant.set_state", equipment="PAD", state="MAINTENANCE", mode="解体", note="瓦面刮伤")
    thrown = {"before": "投入", "after": "退出", "number": "Y-7"}
    station.do(night, "plant.open_matter", kind="PROTECTION", title="瓦温保护压板", equipment="B1", **thrown)
    station.do(night, "plant.open_matter", kind="CHANGE", title="换油", equipment="PAD", before="32#", after="46#")
    station.do(lead, "plant.register_earth", earth="E3", number="3", home="2 号柜")
    station.do(lead, "plant.register_earth", earth="E4", number="4")
    station.do(night, "plant.hang_earth", earth="E3", where="机端刀闸", equipment="PAD", hung_by="马建军")


def test_the_tree_shows_what_hangs_below_what(as_person: Browser, branch: None) -> None:
    page = _read(as_person, UNITS)
    assert page.index("1号机") < page.index("推力轴承") < page.index("3号瓦")
    assert "下属 2 项" in page
    assert "检修 1" in page


@pytest.mark.parametrize(
    ("query", "found"), [("q=1f-b-3", True), ("q=３号", True), ("q=水泵", False), ("state=OUT", False)]
)
def test_it_is_searched_by_code_name_and_state(as_person: Browser, branch: None, query: str, found: bool) -> None:
    page = _read(as_person, f"{UNITS}?{query}").split("查找结果")[1].split("</section>")[0]
    assert ("3号瓦" in page, "推力轴承" in page) == (found, found)  # the path stands beside the hit


def test_a_branch_can_be_opened_by_itself(as_person: Browser, branch: None) -> None:
    page = _read(as_person, f"{UNITS}?at=B1")
    assert "3号瓦" in page
    assert "全部设备" in page
    part = _read(as_person, f"{UNITS}?below=B1", headers={"HX-Request": "true"})
    assert part.startswith("<ul")
    assert "3号瓦" in part


def test_the_page_of_a_unit_tells_of_everything_below_it(as_person: Browser, branch: None) -> None:
    page = _read(as_person, f"{UNITS}/G1")
    for said in (
        "推力轴承",
        "瓦温保护压板",
        "投入 → 退出",
        "32#",
        "46#",
        "3号接地线",
        "机端刀闸",
        "马建军",
        "解体",
        "瓦面刮伤",
    ):
        assert said in page


def test_the_history_goes_on_on_further_pages(as_person: Browser, station: Station, night: cast.Member) -> None:
    for number in range(60):
        station.do(night, "plant.set_state", equipment="G1", mode=f"有功 {number} MW")
    first = _read(as_person, f"{UNITS}/G1")
    assert "有功 59 MW" in first
    older = first.split("?before=")[1].split("#")[0].replace("&amp;", "&")
    second = _read(as_person, f"{UNITS}/G1?before={older}")
    shown = [number for number in range(60) if f"有功 {number} MW" in first or f"有功 {number} MW" in second]
    assert shown == list(range(60))


def test_isolation_says_what_hangs_where_and_which_links_are_out(as_person: Browser, branch: None) -> None:
    page = _read(as_person, f"{CCR}/plant/isolation")
    for said in ("3号接地线", "机端刀闸", "马建军", "4号接地线", "瓦温保护压板", "退出", "Y-7"):
        assert said in page


def test_an_earth_that_outlives_its_permit_is_marked(
    as_person: Browser, branch: None, station: Station, night: cast.Member
) -> None:
    permit = station.do(night, "plant.open_matter", kind="PERMIT", title="检修", number="YF-9")
    station.do(night, "plant.hang_earth", earth="E4", where="出线侧", permit=permit)
    assert "票已结束" not in _read(as_person, f"{CCR}/plant/isolation")
    station.do(night, "plant.advance", matter=permit, state="VOID")
    assert "票已结束" in _read(as_person, f"{CCR}/plant/isolation")


def test_an_earth_is_removed_and_a_link_put_back_from_the_page(as_person: Browser, branch: None) -> None:
    client = as_person(cast.A_LEAD)
    said = {"earth": "E3", "command": "remove-e3", "removed_by": "丁立", "next": f"{CCR}/plant/isolation/E3"}
    done = client.post(f"{CCR}/do/plant.remove_earth", said)
    assert done.status_code == 303
    assert "丁立" in client.get(done.headers["Location"]).content.decode()
    again = client.post(
        f"{CCR}/do/plant.remove_earth", {**said, "command": "remove-again", "back": f"{CCR}/plant/isolation"}
    )
    assert again.status_code == 409
    back = {"kind": "PROTECTION", "title": "瓦温保护压板", "equipment": "B1", "before": "退出", "after": "投入"}
    client.post(f"{CCR}/do/plant.open_matter", {**back, "command": "throw-back"})
    assert (
        "投入"
        in client.get(f"{CCR}/plant/isolation").content.decode().split('id="links-title"')[1].split("</section>")[0]
    )


@pytest.mark.parametrize("address", [f"{CCR}/plant/isolation/none", f"{HERE}/p/{cast.PATROL}/plant/isolation/E3"])
def test_an_earth_that_is_none_of_the_post_is_not_there(as_person: Browser, branch: None, address: str) -> None:
    assert as_person(cast.A_LEAD).get(address).status_code == 404


def test_isolation_of_a_post_is_for_those_who_read_it(as_person: Browser, branch: None, station: Station) -> None:
    patrol = f"{HERE}/p/{cast.PATROL}/plant/equipment/G1"
    page = as_person(cast.A_PATROL).get(patrol).content.decode()
    assert "推力轴承" in page  # the register is the site's
    assert not [said for said in ("3号接地线", "瓦温保护压板", "换油") if said in page]


@pytest.fixture
def many(station: Station) -> None:
    """A register of thousands: a plant, units, systems, devices."""
    lines = ["编号,名称,上级设备", "YF,电厂,"]
    lines += [f"U{n},机组 {n},YF" for n in range(8)]
    lines += [f"U{n}S{m},系统 {m},U{n}" for n in range(8) for m in range(12)]
    lines += [f"D{n},阀门 {n},U{n % 8}S{n % 12}" for n in range(MANY - len(lines) + 1)]
    told = take(door.as_system(cast.SITE), KINDS["equipment"], "\n".join(lines).encode(), cast.CCR, preview=False)
    assert told.kept


def test_pages_of_thousands_ask_little_and_show_little(as_person: Browser, many: None) -> None:
    client = as_person(cast.A_LEAD)
    pages = ("", "?q=阀门", "?at=U1S1", "?state=STANDBY", "/YF", "/U1", "/D7")
    for page in pages:
        client.get(f"{UNITS}{page}")
        with CaptureQueriesContext(connection) as asked:
            response = client.get(f"{UNITS}{page}")
        assert response.status_code == 200
        assert len(asked) <= MOST, (page, len(asked))
        assert len(response.content) < 250_000, (page, len(response.content))
    assert len(queries.equipment_of(door.as_system(cast.SITE).book, cast.CCR)) == MANY + 1


def test_a_flat_register_of_thousands_goes_on_page_by_page(
    as_person: Browser, station: Station, lead: cast.Member
) -> None:
    for number in range(205):
        station.do(lead, "plant.register_equipment", equipment=f"Z{number:03d}", code=f"Z{number:03d}", name="阀")
    page = _read(as_person, UNITS)
    assert "还有 6 项" in page
    assert "Z204" in _read(as_person, f"{UNITS}?first=200")
