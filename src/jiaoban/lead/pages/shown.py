"""Customers as the templates of this room take them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from jiaoban.kernel.money import spelled
from jiaoban.lead import queries
from jiaoban.lead.rules import numbers
from jiaoban.lead.tables import Event, Lead
from jiaoban.lead.terms import KINDS, STANDS, Stand
from jiaoban.regime.leads import Contacts, Offered
from jiaoban.web.desk import Desk

TONES: dict[Stand, str] = {
    "OPEN": "",
    "APPOINTED": "accent",
    "VISITED": "accent",
    "DEPOSIT": "advise",
    "SOLD": "clear",
    "LOST": "outline",
    "MERGED": "outline",
    "ERASED": "outline",
}


def rule_of(desk: Desk) -> Contacts | None:
    """Return how customers are written down at the post of the address, or None where they are not."""
    pack = desk.rule_book()
    return queries.contacts_at(desk.here, lambda _digest: pack) if pack else None


def reading(desk: Desk) -> Contacts:
    """Return how the customers of the post of the address are read, also under a regime that has none."""
    return rule_of(desk) or queries.BARE


def sees(desk: Desk) -> bool:
    """Say whether the reader works with customers: whoever only reads the site, an auditor or administrator, sees what
    happened and not with whom."""
    return queries.may(desk.actor, "operator", desk.post)


def values(desk: Desk, texts: Iterable[str], of: Iterable[str] = ()) -> dict[str, str]:
    """Return what was said and the numbers `of` customers, by reference, to whom they may be shown. Numbers in what was
    said are masked."""
    return queries.told(desk.book, texts, of) if sees(desk) else {}


def titled(desk: Desk, known: Iterable[Offered], chosen: str) -> str:
    """Return what one of the regime's words is called; one that it has no longer is called as it is written."""
    return next((desk.words(one.title) for one in known if one.id == chosen), chosen)


def options(desk: Desk, known: Iterable[Offered]) -> list[tuple[str, str]]:
    """Return the regime's words as a form offers them."""
    return [(one.id, desk.words(one.title)) for one in known]


def rows(desk: Desk, found: Sequence[Lead], rule: Contacts) -> list[dict[str, Any]]:
    """Return customers as rows of a list. Their personal values are read together."""
    said = values(desk, [one.name for one in found], [ref for one in found for ref in one.numbers])
    desk.names.learn(dict.fromkeys(one.last_by for one in found))
    return [row(desk, one, rule, said) for one in found]


def row(desk: Desk, one: Lead, rule: Contacts, said: Mapping[str, str]) -> dict[str, Any]:
    """Return a customer as lead/row.html draws it; `said` are personal values by reference."""
    return {
        "url": desk.url("lead", key=one.key) if one.post == desk.post else "",
        "name": called(desk, one, said),
        "numbers": [numbers.masked(said[ref], rule.region) for ref in one.numbers if ref in said],
        "stand": desk.words(STANDS[one.stand]),
        "tone": TONES[one.stand],
        "source": titled(desk, rule.sources, one.source),
        "last_by": desk.name(one.last_by),
        "touched_at": one.touched_at,
        "next_at": one.next_at if one.next_at and one.next_at >= desk.now else None,
        "post": "" if one.post == desk.post else desk.post_names.get(one.post, one.post),
    }


def called(desk: Desk, one: Lead, said: Mapping[str, str]) -> str:
    """Return what a customer is called, or in words why there is no name."""
    if not sees(desk):
        return gettext("客户（不对您显示）")
    if one.erased_at is not None:
        return gettext("已删除的客户")
    return said.get(one.name) or gettext("未记称呼")


def event(desk: Desk, one: Event, rule: Contacts, said: Mapping[str, str]) -> dict[str, Any]:
    """Return an event as lead/event.html draws it; `said` are personal values by reference."""
    return {
        "key": one.key,
        "kind": desk.words(KINDS[one.kind]),
        "code": one.kind,
        "at": one.at,
        "person": desk.name(one.person),
        "by": desk.name(one.by) if one.by != one.person else "",
        "late": one.recorded_at if (one.recorded_at - one.at).total_seconds() > LATE else None,
        "way": titled(desk, rule.means, one.way),
        "result": titled(desk, rule.results, one.result),
        "reached": one.reached or one.kind != "CONTACT",
        "note": said.get(one.note, ""),
        "for_at": one.for_at,
        "where": one.where,
        "moves": [
            {"at": move.at, "by": desk.name(move.by), "for_at": move.for_at, "where": move.where}
            | {"reason": said.get(move.reason, "")}
            for move in one.moves
        ],
        "cancelled_at": one.cancelled_at,
        "cancelled_by": desk.name(one.cancelled_by) if one.cancelled_by else "",
        "cancelled_why": said.get(one.cancelled_why, ""),
        "assisted": desk.all_names(one.assisted) if one.assisted else "",
        "amount": spelled(one.amount) if one.amount else "",
        "corrections": [_correction(desk, fix) for fix in one.corrections],
        "struck": one.struck_at is not None,
        "standing": one.standing,
    }


LATE = 3600
"""Seconds after which what happened counts as written down late."""


def _correction(desk: Desk, fix: Any) -> dict[str, Any]:
    return {
        "at": fix.at,
        "by": desk.name(fix.by),
        "reason": fix.reason,
        "struck": fix.struck,
        "was_at": fix.was_at,
        "was_person": desk.name(fix.was_person),
        "was_amount": spelled(fix.was_amount) if fix.was_amount else "",
        "was_for_at": fix.was_for_at,
        "was_where": fix.was_where,
    }


def looked(desk: Desk, rule: Contacts | None, typed: str) -> dict[str, Any]:
    """Return what the desk sees when a number is typed, as lead/looked.html draws it."""
    if rule is None or not sees(desk):
        return {"state": "none"}
    digits = sum(one.isdigit() for one in typed)
    if digits < numbers.SHORTEST:
        return {"state": "empty"}
    seen = queries.look_up(desk.book, desk.here, desk.packs, typed)
    if seen.wrong is not None:
        return {"state": "wrong", "wrong": desk.words(seen.wrong), "right": desk.words(seen.right or seen.wrong)}
    if seen.lead is None:
        return {"state": "new", "number": numbers.shown(seen.number, rule.region)}
    one = seen.lead
    said = values(desk, [one.name], one.numbers)
    made: dict[str, Any] = {"state": "known", "row": row(desk, one, rule, said), "clause": desk.clause(rule.clause)}
    if one.post == desk.post:
        happened = list(reversed(queries.events_of(desk.book, one.key)))
        notes = values(desk, [event_.note for event_ in happened[:MOST]])
        made["events"] = [event(desk, event_, rule, notes) for event_ in happened[:MOST]]
        made["more"] = max(0, len(happened) - MOST)
    return made


MOST = 8
"""So many events are shown beside a number that is typed."""
