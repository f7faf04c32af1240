"""What of collisions and follow-ups waits for a visitor now, for the home page of a post."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext, ngettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.book import Between
from jiaoban.lead import evidence, owned, queries
from jiaoban.lead.owner_tables import FOLLOWED
from jiaoban.lead.rules.colliding import next_at
from jiaoban.lead.rules.leading import is_late
from jiaoban.lead.tables import LEADS, Lead
from jiaoban.regime.leads import Leads
from jiaoban.regime.pack import Pack
from jiaoban.web.desk import Desk

LATELY = timedelta(days=14)
"""So long after a visit the home page asks who leads the follow-up."""


def owners_due(desk: Desk, pack: Pack | None) -> Iterable[dict[str, Any]]:
    """Return the collisions and follow-ups that the visitor is to settle, each with where it is done."""
    if pack is None or pack.leads is None:
        return
    yield from _collisions(desk, pack.leads)
    yield from _repeats(desk, pack.leads)
    yield from _to_lead(desk, pack.leads)


def _collisions(desk: Desk, said: Leads) -> Iterable[dict[str, Any]]:
    rule = said.collisions
    if rule is None:
        return
    for one in owned.undecided(desk.book, desk.post, rule, desk.now):
        stage = evidence.stage_of(one, rule, desk.now)[0]
        mine = desk.actor.person in one.people
        if stage == "UP" and desk.can(Right.SUPERVISE) and not mine:
            text = gettext("撞单待裁定：{names}").format(names=desk.all_names(one.people))
        elif mine and stage == "AGREED":
            text = gettext("撞单已商定，还没有报告主管：{names}").format(names=desk.all_names(one.people))
        elif mine:
            text = gettext("撞单待商定：{names}").format(names=desk.all_names(one.people))
        else:
            continue
        url = desk.link("collision", key=one.key)
        yield {"icon": "people", "text": text, "url": url, "at": next_at(evidence.course(one), rule, desk.now)}


def _repeats(desk: Desk, said: Leads) -> Iterable[dict[str, Any]]:
    if said.collisions is None or said.collisions.repeated is None or not desk.can(Right.SUPERVISE):
        return
    there = owned.repeats(desk.book, post=desk.post, at=Between(desk.now - LATELY))
    found = [one for one in there if one.intent is None]
    if found:
        text = ngettext("{n} 次重复邀约待认定", "{n} 次重复邀约待认定", len(found)).format(n=len(found))
        yield {"icon": "people", "text": text, "url": desk.link("collisions"), "count": len(found)}


def _to_lead(desk: Desk, said: Leads) -> Iterable[dict[str, Any]]:
    """Whose follow-up is still to be agreed on, of customers who came lately and whom it concerns."""
    if said.following is None:
        return
    lately = Between(desk.now - LATELY)
    came = desk.book.find(FOLLOWED, post=desk.post, closed_at=None, visited_at=lately, order=("visited_at",))
    there = desk.book.many(LEADS, (one.lead for one in came))
    mine = [one for one in there.values() if desk.actor.person in one.people and len(one.people) > 1]
    waiting = [one for one in mine if _waits(desk, one)]
    names = queries.told(desk.book, [one.name for one in waiting])
    visited = {one.lead: one.visited_at for one in came}
    for one in waiting:
        at = visited[one.key]
        asking = (
            gettext("到店未成交，当日没有定谁主负责，请补定：{name}")
            if at is not None and is_late(at, desk.now, desk.zone)
            else gettext("到店未成交，当日定谁主负责：{name}")
        )
        text = asking.format(name=names.get(one.name) or gettext("未记称呼"))
        yield {"icon": "person", "text": text, "url": desk.link("lead", key=one.key)}


def _waits(desk: Desk, lead: Lead) -> bool:
    found = owned.whose(desk.book, lead, desk.here, desk.packs, desk.now)
    if found is None or lead.gone:
        return False
    named = any(one.kind == "NAMED" and one.person == desk.actor.person for one in found.lately(desk.now))
    return desk.actor.person in found.to_agree(desk.now) and not named
