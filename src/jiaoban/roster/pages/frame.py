"""What the pages of this room share: their tabs, the month that an address asks for, the marks of shifts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext

from jiaoban.kernel.access import Right
from jiaoban.kernel.book import Between
from jiaoban.kernel.refusal import Reason
from jiaoban.kernel.shifts import Shift
from jiaoban.kernel.verbs import Context
from jiaoban.kernel.zones import clock_of
from jiaoban.roster import checked, queries
from jiaoban.roster.grid_tables import CALENDAR, CalendarDay
from jiaoban.roster.rules import worked
from jiaoban.web.desk import Desk
from jiaoban.web.templatetags.jiaoban import spell_month, weekday

TONES = 4


def tabs(desk: Desk, current: str, month: str = "", post: str = "") -> list[dict[str, Any]]:
    """Return the tabs of this room, on the same month: of the post of the page, or of `post` on a page of the site."""
    asked = f"?month={month}" if month else ""
    listed = []
    post = desk.at.post if desk.at else post
    if post:
        listed += [
            ("month", gettext("按班次"), desk.url("roster", post=post) + asked),
            ("people", gettext("按人员"), desk.url("roster_people", post=post) + asked),
            ("rules", gettext("排班规则"), desk.url("roster_rules", post=post) + asked),
            ("swaps", gettext("换班"), desk.url("swaps", post=post)),
            ("wishes", gettext("意愿"), desk.url("roster_wishes", post=post) + asked),
        ]
        if desk.may(Right.SUPERVISE, post):
            listed.append(("proposals", gettext("方案"), desk.url("roster_proposals", post=post) + asked))
        if desk.may(Right.ADMINISTER, post):
            listed.append(("setup", gettext("倒班周期"), desk.url("roster_setup", post=post)))
    listed += [
        ("all", gettext("全站"), desk.url("roster_all") + asked),
        ("calendar", gettext("节假日"), desk.url("calendar")),
        ("subscriptions", gettext("日历订阅"), desk.url("subscriptions")),
    ]
    return [{"label": label, "url": url, "current": key == current} for key, label, url in listed]


def not_theirs(desk: Desk, post: str) -> Reason | None:
    """Return the reason why the reader changes no shift of a post by hand, where the regime there says who does."""
    place = desk.here if desk.at and desk.at.post == post else desk.place(post)
    return checked.by_hand(Context(desk.book, desk.actor, place, desk.now, "looking", desk.packs))


def may_change(desk: Desk, post: str) -> bool:
    """Say whether the reader changes shifts of a post by hand."""
    return desk.may(Right.SUPERVISE, post) and not_theirs(desk, post) is None


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

    @property
    def days(self) -> list[date]:
        """Its days."""
        return [self.first + step * queries.DAY for step in range((self.after - self.first).days)]

    def shown(self) -> dict[str, str]:
        """Return its name and the addresses of the months beside it."""
        return {
            "month": spell_month(self.first),
            "newer_url": f"?month={self.after:%Y-%m}",
            "older_url": f"?month={self.first - timedelta(days=1):%Y-%m}",
        }


def marked_days(desk: Desk, days: Sequence[date], today: date) -> list[dict[str, Any]]:
    """Return how days are drawn: what the calendar says of each, and whether it is worked."""
    within = Between(days[0].isoformat(), (days[-1] + queries.DAY).isoformat())
    said = {one.day: one for one in desk.book.find(CALENDAR, day_text=within)}
    kinds = {day: one.kind for day, one in said.items()}
    return [
        {
            "day": day,
            "weekday": weekday(day).removeprefix("周")[:2],
            "today": day == today,
            "rest": not worked(day, kinds),
            **_said(desk, said.get(day)),
        }
        for day in days
    ]


def _said(desk: Desk, one: CalendarDay | None) -> dict[str, str]:
    if one is None or one.kind == "ORDINARY":
        return {"short": "", "name": ""}
    name = desk.words(one.name)
    if one.kind == "HOLIDAY":
        return {"short": gettext("假"), "name": name or gettext("假日")}
    working = gettext("上班（调休）")
    return {"short": gettext("班"), "name": f"{name} {working}".strip()}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of shift as a grid shows it: a mark of a letter or two, its name, hours, tone, the keys that type it."""

    code: str
    mark: str
    name: str
    hours: str
    tone: int
    keys: str


def kinds(desk: Desk, shifts: Iterable[Shift]) -> list[Kind]:
    """Return the kinds of shift among these, each with a mark of its own, as short as tells them apart."""
    found: dict[str, Shift] = {}
    for shift in shifts:
        found.setdefault(shift.code, shift)
    names = {code: desk.words(one.name) for code, one in found.items()}
    clock = clock_of(desk.zone)
    initials = [code[:1].casefold() for code in found]
    return [
        Kind(
            code,
            _mark(name, [other for one, other in names.items() if one != code]),
            name,
            f"{found[code].begins_at.astimezone(clock):%H:%M}–{found[code].ends_at.astimezone(clock):%H:%M}",
            place % TONES,
            f"{place + 1}" + (f" {code[:1].casefold()}" if initials.count(code[:1].casefold()) == 1 else ""),
        )
        for place, (code, name) in enumerate(names.items())
    ]


def _mark(name: str, others: Sequence[str]) -> str:
    for length in range(1, len(name)):
        if not any(other.startswith(name[:length]) for other in others):
            return name[:length].upper()
    return name
