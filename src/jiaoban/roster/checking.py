"""What in a roster breaks the rules that a regime has for rosters (`regime/rostering.py`). Pure.

Rules about people look at everything that a person is due on at the site, in the order of time; shifts that run at one
moment are held together and count once. A shift belongs to the local day on which it begins, with all its hours.
Lengths of time are those that pass, also where the clocks change.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, groupby, pairwise

from jiaoban.kernel.months import month_after
from jiaoban.kernel.words import Words
from jiaoban.regime.pack import Pack
from jiaoban.regime.roster_words import hours as said_span
from jiaoban.regime.rostering import RosterRule
from jiaoban.regime.standing import Complement
from jiaoban.roster.rules import Turn
from jiaoban.roster.stints import Stint
from jiaoban.roster.wording import Names, counted, said_days

DAY = timedelta(days=1)
WEEK = 7
NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that is broken: by whom (a person, or a shift of a post that lacks people), on which days, by how much.

    `excess` compares two violations of one rule: seconds, days or people, the more the worse.
    """

    rule: RosterRule
    clause: str
    about: str
    first: date
    last: date
    excess: float
    says: Words
    people: tuple[str, ...] = ()
    post: str = ""

    def covers(self, other: "Violation") -> bool:
        """Say whether this one was there already when the other came: the same rule, about the same, at the same time,
        and as bad."""
        return (
            (self.rule.id, self.about) == (other.rule.id, other.about)
            and self.first <= other.last
            and other.first <= self.last
            and self.excess >= other.excess
        )


@dataclass(frozen=True, slots=True)
class Window:
    """The local days `first <= day < after` that are looked at. Weeks and months count that lie in it wholly."""

    first: date
    after: date

    def weeks(self) -> Iterator[tuple[date, date]]:
        """Yield the first day and the day after of every week, Monday to Sunday."""
        monday = self.first + timedelta(days=-self.first.weekday() % WEEK)
        while monday + WEEK * DAY <= self.after:
            yield monday, monday + WEEK * DAY
            monday += WEEK * DAY

    def months(self) -> Iterator[tuple[date, date]]:
        """Yield the first day and the day after of every month."""
        begin = self.first if self.first.day == 1 else month_after(self.first)
        while month_after(begin) <= self.after:
            yield begin, month_after(begin)
            begin = month_after(begin)


Found = Iterator[Violation]
Check = Callable[[RosterRule, Sequence[Stint], Window, Names], Found]


def violations(
    rules: Iterable[RosterRule], stints: Iterable[Stint], window: Window, names: Names, people: Iterable[str] = ()
) -> list[Violation]:
    """Return what people's shifts break, rule by rule and person by person. `people` are looked at although they stand
    no shift at all."""
    by_person: dict[str, list[Stint]] = {one: [] for one in people}
    for one in sorted(set(stints), key=lambda one: (one.begins_at, one.ends_at, one.post, one.shift_code)):
        by_person.setdefault(one.person, []).append(one)
    return [
        found
        for rule in rules
        if rule.kind in CHECKS
        for person in sorted(by_person)
        for found in CHECKS[rule.kind](rule, by_person[person], window, names)
    ]


def shortages(
    rule: RosterRule,
    needs: Iterable[Complement],
    turns: Iterable[Turn],
    holds: Callable[[str, Turn], set[str]],
    names: Names,
) -> Found:
    """Yield the shifts that are stood by fewer people than the regime asks for. `holds(person, turn)`: what a person
    holds that is valid in all of the shift. A shift that nobody is due on at all is no business of this rule."""
    wanted = list(needs)
    for turn in turns:
        if not turn.people or not _within(rule, turn.post, turn.shift.code):
            continue
        for need in wanted:
            if not applies(need, turn):
                continue
            have = sum(not need.holds or bool(holds(one, turn) & set(need.holds)) for one in turn.people)
            if have < need.at_least:
                yield _short(rule, need, turn, have, names)


def applies(need: Complement, turn: Turn) -> bool:
    """Say whether a demand for people speaks of a shift."""
    return (not need.shifts or turn.shift.code in need.shifts) and (not need.posts or turn.post in need.posts)


def _short(rule: RosterRule, need: Complement, turn: Turn, have: int, names: Names) -> Violation:
    at, title = names.shift(turn.post, turn.shift.code, turn.shift.day), need.title
    says = Words(
        zh=f"{at.zh}「{title.zh}」只排了{have}人，要{need.at_least}人。",
        en=f'{_capital(at.en)} has {have} of {need.at_least} people for "{title.in_("en")}".',
    )
    return Violation(
        rule, need.clause, f"{turn.post}.{turn.shift.key}.{need.id}", turn.shift.day, turn.shift.day,
        need.at_least - have, says, turn.people, turn.post,
    )  # fmt: skip


def needs_of(pack: Pack) -> list[Complement]:
    """Return the people that a handover asks for whatever happens: those that no condition hangs on."""
    return [one for one in pack.handover.complement if one.when is None]


def of_this(one: Stint, rule: RosterRule) -> bool:
    """Say whether a rule speaks of a shift."""
    return _within(rule, one.post, one.shift_code)


def _within(rule: RosterRule, post: str, shift: str) -> bool:
    return (not rule.posts or post in rule.posts) and (not rule.shifts or shift in rule.shifts)


def blocks(stints: Iterable[Stint]) -> list[list[Stint]]:
    """Return shifts in the order of time, those together that run without a break between them."""
    found: list[list[Stint]] = []
    ends_at = None
    for one in stints:
        if ends_at is not None and one.begins_at <= ends_at:
            found[-1].append(one)
            ends_at = max(ends_at, one.ends_at)
        else:
            found.append([one])
            ends_at = one.ends_at
    return found


def lasting(stints: Iterable[Stint]) -> timedelta:
    """Return how long shifts are together, what runs at one moment counted once. They come in the order of time."""
    total, until = NOTHING, None
    for one in stints:
        begin = one.begins_at if until is None else max(one.begins_at, until)
        if one.ends_at > begin:
            total += one.ends_at - begin
            until = one.ends_at
    return total


def _rest_between(rule: RosterRule, stints: Sequence[Stint], _window: Window, names: Names) -> Found:
    wanted = length(rule.at_least)
    before: Stint | None = None
    for one in stints:
        if before is not None and before.ends_at <= one.begins_at < before.ends_at + wanted and of_this(one, rule):
            rest = one.begins_at - before.ends_at
            first, then, had, least = names.stint(before), names.stint(one), said_span(rest), said_span(wanted)
            who = names.person(one.person)
            says = Words(
                zh=f"{who}在{first.zh}和{then.zh}之间休息{had.zh}，少于{least.zh}。",
                en=f"{who} rests {had.en} between {first.en} and {then.en}, less than {least.en}.",
            )
            yield _of_person(rule, (before, one), (wanted - rest).total_seconds(), says)
        if before is None or one.ends_at > before.ends_at:
            before = one


def _hours_in_row(rule: RosterRule, stints: Sequence[Stint], _window: Window, names: Names) -> Found:
    most = length(rule.at_most)
    for block in blocks(stints):
        row = max(one.ends_at for one in block) - block[0].begins_at
        if row > most and any(of_this(one, rule) for one in block):
            who, had, limit = names.person(block[0].person), said_span(row), said_span(most)
            first, then = names.stint(block[0]), names.stint(block[-1])
            upto = Words(zh="") if len(block) == 1 else Words(zh=f"到{then.zh}", en=f" to {then.en}")
            says = Words(
                zh=f"{who}从{first.zh}{upto.zh}连续{had.zh}，超过{limit.zh}。",
                en=f"{who} is on for {had.en} without a break, from {first.en}{upto.en}, more than {limit.en}.",
            )
            yield _of_person(rule, block, (row - most).total_seconds(), says)


def _hours_in_week(rule: RosterRule, stints: Sequence[Stint], window: Window, names: Names) -> Found:
    most = length(rule.at_most)
    for monday, after in window.weeks():
        of_week = [one for one in stints if monday <= one.day < after and of_this(one, rule)]
        had = lasting(of_week)
        if had > most:
            who, days, hours, limit = names.person(of_week[0].person), _week(monday), said_span(had), said_span(most)
            says = Words(
                zh=f"{who}在{days.zh}这一周排了{hours.zh}，超过{limit.zh}。",
                en=f"{who} has {hours.en} in the week of {days.en}, more than {limit.en}.",
            )
            yield _in_days(rule, of_week[0].person, monday, after, (had - most).total_seconds(), says)


def _days_in_row(rule: RosterRule, stints: Sequence[Stint], _window: Window, names: Names) -> Found:
    most = number(rule.at_most)
    days = sorted({one.day for one in stints if of_this(one, rule)})
    for _, run in groupby(enumerate(days), key=lambda one: one[1] - one[0] * DAY):
        row = [day for _, day in run]
        if len(row) > most:
            who, when = names.person(stints[0].person), said_days(row[0], row[-1])
            says = Words(
                zh=f"{who}在{when.zh}连续{len(row)}天有班，超过{most}天。",
                en=f"{who} has shifts on {len(row)} days in a row, {when.en}, more than {most}.",
            )
            yield _in_days(rule, stints[0].person, row[0], row[-1] + DAY, len(row) - most, says)


def _rest_days(rule: RosterRule, stints: Sequence[Stint], window: Window, names: Names) -> Found:
    least = number(rule.at_least)
    busy = {one.day for one in stints if of_this(one, rule)}
    if not busy:
        return
    for first, after in window.months() if rule.period == "month" else window.weeks():
        free = (after - first).days - sum(first <= day < after for day in busy)
        if free < least:
            who, days = names.person(stints[0].person), said_days(first, after - DAY)
            had = counted(free, "天", "day")
            says = Words(
                zh=f"{who}在{days.zh}休息{had.zh}，少于{least}天。",
                en=f"{who} has {had.en} of rest in {days.en}, less than {least}.",
            )
            yield _in_days(rule, stints[0].person, first, after, least - free, says)


def _one_shift_a_day(rule: RosterRule, stints: Sequence[Stint], _window: Window, names: Names) -> Found:
    for day, of_day in groupby(
        sorted((one for one in stints if of_this(one, rule)), key=lambda one: one.day), key=lambda one: one.day
    ):
        apart: list[Stint] = []
        for one in of_day:
            if not any(one.meets(other) for other in apart):
                apart.append(one)
        if len(apart) > 1:
            who, shifts = names.person(apart[0].person), [names.stint(one) for one in apart]
            says = Words(
                zh=f"{who}一天有{len(apart)}个班：{'、'.join(one.zh for one in shifts)}。",
                en=f"{who} has {len(apart)} shifts on one day: {', '.join(one.en for one in shifts)}.",
            )
            yield _in_days(rule, apart[0].person, day, day + DAY, len(apart) - 1, says)


def _no_follow(rule: RosterRule, stints: Sequence[Stint], _window: Window, names: Names) -> Found:
    for before, one in pairwise(stints):
        follows = before.ends_at <= one.begins_at and one.day - before.day <= DAY and of_this(one, rule)
        named = (not rule.after or before.shift_code in rule.after) and (not rule.not_ or one.shift_code in rule.not_)
        if follows and named:
            who, first, then = names.person(one.person), names.stint(before), names.stint(one)
            says = Words(zh=f"{who}上完{first.zh}又接{then.zh}。", en=f"{who} has {then.en} right after {first.en}.")
            yield _of_person(rule, (before, one), 1, says)


def _one_place(rule: RosterRule, stints: Sequence[Stint], _window: Window, names: Names) -> Found:
    for one, other in combinations(stints, 2):
        if one.post == other.post or not one.meets(other) or not (of_this(one, rule) or of_this(other, rule)):
            continue
        if any({one.post, other.post} <= set(group) for group in rule.allow):
            continue
        who, first, then = names.person(one.person), names.stint(one), names.stint(other)
        both = min(one.ends_at, other.ends_at) - max(one.begins_at, other.begins_at)
        length_ = said_span(both)
        says = Words(
            zh=f"{who}有{length_.zh}要同时在两处：{first.zh}和{then.zh}。",
            en=f"{who} would be in two places at once for {length_.en}: {first.en} and {then.en}.",
        )
        yield _of_person(rule, (one, other), both.total_seconds(), says)


CHECKS: Mapping[str, Check] = {
    "rest-between": _rest_between,
    "hours-in-row": _hours_in_row,
    "hours-in-week": _hours_in_week,
    "days-in-row": _days_in_row,
    "rest-days": _rest_days,
    "one-shift-a-day": _one_shift_a_day,
    "no-follow": _no_follow,
    "one-place": _one_place,
}
"""The rules about people. `complement` looks at shifts (`shortages`), `use-up` at a month (`resting.py`)."""


def length(figure: object) -> timedelta:
    """Return a figure of a rule that is a length of time; the static checks of packs see to it that it is one."""
    assert isinstance(figure, timedelta)
    return figure


def number(figure: object) -> int:
    """Return a figure of a rule that is a number."""
    assert isinstance(figure, int)
    return figure


def _of_person(rule: RosterRule, stints: Sequence[Stint], excess: float, says: Words) -> Violation:
    days = [one.day for one in stints]
    return Violation(
        rule, rule.clause, stints[0].person, min(days), max(days), excess, says, (stints[0].person,), stints[-1].post
    )


def _in_days(rule: RosterRule, person: str, first: date, after: date, excess: float, says: Words) -> Violation:
    return Violation(rule, rule.clause, person, first, after - DAY, excess, says, (person,))


def _week(monday: date) -> Words:
    return said_days(monday, monday + (WEEK - 1) * DAY)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
