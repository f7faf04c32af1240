"""The published text format is read, and what a roster costs is counted apart from the solver."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from jiaoban.kernel.refusal import BadInput
from jiaoban.roster.proposing.answer import Limits
from jiaoban.roster.proposing.published import Instance, breaches, objective, problem_of, read, stood
from jiaoban.roster.proposing.solving import answer

FOLDER = Path(__file__).parent / "instances"
PAIR, EARLY_LATE = ((FOLDER / f"{name}.txt").read_text(encoding="utf-8") for name in ("pair", "early-late"))


def rows(given: Instance) -> Iterator[dict[str, tuple[str, ...]]]:
    """Every roster that keeps what must be kept, found by trying all rows of each person."""
    kinds = ("", *given.shifts)
    alone = []
    for key in given.staff:
        only = Instance(given.days, given.shifts, {key: given.staff[key]}, given.days_off)
        tried = product(kinds, repeat=given.days)
        alone.append([row for row in tried if not breaches(only, {key: row})])
    for chosen in product(*alone):
        yield dict(zip(given.staff, chosen, strict=True))


@pytest.mark.parametrize(("text", "cost"), [(PAIR, 2), (EARLY_LATE, 19)])
def test_the_optimum_is_the_one_that_trying_everything_finds(text: str, cost: int) -> None:
    given = read(text)
    assert min(objective(given, one) for one in rows(given)) == cost
    found = answer(problem_of(given), Limits())
    assert (found.state, found.cost, found.gap) == ("FOUND", cost, 0)
    row = stood(given, found.roster)
    assert objective(given, row) == cost
    assert breaches(given, row) == []


def test_each_thing_that_a_roster_may_not_do_is_named() -> None:
    given = read(EARLY_LATE)
    good = {"A": ("E", "", "L", "", "E"), "B": ("", "E", "E", "", ""), "C": ("", "L", "", "L", "L")}
    assert breaches(given, good) == []
    for person, row, name in (
        ("A", ("L", "", "", "", ""), "minutes"),
        ("A", ("E", "", "E", "E", "E"), "shifts of a kind"),
        ("A", ("", "", "L", "E", ""), "sequence"),
        ("A", ("E", "E", "", "", ""), "day off"),
        ("B", ("E", "E", "E", "E", ""), "row too long"),
        ("B", ("", "E", "", "", "E"), "row too short"),
        ("B", ("E", "E", "", "E", "E"), "too few days off"),
    ):
        assert f"{person}: {name}" in breaches(given, {**good, person: row}), name
    week = read(PAIR)
    assert breaches(week, {"A": ("D", "D", "", "", "", "D", "D"), "B": ("", "", "", "", "", "D", "D")}) == [
        "B: weekends"
    ]


def test_what_a_roster_costs_is_the_sum_of_what_it_misses() -> None:
    given = read(PAIR)
    nobody = {"A": ("",) * 7, "B": ("",) * 7}
    everybody = {"A": ("D",) * 7, "B": ("D",) * 7}
    assert objective(given, nobody) == 3 + 2 + 7 * 100
    assert objective(given, everybody) == 2 + 1 + 7 * 1


def test_a_file_of_windows_reads_the_same() -> None:
    assert read("\ufeff" + PAIR.replace("\n", "\r\n")) == read(PAIR)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("SECTION_COVER", "SECTION_OTHER", "SECTION_COVER"),
        ("SECTION_HORIZON\n", "7\nSECTION_HORIZON\n", "line 2"),
        ("\n7\n", "\nseven\n", "line 4"),
        ("\n7\n", "\n0\n", "SECTION_HORIZON"),
        ("A,D=5,2400", "A,D=5", "line 12"),
        ("A,D=5", "A,E=5", "E"),
        ("B,3,D,2", "C,3,D,2", "C"),
        ("6,D,1,100,1", "7,D,1,100,1", "7"),
        ("6,D,1,100,1", "6,D,1,100", "line 38"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(old: str, new: str, where: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(PAIR.replace(old, new))
    assert caught.value.where == where
    assert "schedulingbenchmarks.org" in caught.value.right.en
