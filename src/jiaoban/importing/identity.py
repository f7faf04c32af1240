"""What tells two lines of a table apart, where their keys do not."""

import re
from collections.abc import Mapping
from typing import Any


def matter(said: Mapping[str, Any]) -> str:
    """Two lines are the same matter by kind and number, or where they have none by title, place and time."""
    if said.get("matter"):
        return str(said["matter"])
    own = ("kind", "number") if said.get("number") else ("kind", "title", "equipment", "occurred_at")
    return "·".join(str(said.get(field, "")) for field in own)


def loan(said: Mapping[str, Any]) -> str:
    """Two lines are the same loan by thing, borrower, moment and numbers."""
    own = ("custody_item", "to", "occurred_at", "numbers")
    return str(said.get("loan") or "·".join(str(said.get(field, "")) for field in own))


def order(said: Mapping[str, Any]) -> str:
    """Two lines are the same order by its number, or where it has none by title and begin."""
    own = ("number",) if said.get("number") else ("title", "valid_from")
    return str(said.get("order") or "·".join(str(said.get(field, "")) for field in own))


def lead(said: Mapping[str, Any]) -> str:
    """Two lines are the same customer by the digits of their number."""
    return re.sub(r"[^0-9]", "", str(said.get("number", ""))) or str(said.get("number", ""))
