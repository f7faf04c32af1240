"""One shift's work through the working rooms, in memory and in the database: the same rows, the same answers."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from jiaoban.duty import queries as duty
from jiaoban.followup import queries as followup
from jiaoban.kernel.book import Book, tables
from jiaoban.ledger import checks, store
from jiaoban.ledger.models import read_models
from jiaoban.ledger.rebuild import differences
from jiaoban.logbook import queries as logbook
from jiaoban.meeting import queries as meeting
from jiaoban.plant import finding, isolation, measured
from jiaoban.plant import queries as plant
from tests.pure.workplace import LIU, NOON, RULED, ZHAO, Workplace, minutes

pytestmark = pytest.mark.django_db
ROOMS = ("logbook", "followup", "plant", "meeting", "duty")
FILED = "plant_batch"
"""Bound files of samples are held to their own tests: they need a file."""
EVERYDAY = ("duty_checked", "duty_observation", "duty_reading", "followup_suggestion")
"""Everyday work is held to its own tests: it needs a regime that speaks of it."""
OWN = [table for table in tables() if table.name.split("_")[0] in ROOMS and table.name not in (FILED, *EVERYDAY)]
PHOTO = "a" * 64


def work_a_shift(work: Workplace) -> None:
    """Use every verb of the rooms once at least."""
    work.done("plant.register_equipment", ZHAO, equipment="G1", code="1F", name="1号机")
    limits: dict[str, Any] = {"low": "360", "high": "375.5", "lowest": "300", "highest": "400"}
    work.done("plant.register_parameter", ZHAO, parameter="up", name="上游水位", unit="m", group="水库", **limits)
    work.done("plant.register_custody", ZHAO, custody_item="K1", name="钥匙", kind="KEY", expected=3)
    work.done("plant.set_state", equipment="G1", state="RUNNING", mode="自动")
    work.done("plant.register_equipment", ZHAO, equipment="G1B", code="1F-B", name="导轴承", parent="G1")
    work.done("plant.register_earth", ZHAO, earth="E3", number="3")
    work.done("plant.hang_earth", earth="E3", where="机端", equipment="G1")
    thrown: dict[str, Any] = {"title": "差动保护压板", "equipment": "G1", "before": "投入", "after": "退出"}
    work.done("plant.open_matter", kind="PROTECTION", **thrown)
    for value, ago in (("370", 300), ("376.1", 60)):
        reading = {"parameter": "up", "value": value}
        work.done("plant.read", readings=[reading], at=work.now - minutes(ago))
    corrected: dict[str, Any] = {"parameter": "up", "at": work.now - minutes(60), "value": "371", "reason": "看错刻度"}
    work.done("plant.correct_reading", **corrected)
    outside = [{"parameter": "up", "value": "376.2", "found_later": True}]
    work.done("plant.read", readings=outside, at=work.now - minutes(30), ask=True)
    work.done("plant.explain", parameter="up", at=work.now - minutes(30), cause="来水大", handling="开闸")
    work.done("plant.read", readings=[{"parameter": "up", "value": "371"}], at=work.now - minutes(10))
    defect = work.done("plant.open_matter", kind="DEFECT", title="渗油", equipment="G1", severity="MAJOR")
    order = work.done("plant.open_matter", LIU, kind="DISPATCH", title="带80MW", number="12", people={"giver": "调度"})
    work.later(20)
    work.done("plant.mark_unclear", matter=order, why="听不清")
    work.done("plant.clear_up", matter=order, how="已复诵")
    work.done("plant.note", matter=defect, text="已擦净")
    work.done("plant.advance", matter=defect, state="CLOSED", note="换垫片", occurred_at=work.now - minutes(5))
    work.done("plant.read_back", matter=order, words="带 80 兆瓦", to="调度")
    work.done("plant.advance", matter=order, state="CARRIED_OUT")
    work.done("plant.report", matter=order, text="已带 80", to="调度")
    lead_the_works(work)
    entry = work.done("logbook.write", category="ANOMALY", text="导轴承温度 65℃", equipment="G1", photos=[PHOTO])
    work.done("logbook.write", LIU, category="ROUND", text="补录", occurred_at=work.now - timedelta(hours=9))
    work.done("logbook.amend", ZHAO, entry=entry, text="导轴承温度 56℃", reason="笔误")
    struck = work.done("logbook.write", category="OTHER", text="闲话")
    work.done("logbook.strike", ZHAO, entry=struck, reason="无关")
    due: dict[str, Any] = {"where": "水车室", "next_step": "领料", "due_at": work.now + minutes(30), "owner": "chen"}
    one = work.done("followup.open", what="换滤网", origin=entry, **due)
    two = work.done("followup.open", what="换灯", **due)
    work.done("followup.progress", followup=one, text="已领料")
    work.done("followup.pass_on", followup=one, to="liu")
    work.done("followup.excuse", followup=one, reason="等停机")
    work.done("followup.close", followup=two, result="已换")
    work.later(40)
    work.done("plant.remove_earth", earth="E3", removed_by="丁立")
    work.done("plant.count", occasion="h1", counts=[{"custody_item": "K1", "found": 0}])
    work.done("plant.record_shortage", occasion="h1", custody_item="K1", missing=1, cause="检修借用")
    work.done("plant.agree_count", ZHAO, occasion="h1", custody_item="K1", agreed=1, cause="查明遗失")
    key = work.done("meeting.open", ZHAO, RULED, kind="PRE", occasion="h1")
    work.done("meeting.call_roll", ZHAO, RULED, meeting=key, people=[{"person": "chen", "present": True}])
    work.done("meeting.brief", ZHAO, RULED, meeting=key, discipline="好", attention="水位")
    work.done("meeting.report", LIU, RULED, meeting=key, text="正常")
    work.done("meeting.close", ZHAO, RULED, meeting=key)
    work.done("duty.excuse", place=RULED, duty="report", reason="系统故障")
    work.done("duty.do", place=RULED, duty="report")


def lead_the_works(work: Workplace) -> None:
    """Issue, permit and extend a permit, switch step by step, tell of a work face, lend a key."""
    until = work.now + minutes(60)
    permit = work.done("plant.open_matter", kind="PERMIT", title="换垫", number="P-1", valid_to=until)
    work.done("plant.advance", matter=permit, state="PERMITTED", person="zhao")
    work.done("plant.extend", matter=permit, valid_to=until + minutes(60), reason="未完")
    work.done("plant.change_people", matter=permit, people={"performer": "王工"}, reason="换人")
    roles = {"performer": "chen", "guardian": "liu"}
    order = work.done("plant.open_matter", kind="SWITCHING", title="倒母线", persons=roles)
    work.done("plant.list_steps", matter=order, steps=["一", "二"])
    work.done("plant.advance", matter=order, state="EXECUTING")
    work.done("plant.do_step", matter=order, step=1)
    work.done("plant.check_step", LIU, matter=order, step=1)
    work.done("plant.skip_step", matter=order, step=2, reason="已在分位")
    face = work.done("plant.open_matter", kind="WORKFACE", title="转子间")
    work.done("plant.progress", matter=face, percent=40, text="已吊出")
    loan = work.done("plant.lend", custody_item="K1", number=2, to="检修班", purpose="换垫", matter=permit)
    work.done("plant.bring_back", loan=loan, number=1)
    work.done("plant.bring_back", loan=loan, number=1, condition="DAMAGED", note="齿断")
    work.done("plant.lend", custody_item="K1", number=1, person="liu", purpose="开门", due_at=until)


@pytest.fixture(scope="module")
def memory() -> Workplace:
    work = Workplace()
    work_a_shift(work)
    return work


@pytest.fixture
def kept(data: Path) -> Workplace:
    """The same shift in the database; the founding of the site is not part of it."""
    work = Workplace(store.found("s1"))
    work_a_shift(work)
    return work


def test_the_database_keeps_the_rows_that_memory_has(memory: Workplace, kept: Workplace) -> None:
    assert len(OWN) == 18
    for table in OWN:
        there = memory.book.find(table)
        assert there, table.name
        assert [unnumbered(row) for row in kept.book.find(table)] == [unnumbered(row) for row in there]


def unnumbered(value: Any) -> Any:
    """The founding of a book in the database writes acts of its own, so numbers differ."""
    if hasattr(value, "model_dump"):
        value = value.model_dump()
    if isinstance(value, dict):
        return {key: unnumbered(part) for key, part in value.items() if key != "seq"}
    return [unnumbered(part) for part in value] if isinstance(value, list | tuple) else value


ASKED: dict[str, Callable[[Book], Any]] = {
    "entries": lambda book: logbook.entries(book, "hall"),
    "search": lambda book: logbook.entries(book, "hall", search="导轴承", categories=["ANOMALY"], limit=3),
    "late": lambda book: logbook.reaching(book, "hall", "2026-11-23.D"),
    "matters": lambda book: plant.matters(book, "hall", kinds=["DEFECT"], open=False, search="渗", limit=5),
    "current": lambda book: plant.current_matters(book, "hall", NOON + minutes(10)),
    "below": lambda book: plant.below(book, "G1"),
    "changes": lambda book: [(one.what, one.at) for one in plant.changes(book, ["G1", "G9"])],
    "alterations": lambda book: plant.alterations(book, ["G1"], ["PROTECTION", "CHANGE"]),
    "at": lambda book: plant.matters_at(book, ["G1"]),
    "links": lambda book: isolation.links(book, "hall"),
    "earths": lambda book: isolation.earths_of_shift(book, "hall", NOON),
    "hangings": lambda book: isolation.hangings(book, ["G1"]),
    "latest": lambda book: measured.latest_of(book, [one.key for one in plant.parameters(book, "hall")]),
    "named": lambda book: plant.names(book, ["G1", "", "nothing", "G1"]),
    "parameters of": lambda book: plant.parameters_of(book, ["up", "nothing"]),
    "equipment found": lambda book: finding.equipment(book, "hall", "机", 5),
    "equipment by letters": lambda book: finding.equipment(book, "hall", "１f", 5),
    "equipment in use": lambda book: finding.concerned(book, "hall", 5),
    "equipment called so": lambda book: finding.the_equipment(book, "hall", "1号机", "equipment"),
    "parameters found": lambda book: finding.parameters(book, "hall", "水", 5),
    "readings": lambda book: plant.readings(book, "up", since=NOON - minutes(300)),
    "course": lambda book: measured.course(book, "hall", NOON - minutes(300), NOON),
    "last read": lambda book: measured.last_read(book, "hall"),
    "excursions": lambda book: [
        (one.since, one.until, one.cause, one.worst.value)
        for one in measured.excursions_of(book, plant.parameters(book, "hall"), "hall", NOON - minutes(300))
    ],
    "shortfalls": lambda book: [(one.short, one.recorded) for one in plant.shortfalls(book, "hall", "h1")],
    "loans": lambda book: plant.loans(book, "hall"),
    "loans back": lambda book: plant.loans_back(book, "hall", NOON),
    "loans of a thing": lambda book: plant.loans_of(book, "K1"),
    "overdue": lambda book: followup.overdue(book, "hall", NOON + timedelta(hours=2)),
    "living": lambda book: followup.living(book, "hall", NOON),
    "meetings": lambda book: meeting.of_occasion(book, "h1"),
    "duties": lambda book: duty.done(book, "hall", "2026-11-23.D"),
}


@pytest.mark.parametrize("question", ASKED)
def test_both_books_answer_alike(memory: Workplace, kept: Workplace, question: str) -> None:
    answer = ASKED[question](memory.book)
    assert answer
    assert unnumbered(ASKED[question](kept.book)) == unnumbered(answer)


def test_the_log_can_be_paged_through(kept: Workplace) -> None:
    seen: list[str] = []
    while page := logbook.entries(kept.book, "hall", limit=2, before=seen[-1] if seen else ""):
        seen += [one.key for one in page]
    assert seen == [one.key for one in logbook.entries(kept.book, "hall")]


def test_a_rebuild_would_change_nothing(kept: Workplace) -> None:
    assert differences("s1")[1] == ()


def test_every_table_has_its_read_model_and_every_model_its_migration() -> None:
    assert {table.name for table in OWN} <= set(read_models())
    assert [one for one in checks.read_models_fit() if any(table.name in one.msg for table in OWN)] == []
    call_command("makemigrations", *ROOMS, check=True, dry_run=True, verbosity=0)
