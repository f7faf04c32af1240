"""What the sides say to each other about the record: visits and confirmations, questions and answers, rulings."""

from typing import Any

from django.utils.translation import gettext

from jiaoban.handover.pages.places import slug as slug_of
from jiaoban.handover.pages.scene import Scene
from jiaoban.handover.state import Question
from jiaoban.kernel.words import Words
from jiaoban.regime.facts import Row
from jiaoban.web.forms import Form


def visits(scene: Scene, key: str) -> list[dict[str, Any]]:
    """Return the confirmations that are asked for a line, by point, with the reader's form."""
    found: dict[str, dict[str, Any]] = {}
    titles = {point.id: point for point in scene.pack.handover.confirmations}
    for row in scene.seen.rows("confirmations"):
        if row["line"] != key:
            continue
        point = titles[str(row["point"])]
        on_site = key in scene.handover.lines and scene.handover.lines[key].body.on_site
        made = found.setdefault(
            point.id, {"name": scene.desk.words(point.title), "on_site": on_site, "sides": [], "forms": []}
        )
        made["sides"].append({"label": scene.party(str(row["party"])), "done": row["done"], "waived": row["waived"]})
        made["forms"].extend(confirm_forms(scene, str(row["point"]), key, "", str(row["party"]), done=settled(row)))
    return list(found.values())


RESULTS = {"NORMAL": Words(zh="正常", en="Normal"), "ABNORMAL": Words(zh="不正常", en="Not normal")}


def settled(row: Row) -> bool:
    """Say whether a confirmation needs nothing more; what was found not normal may be looked at again."""
    return bool(row["done"]) and row["result"] != "ABNORMAL"


def confirm_forms(scene: Scene, point: str, line: str, subject: str, party: str, *, done: bool) -> list[Form]:
    """Return the forms by which the reader confirms a point for their party, or waives it for another."""
    rule = next(one for one in scene.pack.handover.confirmations if one.id == point)
    about = {name: value for name, value in (("line", line), ("subject", subject)) if value}
    anchor = f"line-{slug_of(line)}" if line else "confirmations"
    forms = []
    if not done and scene.am(party):
        forms.extend(
            _found(scene, point, about, anchor) if rule.results else [_confirmed(scene, point, about, anchor, party)]
        )
        kinds = [kind for kind in scene.pack.handover.objections if kind.id == rule.findings]
        if any(party in kind.sides for kind in kinds):
            forms.append(_amiss(scene, point, about, anchor))
    if not done and rule.waived_by and scene.am(*rule.waived_by):
        label = gettext("免去{party}确认").format(party=scene.party(party))
        fixed = {"point": point, "party": party, **about}
        forms.append(
            scene.form("handover.waive", label=label, where=anchor, fixed=fixed, only=("reason",), tone="danger")
        )
    waived = next(
        (
            one
            for one in reversed(scene.handover.confirmations)
            if one.waived and (one.point, one.line, one.subject, one.party) == (point, line, subject, party)
        ),
        None,
    )
    if waived is not None and rule.witness and not waived.witness and scene.me != waived.by and scene.am(rule.witness):
        label = gettext("见证{who}的免除：{reason}").format(who=scene.desk.name(waived.by), reason=waived.note)
        fixed = {"point": point, "party": party, **about}
        forms.append(scene.form("handover.witness", label=label, where=anchor, fixed=fixed, tone=""))
    return forms


def _confirmed(scene: Scene, point: str, about: dict[str, str], anchor: str, party: str) -> Form:
    rule = next(one for one in scene.pack.handover.confirmations if one.id == point)
    label = gettext("{party}确认").format(party=scene.party(party))
    fixed, only = {"point": point, **about}, ("finding",) if rule.findings else ("note",)
    if rule.at_tag:
        return scene.form(
            "handover.confirm",
            label=label,
            where=anchor,
            fixed=fixed,
            only=("equipment", *only),
            labels={"equipment": gettext("标牌（扫描或输入）")},
            required=("equipment",),
        )
    return scene.form("handover.confirm", label=label, where=anchor, fixed=fixed, only=only, tone="")


def _amiss(scene: Scene, point: str, about: dict[str, str], anchor: str) -> Form:
    """Return the form by which what is amiss at a point is put to the other side."""
    return scene.desk.form(
        "handover.confirm",
        label=gettext("发现问题，转交对方处理"),
        form_id="-".join(["amiss", point, *about.values()]).replace(".", "-").replace(":", "-"),
        fixed={"handover": scene.handover.key, "point": point, **about},
        next_url=f"{scene.url}#{anchor}",
        only=("finding",),
        required=("finding",),
        tone="danger",
    )


def _found(scene: Scene, point: str, about: dict[str, str], anchor: str) -> list[Form]:
    """Return a form a result: normal goes with one touch, what is not normal wants a word or a photograph."""
    forms = {
        result: scene.form(
            "handover.confirm",
            label=scene.desk.words(words),
            where=anchor,
            fixed={"point": point, **about, "result": result},
            only=("note",),
            labels={"note": gettext("哪里不正常（有照片可以不写）")},
            tone="danger" if result == "ABNORMAL" else "",
        )
        for result, words in RESULTS.items()
    }
    wrong = forms["ABNORMAL"]
    wrong.fields[0].wanted = True  # without a photograph it is refused
    wrong.photos, wrong.url = True, scene.desk.url("handover_confirm", key=scene.handover.key)
    return list(forms.values())


def question(scene: Scene, one: Question) -> dict[str, Any]:
    """Return a question for question.html, with the forms of whoever can answer, settle or rule."""
    forms = []
    if one.open and scene.asking and scene.me in (*scene.handover.leaving, *one.authors):
        label = gettext("答复")
        forms.append(
            scene.form("handover.answer", label=label, where=f"question-{one.key}", fixed={"question": one.key})
        )
    if one.open and scene.asking and one.by == scene.me and one.answers:
        label = gettext("已清楚")
        forms.append(
            scene.form(
                "handover.settle", label=label, where=f"question-{one.key}", fixed={"question": one.key}, draft=False
            )
        )
    if one.open and scene.am("supervisor") and one.by != scene.me:
        forms.append(ruling_form(scene, one.key, gettext("裁定：提问不成立，可以确认")))
    return {
        "id": one.key,
        "by": scene.desk.name(one.by),
        "at": one.at,
        "text": one.text,
        "answers": [{"by": scene.desk.name(mark.by), "at": mark.at, "text": mark.text} for mark in one.answers],
        "open": one.open,
        "settled": one.settled,
        "ruling": {"by": scene.desk.name(one.ruling.by), "text": one.ruling.text} if one.ruling else None,
        "forms": forms,
    }


def ruling_form(scene: Scene, about: str, label: str, *, upheld: bool = False) -> Form:
    """Return the form by which the supervisor sets a question, an objection or a refusal aside, or upholds it."""
    return scene.form(
        "handover.rule",
        label=label,
        where="turns",
        fixed={"about": about, "upheld": "true" if upheld else "false"},
        labels={"text": gettext("裁定理由")},
        tone="",
    )
