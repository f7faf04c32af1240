"""Figures: decimals as people type them, inside limits or not, plausible or not."""

import re
import unicodedata
from decimal import Decimal

from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words
from jiaoban.plant.acts import Figure
from jiaoban.plant.tables import Parameter

_FIGURE = re.compile(r"[+-]?\d{1,15}(\.\d{1,9})?", re.ASCII)


def figure(text: str, where: str) -> Decimal:
    """Return the decimal that somebody typed, full-width digits included; `BadInput` when it is none."""
    typed = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    if not _FIGURE.fullmatch(typed):
        raise BadInput(
            where,
            Words(zh=f"「{text}」不是数值。", en=f"'{text}' is no figure."),
            Words(zh="请填写如 372.15 的数值，不带单位。", en="Write a figure like 372.15, without unit."),
        )
    return Decimal(typed)


def judge(parameter: Parameter, text: str, where: str) -> Figure:
    """Return the figure beside its limits, both ends inside; `BadInput` when it is outside what is plausible at all."""
    value = figure(text, where)
    if parameter.rolls_at and not 0 <= value < Decimal(parameter.rolls_at):
        raise BadInput(
            where,
            Words(
                zh=f"{parameter.name}的读数不可能是 {text}。", en=f"The counter {parameter.name} cannot show {text}."
            ),
            Words(zh=f"应从 0 起，小于 {parameter.rolls_at}。", en=f"From 0 on, below {parameter.rolls_at}."),
        )
    if not _between(parameter.lowest, value, parameter.highest):
        span = f"{parameter.lowest or '-∞'} ~ {parameter.highest or '∞'} {parameter.unit}".strip()
        raise BadInput(
            where,
            Words(zh=f"{parameter.name}不可能是 {text}。", en=f"{parameter.name} cannot be {text}."),
            Words(
                zh=f"可信范围：{span}。请核对小数点和单位。",
                en=f"Plausible: {span}. Look at the decimal point and unit.",
            ),
        )
    return Figure(
        parameter=parameter.key,
        value=format(value, "f"),
        low=parameter.low,
        high=parameter.high,
        within=_between(parameter.low, value, parameter.high),
    )


def _between(low: str, value: Decimal, high: str) -> bool:
    return not (low and value < Decimal(low)) and not (high and value > Decimal(high))
