"""The people of a handover: who hands over, who takes over, how they came, whether they are fit."""

from typing import Any

from django.utils.translation import gettext, ngettext

from jiaoban.handover.around import side_people
from jiaoban.handover.assess import judges_of
from jiaoban.handover.pages.scene import Scene
from jiaoban.regime.facts import Row
from jiaoban.web.forms import Form
from jiaoban.web.templatetags.jiaoban import spell_moment


def sides(scene: Scene) -> list[dict[str, Any]]:
    """Return both sides with their people, for people.html."""
    rows = {(str(row["side"]), str(row["id"])): row for row in scene.seen.rows("people")}
    return [
        {
            "name": scene.party(side),
            "people": [_person(scene, side, key, rows[(side, key)]) for key in side_people(scene.handover, side)],
        }
        for side in ("outgoing", "incoming")
    ]


def _person(scene: Scene, side: str, key: str, row: Row) -> dict[str, Any]:
    if side == "outgoing" and not scene.pack.handover.presence.both:
        return {"name": row["title"], "post_name": scene.desk.post_name}
    presence = scene.handover.presence.get(key)
    overdue = scene.handover.open and presence is None and scene.desk.now >= scene.handover.due_at
    judged, declared = str(row["judged"]), str(row["declared"])
    return {
        "name": row["title"],
        "post_name": scene.desk.post_name,
        "stand_in_for": _stands_in_for(scene, key),
        "presence": _presence(presence.lead_s, on_time=presence.on_time) if presence else "absent" if overdue else "",
        "reported_at": presence.at if presence else None,
        "late_by": _late_by(presence.lead_s) if presence and not presence.on_time else "",
        "fitness": "unfit" if "UNFIT" in (judged, declared) else "fit" if "FIT" in (judged, declared) else "",
        "qualification": "" if row["qualified"] or side == "outgoing" else gettext("没有本岗位的有效资格"),
        "expired": not row["qualified"] and side == "incoming",
        "forms": _forms(scene, key, judged) if side == "incoming" and presence else [],
    }


def _presence(lead_s: int, *, on_time: bool) -> str:
    if not on_time:
        return "late"
    if lead_s < 0:  # called to stand in when the hour was past
        return "came"
    return "early" if lead_s > 15 * 60 else "on_time"


def _stands_in_for(scene: Scene, key: str) -> str:
    """For whom somebody stands in, and since when they know; '' for who does not."""
    called = scene.handover.stand_ins.get(key)
    if called is None:
        return ""
    at = spell_moment(called.at, "time")
    if not called.instead_of:
        return gettext("{at} 安排").format(at=at)
    return gettext("顶替{name}，{at} 安排").format(name=scene.desk.name(called.instead_of), at=at)


def _late_by(lead_s: int) -> str:
    """How long before (or after) the begin somebody came who should have come earlier."""
    minutes = abs(lead_s) // 60
    if lead_s >= 0:
        return ngettext("接班前 {n} 分钟到岗", "接班前 {n} 分钟到岗", minutes).format(n=minutes)
    return ngettext("过点 {n} 分钟到岗", "过点 {n} 分钟到岗", minutes).format(n=minutes)


def _forms(scene: Scene, key: str, judged: str) -> list[Form]:
    fit = scene.pack.handover.fitness
    if fit is None or judged or not scene.am(*judges_of(scene.pack)):
        return []
    fitness = {"fitness": [("FIT", gettext("良好")), ("UNFIT", gettext("不宜上岗"))]}
    return [
        scene.form(
            "handover.judge_fitness",
            label=gettext("判定精神状态"),
            where="people",
            fixed={"person": key},
            options=fitness,
            draft=False,
            tone="",
        )
    ]


def own_forms(scene: Scene) -> list[Form]:
    """Return what the reader does about themselves: report in, declare fitness."""
    handover, me = scene.handover, scene.me
    comes = scene.am("incoming") or (scene.am("third") and not handover.arriving)
    forms = []
    comes = comes or (scene.pack.handover.presence.both and scene.am("outgoing"))
    if comes and me not in handover.presence:
        forms.append(
            scene.form(
                "handover.report_in", label=gettext("到岗报到"), where="people", given={"ready": True}, draft=False
            )
        )
    asks = scene.pack.handover.fitness is not None
    if asks and scene.am("incoming") and me in handover.presence and me not in handover.declared:
        forms.append(
            scene.form(
                "handover.declare_fitness",
                label=gettext("申报精神状态"),
                where="people",
                options={"fitness": [("FIT", gettext("良好，可以上岗")), ("UNFIT", gettext("不宜上岗"))]},
                draft=False,
            )
        )
    return forms
