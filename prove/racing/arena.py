"""Handovers to contend for: made once, then put into a book of its own for every round, at the present moment."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User

from jiaoban.kernel.access import Role
from jiaoban.kernel.act import moment, stamp
from jiaoban.kernel.canon import canonical
from jiaoban.kernel.clock import SystemClock
from jiaoban.kernel.memory import MemoryBook
from jiaoban.ledger import keys, loading, store
from jiaoban.org import packs, tokens
from prove.book import EIGHT
from tests import cast
from tests.pure.handover.desk import IN, LEAD, OUT, POST, Desk, pack

PEOPLE = 12
CROWD = tuple(cast.Member(f"p{n}", f"来人{n}", "", ((Role.OPERATOR, POST),)) for n in range(PEOPLE))
LINE = "排水泵试运行中"


@dataclass(frozen=True)
class Arena:
    """A handover in a book of its own: the site, its key, the digest that was signed, the line that can be changed."""

    site: str
    handover: str
    content: str
    line: str


@dataclass(frozen=True)
class Template:
    """The acts of a handover that waits for the last step, and at what time of the site."""

    bodies: tuple[bytes, ...]
    at: datetime
    handover: str
    content: str
    line: str


def people() -> dict[str, str]:
    """Make everybody's account and key to the API; return the keys by person."""
    everybody = (*CROWD, OUT, IN, LEAD)
    User.objects.bulk_create(
        User(username=one.username, first_name=one.name, password=make_password(one.password)) for one in everybody
    )
    now = SystemClock().now()
    users = {user.username: user for user in User.objects.all()}
    return {one.key: tokens.issue(users[one.username], "race", now)[1] for one in everybody}


def arena(site: str, template: Template) -> Arena:
    """Put the template into a fresh book whose clock shows the template's moment now."""
    ahead = template.at - SystemClock().now()
    bodies = [_placed(body, site, ahead) for body in template.bodies]
    store.found(site)
    loading.load(site, bodies, [], keys.verifier_keys(site))
    return Arena(site, template.handover, template.content, template.line)


def _placed(body: bytes, site: str, ahead: timedelta) -> bytes:
    envelope = json.loads(body)
    envelope["site"] = site
    if envelope["kind"] == "org.site_founded":
        envelope["payload"]["code"] = site
    if envelope["kind"] == "org.clock_set":
        envelope["payload"] |= {
            "ahead_us": ahead // timedelta(microseconds=1),
            "to": stamp(moment(envelope["recorded_at"]) + ahead),
        }
    return canonical(envelope)


@cache
def offered() -> Template:
    """A handover that was offered at a post without anybody on the roster: the first who reports in is the relief."""
    desk = _desk()
    desk.ok("roster.assign", LEAD, day="2026-11-23", shift="day", people=[], reason="无人")
    return _template(desk.offered(), "07:48")


@cache
def ready() -> Template:
    """A handover that the outgoing side signed and the incoming side is about to sign."""
    desk = _desk()
    desk.open()
    section = next(row["id"] for row in desk.assess().rows("sections"))
    desk.ok("handover.write_line", OUT, section=section, text=LINE)
    desk.ready()
    desk.sign(OUT)
    return _template(desk, "07:58")


def _desk() -> Desk:
    packs.store(pack())
    book = MemoryBook(cast.SITE)
    desk = Desk(book)
    desk.at("00:01").ok("org.set_clock", cast.ADMINISTRATOR, to=desk.now + timedelta(days=1))
    desk.at("07:30")
    for one in CROWD:
        desk.ok("org.add_person", cast.ADMINISTRATOR, person=one.key, name=one.name, username=one.username, phone="")
        desk.ok("org.grant", cast.ADMINISTRATOR, person=one.key, role=Role.OPERATOR, post=POST)
    return desk


def _template(desk: Desk, clock: str) -> Template:
    acts: Sequence[bytes] = [act.body() for act in desk.book.acts()]
    lines = [key for key, line in desk.handover.lines.items() if line.body.source == "hand"]
    content = desk.handover.content_digest()
    return Template(tuple(acts), desk.at(clock).now, desk.key, content, lines[0] if lines else "")


__all__ = ["CROWD", "EIGHT", "IN", "LEAD", "OUT", "POST", "Arena", "arena", "offered", "people", "ready"]
