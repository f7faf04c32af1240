"""What every part of a pack is made of."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

ClauseId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+/[A-Za-z0-9.\-]+$", max_length=60)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Party = Literal["outgoing", "incoming", "supervisor", "third"]
Source = Literal[
    "matters", "entries", "readings", "equipment", "followups", "custody", "duties", "excursions", "totals", "rounds",
    "earths", "links",
]  # fmt: skip
BY_HAND: tuple[Literal["hand"]] = ("hand",)


class Part(BaseModel):
    """Base of everything in a pack: frozen, strict about names."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Rule(Part):
    """Something that follows from a clause."""

    id: Id
    clause: ClauseId
