"""The verb by which a person fills in a checklist."""

from dataclasses import replace
from datetime import datetime

from pydantic import Field

from jiaoban.duty import acts, checking
from jiaoban.duty.ruled import duties_at
from jiaoban.duty.rules import checking as rules
from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybeRef, MaybeText, Ref
from jiaoban.kernel.verbs import Args, Context, Decision, as_part, verb
from jiaoban.regime.everyday import Checklist


class FillIn(Args):
    """A checklist of the regime, with the lines that are fine, and by line what is wrong with the others. The shift is
    left out where only one can be filled in now."""

    checklist: Ref = Field(title="检查表 Checklist")
    shift: MaybeRef = Field(default="", title="班次 Shift")
    fine: tuple[Ref, ...] = Field(default=(), max_length=100, title="正常 Fine")
    found: dict[str, MaybeText] = Field(default={}, max_length=100, title="发现的问题 Found")


@verb("duty.fill_in", right=Right.WORK)
def fill_in(context: Context, args: FillIn) -> Decision:
    """Fill in one's checklist of a shift; each finding becomes an item to be dealt with."""
    duties = duties_at(context.place, context.packs)
    checklist = rules.need_checklist(args.checklist, duties.checklists if duties else ())
    found = checking.around(context.book, context.place, context.packs, context.now)
    mine = [one for one in found if one.person == context.actor.person]
    turn = rules.need_turn(checklist, mine, args.shift, context.now)
    wrong = rules.need_answers(turn.checklist, args.fine, args.found)
    lines, items = [], []
    for line in turn.checklist.lines:
        if line.id in wrong:
            part = replace(context, command=f"{context.command}.{line.id}")
            what = f"{line.title.zh}：{wrong[line.id]}"
            items += _item(part, what, turn.checklist, context.now)
            lines.append(acts.LineFound(line=line.id, text=wrong[line.id], item=part.command))
    filled = acts.FilledIn(
        checklist=checklist.id,
        shift=turn.shift.key,
        fine=tuple(line.id for line in turn.checklist.lines if line.id not in wrong),
        found=tuple(lines),
        late=context.now > turn.due_at,
    )
    return [Proposed(filled, clauses=(turn.checklist.clause,)), *items]


def _item(context: Context, what: str, checklist: Checklist, now: datetime) -> list[Proposed]:
    said = {"what": what, "due_at": now + checklist.within, "origin": checklist.id}
    return list(as_part(context, "followup.report_finding", said))
