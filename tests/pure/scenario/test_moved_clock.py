"""A scenario in which the site's clock is moved: its times are those of the clock, before and after."""

import shutil
from pathlib import Path

import pytest

from jiaoban.regime.load import load
from jiaoban.scenario.read import read
from jiaoban.scenario.run import Runner

HYDRO = Path(__file__).resolve().parents[3] / "regimes" / "hydro"
SHIP = """
given: {like: station, at: "02:00"}

scenarios:
  - name: 夜里时钟拨慢一小时，夜班九小时，八点照常交接
    shows: [hydro/3.1, hydro/2.2]
    when:
      - at: "02:30"
        does: org.move_clock
        with: {zone: Asia/Bangkok, from_at: "03:00", reason: 西行}
      - {use: ready-to-sign}
      - {use: sign}
    then:
      holds: [李四]
      responsible:
        - {at: "07:59:59", is: [张三], clause: hydro/4.4, waiting: false}
        - {at: "08:00:30", is: [李四], clause: hydro/1.2}

  - name: 拨快一小时，夜班七小时，七点五十分零一秒仍算迟到
    shows: [hydro/2.2]
    when:
      - at: "02:30"
        does: org.move_clock
        with: {zone: Asia/Tokyo, from_at: "03:00", reason: 东行}
      - {use: prepare}
      - {at: "07:50:01", who: 李四, does: handover.report_in, expect: {warned: [on-time]}}
"""


@pytest.mark.parametrize("wrong", [False, True])
def test_times_of_a_scenario_are_those_of_the_moved_clock(tmp_path: Path, wrong: bool) -> None:
    folder = tmp_path / "hydro"
    shutil.copytree(HYDRO, folder)
    text = SHIP.replace("07:50:01", "07:50:00") if wrong else SHIP
    (folder / "scenarios" / "ship.yaml").write_text(text, encoding="utf-8")
    pack = load(folder)
    reading = read(folder, pack)
    assert not reading.problems, "\n".join(str(one) for one in reading.problems)
    cases = [one for one in reading.cases if one.file.endswith("ship.yaml")]
    results = Runner(pack).run(cases)
    assert [one.passed for one in results] == [True, not wrong], [one.failing for one in results]
