"""The strip of gates and of steps, with what lifts each and the forms for whoever can."""

from typing import Any

from django.utils.translation import gettext

from jiaoban.handover.assess import GateVerdict, StepVerdict, judges_of, wanted_statements
from jiaoban.handover.pages.places import places, places_of_gate
from jiaoban.handover.pages.scene import Scene
from jiaoban.regime.chinese import titled
from jiaoban.web.answer import who
from jiaoban.web.forms import Form

VERDICTS = {"CLEAR": "clear", "ADVISORY": "advisory", "BLOCKED": "blocking", "LIFTED": "lifted"}
MOST_PLACES = 6
"""So many places to see to something are linked from a gate; one more visit shows the next ones."""
SHOWN_FIRST = {"BLOCKED": 0, "ADVISORY": 1, "LIFTED": 2, "CLEAR": 3}


def gates(scene: Scene) -> list[dict[str, Any]]:
    """Return every gate for gates.html, those that block first."""
    judged = sorted(scene.seen.gates, key=lambda one: SHOWN_FIRST[one.status])
    return [_gate(scene, one) for one in judged]


def _gate(scene: Scene, verdict: GateVerdict) -> dict[str, Any]:
    gate, desk = verdict.gate, scene.desk
    return {
        "code": gate.id,
        "name": desk.words(gate.title),
        "verdict": VERDICTS[verdict.status],
        "mine": verdict.stands and scene.do_for(*gate.who) and left_to(scene, verdict),
        "now": scene.handover.stage != "DRAFT" or "offer" in gate.stops or not verdict.only_to_do,
        "to_do": verdict.only_to_do,
        "places": places_of_gate(scene, verdict)[:MOST_PLACES] if verdict.stands else [],
        "clause": scene.clause(gate.clause),
        "why": [desk.words(verdict.why)] if verdict.status != "CLEAR" else [],
        "names": verdict.names if verdict.status != "CLEAR" else (),
        "lifts": [desk.words(verdict.lifts)] if verdict.stands else [],
        "who": who(gate.who, desk.language, desk.names, scene.pack) if verdict.stands else "",
        "precedes": scene.clause(verdict.precedes) if verdict.precedes else None,
        "said": [
            {"by": desk.name(one.by), "at": one.at, "kind": statement(one.kind), "text": one.text}
            for one in verdict.statements
        ],
        "forms": _forms(scene, verdict),
        "trace": titled("\n".join(verdict.trace.lines(language=scene.desk.language)), scene.pack.titles),
    }


def left_to(scene: Scene, verdict: GateVerdict) -> bool:
    """Say whether anything of what stands in the way of a gate is left to the reader."""
    overdue = scene.desk.now >= scene.handover.due_at
    return verdict.left_to(scene.me, scene.parties, judges=judges_of(scene.pack), overdue=overdue)


def statement(kind: str) -> str:
    """Return what a kind of statement is called."""
    return {
        "explanation": gettext("说明"),
        "consent": gettext("同意"),
        "notice": gettext("报告"),
        "reason": gettext("原因"),
        "ruling": gettext("裁定"),
    }[kind]


def _forms(scene: Scene, verdict: GateVerdict) -> list[Form]:
    if not scene.handover.open:
        return []
    return [
        scene.form(
            "handover.state",
            label=statement(kind),
            where=f"gate-{verdict.gate.id}",
            fixed={"gate": verdict.gate.id, "kind": kind},
            given={"text": _told_already(scene, verdict)} if kind == "reason" else {},
            tone="",
        )
        for kind, party in wanted_statements(verdict)
        if party in scene.parties
    ]


def _told_already(scene: Scene, verdict: GateVerdict) -> str:
    """Return why work of the shift was not done, where that was said when it was excused: it need not be typed twice.

    The statement stays the outgoing side's own: it is sent, and can be changed before.
    """
    duties = (row for collection, row in verdict.trace.culprits() if collection == "duties")
    return "\n".join(str(row["text"]) for row in duties if row.get("excused"))


def groups(drawn: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return the gates as the page shows them: what the reader lifts now, what others lift now, what comes before the
    signatures, what is clear. What is wrong already, such as an open accident, never waits for its time.
    """
    standing = [one for one in drawn if one["verdict"] in ("blocking", "advisory")]
    return {
        "mine": [one for one in standing if one["now"] and one["mine"]],
        "others": [one for one in standing if one["now"] and not one["mine"]],
        "later": [one for one in standing if not one["now"]],
        "clear": [one for one in drawn if one not in standing],
    }


def steps(scene: Scene) -> list[dict[str, Any]]:
    """Return the steps for parts/steps.html. None is under way before the record is offered; a clause that all of them
    share stands once, over them.
    """
    begun = scene.handover.stage != "DRAFT"
    drawn = []
    for one in scene.seen.steps:
        done = scene.handover.steps.get(one.step.id)
        drawn.append(
            {
                "name": scene.desk.words(one.step.title),
                "state": one.state.lower() if begun else "ahead",
                "clause": scene.clause(one.step.clause) if steps_clause(scene) is None else None,
                "at": done.at if done else scene.handover.closed_at if one.state == "DONE" else None,
                "by": scene.desk.name(done.by) if done else "",
            }
        )
    return drawn


def steps_clause(scene: Scene) -> dict[str, str] | None:
    """Return the clause from which all steps follow, None when they follow from several."""
    clauses = {one.step.clause for one in scene.seen.steps}
    return scene.clause(clauses.pop()) if len(clauses) == 1 else None


def _left_of_step(scene: Scene, step: StepVerdict) -> list[dict[str, str]]:
    """Return what a step still waits for; lines are not listed, the sections show them."""
    left = [one for one in places(scene, [step.trace] if step.trace else [], mine=True) if "#line-" not in one["url"]]
    return left[:MOST_PLACES]


def step_form(scene: Scene) -> dict[str, Any] | None:
    """Return the current step with the form that completes it, when that is the reader's to do."""
    current = next((one for one in scene.seen.steps if one.state == "CURRENT" and not one.step.by_signature), None)
    if current is None or scene.handover.stage != "OFFERED":
        return None
    mine = scene.am(current.step.by)
    return {
        "name": scene.desk.words(current.step.title),
        "asks": scene.desk.words(current.step.asks),
        "met": current.met,
        "places": _left_of_step(scene, current) if mine else [],
        "party": scene.party(current.step.by),
        "form": scene.form(
            "handover.complete_step",
            label=gettext("完成「{step}」").format(step=scene.desk.words(current.step.title)),
            where="steps",
            fixed={"step": current.step.id},
            draft=False,
            tone="primary" if current.met else "",
        )
        if mine
        else None,
    }
