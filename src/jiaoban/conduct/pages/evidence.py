"""Where the record lies from which an occasion follows: the page that shows what a supervisor has to look at."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from jiaoban.kernel.zones import clock_of
from jiaoban.web.desk import Desk

How = Literal["day", "customer", "page"]
PAGES: Mapping[str, tuple[str, How]] = {
    "count-missed": ("counts", "day"),
    "count-forgotten": ("counts", "day"),
    "report-late": ("reports", "day"),
    "aftersales-missed": ("aftersales_one", "customer"),
    "collision-quarrel": ("collisions", "page"),
    "collision-repeated": ("collisions", "page"),
    "fund-error": ("funds", "page"),
    "fund-fraud": ("funds", "page"),
    "followup-failed": ("following", "page"),
}
"""By source the page, and whether it is the page of a day, of a customer, or the whole list."""


def address(desk: Desk, source: str, key: str, at: datetime) -> str:
    """Return the address of the page that shows an occasion, '' where there is none."""
    name, how = PAGES.get(source, ("", "page"))
    if not name:
        return ""
    if how == "customer":  # the key of such an occasion begins with that of the customer
        return desk.link(name, key=key.partition(":")[0])
    found = desk.link(name)
    day = at.astimezone(clock_of(desk.zone)).date()
    return f"{found}?day={day.isoformat()}" if found and how == "day" else found
