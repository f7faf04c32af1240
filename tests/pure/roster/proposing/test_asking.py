"""A month of a station under rules: asked of the book, answered, taken - and judged by the same rules."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from jiaoban.kernel import away
from jiaoban.kernel.away import Away
from jiaoban.kernel.book import Book
from jiaoban.kernel.refusal import BadInput, Declined
from jiaoban.org import queries as org
from jiaoban.roster.proposing import outcome
from jiaoban.roster.proposing.answer import Answer, Limits
from jiaoban.roster.proposing.asking import Ask, question, usual
from jiaoban.roster.proposing.problem import Problem
from jiaoban.roster.proposing.solving import answer
from jiaoban.roster.wishes import wishes_at
from tests import cast
from tests.pure.roster.ruled import MONDAY, Ruled, regime, rule

DAY = timedelta(days=1)
REST, ROW = rule("rest-between", at_least="PT11H", hard=True), rule("days-in-row", at_most=6, hard=True)
WEEK = rule("hours-in-week", at_most="PT48H", hard=True)
FREE = rule("rest-days", at_least=1, hard=True, **{"in": "week"})
FIRST, AFTER = date(2026, 12, 1), date(2027, 1, 1)
A, B, C, D = (one.key for one in (cast.A_CCR, cast.B_CCR, cast.C_CCR, cast.D_CCR))


def ask(at: Ruled, **said: Any) -> Problem:
    """The question for December at the control room, with its usual people."""
    found = usual(at.book, cast.CCR, FIRST)
    told = {"month": "2026-12", "people": found.people, "each": dict(found.each), **said}
    today = org.local_day(at.book, at.now)
    return question(at.book, cast.CCR, at.pack, Ask.model_validate(told), today)


def found(asked: Problem) -> Answer:
    answered = answer(asked, Limits(seconds=60, gap=0.05))
    assert answered.state == "FOUND", answered
    return answered


def fill(at: Ruled, asked: Problem, answered: Answer, **said: Any) -> dict[str, Any]:
    cells = [
        {"day": one.slot.day, "shift": one.slot.shift, "people": one.people, "was": one.was}
        for one in outcome.changes(asked, answered.roster)
    ]
    return {"cells": cells, "reason": "十二月排班", "proposal": "p1", **said}


def test_what_is_usual_is_what_the_rotation_says() -> None:
    found = usual(Ruled().book, cast.CCR, FIRST)
    assert set(found.people) == {A, B, C, D}
    assert found.each == {cast.NIGHT: 1, cast.DAY: 1, cast.EVENING: 1}


def test_a_month_is_found_taken_and_keeps_the_rules_by_which_every_change_is_judged() -> None:
    at = Ruled(REST, ROW, WEEK, FREE)
    asked = ask(at)
    assert (asked.first, asked.after, len(asked.slots)) == (FIRST, AFTER, 93)
    answered = found(asked)
    taken = at.ok("roster.fill", cast.B_LEAD, **fill(at, asked, answered, despite="以防万一"))
    assert {one.payload.model_dump().get("despite", "") for one in taken.acts} == {""}, "nothing is broken"
    for slot in asked.slots:
        assert set(at.due(slot.day, slot.shift)) == set(answered.roster[slot.key])
    assert max(one.shifts for one in outcome.loads(asked, answered.roster)) <= 24
    again = ask(at)
    assert not again.fixed, "what was taken from a proposal may be proposed anew"
    assert not outcome.changes(again, answered.roster)
    assert at.refused("roster.fill", cast.B_LEAD, **fill(at, asked, answered)) == ["nothing-changes"]


def test_a_proposal_that_was_overtaken_is_not_taken() -> None:
    at = Ruled(REST)
    asked = ask(at)
    answered = found(asked)
    first = outcome.changes(asked, answered.roster)[0]
    other = next(one for one in cast.CAST if one.key not in (*first.people, *first.was) and one.crew)
    assert at.assign(cast.B_LEAD, first.slot.day, first.slot.shift, other).refusal is None
    outcome_ = at.do("roster.fill", cast.B_LEAD, **fill(at, asked, answered))
    assert outcome_.refusal is not None
    assert outcome_.refusal.conflict
    assert [one.code for one in outcome_.refusal.reasons] == ["roster-moved-on"]
    assert other.name in outcome_.refusal.reasons[0].why.zh


def test_a_filling_that_breaks_a_hard_rule_is_refused_whole() -> None:
    at = Ruled(REST)
    cells = [
        {"day": FIRST, "shift": cast.NIGHT, "people": [A]},
        {"day": FIRST, "shift": cast.DAY, "people": [A]},
    ]
    before = at.due(FIRST, cast.NIGHT), at.due(FIRST, cast.DAY)
    assert at.refused("roster.fill", cast.B_LEAD, cells=cells, reason="试") == ["rest-between"]
    assert (at.due(FIRST, cast.NIGHT), at.due(FIRST, cast.DAY)) == before


def test_a_shift_twice_a_stranger_and_a_shift_that_is_not_there_are_wrong() -> None:
    at = Ruled()
    one = {"day": FIRST, "shift": cast.NIGHT, "people": [A]}
    for cells in ([one, one], [{**one, "shift": "none"}], [{**one, "people": [A, A]}]):
        with pytest.raises(BadInput):
            at.do("roster.fill", cast.B_LEAD, cells=cells, reason="试")
    with pytest.raises(LookupError):
        at.do("roster.fill", cast.B_LEAD, cells=[{**one, "people": ["nobody"]}], reason="试")
    passed = {**one, "day": MONDAY - DAY, "people": [B, C]}
    assert at.refused("roster.fill", cast.B_LEAD, cells=[passed], reason="试") == ["shift-ended"]


def test_a_wish_is_met_where_it_can_be_and_told_where_not() -> None:
    at = Ruled(REST, ROW)
    for one in (cast.A_CCR, cast.B_CCR, cast.C_CCR):
        at.ok("roster.wish", one, day=FIRST + 3 * DAY, wants="OFF", weight=3 if one is cast.C_CCR else 1)
    at.ok("roster.wish", cast.D_CCR, day=FIRST + 9 * DAY, wants="ON", shift=cast.NIGHT, note="晚上有空")
    asked = ask(at)
    answered = found(asked)
    unmet = outcome.unmet(asked, answered.roster)
    assert len(unmet) == 2, "three shifts, four people, three of whom would rather not"
    assert {one.person for one in unmet} == {A, B}
    assert answered.roster[f"{FIRST + 9 * DAY}.{cast.NIGHT}"] == (D,)


def test_a_wish_can_be_changed_and_taken_back_until_its_day() -> None:
    at = Ruled()
    on = MONDAY + DAY
    at.ok("roster.wish", cast.A_CCR, day=on, wants="ON")
    at.ok("roster.wish", cast.A_CCR, day=on, wants="OFF", shift=cast.DAY, weight=2)
    (one,) = wishes_at(at.book, cast.CCR, on, on + DAY)
    assert (one.person, one.wants, one.shift, one.weight) == (A, False, cast.DAY, 2)
    at.ok("roster.drop_wish", cast.A_CCR, day=on)
    assert wishes_at(at.book, cast.CCR, on, on + DAY) == []
    with pytest.raises(LookupError):
        at.do("roster.drop_wish", cast.A_CCR, day=on)
    with pytest.raises(BadInput):
        at.do("roster.wish", cast.A_CCR, day=on, wants="ON", shift="none")
    at.at(on - DAY, 23, 59, 59).ok("roster.wish", cast.A_CCR, day=on, wants="ON")
    assert at.at(on, 0).refused("roster.wish", cast.A_CCR, day=on, wants="OFF") == ["wish-passed"]
    assert at.refused("roster.drop_wish", cast.A_CCR, day=on) == ["wish-passed"]


def test_what_was_changed_by_hand_stays_unless_it_may_go() -> None:
    at = Ruled(REST)
    (due,) = at.due(FIRST, cast.NIGHT)
    both = {due, cast.A_LEAD.key}
    told = {"day": FIRST, "shift": cast.NIGHT, "people": sorted(both), "reason": "带班"}
    at.ok("roster.assign", cast.B_LEAD, **told)
    asked = ask(at)
    assert {one.person for one in asked.fixed} == both
    assert set(found(asked).roster[f"{FIRST}.{cast.NIGHT}"]) == both
    assert not ask(at, keep_hand=False).fixed


def test_little_changes_where_little_should() -> None:
    at = Ruled(REST)
    asked = ask(at, few_changes=True, even=False)
    assert outcome.changes(asked, found(asked).roster) == []


def test_whoever_is_away_is_on_no_shift_that_the_time_touches(monkeypatch: pytest.MonkeyPatch) -> None:
    at = Ruled(REST)
    night = next(one for one in ask(at).slots if one.day == FIRST + DAY and one.shift == cast.DAY)

    def leave(_book: Book, _from: datetime, _until: datetime) -> Iterable[Away]:
        return [Away(A, night.begins_at, night.ends_at)]

    monkeypatch.setattr(away, "_LISTERS", {"leave": leave})
    (worker,) = [one for one in ask(at).workers if one.key == A]
    assert worker.bars == {night.key: "away"}, "half-open: the shifts before and after touch it at no moment"


def test_of_this_month_only_the_days_to_come_are_asked() -> None:
    at = Ruled(ROW)
    asked = ask(at, month="2026-11")
    assert (asked.first, asked.after) == (MONDAY + DAY, FIRST)
    stood = {one.day for worker in asked.workers for one in worker.stands}
    assert MONDAY in stood
    assert all(not asked.first <= day < asked.after for day in stood)
    with pytest.raises(Declined):
        ask(at, month="2026-10")
    with pytest.raises(Declined):
        ask(at.at(FIRST - DAY, 23, 59), month="2026-11")


def test_where_the_regime_says_nothing_of_rest_plain_sense_does() -> None:
    asked = ask(Ruled())
    assert {one.id for one in asked.rules} == {"together", "plain-day", "plain-rest"}
    assert {one.id for one in ask(Ruled(REST)).rules} == {"together", "rest-between"}
    answered = found(asked)
    for day in asked.days:
        stood = [person for one in asked.slots if one.day == day for person in answered.roster[one.key]]
        assert len(stood) == len(set(stood)) == 3


def test_people_and_numbers_that_are_not_there_are_wrong() -> None:
    at = Ruled()
    with pytest.raises(BadInput, match="nobody"):
        ask(at, people=["nobody"])
    for each in ({cast.NIGHT: 1}, {cast.NIGHT: 1, cast.DAY: 1, cast.EVENING: 1, "none": 1}):
        with pytest.raises(BadInput):
            ask(at, each=each)


def test_a_conflict_is_told_by_figures_and_clauses() -> None:
    at = Ruled()
    at.pack = regime(rule("rest-days", at_least=4, hard=True, **{"in": "week"}), WEEK)
    asked = ask(at)
    answered = answer(asked, Limits(explain_seconds=120))
    assert (answered.state, answered.conflict is not None) == ("IMPOSSIBLE", True)
    assert answered.conflict is not None
    told = outcome.demands(asked, answered.conflict)
    assert [one.clause for one in told if one.clause] == ["hydro/4.3"]
    words = " ".join(one.says.zh + one.says.in_("en") for one in told)
    assert "每周至少休息4天" in words
    assert "At least 4 rest days every week." in words
    assert "每个夜班排1人" in words
    assert len(told) == 2
    days = outcome.where(asked, answered.conflict)
    assert days, "in the last week, of which the rotation of January has taken up the days that anybody may work"
    assert all(date(2026, 12, 28) <= day < AFTER for day in days)
