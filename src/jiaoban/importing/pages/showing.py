"""What came of a table, as the page of its import shows it."""

from typing import Any

from jiaoban.importing.carry import Change
from jiaoban.importing.export import NO, YES
from jiaoban.importing.kinds import Kind
from jiaoban.importing.take import Told
from jiaoban.web.desk import Desk

MOST = 200
"""Problems and changes that are listed; of more their number is told."""


def shown(desk: Desk, kind: Kind, told: Told) -> dict[str, Any]:
    """Return a preview as importing/import.html draws it."""
    changes = [one for one in told.changes if one.what != "SAME"]
    return {
        "good": told.good,
        "new": told.count("NEW"),
        "changed": told.count("CHANGED"),
        "same": told.count("SAME"),
        "ignored": told.ignored,
        "problems": [
            {"line": one.line, "column": one.column, "cell": one.cell, "says": desk.words(one.says)}
            for one in told.problems[:MOST]
        ],
        "problems_all": len(told.problems),
        "problems_more": max(0, len(told.problems) - MOST),
        "changes": [_change(desk, kind, one) for one in changes[:MOST]],
        "changes_all": len(changes),
        "changes_more": max(0, len(changes) - MOST),
    }


def _change(desk: Desk, kind: Kind, one: Change) -> dict[str, Any]:
    return {
        "line": one.line,
        "key": one.key,
        "new": one.what == "NEW",
        "said": one.said,
        "fields": [
            {"name": kind.head_of(name, desk.language), "before": _plain(desk, before), "after": _plain(desk, after)}
            for name, (before, after) in one.fields.items()
        ],
    }


def _plain(desk: Desk, value: Any) -> str:
    """Return a value of a state as people read it: of a part of a state where it is, of a list its parts."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return desk.words(YES if value else NO)
    if isinstance(value, dict):
        return str(value.get("place") or value.get("qualification") or value.get("role") or "、".join(map(str, value)))
    if isinstance(value, list | tuple):
        return "、".join(_plain(desk, one) for one in value) or "—"
    return str(value)
