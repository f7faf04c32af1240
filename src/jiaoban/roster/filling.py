"""Wishes for a roster, and many shifts filled at once: what a proposal comes to when somebody takes it."""

from operator import not_
from typing import Literal

from pydantic import Field

from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybePhrase
from jiaoban.kernel.refusal import Declined, NotFound, Reason
from jiaoban.kernel.shifts import Shift
from jiaoban.kernel.verbs import Args, Context, Decision, plain, refuse, verb
from jiaoban.org import queries as org
from jiaoban.org.args import Code, Day
from jiaoban.org.args import Reason as Why
from jiaoban.roster import acts, checked, queries, rules, wishes
from jiaoban.roster.args import DESPITE, Despite, MaybeShift, ShiftCode
from jiaoban.roster.rules import Plan
from jiaoban.roster.tables import Assignment

MOST_CELLS = 400
"""Shifts that are filled at once: a month has 31 days of a dozen shifts at most."""


class WishFor(Args):
    """What one wishes for a day. `shift`: '' is any shift of that day. `weight`: 1 would be nice, 2 matters, 3
    matters much."""

    day: Day = Field(title="日期 Day")
    wants: Literal["ON", "OFF"] = Field(title="意愿 Wish")
    shift: MaybeShift = Field(default="", title="班次 Shift")
    weight: int = Field(default=1, ge=1, le=3, title="要紧程度 How much it matters")
    note: MaybePhrase = Field(default="", title="说明 Note")


class DropWish(Args):
    """The day for which one wishes nothing any more."""

    day: Day = Field(title="日期 Day")


class Cell(Args):
    """One shift of one day with the people who are to stand it. `was`: who stood it when that was decided; it is
    refused when they have changed since."""

    day: Day
    shift: ShiftCode
    people: tuple[Code, ...] = Field(max_length=100)
    was: tuple[Code, ...] | None = Field(default=None, max_length=100)


class Fill(Args):
    """Shifts of a post and the people who stand them, all at once or none. `proposal`: the key of the proposal from
    which they come. `despite` as of a rotation."""

    cells: tuple[Cell, ...] = Field(min_length=1, max_length=MOST_CELLS, title="班次 Shifts")
    reason: Why = Field(title="原因 Reason")
    proposal: str = Field(default="", max_length=64, title="方案 Proposal", exclude_if=not_)
    despite: Despite = Field(default="", title=DESPITE, exclude_if=not_)


@verb("roster.wish", right=Right.WORK)
def wish(context: Context, said: WishFor) -> Decision:
    """Wish to stand a shift of a day, or not to; whoever proposes a roster takes it into account."""
    post = context.place.post
    reason = wishes.passed(said.day, org.local_day(context.book, context.now))
    if reason:
        return refuse("roster.wish", post, reason)
    if said.shift:
        rules.need_shift(said.shift, org.post(context.book, post).shifts_on(said.day, context.place.zone))
    wished = acts.Wished(
        post=post, day=said.day, shift=said.shift, wants=said.wants == "ON", weight=said.weight, note=said.note
    )
    return [Proposed(payload=wished)]


@verb("roster.drop_wish", right=Right.WORK)
def drop_wish(context: Context, said: DropWish) -> Decision:
    """Take back what one wished for a day."""
    post = context.place.post
    reason = wishes.passed(said.day, org.local_day(context.book, context.now))
    if reason:
        return refuse("roster.drop_wish", post, reason)
    if context.book.get(wishes.WISHES, wishes.wish_key(post, context.actor.person, said.day)) is None:
        raise NotFound(f"wish for {said.day}", "day")
    return [Proposed(payload=acts.WishDropped(post=post, day=said.day))]


@verb("roster.fill", right=Right.SUPERVISE)
def fill(context: Context, said: Fill) -> Decision:
    """Have many shifts stood by other people than those who stand them now, all at once."""
    post = context.place.post
    by_hand = checked.by_hand(context)
    if by_hand:
        return refuse("roster.fill", post, by_hand)
    first, last = min(one.day for one in said.cells), max(one.day for one in said.cells)
    plan = queries.plan(context.book, post, first, last + queries.DAY)
    _need_once(said)
    changed = [one for one in said.cells if _changes(context, plan, one)]
    if not changed:
        return refuse("roster.fill", post, NOTHING_CHANGES)
    told = {"reason": said.reason, "proposal": said.proposal}
    exceptions = [
        Assignment(post=post, day=one.day, shift=one.shift, people=one.people, by=context.actor.person, **told)
        for one in changed
    ]
    wanted = checked.Wish(min(one.day for one in changed), max(one.day for one in changed), said.despite)
    judged = checked.judged(context, wanted, checked.with_exception(plan, *exceptions))
    if judged.reasons:
        return refuse("roster.fill", post, *judged.reasons)
    despite = judged.kept(said.despite)
    return [
        Proposed(acts.ShiftAssigned(despite=despite, **one.model_dump(exclude={"by"})), clauses=judged.clauses)
        for one in exceptions
    ]


NOTHING_CHANGES = plain(
    "nothing-changes",
    "这些班次现在就是这样排的。",
    "These shifts are stood by just these people already.",
    "不用再做什么。",
    "There is nothing left to do.",
)


def _need_once(said: Fill) -> None:
    keys = [(one.day, one.shift) for one in said.cells]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise rules.twice("cells", *twice)


def _changes(context: Context, plan: Plan, cell: Cell) -> bool:
    """Say whether a cell changes anything; raises `Declined` where it cannot be filled (any more)."""
    rules.need_distinct(cell.people)
    shift = rules.need_shift(cell.shift, org.post(context.book, plan.post).shifts_on(cell.day, context.place.zone))
    now = plan.turn(shift).people
    if set(now) == set(cell.people):
        return False
    ended = rules.over(shift, context.now)
    if ended:
        raise Declined(ended, about=shift.key)
    if cell.was is not None and set(cell.was) != set(now):
        raise Declined(_moved_on(context, shift, now), about=shift.key, conflict=True)
    for key in cell.people:
        org.member(context.book, key)
    return True


def _moved_on(context: Context, shift: Shift, now: tuple[str, ...]) -> Reason:
    names = "、".join(org.member(context.book, key).name for key in now) or "—"
    return plain(
        "roster-moved-on",
        f"{shift.day} {shift.name.zh}在此期间已改由{names}值。",
        f"The {shift.name.in_('en')} of {shift.day} is stood by {names} since.",
        "请重新生成方案，再采用。",
        "Have it proposed again, and take that.",
    )
