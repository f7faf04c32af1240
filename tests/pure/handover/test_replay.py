"""Past handovers under another pack."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from jiaoban.handover.replay import Judged, replay
from jiaoban.regime.load import load
from jiaoban.regime.pack import Pack
from tests.conftest import ROOT
from tests.pure.handover.desk import EIGHT, IN, OUT, Desk

Revise = Callable[[str, str], Pack]


@pytest.fixture
def revise(tmp_path: Path) -> Revise:
    """Return the hydropower pack with one passage of its rules replaced."""

    def revised(before: str, after: str) -> Pack:
        folder = shutil.copytree(ROOT / "regimes" / "hydro", tmp_path / "hydro")
        rules = folder / "handover.yaml"
        text = rules.read_text(encoding="utf-8")
        assert text.count(before) == 1, before
        rules.write_text(text.replace(before, after), encoding="utf-8")
        return load(folder)

    return revised


def judged(desk: Desk, pack: Pack) -> list[Judged]:
    return list(replay(desk.book.site, desk.book.acts(), pack))


def test_under_its_own_version_nothing_would_have_been_otherwise() -> None:
    desk = Desk().reported()
    desk.refused("handover.sign", OUT, content=desk.handover.content_digest())
    desk.read().confirm_all()
    desk.ok("handover.complete_step", IN, step="ask")
    desk.count_custody()
    desk.ok("handover.complete_step", IN, step="inspect")
    desk.meet()
    desk.at("07:58").sign(OUT)
    desk.at("08:00").sign(IN)
    seen = judged(desk, desk.pack)
    assert [one.moment for one in seen] == ["offer", "refused-sign", "sign", "sign"]
    assert not any(one.otherwise for one in seen)


def test_whoever_came_early_enough_then_would_come_late_under_a_longer_lead(revise: Revise) -> None:
    desk = Desk().ready()
    desk.at("07:58").sign(OUT)
    desk.at("08:00").sign(IN)
    longer = revise("lead: PT10M", "lead: PT15M")
    signatures = [one for one in judged(desk, longer) if one.moment == "sign"]
    assert [[rule.id for rule in one.blocks] for one in signatures] == [["on-time"]] * 2
    assert {rule.names for one in signatures for rule in one.blocks} == {(IN.name,)}


def test_a_gate_that_never_holds_back_would_have_let_a_refused_signature_pass(revise: Revise) -> None:
    desk = Desk().ready()
    desk.ok("plant.open_matter", OUT, kind="ACCIDENT", title="2号机剪断销断裂")
    desk.ok("handover.draw", OUT)
    assert "no-accident" in desk.refused("handover.sign", OUT, content=desk.handover.content_digest())
    milder = revise(
        "where: {all: [{field: kind, in: [ACCIDENT, DISTURBANCE]}, {field: open, is: true}]}",
        "where: {all: [{field: kind, in: [DISTURBANCE]}, {field: open, is: true}]}",
    )
    (refused,) = [one for one in judged(desk, milder) if one.moment == "refused-sign"]
    assert "no-accident" in [rule.id for rule in refused.lets_pass]


def test_a_finding_is_laid_at_the_other_side(revise: Revise) -> None:
    desk = Desk().signed()
    found = {"kind": "uncleanliness", "text": "机坑有油污", "arose": "BEFORE"}
    desk.at("08:30").ok("handover.find", IN, **found)
    other = revise("- to: incoming\n        clause: hydro/1.3", "- to: outgoing\n        clause: hydro/1.3")
    assert [one.attributed for one in judged(desk, desk.pack) if one.moment == "finding"] == [None]
    (finding,) = [one for one in judged(desk, other) if one.moment == "finding"]
    assert finding.attributed == ("incoming", "outgoing")
    assert finding.because is not None
    assert finding.because.clause == "hydro/1.3"


def test_only_moments_from_a_day_on_are_judged() -> None:
    desk = Desk().signed()
    assert [one.moment for one in replay(desk.book.site, desk.book.acts(), desk.pack, EIGHT)] == ["sign"]
    assert not list(replay(desk.book.site, desk.book.acts(), desk.pack, EIGHT + timedelta(days=1)))
