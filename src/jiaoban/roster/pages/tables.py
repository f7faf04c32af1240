"""A month of a post as an Excel file, and back: previewed with each error at its cell, then taken over whole."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext

from jiaoban.importing import keeping, writing
from jiaoban.importing import month as table
from jiaoban.importing.cells import Unreadable
from jiaoban.importing.rows import cell
from jiaoban.importing.sheet import LARGEST
from jiaoban.kernel.access import Right
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org
from jiaoban.roster import queries
from jiaoban.roster.pages.frame import Month, kinds, not_theirs, tabs
from jiaoban.roster.rules import Turn
from jiaoban.web.answer import refused
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

MOST = 200
"""Differences and problems that the page lists; the counts are of all."""


@page()
def export(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Return a month (`?month=2026-11`) as an Excel file: people by days."""
    month, turns = _month(request, desk)
    about = [[one.name, one.hours] for one in kinds(desk, (turn.shift for turn in turns))]
    content = table.write(desk.book, desk.here, turns, desk.language, about)
    title = f"{desk.post_name} {month.text}"
    return FileResponse(content, as_attachment=True, filename=f"{title}.xlsx", content_type=writing.XLSX)


@page(Right.SUPERVISE, methods=("GET", "POST"))
def take(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Read a table of a month: show what it would change and what is wrong; take it over when that was confirmed."""
    month, turns = _month(request, desk)
    if request.method != "POST":
        return _draw(request, desk, month, {})
    content, wrong = _sent(request, desk)
    if wrong is not None:
        return _draw(request, desk, month, {"wrong": desk.words(wrong)}, status=422)
    try:
        told = table.read(desk, turns, content)
    except Unreadable as error:
        return _draw(request, desk, month, {"wrong": desk.words(error.says)}, status=422)
    if "carry" in request.POST and not told.problems:
        return _carried(request, desk, month, told)
    kept = "" if told.problems else keeping.keep(content, desk.site.code, desk.actor.person)
    more = {"told": _told(desk, told), "kept": kept, "seen": told.seen}
    return _draw(request, desk, month, more, status=422 if told.problems else 200)


def _carried(request: HttpRequest, desk: Desk, month: Month, told: table.Told) -> HttpResponseBase:
    kept = request.POST.get("kept", "")
    if not told.differences or request.POST.get("seen", "") != told.seen:
        more = {"told": _told(desk, told), "kept": kept, "seen": told.seen, "moved": True}
        return _draw(request, desk, month, more, status=409)
    reason = request.POST.get("reason", "").strip()[:2000] or gettext("从表格导入")
    command = request.POST.get("command") or str(uuid4())
    outcome = table.take(
        desk, desk.here, told, reason, command=command, despite=request.POST.get("despite", "").strip()
    )
    if outcome.refusal is not None:
        wrong = [f"{desk.words(one.why)} {desk.words(one.lifts)}" for one in outcome.refusal.reasons]
        typed = {"reason": reason, "despite": request.POST.get("despite", "").strip()[:2000]}
        more = {"told": _told(desk, told), "kept": kept, "seen": told.seen, "refused": wrong, **typed}
        return _draw(request, desk, month, more, status=422)
    keeping.drop(kept)
    messages.success(request, gettext("已导入，改了 {n} 格。").format(n=len(told.differences)))
    response = HttpResponseRedirect(f"{desk.url('roster_people')}?month={month.text}")
    response.status_code = 303
    return response


def _month(request: HttpRequest, desk: Desk) -> tuple[Month, list[Turn]]:
    month = Month.asked(request.GET.get("month", ""), org.local_day(desk.book, desk.now))
    return month, queries.month(desk.book, desk.here, month.first.year, month.first.month)


def _sent(request: HttpRequest, desk: Desk) -> tuple[bytes, Words | None]:
    file = request.FILES.get("file")
    if file is not None:
        too_large = (file.size or 0) > LARGEST
        said = Words(zh="文件超过 10 MB。", en="The file has more than 10 MB.") if too_large else None
        return (b"" if too_large else file.read(LARGEST + 1)), said
    kept = keeping.get(request.POST.get("kept", ""), desk.site.code, desk.actor.person)
    if kept is not None:
        return kept, None
    if request.POST.get("kept"):
        return b"", Words(zh="预览的文件已不在，请重新选择。", en="The file of the preview is gone; choose it again.")
    return b"", Words(zh="请选择文件。", en="Choose a file.")


def _told(desk: Desk, told: table.Told) -> dict[str, Any]:
    names = {one.code: one.name for one in kinds(desk, (turn.shift for turn in told.turns))}
    rest = gettext("休")

    def called(codes: Sequence[str]) -> str:
        return desk.tongue.all_of(names.get(one, one) for one in codes) or rest

    return {
        "good": not told.problems,
        "count": len(told.problems) or len(told.differences),
        "problems": [
            {
                "cell": table.named(one),
                "line": one.line,
                "says": desk.words(one.says),
            }
            for one in told.problems[:MOST]
        ],
        "differences": [
            {
                "cell": cell(one.place, one.line),
                "who": desk.name(one.person),
                "day": one.day,
                "before": called(one.before),
                "after": called(one.after),
            }
            for one in told.differences[:MOST]
        ],
        "more": max(0, (len(told.problems) or len(told.differences)) - MOST),
    }


def _draw(request: HttpRequest, desk: Desk, month: Month, more: dict[str, Any], *, status: int = 200) -> HttpResponse:
    against = not_theirs(desk, desk.post)
    context = {
        **month.shown(),
        "against": refused(against, desk.rule_book(), desk.language, desk.names) if against else None,
        "tabs": tabs(desk, "people", month.text),
        "back_url": f"{desk.url('roster_people')}?month={month.text}",
        "file_url": f"{desk.url('roster_file')}?month={month.text}",
        "command": str(uuid4()),
        **more,
    }
    return draw(request, desk, "roster/import.html", context, status=status)
