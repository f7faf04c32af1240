"""总览: what a head of department looks at once a month - transfers, exceptions, what nobody follows. Also as files."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext

from jiaoban.followup.tables import FOLLOWUPS, Followup
from jiaoban.handover import queries as handover
from jiaoban.handover.state import Handover
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org
from jiaoban.org.tables import PEOPLE
from jiaoban.web import shown
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.pages.board import STAGES
from jiaoban.web.visit import page

ENDINGS = {
    "SIGNED": Words(zh="双方签字", en="Signed by both sides"),
    "UNATTENDED": Words(zh="无人值守（安全状态）", en="Left in its safe state"),
    "TAKEN_OVER": Words(zh="岗位被接管", en="Taken over by the supervisor"),
    "CANCELLED": Words(zh="取消", en="Cancelled"),
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Text that begins like this would be a formula in a spreadsheet."""
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Line:
    """A handover of the month in words."""

    post: str
    url: str
    due_at: datetime
    closed_at: datetime | None
    leaving: str
    arriving: str
    crew: str
    stage: str
    accepted: bool
    remarks: tuple[str, ...]


@page(Right.OVERSEE)
def oversight(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show a month: transfers not accepted, handovers with exceptions by crew, follow-ups without an owner."""
    month = _month(desk, request.GET.get("month", ""))
    lines = month_lines(desk, month)
    crews = Counter(one.crew for one in lines)
    odd = Counter(one.crew for one in lines if one.remarks)
    return draw(
        request,
        desk,
        "oversight/oversight.html",
        {
            "month": month,
            "all": len(lines),
            "open": [one for one in lines if not one.accepted and (one.closed_at or one.due_at < desk.now)],
            "odd": [one for one in lines if one.remarks],
            "crews": [{"name": crew, "all": crews[crew], "odd": odd[crew]} for crew in _in_order(desk, crews)],
            "ownerless": [shown.follow_up(desk, one) for one in _ownerless(desk)],
            "csv_url": f"{desk.url('oversight_file', form='csv')}?month={month}",
            "followups_url": desk.url("oversight_file", form="followups"),
            "xlsx_url": f"{desk.url('oversight_file', form='xlsx')}?month={month}",
        },
    )


@page(Right.OVERSEE)
def file(request: HttpRequest, desk: Desk, form: str) -> HttpResponseBase:
    """Return the handovers of a month as CSV, the follow-ups without an owner as CSV, or everything as XLSX."""
    month = _month(desk, request.GET.get("month", ""))
    if form == "csv":
        content, kind, name = as_csv(_rows(desk, month_lines(desk, month))), CSV, f"{month}.csv"
    elif form == "followups":
        content, kind, name = as_csv(_followup_rows(desk)), CSV, "followups.csv"
    elif form == "xlsx":
        lines = month_lines(desk, month)
        more = ((gettext("按班组"), _crew_rows(desk, lines)), (gettext("没有跟进人的事项"), _followup_rows(desk)))
        content, kind, name = as_xlsx(_rows(desk, lines), more), XLSX, f"{month}.xlsx"
    else:
        raise NotFound(form)
    name = f"{desk.site.code}-{name}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def month_lines(desk: Desk, month: str) -> list[Line]:
    """Return the handovers of a month ('2026-11'), oldest first."""
    crews = {one.key: desk.words(desk.site.crew_name(one.crew)) if one.crew else "" for one in desk.book.find(PEOPLE)}
    found = handover.of_month(desk.book, month)
    return [_line(desk, one, crews) for one in found if desk.may(Right.READ, one.post)]


def _line(desk: Desk, one: Handover, crews: dict[str, str]) -> Line:
    ending = ENDINGS[one.ending] if one.ending else STAGES.get(one.stage, Words(zh=one.stage))
    return Line(
        post=desk.post_names.get(one.post, one.post),
        url=shown.at_post(desk, "record", one.post, key=one.key) or shown.at_post(desk, "handover", one.post),
        due_at=one.due_at,
        closed_at=one.closed_at,
        leaving=desk.all_names(one.leaving),
        arriving=desk.all_names(one.arriving),
        crew=next((crews[person] for person in one.leaving if crews.get(person)), gettext("无班组")),
        stage=desk.words(ending),
        accepted=one.ending == "SIGNED",
        remarks=tuple(_remarks(desk, one)) if one.exceptional else (),
    )


def _remarks(desk: Desk, one: Handover) -> Iterable[str]:
    for refusal in one.refusals:
        yield gettext("{name} 拒绝：{text}").format(name=desk.name(refusal.by), text=refusal.text)
    for statement in one.statements:
        yield gettext("{name} 说明：{text}").format(name=desk.name(statement.by), text=statement.text)
    for waived in (one_ for one_ in one.confirmations if one_.waived):
        yield gettext("{name} 免除确认：{text}").format(name=desk.name(waived.by), text=waived.note)
    for person, presence in one.presence.items():
        if not presence.on_time:
            yield gettext("{name} 报到晚").format(name=desk.name(person))
    if one.ending not in ("", "SIGNED"):
        yield desk.words(ENDINGS[one.ending])


def _ownerless(desk: Desk) -> list[Followup]:
    """Return the open follow-ups that nobody has, or somebody who is no longer with the site."""
    there = {one.key for one in org.people(desk.book)}
    return [
        one
        for one in desk.book.find(FOLLOWUPS, status="OPEN", order=("due_at",))
        if one.owner not in there and desk.may(Right.READ, one.post)
    ]


def _month(desk: Desk, asked: str) -> str:
    """Return the month asked for, else the present one at the site."""
    today = org.local_day(desk.book, desk.now)
    try:
        return datetime.strptime(asked, "%Y-%m").replace(tzinfo=ZoneInfo(desk.zone)).strftime("%Y-%m")
    except ValueError:
        return today.strftime("%Y-%m")


def _rows(desk: Desk, lines: Sequence[Line]) -> Iterable[list[str]]:
    yield [
        gettext("岗位"),
        gettext("应交接时间"),
        gettext("交接完成时间"),
        gettext("交班人"),
        gettext("接班人"),
        gettext("班组"),
        gettext("结果"),
        gettext("例外"),
    ]
    for one in lines:
        closed = _local(desk, one.closed_at) if one.closed_at else ""
        remarks = "；".join(one.remarks)
        yield [one.post, _local(desk, one.due_at), closed, one.leaving, one.arriving, one.crew, one.stage, remarks]


def _crew_rows(desk: Desk, lines: Sequence[Line]) -> Iterable[list[str]]:
    yield [gettext("交班班组"), gettext("交接次数"), gettext("有例外")]
    for crew in _in_order(desk, {one.crew for one in lines}):
        own = [one for one in lines if one.crew == crew]
        yield [crew, str(len(own)), str(sum(1 for one in own if one.remarks))]


def _in_order(desk: Desk, names: Iterable[str]) -> list[str]:
    """Return names of crews in the order of the site's crews; what is none comes last."""
    order = [desk.words(one.name) for one in desk.site.crews]
    return sorted(names, key=lambda name: (order.index(name) if name in order else len(order), name))


def _followup_rows(desk: Desk) -> Iterable[list[str]]:
    yield [gettext("岗位"), gettext("事项"), gettext("要求或下一步"), gettext("完成时限"), gettext("原跟进人")]
    for one in _ownerless(desk):
        owner = desk.name(one.owner) if one.owner else ""
        yield [desk.post_names.get(one.post, one.post), one.what, one.next_step, _local(desk, one.due_at), owner]


def _local(desk: Desk, at: datetime) -> str:
    return at.astimezone(ZoneInfo(desk.zone)).strftime("%Y-%m-%d %H:%M:%S")


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV that spreadsheets read as text: with a byte order mark, and nothing taken for a formula."""
    target = io.StringIO()
    writer = csv.writer(target)
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])
    return target.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Sequence[str]], more: Iterable[tuple[str, Iterable[Sequence[str]]]] = ()) -> bytes:
    """Return rows as a workbook in which every cell is text; `more` are further sheets by name."""
    from openpyxl import Workbook  # only this file needs it, and it is large

    book = Workbook(write_only=False)
    assert book.active is not None
    _fill(book.active, rows)
    for title, others in more:
        _fill(book.create_sheet(title), others)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _fill(sheet: Any, rows: Iterable[Sequence[str]]) -> None:
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row, start=1):
            at = sheet.cell(row=number, column=column)
            at.value = cell
            at.data_type = "s"
