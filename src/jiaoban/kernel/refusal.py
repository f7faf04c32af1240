"""A refusal: what was not done, why, by which clause, what lifts it and who can. It is a fact of the working day."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from jiaoban.kernel.act import Payload
from jiaoban.kernel.words import Words


class Reason(BaseModel):
    """One reason to refuse. `code` is stable and machine-readable; `clause` is '' where no regime speaks but plain
    sense."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: str
    clause: str = ""
    why: Words
    lifts: Words
    who: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


class Refusal(Payload, kind="command.refused"):
    """A command that the rules refused, as it stands in the book: the verb, what it was about, all reasons.

    `conflict` marks the refusals that another person's faster act caused (HTTP 409 instead of 422).
    """

    verb: str
    about: str = ""
    reasons: tuple[Reason, ...]
    conflict: bool = False


class Declined(Exception):
    """Raised inside a use case to refuse at once; the dispatcher writes the refusal into the book."""

    def __init__(self, *reasons: Reason, about: str = "", conflict: bool = False) -> None:
        super().__init__("; ".join(reason.why.zh for reason in reasons))
        self.reasons, self.about, self.conflict = reasons, about, conflict


class BadInput(ValueError):
    """Input that does not make sense in itself: no act is written. `where` is the field, `right` what would be
    right."""

    def __init__(self, where: str, wrong: Words, right: Words) -> None:
        super().__init__(f"{where}: {wrong.zh} {right.zh}")
        self.where, self.wrong, self.right = where, wrong, right


class NotFound(LookupError):
    """The thing does not exist for this actor: absent, or out of their sight. The two look the same from outside.

    `where` is the argument that named it, where it was one argument of several.
    """

    def __init__(self, what: str, where: str = "") -> None:
        super().__init__(what)
        self.where = where


class NotAllowed(PermissionError):
    """The actor sees the thing but has not the right that the verb asks for."""

    def __init__(self, right: str, verb: str) -> None:
        super().__init__(f"{verb} needs the right {right}")
        self.right, self.verb = right, verb


class CommandReused(ValueError):
    """The command id was used before with another body (trust rule 1): HTTP 422."""


Severity = Literal["HARD", "ADVISORY", "LIFTABLE"]
"""HARD blocks until the fact changes, LIFTABLE until the fact changes or somebody lifts it, ADVISORY asks for a
reason."""
