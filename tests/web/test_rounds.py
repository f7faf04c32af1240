"""Rounds on their pages, as plain forms without any script: register, print, scan, go, report."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from jiaoban.plant import queries as plant
from jiaoban.round import queries
from jiaoban.round.tables import Round
from tests import cast
from tests.web.conftest import CCR, HERE, Browser, Station

ROUTE: dict[str, Any] = {
    "route": "hall",
    "name": "主厂房",
    "order": "REFUSED",
    "in_use": "true",
    "points.0.code": "P1",
    "points.0.name": "1号机",
    "points.0.equipment": "G1",
    "points.0.parameters": "up",
    "points.0.least_s": "30",
    "points.1.code": "",
    "points.1.name": "",
    "points.2.code": "P2",
    "points.2.name": "集水井",
    "points.2.photo": "true",
    "timetables.0.timetable": "day",
    "timetables.0.when": "RULE",
    "timetables.0.rule": "freq=daily;byhour=7,13;byminute=30",
    "timetables.0.opens": "15",
    "timetables.0.closes": "45",
}


def page_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content.decode()[:400]
    return response.content.decode()


def send(client: Client, address: str, form: str, status: int = 303, **said: Any) -> Any:
    command = f"{form}-{next(NUMBERS)}"
    response = client.post(address, {"command": command, "form": form, "back": f"{CCR}/rounds", **said})
    assert response.status_code == status, response.content.decode()[:2000]
    return response


NUMBERS: Iterator[int] = iter(range(1, 10_000))


@pytest.fixture
def route(as_person: Browser, lead: cast.Member) -> Client:
    client = as_person(lead)
    send(client, f"{CCR}/rounds/routes/save", "route", **ROUTE)
    return client


@pytest.fixture
def walker(as_person: Browser, night: cast.Member, route: Client) -> Client:
    return as_person(night)


def start(client: Client, station: Station) -> str:
    response = send(client, f"{CCR}/do/round.start", "start", route="hall", due="", next=f"{CCR}/rounds/{{key}}")
    return str(response.headers["Location"])


def one_of(station: Station, address: str) -> Round:
    found = queries.round_(station.visit(cast.ADMINISTRATOR).book, address.rsplit("/", 1)[-1])
    assert found is not None
    return found


def picture() -> SimpleUploadedFile:
    into = BytesIO()
    Image.new("RGB", (64, 32), "navy").save(into, "JPEG")
    return SimpleUploadedFile("p.jpg", into.getvalue(), "image/jpeg")


def test_a_route_is_registered_row_by_row_and_shown_in_words(route: Client, station: Station) -> None:
    known = queries.route(station.visit(cast.ADMINISTRATOR).book, "hall")
    assert known is not None
    assert [(one.code, one.parameters, one.photo) for one in known.points] == [("P1", ("up",), False), ("P2", (), True)]
    assert (known.timetables[0].opens_s, known.timetables[0].closes_s) == (900, 2700)
    shown = page_of(route, f"{CCR}/rounds/routes/hall")
    assert "每天 07:30、13:30" in shown
    assert 'value="FREQ=DAILY;BYHOUR=7,13;BYMINUTE=30"' in shown


def test_a_refused_route_keeps_every_row(as_person: Browser, lead: cast.Member) -> None:
    wrong: dict[str, Any] = {**ROUTE, "timetables.0.rule": "每天", "back": f"{CCR}/rounds/routes/new"}
    shown = send(as_person(lead), f"{CCR}/rounds/routes/save", "route", 422, **wrong).content.decode()
    for kept in ('value="P1"', 'value="集水井"', 'value="每天"', 'value="45"'):
        assert kept in shown
    assert "RFC 5545" in shown


def test_only_the_supervisor_changes_routes_and_issues_codes(walker: Client) -> None:
    assert walker.get(f"{CCR}/rounds/routes/new").status_code == 403
    assert walker.post(f"{CCR}/rounds/routes/save", ROUTE).status_code == 403
    assert walker.post(f"{CCR}/rounds/routes/hall/codes", {"point": "P1"}).status_code == 403
    assert "出新码" not in page_of(walker, f"{CCR}/rounds/routes/hall")


def addresses(client: Client) -> dict[str, str]:
    """Issue codes for both points; return where they lead."""
    response = send(client, f"{CCR}/rounds/routes/hall/codes", "codes", 200, point=["P1", "P2"])
    assert response.headers["Cache-Control"] == "no-store"
    sheet = response.content.decode()
    found = re.findall(r'data-address="([^"]+)">(<svg.*?</svg>)', sheet, re.DOTALL)
    assert len(found) == 2
    for address, drawn in found:
        made = segno.make(address, error="q", micro=False)
        assert made.svg_inline(scale=4, border=4, omitsize=True, dark="#000") in drawn
        assert re.fullmatch(rf"http://testserver{HERE}/q/[A-Za-z0-9_-]{{22}}", address)
    return dict(zip(("P1", "P2"), (address.removeprefix("http://testserver") for address, _ in found), strict=True))


def test_a_scanned_code_leads_to_its_point_and_vouches_for_the_visit(
    route: Client, walker: Client, station: Station
) -> None:
    codes = addresses(route)
    assert "现在没有人在巡检" in page_of(walker, codes["P1"])
    address = start(walker, station)
    led = walker.get(codes["P1"]).headers["Location"]
    secret = codes["P1"].rsplit("/", 1)[-1]
    assert led == f"{address}?code={secret}#point-P1"
    shown = page_of(walker, led.partition("#")[0])
    assert f'name="code" value="{secret}"' in shown
    said: dict[str, Any] = {"point": "P1", "code": secret, "figure.up": "412.7", "result": "NORMAL", "note": ""}
    send(walker, f"{address}/visit", "visit-P1", **said)
    assert one_of(station, address).first["P1"].basis == "SCANNED"


def test_a_code_that_was_replaced_opens_nothing(route: Client, walker: Client) -> None:
    old = addresses(route)["P1"]
    addresses(route)
    assert "已经作废" in page_of(walker, old, 404)
    assert "已经作废" in page_of(walker, f"{HERE}/q/{'A' * 22}", 404)


def test_a_round_goes_by_plain_forms_with_figures_and_photographs(
    walker: Client, route: Client, station: Station
) -> None:
    address = start(walker, station)
    shown = send(walker, f"{address}/visit", "visit-P1", 422, point="P1", back=address, note="", finding="渗油")
    assert "还有 1 项没有抄" in shown.content.decode()
    assert 'value="渗油"' in shown.content.decode()
    amiss: dict[str, Any] = {
        "finding": "渗油",
        "finding_kind": "DEFECT",
        "severity": "MINOR",
        "result": "ABNORMAL",
        "figure.up": "415",
    }
    send(walker, f"{address}/visit", "visit-P1", point="P1", **amiss)
    send(walker, f"{address}/visit", "visit-P2", point="P2", result="NORMAL", photo=picture())
    one = one_of(station, address)
    (name,) = one.first["P2"].photos
    assert walker.get(f"{address}/thumbnail/{name}").headers["Content-Type"] == "image/webp"
    assert walker.get(f"{address}/photo/{name}").status_code == 200
    assert walker.get(f"{address}/photo/{'0' * 64}").status_code == 404
    matter = plant.matter(station.visit(cast.ADMINISTRATOR).book, one.first["P1"].matter)
    assert matter is not None
    send(walker, f"{CCR}/do/round.finish", "finish", round=one.key)
    report = page_of(route, address)
    for told in ("巡检报告", "415", "超限", "渗油", matter.key, "过快", "登记跟进事宜"):
        assert told in report
    assert page_of(route, f"{CCR}/rounds").count("已完成") >= 1


def test_what_is_no_photograph_is_told_and_what_was_written_stays(walker: Client, station: Station) -> None:
    address = start(walker, station)
    bad = SimpleUploadedFile("p.jpg", b"no picture", "image/jpeg")
    said = {"point": "P1", "figure.up": "412", "note": "看过", "photo": bad, "back": address}
    shown = send(walker, f"{address}/visit", "visit-P1", 422, **said).content.decode()
    assert "这个文件不是照片" in shown
    assert "看过" in shown


def test_the_device_is_told_whose_login_it_has_and_what_time_it_is(
    walker: Client, station: Station, night: cast.Member
) -> None:
    address = start(walker, station)
    told = walker.get(f"{address}/now").json()
    assert told["person"] == night.key
    assert told["open"] is True
    assert told["now"] == station.clock.moment.isoformat()
    assert told["ahead_s"] == 0


def test_outsiders_see_nothing(as_person: Browser, walker: Client, station: Station) -> None:
    address, stranger = start(walker, station), as_person(cast.OUTSIDER)
    for path in (address, f"{address}/now", f"{CCR}/rounds", f"{CCR}/rounds/routes/hall", f"{HERE}/q/{'A' * 22}"):
        assert stranger.get(path).status_code == 404
    assert Client().get(f"{HERE}/q/{'A' * 22}").status_code == 302


def test_who_only_reads_sees_the_round_without_forms(as_person: Browser, walker: Client, station: Station) -> None:
    address = start(walker, station)
    shown = page_of(as_person(cast.AUDITOR), address)
    assert "data-queue" not in shown
    assert "没有走到" in shown


def test_the_worker_is_a_module_from_the_root_that_only_serves_rounds() -> None:
    response = Client().get("/round-worker.js")
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]
    source = response.content.decode()
    assert re.search(r'import \{ CACHE, flush, running \} from "/static/jiaoban/round-queue[.\w]*\.js"', source)


def test_what_is_due_stands_on_the_home_page_and_on_the_board(route: Client, walker: Client, station: Station) -> None:
    assert "巡检：主厂房" in page_of(walker, f"{CCR}/")
    assert "1 次巡检待走" in page_of(walker, f"{HERE}/board")
    start(walker, station)
    assert "正在巡检：主厂房" in page_of(walker, f"{CCR}/")
    assert "次巡检待走" not in page_of(walker, f"{HERE}/board")


def test_pages_cost_the_same_however_many_rounds_there_were(route: Client, walker: Client, station: Station) -> None:
    counts = []
    for _ in range(3):
        address = start(walker, station)
        for path in (f"{CCR}/rounds", address):
            page_of(walker, path)
            with CaptureQueriesContext(connection) as asked:
                page_of(walker, path)
            counts.append(len(asked))
        send(walker, f"{CCR}/do/round.abandon", "abandon", round=address.rsplit("/", 1)[-1], reason="试")
    assert counts[:2] == counts[2:4] == counts[4:]
    assert max(counts) <= 24


def test_a_point_asks_of_its_figures_what_the_sheet_asks(walker: Client, station: Station) -> None:
    address = start(walker, station)
    said: dict[str, Any] = {"point": "P1", "result": "NORMAL", "note": "", "ask": "true", "back": address}
    shown = send(walker, f"{address}/visit", "visit-P1", 422, **said, **{"figure.up": "9999"}).content.decode()
    assert "照记并标为可疑" in shown
    assert 'value="9999"' in shown
    for field in ("cause.up", "handling.up", "later.up", "doubtful.up"):
        assert f'name="{field}"' in shown
    told = {"figure.up": "9999", "cause.up": "水尺故障", "handling.up": "改看遥测"}
    send(walker, f"{address}/visit", "visit-P1", 303, **said, **told)
    book = station.visit(cast.ADMINISTRATOR).book
    [figure] = plant.readings(book, "up", limit=1)
    assert (figure.value, figure.degree, figure.cause, figure.handling) == ("9999", "H", "水尺故障", "改看遥测")


def test_the_pages_that_a_device_keeps(walker: Client, route: Client, as_person: Browser, station: Station) -> None:
    listed = page_of(walker, f"{CCR}/rounds")
    kept = re.search(r'data-keep="([^"]+)"', listed)
    assert kept is not None
    assert kept[1].split() == [f"{CCR}/rounds/on-this-device", f"{CCR}/rounds/routes/hall/begin"]
    device = page_of(walker, f"{CCR}/rounds/on-this-device")
    assert 'data-route-key="hall"' in device
    assert f'href="{CCR}/rounds/routes/hall/begin"' in device
    assert walker.get(f"{CCR}/rounds/time").json()["open"] is True
    address = start(walker, station)
    begin = page_of(walker, f"{CCR}/rounds/routes/hall/begin")
    assert f'href="{address}"' in begin
    assert f'href="{address}"' not in page_of(walker, f"{CCR}/rounds/routes/hall/begin?kept=yes")
    assert 'data-version="1"' in begin
    assert walker.get(f"{CCR}/rounds/routes/nowhere/begin").status_code == 404
    auditor = as_person(cast.AUDITOR)
    assert 'data-keep=""' in page_of(auditor, f"{CCR}/rounds")
    assert auditor.get(f"{CCR}/rounds/on-this-device").status_code == 403
    send(route, f"{CCR}/rounds/routes/save", "route", **{**ROUTE, "in_use": ""})
    assert "已停用" in page_of(walker, f"{CCR}/rounds/routes/hall/begin", 410)


def test_only_a_device_of_somebody_who_goes_rounds_asks_for_their_time(walker: Client, as_person: Browser) -> None:
    assert f'data-now-url="{CCR}/rounds/time"' in walker.get(f"{CCR}/rounds").content.decode()
    assert 'data-now-url=""' in as_person(cast.AUDITOR).get(f"{CCR}/rounds").content.decode()
