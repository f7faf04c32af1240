"""What is other in one version of a regime than in another: which clauses and rules came, went or changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from jiaoban.regime.absence import Absences
from jiaoban.regime.everyday import Duties
from jiaoban.regime.ladders import Ladders
from jiaoban.regime.leads import Leads
from jiaoban.regime.pack import Pack
from jiaoban.regime.reports import Reports
from jiaoban.regime.rostering import Rostering


@dataclass(frozen=True, slots=True)
class Difference:
    """A rule, clause or ambiguity that is new, gone or changed. `part`: where in the pack it stands (`gates`,
    `clauses`); `name`: its id there, '' where the part is one rule; `rule` as it reads now, or did when it is gone;
    `was` as it read before.

    MOVED: what is in a list before and after stands there in another order; `rule` and `was` are the names.
    """

    part: str
    name: str
    what: Literal["NEW", "GONE", "CHANGED", "MOVED"]
    rule: object
    was: object = None


def differences(before: Pack, after: Pack) -> list[Difference]:
    """Return what is other in `after`, in the order of the parts of a pack; what is gone comes last in its part.

    The head (number, version, dates) is not looked at: it is other by its nature.
    """
    pairs = [("clauses", before.clauses, after.clauses)]
    found = [one for name, was, is_ in pairs for one in _of_part(name, was, is_)]
    for name in type(after.handover).model_fields:
        found += _of_part(name, getattr(before.handover, name), getattr(after.handover, name))
    found += _of_part("meetings", before.meetings, after.meetings)
    found += _of_part("gatherings", before.gatherings, after.gatherings)
    found += _of_part("attendance", before.attendance, after.attendance)
    if before.roster is not None or after.roster is not None:
        found += _of_roster(before.roster, after.roster)
    for name in Absences.model_fields:
        found += _of_part(name, getattr(before.absence, name, None), getattr(after.absence, name, None))
    for name in Leads.model_fields:
        found += _of_part(name, getattr(before.leads, name, None), getattr(after.leads, name, None))
    if before.ladders is not None or after.ladders is not None:
        found += _of_ladders(before.ladders, after.ladders)
    for name in Reports.model_fields:
        found += _of_part(name, getattr(before.reports, name, None), getattr(after.reports, name, None))
    for name in Duties.model_fields:
        found += _of_part(name, getattr(before.duties, name, None), getattr(after.duties, name, None))
    for name in ("aftersales", "funds", "careers"):
        found += _of_part(name, getattr(before, name), getattr(after, name))
    found += _of_part("ambiguities", before.ambiguities, after.ambiguities)
    return found


def _of_ladders(before: Ladders | None, after: Ladders | None) -> Iterator[Difference]:
    """The ladders one by one, then what holds for all of them."""
    yield from _of_part("ladders", before.ladders if before else (), after.ladders if after else ())
    rest = [one and one.model_copy(update={"ladders": ()}) for one in (before, after)]
    yield from _of_part("ladders", *rest)


def _of_roster(before: Rostering | None, after: Rostering | None) -> Iterator[Difference]:
    """The rules one by one, then the swap, then what is left: who changes the roster, and by which clause."""
    for name in ("rules", "swap"):
        yield from _of_part(name, getattr(before, name, ()), getattr(after, name, ()))
    rest = [one and one.model_copy(update={"rules": (), "swap": None}) for one in (before, after)]
    yield from _of_part("roster", *rest)


def _of_part(part: str, before: object, after: object) -> Iterator[Difference]:
    was, is_ = _by_name(before), _by_name(after)
    for name, rule in is_.items():
        if name not in was:
            yield Difference(part, name, "NEW", rule)
        elif was[name] != rule:
            yield Difference(part, name, "CHANGED", rule, was[name])
    for name, rule in was.items():
        if name not in is_:
            yield Difference(part, name, "GONE", rule, rule)
    kept, now = tuple(name for name in was if name in is_), tuple(name for name in is_ if name in was)
    if kept != now:
        yield Difference(part, "", "MOVED", now, kept)


def _by_name(value: object) -> dict[str, object]:
    if value is None or value is False:
        return {}
    if not isinstance(value, tuple):
        return {"": value}
    named: dict[str, object] = {}
    for number, rule in enumerate(value):
        name = _name(rule)
        named[name if name and name not in named else f"{name} {number}".strip()] = rule
    return named


def _name(rule: object) -> str:
    """What tells a rule from its neighbours: its id, else the way out, the party or the basis that it is about."""
    said = (getattr(rule, field, None) for field in ("id", "way", "party", "kind", "basis"))
    return next((one for one in said if isinstance(one, str)), "")
