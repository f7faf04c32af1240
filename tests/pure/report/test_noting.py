"""Lateness: seen before it is noted, noted once whatever comes in which order, and whose it is."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoban.kernel import effects
from jiaoban.kernel.book import Book
from jiaoban.kernel.effects import Effect
from jiaoban.kernel.refusal import BadInput, NotAllowed
from jiaoban.kernel.verbs import Outcome
from jiaoban.report import queries
from jiaoban.report.acts import Missed
from jiaoban.report.rules.due import SECOND
from tests.pure.report.desk import DAY, Desk, desk, utc

STEPS = st.lists(
    st.tuples(st.integers(min_value=0, max_value=4), st.sampled_from(["tick", "submit", "excuse", "totals"])),
    max_size=14,
)


def noted(made: Desk, who: str = "李娜", day: date = DAY) -> int:
    person = made.world.keys[who]
    said = [act.payload for act in made.book.acts() if isinstance(act.payload, Missed)]
    return sum((one.person, one.day, one.report) == (person, day, "daily-report") for one in said)


def tick(made: Desk, who: str = "李娜") -> None:
    """What the background loop does: it asks the query, and writes what is to be noted."""
    if made.owed(who).to_note(made.now):
        made.note(who)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_it_is_noted_once_whatever_the_order_of_ticks_and_reports(steps: list[tuple[int, str]]) -> None:
    made = desk().at("20:59:57")
    handed_in_at, excused = None, False
    for seconds, step in steps:
        made.now += seconds * SECOND
        if step == "tick":
            tick(made)
        elif step == "submit":
            if made.submit("李娜").refusal is None:
                handed_in_at = handed_in_at or made.now
        elif step == "excuse":
            said = made.do(
                "report.excuse", "张主管", report="daily-report", day=DAY, person=made.world.keys["李娜"], reason="急"
            )
            excused = excused or said.refusal is None
        else:
            made.do(
                "report.find_totals",
                "张主管",
                report="daily-report",
                day=DAY,
                person=made.world.keys["李娜"],
                affected=True,
            )
    late = not excused and (handed_in_at or utc("21:00:01")) >= utc("21:00:01") and made.now >= utc("21:00:01")
    assert (made.stand("李娜") in ("LATE", "MISSING")) == late
    mine = [one for one in made.occasions() if made.world.keys["李娜"] in one.people and f"{DAY}" in one.key]
    assert len(mine) == int(late), "what is not noted yet counts already"
    for _ in range(2):
        tick(made)
    assert noted(made) <= 1
    if late:
        assert noted(made) == 1
        again = [one for one in made.occasions() if made.world.keys["李娜"] in one.people and f"{DAY}" in one.key]
        assert [one.key for one in again] == [one.key for one in mine], "the same occasion before and after"


def test_the_program_notes_nothing_twice_nor_what_is_in_time() -> None:
    made = desk().at("21:00:00")
    with pytest.raises(BadInput):
        made.note("李娜")
    made.at("21:00:01").note("李娜")
    with pytest.raises(BadInput):
        made.note("李娜")
    with pytest.raises(BadInput):
        made.note("赵敏")  # it is her rest day
    with pytest.raises(NotAllowed):
        made.do("report.note_missed", "张主管", report="daily-report", day=DAY, person=made.world.keys["王蕾"])


def test_whoever_supervises_hands_in_nothing_though_the_roster_has_them() -> None:
    made = desk()
    people = {one.person for one in queries.owed(made.book, made.place, made.packs, DAY, DAY + timedelta(days=1))}
    assert people == {made.world.keys[name] for name in ("李娜", "王蕾", "赵敏")}


def test_leave_approved_afterwards_takes_a_noted_lateness_away() -> None:
    made = desk().at("21:00:01")
    made.note("李娜")
    assert made.stand("李娜") == "MISSING"
    asked = made.at("21:10").do(
        "absence.allow", "张主管", person=made.world.keys["李娜"], kind="leave", day=f"{DAY}", reason="住院，家属来电"
    )
    assert asked.refusal is None
    made.do(
        "report.excuse",
        "张主管",
        report="daily-report",
        day=DAY,
        person=made.world.keys["李娜"],
        reason="住院，家属来电",
    )
    assert made.stand("李娜") == "EXCUSED"
    assert not [one for one in made.occasions() if made.world.keys["李娜"] in one.people and f"{DAY}" in one.key]


def test_nobody_judges_their_own_report_and_nothing_is_judged_twice_over() -> None:
    made = desk().at("21:30")
    said = {"report": "daily-report", "day": DAY, "person": made.world.keys["李娜"]}
    assert made.do("report.find_totals", "张主管", affected=True, **said).refusal is None
    assert made.do("report.find_totals", "何主管", affected=False, note="核对过，没有错", **said).refusal is None
    one = next(one for one in made.occasions() if made.world.keys["李娜"] in one.people and f"{DAY}" in one.key)
    assert one.facts["totals_affected"] is False, "the newest finding stands"
    assert made.codes(made.do("report.find_wrong", "张主管", what="错", **said)) == ["not-judged"]


# ---- whoever has to fill in the figures of everybody


@pytest.fixture
def compiling() -> Iterator[list[Effect]]:
    """Have a decision give somebody the compiling: what is put in the list is in force."""
    given_: list[Effect] = []

    def lister(_book: Book, _post: str) -> Iterable[Effect]:
        return given_

    effects._LISTERS["test"] = lister
    yield given_
    del effects._LISTERS["test"]


def compile_(made: Desk, who: str) -> Effect:
    return Effect("duty", made.world.keys[who], "desk", date(2026, 3, 1), date(2026, 4, 1), what="compile")


def test_who_compiles_fills_in_for_everybody_and_answers_for_what_is_missing(compiling: list[Effect]) -> None:
    made = desk()
    assert made.codes(made.submit("赵敏", of="李娜")) == ["not-their-report"]
    compiling.append(compile_(made, "赵敏"))
    assert made.submit("赵敏", of="李娜").refusal is None
    made.at("21:00:01")
    assert made.stand("李娜") == "IN_TIME"
    today = [one for one in made.occasions() if f"{DAY}" in one.key]
    assert [one.people for one in today] == [(made.world.keys["赵敏"],)], "one occasion, hers"
    assert made.owed("王蕾").answers == made.world.keys["赵敏"]
    assert made.submit("王蕾").refusal is None, "what others hand in themselves counts"


def test_compiling_is_of_the_forms_and_days_that_it_is_given_for(compiling: list[Effect]) -> None:
    made = desk()
    other = Effect("duty", made.world.keys["赵敏"], "desk", DAY, DAY + timedelta(days=1), what="another")
    later = Effect("duty", made.world.keys["赵敏"], "desk", DAY + timedelta(days=1), None, what="compile")
    compiling += [other, later]
    assert made.owed("李娜").answers == made.world.keys["李娜"]
    assert made.owed("李娜", DAY + timedelta(days=1)).answers == made.world.keys["赵敏"]
    thursday = date(2026, 3, 12)
    assert made.owed("李娜", thursday, "weekly-plan").answers == made.world.keys["李娜"]
    assert queries.compiler(made.book, made.place, made.packs, DAY + timedelta(days=1)) == made.world.keys["赵敏"]


def test_two_who_compile_take_turns_by_whose_begins_first(compiling: list[Effect]) -> None:
    made = desk()
    compiling += [compile_(made, "赵敏"), Effect("duty", made.world.keys["王蕾"], "desk", DAY, None, what="compile")]
    assert made.owed("李娜").answers == made.world.keys["赵敏"]
    assert made.owed("李娜", date(2026, 4, 1)).answers == made.world.keys["王蕾"]


def test_a_correction_after_the_hour_leaves_it_in_time() -> None:
    made = desk().at("21:00:00")
    assert made.submit("李娜").refusal is None
    said = {"report": "daily-report", "day": DAY, "person": made.world.keys["李娜"], "reason": "漏算"}
    outcome: Outcome = made.at("23:00").do("report.amend", "李娜", values={"contacts": "21"}, **said)
    assert outcome.refusal is None
    assert made.stand("李娜") == "IN_TIME"
    assert made.owed("李娜").report is not None
