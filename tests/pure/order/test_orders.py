"""Standing orders: who must read them, until when, again after an interval and after a new version."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.kernel.refusal import BadInput, NotAllowed, NotFound
from jiaoban.order import queries, rules
from jiaoban.order.acts import Group
from jiaoban.order.tables import ORDERS, READINGS
from jiaoban.org import queries as org
from jiaoban.org.tables import Person
from tests import cast
from tests.pure.handover.desk import EIGHT, IN, LEAD, OUT, Desk

ZONE = "Asia/Shanghai"


@pytest.fixture
def desk() -> Desk:
    return Desk()


def issued(desk: Desk, **args: Any) -> str:
    told = {"title": "防汛值班要求", "text": "库水位每小时抄报。", "people": [IN.key, OUT.key], **args}
    return desk.ok("order.issue", LEAD, **told).acts[0].command


def stands(desk: Desk, key: str, who: cast.Member = IN) -> rules.Standing | None:
    one = desk.book.get(ORDERS, key)
    assert one is not None
    return queries.stands_for(desk.book, one, who.key, desk.now, ZONE)


def unread(desk: Desk, who: cast.Member = IN) -> list[str]:
    return [one.key for one, _ in queries.unread(desk.book, who.key, desk.now, ZONE)]


# ---- whom it concerns


def test_an_order_for_a_qualification_that_nobody_holds_would_reach_nobody(desk: Desk) -> None:
    with pytest.raises(NotFound) as caught:
        issued(desk, people=[], qualifications=[cast.PATROL_DUTY, "绞盘证"])
    assert caught.value.where == "qualifications.1"
    assert stands(desk, issued(desk, people=[], qualifications=[cast.PATROL_DUTY])) is not None


def concerns(desk: Desk, group: Group, person: Person) -> bool:
    return rules.concerned_since(group, person, org.local_day(desk.book, desk.now), ZONE) is not None


@pytest.mark.parametrize(
    ("group", "mine"),
    [
        (Group(people=(IN.key,)), True),
        (Group(people=(OUT.key,)), False),
        (Group(crews=("B",)), True),
        (Group(crews=("A",)), False),
        (Group(posts=(cast.PATROL,)), True),
        (Group(posts=(cast.CCR,)), False),
        (Group(roles=("OPERATOR",)), True),
        (Group(roles=("SUPERVISOR",)), False),
        (Group(qualifications=(cast.PATROL_DUTY,)), True),
        (Group(qualifications=("绞盘证",)), False),
        (Group(qualifications=("绞盘证",), crews=("B",)), True),
        (Group(), False),
    ],
)
def test_whom_an_order_concerns(desk: Desk, group: Group, mine: bool) -> None:
    person = org.person(desk.book, IN.key)
    assert concerns(desk, group, person) is mine


def test_an_expired_qualification_and_somebody_who_left_do_not_count(desk: Desk) -> None:
    day, person = org.local_day(desk.book, desk.now), org.person(desk.book, IN.key)
    group = Group(qualifications=(cast.PATROL_DUTY,), people=(IN.key,))
    expired = tuple(one.model_copy(update={"valid_to": day}) for one in person.qualifications)
    lapsed = person.model_copy(update={"qualifications": expired})
    assert not concerns(desk, Group(qualifications=(cast.PATROL_DUTY,)), lapsed)
    assert not concerns(desk, group, person.model_copy(update={"left_at": desk.now}))


# ---- since when it concerns somebody

NEW = "new"


def comes(desk: Desk, **said: Any) -> None:
    """Somebody new comes to the site."""
    desk.ok("org.add_person", cast.ADMINISTRATOR, person=NEW, name="新来的", username="new", **said)


def of_new(desk: Desk, key: str) -> rules.Standing | None:
    one = desk.book.get(ORDERS, key)
    assert one is not None
    return queries.stands_for(desk.book, one, NEW, desk.now, ZONE)


@pytest.mark.parametrize(("second", "overdue"), [(0, False), (1, True)])
@pytest.mark.parametrize("way", ["crew", "role", "post", "qualification", "moved"])
def test_who_joins_after_the_deadline_is_asked_and_has_the_whole_time(
    desk: Desk, way: str, second: int, overdue: bool
) -> None:
    group: dict[str, Any] = {
        "crew": {"crews": ["B"]},
        "moved": {"crews": ["B"]},
        "role": {"roles": ["OPERATOR"]},
        "post": {"posts": [cast.PATROL]},
        "qualification": {"qualifications": ["绞盘证"]},
    }[way]
    certificate = {"qualification": "绞盘证", "number": "1", "valid_from": "2020-01-01"}
    desk.ok("org.qualify", cast.ADMINISTRATOR, person=OUT.key, **certificate)  # one must hold it already
    key = issued(desk, people=[], within_days=7, **group)
    desk.now += timedelta(days=60)
    if way == "moved":
        comes(desk, crew="A")
        desk.ok("org.grant", cast.ADMINISTRATOR, person=NEW, role="OPERATOR", at_post=cast.CCR)
        assert of_new(desk, key) is None
        desk.now += timedelta(days=60)
        desk.ok("org.set_crew", cast.ADMINISTRATOR, person=NEW, crew="B")
    else:
        comes(desk, **({"crew": "B"} if way == "crew" else {}))
        desk.ok("org.grant", cast.ADMINISTRATOR, person=NEW, role="OPERATOR", at_post=cast.PATROL)
    if way == "qualification":
        desk.ok("org.qualify", cast.ADMINISTRATOR, person=NEW, **certificate)
    now = of_new(desk, key)
    assert now is not None
    assert (now.due, now.overdue, now.due_at) == (True, False, desk.now + timedelta(days=7))
    assert key in [one.key for one, _ in queries.unread(desk.book, NEW, desk.now, ZONE)]
    (order,) = queries.in_force(desk.book, desk.now)
    assert NEW in [one.person.key for one in queries.readers(desk.book, [order], desk.now, ZONE)[key]]
    desk.now += timedelta(days=7, seconds=second)
    now = of_new(desk, key)
    assert now is not None
    assert now.overdue is overdue


def test_who_was_there_gets_no_more_time_by_anybody_elses_coming(desk: Desk) -> None:
    key = issued(desk, people=[], crews=["A", "B"], within_days=7)
    desk.now += timedelta(days=8)
    comes(desk, crew="B")
    late = stands(desk, key)
    assert late is not None
    assert late.overdue
    assert of_new(desk, key) is None  # without a role the site does not exist for them


def test_who_comes_back_has_the_time_again(desk: Desk) -> None:
    key = issued(desk, people=[], crews=["B"], every_months=1, within_days=7)
    desk.ok("order.acknowledge", IN, order=key)
    gone = {"person": IN.key, "name": IN.name, "username": IN.username, "crew": "B"}
    desk.ok("org.change_person", cast.ADMINISTRATOR, **gone, active=False)
    desk.now += timedelta(days=100)
    assert stands(desk, key) is None
    desk.ok("org.change_person", cast.ADMINISTRATOR, **gone, active=True)
    now = stands(desk, key)
    assert now is not None
    assert (now.again, now.overdue, now.due_at) == (True, False, desk.now + timedelta(days=7))


@pytest.mark.parametrize(("renewed_from", "fresh"), [("2026-12-01", False), ("2026-12-02", True)])
def test_a_certificate_renewed_without_a_gap_gives_no_more_time(desk: Desk, renewed_from: str, fresh: bool) -> None:
    def got(**said: Any) -> None:
        desk.ok("org.qualify", cast.ADMINISTRATOR, person=IN.key, qualification="绞盘证", **said)

    got(number="1", valid_from="2026-01-01", valid_to="2026-12-01")
    key = issued(desk, people=[], qualifications=["绞盘证"], within_days=7)
    got(number="2", valid_from=renewed_from)
    desk.now = EIGHT + timedelta(days=10)
    now = stands(desk, key)
    assert now is not None
    assert now.overdue is not fresh


# ---- reading


def test_everybody_of_the_group_reads_for_themselves(desk: Desk) -> None:
    key = issued(desk)
    assert unread(desk) == unread(desk, OUT) == [key]
    desk.ok("order.acknowledge", IN, order=key)
    assert (unread(desk), unread(desk, OUT)) == ([], [key])
    (order,) = queries.in_force(desk.book, desk.now)
    read = {one.person.key: one.stands.read for one in queries.readers(desk.book, [order], desk.now, ZONE)[key]}
    assert read == {IN.key: True, OUT.key: False}


def test_a_reading_is_said_once_by_whom_it_concerns(desk: Desk) -> None:
    key = issued(desk)
    desk.ok("order.acknowledge", IN, order=key)
    assert desk.refused("order.acknowledge", IN, order=key) == ["read-already"]
    assert desk.refused("order.acknowledge", LEAD, order=key) == ["not-addressed"]
    with pytest.raises(NotFound):
        desk.do("order.acknowledge", IN, order="none")


def test_an_order_may_ask_for_own_words(desk: Desk) -> None:
    key = issued(desk, asks="WORDS")
    assert desk.refused("order.acknowledge", IN, order=key) == ["missing:words"]
    desk.ok("order.acknowledge", IN, order=key, words="每小时抄一次库水位并报值长")
    reading = queries.reading(desk.book, key, IN.key)
    assert reading is not None
    assert reading.words == "每小时抄一次库水位并报值长"


@pytest.mark.parametrize(("second", "overdue"), [(0, False), (1, True)])
def test_it_is_overdue_once_its_days_are_over(desk: Desk, second: int, overdue: bool) -> None:
    key = issued(desk, within_days=7)
    desk.now += timedelta(days=7, seconds=second)
    now = stands(desk, key)
    assert now is not None
    assert (now.due, now.overdue) == (True, overdue)


def test_before_it_is_in_force_nobody_has_to_read_it_though_they_may(desk: Desk) -> None:
    key = issued(desk, valid_from=EIGHT + timedelta(days=1))
    assert unread(desk) == []
    desk.ok("order.acknowledge", IN, order=key)
    desk.now = EIGHT + timedelta(days=1)
    assert (unread(desk), unread(desk, OUT)) == ([], [key])


def test_after_its_end_nobody_has_to_read_it(desk: Desk) -> None:
    key = issued(desk, valid_to=EIGHT + timedelta(days=1))
    desk.now = EIGHT + timedelta(days=1, seconds=-1)
    assert unread(desk) == [key]
    desk.now = EIGHT + timedelta(days=1)
    assert unread(desk) == []
    assert desk.refused("order.acknowledge", IN, order=key) == ["order-over"]
    assert [one.key for one in queries.ended(desk.book, desk.now + timedelta(seconds=1))] == [key]


# ---- again


def test_it_is_read_again_after_its_interval(desk: Desk) -> None:
    key = issued(desk, every_months=3, within_days=5)
    desk.ok("order.acknowledge", IN, order=key)
    read_at = desk.now
    desk.now = rules.months_after(read_at, 3, ZONE) - timedelta(seconds=1)
    assert unread(desk) == []
    desk.now += timedelta(seconds=1)
    now = stands(desk, key)
    assert now is not None
    assert (now.read, now.again, now.overdue, now.due_at) == (False, True, False, desk.now + timedelta(days=5))
    desk.ok("order.acknowledge", IN, order=key)
    row = desk.book.get(READINGS, f"{key}.{IN.key}")
    assert row is not None
    assert (row.times, row.first_at, row.at) == (2, read_at, desk.now)


@pytest.mark.parametrize(
    ("read", "months", "again", "zone"),
    [
        (datetime(2026, 11, 30, 1, tzinfo=UTC), 3, datetime(2027, 2, 28, 1, tzinfo=UTC), "Asia/Shanghai"),
        (datetime(2027, 11, 30, 1, tzinfo=UTC), 3, datetime(2028, 2, 29, 1, tzinfo=UTC), "Asia/Shanghai"),
        (datetime(2028, 2, 29, 1, tzinfo=UTC), 12, datetime(2029, 2, 28, 1, tzinfo=UTC), "Asia/Shanghai"),
        (datetime(2026, 12, 31, 18, tzinfo=UTC), 1, datetime(2027, 1, 31, 18, tzinfo=UTC), "Asia/Shanghai"),
        (datetime(2026, 2, 28, 7, tzinfo=UTC), 1, datetime(2026, 3, 28, 7, tzinfo=UTC), "Europe/Berlin"),
        (datetime(2026, 3, 28, 7, tzinfo=UTC), 1, datetime(2026, 4, 28, 6, tzinfo=UTC), "Europe/Berlin"),
        (datetime(2026, 2, 28, 1, 30, tzinfo=UTC), 1, datetime(2026, 3, 28, 1, 30, tzinfo=UTC), "Europe/Berlin"),
        (datetime(2026, 2, 28, 23, 30, tzinfo=UTC), 1, datetime(2026, 3, 31, 22, 30, tzinfo=UTC), "Europe/Berlin"),
    ],
)
def test_months_go_by_the_calendar_of_the_place(read: datetime, months: int, again: datetime, zone: str) -> None:
    if read.month == 2 and read.hour == 23:
        again = datetime(2026, 4, 1, 0, 30, tzinfo=UTC) - timedelta(hours=2)  # 1 March 00:30 there, so 1 April 00:30
    assert rules.months_after(read, months, zone) == again


@given(
    moment=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)),
    months=st.integers(1, 24),
)
def test_an_interval_always_leads_forward(moment: datetime, months: int) -> None:
    after = rules.months_after(moment, months, "Europe/Berlin")
    assert timedelta(days=28 * months - 1) < after - moment < timedelta(days=31 * months + 2)


# ---- versions


def test_a_new_version_is_read_anew_when_it_comes_into_force(desk: Desk) -> None:
    old = issued(desk)
    desk.ok("order.acknowledge", IN, order=old)
    begins = EIGHT + timedelta(days=2)
    new = issued(desk, replaces=old, text="每半小时抄报。", valid_from=begins)
    assert unread(desk) == []
    desk.now = begins
    assert unread(desk) == [new]
    before, after = desk.book.get(ORDERS, old), desk.book.get(ORDERS, new)
    assert before is not None
    assert after is not None
    assert (before.replaced_by, before.until, after.version, after.series) == (new, begins, 2, old)
    assert [one.key for one in queries.versions(desk.book, old)] == [new, old]


def test_a_version_is_replaced_once(desk: Desk) -> None:
    old = issued(desk)
    issued(desk, replaces=old)
    assert desk.refused("order.issue", LEAD, title="t", text="x", people=[IN.key], replaces=old) == ["order-over"]


def test_what_was_withdrawn_is_over(desk: Desk) -> None:
    key = issued(desk)
    desk.ok("order.withdraw", LEAD, order=key, reason="发错了")
    assert unread(desk) == []
    assert desk.refused("order.withdraw", LEAD, order=key, reason="x") == ["order-over"]


@pytest.mark.parametrize(
    "bad", [{"people": []}, {"valid_to": EIGHT - timedelta(days=2)}, {"valid_from": EIGHT, "valid_to": EIGHT}]
)
def test_senseless_orders_are_not_issued(desk: Desk, bad: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        issued(desk, **bad)


@pytest.mark.parametrize("bad", [{"people": ["nobody"]}, {"posts": ["nowhere"]}, {"crews": ["Z"]}, {"replaces": "x"}])
def test_a_group_names_what_is_there(desk: Desk, bad: dict[str, Any]) -> None:
    with pytest.raises(NotFound):
        issued(desk, **bad)


def test_only_who_supervises_the_whole_site_issues(desk: Desk) -> None:
    for verb, said in (
        ("order.issue", {"title": "t", "text": "x", "people": [IN.key]}),
        ("order.withdraw", {"order": "x", "reason": "y"}),
    ):
        with pytest.raises(NotAllowed):
            desk.do(verb, IN, **said)
