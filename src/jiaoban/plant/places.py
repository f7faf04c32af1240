"""Where things in custody are kept, and what a count by place finds otherwise: which is missing where, which is at the
wrong place, which nobody knows. Pure.

What is told apart has its numbers at a place; of what is not, so many are there. In one text: 甲板：T1、T2；箱：T3, or
甲板：3；箱：1.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal, TypedDict

from pydantic import BaseModel, ConfigDict

from jiaoban.kernel.words import Words

What = Literal["MISSING", "MISPLACED", "UNKNOWN", "LENT", "OVER"]
NEXT_PLACE = re.compile(r"[;；\n]+")
AFTER_PLACE = re.compile(r"[:：]")
BETWEEN = re.compile(r"[\s,，、]+")
RESERVED = re.compile(r"[:：;；,，、()（）\n]")
"""What may not stand in the name of a place: it divides the text that tells what is where."""


class Kept(BaseModel):
    """What is kept at a place: these numbers, or where things are not told apart so many."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    place: str
    number: int = 0
    numbers: tuple[str, ...] = ()


class Difference(BaseModel):
    """What a count found otherwise. `number` names one that is told apart, else it is '' and `many` of them differ.

    MISSING: it belongs at `place` and was found nowhere. MISPLACED: it belongs at `place` and was found at `at`.
    UNKNOWN: found at `at`, and the register does not know it. LENT: found at `at`, and it is on loan by the book.
    OVER: at `at` more were found than belong there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    what: What
    number: str = ""
    many: int = 1
    place: str = ""
    at: str = ""

    def words(self) -> Words:
        """Return it in words, without the name of the thing."""
        zh, en = (self.number, self.number) if self.number else (f"{self.many} 件", f"{self.many}")
        home = (f"应在{self.place}", f"belongs at {self.place}") if self.place else ("", "")
        here = (f"在{self.at}", f"is at {self.at}") if self.at else ("在场", "is there")
        said = {
            "MISSING": (f"缺 {zh}" + (f"（{home[0]}）" if self.place else ""), f"{en} missing, {home[1]}".rstrip(", ")),
            "MISPLACED": (f"{zh} {home[0]}，却{here[0]}", f"{en} {home[1]} and {here[1]}"),
            "UNKNOWN": (f"{zh} {here[0]}，不在册", f"{en} {here[1]} and nobody knows it"),
            "LENT": (f"{zh} {here[0]}，账上是借出", f"{en} {here[1]} and is lent by the book"),
            "OVER": (f"{self.at or '现场'}多 {zh}", f"{en} too many at {self.at}" if self.at else f"{en} too many"),
        }[self.what]
        return Words(zh=said[0], en=said[1])


class Told(TypedDict):
    """What a text tells of a place."""

    place: str
    numbers: list[str]


def read(text: str) -> list[Told]:
    """Return what a text says is where, a place once; a part without a place comes back with nothing there."""
    found: dict[str, list[str]] = {}
    for part in NEXT_PLACE.split(text):
        place, _, what = AFTER_PLACE.sub("：", part, count=1).partition("：")
        if place.strip():
            found.setdefault(place.strip(), []).extend(one for one in BETWEEN.split(what) if one)
    return [{"place": place, "numbers": numbers} for place, numbers in found.items()]


def write(places: Iterable[Kept]) -> str:
    """Return what is where as one text, as `read` reads it."""
    return "；".join(f"{one.place}：{'、'.join(one.numbers) if one.numbers else one.number}" for one in places)


def homes(places: Iterable[Kept]) -> dict[str, str]:
    """Return the place of each number."""
    return {number: one.place for one in places for number in one.numbers}


def amounts(places: Iterable[Kept]) -> dict[str, int]:
    """Return how many are at each place, of what is not told apart."""
    return {one.place: one.number for one in places}


def at_homes(where: Mapping[str, str], order: Iterable[str] = ()) -> tuple[Kept, ...]:
    """Return what is kept where, from the place of each number; places that are left empty stay in their order."""
    found: dict[str, list[str]] = {place: [] for place in order}
    for number, place in where.items():
        found.setdefault(place, []).append(number)
    return tuple(Kept(place=place, numbers=tuple(numbers)) for place, numbers in found.items())


def changed(places: Sequence[Kept], place: str, by: int) -> tuple[Kept, ...]:
    """Return what is kept where after so many came to a place, or went from it."""
    found = amounts(places)
    found[place] = max(0, found.get(place, 0) + by)
    return tuple(Kept(place=one, number=many) for one, many in found.items())


def differences(
    kept: Sequence[Kept],
    numbers: Collection[str],
    lent: Collection[str],
    found: Sequence[Kept],
    seen: Collection[str],
) -> tuple[Difference, ...]:
    """Return what a count found otherwise than the register.

    `kept` and `numbers` are the register's, `lent` the numbers that are out by the book; `found` is what was counted by
    place, `seen` the numbers that were counted. Where the count told no places, none is judged.
    """
    if not numbers:
        return tuple(_amounts(amounts(kept), amounts(found))) if kept and found else ()
    should, there = homes(kept), homes(found)
    missing = (
        Difference(what="MISSING", number=one, place=should.get(one, ""))
        for one in numbers
        if one not in lent and one not in seen
    )
    moved = (
        Difference(what="MISPLACED", number=one, place=should[one], at=there[one])
        for one in numbers
        if one not in lent and one in should and one in there and there[one] != should[one]
    )
    strange = (
        Difference(what="LENT" if one in lent else "UNKNOWN", number=one, at=there.get(one, ""))
        for one in seen
        if one in lent or one not in numbers
    )
    return (*missing, *moved, *strange)


def _amounts(should: Mapping[str, int], there: Mapping[str, int]) -> Iterable[Difference]:
    """What is missing at one place and too many at another was moved there; the rest is missing, or too many."""
    less = Counter({one: many - there.get(one, 0) for one, many in should.items() if many > there.get(one, 0)})
    more = Counter({one: many - should.get(one, 0) for one, many in there.items() if many > should.get(one, 0)})
    for place in less:
        for at in more:
            if moved := min(less[place], more[at]):
                yield Difference(what="MISPLACED", many=moved, place=place, at=at)
                less[place] -= moved
                more[at] -= moved
    yield from (Difference(what="MISSING", many=many, place=place) for place, many in less.items() if many)
    yield from (Difference(what="OVER", many=many, at=at) for at, many in more.items() if many)
