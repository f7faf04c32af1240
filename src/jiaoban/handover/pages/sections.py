"""The sections of the record as cards, with every line and what the reader may do with it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext, gettext_noop

from jiaoban.handover.acts import DrawnLine
from jiaoban.handover.draw import picks, unopened
from jiaoban.handover.filling import fields_of, section_keys
from jiaoban.handover.pages.exchange import question, visits
from jiaoban.handover.pages.places import slug as slug_of
from jiaoban.handover.pages.scene import Scene
from jiaoban.handover.state import Line
from jiaoban.kernel.words import Words
from jiaoban.plant.terms import EQUIPMENT_STATES
from jiaoban.regime.pack import FormField, Section
from jiaoban.web.forms import Field, Form

SOURCES = {
    "matters": "matter",
    "entries": "entry",
    "followups": "followup",
    "equipment": "equipment",
    "readings": "readings",
    "custody": "custody",
    "duties": "duties",
    "earths": "isolation",
    "links": "isolation",
}
_SOURCE_NAMES = {
    "matters": gettext_noop("设备与事项"),
    "entries": gettext_noop("运行日志"),
    "followups": gettext_noop("跟进"),
    "equipment": gettext_noop("设备"),
    "readings": gettext_noop("抄表"),
    "custody": gettext_noop("工器具与钥匙"),
    "duties": gettext_noop("例行工作"),
    "excursions": gettext_noop("超限"),
    "totals": gettext_noop("累积量"),
    "rounds": gettext_noop("巡检"),
    "earths": gettext_noop("接地线"),
    "links": gettext_noop("保护压板"),
    "hand": gettext_noop("交班人填写"),
}
_STATES: Mapping[str, Words] = {str(code): words for code, words in EQUIPMENT_STATES.items()}


def source_name(source: str) -> str:
    """Return what the source of a line is called."""
    name = _SOURCE_NAMES.get(source)
    return gettext(name) if name else source


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
    slug = slug_of(key)
    mine = [one for _, one in lines if not one.acknowledged_by(scene.me)]
    writes = scene.do_for(*scene.pack.handover.written_by)
    drawn = [_line(scene, line_key, line) for line_key, line in lines]
    bulk = [one["key"] for one in drawn if one["can_acknowledge"] and not one["critical"] and not one["doubted"]]
    together = bulk if len(bulk) > 1 else []
    picked = picking(scene, section, slug)
    for one in drawn:
        one["pick"] = picked["picks"].pop(one["key"], None)
        one["marked"] = one["marked"] or one["pick"] is not None
        one["together"] = not one["marked"] and one["key"] in together
    marked = [one for one in drawn if one["marked"]]
    done = len(lines) - (len(mine) if scene.am("incoming") else _unread(scene, lines))
    settled = done == len(lines) and not any(one["doubted"] or one["unclear"] for one in drawn)
    all_read = scene.handover.offered and settled and (bool(lines) or nothing is not None)
    return {
        "id": slug,
        "number": number,
        "name": scene.desk.words(section.title) + (f" {subject}" if subject else ""),
        "asks": scene.desk.words(section.asks),
        "clause": scene.clause(section.clause) if section.clause != scene.usual_clause else None,
        "lines": drawn,
        "marked": marked,
        "groups": _groups([one for one in drawn if not one["marked"]]),
        "changed": sum(1 for one in drawn if one["changed"]),
        "critical": sum(1 for one in drawn if one["critical"]),
        "folded": all_read
        or (not lines and nothing is not None)
        or (not writes and not scene.am("incoming") and not marked),
        "nothing": nothing,
        "nothing_by": scene.desk.name(nothing.by) if nothing else "",
        "missing": section.required and not lines and nothing is None,
        "empty_fields": missing,
        "total": len(lines),
        "done": done,
        "bulk": together,
        "nothing_form": _nothing_form(scene, key, slug)
        if writes and not lines and nothing is None and section.nothing
        else None,
        "write_form": _write_form(scene, section, slug) if writes else None,
        "left_out": list(picked["picks"].values()),
        "pick_all": picked["pick_all"],
    }


def _nothing_form(scene: Scene, key: str, slug: str) -> Any:
    return scene.form(
        "handover.nothing",
        label=gettext("本栏答「无」"),
        where=f"section-{slug}",
        fixed={"section": key},
        draft=False,
        tone="",
    )


def _groups(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the lines that want no more than reading, by where they come from; equipment by its state, the rarest
    state first: what runs unlike the rest is seen first.
    """
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in lines:
        found.setdefault(one["group"], []).append(one)
    ordered = sorted(
        found.items(), key=lambda item: (item[0][0] != "equipment", item[0][0] == "equipment" and len(item[1]))
    )
    named = len(ordered) > 1 or any(source == "equipment" for source, _ in found)
    return [{"name": name or source_name(source) if named else "", "lines": those} for (source, name), those in ordered]


def _unread(scene: Scene, lines: Iterable[tuple[str, Line]]) -> int:
    people = scene.handover.arriving
    return sum(1 for _, one in lines if not people or not all(one.acknowledged_by(person) for person in people))


def _write_form(scene: Scene, section: Section, slug: str) -> Form:
    form = scene.form(
        "handover.write_line",
        label=gettext("写入本栏"),
        where=f"section-{slug}",
        fixed={"section": section.id},
        only=("text",),
        labels={"text": scene.desk.words(section.asks) or gettext("内容")},
        tone="",
    )
    return _with_fields(scene, form, tuple(one for one in section.fields if "hand" in one.of), {})


def _with_fields(scene: Scene, form: Form, asked: tuple[FormField, ...], held: Mapping[str, str]) -> Form:
    """Return the form with the section's own fields behind its words; what is left empty is for the gates to name."""
    answer = scene.desk.answer if scene.desk.answer and scene.desk.answer.form == form.id else None
    for one in asked:
        name = f"fields.{one.id}"
        form.fields.append(
            Field(
                name=name,
                id=f"{form.id}-{name}".replace(".", "-"),
                label=scene.desk.words(one.title) + (f"（{one.unit}）" if one.unit else ""),
                kind="select" if one.type == "choice" else "text",
                wanted=one.required,
                value=answer.typed(name) if answer else held.get(one.id, ""),
                options=[(choice, choice) for choice in one.choices],
                errors=tuple(answer.errors.get(name, ())) if answer else (),
            )
        )
    return form


def _line(scene: Scene, key: str, line: Line) -> dict[str, Any]:
    body, desk, slug = line.body, scene.desk, slug_of(key)
    ack = line.acks.get(scene.me)
    reading = scene.am("incoming") and scene.handover.stage == "OFFERED" and not line.acknowledged_by(scene.me)
    asked = [question(scene, one) for one in scene.handover.questions.values() if one.line == key]
    own_visits, since = visits(scene, key), changed(scene, line)
    lapsed = ack is not None and ack.revision != line.revision
    outside = body.source == "readings" and body.ref in scene.outside
    state = _STATES.get(body.state)
    acks = [
        {"who": desk.name(person), "at": one.at, "read_back": one.read_back, "old": one.revision != line.revision}
        for person, one in line.acks.items()
    ]
    writing = scene.do_for(*scene.pack.handover.written_by)
    return {
        "key": key,
        "id": slug,
        "marked": bool(
            body.critical or since or own_visits or asked or line.unclear or line.after_offer or lapsed or outside
        ),
        "group": (body.source, desk.words(state) if state and body.source == "equipment" else ""),
        "doubted": scene.me in line.unclear or any(one["open"] for one in asked),
        "text": body.text,
        "remark": body.remark,
        "fields": told_fields(scene, line),
        "at": scene.happened.get(body.ref, body.at) if body.source == "entries" else body.at,
        "pick": None,
        "source": {"label": source_name(body.source), "url": _source_url(scene, line)},
        "critical": body.critical,
        "changed": since,
        "unclear": bool(line.unclear),
        "marks": _marks(scene, line, since, lapsed=lapsed, outside=outside),
        "acks": acks,
        "read_backs": [one for one in acks if one["read_back"]],
        "visits": own_visits,
        "questions": asked,
        "can_acknowledge": reading,
        "read_back_wanted": body.critical,
        "ask_form": _ask_form(scene, key, slug) if reading else None,
        "unclear_form": scene.form(
            "handover.mark_unclear", label=gettext("标为写得不清楚"), where=f"line-{slug}", fixed={"line": key}, tone=""
        )
        if reading
        else None,
        "actions": reading or writing,
        "change_form": _change_form(scene, key, line, slug) if writing else None,
        "drop_form": scene.form(
            "handover.drop_line",
            label=gettext("删去这一条"),
            where=f"section-{body.section}",
            fixed={"line": key},
            tone="danger",
        )
        if writing and body.source == "hand"
        else None,
    }


def _marks(scene: Scene, line: Line, since: str, *, lapsed: bool, outside: bool) -> list[dict[str, str]]:
    """Return what is to be seen at once about a line, as badges."""
    said = []
    if line.body.critical:
        said.append(("block", "critical", gettext("重点，须复述")))
    if outside:
        said.append(("block", "critical", gettext("超限")))
    if since:
        words = gettext("您上次当班后新增") if since == "new" else gettext("您上次当班后有变化")
        said.append(("accent", "changed", words))
    if line.after_offer:
        said.append(("advise", "changed", gettext("交班后补入")))
    if lapsed:
        said.append(("advise", "late", gettext("内容变了，请重新确认")))
    said.extend(
        ("block", "ask", gettext("{name}：{text}").format(name=scene.desk.name(by), text=one.text))
        for by, one in line.unclear.items()
    )
    return [{"tone": tone, "icon": icon, "words": words} for tone, icon, words in said]


def told_fields(scene: Scene, line: Line) -> list[tuple[str, str]]:
    """Return what a line says in the fields that its section asks for, each with its name."""
    body = line.body
    asked = next((one.fields for one in scene.pack.handover.sections if one.id == body.section), ())
    return [(scene.desk.words(one.title), body.fields[one.id]) for one in asked if body.fields.get(one.id)]


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
    form = scene.form(
        "handover.change_line",
        label=gettext("保存"),
        where=f"line-{slug}",
        fixed={"line": key},
        only=("text", "remark") if hand else ("remark",),
        given={"text": line.body.text if hand else "", "remark": line.body.remark},
        tone="",
    )
    section = next(one for one in scene.pack.handover.sections if one.id == line.body.section)
    asked = fields_of(section, line, scene.seen.facts)
    return _with_fields(scene, form, asked, line.body.fields)


def picking(scene: Scene, section: Section, slug: str) -> dict[str, Any]:
    """Return what of a section is to be opened and picked by the reader, by line: each with its forms, and one form for
    all."""
    if not any(draw.pick for draw in section.draws) or not scene.do_for(*scene.pack.handover.offered_by):
        return {"picks": {}, "pick_all": None}
    there = {
        key: line
        for key, line in picks(scene.handover, scene.pack, scene.seen.facts).items()
        if line.section == section.id
    }
    waiting = [line.key for line in unopened(scene.handover, there, scene.me)]
    drawn = {key: _pick(scene, line, slug, opened=key not in waiting) for key, line in there.items()}
    return {"picks": drawn, "pick_all": _pick_form(scene, slug, "take", waiting) if len(waiting) > 1 else None}


def _pick(scene: Scene, line: DrawnLine, slug: str, *, opened: bool) -> dict[str, Any]:
    picked = scene.handover.picks.get(line.key)
    taken = picked is None or picked.taken
    ways = ("take", "leave") if not opened else ("leave",) if taken else ("take",)
    forms = [_pick_form(scene, slug, way, [line.key]) for way in ways]
    return {"text": line.text, "opened": opened, "taken": taken, "forms": forms}


def _pick_form(scene: Scene, slug: str, way: str, keys: list[str]) -> Form:
    """Return the form, its button alone, by which the reader takes these into the record or leaves them out."""
    label = gettext("不收入") if way == "leave" else gettext("收入记录")
    made = scene.desk.form(
        "handover.pick",
        label=label if len(keys) == 1 else gettext("以上都看过，全部收入记录"),
        form_id=f"pick-{way}-{slug_of(keys[0]) if len(keys) == 1 else slug}",
        fixed={"handover": scene.handover.key, way: json.dumps(keys)},
        next_url=f"{scene.url}#section-{slug}",
        draft=False,
        tone="",
    )
    made.fields = []
    return made
