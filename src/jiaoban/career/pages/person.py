"""A person's own figures: progress to becoming regular, sales by month, company funds, what bars a promotion."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.career import queries
from jiaoban.career.pages import shown
from jiaoban.career.tables import Member
from jiaoban.fund import queries as funds
from jiaoban.fund.pages.shown import sums
from jiaoban.kernel.access import Right
from jiaoban.kernel.money import NOTHING, spelled
from jiaoban.kernel.months import month_after, month_asked, month_of, month_query, months_on
from jiaoban.kernel.sales import Selling, sales
from jiaoban.kernel.zones import clock_of
from jiaoban.lead import aftersales
from jiaoban.org import queries as org
from jiaoban.regime.careers import Regular
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

MONTHS = 6
"""So many months of sales stand side by side."""
HEIGHT = 80


@page()
def careers_mine(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show one's own figures."""
    return drawn(request, desk, desk.actor.person, own=True)


@page(Right.SUPERVISE)
def careers_of(request: HttpRequest, desk: Desk, person: str) -> HttpResponse:
    """Show a person's figures to whoever supervises."""
    return drawn(request, desk, person, own=False)


def drawn(request: HttpRequest, desk: Desk, person: str, *, own: bool) -> HttpResponse:
    """Draw the figures of a person in the month that the address asks for."""
    name, said = org.person(desk.book, person).name, shown.rules(desk)
    if said is None:
        return draw(request, desk, "career/none.html", {})
    first = month_asked(request.GET.get("month", ""), org.local_day(desk.book, desk.now))
    one = queries.member(desk.book, desk.post, person)
    rule, asked = funds.ruled(desk.here, desk.packs), Selling(desk.book, desk.here, desk.packs, desk.now)
    money = funds.month_of_person(asked, month_of(first), person) if rule else None
    flags = queries.in_the_way(desk.book, desk.here, month_of(first), desk.packs, desk.now, [money] if money else [])
    come = queries.progress(asked, one, said.regular) if one and said.regular else None
    context = {
        "tabs": shown.tabs(desk, "own" if own else ""),
        "name": name,
        "own": own,
        "month": first,
        "before": month_query(first, -1),
        "after": month_query(first, 1),
        "member": shown.member(desk, one) if one else None,
        "progress": shown.progress(come) if come and one and one.probation else None,
        "waits": bool(come and one and not own and shown.waits(one, come)),
        "regular_clause": desk.clause(said.regular.clause) if said.regular else None,
        "reports": bool(said.regular and said.regular.reported),
        "flags": shown.flagged(desk, flags.get(person, ())),
        "promotion_clause": desk.clause(said.promotion.clause) if said.promotion else None,
        "bars": _bars(desk, person, first),
        "money": sums(money, rule) if money and rule else None,
        "money_url": _month_url(desk, "funds_mine" if own else "funds_of", person, first, own=own) if rule else "",
        "care": _care(desk, person, first),
        "care_url": f"{desk.url('aftersales' if own else 'aftersales_month')}?month={first:%Y-%m}"
        + ("" if own else f"&person={person}"),
        "forms": _forms(desk, one, said.regular, own=own),
    }
    return draw(request, desk, "career/person.html", context)


def _month_url(desk: Desk, name: str, person: str, first: date, *, own: bool) -> str:
    found = desk.url(name) if own else desk.url(name, person=person)
    return f"{found}?month={first:%Y-%m}"


def _bars(desk: Desk, person: str, first: date) -> dict[str, Any]:
    """The sales of the last months as bars, of a height by the largest."""
    months = [months_on(first, step) for step in range(1 - MONTHS, 1)]
    clock, by_month = clock_of(desk.zone), dict.fromkeys((month_of(one) for one in months), NOTHING)
    for one in sales(Selling(desk.book, desk.here, desk.packs, desk.now), months[0], month_after(first)):
        if one.person == person:
            by_month[month_of(one.at.astimezone(clock).date())] += one.amount
    most = max(by_month.values()) or Decimal(1)
    bars = [
        {"month": month, "sum": spelled(sum_) if sum_ else "", "x": 8 + at * 52, "height": int(sum_ * HEIGHT / most)}
        for at, (month, sum_) in enumerate(by_month.items())
    ]
    for bar in bars:
        bar["y"] = 16 + HEIGHT - int(str(bar["height"]))
    return {"bars": bars, "now": spelled(by_month[month_of(first)]), "any": any(by_month.values())}


def _care(desk: Desk, person: str, first: date) -> dict[str, int] | None:
    """How many contacts after a sale are missing and to be made by the person, of what ends in the month."""
    said = aftersales.ruled(desk.here, desk.packs)
    if said is None:
        return None
    after, found = month_after(first), {"missing": 0, "open": 0}
    for one in aftersales.of_post(desk.book, desk.here, said, first, after, desk.now):
        for each in one.dues:
            if first <= each.slot.last < after and one.answers(each) == person:
                found["missing" if each.state == "MISSED" else "open"] += each.missing
    return found


def _forms(desk: Desk, one: Member | None, rule: Regular | None, *, own: bool) -> shown.Forms:
    if one is None or rule is None:
        return []
    forms: shown.Forms = []
    if own and desk.can(Right.WORK):
        come = queries.progress(Selling(desk.book, desk.here, desk.packs, desk.now), one, rule)
        if one.standing == "PROBATION" and come.reached:
            forms.append(
                (
                    gettext("填转正表"),
                    desk.form("career.ask_regular", label=gettext("提交转正表"), form_id="ask-regular"),
                )
            )
        if rule.reported and one.standing == "REGULAR" and one.reported_at is None and one.probation:
            forms.append(
                (gettext("向主管汇报转正"), desk.form("career.report", label=gettext("汇报"), form_id="report"))
            )
    if not own:
        forms += shown.deciding(desk, one, rule)
    if desk.can(Right.SUPERVISE) and one.person != desk.actor.person:
        correct = desk.form(
            "career.correct_joining",
            label=gettext("更正"),
            fixed={"person": one.person},
            form_id="correct",
            only=("day", "position", "reason"),
            given={"day": one.day, "position": one.position},
            tone="",
        )
        forms.append((gettext("更正任职信息"), correct))
    return forms
