"""Rows that are found by an index are those that a look at each would find, whatever was put, changed, taken out."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from jiaoban.kernel.book import Between, Containing, OneOf, State
from jiaoban.kernel.indexed import FEW, Rows

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


class Entry(State):
    post: str
    number: int
    at: datetime | None
    text: str = ""


def _entry(rng: Random) -> Entry:
    at = None if rng.random() < 0.2 else BEGIN + timedelta(hours=rng.randint(0, 50))
    return Entry(post=rng.choice("abc"), number=rng.randint(0, 9), at=at, text=rng.choice(["x", "xy", "z"]))


QUESTIONS: list[dict[str, object]] = [
    {"post": "a"},
    {"post": "b", "number": 3},
    {"post": "nowhere"},
    {"at": None},
    {"at": Between(BEGIN + timedelta(hours=10), BEGIN + timedelta(hours=12))},
    {"at": Between(BEGIN + timedelta(hours=12), BEGIN + timedelta(hours=10))},
    {"at": Between(None, BEGIN + timedelta(hours=1)), "post": "c"},
    {"number": Between(8), "at": Between()},
    {"number": OneOf((1, 2)), "post": "a"},
    {"text": Containing("y")},
]


def _meets(row: Entry, question: dict[str, object]) -> bool:
    for name, wanted in question.items():
        value = getattr(row, name)
        if isinstance(wanted, Between):
            low, high = wanted.low, wanted.high
            good = value is not None and (low is None or value >= low) and (high is None or value < high)
        elif isinstance(wanted, OneOf):
            good = value in wanted.values
        elif isinstance(wanted, Containing):
            good = wanted.piece in value
        else:
            good = value == wanted
        if not good:
            return False
    return True


@pytest.mark.parametrize("seed", range(20))
def test_candidates_hold_every_row_that_meets_the_question(seed: int) -> None:
    rng, rows, plain = Random(seed), Rows(), dict[str, Entry]()
    for step in range(1500):
        key = f"k{rng.randint(0, 4 * FEW)}"
        if rng.random() < 0.25:
            rows.put(key, None)
            plain.pop(key, None)
        else:
            plain[key] = _entry(rng)
            rows.put(key, plain[key])
        if step % 50 == 0:
            for question in QUESTIONS:
                found = {key for key, row in rows.candidates(question) if _meets(row, question)}
                assert found == {key for key, row in plain.items() if _meets(row, question)}
    assert dict(rows) == plain


def test_an_index_makes_candidates_fewer() -> None:
    rows = Rows()
    for number in range(1000):
        rows.put(f"k{number}", Entry(post=f"p{number % 100}", number=number, at=BEGIN + timedelta(hours=number)))
    assert len(list(rows.candidates({"post": "p7"}))) == 10
    assert len(list(rows.candidates({"post": "p7", "number": Between(0, 3)}))) == 3
    assert len(list(rows.candidates({}))) == 1000


def test_a_copy_goes_its_own_way() -> None:
    rows = Rows()
    for number in range(100):
        rows.put(f"k{number}", Entry(post="a", number=number, at=None))
    assert len(list(rows.candidates({"number": 5}))) == 1
    twin = rows.copy()
    twin.put("k5", None)
    assert list(twin.candidates({"number": 5})) == []
    assert [key for key, _ in rows.candidates({"number": 5})] == ["k5"]
