"""A month of a post as a table, people by days, and the same table read back. Pure: texts come in, changes come out.

What goes out and comes in again changes nothing. A person or a day that the table has not stays as it is.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jiaoban.kernel.words import Words
from jiaoban.roster import rules
from jiaoban.roster.grid import Place, by_person
from jiaoban.roster.rules import Turn

KEY, NAME = Words(zh="人员键", en="Key"), Words(zh="姓名", en="Name")
BETWEEN = {"zh-hans": "、", "en": ", "}
NONE = frozenset({"", "休", "休息", "off", "-", "—", "/"})
"""What people write in the cell of a day off."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a file: its number, and its cells as texts."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: the line, the column from 0 (None: the line as a whole), and what would be right."""

    line: int
    place: int | None
    says: Words


@dataclass(frozen=True, slots=True)
class Difference:
    """A day of a person that the table has otherwise than the roster: the codes of the shifts before and after."""

    line: int
    place: int
    person: str
    day: date
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What came of a table: its differences, and its problems; with one of these nothing is taken over."""

    differences: tuple[Difference, ...]
    problems: tuple[Problem, ...]


def heads(days: Iterable[date], language: str) -> list[str]:
    """Return the heads of the table: key, name, and the days."""
    return [KEY.in_(language), NAME.in_(language), *(day.isoformat() for day in days)]


def rows(
    people: Iterable[tuple[str, str]], turns: Iterable[Turn], days: Sequence[date], language: str
) -> list[list[str]]:
    """Return a line for each of these people (key and name): the shifts of each day, empty where there is none."""
    listed = list(turns)
    due = by_person(listed)
    between = BETWEEN.get(language, BETWEEN["zh-hans"])
    called = _called(listed, language)
    return [
        [
            key,
            name,
            *(between.join(called[one.shift.code] for one in due.get(key, {}).get(day, ())) for day in days),
        ]
        for key, name in people
    ]


def _called(turns: Iterable[Turn], language: str) -> dict[str, str]:
    """Return what a shift is called in a cell: its name, or its code where the name would be read as something else."""
    names = {one.shift.code: one.shift.name for one in turns}
    words = [word for code, name in names.items() for word in _words(code, name)]
    plain = {}
    for code, name in names.items():
        said = _folded(name.in_(language))
        alone = words.count(said) == 1 and said not in NONE and not set(said) & set(SEPARATORS)
        plain[code] = name.in_(language) if alone else code
    return plain


class Reading:
    """Reads a table beside the roster as it stands. `people`: the names of those who may be on it, by key."""

    def __init__(self, turns: Iterable[Turn], people: Mapping[str, str], now: datetime) -> None:
        self.people, self.now = people, now
        self.turns = {(one.shift.day, one.shift.code): one for one in turns}
        self.due = by_person(self.turns.values())
        self.problems: list[Problem] = []
        self.differences: list[Difference] = []

    def read(self, head: Row, lines: Iterable[Row]) -> Read:
        """Return what the table has otherwise, and what is wrong with it, all of it at once."""
        days = self._days(head)
        seen: dict[str, int] = {}
        for line in lines:
            person = self._person(line, head)
            if person and person in seen:
                self._wrong(
                    line.number, 0, f"{person} 与第 {seen[person]} 行重复。", f"{person} is in line {seen[person]} too."
                )
            elif person:
                seen[person] = line.number
                for place, day in days.items():
                    self._cell(line, place, person, day)
        return Read(tuple(self.differences), tuple(sorted(self.problems, key=lambda one: (one.line, one.place or 0))))

    def _days(self, head: Row) -> dict[int, date]:
        found: dict[int, date] = {}
        there = {day for day, _code in self.turns}
        for place, text in enumerate(head.cells[2:], start=2):
            if not text:
                continue
            day = _day(text)
            if day is None:
                self._wrong(
                    head.number,
                    place,
                    f"“{text}”不是日期，请写成 2026-12-01。",
                    f"{text!r} is no day; write 2026-12-01.",
                )
            elif day not in there:
                self._wrong(
                    head.number, place, f"{day} 不在要导入的月份内。", f"{day} is not in the month that comes in."
                )
            elif day in found.values():
                self._wrong(head.number, place, f"{day} 出现了两次。", f"{day} is there twice.")
            else:
                found[place] = day
        if not found and not self.problems:
            self._wrong(
                head.number,
                None,
                "表头应为：人员键、姓名，然后每天一列。",
                "The heads are to be: key, name, then a column for each day.",
            )
        return found

    def _person(self, line: Row, head: Row) -> str:
        key, name = _at(line, 0), _at(line, 1)
        beyond = next((place for place, text in enumerate(line.cells) if text and not _at(head, place)), None)
        if beyond is not None:
            self._wrong(line.number, beyond, "这一格上方没有日期。", "There is no day above this cell.")
        if key:
            if key in self.people:
                return key
            self._wrong(line.number, 0, f"本站没有人员键“{key}”。", f"There is nobody with the key {key!r}.")
            return ""
        named = [one for one, called in self.people.items() if called == name]
        if len(named) == 1:
            return named[0]
        if not name:
            self._wrong(line.number, 0, "请填写人员键或姓名。", "Fill in the key or the name.")
        elif named:
            keys = ", ".join(named)
            self._wrong(
                line.number,
                1,
                f"有 {len(named)} 人叫“{name}”，请填写人员键：{keys}。",
                f"Several are called {name}: {keys}.",
            )
        else:
            self._wrong(line.number, 1, f"本站没有“{name}”。", f"There is nobody called {name!r}.")
        return ""

    def _cell(self, line: Row, place: int, person: str, day: date) -> None:
        text = _at(line, place)
        shifts = {code: turn.shift for (on, code), turn in self.turns.items() if on == day}
        whole = _folded(text)
        known = {word for one in shifts.values() for word in _words(one.code, one.name)}
        after: list[str] = []
        for word in [whole] if whole in known else [one for one in _parts(text) if one in known or one not in NONE]:
            code = next((one.code for one in shifts.values() if word in _words(one.code, one.name)), None)
            if code is None:
                names = "、".join(one.name.zh for one in shifts.values())
                english = ", ".join(one.name.in_("en") for one in shifts.values())
                self._wrong(
                    line.number,
                    place,
                    f"当天没有班次“{word}”，可填：{names}，休息留空。",
                    f"There is no shift {word!r} on that day; there are {english}, and an empty cell is a day off.",
                )
                return
            if code in after:
                self._wrong(line.number, place, f"“{word}”写了两次。", f"{word!r} is there twice.")
                return
            after.append(code)
        before = [turn.shift.code for turn in self.due.get(person, {}).get(day, ())]
        if sorted(before) == sorted(after):
            return
        for code in {*before} ^ {*after}:
            ended = rules.over(shifts[code], self.now)
            if ended:
                self._wrong(line.number, place, ended.why.zh, ended.why.en)
                return
        self.differences.append(Difference(line.number, place, person, day, tuple(before), tuple(after)))

    def _wrong(self, line: int, place: int | None, zh: str, en: str) -> None:
        self.problems.append(Problem(line, place, Words(zh=zh, en=en)))


def wanted(turns: Iterable[Turn], differences: Iterable[Difference]) -> dict[Place, tuple[str, ...]]:
    """Return the people of every shift that the differences change: who stays, then who comes, in the table's order."""
    people = {(one.shift.day, one.shift.code): one.people for one in turns}
    changed: dict[Place, tuple[str, ...]] = {}
    for one in differences:
        for code in {*one.before} ^ {*one.after}:
            now = changed.get((one.day, code), people[one.day, code])
            without = tuple(key for key in now if key != one.person)
            changed[one.day, code] = (*without, one.person) if code in one.after else without
    return changed


def _at(row: Row, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10].replace("/", "-"))
    except ValueError:
        return None


SEPARATORS = ",、;/"


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _parts(text: str) -> list[str]:
    plain = _folded(text)
    for separator in SEPARATORS:
        plain = plain.replace(separator, ",")
    return [part.strip() for part in plain.split(",")]


def _words(code: str, name: Words) -> set[str]:
    return {_folded(one) for one in (code, name.zh, name.in_("en"))}
