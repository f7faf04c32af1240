"""Calling people back who are away: the call, the answer, the way, the arrival."""

from typing import Annotated

from pydantic import Field

from jiaoban.absence import acts, queries
from jiaoban.absence.rules import recalling as rules
from jiaoban.absence.tables import RecallState
from jiaoban.absence.usecases.around import regime_here
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Payload, Proposed
from jiaoban.kernel.fields import MaybePhrase, Moment, Phrase, Ref
from jiaoban.kernel.refusal import Declined, NotFound
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.org import queries as org

MOST = 200


class Recall(Args):
    """Who is called back, why, to where, and by when they are wanted."""

    people: Annotated[tuple[Ref, ...], Field(min_length=1, max_length=MOST)] = Field(title="人员 People")
    reason: Phrase = Field(title="原因 Reason")
    where: Phrase = Field(title="到何处报到 Where to")
    wanted_at: Moment | None = Field(default=None, title="最迟到达 Wanted by")


class OfRecall(Args):
    """A verb about a recall."""

    recall: Ref = Field(title="召回 Recall")


class AnswerRecall(OfRecall):
    """Whether they come: expected when, or why not. A supervisor can record what was said on the telephone."""

    coming: bool = Field(title="能返回 Coming")
    expected_at: Moment | None = Field(default=None, title="预计到达 Expected at")
    text: MaybePhrase = Field(default="", title="说明或不能返回的原因 Note, or why not")


class SetOut(OfRecall):
    """That they are on the way."""

    expected_at: Moment | None = Field(default=None, title="预计到达 Expected at")


class Arrive(OfRecall):
    """That they are there."""


class CancelRecall(OfRecall):
    """Why they need not come any more."""

    reason: Phrase = Field(title="原因 Reason")


@verb("absence.recall", right=Right.SUPERVISE)
def recall(context: Context, args: Recall) -> Decision:
    """Call people back who are away: who works at this post, or asked for it at one that the actor supervises."""
    rule = rules.need_recall(regime_here(context))
    rules.need_future(args.wanted_at, context.now, "wanted_at")
    people = tuple(dict.fromkeys(args.people))
    for one in people:
        org.member(context.book, one)
    away = {one.person: one for one in queries.now_away(context.book, context.now)}
    pending = queries.pending_recalls(context.book)
    names = org.names(context.book, people)
    callable_ = queries.callable_by(context.book, context.actor, context.place.post, away.values())
    found = rules.not_to_be_recalled(people, away, pending, names, rule.clause)
    found += rules.of_another_post([one for one in people if one in away], callable_, names, rule.clause)
    if found:
        raise Declined(*found, about=context.place.post)
    return [
        Proposed(
            acts.Recalled(
                recall=f"{context.command}.{person}",
                absence=away[person].key,
                person=person,
                reason=args.reason,
                where=args.where,
                wanted_at=args.wanted_at,
                answer_by=context.now + rule.within,
            ),
            clauses=(rule.clause,),
        )
        for person in people
    ]


@verb("absence.answer_recall", right=Right.READ, scope="site")
def answer_recall(context: Context, args: AnswerRecall) -> Decision:
    """Answer a recall: coming, and when, or not, and why."""
    one = _recall(context, args.recall)
    rules.need_open(one, answered=False)
    rules.need_reason(args.coming, args.text)
    rules.need_future(args.expected_at, context.now, "expected_at")
    expected = args.expected_at if args.coming else None
    said = acts.RecallAnswered(recall=one.key, coming=args.coming, expected_at=expected, text=args.text)
    return _of(context, one, said)


@verb("absence.set_out", right=Right.READ, scope="site")
def set_out(context: Context, args: SetOut) -> Decision:
    """Say that one is on the way back."""
    one = _recall(context, args.recall)
    rules.need_open(one, answered=True)
    rules.need_future(args.expected_at, context.now, "expected_at")
    return _of(context, one, acts.SetOut(recall=one.key, expected_at=args.expected_at))


@verb("absence.arrive", right=Right.READ, scope="site")
def arrive(context: Context, args: Arrive) -> Decision:
    """Record the arrival of somebody who was called back."""
    one = _recall(context, args.recall)
    rules.need_open(one, answered=True)
    return _of(context, one, acts.Arrived(recall=one.key))


@verb("absence.cancel_recall", right=Right.SUPERVISE)
def cancel_recall(context: Context, args: CancelRecall) -> Decision:
    """Say that somebody need not come back any more."""
    one = queries.recall(context.book, args.recall)
    if one is None or one.post != context.place.post:
        raise NotFound(f"recall {args.recall}", "recall")
    rules.need_open(one)
    return _of(context, one, acts.RecallCancelled(recall=one.key, reason=args.reason))


def _recall(context: Context, key: str) -> RecallState:
    found = queries.recall(context.book, key)
    if found is None:
        raise NotFound(f"recall {key}", "recall")
    supervises = context.actor.may(Right.SUPERVISE, found.post) or context.actor.site == "*"
    rules.need_party(found, context.actor.person, supervises=supervises)
    return found


def _of(context: Context, one: RecallState, payload: Payload) -> Decision:
    rule = rules.need_recall(context.packs(one.regime).absence)
    return [Proposed(payload, post=one.post, clauses=(rule.clause,))]
