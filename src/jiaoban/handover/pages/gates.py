"""The strip of gates and of steps, with what lifts each and the forms for whoever can."""

from typing import Any

from django.utils.translation import gettext

from jiaoban.handover.assess import GateVerdict, wanted_statements
from jiaoban.handover.pages.scene import Scene
from jiaoban.web.answer import who
from jiaoban.web.forms import Form

VERDICTS = {"CLEAR": "clear", "ADVISORY": "advisory", "BLOCKED": "blocking", "LIFTED": "lifted"}
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
        "mine": verdict.stands and scene.am(*gate.who),
        "clause": scene.clause(gate.clause),
        "why": [desk.words(verdict.why)] if verdict.status != "CLEAR" else [],
        "names": verdict.names if verdict.status != "CLEAR" else (),
        "lifts": [desk.words(verdict.lifts)] if verdict.stands else [],
        "who": who(gate.who, desk.language, desk.names) if verdict.stands else "",
        "said": [
            {"by": desk.name(one.by), "at": one.at, "kind": statement(one.kind), "text": one.text}
            for one in verdict.statements
        ],
        "forms": _forms(scene, verdict),
        "trace": "\n".join(verdict.trace.lines()),
    }


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
            tone="",
        )
        for kind, party in wanted_statements(verdict)
        if scene.am(party)
    ]


def summary(drawn: list[dict[str, Any]]) -> dict[str, int]:
    """Return how many gates block, advise and are clear, and of those not clear how many wait for the reader."""
    count = {"blocking": 0, "advisory": 0, "clear": 0, "mine": 0, "others": 0}
    for one in drawn:
        count["clear" if one["verdict"] in ("clear", "lifted") else one["verdict"]] += 1
        if one["verdict"] != "clear":
            count["mine" if one["mine"] else "others"] += 1
    return count


def steps(scene: Scene) -> list[dict[str, Any]]:
    """Return the steps for parts/steps.html."""
    drawn = []
    for one in scene.seen.steps:
        done = scene.handover.steps.get(one.step.id)
        drawn.append(
            {
                "name": scene.desk.words(one.step.title),
                "state": one.state.lower(),
                "clause": scene.clause(one.step.clause),
                "at": done.at if done else scene.handover.closed_at if one.state == "DONE" else None,
                "by": scene.desk.name(done.by) if done else "",
            }
        )
    return drawn


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
