"""Tables that come in by page - previewed, then carried out - and lists that go out."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from jiaoban.importing import keeping
from jiaoban.importing.kinds import KINDS
from jiaoban.ledger.store import DbBook
from jiaoban.plant import queries
from tests import cast
from tests.web.conftest import CCR, HERE, Browser, Station

IMPORT = f"{CCR}/import/equipment"
ROLES = {
    "operator": cast.A_CCR,
    "supervisor": cast.A_LEAD,
    "head": cast.HEAD,
    "administrator": cast.ADMINISTRATOR,
    "auditor": cast.AUDITOR,
    "outsider": cast.OUTSIDER,
}
Send = Callable[..., Any]


def _file(text: str | bytes, name: str = "设备.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


def _hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(kept|seen|carry)" value="(\w+)"', page))


@pytest.fixture
def book(station: Station) -> DbBook:
    return DbBook(cast.SITE)


def _preview(client: Client, text: str) -> tuple[int, str]:
    response = client.post(IMPORT, {"file": _file(text)})
    return response.status_code, response.content.decode()


GOOD = "编号,名称,上级设备\nN1,新泵,1F\n1F,1号机组,\n"


def test_a_preview_tells_and_writes_nothing_and_then_it_is_carried_out(as_person: Browser, book: DbBook) -> None:
    client, size = as_person(cast.A_LEAD), book.size
    status, page = _preview(client, GOOD)
    assert (status, book.size) == (200, size)
    for said in ("新增 1 项，变更 1 项", "新泵", "1号机组", "导入这 2 项"):
        assert said in page
    done = client.post(IMPORT, _hidden(page))
    assert done.status_code == 303
    assert "已导入：新增 1 项，变更 1 项" in client.get(done.headers["Location"]).content.decode()
    added = queries.equipment(book, "N1")
    assert added is not None
    assert (added.name, added.parent) == ("新泵", "G1")
    last = book.act(book.size - 1)
    assert last is not None
    assert last.actor == cast.A_LEAD.key


def test_mistakes_are_told_by_cell_and_nothing_is_kept(as_person: Browser, book: DbBook) -> None:
    size = book.size
    status, page = _preview(as_person(cast.A_LEAD), "编号,名称,上级设备\nN1,新泵,9F\nN2,,\n")
    assert (status, book.size) == (422, size)
    for said in ("有 2 处错误", "C2", "没有登记过设备", "B3"):
        assert said in page
    assert not _hidden(page)


@pytest.mark.parametrize("sent", [b"", b"\0\0", b"PK\x03\x04", "名称\n".encode(), b"x" * (10 * 1024 * 1024 + 1)])
def test_what_is_no_table_is_refused_with_a_sentence(as_person: Browser, sent: bytes) -> None:
    response = as_person(cast.A_LEAD).post(IMPORT, {"file": _file(sent)})
    assert response.status_code == 422
    assert "notice block" in response.content.decode()


def test_a_page_takes_no_more_lines_than_others_can_wait_for(as_person: Browser) -> None:
    status, page = _preview(as_person(cast.A_LEAD), "编号,名称\n" + "".join(f"N{n},x\n" for n in range(10_001)))
    assert status == 422
    assert "超过 10000 行" in page


@pytest.mark.parametrize("said", [{}, {"kept": "0" * 64, "carry": "1"}, {"kept": "../../etc", "carry": "1"}])
def test_without_a_file_it_asks_for_one(as_person: Browser, said: dict[str, str]) -> None:
    response = as_person(cast.A_LEAD).post(IMPORT, said)
    assert response.status_code == 422
    assert "选择" in response.content.decode()


def test_what_changed_since_the_preview_is_previewed_again(as_person: Browser, station: Station, book: DbBook) -> None:
    client = as_person(cast.A_LEAD)
    _, page = _preview(client, GOOD)
    station.do(cast.A_LEAD, "plant.register_equipment", equipment="G1", code="1F", name="1号机组", kind="UNIT")
    size = book.size
    again = client.post(IMPORT, _hidden(page))
    assert (again.status_code, book.size) == (409, size)
    assert "预览之后情况有了变化" in again.content.decode()
    assert client.post(IMPORT, _hidden(again.content.decode())).status_code == 303


def test_carried_out_twice_is_once(as_person: Browser, book: DbBook) -> None:
    client = as_person(cast.A_LEAD)
    _, page = _preview(client, GOOD)
    assert client.post(IMPORT, _hidden(page)).status_code == 303
    size = book.size
    assert client.post(IMPORT, _hidden(page)).status_code == 422  # the file is gone by then
    assert client.post(IMPORT, {"file": _file(GOOD), "carry": "1"}).status_code == 303
    assert book.size == size


def test_a_kept_file_is_its_senders_alone(as_person: Browser, book: DbBook) -> None:
    _, page = _preview(as_person(cast.A_LEAD), GOOD)
    size = book.size
    assert as_person(cast.B_LEAD).post(IMPORT, _hidden(page)).status_code == 422
    assert book.size == size


def test_files_that_nobody_carried_out_go_after_a_day(station: Station, settings: Any) -> None:
    first = keeping.keep(b"a", cast.SITE, "x")
    station.later(days=3650)
    second = keeping.keep(b"b", cast.SITE, "x")
    assert (keeping.get(first, cast.SITE, "x"), keeping.get(second, cast.SITE, "x")) == (None, b"b")
    assert oct((Path(settings.DATA) / "imports" / second).stat().st_mode)[-3:] == "600"
    station.later(days=-3650)


@pytest.mark.parametrize(
    ("address", "who"),
    [
        (f"{CCR}/import/equipment", {"supervisor", "head"}),
        (f"{CCR}/import/custody", {"supervisor", "head"}),
        (f"{CCR}/import/parameters", {"supervisor", "head"}),
        (f"{CCR}/import/earths", {"supervisor", "head"}),
        (f"{CCR}/import/states", {"supervisor", "operator"}),
        (f"{CCR}/import/matters", {"supervisor", "operator"}),
        (f"{CCR}/import/loans", {"supervisor", "head"}),
        (f"{HERE}/import/orders", {"supervisor", "head"}),
        (f"{HERE}/import/people", {"administrator"}),
    ],
)
def test_who_may_take_over_what(as_person: Browser, address: str, who: set[str]) -> None:
    for method in ("get", "post"):
        seen = {role: getattr(as_person(member), method)(address).status_code for role, member in ROLES.items()}
        may = 200 if method == "get" else 422
        assert seen == {role: 404 if role == "outsider" else may if role in who else 403 for role in ROLES}


def test_people_come_in_at_the_site(as_person: Browser, book: DbBook) -> None:
    client = as_person(cast.ADMINISTRATOR)
    page = client.post(f"{HERE}/import/people", {"file": _file("姓名,登录名,角色\n钱学文,qianxuewen,值班员\n")})
    assert "钱学文" in page.content.decode()
    assert client.post(f"{HERE}/import/people", _hidden(page.content.decode())).status_code == 303


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("what", [name for name in KINDS if name != "leads"])  # see tests/api/test_leads.py
def test_the_empty_table_has_heads_that_are_known_and_an_example(as_person: Browser, what: str, form: str) -> None:
    client = as_person(cast.ADMINISTRATOR if what == "people" else cast.A_LEAD)
    if what == "loans":
        thing = "物品键,名称,种类,应有数量\nK1,开关柜钥匙,钥匙,12\n"
        page = client.post(f"{CCR}/import/custody", {"file": _file(thing)}).content.decode()
        client.post(f"{CCR}/import/custody", _hidden(page))
    base = CCR if KINDS[what].at_post else HERE
    assert f"{base}/import/{what}/template.{form}" in client.get(f"{base}/import/{what}").content.decode()
    sent = b"".join(client.get(f"{base}/import/{what}/template.{form}").streaming_content)  # type: ignore[attr-defined]
    response = client.post(f"{base}/import/{what}", {"file": _file(sent)})
    assert response.status_code == 200, response.content.decode()[:3000]
    assert "没有用到的列" not in response.content.decode()
    if form == "xlsx":
        assert load_workbook(io.BytesIO(sent)).worksheets[0].max_row == 2


@pytest.mark.parametrize(
    "what", ["equipment", "states", "matters", "earths", "links", "custody", "loans", "parameters", "readings"]
)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_every_list_goes_out(as_person: Browser, what: str, form: str) -> None:
    response = as_person(cast.A_CCR).get(f"{CCR}/export/{what}.{form}")
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert response.status_code == 200
    assert content.startswith(b"\xef\xbb\xbf" if form == "csv" else b"PK")
    assert f'filename="yunfeng-ccr-{what}-2026-11-23T0740.{form}"' in response.headers["Content-Disposition"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_standing_orders_go_out_at_the_site(as_person: Browser, form: str) -> None:
    client = as_person(cast.A_CCR)
    response = client.get(f"{HERE}/export/orders.{form}")
    assert response.status_code == 200
    assert f'filename="yunfeng-site-orders-2026-11-23T0740.{form}"' in response.headers["Content-Disposition"]
    assert client.get(f"{CCR}/export/orders.{form}").status_code == 404
    assert client.get(f"{HERE}/export/custody.{form}").status_code == 404
    assert f"{HERE}/export/orders.{form}" in client.get(f"{HERE}/orders").content.decode()


def test_the_name_of_a_file_tells_its_filters_and_the_last_sheet_what_it_is(as_person: Browser) -> None:
    client = as_person(cast.A_CCR)
    response = client.get(f"{CCR}/export/readings.xlsx?parameter=up&since=2026-11-22&until=2026-11-23")
    assert "readings-parameter-up-since-2026-11-22-until-2026-11-23" in response.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    about = {row[0].value: row[1].value for row in book.worksheets[-1].iter_rows()}
    assert about["时区"] == "Asia/Shanghai"
    assert about["筛选"] == "parameter=up；since=2026-11-22；until=2026-11-23"
    assert book.worksheets[0].max_row == 2


def test_days_bound_the_readings(as_person: Browser) -> None:
    client = as_person(cast.A_CCR)
    for query, lines in (("", 2), ("?until=2026-11-22", 1), ("?since=2026-11-23", 2), ("?since=garbage", 2)):
        content = b"".join(client.get(f"{CCR}/export/readings.csv{query}").streaming_content)  # type: ignore[attr-defined]
        assert content.count(b"\r\n") == lines


@pytest.mark.parametrize(
    "address",
    ["export/people.csv", "export/equipment.pdf", "import/nothing/template.csv", "import/people/template.csv"],
)
def test_what_is_no_list_is_not_there(as_person: Browser, address: str) -> None:
    assert as_person(cast.A_LEAD).get(f"{CCR}/{address}").status_code == 404


def test_the_page_of_tables_shows_each_what_they_may_take_over(as_person: Browser) -> None:
    lead, auditor = (as_person(one).get(f"{CCR}/tables").content.decode() for one in (cast.A_LEAD, cast.AUDITOR))
    assert f"{CCR}/import/equipment" in lead
    assert "/import/" not in auditor
    assert f"{CCR}/export/equipment.csv" in auditor
