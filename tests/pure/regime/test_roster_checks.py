"""What can be wrong with the rules for rosters of a pack: found when it is read, with its place and a way out."""

import pytest

from jiaoban.regime.load import Report
from tests.pure.regime.small import small

GOOD = """\
clause: small/3
changed_by: [supervisor]
rules:
  - {id: rest, clause: small/3, title: 休息, kind: rest-between, at_least: PT11H, hard: true, lifted_by: [head]}
  - {id: row, clause: small/3, title: 连续, kind: hours-in-row, at_most: PT12H}
  - {id: week, clause: small/3, title: 一周, kind: hours-in-week, at_most: PT44H}
  - {id: days, clause: small/3, title: 连班, kind: days-in-row, at_most: 6}
  - {id: free, clause: small/3, title: 休息日, kind: rest-days, at_least: 1, in: week}
  - {id: used, clause: small/3, title: 休完, kind: use-up, at_least: 1, in: month, remind: P7D}
  - {id: once, clause: small/3, title: 一天一班, kind: one-shift-a-day}
  - {id: follow, clause: small/3, title: 不连, kind: no-follow, after: [night], not: [day]}
  - {id: place, clause: small/3, title: 一处, kind: one-place, hard: true, allow: [[ccr, gate]]}
  - {id: crew, clause: small/3, title: 定员, kind: complement}
swap: {clause: small/3, told: supervisor, transfer: true, approve: [head], notice: PT2H}
"""
CLAUSES = """\
- {id: small/1, number: 一, kind: gate, says: 写完整。}
- {id: small/2, number: 二, kind: time, says: 提前到岗。}
- {id: small/3, number: 三, kind: roster, says: 排班。}
"""


def read(text: str) -> Report:
    return small(roster=text, clauses=CLAUSES)


def test_a_good_one() -> None:
    report = read(GOOD)
    assert report.pack, report.problems
    assert not report.warnings
    assert report.pack.roster
    assert type(report.pack).read(report.pack.canonical()) == report.pack


@pytest.mark.parametrize(
    ("old", "new", "path", "wrong", "right"),
    [
        (", at_least: PT11H", "", "kind", '"rest-between" has no "at_least"', "PT11H"),
        ("at_least: PT11H", "at_least: 11", "at_least", "another kind of figure", "A length of time"),
        ("at_most: 6", "at_most: P6D", "at_most", "another kind of figure", "whole number"),
        ("at_most: 6", "at_most: 6, remind: P1D", "remind", 'makes nothing of "remind"', "Remove it"),
        ("kind: one-shift-a-day", "kind: one-shift-a-day, after: [a]", "after", 'nothing of "after"', "Remove it"),
        ("at_least: PT11H", "at_least: P7D", "at_least", "Nobody can keep to", "Less than a week"),
        ("at_least: PT11H", "at_least: PT0H", "at_least", "no length of time", "More than zero"),
        ("at_most: PT44H", "at_most: PT168H", "at_most", "can never be broken", "168"),
        ("at_least: 1, in: week", "at_least: 7, in: week", "at_least", "Nobody can keep to", "Less than 7 days"),
        ("at_least: 1, in: week", "at_least: 28, in: month", "at_least", "Nobody can keep to", "Less than 28 days"),
        ("in: month, remind: P7D", "in: week, remind: P7D", "in", "within a month", "in: month"),
        ("remind: P7D", "remind: P32D", "remind", "before the month begins", "P31D"),
        ("not: [day]", "not: [day], shifts: [night]", "shifts", "can never be broken", "Remove shifts"),
        ("id: row, clause: small/3, title: 连续, kind: hours-in-row, at_most: PT12H",
         "id: row, clause: small/3, title: 连续, kind: days-in-row, at_most: 5", "at_most", "contradict", "Keep one"),
        ("lifted_by: [head]", "lifted_by: [boss]", "lifted_by[0]", 'nobody "boss"', "There are"),
        (", hard: true, lifted_by", ", lifted_by", "lifted_by", "lifted by nobody", "hard: true"),
        ("notice: PT2H", "notice: P40D", "notice", "makes no sense", "31 days"),
        ("id: week", "id: row", "id", "there twice", "Rename"),
        ("clause: small/3, title: 一周", "clause: small/9, title: 一周", "clause", "no clause", "mean"),
        ("kind: days-in-row", "kind: day-in-row", "kind", "cannot stand here", "days-in-row"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_what_would_be_right(
    old: str, new: str, path: str, wrong: str, right: str
) -> None:
    assert old in GOOD
    report = read(GOOD.replace(old, new, 1))
    assert report.pack is None
    (one,) = report.problems
    assert one.file == "roster.yaml"
    assert one.path.endswith(path), one
    assert one.line > 1
    assert wrong in one.wrong.in_("en"), one
    assert right in one.right.in_("en"), one
    assert one.wrong.zh
    assert one.right.zh


def test_an_advisory_rule_before_a_hard_one_is_no_contradiction() -> None:
    both = GOOD.replace(
        "swap:", "  - {id: tight, clause: small/3, title: 紧, kind: hours-in-row, at_most: PT13H, hard: true}\nswap:"
    )
    assert read(both).pack
    idle = both.replace("PT13H", "PT11H")
    assert "contradict" in read(idle).problems[0].wrong.in_("en"), "the hard one refuses before the other can warn"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: one-shift-a-day", "kind: one-shift-a-day, shifts: [nigth]", 'Did you mean "night"?'),
        ("kind: one-place, hard: true, allow: [[ccr, gate]]", "kind: complement, posts: [x]", "one-place"),
    ],
)
def test_what_is_doubtful_is_a_warning(old: str, new: str, said: str) -> None:
    report = read(GOOD.replace(old, new, 1))
    assert report.pack, report.problems
    assert [one for one in report.warnings if said in one.right.in_("en")], report.warnings
