"""What people wish for a roster: the table, and what may be wished. Pure."""

from collections.abc import Iterable
from datetime import date, datetime

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import Between, Book, State, Table
from jiaoban.kernel.refusal import Reason
from jiaoban.kernel.verbs import plain
from jiaoban.roster import acts


class DayWish(State):
    """What somebody wishes for a day at a post. `shift` '' is any shift of that day."""

    person: str
    post: str
    day: date
    shift: str
    wants: bool
    weight: int
    note: str = ""
    wished_at: datetime

    @property
    def day_text(self) -> str:
        """The day as text, by which wishes are found."""
        return self.day.isoformat()


def wish_key(post: str, person: str, day: date) -> str:
    """Return the key of somebody's wish for a day."""
    return f"{post}.{person}.{day.isoformat()}"


def _keys(act: Act) -> Iterable[str]:
    assert isinstance(act.payload, acts.Wished | acts.WishDropped)
    return (wish_key(act.payload.post, act.actor, act.payload.day),)


def _fold(_before: DayWish | None, act: Act, _key: str) -> DayWish | None:
    said = act.payload
    if not isinstance(said, acts.Wished):
        return None
    return DayWish(person=act.actor, wished_at=act.occurred_at, **said.model_dump())


WISHES = Table(
    "roster.wishes",
    DayWish,
    kinds=(acts.Wished.KIND, acts.WishDropped.KIND),
    keys=_keys,
    evolve=_fold,
    columns=("post", "person", "day_text"),
)


def wishes_at(book: Book, post: str, first: date, after: date) -> list[DayWish]:
    """Return what people wish at a post for the days `first <= day < after`, by day and person."""
    found = book.find(WISHES, post=post, day_text=Between(first.isoformat(), after.isoformat()))
    return sorted(found, key=lambda one: (one.day, one.person))


def passed(day: date, today: date) -> Reason | None:
    """Return the reason not to wish for a day: it has come already."""
    if day > today:
        return None
    return plain(
        "wish-passed",
        f"{day} 已到或已过，不能再提意愿。",
        f"{day} has come; it is too late to wish for it.",
        "请为明天以后的日子提意愿；今天的班请申请换班。",
        "Wish for a day from tomorrow on; for a shift of today, ask for a swap.",
    )
