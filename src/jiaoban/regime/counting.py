"""What a regime says about counting things in custody at a handover, and about orders from above."""

from operator import not_
from typing import Literal

from pydantic import Field as Key

from jiaoban.regime.part import ClauseId, Part


class Count(Part):
    """The count of custody items at the handover: by which side, by how many different people.

    It is blind: who counts does not see how many there must be before their own count is in. `open`: they do. `both`:
    each side counts for itself, and neither sees the figure of the other before. `by_place`: of a thing that the
    register keeps at places, whoever counts says for each place what is there, and does not see what belongs there.
    """

    clause: ClauseId
    by: Literal["outgoing", "incoming", "both"] = "incoming"
    people: int = 1
    open: bool = Key(default=False, exclude_if=not_)
    by_place: bool = Key(default=False, exclude_if=not_)

    @property
    def sides(self) -> tuple[Literal["outgoing", "incoming"], ...]:
        """The sides that count."""
        return ("outgoing", "incoming") if self.by == "both" else (self.by,)


class Orders(Part):
    """What a regime wants of orders from above: those of these kinds are read back before they are carried out."""

    clause: ClauseId
    read_back: tuple[Literal["DISPATCH", "INSTRUCTION"], ...] = Key(min_length=1)
