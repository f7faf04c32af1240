"""Every pack shows its own rules at work; that the scenarios pass is for the stages regime-... of bin/test to say."""

from collections.abc import Iterator

from jiaoban.scenario.shape import Checks
from tests.pure.scenario.conftest import Shown


def checks(shown: Shown) -> Iterator[Checks]:
    for case in shown.cases:
        yield from (placed.step.expect for placed in case.steps if placed.step.expect is not None)
        yield from (one for one, _ in case.then)


def done(shown: Shown) -> Iterator[tuple[str, dict[str, object]]]:
    for case in shown.cases:
        for placed in case.steps:
            if placed.step.does:
                yield placed.step.does, placed.step.with_


def test_every_gate_is_shown_in_the_way(shown: Shown) -> None:
    stood = {gate for one in checks(shown) for gate in (*one.blocked, *one.warned, *(one.in_the_way or ()))}
    stood |= {one.refused.gate for one in checks(shown) if one.refused and one.refused.gate}
    assert stood >= {gate.id for gate in shown.pack.handover.gates}


def test_every_gate_is_shown_out_of_the_way(shown: Shown) -> None:
    passed = {gate for one in checks(shown) for gate in (*one.clear, *one.lifted)}
    passed |= {"steps-done"} & {gate.id for gate in shown.pack.handover.gates}
    if any(verb == "handover.take_first" for verb, _ in done(shown)):  # a first shift that was taken passed them
        passed |= {gate.id for gate in shown.pack.handover.gates if set(gate.stops) == {"first"}}
    assert passed >= {gate.id for gate in shown.pack.handover.gates}


def test_every_clause_with_a_rule_is_shown(shown: Shown) -> None:
    named = {clause for case in shown.cases for clause in case.scenario.shows}
    assert named >= {clause.id for clause in shown.pack.clauses if not clause.no_rule}


def test_every_ground_of_refusal_is_used(shown: Shown) -> None:
    used = {said.get("ground") for verb, said in done(shown) if verb == "handover.refuse"}
    assert used >= {ground.id for ground in shown.pack.handover.refusals}


def test_every_objection_is_raised(shown: Shown) -> None:
    raised = {said.get("kind") for verb, said in done(shown) if verb == "handover.object"}
    assert raised >= {kind.id for kind in shown.pack.handover.objections}


def test_every_way_out_is_taken(shown: Shown) -> None:
    verbs = {
        "postpone": "handover.postpone",
        "stand-in": "handover.stand_in",
        "unattended": "handover.leave_unattended",
        "takeover": "handover.take_over",
        "cancel": "handover.cancel",
    }
    taken = {verb for verb, _ in done(shown)}
    assert taken >= {verbs[way.way] for way in shown.pack.handover.exits}


def test_every_attribution_is_shown_to_either_side(shown: Shown) -> None:
    sides = {
        (placed.step.with_["kind"], one.attributed.side)
        for case in shown.cases
        for placed in case.steps
        if placed.step.does == "handover.find"
        for one in (placed.step.expect, *(one for one, _ in case.then))
        if one is not None and one.attributed is not None
    }
    wanted = {(rule.kind, branch.to) for rule in shown.pack.handover.attributions for branch in rule.cases}
    assert sides >= wanted
