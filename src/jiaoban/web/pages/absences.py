"""What of absences stands on the home page: a recall, work to take over or hand back, requests to be decided."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext, ngettext

from jiaoban.absence import queries as absence
from jiaoban.absence.work import finished
from jiaoban.kernel.access import Right
from jiaoban.web.desk import Desk
from jiaoban.web.shown import at_post


def due(desk: Desk) -> Iterable[dict[str, Any]]:
    """A recall to be answered, work to be taken over, to be handed back or that nobody took, and for a supervisor the
    requests to be decided."""
    me, mine = desk.actor.person, desk.url("my_absences")
    for recall in absence.recalls_of(desk.book, me):
        text = gettext("您被召回：{why}，到{where}").format(why=recall.reason, where=recall.where)
        by = recall.next_by
        yield {"icon": "late", "text": text, "url": mine, "at": by, "overdue": by is not None and desk.now > by}
    entrusted = absence.entrusted_to(desk.book, me, desk.now)
    waiting = [line for _one, line in entrusted if line.taken == "WAITING"]
    if waiting:
        said = ngettext("{n} 项移交的工作等您接收", "{n} 项移交的工作等您接收", len(waiting)).format(n=len(waiting))
        yield {"icon": "handover", "text": said, "url": mine, "count": len(waiting)}
    back = [line for one, line in entrusted if line in absence.not_back(one, desk.now)]
    left = [line for line in back if not finished(desk.book, line)]
    if left:
        said = ngettext("{n} 项替人办的工作该交还", "{n} 项替人办的工作该交还", len(left)).format(n=len(left))
        yield {"icon": "handover", "text": said, "url": mine, "count": len(left)}
    yield from _declined(desk)
    if desk.can(Right.SUPERVISE):
        asked = [one for one in absence.to_decide(desk.book, desk.post) if one.person != me]
        if asked:
            said = ngettext("{n} 份离岗申请待批准", "{n} 份离岗申请待批准", len(asked)).format(n=len(asked))
            yield {"icon": "leave", "text": said, "url": desk.url("absences"), "count": len(asked)}


def _declined(desk: Desk) -> Iterable[dict[str, Any]]:
    """Tell whoever asked to be away what of their work was not taken over: they name somebody else."""
    for one in absence.of_person(desk.book, desk.actor.person):
        over = not one.live or one.back_at is not None or one.until_at <= desk.now
        lines = [] if over else [line for line in one.lines if line.taken == "DECLINED"]
        left = [line for line in lines if not finished(desk.book, line)]
        if left:
            text = ngettext("{n} 项移交没有人接收，请另定人", "{n} 项移交没有人接收，请另定人", len(left))
            url = at_post(desk, "absence", one.post, key=one.key)
            yield {"icon": "late", "text": text.format(n=len(left)), "url": url, "count": len(left)}
