"""业绩: what came of a month, as figures, pictures that print, and a file; of the whole post and of one person."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.kernel.money import spelled
from jiaoban.kernel.months import month_asked, month_query
from jiaoban.lead import figures, queries
from jiaoban.lead.figures import Figures, Month
from jiaoban.lead.pages import credited, following
from jiaoban.lead.terms import KINDS, Kind
from jiaoban.org import queries as org
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.sheets import FORMS, sheet
from jiaoban.web.templatetags.jiaoban import spell_day
from jiaoban.web.visit import page

WAY: tuple[Kind, ...] = ("CONTACT", "APPOINTMENT", "VISIT", "DEPOSIT", "SALE")
"""How a customer comes to buy."""
WIDE, HIGH = 600, 160
"""The units of the picture of the days."""


@page()
def lead_figures(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the month of the post: the way from contact to sale, day by day, everybody and their groups."""
    found = _month(request, desk)
    desk.names.learn(found.people)
    context = {
        **_common(desk, found, "lead_figures"),
        "facts": _facts(desk, found.whole),
        "way": _way(desk, found.whole),
        "chart": _chart(desk, found.days),
        "heads": [desk.words(KINDS[kind]) for kind in figures.COUNTED],
        "groups": [_group(desk, found, one) for one in found.groups],
        "several": len(found.groups) > 1,
        **credited.shown(desk, found),
        "files": [
            *((form.upper(), f"{desk.url('lead_figures_file', form=form)}{_query(found.first)}") for form in FORMS),
            *_sales_files(desk, found),
        ],
    }
    return draw(request, desk, "lead/figures.html", context)


@page()
def lead_figures_of(request: HttpRequest, desk: Desk, person: str) -> HttpResponse:
    """Show the month of one person."""
    found, somebody = _month(request, desk), org.person(desk.book, person)
    own, said = found.people.get(somebody.key) or Figures(), queries.ruled(desk.here, desk.packs)
    context = {
        **_common(desk, found, "lead_figures_of", person=somebody.key),
        "person": desk.name(somebody.key),
        "facts": _facts(desk, own),
        "way": _way(desk, own),
        "share": _share(own.sold, found.whole.sold),
        **credited.shown(desk, found, somebody.key),
        "whole": desk.url("lead_figures") + _query(found.first),
        "barred": following.notice(desk, said, somebody.key, found.first) if said else None,
    }
    return draw(request, desk, "lead/figures_of.html", context)


@page()
def lead_figures_file(request: HttpRequest, desk: Desk, form: str) -> HttpResponse:
    """Return the month: a line for each person."""
    found = _month(request, desk)
    desk.names.learn(found.people)
    return sheet(desk, f"{desk.post}-customers-{found.first:%Y-%m}", form, lines(desk, found))


@page()
def lead_figures_sales(request: HttpRequest, desk: Desk, form: str) -> HttpResponse:
    """Return the sales of the month: a line for everybody for whom some of one counts."""
    found = _month(request, desk)
    credited.learn(desk, found.sales)
    return sheet(desk, f"{desk.post}-sales-{found.first:%Y-%m}", form, credited.lines(desk, found))


def _sales_files(desk: Desk, found: Month) -> Iterable[tuple[str, str]]:
    """The files of the sales, where there are any."""
    for form in FORMS if found.sales else ():
        url = f"{desk.url('lead_figures_sales', form=form)}{_query(found.first)}"
        yield gettext("成交明细 {form}").format(form=form.upper()), url


def lines(desk: Desk, found: Month) -> Iterable[list[str]]:
    """Return the lines of a file: heads, then one for each person, group by group."""
    yield [
        *(gettext("人员"), gettext("班组"), gettext("新增客户")),
        *(desk.words(KINDS[kind]) for kind in figures.COUNTED),
        *(gettext("定金金额"), gettext("成交金额")),
    ]
    for group in found.groups:
        for person, one in group.people.items():
            yield [
                *(desk.name(person), _crew(desk, group.crew), str(one.opened)),
                *(str(one.times[kind]) for kind in figures.COUNTED),
                *(str(one.paid["DEPOSIT"]), str(one.sold)),
            ]


def _month(request: HttpRequest, desk: Desk) -> Month:
    first = month_asked(request.GET.get("month", ""), org.local_day(desk.book, desk.now))
    return figures.month_of(desk.book, desk.here, desk.packs, first, desk.now)


def _query(first: date) -> str:
    return month_query(first, 0)


def _common(desk: Desk, found: Month, name: str, **more: str) -> dict[str, Any]:
    here = desk.url(name, **more)
    return {
        "month": found.first,
        "before": here + month_query(found.first, -1),
        "after": here + month_query(found.first, 1),
    }


def _facts(desk: Desk, one: Figures) -> list[dict[str, str]]:
    return [
        {"name": gettext("成交金额"), "words": spelled(one.sold)},
        {"name": desk.words(KINDS["SALE"]), "words": str(one.times["SALE"])},
        {"name": gettext("定金金额"), "words": spelled(one.paid["DEPOSIT"])},
        {"name": gettext("新增客户"), "words": str(one.opened)},
    ]


def _way(desk: Desk, one: Figures) -> list[dict[str, Any]]:
    """The steps on the way to a sale, each as a bar against the longest; of each, how many came so far of the one
    before; a month has more of a later step where customers of the month before went on."""
    longest = max(one.times[kind] for kind in WAY) or 1
    before: int | None = None
    found = []
    for kind in WAY:
        number = one.times[kind]
        found.append(
            {
                "name": desk.words(KINDS[kind]),
                "number": number,
                "width": f"{number / longest * 100:.1f}",
                "share": f"{number / before:.0%}" if before and number <= before else "",
            }
        )
        before = number
    return found


def _chart(desk: Desk, days: dict[date, Figures]) -> dict[str, Any] | None:
    """The days as bars: what was sold, and above them how many came."""
    if not any(one.sold or one.times["VISIT"] for one in days.values()):
        return None
    most = max(one.sold for one in days.values()) or Decimal(1)
    visits = max(one.times["VISIT"] for one in days.values()) or 1
    step = WIDE / 31
    listed = list(days.items())
    return {
        "wide": WIDE,
        "high": HIGH,
        "most": spelled(most) if any(one.sold for one in days.values()) else "",
        "bars": [
            {
                "x": f"{at * step + 2:.1f}",
                "width": f"{step - 4:.1f}",
                "y": f"{HIGH - float(one.sold / most) * (HIGH - 34):.1f}",
                "height": f"{float(one.sold / most) * (HIGH - 34):.1f}",
                "dot_x": f"{(at + 0.5) * step:.1f}",
                "dot_r": f"{(one.times['VISIT'] / visits) ** 0.5 * 8:.1f}",
                "came": one.times["VISIT"],
                "any": bool(one.times["VISIT"] or one.sold),
                "said": gettext("{day}：到店 {visits} 人，成交 {sold}").format(
                    day=spell_day(day), visits=one.times["VISIT"], sold=spelled(one.sold)
                ),
            }
            for at, (day, one) in enumerate(listed)
        ],
        "ticks": [
            {"x": f"{(at + 0.5) * step:.1f}", "text": day.day}
            for at, (day, _) in enumerate(listed)
            if day.day == 1 or day.day % 5 == 0
        ],
    }


def _group(desk: Desk, found: Month, group: figures.Group) -> dict[str, Any]:
    most = max((one.sold for one in found.people.values()), default=Decimal(0)) or Decimal(1)
    return {
        "name": _crew(desk, group.crew),
        "whole": _row(desk, found, "", group.whole, most),
        "people": [_row(desk, found, person, one, most) for person, one in group.people.items()],
    }


def _row(desk: Desk, found: Month, person: str, one: Figures, most: Decimal) -> dict[str, Any]:
    return {
        "name": desk.name(person) if person else "",
        "url": desk.url("lead_figures_of", person=person) + _query(found.first) if person else "",
        "own": person == desk.actor.person,
        "opened": one.opened,
        "cells": [{"name": desk.words(KINDS[kind]), "number": one.times[kind]} for kind in figures.COUNTED],
        "sold": spelled(one.sold),
        "width": f"{min(1.0, float(one.sold / most)) * 100:.1f}",
        "share": _share(one.sold, found.whole.sold),
    }


def _share(part: Decimal, whole: Decimal) -> str:
    return f"{part / whole:.0%}" if whole else ""


def _crew(desk: Desk, code: str) -> str:
    return desk.words(desk.site.crew_name(code)) if code else ""
