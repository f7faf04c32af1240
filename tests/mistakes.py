"""The likeliest mistakes in a pack, each made in a pack that was just begun: what stands there, what is said of it.

docs/reference/mistakes.md is made of these by `bin/docs`; tests/pure/regime/test_likely_mistakes.py makes each of them.
"""

import tempfile
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import jiaoban.scenario.run  # noqa: F401 - declares the verbs that scenarios name
from jiaoban.kernel.words import Words
from jiaoban.regime.following import follows
from jiaoban.regime.load import examine_bytes, load, placed
from jiaoban.regime.positions import Problem
from jiaoban.regime.starting import Answers, begin
from jiaoban.scenario.read import read
from tests.mistaken import OTHERS, ROSTERS, Mistake

P, C, H, A = "pack.yaml", "clauses.yaml", "handover.yaml", "ambiguities.yaml"
W, S = "scenarios/common.yaml", "scenarios/handover.yaml"
WAYS_OUT = """\
    by: [outgoing, supervisor]
    asks: {zh: 推迟到什么时候、为什么。, en: Until when and why.}
  - id: somebody-else
    clause: pump/5
    way: stand-in
    title: {zh: 安排顶班, en: Name a stand-in}
    by: [supervisor]
"""
EXPECTS = """\
    then:
      stage: CLOSED
      holds: [李四]
      responsible:
        - {at: "20:00:29", is: [张三]}
        - {at: "20:00:30", is: [李四], clause: pump/4}
"""
DATED = 'version: "0.1" # 每改一版换一个 another one for every version\neffective_from: 2026-11-01'


MISTAKES: tuple[Mistake, ...] = (
    Mistake(
        Words(zh="缩进不对", en="Wrong indentation"),
        H,
        "    by: incoming\n    when:",
        "      by: incoming\n    when:",
        "indentation is wrong",
        "      by: incoming",
    ),
    Mistake(Words(zh="制表符", en="A tab"), H, "  lead: PT10M", "\tlead: PT10M", "a tab here", "\tlead"),
    Mistake(
        Words(zh="逗号没有加引号", en="A comma without quotes"),
        H,
        "en: Draw the record again.",
        "en: Draw it, then offer it.",
        "is put in quotes",
        "    lifts: {zh: 更新记录",
    ),
    Mistake(
        Words(zh="名称拼错", en="A name misspelt"),
        H,
        "    clear_when:\n      all:",
        "    clear_wen:\n      all:",
        'Did you mean "clear_when"',
        "    clear_wen:",
    ),
    Mistake(
        Words(zh="没有这个事实", en="A fact that does not exist"),
        H,
        "fact: incoming_count",
        "fact: incoming_people",
        'no fact "incoming_people"',
        "        - {fact: incoming_people",
    ),
    Mistake(
        Words(zh="类型不合", en="A fact of another type"),
        H,
        "{fact: incoming_count, at_least: 1}",
        '{fact: incoming_count, at_least: "one"}',
        "cannot be compared with text",
        "        - {fact: incoming_count",
    ),
    Mistake(
        Words(zh="没有这个比较符", en="An operator that does not exist"),
        H,
        "{fact: incoming_count, at_least: 1}",
        "{fact: incoming_count, atleast: 1}",
        'Did you mean "at_least"',
        "        - {fact: incoming_count",
    ),
    Mistake(
        Words(zh="是非写成 yes", en="yes instead of true"),
        H,
        "        - {fact: offered, is: true}",
        "        - {fact: offered, is: yes}",
        "write true",
        "        - {fact: offered, is: yes",
    ),
    Mistake(
        Words(zh="数字以 0 开头", en="A figure that begins with 0"),
        H,
        "incoming_count, at_least: 1",
        "incoming_count, at_least: 01",
        "begins with 0 is text",
        "        - {fact: incoming_count",
    ),
    Mistake(
        Words(zh="数字当文字用没有加引号", en="A figure that is meant as text"),
        P,
        'version: "0.1"',
        "version: 0.1",
        "quote a figure",
        "version: 0.1",
    ),
    Mistake(
        Words(zh="时间没有加引号，或写成时长", en="A clock time where a length of time is asked for"),
        H,
        "lead: PT10M",
        "lead: 00:10",
        "A length of time is written PT10M",
        "  lead: 00:10",
    ),
    Mistake(
        Words(zh="没有这一条款", en="A clause that does not exist"),
        H,
        "  clause: pump/1\n  lead",
        "  clause: pump/11\n  lead",
        'There is no clause "pump/11"',
        "  clause: pump/11",
    ),
    Mistake(
        Words(zh="没有规则引用的条款", en="A clause that no rule cites"),
        C,
        "\n  no_rule: 只说明由谁解释 It only says who interprets the document.",
        "",
        'No rule cites the clause "pump/6"',
        "- id: pump/6",
    ),
    Mistake(
        Words(zh="编号重复", en="An id twice"),
        H,
        "  - id: defects",
        "  - id: running",
        '"running" is there twice',
        "  - id: running",
    ),
    Mistake(
        Words(zh="永远解除不了的关", en="A gate that can never clear"),
        H,
        "- {fact: incoming_count, at_least: 1}",
        "- {fact: incoming_count, at_least: 2}\n        - {fact: incoming_count, at_most: 1}",
        "can never be cleared",
        "    clear_when:",
    ),
    Mistake(
        Words(zh="永远不拦的关", en="A gate that never blocks"),
        H,
        "      none: {of: questions, where: {field: settled, is: false}}",
        "      count: {of: questions, at_least: 0}",
        "never blocks",
        "    clear_when:",
    ),
    Mistake(
        Words(zh="没有人能完成的步骤", en="A step that nobody can do"),
        H,
        "        - {fact: offered, is: true}\n",
        "        - {fact: signed_by_incoming, is: true}\n",
        "nobody can ever do it",
        "      all:",
    ),
    Mistake(
        Words(zh="签不了的字", en="A signature that can never be given"),
        H,
        "      none: {of: questions, where: {field: settled, is: false}}",
        "      {fact: signed_by_outgoing, is: true}",
        "nobody can ever sign",
        "      {fact: signed_by_outgoing",
    ),
    Mistake(
        Words(zh="没有人签的一方", en="A side that does not sign"),
        H,
        "party: incoming, says",
        "party: outgoing, says",
        "incoming side does not sign",
        "signatures:",
    ),
    Mistake(
        Words(zh="没有人填的栏目", en="A section that nobody fills"),
        H,
        "    asks: {zh: 设备怎样运行，本班改了什么。, en: How the equipment runs and what this shift changed.}",
        "    fields:\n      - {id: load, of: [readings], title: {zh: 负荷, en: Load}}",
        'nobody can fill "load"',
        "      - {id: load",
    ),
    Mistake(
        Words(zh="没有出路的岗位", en="A post without a way out"),
        H,
        WAYS_OUT,
        WAYS_OUT.replace("[outgoing, supervisor]", "[]").replace("[supervisor]", "[]"),
        "no way out",
        "exits:",
    ),
    Mistake(
        Words(zh="互相矛盾的两道关", en="Two gates that contradict each other"),
        H,
        "      none: {of: questions, where: {field: settled, is: false}}",
        "      exists: {of: lines, where: {field: acknowledged, is: false}}",
        "contradict each other",
        "      exists:",
    ),
    Mistake(
        Words(zh="谁也不归的情形", en="A finding that falls to nobody"),
        H,
        "      - to: incoming\n",
        "      - when: {fact: signed, is: true}\n        to: incoming\n",
        "fall to nobody",
        "    cases:",
    ),
    Mistake(
        Words(zh="失效早于生效", en="It ends before it begins"),
        P,
        "approver:",
        "effective_to: 2026-01-01\napprover:",
        "ends before it begins",
        "effective_to:",
    ),
    Mistake(
        Words(zh="两版的日期重叠", en="Two versions whose dates overlap"),
        P,
        DATED,
        'version: "0.2"\neffective_from: 2026-10-01',
        "they overlap",
        "effective_from:",
        after=True,
    ),
    Mistake(
        Words(zh="内容改了版本号没有换", en="Another content under the same version"),
        H,
        "lead: PT10M",
        "lead: PT15M",
        "version is still",
        'version: "0.1"',
        after=True,
    ),
    Mistake(
        Words(zh="缺一种语言", en="One language is missing"),
        H,
        "title: {zh: 缺陷, en: Defects}",
        "title: {zh: 缺陷}",
        "no English",
        "    title: {zh: 缺陷}",
        serious=False,
    ),
    Mistake(
        Words(zh="班次之间有空档", en="Shifts that leave a gap"),
        W,
        'ends: "20:00"',
        'ends: "19:00"',
        "Nobody is on duty from 19:00 to 20:00",
        "          s1:",
        serious=False,
    ),
    Mistake(
        Words(zh="班次重叠", en="Shifts that overlap"),
        W,
        'ends: "20:00"',
        'ends: "21:00"',
        "they overlap",
        "          s2:",
        serious=False,
    ),
    Mistake(
        Words(zh="什么也没有检验的场景", en="A scenario that expects nothing"),
        S,
        EXPECTS,
        "",
        "shows nothing",
        "  - name: 一切齐备",
        serious=False,
    ),
    Mistake(
        Words(zh="场景里没有这个动词", en="A verb that does not exist"),
        S,
        "does: handover.ask,",
        "does: handover.aks,",
        "There is no",
        "      - {who: 李四, does: handover.aks",
    ),
    Mistake(
        Words(zh="场景里的时间写错", en="A clock time of a scenario written wrongly"),
        W,
        'at: "19:20", who: 张三, id: open',
        "at: 1920, who: 张三, id: open",
        "Text; quote",
        "    - {at: 1920",
    ),
    *ROSTERS,
)


@cache
def good() -> dict[str, str]:
    """Return the pack in which the mistakes are made."""
    return begin(
        Answers(
            code="pump",
            title=Words(zh="泵站交接班制度", en="Handover at the pumps"),
            issuer=Words(zh="水务站", en="Water works"),
            post=Words(zh="泵站值班室", en="Pump room"),
            day=date(2026, 11, 1),
        )
    )


def made(mistake: Mistake) -> dict[str, str]:
    """Return the pack with the mistake in it."""
    files = {**good(), **{name: text for name, text in OTHERS.items() if name == mistake.file}}
    assert mistake.old in files[mistake.file], mistake.title.en
    files[mistake.file] = files[mistake.file].replace(mistake.old, mistake.new, 1)
    return files


def found(files: dict[str, str], *, after: bool = False) -> tuple[Sequence[Problem], Sequence[Problem]]:
    """Return what `jiaoban regime check` says of a pack (with `after`: beside the good one): problems and warnings."""
    report = examine_bytes({name: text.encode() for name, text in files.items() if "/" not in name})
    if report.pack is None:
        return report.problems, report.warnings
    with tempfile.TemporaryDirectory() as place:
        for name, text in files.items():
            (Path(place) / name).parent.mkdir(exist_ok=True)
            (Path(place) / name).write_text(text, encoding="utf-8")
        reading = read(Path(place), report.pack)
        with tempfile.TemporaryDirectory() as older:
            for name, text in good().items():
                (Path(older) / name).parent.mkdir(exist_ok=True)
                (Path(older) / name).write_text(text, encoding="utf-8")
            behind = list(follows(load(Path(older)), report.pack)) if after else []
        dates = [placed(Path(place), one) for one in behind]
    return [*report.problems, *reading.problems, *dates], [*report.warnings, *reading.warnings]


def said(mistake: Mistake) -> Problem:
    """Return the problem that is meant."""
    problems, warnings = found(made(mistake), after=mistake.after)
    told = [
        one for one in (problems if mistake.serious else warnings) if mistake.says in f"{one.wrong.en} {one.right.en}"
    ]
    assert told, (mistake.title.en, [str(one) for one in (*problems, *warnings)])
    return told[0]


def page() -> list[str]:
    """Return the body of docs/reference/mistakes.md."""
    lines = []
    for number, one in enumerate(MISTAKES, start=1):
        problem = said(one)
        file = made(one)[one.file]
        start = file.index(one.new) if one.new else -1
        lines += ["", f"## {number}. {one.title.zh} {one.title.en}", ""]
        if start >= 0:
            first = file.rfind("\n", 0, start) + 1
            last = file.find("\n", start + len(one.new.rstrip("\n")))
            shown = file[first:last].split("\n")
            number_of = file.count("\n", 0, first) + 1
            lines += [f"{one.file}:{number_of}", "", "```yaml", *shown, "```"]
        else:
            lines += [f"{one.file}: 缺 without", "", "```yaml", *one.old.strip("\n").split("\n"), "```"]
        kind = "" if one.serious else "提醒 warning: "
        lines += ["", "```text", *f"{kind}{problem}".split("\n"), "```"]
    return lines
