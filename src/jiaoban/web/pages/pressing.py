"""What presses most of all that is to be done now: first in the list of the home page, and where nobody is relieved by
the hour, its next step."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext

from jiaoban.handover.seat import Code
from jiaoban.regime.pack import Pack
from jiaoban.web.desk import Desk

PRESSING = timedelta(hours=1)
"""So long before its moment a thing goes before what has waited longer: it can still be done in time."""
NOTHING_SPECIAL: tuple[Code, ...] = ("WRITE", "LOOK")
"""The next steps of a handover that say only that nothing is to be done about one."""


def by_hurry(things: Iterable[dict[str, Any]], now: datetime) -> list[dict[str, Any]]:
    """Return things to do: first those whose moment comes within the hour, by it; then what is overdue, then the
    others, each in the order given."""

    def pressing(one: Mapping[str, Any]) -> tuple[int, datetime]:
        at, overdue = one.get("at"), bool(one.get("overdue"))
        if at is not None and not overdue and now <= at <= now + PRESSING:
            return 0, at
        return (1 if overdue else 2), now

    return sorted(things, key=pressing)


def first_of(desk: Desk, code: Code, pack: Pack | None, things: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return the first thing to do as parts/next_step.html draws it, at a post that is handed over on request only and
    of which no handover goes on; None where there is no such thing, or the handover comes first."""
    if pack is None or not pack.handover.on_request or code not in NOTHING_SPECIAL:
        return None
    one = next((one for one in things if one.get("url") and not one.get("form")), None)
    if one is None:
        return None
    coming = None if one.get("overdue") else one.get("at")
    return {
        "code": code,
        "title": one["text"],
        "why": gettext("已过时间，请尽快办。") if one.get("overdue") else "",
        "label": gettext("去办"),
        "url": one["url"],
        "due_at": coming,
        "due_label": gettext("时间"),
    }
