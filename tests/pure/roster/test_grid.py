"""The grid: moves of people, changes all in one, undone by a new act unless something stands on them; the calendar."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.kernel.refusal import BadInput, NotAllowed, NotFound
from jiaoban.kernel.verbs import Outcome
from jiaoban.org import queries as org
from jiaoban.roster import grid, holidays, queries
from jiaoban.roster.grid_tables import CALENDAR, CHANGES
from jiaoban.roster.presets import cycle, preset, presets
from jiaoban.roster.rules import crews_of, worked
from tests import cast
from tests.station import Station

TUESDAY = date(2026, 11, 24)
A, B, C, D = cast.A_CCR.key, cast.B_CCR.key, cast.C_CCR.key, cast.D_CCR.key
MOVE = "培训"


@pytest.fixture
def station() -> Station:
    return Station()


def due(station: Station, day: date = TUESDAY) -> dict[str, tuple[str, ...]]:
    place = org.place(station.book, cast.CCR, station.now)
    turns = queries.month(station.book, place, day.year, day.month)
    return {one.shift.code: one.people for one in turns if one.shift.day == day}


def edit(station: Station, *moves: tuple[str, str, str], command: str = "", **said: Any) -> Outcome:
    listed = [{"person": person, "day": day, "shift": shift} for person, day, shift in moves]
    return station.do("roster.edit", at=cast.CCR, by=cast.A_LEAD, moves=listed, reason=MOVE, command=command, **said)


def test_two_people_change_places_in_one_act(station: Station) -> None:
    assert due(station) == {"night": (D,), "day": (A,), "evening": (B,)}
    outcome = edit(station, (A, "2026-11-24", "evening"), (B, "2026-11-24", "day"))
    assert due(station) == {"night": (D,), "day": (B,), "evening": (A,)}
    assert [act.kind for act in outcome.acts] == ["roster.changed"]
    assert {cell.shift: (cell.before, cell.people) for cell in outcome.acts[0].payload.cells} == {  # type: ignore[attr-defined]
        "day": ((A,), (B,)),
        "evening": ((B,), (A,)),
    }


def test_whoever_comes_stands_behind_who_stays_and_an_empty_shift_is_none(station: Station) -> None:
    edit(station, (C, "2026-11-24", "day"))
    assert due(station)["day"] == (A, C)
    edit(station, (A, "2026-11-24", ""))
    assert due(station)["day"] == (C,)
    edit(station, (C, "2026-11-24", ""))
    assert due(station)["day"] == ()


def test_a_change_is_undone_by_a_new_act_and_the_rotation_holds_again(station: Station) -> None:
    edit(station, (A, "2026-11-24", "evening"), (B, "2026-11-24", "day"), command="first")
    size = station.book.size
    outcome = station.do("roster.undo", at=cast.CCR, by=cast.A_LEAD, change="first")
    assert due(station) == {"night": (D,), "day": (A,), "evening": (B,)}
    assert station.book.size == size + 1
    assert outcome.acts[0].payload.reason == MOVE  # type: ignore[attr-defined]
    place = org.place(station.book, cast.CCR, station.now)
    turns = queries.month(station.book, place, 2026, 11)
    assert all(one.exception is None for one in turns if one.shift.day == TUESDAY)
    assert station.refused("roster.undo", at=cast.CCR, by=cast.A_LEAD, change="first") == ["undone"]
    station.do("roster.undo", at=cast.CCR, by=cast.A_LEAD, change=outcome.acts[0].id)
    assert due(station)["day"] == (B,)


def test_undoing_brings_back_the_exception_that_stood_before(station: Station) -> None:
    edit(station, (C, "2026-11-24", "day"))
    edit(station, (A, "2026-11-24", ""), command="second")
    station.do("roster.undo", at=cast.CCR, by=cast.A_LEAD, change="second")
    assert due(station)["day"] == (A, C)


@pytest.mark.parametrize(
    "later",
    [
        ("roster.assign", {"day": "2026-11-24", "shift": "day", "people": [D], "reason": "顶班"}),
        ("roster.edit", {"moves": [{"person": D, "day": "2026-11-24", "shift": "day"}], "reason": "顶班"}),
        ("roster.man", {"crew": "A", "people": [D], "from_day": "2026-11-24"}),
        ("roster.set_rotation", {"anchor_day": "2026-11-24", "cycle": [{"day": "D"}]}),
    ],
)
def test_what_something_later_stands_on_is_not_undone(station: Station, later: tuple[str, dict[str, Any]]) -> None:
    edit(station, (B, "2026-11-24", "day"), (A, "2026-11-24", ""), command="first")
    verb, said = later
    who = cast.A_LEAD if verb in ("roster.assign", "roster.edit") else cast.ADMINISTRATOR
    assert station.do(verb, by=who, at=cast.CCR, **said).refusal is None
    refusal = station.do("roster.undo", at=cast.CCR, by=cast.A_LEAD, change="first").refusal
    assert refusal
    assert refusal.conflict
    assert [one.code for one in refusal.reasons] == ["changed-since"]


def test_changes_are_undone_one_after_another(station: Station) -> None:
    stood = [due(station)]
    for number, shift in enumerate(("day", "night", "")):
        edit(station, (C, "2026-11-24", shift), command=f"step-{number}")
        stood.append(due(station))
    assert station.refused("roster.undo", at=cast.CCR, by=cast.A_LEAD, change="step-1") == ["changed-since"]
    for number in (2, 1, 0):
        assert station.do("roster.undo", at=cast.CCR, by=cast.A_LEAD, change=f"step-{number}").refusal is None
        assert due(station) == stood[number]


def test_a_later_change_of_another_cell_does_not_stand_on_it(station: Station) -> None:
    edit(station, (B, "2026-11-24", "day"), command="first")
    edit(station, (C, "2026-11-25", "day"))
    assert station.do("roster.undo", at=cast.CCR, by=cast.A_LEAD, change="first").refusal is None


def test_what_cannot_be_is_refused_whole(station: Station) -> None:
    before, size = due(station), station.book.size
    with pytest.raises(BadInput, match="没有班次 noon"):
        edit(station, (A, "2026-11-24", "evening"), (B, "2026-11-24", "noon"))
    with pytest.raises(BadInput, match="出现了两次"):
        edit(station, (A, "2026-11-24", "evening"), (A, "2026-11-24", "day"))
    with pytest.raises(NotFound):
        edit(station, ("ghost", "2026-11-24", "day"))
    moves = [{"person": A, "day": "2026-11-24", "shift": "day"}]
    with pytest.raises(NotAllowed):
        station.do("roster.edit", at=cast.CCR, by=cast.A_CCR, moves=moves, reason=MOVE)
    assert (due(station), station.book.size) == (before, size)
    assert station.refused("roster.edit", at=cast.CCR, by=cast.A_LEAD, moves=moves, reason=MOVE) == ["no-change"]
    past = [{"person": A, "day": "2026-11-22", "shift": "day"}]
    assert station.refused("roster.edit", at=cast.CCR, by=cast.A_LEAD, moves=past, reason=MOVE) == ["shift-ended"]
    far = [{"person": A, "day": day, "shift": ""} for day in ("2026-11-24", "2028-11-24")]
    assert station.refused("roster.edit", at=cast.CCR, by=cast.A_LEAD, moves=far, reason=MOVE) == ["too-far-apart"]
    with pytest.raises(NotFound):
        station.do("roster.undo", at=cast.CCR, by=cast.A_LEAD, change="nothing")


def test_a_change_belongs_to_its_post(station: Station) -> None:
    edit(station, (B, "2026-11-24", "day"), command="first")
    with pytest.raises(NotFound):
        station.do("roster.undo", at=cast.PATROL, by=cast.A_LEAD, change="first")


def test_a_month_is_changed_at_once(station: Station) -> None:
    cells = [
        {"day": (TUESDAY + timedelta(days=step)).isoformat(), "shift": code, "people": [C, D]}
        for step in range(20)
        for code in ("night", "day", "evening")
    ]
    outcome = station.do(
        "roster.change", at=cast.CCR, by=cast.A_LEAD, cells=cells, reason="十二月排班", command="month"
    )
    assert len(outcome.acts) == 1
    assert all(people == (C, D) for people in due(station, TUESDAY + timedelta(days=9)).values())
    with pytest.raises(BadInput, match=r"cells\.2"):
        station.do("roster.change", at=cast.CCR, by=cast.A_LEAD, cells=cells[:1] * 2, reason="二")
    station.do("roster.undo", at=cast.CCR, by=cast.A_LEAD, change="month")
    assert due(station) == {"night": (D,), "day": (A,), "evening": (B,)}
    assert station.book.get(CHANGES, "month").undone  # type: ignore[union-attr]


PEOPLE, CODES = (A, B, C, D), ("night", "day", "evening")
MOVES = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.integers(0, 5), st.sampled_from(("", *CODES))),
    min_size=1,
    max_size=6,
    unique_by=lambda one: one[:2],
)


@given(MOVES)
def test_any_moves_give_whom_they_name_what_they_name_and_leave_others(moves: list[tuple[str, int, str]]) -> None:
    station = Station()
    days = [TUESDAY + timedelta(days=step) for step in range(6)]
    before = {day: due(station, day) for day in days}
    told = [(person, days[step].isoformat(), shift) for person, step, shift in moves]
    outcome = edit(station, *told, command="any")
    after = {day: due(station, day) for day in days}
    wanted = {(person, days[step]): shift for person, step, shift in moves}
    for day in days:
        for person in PEOPLE:
            stood = [code for code in CODES if person in after[day][code]]
            was = [code for code in CODES if person in before[day][code]]
            shift = wanted.get((person, day))
            assert stood == (was if shift is None else [shift] if shift else [])
    if outcome.refusal is None:
        station.do("roster.undo", at=cast.CCR, by=cast.A_LEAD, change="any")
        assert {day: due(station, day) for day in days} == before


def test_by_person_is_the_turns_turned(station: Station) -> None:
    place = org.place(station.book, cast.CCR, station.now)
    turns = queries.month(station.book, place, 2026, 11)
    found = grid.by_person(turns)
    assert sum(len(days) for one in found.values() for days in one.values()) == sum(len(one.people) for one in turns)


def test_the_whole_site_is_the_posts_one_by_one(station: Station) -> None:
    posts = org.posts(station.book)
    first, after = queries.month_bounds(2026, 11)
    alone = [
        turn
        for post in posts
        for turn in queries.month(station.book, org.place(station.book, post.key, station.now), 2026, 11)
    ]
    assert queries.everywhere(station.book, posts, cast.ZONE, first, after) == alone


# --- the calendar ---


def test_a_year_is_taken_from_the_library_with_its_make_up_days(station: Station) -> None:
    outcome = station.do("roster.take_year", year=2026)
    assert outcome.acts[0].payload.source.startswith("chinese-calendar ")  # type: ignore[attr-defined]
    kinds = queries.calendar(station.book, date(2026, 1, 1), date(2027, 1, 1))
    assert kinds[date(2026, 10, 1)] == "HOLIDAY"
    assert kinds[date(2026, 10, 10)] == "WORKDAY"
    assert worked(date(2026, 10, 10), kinds)  # a Saturday
    assert not worked(date(2026, 10, 1), kinds)  # a Thursday
    assert station.book.get(CALENDAR, "2026-10-01").name.zh == "国庆节"  # type: ignore[union-attr]
    assert station.refused("roster.take_year", year=2026) == ["calendar-there"]


def test_a_year_that_the_library_does_not_know_says_so(station: Station) -> None:
    unknown = holidays.years()[-1] + 1
    with pytest.raises(BadInput, match=f"{unknown} 年的还没有"):
        station.do("roster.take_year", year=unknown)
    station.do("roster.set_day", day=f"{unknown}-01-01", kind="HOLIDAY", name="元旦", reason="国办通知")
    assert queries.calendar(station.book, date(unknown, 1, 1), date(unknown + 1, 1, 1))


def test_what_was_said_by_hand_stays(station: Station) -> None:
    station.do("roster.set_day", day="2026-10-01", kind="ORDINARY", reason="国庆加班")
    station.do("roster.take_year", year=2026)
    assert date(2026, 10, 1) not in queries.calendar(station.book, date(2026, 10, 1), date(2026, 10, 2))


def test_office_hours_are_not_stood_on_a_holiday_and_are_on_a_make_up_day(station: Station) -> None:
    station.do("roster.set_rotation", at=cast.CCR, anchor_day="2026-11-24", cycle=[{"day": "A"}], workdays=True)
    station.do("roster.set_day", day="2026-11-25", kind="HOLIDAY", name="厂庆", reason="通知")
    station.do("roster.set_day", day="2026-11-28", kind="WORKDAY", reason="调休")
    days = {day: due(station, date(2026, 11, day))["day"] for day in (24, 25, 26, 27, 28, 29, 30)}
    assert days == {24: (A,), 25: (), 26: (A,), 27: (A,), 28: (A,), 29: (), 30: (A,)}


def test_a_day_that_a_roster_has_looked_at_and_that_has_passed_stays(station: Station) -> None:
    station.do("roster.set_rotation", at=cast.CCR, anchor_day="2026-11-24", cycle=[{"day": "A"}], workdays=True)
    station.now += timedelta(days=5)

    def say(day: str, by: cast.Member = cast.ADMINISTRATOR) -> list[str]:
        refusal = station.do("roster.set_day", by=by, day=day, kind="HOLIDAY", reason="补").refusal
        return [one.code for one in refusal.reasons] if refusal else []

    assert say("2026-11-25") == ["calendar-passed"]
    assert say("2026-11-23") == []
    assert say("2026-11-28") == []
    with pytest.raises(NotAllowed):
        say("2026-12-25", by=cast.A_LEAD)


# --- presets ---


@pytest.mark.parametrize("one", presets(), ids=lambda one: one.id)
def test_a_preset_mans_every_shift_and_is_taken_as_a_rotation(station: Station, one: Any) -> None:
    shifts = ("night", "day", "evening")[: one.shifts]
    station.do("org.form_crew", crew="E", name={"zh": "五值"})
    made = cycle(one, shifts, ("A", "B", "C", "D", "E"))
    assert all(set(day) == set(shifts) for day in made)
    stood = [crew for day in made for turns in day.values() for crew in crews_of(turns)]
    assert set(stood) == set("ABCDE"[: one.crews])
    assert len({stood.count(crew) for crew in set(stood)}) == 1  # all do the same
    assert station.do("roster.set_rotation", at=cast.CCR, anchor_day="2026-11-24", cycle=made).refusal is None


def test_two_groups_overlap_on_the_day_of_the_change(station: Station) -> None:
    made = cycle(preset("two-groups-overlapping"), ("night", "day"), ("A", "B"))
    both = [number for number, day in enumerate(made) if len(crews_of(day["night"])) == 2]
    assert both == [0, 10]
    station.do("roster.set_rotation", at=cast.CCR, anchor_day="2026-11-24", cycle=made)
    assert set(due(station)["night"]) == {A, B}
    assert due(station, TUESDAY + timedelta(days=1))["night"] == (A,)
    with pytest.raises(BadInput, match="没有班组 Z"):
        station.do("roster.set_rotation", at=cast.CCR, anchor_day="2026-11-24", cycle=[{"night": "A+Z"}])


def test_a_preset_that_does_not_fit_says_what_is_missing() -> None:
    with pytest.raises(BadInput, match="要 3 个班次，这里只有 2 个"):
        cycle(preset("four-crews-three-shifts"), ("day", "night"), ("A", "B", "C", "D"))
    with pytest.raises(BadInput, match="要 5 个班组，这里只有 4 个"):
        cycle(preset("five-crews-three-shifts"), ("a", "b", "c"), ("A", "B", "C", "D"))
    with pytest.raises(BadInput, match="没有叫"):
        preset("nine")
