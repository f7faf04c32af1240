"""The verbs by which a follow-up goes to a department or superior, and by which it is recorded that it is late."""

from pydantic import Field

from jiaoban.followup.rules import passing as rules
from jiaoban.followup.usecases.known import duties_of, followup_of
from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import MaybePhrase, MaybeRef, Moment, Ref, Text
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.org import queries as org
from jiaoban.regime.everyday import Items


class OfFollowup(Args):
    """A follow-up by its key."""

    followup: Ref = Field(title="跟进事项 Follow-up")


class Transfer(OfFollowup):
    """To which department or superior it is put, and why one cannot solve it."""

    to: Ref = Field(title="转给 To")
    reason: Text = Field(title="为什么自己解决不了 Why one cannot solve it")


class Accept(OfFollowup):
    """That the department takes it over. `owner`: who follows it (left out: oneself); `contact`: who sees to it there,
    without an account here; `due_at`: a new limit, where it needs one."""

    owner: MaybeRef = Field(default="", title="跟进人 Who follows it")
    contact: MaybePhrase = Field(default="", title="对方经办人 Who sees to it there")
    due_at: Moment | None = Field(default=None, title="新的完成时限 New limit")


class GiveBack(OfFollowup):
    """Why the department does not take it over."""

    reason: Text = Field(title="退回原因 Reason")


class Escalate(OfFollowup):
    """An item that is open beyond its limit."""


@verb("followup.transfer", right=Right.READ)
def transfer(context: Context, args: Transfer) -> Decision:
    """Put a follow-up that one cannot solve to a department or to a superior, with the reason."""
    one, items = followup_of(context, args.followup), _items(context)
    to = rules.department(items, args.to)
    if to.post and to.post not in {post.key for post in org.posts(context.book)}:
        to = to.model_copy(update={"post": ""})
    supervises = context.actor.may(Right.SUPERVISE, one.post)
    who = context.actor.person
    return [rules.transfer(one, to, args.reason, clause=_clause(items), by=who, supervises=supervises)]


@verb("followup.accept", right=Right.READ)
def accept(context: Context, args: Accept) -> Decision:
    """Take over a follow-up for the department that it was put to."""
    one = followup_of(context, args.followup)
    owner = org.member(context.book, args.owner).key if args.owner else context.actor.person
    clause = _clause(_items(context))
    taken = rules.accept(one, owner, args.contact, args.due_at, clause=clause, actor=context.actor, now=context.now)
    return [taken]


@verb("followup.give_back", right=Right.READ)
def give_back(context: Context, args: GiveBack) -> Decision:
    """Give a follow-up back to whoever put it to the department, with the reason."""
    one = followup_of(context, args.followup)
    return [rules.give_back(one, args.reason, clause=_clause(_items(context)), actor=context.actor)]


@verb("followup.escalate", right=Right.SUPERVISE)
def escalate(context: Context, args: Escalate) -> Decision:
    """Record that an item is open beyond its limit and who is told; the program does it by itself, once a step."""
    return rules.escalate(followup_of(context, args.followup), _items(context), context.now)


def _items(context: Context) -> Items | None:
    duties = duties_of(context)
    return duties.items if duties else None


def _clause(items: Items | None) -> str:
    return items.clause if items else ""
