"""倒班周期: which crew stands which shift on which day of a cycle, from a usual one or by hand; who is in a crew."""

import json
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import BadInput
from jiaoban.org import queries as org
from jiaoban.roster import presets
from jiaoban.roster.pages.frame import tabs
from jiaoban.roster.rules import TOGETHER, crews_of
from jiaoban.roster.tables import MANNINGS, ROTATIONS
from jiaoban.web.desk import Desk
from jiaoban.web.frame import draw
from jiaoban.web.visit import act, page

LONGEST = 60
"""Days of a cycle that the form shows; a longer one is set over the API."""
Cycle = list[dict[str, str]]


@page(Right.ADMINISTER, methods=("GET", "POST"))
def setup(request: HttpRequest, desk: Desk) -> HttpResponseBase:
    """Show the rotation of a post and the form for a new one, filled from a usual cycle (`?preset=`)."""
    if request.method == "POST":
        return act(request, desk, "roster.set_rotation", _said(request.POST))
    today = org.local_day(desk.book, desk.now)
    post = org.post(desk.book, desk.post)
    shifts = [(one.code, desk.words(one.name)) for one in post.now.pattern.shifts]
    rotations = desk.book.get(ROTATIONS, desk.post)
    now = rotations.on(today) if rotations else None
    wrong = ""
    chosen = request.GET.get("preset", "")
    cycle: Cycle = [dict(one) for one in now.cycle] if now else [{}]
    workdays = bool(now and now.workdays)
    if chosen:
        try:
            found = presets.preset(chosen)
            crews = [one.crew for one in desk.site.crews]
            cycle, workdays = list(presets.cycle(found, [code for code, _ in shifts], crews)), found.workdays
        except BadInput as error:
            wrong = f"{desk.words(error.wrong)} {desk.words(error.right)}"
    cycle = _of_length(cycle, request.GET.get("days", ""))
    if desk.answer and desk.answer.form == "rotation":
        cycle, workdays = _typed(desk.answer.values), "true" in desk.answer.values.get("workdays", ())
    context: dict[str, Any] = {
        "tabs": tabs(desk, "setup"),
        "presets": [
            {"id": one.id, "name": desk.words(one.name), "says": desk.words(one.says), "current": one.id == chosen}
            for one in presets.presets()
        ],
        "wrong": wrong,
        "shifts": shifts,
        "days": [
            (number, [(code, day.get(code, ""), _options(desk, day.get(code, ""))) for code, _ in shifts])
            for number, day in enumerate(cycle)
        ],
        "length": len(cycle),
        "longest": LONGEST,
        "workdays": workdays,
        "anchor": (now.anchor_day if now and not chosen else today).isoformat(),
        "from_day": today.isoformat(),
        "since": now.from_day if now else None,
        "url": desk.url("roster_setup"),
        "command": str(uuid4()),
        "crews": _crews(desk),
        "man": desk.form(
            "roster.man",
            label=gettext("保存班组人员"),
            options={
                "crew": [(one.crew, desk.words(one.name)) for one in desk.site.crews],
                "people": desk.choose("person"),
            },
            given={"from_day": today.isoformat()},
        ),
    }
    return draw(request, desk, "roster/setup.html", context)


def _options(desk: Desk, value: str) -> list[tuple[str, str]]:
    """Return what one shift of a day can have: nobody, a crew, and the crews together that it has now."""
    named = {one.crew: desk.words(one.name) for one in desk.site.crews}
    alone = list(named.items())
    both = [(value, " + ".join(named.get(one, one) for one in crews_of(value)))] if TOGETHER in value else []
    pairs = [
        (f"{first}{TOGETHER}{second}", f"{named[first]} + {named[second]}")
        for first in named
        for second in named
        if first < second and len(named) <= 4
    ]
    return [("", "—"), *dict([*alone, *pairs, *both]).items()]


def _crews(desk: Desk) -> list[dict[str, Any]]:
    today = org.local_day(desk.book, desk.now)
    manned = {one.crew: one.on(today) for one in desk.book.find(MANNINGS, post=desk.post)}
    desk.names.learn(person for people in manned.values() for person in people)
    return [
        {"name": desk.words(one.name), "people": desk.all_names(manned.get(one.crew, ()))} for one in desk.site.crews
    ]


def _of_length(cycle: Cycle, typed: str) -> Cycle:
    """Return a cycle with so many days: cut, or with empty days behind it."""
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed[:3]) <= LONGEST):
        return cycle
    length = int(typed[:3])
    return [*cycle[:length], *({} for _ in range(length - len(cycle)))]


def _typed(values: Any) -> Cycle:
    days: dict[int, dict[str, str]] = {}
    for name, typed in values.items():
        head, _, rest = name.partition(".")
        number, _, code = rest.partition(".")
        if head == "turn" and number.isdigit() and len(number) < 4:
            day = days.setdefault(int(number), {})
            if typed and typed[-1]:
                day[code] = typed[-1]
    return [days[number] for number in sorted(days)]


def _said(typed: QueryDict) -> QueryDict:
    """Return the fields of the verb: the cycle as one, days without anybody included."""
    said = QueryDict(mutable=True)
    for name in ("anchor_day", "from_day", "workdays"):
        if typed.get(name):
            said[name] = str(typed[name])
    said["cycle"] = json.dumps(_typed({name: typed.getlist(name) for name in typed}))
    return said
