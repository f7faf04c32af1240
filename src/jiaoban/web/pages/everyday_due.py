"""What of everyday work stands on the home page: the regime to be read, checklists, items that went up or were passed
on, suggestions, and what was observed of the reader."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext, ngettext

from jiaoban.duty import checking, queries, reading
from jiaoban.followup import queries as followup
from jiaoban.followup.rules.passing import may_answer, reached
from jiaoban.kernel.access import Right
from jiaoban.regime.everyday import Duties
from jiaoban.regime.pack import Pack
from jiaoban.web.desk import Desk

LATELY = timedelta(days=7)
"""So long an observation is on the home page of whom it is about."""


def everyday_due(desk: Desk, pack: Pack | None) -> Iterable[dict[str, Any]]:
    """Yield it in the order of its hurry."""
    said = pack.duties if pack else None
    yield from _put_to_us(desk, said)
    if pack is None or said is None:
        return
    yield from _late(desk, said)
    yield from _checklists(desk, said)
    yield from _reading(desk, pack)
    if said.suggestions is not None and desk.can(Right.SUPERVISE):
        new = followup.suggestions(desk.book, desk.post, ("NEW",))
        if new:
            text = ngettext("{n} 条建议待处理", "{n} 条建议待处理", len(new)).format(n=len(new))
            url = f"{desk.url('suggestions')}?show=new"
            yield {"icon": "note", "text": text, "url": url, "count": len(new)}
    if said.conduct:
        found = queries.observations(desk.book, desk.post, desk.actor.person, limit=5)
        if any(one.at > desk.now - LATELY and one.withdrawn_at is None for one in found):
            yield {"icon": "note", "text": gettext("主管记了关于您的情况"), "url": desk.url("observations")}


def to_report(desk: Desk, pack: Pack | None) -> list[dict[str, str]]:
    """Return what anybody can report from the home page with one tap."""
    said = pack.duties if pack else None
    made = []
    if said is not None and said.faults is not None:
        made.append({"icon": "defect", "label": gettext("报故障"), "url": desk.url("fault_new")})
    if said is not None and said.suggestions is not None:
        made.append({"icon": "note", "label": gettext("提建议"), "url": desk.url("suggestion_new")})
    return made


def _put_to_us(desk: Desk, said: Duties | None) -> Iterable[dict[str, Any]]:
    """What was put to this post, or to whom the reader is, and waits for an answer."""
    here = followup.put_to(desk.book, desk.post)
    if said is not None and said.items is not None and said.items.departments:
        here += followup.open_for(desk.book, desk.post)
    waiting = {one.key: one for one in here if one.asked is not None and may_answer(one, desk.actor)}
    for one in waiting.values():
        text = gettext("转来等您接收：{what}").format(what=one.what)
        yield {"icon": "follow-up", "text": text, "url": desk.url("followup", key=one.key), "at": one.due_at}


def _late(desk: Desk, said: Duties) -> Iterable[dict[str, Any]]:
    """What is open beyond its limit for so long that the reader is told."""
    roles = {"supervisor": desk.can(Right.SUPERVISE) and desk.can(Right.WORK), "head": desk.can(Right.OVERSEE)}
    if not any(roles.values()):
        return
    found = [
        one
        for one in followup.overdue(desk.book, desk.post, desk.now)
        if any(roles[step.to] for step in reached(one, said.items, desk.now))
    ]
    if found:
        text = ngettext("{n} 项跟进逾期，上报到您", "{n} 项跟进逾期，上报到您", len(found)).format(n=len(found))
        url = desk.url("followup", key=found[0].key) if len(found) == 1 else f"{desk.url('followups')}?show=overdue"
        yield {"icon": "late", "text": text, "url": url, "overdue": True, "count": len(found)}


def _checklists(desk: Desk, said: Duties) -> Iterable[dict[str, Any]]:
    if not said.checklists or not desk.can(Right.WORK):
        return
    for one in checking.waiting(desk.book, desk.here, desk.packs, desk.actor.person, desk.now):
        yield {
            "icon": "check",
            "text": gettext("填检查表：{title}").format(title=desk.words(one.checklist.title)),
            "url": desk.url("checklists"),
            "at": one.due_at,
            "overdue": one.state(desk.now) == "OVERDUE",
        }


def _reading(desk: Desk, pack: Pack) -> Iterable[dict[str, Any]]:
    found = reading.readers(desk.book, desk.here, pack, desk.now)
    mine = next((one for one in found if one.person == desk.actor.person), None)
    if mine is not None and mine.read_at is None:
        text = gettext("请读制度并确认：{title} {version}").format(
            title=desk.words(pack.head.title), version=pack.head.version
        )
        yield {"icon": "regime", "text": text, "url": desk.url("reading"), "overdue": mine.late(desk.now)}
    late = [one for one in found if one.read_at is None and one.late(desk.now) and one != mine]
    if late and desk.can(Right.SUPERVISE):
        text = ngettext("{n} 人逾期没有确认读过制度", "{n} 人逾期没有确认读过制度", len(late)).format(n=len(late))
        yield {"icon": "regime", "text": text, "url": desk.url("reading"), "count": len(late)}
