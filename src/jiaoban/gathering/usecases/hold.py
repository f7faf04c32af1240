"""Holding a meeting: opened, who is there, what was reported, problems with proposals, closed."""

from typing import Annotated

from pydantic import Field

from jiaoban.gathering import acts, queries
from jiaoban.gathering.rules import holding
from jiaoban.gathering.usecases.announce import OfGathering
from jiaoban.gathering.usecases.known import chair, found, lead, one, own, part, rule_of, ruled
from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import MaybePhrase, MaybeRef, MaybeText, Moment, Ref, Text
from jiaoban.kernel.verbs import Args, Context, Decision, as_part, verb
from jiaoban.org import queries as org

People = Annotated[tuple[Ref, ...], Field(max_length=500)]


class Hold(Args):
    """A daily meeting of the regime."""

    meeting: Ref = Field(title="例会 Daily meeting")


class Arrive(OfGathering):
    """Who is present; without a name, oneself. `late`: that whom the host notes came late; of oneself the clock says
    it."""

    people: People = Field(default=(), title="到会的人 Present")
    late: bool = Field(default=False, title="迟到 Came late")


class Excuse(OfGathering):
    """Why somebody need not be there."""

    person: Ref = Field(title="人员 Person")
    reason: Text = Field(title="原因 Reason")


class Report(OfGathering):
    """What somebody reports; without a name, oneself. `topic`: one of those that the regime has for the meeting."""

    person: MaybeRef = Field(default="", title="汇报人 Who reports")
    topic: MaybeRef = Field(default="", title="汇报内容 Topic")
    text: Text = Field(title="汇报 Report")


class Minute(OfGathering):
    """Something that was said or decided."""

    text: Text = Field(title="记录 Minutes")


class RaiseProblem(OfGathering):
    """A problem and what its finder proposes. An empty proposal is not bad input but, where the regime wants one, a
    refusal."""

    problem: Text = Field(title="问题 Problem")
    proposal: MaybeText = Field(default="", title="解决建议 Proposal")


class FollowUp(OfGathering):
    """What is to be done after the meeting, by whom and until when."""

    what: Text = Field(title="事项 What")
    where: MaybePhrase = Field(default="", title="地点或对象 Where or whose")
    next_step: MaybeText = Field(default="", title="下一步 Next step")
    due_at: Moment = Field(title="完成时限 Due")
    owner: Ref = Field(title="跟进人 Who follows it")


class Close(OfGathering):
    """The meeting that ends; `reason`: why it went on longer than the regime has it."""

    reason: MaybeText = Field(default="", title="超时的原因 Why it took longer")


@verb("gathering.hold", right=Right.READ)
def hold(context: Context, args: Hold) -> Decision:
    """Open a daily meeting of the regime, at its minute or later on its day; the last one of a day also after midnight,
    until the next one is due."""
    part(context, "gathering.hold")
    said, place, now = ruled(context), context.place, context.now
    rule = holding.need_rule(queries.dailies(said, place.post), args.meeting, place.post)
    meant = queries.to_hold(context.book, place, said, rule, now)
    chair(context, day=meant.day)
    late = queries.lapsed(context.book, place, said, rule, now) if now < meant.begins_at else None
    holding.need_its_minute(rule, meant.begins_at, now, late, place.zone)
    holding.need_first(rule, [meant.held] if meant.held else [])
    expected = queries.expected(context.book, place, rule, meant.day)
    holding.need_somebody(rule, expected)
    held = acts.Held(
        gathering=context.command, rule=rule.id, title=rule.title, begins_at=meant.begins_at, expected=expected
    )
    return one(held, rule.clause)


@verb("gathering.arrive", right=Right.READ)
def arrive(context: Context, args: Arrive) -> Decision:
    """Note who is present: oneself, or whom the host sees."""
    part(context, "gathering.arrive")
    there = found(context, args.gathering)
    holding.need_going_on(there)
    people = tuple(dict.fromkeys(args.people)) or (context.actor.person,)
    own = people == (context.actor.person,)
    if not own:
        lead(context, there)
    for person in people:
        org.member(context.book, person)
    late = holding.is_late(there, context.now) if own else args.late
    return one(acts.Arrived(gathering=there.key, people=people, late=late), _clause(context, args.gathering))


@verb("gathering.excuse", right=Right.SUPERVISE)
def excuse(context: Context, args: Excuse) -> Decision:
    """Excuse somebody from a meeting, with the reason."""
    there = own(context, args.gathering)
    holding.need_going_on(there)
    org.member(context.book, args.person)
    holding.need_not_own(args.person, context.actor.person)
    excused = acts.Excused(gathering=there.key, person=args.person, reason=args.reason)
    return one(excused, _clause(context, args.gathering))


@verb("gathering.report", right=Right.READ)
def report(context: Context, args: Report) -> Decision:
    """Report at a meeting; the host may write down what somebody else reports."""
    part(context, "gathering.report")
    there = found(context, args.gathering)
    holding.need_going_on(there)
    person = args.person or context.actor.person
    if person != context.actor.person:
        lead(context, there)
    org.member(context.book, person)
    holding.need_topic(rule_of(context, there), args.topic)
    holding.need_present(there, person, org.names(context.book, (person,)))
    reported = acts.Reported(gathering=there.key, person=person, topic=args.topic, text=args.text)
    return one(reported, _clause(context, args.gathering))


@verb("gathering.minute", right=Right.READ)
def minute(context: Context, args: Minute) -> Decision:
    """Write down what was said or decided at a meeting."""
    part(context, "gathering.minute")
    there = found(context, args.gathering)
    holding.need_going_on(there)
    return one(acts.Minuted(gathering=there.key, text=args.text), _clause(context, args.gathering))


@verb("gathering.raise_problem", right=Right.READ)
def raise_problem(context: Context, args: RaiseProblem) -> Decision:
    """Raise a problem at a meeting, with a proposal."""
    part(context, "gathering.raise_problem")
    there = found(context, args.gathering)
    holding.need_going_on(there)
    holding.need_proposal(rule_of(context, there), args.proposal)
    raised = acts.ProblemRaised(gathering=there.key, problem=args.problem, proposal=args.proposal)
    return one(raised, _clause(context, args.gathering))


@verb("gathering.follow_up", right=Right.WORK)
def follow_up(context: Context, args: FollowUp) -> Decision:
    """Have somebody follow something up after a meeting."""
    there = found(context, args.gathering)
    if there.opened_at is None:
        holding.need_going_on(there)
    said = args.model_dump(exclude={"gathering"})
    return as_part(context, "followup.open", {**said, "origin": there.key})


@verb("gathering.close", right=Right.READ)
def close(context: Context, args: Close) -> Decision:
    """Close a meeting; refused while what the regime wants of it is missing."""
    part(context, "gathering.close")
    there = own(context, args.gathering)
    lead(context, there)
    holding.need_going_on(there)
    rule = rule_of(context, there)
    holding.need_closable(there, rule, args.reason, context.now, org.names(context.book, there.expected))
    return one(acts.Closed(gathering=there.key, reason=args.reason), _clause(context, args.gathering))


def _clause(context: Context, key: str) -> str:
    rule = rule_of(context, found(context, key))
    return rule.clause if rule else ""
