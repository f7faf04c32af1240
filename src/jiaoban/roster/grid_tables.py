"""What the book knows of changes of the grid, of the calendar, and of subscriptions. Pure."""

from collections.abc import Iterable
from datetime import date, datetime

from jiaoban.kernel.act import Act
from jiaoban.kernel.book import State, Table, keyed
from jiaoban.kernel.words import Words
from jiaoban.roster import acts
from jiaoban.roster.tables import cell_keys, said_of


class Mark(State):
    """What an act said of one shift of one day; `people` None: the rotation holds again. `change` names the act."""

    seq: int
    at: datetime
    by: str
    change: str
    people: tuple[str, ...] | None
    undoes: str = ""


class CellHistory(State):
    """Everything that was ever said by hand of one shift of one day, in order."""

    post: str
    day: date
    shift: str
    marks: tuple[Mark, ...]

    @property
    def last(self) -> tuple[str, str]:
        """The acts that stand last on this shift: what was said last, and, where that only took back something, what
        was said last before it."""
        standing: list[str] = []
        for mark in self.marks:
            if mark.undoes and standing and standing[-1] == mark.undoes:
                standing.pop()
            else:
                standing.append(mark.change)
        newest = self.marks[-1].change if self.marks else ""
        return newest, standing[-1] if standing else ""

    @property
    def day_text(self) -> str:
        """The day as text, by which cells are found."""
        return self.day.isoformat()


class Change(State):
    """A change of the grid as it was made; `undone`: by which later change, '' while it stands."""

    key: str
    post: str
    cells: tuple[acts.Cell, ...]
    reason: str
    by: str
    at: datetime
    seq: int
    undoes: str = ""
    undone: str = ""


class DayMark(State):
    """What an act said of a day."""

    seq: int
    at: datetime
    kind: acts.DayKind


class CalendarDay(State):
    """What the site's calendar says of a day; `by_hand`: somebody said so, whatever a library says."""

    day: date
    kind: acts.DayKind
    name: Words
    by_hand: bool
    source: str
    reason: str
    by: str
    marks: tuple[DayMark, ...]

    @property
    def day_text(self) -> str:
        """The day as text, by which days are found."""
        return self.day.isoformat()


class Feed(State):
    """A subscription: the shifts of `person` ('' for a post's feed) or of `post`; `closed_at`: it leads nowhere."""

    key: str
    subscriber: str
    post: str
    language: str
    opened_at: datetime
    closed_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether its address still answers."""
        return self.closed_at is None


def _fold_cell(before: CellHistory | None, act: Act, key: str) -> CellHistory:
    post, day, shift, people = said_of(act, key)
    undoes = act.payload.undoes if isinstance(act.payload, acts.GridChanged) else ""
    mark = Mark(seq=act.seq, at=act.recorded_at, by=act.actor, change=act.id, people=people, undoes=undoes)
    return CellHistory(post=post, day=day, shift=shift, marks=(*(before.marks if before else ()), mark))


def _change_keys(act: Act) -> Iterable[str]:
    assert isinstance(act.payload, acts.GridChanged)
    return (act.id, *([act.payload.undoes] if act.payload.undoes else []))


def _fold_change(before: Change | None, act: Act, key: str) -> Change | None:
    said = act.payload
    assert isinstance(said, acts.GridChanged)
    if before is not None:
        return before.model_copy(update={"undone": act.id})
    return Change(
        key=key,
        post=said.post,
        cells=said.cells,
        reason=said.reason,
        by=act.actor,
        at=act.recorded_at,
        seq=act.seq,
        undoes=said.undoes,
    )


def _day_keys(act: Act) -> Iterable[str]:
    assert isinstance(act.payload, acts.CalendarSet)
    return tuple(one.day.isoformat() for one in act.payload.days)


def _fold_day(before: CalendarDay | None, act: Act, key: str) -> CalendarDay:
    said = act.payload
    assert isinstance(said, acts.CalendarSet)
    one = next(one for one in said.days if one.day.isoformat() == key)
    mark = DayMark(seq=act.seq, at=act.recorded_at, kind=one.kind)
    return CalendarDay(
        day=one.day,
        kind=one.kind,
        name=one.name,
        by_hand=not said.source,
        source=said.source,
        reason=said.reason,
        by=act.actor,
        marks=(*(before.marks if before else ()), mark),
    )


def _fold_feed(before: Feed | None, act: Act, key: str) -> Feed | None:
    match act.payload:
        case acts.FeedOpened() as said:
            return Feed(
                key=key, subscriber=act.actor, post=said.post, language=said.language, opened_at=act.recorded_at
            )
        case acts.FeedClosed() if before is not None:
            return before.model_copy(update={"closed_at": act.recorded_at})
    return before


CELLS = Table(
    "roster.cells",
    CellHistory,
    kinds=(acts.ShiftAssigned.KIND, acts.GridChanged.KIND),
    keys=cell_keys,
    evolve=_fold_cell,
    columns=("post", "day_text"),
)
CHANGES = Table(
    "roster.changes",
    Change,
    kinds=(acts.GridChanged.KIND,),
    keys=_change_keys,
    evolve=_fold_change,
    columns=("post", "at"),
)
CALENDAR = Table(
    "roster.calendar",
    CalendarDay,
    kinds=(acts.CalendarSet.KIND,),
    keys=_day_keys,
    evolve=_fold_day,
    columns=("day_text",),
)
FEEDS = Table(
    "roster.feeds",
    Feed,
    kinds=(acts.FeedOpened.KIND, acts.FeedClosed.KIND),
    keys=keyed("feed"),
    evolve=_fold_feed,
    columns=("subscriber", "open"),
)
