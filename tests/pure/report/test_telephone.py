"""A report stays in the book for ever and goes to the group: it holds no customer's telephone number."""

from typing import Any

import pytest

from jiaoban.kernel.refusal import BadInput
from jiaoban.regime.load import load
from tests.pure.report.desk import DAY, KEFU, SAID, Desk, desk

NUMBER = "139 0000 0638"


def sent(at: Desk, verb: str, who: str, **said: Any) -> str:
    """Where a command was refused."""
    with pytest.raises(BadInput) as caught:
        at.do(verb, who, **said)
    assert NUMBER not in str(caught.value)
    return caught.value.where


def test_whoever_writes_or_judges_a_report_leaves_numbers_out() -> None:
    at = desk()
    mine: dict[str, Any] = {"report": "daily-report", "day": DAY, "person": at.world.keys["李娜"]}
    said = {**SAID, "said": f"约好李女士 {NUMBER}"}
    assert sent(at, "report.submit", "李娜", **mine, values=said) == "values.said"
    assert sent(at, "report.submit", "李娜", **mine, values=SAID, note=NUMBER) == "note"
    assert sent(at, "report.note_quiet", "李娜", sort="contact", text=NUMBER) == "text"
    assert sent(at, "report.excuse", "张主管", **mine, reason=NUMBER) == "reason"
    at.do("report.submit", "李娜", **mine, values={**SAID, "revenue": "13900000638"})
    changed = {"said": NUMBER}
    assert sent(at, "report.amend", "李娜", **mine, values=changed, reason="漏写") == "values.said"
    assert sent(at, "report.amend", "李娜", **mine, values={"said": "约好李女士"}, reason=NUMBER) == "reason"
    assert (
        at.do("report.amend", "李娜", **mine, values={"said": "约好李女士 139****0638"}, reason="漏写").refusal is None
    )


def test_where_no_customers_are_kept_a_number_may_be_written() -> None:
    at = desk(load(KEFU).model_copy(update={"leads": None}))
    mine: dict[str, Any] = {"report": "daily-report", "day": DAY, "person": at.world.keys["李娜"]}
    assert at.do("report.submit", "李娜", **mine, values={**SAID, "said": f"维修 {NUMBER}"}).refusal is None
