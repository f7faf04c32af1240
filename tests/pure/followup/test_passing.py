"""A follow-up that goes to departments and superiors, and up when it is late."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoban.followup import queries
from jiaoban.followup.rules.passing import reached, untold
from jiaoban.followup.tables import Followup
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.regime.everyday import Items
from tests.pure.duty.office import PACK, Office, changed, duties, items

TEN = Office.moment("10:00")
REPAIRS = {"id": "repairs", "title": {"zh": "维修组", "en": "Repairs"}, "post": "repairs"}
OFFICE = {"id": "office", "title": {"zh": "行政部", "en": "Administration"}}


@pytest.fixture
def office() -> Office:
    return Office(changed(PACK, duties=duties(**items(REPAIRS, OFFICE))))


def _fault(office: Office) -> str:
    return office.ok(TEN, "li", "followup.report_fault", what="打印机卡纸")


def _one(office: Office, key: str) -> Followup:
    found = queries.followup(office.book, key)
    assert found is not None
    return found


def test_the_people_of_a_departments_post_take_it_over_and_close_it(office: Office) -> None:
    key = _fault(office)
    office.ok(TEN, "boss", "followup.transfer", followup=key, to="repairs", reason="要拆机")
    assert [one.key for one in queries.put_to(office.book, "repairs")] == [key]
    assert office.refused(TEN, "boss", "followup.accept", followup=key) == "not-the-receiver"
    office.ok(TEN, "fixer", "followup.accept", "repairs", followup=key)
    assert _one(office, key).owner == office.key("fixer")
    office.ok(TEN, "fixer", "followup.progress", "repairs", followup=key, text="在换零件")
    office.ok(TEN, "fixer", "followup.close", "repairs", followup=key, result="已换搓纸轮")
    assert queries.put_to(office.book, "repairs") == []
    assert [move.taker for move in _one(office, key).moves] == [office.key("fixer")]


def test_a_post_that_was_not_asked_cannot_see_it(office: Office) -> None:
    key = _fault(office)
    with pytest.raises(NotFound):
        office.do(TEN, "fixer", "followup.progress", "repairs", followup=key, text="偷看")


def test_given_back_it_is_out_of_the_sight_of_the_post_again(office: Office) -> None:
    key = _fault(office)
    office.ok(TEN, "boss", "followup.transfer", followup=key, to="repairs", reason="要拆机")
    office.ok(TEN, "fixer", "followup.give_back", "repairs", followup=key, reason="保修期内，找厂家")
    assert _one(office, key).sees == ""
    with pytest.raises(NotFound):
        office.do(TEN, "fixer", "followup.accept", "repairs", followup=key)


def test_whoever_has_it_passes_it_on_and_the_trail_stays(office: Office) -> None:
    key = _fault(office)
    office.ok(TEN, "boss", "followup.transfer", followup=key, to="repairs", reason="要拆机")
    office.ok(TEN, "fixer", "followup.accept", "repairs", followup=key)
    with pytest.raises(BadInput):
        office.do(TEN, "fixer", "followup.transfer", "repairs", followup=key, to="repairs", reason="已在这里")
    office.ok(TEN, "fixer", "followup.transfer", "repairs", followup=key, to="office", reason="要买新的")
    office.ok(TEN, "boss", "followup.accept", followup=key, contact="行政部老周")
    one = _one(office, key)
    assert [move.to for move in one.moves] == ["repairs", "office"]
    assert [move.owner for move in one.moves] == [office.key("boss"), office.key("fixer")]
    assert one.with_ is not None
    assert one.with_.contact == "行政部老周"


def test_whoever_has_it_sees_it_while_another_department_is_asked(office: Office) -> None:
    key = _fault(office)
    office.ok(TEN, "boss", "followup.transfer", followup=key, to="repairs", reason="要拆机")
    office.ok(TEN, "fixer", "followup.accept", "repairs", followup=key)
    office.ok(TEN, "fixer", "followup.transfer", "repairs", followup=key, to="office", reason="要买新的")
    assert [one.key for one in queries.put_to(office.book, "repairs")] == [key]
    office.ok(TEN, "fixer", "followup.progress", "repairs", followup=key, text="先垫纸用着")
    office.ok(TEN, "boss", "followup.give_back", followup=key, reason="还在保修")
    assert _one(office, key).owner == office.key("fixer")


def test_a_department_whose_post_the_site_does_not_have_is_spoken_for_by_the_supervisor() -> None:
    elsewhere = {**REPAIRS, "post": "workshop"}
    office = Office(changed(PACK, duties=duties(**items(elsewhere))))
    key = _fault(office)
    office.ok(TEN, "boss", "followup.transfer", followup=key, to="repairs", reason="要拆机")
    office.ok(TEN, "boss", "followup.accept", followup=key, contact="老周")
    assert _one(office, key).sees == ""


def test_who_followed_it_at_a_moment_is_known_across_departments(office: Office) -> None:
    key = _fault(office)
    office.ok(TEN, "boss", "followup.transfer", followup=key, to="repairs", reason="要拆机")
    later = TEN + timedelta(hours=1)
    office.ok(later, "fixer", "followup.accept", "repairs", followup=key)
    one = _one(office, key)
    assert one.owner_at(later - timedelta(seconds=1)) == office.key("boss")
    assert one.owner_at(later) == office.key("fixer")


def test_a_new_limit_lies_ahead(office: Office) -> None:
    key = _fault(office)
    office.ok(TEN, "boss", "followup.transfer", followup=key, to="office", reason="要买")
    with pytest.raises(BadInput):
        office.do(TEN, "boss", "followup.accept", followup=key, due_at=TEN)
    office.ok(TEN, "boss", "followup.accept", followup=key, due_at=TEN + timedelta(seconds=1))
    assert _one(office, key).due_at == TEN + timedelta(seconds=1)


def test_a_closed_one_goes_nowhere(office: Office) -> None:
    key = _fault(office)
    office.ok(TEN, "boss", "followup.transfer", followup=key, to="office", reason="要买")
    office.ok(TEN, "boss", "followup.close", followup=key, result="好了")
    assert _one(office, key).asked is None
    for verb, said in (
        ("transfer", {"to": "office", "reason": "再转"}),
        ("accept", {}),
        ("give_back", {"reason": "退"}),
    ):
        assert office.refused(TEN, "boss", f"followup.{verb}", followup=key, **said) == "followup-closed"


def test_a_fault_goes_to_the_supervisor_with_the_fewest_open_items(office: Office) -> None:
    office.ok(TEN, "system", "org.add_person", "", person="zz", name="第二主管", username="zz")
    office.ok(TEN, "system", "org.grant", "", person="zz", role="SUPERVISOR", post="desk")
    owners = [_one(office, _fault(office)).owner for _ in range(3)]
    assert owners == [office.key("boss"), "zz", office.key("boss")]


def test_where_the_regime_says_so_whoever_reports_a_fault_sees_to_it() -> None:
    faults = {"clause": "kefu/14", "owner": "reporter"}
    office = Office(changed(PACK, duties=duties(faults=faults)))
    assert _one(office, _fault(office)).owner == office.key("li")


def test_where_the_regime_takes_no_faults_and_no_suggestions_it_says_so() -> None:
    office = Office(changed(PACK, duties=duties(faults=None, suggestions=None)))
    for verb, said in (("report_fault", {"what": "坏了"}), ("suggest", {"title": "更好"})):
        with pytest.raises(BadInput):
            office.do(TEN, "li", f"followup.{verb}", **said)


SECONDS = st.integers(-3 * 86400, 3 * 86400)


@settings(max_examples=60, deadline=None)
@given(moments=st.lists(SECONDS, max_size=6))
def test_each_step_is_told_once_in_whatever_order_the_loop_comes_round(moments: list[int]) -> None:
    """Whenever the program looks, in the end the book holds exactly the steps that its last look came to."""
    office = Office()
    key = _fault(office)
    limit = TEN + timedelta(days=1)
    said: Items | None = PACK.duties.items if PACK.duties else None
    for seconds in sorted(moments):
        now = limit + timedelta(seconds=seconds)
        if now >= TEN and untold(_one(office, key), said, now):
            office.ok(now, "system", "followup.escalate", followup=key)
    one = _one(office, key)
    last = limit + timedelta(seconds=max([*moments, -1]))
    assert [told.to for told in one.told] == [step.to for step in reached(one, said, last)]
