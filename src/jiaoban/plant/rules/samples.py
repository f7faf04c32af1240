"""Reading an instrument's file by its mapping: samples, and what is wrong with the rest, each with its place. Pure.

One pass over the text, some microseconds a cell: a million samples take seconds.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from jiaoban.kernel.shifts import local
from jiaoban.kernel.words import Words
from jiaoban.plant.mapping import Mapping, Place
from jiaoban.plant.rules.numbers import machine_figure
from jiaoban.plant.rules.texts import Unreadable, decoded, rows

Sample = tuple[str, datetime, str]
"""Parameter, moment in UTC, figure as a plain decimal."""
SHOWN = 200
"""So many faults are told one by one; the others are counted."""
MOST = 5_000_000
"""Samples in one file."""
AHEAD = timedelta(minutes=2)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PARTS = {"d": r"(\d{1,2})", "m": r"(\d{1,2})", "Y": r"(\d{4})", "y": r"(\d{2})", "H": r"(\d{1,2})"} | {
    "M": r"(\d{1,2})",
    "S": r"(\d{1,2})",
    "f": r"(\d{1,9})",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file: the line (as a spreadsheet counts it), the column as it is called there, and why."""

    line: int
    column: str
    says: Words

    def __str__(self) -> str:
        where = f"第 {self.line} 行 line {self.line}" + (f"，{self.column}" if self.column else "")
        return f"{where}: {self.says.zh} {self.says.en}".rstrip()


@dataclass
class Tally:
    """What a file comes to. `faulty` cells or rows are no samples; `faults` tells the first of them. `aside`: series
    that the mapping does not name, by how many rows they have; `empty`: cells without a figure; `same`: samples that
    stood there before; `ahead`: rows that lie in the future."""

    rows: int = 0
    count: int = 0
    empty: int = 0
    same: int = 0
    ahead: int = 0
    faulty: int = 0
    faults: list[Fault] = field(default_factory=list)
    aside: dict[str, int] = field(default_factory=dict)
    first_at: datetime | None = None
    last_at: datetime | None = None
    parameters: dict[str, int] = field(default_factory=dict)
    begin: list[Sample] = field(default_factory=list)

    def fault(self, line: int, column: str, zh: str, en: str) -> None:
        """Count a fault, and keep it while there are few."""
        self.faulty += 1
        if len(self.faults) < SHOWN:
            self.faults.append(Fault(line, column, Words(zh=zh, en=en)))


class TooMany(Unreadable):
    """More samples than one file may have."""


def samples(
    content: bytes,
    mapping: Mapping,
    zone: str,
    *,
    starts_at: datetime | None,
    tally: Tally,
    now: datetime | None = None,
) -> Iterator[Sample]:
    """Yield the samples of a file in its order; `tally` is filled on the way.

    `zone`: the site's; `starts_at`: where the first row stands in time, for files without times, or to move a recording
    to another day. `now`: what lies further ahead is a fault. Raises `Unreadable` for a file that is not of this form.
    """
    reading = _Reading(mapping, zone, starts_at, content)
    for line, cells in reading.lines:
        tally.rows += 1
        name = reading.series_of(cells)
        if name is not None and name not in reading.known:
            tally.aside[name] = tally.aside.get(name, 0) + 1
            continue
        at = reading.clock.at(line, cells, tally)
        if at is None:
            continue
        if now is not None and at > now + AHEAD:
            tally.ahead += 1
            said = reading.clock.text
            tally.fault(line, reading.clock.head, f"时间 {said} 在将来。", f"{said} lies in the future.")
            continue
        for key, value in reading.figures(line, cells, name or "", at, tally):
            tally.count += 1
            if tally.count > MOST:
                raise TooMany(line, f"超过 {MOST} 个值，请分成几个文件。", f"More than {MOST} samples; split the file.")
            yield key, at, value


class _Reading:
    """A file on its way from rows to samples."""

    def __init__(self, mapping: Mapping, zone: str, starts_at: datetime | None, content: bytes) -> None:
        self.lines = rows(decoded(content, mapping.encoding), mapping.delimiter)
        heads: list[str] = []
        if mapping.heads and (first := next(self.lines, None)) is not None:
            heads = [cell.strip().lstrip("\ufeff") for cell in first[1]]
        self.columns = _columns(mapping, heads)
        self.known = {name for one in mapping.columns for name in one.parameters}
        self.series = _place(mapping.series, heads) if mapping.series is not None else None
        self.clock = _Clock(mapping, zone, starts_at, heads)
        self._seen: dict[str, array[int]] = {}
        self._empty, self._comma = frozenset(mapping.empty), mapping.decimal == ","

    def series_of(self, cells: Sequence[str]) -> str | None:
        """Return whose figures a row has, None where the file has no such column."""
        if self.series is None:
            return None
        return cells[self.series].strip() if self.series < len(cells) else ""

    def figures(
        self, line: int, cells: Sequence[str], series: str, at: datetime, tally: Tally
    ) -> Iterator[tuple[str, str]]:
        """Yield the figures of a row, by parameter."""
        moment = int((at - _EPOCH) // timedelta(microseconds=1))
        for place, head, parameter, by_series in self.columns:
            key = by_series.get(series) if by_series else parameter
            if key is None:
                continue
            cell = cells[place].strip() if place < len(cells) else None
            if cell is None:
                tally.fault(line, head, "这一行缺这一格。", "The line has no such cell.")
            elif cell in self._empty:
                tally.empty += 1
            elif (value := machine_figure(cell, self._comma)) is None:
                tally.fault(line, head, f"「{cell[:30]}」不是数值。", f"'{cell[:30]}' is no figure.")
            elif not _new(self._seen.setdefault(key, array("q")), moment):
                tally.same += 1
                tally.fault(line, head, "同一时刻的值出现了两次。", "There are two figures of one moment.")
            else:
                yield key, value


def survey(content: bytes, mapping: Mapping, zone: str, *, starts_at: datetime | None, now: datetime) -> Tally:
    """Return what a file comes to. Raises `Unreadable`."""
    tally = Tally()
    for key, at, value in samples(content, mapping, zone, starts_at=starts_at, tally=tally, now=now):
        if len(tally.begin) < 10:
            tally.begin.append((key, at, value))
        tally.parameters[key] = tally.parameters.get(key, 0) + 1
        if tally.first_at is None or at < tally.first_at:
            tally.first_at = at
        if tally.last_at is None or at > tally.last_at:
            tally.last_at = at
    return tally


def _new(moments: "array[int]", moment: int) -> bool:
    """Say whether a parameter has no sample of this moment yet, and keep it; most files are in order."""
    if not moments or moment > moments[-1]:
        moments.append(moment)
        return True
    place = bisect_left(moments, moment)
    if moments[place] == moment:
        return False
    moments.insert(place, moment)
    return True


def _place(wanted: Place, heads: Sequence[str]) -> int:
    if isinstance(wanted, int):
        if heads and wanted > len(heads):
            raise Unreadable(1, f"没有第 {wanted} 列。", f"There is no column {wanted}.")
        return wanted - 1
    found = [place for place, head in enumerate(heads) if head == wanted]
    if len(found) == 1:
        return found[0]
    said = "、".join(head for head in heads if head)[:200]
    if found:
        raise Unreadable(1, f"表头「{wanted}」出现了两次。", f"The head {wanted!r} is there twice.")
    raise Unreadable(
        1, f"没有表头为「{wanted}」的列，有：{said}。", f"No column has the head {wanted!r}; there are: {said}."
    )


_Columns = list[tuple[int, str, str | None, dict[str, str]]]


def _columns(mapping: Mapping, heads: Sequence[str]) -> _Columns:
    return [
        (
            _place(one.column, heads),
            one.column if isinstance(one.column, str) else f"第 {one.column} 列",
            one.parameter,
            dict(one.parameters),
        )
        for one in mapping.columns
    ]


class _Clock:
    """Tells the moment of a row: read from its column, or counted from the begin."""

    def __init__(self, mapping: Mapping, zone: str, starts_at: datetime | None, heads: Sequence[str]) -> None:
        self.text = ""
        self._every, self._starts_at, self._number = mapping.every, starts_at, 0
        self._moved: timedelta | None = None
        self._read: dict[str, datetime | None] = {}
        self._hours: dict[tuple[int, int, int, int], timedelta | None] = {}
        if mapping.time is None:
            self.head = ""
            if starts_at is None:
                zh, en = "文件里没有时间，请填写第一行的时间。", "The file holds no times; say when its first row is."
                raise Unreadable(1, zh, en)
            return
        self._zone = mapping.time.zone or zone
        self._column = _place(mapping.time.column, heads)
        self.head = mapping.time.column if isinstance(mapping.time.column, str) else f"第 {mapping.time.column} 列"
        self._formats = [_compiled(one) for one in mapping.time.formats]
        self._like = "、".join(_like(one) for one in mapping.time.formats)

    def at(self, line: int, cells: Sequence[str], tally: Tally) -> datetime | None:
        """Return the moment of a row, None where it has none: then that is told."""
        if self._every is not None:
            assert self._starts_at is not None
            self._number += 1
            moment = _later(self._starts_at, (self._number - 1) * self._every)
            self.text = moment.isoformat() if moment else ""
            return self._inside(moment, line, tally)
        self.text = cells[self._column].strip() if self._column < len(cells) else ""
        if self.text not in self._read:
            if len(self._read) > 100_000:
                self._read.clear()
            self._read[self.text] = self._parsed(self.text)
        read = self._read[self.text]
        if read is None:
            said = self.text[:30]
            tally.fault(
                line, self.head, f"时间「{said}」应写作 {self._like}。", f"{said!r} is no moment like {self._like}."
            )
            return None
        if self._starts_at is None:
            return read
        if self._moved is None:
            self._moved = self._starts_at - read
        return self._inside(_later(read, self._moved), line, tally)

    def _inside(self, moment: datetime | None, line: int, tally: Tally) -> datetime | None:
        if moment is None:
            tally.fault(line, self.head, "时间超出了日历。", "The moment lies outside of the calendar.")
        return moment

    def _parsed(self, text: str) -> datetime | None:
        for pattern, names in self._formats:
            found = pattern.fullmatch(text)
            if found is None:
                continue
            said = dict(zip(names, found.groups(), strict=True))
            year = int(said.get("Y") or 2000 + int(said["y"]))
            micro = int(f"{said.get('f', '0')[:6]:0<6}")
            clock = (int(said["H"]), int(said.get("M", 0)), int(said.get("S", 0)), micro)
            try:
                return self._utc(year, int(said["m"]), int(said["d"]), *clock)
            except (ValueError, OverflowError):
                continue
        return None

    def _utc(self, year: int, month: int, day: int, hour: int, minute: int, second: int, micro: int) -> datetime:
        """Return a local moment in UTC; the zone is asked once an hour, but in the hours in which clocks are set."""
        there = datetime(year, month, day, hour, minute, second, micro)  # noqa: DTZ001 - the instrument's own clock
        key = (year, month, day, hour)
        if key not in self._hours:
            begin, end = time(hour), time(hour, 59, 59)
            low, high = local(there.date(), begin, self._zone), local(there.date(), end, self._zone)
            even = high - low == timedelta(minutes=59, seconds=59)
            self._hours[key] = low - datetime.combine(there.date(), begin, tzinfo=UTC) if even else None
        off = self._hours[key]
        if off is None:
            return local(there.date(), there.time(), self._zone)
        return there.replace(tzinfo=UTC) + off


def _later(moment: datetime, span: timedelta) -> datetime | None:
    try:
        return moment + span
    except OverflowError:
        return None


def _compiled(form: str) -> tuple[re.Pattern[str], list[str]]:
    """Return a format as a pattern, with the names of its groups. Only figures are read, so no language matters."""
    pattern, names, place = "", [], 0
    while place < len(form):
        letter = form[place]
        if letter == "%" and form[place + 1] in _PARTS:
            pattern += _PARTS[form[place + 1]]
            names.append(form[place + 1])
            place += 2
        else:
            pattern += r"\s+" if letter == " " else re.escape(letter)
            place += 1
    return re.compile(pattern, re.ASCII), names


def _like(form: str) -> str:
    names = {"%d": "日", "%m": "月", "%Y": "年", "%y": "年", "%H": "时", "%M": "分", "%S": "秒", "%f": "毫秒"}
    for sign, name in names.items():
        form = form.replace(sign, name)
    return form
