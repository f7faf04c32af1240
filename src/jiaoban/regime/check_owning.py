"""Static checks of what a regime says about whose a customer is: can each length of time be counted as written?"""

from collections.abc import Iterator
from datetime import timedelta

from jiaoban.kernel.words import Words
from jiaoban.regime.check_conditions import LONGEST
from jiaoban.regime.findings import Finding
from jiaoban.regime.findings import error as _error
from jiaoban.regime.leads import Leads
from jiaoban.regime.owning import Closed, Collisions, Reach
from jiaoban.regime.positions import Path

DAY = timedelta(days=1)


def owning(said: Leads) -> Iterator[Finding]:
    """Yield what is wrong with the parts about whose a customer is."""
    if said.ownership is not None:
        yield from _reach(said.ownership, ("leads", "ownership"))
    if said.collisions is not None:
        yield from _collisions(said, said.collisions, ("leads", "collisions"))
    if said.following is not None:
        yield from _reach(said.following.leader, ("leads", "following", "leader"))
        if said.ownership is None:
            yield _unowned(("leads", "following", "leader", "clause"))
        if said.following.closed is not None:
            yield from _closed(said.following.closed, ("leads", "following", "closed"))


def _reach(one: Reach, path: Path) -> Iterator[Finding]:
    if not timedelta(0) < one.within <= LONGEST:
        yield _no_length((*path, "within"), Words(zh="1 秒到 366 天之间。", en="From a second to 366 days."))
    elif one.counted == "days" and one.within % DAY:
        right = Words(zh="写整天数，如 P3D；或写 counted: hours。", en="Write whole days, like P3D, or counted: hours.")
        wrong = ("按自然日数，应为整天。", "Counted by the calendar it is whole days.")
        yield _error((*path, "within"), *wrong, right)


def _collisions(said: Leads, one: Collisions, path: Path) -> Iterator[Finding]:
    for name in ("agree_within", "rule_within"):
        if not timedelta(0) < getattr(one, name) <= LONGEST:
            yield _no_length((*path, name), Words(zh="1 秒到 366 天之间。", en="From a second to 366 days."))
    if said.ownership is None:
        yield _unowned((*path, "clause"))


def _unowned(path: Path) -> Finding:
    return _error(
        path,
        "没有写 ownership，看不出客户归谁。",
        "Without ownership nobody can say whose a customer is.",
        Words(zh="补上 ownership:。", en="Add ownership:."),
    )


def _closed(one: Closed, path: Path) -> Iterator[Finding]:
    for place, month in enumerate(one.later):
        if not 2 <= month <= 12:
            right = Words(zh="写 2 到 12。", en="Write 2 to 12.")
            wrong = ("成交的当月不用对接。", "The month of the sale itself is not announced.")
            yield _error((*path, "later", place), *wrong, right)
        elif month in one.later[:place]:
            right = Words(zh="删去重复的。", en="Remove the repetition.")
            yield _error((*path, "later", place), f"「{month}」重复了。", f'"{month}" is there twice.', right)


def _no_length(path: Path, right: Words) -> Finding:
    return _error(path, "时长不合理。", "This duration makes no sense.", right)
