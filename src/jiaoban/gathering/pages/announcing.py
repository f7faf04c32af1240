"""申报会议: what is to take place, with the times that the regime has for it and how long ahead it wants to know."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.gathering import queries
from jiaoban.gathering.pages.rows import period, ruled
from jiaoban.gathering.terms import SORTS
from jiaoban.kernel.access import Right
from jiaoban.web.desk import Desk
from jiaoban.web.forms import Form
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

DAY = timedelta(days=1)
MOST = 8
"""So many proposed times of a sort are shown."""
GIVEN = ("sort", "begins_at", "ends_at")


@page(Right.SUPERVISE)
def gathering_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the form of a new gathering, with the proposed times beside it."""
    said = ruled(desk)
    wide = said.plant_wide if said else None
    context = {
        "form": _form(request, desk, notice=wide is not None, periods=bool(said and said.periods)),
        "earliest": desk.now + wide.notice if wide else None,
        "notice_clause": desk.clause(wide.clause) if wide else None,
        "periods_clause": desk.clause(said.periods.clause) if said and said.periods else None,
        "proposed": _proposed(desk),
    }
    return draw(request, desk, "gathering/new.html", context)


def _form(request: HttpRequest, desk: Desk, *, notice: bool, periods: bool) -> Form:
    given: dict[str, Any] = {"posts": (desk.post,)}
    for name in GIVEN:
        text = request.GET.get(name, "")[:40]
        if text.isprintable() and text and (name != "sort" or text in SORTS):
            given[name] = text
    reasons = (*(("outside",) if periods else ()), *(("exception",) if notice else ()))
    only = ("sort", "title", "begins_at", "ends_at", "where", "plant_wide", "posts", "people", "agenda", *reasons)
    return desk.form(
        "gathering.announce",
        label=gettext("申报"),
        form_id="gathering-new",
        next_url=desk.url("gathering", key="{key}"),
        only=only,
        given=given,
        required=("sort",),
        options={
            "sort": [(code, desk.words(name)) for code, name in SORTS.items() if code != "DAILY"],
            "posts": list(desk.post_names.items()),
            "people": desk.choose("person"),
        },
        help={
            "agenda": gettext("一行一项"),
            "exception": gettext("全员会议提前不足时填写，由有权的人申报"),
            "outside": gettext("不在本页列出的时段时填写"),
        },
    )


def _proposed(desk: Desk) -> list[dict[str, Any]]:
    """Return the next times of each sort: around handovers, and of training while two groups are there."""
    said, today = ruled(desk), queries.today(desk.here, desk.now)
    if said is None or said.periods is None:
        return []
    made = []
    for training in (False, True) if said.periods.training else (False,):
        found = queries.periods(
            desk.book, desk.here, said.periods, today, today + queries.AHEAD * DAY, training=training
        )
        ahead = [one for one in found if one.begins_at >= desk.now][:MOST]
        sort = "TRAINING" if training else "MEETING"
        made.append(
            {
                "title": gettext("培训：两组重叠期间") if training else gettext("会议和活动：交接班期间"),
                "periods": [period(desk, one, url=True, sort=sort) for one in ahead],
            }
        )
    return made
