"""The verbs by which a supervisor records what they observed of somebody's conduct."""

from pydantic import Field

from jiaoban.duty import acts, queries
from jiaoban.duty.ruled import duties_at
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import Ref, Text
from jiaoban.kernel.refusal import BadInput, Declined, NotFound, Reason
from jiaoban.kernel.verbs import Args, Context, Decision, plain, verb
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org
from jiaoban.regime.everyday import ConductRule


class Observe(Args):
    """What was observed, of whom, against which rule of conduct; `good`: it was done well, else it can be better."""

    person: Ref = Field(title="人员 Person")
    conduct: Ref = Field(title="哪一条 Rule of conduct")
    good: bool = Field(title="评价 Judgement")
    text: Text = Field(title="看到的情况 What was observed")


class WithdrawObservation(Args):
    """Which observation does not stand, and why."""

    observation: Ref = Field(title="记录 Observation")
    reason: Text = Field(title="原因 Reason")


@verb("duty.observe", right=Right.SUPERVISE)
def observe(context: Context, args: Observe) -> Decision:
    """Record what one observed of somebody's conduct, good or bad; only the person and their supervisors see it."""
    rule = _rule(context, args.conduct)
    person = org.member(context.book, args.person)
    _need_other_than(
        context,
        person.key,
        person.key,
        Words(zh="不能给自己记行为观察。", en="Nobody records an observation of themselves."),
        Words(zh="请由另一位主管记录。", en="Have another supervisor do it."),
    )
    if not org.as_actor(context.book.site, person).may(Right.WORK, context.place.post):
        raise NotFound(f"person {person.key} at {context.place.post}", "person")
    observed = acts.Observed(
        observation=context.command,
        person=person.key,
        conduct=rule.id,
        title=rule.title,
        good=args.good,
        text=args.text,
    )
    return [Proposed(observed, clauses=(rule.clause,))]


@verb("duty.withdraw_observation", right=Right.SUPERVISE)
def withdraw_observation(context: Context, args: WithdrawObservation) -> Decision:
    """Withdraw an observation, with the reason; it stays in the book."""
    one = queries.observation(context.book, args.observation)
    if one is None or one.post != context.place.post:
        raise NotFound(f"observation {args.observation}", "observation")
    _need_other_than(
        context,
        one.person,
        one.key,
        Words(zh="不能撤回别人对自己的行为观察。", en="Nobody withdraws an observation of themselves."),
        Words(zh="请由另一位主管撤回。", en="Have another supervisor do it."),
    )
    if one.withdrawn_at is not None:
        raise Declined(
            plain("withdrawn", "这条记录已经撤回。", "This observation was withdrawn.", "无需重复。", "No need to."),
            about=one.key,
            conflict=True,
        )
    gone = acts.ObservationWithdrawn(observation=one.key, reason=args.reason)
    return [Proposed(gone, clauses=(one.clause,) if one.clause else ())]


def _rule(context: Context, key: str) -> ConductRule:
    duties = duties_at(context.place, context.packs)
    known = {one.id: one for one in duties.conduct} if duties else {}
    if key not in known:
        names = list(known)
        raise BadInput(
            "conduct",
            Words(zh=f"制度里没有行为规范「{key}」。", en=f"The regime has no rule of conduct {key!r}."),
            Words(
                zh=f"应为其中之一：{'、'.join(names) or '无'}。",
                en=f"It should be one of {', '.join(names) or 'none'}.",
            ),
        )
    return known[key]


def _need_other_than(context: Context, person: str, about: str, why: Words, lifts: Words) -> None:
    """Decline what somebody would record, or undo, of themselves."""
    if person != context.actor.person:
        return
    raise Declined(Reason(code="oneself", why=why, lifts=lifts, who=("supervisor",)), about=about)
