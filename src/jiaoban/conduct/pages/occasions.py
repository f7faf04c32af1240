"""待登记: what the book shows and nobody has dealt with; the supervisor takes it up, or sets it aside with a reason."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext

from jiaoban.conduct import queries
from jiaoban.conduct.pages import evidence, shown
from jiaoban.conduct.proposing import proposals
from jiaoban.conduct.queries import Offered, Seen
from jiaoban.kernel.access import Right
from jiaoban.kernel.zones import clock_of
from jiaoban.org import queries as org
from jiaoban.regime.sources import SOURCES
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import page

MOST = 60
"""So many occasions are shown at once, and all of the day of the last of them."""
DAY = timedelta(days=1)
Steps = Mapping[tuple[str, str], Seen]
"""How a case would stand, by the name of its occasion and its person."""


@page(Right.SUPERVISE)
def conduct_occasions(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the occasions of two months, the newest first, each with the step that its ladder would name and what can be
    done about it; older ones lie on the pages before, as far back as a case may be recorded."""
    until, person, ladder = _asked(request, desk)
    offered = queries.offered(desk.book, desk.here, desk.packs, desk.now, until=until)
    found = [
        one
        for one in reversed(offered)
        if (not person or person in one.occasion.people) and (not ladder or ladder in {each.id for each in one.ladders})
    ]
    rows, older = _cut(desk, found, until)
    desk.names.learn(each for one in offered for each in one.occasion.people)
    steps = {
        (one.name, seen.case.person): seen
        for one, seen in proposals(desk.book, offered, desk.packs, desk.zone, desk.now)
    }
    base, chosen = desk.url("conduct_occasions"), {"person": person, "ladder": ladder}
    kept = {key: value for key, value in chosen.items() if value}
    context: dict[str, Any] = {
        "tabs": shown.tabs(desk, "occasions"),
        "ruled": shown.regime(desk) is not None,
        "rows": [_row(desk, one, steps) for one in rows],
        "choices": _choices(desk, offered, person, ladder),
        "filtered": bool(kept),
        "until": until if request.GET.get("until") else None,
        "back_url": f"{base}?{urlencode(kept)}" if kept else base,
        "all_url": base,
        "older_url": f"{base}?{urlencode({**kept, 'until': older.isoformat()})}" if older else "",
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


def _asked(request: HttpRequest, desk: Desk) -> tuple[date, str, str]:
    """Return up to which day is asked for, today or before, and of whom and of which ladder alone."""
    today = org.local_day(desk.book, desk.now)
    try:
        until = min(date.fromisoformat(request.GET.get("until", "")), today)
    except ValueError:
        until = today
    return until, request.GET.get("person", "")[:200], request.GET.get("ladder", "")[:60]


def _cut(desk: Desk, found: list[Offered], until: date) -> tuple[list[Offered], date | None]:
    """Return what one page shows of these, whole days of it, and with which day the page before it ends, if any."""
    first = queries.first_day(desk.here, desk.now)
    if len(found) <= MOST:
        older = until - queries.HORIZON * DAY
        return found, older if older >= first else None
    days = [one.occasion.happened_at.astimezone(clock_of(desk.zone)).date() for one in found]
    last = days[MOST - 1]
    rows = [one for one, day in zip(found, days, strict=True) if day >= last]
    return rows, last - DAY if last - DAY >= first else None


def _choices(desk: Desk, offered: Sequence[Offered], person: str, ladder: str) -> list[dict[str, Any]]:
    """Return by what the list can be narrowed: whom it concerns, and which ladder; nothing where all is alike."""
    people = {each: desk.name(each) for one in offered for each in one.occasion.people}
    ladders = {each.id: desk.words(each.title) for one in offered for each in one.ladders}
    known = (("person", gettext("人员"), people, person), ("ladder", gettext("事项"), ladders, ladder))
    return [
        {"name": name, "label": label, "value": value, "options": sorted(options.items(), key=lambda one: one[1])}
        for name, label, options, value in known
        if len(options) > 1 or value
    ]


def _row(desk: Desk, one: Offered, steps: Steps) -> dict[str, Any]:
    what = one.occasion
    mark = f"{what.source}-{what.key}".replace(".", "-").replace(":", "-")
    own = desk.actor.person in what.people
    return {
        "people": desk.all_names(what.people),
        "says": desk.words(what.says),
        "at": what.happened_at,
        "own": own,
        "clause": desk.clause(one.ladders[0].clause),
        "url": evidence.address(desk, what.source, what.key, what.happened_at),
        "would": _would(desk, one, steps),
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


def _would(desk: Desk, one: Offered, steps: Steps) -> list[dict[str, Any]]:
    """Return which step the ladder would name for each person, in a sentence, and whether it is for the head."""
    there = [(person, steps[one.name, person]) for person in one.occasion.people if (one.name, person) in steps]
    return [
        {
            "person": desk.name(person) if len(there) > 1 else "",
            "because": desk.words(seen.because),
            "head": bool(seen.stands and seen.stands.rung and seen.stands.rung.by == "head"),
        }
        for person, seen in there
    ]


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
