"""What a change to a roster breaks that was whole before, and what the regime does about it. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from jiaoban.kernel.months import month_after
from jiaoban.kernel.refusal import Reason
from jiaoban.kernel.words import Words
from jiaoban.regime.rostering import RosterRule
from jiaoban.roster.checking import DAY, WEEK, Violation, Window
from jiaoban.roster.wording import Names, joined

AHEAD = 62 * DAY
"""So far a change that holds from a day on is looked at: two months, in which a cycle has met every weekday."""
SHOWN = 3
"""Violations of one rule that a refusal tells; the others are counted."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of looking at a change: the reasons to refuse it, and what it breaks although it may be done."""

    reasons: tuple[Reason, ...] = ()
    broken: tuple[Violation, ...] = ()

    def kept(self, despite: str) -> str:
        """Return a reason given for breaking rules as the book keeps it: where nothing breaks there is none."""
        return despite if self.broken else ""

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that the change breaks, in the order of the rules."""
        return tuple(dict.fromkeys(one.clause for one in self.broken if one.clause))

    def and_(self, other: "Judgement") -> "Judgement":
        """Return what both say."""
        return Judgement((*self.reasons, *other.reasons), (*self.broken, *other.broken))


def window_for(rules: Iterable[RosterRule], first: date, last: date | None = None) -> Window:
    """Return the days to look at for a change on the days `first` to `last`; without a last day it holds on.

    The weeks (and months, where a rule counts by months) around them, and as many days as a row may have.
    """
    wanted = list(rules)
    rows = [one.at_most for one in wanted if one.kind == "days-in-row" and isinstance(one.at_most, int)]
    margin = max([WEEK, *rows]) * DAY + DAY
    begin, end = first - margin, (last or first + AHEAD) + margin
    if any(one.period == "month" and one.kind == "rest-days" for one in wanted):
        begin, end = begin.replace(day=1), month_after(end)
    return Window(begin - begin.weekday() * DAY, end + (WEEK - end.weekday()) * DAY)


def worse(before: Iterable[Violation], after: Iterable[Violation]) -> list[Violation]:
    """Return what a change breaks: what was not broken before, or not as badly."""
    known: dict[tuple[str, str], list[Violation]] = {}
    for one in before:
        known.setdefault((one.rule.id, one.about), []).append(one)
    return [one for one in after if not any(old.covers(one) for old in known.get((one.rule.id, one.about), ()))]


def judge(broken: Sequence[Violation], despite: str, names: Names, lifts: Callable[[RosterRule], bool]) -> Judgement:
    """Return what the regime says to a change that breaks rules. `despite`: why it must be, '' for no reason given;
    `lifts(rule)`: whether whoever makes the change may do so against a hard rule."""
    by_rule: dict[tuple[str, str], list[Violation]] = {}
    for one in broken:
        by_rule.setdefault((one.rule.id, one.clause), []).append(one)
    reasons = [
        _reason(found, names)
        for found in by_rule.values()
        if not despite or (found[0].rule.hard and not lifts(found[0].rule))
    ]
    return Judgement(tuple(reasons), tuple(broken))


def _reason(found: Sequence[Violation], names: Names) -> Reason:
    rule, more = found[0].rule, len(found) - SHOWN
    told = [one.says for one in found[:SHOWN]]
    if more > 0:
        told.append(Words(zh=f"还有{more}处。", en=f"And {more} more."))
    why = Words(zh=f"违反「{rule.title.zh}」：", en=f'It breaks the rule "{rule.title.in_("en")}":')
    people = dict.fromkeys(names.person(key) for one in found for key in one.people)
    return Reason(
        code=rule.id,
        clause=found[0].clause,
        why=joined([why, *told]),
        lifts=LIFTED_BY_SOME if rule.hard and rule.lifted_by else HARD if rule.hard else WITH_A_REASON,
        who=rule.lifted_by if rule.hard else (),
        names=tuple(people),
    )


HARD = Words(zh="请改排，这一条不能违反。", en="Plan it otherwise; this rule may not be broken.")
LIFTED_BY_SOME = Words(
    zh="请改排；确需如此的，由有权的人写明原因后再排。",
    en="Plan it otherwise; where it must be, whoever may lift the rule does it and says why.",
)
WITH_A_REASON = Words(
    zh="请改排；确需如此的，写明原因后再排。", en="Plan it otherwise; where it must be, say why and do it again."
)
