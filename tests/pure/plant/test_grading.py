"""A matter graded anew: by whom, to what, and what its story and the log say of it."""

from typing import Any

import pytest

from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.logbook import queries as logbook
from jiaoban.plant.lives import GRADED, LIVES, MatterKind
from jiaoban.plant.tables import MATTERS
from tests.pure.workplace import LIU, ROOM, ZHAO, Workplace


def opened(work: Workplace, kind: str = "DEFECT", **args: Any) -> str:
    return work.done("plant.open_matter", kind=kind, title="渗油", **args)


def test_a_defect_becomes_graver_by_whoever_works_there_with_a_reason(plant: Workplace) -> None:
    key = opened(plant, severity="MINOR", equipment="G1B")
    plant.later(5)
    plant.done("plant.regrade", LIU, matter=key, severity="MAJOR", reason="滴漏加快")
    one = plant.row(MATTERS, key)
    assert (one.kind, one.severity, one.state, one.open) == ("DEFECT", "MAJOR", "OPEN", True)
    turn = one.history[-1]
    assert turn.graded is not None
    assert [(grade.kind, grade.severity) for grade in turn.graded] == [("DEFECT", "MINOR"), ("DEFECT", "MAJOR")]
    assert (turn.by, turn.text, turn.at) == ("liu", "滴漏加快", plant.now)
    newest = logbook.entries(plant.book, "hall", matter=key)[0]
    assert (newest.category, newest.text) == ("DEFECT", "「渗油」由缺陷（一般）升级为缺陷（重大）：滴漏加快")


def test_what_turns_out_to_be_an_accident_leads_its_life_and_keeps_its_story(plant: Workplace) -> None:
    key = opened(plant, "ANOMALY")
    plant.later(5)
    plant.done("plant.regrade", LIU, matter=key, kind="ACCIDENT", severity="CRITICAL", reason="冒烟")
    one = plant.row(MATTERS, key)
    assert (one.kind, one.state) == ("ACCIDENT", "OPEN")
    assert [one.state_of(turn).zh for turn in one.history] == ["存在", "已发生"]
    assert plant.row(MATTERS, key).life.after(one.state) == ("HANDLING",)
    assert logbook.entries(plant.book, "hall", matter=key)[0].category == "ACCIDENT"
    plant.done("plant.advance", matter=key, state="HANDLING")
    plant.done("plant.regrade", ZHAO, matter=key, kind="DEFECT", severity="MINOR", reason="只是水汽")
    one = plant.row(MATTERS, key)
    assert (one.kind, one.severity, one.state, one.state_at) == ("DEFECT", "MINOR", "OPEN", plant.now)
    assert [one.state_of(turn).zh for turn in one.history] == ["存在", "已发生", "处理中", "未消除"]
    plant.done("plant.advance", matter=key, state="CLOSED")
    assert [one.state_of(turn).zh for turn in plant.row(MATTERS, key).history][-1] == "已消除"


def test_an_accident_that_is_a_disturbance_stays_in_its_state(plant: Workplace) -> None:
    key = opened(plant, "ACCIDENT")
    plant.done("plant.advance", matter=key, state="HANDLING")
    began = plant.row(MATTERS, key).state_at
    plant.later(9)
    plant.done("plant.regrade", ZHAO, matter=key, kind="DISTURBANCE", reason="按规程定为障碍")
    one = plant.row(MATTERS, key)
    assert (one.kind, one.state, one.state_at) == ("DISTURBANCE", "HANDLING", began)


@pytest.mark.parametrize(
    ("to", "lowered"),
    [
        ({"severity": "MINOR"}, True),
        ({"kind": "DEFECT"}, True),
        ({"kind": "DEFECT", "severity": "CRITICAL"}, True),  # the kind counts first
        ({"severity": "CRITICAL"}, False),
        ({"kind": "DISTURBANCE", "severity": "MINOR"}, False),
    ],
)
def test_lowering_is_the_supervisors(plant: Workplace, to: dict[str, Any], lowered: bool) -> None:
    key = opened(plant, "ANOMALY", severity="MAJOR")
    if lowered:
        assert plant.refused("plant.regrade", LIU, matter=key, reason="r", **to) == ["lowering-is-the-supervisors"]
        assert plant.row(MATTERS, key).severity == "MAJOR"
        plant.done("plant.regrade", ZHAO, matter=key, reason="r", **to)
    else:
        plant.done("plant.regrade", LIU, matter=key, reason="r", **to)


@pytest.mark.parametrize("kind", [kind for kind in LIVES if kind not in GRADED])
def test_what_did_not_go_wrong_has_no_grade(plant: Workplace, kind: MatterKind) -> None:
    altered = {"equipment": "G1", "before": "投入", "after": "退出"} if LIVES[kind].needs else {}
    key = opened(plant, kind, **altered)
    assert plant.refused("plant.regrade", ZHAO, matter=key, severity="MAJOR", reason="r") == ["not-graded"]


def test_what_is_over_is_not_graded_anew(plant: Workplace) -> None:
    key = opened(plant)
    plant.done("plant.advance", matter=key, state="CLOSED")
    assert plant.refused("plant.regrade", ZHAO, matter=key, severity="MAJOR", reason="r") == ["matter-over"]


def test_it_says_what_is_wrong(plant: Workplace) -> None:
    key = opened(plant, severity="MAJOR")
    same: list[dict[str, Any]] = [{}, {"severity": "MAJOR"}, {"kind": "DEFECT", "severity": "MAJOR"}]
    for said in same:
        with pytest.raises(BadInput, match="现在就是"):
            plant.do("plant.regrade", ZHAO, matter=key, reason="r", **said)
    with pytest.raises(BadInput, match="不能改为「工作票」"):
        plant.do("plant.regrade", ZHAO, matter=key, kind="PERMIT", reason="r")
    with pytest.raises(NotFound):
        plant.do("plant.regrade", ZHAO, place=ROOM, matter=key, severity="CRITICAL", reason="r")
