"""The month of a post: requests to be decided, everybody's company money and its share, as a page and as a file."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, pgettext

from jiaoban.fund import queries
from jiaoban.fund.pages import shown
from jiaoban.fund.pages.person import drawn
from jiaoban.fund.rules.reckoning import PersonMonth, difference
from jiaoban.fund.tables import Funding
from jiaoban.kernel.access import Right
from jiaoban.kernel.months import month_of
from jiaoban.kernel.sales import Selling
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.sheets import FORMS, sheet
from jiaoban.web.visit import page


@page()
def funds(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the month of everybody to whoever supervises; to others their own."""
    first, said = shown.first_of(desk, request.GET.get("month", "")), shown.rules(desk)
    if said is None:
        return draw(request, desk, "fund/none.html", {})
    if not desk.can(Right.SUPERVISE):
        return drawn(request, desk, desk.actor.person, own=True)
    found = queries.month(Selling(desk.book, desk.here, desk.packs, desk.now), month_of(first))
    waiting = queries.waiting(desk.book, desk.post)
    desk.names.learn({one.person for one in found} | {one.person for one in waiting})
    context = {
        **shown.head(desk, first, "month"),
        "clause": desk.clause(said.clause),
        "ratio_clause": desk.clause(said.ratio.clause) if said.ratio else None,
        "most": f"{said.ratio.at_most.normalize():f}%" if said.ratio else "",
        "waiting": [_deciding(desk, one) for one in waiting],
        "people": [
            {
                "name": desk.name(one.person),
                "url": f"{desk.url('funds_of', person=one.person)}?month={first:%Y-%m}",
                **shown.sums(one, said),
            }
            for one in found
        ],
        "files": [(form.upper(), f"{desk.url('funds_file', form=form)}?month={first:%Y-%m}") for form in FORMS],
    }
    return draw(request, desk, "fund/month.html", context)


@page(Right.SUPERVISE)
def funds_file(request: HttpRequest, desk: Desk, form: str) -> HttpResponse:
    """Return the month: a line for each person."""
    first = shown.first_of(desk, request.GET.get("month", ""))
    found = queries.month(Selling(desk.book, desk.here, desk.packs, desk.now), month_of(first))
    desk.names.learn(one.person for one in found)
    return sheet(desk, f"{desk.post}-funds-{first:%Y-%m}", form, _lines(desk, found, first))


def _lines(desk: Desk, found: Iterable[PersonMonth], first: date) -> Iterable[list[str]]:
    said = shown.rules(desk)
    yield [
        *(
            gettext("月份"),
            gettext("人员"),
            gettext("待批准"),
            gettext("公司给"),
            gettext("已投放"),
            gettext("退回公司"),
        ),
        *(gettext("公司投入"), gettext("自己充值"), gettext("业绩"), gettext("比例（%）"), gettext("超出比例")),
        *(gettext("结算差额"), gettext("查出的出错和作假")),
    ]
    for one in found:
        missing = str(difference(one.settlement)) if one.settlement else ""
        figures = (one.waiting, one.granted, one.spent, one.returned, one.company, one.own, one.sold)
        yield [
            *(f"{first:%Y-%m}", desk.name(one.person), *(str(figure) for figure in figures)),
            str(one.percent) if one.percent is not None else "",
            gettext("是") if said is not None and one.above(said.ratio) else "",
            *(missing, "；".join(f"{each.what} {each.amount}" for each in one.findings)),
        ]


def _deciding(desk: Desk, one: Funding) -> dict[str, Any]:
    """A request with the forms to decide on it; nobody decides their own."""
    forms: list[tuple[str, Any]] = []
    if one.person != desk.actor.person:
        approve = desk.form(
            "fund.approve",
            label=pgettext("do", "批准"),
            fixed={"funding": one.key},
            form_id=f"approve-{one.key}",
            given={"amount": one.amount},
            only=("amount", "note"),
        )
        reject = desk.form(
            "fund.reject",
            label=gettext("不批准"),
            fixed={"funding": one.key},
            form_id=f"reject-{one.key}",
            only=("reason",),
            tone="danger",
        )
        forms = [(pgettext("do", "批准"), approve), (gettext("不批准"), reject)]
    answered = desk.answer.form if desk.answer else ""
    return {**shown.asked(desk, one), "forms": forms, "open": any(form.id == answered for _, form in forms)}
