"""Mistakes about everyday work are named with their place, and the setting leaves older packs as they were."""

from pathlib import Path

import pytest

from jiaoban.regime.differing import differences
from jiaoban.regime.load import examine_bytes, load
from jiaoban.regime.subjects import EVERYDAY, subjects

ROOT = Path(__file__).parents[3] / "regimes"
FILES = {path.name: path.read_bytes() for path in (ROOT / "kefu").iterdir() if path.is_file()}
RRULE = "rrule: FREQ=WEEKLY;BYDAY=FR"
UP = "- {to: head, after: P1D}"

MISTAKES: dict[str, tuple[str, str, str]] = {
    "a reading in no time": ("within: P7D", "within: P0D", "时长不合理"),
    "a reading in more than a year": ("within: P7D", "within: P367D", "时长不合理"),
    "a rule of conduct twice": ("{id: dress,", "{id: state,", "「state」重复了"),
    "a line twice": ("{id: dust,", "{id: tidy,", "「tidy」重复了"),
    "a department twice": ("{id: office,", "{id: sales,", "「sales」重复了"),
    "a recurrence that is none": (RRULE, "rrule: FREQ=HOURLY", "FREQ"),
    "a moment given twice": (RRULE, 'at: "17:00"\n    before_end: PT1H', "时限写了两次"),
    "a moment after the shift": (RRULE, "before_end: -PT1H", "下班以后"),
    "findings in no time": ("within: P3D", "within: PT0S", "时长不合理"),
    "a step before the one before": (UP, "- {to: head, after: PT0S}", "先后不对"),
    "a step of less than nothing": ("- {to: supervisor}", "- {to: supervisor, after: -PT1S}", "时长不合理"),
    "the same one told twice": (UP, "- {to: supervisor, after: P1D}", "「supervisor」重复了"),
    "a clause that there is not": ("clause: kefu/22", "clause: kefu/99", "没有「kefu/99」"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named(name: str) -> None:
    before, after, said = MISTAKES[name]
    text = FILES["duties.yaml"].decode()
    assert before in text
    report = examine_bytes({**FILES, "duties.yaml": text.replace(before, after, 1).encode()})
    assert report.pack is None
    found = [one for one in report.problems if said in one.wrong.zh]
    assert found, [str(one) for one in report.problems]
    assert all(one.file == "duties.yaml" and one.line for one in found)


def test_a_checklist_without_a_line_is_refused() -> None:
    text = FILES["duties.yaml"].decode()
    start, end = text.index("    lines:"), text.index("items:")
    report = examine_bytes({**FILES, "duties.yaml": (text[:start] + "    lines: []\n" + text[end:]).encode()})
    assert [one.wrong.zh for one in report.problems] == ["检查表没有内容。"]


def test_a_pack_that_does_not_speak_of_it_keeps_its_bytes() -> None:
    for regime in ("hydro", "kf015", "seven", "process"):
        pack = load(ROOT / regime)
        assert b'"checklists"' not in pack.canonical()
        assert subjects(pack) & set(EVERYDAY.values()) == set()
    assert subjects(load(ROOT / "kefu")) >= set(EVERYDAY.values())


def test_two_versions_differ_by_what_changed_in_it() -> None:
    before = load(ROOT / "kefu")
    text = FILES["duties.yaml"].decode().replace("within: P7D", "within: P14D").replace("{id: dress,", "{id: clothes,")
    after = examine_bytes({**FILES, "duties.yaml": text.encode()}).pack
    assert after is not None
    found = {(one.part, one.name, one.what) for one in differences(before, after)}
    assert found == {("reading", "", "CHANGED"), ("conduct", "clothes", "NEW"), ("conduct", "dress", "GONE")}
