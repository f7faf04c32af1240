"""The sections of the record as cards, with every line and what the reader may do with it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from jiaoban.handover.facts import section_keys
from jiaoban.handover.pages.scene import Scene
from jiaoban.handover.state import Line, Question
from jiaoban.regime.pack import Section
from jiaoban.web.forms import Form

SOURCES = {
    "matters": "matter",
    "entries": "entry",
    "followups": "followup",
    "equipment": "equipment",
    "readings": "readings",
    "custody": "custody",
    "duties": "duties",
}


def source_name(source: str) -> str:
    """Return what the source of a line is called."""
    return {
        "matters": gettext("设备与事项"),
        "entries": gettext("运行日志"),
        "followups": gettext("跟进"),
        "equipment": gettext("设备"),
        "readings": gettext("抄表"),
        "custody": gettext("工器具与钥匙"),
        "duties": gettext("例行工作"),
        "hand": gettext("交班人填写"),
    }.get(source, source)


def sections(scene: Scene) -> list[dict[str, Any]]:
    """Return every section for section.html, in the order of the regime."""
    rows = {str(row["id"]): row for row in scene.seen.rows("sections")}
    drawn = []
    for number, section in enumerate(scene.pack.handover.sections, start=1):
        for key, subject, name in section_keys(section, scene.desk.here):
            lines = [
                (line_key, line)
                for line_key, line in scene.handover.lines.items()
                if line.body.section == section.id and (not subject or line.body.subject == subject)
            ]
            drawn.append(_section(scene, section, number, key, name, lines, missing=str(rows[key]["missing"])))
    return drawn


def _section(
    scene: Scene,
    section: Section,
    number: int,
    key: str,
    subject: str,
    lines: list[tuple[str, Line]],
    *,
    missing: str,
) -> dict[str, Any]:
    nothing = scene.handover.nothing.get(key)
    slug = key.replace(":", "-")
    mine = [one for _, one in lines if not one.acknowledged_by(scene.me)]
    outgoing = scene.am("outgoing")
    bulk = [k for k, one in lines if not one.body.critical and not one.acknowledged_by(scene.me)]
    reading = scene.am("incoming") and scene.handover.stage == "OFFERED"
    return {
        "id": slug,
        "number": number,
        "name": scene.desk.words(section.title) + (f" {subject}" if subject else ""),
        "asks": scene.desk.words(section.asks),
        "clause": scene.clause(section.clause),
        "lines": [_line(scene, line_key, line) for line_key, line in lines],
        "nothing": nothing,
        "nothing_by": scene.desk.name(nothing.by) if nothing else "",
        "missing": section.required and not lines and nothing is None,
        "empty_fields": missing,
        "total": len(lines),
        "done": len(lines) - (len(mine) if scene.am("incoming") else _unread(scene, lines)),
        "bulk": bulk if reading and len(bulk) > 1 else [],
        "nothing_form": scene.form(
            "handover.nothing",
            label=gettext("本栏答「无」"),
            where=f"section-{slug}",
            fixed={"section": key},
            draft=False,
            tone="",
        )
        if outgoing and not lines and nothing is None and section.nothing
        else None,
        "write_form": _write_form(scene, section, slug) if outgoing else None,
    }


def _unread(scene: Scene, lines: Iterable[tuple[str, Line]]) -> int:
    people = scene.handover.arriving
    return sum(1 for _, one in lines if not people or not all(one.acknowledged_by(person) for person in people))


def _write_form(scene: Scene, section: Section, slug: str) -> Form:
    return scene.form(
        "handover.write_line",
        label=gettext("写入本栏"),
        where=f"section-{slug}",
        fixed={"section": section.id},
        only=("text",),
        labels={"text": scene.desk.words(section.asks) or gettext("内容")},
        tone="",
    )


def _line(scene: Scene, key: str, line: Line) -> dict[str, Any]:
    body, desk, slug = line.body, scene.desk, key.replace(".", "-").replace(":", "-")
    ack = line.acks.get(scene.me)
    reading = scene.am("incoming") and scene.handover.stage == "OFFERED" and not line.acknowledged_by(scene.me)
    return {
        "key": key,
        "id": slug,
        "text": body.text,
        "remark": body.remark,
        "fields": [
            (field.title, body.fields[field.id]) for field in _fields(scene, body.section) if field.id in body.fields
        ],
        "at": body.at,
        "source": {"label": source_name(body.source), "url": _source_url(scene, line)},
        "critical": body.critical,
        "changed": changed(scene, line),
        "after_offer": line.after_offer,
        "unclear": [{"by": desk.name(person), "why": mark.text} for person, mark in line.unclear.items()],
        "acks": [
            {"who": desk.name(person), "at": one.at, "read_back": one.read_back, "old": one.revision != line.revision}
            for person, one in line.acks.items()
        ],
        "lapsed": ack is not None and ack.revision != line.revision,
        "visits": visits(scene, key),
        "questions": [question(scene, one) for one in scene.handover.questions.values() if one.line == key],
        "can_acknowledge": reading,
        "read_back_wanted": body.critical,
        "ask_form": _ask_form(scene, key, slug) if reading else None,
        "unclear_form": scene.form(
            "handover.mark_unclear", label=gettext("标为写得不清楚"), where=f"line-{slug}", fixed={"line": key}, tone=""
        )
        if reading
        else None,
        "change_form": _change_form(scene, key, line, slug) if scene.am("outgoing") else None,
        "drop_form": scene.form(
            "handover.drop_line",
            label=gettext("删去这一条"),
            where=f"section-{body.section}",
            fixed={"line": key},
            tone="danger",
        )
        if scene.am("outgoing") and body.source == "hand"
        else None,
    }


def _fields(scene: Scene, section_id: str) -> tuple[Any, ...]:
    return next((one.fields for one in scene.pack.handover.sections if one.id == section_id), ())


def changed(scene: Scene, line: Line) -> str:
    """Return 'new' or 'changed' when the thing is so since the reader's own last duty at this post ended, else ''."""
    since = scene.last_on_duty
    at = line.body.at
    if "incoming" not in scene.parties or at is None or line.body.source in ("readings", "custody"):
        return ""
    if since is not None and at < since:
        return ""
    return "new" if line.body.source in ("entries", "hand") else "changed"


def _source_url(scene: Scene, line: Line) -> str:
    name = SOURCES.get(line.body.source, "")
    if not name:
        return ""
    if name in ("matter", "entry", "followup", "equipment"):
        return scene.desk.url(name, key=line.body.ref)
    return scene.desk.url(name)


def _ask_form(scene: Scene, key: str, slug: str) -> Form:
    return scene.form(
        "handover.ask",
        label=gettext("向交班人提问"),
        where=f"line-{slug}",
        fixed={"line": key},
        labels={"text": gettext("您要问什么")},
        tone="",
    )


def _change_form(scene: Scene, key: str, line: Line, slug: str) -> Form:
    hand = line.body.source == "hand"
    return scene.form(
        "handover.change_line",
        label=gettext("保存"),
        where=f"line-{slug}",
        fixed={"line": key},
        only=("text", "remark") if hand else ("remark",),
        given={"text": line.body.text if hand else "", "remark": line.body.remark},
        tone="",
    )


def visits(scene: Scene, key: str) -> list[dict[str, Any]]:
    """Return the confirmations that are asked for a line, by point, with the reader's form."""
    found: dict[str, dict[str, Any]] = {}
    titles = {point.id: point for point in scene.pack.handover.confirmations}
    for row in scene.seen.rows("confirmations"):
        if row["line"] != key:
            continue
        point = titles[str(row["point"])]
        made = found.setdefault(point.id, {"name": scene.desk.words(point.title), "sides": [], "forms": []})
        made["sides"].append({"label": scene.party(str(row["party"])), "done": row["done"], "waived": row["waived"]})
        made["forms"].extend(
            confirm_forms(scene, str(row["point"]), key, "", str(row["party"]), done=bool(row["done"]))
        )
    return list(found.values())


def confirm_forms(scene: Scene, point: str, line: str, subject: str, party: str, *, done: bool) -> list[Form]:
    """Return the forms by which the reader confirms a point for their party, or waives it for another."""
    rule = next(one for one in scene.pack.handover.confirmations if one.id == point)
    about = {name: value for name, value in (("line", line), ("subject", subject)) if value}
    anchor = f"line-{line.replace('.', '-').replace(':', '-')}" if line else "confirmations"
    forms = []
    if not done and scene.am(party):
        label = gettext("{party}确认").format(party=scene.party(party))
        forms.append(
            scene.form(
                "handover.confirm", label=label, where=anchor, fixed={"point": point, **about}, only=("note",), tone=""
            )
        )
    if not done and rule.waived_by and scene.am(*rule.waived_by):
        label = gettext("免去{party}确认").format(party=scene.party(party))
        fixed = {"point": point, "party": party, **about}
        forms.append(
            scene.form("handover.waive", label=label, where=anchor, fixed=fixed, only=("reason",), tone="danger")
        )
    return forms


def question(scene: Scene, one: Question) -> dict[str, Any]:
    """Return a question for question.html, with the forms of whoever can answer, settle or rule."""
    forms = []
    if one.open and scene.am("outgoing"):
        label = gettext("答复")
        forms.append(
            scene.form("handover.answer", label=label, where=f"question-{one.key}", fixed={"question": one.key})
        )
    if one.open and one.by == scene.me and one.answers:
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


def ruling_form(scene: Scene, about: str, label: str) -> Form:
    """Return the form by which the supervisor sets a question, an objection or a refusal aside."""
    return scene.form(
        "handover.rule",
        label=label,
        where="turns",
        fixed={"about": about, "upheld": "false"},
        labels={"text": gettext("裁定理由")},
        tone="",
    )
