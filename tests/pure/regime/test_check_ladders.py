"""What is wrong with a pack's ladders is said with its place and what would be right."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from jiaoban.regime.load import Report, examine_bytes

KEFU = Path(__file__).parents[3] / "regimes" / "kefu"
FIGURE = {"kind": "figure", "amount": 100}


def _read(ladder: dict[str, Any] | None = None, **settings: Any) -> Report:
    """kefu with other settings of its ladders, or with its first ladder changed."""
    files = {path.name: path.read_bytes() for path in KEFU.glob("*.yaml")}
    said = yaml.safe_load(files["ladders.yaml"])
    said["ladders"][0].update(ladder or {})
    return examine_bytes({**files, "ladders.yaml": yaml.safe_dump({**said, **settings}, allow_unicode=True).encode()})


def _steps(*measures: dict[str, Any]) -> dict[str, Any]:
    return {"steps": [{"measures": [one]} for one in measures]}


@pytest.mark.parametrize(
    ("ladder", "settings", "place", "says"),
    [
        ({"from": ["count-mised"]}, {}, "from", "没有「count-mised」这一来源"),
        ({"id": "unrelated"}, {}, "id", "「unrelated」重复了"),
        ({"clause": "kefu/99"}, {}, "clause", "没有「kefu/99」"),
        ({"steps": []}, {}, "steps", "没有写后果"),
        ({"steps": [{}]}, {}, "measures", "这一级是空的"),
        (_steps({"kind": "figure"}), {}, "kind", "figure 缺 amount"),
        (_steps({"kind": "warning", "amount": 5}), {}, "amount", "warning 没有 amount"),
        (_steps({"kind": "circular"}), {}, "kind", "circular 缺 scope"),
        (_steps({"kind": "effect", "effect": "funds-blocked"}), {}, "kind", "effect 缺 months"),
        (_steps({"kind": "effect", "effect": "duty", "months": 1}), {}, "effect", "没有写哪一项工作"),
        (_steps({"kind": "effect", "effect": "funds-blocked", "months": "n-1"}), {}, "months", "第一次就是 0 个月"),
        (_steps({**FIGURE, "adds": 100}, FIGURE), {}, "adds", "这一级只用一次"),
        (_steps({"kind": "make-good"}), {}, "kind", "没有来源给出差额"),
        ({"exempt": ["reported"]}, {}, "exempt", "没有「reported」"),
        ({"exempt": ["x"], "facts": [{"id": "x", "title": "x"}]}, {}, "exempt", "没有人说起时"),
        ({"facts": [{"id": "x", "title": "x", "type": "choice"}]}, {}, "type", "种类与可选的值不符"),
        ({"facts": [{"id": "x", "title": "x", "assumed": 3}]}, {}, "assumed", "不是这种事实的值"),
        ({"facts": [{"id": "x", "title": "x"}, {"id": "x", "title": "x"}]}, {}, "facts", "「x」重复了"),
        ({"from": ["report-late"], "facts": [{"id": "report", "title": "x"}]}, {}, "type", "种类不符"),
        ({"when": {"fact": "minutes", "more_than": 5}}, {}, "when", "条件里的事实没有写"),
        (
            {"when": {"fact": "minuts", "more_than": 5}, "facts": [{"id": "minutes", "title": "x", "type": "number"}]},
            {},
            "when",
            "minuts",
        ),
        ({"also": ["accomplice", "accomplice"]}, {}, "also", "「accomplice」重复了"),
        ({}, {"answer_within": "PT0S"}, "answer_within", "时长不合理"),
        ({}, {"appeal_within": "P367D"}, "appeal_within", "时长不合理"),
        ({}, {"figures": "points"}, "measures", "折成几分没有写"),
        ({}, {"figures": "points", "per_point": 0}, "per_point", "一分不能折 0 元"),
        ({}, {"ladders": []}, "ladders", ""),
    ],
)
def test_a_mistake_has_its_place(ladder: dict[str, Any], settings: dict[str, Any], place: str, says: str) -> None:
    report = _read(ladder, **settings)
    assert report.pack is None
    assert any(says in str(one) and place in str(one) and "ladders.yaml" in str(one) for one in report.problems), [
        str(one) for one in report.problems
    ]


@pytest.mark.parametrize(
    ("ladder", "settings"),
    [
        ({}, {"answer_within": "PT1S", "appeal_within": "P366D"}),
        ({}, {"figures": "points", "per_point": 100}),
        ({"period": "quarter"}, {}),
        (_steps(FIGURE, {**FIGURE, "adds": 50}), {}),
        (_steps({"kind": "warning"}, {"kind": "effect", "effect": "promotion-barred", "months": "n-1"}), {}),
        ({"exempt": ["x"], "facts": [{"id": "x", "title": "x", "assumed": False}]}, {}),
    ],
)
def test_what_makes_sense_is_good(ladder: dict[str, Any], settings: dict[str, Any]) -> None:
    report = _read(ladder, **settings)
    assert report.pack is not None, [str(one) for one in report.problems]


def test_points_of_each_figure_need_no_rate() -> None:
    files = {path.name: path.read_bytes() for path in KEFU.glob("*.yaml")}
    said = yaml.safe_load(files["ladders.yaml"])
    said["figures"] = "points"
    for ladder in said["ladders"]:
        lists = [ladder.get("steps", ()), *(one.get("steps", ()) for one in ladder.get("branches", ()))]
        for one in (measure for steps in lists for step in steps for measure in step["measures"]):
            if one["kind"] == "figure":
                one["points"] = 1
    said["ladders"] = [one for one in said["ladders"] if one["id"] != "aftersales-missed"]
    files["ladders.yaml"] = yaml.safe_dump(said, allow_unicode=True).encode()
    problems = [str(one) for one in examine_bytes(files).problems]
    assert all("kefu/s1" in one for one in problems)  # the clause that has no rule any more
