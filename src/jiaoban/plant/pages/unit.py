"""One piece of equipment: what it is part of, what hangs below it, its state, and the history of all of that."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.plant import isolation, queries
from jiaoban.plant.pages.earths import hanging_line, link_line
from jiaoban.plant.pages.equipment import CHOICES, TONES
from jiaoban.plant.tables import Change, Equipment, Hanging, Link, Matter
from jiaoban.plant.terms import EQUIPMENT_STATES
from jiaoban.web import shown as drawn
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

ALTERATIONS = ("CHANGE", "PROTECTION")
PAGE = 50
"""Lines of the history at once."""
T = TypeVar("T", Matter, Link, Hanging)


@page()
def equipment(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """Show a piece of equipment: state, mode, what hangs below it, matters, isolation, history, and the forms."""
    one = queries.equipment(desk.book, key)
    if one is None:
        raise NotFound(f"equipment {key}")
    path, below = queries.above(desk.book, one), queries.below(desk.book, key)
    keys = [key, *(piece.key for piece in below)]
    names = {piece.key: piece.name for piece in (one, *path, *below)}
    history, older = _history(desk, keys, request.GET.get("before", ""))
    context = {
        "one": one,
        "tone": TONES.get(one.state, ""),
        "facts": _facts(desk, one),
        "path": [{"name": piece.name, "url": desk.url("equipment", key=piece.key)} for piece in path],
        "changed_by": desk.name(one.changed_by) if one.changed_by else "",
        "below": [_piece(desk, piece) for piece in below if piece.parent == key][:CHOICES],
        "below_all": len(below),
        "tree_url": f"{desk.url('units')}?at={key}",
        "matters": [drawn.matter(desk, m, names) for m in _read(desk, queries.matters_at(desk.book, keys, limit=PAGE))],
        "alterations": [
            {**drawn.matter(desk, m, names), "before": m.before, "after": m.after}
            for m in _read(desk, queries.alterations(desk.book, keys, ALTERATIONS, limit=PAGE))
        ],
        "links": [link_line(desk, one, names) for one in _read(desk, isolation.links_of(desk.book, keys))],
        "earths": [
            hanging_line(desk, one, names) for one in _read(desk, isolation.hangings(desk.book, keys, limit=PAGE))
        ],
        "history": [_told(desk, change, names, was) for change, was in _pairs(history)],
        "older_url": f"{desk.url('equipment', key=key)}?before={older}#history" if older else "",
        "newer_url": f"{desk.url('equipment', key=key)}#history" if request.GET.get("before") else "",
        "forms": list(_forms(desk, one, below)),
        "new_url": f"{desk.url('matter_new')}?equipment={key}"
        if desk.can(Right.WORK) and one.post == desk.post
        else "",
    }
    return draw(request, desk, "plant/unit.html", context)


def _read(desk: Desk, found: Sequence[T]) -> list[T]:
    """Return what is of a post that the visitor may read."""
    return [one for one in found if desk.may(Right.READ, one.post)]


def _facts(desk: Desk, one: Equipment) -> list[dict[str, str]]:
    return [
        {"name": gettext("编号"), "words": one.code},
        {"name": gettext("类型"), "words": one.kind or "—"},
        {"name": gettext("岗位"), "words": desk.post_names.get(one.post, one.post)},
        {"name": gettext("状态"), "words": desk.words(EQUIPMENT_STATES[one.state])},
        {"name": gettext("运行方式"), "words": one.mode or "—"},
        {"name": gettext("说明"), "words": one.note or "—"},
        *([] if one.in_use else [{"name": gettext("在册"), "words": gettext("已不在册")}]),
    ]


def _piece(desk: Desk, one: Equipment) -> dict[str, Any]:
    return {
        "one": one,
        "url": desk.url("equipment", key=one.key),
        "state": desk.words(EQUIPMENT_STATES[one.state]),
        "tone": TONES.get(one.state, ""),
    }


def _history(desk: Desk, keys: Sequence[str], before: str) -> tuple[list[Change], str]:
    """Return a page of changes, the newest first, and the key of its last one where there are older ones."""
    last = queries.change(desk.book, before) if before else None
    found = queries.changes(desk.book, keys, after=last if last and last.equipment in keys else None, limit=PAGE + 1)
    shown = sorted(found[:PAGE], key=lambda one: (one.at, one.seq), reverse=True)
    return shown, found[PAGE - 1].key if len(found) > PAGE else ""


def _pairs(history: Sequence[Change]) -> list[tuple[Change, Change | None]]:
    """Return each change beside the one of its sort that it came after, as far as this page has it."""
    found: list[tuple[Change, Change | None]] = []
    for place, change in enumerate(history):
        earlier = (one for one in history[place + 1 :] if (one.equipment, one.what) == (change.equipment, change.what))
        found.append((change, next(earlier, None)))
    return found


def _told(desk: Desk, change: Change, names: Mapping[str, str], was: Change | None) -> dict[str, Any]:
    if change.what == "STATE":
        assert change.state is not None
        words = [desk.words(EQUIPMENT_STATES[change.state]), change.mode]
        if was is not None and was.state is not None:
            old = gettext("，").join(filter(None, (desk.words(EQUIPMENT_STATES[was.state]), was.mode)))
            text = f"{old} → {'，'.join(filter(None, words))}"
        else:
            text = gettext("，").join(filter(None, words))
    else:
        text = _register_text(change, names, was)
    return {
        "at": change.at,
        "by": desk.name(change.by),
        "equipment": names.get(change.equipment, change.equipment),
        "url": desk.url("equipment", key=change.equipment),
        "what": gettext("状态") if change.what == "STATE" else gettext("台账"),
        "tone": TONES.get(change.state or "", ""),
        "text": text,
        "note": change.note,
    }


def _register_text(change: Change, names: Mapping[str, str], was: Change | None) -> str:
    said = _register_facts(change, names)
    before = _register_facts(was, names) if was is not None else {}
    return gettext("；").join(
        gettext("{name}：{text}").format(
            name=name, text=f"{before[name] or '—'} → {words or '—'}" if name in before else words
        )
        for name, words in said.items()
        if (words != before[name] if name in before else words)
    )


def _register_facts(change: Change, names: Mapping[str, str]) -> dict[str, str]:
    return {
        gettext("编号"): change.code,
        gettext("名称"): change.name,
        gettext("上级设备"): names.get(change.parent, change.parent),
        gettext("类型"): change.kind,
        gettext("在册"): "" if change.in_use else gettext("已不在册"),
    }


def _forms(desk: Desk, one: Equipment, below: Sequence[Equipment]) -> "chain[tuple[str, Form]]":
    """Return the forms of a piece of this post: its state for who works, its line of the register for the
    supervisor."""
    if one.post != desk.post:
        return chain()
    states = [(code, desk.words(words)) for code, words in EQUIPMENT_STATES.items()]
    state = desk.form(
        "plant.set_state",
        label=gettext("记录状态"),
        fixed={"equipment": one.key},
        form_id="set-state",
        given={"state": one.state, "mode": one.mode},
        options={"state": states},
        help={"occurred_at": gettext("不填为现在")},
    )
    line = desk.form(
        "plant.register_equipment",
        label=gettext("保存"),
        fixed={"equipment": one.key},
        form_id="correct",
        given=one.model_dump(include={"code", "name", "parent", "kind", "in_use"}),
        options={"parent": desk.choose("equipment")},
        help={"parent": gettext("不填即最上一级")},
    )
    under = desk.form(
        "plant.register_equipment",
        label=gettext("登记"),
        fixed={"parent": one.key},
        form_id="register-below",
        only=("equipment", "code", "name", "kind"),
        help={"equipment": gettext("以后不变的代码，如 G1")},
    )
    works = [(gettext("记录状态"), state)] if desk.can(Right.WORK) else []
    supervises = [(gettext("修改台账"), line), (gettext("登记下级设备"), under)] if desk.can(Right.SUPERVISE) else []
    return chain(works, supervises)
