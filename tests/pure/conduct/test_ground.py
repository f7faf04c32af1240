"""A case whose ground is gone from the book: it was taken up for what was withdrawn, excused or put right since."""

from decimal import Decimal

import pytest

from jiaoban.conduct import queries
from jiaoban.kernel.refusal import BadInput
from jiaoban.org import queries as org
from tests.pure.conduct.conftest import Office


def _taken_up(desk: Office) -> tuple[str, str]:
    """A finding of money that became a case, heard; return both keys."""
    said = {"person": desk.key("李娜"), "sort": "ERROR", "month": "2026-03", "amount": "120", "what": "少了"}
    finding = desk.ok("fund.find", "张主管", **said)
    matter = desk.ok("conduct.take_up", "张主管", occasion=f"fund-error:finding:{finding}")
    desk.ok("conduct.decline_to_answer", "李娜", case=matter)
    return finding, matter


def _shown(desk: Office, matter: str) -> bool:
    (one,) = queries.of_matter(desk.book, matter)
    return queries.still_shown(desk.book, org.place(desk.book, "desk", desk.now), desk.world.packs, one, desk.now)


def test_what_was_cleared_since_is_not_decided_by_the_way(desk: Office) -> None:
    finding, matter = _taken_up(desk)
    assert _shown(desk, matter)
    desk.ok("fund.clear", "张主管", finding=finding, reason="找到了")
    assert not _shown(desk, matter)
    with pytest.raises(BadInput) as refused:
        desk.do("conduct.decide", "张主管", case=matter)
    assert refused.value.where == "reason"
    desk.ok("conduct.decide", "张主管", case=matter, reason="另有一笔")
    assert desk.seen(matter).make_good == Decimal(120)


def test_what_the_book_shows_is_decided_without_more_words(desk: Office) -> None:
    _, matter = _taken_up(desk)
    desk.ok("conduct.decide", "张主管", case=matter)


def test_what_somebody_saw_needs_no_trace_in_the_book(desk: Office) -> None:
    assert _shown(desk, desk.record("unrelated", "李娜"))
