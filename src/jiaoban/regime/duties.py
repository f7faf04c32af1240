"""What a regime says about work that comes again and again, and about duties that outlive a shift."""

from datetime import date, time, timedelta
from operator import not_
from typing import Literal

from pydantic import Field as Key

from jiaoban.kernel.words import Words
from jiaoban.regime.part import Rule, Span


class Duty(Rule):
    """A periodic duty of a shift: due `before_end` of every shift whose code is listed (none: every shift).

    `rrule`: only on the local days that this rule of RFC 5545 names, counted from `since` (without it from 2001-01-01,
    which is a Monday and the first day of a year); `at`: due at this time of day, by the clock of the place, in the
    shift that runs then.
    """

    title: Words
    shifts: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    before_end: Span = timedelta(0)
    rrule: str = Key(default="", max_length=300, exclude_if=not_)
    since: date | None = None
    at: time | None = None


class Stay(Rule):
    """A duty that survives the signature and stays with the signer of `party` until `lasts` after the signature.

    `meeting`: it is done by having been at this meeting of the handover.
    """

    title: Words
    party: Literal["outgoing", "incoming"]
    lasts: Span
    meeting: Literal["PRE", "POST"] | None = None
