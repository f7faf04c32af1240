"""The verbs of periodic duties."""

from pydantic import Field

from jiaoban.duty import acts, queries, rules
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybeText, Ref, Text
from jiaoban.kernel.verbs import Args, Context, Decision, verb


class Do(Args):
    """A duty of the pack and the shift for which it was done."""

    duty: Ref = Field(title="例行工作 Duty")
    shift: Ref = Field(title="班次 Shift")
    note: MaybeText = Field(default="", title="说明 Note")
    photos: tuple[str, ...] = Field(default=(), max_length=20, title="照片 Photos")


class Excuse(Args):
    """Why a duty was not done in its shift."""

    duty: Ref = Field(title="例行工作 Duty")
    shift: Ref = Field(title="班次 Shift")
    reason: Text = Field(title="原因 Reason")


@verb("duty.do", right=Right.WORK)
def do(context: Context, args: Do) -> Decision:
    """Record that a periodic duty of the shift was done."""
    clause = _duty(context, args.duty)
    rules.need_undone(queries.one(context.book, context.place.post, args.duty, args.shift))
    done = acts.Done(duty=args.duty, shift=args.shift, note=args.note, photos=args.photos)
    return [Proposed(done, clauses=(clause,))]


@verb("duty.excuse", right=Right.WORK)
def excuse(context: Context, args: Excuse) -> Decision:
    """Write why a periodic duty was not done in its shift."""
    clause = _duty(context, args.duty)
    rules.need_undone(queries.one(context.book, context.place.post, args.duty, args.shift))
    return [Proposed(acts.Excused(duty=args.duty, shift=args.shift, reason=args.reason), clauses=(clause,))]


def _duty(context: Context, duty: str) -> str:
    """Return the clause of a duty of the regime in force."""
    pack = context.packs(context.place.regime) if context.place.regime else None
    duties = {one.id: one.clause for one in pack.handover.duties} if pack else {}
    rules.need_duty(duty, duties)
    return duties[duty]
