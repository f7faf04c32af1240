"""Past handovers under another pack."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from jiaoban.handover.replay import Judged, replay
from jiaoban.handover.replayed import plain, summary, told_apart
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
    return list(replay(desk.book.site, desk.book.acts(), pack, desk.packs))


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


def test_whoever_came_early_enough_then_would_have_to_say_why_under_a_longer_lead(revise: Revise) -> None:
    desk = Desk().ready()
    desk.at("07:58").sign(OUT)
    desk.at("08:00").sign(IN)
    longer = revise("lead: PT10M", "lead: PT15M")
    signatures = [one for one in judged(desk, longer) if one.moment == "sign"]
    assert [[rule.id for rule in one.wants_reason] for one in signatures] == [["on-time"]] * 2
    assert {rule.names for one in signatures for rule in one.wants_reason} == {(IN.name,)}
    assert not any(one.blocks for one in signatures)
    told = summary(judged(desk, longer))
    assert (told["handovers_otherwise"], told["handovers_reason_only"]) == (1, 1)


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


def test_where_a_gate_becomes_milder_a_reason_would_have_done_and_the_other_way_round(revise: Revise) -> None:
    desk = Desk().ready()
    desk.ok("plant.open_matter", OUT, kind="ACCIDENT", title="2号机剪断销断裂")
    desk.ok("handover.draw", OUT)
    desk.refused("handover.sign", OUT, content=desk.handover.content_digest())
    milder = revise("title: {zh: 事故处理, en: Accident handling}\n", "title: {zh: 事故处理}\n    severity: ADVISORY\n")

    def of_the_refusal(now: Pack, then: Pack) -> tuple[list[str], list[str]]:
        past = replay(desk.book.site, desk.book.acts(), now, lambda _: then)
        (refused,) = [one for one in past if one.moment == "refused-sign"]
        assert not refused.lets_pass
        return [rule.id for rule in refused.blocks], [rule.id for rule in refused.wants_reason]

    assert of_the_refusal(desk.pack, desk.pack) == ([], [])
    assert of_the_refusal(milder, desk.pack) == ([], ["no-accident"])
    assert of_the_refusal(desk.pack, milder) == (["no-accident"], [])


def test_a_report_that_tells_both_as_blocking_is_read_apart(revise: Revise) -> None:
    desk = Desk().ready()
    desk.at("07:58").sign(OUT)
    desk.at("08:00").sign(IN)
    new = plain(judged(desk, revise("lead: PT10M", "lead: PT15M")))
    old = {
        "summary": {name: value for name, value in new["summary"].items() if "reason" not in name}
        | {"would_have_blocked": new["summary"]["would_have_wanted_reason"]},
        "otherwise": [_as_before(one) for one in new["otherwise"]],
    }
    read = told_apart(old)
    assert read["summary"] == new["summary"]
    assert [[rule["id"] for rule in one["wants_reason"]] for one in read["otherwise"]] == [["on-time"]] * 2
    assert not any(one["blocks"] for one in read["otherwise"])
    assert told_apart(new) is new


def _as_before(moment: dict[str, Any]) -> dict[str, Any]:
    rules = [{**rule, "advisory": True} for rule in moment["wants_reason"]]
    return {name: value for name, value in moment.items() if name != "wants_reason"} | {"blocks": rules}


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
    assert [one.moment for one in replay(desk.book.site, desk.book.acts(), desk.pack, desk.packs, EIGHT)] == ["sign"]
    assert not list(replay(desk.book.site, desk.book.acts(), desk.pack, desk.packs, EIGHT + timedelta(days=1)))
