"""The calendar after a sale: real months, leap days, later sales, an early end; names of pictures."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.kernel.months import months_on
from jiaoban.lead.rules.aftersales import Slot, calendar, due, picture_name, read_answers, unique
from jiaoban.regime.aftersales import Aftersales

SAID = Aftersales.model_validate(
    {
        "clause": "kefu/s1",
        "first_within": "P7D",
        "monthly": 2,
        "for_months": 3,
        "picture": {"clause": "kefu/s1", "name": "{customer}-{day}-{person}"},
    }
)
WHOLE = SAID.model_copy(update={"months_from": "calendar"})
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


def ends(sold: date, said: Aftersales = SAID) -> list[date]:
    return [one.last for one in calendar([sold], said) if one.number]


@pytest.mark.parametrize(
    ("sold", "last"),
    [
        (date(2026, 3, 10), [date(2026, 4, 9), date(2026, 5, 9), date(2026, 6, 9)]),
        (date(2026, 1, 31), [date(2026, 2, 27), date(2026, 3, 30), date(2026, 4, 29)]),
        (date(2028, 1, 31), [date(2028, 2, 28), date(2028, 3, 30), date(2028, 4, 29)]),
        (date(2028, 2, 29), [date(2028, 3, 28), date(2028, 4, 28), date(2028, 5, 28)]),
        (date(2026, 11, 30), [date(2026, 12, 29), date(2027, 1, 29), date(2027, 2, 27)]),
    ],
)
def test_a_month_ends_the_day_before_the_same_day_of_the_next(sold: date, last: list[date]) -> None:
    assert ends(sold) == last


def test_whole_months_of_the_calendar_begin_after_that_of_the_sale() -> None:
    assert ends(date(2026, 1, 1), WHOLE) == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]
    assert ends(date(2028, 1, 31), WHOLE) == [date(2028, 2, 29), date(2028, 3, 31), date(2028, 4, 30)]


@given(DAYS, st.integers(1, 24), st.sampled_from(["sale", "calendar"]))
def test_months_follow_each_other_without_a_gap(sold: date, number: int, months: str) -> None:
    said = SAID.model_copy(update={"for_months": number, "months_from": months})
    slots = [one for one in calendar([sold], said) if one.number]
    assert [one.number for one in slots] == list(range(1, number + 1))
    assert all(one.after == later.first for one, later in itertools.pairwise(slots))
    assert all(28 <= (one.after - one.first).days <= 31 for one in slots)


@given(st.lists(DAYS, min_size=1, max_size=4), st.permutations([0, 1, 2, 3]))
def test_the_calendar_does_not_depend_on_the_order_in_which_sales_are_entered(
    sold: list[date], order: list[int]
) -> None:
    mixed = [sold[place] for place in order if place < len(sold)]
    assert calendar(mixed, SAID) == calendar(sold, SAID)


def test_a_later_sale_makes_the_months_last_longer() -> None:
    slots = calendar([date(2026, 3, 10), date(2026, 5, 20)], SAID)
    assert sum(one.number == 0 for one in slots) == 1
    assert slots[-1].after >= months_on(date(2026, 5, 20), 3)
    assert slots[-2].after < months_on(date(2026, 5, 20), 3)


def test_what_is_not_over_by_an_early_end_falls_away() -> None:
    sold = date(2026, 3, 10)
    assert [one.number for one in calendar([sold], SAID, date(2026, 3, 16))] == []
    assert [one.number for one in calendar([sold], SAID, date(2026, 3, 17))] == [0]
    assert [one.number for one in calendar([sold], SAID, date(2026, 4, 10))] == [0, 1]


def states(slot: Slot, cared: list[date], today: date) -> tuple[str, int]:
    (one,) = due([slot], cared, today)
    return one.state, one.missing


def test_what_is_due_is_missing_from_the_day_after_its_time() -> None:
    slot = Slot(1, date(2026, 3, 10), date(2026, 4, 10), 2)
    assert states(slot, [], date(2026, 3, 9)) == ("AHEAD", 2)
    assert states(slot, [], date(2026, 4, 6)) == ("OPEN", 2)
    assert states(slot, [], date(2026, 4, 7)) == ("SOON", 2)
    assert states(slot, [date(2026, 3, 10)], date(2026, 4, 9)) == ("SOON", 1)
    assert states(slot, [date(2026, 3, 10)], date(2026, 4, 10)) == ("MISSED", 1)
    assert states(slot, [date(2026, 3, 10), date(2026, 4, 9)], date(2026, 4, 10)) == ("DONE", 0)
    assert states(slot, [date(2026, 3, 9), date(2026, 4, 10)], date(2026, 4, 10)) == ("MISSED", 2)


@given(st.lists(DAYS, max_size=6), DAYS, st.integers(0, 200))
def test_one_more_contact_never_makes_more_missing(cared: list[date], sold: date, days: int) -> None:
    today, slots = sold + timedelta(days=days), calendar([sold], SAID)
    before = sum(one.missing for one in due(slots, cared, today))
    assert sum(one.missing for one in due(slots, [*cared, today], today)) <= before


def test_a_picture_is_named_by_the_standard_and_can_name_a_file() -> None:
    day = date(2026, 3, 10)
    assert picture_name(SAID, "刘女士", day, "李娜", 1) == "刘女士-20260310-李娜"
    assert picture_name(SAID, "a/b\\c:d", day, "李娜", 1) == "a-b-c-d-20260310-李娜"
    assert picture_name(SAID, "../../etc", day, "李娜", 1) == "-..-etc-20260310-李娜".strip(" .-")
    assert len(picture_name(SAID, "长" * 300, day, "李娜", 1)) <= 120
    assert unique(["a", "b", "a"]) == ["a", "b", "a（2）"]


def test_answers_are_read_as_they_were_kept() -> None:
    assert read_answers('{"mood": "好"}') == {"mood": "好"}
    assert read_answers("") == {}
    assert read_answers("没有格式") == {}


def test_without_a_sale_nothing_is_due() -> None:
    assert calendar([], SAID) == []
