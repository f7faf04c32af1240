"""Static checks of what a pack says about being there: do its hours make sense, can every figure take effect?"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations

from jiaoban.kernel.words import Words
from jiaoban.regime.attending import Attendance, WorkingHours
from jiaoban.regime.check_conditions import LONGEST
from jiaoban.regime.findings import Check, Finding
from jiaoban.regime.findings import error as _error
from jiaoban.regime.pack import Pack
from jiaoban.regime.positions import Path

DAY = 24 * 60 * 60
MISSED = ("late", "early", "out")
"""What has a grace."""


def _hours(pack: Pack) -> Iterator[Finding]:
    """Hours have a length, and two of one shift do not lie over each other: nobody is late twice for one minute."""
    said = pack.attendance.working_hours if pack.attendance else ()
    for place, one in enumerate(said):
        if one.begins == one.ends:
            right = Words(zh="写不同的开始和结束时间。", en="Give it a begin and another end.")
            yield _error(
                ("attendance", "working_hours", place, "ends"),
                "这段工作时间没有长度。",
                "These hours have no length.",
                right,
            )
    for (_, one), (place, other) in combinations(enumerate(said), 2):
        if _same_shift(one, other) and _overlap(one, other):
            right = Words(zh="让一段在另一段开始之前结束。", en="Let one end before the other begins.")
            yield _error(
                ("attendance", "working_hours", place, "begins"),
                f"与 {one.begins:%H:%M} 开始的那段重叠。",
                f"They overlap those from {one.begins:%H:%M}.",
                right,
            )


def _same_shift(one: WorkingHours, other: WorkingHours) -> bool:
    return not one.shifts or not other.shifts or bool(set(one.shifts) & set(other.shifts))


def _overlap(one: WorkingHours, other: WorkingHours) -> bool:
    """Say whether two pieces of a day share a second, each as it lies and, over midnight, in either day."""
    return any(
        low < _span(other)[1] and _span(other)[0] < high
        for step in (-DAY, 0, DAY)
        for low, high in ((_span(one)[0] + step, _span(one)[1] + step),)
    )


def _span(one: WorkingHours) -> tuple[int, int]:
    begins, ends = (at.hour * 3600 + at.minute * 60 + at.second for at in (one.begins, one.ends))
    return begins, ends if ends > begins else ends + DAY


def _spans(pack: Pack) -> Iterator[Finding]:
    """Lengths of time are more than none; a grace is shorter than the hours, or nobody is ever late."""
    said = pack.attendance
    if said is None:
        return
    for name in ("told_within", "longest"):
        span = getattr(said, name)
        if span is not None and not timedelta(0) < span <= LONGEST:
            right = Words(zh="大于 0，不超过 366 天。", en="More than 0 and at most 366 days.")
            yield _error(("attendance", name), "时长不合理。", "This duration makes no sense.", right)
    shortest = min((end - begin for begin, end in map(_span, said.working_hours)), default=DAY)
    for name in MISSED:
        rule = getattr(said, name)
        if rule is not None and not timedelta(0) <= rule.grace < timedelta(seconds=shortest):
            right = Words(zh="从 0 起，比最短的一段工作时间短。", en="From 0, and shorter than the shortest hours.")
            path: Path = ("attendance", name, "grace")
            yield _error(path, "宽限比工作时间还长。", "The grace is as long as the hours.", right)


def _lists(pack: Pack) -> Iterator[Finding]:
    """Lines of the last to leave have names of their own; posts that are together are at least two."""
    said = pack.attendance
    if said is None:
        return
    seen: set[str] = set()
    for place, line in enumerate(said.last_out.lines if said.last_out else ()):
        if line.id in seen:
            right = Words(zh="改一个名字，或删去重复的。", en="Rename one, or remove the repetition.")
            path: Path = ("attendance", "last_out", "lines", place, "id")
            yield _error(path, f"「{line.id}」重复了。", f'"{line.id}" is there twice.', right)
        seen.add(line.id)
    for place, group in enumerate(said.together):
        if len(set(group)) < 2:
            right = Words(zh="写两个以上的岗位。", en="Name two posts at least.")
            yield _error(("attendance", "together", place), "只有一个岗位。", "There is but one post.", right)
    for place, group in enumerate(said.together):
        strange = [post for post in group if not said.of(post)]
        if strange:
            right = Words(zh="写进 posts，或从这里去掉。", en="Name it in posts, or leave it out here.")
            wrong = f"岗位 {strange[0]} 不考勤。", f"Nobody checks in at {strange[0]}."
            yield _error(("attendance", "together", place), *wrong, right)


def _idle(pack: Pack) -> Iterator[Finding]:
    """Hours at which no rule looks are a warning."""
    said: Attendance | None = pack.attendance
    if said and said.working_hours and not any((said.late, said.early, said.absent, said.out)):
        yield Finding(
            ("attendance", "working_hours"),
            Words(zh="没有规则看这些时间。", en="No rule looks at these hours."),
            Words(zh="写 late、early、absent 或 out。", en="Write late, early, absent or out."),
            error=False,
        )


ATTENDANCE_CHECKS: tuple[Check, ...] = (_hours, _spans, _lists, _idle)
