"""The figures of a demo site: recorded where there are data, invented where there are none."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jiaoban.demo.description import CODES, GaugeIs, RecordedIs, read
from jiaoban.demo.gauges import FOLDER, Figures, Recorded

SAID = RecordedIs(usual="usual.dat", trouble="trouble.dat", onset=1, minutes=30, says="recorded")
START = datetime(2026, 11, 20, tzinfo=UTC)
LAST = START + timedelta(hours=6)
BENDS_AT = START + timedelta(hours=5)
VALVE = GaugeIs(post="p", key="v", name="阀位", unit="%", group="g", level=41.0, swing=0.0, bend=4.0, column=2)
TOTAL = GaugeIs(post="p", key="q", name="累积", unit="t", group="g", decimals=2, level=1.5, rate=0.5, rolls_at="100")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "usual.dat").write_text("1 10.04\n2 20\n")
    (tmp_path / "trouble.dat").write_text("1 100\n2 200\n3 300\n")
    return tmp_path


def figures(recorded: Recorded | None) -> Figures:
    return Figures(recorded, START, LAST, BENDS_AT)


@pytest.mark.parametrize(
    ("hours", "shown"),
    [(0, "10.0"), (0.5, "20.0"), (1, "10.0"), (4.99, "20.0"), (5, "200.0"), (5.5, "300.0"), (9, "300.0")],
)
def test_recorded_figures_begin_again_and_turn_into_those_of_the_trouble(
    folder: Path, hours: float, shown: str
) -> None:
    recorded = Recorded.find(SAID, str(folder))
    assert figures(recorded).at(VALVE, START + timedelta(hours=hours)) == shown


@pytest.mark.parametrize(("hours", "shown"), [(4.99, "41.0"), (5, "45.0")])
def test_without_data_the_gauge_bends(hours: float, shown: str) -> None:
    assert figures(None).at(VALVE, START + timedelta(hours=hours)) == shown


@pytest.mark.parametrize(("before", "shown"), [(0, "1.50"), (2, "0.50"), (4, "99.50")])
def test_a_totalizer_counts_up_to_the_visit_and_begins_again(before: int, shown: str) -> None:
    assert figures(None).at(TOTAL, LAST - timedelta(hours=before)) == shown


def test_without_a_folder_or_with_a_broken_one_the_figures_are_invented(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(FOLDER, raising=False)
    assert Recorded.find(SAID) is None
    monkeypatch.setenv(FOLDER, str(folder))
    assert Recorded.find(SAID) is not None
    (folder / "usual.dat").write_text("1 2\nthree\n")
    assert Recorded.find(SAID) is None
    (folder / "usual.dat").unlink()
    assert Recorded.find(SAID) is None


def test_every_gauge_lies_within_its_limits_until_it_bends() -> None:
    for code in CODES:
        site = read(code)
        for one in site.registers.parameters:
            usual = [one.level - one.swing - 4 * abs(one.drift), one.level + one.swing]
            assert all(not one.low or float(one.low) <= figure for figure in usual), one.key
            assert all(not one.high or figure <= float(one.high) for figure in usual), one.key
            assert not one.bend or one.level + one.bend > float(one.high), one.key


def test_nobody_belongs_to_two_sites_but_the_group() -> None:
    keys = [one.key for code in CODES for one in read(code).cast]
    assert {key for key in keys if keys.count(key) > 1} == {"luowenbin"}
