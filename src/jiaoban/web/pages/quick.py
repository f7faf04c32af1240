"""The quick entry of the logbook, as the home page and the logbook show it."""

from typing import Any

from django.utils.translation import gettext

from jiaoban.logbook.terms import CATEGORIES
from jiaoban.plant import queries as plant
from jiaoban.plant.lives import LIVES
from jiaoban.regime.subjects import subjects
from jiaoban.web.desk import Desk
from jiaoban.web.forms import choice

WITHOUT_A_PLANT = ("WORK", "ROUND", "INSTRUCTION", "ACCIDENT", "OTHER")
"""What is told of at a post that has no equipment, under a regime that speaks of none."""


def told_of(desk: Desk) -> tuple[str, ...]:
    """Return the categories of entries that have a place at a post."""
    pack = desk.rule_book()
    if pack is None or "plant" in subjects(pack) or plant.has_equipment(desk.book, desk.post):
        return tuple(CATEGORIES)
    return WITHOUT_A_PLANT


def quick(desk: Desk) -> dict[str, Any]:
    """Return the quick entry form as parts/quick_entry.html draws it, with what a refused one held."""
    mine = desk.answer if desk.answer and desk.answer.form == "quick" else None
    chosen = mine.typed("category") if mine else ""
    kinds: dict[str, list[dict[str, str]]] = {}
    for kind, life in LIVES.items():
        kinds.setdefault(life.category, []).append({"code": kind, "name": desk.words(life.name)})
    units = desk.choose("equipment")
    told = told_of(desk)
    return {
        "url": desk.url("write"),
        "draft": f"{desk.site.code}-{desk.post}-quick",
        "next": desk.path,
        "photos": True,
        "text": mine.typed("text") if mine else "",
        "happened_at": mine.typed("occurred_at") if mine else "",
        "typed": {name: mine.typed(name) for name in ("severity", "before", "after", "number")} if mine else {},
        "categories": [
            {
                "code": code,
                "name": desk.words(name),
                "current": code == (chosen or told[0]),
                "kinds": kinds.get(code, []) if told != WITHOUT_A_PLANT or code != "WORK" else [],
                "kind": (mine.typed(f"kind_{code}") if mine else "") or _usual_kind(code, kinds),
            }
            for code, name in CATEGORIES.items()
            if code in told
        ],
        "equipment": choice("equipment", "quick-equipment", gettext("设备"), units, answer=mine) if units else None,
    }


def _usual_kind(category: str, kinds: dict[str, list[dict[str, str]]]) -> str:
    """What a category usually opens; work and its measures are mostly only told of."""
    return kinds[category][0]["code"] if category in kinds and category != "WORK" else ""
