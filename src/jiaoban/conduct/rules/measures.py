"""The measures of a step as they would be decided: figures, points, months; and how they are called. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_UP, Decimal

from jiaoban.conduct.acts import Taken
from jiaoban.conduct.tables import CaseMeasure
from jiaoban.conduct.terms import EFFECTS, MEASURES, POINTS, SCOPES
from jiaoban.kernel.months import month_after
from jiaoban.kernel.words import Words
from jiaoban.regime.ladders import Ladders, LadderStep, Measure

SAID = ("figure", "make-good")
"""Measures that name a sum."""
NONE = Words(zh="不作处理", en="nothing follows")


def measures_of(
    step: LadderStep, number: int, nth: int, said: Ladders, missing: Decimal | None, day: date
) -> tuple[Taken, ...]:
    """Return the measures of a step for the n-th time, decided on a local day. `number`: which step it is; `missing`:
    what is to be made good."""
    return tuple(_measure(one, number, nth, said, missing, day) for one in step.measures)


def _measure(one: Measure, number: int, nth: int, said: Ladders, missing: Decimal | None, day: date) -> Taken:
    if one.kind == "make-good":
        return Taken(kind=one.kind, amount=missing, says=one.says)
    if one.kind == "figure":
        assert one.amount is not None
        amount = one.amount + (one.adds or 0) * max(0, nth - number)
        return _figure(amount, one, said)
    if one.kind == "effect":
        months = {"n": nth, "n-1": nth - 1}.get(str(one.months)) if isinstance(one.months, str) else one.months
        first = month_after(day)
        after = first
        for _ in range(months or 0):
            after = month_after(after)
        return Taken(kind=one.kind, effect=one.effect, what=one.what or "", first=first, after=after, says=one.says)
    return Taken(kind=one.kind, scope=one.scope or "", says=one.says)


def _figure(amount: Decimal, one: Measure, said: Ladders) -> Taken:
    if said.figures == "money":
        return Taken(kind="figure", amount=amount, says=one.says)
    if one.points is not None and not one.adds:
        return Taken(kind="figure", points=one.points, says=one.says)
    assert said.per_point is not None
    points = int((amount / said.per_point).to_integral_value(ROUND_UP))
    return Taken(kind="figure", points=points, says=one.says)


def named(step: LadderStep, number: int, said: Ladders, day: date) -> Words:
    """Return what a step names, in words, whoever's case it is: months by their number, not by the calendar."""
    if step.says is not None:
        return step.says
    found = []
    for one, taken in zip(step.measures, measures_of(step, number, number, said, None, day), strict=True):
        words = name(taken.model_copy(update={"first": None}), said.currency)
        if one.kind == "effect":
            zh, en = (f"{one.months} 个月", f"{one.months} months, n being which time it is")
            if isinstance(one.months, int):
                en = f"{one.months} month{'s' if one.months > 1 else ''}"
            words = Words(zh=f"{words.zh}（下个月起 {zh}）", en=f"{words.in_('en')} (from the next month, {en})")
        found.append(words)
    return Words(zh="、".join(one.zh for one in found), en=", ".join(one.in_("en") for one in found))


def figure_of(measures: Iterable[Taken | CaseMeasure]) -> Decimal | None:
    """Return the figure among measures, in points where they are points; None where there is none."""
    found = [one.amount if one.points is None else Decimal(one.points) for one in measures if one.kind == "figure"]
    return sum((one for one in found if one is not None), Decimal(0)) if found else None


def with_figure(measures: Sequence[Taken], figure: Decimal) -> tuple[Taken, ...]:
    """Return the measures with another figure, in the unit that they have."""
    return tuple(
        one
        if one.kind != "figure"
        else one.model_copy(update={"points": int(figure)} if one.points is not None else {"amount": figure})
        for one in measures
    )


def called(measures: Iterable[Taken | CaseMeasure], currency: Words) -> Words:
    """Return the measures in words; that nothing follows where there is none."""
    said = [name(one, currency) for one in measures]
    if not said:
        return NONE
    return Words(zh="、".join(one.zh for one in said), en=", ".join(one.in_("en") for one in said))


def name(one: Taken | CaseMeasure, currency: Words) -> Words:
    """Return what a measure is called, with its figure or its months."""
    if one.kind == "figure":
        number, unit = (one.amount, currency) if one.points is None else (Decimal(one.points), POINTS)
        said = plain(number or Decimal(0))
        english = "point" if said == "1" and one.points is not None else unit.in_("en")
        return Words(zh=f"{said} {unit.zh}", en=f"{said} {english}")
    words = one.says or (SCOPES.get(one.scope) if one.scope else None) or _usual(one)
    if one.kind == "make-good" and one.amount is not None:
        said = plain(one.amount)
        return Words(zh=f"{words.zh} {said} {currency.zh}", en=f"{words.in_('en')} of {said} {currency.in_('en')}")
    if one.kind == "effect" and one.first and one.after:
        last = _months(one.first, one.after)
        return Words(zh=f"{words.zh}（{last}）", en=f"{words.in_('en')} ({last})")
    return words


def _usual(one: Taken | CaseMeasure) -> Words:
    return EFFECTS[one.effect] if one.effect else MEASURES[one.kind]


def _months(first: date, after: date) -> str:
    """Return the months of an effect: 2026-04, or 2026-04 – 2026-05."""
    before = after.year * 12 + after.month - 2
    last = f"{before // 12:04d}-{before % 12 + 1:02d}"
    return last if last == f"{first:%Y-%m}" else f"{first:%Y-%m} – {last}"


def plain(amount: Decimal) -> str:
    """Return a sum without needless zeros: 100, 99.5."""
    said = f"{amount:.2f}"
    return said.rstrip("0").rstrip(".")
