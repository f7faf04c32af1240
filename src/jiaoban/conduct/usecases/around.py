"""What the verbs look up: the case, how it stands, who may speak."""

from typing import NoReturn

from pydantic import Field

from jiaoban.conduct import queries
from jiaoban.conduct.queries import Seen
from jiaoban.conduct.tables import CASES, BreachCase, case_key
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Payload, Proposed
from jiaoban.kernel.fields import MaybeRef, Ref
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.kernel.verbs import Args, Context
from jiaoban.kernel.words import Words
from jiaoban.regime.ladders import Ladder, Ladders


class OfCase(Args):
    """A verb about a case: the matter, and whose case in it where it concerns several."""

    case: Ref = Field(title="事项 Case")
    person: MaybeRef = Field(default="", title="人员 Who")


def found(context: Context, args: OfCase, *, own: bool = False) -> BreachCase:
    """Return a case of the post that the actor may see; without a name the only one of the matter that they see, with
    `own` their own, at whichever post: who works elsewhere by now still answers and appeals. Raises `NotFound`,
    `BadInput` where several are meant."""
    who = args.person or (context.actor.person if own else "")
    if who:
        one = context.book.get(CASES, case_key(args.case, who))
        if one is None or (one.post != context.place.post and not own) or not queries.sees(context.actor, one):
            raise _missing(args)
        return one
    there = [one for one in queries.of_matter(context.book, args.case) if queries.sees(context.actor, one)]
    there = [one for one in there if one.post == context.place.post]
    if not there:
        raise _missing(args)
    if len(there) > 1:
        raise BadInput(
            "person",
            Words(zh="这件事涉及几个人。", en="The matter concerns several people."),
            Words(zh="请写明是谁的。", en="Say whose case is meant."),
        )
    return there[0]


def _missing(args: OfCase) -> NotFound:
    return NotFound(f"case {args.case}", "case")


def seen(context: Context, one: BreachCase) -> Seen:
    """Return a case with how it stands now."""
    return queries.seen(context.book, [one], context.packs, context.place.zone, context.now)[0]


def ruled(one: Seen) -> tuple[Ladders, Ladder]:
    """Return the rules by which a case stands; raises `NotFound` where they cannot be read."""
    if one.said is None or one.ladder is None or one.stands is None:
        _unreadable(one)
    return one.said, one.ladder


def _unreadable(one: Seen) -> NoReturn:
    raise NotFound(f"ladder {one.case.ladder}", "case")


def heads(context: Context) -> bool:
    """Say whether the actor decides as the head of the post."""
    return context.actor.site == "*" or context.actor.may(Right.OVERSEE, context.place.post)


def of_case(one: BreachCase, payload: Payload) -> list[Proposed]:
    """Return one act about a case, with its clause."""
    return [Proposed(payload, clauses=(one.clause,))]


def of_own_case(one: BreachCase, payload: Payload) -> list[Proposed]:
    """Return one act about a case by whom it concerns, at the post of the case wherever they are by now."""
    return [Proposed(payload, post=one.post, clauses=(one.clause,))]
