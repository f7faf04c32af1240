"""The public holidays of China and their make-up working days (调休), as the kept library knows them. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import version
from typing import cast

from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words
from jiaoban.roster.acts import CalendarDaySaid

PACKAGE = "chinese-calendar"
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Known:
    """The days of a year that are not as their weekday says, and which library and version says so."""

    days: tuple[CalendarDaySaid, ...]
    source: str


def years() -> range:
    """Return the years that the library knows: holidays are announced a year at a time."""
    from chinese_calendar import constants

    days = cast(dict[date, str], constants.holidays)
    return range(min(days).year, max(days).year + 1)


def of_year(year: int) -> Known:
    """Return the holidays and make-up working days of a year; raises `BadInput` for one that the library knows not."""
    from chinese_calendar import constants

    if year not in years():
        first, last = years()[0], years()[-1]
        raise BadInput(
            "year",
            Words(
                zh=f"程序只知道 {first} 至 {last} 年的节假日，{year} 年的还没有。",
                en=f"The program knows the holidays of {first} to {last}, not yet those of {year}.",
            ),
            Words(
                zh="请在国务院办公厅公布后逐日填写，或更新程序。",
                en="Once they are announced, set the days by hand, or update the program.",
            ),
        )
    holidays = cast(dict[date, str], constants.holidays)
    worked = cast(dict[date, str], constants.workdays)
    found: list[CalendarDaySaid] = []
    day = date(year, 1, 1)
    while day.year == year:
        weekend = day.weekday() >= SATURDAY
        if day in holidays:
            found.append(CalendarDaySaid(day=day, kind="HOLIDAY", name=_named(holidays[day])))
        elif day in worked and weekend:
            found.append(CalendarDaySaid(day=day, kind="WORKDAY", name=_named(worked[day])))
        day += timedelta(days=1)
    return Known(tuple(found), f"{PACKAGE} {version(PACKAGE)}")


def _named(text: str) -> Words:
    from chinese_calendar import Holiday

    return Words(zh=next((one.chinese for one in Holiday if one.value == text), text), en=text)
