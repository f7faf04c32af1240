"""The site's calendar: holidays and make-up working days, taken from the library for a year, or said day by day."""

from collections.abc import Iterable
from datetime import date

from pydantic import Field

from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.book import Between, Book
from jiaoban.kernel.starts import EARLIEST, LATEST
from jiaoban.kernel.verbs import Args, Context, Decision, plain, refuse, verb
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org
from jiaoban.org.args import Day, Reason
from jiaoban.roster import acts, holidays
from jiaoban.roster.grid_tables import CALENDAR, CalendarDay
from jiaoban.roster.tables import ROTATIONS


class TakeYear(Args):
    """The year whose public holidays and make-up working days are taken from the library."""

    year: int = Field(ge=EARLIEST.year, lt=LATEST.year, title="年份 Year")


class SetDay(Args):
    """What a day is: HOLIDAY, WORKDAY (worked although its weekday is free) or ORDINARY; `name` says which holiday."""

    day: Day = Field(title="日期 Day")
    kind: acts.DayKind = Field(title="是 Kind")
    name: str = Field(default="", max_length=80, title="名称 Name")
    reason: Reason = Field(title="原因 Reason")


@verb("roster.take_year", right=Right.ADMINISTER, scope="site")
def take_year(context: Context, said: TakeYear) -> Decision:
    """Enter a year's public holidays and make-up working days; what was said by hand, and what has passed, stays."""
    known = holidays.of_year(said.year)
    stands = {one.day: one for one in of_year(context.book, said.year)}
    today = org.local_day(context.book, context.now)
    looked_at = _looked_at_since(context.book)
    new = tuple(one for one in known.days if _is_news(one, stands.get(one.day)) and not _settled(one, today, looked_at))
    if not new:
        reason = plain(
            "calendar-there",
            f"{said.year} 年的节假日没有可以录入的：已在日历中，或已过。",
            f"There is nothing to enter for {said.year}: its holidays are in the calendar, or have passed.",
            "个别日期请逐日填写。",
            "Set single days by hand.",
        )
        return refuse("roster.take_year", str(said.year), reason)
    return [Proposed(payload=acts.CalendarSet(days=new, source=known.source))]


@verb("roster.set_day", right=Right.ADMINISTER, scope="site")
def set_day(context: Context, said: SetDay) -> Decision:
    """Say by hand what a day is: a holiday, a working day, or an ordinary one."""
    one = acts.CalendarDaySaid(day=said.day, kind=said.kind, name=Words(zh=said.name.strip()))
    if _settled(one, org.local_day(context.book, context.now), _looked_at_since(context.book)):
        reason = plain(
            "calendar-passed",
            f"{said.day} 已过，且已有按工作日的排班，不能再改。",
            f"{said.day} has passed and a roster of working days looked at it; it cannot be changed any more.",
            "请从今天起更改。",
            "Change days from today on.",
        )
        return refuse("roster.set_day", said.day.isoformat(), reason)
    return [Proposed(payload=acts.CalendarSet(days=(one,), reason=said.reason))]


def of_year(book: Book, year: int) -> list[CalendarDay]:
    """Return the days of a year of which the calendar says something, in order."""
    return book.find(CALENDAR, order=("day_text",), day_text=Between(f"{year}-01-01", f"{year + 1}-01-01"))


def _is_news(one: acts.CalendarDaySaid, stands: CalendarDay | None) -> bool:
    return stands is None or (not stands.by_hand and (stands.kind, stands.name) != (one.kind, one.name))


def _looked_at_since(book: Book) -> date:
    """Return the first day on which whose turn it was hangs on the calendar."""
    since: Iterable[date] = (one.from_day for post in book.find(ROTATIONS) for one in post.rotations if one.workdays)
    return min(since, default=LATEST)


def _settled(one: acts.CalendarDaySaid, today: date, looked_at: date) -> bool:
    return looked_at <= one.day < today
