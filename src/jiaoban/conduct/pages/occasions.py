"""待登记: what the book shows and nobody has dealt with; the supervisor takes it up, or sets it aside with a reason."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from jiaoban.conduct import queries
from jiaoban.conduct.pages import shown
from jiaoban.conduct.queries import Offered
from jiaoban.kernel.access import Right
from jiaoban.regime.sources import SOURCES
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

MOST = 60
"""So many occasions are shown at once."""


@page(Right.SUPERVISE)
def conduct_occasions(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the occasions of the last two months, the newest first, each with what can be done about it."""
    found = list(reversed(queries.offered(desk.book, desk.here, desk.packs, desk.now)))
    desk.names.learn(person for one in found for person in one.occasion.people)
    context: dict[str, Any] = {
        "tabs": shown.tabs(desk, "occasions"),
        "ruled": shown.regime(desk) is not None,
        "rows": [_row(desk, one) for one in found[:MOST]],
        "more": max(0, len(found) - MOST),
        "days": queries.HORIZON,
        "aside": [
            {
                "source": desk.words(SOURCES[one.source].says) if one.source in SOURCES else one.source,
                "reason": one.reason,
                "by": desk.name(one.by),
                "at": one.at,
            }
            for one in queries.set_aside(desk.book, desk.post)
        ],
    }
    return draw(request, desk, "conduct/occasions.html", context)


def _row(desk: Desk, one: Offered) -> dict[str, Any]:
    what = one.occasion
    mark = f"{what.source}-{what.key}".replace(".", "-").replace(":", "-")
    own = desk.actor.person in what.people
    return {
        "people": desk.all_names(what.people),
        "says": desk.words(what.says),
        "at": what.happened_at,
        "own": own,
        "clause": desk.clause(one.ladders[0].clause),
        "ladders": [] if own else [_take_up(desk, one, number, mark) for number in range(len(one.ladders))],
        "set_aside": None
        if own
        else desk.form(
            "conduct.set_aside",
            label=gettext("不登记"),
            fixed={"occasion": one.name},
            form_id=f"aside-{mark}",
            tone="",
        ),
    }


def _take_up(desk: Desk, one: Offered, number: int, mark: str) -> dict[str, Any]:
    ladder = one.ladders[number]
    form_id = f"take-{number}-{mark}"
    hidden, fields = shown.fact_fields(desk, ladder, form_id)
    asked = [field for field, fact in zip(fields, ladder.facts, strict=True) if fact.id not in one.occasion.facts]
    form = desk.form(
        "conduct.take_up",
        label=gettext("登记为考核事项"),
        fixed={"occasion": one.name, "ladder": ladder.id, **hidden},
        form_id=form_id,
        next_url=desk.url("conduct_case", key="{key}"),
        only=("text",),
    )
    form.fields[0:0] = asked
    return {"title": desk.words(ladder.title), "form": form}
