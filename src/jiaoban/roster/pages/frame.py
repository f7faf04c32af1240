"""What the pages of this room share: their tabs, and the month that an address asks for."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext

from jiaoban.roster import queries
from jiaoban.web.desk import Desk


def tabs(desk: Desk, current: str, month: str = "") -> list[dict[str, Any]]:
    """Return the tabs of this room, on the same month."""
    asked = f"?month={month}" if month else ""
    listed = [
        ("month", gettext("按班次"), desk.url("roster") + asked),
        ("rules", gettext("排班规则"), desk.url("roster_rules") + asked),
        ("swaps", gettext("换班"), desk.url("swaps")),
    ]
    return [{"label": label, "url": url, "current": key == current} for key, label, url in listed]


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the site: its days, and the first day after it."""

    first: date
    after: date

    @classmethod
    def asked(cls, text: str, today: date) -> "Month":
        """Return the month that an address names (2026-11), or that of today; raises `NotFound` for no month."""
        try:
            day = date.fromisoformat(f"{text}-01")
        except ValueError:
            day = today
        return cls(*queries.month_bounds(day.year, day.month))

    @property
    def text(self) -> str:
        """The month as addresses name it."""
        return f"{self.first:%Y-%m}"

    def shown(self) -> dict[str, str]:
        """Return its name and the addresses of the months beside it."""
        return {
            "month": gettext("{year}年{month}月").format(year=self.first.year, month=self.first.month),
            "newer_url": f"?month={self.after:%Y-%m}",
            "older_url": f"?month={self.first - timedelta(days=1):%Y-%m}",
        }
