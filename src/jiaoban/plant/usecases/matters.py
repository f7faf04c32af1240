"""Verbs about matters: open, advance, note, mark unclear, clear up."""

from typing import Annotated

from pydantic import Field

from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybePhrase, MaybeRef, MaybeText, Moment, Phrase, Ref, Text
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.plant import acts, queries
from jiaoban.plant.lives import LIVES, MatterKind
from jiaoban.plant.rules import matters as rules
from jiaoban.plant.tables import Matter
from jiaoban.plant.terms import Severity

Role = Annotated[str, Field(pattern=r"^[a-z_]{1,30}$")]
StateCode = Annotated[str, Field(pattern=r"^[A-Z_]{1,20}$")]


class OpenMatter(Args):
    """A matter that came up. Changes need equipment, before and after."""

    kind: MatterKind = Field(title="种类 Kind")
    title: Phrase = Field(title="标题 Title")
    text: MaybeText = Field(default="", title="情况 Text")
    equipment: MaybeRef = Field(default="", title="设备 Equipment")
    subject: MaybeRef = Field(default="", title="交接对象 Subject")
    severity: Severity = Field(default="", title="等级 Severity")
    before: MaybePhrase = Field(default="", title="变动前 Before")
    after: MaybePhrase = Field(default="", title="变动后 After")
    number: MaybePhrase = Field(default="", title="票号 Number")
    people: dict[Role, Phrase] = Field(default={}, max_length=10, title="人员 People by role")
    occurred_at: Moment | None = Field(default=None, title="发生时间 Happened")


class OfMatter(Args):
    """A verb about a matter."""

    matter: Ref = Field(title="事项 Matter")


class Advance(OfMatter):
    """The state that a matter enters."""

    state: StateCode = Field(title="状态 State")
    note: MaybeText = Field(default="", title="说明 Note")
    occurred_at: Moment | None = Field(default=None, title="发生时间 Happened")


class Note(OfMatter):
    """What is to be written on a matter."""

    text: Text = Field(title="内容 Text")


class MarkUnclear(OfMatter):
    """Why an order is unclear."""

    why: Text = Field(title="不明确之处 Why")


class ClearUp(OfMatter):
    """How an unclear order was cleared up."""

    how: Text = Field(title="澄清结果 How")


@verb("plant.open_matter", right=Right.WORK)
def open_matter(context: Context, args: OpenMatter) -> Decision:
    """Open a matter: an accident, a defect, a permit, an order."""
    if args.equipment and queries.equipment(context.book, args.equipment) is None:
        raise NotFound(f"equipment {args.equipment}", "equipment")
    fields = args.model_dump(exclude={"occurred_at"})
    opened = acts.MatterOpened(matter=context.command, state=LIVES[args.kind].first, **fields)
    return rules.open_matter(opened, _telling(context, args))


@verb("plant.advance", right=Right.WORK)
def advance(context: Context, args: Advance) -> Decision:
    """Bring a matter into the next state of its life."""
    return rules.advance(_matter(context, args), args.state, args.note, _telling(context, args))


@verb("plant.note", right=Right.WORK)
def note(context: Context, args: Note) -> Decision:
    """Write progress or a remark on a matter."""
    return [Proposed(acts.Noted(matter=_matter(context, args).key, text=args.text))]


@verb("plant.mark_unclear", right=Right.WORK)
def mark_unclear(context: Context, args: MarkUnclear) -> Decision:
    """Mark an order as unclear."""
    return [rules.mark_unclear(_matter(context, args), args.why)]


@verb("plant.clear_up", right=Right.WORK)
def clear_up(context: Context, args: ClearUp) -> Decision:
    """Record how an unclear order was cleared up."""
    return [rules.clear_up(_matter(context, args), args.how)]


def _matter(context: Context, args: OfMatter) -> Matter:
    found = queries.matter(context.book, args.matter)
    if found is None or found.post != context.place.post:
        raise NotFound(f"matter {args.matter}", "matter")
    return found


def _telling(context: Context, args: OpenMatter | Advance) -> rules.Telling:
    return rules.Telling(
        entry=f"{context.command}.log", happened=args.occurred_at, place=context.place, now=context.now
    )
