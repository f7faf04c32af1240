"""Verbs about parameters: their register, the figures read."""

from typing import Annotated

from pydantic import Field, StringConstraints

from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybePhrase, MaybeRef, Moment, NewKey, Phrase, Ref
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.logbook.rules import check_moment
from jiaoban.plant import acts, queries
from jiaoban.plant.rules import figures
from jiaoban.plant.rules import register as rules
from jiaoban.plant.rules.custody import once_each

MaybeFigure = Annotated[str, StringConstraints(strip_whitespace=True, max_length=30)]
TypedFigure = Annotated[MaybeFigure, StringConstraints(min_length=1)]


class RegisterParameter(Args):
    """A line of the register of parameters, new or corrected. Figures are decimals as text; '' is none."""

    parameter: NewKey = Field(title="参数键 Key")
    name: Phrase = Field(title="名称 Name")
    unit: MaybePhrase = Field(default="", title="单位 Unit")
    group: Phrase = Field(title="分组 Group")
    low: MaybeFigure = Field(default="", title="下限 Low")
    high: MaybeFigure = Field(default="", title="上限 High")
    lowest: MaybeFigure = Field(default="", title="可信下限 Lowest plausible")
    highest: MaybeFigure = Field(default="", title="可信上限 Highest plausible")
    decimals: int = Field(default=1, ge=0, le=6, title="小数位 Decimals")
    equipment: MaybeRef = Field(default="", title="设备 Equipment")
    in_use: bool = Field(default=True, title="在册 In use")
    rolls_at: MaybeFigure = Field(default="", title="累积表翻转值 Totalizer begins again at")


class ReadFigure(Args):
    """One figure."""

    parameter: Ref = Field(title="参数 Parameter")
    value: TypedFigure = Field(title="数值 Value")


class Read(Args):
    """Figures read at one moment."""

    readings: tuple[ReadFigure, ...] = Field(min_length=1, max_length=200, title="读数 Readings")
    at: Moment | None = Field(default=None, title="抄表时间 Read at")


@verb("plant.register_parameter", right=Right.SUPERVISE)
def register_parameter(context: Context, args: RegisterParameter) -> Decision:
    """Enter a parameter of this post in the register, or correct its line."""
    there = queries.parameter(context.book, args.parameter)
    rules.own_post(args.parameter, there.post if there else None, context.place.post)
    if args.equipment and queries.equipment(context.book, args.equipment) is None:
        raise NotFound(f"equipment {args.equipment}", "equipment")
    return [rules.register_parameter(acts.ParameterRegistered(**args.model_dump()))]


@verb("plant.read", right=Right.WORK)
def read(context: Context, args: Read) -> Decision:
    """Record figures that were read; outside their limits they are marked."""
    once_each([one.parameter for one in args.readings], "readings")
    at = check_moment(args.at or context.now, now=context.now, where="at")
    register = {one.key: one for one in queries.parameters(context.book, context.place.post)}
    judged = []
    for place, one in enumerate(args.readings):
        if one.parameter not in register:
            raise NotFound(f"parameter {one.parameter}", f"readings.{place}.parameter")
        judged.append(figures.judge(register[one.parameter], one.value, f"readings.{place}.value"))
    shift = context.place.shift_at(at)
    return [Proposed(acts.Read(figures=tuple(judged), shift=shift.key if shift else ""), occurred_at=at)]
