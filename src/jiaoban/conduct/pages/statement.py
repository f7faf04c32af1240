"""月度汇总: what was decided in a month, by person and for the department; as a page and as a file."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, pgettext

from jiaoban.conduct import queries
from jiaoban.conduct.pages import shown
from jiaoban.conduct.queries import Seen
from jiaoban.conduct.rules.measures import plain
from jiaoban.conduct.terms import POINTS, STATUSES
from jiaoban.kernel.months import month_asked, month_query
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.sheets import FORMS, moment, sheet
from jiaoban.web.visit import page


@page()
def conduct_statement(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the month: everybody's sums to whoever sees all of the post, one's own to everybody else."""
    first = _first(request, desk)
    found = _found(desk, first)
    context: dict[str, Any] = {
        "tabs": shown.tabs(desk, "statement"),
        "everything": shown.oversees(desk),
        "month": first,
        "before": month_query(first, -1),
        "after": month_query(first, 1),
        "people": [_sums(desk, desk.name(key), those) for key, those in _by_person(found).items()],
        "total": _sums(desk, gettext("合计"), found) if found else None,
        "rows": [{**shown.row(desk, one), "figure": _figures(desk, [one])} for one in found],
        "files": [
            (form.upper(), f"{desk.url('conduct_statement_file', form=form)}?month={first:%Y-%m}") for form in FORMS
        ],
    }
    return draw(request, desk, "conduct/statement.html", context)


@page()
def conduct_statement_file(request: HttpRequest, desk: Desk, form: str) -> HttpResponse:
    """Return the month as a file: a line for each case, then the sums of everybody and of all."""
    first = _first(request, desk)
    return sheet(desk, f"{desk.post}-conduct-{first:%Y-%m}", form, lines(desk, _found(desk, first)))


def lines(desk: Desk, found: list[Seen]) -> Iterable[list[str]]:
    """Return the lines of the file: heads, the cases, and the sums."""
    yield [
        *(
            gettext("人员"),
            gettext("发生时间"),
            gettext("事项"),
            gettext("条款"),
            pgettext("breach", "经过"),
            gettext("第几次"),
        ),
        *(gettext("制度所写"), gettext("决定"), gettext("制度数额"), gettext("补足差额"), gettext("状态")),
        *(gettext("决定人"), gettext("决定时间"), gettext("原因")),
    ]
    for one in found:
        case, last = one.case, one.case.decision
        assert last is not None
        yield [
            desk.name(case.person),
            moment(desk, case.happened_at),
            shown.title(desk, one),
            case.clause,
            desk.words(case.says),
            str(last.nth),
            gettext("第 {n} 级").format(n=last.proposed) if last.proposed else "",
            desk.words(one.decided_words) if case.status != "ANNULLED" else "",
            plain(one.figure) if one.figure is not None else "",
            plain(one.make_good) if one.make_good is not None else "",
            desk.words(STATUSES[case.status]),
            desk.name(last.by),
            moment(desk, last.at),
            last.reason,
        ]
    people = [(desk.name(key), those) for key, those in _by_person(found).items()]
    for name, those in [*people, *([(gettext("合计"), found)] if found else [])]:
        figure, missing = _sum(one.figure for one in those), _sum(one.make_good for one in those)
        counted = str(sum(one.case.status in ("DECIDED", "APPEALED") for one in those))
        blank = [""] * 5
        yield [name, *blank[:4], counted, "", gettext("小计"), plain(figure), plain(missing), *blank[:4]]


def _first(request: HttpRequest, desk: Desk) -> date:
    return month_asked(request.GET.get("month", ""), org.local_day(desk.book, desk.now))


def _found(desk: Desk, first: date) -> list[Seen]:
    return shown.seen(desk, queries.decided_in(desk.book, desk.post, first, desk.zone))


def _by_person(found: Iterable[Seen]) -> dict[str, list[Seen]]:
    people: dict[str, list[Seen]] = {}
    for one in found:
        people.setdefault(one.case.person, []).append(one)
    return people


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((one for one in amounts if one is not None), Decimal(0))


def _unit(one: Seen) -> Words:
    """Return what the figure of a case is in: points where its version of the regime had points."""
    last = one.case.decision
    return POINTS if last and any(each.points is not None for each in last.measures) else one.currency


def _figures(desk: Desk, found: Iterable[Seen]) -> str:
    """Return the sum of figures in words, that of each unit on its own; '' for none."""
    sums: dict[str, Decimal] = {}
    for one in found:
        if one.figure is not None:
            unit = desk.words(_unit(one))
            sums[unit] = sums.get(unit, Decimal(0)) + one.figure
    return desk.tongue.all_of(f"{plain(amount)} {unit}" for unit, amount in sums.items() if amount)


def _sums(desk: Desk, name: str, found: list[Seen]) -> dict[str, Any]:
    missing = _sum(one.make_good for one in found)
    stands = [one for one in found if one.case.status in ("DECIDED", "APPEALED")]
    return {
        "name": name,
        "cases": len(stands),
        "figure": _figures(desk, found),
        "make_good": f"{plain(missing)} {desk.words(stands[0].currency)}" if missing else "",
        "appealed": sum(one.case.status == "APPEALED" for one in found),
    }
