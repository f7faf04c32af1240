"""What the pages of company funds show alike: the month asked for, tabs, sums and shares in words."""

from datetime import date
from typing import Any

from django.utils.translation import gettext

from jiaoban.fund import queries
from jiaoban.fund.rules.reckoning import PersonMonth, difference
from jiaoban.fund.tables import Funding
from jiaoban.fund.terms import STATUSES, Status
from jiaoban.kernel.access import Right
from jiaoban.kernel.money import spelled
from jiaoban.kernel.months import first_day, month_after, month_asked, month_of, month_query
from jiaoban.org import queries as org
from jiaoban.regime.funds import Funds
from jiaoban.web.desk import Desk
from jiaoban.web.templatetags.jiaoban import spell_month

TONES: dict[Status, str] = {"ASKED": "advise", "APPROVED": "clear", "REJECTED": "block", "WITHDRAWN": "outline"}


def rules(desk: Desk) -> Funds | None:
    """Return what the regime in force at the post says about company funds, or None."""
    return queries.ruled(desk.here, desk.packs)


def first_of(desk: Desk, asked: str) -> date:
    """Return the first day of the month asked for, else of this one; raises `NotFound` for none."""
    return month_asked(asked, org.local_day(desk.book, desk.now))


def head(desk: Desk, first: date, current: str) -> dict[str, Any]:
    """Return what every page of a month needs: its name, the months beside it, the tabs."""
    return {
        "month": first,
        "before": month_query(first, -1),
        "after": month_query(first, 1),
        "tabs": tabs(desk, current),
    }


def tabs(desk: Desk, current: str) -> list[dict[str, Any]]:
    """Return the tabs; whoever only works here has one page and needs none."""
    if not desk.can(Right.SUPERVISE):
        return []
    return [
        {"label": gettext("本岗位"), "url": desk.url("funds"), "current": current == "month"},
        {"label": gettext("我的资金"), "url": desk.url("funds_mine"), "current": current == "own"},
    ]


def months_open(desk: Desk) -> list[tuple[str, str]]:
    """Return the months for which money can be asked: this one and the next."""
    today = org.local_day(desk.book, desk.now)
    return [(month_of(one), str(spell_month(one))) for one in (today, month_after(today))]


def sums(one: PersonMonth, said: Funds) -> dict[str, Any]:
    """Return the figures of a person's month in words."""
    return {
        "waiting": spelled(one.waiting) if one.waiting else "",
        "granted": spelled(one.granted),
        "spent": spelled(one.spent),
        "left": spelled(one.left),
        "own": spelled(one.own),
        "returned": spelled(one.returned),
        "company": spelled(one.company),
        "sold": spelled(one.sold),
        "share": share(one),
        "above": one.above(said.ratio),
        "most": f"{said.ratio.at_most.normalize():f}%" if said.ratio else "",
        "settled": one.settlement is not None,
        "missing": spelled(abs(difference(one.settlement))) if one.settlement and difference(one.settlement) else "",
        "findings": len(one.findings),
    }


def share(one: PersonMonth) -> str:
    """Return the share of company funds in the sales, in words."""
    if one.percent is not None:
        return f"{one.percent}%"
    return gettext("没有业绩") if one.company else "—"


def asked(desk: Desk, one: Funding) -> dict[str, Any]:
    """Return a request in words."""
    return {
        "name": desk.name(one.person),
        "month": first_day(one.month),
        "amount": spelled(one.amount),
        "granted": spelled(one.granted) if one.status == "APPROVED" and one.granted != one.amount else "",
        "purpose": one.purpose,
        "status": desk.words(STATUSES[one.status]),
        "tone": TONES[one.status],
        "at": one.asked_at,
        "decided_at": one.decided_at,
        "by": desk.name(one.decided_by) if one.decided_by else "",
        "decision": one.decision,
    }
