"""What interrupts a handover and what gets it going again: objections, refusals, suspension, the ways out."""

from typing import Any

from django.utils.translation import gettext

from jiaoban.handover.around import side_people
from jiaoban.handover.pages.checked import told
from jiaoban.handover.pages.exchange import RESULTS, confirm_forms, ruling_form, settled
from jiaoban.handover.pages.scene import Scene
from jiaoban.handover.state import Event, Objection, RefusedBy
from jiaoban.handover.stopped import SUSPENDS
from jiaoban.handover.surroundings import able as qualified
from jiaoban.handover.usecases.objection import OTHER
from jiaoban.handover.usecases.scene import party_words
from jiaoban.kernel.words import Words
from jiaoban.plant import queries as plant
from jiaoban.roster import queries as roster
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Choices, Form, Lookup

EVENTS = {
    "OPENED": Words(zh="开始准备交接", en="Opened"),
    "OFFERED": Words(zh="交班", en="Offered"),
    "WITHDRAWN": Words(zh="撤回", en="Withdrawn"),
    "LINE_DROPPED": Words(zh="删去一条", en="A line was dropped"),
    "OBJECTED": Words(zh="提出异议", en="Objected"),
    "RULED": Words(zh="裁定", en="Ruled"),
    "REFUSED": Words(zh="拒绝", en="Refused"),
    "REFUSAL_MENDED": Words(zh="报告已整改", en="Reported mended"),
    "SUSPENDED": Words(zh="中止", en="Suspended"),
    "RESUMED": Words(zh="恢复", en="Resumed"),
    "HOURS_MOVED": Words(zh="时钟已拨，交接时刻随之改变", en="The clock was moved, and with it the hour"),
    "POSTPONED": Words(zh="推迟", en="Postponed"),
    "POSTPONEMENT_ASKED": Words(zh="请求推迟", en="Asked to postpone"),
    "POSTPONEMENT_DENIED": Words(zh="不同意推迟", en="Postponement denied"),
    "BRIEFED": Words(zh="预先告知（不转移责任）", en="Briefed; nothing was transferred"),
    "STOOD_IN": Words(zh="安排顶班", en="A stand-in was called"),
    "RELIEF_REPORTED": Words(zh="报告接班人未到", en="Relief reported late"),
    "LEFT": Words(zh="交班人离岗", en="The outgoing side left"),
    "LEFT_EARLY": Words(zh="交接完成前擅自离岗", en="Left before the post was handed over"),
    "SIGNED": Words(zh="签齐，责任转移", en="Signed; responsibility moved"),
    "UNATTENDED": Words(zh="转入无人值守", en="Left unattended"),
    "TAKEN_OVER": Words(zh="岗位被接管", en="Taken over by the supervisor"),
    "CANCELLED": Words(zh="取消", en="Cancelled"),
}


MEANS = {
    "PHONE": Words(zh="电话", en="Telephone"),
    "RADIO": Words(zh="电台", en="Radio"),
    "VIDEO": Words(zh="视频", en="Video"),
    "WRITING": Words(zh="书面", en="In writing"),
}
"""How somebody is told from afar."""


def confirmations(scene: Scene) -> dict[str, list[dict[str, Any]]]:
    """Return the confirmations asked once or per subject (those per line stand with their line): `mine` are those that
    the reader may give or waive now, `wrong` the others where something was found that is not as it should be.
    """
    points = {point.id: point for point in scene.pack.handover.confirmations}
    subjects = dict(scene.desk.here.subjects)
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in scene.seen.rows("confirmations"):
        point = points[str(row["point"])]
        if point.per == "line":
            continue
        made = found.setdefault(
            (point.id, str(row["subject"])),
            {
                "name": scene.desk.words(point.title)
                + scene.desk.tongue.bracket(subjects.get(str(row["subject"]), str(row["subject"]))),
                "asks": scene.desk.words(point.asks),
                "clause": scene.clause(point.clause),
                "sides": [],
                "forms": [],
            },
        )
        party = str(row["party"])
        label = scene.desk.words(point.third) if party == "third" and point.third else scene.party(party)
        result = scene.desk.words(RESULTS[str(row["result"])]) if row["result"] else ""
        said = told(scene, point.id, str(row["subject"]), party)
        made["sides"].append({"label": label, "done": row["done"], "waived": row["waived"], "result": result, **said})
        made["forms"].extend(confirm_forms(scene, point.id, "", str(row["subject"]), party, done=settled(row)))
    drawn = list(found.values())
    mine = [one for one in drawn if one["forms"]]
    wrong = [one for one in drawn if not one["forms"] and any(side["wrong"] for side in one["sides"])]
    others = [one for one in drawn if one not in mine and one not in wrong]
    return {
        "mine": mine,
        "wrong": wrong,
        "others": others,
        "waiting": [one for one in others if not all(s["done"] for s in one["sides"])],
    }


def objections(scene: Scene) -> list[dict[str, Any]]:
    """Return the objections with the forms of whoever can mend, look again or rule."""
    return [_objection(scene, one) for one in scene.handover.objections.values()]


def _objection(scene: Scene, one: Objection) -> dict[str, Any]:
    kind = next((rule for rule in scene.pack.handover.objections if rule.id == one.kind), None)
    forms: list[Form] = []
    about = {"objection": one.key}
    if one.open and one.mended is None and scene.am(OTHER[one.side]):
        forms.append(scene.form("handover.mend", label=gettext("报告已整改，请复查"), where="turns", fixed=about))
    if one.open and not one.waits and scene.am(one.side):
        forms.append(
            scene.form(
                "handover.recheck", label=gettext("记录复查结果"), where="turns", fixed=about, given={"good": True}
            )
        )
    if one.open and scene.am("supervisor") and kind and "ruling" in kind.settled_by:
        forms.append(ruling_form(scene, one.key, gettext("裁定：异议不成立")))
        if one.waits:
            forms.append(ruling_form(scene, one.key, gettext("裁定：异议成立，照办"), upheld=True))
    return {
        "name": scene.desk.words(kind.title) if kind else one.kind,
        "clause": scene.clause(kind.clause) if kind else None,
        "by": scene.desk.name(one.by),
        "at": one.at,
        "text": one.text,
        "open": one.open,
        "mended": {"by": scene.desk.name(one.mended.by), "at": one.mended.at, "text": one.mended.text}
        if one.mended
        else None,
        "checks": [{"by": scene.desk.name(mark.by), "at": mark.at, "text": mark.text} for mark in one.checks],
        "rulings": [
            {"by": scene.desk.name(made.by), "at": made.at, "upheld": made.upheld, "text": made.text}
            for made in one.rulings
        ],
        "upheld": one.open and one.decided is not None,
        "differ": one.waits and one.rulings_differ,
        "closed": {"by": scene.desk.name(one.closed.by), "at": one.closed.at, "text": one.closed.text}
        if one.closed
        else None,
        "forms": forms,
    }


def dispute(scene: Scene) -> dict[str, Any] | None:
    """Return the objection that keeps everything from going on: nothing can be resumed before it is ruled on."""
    one = scene.handover.dispute
    return _objection(scene, one) if one is not None and scene.handover.open else None


def object_form(scene: Scene) -> Form | None:
    """Return the form by which the reader raises an objection, where the regime has one for their side."""
    kinds = [
        (rule.id, scene.desk.words(rule.title)) for rule in scene.pack.handover.objections if scene.am(*rule.sides)
    ]
    if not kinds:
        return None
    return scene.form(
        "handover.object", label=gettext("提出异议"), where="turns", options={"kind": kinds}, tone="danger"
    )


def refuse_form(scene: Scene) -> Form | None:
    """Return the form by which the reader refuses the handover on a ground of the regime."""
    grounds = [(rule.id, scene.desk.words(rule.title)) for rule in scene.pack.handover.refusals if scene.am(rule.by)]
    if not grounds or scene.handover.stage not in ("DRAFT", "OFFERED"):
        return None
    said = gettext("拒接，报告{who}") if scene.am("incoming") else gettext("拒交，报告{who}")
    label = said.format(who=scene.party("supervisor"))
    return scene.form(
        "handover.refuse",
        label=label,
        where="turns",
        options={"ground": grounds},
        labels={"text": gettext("原因")},
        tone="danger",
    )


def refusal(scene: Scene) -> dict[str, Any] | None:
    """Return the refusal that stands, with the forms of whoever can mend it, resume or rule."""
    one = scene.handover.refusal
    if one is None or not scene.handover.open:
        return None
    ground = next((rule for rule in scene.pack.handover.refusals if rule.id == one.ground), None)
    return {
        "by": scene.desk.name(one.by),
        "side": scene.party(one.side),
        "at": one.at,
        "text": one.text,
        "ground": scene.desk.words(ground.title) if ground else one.ground,
        "clause": scene.clause(ground.clause) if ground else None,
        "mended": {"by": scene.desk.name(one.mended.by), "at": one.mended.at, "text": one.mended.text}
        if one.mended
        else None,
        "responsible": scene.names(side_people(scene.handover, "outgoing")),
        "forms": _refusal_forms(scene, one),
    }


def _refusal_forms(scene: Scene, one: RefusedBy) -> list[Form]:
    forms = []
    if one.mended is None and scene.am(OTHER[one.side], "supervisor"):
        forms.append(scene.form("handover.mend_refusal", label=gettext("报告已整改"), where="turns"))
    if scene.am(one.side):
        label, asked = gettext("认可整改，恢复交接"), {"text": gettext("复查情况")}
        forms.append(scene.form("handover.resume", label=label, where="turns", labels=asked))
    if scene.am("supervisor"):
        forms.append(ruling_form(scene, one.key, gettext("裁定：理由不成立，恢复交接")))
    return forms


def accident(scene: Scene) -> dict[str, Any] | None:
    """Return the accident that suspends the handover, who handles it and who commands: the supervisors of the crew
    whose shift it is."""
    found = plant.matter(scene.desk.book, scene.handover.accident) if scene.handover.accident else None
    if found is None:
        return None
    desk = scene.desk
    stands = (
        one for one in scene.seen.standing("sign") if any(row["id"] == found.key for _, row in one.trace.culprits())
    )
    gate = next(stands, None)
    return {
        "title": found.title,
        "url": desk.url("matter", key=found.key),
        "open": found.open,
        "lowered_to": "" if found.kind == SUSPENDS else desk.words(found.life.name),
        "state": desk.words(found.life.states[found.state]),
        "clause": scene.clause(gate.gate.clause) if gate else None,
        "responsible": scene.names(scene.handover.leaving),
        "commands": _commands(scene),
        "by_clause": scene.clause(rule.clause) if (rule := scene.pack.handover.command) else None,
    }


def _commands(scene: Scene) -> str:
    """Return who commands during an accident: whom the regime names, else the supervisors of the crew whose shift it
    is."""
    desk, rule = scene.desk, scene.pack.handover.command
    if rule is not None and rule.by in ("outgoing", "incoming"):
        return scene.names(side_people(scene.handover, rule.by))
    if rule is not None and rule.by != "supervisor":
        return desk.words(party_words(scene.pack, rule.by))
    shift = desk.here.shift_of(scene.handover.shift)
    leads = scene.names(roster.leads(desk.book, desk.here, shift)) if shift else ""
    return leads or (desk.words(party_words(scene.pack, rule.by)) if rule else "")


def events(scene: Scene) -> list[dict[str, Any]]:
    """Return the story of the handover, newest first."""
    return [
        {
            "what": scene.desk.words(EVENTS[one.what]),
            "by": who_of(scene.desk, one),
            "at": one.at,
            "text": one.text,
            "seq": one.seq,
        }
        for one in reversed(scene.handover.events)
    ]


def who_of(desk: Desk, one: Event) -> str:
    """Return whom a turn of the story is about; with who wrote it down, where that is somebody else."""
    if not one.person:
        return desk.name(one.by)
    return gettext("{who}（{by} 记）").format(who=desk.name(one.person), by=desk.name(one.by))


WAYS = {
    "postpone": "handover.postpone",
    "stand-in": "handover.stand_in",
    "unattended": "handover.leave_unattended",
    "takeover": "handover.take_over",
    "cancel": "handover.cancel",
}


def exits(scene: Scene) -> list[dict[str, Any]]:
    """Return the ways out that the regime allows, with the forms of those that the reader may take."""
    ways: list[dict[str, Any]] = []
    if scene.am("outgoing", "supervisor"):
        people = [(key, scene.desk.name(key)) for key in scene.handover.arriving]
        label = gettext("报告接班人未到")
        ways.append(
            {
                "name": gettext("接班人迟到或不来"),
                "asks": gettext("写明知道的情况；在有人接班之前，责任仍在交班人。"),
                "forms": [scene.form("handover.report_relief", label=label, options={"person": people}, tone="")],
            }
        )
    if scene.am("outgoing", "incoming", "supervisor") and scene.handover.stage in ("DRAFT", "OFFERED"):
        ways.append(
            {
                "name": gettext("中止交接"),
                "asks": gettext("发生事故或有操作时中止；责任仍在交班人，事情结束后恢复。"),
                "forms": [scene.form("handover.suspend", label=gettext("中止"), tone="")],
            }
        )
    if scene.pack.handover.departure is not None and scene.am("outgoing", "incoming", "supervisor"):
        people = [(key, scene.desk.name(key)) for key in scene.handover.leaving]
        ways.append(
            {
                "name": scene.desk.words(scene.pack.handover.departure.title),
                "clause": scene.clause(scene.pack.handover.departure.clause),
                "forms": [
                    scene.form("handover.depart", label=gettext("登记离岗"), options={"person": people}, tone="danger")
                ],
            }
        )
    ways.extend(_briefing(scene))
    for rule in scene.pack.handover.exits:
        mine = scene.am(*rule.by)
        ways.append(
            {
                "name": scene.desk.words(rule.title),
                "asks": scene.desk.words(rule.asks),
                "clause": scene.clause(rule.clause),
                "who": "" if mine else "、".join(scene.party(party) for party in rule.by),
                "forms": [_exit_form(scene, rule.way, scene.desk.words(rule.title))] if mine else [],
            }
        )
    return ways


def _briefing(scene: Scene) -> list[dict[str, Any]]:
    """Return the way to tell somebody beforehand who is to come, where the regime has one."""
    rule = scene.pack.handover.briefing
    if rule is None or not scene.handover.arriving or not scene.am("outgoing", "supervisor"):
        return []
    options = {
        "to": [(key, scene.desk.name(key)) for key in scene.handover.arriving],
        "means": [(one, scene.desk.words(MEANS[one])) for one in rule.means],
    }
    form = scene.form("handover.brief", label=gettext("记下告知的内容"), options=options, tone="")
    return [{"name": scene.desk.words(rule.title), "clause": scene.clause(rule.clause), "forms": [form]}]


def asked(scene: Scene) -> dict[str, Any] | None:
    """Return the postponement that was asked for and is not answered, with both answers for whoever may grant it."""
    waiting = scene.handover.asked
    rule = next((one for one in scene.pack.handover.exits if one.way == "postpone"), None)
    if waiting is None or rule is None or not scene.handover.open:
        return None
    answers = (("true", gettext("同意推迟"), "primary"), ("false", gettext("不同意"), "danger"))
    forms = [
        scene.form("handover.answer_postponement", label=label, where="asked", fixed={"granted": granted}, tone=tone)
        for granted, label, tone in answers
    ]
    return {
        "by": scene.desk.name(waiting.by),
        "to": waiting.to,
        "reason": waiting.reason,
        "clause": scene.clause(rule.clause),
        "who": "、".join(scene.party(party) for party in rule.approved_by),
        "forms": forms if scene.am(*rule.approved_by) else [],
    }


def _exit_form(scene: Scene, way: str, label: str) -> Form:
    options: dict[str, Choices] = {}
    if way == "stand-in":
        here = scene.handover
        able = scene.desk.choose("member")
        if any(rule.way == way and rule.qualified for rule in scene.pack.handover.exits):
            able = [(one.key, one.name) for one in qualified(scene.desk.book, scene.desk.here, here)]
        if not isinstance(able, Lookup):
            able = [(key, name) for key, name in able if key not in (*here.leaving, *here.arriving)]
        options = {"person": able, "instead_of": [(key, scene.desk.name(key)) for key in here.arriving]}
    given = {}
    if way == "unattended" and scene.desk.here.safe_state:
        given = {"safe_state": scene.desk.words(scene.desk.here.safe_state)}
    return scene.form(WAYS[way], label=label, options=options, given=given, tone="danger" if way != "postpone" else "")
