"""Asking to be away with the work transfer form, and taking over what is on it."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from jiaoban.absence import acts, queries
from jiaoban.absence.facts import Work
from jiaoban.absence.rules import asking as rules
from jiaoban.absence.rules import deciding
from jiaoban.absence.tables import Absence
from jiaoban.absence.usecases.around import absence, form_clause, of_absence, pack_here, regime_here, regime_of
from jiaoban.absence.usecases.moving import given
from jiaoban.absence.work import open_work
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.deciding import need_entitled, need_other_than, need_own
from jiaoban.kernel.fields import MaybePhrase, MaybeRef, Moment, Phrase, Ref, Text
from jiaoban.kernel.refusal import Declined, Reason
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.org import queries as org
from jiaoban.org.args import Day
from jiaoban.roster.checked import speaks_for_any

MOST = 200
Things = Annotated[tuple[Ref, ...], Field(max_length=MOST)]


class TransferArgs(Args):
    """A line of the work transfer form: a piece of open work (`thing`), or other work in words (`text`), and who takes
    it over."""

    thing: MaybeRef = Field(default="", title="工作 Work")
    text: MaybePhrase = Field(default="", title="内容 What")
    to: MaybeRef = Field(default="", title="接收人 Receiver")
    note: MaybePhrase = Field(default="", title="交代 Note")


class Ask(Args):
    """A request to be away, with its work transfer form. `person`: who will be away, oneself unless a supervisor asks
    for somebody."""

    kind: Ref = Field(title="类别 Kind")
    from_at: Moment = Field(title="开始 From")
    until_at: Moment = Field(title="结束 Until")
    reason: Text = Field(title="事由 Reason")
    where: MaybePhrase = Field(default="", title="去向 Where")
    mobile: MaybePhrase = Field(default="", title="手机 Mobile")
    landline: MaybePhrase = Field(default="", title="座机 Landline")
    transfers: tuple[TransferArgs, ...] = Field(default=(), max_length=MOST, title="工作移交 Work transfer")
    person: MaybeRef = Field(default="", title="申请人 Who")


class Allow(Args):
    """An exception to the notice: the request of a person for an absence that begins on this day may come late."""

    person: Ref = Field(title="人员 Who")
    kind: Ref = Field(title="类别 Kind")
    day: Day = Field(title="开始日 First day")
    reason: Text = Field(title="例外的原因 Reason")


class OfAbsence(Args):
    """A verb about an absence."""

    absence: Ref = Field(title="申请 Request")


class Entrust(OfAbsence):
    """Another receiver for a line of the form, or a line that came up since."""

    thing: Ref = Field(title="工作 Work")
    to: Ref = Field(title="接收人 Receiver")
    note: MaybePhrase = Field(default="", title="交代 Note")


class Accept(OfAbsence):
    """Lines of the form that one takes over; all that were given to oneself where none is named."""

    things: Things = Field(default=(), title="工作 Work")


class Decline(Accept):
    """Lines that one does not take over, and why."""

    reason: Phrase = Field(title="不接收的原因 Reason")


@verb("absence.allow", right=Right.SUPERVISE)
def allow(context: Context, args: Allow) -> Decision:
    """Let a request come later than the regime wants, with the reason."""
    kind = rules.need_kind(regime_here(context), args.kind)
    org.member(context.book, args.person)
    pack = pack_here(context)
    assert pack is not None
    able = speaks_for_any(context, kind.exception_by, pack)
    need_entitled(kind.exception_by, kind.clause, args.person, able=able)
    need_other_than(args.person, context.actor.person, args.person, kind.clause)
    allowed = acts.Allowed(person=args.person, absence_kind=kind.id, day=args.day.isoformat(), reason=args.reason)
    return [Proposed(allowed, clauses=(kind.clause,))]


@verb("absence.ask", right=Right.READ)
def ask(context: Context, args: Ask) -> Decision:
    """Ask to be away: leave, a trip, training; refused without its work transfer form."""
    absences, person = regime_here(context), args.person or context.actor.person
    kind = rules.need_kind(absences, args.kind)
    assert absences is not None
    org.member(context.book, person)
    _need_own(context, person, person, context.place.post)
    rules.need_time(args.from_at, args.until_at, context.now)
    mobile, landline = rules.mobile_number(args.mobile), rules.landline_number(args.landline)
    work = open_work(context.book, person, context.now, context.place.zone)
    transfers = _form(context, args, work)
    allowed = queries.allowance(context.book, context.place, person, kind.id, args.from_at)
    clause = form_clause(absences, kind)
    late = rules.too_late(kind, args.from_at, context.now, context.place.zone, allowed)
    mine = queries.of_person_between(context.book, person, args.from_at, args.until_at)
    twice = rules.in_the_way(mine, args.from_at, args.until_at)
    reasons = [*filter(None, (late, twice)), *rules.without_numbers(kind, mobile, landline, clause)]
    if absences.transfer is not None:
        left = rules.unassigned(work, transfers, clause)
        reasons += [left] if left else []
    reasons += _receivers(context, transfers, person, clause, (args.from_at, args.until_at))
    if reasons:
        raise Declined(*reasons, about=person)
    asked = acts.Asked(
        absence=context.command,
        person=person,
        absence_kind=kind.id,
        from_at=args.from_at,
        until_at=args.until_at,
        reason=args.reason,
        where=args.where,
        mobile=mobile,
        landline=landline,
        transfers=transfers,
        allowed=allowed.reason if allowed else "",
    )
    return [Proposed(asked, clauses=tuple(dict.fromkeys((kind.clause, clause))))]


@verb("absence.entrust", right=Right.READ, scope="site")
def entrust(context: Context, args: Entrust) -> Decision:
    """Name another receiver for a line of the form, or add what came up since."""
    one = absence(context, args.absence)
    _need_own(context, one.person, one.key, one.post)
    _need_running(one)
    absences, kind = regime_of(context, one)
    work = {w.thing: w for w in open_work(context.book, one.person, context.now, context.place.zone)}
    before, clause = one.line(args.thing), form_clause(absences, kind)
    if before is None:
        rules.need_known((args.thing,), list(work.values()))
        transfer = _transfer(work[args.thing], args.to, args.note)
    else:
        deciding.need_reassignable(before)
        note = args.note or before.note
        transfer = acts.Transfer(
            thing=before.thing, source=before.source, text=before.text, post=before.post, to=args.to, note=note
        )
    time = (max(one.from_at, context.now), one.until_at)
    reasons = _receivers(context, (transfer,), one.person, clause, time)
    if reasons:
        raise Declined(*reasons, about=one.key)
    return [of_absence(one, acts.Entrusted(absence=one.key, transfer=transfer), clause)]


@verb("absence.accept", right=Right.READ, scope="site")
def accept(context: Context, args: Accept) -> Decision:
    """Take over work that a transfer form gives to oneself."""
    one = absence(context, args.absence)
    _need_running(one)
    lines = deciding.mine_of(one, args.things, context.actor.person, ("WAITING", "DECLINED"))
    accepted = acts.Accepted(absence=one.key, things=tuple(line.thing for line in lines))
    moved = given(context, one, lines) if one.status == "APPROVED" else ()
    return [of_absence(one, accepted, form_clause(*regime_of(context, one))), *moved]


@verb("absence.decline", right=Right.READ, scope="site")
def decline(context: Context, args: Decline) -> Decision:
    """Say that one does not take over what a transfer form gives to oneself."""
    one = absence(context, args.absence)
    _need_running(one)
    lines = deciding.mine_of(one, args.things, context.actor.person, ("WAITING",))
    declined = acts.Declined(absence=one.key, things=tuple(line.thing for line in lines), reason=args.reason)
    return [of_absence(one, declined, form_clause(*regime_of(context, one)))]


def _need_own(context: Context, person: str, about: str, post: str) -> None:
    supervises = context.actor.may(Right.SUPERVISE, post) or context.actor.site == "*"
    need_own(person, context.actor.person, about, supervises=supervises)


def _need_running(one: Absence) -> None:
    if one.status != "APPROVED":
        deciding.need_status(one, "ASKED")
    deciding.need_still_away(one)


def _form(context: Context, args: Ask, work: list[Work]) -> tuple[acts.Transfer, ...]:
    """Return the lines of the form as they read now: what was filled in, and what one only reads on coming back."""
    said = [one for one in args.transfers if one.thing]
    rules.need_each_once([one.thing for one in said], "transfers")
    rules.need_known([one.thing for one in said], work)
    known = {one.thing: one for one in work}
    lines = [_transfer(known[one.thing], one.to, one.note) for one in said]
    lines += [
        _transfer(one, "", "") for one in work if not one.wants_receiver and all(x.thing != one.thing for x in said)
    ]
    for number, one in enumerate((one for one in args.transfers if not one.thing and (one.text or one.to)), start=1):
        rules.need_whole(one.text, one.to, number)
        thing = f"other:{number}"
        lines.append(acts.Transfer(thing=thing, source="other", text=one.text, to=one.to, note=one.note))
    return tuple(lines)


def _transfer(work: Work, to: str, note: str) -> acts.Transfer:
    to = to if work.wants_receiver else ""
    return acts.Transfer(thing=work.thing, source=work.source, text=work.text, post=work.post, to=to, note=note)


def _receivers(
    context: Context, transfers: tuple[acts.Transfer, ...], person: str, clause: str, time: tuple[datetime, datetime]
) -> list[Reason]:
    receivers = tuple(dict.fromkeys(one.to for one in transfers if one.to))
    for one in receivers:
        org.member(context.book, one)
    away = queries.approved_away(context.book, receivers, *time)
    return rules.unfit_receivers(transfers, person, away, org.names(context.book, receivers), clause)
