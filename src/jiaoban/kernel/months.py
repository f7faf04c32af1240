"""Months of the calendar, as pages and rules name them by their first day. Pure."""

from datetime import date

from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.starts import EARLIEST, LATEST


def month_after(day: date) -> date:
    """Return the first day of the month after that of a day."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def month_asked(text: str, today: date) -> date:
    """Return the first day of the month that an address names ('2026-11'), of today's where it names none; raises
    `NotFound` for what is no month."""
    if not text:
        return today.replace(day=1)
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise NotFound(f"month {text}") from None
    if not EARLIEST <= first < LATEST:
        raise NotFound(f"month {text}")
    return first


def month_query(first: date, step: int) -> str:
    """Return the part of an address that names the month so many months on."""
    number = first.year * 12 + first.month - 1 + step
    return f"?month={number // 12:04d}-{number % 12 + 1:02d}"


def month_of(day: date) -> str:
    """Return the name of a day's month, such as 2026-03."""
    return f"{day:%Y-%m}"


def first_day(month: str) -> date:
    """Return the first day of a month that was named before (`MonthName`)."""
    return date.fromisoformat(f"{month}-01")


def months_on(day: date, number: int) -> date:
    """Return the same day so many months later; where that month is shorter, its last day."""
    month = day.year * 12 + day.month - 1 + number
    begins = date(month // 12, month % 12 + 1, 1)
    return begins.replace(day=min(day.day, (month_after(begins) - begins).days))
