"""The verbs of swaps: asked, agreed, reported, and approved where the regime wants it; then the roster changes."""

from dataclasses import dataclass
from operator import not_

from pydantic import Field

from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybePhrase, MaybeText, Phrase, Ref
from jiaoban.kernel.refusal import BadInput, Declined, NotFound
from jiaoban.kernel.refusal import Reason as ReasonNot
from jiaoban.kernel.shifts import Shift
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.kernel.words import Words
from jiaoban.kernel.work import open_work
from jiaoban.org import queries as org
from jiaoban.org.args import Code, Day, Reason
from jiaoban.roster import acts, checked, queries, rules, swapping
from jiaoban.roster.acts import Handed, Slot
from jiaoban.roster.args import DESPITE, Despite, ShiftCode
from jiaoban.roster.checked import Wish
from jiaoban.roster.judging import Judgement
from jiaoban.roster.rules import Plan, Turn
from jiaoban.roster.swapping import Terms
from jiaoban.roster.swaps import OPEN, Swap, open_of, swap
from jiaoban.roster.tables import Assignment
from jiaoban.roster.wording import Names


class NoteArgs(Args):
    """What there is to know of a piece of open work, by its key."""

    work: Ref = Field(title="工作 Work")
    note: MaybePhrase = Field(default="", title="情况 Note")


class WorkArgs(Args):
    """The work that is handed over: what there is to know of each piece, and `more`: the rest, or that there is
    nothing."""

    work: tuple[NoteArgs, ...] = Field(default=(), max_length=200, title="未了结的工作 Open work")
    more: MaybeText = Field(default="", title="其他要交代的 What else there is to know")


class AskSwap(WorkArgs):
    """One's own shift at this post and the colleague who is to stand it; in return one stands theirs, at any post."""

    day: Day = Field(title="我的班：日期 My shift: day")
    shift: ShiftCode = Field(title="我的班：班次 My shift")
    colleague: Code = Field(title="和谁换 Colleague")
    their_day: Day | None = Field(default=None, title="对方的班：日期 Their shift: day")
    their_shift: ShiftCode | None = Field(default=None, title="对方的班：班次 Their shift")
    their_post: Code | None = Field(default=None, title="对方的岗位（空为本岗位）Their post, none for this one")
    reason: Reason = Field(title="原因 Reason")
    despite: Despite = Field(default="", title=DESPITE, exclude_if=not_)


class AgreeSwap(WorkArgs):
    """The swap that one agrees to, with one's own work for whoever asked."""

    swap: Ref = Field(title="换班 Swap")


class EndSwap(Args):
    """Why a swap comes to nothing."""

    swap: Ref = Field(title="换班 Swap")
    reason: Phrase = Field(title="原因 Reason")


class TellSwap(Args):
    """To whom a swap is reported. `despite`: why it must be, where it breaks rules by now."""

    swap: Ref = Field(title="换班 Swap")
    to: Code = Field(title="报告给 Reported to")
    despite: Despite = Field(default="", title=DESPITE, exclude_if=not_)


class ApproveSwap(Args):
    """The swap that is approved. `despite` as of a report."""

    swap: Ref = Field(title="换班 Swap")
    despite: Despite = Field(default="", title=DESPITE, exclude_if=not_)


@dataclass(frozen=True, slots=True)
class _Both:
    """The turns of a swap as the roster has them."""

    gives: Turn
    takes: Turn | None


@verb("roster.ask_swap", right=Right.WORK)
def ask_swap(context: Context, args: AskSwap) -> Decision:
    """Ask a colleague to stand a shift of one's own, and to swap it for one of theirs."""
    terms = _terms(context)
    asked, judged = _wanted(context, args, terms)
    said = asked.model_dump(include={"colleague", "gives", "takes", "begins_at", "reason"})
    payload = acts.SwapAsked(
        swap=context.command, work=_work(context, args, terms), despite=judged.kept(args.despite), **said
    )
    return [Proposed(payload, clauses=_clauses(terms, judged))]


def stands_against(context: Context, args: AskSwap) -> tuple[ReasonNot, ...]:
    """Return why the regime or the roster would refuse a swap if it were asked for so, whatever is said of the work:
    what a page shows before anything is sent. Raises `BadInput` and `NotFound` as the verb does."""
    try:
        _wanted(context, args, _terms(context))
    except Declined as declined:
        return declined.reasons
    return ()


def _wanted(context: Context, args: AskSwap, terms: Terms) -> tuple[Swap, Judgement]:
    me = context.actor.person
    swapping.need_two(me, args.colleague)
    org.member(context.book, args.colleague)
    gives = Slot(post=context.place.post, day=args.day, shift=args.shift)
    asked = _asked(context, args, gives, _takes(args, context.place.post))
    both = _both(context, asked)
    _need_possible(context, asked, both, _names(context))
    swapping.need_time(terms, asked.begins_at, context.now)
    open_ones = [*open_of(context.book, me), *open_of(context.book, args.colleague)]
    for slot in asked.slots:
        swapping.need_one_at_a_time(open_ones, slot.post, f"{slot.day}.{slot.shift}", context.now)
    return asked, _judged(context, asked, both, args.despite, f"{gives.day}.{gives.shift}")


@verb("roster.agree_swap", right=Right.WORK)
def agree_swap(context: Context, args: AgreeSwap) -> Decision:
    """Agree to a swap that a colleague asks for, and take on the work that goes with it."""
    one, terms = _found(context, args.swap), _terms(context)
    swapping.need_person(context.actor.person, (one.colleague,), _names(context))
    swapping.need_status(one, ("ASKED",), context.now)
    work = _work(context, args, terms) if one.takes else ()
    return [Proposed(acts.SwapAgreed(swap=one.key, work=work), clauses=_clauses(terms))]


@verb("roster.decline_swap", right=Right.WORK)
def decline_swap(context: Context, args: EndSwap) -> Decision:
    """Say no to a swap that a colleague asks for."""
    one = _found(context, args.swap)
    swapping.need_person(context.actor.person, (one.colleague,), _names(context))
    swapping.need_status(one, ("ASKED",), context.now)
    return [Proposed(acts.SwapDeclined(swap=one.key, reason=args.reason), clauses=_clauses(_terms(context)))]


@verb("roster.withdraw_swap", right=Right.WORK)
def withdraw_swap(context: Context, args: EndSwap) -> Decision:
    """Take back a swap that does not hold yet: whoever asked, or the colleague after having agreed."""
    one = _found(context, args.swap)
    may = one.both if one.status in ("AGREED", "TOLD") else (one.asker,)
    swapping.need_person(context.actor.person, may, _names(context))
    swapping.need_status(one, OPEN, context.now)
    return [Proposed(acts.SwapWithdrawn(swap=one.key, reason=args.reason), clauses=_clauses(_terms(context)))]


@verb("roster.tell_swap", right=Right.WORK)
def tell_swap(context: Context, args: TellSwap) -> Decision:
    """Report a swap on which both agree, and take on the colleague's work; it holds, or waits for approval."""
    one, terms = _found(context, args.swap), _terms(context)
    swapping.need_person(context.actor.person, (one.asker,), _names(context))
    swapping.need_status(one, ("AGREED",), context.now)
    listener = org.actor(context.book, org.member(context.book, args.to).key)
    swapping.need_listener(able=swapping.listens(listener, terms, one))
    told = acts.SwapTold(swap=one.key, to=args.to, holds=not terms.approve, despite=args.despite)
    if terms.approve:
        return [Proposed(told, clauses=_clauses(terms))]
    return _held(context, one, terms, args.despite, told)


@verb("roster.approve_swap", right=Right.SUPERVISE)
def approve_swap(context: Context, args: ApproveSwap) -> Decision:
    """Approve a swap that was reported, where the regime wants that; it holds from now on."""
    one, terms = _to_decide(context, args.swap)
    return _held(context, one, terms, args.despite, acts.SwapApproved(swap=one.key, despite=args.despite))


@verb("roster.refuse_swap", right=Right.SUPERVISE)
def refuse_swap(context: Context, args: EndSwap) -> Decision:
    """Do not approve a swap that was reported, and say why."""
    one, terms = _to_decide(context, args.swap)
    return [Proposed(acts.SwapRefused(swap=one.key, reason=args.reason), clauses=_clauses(terms))]


def _to_decide(context: Context, key: str) -> tuple[Swap, Terms]:
    one, terms = _found(context, key), _terms(context)
    swapping.need_status(one, ("TOLD",), context.now)
    own = context.actor.person in one.both
    everywhere = all(context.actor.may(Right.SUPERVISE, slot.post) for slot in one.slots)
    if own or not everywhere or not checked.speaks_for_any(context, terms.approve):
        raise Declined(swapping.cannot_approve(terms, own))
    return one, terms


def _held(context: Context, one: Swap, terms: Terms, despite: str, last: acts.SwapTold | acts.SwapApproved) -> Decision:
    """Return the acts with which a swap comes to hold: the last step, and the roster as it is from then on."""
    both = _both(context, one)
    _need_possible(context, one, both, _names(context))
    judged = _judged(context, one, both, despite or one.despite, one.key)
    changes = [
        acts.ShiftAssigned(
            post=turn.post,
            day=turn.shift.day,
            shift=turn.shift.code,
            people=people,
            reason=one.reason,
            despite=judged.kept(despite or one.despite),
            swap=one.key,
        )
        for turn, people in _changes(one, both)
    ]
    clauses = _clauses(terms, judged)
    return [
        Proposed(last, clauses=clauses),
        *(Proposed(change, post=change.post, clauses=clauses) for change in changes),
    ]


def _changes(one: Swap, both: _Both) -> list[tuple[Turn, tuple[str, ...]]]:
    made = [(both.gives, swapping.in_place_of(both.gives, one.asker, one.colleague))]
    if both.takes is not None:
        made.append((both.takes, swapping.in_place_of(both.takes, one.colleague, one.asker)))
    return made


def _judged(context: Context, one: Swap, both: _Both, despite: str, about: str) -> Judgement:
    """Return what the regime says to the roster as it would be; raises `Declined` where it does not let it be so."""
    plans: dict[str, Plan] = {}
    for turn, people in _changes(one, both):
        plan = plans.get(turn.post) or queries.plan(context.book, turn.post, turn.shift.day, turn.shift.day)
        said = Assignment(
            post=turn.post, day=turn.shift.day, shift=turn.shift.code, people=people, reason=one.reason, by=one.asker
        )
        plans[turn.post] = checked.with_exception(plan, said)
    days = [slot.day for slot in one.slots]
    judged = checked.judged(context, Wish(min(days), max(days), despite, own=False), *plans.values())
    if judged.reasons:
        raise Declined(*judged.reasons, about=about)
    return judged


def _need_possible(context: Context, one: Swap, both: _Both, names: Names) -> None:
    """Refuse what the roster or the people's posts stand against, at the asking and again when it comes to hold."""
    for turn, leaves, comes in (
        (both.gives, one.asker, one.colleague),
        *(((both.takes, one.colleague, one.asker),) if both.takes else ()),
    ):
        swapping.need_theirs(turn, leaves, names, turn.shift.key)
        swapping.need_not_on(turn, comes, names)
        swapping.need_able(checked.may_stand(context, comes, turn.post), comes, turn.post, names)


def _asked(context: Context, args: AskSwap, gives: Slot, takes: Slot | None) -> Swap:
    begins = [_shift(context, slot).begins_at for slot in (gives, takes) if slot]
    return Swap(
        key=context.command,
        post=context.place.post,
        asker=context.actor.person,
        colleague=args.colleague,
        gives=gives,
        takes=takes,
        begins_at=min(begins),
        reason=args.reason,
        asked_at=context.now,
    )


def _takes(args: AskSwap, here: str) -> Slot | None:
    if args.their_day is None and args.their_shift is None:
        return None
    for name in ("their_day", "their_shift"):
        if getattr(args, name) is None:
            raise BadInput(
                name,
                Words(zh="对方的班没有写完整。", en="The colleague's shift is not said in full."),
                Words(
                    zh="日期和班次都要写；都不写就是请对方顶班。", en="Say day and shift; say neither for a stand-in."
                ),
            )
    assert args.their_day
    assert args.their_shift
    return Slot(post=args.their_post or here, day=args.their_day, shift=args.their_shift)


def _both(context: Context, one: Swap) -> _Both:
    return _Both(_turn(context, one.gives), _turn(context, one.takes) if one.takes else None)


def _turn(context: Context, slot: Slot) -> Turn:
    plan = queries.plan(context.book, slot.post, slot.day, slot.day + queries.DAY)
    return plan.turn(_shift(context, slot))


def _shift(context: Context, slot: Slot) -> Shift:
    shifts = org.post(context.book, slot.post).shifts_on(slot.day, context.place.zone)
    return rules.need_shift(slot.shift, shifts)


def _work(context: Context, args: WorkArgs, terms: Terms) -> tuple[Handed, ...]:
    theirs = open_work(context.book, context.actor.person)
    return swapping.handed(terms, theirs, {one.work: one.note for one in args.work}, args.more)


def _found(context: Context, key: str) -> Swap:
    found = swap(context.book, key)
    if found is None or found.post != context.place.post:
        raise NotFound(f"swap {key}", "swap")
    return found


def _terms(context: Context) -> Terms:
    return swapping.terms_of(checked.pack_of(context))


def _names(context: Context) -> Names:
    return queries.names(context.book)


def _clauses(terms: Terms, judged: Judgement | None = None) -> tuple[str, ...]:
    broken = judged.clauses if judged else ()
    return tuple(dict.fromkeys((*((terms.clause,) if terms.clause else ()), *broken)))
