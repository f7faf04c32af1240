"""What the roster asks of the reader now: swaps that wait for them, rest days that are not planned."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext, ngettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.verbs import Context
from jiaoban.org import queries as org
from jiaoban.regime.pack import Pack
from jiaoban.roster import checked, queries
from jiaoban.roster.outlook import rest_days
from jiaoban.roster.swapping import Terms, terms_of
from jiaoban.roster.swaps import Swap, open_at, open_of, told_of_late
from jiaoban.web.desk import Desk

AHEAD = timedelta(days=7)
"""So far ahead the home page looks for shifts without a name."""
TOLD_FOR = timedelta(days=1)
"""So long the home page tells of a swap that was reported."""


def looking(desk: Desk) -> Context:
    """Return what a decision is made of, to ask for one without writing anything."""
    return Context(desk.book, desk.actor, desk.here, desk.now, "looking", desk.packs)


def waits_for(desk: Desk, one: Swap, terms: Terms) -> bool:
    """Say whether the next step of a swap is the reader's."""
    if one.lapsed(desk.now):
        return False
    me = desk.actor.person
    if one.status == "TOLD":
        return me not in one.both and checked.speaks_for_any(looking(desk), terms.approve)
    return me == {"ASKED": one.colleague, "AGREED": one.asker}.get(one.status)


def roster_due(desk: Desk) -> Iterator[dict[str, Any]]:
    """Yield what is to be done about the roster of a post, as the home page lists it."""
    pack = desk.rule_book()
    terms = terms_of(pack)
    found = {one.key: one for one in (*open_of(desk.book, desk.actor.person), *open_at(desk.book, desk.post))}
    for one in found.values():
        if one.post == desk.post and waits_for(desk, one, terms):
            said = {
                "ASKED": gettext("{name} 想与您换班"),
                "AGREED": gettext("与 {other} 的换班还没有报告，没有生效"),
                "TOLD": gettext("{name} 与 {other} 的换班等批准"),
            }[one.status]
            text = said.format(name=desk.name(one.asker), other=desk.name(one.colleague))
            yield {"icon": "changed", "text": text, "url": desk.link("swap", key=one.key)}
    yield from _told(desk)
    yield from _unmanned(desk)
    if pack is not None:
        yield from _unused(desk, pack)


def _told(desk: Desk) -> Iterator[dict[str, Any]]:
    """The swaps that hold since they were reported to the reader, for a day or until the first shift begins."""
    for one in told_of_late(desk.book, desk.post, desk.actor.person, desk.now - TOLD_FOR, desk.now):
        said = gettext("{name} 与 {other} 已换班，报告了您")
        text = said.format(name=desk.name(one.asker), other=desk.name(one.colleague))
        yield {"icon": "changed", "text": text, "url": desk.link("swap", key=one.key)}


def _unmanned(desk: Desk) -> Iterator[dict[str, Any]]:
    """The shifts of the next days without a name, for whoever supervises the post."""
    if not desk.may(Right.SUPERVISE, desk.post):
        return
    today = org.local_day(desk.book, desk.now)
    found = queries.unmanned(desk.book, desk.here, desk.now, today, today + AHEAD)
    if found:
        told = ngettext("近一周有 {n} 个班次没有排人", "近一周有 {n} 个班次没有排人", len(found)).format(n=len(found))
        yield {"icon": "roster", "text": told, "url": desk.link("roster"), "at": found[0].begins_at}


def _unused(desk: Desk, pack: Pack) -> Iterator[dict[str, Any]]:
    """The rest days that whoever changes the roster has still to plan, from the regime's reminder on."""
    said = pack.roster
    if said is None or not any(one.kind == "use-up" for one in said.rules):
        return
    if not checked.speaks_for_any(looking(desk), said.changed_by or ("supervisor",)):
        return
    today = org.local_day(desk.book, desk.now)
    for month in rest_days(desk.book, said, today.replace(day=1), today):
        if month.stage(desk.now) == "REMIND" and month.unused:
            days = sum(one.unused for one in month.unused)
            told = ngettext("本月还有 {n} 天休息日没有排", "本月还有 {n} 天休息日没有排", days).format(n=days)
            yield {"icon": "roster", "text": told, "url": desk.link("roster_rules"), "at": month.ends_at}
