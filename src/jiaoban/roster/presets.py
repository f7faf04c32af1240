"""Usual cycles of crews and shifts, as data (presets.yaml), laid over a post's own shifts and a site's crews. Pure."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words
from jiaoban.roster.rules import TOGETHER

FILE = Path(__file__).with_name("presets.yaml")
OFF = "-"


class Preset(BaseModel):
    """A usual cycle: what one crew does day by day, and how many days later the next crew does the same."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    name: Words
    says: Words
    crews: int = Field(ge=1)
    turn: str
    apart: int = Field(ge=0)
    workdays: bool = False

    @property
    def days(self) -> tuple[tuple[int, ...], ...]:
        """The shifts of a crew on each day of the cycle, by their number in the order of the post's own."""
        return tuple(() if day == OFF else tuple(map(int, day.split("+"))) for day in self.turn.split())

    @property
    def shifts(self) -> int:
        """How many shifts a post must have."""
        return 1 + max(number for day in self.days for number in day)


@lru_cache
def presets() -> tuple[Preset, ...]:
    """Return every preset, in the order of the file."""
    return tuple(Preset.model_validate(one) for one in yaml.safe_load(FILE.read_text(encoding="utf-8")))


def preset(key: str) -> Preset:
    """Return the preset of this id; raises `BadInput` with those that there are."""
    found = next((one for one in presets() if one.id == key), None)
    if found is None:
        known = "、".join(one.id for one in presets())
        raise BadInput(
            "preset",
            Words(zh=f"没有叫“{key}”的倒班方式。", en=f"There is no preset {key!r}."),
            Words(zh=f"应为：{known}。", en=f"One of: {known}."),
        )
    return found


def cycle(chosen: Preset, shifts: Sequence[str], crews: Sequence[str]) -> tuple[dict[str, str], ...]:
    """Return the cycle of a preset with a post's shifts and a site's crews, both in their order.

    Raises `BadInput` where the post has too few shifts or the site too few crews.
    """
    if len(shifts) < chosen.shifts:
        raise _too_few(chosen, "班次", "shifts", chosen.shifts, len(shifts))
    if len(crews) < chosen.crews:
        raise _too_few(chosen, "班组", "crews", chosen.crews, len(crews))
    days = chosen.days
    made: list[dict[str, str]] = []
    for step in range(len(days)):
        turns: dict[str, str] = {}
        for number, crew in enumerate(crews[: chosen.crews]):
            for shift in days[(step - number * chosen.apart) % len(days)]:
                code = shifts[shift]
                turns[code] = f"{turns[code]}{TOGETHER}{crew}" if code in turns else crew
        made.append(dict(sorted(turns.items(), key=lambda one: shifts.index(one[0]))))
    return tuple(made)


def _too_few(chosen: Preset, zh: str, en: str, wanted: int, there: int) -> BadInput:
    return BadInput(
        "preset",
        Words(
            zh=f"{chosen.name.zh}要 {wanted} 个{zh}，这里只有 {there} 个。",
            en=f"{chosen.name.en} wants {wanted} {en}; there are {there}.",
        ),
        Words(zh=f"请先添加{zh}，或另选一种。", en=f"Add {en} first, or choose another one."),
    )
