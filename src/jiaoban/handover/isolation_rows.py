"""Rows of facts about isolation: portable earths by number and place, protection links by position."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from jiaoban.plant.tables import Earth, Hanging, Link
from jiaoban.plant.terms import POSITIONS
from jiaoban.regime.facts import Row


def earth_row(one: Earth, since: datetime, units: Mapping[str, str], zone: tzinfo, *, over: bool = False) -> Row:
    """Return a portable earth that hangs, or that was hung or removed since `since`.

    `units` are names by key; `over`: the permit by which it hangs is at its end.
    """
    here = one.hanging or one.last
    return {
        "id": one.key,
        "title": one.title,
        "kind": "EARTH",
        "state": "HANGING" if one.hanging else "REMOVED",
        "number": one.number,
        "place": here.place if here else "",
        "equipment": here.equipment if here else "",
        "permit": here.permit_number if here else "",
        "permit_open": one.hanging is not None and bool(one.hanging.permit) and not over,
        "hangs": one.hangs,
        "hung_at": here.hung_at if here else None,
        "touched": one.last_at >= since,
        "text": _earth_text(one, here, units, zone),
        "at": one.last_at,
    }


def _earth_text(one: Earth, here: Hanging | None, units: Mapping[str, str], zone: tzinfo) -> str:
    if here is None:
        return f"{one.title}：在库"
    unit = units.get(here.equipment, "")
    said = [f"{one.title}：{'挂于' if one.hanging else '已从'}{here.place}{f'（{unit}）' if unit else ''}"]
    if here.permit_number:
        said.append(f"工作票 {here.permit_number}")
    said.append(
        f"{_clock(here.hung_at, zone)} {here.hung_by}挂设" if here.hung_by else f"{_clock(here.hung_at, zone)} 挂设"
    )
    if here.removed_at is not None:
        said[0] += "拆除"
        said.append(f"{_clock(here.removed_at, zone)} {here.removed_by}拆除".replace("  ", " "))
    return "；".join(said)


def _clock(at: datetime, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def link_row(one: Link, since: datetime, units: Mapping[str, str]) -> Row:
    """Return a protection link with its position; `units` are names by key."""
    unit = units.get(one.equipment, "")
    position = POSITIONS[one.position].zh if one.position else one.says
    return {
        "id": one.key,
        "title": one.name,
        "kind": "LINK",
        "state": one.position,
        "equipment": one.equipment,
        "position": one.position,
        "touched": one.last_at >= since,
        "text": f"{one.name}：{position}{f'（{unit}）' if unit else ''}{f'，{one.number}' if one.number else ''}",
        "at": one.last_at,
    }
