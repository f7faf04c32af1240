"""Verbs about parameters: their register, the figures read, the causes of excursions."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from jiaoban.kernel.access import Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.fields import MaybePhrase, MaybeRef, MaybeText, Moment, NewKey, Phrase, Ref, Text
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.verbs import Args, Context, Decision, verb
from jiaoban.logbook.rules import check_moment
from jiaoban.plant import acts, measured, queries
from jiaoban.plant.limits import Limits, ModeLimits
from jiaoban.plant.rules import figures
from jiaoban.plant.rules import register as rules
from jiaoban.plant.rules.custody import once_each
from jiaoban.plant.rules.schedule import GRACE, MOST_GRACE
from jiaoban.plant.tables import Latest, Parameter, Reading

FEW = 20
"""Up to so many parameters are looked up one by one; the register of a post may have thousands."""
MaybeFigure = Annotated[str, StringConstraints(strip_whitespace=True, max_length=30)]
TypedFigure = Annotated[MaybeFigure, StringConstraints(min_length=1)]


class InMode(Args):
    """The limits that hold instead while the equipment is in a state or mode; '' is none."""

    mode: Phrase = Field(title="状态或运行方式 State or mode")
    low_low: MaybeFigure = Field(default="", title="低低限 LL")
    low: MaybeFigure = Field(default="", title="下限 Low")
    high: MaybeFigure = Field(default="", title="上限 High")
    high_high: MaybeFigure = Field(default="", title="高高限 HH")


class RegisterParameter(Args):
    """A line of the register of parameters, new or corrected. Figures are decimals as text; '' is none.

    `by_mode`: limits that hold instead in a state (RUNNING, STANDBY, MAINTENANCE, OUT) or operating mode of the
    equipment; `schedule`: hours as `08:00,20:00`, or an RFC 5545 rule; `grace`: minutes around the moment.
    """

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
    low_low: MaybeFigure = Field(default="", title="低低限 LL")
    high_high: MaybeFigure = Field(default="", title="高高限 HH")
    by_mode: tuple[InMode, ...] = Field(default=(), max_length=12, title="按运行方式的限值 Limits by mode")
    jump: MaybeFigure = Field(default="", title="一次最多变化 Greatest plausible jump")
    schedule: MaybePhrase = Field(default="", title="抄表时间 Schedule")
    grace: int = Field(default=GRACE, ge=1, le=MOST_GRACE, title="抄表宽限（分钟） Grace in minutes")


class ReadFigure(Args):
    """One figure. Of one outside its limits: cause and handling, or that they are found later. `doubtful`: record it
    with a mark although it is not plausible."""

    parameter: Ref = Field(title="参数 Parameter")
    value: TypedFigure = Field(title="数值 Value")
    cause: MaybeText = Field(default="", title="超限原因 Cause")
    handling: MaybeText = Field(default="", title="处理 Handling")
    found_later: bool = Field(default=False, title="原因待查 Found later")
    doubtful: bool = Field(default=False, title="照记并标为可疑 Record as doubtful")


class Read(Args):
    """Figures read at one moment. `ask`: refuse a figure outside its limits of which nothing is told."""

    readings: tuple[ReadFigure, ...] = Field(min_length=1, max_length=200, title="读数 Readings")
    at: Moment | None = Field(default=None, title="抄表时间 Read at")
    ask: bool = Field(default=False, title="超限须说明 Ask for causes")


class CorrectReading(Args):
    """What a figure was that had been written down wrongly, by the moment at which it was read, and why. `cause`,
    `handling`, `found_later` and `doubtful` as of a figure that is read."""

    parameter: Ref = Field(title="参数 Parameter")
    at: Moment = Field(title="抄表时间 Read at")
    value: TypedFigure = Field(title="正确的数值 Value")
    reason: Text = Field(title="更正原因 Reason")
    cause: MaybeText = Field(default="", title="超限原因 Cause")
    handling: MaybeText = Field(default="", title="处理 Handling")
    found_later: bool = Field(default=False, title="原因待查 Found later")
    doubtful: bool = Field(default=False, title="照记并标为可疑 Record as doubtful")


class Explain(Args):
    """Cause and handling of an excursion, by the moment of one of its figures."""

    parameter: Ref = Field(title="参数 Parameter")
    at: Moment = Field(title="超限时间 Read at")
    cause: Text = Field(title="超限原因 Cause")
    handling: Text = Field(title="处理 Handling")


@verb("plant.register_parameter", right=Right.SUPERVISE)
def register_parameter(context: Context, args: RegisterParameter) -> Decision:
    """Enter a parameter of this post in the register, or correct its line."""
    there = queries.parameter(context.book, args.parameter)
    rules.own_post(args.parameter, there.post if there else None, context.place.post)
    if args.equipment and queries.equipment(context.book, args.equipment) is None:
        raise NotFound(f"equipment {args.equipment}", "equipment")
    said = args.model_dump(exclude={"by_mode"})
    by_mode = tuple(ModeLimits(**one.model_dump()) for one in args.by_mode)
    line = acts.ParameterRegistered(**said, by_mode=by_mode)
    return [rules.register_parameter(line, equipment=bool(args.equipment))]


@verb("plant.read", right=Right.WORK)
def read(context: Context, args: Read) -> Decision:
    """Record figures that were read; outside their limits they are marked."""
    once_each([one.parameter for one in args.readings], "readings")
    at = check_moment(args.at or context.now, now=context.now, where="at")
    register = _register(context, [one.parameter for one in args.readings])
    for place, one in enumerate(args.readings):
        if one.parameter not in register:
            raise NotFound(f"parameter {one.parameter}", f"readings.{place}.parameter")
    asked = [register[one.parameter] for one in args.readings]
    modes = measured.modes_at(context.book, asked, at)
    newest = measured.latest_of(context.book, [one.key for one in asked])
    before = _before(context, newest, at)
    _need_new(context, args, register, newest, at)
    judged = [
        figures.judged(
            parameter,
            figures.Said(one.value, one.cause, one.handling, one.found_later, one.doubtful),
            f"readings.{place}.value",
            state=modes[parameter.key].state,
            mode=modes[parameter.key].mode,
            at=at,
            before=before.get(parameter.key),
            ask=args.ask,
        )
        for place, (parameter, one) in enumerate(zip(asked, args.readings, strict=True))
    ]
    shift = context.place.shift_at(at)
    return [Proposed(acts.Read(figures=tuple(judged), shift=shift.key if shift else ""), occurred_at=at)]


@verb("plant.correct_reading", right=Right.WORK)
def correct_reading(context: Context, args: CorrectReading) -> Decision:
    """Correct a figure that was written down wrongly; the old one stays legible beside it."""
    parameter = queries.parameter(context.book, args.parameter)
    if parameter is None or parameter.post != context.place.post:
        raise NotFound(f"parameter {args.parameter}", "parameter")
    reading = measured.reading_at(context.book, parameter.key, args.at)
    if reading is None:
        raise NotFound(f"reading of {parameter.key} at {args.at}", "at")
    said = figures.Said(args.value, args.cause, args.handling, args.found_later, args.doubtful)
    made = figures.correct(
        parameter,
        reading,
        said,
        args.reason,
        by=context.actor.person,
        supervises=context.actor.may(Right.SUPERVISE, context.place.post),
        before=next(iter(queries.readings(context.book, parameter.key, until=reading.at, limit=1)), None),
    )
    return [Proposed(made)]


@verb("plant.explain", right=Right.WORK)
def explain(context: Context, args: Explain) -> Decision:
    """Tell cause and handling of an excursion."""
    parameter = queries.parameter(context.book, args.parameter)
    if parameter is None or parameter.post != context.place.post:
        raise NotFound(f"parameter {args.parameter}", "parameter")
    reading = measured.reading_at(context.book, parameter.key, args.at)
    outside = Limits(low=reading.low, high=reading.high) if reading is not None and not reading.within else None
    return [Proposed(figures.explain(parameter, args.at, args.cause, args.handling, outside))]


def _register(context: Context, keys: list[str]) -> dict[str, Parameter]:
    """Return the parameters in use of the post among these."""
    if len(keys) > FEW:
        return {one.key: one for one in queries.parameters(context.book, context.place.post)}
    found = (queries.parameter(context.book, key) for key in keys)
    return {one.key: one for one in found if one is not None and one.in_use and one.post == context.place.post}


def _before(context: Context, newest: Iterable[Latest], at: datetime) -> dict[str, Reading | Latest]:
    """Return the newest figure of each parameter that was read before `at`."""
    found: dict[str, Reading | Latest] = {}
    for one in newest:
        if one.at < at:
            found[one.parameter] = one
        elif earlier := queries.readings(context.book, one.parameter, until=at, limit=1):  # told late, or told again
            found[one.parameter] = earlier[0]
    return found


def _need_new(
    context: Context, args: Read, register: dict[str, Parameter], newest: Iterable[Latest], at: datetime
) -> None:
    """Refuse another figure for a moment of which one stands there. Looks only where something as new was read."""
    as_new = {one.parameter for one in newest if one.at >= at}
    for place, one in enumerate(args.readings):
        if one.parameter in as_new:
            there = measured.reading_at(context.book, one.parameter, at)
            clock = context.place.clock(at)
            figures.need_new(register[one.parameter], there, one.value, clock, f"readings.{place}.value")
