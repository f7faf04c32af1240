"""What of customers after the sale, company funds and careers stands on the home page."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext, ngettext

from jiaoban.career import queries as careers
from jiaoban.fund import queries as funds
from jiaoban.kernel.access import Right
from jiaoban.kernel.sales import Selling
from jiaoban.lead import aftersales
from jiaoban.web.desk import Desk

DAY = timedelta(days=1)
WEEK = 7


def sales_due(desk: Desk) -> Iterable[dict[str, Any]]:
    """Contacts that are missing or nearly due, customers to be taken over, requests and forms to be decided."""
    yield from _aftersales(desk)
    yield from _funds(desk)
    yield from _careers(desk)


def _aftersales(desk: Desk) -> Iterable[dict[str, Any]]:
    said, me = aftersales.ruled(desk.here, desk.packs), desk.actor.person
    if said is None:
        return
    waiting = len(aftersales.waiting_for(desk.book, desk.post, me))
    if waiting:
        text = ngettext("{n} 位客户等您接收", "{n} 位客户等您接收", waiting).format(n=waiting)
        yield {"icon": "handover", "text": text, "url": desk.url("aftersales"), "count": waiting}
    if not desk.can(Right.WORK):
        return
    today = aftersales.local_day(desk.here, desk.now)
    found = aftersales.of_post(desk.book, desk.here, said, today - WEEK * DAY, today + DAY, desk.now)
    mine = [one for one in found if one.responsible == me]
    missed = sum(any(_just_missed(each, today) for each in one.dues) for one in mine)
    soon = sum(any(each.state == "SOON" for each in one.dues) for one in mine)
    if missed:
        text = ngettext("{n} 位客户的售后漏做", "{n} 位客户的售后漏做", missed).format(n=missed)
        yield {"icon": "late", "text": text, "url": desk.url("aftersales"), "count": missed, "overdue": True}
    if soon:
        text = ngettext("{n} 位客户的售后快到期", "{n} 位客户的售后快到期", soon).format(n=soon)
        yield {"icon": "read-back", "text": text, "url": desk.url("aftersales"), "count": soon}


def _just_missed(each: Any, today: Any) -> bool:
    """It came to be missing in the last week: what is older can no longer be done, and stands in its month."""
    return bool(each.state == "MISSED" and today - each.slot.after < WEEK * DAY)


def _funds(desk: Desk) -> Iterable[dict[str, Any]]:
    if not desk.can(Right.SUPERVISE) or funds.ruled(desk.here, desk.packs) is None:
        return
    asked = [one for one in funds.waiting(desk.book, desk.post) if one.person != desk.actor.person]
    if asked:
        text = ngettext("{n} 笔投入资金待批准", "{n} 笔投入资金待批准", len(asked)).format(n=len(asked))
        yield {"icon": "order", "text": text, "url": desk.url("funds"), "count": len(asked)}


def _careers(desk: Desk) -> Iterable[dict[str, Any]]:
    said, me = careers.ruled(desk.here, desk.packs), desk.actor.person
    if said is None or said.regular is None:
        return
    own = careers.member(desk.book, desk.post, me)
    mine = own if own is not None and own.standing == "PROBATION" and desk.can(Right.WORK) else None
    asked = Selling(desk.book, desk.here, desk.packs, desk.now)
    if mine is not None and careers.progress(asked, mine, said.regular).reached:
        yield {"icon": "people", "text": gettext("业绩已达到转正要求，请填转正表"), "url": desk.url("careers_mine")}
    if own is not None and said.regular.reported and own.regular_at is not None and own.reported_at is None:
        yield {"icon": "people", "text": gettext("已登记转正，请向主管汇报"), "url": desk.url("careers_mine")}
    if desk.can(Right.SUPERVISE):
        those = [one for one in careers.members(desk.book, desk.post) if one.person != me]
        forms = sum(one.standing == "ASKED" for one in those)
        told = sum(one.reported_at is not None and one.taken_at is None for one in those)
        if forms:
            text = ngettext("{n} 份转正表待登记", "{n} 份转正表待登记", forms).format(n=forms)
            yield {"icon": "people", "text": text, "url": desk.url("careers"), "count": forms}
        if told:
            text = ngettext("{n} 份转正汇报等您收", "{n} 份转正汇报等您收", told).format(n=told)
            yield {"icon": "people", "text": text, "url": desk.url("careers"), "count": told}
