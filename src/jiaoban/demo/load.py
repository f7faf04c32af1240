"""The demo sites: founded, peopled, three days lived in, and set to a short while before a handover."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from jiaoban.demo import accounts, cast, description, register
from jiaoban.demo.description import Member, SiteIs
from jiaoban.demo.fast import FastBook
from jiaoban.demo.founding import found
from jiaoban.demo.past import Stay
from jiaoban.demo.troupe import Troupe, Turn, turn_at
from jiaoban.kernel.access import ROLES, Role
from jiaoban.kernel.shifts import local
from jiaoban.kernel.zones import clock_of
from jiaoban.ledger import store
from jiaoban.org import door, queries
from jiaoban.org.packs import keep_source, packs
from jiaoban.org.packs import store as keep
from jiaoban.regime.head import Calls
from jiaoban.regime.load import load as load_pack
from jiaoban.regime.pack import Pack
from jiaoban.regime.unpacking import files_in

REGIMES = Path(__file__).resolve().parents[3] / "regimes"
DAY = timedelta(days=1)


class Row(NamedTuple):
    """A person of a demo site as bin/up prints them."""

    name: str
    role: str
    post: str
    username: str
    password: str
    site: str

    def __str__(self) -> str:
        return f"{self.name}  {self.role}  {self.post}  {self.username} / {self.password}".replace("    ", "  ")


def load(*codes: str, brief: bool = False) -> tuple[str, ...]:
    """Build the demo sites of these codes (none: all of them) that are not there yet; return the codes of those built.
    `brief`: without the months that some of them have lived through.

    Each site is built whole or not at all.
    """
    wanted = [code for code in codes or description.CODES if code not in store.sites()]
    for code in wanted:
        _load(description.read(code, brief=brief))
    return tuple(wanted)


def _load(site: SiteIs) -> None:
    real = door.clock.now()
    with transaction.atomic():
        accounts.make_accounts(site.cast)
        pack = load_pack(REGIMES / site.regime)
        keep(pack)
        source = keep_source(files_in(REGIMES / site.regime))
        _play(site, real, arrival_after(site, real), pack, source)
        if site is cast.STATION and cast.NEIGHBOUR not in store.sites():
            accounts.make_accounts(cast.NEIGHBOURS)
            cast.build_neighbour(store.found(cast.NEIGHBOUR), pack, now=min(cast.FOUNDED, real))


def _play(site: SiteIs, real: datetime, arrival: datetime, pack: Pack, source: str = "") -> None:
    """Found a site and play its past.

    Its clock is set first, by as much as it will be ahead when the visitor comes: the book's own times then only go
    forward, and the clock of a site at work could not have been set at all.
    """
    stay = Stay.until(site, arrival)
    eve = stay.opened - timedelta(hours=30)
    book = store.found(site.code)
    found(book, site, pack, now=eve - DAY, source=source)
    fast = FastBook(book)
    troupe = Troupe(site, fast, eve)
    administrator = next(one for one in site.cast if (Role.ADMINISTRATOR, None) in one.roles)
    troupe.do("org.set_clock", administrator, to=eve + (arrival - real))
    troupe.now = stay.opened - timedelta(hours=1)
    register.enter(troupe)
    troupe.play(*stay.parts(troupe))
    fast.settle()


def arrival_after(site: SiteIs, real: datetime) -> datetime:
    """Return the next moment after `real` at which a visitor of a site comes: a demo clock only moves forward."""
    assert site.past is not None, site.code
    today = real.astimezone(clock_of(site.zone)).date()
    days = (today + step * DAY for step in range(-1, 3))
    shifts = (one for day in days for one in site.pattern.on(day, site.zone) if one.code == site.past.shift)
    return next(at for at in (one.ends_at - site.past.arrival for one in shifts) if at > real)


def people() -> list[Row]:
    """Return the people of the demo sites that are there, by crew; those of running shifts and the next are marked."""
    there = set(store.sites())
    rows = (row for code in description.CODES if code in there for row in _rows(description.read(code)))
    outsiders = (one for one in cast.NEIGHBOURS if one not in cast.CAST and cast.NEIGHBOUR in there)
    return [*rows, *(_row(cast.NEXT_DOOR, one, []) for one in outsiders)]


def listing() -> list[str]:
    """Return the people as lines, each site under its name and regime."""
    lines: list[str] = []
    for row in people():
        site = description.read(row.site)
        heading = f"{site.name.zh} {site.name.en} ({site.regime})"
        lines += [str(row)] if heading in lines else [heading, str(row)]
    return lines


def _rows(site: SiteIs) -> Iterator[Row]:
    now = door.site_now(store.DbBook(site.code))
    running = [turn_at(site, post, now) for post in site.posts]
    return (_row(site, one, running) for one in site.cast if site is cast.STATION or one.key != cast.GROUP.key)


def _row(site: SiteIs, one: Member, running: list[Turn]) -> Row:
    calls = _calls(site)
    roles = "、".join(dict.fromkeys((getattr(calls, role.lower(), None) or ROLES[role]).zh for role, _ in one.roles))
    where = "、".join(dict.fromkeys(site.posts[post].name.zh for _, post in one.roles if post))
    crew = site.crews[one.crew].zh if one.crew and site.demo else ""
    marks = {running[0].next.crew: "下一班", running[0].crew: "当班"} if running else {}
    mark = marks.get(one.crew, "") if crew else ""
    place = " ".join(part for part in (crew, where, mark) if part)
    return Row(one.name, roles, place, one.username, one.password, site.code)


def _calls(site: SiteIs) -> Calls | None:
    """Return what the regime in force at a site calls people."""
    book = store.DbBook(site.code)
    adopted = queries.in_force(book, site.regime, door.site_now(book))
    return packs(adopted.digest).head.calls if adopted else None


def next_time(clock_time: str, code: str = cast.SITE) -> datetime:
    """Return the next moment at which a clock at a demo site shows this time of day ('08:10')."""
    now, zone = clock(code=code), queries.site(store.DbBook(code)).zone
    at = time.fromisoformat(clock_time)
    days = (now.date() + step * DAY for step in range(3))
    return next(moment for moment in (local(day, at, zone) for day in days) if moment > now)


def clock(to: datetime | None = None, code: str = cast.SITE) -> datetime:
    """Return the time at a demo site, after moving its clock forward to `to` if that is given.

    Raises `NotFound` where there is no such site, `ValueError` in words when the clock cannot be moved there.
    """
    visit = door.as_system(code)
    if to is not None:
        command = f"demo-clock-{visit.book.size}"
        refusal = visit.do("org.set_clock", {"to": to}, command=command).refusal
        if refusal:
            raise ValueError("".join(f"{reason.why.zh}{reason.lifts.zh}" for reason in refusal.reasons))
    return door.site_now(visit.book).astimezone(clock_of(queries.site(visit.book).zone))
