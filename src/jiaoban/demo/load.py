"""The demo station: founded, peopled, three days lived in, and set to the end of a running night shift."""

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction

from jiaoban.demo import accounts, cast, past, register
from jiaoban.demo.fast import FastBook
from jiaoban.demo.troupe import Troupe, Turn, turn_at
from jiaoban.kernel.shifts import local
from jiaoban.ledger import store
from jiaoban.org import door, queries
from jiaoban.org.packs import store as keep
from jiaoban.regime.load import load as load_pack
from jiaoban.regime.pack import Pack

REGIME = Path(__file__).resolve().parents[3] / "regimes" / cast.REGIME
ARRIVAL = timedelta(minutes=40)
"""So long before the end of the night shift the visitor arrives: 07:20."""
DAY = timedelta(days=1)


class Row(NamedTuple):
    """A person of the demo as bin/up prints them."""

    name: str
    role: str
    post: str
    username: str
    password: str

    def __str__(self) -> str:
        return f"{self.name}  {self.role}  {self.post}  {self.username} / {self.password}".replace("    ", "  ")


def load() -> bool:
    """Build both sites in the database, whole or not at all; return False and do nothing where the demo site exists."""
    if cast.SITE in store.sites():
        return False
    real = door.clock.now()
    with transaction.atomic():
        accounts.make_accounts()
        pack = load_pack(REGIME)
        keep(pack)
        _play(real, arrival_after(real), pack)
        cast.build_neighbour(store.found(cast.NEIGHBOUR), pack, now=min(cast.FOUNDED, real))
    return True


def _play(real: datetime, arrival: datetime, pack: Pack) -> None:
    """Found the station and play its past.

    Its clock is set first, by as much as it will be ahead when the visitor comes: the book's own times then only go
    forward, and the clock of a site at work could not have been set at all.
    """
    tonight = turn_at(cast.CCR, arrival)
    start = _midnight(arrival, -past.DAYS)
    eve = start - timedelta(hours=30)
    book = store.found(cast.SITE)
    cast.build(book, pack, now=min(cast.FOUNDED, eve - DAY))
    troupe = Troupe(FastBook(book), eve)
    troupe.do("org.set_clock", cast.ADMINISTRATOR, to=eve + (arrival - real))
    troupe.now = start - timedelta(hours=1)
    register.enter(troupe)
    troupe.play(*past.parts(troupe, start, tonight))


def arrival_after(real: datetime) -> datetime:
    """Return the next 07:20 of the demo site after a moment: a demo clock only moves forward."""
    today = real.astimezone(ZoneInfo(cast.ZONE)).date()
    ends = (local(today + step * DAY, cast.PATTERN.shifts[0].ends, cast.ZONE) for step in range(3))
    return next(at for at in (end - ARRIVAL for end in ends) if at > real)


def _midnight(moment: datetime, days: int) -> datetime:
    day = moment.astimezone(ZoneInfo(cast.ZONE)).date() + days * DAY
    return local(day, cast.PATTERN.shifts[0].begins, cast.ZONE)


def people() -> list[Row]:
    """Return the people of the demo by crew; those of the running shift and the next one are marked.

    Empty while there is no demo site.
    """
    if cast.SITE not in store.sites():
        return []
    now = door.site_now(store.DbBook(cast.SITE))
    running = turn_at(cast.CCR, now)
    return [_row(one, running) for one in accounts.EVERYBODY]


def _row(one: cast.Member, running: Turn) -> Row:
    posts = {cast.CCR: "中控室", cast.PATROL: "厂房巡视"}
    roles = "、".join(dict.fromkeys(ROLES[role] for role, _ in one.roles))
    where = "、".join(dict.fromkeys(posts[post] for _, post in one.roles if post))
    site = "清溪水电站" if one is cast.OUTSIDER else ""
    crew = cast.CREWS[one.crew].zh if one.crew and not site else ""
    marks = {running.crew: "当班", running.next.crew: "下一班"}
    mark = marks.get(one.crew, "") if crew else ""
    return Row(
        one.name, roles, " ".join(part for part in (site, crew, where, mark) if part), one.username, one.password
    )


ROLES = {
    "OPERATOR": "值班员",
    "SUPERVISOR": "值长",
    "HEAD": "部门负责人",
    "ADMINISTRATOR": "管理员",
    "AUTHOR": "制度编写人",
    "AUDITOR": "审计",
    "GROUP": "集团",
}


def next_time(clock_time: str) -> datetime:
    """Return the next moment at which a clock at the demo site shows this time of day ('08:10')."""
    now = clock()
    at = time.fromisoformat(clock_time)
    days = (now.date() + step * DAY for step in range(3))
    return next(moment for moment in (local(day, at, cast.ZONE) for day in days) if moment > now)


def clock(to: datetime | None = None) -> datetime:
    """Return the time at the demo site, after moving its clock forward to `to` if that is given.

    Raises `NotFound` where there is no demo site, `ValueError` in words when the clock cannot be moved there.
    """
    visit = door.as_system(cast.SITE)
    if to is not None:
        command = f"demo-clock-{visit.book.size}"
        refusal = visit.do("org.set_clock", {"to": to}, command=command).refusal
        if refusal:
            raise ValueError("".join(f"{reason.why.zh}{reason.lifts.zh}" for reason in refusal.reasons))
    return door.site_now(visit.book).astimezone(ZoneInfo(queries.site(visit.book).zone))
