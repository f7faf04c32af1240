"""What a description of a demo site is made of: how people come and go, and how a desk sells."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """Base of everything in a site's file."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class ComesIs(Part):
    """What is not as usual on a day (0 is the first) with somebody who is due: minutes from the begin at which they
    come, from the end at which they leave; `told_after`: so many minutes later they tell it, with a note."""

    day: int
    who: str
    comes: float | None = None
    leaves: float | None = None
    absent: bool = False
    forgets: bool = False
    told_after: float | None = None
    note: str = ""


class AttendingIs(Part):
    """How people come to a post and leave it: minutes from the begin and from the end of the shift, taken in turn."""

    post: str
    comes: tuple[float, ...]
    leaves: tuple[float, ...]
    stories: tuple[ComesIs, ...] = ()


class HandedIn(Part):
    """A report that everybody on duty hands in: `at` minutes into the shift, on these `weekdays` (0 is Monday), on the
    `last` day of a month, or every day.

    `figures`: its fields and of which kind of event each tells (`SOLD`: the sum of the sales); `planned`: fields with
    the least and the most that somebody plans, in steps; `words`: fields with sayings, taken in turn. Every so manieth
    is handed in the morning after (`late`).
    """

    report: str
    at: int
    weekdays: tuple[int, ...] = ()
    last: bool = False
    figures: dict[str, str] = {}
    planned: dict[str, tuple[int, int, int]] = {}
    words: dict[str, tuple[str, ...]] = {}
    late: int = 0


class CareIs(Part):
    """How customers who bought are looked after: so many `days` after the sale, each answer taken in turn. Every so
    manieth contact is left out (`missed`). The class teachers are told, in turn, and take over the day after."""

    days: tuple[int, ...]
    answers: dict[str, tuple[str, ...]]
    teachers: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    missed: int = 0


class SellingIs(Part):
    """How a desk sells in the days before the visitor comes: everybody's customers, drawn by lot, always alike.

    `customers`: new ones a day for everybody; the other shares are how many of those who came so far go on: spoken with
    again, appointed, come, leave a deposit, buy. `rests`: who sets, a week ahead, who rests on which day. Everybody
    is invented.
    """

    post: str
    seed: int = 1
    rests: str = ""
    customers: float = 1.0
    again: float = 0.7
    appointed: float = 0.5
    comes: float = 0.7
    deposits: float = 0.4
    buys: float = 0.6
    numbers: str
    surnames: str
    titles: tuple[str, ...]
    ways: tuple[str, ...]
    sources: tuple[str, ...]
    open_results: tuple[str, ...]
    dead_results: tuple[str, ...]
    said: tuple[str, ...]
    places: tuple[str, ...]
    prices: tuple[int, ...]
    deposit: int
    losses: tuple[str, ...]
    care: CareIs | None = None
    reports: tuple[HandedIn, ...] = ()
