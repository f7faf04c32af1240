"""How the limits of a parameter stand in one cell, by the state or mode of its equipment."""

import re
from typing import Any

from jiaoban.plant.terms import EQUIPMENT_STATES


def by_mode(cell: str) -> Any:
    """Return limits by state or mode: `备用=//45/; 调相=5/10/50/60` gives LL/L/H/HH of each; '' is none."""
    names = {words.zh: code for code, words in EQUIPMENT_STATES.items()}
    found = []
    for part in re.split(r"[;；\n]+", cell):
        mode, sign, limits = part.partition("=")
        four = [limit.strip() for limit in limits.split("/")]
        if not part.strip():
            continue
        if not sign or len(four) != len(_FOUR):
            return cell  # for the verb to refuse
        found.append({"mode": names.get(mode.strip(), mode.strip()), **dict(zip(_FOUR, four, strict=True))})
    return found


_FOUR = ("low_low", "low", "high", "high_high")
