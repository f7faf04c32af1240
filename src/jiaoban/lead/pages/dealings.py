"""What colleagues said about a customer between them: who talked with whom, left, named or was made to lead."""

from typing import Any

from django.utils.translation import gettext

from jiaoban.lead import evidence
from jiaoban.lead.owner_tables import Dealing
from jiaoban.lead.pages import shown
from jiaoban.lead.tables import Lead
from jiaoban.web.desk import Desk


def rows(desk: Desk, lead: Lead) -> list[dict[str, Any]]:
    """Return it as lead/whose.html draws it, the newest first; notes are for those who work with customers."""
    those = sorted(evidence.dealings_of(desk.book, lead), key=lambda one: (one.at, one.act), reverse=True)
    told = shown.values(desk, [one.note for one in those if one.note])
    desk.names.learn({name for one in those for name in (one.person, one.whom) if name})
    return [
        {
            "at": one.at,
            "words": _words(desk, one),
            "by": desk.name(one.by) if one.by != one.person else "",
            "note": told.get(one.note, "") or one.reason,
        }
        for one in those
    ]


def _words(desk: Desk, one: Dealing) -> str:
    said = {
        "TALKED": gettext("{person} 和 {whom} 沟通过"),
        "LEFT": gettext("{person} 放下，让同事跟"),
        "NAMED": gettext("{person} 提出由 {whom} 主负责"),
        "OVERRULED": gettext("{person} 另定由 {whom} 主负责"),
    }[one.kind]
    return said.format(person=desk.name(one.person), whom=desk.name(one.whom) if one.whom else "")
