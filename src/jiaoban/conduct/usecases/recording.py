"""Recording a breach: observed, or an occasion that the book shows; or setting such an occasion aside."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from jiaoban.conduct import acts, queries
from jiaoban.conduct.rules import recording as rules
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybeRef, MaybeText, Moment, Ref, Text
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org
from jiaoban.regime.ladders import Ladder

MOST = 50
People = Annotated[tuple[Ref, ...], Field(max_length=MOST)]
FactText = Annotated[str, Field(max_length=60)]


class FactArgs(Args):
    """A fact of the case and its value as text: true, false, a whole number, or one of the choices of the ladder. An
    empty value is not said."""

    fact: Ref = Field(title="情况 Fact")
    value: FactText = Field(default="", title="值 Value")


Facts = Annotated[tuple[FactArgs, ...], Field(max_length=MOST)]


class Record(Args):
    """A breach that somebody observed: by which ladder, who, when, what; `amount` where a sum is missing."""

    ladder: Ref = Field(title="条款 Ladder")
    people: Annotated[tuple[Ref, ...], Field(min_length=1, max_length=MOST)] = Field(title="当事人 Who")
    happened_at: Moment = Field(title="发生时间 When")
    text: Text = Field(title="经过 What happened")
    facts: Facts = Field(default=(), title="情况 Facts")
    accomplices: People = Field(default=(), title="参与人员 Accomplices")
    instigators: People = Field(default=(), title="怂恿人员 Instigators")
    amount: Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=2)] | None = Field(
        default=None, title="差额 What is missing"
    )


class TakeUp(Args):
    """An occasion (`source:key`) that becomes a case; `ladder` where more than one would take it."""

    occasion: Ref = Field(title="情况 Occasion")
    ladder: MaybeRef = Field(default="", title="条款 Ladder")
    text: MaybeText = Field(default="", title="说明 Note")
    facts: Facts = Field(default=(), title="查明的情况 Facts")


class SetAside(Args):
    """An occasion that is not taken up, and why."""

    occasion: Ref = Field(title="情况 Occasion")
    reason: Text = Field(title="不登记的原因 Reason")


@verb("conduct.record", right=Right.SUPERVISE)
def record(context: Context, args: Record) -> Decision:
    """Record a breach that was observed."""
    rules.need_moment(args.happened_at, context.now)
    regime = org.regime_in_force(context.book, context.place.post, args.happened_at)
    pack = context.packs(regime) if regime else None
    ladder = rules.need_ladder(pack.ladders if pack else None, args.ladder)
    people = rules.concerned(ladder, args.people, args.accomplices, args.instigators)
    _need_here(context, [one.person for one in people])
    rules.need_others(people, context.actor.person, ladder.clause)
    assert pack is not None
    recorded = acts.Recorded(
        matter=context.command,
        pack=pack.head.id,
        regime=regime,
        ladder=ladder.id,
        clause=ladder.clause,
        people=people,
        happened_at=args.happened_at,
        says=Words(zh=args.text),
        facts=rules.facts_of(ladder, [(one.fact, one.value) for one in args.facts]),
        amount=args.amount,
    )
    return [Proposed(recorded, clauses=(ladder.clause,))]


@verb("conduct.take_up", right=Right.SUPERVISE)
def take_up(context: Context, args: TakeUp) -> Decision:
    """Take up an occasion that the book shows: it becomes a case of everybody concerned."""
    one = _offered(context, args.occasion)
    what, ladder = one.occasion, _meant(one, args.ladder)
    before = queries.dealt(context.book, what.source, what.key)
    rules.need_untouched(before.dealt if before else "", args.occasion)
    people = tuple(acts.Concerned(person=person) for person in what.people)
    rules.need_others(people, context.actor.person, ladder.clause)
    own = rules.facts_of(ladder, [(each.fact, each.value) for each in args.facts])
    says = what.says
    if args.text:
        says = Words(zh=f"{says.zh}（{args.text}）", en=f"{says.in_('en')} ({args.text})")
    recorded = acts.Recorded(
        matter=context.command,
        pack=one.pack,
        regime=one.regime,
        ladder=ladder.id,
        clause=ladder.clause,
        people=people,
        happened_at=what.happened_at,
        says=says,
        facts={**rules.brought(ladder, what), **own},
        source=what.source,
        occasion=what.key,
        acts=what.acts,
        amount=what.amount,
    )
    return [Proposed(recorded, clauses=(ladder.clause,))]


@verb("conduct.set_aside", right=Right.SUPERVISE)
def set_aside(context: Context, args: SetAside) -> Decision:
    """Say that an occasion is not taken up, with the reason."""
    one = _offered(context, args.occasion)
    what = one.occasion
    before = queries.dealt(context.book, what.source, what.key)
    rules.need_untouched(before.dealt if before else "", args.occasion)
    people = tuple(acts.Concerned(person=person) for person in what.people)
    rules.need_others(people, context.actor.person, one.ladders[0].clause)
    aside = acts.SetAside(
        source=what.source,
        occasion=what.key,
        people=what.people,
        happened_at=what.happened_at,
        reason=args.reason,
    )
    return [Proposed(aside, clauses=(one.ladders[0].clause,))]


def _offered(context: Context, name: str) -> queries.Offered:
    one = queries.named(context.book, context.place, context.packs, context.now, name)
    if one is None:
        raise NotFound(f"occasion {name}", "occasion")
    return one


def _meant(one: queries.Offered, key: str) -> Ladder:
    """Return the ladder that takes an occasion; refuses where it is not said which of several."""
    fitting = [ladder for ladder in one.ladders if key in ("", ladder.id)]
    if len(fitting) == 1:
        return fitting[0]
    known = "、".join(ladder.id for ladder in one.ladders)
    raise BadInput(
        "ladder",
        Words(zh="没有写明按哪一条。", en="It does not say by which ladder."),
        Words(zh=f"可选：{known}。", en=f"There are: {known}."),
    )


def _need_here(context: Context, people: list[str]) -> None:
    """Refuse somebody who neither works at the post nor supervises it."""
    for person in people:
        there = org.as_actor(context.book.site, org.member(context.book, person))
        if not queries.may_concern(there, context.place.post):
            raise BadInput(
                "people",
                Words(zh=f"{there.name}不在本岗位。", en=f"{there.name} neither works at this post nor supervises it."),
                Words(zh="请选择本岗位的人员。", en="Choose somebody of this post."),
            )
