"""意愿: what one wishes for the roster, and what others wish."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.org import queries as org
from jiaoban.roster.pages.frame import Month, tabs
from jiaoban.roster.queries import DAY
from jiaoban.roster.wishes import DayWish, wishes_at
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import page


def weights() -> dict[int, str]:
    """How much a wish matters, in words."""
    return {1: gettext("最好如此"), 2: gettext("要紧"), 3: gettext("很要紧")}


@page()
def roster_wishes(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the wishes for the roster of a month (`?month=2026-12`; else the next one), with the form for one's own."""
    today = org.local_day(desk.book, desk.now)
    this = Month.asked("", today)
    month = Month.asked(request.GET.get("month", f"{this.after:%Y-%m}"), today)
    found = wishes_at(desk.book, desk.post, month.first, month.after)
    mine = [one for one in found if one.person == desk.actor.person]
    kinds = {kind.code: desk.words(kind.name) for kind in org.post(desk.book, desk.post).now.pattern.shifts}
    may = desk.can(Right.WORK)
    context = {
        **month.shown(),
        "tabs": tabs(desk, "wishes", month.text),
        "mine": [
            {**_row(desk, one, kinds), "form": _drop(desk, one) if one.day > today and may else None} for one in mine
        ],
        "others": [_row(desk, one, kinds) for one in found if one.person != desk.actor.person],
        "form": _wish(desk, kinds, max(month.first, today + DAY).isoformat())
        if may and month.after > today + DAY
        else None,
    }
    return draw(request, desk, "roster/wishes.html", context)


def _row(desk: Desk, one: DayWish, kinds: dict[str, str]) -> dict[str, Any]:
    shift = kinds.get(one.shift, one.shift) if one.shift else gettext("任何班")
    return {
        "name": desk.name(one.person),
        "day": one.day,
        "wants": one.wants,
        "says": (gettext("想上{shift}") if one.wants else gettext("不想上{shift}")).format(shift=shift),
        "weight": weights()[one.weight],
        "note": one.note,
    }


def _wish(desk: Desk, kinds: dict[str, str], day: str) -> Any:
    return desk.form(
        "roster.wish",
        label=gettext("提出意愿"),
        form_id="wish",
        options={
            "wants": [("OFF", gettext("不想上班")), ("ON", gettext("想上班"))],
            "shift": list(kinds.items()),
            "weight": [(str(weight), words) for weight, words in weights().items()],
        },
        given={"day": day, "wants": "OFF", "weight": "1"},
    )


def _drop(desk: Desk, one: DayWish) -> Any:
    day = one.day.isoformat()
    return desk.form("roster.drop_wish", label=gettext("收回"), form_id=f"drop-{day}", fixed={"day": day}, tone="")
