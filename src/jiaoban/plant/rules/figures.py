"""Figures: inside limits or not, plausible or not, explained or not. Reading them from text stands in `numbers`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Protocol

from jiaoban.kernel.refusal import BadInput, Declined
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.plant.acts import Corrected, Explained, Figure
from jiaoban.plant.limits import DEGREES, Doubt, Limits, degree_of, limits_in
from jiaoban.plant.rules.numbers import figure
from jiaoban.plant.tables import Parameter, Reading

__all__ = ["Before", "Said", "consumption", "correct", "explain", "figure", "judge", "judged", "need_new"]

JUMPS_WITHIN = timedelta(days=1)
"""A figure is compared with the one before only up to this age: after a standstill anything may be."""


class Before(Protocol):
    """The newest figure that was read earlier than this one."""

    @property
    def at(self) -> datetime: ...  # noqa: D102
    @property
    def value(self) -> str: ...  # noqa: D102
    @property
    def within(self) -> bool: ...  # noqa: D102
    @property
    def cause(self) -> str: ...  # noqa: D102
    @property
    def handling(self) -> str: ...  # noqa: D102
    @property
    def found_later(self) -> bool: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Said:
    """A figure as somebody tells it. `doubtful`: record it with a mark although it is not plausible."""

    value: str
    cause: str = ""
    handling: str = ""
    found_later: bool = False
    doubtful: bool = False


def judge(
    parameter: Parameter,
    text: str,
    where: str,
    *,
    state: str = "",
    mode: str = "",
    at: datetime | None = None,
    before: Before | None = None,
) -> Figure:
    """Return the figure beside the limits that held in the state and mode of its equipment, both ends inside.

    `BadInput` when it is no figure, or not plausible: outside of what the parameter can show, or too far from `before`.
    """
    return judged(parameter, Said(text), where, state=state, mode=mode, at=at, before=before)


def judged(
    parameter: Parameter,
    said: Said,
    where: str,
    *,
    state: str = "",
    mode: str = "",
    at: datetime | None = None,
    before: Before | None = None,
    ask: bool = False,
) -> Figure:
    """As `judge`, of a figure with what is said of it.

    A figure that is not plausible is recorded with a mark when it is said to be doubtful; what a counter cannot show is
    never recorded. With `ask`, a figure outside its limits wants cause and handling, or the word that they are found
    later: unless the excursion was explained by the figure before it. Process regimes ask so for every excursion.
    """
    value = figure(said.value, where)
    _counts(parameter, value, said.value, where)
    doubt = _doubt(parameter, value, at, before)
    if doubt and not said.doubtful:
        raise _implausible(parameter, said.value, doubt, before, where)
    limits, by = limits_in(parameter, state, mode)
    degree = degree_of(value, limits)
    if ask and degree and not _told(said) and not _goes_on(before):
        raise _unexplained(parameter, said.value, DEGREES[degree], where)
    return Figure(
        parameter=parameter.key,
        value=format(value, "f"),
        low=limits.low,
        high=limits.high,
        low_low=limits.low_low,
        high_high=limits.high_high,
        within=not degree,
        degree=degree,
        mode=by,
        doubt=doubt,
        cause=said.cause if degree else "",
        handling=said.handling if degree else "",
        found_later=said.found_later and bool(degree),
    )


def correct(
    parameter: Parameter,
    reading: Reading,
    said: Said,
    reason: str,
    *,
    by: str,
    supervises: bool,
    before: Before | None = None,
) -> Corrected:
    """Return the act that corrects a figure, judged by the limits that held when it was read.

    Declined for anybody but who wrote it and the shift supervisor, as for an entry of the log. `BadInput` for the
    figure that stands there already, and as for one that is read.
    """
    if by != reading.by and not supervises:
        raise Declined(
            plain(
                "not-the-author",
                "这个读数是别人记的。",
                "Somebody else wrote this figure down.",
                "请记录人本人或当班负责人更正。",
                "Its author or the shift supervisor can correct it.",
                who=("author", "supervisor"),
            ),
            about=parameter.key,
        )
    held = {name: getattr(reading, name) for name in ("low_low", "low", "high", "high_high")}
    then = parameter.model_copy(update={**held, "by_mode": ()})
    made = judged(then, said, "value", at=reading.at, before=before).model_copy(update={"mode": reading.mode})
    if Decimal(made.value) == Decimal(reading.value):
        raise BadInput(
            "value",
            Words(zh=f"原来记的就是 {reading.value}。", en=f"{reading.value} is what stands there."),
            Words(zh="请填写正确的读数。", en="Write the figure as it was."),
        )
    return Corrected(
        at=reading.at, figure=made, was=reading.value, was_seq=reading.seq, reason=reason, shift=reading.shift
    )


def need_new(parameter: Parameter, reading: Reading | None, value: str, clock: str, where: str) -> None:
    """Refuse another figure for a moment of which one was written down: that is a correction, and wants its reason."""
    if reading is None or figure(value, where) == Decimal(reading.value):
        return
    raise BadInput(
        where,
        Words(
            zh=f"{parameter.name} {clock} 已记 {reading.value}。",
            en=f"{parameter.name} was written down at {clock} as {reading.value}.",
        ),
        Words(zh="抄错的请在参数页上更正，写明原因。", en="Correct it on the page of the parameter, with the reason."),
    )


def consumption(begin: Decimal | None, end: Decimal | None, rolls_at: Decimal) -> Decimal | None:
    """Return how far a totalizer counted on; a smaller figure at the end means that it began again at 0 once."""
    if begin is None or end is None:
        return None
    return end - begin if end >= begin else end + rolls_at - begin


def explain(parameter: Parameter, at: datetime, cause: str, handling: str, limits: Limits | None) -> Explained:
    """Return the act that tells cause and handling of an excursion; `limits` None: nothing was read at this moment."""
    if limits is None:
        raise BadInput(
            "at",
            Words(zh=f"{parameter.name}在这一时刻没有超限的读数。", en=f"{parameter.name} was not outside then."),
            Words(zh="请从超限清单中选择。", en="Choose from the list of excursions."),
        )
    return Explained(parameter=parameter.key, at=at, cause=cause, handling=handling)


def _told(said: Said) -> bool:
    return bool(said.cause and said.handling) or said.found_later


def _goes_on(before: Before | None) -> bool:
    return before is not None and not before.within and bool((before.cause and before.handling) or before.found_later)


def _doubt(parameter: Parameter, value: Decimal, at: datetime | None, before: Before | None) -> Doubt:
    if (parameter.lowest and value < Decimal(parameter.lowest)) or (
        parameter.highest and value > Decimal(parameter.highest)
    ):
        return "RANGE"
    if not parameter.jump or before is None or at is None or not timedelta(0) < at - before.at <= JUMPS_WITHIN:
        return ""
    last = Decimal(before.value)
    step = consumption(last, value, Decimal(parameter.rolls_at)) if parameter.rolls_at else abs(value - last)
    return "JUMP" if step is not None and step > Decimal(parameter.jump) else ""


def _counts(parameter: Parameter, value: Decimal, text: str, where: str) -> None:
    if not parameter.rolls_at or 0 <= value < Decimal(parameter.rolls_at):
        return
    raise BadInput(
        where,
        Words(zh=f"{parameter.name}的读数不可能是 {text}。", en=f"The counter {parameter.name} cannot show {text}."),
        Words(zh=f"应从 0 起，小于 {parameter.rolls_at}。", en=f"From 0 on, below {parameter.rolls_at}."),
    )


def _implausible(parameter: Parameter, text: str, doubt: Doubt, before: Before | None, where: str) -> BadInput:
    mark_zh = "请核对小数点和单位；确实如此的，选「照记并标为可疑」。"
    mark_en = "Look at the decimal point and unit; if it is so, record it marked as doubtful."
    if doubt == "JUMP" and before is not None:
        return BadInput(
            where,
            Words(
                zh=f"{parameter.name}从 {before.value} 变到 {text}，变化超过 {parameter.jump}。",
                en=f"{parameter.name} went from {before.value} to {text}, by more than {parameter.jump}.",
            ),
            Words(zh=mark_zh, en=mark_en),
        )
    span = f"{parameter.lowest or '-∞'} ~ {parameter.highest or '∞'} {parameter.unit}".strip()
    return BadInput(
        where,
        Words(zh=f"{parameter.name}不可能是 {text}。", en=f"{parameter.name} cannot be {text}."),
        Words(zh=f"可信范围：{span}。{mark_zh}", en=f"Plausible: {span}. {mark_en}"),
    )


def _unexplained(parameter: Parameter, text: str, degree: Words, where: str) -> BadInput:
    return BadInput(
        where,
        Words(
            zh=f"{parameter.name} {text} 超限（{degree.zh}），还没有写原因和处理。",
            en=f"{parameter.name} {text} is outside its limits ({degree.en}); cause and handling are not told.",
        ),
        Words(zh="请填写原因和处理，或选「原因待查」。", en="Tell both, or say that they are found later."),
    )
