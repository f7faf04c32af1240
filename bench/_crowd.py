"""Many posts of the demo station that are handed over at the same hour, each by one person to another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jiaoban.org.door import Visit

REGIME = Path(__file__).resolve().parent / "packs" / "storm"
PASSWORD = "storm-2026"
AHEAD = timedelta(minutes=25)
"""So long before the hour the clock of the station is set: the drafts of the regime are due by then."""
NIGHT, DAY = "night", "day"
CREWS = {NIGHT: "A", DAY: "B"}


@dataclass(frozen=True)
class Pair:
    """A post and the two people who relieve each other there, one at night and one by day."""

    post: str

    @property
    def people(self) -> tuple[str, str]:
        """The keys of both, which are their accounts' names as well."""
        return f"{self.post}-{NIGHT}", f"{self.post}-{DAY}"

    def other(self, person: str) -> str:
        """Return who relieves this person."""
        night, day = self.people
        return day if person == night else night


def pairs(number: int) -> list[Pair]:
    """Return so many posts."""
    return [Pair(f"storm-{one:04d}") for one in range(1, number + 1)]


def plant(crowd: Sequence[Pair]) -> None:
    """Open the posts that the station does not have yet, with people, roster and first shift; nothing runs there.

    A handover that an earlier run left half done is cancelled. The demo station must be there.
    """
    from django.db import transaction

    from jiaoban.demo import cast
    from jiaoban.handover import queries
    from jiaoban.org import door
    from jiaoban.org.tables import POSTS

    program, lead = door.as_system(cast.SITE), _lead()
    with transaction.atomic():
        _adopt(program)
        _accounts(crowd)
        for pair in crowd:
            if program.book.get(POSTS, pair.post) is None:
                _open(program, lead, pair)
        mine = {pair.post for pair in crowd}
        for left in queries.all_open(program.book):
            if left.post in mine:
                said = {"handover": left.key, "reason": "压测中断"}
                _do(lead, "handover.cancel", said, f"cancel-{left.key}", left.post)


def set_clock(crowd: Sequence[Pair]) -> None:
    """Move the clock of the station forward to `AHEAD` of the hour at which these posts are handed over.

    Where that hour has passed already, in a book that was kept, the relief is late, which changes nothing else.
    """
    from jiaoban.demo import cast
    from jiaoban.handover import queries
    from jiaoban.org import door

    program = door.as_system(cast.SITE)
    held = queries.tenure(program.book, crowd[0].post)
    assert held is not None
    assert held.due_at is not None
    to: datetime = held.due_at - AHEAD
    if program.now < to:
        _do(program, "org.set_clock", {"to": to}, f"storm-clock-{program.book.size}")


def sessions(usernames: Sequence[str]) -> list[str]:
    """Log everybody in, and return the keys of their sessions in the same order."""
    from django.contrib.auth.models import User
    from django.db import transaction

    from prove.station import log_in

    users = {user.username: user for user in User.objects.filter(is_active=True)}
    with transaction.atomic():
        return [log_in(users[name]) for name in usernames]


def _adopt(program: "Visit") -> None:
    from jiaoban.org import packs, queries
    from jiaoban.org.args import AdoptRegime
    from jiaoban.regime.load import load

    pack = load(REGIME)
    packs.store(pack)
    if pack.head.id not in [one.regime for one in queries.regimes(program.book)]:
        _do(program, "org.adopt_regime", AdoptRegime.of(pack).model_dump(), f"adopt-{pack.digest[:32]}")


def _accounts(crowd: Sequence[Pair]) -> None:
    """Make the accounts that are missing.

    All are kept as one hash: the first proof of it stands for the logins that everybody has behind them at the hour,
    which the server remembers (`config/hashers.py`).
    """
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import User

    there = set(User.objects.values_list("username", flat=True))
    hashed = make_password(PASSWORD)
    missing = [name for pair in crowd for name in pair.people if name not in there]
    User.objects.bulk_create(User(username=name, password=hashed) for name in missing)


def _open(program: "Visit", lead: "Visit", pair: Pair) -> None:
    from jiaoban.demo import cast
    from jiaoban.kernel.shifts import ShiftKind, ShiftPattern
    from jiaoban.kernel.words import Words

    pattern = ShiftPattern(
        shifts=(
            ShiftKind(code=DAY, name=Words(zh="白班", en="day"), begins=time(8), ends=time(20)),
            ShiftKind(code=NIGHT, name=Words(zh="夜班", en="night"), begins=time(20), ends=time(8)),
        )
    )
    post, number = pair.post, pair.post.rpartition("-")[2]
    described = {"post": post, "name": {"zh": f"{number}号岗", "en": f"Post {number}"}, "regime": REGIME.name}
    _do(program, "org.open_post", {**described, "pattern": pattern.model_dump()}, f"{post}-open")
    people = dict(zip((NIGHT, DAY), pair.people, strict=True))
    for shift, person in people.items():
        name = f"{number}号{'夜' if shift == NIGHT else '白'}班"
        _do(program, "org.add_person", {"person": person, "name": name, "username": person}, f"{person}-add")
        _do(program, "org.grant", {"person": person, "role": "OPERATOR", "post": post}, f"{person}-grant")
    rotation = {"anchor_day": cast.ANCHOR, "cycle": [CREWS]}
    _do(program, "roster.set_rotation", rotation, f"{post}-rotation", post)
    for shift, crew in CREWS.items():
        manned = {"crew": crew, "people": [people[shift]], "from_day": cast.ANCHOR}
        _do(program, "roster.man", manned, f"{post}-man-{shift}", post)
    running = pattern.at(program.now, cast.ZONE)
    assert running is not None
    first = people[running.code]
    _do(lead, "handover.take_first", {"people": [first]}, f"{post}-first", post)


def _lead() -> "Visit":
    from django.contrib.auth.models import User

    from jiaoban.demo import cast
    from jiaoban.org import door

    return door.enter(User.objects.get(username=cast.A_LEAD.username), cast.SITE)


def _do(visit: "Visit", verb: str, said: dict[str, Any], command: str, post: str = "") -> None:
    outcome = visit.do(verb, said, command=command, post=post)
    assert outcome.refusal is None, f"{verb}: {outcome.refusal}"
