"""What of absences stands on the home page: a recall, work to take over, requests to be decided."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext, ngettext

from jiaoban.absence import queries as absence
from jiaoban.kernel.access import Right
from jiaoban.web.desk import Desk


def due(desk: Desk) -> Iterable[dict[str, Any]]:
    """A recall to be answered, work to be taken over, and for a supervisor the requests to be decided."""
    me, mine = desk.actor.person, desk.url("my_absences")
    for recall in absence.recalls_of(desk.book, me):
        text = gettext("您被召回：{why}，到{where}").format(why=recall.reason, where=recall.where)
        by = recall.next_by
        yield {"icon": "late", "text": text, "url": mine, "at": by, "overdue": by is not None and desk.now > by}
    waiting = [one for one in absence.entrusted_to(desk.book, me, desk.now) if one[1].taken == "WAITING"]
    if waiting:
        said = ngettext("{n} 项移交的工作等您接收", "{n} 项移交的工作等您接收", len(waiting)).format(n=len(waiting))
        yield {"icon": "handover", "text": said, "url": mine, "count": len(waiting)}
    if desk.can(Right.SUPERVISE):
        asked = [one for one in absence.to_decide(desk.book, desk.post) if one.person != me]
        if asked:
            said = ngettext("{n} 份离岗申请待批准", "{n} 份离岗申请待批准", len(asked)).format(n=len(asked))
            yield {"icon": "leave", "text": said, "url": desk.url("absences"), "count": len(asked)}
