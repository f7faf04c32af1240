"""The page of a handover, the page on which it is signed, and the page of the ways out."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext, pgettext

from jiaoban.handover import queries
from jiaoban.handover.around import side_people
from jiaoban.handover.authority import resumes
from jiaoban.handover.draw import gone
from jiaoban.handover.pages import exchange, gates, people, rounds, sections, turns
from jiaoban.handover.pages.file import brief
from jiaoban.handover.pages.next_thing import next_thing
from jiaoban.handover.pages.scene import STAGES, Scene
from jiaoban.handover.state_after import Tenure
from jiaoban.kernel.access import Right
from jiaoban.meeting import queries as meetings
from jiaoban.meeting.terms import KINDS
from jiaoban.regime.subjects import subjects
from jiaoban.web import shown
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form, Lookup
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

SIGN_FORM = "sign-form"


@page()
def current(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Lead to the handover that is going on at the post, or offer to begin one."""
    running = queries.current(desk.book, desk.post)
    if running is not None and desk.answer is None:
        return _lead_to(request, desk.url("handover_one", key=running.key))
    held = queries.tenure(desk.book, desk.post)
    past = queries.history(desk.book, desk.post, limit=5)
    mine = held is not None and desk.actor.person in held.people
    may_open = desk.may(Right.WORK, desk.post) and (mine or desk.may(Right.SUPERVISE, desk.post))
    rules = desk.rule_book()
    asked = rules is not None and rules.handover.on_request
    context = {
        "asked": asked,
        "held": held,
        "holders": desk.all_names(held.people) if held else "",
        "past": [brief(desk, one) for one in past],
        "given_up": [shown.given_up(desk, one) for one in queries.given_up(desk.book, desk.post)],
        "open_form": (_asked_form if asked else _open_form)(desk, held) if held and may_open else None,
        "within_form": _within_form(desk, held.people) if held and may_open and not asked else None,
        "join_form": _join_form(desk, held) if held and may_open else None,
        "first_form": _first_form(desk) if held is None and desk.may(Right.SUPERVISE, desk.post) else None,
    }
    return draw(request, desk, "handover/none.html", context)


def _open_form(desk: Desk, _held: Tenure) -> Form:
    return _bare(desk.form("handover.open", label=gettext("准备交接"), draft=False, next_url=desk.url("handover")))


def _within_form(desk: Desk, holders: tuple[str, ...]) -> Form:
    """Return the form by which somebody is relieved within the shift; the page names the relief."""
    return _naming(desk, holders, "rest_of_shift", "handover-open-within", gettext("准备班中交接"))


def _join_form(desk: Desk, held: Tenure) -> Form | None:
    """Return the form by which somebody joins; there is nobody to join at a post that is left unattended."""
    if held.basis == "UNATTENDED":
        return None
    return _naming(desk, held.people, "joining", "handover-open-join", gettext("准备加入"))


def _naming(desk: Desk, holders: tuple[str, ...], how: str, form_id: str, label: str) -> Form:
    able = desk.choose("member")
    if not isinstance(able, Lookup):
        able = [(key, name) for key, name in able if key not in holders]
    return desk.form(
        "handover.open",
        label=label,
        form_id=form_id,
        tone="secondary",
        draft=False,
        next_url=desk.url("handover"),
        fixed={how: "true"},
        only=("arriving",),
        required=("arriving",),
        options={"arriving": able},
    )


def _asked_form(desk: Desk, held: Tenure) -> Form:
    """Return the form by which somebody hands their part of the post to a colleague whom they name."""
    able = desk.choose("member")
    mine = desk.actor.person in held.people
    if not isinstance(able, Lookup):
        able = [(key, name) for key, name in able if not mine or key != desk.actor.person]
    asks = ("arriving",) if mine else ("leaving", "arriving")
    return desk.form(
        "handover.open",
        label=gettext("准备交接"),
        draft=False,
        next_url=desk.url("handover"),
        only=asks,
        required=asks,
        options={"arriving": able, "leaving": [(one, desk.name(one)) for one in held.people]},
    )


def _bare(form: Form) -> Form:
    """Return a form that is its button alone: everything it would ask for has a default."""
    form.fields = []
    return form


def _first_form(desk: Desk) -> Form:
    able = desk.choose("member")
    return desk.form(
        "handover.take_first", label=gettext("启用岗位"), next_url=desk.url("home"), options={"people": able}
    )


@page()
def one(request: HttpRequest, desk: Desk, key: str) -> HttpResponseBase:
    """Show a handover: steps, gates, people, sections line by line, what interrupts it, what comes next."""
    scene = Scene.of(desk, key)
    if not scene.handover.open and desk.answer is None:
        return _lead_to(request, desk.url("record", key=key))
    return draw(request, desk, "handover/one.html", _context(scene))


def _lead_to(request: HttpRequest, address: str) -> HttpResponseBase:
    """Lead to another page; a part of a live page that asks for itself anew takes its whole page along."""
    if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _context(scene: Scene) -> dict[str, Any]:
    handover, desk = scene.handover, scene.desk
    judged = gates.gates(scene)
    drawn = sections.sections(scene)
    outgoing_forms, own_forms, step = _outgoing_forms(scene), people.own_forms(scene), gates.step_form(scene)
    following = next_thing(scene, [*outgoing_forms.values(), *own_forms], step, drawn)
    placed = following.get("form")
    return {
        "handover": handover,
        "scene": scene,
        "stage": desk.words(STAGES[handover.stage]),
        "supervisor": scene.party("supervisor"),
        "leaving": scene.names(handover.leaving),
        "arriving": scene.names(handover.arriving),
        "gates": gates.groups(judged),
        "gate_count": len(judged),
        "steps": gates.steps(scene),
        "steps_clause": gates.steps_clause(scene),
        "step": step if step and (placed is None or step["form"] is not placed) else None,
        "sides": people.sides(scene),
        "own_forms": [form for form in own_forms if form is not placed],
        "confirmations": turns.confirmations(scene),
        "count_forms": rounds.count_forms(scene),
        "sections": drawn,
        "sections_clause": scene.clause(scene.usual_clause) if drawn else None,
        "whole_questions": [exchange.question(scene, one) for one in handover.questions.values() if not one.line],
        "ask_form": scene.form("handover.ask", label=gettext("提问"), where="questions", only=("text",), tone="")
        if scene.am("incoming", "supervisor")
        else None,
        "objections": turns.objections(scene),
        "object_form": turns.object_form(scene),
        "refusal": turns.refusal(scene),
        "asked": turns.asked(scene),
        "accident": turns.accident(scene),
        "dispute": turns.dispute(scene),
        "refuse_form": turns.refuse_form(scene),
        "resume_form": scene.form("handover.resume", label=gettext("恢复交接"), where="turns")
        if handover.stage == "SUSPENDED" and scene.am(*resumes(scene.pack, handover))
        else None,
        "meetings": _meetings(scene),
        "custody_url": desk.url("custody") + f"?occasion={handover.key}"
        if scene.am("incoming", "outgoing") and (scene.seen.rows("custody") or "custody" in subjects(scene.pack))
        else "",
        "outgoing_forms": {name: form for name, form in outgoing_forms.items() if form is not placed},
        "missing_lines": _missing(scene),
        "next": following,
        "signatures": _signatures(scene),
        "events": turns.events(scene),
        "given_up": [shown.given_up(desk, one) for one in queries.given_up(desk.book, desk.post)],
        "exits_url": desk.url("handover_exits", key=handover.key),
        "sign_url": desk.url("handover_sign", key=handover.key),
    }


def _missing(scene: Scene) -> list[dict[str, Any]]:
    """Return what the record lacks or shows as it no longer is; `gone`: what it is to lose."""
    rows = scene.seen.rows("missing_lines")
    lost = set(gone(scene.handover, scene.pack, scene.seen.facts)) if rows else set()
    return [{**row, "gone": row["id"] in lost} for row in rows]


def _outgoing_forms(scene: Scene) -> dict[str, Any]:
    stage, rules = scene.handover.stage, scene.pack.handover
    forms: dict[str, Any] = {}
    if scene.do_for(*rules.written_by) and scene.seen.rows("missing_lines"):
        forms["draw"] = scene.form(
            "handover.draw", label=gettext("把新情况更新到记录"), where="sections", draft=False, tone="primary"
        )
    if stage == "DRAFT" and scene.do_for(*rules.offered_by):
        forms["offer"] = scene.form("handover.offer", label=pgettext("action", "交班"), where="top", draft=False)
    if stage in ("OFFERED", "REFUSED") and scene.am("outgoing", *rules.offered_by):
        forms["withdraw"] = scene.form(
            "handover.withdraw", label=gettext("撤回修改"), where="top", labels={"reason": gettext("撤回原因")}, tone=""
        )
    return forms


def _meetings(scene: Scene) -> dict[str, Any]:
    held = meetings.of_occasion(scene.desk.book, scene.handover.key, scene.desk.post)
    forms = []
    if scene.am("supervisor") and scene.pack.meetings is not None:
        missing = [kind for kind in KINDS if not any(one.kind == kind for one in held)]
        forms = [
            scene.desk.form(
                "meeting.open",
                label=gettext("召开{meeting}").format(meeting=scene.desk.words(KINDS[kind])),
                fixed={"kind": kind, "occasion": scene.handover.key},
                next_url=scene.desk.url("meeting", key="{key}").replace("%7B", "{").replace("%7D", "}"),
                draft=False,
                tone="",
            )
            for kind in missing
        ]
    return {
        "held": [
            {
                "name": scene.desk.words(KINDS[one.kind]),
                "url": scene.desk.url("meeting", key=one.key),
                "closed_at": one.closed_at,
                "present": sum(1 for call in one.roll.values() if call.present),
                "reports": len(one.reports),
            }
            for one in held
        ],
        "forms": forms,
        "asked": scene.pack.meetings is not None,
    }


def _signatures(scene: Scene) -> list[dict[str, Any]]:
    """Return every signature that the regime wants, given or awaited."""
    drawn: list[dict[str, Any]] = []
    for wanted in scene.pack.handover.signatures:
        given = [one for one in scene.handover.valid_signatures if one.party == wanted.party]
        drawn.extend(
            {
                "name": scene.desk.name(one.by),
                "capacity": scene.party(one.party),
                "at": one.at,
                "digest": one.content[:16],
            }
            for one in given
        )
        waiting = [key for key in side_people(scene.handover, wanted.party) if key not in {one.by for one in given}]
        if wanted.people == "all" or not given:
            drawn.extend({"name": scene.desk.name(key), "capacity": scene.party(wanted.party)} for key in waiting)
        if not given and wanted.party not in ("outgoing", "incoming"):  # anybody of them
            drawn.append({"name": "", "capacity": scene.party(wanted.party)})
    return drawn


@page()
def sign(request: HttpRequest, desk: Desk, key: str) -> HttpResponseBase:
    """Show exactly what is signed, as what, when; ask for the signer's own credential."""
    scene = Scene.of(desk, key)
    if not scene.handover.open and desk.answer is None:
        return _lead_to(request, desk.url("record", key=key))
    wanted = scene.seen.next_signature
    form = _bare(scene.form("handover.sign", label=gettext("签字"), fixed={"content": scene.seen.content}, draft=False))
    form.id = SIGN_FORM
    if desk.answer is not None and desk.answer.form == SIGN_FORM:
        form.account = desk.answer.typed("account")
    form.next = desk.url("handover_one", key=key)
    standing = [one for one in gates.gates(scene) if one["verdict"] in ("blocking", "advisory")]
    signer = scene.names(side_people(scene.handover, wanted.party)) if wanted else ""
    context = {
        "handover": scene.handover,
        "scene": scene,
        "wanted": wanted,
        "capacity": scene.party(wanted.party) if wanted else "",
        "signer": signer,
        "says": desk.words(wanted.says) if wanted else "",
        "clause": scene.clause(wanted.clause) if wanted else None,
        "digest": scene.seen.content,
        "form": form,
        "standing": standing,
        "standing_wrong": [one for one in standing if not one["to_do"]],
        "standing_to_do": [one for one in standing if one["to_do"]],
        "sections": sections.sections(scene),
        "signatures": _signatures(scene),
        "back": scene.url,
    }
    return draw(request, desk, "handover/sign.html", context)


@page()
def way_out(request: HttpRequest, desk: Desk, key: str) -> HttpResponseBase:
    """Show the recorded ways out of a handover that cannot go on."""
    scene = Scene.of(desk, key)
    if not scene.handover.open and desk.answer is None:
        return _lead_to(request, desk.url("record", key=key))
    context = {"handover": scene.handover, "scene": scene, "exits": turns.exits(scene), "back": scene.url}
    return draw(request, desk, "handover/exits.html", context)
