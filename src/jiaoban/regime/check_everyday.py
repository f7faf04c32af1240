"""Static checks of everyday work: can each reading be done, each checklist filled in, each item go up?"""

from collections.abc import Iterator
from datetime import timedelta

from jiaoban.kernel.words import Words
from jiaoban.regime.check_conditions import LONGEST
from jiaoban.regime.everyday import Checklist, Duties, Items
from jiaoban.regime.findings import Check, Finding
from jiaoban.regime.findings import error as _error
from jiaoban.regime.pack import Pack
from jiaoban.regime.positions import Path
from jiaoban.regime.recurrence import wrong


def _everyday(pack: Pack) -> Iterator[Finding]:
    said = pack.duties
    if said is None:
        return
    yield from _lengths(said)
    yield from _unique([one.id for one in said.conduct], ("duties", "conduct"))
    yield from _unique([one.id for one in said.checklists], ("duties", "checklists"))
    for place, one in enumerate(said.checklists):
        yield from _checklist(one, ("duties", "checklists", place))
    if said.items is not None:
        yield from _items(said.items, ("duties", "items"))


def _unique(names: list[str], path: Path, key: str = "id") -> Iterator[Finding]:
    for place, name in enumerate(names):
        if name in names[:place]:
            right = Words(zh="改一个名字，或删去重复的。", en="Rename one, or remove the repetition.")
            yield _error((*path, place, key), f"「{name}」重复了。", f'"{name}" is there twice.', right)


def _lengths(said: Duties) -> Iterator[Finding]:
    for name in ("reading", "faults"):
        part = getattr(said, name)
        if part is not None:
            yield from _length(part.within, ("duties", name, "within"))


def _length(span: timedelta, path: Path) -> Iterator[Finding]:
    if not timedelta(0) < span <= LONGEST:
        right = Words(zh="1 秒到 366 天之间。", en="From a second to 366 days.")
        yield _error(path, "时长不合理。", "This duration makes no sense.", right)


def _checklist(one: Checklist, path: Path) -> Iterator[Finding]:
    yield from _unique([line.id for line in one.lines], (*path, "lines"))
    yield from _length(one.within, (*path, "within"))
    if not one.lines:
        right = Words(zh="至少写一行。", en="Write at least one line.")
        yield _error((*path, "lines"), "检查表没有内容。", "The checklist is empty.", right)
    if one.rrule and (said := wrong(one)) is not None:
        right = Words(zh="例如：FREQ=WEEKLY;BYDAY=FR。", en="For instance FREQ=WEEKLY;BYDAY=FR.")
        yield _error((*path, "rrule"), said.zh, said.in_("en"), right)
    if one.at is not None and one.before_end:
        right = Words(zh="只写 at 或 before_end。", en="Give either at or before_end.")
        yield _error((*path, "before_end"), "时限写了两次。", "Its moment is given twice.", right)
    if one.before_end < timedelta(0):
        right = Words(zh="写 0 或更长。", en="Give 0 or more.")
        yield _error((*path, "before_end"), "时限在下班以后。", "Its moment lies after the end of the shift.", right)


def _items(said: Items, path: Path) -> Iterator[Finding]:
    yield from _unique([one.to for one in said.escalates], (*path, "escalates"), "to")
    yield from _unique([one.id for one in said.departments], (*path, "departments"))
    for place, one in enumerate(said.escalates):
        here: Path = (*path, "escalates", place, "after")
        if not timedelta(0) <= one.after <= LONGEST:
            right = Words(zh="0 到 366 天之间。", en="From 0 to 366 days.")
            yield _error(here, "时长不合理。", "This duration makes no sense.", right)
        elif place and one.after <= said.escalates[place - 1].after:
            right = Words(zh="比前一级更晚。", en="Make it later than the step before.")
            yield _error(here, "逐级上报的先后不对。", "The steps do not follow one another.", right)


EVERYDAY_CHECKS: tuple[Check, ...] = (_everyday,)
