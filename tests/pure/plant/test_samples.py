"""Instruments' files by their mappings: encodings, days first, stamps off the hour, faults with their places."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from jiaoban.kernel.refusal import BadInput
from jiaoban.plant import presets
from jiaoban.plant.mapping import Mapping
from jiaoban.plant.rules.samples import Sample, Tally, samples, survey
from jiaoban.plant.rules.texts import Unreadable, decoded
from tests import recorded

NOW = datetime(2026, 11, 23, tzinfo=UTC)
WIDE: dict[str, Any] = {
    "time": {"column": "t", "formats": ["%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M"], "zone": "UTC"},
    "columns": [{"column": "a", "parameter": "a"}, {"column": "b", "parameter": "b"}],
}


def mapping(**said: Any) -> Mapping:
    return Mapping.model_validate({**WIDE, **said})


def read(text: str | bytes, using: Mapping | None = None, **more: Any) -> tuple[list[Sample], Tally]:
    tally = Tally()
    content = text.encode() if isinstance(text, str) else text
    said: dict[str, Any] = {"starts_at": None, "tally": tally, "now": NOW, **more}
    return list(samples(content, using or mapping(), said.pop("zone", "UTC"), **said)), tally


def test_columns_are_found_by_their_heads_and_the_day_stands_first() -> None:
    found, tally = read("t,x,b,a\n05/11/2026 08:00,9,2.5,1\n05/11/2026 09:00:30,9,-3,\n")
    eight = datetime(2026, 11, 5, 8, tzinfo=UTC)
    assert found == [("a", eight, "1"), ("b", eight, "2.5"), ("b", eight + timedelta(hours=1, seconds=30), "-3")]
    assert (tally.rows, tally.count, tally.empty, tally.faulty) == (2, 3, 1, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_usual_encoding_is_known_by_itself(encoding: str) -> None:
    tally = survey(
        recorded.yangtze(encoding=encoding), presets.preset("yangtze").mapping, "UTC", starts_at=None, now=NOW
    )
    assert (tally.count, tally.faulty) == (30, 0)


def test_the_stations_of_a_river_keep_their_real_times() -> None:
    found, tally = read(recorded.yangtze(), presets.preset("yangtze").mapping)
    times = [at for key, at, _ in found if key == "yichang-level"]
    assert times[2] == datetime(2020, 6, 23, 5, 4, tzinfo=UTC), "four minutes past, and eight hours east"
    assert {key for key, _, _ in found} == {
        "yichang-level",
        "yichang-flow",
        "sanxia-level",
        "sanxia-outflow",
        "sanxia-inflow",
    }
    assert tally.aside == {}


def test_the_shared_files_are_read_whole() -> None:
    for content in recorded.real("yangtze/yangtze_hourly_2020_gbk.csv"):
        tally = survey(content, presets.preset("yangtze").mapping, "UTC", starts_at=None, now=NOW)
        assert (tally.rows, tally.count, tally.faulty, len(tally.parameters)) == (2056, 4052, 0, 24)
    for content in recorded.real("tep/d00_te.dat", "tep/d04_te.dat"):
        begins = NOW - timedelta(days=3)
        tally = survey(content, presets.preset("tep").mapping, "UTC", starts_at=begins, now=NOW)
        assert (tally.rows, tally.count, tally.faulty) == (960, 960 * 52, 0)
        assert tally.last_at == begins + timedelta(hours=48) - timedelta(minutes=3)


def test_rows_without_times_are_counted_from_the_begin() -> None:
    begins = NOW - timedelta(hours=2)
    found, tally = read(recorded.tep(20), presets.preset("tep").mapping, starts_at=begins)
    assert tally.count == 20 * 52
    assert found[-1][1] == begins + 19 * timedelta(minutes=3)
    with pytest.raises(Unreadable):
        read(recorded.tep(1), presets.preset("tep").mapping)


def test_a_recording_can_be_moved_to_another_day() -> None:
    begins = NOW - timedelta(hours=9)
    found, _ = read("t,a,b\n05/11/2026 08:00,1,2\n05/11/2026 09:30,1,2\n", starts_at=begins)
    assert sorted({at for _, at, _ in found}) == [begins, begins + timedelta(minutes=90)]


@pytest.mark.parametrize("stamp", ["31/12/9999 23:00", "01/01/0001 00:30"])
def test_the_ends_of_the_calendar_are_faults(stamp: str) -> None:
    using = mapping(time={"column": "t", "formats": ["%d/%m/%Y %H:%M"], "zone": "Asia/Shanghai"})
    found, tally = read(f"t,a,b\n{stamp},1,2\n", using)
    assert (found, tally.faulty) == ([], 1)
    ends = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    tail, tally = read(recorded.tep(3), presets.preset("tep").mapping, starts_at=ends, now=None)
    assert (len(tail), tally.faulty) == (52, 2)


def test_series_that_the_mapping_does_not_name_are_counted() -> None:
    text = recorded.HEADS + "\n某站,某江,23-06-2020 11:00:00,1,2\n" * 1
    _, tally = read(text, presets.preset("yangtze").mapping)
    assert (tally.aside, tally.count) == ({"某站": 1}, 0)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("t,a,b\n2026-11-05 08:00,1,2\n", 2, "t"),
        ("t,a,b\n31/02/2026 08:00,1,2\n", 2, "t"),
        ("t,a,b\n05/11/2026 25:00,1,2\n", 2, "t"),
        ("t,a,b\n05/11/2026 08:00,1,2\n\n,1,2\n", 4, "t"),
        ("t,a,b\n05/11/2026 08:00,x,2\n", 2, "a"),
        ("t,a,b\n05/11/2026 08:00,1,NaN\n", 2, "b"),
        ("t,a,b\n05/11/2026 08:00,1\n", 2, "b"),
        ("t,a,b\n05/12/2026 08:00,1,2\n", 2, "t"),
        ("t,a,b\n05/11/2026 08:00,1,2\n05/11/2026 08:00,3,4\n", 3, "a"),
        ('t,a,b\n"05/11/2026 08:00","1,5",2\n', 2, "a"),
    ],
)
def test_a_fault_has_its_line_and_column(text: str, line: int, column: str) -> None:
    _, tally = read(text)
    assert (tally.faults[0].line, tally.faults[0].column) == (line, column)
    assert tally.faults[0].says.zh
    assert tally.faults[0].says.en


@pytest.mark.parametrize(
    "text",
    ["", "   \n", "x,a,b\n1,2,3\n", "t,t,a,b\n1,2,3,4\n", 't,a,b\n"05/11/2026 08:00,1,2\n', b"PK\x03\x04rest",
     b"t,a,b\n\x00\x00\x00\x00", b"\xff\xff\xff\xff\xff", "t,a,b\n05/11/2026 08:00,\x00,2\n", "t;a;b\n" + "1" * 20_000],
)  # fmt: skip
def test_what_is_no_such_file_is_refused_with_a_line(text: str | bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        read(text)
    assert caught.value.line >= 1
    assert caught.value.says.zh


def test_a_byte_that_the_encoding_does_not_know_is_found_by_its_line() -> None:
    with pytest.raises(Unreadable) as caught:
        decoded(b"t,a\n1,2\n" + b"\xb5\xff\n", "utf-8")
    assert caught.value.line == 3


def test_the_decimal_comma_and_semicolons() -> None:
    found, tally = read("t;a;b\n05/11/2026 08:00;1,5;2\n", mapping(decimal=",", delimiter="semicolon"))
    assert ([value for _, _, value in found], tally.faulty) == (["1.5", "2"], 0)


def test_in_the_hour_that_comes_twice_the_first_is_meant_and_the_second_is_a_fault() -> None:
    using = mapping(time={"column": "t", "formats": ["%d/%m/%Y %H:%M"], "zone": "Europe/Berlin"})
    found, tally = read("t,a,b\n25/10/2026 02:30,1,2\n25/10/2026 03:30,1,2\n25/10/2026 02:30,1,2\n", using)
    assert found[0][1] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert found[2][1] == datetime(2026, 10, 25, 2, 30, tzinfo=UTC)
    assert tally.same == 2


@pytest.mark.parametrize(
    "said",
    [
        {"time": None},
        {"every": "PT3M"},
        {"columns": []},
        {"columns": [{"column": "a"}]},
        {"columns": [{"column": "a", "parameters": {"s": "p"}}]},
        {"columns": [{"column": "a", "parameter": "p"}, {"column": "b", "parameter": "p"}]},
        {"heads": False},
        {"time": {"column": "t", "formats": ["%A %d"]}},
        {"time": {"column": "t", "formats": ["%d/%m %H:%M"]}},
        {"encoding": "latin-1"},
        {"time": {"column": "t", "formats": ["%d/%m/%Y %H:%M"], "zone": "Mars/Olympus"}},
        {"time": {"column": "t", "formats": ["%d/%m/%Y %H:%M"], "zone": "../etc/passwd"}},
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        mapping(**said)


def test_a_mapping_stays_the_same_through_json() -> None:
    for one in presets.presets().values():
        assert Mapping.model_validate_json(one.mapping.model_dump_json()) == one.mapping
        assert set(one.parameters) <= set(one.mapping.parameters)


@pytest.mark.parametrize("text", ["", "a: [", "zh: x", "zh: x\nen: y\nmapping: {columns: 3}", "\x00", "- 1"])
def test_a_mapping_file_that_is_none_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        presets.read(text)
    assert caught.value.where == "mapping"


def test_an_unknown_mapping_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(BadInput, match="yangtze"):
        presets.preset("nile")
