"""Who leads the follow-up of a customer who did not buy, and following those who did into later months."""

from datetime import datetime, time

from jiaoban.kernel.access import Right
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.verbs import Context, Decision, verb
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import first
from jiaoban.lead import acts, owned, owner_acts
from jiaoban.lead.owner_args import AnnounceFollowup, EndFollowup, NameLeader, Overrule
from jiaoban.lead.owner_tables import LATER
from jiaoban.lead.rules import deciding
from jiaoban.lead.rules.facts import by_then, stretches
from jiaoban.lead.rules.leading import sides
from jiaoban.lead.rules.limit import month_of
from jiaoban.lead.rules.numbers import need_no_number
from jiaoban.lead.tables import Lead
from jiaoban.lead.usecases import known, whose
from jiaoban.org import queries as org
from jiaoban.regime.owning import Following


@verb("lead.name_leader", right=Right.WORK)
def name_leader(context: Context, args: NameLeader) -> Decision:
    """Name who of the two sides leads the follow-up; once both name the same, they do."""
    rule, there = whose.following(context), known.found(context, args.lead)
    at = known.when(context, args)
    person = known.who(context, args.person)
    last = stretches(by_then(whose.facts(context, there), context.now))[-1]
    _need_open(there)
    concerned = sides(one for one in last if one.at <= at)
    if person != context.actor.person:  # who writes down what another side said is no side
        deciding.need_other_than(context.actor.person, concerned, rule.leader.clause, there.key, deciding.CUSTOMER)
    names = org.names(context.book, {*concerned, args.leader})
    clause = rule.leader.clause
    other = deciding.need_side(person, args.other, args.leader, concerned, names, clause, there.key)
    _need_standing(context, there)
    deciding.need_unruled(any(one.kind == "OVERRULED" for one in last), clause, there.key)
    _need_may_follow(context, rule, args.leader, names, there)
    named = owner_acts.LeaderNamed(lead=there.key, person=person, leader=args.leader, other=other, note=args.note)
    return [whose.one(named, clause, at=at)]


@verb("lead.overrule_leader", right=Right.SUPERVISE)
def overrule(context: Context, args: Overrule) -> Decision:
    """Say who leads the follow-up, as the supervisor, with the reason."""
    rule, there = whose.following(context), known.found(context, args.lead)
    _need_open(there)
    org.member(context.book, args.leader)
    last = stretches(by_then(whose.facts(context, there), context.now))[-1]
    own = {args.leader, *sides(last)}
    deciding.need_other_than(context.actor.person, own, rule.leader.clause, there.key, deciding.CUSTOMER)
    need_no_number(args.reason, "reason")
    _need_may_follow(context, rule, args.leader, org.names(context.book, [args.leader]), there)
    said = owner_acts.LeaderOverruled(lead=there.key, leader=args.leader, reason=args.reason)
    return [whose.one(said, rule.leader.clause)]


def _need_open(lead: Lead) -> None:
    deciding.need_open_customer(bool(lead.of("SALE")), lead.stand == "LOST", lead.key)


def _need_standing(context: Context, lead: Lead) -> None:
    found = owned.whose(context.book, lead, context.place, context.packs, context.now)
    now = found.at(context.now) if found else None
    if now is not None:
        deciding.need_standing_order(now.basis == "VOID", now.clause, lead.key)


def _need_may_follow(context: Context, rule: Following, person: str, names: dict[str, str], lead: Lead) -> None:
    if rule.limit is None:
        return
    share = whose.months(context).barred(person, month_of(context.now, context.place.zone))
    deciding.need_may_follow(share, names.get(person, person), rule.limit, lead.key)


def need_announced(context: Context, lead: Lead, at: datetime) -> None:
    """Decline dealing with a customer who bought in a month that was not announced."""
    said = whose.said_of(context)
    sales = lead.of("SALE")
    if said is None or said.following is None or said.following.closed is None or not sales:
        return
    announced = {one.month for one in owned.later_of(context.book, lead) if one.announced_at <= at}
    deciding.need_announced(sales[0].at, at, announced, said.following.closed, context.place.zone)


@verb("lead.announce_followup", right=Right.WORK)
def announce(context: Context, args: AnnounceFollowup) -> Decision:
    """Announce that a customer who bought is followed into a later month: sales and the class teacher were told."""
    rule, there = whose.following(context).closed, known.found(context, args.lead)
    if rule is None:
        raise deciding.unruled(Words(zh="成交客户的跟进", en="following customers who bought"))
    sales = there.of("SALE")
    if not sales:
        raise NotFound(f"sale of customer {there.key}", "lead")
    found = owned.whose(context.book, there, context.place, context.packs, context.now)
    closer = (found.at(context.now).person if found else None) or ""
    person = context.actor.person if not known.supervises(context) else closer or context.actor.person
    name = org.names(context.book, [closer]).get(closer, "")
    deciding.need_closer(person, closer, name, rule.clause, there.key)
    zone = context.place.zone
    taken = {one.month for one in owned.later_of(context.book, there)}
    over = deciding.need_month(sales[0].at, args.month, context.now, taken, rule, zone)
    for field in ("sales", "teacher", "leader"):
        need_no_number(getattr(args, field), field)
    announced = owner_acts.FollowupAnnounced(
        followup=context.command,
        lead=there.key,
        month=args.month,
        person=person,
        ends_at=first(datetime.combine(over, time()), zone),
        sales=args.sales,
        teacher=args.teacher,
        leader=args.leader,
        note=args.note,
    )
    return [whose.one(announced, rule.clause)]


@verb("lead.end_followup", right=Right.WORK)
def end_followup(context: Context, args: EndFollowup) -> Decision:
    """Record what came of a follow-up of a customer who bought; a success counts for the closer."""
    rule, there = whose.following(context).closed, context.book.get(LATER, args.followup)
    if rule is None or there is None or there.post != context.place.post:
        raise NotFound(f"follow-up {args.followup}", "followup")
    lead = known.found(context, there.lead)
    names = org.names(context.book, [there.person])
    if not known.supervises(context):
        deciding.need_concerned(context.actor.person, [there.person], names, rule.clause, there.key)
    deciding.need_going_on(there.ended_at is not None, there.key)
    deciding.need_amount(args.outcome == "SUCCESS", args.amount is not None)
    ended = owner_acts.FollowupEnded(
        followup=there.key, lead=lead.key, outcome=args.outcome, amount=args.amount, note=args.note
    )
    made = [whose.one(ended, rule.clause)]
    if args.amount is not None:
        sold = acts.Sold(lead=lead.key, event=context.command, person=there.person, amount=args.amount)
        made.append(whose.one(sold, rule.clause))
    return made
