"""Choosing from a register that is too long to list: by typing, with suggestions and without any script."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from jiaoban.logbook import queries as logbook
from jiaoban.plant import queries as plant
from jiaoban.web.pages.choosing import SUGGESTED
from jiaoban.web.registers import FEW
from tests import cast
from tests.web.conftest import CCR, HERE, Browser, Station

UNITS = CCR + "/choose/equipment"
OPTION = re.compile(r'<li role="option"[^>]*data-value="([^"]*)"')
PUMPS = FEW + 10


@pytest.fixture
def large(station: Station, lead: cast.Member) -> Iterator[None]:
    """A register of more lines than are listed: pumps, two valves of one name, one thing with marks in its name; as
    many parameters."""
    with transaction.atomic():
        for n in range(PUMPS):
            _register(station, lead, f"e{n}", f"1P-{n:02}", f"供水泵 {n} 号")
        _register(station, lead, "v1", "1V-1", "排污阀")
        _register(station, lead, "v2", "1V-2", "排污阀")
        _register(station, lead, "x", "X<1>", '"高压" & <b>母线</b>')
        for n in range(FEW + 1):
            said: dict[str, Any] = {"parameter": f"p{n}", "name": f"轴承温度 {n}", "unit": "℃", "group": "机组"}
            station.do(lead, "plant.register_parameter", **said)
        yield
        transaction.set_rollback(True)


def _register(station: Station, lead: cast.Member, key: str, code: str, name: str, at: str = cast.CCR) -> None:
    station.do(lead, "plant.register_equipment", at=at, equipment=key, code=code, name=name)


def _suggested(as_person: Browser, member: cast.Member, text: str, address: str = UNITS) -> list[str]:
    answer = as_person(member).get(address, {"q": text})
    assert answer.status_code == 200
    return [unescape(one) for one in OPTION.findall(answer.content.decode())]


def _field(page: str, name: str) -> str:
    """The last field of this name: that of the filter, where there is a quick form as well."""
    found = re.findall(rf'<(?:input|select)[^>]*name="{re.escape(name)}"[^>]*>', page)
    assert found, name
    return unescape(found[-1])


# ---- what a page holds
def test_a_short_register_is_listed(as_person: Browser, night: cast.Member) -> None:
    page = as_person(night).get(f"{CCR}/").content.decode()
    assert _field(page, "equipment").startswith("<select")
    assert ">1F 1号机</option>" in page


@pytest.mark.parametrize("path", ["", "log", "plant/new?kind=DEFECT", "plant/isolation", "plant/equipment"])
@pytest.mark.usefixtures("large")
def test_a_page_lists_nothing_of_a_long_register(as_person: Browser, lead: cast.Member, path: str) -> None:
    page = as_person(lead).get(f"{CCR}/{path}").content.decode()
    assert '<option value="e' not in page
    register = page.count('data-choose="' + UNITS + '"')
    assert register or path == "plant/isolation"  # there is no earth in store to hang


@pytest.mark.usefixtures("large")
def test_an_address_chooses_equipment_for_the_form(as_person: Browser, night: cast.Member) -> None:
    """As the code on a piece of equipment does, by its page."""
    page = as_person(night).get(f"{CCR}/plant/new?kind=DEFECT&equipment=e7").content.decode()
    assert 'value="1P-07 供水泵 7 号"' in _field(page, "equipment:equipment")


# ---- what is typed
@pytest.mark.usefixtures("large")
@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("1P-07", "e7"),
        ("1p-07", "e7"),
        (" １Ｐ－０７ ", "e7"),
        ("供水泵 7 号", "e7"),
        ("供水泵7号", "e7"),
        ("1P-07 供水泵 7 号", "e7"),
        ("e7", "e7"),
        ("1V-2 排污阀", "v2"),
        ('X<1> "高压" & <b>母线</b>', "x"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_code_or_a_whole_name_is_understood(
    as_person: Browser, station: Station, night: cast.Member, typed: str, key: str
) -> None:
    said = {"command": "typed", "category": "ROUND", "text": "看过", "equipment:equipment": typed}
    answer = as_person(night).post(f"{CCR}/write", {**said, "next": f"{CCR}/", "back": f"{CCR}/", "form": "quick"})
    assert answer.status_code == 303, answer.content.decode()
    written = logbook.entry(station.visit(night).book, "typed")
    assert written is not None
    assert written.equipment == key


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("排污阀", "有多个设备叫「排污阀」：1V-1 排污阀、1V-2 排污阀。请填写其中一个的全称。"),
        ("1P-0", "没有设备叫「1P-0」；相近的有：1P-00 供水泵 0 号、1P-01 供水泵 1 号"),
        ("母线", '没有设备叫「母线」；相近的有：X<1> "高压" & <b>母线</b>。'),
        ("锅炉", "没有设备叫「锅炉」。请核对"),
        ("a\x00b\x1f", "没有设备叫"),
    ],
)
def test_what_is_not_clear_comes_back_with_what_could_be_meant(
    as_person: Browser, station: Station, night: cast.Member, typed: str, told: str
) -> None:
    said = {"command": "unclear", "form": "quick", "next": f"{CCR}/", "back": f"{CCR}/"}
    fields = {"category": "ROUND", "text": "油位正常", "occurred_at": "07:11", "equipment:equipment": typed}
    answer = as_person(night).post(f"{CCR}/write", {**said, **fields})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert told in unescape(page)
    assert "<b>母线</b>" not in page
    field = _field(page, "equipment:equipment")
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="quick-equipment-error"' in field
    assert typed.replace("\x00", "\ufffd") in field or typed in field
    assert "油位正常" in page
    assert 'value="07:11"' in page
    assert logbook.entry(station.visit(night).book, "unclear") is None


@pytest.mark.usefixtures("large")
def test_a_parent_is_typed_by_its_code(as_person: Browser, station: Station, lead: cast.Member) -> None:
    said = {"command": "child", "form": "register", "next": f"{CCR}/", "back": f"{CCR}/plant/equipment"}
    line = {"equipment": "child", "code": "C", "name": "叶轮", "parent:equipment": "1p-11"}
    assert as_person(lead).post(f"{CCR}/do/plant.register_equipment", {**said, **line}).status_code == 303
    child = plant.equipment(station.visit(lead).book, "child")
    assert child is not None
    assert child.parent == "e11"


@pytest.mark.usefixtures("large")
def test_a_route_names_equipment_and_parameters_by_typing(
    as_person: Browser, station: Station, lead: cast.Member
) -> None:
    client = as_person(lead)
    point = {"code": "P1", "name": "泵房", "equipment:equipment": "1P-03", "parameters:parameter": "轴承温度 4 ℃；p5"}
    said = {f"points.0.{name}": value for name, value in point.items()} | {"route": "R", "name": "泵房巡检"}
    where = {"command": "route", "form": "route", "next": f"{CCR}/rounds", "back": f"{CCR}/rounds/routes/new"}
    assert client.post(f"{CCR}/rounds/routes/save", {**where, **said}).status_code == 303
    page = client.get(f"{CCR}/rounds/routes/R").content.decode()
    assert 'value="1P-03 供水泵 3 号"' in _field(page, "points.0.equipment:equipment")
    assert 'value="轴承温度 4 ℃；轴承温度 5 ℃"' in _field(page, "points.0.parameters:parameter")
    wrong = client.post(
        f"{CCR}/rounds/routes/save", {**where, **said, "command": "again", "points.0.parameters:parameter": "p5；油温"}
    )
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert "没有参数叫「油温」" in page
    assert 'value="p5；油温"' in _field(page, "points.0.parameters:parameter")


@pytest.mark.usefixtures("large")
def test_the_log_is_narrowed_by_what_is_typed(as_person: Browser, station: Station, night: cast.Member) -> None:
    station.do(night, "logbook.write", category="ROUND", text="七号泵轴承温度偏高", equipment="e7")
    station.do(night, "logbook.write", category="ROUND", text="八号泵正常", equipment="e8")
    client = as_person(night)
    page = client.get(f"{CCR}/log", {"equipment:equipment": "1p-07"}).content.decode()
    assert "七号泵轴承温度偏高" in page
    assert "八号泵正常" not in page
    assert 'value="1P-07 供水泵 7 号"' in _field(page, "equipment:equipment")
    page = client.get(f"{CCR}/log", {"equipment:equipment": "排污阀"}).content.decode()
    assert "有多个设备叫「排污阀」" in page
    assert "七号泵轴承温度偏高" not in page
    assert 'value="排污阀"' in _field(page, "equipment:equipment")


@pytest.mark.usefixtures("large")
def test_a_file_of_readings_is_asked_for_by_a_typed_parameter(as_person: Browser, night: cast.Member) -> None:
    client = as_person(night)
    page = client.get(f"{CCR}/tables").content.decode()
    assert f'data-choose="{CCR}/choose/parameter"' in _field(page, "parameter:parameter")
    file = client.get(f"{CCR}/export/readings.csv", {"parameter:parameter": "轴承温度 3"})
    assert file["Content-Disposition"].startswith("attachment")
    wrong = client.get(f"{CCR}/export/readings.csv", {"parameter:parameter": "轴承"})
    assert wrong.status_code == 422
    assert "没有参数叫「轴承」；相近的有：轴承温度 0 ℃" in wrong.content.decode()


# ---- what is suggested
@pytest.mark.usefixtures("large")
def test_suggestions_find_parts_of_codes_and_names(as_person: Browser, night: cast.Member) -> None:
    assert _suggested(as_person, night, "水泵")[0] == "1P-00 供水泵 0 号"
    assert _suggested(as_person, night, "1p-1")[:2] == ["1P-10 供水泵 10 号", "1P-11 供水泵 11 号"]
    assert _suggested(as_person, night, "泵 1 2")[:1] == ["1P-12 供水泵 12 号"]
    assert _suggested(as_person, night, "<b>母线") == ['X<1> "高压" & <b>母线</b>']
    assert _suggested(as_person, night, "锅炉") == []
    assert "没有叫「&lt;锅炉&gt;」的" in as_person(night).get(UNITS, {"q": "<锅炉>"}).content.decode()


@pytest.mark.usefixtures("large")
def test_suggestions_begin_with_what_the_post_is_concerned_with(
    as_person: Browser, station: Station, night: cast.Member
) -> None:
    for _ in range(3):
        station.do(night, "plant.open_matter", kind="DEFECT", title="渗漏", equipment="e9")
    station.do(night, "plant.open_matter", kind="DEFECT", title="异响", equipment="v2")
    station.do(night, "logbook.write", category="ROUND", text="异响仍在", equipment="v2")
    assert _suggested(as_person, night, "")[:3] == ["1P-09 供水泵 9 号", "1V-2 排污阀", "1F 1号机"]


@pytest.mark.usefixtures("large")
def test_what_is_of_the_post_comes_before_what_is_of_another(
    as_person: Browser, station: Station, night: cast.Member, lead: cast.Member
) -> None:
    _register(station, lead, "w1", "0W-1", "供水总管", at=cast.PATROL)
    assert _suggested(as_person, night, "供水总")[-1] == "0W-1 供水总管"
    assert _suggested(as_person, night, "供水")[0] == "1P-00 供水泵 0 号"
    page = as_person(night).get(UNITS, {"q": "供水总"}).content.decode()
    assert re.search(r'供水总管</span> <span class="faint">[^<]+</span>', page)


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("text", ["", "泵", "1p", "1P-07", "轴"])
@pytest.mark.parametrize("register", ["equipment", "parameter", "person", "author", "member"])
def test_suggestions_are_bounded_in_number_and_questions(
    as_person: Browser, night: cast.Member, register: str, text: str
) -> None:
    client, address = as_person(night), f"{CCR}/choose/{register}"
    client.get(address, {"q": text})
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address, {"q": text})
    assert answer.content.count(b"<li") <= SUGGESTED + 1
    looked_through = [one["sql"] for one in asked if '"finding"' in one["sql"]]
    assert len(looked_through) <= 3
    assert len(asked) <= 14
    for sql in looked_through:
        assert f" LIMIT {SUGGESTED + 1} " in sql


@pytest.mark.usefixtures("large")
def test_who_may_not_see_the_post_gets_no_suggestion(as_person: Browser, night: cast.Member, client: Any) -> None:
    assert client.get(UNITS).status_code == 302
    assert as_person(cast.NEIGHBOURS[0]).get(UNITS).status_code == 404
    assert as_person(night).get(f"/s/{cast.NEIGHBOUR}/choose/equipment").status_code == 404
    assert as_person(night).get(f"{CCR}/choose/secrets").status_code == 404
    assert as_person(night).post(UNITS, {"q": "泵"}).status_code == 405
    assert as_person(night).get(f"{HERE}/choose/person", {"q": night.name}).status_code == 200


@pytest.mark.usefixtures("large")
def test_equipment_of_another_site_is_unknown(as_person: Browser, night: cast.Member) -> None:
    stranger = as_person(cast.NEIGHBOURS[0])
    assert "1P-07" not in stranger.get(f"/s/{cast.NEIGHBOUR}/choose/equipment", {"q": "1P"}).content.decode()


@pytest.mark.usefixtures("large")
def test_what_is_no_longer_in_use_is_not_chosen(
    as_person: Browser, station: Station, night: cast.Member, lead: cast.Member
) -> None:
    station.do(lead, "plant.register_equipment", equipment="e7", code="1P-07", name="供水泵 7 号", in_use=False)
    assert _suggested(as_person, night, "1P-07") == []
    station.do(lead, "plant.register_equipment", equipment="e7", code="1P-07", name="备用泵", in_use=True)
    assert _suggested(as_person, night, "1P-07") == ["1P-07 备用泵"]
    assert _suggested(as_person, night, "备用泵") == ["1P-07 备用泵"]
