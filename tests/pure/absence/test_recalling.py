from datetime import timedelta

import pytest

from jiaoban.absence import queries
from jiaoban.absence.tables import RecallState
from jiaoban.kernel.refusal import BadInput, NotAllowed
from jiaoban.org import queries as org
from tests import cast
from tests.pure.absence.office import LEAD, SUN, WANG, Office, day

WITHIN = timedelta(hours=1)
MICROSECOND = timedelta(microseconds=1)
CALL = {"reason": "厂房进水", "where": "中控室"}


@pytest.fixture
def office() -> Office:
    office = Office()
    office.approved(from_at=day(1), until_at=day(9))
    office.now = day(2)
    return office


def _call(office: Office) -> RecallState:
    command = office.ok("absence.recall", LEAD, people=[WANG.key], **CALL).acts[0].command
    found = queries.recall(office.book, f"{command}.{WANG.key}")
    assert found is not None
    return found


def _again(office: Office, one: RecallState) -> RecallState:
    found = queries.recall(office.book, one.key)
    assert found is not None
    return found


def test_only_people_who_are_away_are_called_back(office: Office) -> None:
    with pytest.raises(NotAllowed):
        office.do("absence.recall", WANG, people=[WANG.key], **CALL)
    refusal = office.do("absence.recall", LEAD, people=[WANG.key, SUN.key], **CALL).refusal
    assert refusal is not None
    assert [(one.code, one.clause, one.names) for one in refusal.reasons] == [
        ("recall-not-away", "hydro/4.2", (SUN.name,))
    ]
    _call(office)
    assert office.refused("absence.recall", LEAD, people=[WANG.key], **CALL) == ["recall-pending"]


@pytest.mark.parametrize(("moment", "away"), [(day(1) - MICROSECOND, False), (day(1), True), (day(9), False)])
def test_away_is_half_open(office: Office, moment: object, away: bool) -> None:
    office.now = moment  # type: ignore[assignment]
    assert bool(queries.now_away(office.book, office.now)) is away
    if not away:
        assert office.refused("absence.recall", LEAD, people=[WANG.key], **CALL) == ["recall-not-away"]


def test_answer_way_and_arrival_stand_with_their_times(office: Office) -> None:
    one = _call(office)
    assert (one.answer_by, one.next_by, one.open) == (day(2) + WITHIN, day(2) + WITHIN, True)
    assert queries.recalls_of(office.book, WANG.key) == [one]
    assert office.refused("absence.set_out", WANG, recall=one.key) == ["recall-unanswered"]
    assert office.refused("absence.answer_recall", SUN, recall=one.key, coming=True) == ["not-yours"]
    office.now = day(2) + timedelta(minutes=20)
    office.ok("absence.answer_recall", WANG, recall=one.key, coming=True, expected_at=day(2, 6))
    assert office.refused("absence.answer_recall", WANG, recall=one.key, coming=True) == ["recall-over"]
    assert _again(office, one).next_by == day(2, 6), "the answer is no more to come"
    office.now = day(2, 1)
    office.ok("absence.set_out", WANG, recall=one.key)
    office.now = day(2, 6)
    office.ok("absence.arrive", WANG, recall=one.key)
    done = _again(office, one)
    assert (done.answered_at, done.set_out_at, done.arrived_at) == (day(2, 0, 20), day(2, 1), day(2, 6))
    assert (done.open, done.late(day(8)), done.overdue(day(8))) == (False, False, False)
    assert office.refused("absence.arrive", WANG, recall=one.key) == ["recall-over"]


def test_an_answer_is_overdue_after_its_time_and_not_at_it(office: Office) -> None:
    one = _call(office)
    assert [one.late(day(2) + WITHIN), one.late(day(2) + WITHIN + MICROSECOND)] == [False, True]
    office.now = day(2) + WITHIN
    office.ok("absence.answer_recall", WANG, recall=one.key, coming=True, expected_at=day(2, 6))
    assert not _again(office, one).late(day(9))
    assert [_again(office, one).overdue(at) for at in (day(2, 6), day(2, 6) + MICROSECOND)] == [False, True]


def test_who_cannot_come_says_why_and_the_recall_ends(office: Office) -> None:
    one = _call(office)
    with pytest.raises(BadInput):
        office.do("absence.answer_recall", WANG, recall=one.key, coming=False)
    with pytest.raises(BadInput):
        office.do("absence.answer_recall", WANG, recall=one.key, coming=True, expected_at=office.now)
    office.ok("absence.answer_recall", LEAD, recall=one.key, coming=False, text="人在国外，无航班")
    told = _again(office, one)
    assert (told.open, told.answered_by, told.overdue(day(9))) == (False, LEAD.key, False)
    _call(office)


def test_a_recall_can_be_cancelled_with_its_reason(office: Office) -> None:
    one = _call(office)
    office.ok("absence.cancel_recall", LEAD, recall=one.key, reason="水已排空")
    assert office.refused("absence.answer_recall", WANG, recall=one.key, coming=True) == ["recall-over"]
    assert not _again(office, one).late(day(9))


def test_a_regime_that_says_nothing_of_recalls_has_none(office: Office) -> None:
    absences = office.pack.absence
    assert absences is not None
    office.pack = office.pack.model_copy(update={"absence": absences.model_copy(update={"recall": None})})
    assert office.refused("absence.recall", LEAD, people=[WANG.key], **CALL) == ["no-recall"]


def test_a_supervisor_calls_back_the_people_of_their_own_posts(office: Office) -> None:
    office.ok("org.grant", cast.ADMINISTRATOR, person=cast.B_CCR.key, role="SUPERVISOR", post=cast.CCR)
    (away,) = queries.now_away(office.book, office.now)
    other, actor = cast.B_CCR, org.actor(office.book, cast.B_CCR.key)
    assert queries.callable_by(office.book, actor, cast.CCR, [away]) == frozenset()
    refusal = office.do("absence.recall", other, at_post=cast.CCR, people=[WANG.key], **CALL).refusal
    assert refusal is not None
    assert [(one.code, one.clause, one.names) for one in refusal.reasons] == [
        ("recall-other-post", "hydro/4.2", (WANG.name,))
    ]
    assert queries.pending_recalls(office.book) == frozenset()


@pytest.mark.parametrize("by", ["works-there", "supervises-there"])
def test_whoever_also_works_there_or_is_supervised_by_them_is_called_back(office: Office, by: str) -> None:
    if by == "works-there":
        office.ok("org.grant", cast.ADMINISTRATOR, person=WANG.key, role="OPERATOR", post=cast.CCR)
        office.ok("org.grant", cast.ADMINISTRATOR, person=cast.B_CCR.key, role="SUPERVISOR", post=cast.CCR)
    who = cast.B_CCR if by == "works-there" else LEAD
    office.ok("absence.recall", who, at_post=cast.CCR, people=[WANG.key], **CALL)
    assert queries.pending_recalls(office.book) == {WANG.key}
