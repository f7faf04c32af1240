"""Who is checked in, as the board and the home page say it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext

from jiaoban.attendance import queries
from jiaoban.attendance.tables import PostPresence
from jiaoban.kernel.access import Right
from jiaoban.kernel.place import Place
from jiaoban.regime.pack import Pack
from jiaoban.web.desk import Desk

MOST_NAMED = 6
"""So many people who are there are named on a card of the board; the page of the post names all."""

BEFORE = timedelta(minutes=30)
"""So long before their hour people are told to check in: afterwards it is late."""


def checked_in(desk: Desk, place: Place, there: Mapping[str, Sequence[PostPresence]]) -> dict[str, Any]:
    """Return who is checked in at a post, in words, where its regime keeps attendance; else nothing."""
    pack = desk.rule_book(place.post)
    if pack is None or pack.attendance is None or not pack.attendance.of(place.post):
        return {}
    here = there.get(place.post, ())
    if not here:
        return {"checked_in": gettext("没有人签到")}
    named = desk.all_names([one.person for one in here[:MOST_NAMED]])
    text = gettext("在岗 {n} 人：{names}") if len(here) <= MOST_NAMED else gettext("在岗 {n} 人：{names}等")
    return {"checked_in": text.format(n=len(here), names=named)}


def to_check_in(desk: Desk, pack: Pack | None) -> Iterable[dict[str, Any]]:
    """Yield what somebody due at the post has to do first: check in."""
    said = pack.attendance if pack else None
    if said is None or not said.of(desk.post) or not desk.can(Right.WORK):
        return
    person = desk.actor.person
    for one in queries.running(desk.book, desk.here, desk.now, desk.packs, BEFORE):
        if one.person == person and not one.stays and one.hours:
            late = desk.now > one.hours[0].since
            yield {
                "icon": "people",
                "text": gettext("您还没有签到"),
                "url": desk.link("attendance"),
                "at": one.hours[0].since,
                "overdue": late,
            }
