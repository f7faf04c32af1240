"""What every part of a pack is made of."""

import re
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, model_validator

from jiaoban.kernel.words import Words

_SPAN = re.compile(r"-?P(?=.)[0-9YMWDTHS.]*")
ClauseId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+/[A-Za-z0-9.\-]+$", max_length=60)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)]
Party = Literal["outgoing", "incoming", "supervisor", "third"]
By = Party | Id
"""A party of the handover, or the id of one of the pack's named authorities."""
Source = Literal[
    "matters", "entries", "readings", "equipment", "followups", "custody", "duties", "excursions", "totals", "rounds",
    "earths", "links",
]  # fmt: skip
BY_HAND: tuple[Literal["hand"]] = ("hand",)


def _span(value: Any) -> Any:
    """A bare number or a clock time would be taken for seconds or minutes without a word."""
    if isinstance(value, timedelta) or (isinstance(value, str) and _SPAN.fullmatch(value)):
        return value
    raise ValueError("a length of time is written PT10M (10 minutes), PT2H, P1D")


Span = Annotated[timedelta, BeforeValidator(_span)]
"""A length of time, as ISO 8601 writes it."""


class Part(BaseModel):
    """Base of everything in a pack: frozen, strict about names.

    A sentence that is written as plain text reads the same in both languages: so packs of one language are written.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _plain_words(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        made: dict[str, Any] = {}
        for name, field in cls.model_fields.items():
            key = field.alias or name
            if isinstance(data.get(key), str) and field.annotation in (Words, Words | None):
                made[key] = {"zh": data[key], "en": data[key]}
            elif isinstance(data.get(key), list) and field.annotation == tuple[Words, ...]:
                made[key] = [{"zh": one, "en": one} if isinstance(one, str) else one for one in data[key]]
        return {**data, **made} if made else data


class Rule(Part):
    """Something that follows from a clause."""

    id: Id
    clause: ClauseId
