"""A ship moves its clock while people hold its posts: the watch is longer or shorter, the hour of relief goes along."""

from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import Self

import pytest

from jiaoban.handover import queries
from jiaoban.handover.responsibility import responsible
from jiaoban.handover.state import Tenure
from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.shifts import ShiftPattern
from jiaoban.kernel.zones import clock_of, moved
from jiaoban.org import queries as org
from tests import cast
from tests.pure.handover.desk import EIGHT, IN, LEAD, OUT, POST, Desk, pack
from tests.pure.handover.test_other_places import SECOND_OUT, crowd
from tests.pure.kernel.test_shifts import pattern

HOUR = timedelta(hours=1)
MASTER = cast.ADMINISTRATOR
DAY, WATCHES = pattern(time(8)), pattern(time(0), time(4), time(8), time(12), time(16), time(20))


def change(desk: Desk, shifts: ShiftPattern) -> None:
    """Let the post go by other shifts from now on."""
    said = org.post(desk.book, POST).now.model_dump(mode="json") | {"post": POST}
    desk.ok("org.change_post", MASTER, **(said | {"pattern": shifts.model_dump(mode="json")}))


def move(desk: Desk, zone: str, from_at: datetime) -> list[str]:
    """Move the clock; return the kinds of the acts that came of it."""
    outcome = desk.ok("org.move_clock", MASTER, zone=zone, from_at=from_at, reason="过子午线")
    return [act.kind for act in outcome.acts]


def held(desk: Desk) -> Tenure:
    found = queries.tenure(desk.book, POST)
    assert found is not None
    return found


def shown(desk: Desk, moment: datetime | None) -> str:
    assert moment is not None
    return f"{moment.astimezone(clock_of(org.site(desk.book).zone)):%d %H:%M}"


@pytest.mark.parametrize(
    ("shifts", "zone", "at", "hours", "relief"),
    [
        (DAY, "Asia/Tokyo", 18, 23, "24 08:00"),  # at 02:00 the clock goes on by an hour
        (DAY, "Asia/Bangkok", 18, 25, "24 08:00"),
        (WATCHES, "Asia/Bangkok", 2, 5, "23 12:00"),  # at 10:00 of the forenoon watch
        (WATCHES, "Asia/Tokyo", 2, 3, "23 12:00"),
        (WATCHES, "Asia/Kolkata", 2, 6.5, "23 12:00"),
    ],
)
def test_a_watch_is_relieved_at_its_hour_by_the_moved_clock(
    shifts: ShiftPattern, zone: str, at: int, hours: float, relief: str
) -> None:
    desk = Desk()
    change(desk, shifts)
    desk.signed()
    assert move(desk, zone, EIGHT + at * HOUR) == ["org.clock_moved", "post.relief_moved"]
    assert held(desk).due_at == EIGHT + hours * HOUR
    assert shown(desk, held(desk).due_at) == relief

    desk.now = EIGHT + hours * HOUR - HOUR / 2
    desk.key = desk.ok("handover.open", IN, arriving=[OUT.key]).acts[0].command
    assert desk.handover.due_at == EIGHT + hours * HOUR
    assert desk.assess().facts.single["until_shift_end"] == HOUR / 2
    running = org.place(desk.book, POST, desk.now).shift_at(desk.now)
    assert running
    assert (running.key, running.ends_at - running.begins_at) == (desk.handover.shift, hours * HOUR)


class Ship(Desk):
    """A station that sails: its watches follow the pattern, and in the one that ends at 08:00 the clock is moved."""

    def __init__(self, shifts: ShiftPattern, watch: timedelta, zone: str, back: timedelta) -> None:
        self.book, self.pack, self.key = MemoryBook(cast.SITE), pack(), ""
        self._commands = count(1)
        cast.build(self.book, self.pack)
        self.now = EIGHT - watch - HOUR
        change(self, shifts)
        self.now = EIGHT - watch
        self.ok("handover.take_first", LEAD, people=[OUT.key])
        move(self, zone, EIGHT - HOUR)
        self.back = back
        self.at("07:30")

    def at(self, clock: str, *, days: int = 0) -> Self:
        """Set the clock to a time that the ship's clock shows after it was moved."""
        super().at(clock, days=days)
        self.now += self.back
        return self


@pytest.mark.parametrize(
    ("shifts", "watch", "zone", "hours"),
    [
        (DAY, 24, "Asia/Tokyo", 23),
        (DAY, 24, "Asia/Bangkok", 25),
        (WATCHES, 4, "Asia/Bangkok", 5),
        (WATCHES, 4, "Asia/Kathmandu", 6.25),
    ],
)
def test_the_watch_of_the_night_is_handed_over_at_eight_by_the_ships_clock(
    shifts: ShiftPattern, watch: int, zone: str, hours: float
) -> None:
    back = (hours - watch) * HOUR
    ship = Ship(shifts, watch * HOUR, zone, back)
    ship.signed()
    first, second = queries.tenures(ship.book, POST, EIGHT - 2 * watch * HOUR, ship.now)
    assert (second.since - first.since, second.people) == (hours * HOUR, (IN.key,))
    assert shown(ship, second.since) == "23 08:00"
    assert all(one.on_time for one in ship.handover.presence.values())
    assert not ship.handover.exceptional


def test_a_record_that_is_drawn_up_moves_with_the_clock_and_one_that_is_signed_does_not() -> None:
    drawn = Desk().open()
    before = drawn.handover
    kinds = move(drawn, "Asia/Bangkok", drawn.now + HOUR / 3)  # 07:50 becomes 06:50
    assert kinds == ["org.clock_moved", "post.relief_moved", "handover.hours_moved"]
    after = drawn.handover
    assert (after.due_at, after.begins_at) == (before.due_at + HOUR, before.due_at + HOUR)
    assert after.next_ends_at == before.next_ends_at + HOUR
    assert after.events[-1].what == "HOURS_MOVED"

    signed = Desk().ready()
    signed.sign(OUT)
    before = signed.handover
    move(signed, "Asia/Bangkok", signed.now)  # 07:58 becomes 06:58
    after = signed.handover
    assert (after.due_at, after.next_ends_at) == (before.due_at, before.next_ends_at + HOUR)
    assert after.valid_signatures
    signed.at("08:00").sign(IN)
    assert shown(signed, held(signed).due_at) == "23 16:00"


def test_a_moment_that_somebody_set_stays() -> None:
    desk = Desk().open()
    desk.ok("handover.postpone", LEAD, to=EIGHT + HOUR, reason="抢修未完")
    move(desk, "Asia/Tokyo", EIGHT + HOUR / 2)
    assert desk.handover.due_at == EIGHT + HOUR
    assert desk.handover.next_ends_at == EIGHT + 7 * HOUR


def test_a_move_after_the_hour_moves_nothing_that_comes_before_it() -> None:
    desk = Desk()
    before = held(desk)
    assert move(desk, "Asia/Tokyo", EIGHT) == ["org.clock_moved"]
    assert held(desk) == before
    assert responsible(desk.book, POST, EIGHT - HOUR).people == (OUT.key,)


def test_a_plan_that_is_changed_moves_the_hour_again() -> None:
    desk = Desk()
    move(desk, "Asia/Bangkok", desk.now + HOUR / 4)
    assert held(desk).due_at == EIGHT + HOUR
    assert move(desk, "Asia/Shanghai", desk.now + HOUR / 4) == ["org.clock_moved", "post.relief_moved"]
    assert held(desk).due_at == EIGHT
    assert org.site(desk.book).zone == cast.ZONE


def test_who_held_the_post_is_said_for_every_moment_of_a_night_that_has_an_hour_twice() -> None:
    desk = Desk()
    desk.signed()
    night = EIGHT + 9 * HOUR
    zone = moved(cast.ZONE, night, "Asia/Bangkok")
    move(desk, "Asia/Bangkok", night)
    first, second = night - HOUR / 2, night + HOUR / 2
    assert len({f"{one.astimezone(clock_of(zone)):%H:%M}" for one in (first, second)}) == 1
    desk.now = night + HOUR
    spans = [responsible(desk.book, POST, one) for one in (first, second)]
    assert all(one.people == (IN.key,) for one in spans)
    assert all(act.occurred_at.tzinfo is UTC for act in desk.book.acts())


def test_each_of_two_people_is_relieved_at_their_own_hour_by_the_moved_clock() -> None:
    desk = crowd(Desk(first=(OUT, SECOND_OUT)))
    desk.key = desk.ok("handover.open", OUT, leaving=[OUT.key], arriving=[IN.key]).acts[0].command
    desk.signed()
    assert held(desk).dues == [EIGHT, EIGHT + 8 * HOUR]
    assert move(desk, "Asia/Bangkok", EIGHT + 4 * HOUR) == ["org.clock_moved", "post.relief_moved"]
    assert (held(desk).hour_of(SECOND_OUT.key), held(desk).hour_of(IN.key)) == (EIGHT, EIGHT + 9 * HOUR)
    assert responsible(desk.book, POST, EIGHT + 8.5 * HOUR).late == (SECOND_OUT.key,)
