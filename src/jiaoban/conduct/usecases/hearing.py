"""Hearing the person, finding facts, appeals and the ruling on them."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from jiaoban.conduct import acts
from jiaoban.conduct.rules import deciding, hearing
from jiaoban.conduct.rules.explaining import shown_in
from jiaoban.conduct.rules.recording import value_of
from jiaoban.conduct.usecases.around import OfCase, found, of_case, of_own_case, ruled, seen
from jiaoban.conduct.usecases.choosing import chosen
from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import Ref, Text
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.verbs import Context, Decision, verb
from jiaoban.kernel.words import Words


class Answer(OfCase):
    """What the person says about their case."""

    text: Text = Field(title="情况说明 Answer")


class DeclineToAnswer(OfCase):
    """The person says nothing about their case."""


class Find(OfCase):
    """A fact of the case: what it is, and on what that rests."""

    fact: Ref = Field(title="情况 Fact")
    value: Annotated[str, Field(min_length=1, max_length=60)] = Field(title="值 Value")
    reason: Text = Field(title="依据 What it rests on")


class Appeal(OfCase):
    """Why the decision is not right, in the words of the person concerned."""

    text: Text = Field(title="申诉理由 Why")


class RuleAppeal(OfCase):
    """The ruling on an appeal. CHANGED: a milder `step` (0: nothing follows) or a smaller `figure`."""

    outcome: Literal["UPHELD", "CHANGED", "ANNULLED"] = Field(title="裁定 Ruling")
    reason: Text = Field(title="理由 Reason")
    step: int | None = Field(default=None, title="改为第几级 Step")
    figure: Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)] | None = Field(
        default=None, title="改为数额 Figure"
    )


@verb("conduct.answer", right=Right.READ, scope="site")
def answer(context: Context, args: Answer) -> Decision:
    """Say what one has to say about one's own case before it is decided."""
    one = found(context, args, own=True)
    hearing.need_own(one, context.actor.person)
    hearing.need_unanswered(one)
    return of_own_case(one, acts.Answered(matter=one.matter, person=one.person, text=args.text))


@verb("conduct.decline_to_answer", right=Right.READ, scope="site")
def decline_to_answer(context: Context, args: DeclineToAnswer) -> Decision:
    """Say that one does not answer; it can be decided then."""
    one = found(context, args, own=True)
    hearing.need_own(one, context.actor.person)
    hearing.need_unanswered(one)
    return of_own_case(one, acts.Answered(matter=one.matter, person=one.person, declined=True))


@verb("conduct.find", right=Right.SUPERVISE)
def find(context: Context, args: Find) -> Decision:
    """Record what was found of a case: a fact that its ladder asks for."""
    one = found(context, args)
    deciding.need_standing(one)
    _, ladder = ruled(seen(context, one))
    deciding.need_other_than(one, context.actor.person, ladder.clause)
    fact = ladder.fact(args.fact)
    if fact is None:
        known = "、".join(each.id for each in ladder.facts) or "—"
        raise BadInput(
            "fact",
            Words(zh=f"这一条没有「{args.fact}」这项事实。", en=f"The ladder knows no fact {args.fact!r}."),
            Words(zh=f"可选：{known}。", en=f"There are: {known}."),
        )
    value = value_of(fact, args.value, "value")
    return of_case(one, acts.Found(matter=one.matter, person=one.person, fact=fact.id, value=value, reason=args.reason))


@verb("conduct.appeal", right=Right.READ, scope="site")
def appeal(context: Context, args: Appeal) -> Decision:
    """Appeal against the decision of one's own case."""
    one = found(context, args, own=True)
    hearing.need_own(one, context.actor.person)
    said, ladder = ruled(seen(context, one))
    last = deciding.need_decided(one)
    until = shown_in(context.place.zone)(deciding.appeal_until(last, said.appeal_within))
    hearing.need_appealable(one, said.appeal_within, context.now, until, ladder.clause)
    return of_own_case(one, acts.Appealed(matter=one.matter, person=one.person, text=args.text))


@verb("conduct.rule_appeal", right=Right.OVERSEE)
def rule_appeal(context: Context, args: RuleAppeal) -> Decision:
    """Rule on an appeal: uphold the decision, make it milder, or annul it."""
    one = found(context, args)
    hearing.need_appealed(one)
    stands = seen(context, one)
    _, ladder = ruled(stands)
    hearing.need_impartial(one, context.actor.person, ladder.clause)
    last = one.decision
    assert last is not None
    step, measures = last.step, tuple(acts.Taken(**each.model_dump()) for each in last.measures)
    other = args.step is not None or args.figure is not None
    if other != (args.outcome == "CHANGED"):
        raise BadInput(
            "outcome",
            Words(zh="裁定与所填的级数、数额不符。", en="The ruling and the step or figure do not go together."),
            Words(
                zh="改轻的写级数或数额；维持、取消的不写。",
                en="Give a step or figure with CHANGED, and with that alone.",
            ),
        )
    if args.outcome == "CHANGED":
        lower = args.step if args.step != last.step else None
        if lower is None and args.figure is None:
            hearing.need_milder_than_decided(last.step, last, ())
        elif lower is not None:
            proposed = stands.stands
            assert proposed is not None
            hearing.need_milder_than_decided(lower, last, hearing.milder_steps(proposed.steps, last))
        step, measures = chosen(stands, lower, args.figure, last)
        hearing.need_no_more(measures, last)
    elif args.outcome == "ANNULLED":
        step, measures = 0, ()
    ruling = acts.AppealRuled(
        matter=one.matter,
        person=one.person,
        outcome=args.outcome,
        step=step,
        measures=measures,
        reason=args.reason,
    )
    return of_case(one, ruling)
