"""The verbs of the periodic duties of a shift."""

from pydantic import Field

from jiaoban.duty import acts, queries
from jiaoban.duty.rules import shift as rules
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybeRef, MaybeText, Ref, Sha256, Text
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.regime.duties import Duty


class OfDuty(Args):
    """A duty of the regime and its shift, by key; the shift is left out when it is the one running now."""

    duty: Ref = Field(title="例行工作 Duty")
    shift: MaybeRef = Field(default="", title="班次 Shift")


class Do(OfDuty):
    """A duty that was done. `photos` are names of pictures stored before."""

    note: MaybeText = Field(default="", title="说明 Note")
    photos: tuple[Sha256, ...] = Field(default=(), max_length=20, title="照片 Photos")


class Excuse(OfDuty):
    """Why a duty was not done in its shift. `photos` as of one that was done."""

    reason: Text = Field(title="原因 Reason")
    photos: tuple[Sha256, ...] = Field(default=(), max_length=20, title="照片 Photos")


@verb("duty.do", right=Right.WORK)
def do(context: Context, args: Do) -> Decision:
    """Record that a periodic duty of the shift was done."""
    shift, clause = _due(context, args)
    done = acts.Done(duty=args.duty, shift=shift, note=args.note, photos=args.photos)
    return [Proposed(done, clauses=(clause,))]


@verb("duty.excuse", right=Right.WORK)
def excuse(context: Context, args: Excuse) -> Decision:
    """Write why a periodic duty was not done in its shift."""
    shift, clause = _due(context, args)
    excused = acts.Excused(duty=args.duty, shift=shift, reason=args.reason, photos=args.photos)
    return [Proposed(excused, clauses=(clause,))]


def _due(context: Context, args: OfDuty) -> tuple[str, str]:
    """Return the key of the shift and the clause of a duty that falls into it and is not done yet."""
    duty = _duty(context, args.duty)
    shift = rules.shift_of(context.place, args.shift, context.now)
    rules.need_falling(duty, shift, context.place)
    rules.need_undone(queries.one(context.book, context.place.post, args.duty, shift.key))
    return shift.key, duty.clause


def _duty(context: Context, duty: str) -> Duty:
    """Return a duty of the regime in force."""
    pack = context.packs(context.place.regime) if context.place.regime else None
    duties: dict[str, Duty] = {one.id: one for one in pack.handover.duties} if pack else {}
    rules.need_duty(duty, duties)
    return duties[duty]
