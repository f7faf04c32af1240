"""Everybody who is registered at a post: standing, progress, what waits for the supervisor, as a page and a file."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.career import queries
from jiaoban.career.pages import shown
from jiaoban.career.pages.person import drawn
from jiaoban.career.rules.growing import Flag, Progress
from jiaoban.career.tables import Member
from jiaoban.career.terms import STANDINGS
from jiaoban.kernel.access import Right
from jiaoban.kernel.months import month_of
from jiaoban.kernel.sales import Selling
from jiaoban.org import queries as org
from jiaoban.regime.careers import Careers
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.sheets import FORMS, sheet
from jiaoban.web.visit import page


@page()
def careers(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show everybody to whoever supervises; to others their own figures."""
    said = shown.rules(desk)
    if said is None:
        return draw(request, desk, "career/none.html", {})
    if not desk.can(Right.SUPERVISE):
        return drawn(request, desk, desk.actor.person, own=True)
    found, progress, flags = _found(desk, said)
    rows = [_row(desk, said, one, progress.get(one.person), flags.get(one.person, ())) for one in found]
    context = {
        "tabs": shown.tabs(desk, "all"),
        "clause": desk.clause(said.joining.clause),
        "regular_clause": desk.clause(said.regular.clause) if said.regular else None,
        "rows": rows,
        "waiting": [row for row in rows if row["forms"]],
        "join": _join(desk),
        "files": [(form.upper(), desk.url("careers_file", form=form)) for form in FORMS],
    }
    return draw(request, desk, "career/list.html", context)


@page(Right.SUPERVISE)
def careers_file(request: HttpRequest, desk: Desk, form: str) -> HttpResponse:
    """Return the list: a line for each person."""
    said = shown.rules(desk)
    lines = _lines(desk, said) if said is not None else iter(())
    return sheet(desk, f"{desk.post}-careers", form, lines)


def _lines(desk: Desk, said: Careers) -> Iterable[list[str]]:
    found, progress, flags = _found(desk, said)
    yield [
        *(gettext("人员"), gettext("职务"), gettext("入职日期"), gettext("状态"), gettext("业绩"), gettext("转正要求")),
        *(gettext("还差"), gettext("转正日期"), gettext("已汇报"), gettext("晋升提示")),
    ]
    for one in found:
        come = progress.get(one.person)
        regular = org.local_day(desk.book, one.regular_at).isoformat() if one.regular_at else ""
        yield [
            *(desk.name(one.person), one.position, one.day, desk.words(STANDINGS[one.standing])),
            *((str(come.sold), str(come.wanted), str(come.missing)) if come else ("", "", "")),
            *(regular, gettext("是") if one.reported_at else gettext("否")),
            "；".join(desk.words(each.says) for each in flags.get(one.person, ())),
        ]


def _found(desk: Desk, said: Careers) -> tuple[list[Member], dict[str, Progress], dict[str, list[Flag]]]:
    found = queries.members(desk.book, desk.post)
    desk.names.learn({one.person for one in found})
    progress = (
        dict(queries.progresses(Selling(desk.book, desk.here, desk.packs, desk.now), found, said.regular))
        if said.regular
        else {}
    )
    month = month_of(org.local_day(desk.book, desk.now))
    return found, progress, queries.in_the_way(desk.book, desk.here, month, desk.packs, desk.now)


def _row(desk: Desk, said: Careers, one: Member, come: Progress | None, flags: Iterable[Flag]) -> dict[str, Any]:
    forms = shown.deciding(desk, one, said.regular) if said.regular else []
    answered = desk.answer.form if desk.answer else ""
    return {
        **shown.member(desk, one),
        "url": desk.url("careers_of", person=one.person),
        "progress": shown.progress(come) if come and one.probation and one.regular_at is None else None,
        "waits": bool(come and shown.waits(one, come)),
        "flags": shown.flagged(desk, flags),
        "unreported": one.probation and one.regular_at is not None and one.reported_at is None,
        "forms": forms,
        "open": any(form.id == answered for _, form in forms),
    }


def _join(desk: Desk) -> Any:
    """The form for whoever belongs to the post and is not registered yet, None where everybody is."""
    registered = {one.person for one in queries.members(desk.book, desk.post)}
    people = [(one.key, one.name) for one in queries.belonging(desk.book, desk.post) if one.key not in registered]
    if not people:
        return None
    return desk.form(
        "career.join",
        label=gettext("登记"),
        form_id="join",
        options={"person": people},
        given={"day": org.local_day(desk.book, desk.now).isoformat(), "probation": True},
    )
