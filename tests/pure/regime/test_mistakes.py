"""The mistakes that people make when they write a pack: each is named with its file, line and what would be right."""

import pytest

from tests.pure.regime.small import changed, small

H, C, P, A = "handover.yaml", "clauses.yaml", "pack.yaml", "ambiguities.yaml"

# file, what stands there, what somebody writes, lines below the change, Chinese, English
MISTAKES = {
    "a key misspelt": (
        H,
        "    clear_when:",
        "    clear_wen:",
        0,
        "不认识「clear_wen」。是不是「clear_when」？",
        "Did you mean",
    ),
    "an operator misspelt": (H, "{fact: offered, is: true}", "{fact: offered, iss: true}", 0, "不认识「iss」", '"is"'),
    "a quantor misspelt": (
        H,
        "none: {of: sections",
        "nonne: {of: sections",
        0,
        "不认识「nonne」",
        'Did you mean "none"',
    ),
    "a fact misspelt": (
        H,
        "fact: offered",
        "fact: ofered",
        0,
        "没有「ofered」这个事实。是不是「offered」？",
        "no fact",
    ),
    "a field misspelt": (H, "field: complete", "field: compleet", 0, "没有「compleet」这个事实", '"complete"'),
    "a collection misspelt": (H, "of: sections", "of: section", 0, "没有「section」这个事实", '"sections"'),
    "a value misspelt": (H, "is: DEFECT", "is: DEFFECT", 0, "没有「DEFFECT」这个取值。是不是「DEFECT」？", "no value"),
    "a point misspelt": (H, "is: briefing", "is: breifing", 0, "没有「breifing」这个取值", '"briefing"'),
    "a moment of who is no follower": (
        H,
        "{to: incoming, clause: small/1",
        "{to: incoming, at: due, clause: small/1",
        0,
        "只有跟进人分时刻。",
        "Only a follower",
    ),
    "true in quotes": (H, "offered, is: true", 'offered, is: "true"', 0, "类型不合：true 或 false", "compared"),
    "a clause that does not exist": (
        H,
        "  clause: small/2",
        "  clause: small/22",
        0,
        "没有「small/22」这一条款",
        '"small/2"',
    ),
    "a clause of another pack": (C, "id: small/2", "id: other/2", 0, "不属于本制度", "not of this pack"),
    "a clause without a rule": (
        C,
        "  no_rule: It is read from the reports.\n",
        "",
        -4,
        "没有规则引用条款「small/3」",
        "No rule cites",
    ),
    "an id twice": (H, "  - id: briefed", "  - id: complete", 0, "「complete」重复了", "there twice"),
    "a key twice": (
        H,
        "    side: outgoing\n",
        "    side: outgoing\n    side: incoming\n",
        1,
        "「side」写了两次",
        "written twice",
    ),
    "a duration in minutes": (H, "lead: PT10M", "lead: 10分钟", 0, "时长写成 PT10M", "written PT10M"),
    "a date the other way round": (P, "2026-01-01", "01.02.2026", 0, "日期写成 2026-01-31", "as 2026-01-31"),
    "a version without quotes": (P, 'version: "1.0"', "version: 1.0", 0, "加引号", "quote a figure"),
    "an unknown party": (
        H,
        "by: incoming\n    when",
        "by: receiver\n    when",
        0,
        "没有「receiver」这一方",
        "There are: incoming",
    ),
    "a severity in small letters": (
        H,
        "severity: LIFTABLE",
        "severity: liftable",
        0,
        "「liftable」不能写在这里",
        "LIFTABLE",
    ),
    "an id with capitals": (H, "  - id: briefing", "  - id: Briefing", 0, "编号用小写字母", "small letters"),
    "a list that is none": (H, "parties: [outgoing, incoming]", "parties: outgoing", 0, "应是列表", "A list"),
    "something left out": (H, "    side: outgoing\n", "", -3, "缺「side」", '"side" is missing'),
    "a liftable gate without ways": (
        H,
        "    ways:\n      - all: [{kind: explanation, by: outgoing}, {kind: consent, by: incoming}]\n",
        "",
        -6,
        "没有写怎样解除",
        "without a way",
    ),
    "a hard gate with ways": (H, "    severity: LIFTABLE\n", "", 5, "HARD 的关卡不能有 ways", "has no ways"),
    "a gate that never clears": (
        H,
        "none: {of: sections, where: {field: complete, is: false}}",
        "count: {of: sections, at_most: -1}",
        -1,
        "永远解除不了",
        "never be cleared",
    ),
    "a gate that never blocks": (
        H,
        "none: {of: sections, where: {field: complete, is: false}}",
        "none: {of: sections, where: {field: complete, in: []}}",
        -1,
        "永远不拦",
        "never blocks",
    ),
    "two values at once": (
        H,
        "where: {field: complete, is: false}",
        "where: {all: [{field: complete, is: false}, {field: complete, is: true}]}",
        -1,
        "永远不拦",
        "never blocks",
    ),
    "a step nobody can do": (
        H,
        "by: incoming\n    when",
        "by: third\n    when",
        0,
        "没有人能完成这一步",
        "nobody can do",
    ),
    "a third party without a name": (
        H,
        "parties: [outgoing, incoming]",
        "parties: [third]",
        0,
        "没写第三方是谁",
        "third party",
    ),
    "no way out": (H, "    by: [supervisor]\n", "    by: []\n", -5, "没有出路", "no way out"),
    "one side does not sign": (
        H,
        "    party: outgoing",
        "    party: incoming",
        -3,
        "交班人没有签字",
        "outgoing side does not sign",
    ),
    "a holding left out": (H, "basis: WAITING", "basis: FIRST", -3, "没写「WAITING」时由谁负责", "WAITING"),
    "an attribution that ends open": (
        H,
        "      - {to: incoming, clause",
        "      - {when: {fact: signed, is: true}, to: incoming, clause",
        -2,
        "归不到任何一方",
        "fall to nobody",
    ),
    "a row's field without a row": (
        H,
        "{fact: offered, is: true}",
        "{field: done, is: true}",
        0,
        "没有「field」所指的行",
        "no row",
    ),
    "rows where there are none": (
        H,
        "when: {fact: signed, is: false}",
        "when: {none: {of: lines}}",
        0,
        "没有成行的事实",
        "no rows",
    ),
    "a look ahead": (
        H,
        "where: {field: kind, is: DEFECT}",
        "where: {exists: {of: lines}}",
        0,
        "还看不到「lines」",
        "does not exist yet",
    ),
    "words where figures are": (
        H,
        "where: {field: complete, is: false}",
        "where: {field: lines, at_least: many}",
        0,
        "类型不合：数字不能同文字比",
        "a number cannot",
    ),
    "an order of texts": (
        H,
        "where: {field: complete, is: false}",
        "where: {field: missing, more_than: a}",
        0,
        "「more_than」不能用于文字",
        "does not suit text",
    ),
    "a filled name that is none": (
        H,
        '还缺：{names}。"',
        '还缺：{name}。"',
        0,
        "「{name}」不会被填写",
        "never filled in",
    ),
    "Chinese left out": (H, "{zh: 查阅, en: Read}", "{en: Read}", 0, "缺「zh」", '"zh" is missing'),
    "dates in the wrong order": (
        P,
        "approver",
        "effective_to: 2025-01-01\napprover",
        0,
        "失效日期不在生效日期之后",
        "ends before",
    ),
    "a reading that does not exist": (A, "chosen: 0", "chosen: 2", 0, "没有这一种读法", "no such reading"),
    "an objection without a gate": (
        H,
        "{field: kind, is: dirt}",
        "{field: kind, is_not: dirt}",
        5,
        "没有关卡看「dirt」异议",
        "No gate looks",
    ),
    "a gate over what counts found, and none that waits for them": (
        H,
        "none: {of: sections, where: {field: complete, is: false}}",
        "none: {of: custody, where: {field: short, more_than: 0}}",
        0,
        "没有关卡等所有人点完",
        "No gate waits until everybody has counted",
    ),
    "a gate over single differences, and none that waits for the counts": (
        H,
        "none: {of: sections, where: {field: complete, is: false}}",
        "none: {of: differences, where: {field: what, is: MISPLACED}}",
        0,
        "没有关卡等所有人点完",
        "No gate waits until everybody has counted",
    ),
    "a route over nothing": (
        H,
        "    parties: [outgoing, incoming]",
        "    parties: [outgoing, incoming]\n    route: true",
        1,
        "路线要逐个检查点确认",
        "confirmed per subject",
    ),
    "findings of no kind": (
        H,
        "    parties: [outgoing, incoming]",
        "    parties: [outgoing, incoming]\n    findings: dust",
        1,
        "没有这种异议",
        "no such objection",
    ),
    "a time from which one may confirm that makes no sense": (
        H,
        "    parties: [outgoing, incoming]",
        "    parties: [outgoing, incoming]\n    opens: P400D",
        1,
        "时长不合理",
        "makes no sense",
    ),
    "an anchor": (H, "    side: outgoing\n", "    side: &side outgoing\n", 0, "不能用锚点和引用", "Anchors"),
    "a tab": (H, "    side: outgoing\n", "\tside: outgoing\n", 0, "制表符", "a tab"),
    "braces without quotes": (H, '"还缺：{names}。"', "还缺：{names}。", 0, "{} 的文字整句加引号", "not closed"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_its_place(name: str) -> None:
    file, old, new, below, chinese, english = MISTAKES[name]
    report, line = changed(file, old, new)
    told = [one for one in report.problems if chinese in f"{one.wrong.zh}{one.right.zh}"]
    assert report.pack is None
    assert told, [str(one) for one in report.problems]
    assert english in f"{told[0].wrong.en} {told[0].right.en}"
    assert (told[0].file, told[0].line) == (file, line + below), str(told[0])


def test_the_small_pack_is_good() -> None:
    report = small()
    assert [str(one) for one in (*report.problems, *report.warnings)] == []


def test_a_gate_over_what_counts_found_may_stand_beside_one_that_waits_for_them() -> None:
    both = "{any: [{field: counted, is: false}, {field: short, more_than: 0}]}"
    report, _ = changed(
        "handover.yaml", "{of: sections, where: {field: complete, is: false}}", f"{{of: custody, where: {both}}}"
    )
    assert report.pack is not None, report.problems


def test_all_mistakes_are_told_at_once() -> None:
    report, _ = changed("handover.yaml", "    side: outgoing", "    sied: outgoing")
    twice = small(handover="presence: 1\nsteps: x\n", pack="id: small\n")
    assert len(report.problems) == 2
    assert {one.file for one in twice.problems} == {"handover.yaml", "pack.yaml"}
    assert len(twice.problems) > 8


def test_a_clause_cannot_be_ruled_and_say_that_it_is_not() -> None:
    report, _ = changed("handover.yaml", "  clause: small/2\n  lead", "  clause: small/3\n  lead")
    assert [(one.file, one.path, "却有规则引用" in one.wrong.zh) for one in report.problems] == [
        ("clauses.yaml", "[2].no_rule", True)
    ]


def test_a_missing_translation_only_warns() -> None:
    report, line = changed("handover.yaml", "{zh: 查阅, en: Read}", "{zh: 查阅}")
    assert report.pack is not None
    assert [(one.file, one.line) for one in report.warnings] == [("handover.yaml", line)]


def test_a_confirmation_that_nothing_waits_for_only_warns() -> None:
    report, _ = changed("handover.yaml", "{field: point, is: briefing}", "{field: point, is_not: briefing}")
    assert report.pack is not None
    assert ["briefing" in one.wrong.zh for one in report.warnings] == [True]
