"""Limits in two degrees on either side, by operating mode: the words for them, and which of them a figure is beyond.

LL and HH are the limits at which something trips or must be done at once, L and H those at which one is warned. A
figure that stands on a limit is inside.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict

from jiaoban.kernel.words import Words

Degree = Literal["", "L", "LL", "H", "HH"]
"""Beyond which limit a figure stands; '' inside all."""
Doubt = Literal["", "RANGE", "JUMP"]
"""Why a figure was stored with a mark: outside of what is plausible, or too far from the one before."""

DEGREES: dict[Degree, Words] = {
    "": Words(zh="正常", en="Inside"),
    "L": Words(zh="低 L", en="Low"),
    "LL": Words(zh="低低 LL", en="Low low"),
    "H": Words(zh="高 H", en="High"),
    "HH": Words(zh="高高 HH", en="High high"),
}
GRAVE: tuple[Degree, ...] = ("LL", "HH")


class Limits(BaseModel):
    """Four limits as decimals in text, '' is none. `low` and `high` warn, `low_low` and `high_high` alarm."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    low_low: str = ""
    low: str = ""
    high: str = ""
    high_high: str = ""


class ModeLimits(Limits):
    """The limits that hold instead of the others while the equipment is in a state (RUNNING, STANDBY ...) or mode."""

    mode: str


class Limited(Protocol):
    """Whatever has limits of its own and others by mode: a parameter."""

    @property
    def low_low(self) -> str: ...  # noqa: D102
    @property
    def low(self) -> str: ...  # noqa: D102
    @property
    def high(self) -> str: ...  # noqa: D102
    @property
    def high_high(self) -> str: ...  # noqa: D102
    @property
    def by_mode(self) -> Iterable[ModeLimits]: ...  # noqa: D102


def limits_in(parameter: Limited, state: str = "", mode: str = "") -> tuple[Limits, str]:
    """Return the limits that hold in a state and mode of the equipment, and the name by which they were chosen.

    A mode goes before a state; where neither has limits of its own, the parameter's hold ('').
    """
    named = {one.mode: one for one in parameter.by_mode}
    for name in (mode, state):
        if name and name in named:
            return named[name], name
    return (
        Limits(low_low=parameter.low_low, low=parameter.low, high=parameter.high, high_high=parameter.high_high),
        "",
    )


def degree_of(value: Decimal, limits: Limits | Limited) -> Degree:
    """Return beyond which limit a figure stands, the farther one first."""
    if limits.high_high and value > Decimal(limits.high_high):
        return "HH"
    if limits.low_low and value < Decimal(limits.low_low):
        return "LL"
    if limits.high and value > Decimal(limits.high):
        return "H"
    return "L" if limits.low and value < Decimal(limits.low) else ""


def worse(one: Degree, other: Degree) -> Degree:
    """Return the graver of two degrees."""
    order = ("", "L", "H", "LL", "HH")
    return max(one, other, key=order.index)


def spelled(limits: Limits | Limited) -> str:
    """Return limits in one line: `LL 5 · 10 – 80 · HH 90`; '' where there are none."""
    inner = f"{limits.low} – {limits.high}" if limits.low and limits.high else ""
    inner = inner or (f"≥ {limits.low}" if limits.low else f"≤ {limits.high}" if limits.high else "")
    low_low = f"LL {limits.low_low}" if limits.low_low else ""
    high_high = f"HH {limits.high_high}" if limits.high_high else ""
    return " · ".join(part for part in (low_low, inner, high_high) if part)


def limited(parameter: Limited) -> bool:
    """Say whether a parameter has any limit, in whatever mode."""
    every: tuple[Limits | Limited, ...] = (parameter, *parameter.by_mode)
    return any(one.low_low or one.low or one.high or one.high_high for one in every)
