"""States of the rooms as the components of `parts/` take them: one function for each component."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext, pgettext

from jiaoban.followup.tables import Followup
from jiaoban.followup.terms import CATEGORIES as FROM
from jiaoban.handover.state import Handover, Mark, Tenure
from jiaoban.kernel.access import Right
from jiaoban.kernel.zones import Move, clock_of, moved_between, moves
from jiaoban.logbook.rules import LATE_AFTER
from jiaoban.logbook.tables import Entry
from jiaoban.logbook.terms import CATEGORIES
from jiaoban.plant.tables import Matter
from jiaoban.plant.terms import SEVERITIES
from jiaoban.web.addresses import address
from jiaoban.web.desk import Desk
from jiaoban.web.templatetags.jiaoban import spell_duration

Shown = dict[str, Any]


def at_post(desk: Desk, name: str, post: str, **kwargs: str) -> str:
    """Return the address of a page at another post than the one of the address, or '' where there is none."""
    return address(name, {"site": desk.site.code, "post": post, **kwargs})


def case_address(desk: Desk, post: str, matter: str) -> str:
    """Return where the reader sees a breach: at its post, or among their own where they work elsewhere by now."""
    if desk.may(Right.READ, post):
        return at_post(desk, "conduct_case", post, key=matter)
    return f"{desk.url('my_cases')}#case-{matter}"


def entry(desk: Desk, one: Entry, equipment: Mapping[str, str]) -> Shown:
    """Return an entry as parts/entry.html draws it. `equipment` are names by key."""
    last = one.amendments[-1] if one.amendments else None
    address = at_post(desk, "entry", one.post, key=one.key)
    works, supervises = desk.may(Right.WORK, one.post), desk.may(Right.SUPERVISE, one.post)
    mine = one.author == desk.actor.person
    late_by = one.recorded_at - one.occurred_at
    shown: Shown = {
        "id": one.key,
        "url": address,
        "text": one.reads,
        "occurred_at": one.occurred_at,
        "recorded_at": one.recorded_at,
        "category": desk.words(CATEGORIES[one.category]),
        "by": desk.name(one.author),
        "late": one.late,
        "late_by": spell_duration(late_by) if late_by > LATE_AFTER else "",
        "photos": [_photo(desk, one, number, name) for number, name in enumerate(one.photos, start=1)],
        "struck": one.struck is not None,
        "original": "",
        "equipment": None,
        "follow_up": None,
        "moves": (),
    }
    if last:
        shown |= {"original": one.text, "amended_by": desk.name(last.by), "amended_at": last.at, "reason": last.reason}
    if one.struck:
        shown |= {"struck_by": desk.name(one.struck.by), "struck_reason": one.struck.reason}
    elif address:
        shown["amend_url"] = f"{address}#amend" if works and (mine or supervises) else ""
        shown["strike_url"] = f"{address}#strike" if supervises else ""
    if one.equipment:
        url = at_post(desk, "equipment", one.post, key=one.equipment)
        shown["equipment"] = {"name": equipment.get(one.equipment, one.equipment), "url": url}
    if one.matter and (url := at_post(desk, "matter", one.post, key=one.matter)):
        shown["follow_up"] = {"label": pgettext("one", "事项"), "url": url}
    return shown


def _photo(desk: Desk, one: Entry, number: int, name: str) -> Shown:
    where = {"site": desk.site.code, "post": one.post, "key": one.key, "name": name}
    alt = gettext("日志照片 {n}").format(n=number)
    return {"url": address("photo", where), "thumb_url": address("thumbnail", where), "alt": alt}


def with_moves(desk: Desk, entries: Sequence[Shown], until: datetime | None = None) -> Sequence[Shown]:
    """Mark entries, newest first, where the site's clock was moved between one and the next: their times would puzzle.

    `until`: a move after the first entry and up to this moment is marked as well.
    """
    later = until
    for one in entries if moves(desk.zone) else ():
        at = one["occurred_at"]
        one["moves"] = [clock_move(move) for move in reversed(moved_between(desk.zone, at, later or at))]
        later = at
    return entries


def clock_move(one: Move) -> Shown:
    """Return a move of the site's clock as parts/clock_moved.html draws it: what the clock showed before and after."""
    return {
        "at": one.at,
        "back": one.by < timedelta(0),
        "by": spell_duration(one.by),
        "before": f"{one.at.astimezone(clock_of(one.was)):%H:%M}",
        "after": f"{one.at.astimezone(clock_of(one.to)):%H:%M}",
        "zone": one.to,
    }


def by_day(entries: Iterable[Shown], zone: str) -> list[tuple[Any, list[Shown]]]:
    """Group entries, in their order, by the local day on which they happened: (first moment of the group, entries)."""
    groups: list[tuple[Any, list[Shown]]] = []
    for one in entries:
        day = one["occurred_at"].astimezone(clock_of(zone)).date()
        if not groups or groups[-1][0].astimezone(clock_of(zone)).date() != day:
            groups.append((one["occurred_at"], []))
        groups[-1][1].append(one)
    return groups


def follow_up(desk: Desk, one: Followup) -> Shown:
    """Return a follow-up as parts/follow_up.html draws it."""
    late = one.overdue(desk.now)
    return {
        "text": one.what,
        "url": at_post(desk, "followup", one.post, key=one.key),
        "owner": desk.name(one.owner) if one.owner else "",
        "due_at": one.due_at,
        "overdue": late and one.open,
        "overdue_by": spell_duration(desk.now - one.due_at) if late else "",
        "state": one.next_step if one.open else one.result,
        "closed": not one.open,
        "category": desk.words(FROM[one.category]) if one.category else "",
        "department": _department(desk, one),
    }


def _department(desk: Desk, one: Followup) -> str:
    """Which department is asked to take it over, or has it, in words; '' for none."""
    if one.asked is not None:
        return gettext("已转{name}，等答复").format(name=desk.words(one.asked.title))
    return desk.words(one.with_.title) if one.with_ is not None and one.open else ""


def given_up(desk: Desk, one: Handover) -> Shown:
    """Return a handover that was given up as whoever takes over next is told of it: why, what had been refused, who had
    left."""
    ended = one.events[-1]
    said = [gettext("{name} 拒绝：{text}").format(name=desk.name(r.by), text=r.text) for r in one.refusals]
    said += [left(desk, person, mark) for person, mark in one.left.items()]
    return {
        "at": one.closed_at,
        "by": desk.name(ended.by),
        "why": ended.text,
        "said": said,
        "url": at_post(desk, "record", one.post, key=one.key),
    }


def hours(desk: Desk, held: Tenure) -> list[Shown]:
    """Return until when each of several people stands a post, where it is not the same hour for all of them."""
    if len(held.dues) < 2:
        return []
    return [
        {"name": desk.name(one), "at": at, "late": at is not None and at <= desk.now}
        for one in held.people
        if (at := held.hour_of(one)) is not None
    ]


def left(desk: Desk, person: str, mark: Mark) -> str:
    """Return that somebody left before the signature, in words."""
    at = mark.at.astimezone(clock_of(desk.zone)).strftime("%H:%M")
    return gettext("{name} 未等接班人签字，{at} 擅自离岗").format(name=desk.name(person), at=at)


def matter(desk: Desk, one: Matter, equipment: Mapping[str, str]) -> Shown:
    """Return a matter as plant/matter_row.html draws it."""
    endangers = one.open and one.kind in ("ACCIDENT", "DISTURBANCE")
    return {
        "key": one.key,
        "url": at_post(desk, "matter", one.post, key=one.key),
        "kind": desk.words(one.life.name),
        "title": one.title,
        "number": one.number,
        "state": desk.words(one.life.states[one.state]),
        "open": one.open,
        "tone": "block" if endangers else "accent" if one.open else "",
        "severity": desk.words(SEVERITIES[one.severity]) if one.severity else "",
        "grave": one.severity == "CRITICAL",
        "unclear": one.unclear,
        "imported": one.imported,
        "equipment": equipment.get(one.equipment, one.equipment),
        "at": one.opened_at,
        "by": desk.name(one.opened_by),
    }


def late_by(span: timedelta) -> str:
    """Return a delay in words, '' for none; less than a minute is one, though none of so many minutes."""
    if span >= timedelta(minutes=1):
        return spell_duration(span)
    return gettext("不到 1 分") if span > timedelta(0) else ""
