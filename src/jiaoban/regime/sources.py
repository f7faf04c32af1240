"""The sources from which occasions for a breach come, by the word with which a ladder names them, and their facts.

The vocabulary is closed: a ladder that names an unknown source would wait for ever. A room that finds occasions
declares them with `kernel/occasions.py` under one of these words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jiaoban.kernel.words import Words
from jiaoban.regime.described import Field, flag, text


@dataclass(frozen=True, slots=True)
class Source:
    """A source: what people call it, and the facts that its occasions bring."""

    says: Words
    facts: Mapping[str, Field] = field(default_factory=dict)


_REPORT = text("which report it is, by its id")
SOURCES: Mapping[str, Source] = {
    "report-late": Source(
        Words(zh="报表或计划没有按时交", en="A report or plan that came late or not at all"),
        {"report": _REPORT, "totals_affected": flag("the totals went wrong for it, as the supervisor found")},
    ),
    "report-wrong": Source(Words(zh="计划出错", en="A plan that was found wrong"), {"report": _REPORT}),
    "count-missed": Source(Words(zh="漏报数", en="A count that somebody did not report to in time")),
    "count-forgotten": Source(Words(zh="忘了组织报数", en="A count that its host forgot to call")),
    "fund-error": Source(Words(zh="资金登记出错", en="An error in the register of funds")),
    "fund-fraud": Source(Words(zh="资金登记作假", en="Fraud with funds")),
    "aftersales-missed": Source(Words(zh="漏做售后", en="An after-sales contact that was not made")),
    "followup-failed": Source(Words(zh="跟进未成功", en="A follow-up that failed")),
    "collision-quarrel": Source(Words(zh="撞单时争吵", en="A quarrel over a customer")),
    "collision-repeated": Source(
        Words(zh="重复邀约", en="An appointment made over that of a colleague"),
        {"intent": flag("it was intended, as the supervisor found")},
    ),
}
