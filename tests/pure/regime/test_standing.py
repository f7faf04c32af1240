"""Mistakes about who speaks, who must be there and who may go are named with their place."""

from pathlib import Path

import pytest

from jiaoban.regime.load import examine_bytes

FOLDER = Path(__file__).parents[3] / "regimes" / "examples" / "ramp"
FILES = {path.name: path.read_bytes() for path in FOLDER.iterdir() if path.is_file()}

MISTAKES: dict[str, tuple[str, str, str]] = {
    "an authority that there is not": (
        "{kind: ruling, by: duty-manager}]}]",
        "{kind: ruling, by: duty-manger}]}]",
        "没有「duty-manger」这一方",
    ),
    "an authority called like a party": ("- {id: inspector,", "- {id: third,", "已经是一方的名字"),
    "an authority of a side that stands apart": (
        "side: incoming}\n",
        "side: incoming, apart: true}\n",
        "没有人能同时符合",
    ),
    "after a point that there is not": (
        "after: first-inspection",
        "after: no-inspection",
        "没有确认点「no-inspection」",
    ),
    "after itself": ("after: first-inspection", "after: second-inspection", "互相等待"),
    "independent of nothing": ("    after: first-inspection\n", "", "没写由谁以外的人做"),
    "a witness of what cannot be waived": ("    waived_by: [supervisor]\n    witness", "    witness", "没有可见证的"),
    "a tag of the whole handover": (
        "per: line\n    where: {all: [{field: section, is: open-work}",
        "per: handover\n    where: {fact: offered, is: true}\n    # ",
        "没有可以扫的标牌",
    ),
    "a first shift that could be lifted": (
        "    severity: ADVISORY\n    clear_when: {none: {of: loans",
        "    severity: ADVISORY\n    stops: [first]\n    clear_when: {none: {of: loans",
        "首班之前没有人能说话",
    ),
    "a safe state without the way out": (
        "stops: [offer, sign, relieve]",
        "stops: [unattended]",
        "没有无人值守这条出路",
    ),
    "keeping people without a word on leaving": (
        "departure: {clause: ramp/3.2, title: Leaving the station}\n",
        "",
        "没有规定怎样登记离岗",
    ),
    "approval of a stand-in": (
        "qualified: true}",
        "qualified: true, approved_by: [supervisor]}",
        "approved_by 在这里不起作用",
    ),
    "taken up although never left": (
        "self_handover: true",
        "taken_up: {clause: ramp/4.4}\nself_handover: true",
        "岗位不会无人值守",
    ),
    "what is past without a memory of it": ("none: {of: loans", "none: {of: past", "没有规定往事记多久"),
    "a command of nobody": ("self_handover: true", "command: {clause: ramp/6.1, by: captain}", "没有「captain」这一方"),
    "a field that no section has": (
        "none: {of: loans, where: {field: overdue, is: true}}",
        "none: {of: form, where: {field: name, is: tail}}",
        "没有「tail」这个取值",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_it_is_named(name: str) -> None:
    old, new, said = MISTAKES[name]
    text = FILES["handover.yaml"].decode()
    assert old in text
    report = examine_bytes({**FILES, "handover.yaml": text.replace(old, new, 1).encode()})
    assert report.pack is None
    found = [one for one in report.problems if said in one.wrong.zh]
    assert found, [str(one) for one in report.problems]
    assert found[0].line > 0
    assert found[0].right.zh
    assert found[0].right.en


def test_a_complement_at_which_no_gate_looks_is_remarked() -> None:
    text = (
        FILES["handover.yaml"].decode().replace("of: complement, where: {field: short, more_than: 0}", "of: questions")
    )
    report = examine_bytes({**FILES, "handover.yaml": text.encode()})
    assert any("没有关卡看定员" in one.wrong.zh for one in report.warnings)


def test_a_memory_that_no_condition_asks_is_remarked() -> None:
    text = FILES["handover.yaml"].decode() + "memory: {clause: ramp/6.2, lasts: PT24H}\n"
    report = examine_bytes({**FILES, "handover.yaml": text.encode()})
    assert [one.wrong.zh for one in report.warnings] == ["没有条件看 past。"]


def test_a_pack_of_one_language_reads_the_same_in_both() -> None:
    pack = examine_bytes(FILES).pack
    assert pack is not None
    assert (pack.head.title.zh, pack.head.title.in_("zh")) == (pack.head.title.en, pack.head.title.en)
    assert pack.head.calls.supervisor is not None
    assert pack.head.calls.supervisor.zh == "shift manager"
    assert not examine_bytes(FILES).warnings


def test_english_alone_is_refused_where_the_pack_does_not_say_so() -> None:
    head = FILES["pack.yaml"].decode().replace("languages: [en]\n", "")
    report = examine_bytes({**FILES, "pack.yaml": head.encode()})
    assert report.pack is None
    assert any("zh" in one.wrong.zh for one in report.problems)
