"""Offering the record: by whom, picked from the log, and taking it back."""

from pydantic import Field

from jiaoban.handover import acts
from jiaoban.handover.assess import Assessment, GateVerdict, listing
from jiaoban.handover.draw import gone, outdated, picks, unopened
from jiaoban.handover.facts import brief
from jiaoban.handover.state import Handover
from jiaoban.handover.usecases.record import written
from jiaoban.handover.usecases.scene import OfHandover, find, look, need, need_stage, one, pack_of
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import Ref, Text
from jiaoban.kernel.refusal import BadInput, Declined, NotFound, Reason
from jiaoban.kernel.verbs import Context, Decision, verb
from jiaoban.kernel.words import Words


@verb("handover.offer", right=Right.WORK)
def offer(context: Context, args: OfHandover) -> Decision:
    """交班：把填好的记录交给接班方。"""
    handover = find(context, args.handover)
    pack = pack_of(context, handover)
    _offers(context, handover)
    need_stage(context, handover, "DRAFT")
    seen = look(context, handover)
    _own_reading(context, seen)
    standing, fresh = keeps_from_offering(seen)
    if standing:
        raise Declined(*(gate.reason() for gate in standing), about=handover.key)
    struck = gone(handover, seen.pack, seen.facts)
    drawn = acts.Drawn(handover=handover.key, lines=tuple(fresh), gone=struck)
    offered = Proposed(
        payload=acts.Offered(handover=handover.key),
        clauses=(pack.handover.record.clause,) if pack.handover.record else (),
    )
    return [*([Proposed(payload=drawn)] if fresh or struck else []), offered]


def _offers(context: Context, handover: Handover) -> None:
    """Decline, by the clause that says who it is, for anybody who is not to offer the record."""
    rule = pack_of(context, handover).handover.record
    parties = rule.offered_by if rule else ("outgoing",)
    try:
        need(context, handover, *parties)
    except Declined as error:
        if rule is None:
            raise
        reasons = (reason.model_copy(update={"clause": rule.clause}) for reason in error.reasons)
        raise Declined(*reasons, about=handover.key) from None


def _own_reading(context: Context, seen: Assessment) -> None:
    """Who offers a record that is picked from the log has opened all of it: nobody signs off another's reading."""
    rule = seen.pack.handover.record
    left = unopened(seen.handover, picks(seen.handover, seen.pack, seen.facts), context.actor.person)
    if not left:
        return
    listed = listing(names := tuple(brief(line.text, seen.pack.head.tongue) for line in left))
    raise Declined(
        Reason(
            code="not-opened",
            clause=rule.clause if rule else "",
            why=Words(zh=f"您还没有看过：{listed.zh}。", en=f"You have not opened yet: {listed.en}."),
            lifts=Words(zh="请逐条查看并选取。", en="Open each, and pick what stays in the record."),
            who=seen.pack.handover.offered_by,
            names=names,
        ),
        about=seen.handover.key,
    )


class Pick(OfHandover):
    """What was opened, by line: what is taken into the record, and what is left out of it."""

    take: tuple[Ref, ...] = Field(default=(), max_length=500, title="收入记录 Take")
    leave: tuple[Ref, ...] = Field(default=(), max_length=500, title="不收入 Leave out")


@verb("handover.pick", right=Right.WORK)
def pick(context: Context, args: Pick) -> Decision:
    """逐条查看日志，选取收入交接班记录的条目；不收入的仍留在日志里。"""
    handover = find(context, args.handover)
    _offers(context, handover)
    seen = look(context, handover)
    there = picks(handover, seen.pack, seen.facts)
    for where, keys in (("take", args.take), ("leave", args.leave)):
        for key in keys:
            if key not in there:
                raise NotFound(f"line {key}", where)
    if not (args.take or args.leave) or set(args.take) & set(args.leave):
        raise BadInput(
            "take",
            Words(zh="没有选条目，或同一条既收入又不收入。", en="Nothing is picked, or one both taken and left out."),
            Words(zh="每一条选一种。", en="Choose one of the two for each."),
        )
    stale = {line.key for line in outdated(handover, seen.pack, seen.facts)}
    back = tuple(there[key] for key in args.take if key in stale or key not in handover.lines)
    picked = acts.Picked(
        handover=handover.key,
        taken={key: there[key].print for key in args.take},
        left={key: there[key].print for key in args.leave},
        lines=back,
    )
    rule = seen.pack.handover.record
    return one(picked, rule.clause if rule else "")


def keeps_from_offering(seen: Assessment) -> tuple[list[GateVerdict], list[acts.DrawnLine]]:
    """Return the gates that keep the record from being offered, and the lines that offering itself draws."""
    fresh = outdated(seen.handover, seen.pack, seen.facts)
    news = bool(fresh or gone(seen.handover, seen.pack, seen.facts))
    return [gate for gate in seen.standing("offer") if not (news and gate.waits_for_drawing)], fresh


class Withdraw(OfHandover):
    """Why the outgoing side takes the record back."""

    reason: Text = Field(title="原因 Reason")


@verb("handover.withdraw", right=Right.WORK)
def withdraw(context: Context, args: Withdraw) -> Decision:
    """撤回：交班方把记录收回修改，已有签字作废。"""
    handover = find(context, args.handover)
    need(context, handover, *dict.fromkeys((*pack_of(context, handover).handover.offered_by, "outgoing")))
    need_stage(context, handover, "OFFERED", "REFUSED")
    return one(acts.Withdrawn(handover=handover.key, reason=written(args.reason)))
