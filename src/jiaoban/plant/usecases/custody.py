"""Verbs about things in custody: their register, counts, shortages."""

from pydantic import Field

from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybeText, NewKey, Phrase, Ref, Text
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.plant import acts, queries
from jiaoban.plant.rules import custody as rules
from jiaoban.plant.rules import register
from jiaoban.plant.tables import CustodyItem
from jiaoban.plant.terms import Condition, CustodyKind, Movement

MOST = 100_000


class RegisterCustody(Args):
    """A line of the register of things in custody, new or corrected."""

    custody_item: NewKey = Field(title="物品键 Key")
    name: Phrase = Field(title="名称 Name")
    kind: CustodyKind = Field(title="种类 Kind")
    expected: int = Field(ge=0, le=MOST, title="应有数量 Expected")
    note: MaybeText = Field(default="", title="说明 Note")
    in_use: bool = Field(default=True, title="在册 In use")


class Move(Args):
    """Some of a thing in custody that came or went, how many, and why."""

    custody_item: Ref = Field(title="物品 Thing")
    movement: Movement = Field(title="变动 Movement")
    number: int = Field(ge=1, le=MOST, title="数量 Number")
    reason: Text = Field(title="原因 Reason")


class FoundArgs(Args):
    """What was found of one thing."""

    custody_item: Ref = Field(title="物品 Thing")
    found: int = Field(ge=0, le=MOST, title="实有数量 Found")
    condition: Condition = Field(default="OK", title="状况 Condition")
    note: MaybeText = Field(default="", title="说明 Note")


class CountArgs(Args):
    """A count on an occasion, the key of a handover; it may be made in several parts."""

    occasion: Ref = Field(title="交接 Occasion")
    counts: tuple[FoundArgs, ...] = Field(min_length=1, max_length=200, title="清点 Counts")


class RecordShortage(Args):
    """What is missing (0: nothing, but something is damaged) and why."""

    occasion: Ref = Field(title="交接 Occasion")
    custody_item: Ref = Field(title="物品 Thing")
    missing: int = Field(ge=0, le=MOST, title="缺少数量 Missing")
    cause: Text = Field(title="原因 Cause")


@verb("plant.register_custody", right=Right.SUPERVISE)
def register_custody(context: Context, args: RegisterCustody) -> Decision:
    """Enter a thing in custody of this post in the register, or correct its line."""
    there = queries.custody_item(context.book, args.custody_item)
    register.own_post(args.custody_item, there.post if there else None, context.place.post)
    return [Proposed(acts.CustodyRegistered(**args.model_dump()))]


@verb("plant.move_custody", right=Right.WORK)
def move_custody(context: Context, args: Move) -> Decision:
    """Record that some of a thing in custody came or went: what there must be changes with it."""
    line = _line(context, args.custody_item)
    moved = acts.CustodyMoved(**args.model_dump())
    return [rules.move(line, moved, supervises=context.actor.may(Right.SUPERVISE, context.place.post), most=MOST)]


@verb("plant.count", right=Right.WORK)
def count(context: Context, args: CountArgs) -> Decision:
    """Count things in custody."""
    rules.once_each([one.custody_item for one in args.counts], "counts")
    lines = {line.key: line for line in queries.custody(context.book, context.place.post)}
    counts = []
    for place, one in enumerate(args.counts):
        if one.custody_item not in lines:
            raise NotFound(f"custody item {one.custody_item}", f"counts.{place}.custody_item")
        counts.append(acts.Found(expected=lines[one.custody_item].expected, **one.model_dump()))
    return [Proposed(acts.Counted(occasion=args.occasion, counts=tuple(counts)))]


@verb("plant.record_shortage", right=Right.WORK)
def record_shortage(context: Context, args: RecordShortage) -> Decision:
    """Record what is missing or damaged, with its cause."""
    return [rules.record_shortage(_line(context, args.custody_item), acts.ShortageRecorded(**args.model_dump()))]


def _line(context: Context, key: str) -> CustodyItem:
    found = queries.custody_item(context.book, key)
    if found is None or found.post != context.place.post or not found.in_use:
        raise NotFound(f"custody item {key}", "custody_item")
    return found
