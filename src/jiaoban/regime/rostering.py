"""What a regime says about rosters: what they may not do, who changes them, and how two people swap."""

from operator import not_ as empty
from typing import Annotated, Literal

from pydantic import Field as Key

from jiaoban.kernel.words import Words
from jiaoban.regime.part import ClauseId, Id, Part, Rule, Span

Chief = Literal["supervisor", "head"] | Id
"""Who decides about rosters: whoever supervises the post, the head who oversees it, or one of the pack's authorities,
by what they hold."""
Kind = Literal[
    "rest-between", "hours-in-row", "hours-in-week", "days-in-row", "rest-days", "use-up", "one-shift-a-day",
    "no-follow", "one-place", "complement",
]  # fmt: skip
Figure = Span | Annotated[int, Key(ge=1, le=1000, strict=True)]
Group = Annotated[tuple[Id, ...], Key(min_length=2)]


class RosterRule(Rule):
    """What a roster must keep to, for every person by themselves, at every post of the site together.

    rest-between: `at_least` so long between the end of a shift and the begin of the next; hours-in-row: `at_most` so
    long without a break between shifts; hours-in-week: `at_most` so long in the shifts that begin from Monday to
    Sunday; days-in-row: on `at_most` so many days one after another; rest-days: `at_least` so many days without a shift
    `in` every week or month; use-up: of `at_least` so many rest days for every week that ends in a month, those which
    the weeks did not give are given within the month, and asked for from `remind` before its end on; one-shift-a-day;
    no-follow: after a shift of `after`, the next one, on the same day or the next, is none of `not` (nothing named: no
    shift at all); one-place: nobody is due at two posts at once, unless both are in a group of `allow`; complement: the
    people that the handover asks for (its `complement`, where that has no condition) and the post's own register are
    on the roster.

    `hard`: what breaks it is refused, unless one of `lifted_by` says why it must be; else it wants a reason. `posts`,
    `shifts`: only there (none named: everywhere).
    """

    title: Words
    kind: Kind
    hard: bool = False
    at_least: Figure | None = None
    at_most: Figure | None = None
    period: Literal["week", "month"] | None = Key(default=None, alias="in")
    remind: Span | None = None
    after: tuple[str, ...] = Key(default=(), exclude_if=empty)
    not_: tuple[str, ...] = Key(default=(), alias="not", exclude_if=empty)
    allow: tuple[Group, ...] = Key(default=(), exclude_if=empty)
    lifted_by: tuple[Chief, ...] = Key(default=(), exclude_if=empty)
    posts: tuple[str, ...] = Key(default=(), exclude_if=empty)
    shifts: tuple[str, ...] = Key(default=(), exclude_if=empty)


class Swap(Part):
    """How two people swap shifts, or one stands in for the other: both agree, and the shifts change hands when it is
    reported to `told`.

    `transfer`: each says for every piece of open work that is theirs what there is to know, and the other takes it on.
    `approve`: it waits for one of these. `notice`: it is asked for so long before the first of its shifts begins.
    """

    clause: ClauseId
    agree: Literal["both"] = "both"
    told: Literal["supervisor", "head"] = "supervisor"
    transfer: bool = False
    approve: tuple[Chief, ...] = Key(default=(), exclude_if=empty)
    notice: Span | None = None


class Rostering(Part):
    """What a regime says about rosters. `changed_by`: only these change a shift by hand (none named: whoever
    supervises the post); nobody changes their own, whoever they are."""

    clause: ClauseId
    changed_by: tuple[Chief, ...] = Key(default=(), exclude_if=empty)
    rules: tuple[RosterRule, ...] = ()
    swap: Swap | None = None
