"""Verbs about equipment: its register, its state and mode."""

from pydantic import Field

from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybePhrase, MaybeRef, MaybeText, Moment, NewKey, Phrase, Ref
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.kernel.words import Words
from jiaoban.logbook.rules import check_moment
from jiaoban.plant import acts, queries
from jiaoban.plant.rules import register as rules
from jiaoban.plant.terms import EquipmentState


class RegisterEquipment(Args):
    """A line of the equipment register, new or corrected."""

    equipment: NewKey = Field(title="设备键 Key")
    code: Phrase = Field(title="编号 Code")
    name: Phrase = Field(title="名称 Name")
    parent: MaybeRef = Field(default="", title="上级设备 Part of")
    kind: MaybePhrase = Field(default="", title="类型 Kind")
    in_use: bool = Field(default=True, title="在册 In use")


class SetState(Args):
    """State and mode of equipment; what is left out stays as it is."""

    equipment: Ref = Field(title="设备 Equipment")
    state: EquipmentState | None = Field(default=None, title="状态 State")
    mode: MaybePhrase | None = Field(default=None, title="运行方式 Mode")
    note: MaybeText = Field(default="", title="说明 Note")
    occurred_at: Moment | None = Field(default=None, title="发生时间 Happened")


@verb("plant.register_equipment", right=Right.SUPERVISE)
def register_equipment(context: Context, args: RegisterEquipment) -> Decision:
    """Enter equipment of this post in the register, or correct its line."""
    there = queries.equipment(context.book, args.equipment)
    rules.own_post(args.equipment, there.post if there else None, context.place.post)
    line = acts.EquipmentRegistered(**args.model_dump())
    return [rules.register_equipment(line, lambda key: queries.equipment(context.book, key))]


@verb("plant.set_state", right=Right.WORK)
def set_state(context: Context, args: SetState) -> Decision:
    """Record the state and operating mode of equipment."""
    there = queries.equipment(context.book, args.equipment)
    if there is None or there.post != context.place.post:
        raise NotFound(f"equipment {args.equipment}", "equipment")
    state = args.state or there.state
    mode = there.mode if args.mode is None else args.mode
    if (state, mode) == (there.state, there.mode) and there.changed_at is not None and not args.note:
        raise BadInput(
            "state",
            Words(zh="状态和运行方式都没有变化。", en="Neither state nor mode would change."),
            Words(zh="请填写新的状态、运行方式或说明。", en="Give a new state, mode or note."),
        )
    happened = check_moment(args.occurred_at or context.now, now=context.now)
    payload = acts.StateSet(equipment=there.key, state=state, mode=mode, note=args.note)
    return [Proposed(payload, occurred_at=happened)]
