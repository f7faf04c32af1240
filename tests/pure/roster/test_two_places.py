"""No sequence of acts sends one person to two places at once, unless the regime allows it."""

from datetime import date, timedelta
from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoban.kernel.refusal import BadInput
from jiaoban.roster.checking import Window
from jiaoban.roster.outlook import outlook
from jiaoban.roster.stints import Stint
from jiaoban.roster.swaps import SWAPS
from tests import cast
from tests.pure.roster.ruled import SWAP, Ruled, rule

ONE = timedelta(days=1)
PEOPLE = (cast.A_CCR, cast.B_CCR, cast.C_CCR, cast.A_PATROL, cast.B_PATROL, cast.B_LEAD)
POSTS, SHIFTS = (cast.CCR, cast.PATROL), (cast.NIGHT, cast.DAY, cast.EVENING)
EDGES = (date(2026, 11, 29), date(2026, 12, 30), date(2028, 2, 27))
"""A month's end, a year's end, a leap day are among the days after these."""

keys = st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True).map(lambda some: [one.key for one in some])
shifts = st.sampled_from(SHIFTS)
steps = st.one_of(
    st.tuples(st.just("assign"), st.sampled_from(POSTS), st.integers(0, 3), shifts, keys),
    st.tuples(st.just("man"), st.sampled_from(POSTS), st.sampled_from("ABCD"), keys),
    st.tuples(st.just("rotate"), st.sampled_from(POSTS), st.lists(st.sampled_from("ABCD"), min_size=3, max_size=3)),
    st.tuples(st.just("swap"), st.integers(0, 3), shifts, st.sampled_from(PEOPLE), st.integers(0, 3), shifts),
)


def clashes(stints: tuple[Stint, ...]) -> set[tuple[Stint, Stint]]:
    """Two posts at one moment, found by comparing everything with everything."""
    return {
        (one, other)
        for one, other in combinations(sorted(stints, key=lambda one: (one.person, one.begins_at, one.post)), 2)
        if one.person == other.person
        and one.post != other.post
        and one.begins_at < other.ends_at
        and other.begins_at < one.ends_at
    }


def play(at: Ruled, first: date, step: tuple[Any, ...]) -> None:
    """Carry out a step, or have it refused."""
    kind, *said = step
    if kind == "assign":
        post, day, shift, people = said
        at.do("roster.assign", cast.HEAD, at=post, day=first + day * ONE, shift=shift, people=people, reason="调")
    elif kind == "man":
        post, crew, people = said
        at.do("roster.man", cast.ADMINISTRATOR, at=post, crew=crew, people=people, from_day=first)
    elif kind == "rotate":
        post, crews = said
        cycle = [dict(zip(SHIFTS, crews, strict=True))]
        at.do("roster.set_rotation", cast.ADMINISTRATOR, at=post, anchor_day=first, cycle=cycle)
    else:
        _swap(at, first, *said)


def _swap(at: Ruled, first: date, day: int, shift: str, colleague: cast.Member, back: int, their: str) -> None:
    people = at.due(first + day * ONE, shift)
    asker = next((one for one in PEOPLE if one.key in people and one in cast.AT_CCR.values()), None)
    if asker is None or colleague not in cast.AT_CCR.values() or colleague == asker:
        return
    said: dict[str, Any] = {
        "day": first + day * ONE,
        "shift": shift,
        "their_day": first + back * ONE,
        "their_shift": their,
    }
    asked = at.do("roster.ask_swap", asker, colleague=colleague.key, reason="换", more="无", **said)
    key = asked.acts[0].command
    if asked.refusal is None and at.book.get(SWAPS, key):
        at.do("roster.agree_swap", colleague, swap=key, more="无")
        at.do("roster.tell_swap", asker, swap=key, to=cast.A_LEAD.key)


@settings(max_examples=25, deadline=None)
@given(first=st.sampled_from(EDGES), done=st.lists(steps, min_size=1, max_size=6))
def test_nobody_is_ever_due_at_two_posts_at_once(first: date, done: list[tuple[Any, ...]]) -> None:
    at = Ruled(rule("one-place", hard=True), swap=SWAP)
    at.at(first - ONE, 12)
    for step in done:
        try:
            play(at, first, step)
        except BadInput:
            continue
        seen = outlook(at.book, Window(first - 3 * ONE, first + 40 * ONE))
        assert clashes(seen.stints) == set(), step


@settings(max_examples=15, deadline=None)
@given(first=st.sampled_from(EDGES), day=st.integers(0, 3), shift=shifts)
def test_where_the_regime_allows_it_one_may(first: date, day: int, shift: str) -> None:
    at = Ruled(rule("one-place", hard=True, allow=[list(POSTS)]), swap=SWAP)
    at.at(first - ONE, 12)
    people = at.due(first + day * ONE, shift)
    said: dict[str, Any] = {"day": first + day * ONE, "shift": shift, "people": list(people), "reason": "兼"}
    at.ok("roster.assign", cast.HEAD, at=cast.PATROL, **said)
    seen = outlook(at.book, Window(first, first + 5 * ONE))
    assert len(clashes(seen.stints)) == len(people)
