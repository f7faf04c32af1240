"""A shift without a name is never without a warning: whatever people do to a roster."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoban.kernel.refusal import BadInput
from jiaoban.org import queries as org
from jiaoban.roster import queries
from tests import cast
from tests.pure.roster.ruled import SWAP, Ruled, rule
from tests.pure.roster.test_two_places import EDGES, ONE, POSTS, play, steps


def told(at: Ruled, post: str, first: date, after: date) -> set[str]:
    place = org.place(at.book, post, at.now)
    return {one.key for one in queries.unmanned(at.book, place, at.now, first, after)}


@settings(max_examples=25, deadline=None)
@given(first=st.sampled_from(EDGES), done=st.lists(steps, min_size=1, max_size=6))
def test_every_shift_has_a_name_or_a_warning(first: date, done: list[tuple[Any, ...]]) -> None:
    at = Ruled(rule("one-place"), swap=SWAP)
    at.at(first - ONE, 12)
    after = first + 10 * ONE
    for step in done:
        try:
            play(at, first, step)
        except BadInput:
            continue
        for post in POSTS:
            place = org.place(at.book, post, at.now)
            empty = {one.shift.key for one in queries.turns(at.book, place, first, after) if not one.people}
            assert told(at, post, first, after) == empty, step


def test_who_leaves_the_site_leaves_a_warning_behind() -> None:
    at = Ruled()
    day = at.now.date() + 3 * ONE
    before = told(at, cast.CCR, day, day + 8 * ONE)
    gone = cast.A_CCR
    at.ok(
        "org.change_person", cast.ADMINISTRATOR, person=gone.key, name=gone.name, username=gone.username, active=False
    )
    after = told(at, cast.CCR, day, day + 8 * ONE)
    assert before == set()
    assert len(after) == 6  # of eight days in a cycle of four: three shifts in each


def test_what_is_over_and_what_nobody_is_to_stand_is_no_matter() -> None:
    at = Ruled()
    today = at.now.date()
    at.ok("roster.assign", cast.HEAD, day=today + ONE, shift=cast.DAY, people=[], reason="停机")
    key = f"{today + ONE}.{cast.DAY}"
    assert told(at, cast.CCR, today, today + 4 * ONE) == {key}
    at.at(today + ONE, 16)  # the shift is over
    assert told(at, cast.CCR, today, today + 4 * ONE) == set()
