"""What follows for who answers for a finding, as pages show it, and the form by which it is decided."""

from typing import Any

from django.utils.translation import gettext

from jiaoban.handover.acts_after import Follows
from jiaoban.handover.pages.scene import Scene
from jiaoban.handover.state import Finding
from jiaoban.handover.state_after import SanctionDecision


def sanction(scene: Scene, one: Finding) -> dict[str, Any] | None:
    """Return what the regime says to follow and what was decided of it, for those who answer or for others before;
    None where there is neither."""
    follows = one.follows if one.people else None
    if follows is None and not one.decided:
        return None
    decided = [_decided(scene, one, made) for made in one.decided]
    return {"kind": "", "decided": decided, **(_said(scene, one, follows) if follows else {})}


def _said(scene: Scene, one: Finding, follows: Follows) -> dict[str, Any]:
    words = scene.desk.words
    return {
        "kind": follows.kind,
        "says": words(follows.says),
        "figure": f"{follows.amount} {words(follows.unit)}" if follows.amount and follows.unit else "",
        "clause": scene.clause(follows.clause),
        "by": "、".join(scene.party(party) for party in follows.by),
        "undecided": one.undecided,
        "form": _form(scene, one),
    }


def _decided(scene: Scene, one: Finding, made: SanctionDecision) -> dict[str, Any]:
    return {
        "by": scene.desk.name(made.by),
        "at": made.at,
        "people": scene.names(made.people),
        "measure": made.measure,
        "reason": made.reason,
        "stands": made is one.decision,
    }


def _form(scene: Scene, one: Finding) -> Any:
    """Return the form of whoever may decide it; nobody decides about themselves."""
    follows = one.follows
    if follows is None or follows.kind != "open" or not one.people or one.concerns(scene.me):
        return None
    if not any(party in scene.parties for party in follows.by):
        return None
    form = scene.desk.form(
        "handover.decide_sanction",
        label=gettext("决定处理"),
        form_id=f"sanction-{one.key}",
        fixed={"finding": one.key},
        options={"outcome": [("MEASURE", gettext("给予处理")), ("NONE", gettext("不作处理"))]},
        help={"measure": gettext("不作处理的留空。系统只记录决定，不执行。")},
        tone="",
    )
    form.next = scene.desk.url("record", key=scene.handover.key) + "#findings"
    return form
