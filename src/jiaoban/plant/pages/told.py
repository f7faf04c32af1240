"""What forms of figures hold, on the sheet of readings and at a point of a round: what is sent of them, and what is
shown again beside each when they were not taken."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from jiaoban.kernel.refusal import BadInput
from jiaoban.plant import measured
from jiaoban.plant.limits import DEGREES, Limits, degree_of, limits_in
from jiaoban.plant.measured import ModeAt
from jiaoban.plant.rules.figures import JUMPS_WITHIN
from jiaoban.plant.rules.numbers import figure
from jiaoban.plant.tables import Latest, Parameter
from jiaoban.web.answer import Answer
from jiaoban.web.desk import Desk

FIELDS = {"cause": "cause", "handling": "handling", "later": "found_later", "doubtful": "doubtful"}
"""What is told of a figure beside it: field of the form (with the parameter behind a dot), argument of the verb."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody typed of a parameter, what is wrong with it, and beyond which limit it is, in words."""

    typed: str = ""
    error: str = ""
    outside: str = ""
    cause: str = ""
    handling: str = ""
    later: bool = False
    doubtful: bool = False


def filled(values: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (parameter, figure) of the fields that were filled in, in their order."""
    named = [(name.partition(".")[2], value) for name, value in values.items() if name.startswith("figure.")]
    return [(key, value) for key, value in named if value.strip()]


def said_of(typed: QueryDict) -> Iterator[tuple[str, str]]:
    """Yield the arguments `readings.0.parameter` ... of the figures that were filled in; empty fields are left out."""
    for number, (key, value) in enumerate(filled({name: str(value) for name, value in typed.items()})):
        yield f"readings.{number}.parameter", key
        yield f"readings.{number}.value", value
        for field, argument in FIELDS.items():
            if text := str(typed.get(f"{field}.{key}", "")).strip():
                yield f"readings.{number}.{argument}", text


def again(desk: Desk, answer: Answer, parameters: Iterable[Parameter]) -> dict[str, Told]:
    """Return by parameter what was typed, each mistake beside its figure."""
    every = list(parameters)
    modes = measured.modes_at(desk.book, every, desk.now)
    sent = filled({name: answer.typed(name) for name in answer.values})
    errors = {
        sent[int(parts[1])][0]: "".join(said)
        for where, said in answer.errors.items()
        if len(parts := where.split(".")) > 1 and parts[1].isdigit() and int(parts[1]) < len(sent)
    }
    return {one.key: _told(desk, answer, one, errors.get(one.key, ""), modes[one.key]) for one in every}


def _told(desk: Desk, answer: Answer, one: Parameter, error: str, mode: ModeAt) -> Told:
    typed = answer.typed(f"figure.{one.key}")
    return Told(
        typed=typed,
        error=error,
        outside=_outside(desk, one, typed, mode) if typed.strip() else "",
        cause=answer.typed(f"cause.{one.key}"),
        handling=answer.typed(f"handling.{one.key}"),
        later=bool(answer.typed(f"later.{one.key}")),
        doubtful=bool(answer.typed(f"doubtful.{one.key}")),
    )


def _outside(desk: Desk, one: Parameter, typed: str, mode: ModeAt) -> str:
    try:
        value = figure(typed, "value")
    except BadInput:
        return ""
    limits, _ = limits_in(one, mode.state, mode.mode)
    degree = degree_of(value, limits)
    return desk.words(DEGREES[degree]) if degree else ""


def attributes(desk: Desk, one: Parameter, limits: Limits, latest: Latest | None) -> SafeString:
    """Return what the page's own module needs to mark a figure while it is typed, as attributes of its field."""
    last = latest.value if latest is not None and desk.now - latest.at <= JUMPS_WITHIN else ""
    running = latest is not None and not latest.within and (bool(latest.cause) or latest.found_later)
    given = {
        "low-low": limits.low_low,
        "low": limits.low,
        "high": limits.high,
        "high-high": limits.high_high,
        "lowest": one.lowest,
        "highest": one.highest,
        "jump": one.jump if last and not one.rolls_at else "",
        "last": last if one.jump else "",
        "told": "1" if running else "",
    }
    return mark_safe("".join(f' data-{name}="{escape(text)}"' for name, text in given.items() if text))  # noqa: S308
