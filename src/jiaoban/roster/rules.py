"""Whose turn a shift is, and what a roster may say. Pure.

Nothing of a roster is ever computed ahead and stored: whose turn it is follows from the rotation, the mannings and the
exceptions as they stand in the book.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import BadInput, Reason
from jiaoban.kernel.shifts import Shift, ShiftPattern
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.regime.rostering import Rostering
from jiaoban.roster.acts import DayKind
from jiaoban.roster.tables import Assignment, CrewMannings, PostRotations

RIGHT_OF: Mapping[str, Right] = {"supervisor": Right.SUPERVISE, "head": Right.OVERSEE}
"""Who decides about rosters by a right; everybody else who does is an authority of the regime."""
SATURDAY = 5
TOGETHER = "+"
"""Between the codes of crews that stand a shift together."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A shift of a post with the people due: the crew whose turn it is ('' = nobody's, `+` joins several), or an
    exception by hand."""

    post: str
    shift: Shift
    crew: str
    people: tuple[str, ...]
    exception: Assignment | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that decides who is due at one post. `assignments` by (day, shift code).

    `left_at` says since when somebody is with the site no longer: such a person is due on no shift that begins later.
    `calendar` holds the days that are not as their weekday says; a rotation of working days looks at it.
    """

    post: str
    rotations: PostRotations
    mannings: Mapping[str, CrewMannings]
    assignments: Mapping[tuple[date, str], Assignment]
    left_at: Mapping[str, datetime]
    calendar: Mapping[date, DayKind] = field(default_factory=dict)

    def turn(self, shift: Shift) -> Turn:
        """Return who is due on a shift."""
        crew = self.crew(shift)
        exception = self.assignments.get((shift.day, shift.code))
        if exception:
            return Turn(self.post, shift, crew, self._still_here(exception.people, shift), exception)
        return Turn(self.post, shift, crew, self._still_here(self.by_rotation(shift), shift))

    def unmanned(self, shift: Shift) -> bool:
        """Say whether a shift is without a name although the post keeps a roster and the day is worked."""
        rotation = self.rotations.on(shift.day)
        if rotation is None and (shift.day, shift.code) not in self.assignments:
            return False
        rests = rotation is not None and rotation.workdays and not worked(shift.day, self.calendar)
        return not self.turn(shift).people and (not rests or (shift.day, shift.code) in self.assignments)

    def crew(self, shift: Shift) -> str:
        """Return the crew whose turn a shift is; '' is nobody's: none has it, or the day is not worked."""
        rotation = self.rotations.on(shift.day)
        if rotation is None or (rotation.workdays and not worked(shift.day, self.calendar)):
            return ""
        return rotation.crew(shift.day, shift.code)

    def by_rotation(self, shift: Shift) -> tuple[str, ...]:
        """Return the people whose turn it is, whatever exceptions say and whoever has left since."""
        manned = (self.mannings.get(crew) for crew in crews_of(self.crew(shift)))
        return tuple(dict.fromkeys(person for one in manned if one for person in one.on(shift.day)))

    def _still_here(self, people: tuple[str, ...], shift: Shift) -> tuple[str, ...]:
        gone = {key for key, left_at in self.left_at.items() if left_at <= shift.begins_at}
        return tuple(person for person in people if person not in gone)


def worked(day: date, calendar: Mapping[date, DayKind]) -> bool:
    """Say whether a day is worked: Monday to Friday, unless the calendar says otherwise."""
    kind = calendar.get(day, "ORDINARY")
    return day.weekday() < SATURDAY if kind == "ORDINARY" else kind == "WORKDAY"


def crews_of(crew: str) -> tuple[str, ...]:
    """Return the crews that a turn names: none, one, or several that stand it together."""
    return tuple(crew.split(TOGETHER)) if crew else ()


def need_sound_cycle(cycle: Iterable[Mapping[str, str]], pattern: ShiftPattern, crews: Iterable[str]) -> None:
    """Refuse a cycle that names a shift which the post has not, or a crew which the site has not."""
    codes, known = {kind.code for kind in pattern.shifts}, set(crews)
    for day, turns in enumerate(cycle, start=1):
        for code, crew in turns.items():
            if code not in codes:
                raise _foreign(f"cycle.{day}", f"本岗位没有班次 {code}。", f"The post has no shift {code}.", codes)
            for one in crews_of(crew):
                if one not in known:
                    raise _foreign(f"cycle.{day}", f"本站没有班组 {one}。", f"The site has no crew {one}.", known)


def need_shift(code: str, shifts: Iterable[Shift]) -> Shift:
    """Return the shift of this code among those of a day; refuse a code that is not there."""
    there = list(shifts)
    for shift in there:
        if shift.code == code:
            return shift
    codes = {shift.code for shift in there}
    raise _foreign("shift", f"当天没有班次 {code}。", f"There is no shift {code} on that day.", codes)


def need_distinct(people: tuple[str, ...]) -> None:
    """Refuse a list that names a person twice."""
    twice = sorted({person for person in people if people.count(person) > 1})
    if twice:
        raise BadInput(
            "people",
            Words(zh=f"{twice[0]} 出现了两次。", en=f"{twice[0]} is named twice."),
            Words(zh="请每人只填写一次。", en="Name each person once."),
        )


def twice(where: str, day: date, what: str) -> BadInput:
    """Return what to raise for a change that says two things of one person or shift of a day."""
    return BadInput(
        where,
        Words(zh=f"{day} 的 {what} 出现了两次。", en=f"{what} of {day} is there twice."),
        Words(zh="每天每人（每班）只写一次。", en="Say one thing of each."),
    )


def reaches_back(first_time: bool, from_day: date, today: date) -> Reason | None:
    """Return the reason not to change a roster for days that have passed; the first one may begin in the past."""
    if first_time or from_day >= today:
        return None
    return plain(
        "roster-passed",
        f"{from_day} 已过，当日的排班不能再改。",
        f"{from_day} has passed; its roster cannot be changed any more.",
        f"最早可从今天 {today} 起更改。",
        f"It can be changed from today, {today}, on.",
    )


def over(shift: Shift, now: datetime) -> Reason | None:
    """Return the reason not to assign people to a shift that has ended."""
    if now < shift.ends_at:
        return None
    return plain(
        "shift-ended",
        f"{shift.day} {shift.name.zh}已结束。",
        f"The {shift.name.in_('en')} of {shift.day} has ended.",
        "请选择尚未结束的班次。",
        "Choose a shift that has not ended.",
    )


def not_theirs_to_change(said: Rostering) -> Reason:
    """Return the reason not to let somebody change a shift where the regime names others who do."""
    return Reason(
        code="not-theirs-to-change",
        clause=said.clause,
        why=Words(zh="按制度，排班不由您来改。", en="By the regime it is not yours to change the roster."),
        lifts=Words(
            zh="请有权的人来改；自己的班可以与同事换。", en="Ask those who may; your own shift can be swapped."
        ),
        who=said.changed_by,
    )


def own_shift(said: Rostering) -> Reason:
    """Return the reason not to let anybody change their own shifts."""
    return Reason(
        code="own-shift",
        clause=said.clause,
        why=Words(zh="自己的班不能自己改。", en="Nobody changes their own shifts."),
        lifts=Words(
            zh="请另一位有权的人来改；或者与同事换班，双方同意并报告后生效。",
            en="Let somebody else who may change it; or swap with a colleague, by consent of both and a report.",
        ),
        who=said.changed_by or ("supervisor",),
    )


def _foreign(where: str, zh: str, en: str, known: Iterable[str]) -> BadInput:
    listed = "、".join(sorted(known)) or "无"
    return BadInput(
        where, Words(zh=zh, en=en), Words(zh=f"可用：{listed}。", en=f"There are: {', '.join(sorted(known))}.")
    )
