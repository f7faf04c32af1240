"""Rooms say what they find; whoever asks gets it in one order."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from jiaoban.kernel import effects, occasions
from jiaoban.kernel.effects import Effect
from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.occasions import Asked, Occasion
from jiaoban.kernel.place import Place
from jiaoban.kernel.words import Words

NOON = datetime(2026, 3, 10, 4, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(occasions, "_FINDERS", {})
    monkeypatch.setattr(effects, "_LISTERS", {})


def asked() -> Asked:
    place = Place(site="s", site_name="s", zone="Asia/Shanghai", post="desk")
    return Asked(MemoryBook("s"), place, lambda _digest: None, date(2026, 3, 1), date(2026, 4, 1), NOON)


def occasion(source: str, key: str, at: datetime) -> Occasion:
    return Occasion(source, key, "desk", ("lina",), at, Words(zh="没有交", en="Not handed in"))


def test_occasions_come_by_their_moment_from_the_sources_that_are_wanted() -> None:
    @occasions.finds_occasions("late")
    def late(_asked: Asked) -> Iterator[Occasion]:
        yield occasion("late", "2", NOON)
        yield occasion("late", "1", NOON - DAY)

    @occasions.finds_occasions("count")
    def count(_asked: Asked) -> Iterator[Occasion]:
        yield occasion("count", "3", NOON)

    assert occasions.sources() == ["count", "late"]
    found = occasions.occasions(asked(), ["late", "count", "late", "unknown"])
    assert [one.key for one in found] == ["1", "3", "2"]
    assert [one.key for one in occasions.occasions(asked(), ["count"])] == ["3"]


def test_a_source_belongs_to_one_room() -> None:
    @occasions.finds_occasions("late")
    def late(_asked: Asked) -> list[Occasion]:
        return []

    occasions.finds_occasions("late")(late)
    with pytest.raises(TypeError, match="declared twice"):

        @occasions.finds_occasions("late")
        def other(_asked: Asked) -> list[Occasion]:
            return []


def test_effects_are_in_force_from_their_first_day_up_to_the_day_after() -> None:
    first = date(2026, 3, 1)

    @effects.brings_effects("conduct")
    def decided(_book: object, post: str) -> list[Effect]:
        return [
            Effect("funds-blocked", "wang", post, first, date(2026, 4, 1)),
            Effect("funds-blocked", "lina", post, first, None),
            Effect("duty", "lina", post, first, None, what="compile"),
        ]

    book = MemoryBook("s")

    def people(kind: str, day: date) -> list[str]:
        return [one.person for one in effects.effects(book, "desk", kind, day)]

    assert people("funds-blocked", date(2026, 3, 31)) == ["lina", "wang"]
    assert people("funds-blocked", date(2026, 4, 1)) == ["lina"]
    assert people("funds-blocked", first - DAY) == []
    assert people("duty", first) == ["lina"]
    with pytest.raises(TypeError, match="declared twice"):

        @effects.brings_effects("conduct")
        def other(_book: object, _post: str) -> list[Effect]:
            return []
