"""Appointments and visits."""

from jiaoban.kernel.access import Right
from jiaoban.kernel.verbs import Context, Decision, verb
from jiaoban.lead import acts
from jiaoban.lead.args import Appoint, CancelAppointment, MoveAppointment, Visit
from jiaoban.lead.rules import keeping
from jiaoban.lead.rules.numbers import need_no_number
from jiaoban.lead.usecases import colliding, following, known
from jiaoban.org import queries as org


@verb("lead.appoint", right=Right.WORK)
def appoint(context: Context, args: Appoint) -> Decision:
    """Fix an appointment with a customer; over a colleague's only with a reason, unless they talked."""
    rule = known.rule_of(context)
    there = known.found(context, args.lead)
    at = known.when(context, args)
    keeping.need_ahead(args.for_at, at)
    need_no_number(args.where, "where")
    made = acts.Appointed(
        lead=there.key,
        event=context.command,
        person=known.who(context, args.person),
        for_at=args.for_at,
        where=args.where,
        note=args.note,
    )
    fixed = known.made(made, rule.clause, at)
    following.need_announced(context, there, at)
    colliding.need_talk(context, there, made, fixed, args.despite)
    need_no_number(args.despite, "despite")
    need_no_number(args.where, "where")
    return [fixed, *colliding.repeating(context, there, made, fixed, args.despite)]


@verb("lead.move_appointment", right=Right.WORK)
def move(context: Context, args: MoveAppointment) -> Decision:
    """Change the time or place of an appointment."""
    rule = known.rule_of(context)
    there = known.found(context, args.lead)
    appointment = known.event_of(context, there, args.event, "APPOINTMENT")
    keeping.need_open(appointment)
    keeping.need_ahead(args.for_at, appointment.at)
    need_no_number(args.where, "where")
    moved = acts.AppointmentMoved(
        lead=there.key, event=appointment.key, for_at=args.for_at, where=args.where, reason=args.reason
    )
    return [known.made(moved, rule.clause)]


@verb("lead.cancel_appointment", right=Right.WORK)
def cancel(context: Context, args: CancelAppointment) -> Decision:
    """Cancel an appointment."""
    rule = known.rule_of(context)
    there = known.found(context, args.lead)
    appointment = known.event_of(context, there, args.event, "APPOINTMENT")
    keeping.need_open(appointment)
    cancelled = acts.AppointmentCancelled(lead=there.key, event=appointment.key, reason=args.reason)
    return [known.made(cancelled, rule.clause)]


@verb("lead.visit", right=Right.WORK)
def visit(context: Context, args: Visit) -> Decision:
    """Write down that a customer came."""
    rule = known.rule_of(context)
    there = known.found(context, args.lead)
    if args.appointment:
        keeping.need_open(known.event_of(context, there, args.appointment, "APPOINTMENT"))
    person = known.who(context, args.person)
    for one in args.assisted:
        org.member(context.book, one)
    came = acts.Visited(
        lead=there.key,
        event=context.command,
        person=person,
        appointment=args.appointment,
        assisted=tuple(one for one in dict.fromkeys(args.assisted) if one != person),
        note=args.note,
    )
    return [known.made(came, rule.clause, known.when(context, args))]
