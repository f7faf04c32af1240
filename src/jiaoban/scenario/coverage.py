"""Which clause has which rules, how many scenarios show it, and on which page it acts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from jiaoban.regime.explain import explain
from jiaoban.regime.pack import Pack
from jiaoban.scenario.read import Case

HANDOVER = "/s/<site>/p/<post>/handover"
PAGES: Mapping[str, str] = {
    "signature": "/s/<site>/p/<post>/handover/<key>/sign",
    "meetings": "/s/<site>/p/<post>/meetings",
    "daily": "/s/<site>/p/<post>/gatherings",
    "plant wide": "/s/<site>/p/<post>/gatherings/new",
    "periods": "/s/<site>/p/<post>/gatherings",
    "host": "/s/<site>/p/<post>/counts",
    "hourly count": "/s/<site>/p/<post>/counts",
    **dict.fromkeys(("attendance", "missed", "absent"), "/s/<site>/p/<post>/attendance/month"),
    "last out": "/s/<site>/p/<post>/attendance",
    "count": "/s/<site>/p/<post>/custody",
    "duty": "/s/<site>/p/<post>/duties",
    "rostering": "/s/<site>/p/<post>/roster",
    "roster rule": "/s/<site>/p/<post>/roster/rules",
    "swap": "/s/<site>/p/<post>/swaps",
    "step": "/s/<site>/board",
    "presence": "/s/<site>/board",
    "holding": "/s/<site>/p/<post>/responsibility",
    "attribution": "/s/<site>/p/<post>/responsibility",
    "absence kind": "/s/<site>/p/<post>/absences",
    "work transfer": "/s/<site>/p/<post>/absences/new",
    "cover": "/s/<site>/p/<post>/absences/<key>",
    "recall": "/s/<site>/p/<post>/recalls",
    "ownership": "/s/<site>/p/<post>/leads/<key>",
    "leader": "/s/<site>/p/<post>/leads/<key>",
    "closed": "/s/<site>/p/<post>/leads/<key>",
    "contacts": "/s/<site>/p/<post>/leads",
    **dict.fromkeys(("collisions", "repeated"), "/s/<site>/p/<post>/collisions"),
    **dict.fromkeys(("agreement", "quarrel"), "/s/<site>/p/<post>/collisions/<key>"),
    "limit": "/s/<site>/p/<post>/following",
    "heads": "/s/<site>/transfers",
    "reading": "/s/<site>/p/<post>/reading",
    "conduct rule": "/s/<site>/p/<post>/observations",
    "checklist": "/s/<site>/p/<post>/checklists",
    "items": "/s/<site>/p/<post>/followups/<key>",
    "faults": "/s/<site>/p/<post>/faults/new",
    "suggestions": "/s/<site>/p/<post>/suggestions",
    "case": "/s/<site>/p/<post>/responsibility",
    "ladder": "/s/<site>/p/<post>/conduct",
    **dict.fromkeys(("report form", "plan wrong", "compiling", "quiet hours"), "/s/<site>/p/<post>/reports"),
    **dict.fromkeys(("aftersales", "missed care"), "/s/<site>/p/<post>/aftersales"),
    **dict.fromkeys(("picture name", "briefing"), "/s/<site>/p/<post>/aftersales/customers/<key>"),
    **dict.fromkeys(("funds", "fund errors", "fund fraud", "funds blocked", "fund ratio"), "/s/<site>/p/<post>/funds"),
    **dict.fromkeys(("joining", "regular", "promotion"), "/s/<site>/p/<post>/careers"),
}
"""Beside the handover page itself: where rules of a sort act as well."""
OVERSIGHT = "/s/<site>/oversight"
HEAD = """# 条款对照 Clauses

每一条款的规则、场景数和起作用的页面，由制度包生成：`jiaoban regime coverage DIR...`。
Rules, number of scenarios and pages of every clause, made from the packs by that command.

| 条款 Clause | 规则 Rules | 场景 Scenarios | 页面 Page |
|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A clause: `rules` as 'sort id', how many scenarios show it, the pages on which it acts."""

    clause: str
    rules: tuple[str, ...]
    scenarios: int
    pages: tuple[str, ...]
    no_rule: str

    def plain(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return asdict(self)


def covered(pack: Pack, cases: Iterable[Case]) -> list[Row]:
    """Return a row for every clause of a pack, in its order."""
    shown = Counter(clause for case in cases for clause in dict.fromkeys(case.scenario.shows))
    return [_row(pack, clause.id, shown[clause.id]) for clause in pack.clauses]


def _row(pack: Pack, clause: str, scenarios: int) -> Row:
    found = explain(pack, clause)
    rules = tuple(dict.fromkeys(f"{rule.sort} {rule.id}".strip() for rule in found.rules))
    sorts = [rule.sort for rule in found.rules]
    pages = tuple(dict.fromkeys(PAGES.get(sort, HANDOVER) for sort in sorts))
    if found.clause.kind == "role" and not pages:
        pages = (OVERSIGHT,)
    return Row(clause, rules, scenarios, pages, found.clause.no_rule)


def table(rows: Iterable[Row]) -> str:
    """Return the rows as a page of Markdown, without a newline at its end."""
    return HEAD + "\n".join(_line(row) for row in rows)


def _line(row: Row) -> str:
    rules = ", ".join(f"`{rule}`" for rule in row.rules) or row.no_rule
    pages = "<br>".join(f"`{page}`" for page in row.pages) or "-"
    return f"| {row.clause} | {rules} | {row.scenarios} | {pages} |"
