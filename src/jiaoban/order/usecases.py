"""The verbs of standing orders. They act at the site: an order concerns people, wherever they stand."""

from typing import Annotated

from pydantic import Field

from jiaoban.kernel.access import Right, Role
from jiaoban.kernel.fields import MaybePhrase, MaybeRef, MaybeText, Moment, Phrase, Ref, Sha256, Text
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.order import acts, queries, rules
from jiaoban.order.tables import Order
from jiaoban.order.terms import Asks, Kind
from jiaoban.org import queries as org

Refs = Annotated[tuple[Ref, ...], Field(max_length=200)]


class Issue(Args):
    """A standing order and who must read it: everybody whom at least one of the lists names. `replaces`: the key of
    the version that it takes the place of when it comes into force. `files`: stored before."""

    kind: Kind = Field(default="NOTICE", title="种类 Kind")
    title: Phrase = Field(title="标题 Title")
    number: MaybePhrase = Field(default="", title="文号 Number")
    text: Text = Field(title="正文 Text")
    files: tuple[Sha256, ...] = Field(default=(), max_length=10, title="附件 Attachments")
    posts: Refs = Field(default=(), title="岗位 Posts")
    crews: Refs = Field(default=(), title="班组 Crews")
    roles: tuple[Role, ...] = Field(default=(), max_length=10, title="角色 Roles")
    qualifications: Refs = Field(default=(), title="上岗资格 Qualifications")
    people: Refs = Field(default=(), title="人员 People")
    valid_from: Moment | None = Field(default=None, title="生效时间 Valid from")
    valid_to: Moment | None = Field(default=None, title="失效时间 Valid to")
    replaces: MaybeRef = Field(default="", title="代替 Replaces")
    asks: Asks = Field(default="TICK", title="确认方式 Acknowledged by")
    every_months: int = Field(default=0, ge=0, le=120, title="每隔几个月再读（0 为不再读）Again after months")
    within_days: int = Field(default=7, ge=0, le=365, title="几天内读完 To be read within days")


class OfOrder(Args):
    """A verb about a version of an order."""

    order: Ref = Field(title="文件 Order")


class Withdraw(OfOrder):
    """Why an order is withdrawn."""

    reason: Text = Field(title="原因 Reason")


class Acknowledge(OfOrder):
    """That one has read an order; in one's own words where it asks for that."""

    words: MaybeText = Field(default="", title="要点（用自己的话）Points in own words")


@verb("order.issue", right=Right.SUPERVISE, scope="site")
def issue(context: Context, args: Issue) -> Decision:
    """Issue a standing order, or a new version of one."""
    group = _group(context, args)
    before = _order(context, args.replaces, "replaces") if args.replaces else None
    issued = acts.Issued(
        order=context.command,
        order_kind=args.kind,
        title=args.title,
        text=args.text,
        number=args.number,
        files=args.files,
        group=group,
        valid_from=args.valid_from or context.now,
        valid_to=args.valid_to,
        replaces=args.replaces,
        asks=args.asks,
        every_months=args.every_months,
        within_days=args.within_days,
    )
    return [rules.issue(issued, before, context.now)]


@verb("order.withdraw", right=Right.SUPERVISE, scope="site")
def withdraw(context: Context, args: Withdraw) -> Decision:
    """Withdraw a standing order."""
    return [rules.withdraw(_order(context, args.order, "order"), args.reason, context.now)]


@verb("order.acknowledge", right=Right.READ, scope="site")
def acknowledge(context: Context, args: Acknowledge) -> Decision:
    """Acknowledge that one has read a standing order."""
    order = _order(context, args.order, "order")
    stands = queries.stands_for(context.book, order, context.actor.person, context.now, context.place.zone)
    said = acts.Acknowledged(order=order.key, words=args.words)
    return [rules.acknowledge(order, said, stands, context.now)]


def _group(context: Context, args: Issue) -> acts.Group:
    """Return the group; raises `NotFound` for a post, crew or person that the site does not have, and for a
    qualification that nobody there holds: such an order would reach nobody, and nobody would see that."""
    for place, post in enumerate(args.posts):
        if all(one.key != post for one in org.posts(context.book)):
            raise NotFound(f"post {post}", f"posts.{place}")
    for crew in args.crews:
        org.crew(context.book, crew)
    held = org.held(context.book) if args.qualifications else ()
    for place, name in enumerate(args.qualifications):
        if name not in held:
            raise NotFound(f"qualification {name}", f"qualifications.{place}")
    for person in args.people:
        org.member(context.book, person)
    return acts.Group(
        posts=args.posts,
        crews=args.crews,
        roles=tuple(role.value for role in args.roles),
        qualifications=args.qualifications,
        people=args.people,
    )


def _order(context: Context, key: str, where: str) -> Order:
    found = queries.order(context.book, key)
    if found is None:
        raise NotFound(f"order {key}", where)
    return found
