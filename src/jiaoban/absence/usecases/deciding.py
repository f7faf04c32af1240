"""Approving an absence with everything that wants another name, or not approving it."""

from operator import not_
from typing import Annotated

from pydantic import Field

from jiaoban.absence import acts
from jiaoban.absence.preview import busy, short
from jiaoban.absence.rules import asking, deciding
from jiaoban.absence.tables import Absence
from jiaoban.absence.usecases.around import absence, form_clause, of_absence, regime_of
from jiaoban.absence.usecases.asking import OfAbsence
from jiaoban.absence.usecases.moving import covered, given
from jiaoban.absence.work import open_work, stands
from jiaoban.kernel.access import Right
from jiaoban.kernel.deciding import need_entitled, need_other_than
from jiaoban.kernel.fields import MaybePhrase, MaybeRef, Phrase, Ref
from jiaoban.kernel.refusal import Declined, Reason
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.org import queries as org
from jiaoban.regime.absence import AbsenceKind, Absences
from jiaoban.roster.args import DESPITE, Despite
from jiaoban.roster.checked import speaks_for_any

MOST = 2000


class CoverArgs(Args):
    """A shift, duty or round of the absence (`thing`) and who sees to it instead; an empty name is none."""

    thing: Ref = Field(title="事项 What")
    person: MaybeRef = Field(default="", title="顶替人 Who")


class Approve(OfAbsence):
    """The approval. Duties and rounds that are not named go to whoever covers their shift."""

    covers: Annotated[tuple[CoverArgs, ...], Field(max_length=MOST)] = Field(default=(), title="顶替 Cover")
    note: MaybePhrase = Field(default="", title="说明 Note")
    despite: Despite = Field(default="", title=DESPITE, exclude_if=not_)


class Reject(OfAbsence):
    """Why it is not approved."""

    reason: Phrase = Field(title="原因 Reason")


@verb("absence.approve", right=Right.SUPERVISE)
def approve(context: Context, args: Approve) -> Decision:
    """Approve an absence; refused while something in that time has no other name."""
    one, absences, kind = _to_decide(context, args.absence)
    cover_clause = absences.cover.clause if absences.cover else kind.clause
    asking.need_each_once([cover.thing for cover in args.covers], "covers")
    said = {cover.thing: cover.person for cover in args.covers if cover.person}
    for person in dict.fromkeys(said.values()):
        org.member(context.book, person)
    found = stands(context.book, one.person, one.from_at, one.until_at, context.packs, context.now)
    language = context.packs(one.regime).head.tongue.language
    covers = deciding.covers_of(found, one.person, said, language)
    people = [cover.person for cover in covers if cover.person]
    names = org.names(context.book, [*people, *(line.to for line in one.lines)])
    reasons = _form_reasons(context, one, absences, kind, names)
    if absences.cover is not None:
        left = deciding.uncovered(found, covers, cover_clause)
        reasons += [left] if left else []
    reasons += deciding.unfit_covers(found, covers, one.person, busy(context.book, found, people), names, cover_clause)
    stood = {f"{cover.post}:{cover.shift}": cover.stands for cover in covers if cover.sort == "post"}
    if not reasons:
        reasons += short(context.book, found, stood, cover_clause)
    if reasons:
        raise Declined(*reasons, about=one.key)
    approved = acts.Approved(absence=one.key, covers=covers, note=args.note)
    taken = [line for line in one.lines if line.taken == "ACCEPTED" or not absences.transfer]
    return [
        of_absence(one, approved, kind.clause, cover_clause),
        *covered(context, one, covers, args.despite),
        *given(context, one, taken),
    ]


@verb("absence.reject", right=Right.SUPERVISE)
def reject(context: Context, args: Reject) -> Decision:
    """Do not approve an absence, with the reason."""
    one, _, kind = _to_decide(context, args.absence)
    return [of_absence(one, acts.Rejected(absence=one.key, reason=args.reason), kind.clause)]


def may_decide(context: Context, one: Absence) -> bool:
    """Say whether the actor decides about a request: it waits, is somebody else's, and the regime names them."""
    _, kind = regime_of(context, one)
    waits = one.status == "ASKED" and one.person != context.actor.person
    able = context.actor.may(Right.SUPERVISE, one.post)
    return waits and able and speaks_for_any(context, kind.approved_by, context.packs(one.regime))


def _to_decide(context: Context, key: str) -> tuple[Absence, Absences, AbsenceKind]:
    one = absence(context, key, here=True)
    absences, kind = regime_of(context, one)
    deciding.need_status(one, "ASKED")
    need_other_than(one.person, context.actor.person, one.key, kind.clause)
    pack = context.packs(one.regime)
    need_entitled(kind.approved_by, kind.clause, one.key, able=speaks_for_any(context, kind.approved_by, pack))
    return one, absences, kind


def _form_reasons(
    context: Context, one: Absence, absences: Absences, kind: AbsenceKind, names: dict[str, str]
) -> list[Reason]:
    """Return what is wrong with the form now: work that came up since, lines that nobody has taken over."""
    if absences.transfer is None:
        return []
    clause = form_clause(absences, kind)
    there = [acts.Transfer(thing=line.thing, source=line.source, text=line.text, to=line.to) for line in one.lines]
    work = open_work(context.book, one.person, context.now, context.place.zone)
    living = {w.thing for w in work}
    lines = [line for line in one.lines if line.source == "other" or line.thing in living]
    found = [asking.unassigned(work, there, clause)]
    if absences.transfer.accepted:
        found.append(deciding.not_accepted(lines, names, clause))
    return [reason for reason in found if reason is not None]
