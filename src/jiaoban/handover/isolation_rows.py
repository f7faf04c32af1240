"""Rows of facts about isolation: portable earths by number and place, protection links by position."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from jiaoban.handover import phrases
from jiaoban.kernel.tongue import Tongue
from jiaoban.plant.phrases import PERMIT
from jiaoban.plant.tables import Earth, Hanging, Link
from jiaoban.plant.terms import POSITIONS
from jiaoban.regime.facts import Row


def earth_row(
    one: Earth, since: datetime, units: Mapping[str, str], zone: tzinfo, say: Tongue, *, over: bool = False
) -> Row:
    """Return a portable earth that hangs, or that was hung or removed since `since`.

    `units` are names by key; `over`: the permit by which it hangs is at its end.
    """
    here = one.hanging or one.last
    return {
        "id": one.key,
        **say.titled(one.called),
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
        "text": _earth_text(one, here, units, zone, say),
        "at": one.last_at,
    }


def _earth_text(one: Earth, here: Hanging | None, units: Mapping[str, str], zone: tzinfo, say: Tongue) -> str:
    earth = say(one.called)
    if here is None:
        return say(phrases.IN_STORE, earth=earth)
    hangs = phrases.TAKEN_FROM if here.removed_at is not None else phrases.HANGS
    said = [say(hangs, earth=earth, place=here.place, unit=say.bracket(units.get(here.equipment, "")))]
    if here.permit_number:
        said.append(say(PERMIT, number=here.permit_number))
    by = phrases.HUNG_BY if here.hung_by else phrases.HUNG
    said.append(say(by, at=say.day(here.hung_at, zone), who=here.hung_by))
    if here.removed_at is not None:
        by = phrases.REMOVED_BY if here.removed_by else phrases.REMOVED
        said.append(say(by, at=say.day(here.removed_at, zone), who=here.removed_by))
    return say.part.join(said)


def link_row(one: Link, since: datetime, units: Mapping[str, str], say: Tongue) -> Row:
    """Return a protection link with its position; `units` are names by key."""
    position = say(POSITIONS[one.position]) if one.position else one.says
    stands = f"{one.name}{say.colon}{position}{say.bracket(units.get(one.equipment, ''))}"
    return {
        "id": one.key,
        "title": one.name,
        "kind": "LINK",
        "state": one.position,
        "equipment": one.equipment,
        "position": one.position,
        "touched": one.last_at >= since,
        "text": say.comma.join(filter(None, (stands, one.number))),
        "at": one.last_at,
    }
