"""The one next step of a reader on the page of a handover."""

from typing import Any

from django.utils.translation import gettext

from jiaoban.handover.next_step import next_step
from jiaoban.handover.pages import places
from jiaoban.handover.pages.scene import Scene
from jiaoban.handover.seat import NextStep, Seat
from jiaoban.kernel.access import Right
from jiaoban.web.forms import Form

MOST_LEFT = 8
"""So many things that are left to do are named on the next step, each with where it is done."""


def next_thing(
    scene: Scene, forms: list[Form], step: dict[str, Any] | None, drawn_sections: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return the one next step of this reader, for parts/next_step.html: the same as on the home page, but with the
    form itself where one form does it, and with what is left to do where several things are.
    """
    if scene.handover.stage == "OFFERED" and not scene.seen.standing("sign"):
        return _sign(scene)
    seat = Seat(scene.me, scene.desk.may(Right.SUPERVISE, scene.desk.post), due_next=False, authorities=scene.parties)
    said = next_step(seat, None, scene.seen, scene.pack, scene.desk.now)
    drawn: dict[str, Any] = {
        "title": scene.desk.words(said.title),
        "why": scene.desk.words(said.why),
        "label": scene.desk.words(said.label),
        "clause": scene.clause(said.clause) if said.clause else None,
    }
    by_id = {form.id: form for form in forms}
    done_here = {
        "OFFER": by_id.get("offer"),
        "REPORT_IN": by_id.get("report-in"),
        "DECLARE": by_id.get("declare-fitness"),
        "STEP": step["form"] if step and step["met"] else None,
    }
    form = done_here.get(said.code)
    if form is not None:
        return {**drawn, "form": form}
    left = _left(scene, said)
    places_left = {one["url"] for one in left}
    if len(places_left) > 1:  # the list says what the sentence would, and leads there
        more = len(left) - MOST_LEFT
        return {**drawn, "why": "", "left": left[:MOST_LEFT], "more": max(0, more)}
    url = left[0]["url"] if left else _where(scene, said, drawn_sections)
    return {**drawn, "url": url if drawn["label"] else ""}


def _left(scene: Scene, said: NextStep) -> list[dict[str, str]]:
    if said.code == "COMPLETE":
        standing = [
            one for one in scene.seen.standing("offer") if scene.do_for(*one.gate.who) and not one.waits_for_drawing
        ]
        return places.places(scene, [one.trace for one in standing], mine=True)
    if said.code == "GATE":
        gate = scene.seen.gate(said.gate)
        return places.places_of_gate(scene, gate) if gate else []
    if said.code == "STEP":
        current = [one.trace for one in scene.seen.steps if one.state == "CURRENT" and one.trace]
        return places.places(scene, current, mine=True)
    return []


def _where(scene: Scene, said: NextStep, drawn_sections: list[dict[str, Any]]) -> str:
    """Return the place of this page where a next step is taken."""
    handover = scene.handover
    if said.code == "READ":
        unread = (one["id"] for one in drawn_sections if any(line["can_acknowledge"] for line in one["lines"]))
        return f"#section-{next(unread, '')}"
    if said.code == "ANSWER":
        return next((f"#question-{one.key}" for one in handover.questions.values() if one.open and not one.answers), "")
    if handover.stage in ("REFUSED", "SUSPENDED"):
        stopped = "#accident" if handover.accident else "#stopped"
        return "#refused" if handover.refusal else "#turns" if handover.dispute else stopped
    found = {"MEND": "#turns", "JUDGE": "#people", "MEETING": "#meetings", "STEP": "#steps", "COMPLETE": "#sections"}
    found |= {"ROUND": "#confirmations", "RULE": "#asked"}
    return found.get(said.code, f"#gate-{said.gate}" if said.gate else "#steps")


def _sign(scene: Scene) -> dict[str, Any]:
    wanted = scene.seen.next_signature
    if wanted is None:
        return {"title": gettext("已经签齐")}
    party = scene.party(wanted.party)
    if scene.am(wanted.party):
        title = gettext("条件已全部满足，请您签字")
        return {
            "title": title,
            "label": gettext("去签字"),
            "url": scene.desk.url("handover_sign", key=scene.handover.key),
        }
    return {
        "title": gettext("条件已全部满足，等{party}签字").format(party=party),
        "label": gettext("在这台终端签字"),
        "url": scene.desk.url("handover_sign", key=scene.handover.key),
    }
