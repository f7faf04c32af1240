"""Readings through the browser: the sheet of a shift, what is asked of excursions, missing readings, recorded data."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiaoban.ledger.store import DbBook
from jiaoban.plant import background, measured, queries
from tests import cast, recorded
from tests.web.conftest import CCR, Browser, Station

SHEET = f"{CCR}/readings"
SHIFT = f"{CCR}/readings/shift"
BOOK = DbBook(cast.SITE)
LIMITED: dict[str, Any] = {
    "parameter": "t1", "name": "瓦温", "unit": "℃", "group": "机组", "high": "60", "high_high": "70", "lowest": "-20",
    "highest": "150", "jump": "30", "schedule": "每小时", "grace": 15,
}  # fmt: skip


def tell(station: Station, member: cast.Member, parameter: str, value: str, ago: timedelta) -> None:
    """Tell a figure that was read some time ago."""
    said = {"readings": [{"parameter": parameter, "value": value}], "at": station.clock.moment - ago}
    outcome = station.visit(member).do("plant.read", said, command=f"tell-{parameter}-{ago}", post=cast.CCR)
    assert outcome.refusal is None


@pytest.fixture
def hourly(station: Station, lead: cast.Member, night: cast.Member) -> None:
    """A parameter that is read every hour; it was at 02:00, and outside at 03:00."""
    station.do(lead, "plant.register_parameter", **LIMITED)
    for back, value in ((5, "55"), (4, "65")):
        tell(station, night, "t1", value, timedelta(hours=back, minutes=40))


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, **fields: str) -> Any:
    said = {"form": "read", "next": SHEET, "back": SHEET, "ask": "true", **fields}
    return client.post(f"{SHEET}/new", {name.replace("__", "."): value for name, value in said.items()})


def test_the_sheet_has_the_hours_of_the_shift(as_person: Browser, hourly: None, night: cast.Member) -> None:
    said = page(as_person(night), SHEET)
    assert [f">{hour:02}:00<" in said for hour in range(8)] == [True] * 8
    assert "65 <strong class=degree" in said
    assert "漏抄" in said
    assert 'data-high-high="70"' in said
    assert 'name="figure.t1"' in said


def test_a_column_can_be_chosen_to_be_filled_in(as_person: Browser, hourly: None, night: cast.Member) -> None:
    said = page(as_person(night), f"{SHEET}?at=20261122T2000")
    assert "填 <time" in said
    assert 'type="time" value="04:00"' in said


def test_a_figure_outside_is_asked_for_its_cause_beside_its_row(
    as_person: Browser, hourly: None, night: cast.Member
) -> None:
    client = as_person(night)
    refused = send(client, command="sheet-0001", figure__t1="72", figure__up="410")
    said = refused.content.decode()
    assert refused.status_code == 422
    assert 'name="cause.t1"' in said
    assert "高高 HH" in said
    assert 'value="410"' in said
    told = {"cause__t1": "冷却水中断", "handling__t1": "倒备用泵"}
    assert send(client, command="sheet-0002", figure__t1="72", figure__up="410", **told).status_code == 303
    (found,) = measured.latest_of(BOOK, ["t1"])
    assert (found.degree, found.cause, found.handling) == ("HH", "冷却水中断", "倒备用泵")


def test_found_later_and_doubtful_can_be_ticked(as_person: Browser, hourly: None, night: cast.Member) -> None:
    client = as_person(night)
    assert send(client, command="sheet-0003", figure__t1="200").status_code == 422
    ticked = {"later__t1": "true", "doubtful__t1": "true"}
    assert send(client, command="sheet-0004", figure__t1="200", **ticked).status_code == 303
    (found,) = measured.latest_of(BOOK, ["t1"])
    assert (found.doubt, found.found_later) == ("RANGE", True)
    assert "可疑" in page(client, f"{SHEET}/t1")


def test_a_figure_of_an_earlier_hour_has_its_time(
    as_person: Browser, hourly: None, night: cast.Member, station: Station
) -> None:
    assert send(as_person(night), command="sheet-0005", figure__t1="58", at="04:00").status_code == 303
    (found, *_) = queries.readings(BOOK, "t1")
    assert found.at == station.clock.moment - timedelta(hours=3, minutes=40)


def test_what_the_shift_comes_to(as_person: Browser, hourly: None, night: cast.Member) -> None:
    client = as_person(night)
    said = page(client, SHIFT)
    assert "1 次没有写原因和处理" in said
    assert "尚未恢复" in said
    explained = {
        "command": "explain-0001",
        "parameter": "t1",
        "at": measured.latest_of(BOOK, ["t1"])[0].at.isoformat(),
        "cause": "阀卡涩",
        "handling": "检修",
        "next": SHIFT,
        "back": SHIFT,
    }
    assert client.post(f"{CCR}/do/plant.explain", explained).status_code == 303
    said = page(client, SHIFT)
    assert "阀卡涩" in said
    assert "次没有写原因和处理" not in said


def test_a_shift_that_is_over_can_be_looked_at(as_person: Browser, hourly: None, night: cast.Member) -> None:
    client = as_person(night)
    assert "上一班" in page(client, SHIFT)
    before = page(client, f"{SHEET}?day=2026-11-22")
    assert "回到本班" in before
    assert 'class="fill"' not in before.replace("th scope", ""), "nothing is filled in there unasked"


def test_the_first_page_says_what_is_due_and_what_is_missing(
    as_person: Browser, hourly: None, station: Station, night: cast.Member
) -> None:
    said = page(as_person(night), f"{CCR}/")
    assert "本班漏抄 6 次" in said
    station.later(minutes=-35)
    assert "现在该抄 1 项参数" in page(as_person(night), f"{CCR}/")


def test_limits_by_mode_are_registered_on_the_page(as_person: Browser, lead: cast.Member) -> None:
    form = {
        "command": "register-01",
        "form": "register-parameter",
        "parameter": "m1",
        "name": "转速",
        "group": "机组",
        "equipment": "G1",
        "high": "100",
        "schedule": "8,20",
        "by_mode.0.mode": "STANDBY",
        "by_mode.0.high": "5",
        "by_mode.1.mode": "",
        "next": SHEET,
        "back": SHEET,
    }
    assert as_person(lead).post(f"{CCR}/do/plant.register_parameter", form).status_code == 303
    found = queries.parameter(BOOK, "m1")
    assert found is not None
    assert [(one.mode, one.high) for one in found.by_mode] == [("STANDBY", "5")]
    said = page(as_person(lead), f"{SHEET}/m1")
    assert 'value="STANDBY"' in said
    assert "备用" in said


@pytest.mark.parametrize(
    "asked",
    ["shift=9999-12-31.night", "shift=0001-01-01.night", "day=0001-01-01", "day=9999-12-31", "day=soon",
     "page=" + "9" * 5000, "page=-1", "at=x", "group=none", "shift=2026-11-22.night", "day=1800-01-01"],
)  # fmt: skip
@pytest.mark.parametrize("address", [SHEET, SHIFT])
def test_whatever_is_asked_for_the_page_is_there(
    as_person: Browser, hourly: None, lead: cast.Member, address: str, asked: str
) -> None:
    assert "<h1>" in page(as_person(lead), f"{address}?{asked}")


@pytest.fixture
def forgotten() -> Iterator[None]:
    background._done.clear()
    yield
    background._done.clear()


def test_a_file_of_samples_is_looked_at_then_bound(
    as_person: Browser, lead: cast.Member, station: Station, forgotten: None
) -> None:
    client = as_person(lead)
    content = SimpleUploadedFile("river.csv", recorded.yangtze(3), "text/csv")
    begins = "2026-11-23T01:00"
    first = {"preset": "yangtze", "starts_at": begins, "command": "look-00001"}
    said = client.post(f"{CCR}/samples/look", {**first, "file": content}).content.decode()
    assert "本岗位还没有登记 24 个参数" in said
    name = said.split('name="file" value="')[1][:64]
    again = {**first, "file": name, "register": "true", "command": "look-00002"}
    said = client.post(f"{CCR}/samples/look", again).content.decode()
    assert "宜昌水位" in said
    assert "plant.bind_samples" in said
    mapping = said.split('name="mapping" value="')[1].split('"')[0].replace("&quot;", '"').replace("&#x27;", "'")
    fields = {"file": name, "source": "水情", "mapping": mapping, "starts_at": begins, "leave_out": "false"}
    bound = client.post(f"{CCR}/do/plant.bind_samples", {**fields, "command": "bind-00001", "next": f"{CCR}/samples"})
    assert bound.status_code == 303, bound.content.decode()
    assert "<progress" in page(client, f"{CCR}/samples")
    background.tick(station.clock.moment)
    said = page(client, f"{CCR}/samples")
    assert "<progress" not in said
    assert "水情" in said
    assert "polyline" in page(client, f"{SHEET}/yichang-level")


@pytest.mark.parametrize(
    ("content", "what"), [(b"", "文件"), (b"PK\x03\x04", "Excel"), (b"a,b\n1,2\n", "没有表头"), (None, "没有选择文件")]
)
def test_a_file_that_is_none_is_refused_on_its_page(
    as_person: Browser, night: cast.Member, content: bytes | None, what: str
) -> None:
    sent = {"file": SimpleUploadedFile("x.csv", content)} if content is not None else {}
    answer = as_person(night).post(f"{CCR}/samples/look", {"form": "samples", "preset": "yangtze", **sent})
    assert answer.status_code == 422
    assert what in answer.content.decode()


def test_a_mapping_of_ones_own_is_refused_with_its_place(as_person: Browser, night: cast.Member) -> None:
    sent = {"file": SimpleUploadedFile("x.csv", b"t,a\n"), "preset": "own", "mapping": "zh: x\nen: y\nmapping: {}"}
    answer = as_person(night).post(f"{CCR}/samples/look", {"form": "samples", **sent})
    assert answer.status_code == 422
    assert "对照表mapping.columns" in answer.content.decode()


def test_an_alarm_list_is_looked_at_then_written(as_person: Browser, night: cast.Member) -> None:
    client = as_person(night)
    content = SimpleUploadedFile("alarms.csv", recorded.alarms())
    said = client.post(f"{CCR}/samples/alarms", {"file": content, "starts_at": "2026-11-23T01:00"}).content.decode()
    assert "共 12 次" in said
    name = said.split('name="file" value="')[1][:64]
    kept = {"file": name, "starts_at": "2026-11-23T01:00", "keep": "true", "by": "shift"}
    assert "已写入日志" in client.post(f"{CCR}/samples/alarms", kept).content.decode()
    assert "PIC7" in page(client, f"{CCR}/log")
    assert "已经有的" in client.post(f"{CCR}/samples/alarms", kept).content.decode()


@pytest.mark.parametrize("address", [SHEET, SHIFT, f"{CCR}/samples"])
def test_a_page_asks_no_more_when_there_is_more(
    as_person: Browser, station: Station, hourly: None, lead: cast.Member, night: cast.Member, address: str
) -> None:
    client = as_person(lead)
    asked = [_asked(client, address)]
    for number in range(15):
        station.do(lead, "plant.register_parameter", **{**LIMITED, "parameter": f"q{number}", "name": f"参数 {number}"})
        tell(station, night, f"q{number}", "65", timedelta(hours=2))
    asked.append(_asked(client, address))
    assert asked[1] <= asked[0]
    assert asked[1] <= 20


def _asked(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
        return len(asked)
