"""What the pages of customers after the sale show alike: what is due in words, names of customers and pictures."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.lead import aftersales
from jiaoban.lead.aftersales import Cared
from jiaoban.lead.aftersales_tables import Care
from jiaoban.lead.pages import shown
from jiaoban.lead.rules.aftersales import Due, State, picture_name
from jiaoban.lead.rules.numbers import masked
from jiaoban.lead.tables import Lead
from jiaoban.regime.aftersales import Aftersales
from jiaoban.web.desk import Desk

TONES: dict[State, str] = {"MISSED": "block", "SOON": "advise", "OPEN": "accent", "AHEAD": "outline", "DONE": "clear"}
HURRY: dict[State, int] = {"MISSED": 0, "SOON": 1, "OPEN": 2, "AHEAD": 3, "DONE": 4}


def rules(desk: Desk) -> Aftersales | None:
    """Return what the regime in force at the post says about customers after the sale, or None."""
    return aftersales.ruled(desk.here, desk.packs)


def state_of(state: State) -> str:
    """Return how something stands, in a word."""
    return {
        "MISSED": gettext("漏做"),
        "SOON": gettext("快到期"),
        "OPEN": gettext("待做"),
        "AHEAD": gettext("还没有到"),
        "DONE": gettext("已做"),
    }[state]


def due(one: Due) -> dict[str, Any]:
    """Return what is due, as lead/aftersales_due.html draws it."""
    number = one.slot.number
    return {
        "title": gettext("第一周") if not number else gettext("第 {n} 个月").format(n=number),
        "first": one.slot.first,
        "last": one.slot.last,
        "done": min(one.done, one.slot.wanted),
        "wanted": one.slot.wanted,
        "missing": one.missing,
        "state": one.state,
        "said": state_of(one.state),
        "tone": TONES[one.state],
    }


def called(desk: Desk, those: Iterable[Lead]) -> Mapping[str, str]:
    """Return what customers are called, by key: their name, else a masked number. One look-up."""
    leads, rule = list(those), shown.rule_of(desk)
    said = shown.values(desk, [one.name for one in leads], [ref for one in leads for ref in one.numbers])
    found = {}
    for one in leads:
        numbers = [masked(said[ref], rule.region) for ref in one.numbers if ref in said] if rule else []
        named = one.name in said or not numbers or not shown.sees(desk)
        found[one.key] = shown.called(desk, one, said) if named else numbers[0]
    return found


def in_month(one: Cared, first: date, after: date) -> list[Due]:
    """Return what of a customer falls in a month: what is open or to come in it, and what ends in it."""
    return [each for each in one.dues if each.slot.first < after and first < each.slot.after]


def row(desk: Desk, one: Cared, dues: Iterable[Due], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a customer as lead/aftersales_row.html draws them."""
    those = sorted(dues, key=lambda each: (HURRY[each.state], each.slot.last))
    return {
        "name": names[one.lead.key],
        "url": desk.url("aftersales_one", key=one.lead.key),
        "sold": one.sold[0],
        "person": desk.name(one.responsible),
        "dues": [due(each) for each in those],
        "hurry": min((HURRY[each.state] for each in those), default=len(HURRY)),
        "unbriefed": one.unbriefed(aftersales.local_day(desk.here, desk.now)),
    }


def pictures(
    desk: Desk, said: Aftersales, cares: Iterable[Care], names: Mapping[str, str]
) -> list[tuple[str, Care, str]]:
    """Return the pictures of contacts with their names by the standard, without an ending: name, contact, file."""
    numbers: dict[str, int] = {}
    found = []
    for one in cares:
        numbers[one.lead] = numbers.get(one.lead, 0) + 1
        day = aftersales.local_day(desk.here, one.at)
        name = picture_name(said, names.get(one.lead, one.lead[:8]), day, desk.name(one.person), numbers[one.lead])
        found += [(name, one, photo) for photo in one.photos]
    return found


def tabs(desk: Desk, current: str) -> list[dict[str, Any]]:
    """Return the tabs; whoever only works here has one page and needs none."""
    if not desk.can(Right.SUPERVISE):
        return []
    return [
        {"label": gettext("本岗位"), "url": desk.url("aftersales_month"), "current": current == "month"},
        {"label": gettext("我的售后"), "url": desk.url("aftersales"), "current": current == "own"},
    ]
