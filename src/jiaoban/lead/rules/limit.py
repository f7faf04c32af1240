"""Who led too many customers without result in a month, and may not follow any in the next. Pure."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from jiaoban.kernel.months import month_after
from jiaoban.kernel.zones import clock_of, first
from jiaoban.lead.rules.facts import Fact, by_then, stretches
from jiaoban.lead.rules.leading import Period, first_result, periods
from jiaoban.regime.owning import Leader, Limit


@dataclass(frozen=True, slots=True)
class Led:
    """A time in which a person led a customer. `result_at`: when the first result came that counts; `last`: nobody led
    the customer after them."""

    lead: str
    period: Period
    result_at: datetime | None
    last: bool

    def succeeded(self, until: datetime) -> bool:
        """Say whether a result came before a moment, and not after the customer had passed on."""
        if self.result_at is None or self.result_at >= until:
            return False
        ends_at = self.period.ends_at
        passed = ends_at is not None and ends_at == self.period.passes_at
        return ends_at is None or self.result_at < ends_at or (self.result_at == ends_at and not passed)


@dataclass(frozen=True, slots=True)
class Share:
    """The customers that a person led in a month (named by its first day), and those of them without result. `reached`:
    so many that the person may not follow customers in the next month."""

    person: str
    month: date
    led: tuple[str, ...]
    without: tuple[str, ...]
    reached: bool


def month_of(moment: datetime, zone: str) -> date:
    """Return the first day of the month of a moment by the clock of a place."""
    return moment.astimezone(clock_of(zone)).date().replace(day=1)


def month_before(month: date) -> date:
    """Return the first day of the month before."""
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def begin_of(month: date, zone: str) -> datetime:
    """Return the moment (UTC) at which a month begins at a place."""
    return first(datetime.combine(month, time()), zone)


def led_by(lead: str, facts: Iterable[Fact], rule: Leader, zone: str, until: datetime) -> list[Led]:
    """Return who led a customer when, by what had happened at `until`, as if everybody might follow: what stays with
    somebody only because the other side may not take it is not held against them."""
    made: list[Led] = []
    for stretch in stretches(by_then(facts, until)):
        found = periods(stretch, rule, zone, lambda _person, _moment: True, until)
        result = first_result(stretch, rule)
        made += [Led(lead, one, result, place == len(found) - 1) for place, one in enumerate(found)]
    return made


def share(
    person: str,
    month: date,
    led: Iterable[Led],
    rule: Limit,
    zone: str,
    until: datetime,
    barred: Callable[[date], bool],
) -> Share:
    """Return how many customers a person led in a month and how many stayed without result, as it stands at `until`.

    `barred(month)` says whether the person might not follow in a month: what would have passed to them then did not.
    """
    begins, ends = begin_of(month, zone), begin_of(month_after(month), zone)
    end = min(until, ends)
    counted: dict[str, bool] = {}
    for one in led:
        period = one.period
        if period.person != person or period.begins_at >= end or (period.ends_at and period.ends_at <= begins):
            continue
        if rule.customers == "taken" and period.begins_at < begins:
            continue
        if rule.leaders == "last" and not one.last:
            continue
        if period.by == "PASSED" and barred(month_of(period.begins_at, zone)):
            continue
        counted[one.lead] = counted.get(one.lead, False) or one.succeeded(end)
    without = tuple(sorted(lead for lead, good in counted.items() if not good))
    reached = bool(counted) and len(without) * 100 >= rule.percent * len(counted)
    return Share(person, month, tuple(sorted(counted)), without, reached)


def reached_anyhow(
    person: str, month: date, led: Collection[Led], rule: Limit, zone: str, until: datetime
) -> bool | None:
    """Say whether a person reached the limit in a month whether or not they might follow customers in it; None where
    it depends on that, and so on the months before."""
    asked: set[date] = set()

    def answer(barred: bool) -> Callable[[date], bool]:
        def ask(at: date) -> bool:
            asked.add(at)
            return barred

        return ask

    found = {share(person, month, led, rule, zone, until, answer(barred)).reached for barred in (True, False)}
    return found.pop() if len(found) == 1 and len(asked) <= 1 else None
