"""Who speaks with a named authority of a regime: whoever holds what it asks for, on the day. Pure."""

from collections.abc import Iterator
from datetime import datetime

from jiaoban.handover.around import side_people
from jiaoban.handover.state import Handover
from jiaoban.kernel.zones import clock_of
from jiaoban.org.tables import Person
from jiaoban.regime.pack import Pack
from jiaoban.regime.standing import Authority


def authority(pack: Pack, party: str) -> Authority | None:
    """Return the authority of this id, or None where the party is none."""
    return next((one for one in pack.handover.authorities if one.id == party), None)


def speaks(rule: Authority, person: Person | None, handover: Handover, zone: str, now: datetime) -> bool:
    """Say whether a person speaks with this authority in a handover now: what they hold must be valid on this day, by
    the calendar of the place."""
    day = now.astimezone(clock_of(zone)).date()
    if person is None or not person.active:
        return False
    if not any(one.qualification in rule.holds and one.valid_on(day) for one in person.qualifications):
        return False
    if rule.side is not None and person.key not in side_people(handover, rule.side):
        return False
    return not rule.apart or person.key not in (*handover.leaving, *handover.arriving)


def resumes(pack: Pack, handover: Handover) -> tuple[str, ...]:
    """Return the parties that may resume a handover which no refusal stopped: after an accident whoever commands by the
    regime, else either side and the supervisor."""
    command = pack.handover.command if handover.accident else None
    return (command.by,) if command is not None else ("outgoing", "incoming", "supervisor")


def spoken_for(pack: Pack, person: Person | None, handover: Handover, zone: str, now: datetime) -> Iterator[str]:
    """Yield the ids of all authorities with which a person speaks."""
    return (one.id for one in pack.handover.authorities if speaks(one, person, handover, zone, now))
