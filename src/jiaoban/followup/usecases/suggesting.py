"""The verbs of suggestions."""

from pydantic import Field

from jiaoban.followup import acts
from jiaoban.followup.rules import suggesting as rules
from jiaoban.followup.usecases.known import duties_of, suggestion_of
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybeRef, MaybeText, Phrase, Ref, Text
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org


class Suggest(Args):
    """How something can be done better, and which problem was found."""

    title: Phrase = Field(title="建议 Suggestion")
    problem: MaybeText = Field(default="", title="发现的问题 Problem found")
    text: MaybeText = Field(default="", title="具体做法 How")


class OfSuggestion(Args):
    """A suggestion by its key."""

    suggestion: Ref = Field(title="建议 Suggestion")


class TakeUp(OfSuggestion):
    """Who sees to it (left out: oneself)."""

    owner: MaybeRef = Field(default="", title="由谁落实 Who sees to it")
    note: MaybeText = Field(default="", title="说明 Note")


class CarryOut(OfSuggestion):
    """What came of it."""

    result: Text = Field(title="落实情况 Result")


class DeclineIt(OfSuggestion):
    """Why it is not followed."""

    reason: Text = Field(title="不采纳的原因 Reason")


@verb("followup.suggest", right=Right.READ)
def suggest(context: Context, args: Suggest) -> Decision:
    """Suggest how something can be done better."""
    said = acts.Suggested(suggestion=context.command, title=args.title, text=args.text, problem=args.problem)
    return [Proposed(said, clauses=(_clause(context, "title"),))]


@verb("followup.take_up", right=Right.SUPERVISE)
def take_up(context: Context, args: TakeUp) -> Decision:
    """Take a suggestion up and say who sees to it."""
    one = suggestion_of(context, args.suggestion)
    owner = org.member(context.book, args.owner).key if args.owner else context.actor.person
    return [rules.take_up(one, owner, args.note, _clause(context))]


@verb("followup.carry_out", right=Right.READ)
def carry_out(context: Context, args: CarryOut) -> Decision:
    """Say what came of a suggestion that was taken up."""
    one, supervises = suggestion_of(context, args.suggestion), context.actor.may(Right.SUPERVISE, context.place.post)
    return [rules.carry_out(one, args.result, _clause(context), by=context.actor.person, supervises=supervises)]


@verb("followup.decline", right=Right.SUPERVISE)
def decline(context: Context, args: DeclineIt) -> Decision:
    """Decline a suggestion, with the reason."""
    return [rules.decline(suggestion_of(context, args.suggestion), args.reason, _clause(context))]


def _clause(context: Context, where: str = "suggestion") -> str:
    duties = duties_of(context)
    if duties is None or duties.suggestions is None:
        raise BadInput(
            where,
            Words(zh="本岗位的制度没有写改进建议。", en="The regime of this post does not speak of suggestions."),
            Words(zh="请登记为跟进事项。", en="Open a follow-up instead."),
        )
    return duties.suggestions.clause
