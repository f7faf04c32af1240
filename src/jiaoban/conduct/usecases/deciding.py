"""Deciding a case, revising a decision, withdrawing a case. Nothing is ever decided by the program."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from jiaoban.conduct import acts, queries
from jiaoban.conduct.queries import Seen
from jiaoban.conduct.rules import deciding, hearing
from jiaoban.conduct.rules.explaining import shown_in
from jiaoban.conduct.rules.standing import CaseStanding
from jiaoban.conduct.tables import BreachCase
from jiaoban.conduct.usecases.around import OfCase, found, heads, of_case, ruled, seen
from jiaoban.conduct.usecases.choosing import chosen
from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import MaybeText, Text
from jiaoban.kernel.verbs import Context, Decision, verb

Figure = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]


class Decide(OfCase):
    """The decision: as the ladder names it, unless a milder `step` (0: nothing follows) or a smaller `figure` is given,
    with the reason. `nth`: which time it was for whoever decides; declined when it is another by now."""

    step: int | None = Field(default=None, title="改为第几级 Step")
    figure: Figure | None = Field(default=None, title="改为数额 Figure")
    reason: MaybeText = Field(default="", title="原因 Reason")
    nth: int | None = Field(default=None, title="第几次 Which time")


class Revise(OfCase):
    """Another decision: as the ladder names it now, or a milder one, with the reason."""

    step: int | None = Field(default=None, title="改为第几级 Step")
    figure: Figure | None = Field(default=None, title="改为数额 Figure")
    reason: Text = Field(title="更改的原因 Reason")
    nth: int | None = Field(default=None, title="第几次 Which time")


class Withdraw(OfCase):
    """Why the case is withdrawn."""

    reason: Text = Field(title="撤销的原因 Reason")


@verb("conduct.decide", right=Right.SUPERVISE)
def decide(context: Context, args: Decide) -> Decision:
    """Decide a case: the step that the regime names for it, or a milder one with the reason."""
    one = found(context, args)
    deciding.need_open(one)
    stands = seen(context, one)
    said, ladder = ruled(stands)
    until = shown_in(context.place.zone)(deciding.answer_until(one, said.answer_within))
    deciding.need_heard(one, said.answer_within, context.now, until, ladder.clause)
    step, measures = _taken(context, stands, args)
    proposed = stands.stands
    assert proposed is not None
    deviates = (step, measures) != chosen(stands, None, None)
    deciding.need_reason(args.reason, deviates=deviates or not proposed.steps)
    deciding.need_reason_without_ground(
        args.reason, shown=queries.still_shown(context.book, context.place, context.packs, one, context.now)
    )
    return of_case(one, acts.Decided(**_told(one, proposed, step, measures), reason=args.reason))


@verb("conduct.revise", right=Right.SUPERVISE)
def revise(context: Context, args: Revise) -> Decision:
    """Replace a decision, because facts came late or it was wrong."""
    one = found(context, args)
    deciding.need_decided(one)
    stands = seen(context, one)
    _, ladder = ruled(stands)
    hearing.need_after_ruling(one, heads=heads(context), clause=ladder.clause)
    step, measures = _taken(context, stands, args)
    proposed = stands.stands
    assert proposed is not None
    return of_case(one, acts.Revised(**_told(one, proposed, step, measures), reason=args.reason))


@verb("conduct.withdraw", right=Right.SUPERVISE)
def withdraw(context: Context, args: Withdraw) -> Decision:
    """Withdraw a case: it no longer counts."""
    one = found(context, args)
    deciding.need_standing(one)
    deciding.need_other_than(one, context.actor.person, one.clause)
    hearing.need_after_ruling(one, heads=heads(context), clause=one.clause)
    return of_case(one, acts.Withdrawn(matter=one.matter, person=one.person, reason=args.reason))


def _told(one: BreachCase, proposed: CaseStanding, step: int, measures: tuple[acts.Taken, ...]) -> dict[str, Any]:
    """Return what the act of a decision says: what the ladder names, and what was decided."""
    return {
        "matter": one.matter,
        "person": one.person,
        "nth": proposed.nth,
        "proposed": proposed.step,
        "step": step,
        "measures": measures,
    }


def _taken(context: Context, one: Seen, args: Decide | Revise) -> tuple[int, tuple[acts.Taken, ...]]:
    """Return the step and measures of a decision, once everything that stands in its way is out of it."""
    _, ladder = ruled(one)
    stands = one.stands
    assert stands is not None
    deciding.need_other_than(one.case, context.actor.person, ladder.clause)
    deciding.need_counting(stands, one.case.key, ladder.clause)
    shown = shown_in(context.place.zone)
    days = [shown(each.happened_at) for each in stands.undecided]
    deciding.need_in_turn(stands, one.case.key, days, ladder.clause)
    deciding.need_seen(args.nth, stands, one.case.key)
    if args.step is not None:
        deciding.need_milder(args.step, stands.step)
    deciding.need_decider(stands.rung, heads=heads(context), about=one.case.key, clause=ladder.clause)
    return chosen(one, args.step, args.figure)
