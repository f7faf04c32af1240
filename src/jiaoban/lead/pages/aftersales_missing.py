"""What is missing of a month, person by person, with the step that its ladder names and how far it has come."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from jiaoban.conduct import queries as conduct
from jiaoban.conduct.proposing import proposals
from jiaoban.conduct.tables import BreachCase
from jiaoban.conduct.terms import STATUSES
from jiaoban.kernel.access import Right
from jiaoban.kernel.months import month_after
from jiaoban.kernel.occasions import Asked, Occasion, occasions
from jiaoban.lead.pages.aftersales_shown import called
from jiaoban.lead.tables import LEADS
from jiaoban.web.desk import Desk

DAY = timedelta(days=1)
SOURCE = "aftersales-missed"


def missing(desk: Desk, first: date, person: str) -> list[dict[str, Any]]:
    """Return what came to be missing of what ended in a month, of one person where one is named: by person and time.
    What the ladders name is shown to whoever supervises, and to the person themselves."""
    span = (first + DAY, month_after(first) + DAY)
    asked = Asked(desk.book, desk.here, desk.packs, *span, desk.now)
    found = [one for one in occasions(asked, [SOURCE]) if person in ("", *one.people)]
    offered = conduct.offered(desk.book, desk.here, desk.packs, desk.now, until=span[1] - DAY) if found else []
    open_ = {
        (one.occasion.key, seen.case.person): desk.words(seen.proposed_words)
        for one, seen in proposals(desk.book, offered, desk.packs, desk.zone, desk.now)
        if one.occasion.source == SOURCE
    }
    desk.names.learn({one for each in found for one in each.people})
    customers = called(desk, desk.book.many(LEADS, {str(one.facts["lead"]) for one in found}).values())
    rows = [_row(desk, one, who, open_, customers) for one in found for who in one.people]
    return sorted(rows, key=lambda row: (row["name"], row["at"]))


def _row(
    desk: Desk, one: Occasion, person: str, open_: dict[tuple[str, str], str], customers: Mapping[str, str]
) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": desk.name(person),
        "customer": customers.get(str(one.facts["lead"]), ""),
        "says": desk.words(one.says),
        "at": one.happened_at,
        "url": desk.url("aftersales_one", key=str(one.facts["lead"])),
        "clause": desk.clause(one.clause),
        "measures": open_.get((one.key, person), ""),
        "state": "OPEN" if (one.key, person) in open_ else "",
        "case_url": desk.url("conduct_occasions") if desk.can(Right.SUPERVISE) else "",
    }
    dealt = conduct.dealt(desk.book, one.source, one.key)
    if dealt is None:
        return told
    if not dealt.matter:
        return {**told, "state": "SET_ASIDE", "reason": dealt.reason, "case_url": ""}
    return {**told, **_of_case(desk, conduct.of_matter(desk.book, dealt.matter), person)}


def _of_case(desk: Desk, cases: Iterable[BreachCase], person: str) -> dict[str, Any]:
    own = [one for one in cases if one.person == person]
    (seen,) = conduct.seen(desk.book, own, desk.packs, desk.zone, desk.now) or (None,)
    if seen is None:
        return {"state": "", "case_url": ""}
    words = seen.decided_words if seen.case.decisions else seen.proposed_words
    return {
        "state": "CASE",
        "said": desk.words(STATUSES[seen.case.status]),
        "measures": desk.words(words),
        "case_url": desk.url("conduct_case", key=seen.case.matter),
    }
