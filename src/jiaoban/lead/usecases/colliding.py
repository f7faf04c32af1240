"""Two people and one customer: talking, leaving, cases that open by themselves or are reported, settling them."""

from collections.abc import Iterable

from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.kernel.verbs import Context, Decision, follows, verb
from jiaoban.kernel.words import Words
from jiaoban.lead import acts, evidence, owned, owner_acts, queries
from jiaoban.lead.owner_args import (
    AcceptSettlement,
    FindIntent,
    GiveUpSettling,
    Leave,
    ProposeSettlement,
    RaiseCollision,
    RecordQuarrel,
    RuleCollision,
    Talk,
    TellSettlement,
)
from jiaoban.lead.owner_tables import REPEATS, Collision
from jiaoban.lead.rules import deciding
from jiaoban.lead.rules.colliding import Stage, collided, repeated
from jiaoban.lead.rules.facts import Fact
from jiaoban.lead.rules.numbers import need_no_number
from jiaoban.lead.rules.ownership import Promise
from jiaoban.lead.tables import Lead
from jiaoban.lead.usecases import known, whose
from jiaoban.org import queries as org
from jiaoban.regime.owning import Collisions

UNDECIDED: tuple[Stage, ...] = ("OPEN", "AGREED", "UP")


@verb("lead.talk", right=Right.WORK)
def talk(context: Context, args: Talk) -> Decision:
    """Write down that one talked with a colleague about a customer."""
    rule = known.rule_of(context)
    there = known.found(context, args.lead)
    person = known.who(context, args.person)
    if org.member(context.book, args.to).key == person:
        raise BadInput(
            "to",
            Words(zh="这是本人。", en="That is the same person."),
            Words(zh="请选一位同事。", en="Name a colleague."),
        )
    talked = owner_acts.Talked(lead=there.key, person=person, to=args.to, note=args.note)
    return [whose.one(talked, rule.clause, at=known.when(context, args))]


@verb("lead.leave", right=Right.WORK)
def leave(context: Context, args: Leave) -> Decision:
    """Leave a customer to the colleagues who deal with them."""
    rule = known.rule_of(context)
    there = known.found(context, args.lead)
    left = owner_acts.Left(lead=there.key, person=known.who(context, args.person), note=args.note)
    return [whose.one(left, rule.clause, at=known.when(context, args))]


def need_talk(context: Context, lead: Lead, fixed: acts.Appointed, made: Proposed, reason: str) -> None:
    """Decline an appointment over one of a colleague with whom nobody has talked, unless a reason is given."""
    rule, over = _repeated(context, lead, fixed, made)
    if over is None or rule is None or rule.repeated is None:
        return
    name = org.names(context.book, [over.fact.person]).get(over.fact.person, over.fact.person)
    deciding.need_talk(over, reason, name, rule.repeated, context.place.zone, lead.key)


def repeating(context: Context, lead: Lead, fixed: acts.Appointed, made: Proposed, reason: str) -> list[Proposed]:
    """Return the act that marks an appointment as fixed over a colleague's, where it is."""
    rule, over = _repeated(context, lead, fixed, made)
    if over is None or rule is None or rule.repeated is None:
        return []
    marked = owner_acts.AppointmentRepeated(
        lead=lead.key,
        event=fixed.event,
        person=fixed.person,
        over=over.fact.key,
        colleague=over.fact.person,
        reason=reason,
    )
    return [whose.one(marked, rule.repeated.clause)]


def _repeated(
    context: Context, lead: Lead, fixed: acts.Appointed, made: Proposed
) -> tuple[Collisions | None, Promise | None]:
    rules = whose.rules_of(context)
    if rules is None or rules.collisions is None:
        return None, None
    at = made.occurred_at or context.now
    facts = whose.facts(context, lead, at)
    return rules.collisions, repeated(facts, fixed.person, at, rules.ownership)


@follows(acts.Contacted.KIND)
@follows(acts.Appointed.KIND)
def met(context: Context, made: Proposed) -> Iterable[Proposed]:
    """Open a case when a second person contacts a customer or fixes an appointment with them; or add to it."""
    p = made.payload
    assert isinstance(p, acts.Contacted | acts.Appointed)
    rules, lead = whose.rules_of(context), queries.lead(context.book, p.lead)
    if rules is None or rules.collisions is None or lead is None:  # who is just written down has no colleague yet
        return
    rule = rules.collisions
    at = made.occurred_at or context.now
    new = Fact("CONTACT", p.person, at)
    if isinstance(p, acts.Appointed):
        new = Fact("FIXED", p.person, at, key=p.event, for_at=p.for_at, place=p.where)
    others = collided([*whose.facts(context, lead, at), new], new, rule, rules.ownership, context.place.zone)
    cases = owned.collisions_of(context.book, lead)
    going = next((one for one in cases if _stage(one, rule, context) in UNDECIDED), None)
    if going is not None:
        if others and p.person not in going.people:
            yield whose.one(
                owner_acts.CollisionJoined(collision=going.key, person=p.person, event=p.event), rule.clause
            )
        return
    if any(p.person in one.people and _stage(one, rule, context) != "VOID" for one in cases):
        return  # it was decided whose the customer is; that this person goes on is no new case
    gone = {one for case in cases for one in case.people if one != _kept(case)}
    others = tuple(one for one in others if one not in gone)
    if others:
        raised = owner_acts.CollisionRaised(
            collision=context.command, lead=lead.key, people=(*others, p.person), by_itself=True, event=p.event
        )
        yield whose.one(raised, rule.clause)


def _kept(one: Collision) -> str:
    if one.ruled_at is not None:
        return one.keeper
    return one.proposal.keeper if one.proposal and one.told_at else ""


def _stage(one: Collision, rule: Collisions, context: Context) -> Stage:
    return evidence.stage_of(one, rule, context.now)[0]


@verb("lead.raise_collision", right=Right.WORK)
def raise_collision(context: Context, args: RaiseCollision) -> Decision:
    """Report that several people deal with one customer; refused while there is such a case."""
    rule = whose.colliding(context)
    there = known.found(context, args.lead)
    for one in args.people:
        org.member(context.book, one)
    supervisor = known.supervises(context) and context.actor.person not in args.people
    mine = () if supervisor and len(set(args.people)) > 1 else (context.actor.person,)
    people = tuple(dict.fromkeys((*mine, *args.people)))
    if len(people) < 2:
        raise BadInput(
            "people",
            Words(zh="撞单至少有两个人。", en="It takes two to collide."),
            Words(zh="请写另一位同事。", en="Name the other colleague."),
        )
    cases = owned.collisions_of(context.book, there)
    going = next((one.key for one in cases if _stage(one, rule, context) in UNDECIDED), "")
    deciding.need_no_case(going, rule.clause)
    raised = owner_acts.CollisionRaised(collision=context.command, lead=there.key, people=people, note=args.note)
    return [whose.one(raised, rule.clause)]


@verb("lead.propose_settlement", right=Right.WORK)
def propose(context: Context, args: ProposeSettlement) -> Decision:
    """Propose who keeps a customer; half and half is refused."""
    case = _mine(context, args.collision)
    rule = case.rule
    deciding.need_stage(_stage(case.one, rule, context), UNDECIDED, rule.clause, case.one.key)
    deciding.need_fair(args.share, rule.agreement, case.one.key)
    if args.keeper not in case.one.people:
        raise BadInput(
            "keeper",
            Words(zh="只能归有关的人。", en="Only one of those concerned keeps the customer."),
            Words(zh="请选其中一位。", en="Name one of them."),
        )
    need_no_number(args.note, "note")
    proposed = owner_acts.SettlementProposed(
        collision=case.one.key, keeper=args.keeper, share=args.share, note=args.note
    )
    return [whose.one(proposed, rule.agreement.clause)]


@verb("lead.accept_settlement", right=Right.WORK)
def accept(context: Context, args: AcceptSettlement) -> Decision:
    """Agree to who keeps a customer."""
    case = _mine(context, args.collision)
    deciding.need_stage(_stage(case.one, case.rule, context), UNDECIDED, case.rule.clause, case.one.key)
    waits = case.one.proposal is not None and context.actor.person not in case.one.proposal.agreed
    if not waits:
        raise BadInput(
            "collision",
            Words(zh="没有等您同意的方案。", en="Nothing waits for you to agree to."),
            Words(zh="请先提出归谁。", en="Propose who keeps the customer."),
        )
    accepted = owner_acts.SettlementAccepted(collision=case.one.key)
    return [whose.one(accepted, case.rule.agreement.clause)]


@verb("lead.tell_settlement", right=Right.WORK)
def tell(context: Context, args: TellSettlement) -> Decision:
    """Report to the supervisor what was agreed; from then on it holds."""
    case = _mine(context, args.collision)
    rule = case.rule
    deciding.need_stage(_stage(case.one, rule, context), UNDECIDED, rule.clause, case.one.key)
    deciding.need_agreed(case.one.agreed_at is not None, rule.agreement.clause, case.one.key)
    listens = org.actor(context.book, org.member(context.book, args.to).key)
    deciding.need_listener(listens.may(Right.SUPERVISE, context.place.post))
    told = owner_acts.SettlementTold(collision=case.one.key, to=args.to)
    return [whose.one(told, rule.clause, rule.agreement.clause)]


@verb("lead.give_up_settling", right=Right.WORK)
def give_up(context: Context, args: GiveUpSettling) -> Decision:
    """Say that those concerned do not come to an agreement: it goes up to the supervisor."""
    case = _mine(context, args.collision)
    deciding.need_stage(_stage(case.one, case.rule, context), ("OPEN", "AGREED"), case.rule.clause, case.one.key)
    need_no_number(args.reason, "reason")
    given_up = owner_acts.SettlingGivenUp(collision=case.one.key, reason=args.reason)
    return [whose.one(given_up, case.rule.clause)]


@verb("lead.rule_collision", right=Right.SUPERVISE)
def rule_collision(context: Context, args: RuleCollision) -> Decision:
    """Rule who keeps a customer, or that the order is void, with the reason."""
    case = whose.case(context, args.collision)
    rule, one = case.rule, case.one
    deciding.need_other_than(context.actor.person, one.people, rule.clause, one.key)
    wanted: tuple[Stage, ...] = ("UP", "VOID") if one.ruled_at is None else ("UP",)  # void by itself: still to rule on
    deciding.need_stage(_stage(one, rule, context), wanted, rule.clause, one.key)
    if args.keeper and args.keeper not in one.people:
        raise BadInput(
            "keeper",
            Words(zh="只能归有关的人，或作废。", en="One of those concerned keeps the customer, or the order is void."),
            Words(zh="请选其中一位，或不填。", en="Name one of them, or nobody."),
        )
    need_no_number(args.reason, "reason")
    decided = owner_acts.CollisionRuled(collision=one.key, keeper=args.keeper, reason=args.reason)
    return [whose.one(decided, rule.clause)]


@verb("lead.record_quarrel", right=Right.SUPERVISE)
def record_quarrel(context: Context, args: RecordQuarrel) -> Decision:
    """Write down that people quarrelled over a collision."""
    case = whose.case(context, args.collision)
    if case.rule.quarrel is None:
        raise deciding.unruled(Words(zh="撞单吵架", en="quarrels over collisions"))
    deciding.need_other_than(context.actor.person, case.one.people, case.rule.quarrel.clause, case.one.key)
    for person in args.people:
        if person not in case.one.people:
            raise BadInput(
                "people",
                Words(zh="这个人和这个撞单无关。", en="That person has nothing to do with this collision."),
                Words(zh="请只写有关的人。", en="Name those concerned."),
            )
    need_no_number(args.note, "note")
    recorded = owner_acts.QuarrelRecorded(
        quarrel=context.command,
        collision=case.one.key,
        lead=case.lead.key,
        people=tuple(dict.fromkeys(args.people)) or case.one.people,
        note=args.note,
    )
    return [whose.one(recorded, case.rule.quarrel.clause)]


@verb("lead.find_intent", right=Right.SUPERVISE)
def find_intent(context: Context, args: FindIntent) -> Decision:
    """Find whether an appointment was repeated over a colleague's on purpose."""
    there = context.book.get(REPEATS, args.event)
    if there is None or there.post != context.place.post:
        raise NotFound(f"repeated appointment {args.event}", "event")
    rule = whose.colliding(context)
    clause = rule.repeated.clause if rule.repeated else rule.clause
    deciding.need_other_than(context.actor.person, (there.person, there.colleague), clause, there.event)
    need_no_number(args.reason, "reason")
    found = owner_acts.IntentFound(lead=there.lead, event=there.event, intent=args.intent, reason=args.reason)
    return [whose.one(found, clause)]


def _mine(context: Context, key: str) -> whose.Case:
    """Return a case that concerns the actor; raises `NotFound` and declines for others."""
    case = whose.case(context, key)
    names = org.names(context.book, case.one.people)
    deciding.need_concerned(context.actor.person, case.one.people, names, case.rule.agreement.clause, case.one.key)
    return case
