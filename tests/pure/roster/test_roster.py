"""Who is due: rotations of any length, people of crews, exceptions, and what has passed stays as it was."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import BadInput, NotAllowed, NotFound
from jiaoban.kernel.shifts import Shift
from jiaoban.org import queries as org
from jiaoban.roster import queries
from tests import cast
from tests.station import Station

MONDAY = date(2026, 11, 23)
ONE = timedelta(days=1)


def place(station: Station, post: str = cast.CCR) -> Place:
    return org.place(station.book, post, station.now)


def shift(code: str, day: date = MONDAY) -> Shift:
    return next(one for one in cast.PATTERN.on(day, cast.ZONE) if one.code == code)


def due(station: Station, code: str, day: date = MONDAY, post: str = cast.CCR) -> tuple[str, ...]:
    return queries.due(station.book, place(station, post), shift(code, day))


def set_rotation(station: Station, anchor: date, cycle: list[dict[str, str]], **said: Any) -> None:
    outcome = station.do("roster.set_rotation", at=cast.CCR, anchor_day=anchor, cycle=cycle, **said)
    assert outcome.refusal is None


def test_on_the_day_of_the_story_crew_b_relieves_crew_a(station: Station) -> None:
    assert due(station, cast.NIGHT) == (cast.A_CCR.key,)
    assert due(station, cast.DAY) == (cast.B_CCR.key,)
    assert due(station, cast.DAY, post=cast.PATROL) == (cast.B_PATROL.key,)
    assert queries.leads(station.book, place(station), shift(cast.DAY)) == (cast.B_LEAD.key,)


@pytest.mark.parametrize(
    ("cycle", "days", "expected"),
    [
        pytest.param([dict(one) for one in cast.CYCLE], 5, "ABC DAB CDA BCD ABC", id="four crews, three shifts"),
        pytest.param(
            [
                {"night": "A", "day": "B", "evening": "C"},
                {"night": "D", "day": "E", "evening": "A"},
                {"night": "B", "day": "C", "evening": "D"},
                {"night": "E", "day": "A", "evening": "B"},
                {"night": "C", "day": "D", "evening": "E"},
            ],
            6,
            "ABC DEA BCD EAB CDE ABC",
            id="five crews, three shifts",
        ),
        pytest.param([{"night": "A", "day": "B"}, {"night": "B", "day": "A"}], 3, "AB- BA- AB-", id="two shifts"),
        pytest.param([{"day": "A"}], 2, "-A- -A-", id="one shift"),
    ],
)
def test_any_cycle(station: Station, cycle: list[dict[str, str]], days: int, expected: str) -> None:
    station.do("org.form_crew", crew="E", name={"zh": "五值"})
    set_rotation(station, MONDAY, cycle)
    turns = queries.month(station.book, place(station), 2026, 11)
    found = {(one.shift.day, one.shift.code): one.crew or "-" for one in turns}
    stood = [
        "".join(found[(MONDAY + step * ONE, code)] for code in (cast.NIGHT, cast.DAY, cast.EVENING))
        for step in range(days)
    ]
    assert " ".join(stood) == expected


def test_the_cycle_goes_on_before_its_anchor_and_over_leap_days(station: Station) -> None:
    set_rotation(station, date(2028, 3, 1), [{"day": "A"}, {"day": "B"}], from_day=MONDAY)
    assert [due(station, cast.DAY, date(2028, 2, 28) + step * ONE) for step in range(4)] == [
        (cast.A_CCR.key,),
        (cast.B_CCR.key,),
        (cast.A_CCR.key,),
        (cast.B_CCR.key,),
    ]


def test_nobody_is_due_before_the_first_rotation(station: Station) -> None:
    assert due(station, cast.DAY, cast.ANCHOR - ONE) == ()


def test_a_new_rotation_leaves_the_past_alone(station: Station) -> None:
    before = queries.month(station.book, place(station), 2026, 11)[:66]
    set_rotation(station, MONDAY, [{"day": "D"}])
    after = queries.month(station.book, place(station), 2026, 11)
    assert after[:66] == before
    assert due(station, cast.DAY) == (cast.D_CCR.key,)
    said: dict[str, Any] = {"anchor_day": MONDAY, "from_day": MONDAY - ONE, "cycle": [{"day": "A"}]}
    assert station.refused("roster.set_rotation", at=cast.CCR, **said) == ["roster-passed"]


def test_the_people_of_a_crew_change_from_a_day_on(station: Station) -> None:
    station.do("roster.man", at=cast.CCR, crew="B", people=[cast.C_CCR.key, cast.B_CCR.key])
    assert due(station, cast.DAY) == (cast.C_CCR.key, cast.B_CCR.key)
    assert due(station, cast.DAY, MONDAY - 4 * ONE) == (cast.B_CCR.key,)
    said: dict[str, Any] = {"crew": "B", "people": [], "from_day": MONDAY - ONE}
    assert station.refused("roster.man", at=cast.CCR, **said) == ["roster-passed"]


def test_an_exception_holds_for_its_shift_alone(station: Station) -> None:
    said: dict[str, Any] = {"day": MONDAY, "shift": cast.DAY, "people": [cast.D_CCR.key], "reason": "赵文静请假"}
    station.do("roster.assign", by=cast.B_LEAD, at=cast.CCR, **said)
    turn = queries.turn(station.book, place(station), shift(cast.DAY))
    assert (turn.crew, turn.people) == ("B", (cast.D_CCR.key,))
    assert turn.exception
    assert (turn.exception.reason, turn.exception.by) == ("赵文静请假", cast.B_LEAD.key)
    assert due(station, cast.DAY, MONDAY + 4 * ONE) == (cast.B_CCR.key,)
    assert due(station, cast.DAY, post=cast.PATROL) == (cast.B_PATROL.key,)


def test_an_exception_comes_before_the_end_of_the_shift(station: Station) -> None:
    said: dict[str, Any] = {"people": [cast.D_CCR.key], "reason": "顶班"}
    night: dict[str, Any] = {"day": MONDAY, "shift": cast.NIGHT, **said}
    assert station.refused("roster.assign", at=cast.CCR, by=cast.B_LEAD, **night) == ["shift-ended"]
    station.now -= timedelta(microseconds=1)
    assert station.do("roster.assign", at=cast.CCR, by=cast.B_LEAD, **night).refusal is None


def test_who_left_is_due_no_more(station: Station) -> None:
    station.do("org.change_person", person=cast.B_CCR.key, name="赵文静", crew="B", active=False)
    assert due(station, cast.DAY) == ()
    assert due(station, cast.DAY, MONDAY - 4 * ONE) == (cast.B_CCR.key,)


@pytest.mark.parametrize(
    ("verb", "said", "error"),
    [
        ("set_rotation", {"anchor_day": MONDAY, "cycle": [{"noon": "A"}]}, BadInput),
        ("set_rotation", {"anchor_day": MONDAY, "cycle": [{"day": "Z"}]}, BadInput),
        ("man", {"crew": "Z", "people": []}, NotFound),
        ("man", {"crew": "A", "people": ["nobody"]}, NotFound),
        ("man", {"crew": "A", "people": [cast.A_CCR.key, cast.A_CCR.key]}, BadInput),
    ],
)
def test_nonsense_is_not_taken(station: Station, verb: str, said: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        station.do(f"roster.{verb}", at=cast.CCR, **said)


def test_an_exception_needs_a_shift_of_the_day_and_a_supervisor(station: Station) -> None:
    said: dict[str, Any] = {"day": MONDAY, "shift": "noon", "people": [], "reason": "无"}
    with pytest.raises(BadInput):
        station.do("roster.assign", by=cast.B_LEAD, at=cast.CCR, **said)
    with pytest.raises(NotAllowed):
        station.do("roster.assign", by=cast.B_CCR, at=cast.CCR, **said)


def test_a_month_has_all_its_shifts(station: Station) -> None:
    assert [len(queries.month(station.book, place(station), 2028, number)) for number in (2, 12)] == [87, 93]
    for year, number in ((2026, 13), (2026, 0), (1, 1), (9999, 12)):
        with pytest.raises(NotFound):
            queries.month(station.book, place(station), year, number)


def test_the_shifts_of_a_person_at_every_post(station: Station) -> None:
    said: dict[str, Any] = {"day": MONDAY, "shift": cast.EVENING, "people": [cast.B_CCR.key], "reason": "顶班"}
    station.do("roster.assign", by=cast.B_LEAD, at=cast.PATROL, **said)
    turns = queries.shifts_of(station.book, cast.B_CCR.key, MONDAY, MONDAY + 4 * ONE)
    assert [(one.post, one.shift.key) for one in turns] == [
        (cast.CCR, "2026-11-23.day"),
        (cast.PATROL, "2026-11-23.evening"),
        (cast.CCR, "2026-11-24.evening"),
        (cast.CCR, "2026-11-26.night"),
    ]


def test_the_own_last_and_next_shift(station: Station) -> None:
    def last(moment: datetime) -> str:
        turn = queries.last_shift_before(station.book, place(station), cast.B_CCR.key, moment)
        return turn.shift.key if turn else ""

    begins = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
    assert last(begins) == "2026-11-22.night"
    assert last(begins + timedelta(hours=8) - timedelta(microseconds=1)) == "2026-11-22.night"
    assert last(begins + timedelta(hours=8)) == "2026-11-23.day"
    following = queries.next_shift_after(station.book, place(station), cast.B_CCR.key, begins)
    assert following
    assert following.shift.key == "2026-11-24.evening"
    assert queries.last_shift_before(station.book, place(station), cast.HEAD.key, begins) is None


def test_a_changed_pattern_holds_from_its_moment(station: Station) -> None:
    two = {
        "shifts": [
            {"code": "day", "name": {"zh": "白班"}, "begins": "08:00", "ends": "20:00"},
            {"code": "night", "name": {"zh": "夜班"}, "begins": "20:00", "ends": "08:00"},
        ]
    }
    station.do("org.change_post", post=cast.CCR, name={"zh": "中控室"}, regime="hydro", pattern=two)
    keys = [one.shift.key for one in queries.month(station.book, place(station), 2026, 11)]
    assert keys[63:70] == [
        "2026-11-22.night",
        "2026-11-22.day",
        "2026-11-22.evening",
        "2026-11-23.night",
        "2026-11-23.day",
        "2026-11-23.night",
        "2026-11-24.day",
    ]
