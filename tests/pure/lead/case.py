"""Facts of one customer in March 2026, by the clock in Shanghai, and the rules of a sales desk."""

from datetime import UTC, datetime, timedelta
from typing import Any

from jiaoban.lead.rules.facts import Fact, Kind
from jiaoban.lead.rules.ownership import Owned, Rules, owner
from jiaoban.regime.owning import Collisions, Leader, Ownership

ZONE = "Asia/Shanghai"
SECOND = timedelta(seconds=1)
OWNERSHIP = {"clause": "kefu/19", "within": "P3D"}
LEADER = {"clause": "kefu/s3", "within": "P7D"}
COLLISIONS = {"clause": "kefu/18.2", "agreement": {"clause": "kefu/18.1"}}


def utc(day: int, clock: str = "10:00", month: int = 3) -> datetime:
    """Return a moment by the clock in Shanghai."""
    return datetime.fromisoformat(f"2026-{month:02d}-{day:02d}T{clock}+08:00").astimezone(UTC)


def fact(kind: Kind, person: str, at: datetime, **said: Any) -> Fact:
    """Return a fact; a fixed appointment has a time (the next day) and a place unless said otherwise."""
    if kind == "FIXED":
        said = {"key": f"{person}{at:%d%H%M}", "for_at": at + timedelta(days=1), "place": "接待厅", **said}
    return Fact(kind, person, at, **said)


def rules(followed: bool = True, **said: dict[str, Any]) -> Rules:
    """Return the rules, with these settings instead of the usual ones; not `followed`: without those of who leads."""
    return Rules(
        Ownership.model_validate(OWNERSHIP | said.get("ownership", {})),
        Leader.model_validate(LEADER | said.get("leader", {})) if followed else None,
        Collisions.model_validate(COLLISIONS | said.get("collisions", {})),
    )


def owned(facts: list[Fact], at: datetime, **said: Any) -> Owned:
    """Return whose customer it is at a moment."""
    return owner(facts, rules(**said), at, ZONE)
