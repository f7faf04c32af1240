"""What a regime says about looking after customers who have bought: when, what is asked, the picture, the teacher."""

from datetime import timedelta
from operator import not_
from typing import Literal

from pydantic import Field as Key

from jiaoban.kernel.words import Words
from jiaoban.regime.funds import Cited
from jiaoban.regime.part import ClauseId, Id, Part, Span

MonthsFrom = Literal["sale", "calendar"]
"""How months are counted: from the day of the sale, or the whole months of the calendar after that of the sale."""


class Answer(Part):
    """Something that is asked at every contact."""

    id: Id
    title: Words


class PictureName(Part):
    """The standard by which the picture of a contact is named: `{customer}`, `{day}` (20260310), `{person}`, `{number}`
    (which contact of that customer it is)."""

    clause: ClauseId
    name: str = Key(min_length=1, max_length=100)


class Briefing(Part):
    """That the customer's situation is told to the class teacher, who takes it over, within so many days of the sale:
    the day of the sale is the first of them."""

    clause: ClauseId
    within: Span


class MissedCare(Cited):
    """That contacts which were not made are listed, each one, for a ladder."""


class Aftersales(Part):
    """Everything that a regime says about customers after the sale.

    `first_within`: the first contact falls within so many days, that of the sale being the first. `monthly`: so many
    contacts a month at least, over `for_months` months counted from `months_from`. `missed`: what is missing when its
    time is over is an occasion for a ladder.
    """

    clause: ClauseId
    first_within: Span | None = None
    monthly: int = Key(default=0, ge=0, le=31)
    months_from: MonthsFrom = "sale"
    for_months: int = Key(default=1, ge=1, le=60)
    answers: tuple[Answer, ...] = Key(default=(), max_length=12)
    picture: PictureName | None = None
    teacher: Briefing | None = None
    missed: MissedCare | None = None
    posts: tuple[str, ...] = Key(default=(), exclude_if=not_)

    @property
    def first_days(self) -> int:
        """Within how many days the first contact falls; 0: the regime does not say."""
        return self.first_within // timedelta(days=1) if self.first_within else 0

    def of(self, post: str) -> bool:
        """Say whether customers are looked after at a post (none named: at every post of the regime)."""
        return not self.posts or post in self.posts
