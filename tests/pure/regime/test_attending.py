"""Mistakes about being there are named with their place, and the setting leaves older packs as they were."""

from pathlib import Path

import pytest

from jiaoban.regime.load import examine_bytes, load
from jiaoban.regime.subjects import subjects

ROOT = Path(__file__).parents[3] / "regimes"
FILES = {path.name: path.read_bytes() for path in (ROOT / "kefu").iterdir() if path.is_file()}
HOURS = '  - {begins: "13:00", ends: "17:30"}\n'

MISTAKES: dict[str, tuple[str, str, str]] = {
    "hours without length": (HOURS, '  - {begins: "13:00", ends: "13:00"}\n', "没有长度"),
    "hours over each other": (HOURS, '  - {begins: "11:59", ends: "17:30"}\n', "与 09:00 开始的那段重叠"),
    "hours of the night over those of the morning": (
        HOURS,
        '  - {begins: "22:00", ends: "09:01"}\n',
        "与 09:00 开始的那段重叠",
    ),
    "a grace as long as the hours": ("late: {clause: kefu/9}", "late: {clause: kefu/9, grace: PT3H}", "宽限"),
    "a grace of less than nothing": ("early: {clause: kefu/9}", "early: {clause: kefu/9, grace: -PT1M}", "宽限"),
    "told within nothing": ("told_within: PT2H", "told_within: PT0M", "时长不合理"),
    "stays without end": ("told_within: PT2H", "longest: P400D", "时长不合理"),
    "one line twice": ("id: windows", "id: power", "「power」重复了"),
    "a post beside itself": ("told_within: PT2H", "together: [[desk, desk]]", "只有一个岗位"),
    "a post beside one where nobody checks in": (
        "told_within: PT2H",
        "posts: [desk]\ntogether: [[desk, hall]]",
        "岗位 hall 不考勤",
    ),
    "a clause that there is not": ("absent: {clause: kefu/11b}", "absent: {clause: kefu/99}", "没有「kefu/99」"),
    "a last one who sees to nothing": ("last_out:", "last_out: {clause: kefu/13, lines: []}\nno:", ""),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named(name: str) -> None:
    before, after, said = MISTAKES[name]
    text = FILES["attendance.yaml"].decode()
    assert before in text
    report = examine_bytes({**FILES, "attendance.yaml": text.replace(before, after, 1).encode()})
    assert report.pack is None
    found = [one for one in report.problems if said in one.wrong.zh]
    assert found, [str(one) for one in report.problems]
    assert all(one.file == "attendance.yaml" and one.line for one in found)


@pytest.mark.parametrize(
    "hours",
    [
        '  - {begins: "12:00", ends: "17:30"}\n',
        '  - {begins: "22:00", ends: "09:00"}\n',
        '  - {begins: "09:00", ends: "12:00", shifts: [late]}\n',
    ],
)
def test_hours_that_touch_or_are_another_shifts_are_fine(hours: str) -> None:
    text = FILES["attendance.yaml"].decode()
    if "late" in hours:
        text = text.replace('{begins: "09:00", ends: "12:00"}', '{begins: "09:00", ends: "12:00", shifts: [day]}')
    assert examine_bytes({**FILES, "attendance.yaml": text.replace(HOURS, hours).encode()}).pack is not None


def test_hours_at_which_no_rule_looks_are_a_warning() -> None:
    text = FILES["attendance.yaml"].decode()
    for name in ("late", "early", "out", "absent"):
        text = text.replace(f"\n{name}: ", f"\n# {name}: ")
    report = examine_bytes({**FILES, "attendance.yaml": text.encode()})
    assert report.pack is not None
    assert [one.wrong.zh for one in report.warnings if one.file == "attendance.yaml"][-1:] == ["没有规则看这些时间。"]


def test_it_is_a_subject_of_the_packs_that_have_it_and_leaves_the_others_alone() -> None:
    assert "attendance" in subjects(load(ROOT / "kefu"))
    hydro = load(ROOT / "hydro")
    assert "attendance" not in subjects(hydro)
    assert b'"attendance"' not in hydro.canonical()
    assert type(hydro).read(load(ROOT / "kefu").canonical()) == load(ROOT / "kefu")
