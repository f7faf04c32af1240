"""Nothing is owed for days before the post was opened, whatever roster is entered for them later."""

from datetime import date, timedelta

from jiaoban.duty import checking
from jiaoban.kernel.zones import clock_of
from jiaoban.org import queries as org
from jiaoban.report import queries
from tests.pure.report.desk import Desk, desk

DAY = timedelta(days=1)


def rostered_from(one: Desk, first: date) -> None:
    """李娜 stands every day from a day on."""
    crew = {"crew": "A", "people": [one.world.keys["李娜"]], "from_day": first, "despite": "缺人"}
    for verb, said in (
        ("org.form_crew", {"crew": "A", "name": {"zh": "甲组"}}),
        ("roster.set_rotation", {"anchor_day": first, "cycle": [{"day": "A"}]}),
        ("roster.man", crew),
    ):
        assert one.do(verb, "system", **said).refusal is None


def test_reports_and_checklists_begin_when_the_post_is_opened() -> None:
    one = desk()
    opened = org.post(one.book, "desk").opened_at.astimezone(clock_of("Asia/Shanghai")).date()
    rostered_from(one, opened - 28 * DAY)
    assert queries.owed(one.book, one.place, one.packs, opened - 28 * DAY, opened) == []
    assert queries.owed(one.book, one.place, one.packs, opened, opened + 7 * DAY)
    assert checking.turns(one.book, one.place, one.packs, opened - 28 * DAY, opened) == []
    assert checking.turns(one.book, one.place, one.packs, opened, opened + 7 * DAY)
