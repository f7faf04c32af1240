"""Following customers who have bought into later months: which month it is. Pure."""

from calendar import monthrange
from datetime import date, datetime

from jiaoban.kernel.zones import clock_of
from jiaoban.regime.owning import Closed


def month_since(sale: datetime, moment: datetime, rule: Closed, zone: str) -> int:
    """Return in the how manieth month after a sale a moment lies; the first is that of the sale.

    Counted from the sale, the second begins on the same day of the next month, or on its last where it has no such day.
    """
    clock = clock_of(zone)
    sold, day = sale.astimezone(clock).date(), moment.astimezone(clock).date()
    months = (day.year - sold.year) * 12 + day.month - sold.month
    if rule.later_by == "calendar":
        return months + 1
    return months + (day >= _same_day(sold, day))


def _same_day(sold: date, day: date) -> date:
    return day.replace(day=min(sold.day, monthrange(day.year, day.month)[1]))


def begins_on(sale: datetime, month: int, rule: Closed, zone: str) -> date:
    """Return the local day on which the how manieth month after a sale begins."""
    sold = sale.astimezone(clock_of(zone)).date()
    number = sold.year * 12 + sold.month - 1 + month - 1
    begin = date(number // 12, number % 12 + 1, 1)
    return begin if rule.later_by == "calendar" else _same_day(sold, begin)
