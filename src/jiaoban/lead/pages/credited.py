"""For whom the sales of a month count, and why, as the page of the customer says it: on the pages of figures, and in a
file."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext

from jiaoban.kernel.money import NOTHING, spelled
from jiaoban.lead import owned
from jiaoban.lead.credits import Credit
from jiaoban.lead.figures import Month
from jiaoban.lead.rules.saying import sentence
from jiaoban.web.desk import Desk
from jiaoban.web.sheets import moment

MOST = 20
"""So many are drawn; all stand in the file."""


def shown(desk: Desk, found: Month, person: str = "") -> dict[str, Any]:
    """Return the sales that do not simply count for whoever closed them as lead/_credits.html draws them, of one person
    where one is named: what a decision changed comes first, then the newest."""
    those = [one for one in found.told if not person or person in (one.sale.person, *one.people)]
    those.sort(key=lambda one: (_decided(one), one.sale.at), reverse=True)
    learn(desk, those[:MOST])
    return {
        "credits": [_row(desk, found, one) for one in those[:MOST]],
        "credits_more": max(0, len(those) - MOST),
    }


def learn(desk: Desk, those: Iterable[Credit]) -> None:
    """Look up everybody who is named together."""
    desk.names.learn({name for one in those for name in one.named})


def lines(desk: Desk, found: Month) -> Iterator[list[str]]:
    """Yield the lines of a file: heads, then the sales by their time, with a line for everybody for whom some of one
    counts; one that counts for nobody has a line as well."""
    yield [
        *(gettext("成交时间"), gettext("成交人"), gettext("成交金额"), gettext("业绩归"), gettext("业绩金额")),
        *(gettext("为什么"), gettext("条款")),
    ]
    for one in found.sales:
        clause, says = desk.clause(one.owned.clause) if one.owned else None, _says(desk, one)
        for person, amount in [(part.person, part.amount) for part in one.parts] or [("", NOTHING)]:
            yield [
                *(moment(desk, one.sale.at), desk.name(one.sale.person), f"{one.sale.amount or NOTHING:.2f}"),
                *(desk.name(person) if person else gettext("作废，不计"), f"{amount:.2f}"),
                *(says, str(clause["number"]) if clause else ""),
            ]


def _decided(one: Credit) -> bool:
    return one.owned is not None and one.owned.decision is not None


def _says(desk: Desk, one: Credit) -> str:
    rules = owned.rules_at(desk.here, desk.packs)
    return desk.words(sentence(one.owned, desk.names, rules, desk.zone)) if one.owned and rules else ""


def _row(desk: Desk, found: Month, one: Credit) -> dict[str, Any]:
    decision = one.owned.decision if one.owned else None
    return {
        "name": desk.name(one.sale.person),
        "at": one.sale.at,
        "sum": spelled(one.sale.amount or NOTHING),
        "void": one.void,
        "again": one.again,
        "whose": desk.name(one.person) if one.person else "",
        "parts": [{"name": desk.name(part.person), "sum": spelled(part.amount)} for part in one.parts]
        if len(one.parts) > 1
        else [],
        "says": _says(desk, one),
        "clause": desk.clause(one.owned.clause) if one.owned else None,
        "since": decision.at if decision else None,
        "late": decision is not None and decision.at >= found.until,
        "collision": decision is not None,
        "url": desk.url("collision", key=decision.key) if decision else desk.url("lead", key=one.sale.lead),
    }
