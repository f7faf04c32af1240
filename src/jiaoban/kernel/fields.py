"""Types of fields that the arguments of many verbs share: trimmed text, moments in UTC, keys.

Text that a database or a hash cannot take (NUL, lone surrogates), and text that does not read as it is written (signs
that turn its direction), is refused here, at the door, with the field's name.
"""

import re
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

from jiaoban.kernel.canon import digest
from jiaoban.kernel.starts import EARLIEST, LATEST

_TURNING = "\u202a-\u202e\u2066-\u2069"
_IN_A_LINE = re.compile(f"[\x00-\x1f\x7f\ud800-\udfff{_TURNING}]")
_IN_LINES = re.compile(f"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff{_TURNING}]")
KEY_LENGTH = 200
"""Most characters of the key of a row."""


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise PydanticCustomError("moment_outside", "the moment lies outside of the calendar, 1970 to 2199") from None


def _in_calendar(value: datetime) -> datetime:
    """Refuse a slip of the pen: what lies at the edge of what a computer counts is no moment in every zone, and no page
    could show it."""
    moment = _in_utc(value)
    if not EARLIEST <= moment.date() < LATEST:
        raise PydanticCustomError("moment_outside", "the moment lies outside of the calendar, 1970 to 2199")
    return moment


def unix_lines(value: object) -> object:
    """A form sends CRLF where the writer pressed Enter; the book holds one kind of line end."""
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def several_lines(value: str) -> str:
    """Refuse a text with characters that cannot stand in one of several lines."""
    return _legible(value, _IN_LINES)


def _one_line(value: str) -> str:
    return _legible(value, _IN_A_LINE)


def _legible(value: str, forbidden: re.Pattern[str]) -> str:
    found = forbidden.search(value)
    if found:
        sign = f"U+{ord(found[0]):04X}"
        raise PydanticCustomError("text_sign", "character {n} cannot stand in a text", {"n": sign})
    return value


HeldMoment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A moment with a time zone, taken over as UTC: as acts hold it, which are read whatever they say."""

Moment = Annotated[AwareDatetime, AfterValidator(_in_calendar)]
"""A moment with a time zone, of 1970 to 2199, taken over as UTC: as somebody sends it."""

MaybeText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=4000),
    BeforeValidator(unix_lines),
    AfterValidator(several_lines),
]
"""Text of several lines, at most 4,000 characters; may be empty."""

Text = Annotated[MaybeText, StringConstraints(min_length=1)]
"""Text of several lines, 1 to 4,000 characters."""

MaybePhrase = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_one_line)]
"""One line, at most 200 characters; may be empty."""

Phrase = Annotated[MaybePhrase, StringConstraints(min_length=1)]
"""One line, 1 to 200 characters."""

MaybeRef = Annotated[str, StringConstraints(max_length=KEY_LENGTH), AfterValidator(_one_line)]
"""The key of something that exists, or nothing."""

Ref = Annotated[MaybeRef, StringConstraints(min_length=1)]
"""The key of something that exists."""

NewKey = Annotated[str, StringConstraints(pattern=r"^\w[\w\-]{0,59}$")]
"""A key that people choose for a line of a register: letters, digits, `_` and `-`."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""The name of a stored file: the SHA-256 of its content."""


def joint_key(*parts: str) -> str:
    """Return the key of a row that several keys name together: joined by dots, or their digest where that is too
    long."""
    joined = ".".join(parts)
    return joined if len(joined) <= KEY_LENGTH else digest(list(parts))


MonthName = Annotated[str, StringConstraints(pattern=r"^(19[7-9]\d|2[01]\d\d)-(0[1-9]|1[0-2])$")]
"""A month of the calendar, 1970 to 2199, such as 2026-03."""
