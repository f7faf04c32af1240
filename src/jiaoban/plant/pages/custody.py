"""Custody: tools, keys, drawings, papers - the register, the count at a handover, recorded shortages."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.utils.translation import gettext

from jiaoban.handover import queries as handover
from jiaoban.kernel.access import Right
from jiaoban.kernel.words import Words
from jiaoban.plant import queries
from jiaoban.plant.queries import Counted
from jiaoban.plant.terms import CONDITIONS, CUSTODY_KINDS, MOVEMENTS
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.frame import draw
from jiaoban.web.visit import act, page

MOVE = Words(zh="登记领用、归还、消耗", en="Record what came or went")


@page()
def custody(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the things in custody of a post and, while a handover goes on, the form to count them."""
    running = handover.current(desk.book, desk.post)
    occasion = running.key if running else ""
    counted = queries.counted(desk.book, desk.post, occasion)
    works = desk.can(Right.WORK)
    register = None
    if desk.can(Right.SUPERVISE):
        kinds = [(code, desk.words(words)) for code, words in CUSTODY_KINDS.items()]
        register = desk.form(
            "plant.register_custody", label=gettext("登记"), form_id="register-custody", options={"kind": kinds}
        )
    moving = None
    if works and counted:
        moving = desk.form(
            "plant.move_custody",
            label=desk.words(MOVE),
            form_id="move-custody",
            options={
                "custody_item": [(one.line.key, one.line.name) for one in counted],
                "movement": [(code, desk.words(words)) for code, words in MOVEMENTS.items()],
            },
        )
    context = {
        "occasion": occasion,
        "lines": [_line(desk, one) for one in counted],
        "conditions": [(code, desk.words(words)) for code, words in CONDITIONS.items()],
        "may_count": works and bool(occasion) and bool(counted),
        "shortages": [_shortage(desk, one, occasion) for one in counted if works and occasion and _unexplained(one)],
        "register": register,
        "moving": moving,
    }
    return draw(request, desk, "plant/custody.html", context)


def _unexplained(one: Counted) -> bool:
    return bool((one.short or one.damaged) and not one.recorded)


def _line(desk: Desk, one: Counted) -> dict[str, Any]:
    mine = next((count for count in one.counts if count.person == desk.actor.person), None)
    answer = desk.answer if desk.answer and desk.answer.form == "count" else None
    return {
        "key": one.line.key,
        "name": one.line.name,
        "kind": desk.words(CUSTODY_KINDS[one.line.kind]),
        "expected": one.line.expected,
        "note": one.line.note,
        "counts": [
            {"by": desk.name(c.person), "found": c.found, "damaged": c.condition == "DAMAGED"} for c in one.counts
        ],
        "short": one.short,
        "damaged": one.damaged,
        "cause": one.shortage.cause if one.shortage else "",
        "found": answer.typed(f"found.{one.line.key}") if answer else mine.found if mine else "",
        "condition": answer.typed(f"condition.{one.line.key}") if answer else mine.condition if mine else "OK",
        "remark": answer.typed(f"note.{one.line.key}") if answer else mine.note if mine else "",
    }


def _shortage(desk: Desk, one: Counted, occasion: str) -> tuple[str, Form]:
    form = desk.form(
        "plant.record_shortage",
        label=gettext("记录短缺"),
        fixed={"occasion": occasion, "custody_item": one.line.key},
        form_id=f"shortage-{one.line.key}",
        given={"missing": one.short},
    )
    return one.line.name, form


@page(Right.WORK, methods=("POST",))
def count(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Record what was counted; things without a figure are left out."""
    typed = request.POST
    said = QueryDict(mutable=True)
    said["occasion"] = typed.get("occasion", "")
    filled = [
        name.partition(".")[2] for name, value in typed.items() if name.startswith("found.") and str(value).strip()
    ]
    for number, key in enumerate(filled):
        said[f"counts.{number}.custody_item"] = key
        said[f"counts.{number}.found"] = typed[f"found.{key}"]
        said[f"counts.{number}.condition"] = typed.get(f"condition.{key}", "") or "OK"
        said[f"counts.{number}.note"] = typed.get(f"note.{key}", "")
    return act(request, desk, "plant.count", said)
