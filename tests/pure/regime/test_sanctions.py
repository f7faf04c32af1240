"""What a pack says to follow for who answers: each kind alone, no figure without its unit, nobody named who is not."""

from pathlib import Path

import pytest

from jiaoban.regime.load import examine_bytes

FOLDER = Path(__file__).parents[3] / "regimes" / "examples" / "ems"
FILES = {path.name: path.read_bytes() for path in FOLDER.iterdir() if path.is_file()}
OPEN = ", by: [director]}\n    cases:"


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        (OPEN, "}\n    cases:", "没写由谁决定"),
        (OPEN, ", by: [directr]}\n    cases:", "没有「directr」这一方"),
        (OPEN, ", by: [director], amount: 5, unit: {zh: 元, en: yuan}}\n    cases:", "只有 fixed 才有"),
        ("amount: 200, unit: {zh: 元, en: yuan}", "amount: 200", "数额和单位要一起写"),
        ("amount: 200, ", "amount: 0, ", "0"),
        ("amount: 200, ", "by: [director], amount: 200, ", "没写由谁决定"),
        ("sanction: {kind: none, clause: ems/6.3", "sanction: {kind: none, clause: ems/6.9", "没有「ems/6.9」这一条款"),
        ("sanction: {kind: none,", "sanction: {kind: absent,", "absent"),
    ],
)
def test_a_sanction_that_cannot_be_is_named(was: str, becomes: str, told: str) -> None:
    text = FILES["handover.yaml"].decode()
    assert was in text
    report = examine_bytes({**FILES, "handover.yaml": text.replace(was, becomes, 1).encode()})
    problems = [f"{one.wrong.zh}{one.right.zh}" for one in report.problems]
    assert any(told in one for one in problems), problems


def test_what_follows_after_putting_it_otherwise_is_to_be_said_where_the_cases_for_a_side_differ() -> None:
    text = FILES["handover.yaml"].decode()
    rule = text.index("    sanction: {kind: open, clause: ems/6.1")
    left_open = "sanction: " + text[rule:].partition("sanction: ")[2].partition("\n")[0]
    early = 'en: "Before the handover: the outgoing side."}'
    without = text[:rule] + text[text.index("    cases:", rule) :].replace(early, f"{early}, {left_open}")
    last = 'to: incoming, clause: ems/5.2, because: {zh: 接班后的归接班人。, en: "After it: the incoming side."}'
    fixed = "sanction: {kind: fixed, clause: ems/6.2, says: {zh: 扣当月绩效, en: Off the bonus}}"
    differing = without.replace(last, f"{last}, {fixed}")
    assert differing != without
    for files, expected in ((text, 0), (without, 0), (differing, 1)):
        report = examine_bytes({**FILES, "handover.yaml": files.encode()})
        assert report.pack is not None, report.problems
        assert sum("改判归「incoming」" in one.wrong.zh for one in report.warnings) == expected


def test_the_example_itself_is_right() -> None:
    assert examine_bytes(FILES).pack is not None
