"""What the rules of a regime for rosters mean for a problem: the same figures, over the days that are filled. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jiaoban.kernel.months import month_after
from jiaoban.kernel.words import Words
from jiaoban.regime.roster_words import in_words
from jiaoban.regime.rostering import RosterRule
from jiaoban.roster.checking import Window, length, number
from jiaoban.roster.proposing import problem as asked
from jiaoban.roster.proposing.problem import DAY, Rule, Span

TOGETHER = Words(zh="一人同一时间只上一个班", en="Nobody is on two shifts at once")
ONE_A_DAY = Words(
    zh="一人一天只上一个班（制度没有规定休息，按常理）", en="One shift a day (plain sense; the regime says nothing)"
)
PLAIN_REST = Words(
    zh="两班之间至少休息8小时（制度没有规定休息，按常理）",
    en="At least 8 h between two shifts (plain sense; the regime says nothing)",
)
RESTING = frozenset({"rest-between", "hours-in-row", "one-shift-a-day", "no-follow"})
"""Kinds of rules by which a regime says how people rest between shifts."""
SUNDAY = 6
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Over:
    """The days that are filled (`first <= day < after`), the post, and the days around them that are known."""

    first: date
    after: date
    post: str
    window: Window

    def weeks(self) -> tuple[Span, ...]:
        """Return the weeks, Monday to Sunday, that the filled days touch."""
        return self._touched(self.window.weeks())

    def months(self) -> tuple[Span, ...]:
        """Return the months that the filled days touch."""
        begin = self.first.replace(day=1)
        return self._touched([(begin, month_after(begin))])

    def _touched(self, spans: Iterable[tuple[date, date]]) -> tuple[Span, ...]:
        touched = (Span(first=one, after=end) for one, end in spans)
        return tuple(one for one in touched if one.first < self.after and self.first < one.after)


def limits(rules: Iterable[RosterRule], over: Over) -> Iterator[Rule]:
    """Return the rules of a regime about people as rules of a problem; whatever it says, nobody is on two shifts at
    once, except where it allows two posts. Where it says nothing of rest, plain sense does."""
    listed = list(rules)
    for rule in listed:
        if rule.kind in _MADE:
            yield _MADE[rule.kind](rule, _told(rule, over), over)
    if not any(rule.kind == "one-place" for rule in listed):
        yield asked.Together(id="together", title=TOGETHER)
    if not any(rule.kind in RESTING for rule in listed):
        yield asked.OneADay(id="plain-day", title=ONE_A_DAY)
        yield asked.Rest(id="plain-rest", title=PLAIN_REST, at_least=8 * HOUR)


def _told(rule: RosterRule, over: Over) -> dict[str, Any]:
    posts = tuple("" if one == over.post else one for one in rule.posts)
    return {
        "id": rule.id,
        "clause": rule.clause,
        "title": rule.title,
        "says": in_words(rule),
        "posts": posts,
        "shifts": rule.shifts,
    }


def _together(rule: RosterRule, told: dict[str, Any], over: Over) -> Rule:
    allow = tuple(tuple("" if one == over.post else one for one in group) for group in rule.allow)
    return asked.Together(allow=allow, **{**told, "posts": (), "shifts": ()})


def _rest_days(rule: RosterRule, told: dict[str, Any], over: Over) -> Rule:
    within = over.months() if rule.period == "month" else over.weeks()
    return asked.RestDays(at_least=number(rule.at_least), within=within, **told)


def _use_up(rule: RosterRule, told: dict[str, Any], over: Over) -> Rule:
    """So many rest days for every week that ends in the month, anywhere in it."""
    (month,) = over.months()
    days = (month.first + n * DAY for n in range((month.after - month.first).days))
    weeks = sum(day.weekday() == SUNDAY for day in days)
    return asked.RestDays(at_least=number(rule.at_least) * weeks, within=(month,), **told)


_MADE: Mapping[str, Callable[[RosterRule, dict[str, Any], Over], Rule]] = {
    "one-place": _together,
    "rest-between": lambda rule, told, _: asked.Rest(at_least=length(rule.at_least), **told),
    "hours-in-row": lambda rule, told, _: asked.HoursInRow(at_most=length(rule.at_most), **told),
    "hours-in-week": lambda rule, told, over: asked.Hours(at_most=length(rule.at_most), within=over.weeks(), **told),
    "days-in-row": lambda rule, told, _: asked.DaysInRow(at_most=number(rule.at_most), **told),
    "one-shift-a-day": lambda rule, told, _: asked.OneADay(**told),
    "no-follow": lambda rule, told, _: asked.NoFollow(after=rule.after, never=rule.not_, **told),
    "rest-days": _rest_days,
    "use-up": _use_up,
}
"""`complement` asks for people of shifts: see `asking`."""
