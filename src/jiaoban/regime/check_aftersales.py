"""Static checks of what a regime says about customers after the sale: can it be kept, can a picture be named?"""

import re
from collections.abc import Iterator
from datetime import timedelta

from jiaoban.kernel.words import Words
from jiaoban.regime.check_conditions import LONGEST
from jiaoban.regime.complaints import nearest
from jiaoban.regime.findings import Check, Finding
from jiaoban.regime.findings import error as _error
from jiaoban.regime.pack import Pack
from jiaoban.regime.positions import Path

DAY = timedelta(days=1)
PLACES = ("customer", "day", "person", "number")
"""What the name of a picture is made of."""
_BRACES = re.compile(r"\{([^{}]*)\}")
_NO_FILE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def _spans(pack: Pack) -> Iterator[Finding]:
    """Times are whole days, at least one."""
    said = pack.aftersales
    if said is None:
        return
    spans: list[tuple[Path, timedelta | None]] = [(("aftersales", "first_within"), said.first_within)]
    if said.teacher is not None:
        spans.append((("aftersales", "teacher", "within"), said.teacher.within))
    for path, span in spans:
        if span is not None and (not DAY <= span <= LONGEST or span % DAY):
            right = Words(zh="写整天数，如 P7D，最多 366 天。", en="Write whole days, such as P7D, 366 at most.")
            yield _error(path, "不是整天数。", "These are no whole days.", right)
    if said.first_within is None and not said.monthly:
        right = Words(zh="写 first_within 或 monthly。", en="Write first_within or monthly.")
        yield _error(("aftersales", "clause"), "没有说什么时候联系。", "It does not say when.", right)


def _names(pack: Pack) -> Iterator[Finding]:
    """The name of a picture holds what is known, tells two customers and two days apart, and can name a file."""
    said = pack.aftersales
    if said is None or said.picture is None:
        return
    path: Path = ("aftersales", "picture", "name")
    used = _BRACES.findall(said.picture.name)
    for one in used:
        if one not in PLACES:
            yield _error(path, f"没有「{{{one}}}」。", f'There is no "{{{one}}}".', nearest(one, PLACES))
    if not {"customer", "day"} <= set(used):
        right = Words(zh="至少写 {customer} 和 {day}。", en="Write {customer} and {day} at least.")
        yield _error(path, "照片会重名。", "Two pictures would have one name.", right)
    if _NO_FILE.search(_BRACES.sub("", said.picture.name)):
        right = Words(zh='不要用 \\ / : * ? " < > |。', en='Leave out \\ / : * ? " < > |.')
        yield _error(path, "文件名里有不能用的符号。", "A file cannot be named so.", right)


def _unique(pack: Pack) -> Iterator[Finding]:
    seen: set[str] = set()
    for place, one in enumerate(pack.aftersales.answers if pack.aftersales else ()):
        if one.id in seen:
            right = Words(zh="改一个名字，或删去重复的。", en="Rename one, or remove the repetition.")
            path: Path = ("aftersales", "answers", place, "id")
            yield _error(path, f"「{one.id}」重复了。", f'"{one.id}" is there twice.', right)
        seen.add(one.id)


AFTERSALES_CHECKS: tuple[Check, ...] = (_spans, _names, _unique)
