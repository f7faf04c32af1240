"""Which shift the pages of readings show: the one of the address, else the one that runs; and the ones beside it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext

from jiaoban.kernel.shifts import Shift
from jiaoban.web.desk import Desk

WITHOUT = timedelta(hours=8)
"""What is shown of a post that has no shifts: so much, up to now."""


FARTHEST = timedelta(days=36_525)
"""Shifts are looked at no farther from now: beyond lies the end of the calendar."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The time that a page shows. `shift` None: the post has none now; `running`: it is the one of now."""

    shift: Shift | None
    begins: datetime
    ends: datetime
    running: bool

    @property
    def key(self) -> str:
        """The key of the shift, ''  for none."""
        return self.shift.key if self.shift else ""


def chosen(request: HttpRequest, desk: Desk) -> Shown:
    """Return the shift that the address asks for by `shift` (its key) or `day`, else the running one."""
    place = desk.here
    asked = place.shift_of(request.GET.get("shift", "")) or _of_day(request.GET.get("day", ""), desk)
    running = place.shift_at(desk.now)
    if asked is not None and abs(asked.begins_at - desk.now) > FARTHEST:
        asked = None
    shift = asked or running
    if shift is None:
        hour = desk.now.replace(minute=0, second=0, microsecond=0)
        return Shown(None, hour - WITHOUT, hour + timedelta(hours=1), running=True)
    return Shown(shift, shift.begins_at, shift.ends_at, running=shift == running)


def _of_day(text: str, desk: Desk) -> Shift | None:
    try:
        day = date.fromisoformat(text)
        shifts = desk.here.pattern.on(day, desk.zone) if desk.here.pattern else []
    except (ValueError, OverflowError):
        return None
    return next(iter(shifts), None)


def picker(desk: Desk, shown: Shown, page: str) -> dict[str, Any]:
    """Return the choice of a shift as plant/shift_picker.html draws it."""
    url, shift, pattern = desk.url(page), shown.shift, desk.here.pattern
    if shift is None or pattern is None:
        return {"url": url, "name": gettext("最近几小时"), "begins": shown.begins, "ends": shown.ends}
    before = pattern.at(shift.begins_at - timedelta(microseconds=1), desk.zone)
    after = pattern.after(shift.begins_at, desk.zone)
    return {
        "url": url,
        "name": desk.words(shift.name),
        "begins": shift.begins_at,
        "ends": shift.ends_at,
        "day": shift.day.isoformat(),
        "running": shown.running,
        "before": f"{url}?shift={before.key}" if before else "",
        "after": f"{url}?shift={after.key}" if after.begins_at <= desk.now else "",
    }


def tabs(desk: Desk, current: str) -> list[dict[str, Any]]:
    """Return the tabs of the pages about readings."""
    named = (
        ("readings", gettext("抄表")),
        ("shift_figures", gettext("超限与累计")),
        ("samples", gettext("采样数据")),
    )
    return [{"label": label, "url": desk.url(name), "current": name == current} for name, label in named]
