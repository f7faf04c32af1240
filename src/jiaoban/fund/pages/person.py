"""The month of a person: requests, spending, settlement, what was found; and the forms for whoever may."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.fund import queries
from jiaoban.fund.pages import shown
from jiaoban.fund.rules.deciding import BLOCKED
from jiaoban.fund.rules.reckoning import PersonMonth, by_person, difference
from jiaoban.fund.tables import FundFinding, Funding, Settlement, Spending
from jiaoban.fund.terms import SORTS, Sort
from jiaoban.kernel.access import Right
from jiaoban.kernel.effects import effects
from jiaoban.kernel.money import NOTHING, spelled
from jiaoban.kernel.months import first_day, month_after, month_of
from jiaoban.kernel.sales import Selling
from jiaoban.org import queries as org
from jiaoban.regime.funds import Cited, Funds
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

DAY = timedelta(days=1)


@page()
def funds_mine(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show one's own month."""
    return drawn(request, desk, desk.actor.person, own=True)


@page(Right.SUPERVISE)
def funds_of(request: HttpRequest, desk: Desk, person: str) -> HttpResponse:
    """Show the month of a person to whoever supervises."""
    return drawn(request, desk, person, own=False)


def drawn(request: HttpRequest, desk: Desk, person: str, *, own: bool) -> HttpResponse:
    """Draw the month of a person that the address asks for."""
    name, first = org.person(desk.book, person).name, shown.first_of(desk, request.GET.get("month", ""))
    said, month = shown.rules(desk), month_of(first)
    if said is None:
        return draw(request, desk, "fund/none.html", {})
    one = queries.month_of_person(Selling(desk.book, desk.here, desk.packs, desk.now), month, person) or _empty(
        person, month
    )
    findings = queries.findings_of(desk.book, desk.post, month, person)
    context = {
        **shown.head(desk, first, "own" if own else ""),
        "name": name,
        "own": own,
        "clause": desk.clause(said.clause),
        "ratio_clause": desk.clause(said.ratio.clause) if said.ratio else None,
        "one": shown.sums(one, said),
        "blocked": _blocked(desk, person),
        "asked": [_asked(desk, each, own=own) for each in queries.fundings_of(desk.book, desk.post, month, person)],
        "spent": [_spent(desk, each) for each in queries.spendings_of(desk.book, desk.post, month, person)],
        "settlement": _settlement(desk, one.settlement) if one.settlement else None,
        "findings": [_finding(desk, each) for each in findings],
        "conduct_url": desk.link("conduct") if own else desk.link("conduct_occasions"),
        "forms": [*(_own_forms(desk, one) if own else ()), *_others(desk, said, one, own=own)],
    }
    return draw(request, desk, "fund/person.html", context)


def _empty(person: str, month: str) -> PersonMonth:
    return by_person(month, (), (), (), (), {person: NOTHING})[0]


def _blocked(desk: Desk, person: str) -> list[dict[str, Any]]:
    """What keeps company money from the person now or from next month on."""
    today = org.local_day(desk.book, desk.now)
    found = {
        (one.case, one.first): one
        for day in (today, month_after(today))
        for one in effects(desk.book, desk.post, BLOCKED, day)
        if one.person == person
    }
    return [
        {
            "says": desk.words(one.says) or gettext("公司不投入资金"),
            "first": one.first,
            "last": one.after - DAY if one.after else None,
            "clause": desk.clause(one.clause) if one.clause else None,
        }
        for one in found.values()
    ]


def _asked(desk: Desk, one: Funding, *, own: bool) -> dict[str, Any]:
    told = shown.asked(desk, one)
    if own and one.status == "ASKED":
        told["withdraw"] = desk.form(
            "fund.withdraw",
            label=gettext("撤回申请"),
            fixed={"funding": one.key},
            form_id=f"withdraw-{one.key}",
            only=("reason",),
            tone="danger",
        )
    return told


def _spent(desk: Desk, one: Spending) -> dict[str, Any]:
    told: dict[str, Any] = {
        "day": one.day,
        "amount": spelled(one.amount),
        "own": one.own,
        "what": one.what,
        "counts": one.counts,
        "by": desk.name(one.struck_by) if one.struck_by else "",
        "why": one.struck_why,
    }
    if one.counts and desk.can(Right.WORK) and (one.person == desk.actor.person or desk.can(Right.SUPERVISE)):
        told["strike"] = desk.form(
            "fund.strike_spending",
            label=gettext("划除这一笔"),
            fixed={"spending": one.key},
            form_id=f"strike-{one.key}",
            only=("reason",),
            tone="danger",
        )
    return told


def _settlement(desk: Desk, one: Settlement) -> dict[str, Any]:
    missing = difference(one)
    return {
        "granted": spelled(one.granted),
        "billed": spelled(one.billed),
        "returned": spelled(one.returned),
        "missing": spelled(abs(missing)) if missing else "",
        "short": missing > 0,
        "note": one.note,
        "at": one.at,
        "by": desk.name(one.by),
        "earlier": one.earlier,
    }


def _finding(desk: Desk, one: FundFinding) -> dict[str, Any]:
    told: dict[str, Any] = {
        "sort": desk.words(SORTS[one.sort]),
        "amount": spelled(one.amount) if one.amount else "",
        "what": one.what,
        "at": one.at,
        "by": desk.name(one.by),
        "counts": one.counts,
        "cleared_by": desk.name(one.cleared_by) if one.cleared_by else "",
        "why": one.cleared_why,
    }
    if one.counts and desk.can(Right.SUPERVISE) and one.person != desk.actor.person:
        told["clear"] = desk.form(
            "fund.clear",
            label=gettext("撤销这一条"),
            fixed={"finding": one.key},
            form_id=f"clear-{one.key}",
            only=("reason",),
            tone="danger",
        )
    return told


def _own_forms(desk: Desk, one: PersonMonth) -> list[tuple[str, Any]]:
    """Ask, and enter what was spent."""
    if not desk.can(Right.WORK):
        return []
    ask = desk.form(
        "fund.ask",
        label=gettext("提交申请"),
        form_id="ask",
        options={"month": shown.months_open(desk)},
        given={"month": shown.months_open(desk)[0][0]},
        help={"amount": gettext("元，可以带两位小数，如 3000 或 3000.50")},
    )
    spend = desk.form(
        "fund.spend",
        label=gettext("登记"),
        form_id="spend",
        given={"day": org.local_day(desk.book, desk.now).isoformat()},
        help={"own": gettext("自己充值的钱不算公司投入，也不占公司资金。")},
    )
    return [(gettext("申请公司资金"), ask), (gettext("登记投放或充值"), spend)]


def _others(desk: Desk, said: Funds, one: PersonMonth, *, own: bool) -> list[tuple[str, Any]]:
    """Settle the month, once it comes to its end; and what a supervisor found of somebody else."""
    forms: list[tuple[str, Any]] = []
    today, last = org.local_day(desk.book, desk.now), month_after(first_day(one.month)) - DAY
    if (own or desk.can(Right.SUPERVISE)) and today >= last and (one.granted or one.settlement):
        settle = desk.form(
            "fund.settle",
            label=gettext("结算"),
            fixed={"month": one.month, "person": one.person},
            form_id="settle",
            only=("billed", "returned", "note"),
            help={"billed": gettext("以平台账单为准。公司给的，减去账单和退回，差额就是出错。")},
        )
        forms.append((gettext("再结算一次") if one.settlement else gettext("月结"), settle))
    if desk.can(Right.SUPERVISE) and one.person != desk.actor.person and first_day(one.month) <= today:
        ruled: tuple[tuple[Sort, Cited | None], ...] = (("ERROR", said.errors), ("FRAUD", said.fraud))
        sorts = [sort for sort, rule in ruled if rule is not None]
        find = desk.form(
            "fund.find",
            label=gettext("登记"),
            fixed={"person": one.person, "month": one.month},
            form_id="find",
            only=("sort", "amount", "what"),
            options={"sort": [(sort, desk.words(SORTS[sort])) for sort in sorts]},
            help={"amount": gettext("出错要写差多少；作假知道多少写多少。")},
            tone="danger",
        )
        if sorts:
            forms.append((gettext("登记查出的出错或作假"), find))
    return forms
