"""Mistakes in what a regime says of meetings beyond the handover are named with their place."""

from pathlib import Path

import pytest

from jiaoban.regime.load import examine_bytes
from jiaoban.regime.pack import Pack

FOLDER = Path(__file__).parents[3] / "regimes" / "kefu"
FILES = {path.name: path.read_bytes() for path in FOLDER.iterdir() if path.is_file()}
SAID = FILES["gatherings.yaml"].decode()
PLANT_WIDE = "plant_wide: {clause: kefu/26, notice: P2D, exception_by: [supervisor]}\n\nhost:"

MISTAKES: dict[str, tuple[str, str, str]] = {
    "two meetings of a name": ("- id: evening", "- id: morning", "「morning」重复了"),
    "two topics of a name": ("{id: slogan,", "{id: appointments,", "「appointments」重复了"),
    "over-run before it may be closed": ("most: PT30M", "most: PT9M", "还不能散会就已经超时"),
    "a reason for an over-run that there is not": ("    most: PT30M\n", "", "没有最长时间"),
    "longer than a day": ("least: PT10M", "least: PT25H", "时长不合理"),
    "an hour of another zone": ('at: "17:00"', 'at: "17:00+08:00"', "当地的钟点"),
    "no notice at all": ("host:", PLANT_WIDE.replace("P2D", "PT0S"), "时长不合理"),
    "an exception by nobody": ("host:", PLANT_WIDE.replace("[supervisor]", "[manager]"), "没有「manager」这一方"),
    "periods of no length": (
        "host:",
        "periods: {clause: kefu/26, before: PT0S, after: PT0S}\n\nhost:",
        "没有会议时段",
    ),
    "periods that begin after": ("host:", "periods: {clause: kefu/26, before: -PT1H}\n\nhost:", "时长不合理"),
    "a count without a host": ("host:\n  clause: kefu/26\n", "", "没有人组织报数"),
    "a count that ends before it begins": ('ends: "17:00"', 'ends: "09:00"', "结束早于开始"),
    "a count without end": ("every: PT1H", "every: PT1S", "时长不合理"),
    "reports after the next call": ("within: PT10M", "within: PT2H", "时限与间隔不符"),
    "a break of no length": ('ends: "13:00"}', 'ends: "12:00"}', "休息没有时间"),
    "a clause that there is not": ("clause: kefu/10a", "clause: kefu/10", "没有「kefu/10」这一条款"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_in_its_file(mistake: str) -> None:
    before, after, says = MISTAKES[mistake]
    assert before in SAID
    report = examine_bytes({**FILES, "gatherings.yaml": SAID.replace(before, after, 1).encode()})
    assert report.pack is None
    found = [one for one in report.problems if says in one.wrong.zh]
    assert found, report.problems
    assert found[0].file == "gatherings.yaml"
    assert found[0].line > 0


def test_what_follows_from_a_missed_count_is_said() -> None:
    said = SAID[: SAID.index("  missed:")]
    report = examine_bytes({**FILES, "gatherings.yaml": said.encode()})
    assert [one.wrong.zh for one in report.problems] == ["没有写漏报的后果。"]


def test_a_plant_wide_rule_and_periods_are_read() -> None:
    said = SAID.replace("host:", "periods: {clause: kefu/26, training: true}\n\n" + PLANT_WIDE, 1)
    report = examine_bytes({**FILES, "gatherings.yaml": said.encode()})
    assert report.problems == ()
    assert report.pack is not None
    gatherings = report.pack.gatherings
    assert gatherings is not None
    assert gatherings.plant_wide is not None
    assert gatherings.plant_wide.notice.days == 2
    assert Pack.read(report.pack.canonical()).digest == report.pack.digest


def test_an_empty_file_says_nothing_and_a_pack_without_it_keeps_its_bytes() -> None:
    without = {name: text for name, text in FILES.items() if name != "gatherings.yaml"}
    clauses = FILES["clauses.yaml"].decode()
    for one in ("10a", "10b"):  # what follows from 26 stands in ladders.yaml as well
        clauses = clauses.replace(f"- id: kefu/{one}\n", f"- id: kefu/{one}\n  no_rule: later\n")
    bare = examine_bytes({**without, "clauses.yaml": clauses.encode()})
    empty = examine_bytes({**without, "clauses.yaml": clauses.encode(), "gatherings.yaml": b"# nothing\n"})
    assert bare.pack is not None
    assert empty.pack is not None
    assert b'"gatherings":' not in bare.pack.canonical()
    assert bare.pack.digest == empty.pack.digest
