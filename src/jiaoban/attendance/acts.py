"""The kinds of act about being there. When it happened is the moment of the act (`occurred_at`)."""

from datetime import datetime

from jiaoban.attendance.terms import Basis
from jiaoban.kernel.act import Payload


class CheckedIn(Payload, kind="attendance.checked_in"):
    """A person came to the post. `note`: why they tell it afterwards."""

    presence: str
    person: str
    basis: Basis
    note: str = ""


class CheckedOut(Payload, kind="attendance.checked_out"):
    """A person left the post. `closed`: what they saw to, by title, as the last one there or though others were."""

    presence: str
    person: str
    basis: Basis
    note: str = ""
    last: bool = False
    closed: tuple[str, ...] = ()


class Added(Payload, kind="attendance.added"):
    """A supervisor enters that somebody was there who had not checked in; without `left_at` they still are."""

    presence: str
    person: str
    came_at: datetime
    left_at: datetime | None
    reason: str


class Corrected(Payload, kind="attendance.corrected"):
    """A supervisor puts right when somebody came or left; without `left_at` they have not left."""

    presence: str
    came_at: datetime
    left_at: datetime | None
    reason: str


class Struck(Payload, kind="attendance.struck"):
    """A supervisor strikes a stay that never was. It stays in the book, and counts no longer."""

    presence: str
    reason: str


class CodeIssued(Payload, kind="attendance.code_issued"):
    """The post has a new code to scan: the SHA-256 of its secret. The earlier one is void."""

    code_digest: str
