"""总览: what a head of department looks at once a month - transfers, exceptions, what nobody follows. Also as files."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext

from jiaoban.followup.tables import FOLLOWUPS, Followup
from jiaoban.handover import queries as handover
from jiaoban.handover.state import Handover
from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.org import queries as org
from jiaoban.org.tables import PEOPLE
from jiaoban.web import shown
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.pages.board import STAGES
from jiaoban.web.sheets import CSV, XLSX, as_csv, as_xlsx
from jiaoban.web.visit import page

ENDINGS = {
    "SIGNED": Words(zh="双方签字", en="Signed by both sides"),
    "UNATTENDED": Words(zh="无人值守（安全状态）", en="Left in its safe state"),
    "TAKEN_OVER": Words(zh="岗位被接管", en="Taken over by the supervisor"),
    "CANCELLED": Words(zh="取消", en="Cancelled"),
}


@dataclass(frozen=True)
class Line:
    """A handover of the month in words. `not_accepted`: it ended otherwise than by both signatures, or its hour is
    past."""

    post: str
    url: str
    due_at: datetime
    closed_at: datetime | None
    leaving: str
    arriving: str
    crew: str
    stage: str
    not_accepted: bool
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """A month of all crews, or of the crew of this name: its handovers, oldest first; what nobody follows now, beside
    the crew of whoever followed it last or wrote it down."""

    month: str
    crew: str
    lines: list[Line]
    ownerless: list[tuple[Followup, str]]

    @property
    def query(self) -> str:
        """The query of an address that asks for the same."""
        return urlencode({"month": self.month, **({"crew": self.crew} if self.crew else {})})


@page(Right.OVERSEE)
def oversight(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show a month: transfers not accepted, handovers with exceptions by crew, follow-ups without an owner."""
    seen = _seen(desk, request)
    return draw(
        request,
        desk,
        "oversight/oversight.html",
        {
            "month": seen.month,
            "crew": seen.crew,
            "all_crews": [desk.words(one.name) for one in desk.site.crews],
            "all": len(seen.lines),
            "open": [one for one in seen.lines if one.not_accepted],
            "odd": [one for one in seen.lines if one.remarks],
            "crews": _by_crew(desk, seen),
            "ownerless": [{**shown.follow_up(desk, one), "crew": crew} for one, crew in seen.ownerless],
            "csv_url": f"{desk.url('oversight_file', form='csv')}?{seen.query}",
            "followups_url": f"{desk.url('oversight_file', form='followups')}?{seen.query}",
            "xlsx_url": f"{desk.url('oversight_file', form='xlsx')}?{seen.query}",
        },
    )


@page(Right.OVERSEE)
def file(request: HttpRequest, desk: Desk, form: str) -> HttpResponseBase:
    """Return the handovers of a month as CSV, the follow-ups without an owner as CSV, or everything as XLSX."""
    seen = _seen(desk, request)
    if form == "csv":
        content, kind, name = as_csv(_rows(desk, seen.lines)), CSV, f"{seen.month}.csv"
    elif form == "followups":
        content, kind, name = as_csv(_followup_rows(desk, seen)), CSV, "followups.csv"
    elif form == "xlsx":
        more = ((gettext("按班组"), _crew_rows(desk, seen)), (gettext("没有跟进人的事项"), _followup_rows(desk, seen)))
        content, kind, name = as_xlsx(_rows(desk, seen.lines), more), XLSX, f"{seen.month}.xlsx"
    else:
        raise NotFound(form)
    name = f"{desk.site.code}-{name}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _seen(desk: Desk, request: HttpRequest) -> Seen:
    """What the address asks for: a month, and a crew by its name or all of them."""
    month, crew = _month(desk, request.GET.get("month", "")), request.GET.get("crew", "").strip()
    crews = {one.key: desk.words(desk.site.crew_name(one.crew)) if one.crew else "" for one in desk.book.find(PEOPLE)}
    found = [_line(desk, one, crews) for one in handover.of_month(desk.book, month) if desk.may(Right.READ, one.post)]
    ownerless = [
        (one, crews.get(one.owner) or crews.get(one.opened_by) or gettext("无班组")) for one in _ownerless(desk)
    ]
    return Seen(
        month=month,
        crew=crew,
        lines=[one for one in found if crew in ("", one.crew)],
        ownerless=[(one, of) for one, of in ownerless if crew in ("", of)],
    )


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
        not_accepted=one.ending != "SIGNED" and (one.closed_at is not None or one.due_at < desk.now),
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
        return datetime.strptime(asked, "%Y-%m").replace(tzinfo=clock_of(desk.zone)).strftime("%Y-%m")
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


def _by_crew(desk: Desk, seen: Seen) -> list[dict[str, Any]]:
    """Return the figures of every crew of which there is something."""
    counted = {
        "all": Counter(one.crew for one in seen.lines),
        "open": Counter(one.crew for one in seen.lines if one.not_accepted),
        "odd": Counter(one.crew for one in seen.lines if one.remarks),
        "ownerless": Counter(crew for _, crew in seen.ownerless),
    }
    crews = _in_order(desk, {crew for counter in counted.values() for crew in counter})
    return [{"name": crew, **{what: counter[crew] for what, counter in counted.items()}} for crew in crews]


def _crew_rows(desk: Desk, seen: Seen) -> Iterable[list[str]]:
    yield [gettext("班组"), gettext("交接次数"), gettext("未接收"), gettext("有例外"), gettext("没有跟进人")]
    for one in _by_crew(desk, seen):
        yield [one["name"], *(str(one[what]) for what in ("all", "open", "odd", "ownerless"))]


def _in_order(desk: Desk, names: Iterable[str]) -> list[str]:
    """Return names of crews in the order of the site's crews; what is none comes last."""
    order = [desk.words(one.name) for one in desk.site.crews]
    return sorted(names, key=lambda name: (order.index(name) if name in order else len(order), name))


def _followup_rows(desk: Desk, seen: Seen) -> Iterable[list[str]]:
    yield [
        gettext("岗位"),
        gettext("事项"),
        gettext("要求或下一步"),
        gettext("完成时限"),
        gettext("原跟进人"),
        gettext("班组"),
    ]
    for one, crew in seen.ownerless:
        owner = desk.name(one.owner) if one.owner else ""
        yield [desk.post_names.get(one.post, one.post), one.what, one.next_step, _local(desk, one.due_at), owner, crew]


def _local(desk: Desk, at: datetime) -> str:
    return at.astimezone(clock_of(desk.zone)).strftime("%Y-%m-%d %H:%M:%S")
