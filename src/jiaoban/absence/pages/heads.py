"""移交督查: what a head looks at - transfers, owners, cover and recalls, by group and month. Also as files."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext

from jiaoban.absence.head import SORTS, Gap, Watch, watch
from jiaoban.absence.pages import shown
from jiaoban.absence.tables import Absence
from jiaoban.absence.terms import STATUSES
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.org import queries as org
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.sheets import CSV, XLSX, as_csv, as_xlsx, moment
from jiaoban.web.shown import at_post
from jiaoban.web.visit import page


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a month, and a crew by its code or all of them."""

    year: int
    month: int
    crew: str

    @property
    def text(self) -> str:
        """The month as the address has it."""
        return f"{self.year:04}-{self.month:02}"

    @property
    def query(self) -> str:
        """The query of an address that asks for the same."""
        return urlencode({"month": self.text, **({"crew": self.crew} if self.crew else {})})


@page(Right.OVERSEE)
def transfers(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show what was left open in a month: transfers, owners, cover and recalls, by group."""
    asked = _asked(desk, request)
    seen, gaps = _seen(desk, asked)
    context = {
        "month": asked.text,
        "crew": asked.crew,
        "all_crews": [(one.crew, desk.words(one.name)) for one in desk.site.crews],
        "gaps": [_gap(desk, one) for one in gaps],
        "sorts": _by_sort(desk, gaps),
        "crews": _by_crew(desk, seen, gaps, asked.crew),
        "absences": [shown.row(desk, one) for one in _absences(desk, seen, asked.crew)],
        "csv_url": f"{desk.url('transfers_file', form='csv')}?{asked.query}",
        "xlsx_url": f"{desk.url('transfers_file', form='xlsx')}?{asked.query}",
        "oversight_url": desk.url("oversight"),
    }
    return draw(request, desk, "absence/transfers.html", context)


@page(Right.OVERSEE)
def transfers_file(request: HttpRequest, desk: Desk, form: str) -> HttpResponseBase:
    """Return what was left open in a month as CSV, or as XLSX with the figures of the groups and the absences."""
    asked = _asked(desk, request)
    seen, gaps = _seen(desk, asked)
    if form == "csv":
        content, kind = as_csv(_gap_rows(desk, gaps)), CSV
    elif form == "xlsx":
        crews = (gettext("按班组"), _crew_rows(desk, seen, gaps, asked.crew))
        absences = (gettext("离岗"), _absence_rows(desk, _absences(desk, seen, asked.crew)))
        content, kind = as_xlsx(_gap_rows(desk, gaps), (crews, absences)), XLSX
    else:
        raise NotFound(form)
    name = f"{desk.site.code}-transfers-{asked.text}.{form}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _asked(desk: Desk, request: HttpRequest) -> Asked:
    today = org.local_day(desk.book, desk.now)
    try:
        read = datetime.strptime(request.GET.get("month", ""), "%Y-%m")  # noqa: DTZ007 - a month has no zone
        year, month = (read.year, read.month) if 1970 <= read.year < 2200 else (today.year, today.month)
    except ValueError:
        year, month = today.year, today.month
    return Asked(year, month, request.GET.get("crew", "").strip()[:20])


def _seen(desk: Desk, asked: Asked) -> tuple[Watch, list[Gap]]:
    seen = watch(desk.book, asked.year, asked.month, desk.now)
    mine = [one for one in seen.gaps if desk.may(Right.READ, one.post)]
    return seen, [one for one in mine if asked.crew in ("", one.crew)]


def _absences(desk: Desk, seen: Watch, crew: str) -> list[Absence]:
    readable = [one for one in seen.absences if desk.may(Right.READ, one.post)]
    return [one for one in readable if crew in ("", seen.crews.get(one.person, ""))]


def _crew_name(desk: Desk, crew: str) -> str:
    return desk.words(desk.site.crew_name(crew)) if crew else gettext("无班组")


def _gap(desk: Desk, one: Gap) -> dict[str, Any]:
    return {
        "sort": desk.words(SORTS[one.sort]),
        "url": at_post(desk, "absence", one.post, key=one.key),
        "post": desk.post_names.get(one.post, one.post),
        "person": desk.name(one.person),
        "crew": _crew_name(desk, one.crew),
        "what": desk.words(one.what),
        "who": desk.name(one.who) if one.who else "",
        "at": one.at,
    }


def _by_sort(desk: Desk, gaps: Sequence[Gap]) -> list[dict[str, Any]]:
    counted = Counter(one.sort for one in gaps)
    return [{"name": desk.words(name), "count": counted[sort]} for sort, name in SORTS.items()]


def _by_crew(desk: Desk, seen: Watch, gaps: Sequence[Gap], crew: str) -> list[dict[str, Any]]:
    away = Counter(seen.crews.get(one.person, "") for one in _absences(desk, seen, crew))
    found = Counter((one.crew, one.sort) for one in gaps)
    order = [one.crew for one in desk.site.crews]
    crews = {*away, *(one.crew for one in gaps)}
    known = sorted(crews, key=lambda one: (order.index(one) if one in order else len(order), one))
    return [
        {
            "name": _crew_name(desk, one),
            "absences": away[one],
            "figures": [found[one, sort] for sort in SORTS],
        }
        for one in known
    ]


def _gap_rows(desk: Desk, gaps: Sequence[Gap]) -> Iterable[list[str]]:
    yield [
        gettext("情况"),
        gettext("内容"),
        gettext("离岗人"),
        gettext("班组"),
        gettext("岗位"),
        gettext("该由谁办"),
        gettext("时间"),
    ]
    for one in gaps:
        said = _gap(desk, one)
        yield [
            said["sort"],
            said["what"],
            said["person"],
            said["crew"],
            said["post"],
            said["who"],
            moment(desk, one.at),
        ]


def _crew_rows(desk: Desk, seen: Watch, gaps: Sequence[Gap], crew: str) -> Iterable[list[str]]:
    yield [gettext("班组"), gettext("离岗"), *(desk.words(name) for name in SORTS.values())]
    for one in _by_crew(desk, seen, gaps, crew):
        yield [one["name"], str(one["absences"]), *map(str, one["figures"])]


def _absence_rows(desk: Desk, absences: Sequence[Absence]) -> Iterable[list[str]]:
    yield [gettext("离岗人"), gettext("类别"), gettext("岗位"), gettext("开始"), gettext("结束"), gettext("状态")]
    for one in absences:
        post, kind = desk.post_names.get(one.post, one.post), shown.kind_name(desk, one)
        time = [moment(desk, one.from_at), moment(desk, one.until_at)]
        yield [desk.name(one.person), kind, post, *time, desk.words(STATUSES[one.status])]
