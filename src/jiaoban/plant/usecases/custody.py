"""Verbs about things in custody: their register, movements, loans, counts, shortages."""

from typing import Annotated, Any

from pydantic import Field

from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybePhrase, MaybeRef, MaybeText, Moment, NewKey, Phrase, Ref, Text
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.kernel.words import Words
from jiaoban.plant import acts, queries
from jiaoban.plant.places import homes
from jiaoban.plant.rules import custody as rules
from jiaoban.plant.rules import places as at
from jiaoban.plant.rules import register
from jiaoban.plant.tables import CustodyItem
from jiaoban.plant.terms import Condition, CustodyKind, Movement
from jiaoban.plant.usecases.naming import Labels, Places, as_kept, who
from jiaoban.regime.counting import Count

MOST = 100_000


class RegisterCustody(Args):
    """A line of the register of things in custody, new or corrected. With `numbers` or `places`, `expected` follows
    from them; numbers that stand at the places need not be given beside them."""

    custody_item: NewKey = Field(title="物品键 Key")
    name: Phrase = Field(title="名称 Name")
    kind: CustodyKind = Field(title="种类 Kind")
    expected: int = Field(default=0, ge=0, le=MOST, title="应有数量 Expected")
    note: MaybeText = Field(default="", title="说明 Note")
    in_use: bool = Field(default=True, title="在册 In use")
    numbers: Labels = Field(default=(), max_length=200, title="编号 Numbers")
    components: Labels = Field(default=(), max_length=10, title="分项 Components")
    places: Places = Field(default=(), max_length=50, title="存放位置 Places")


class Move(Args):
    """Some of a thing in custody that came or went, how many, and why."""

    custody_item: Ref = Field(title="物品 Thing")
    movement: Movement = Field(title="变动 Movement")
    number: int = Field(ge=1, le=MOST, title="数量 Number")
    reason: Text = Field(title="原因 Reason")
    numbers: Labels = Field(default=(), max_length=200, title="编号 Numbers")
    place: MaybePhrase = Field(default="", title="存放位置 Place")


class Relocate(Args):
    """What is kept at another place from now on: which numbers, or how many from which place."""

    custody_item: Ref = Field(title="物品 Thing")
    numbers: Labels = Field(default=(), max_length=200, title="编号 Numbers")
    number: int = Field(default=0, ge=0, le=MOST, title="数量 Number")
    place: MaybePhrase = Field(default="", title="从哪里 From")
    to: Phrase = Field(title="移到哪里 To")
    reason: MaybeText = Field(default="", title="原因 Reason")


class LoanArgs(Args):
    """A loan: what, to somebody of the site (`person`) or another (`to`), and for which work."""

    custody_item: Ref = Field(title="物品 Thing")
    number: int = Field(default=1, ge=1, le=MOST, title="数量 Number")
    numbers: Labels = Field(default=(), max_length=200, title="编号 Numbers")
    place: MaybePhrase = Field(default="", title="存放位置 Place")
    person: MaybeRef = Field(default="", title="借用人 Lent to")
    to: MaybePhrase = Field(default="", title="外来人员 Outside person")
    purpose: Phrase = Field(title="用于什么工作 For which work")
    matter: MaybeRef = Field(default="", title="工作票 Work permit")


class Lend(LoanArgs):
    """What is lent, to somebody of the site (`person`) or another (`to`), for which work, to be back by when."""

    due_at: Moment | None = Field(default=None, title="归还时间 Due back")


class BringBack(Args):
    """What of a loan came back, and in which condition."""

    loan: Ref = Field(title="借用 Loan")
    number: int = Field(ge=1, le=MOST, title="数量 Number")
    numbers: Labels = Field(default=(), max_length=200, title="编号 Numbers")
    place: MaybePhrase = Field(default="", title="存放位置 Place")
    condition: Condition = Field(default="OK", title="状况 Condition")
    note: MaybeText = Field(default="", title="说明 Note")


class AgreeCount(Args):
    """How many there are agreed to be after a difference was looked into, and its cause."""

    custody_item: Ref = Field(title="物品 Thing")
    agreed: int = Field(ge=0, le=MOST, title="认定数量 Agreed")
    numbers: Labels = Field(default=(), max_length=200, title="编号 Numbers")
    places: Places = Field(default=(), max_length=50, title="存放位置 Places")
    cause: Text = Field(title="差异原因 Cause")
    occasion: MaybeRef = Field(default="", title="交接 Occasion")


class FoundArgs(Args):
    """What was found of one thing."""

    custody_item: Ref = Field(title="物品 Thing")
    found: int = Field(ge=0, le=MOST, title="实有数量 Found")
    condition: Condition = Field(default="OK", title="状况 Condition")
    note: MaybeText = Field(default="", title="说明 Note")
    numbers: Labels = Field(default=(), max_length=200, title="编号 Numbers")
    parts: dict[Phrase, Annotated[int, Field(ge=0, le=MOST)]] = Field(default={}, max_length=10, title="分项 Parts")
    places: Places = Field(default=(), max_length=50, title="在哪里 Places")


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
    rules.once_each(args.numbers, "numbers")
    rules.once_each(args.components, "components")
    rules.plain_names(args.components, "components")
    fields = args.model_dump() | _laid_out(args)
    if fields["numbers"]:
        out = {number for one in queries.loans_of(context.book, args.custody_item) for number in one.numbers_left}
        if out - set(fields["numbers"]):
            raise BadInput(
                "numbers",
                Words(zh=f"{'、'.join(sorted(out))} 已借出，不能少。", en=f"{', '.join(sorted(out))} is lent."),
                Words(zh="请把借出的编号也写上。", en="Name those that are lent as well."),
            )
        fields["expected"] = len(set(fields["numbers"]) - out)
    return [Proposed(acts.CustodyRegistered(**fields))]


def _laid_out(args: RegisterCustody) -> dict[str, Any]:
    """Return what of a line follows from the places at which it is kept; nothing where it is kept at none."""
    if not args.places:
        return {}
    said = as_kept(args.places)
    numbered = bool(args.numbers) or at.tells_numbers(said)
    places = at.laid_out(said, numbered=numbered)
    if args.components:
        raise BadInput(
            "components",
            Words(zh="分项和存放位置不能同时登记。", en="A thing has components or places, not both."),
            Words(zh="请只填一样。", en="Give one of the two."),
        )
    numbers = tuple(homes(places))
    if args.numbers and set(args.numbers) != set(numbers):
        odd = sorted(set(args.numbers) ^ set(numbers))
        raise BadInput(
            "places",
            Words(zh=f"{'、'.join(odd)} 只在一处写了。", en=f"{', '.join(odd)} stands in one of the two only."),
            Words(
                zh="每个编号写明一个位置；编号一栏可以不填。", en="Give each number one place, or leave numbers out."
            ),
        )
    return {"places": places, "numbers": numbers, "expected": at.total(places)}


@verb("plant.relocate", right=Right.WORK)
def relocate(context: Context, args: Relocate) -> Decision:
    """Keep some of a thing in custody at another place from now on."""
    line = find_line(context, args.custody_item)
    rules.once_each(args.numbers, "numbers")
    moved = acts.Relocated(**args.model_dump())
    return [at.relocate(line, moved, queries.loans_of(context.book, line.key))]


@verb("plant.move_custody", right=Right.WORK)
def move_custody(context: Context, args: Move) -> Decision:
    """Record that some of a thing in custody came or went: what there must be changes with it."""
    line = find_line(context, args.custody_item)
    moved = acts.CustodyMoved(**args.model_dump())
    return [rules.move(line, moved, supervises=context.actor.may(Right.SUPERVISE, context.place.post), most=MOST)]


@verb("plant.lend", right=Right.WORK)
def lend(context: Context, args: Lend) -> Decision:
    """Lend things out of custody, to somebody of the site or from outside, for a piece of work."""
    line = find_line(context, args.custody_item)
    name, person = borrower(context, args.person, args.to)
    if args.matter:
        matter = queries.matter(context.book, args.matter)
        if matter is None or matter.post != context.place.post:
            raise NotFound(f"matter {args.matter}", "matter")
    fields = args.model_dump(exclude={"person", "to"})
    lent = acts.Lent(loan=context.command, to=name, person=person, **fields)
    return [rules.lend(line, lent, queries.loans_of(context.book, line.key), context.now)]


@verb("plant.bring_back", right=Right.WORK)
def bring_back(context: Context, args: BringBack) -> Decision:
    """Take back what was lent, with its condition."""
    loan = queries.loan(context.book, args.loan)
    if loan is None or loan.post != context.place.post:
        raise NotFound(f"loan {args.loan}", "loan")
    line = queries.custody_item(context.book, loan.custody_item)
    assert line is not None
    return [rules.bring_back(line, loan, acts.BroughtBack(custody_item=loan.custody_item, **args.model_dump()))]


@verb("plant.agree_count", right=Right.SUPERVISE)
def agree_count(context: Context, args: AgreeCount) -> Decision:
    """Settle a difference of a count: so many there are agreed to be from now on, with the cause."""
    line = find_line(context, args.custody_item)
    said = args.model_dump() | {"places": as_kept(args.places)}
    agreed = acts.CountAgreed(expected=line.expected, **said)
    return [rules.agree(line, agreed, queries.loans_of(context.book, line.key))]


@verb("plant.count", right=Right.WORK)
def count(context: Context, args: CountArgs) -> Decision:
    """Count things in custody."""
    rules.once_each([one.custody_item for one in args.counts], "counts")
    lines = {line.key: line for line in queries.custody(context.book, context.place.post)}
    counts, rule = [], _rule(context)
    by_place = rule is not None and rule.by_place
    for place, one in enumerate(args.counts):
        if one.custody_item not in lines:
            raise NotFound(f"custody item {one.custody_item}", f"counts.{place}.custody_item")
        line = lines[one.custody_item]
        said = acts.Found(expected=line.expected, **one.model_dump() | {"places": as_kept(one.places)})
        out = queries.loans_of(context.book, line.key) if line.numbers else ()
        counts.append(rules.found(line, said, out, by_place=by_place, where=f"counts.{place}"))
    return [Proposed(acts.Counted(occasion=args.occasion, counts=tuple(counts)))]


@verb("plant.record_shortage", right=Right.WORK)
def record_shortage(context: Context, args: RecordShortage) -> Decision:
    """Record what is missing or damaged, with its cause."""
    return [rules.record_shortage(find_line(context, args.custody_item), acts.ShortageRecorded(**args.model_dump()))]


def _rule(context: Context) -> Count | None:
    """Return what the regime of the post says about counting; None without a regime, or where it says nothing."""
    if not context.place.regime:
        return None
    found: Count | None = context.packs(context.place.regime).handover.count
    return found


def borrower(context: Context, person: str, to: str) -> tuple[str, str]:
    """Return name and key ('' for somebody from outside) of whoever has what is lent; `BadInput` for nobody."""
    name, key = who(context, person, to)
    if not name:
        raise BadInput(
            "person",
            Words(zh="没有写明借给谁。", en="It is not said to whom."),
            Words(zh="请选择本站人员，或填写外来人员的姓名。", en="Choose somebody of the site or name somebody else."),
        )
    return name, key


def find_line(context: Context, key: str) -> CustodyItem:
    """Return a line of the register of this post that is in use; raises `NotFound`."""
    found = queries.custody_item(context.book, key)
    if found is None or found.post != context.place.post or not found.in_use:
        raise NotFound(f"custody item {key}", "custody_item")
    return found
