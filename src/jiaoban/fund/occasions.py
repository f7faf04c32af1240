"""What of company funds a ladder may look at: errors and fraud. Pure."""

from collections.abc import Iterable
from decimal import Decimal

from jiaoban.fund import queries
from jiaoban.fund.rules.reckoning import difference
from jiaoban.fund.tables import FundFinding, Settlement
from jiaoban.fund.terms import Sort
from jiaoban.kernel.money import spelled
from jiaoban.kernel.occasions import Asked, Occasion, finds_occasions
from jiaoban.kernel.sales import begin_of
from jiaoban.kernel.words import Words


@finds_occasions("fund-error")
def errors(asked: Asked) -> Iterable[Occasion]:
    """Yield the errors that were found, and the settlements that do not come out even."""
    said = queries.ruled(asked.place, asked.packs)
    if said is None or said.errors is None:
        return
    yield from _found(asked, "ERROR", "fund-error", said.errors.clause)
    since, until = begin_of(asked.first, asked.place.zone), begin_of(asked.after, asked.place.zone)
    for one in queries.settlements_between(asked.book, asked.place.post, since, until):
        missing = difference(one)
        if missing:
            yield Occasion(
                source="fund-error",
                key=f"settlement:{one.key}",
                post=one.post,
                people=(one.person,),
                happened_at=one.at,
                says=_uneven(one, missing),
                clause=said.errors.clause,
                acts=(one.act,),
                amount=abs(missing),
            )


@finds_occasions("fund-fraud")
def fraud(asked: Asked) -> Iterable[Occasion]:
    """Yield the fraud that a supervisor found."""
    said = queries.ruled(asked.place, asked.packs)
    if said is not None and said.fraud is not None:
        yield from _found(asked, "FRAUD", "fund-fraud", said.fraud.clause)


def _found(asked: Asked, sort: Sort, source: str, clause: str) -> Iterable[Occasion]:
    since, until = begin_of(asked.first, asked.place.zone), begin_of(asked.after, asked.place.zone)
    for one in queries.findings_between(asked.book, asked.place.post, since, until):
        if one.sort == sort:
            yield _occasion(one, source, clause)


def _occasion(one: FundFinding, source: str, clause: str) -> Occasion:
    sum_ = f"{spelled(one.amount)} · " if one.amount else ""
    return Occasion(
        source=source,
        key=f"finding:{one.key}",
        post=one.post,
        people=(one.person,),
        happened_at=one.at,
        says=Words(
            zh=f"{one.month} 的投入资金：{sum_}{one.what}", en=f"Company funds of {one.month}: {sum_}{one.what}"
        ),
        clause=clause,
        acts=(one.act,),
        amount=one.amount or None,
    )


def _uneven(one: Settlement, missing: Decimal) -> Words:
    way, english = ("少", "short") if missing > 0 else ("多", "over")
    sum_, given, billed, back = (spelled(each) for each in (abs(missing), one.granted, one.billed, one.returned))
    return Words(
        zh=f"{one.month} 结算{way} {sum_}：公司给 {given}，账单 {billed}，退回 {back}",
        en=f"{one.month} is {english} by {sum_}: given {given}, billed {billed}, returned {back}",
    )
