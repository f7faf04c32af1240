"""What other places need of the same engine: several people, things one by one, third parties, counts by two.

The pack is the hydropower one with rules of such places added: data, no code.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from jiaoban.handover import queries
from jiaoban.handover.next_step import Seat, next_step
from jiaoban.handover.queries import stays_of
from jiaoban.handover.responsibility import Span, responsible
from jiaoban.regime.pack import Pack
from tests import cast
from tests.pure.handover.desk import EIGHT, IN, LEAD, OUT, POST, Desk, pack

CLAUSE = "hydro/2.2"
SECOND_OUT, SECOND_IN, NURSE = cast.AT_CCR["A"], cast.AT_CCR["B"], cast.AT_PATROL["C"]
DUTY = cast.PATROL_DUTY


def regime(**changes: Any) -> Pack:
    """The hydropower pack with other rules of handing over, given as plain data like a YAML file's."""
    plain = pack().handover.model_dump(by_alias=True, exclude_none=True)
    added = {key: (*plain[key], *value) if isinstance(value, list) else value for key, value in changes.items()}
    handover = type(pack().handover).model_validate({**plain, **added})
    return pack().model_copy(update={"handover": handover})


def asks(point: str) -> dict[str, Any]:
    """A gate that wants a confirmation point."""
    undone = {"all": [{"field": "point", "is": point}, {"field": "done", "is": False}]}
    return {
        "id": f"wants-{point}",
        "clause": CLAUSE,
        "title": {"zh": point},
        "side": "incoming",
        "clear_when": {"none": {"of": "confirmations", "where": undone}},
        "why": {"zh": "{names}"},
        "lifts": {"zh": "{names}"},
        "who": ["incoming"],
    }


def crowd(desk: Desk) -> Desk:
    """Two people hold the post, both qualified, and two are to come."""
    for one in (SECOND_OUT, SECOND_IN):
        desk.ok("org.grant", cast.ADMINISTRATOR, person=one.key, role="OPERATOR", post=POST)
        given = {"person": one.key, "qualification": DUTY, "number": one.key, "valid_from": "2025-01-01"}
        desk.ok("org.qualify", cast.ADMINISTRATOR, **given)
    return desk


def test_relief_of_one_of_two_leaves_the_other_at_the_post() -> None:
    desk = crowd(Desk(first=(OUT, SECOND_OUT)))
    desk.ok("org.change_post", cast.ADMINISTRATOR, **post_of(at_least=2))
    desk.key = desk.ok("handover.open", OUT, leaving=[OUT.key], arriving=[IN.key]).acts[0].command
    assert desk.handover.leaving == (OUT.key,)
    need = {row["id"]: row for row in desk.assess().rows("complement")}[DUTY]
    assert (need["needed"], need["have"], need["short"]) == (2, 2, 0)
    desk.signed()
    assert queries.holders(desk.book, POST) == (SECOND_OUT.key, IN.key)


def shared() -> Desk:
    """Two people hold the post; one of them alone is handing over to the relief."""
    desk = crowd(Desk(first=(OUT, SECOND_OUT)))
    desk.key = desk.ok("handover.open", OUT, leaving=[OUT.key], arriving=[IN.key]).acts[0].command
    return desk


def span(desk: Desk, clock: str) -> Span:
    return responsible(desk.book, POST, desk.at(clock).now)


def test_who_stays_keeps_their_own_hour_when_somebody_else_is_relieved() -> None:
    desk = shared().signed()
    held = queries.tenure(desk.book, POST)
    assert held is not None
    assert (held.hour_of(SECOND_OUT.key), held.hour_of(IN.key)) == (EIGHT, EIGHT + timedelta(hours=8))
    both = span(desk, "08:30")
    assert (both.people, both.late, both.waiting) == ((SECOND_OUT.key, IN.key), (SECOND_OUT.key,), False)
    assert both.clause != both.late_clause
    assert span(desk, "16:00").waiting


def test_the_next_handover_is_that_of_who_was_left_behind_alone() -> None:
    desk = shared().signed().at("08:20")
    desk.key = desk.ok("handover.open", SECOND_OUT, arriving=[SECOND_IN.key]).acts[0].command
    one = desk.handover
    assert (one.leaving, one.arriving, one.due_at) == ((SECOND_OUT.key,), (SECOND_IN.key,), EIGHT)
    assert one.next_ends_at == EIGHT + timedelta(hours=8)


def test_a_late_handover_is_that_of_their_own_shift_where_another_began_within_it() -> None:
    desk = Desk()
    desk.ok("org.change_post", cast.ADMINISTRATOR, **post_of(overlaps=True))
    desk.at("08:20").open()
    assert (desk.handover.shift, desk.handover.next_shift) == ("2026-11-23.night", "2026-11-23.day")


def early_day() -> Desk:
    """The night stands until eight, and the day that relieves it begins at half past seven."""
    desk = Desk()
    early = [{**one, "begins": "07:30"} if one["code"] == "day" else one for one in cast.PATTERN.model_dump()["shifts"]]
    desk.ok("org.change_post", cast.ADMINISTRATOR, **{**post_of(), "pattern": {"shifts": early}})
    return desk


@pytest.mark.parametrize("clock", ["07:40", "08:10"])
def test_a_shift_that_begins_before_the_other_ends_relieves_it(clock: str) -> None:
    desk = early_day().at(clock).open()
    assert (desk.handover.shift, desk.handover.next_shift) == ("2026-11-23.night", "2026-11-23.day")
    assert (desk.handover.due_at, desk.handover.next_ends_at) == (EIGHT, EIGHT + timedelta(hours=8))


def test_the_totals_are_those_of_the_shift_that_ends_and_not_of_the_one_that_has_begun() -> None:
    desk = early_day()
    desk.ok("plant.register_parameter", LEAD, parameter="q", name="水表", group="累积", rolls_at="1000")
    for clock, value in (("00:00", "10"), ("07:30", "70"), ("08:00", "75")):
        desk.at(clock).ok("plant.read", OUT, readings=[{"parameter": "q", "value": value}], at=desk.now)
    desk.at("08:05").open()
    (row,) = desk.assess().rows("totals")
    assert row["used"] == Decimal(65)


def test_the_next_step_of_each_follows_their_own_hour() -> None:
    desk = shared().signed().at("08:20")
    held = queries.tenure(desk.book, POST)
    codes = {
        one.key: next_step(Seat(one.key, False, False), held, None, desk.pack, desk.now).code
        for one in (SECOND_OUT, IN)
    }
    assert codes == {SECOND_OUT.key: "OPEN", IN.key: "WRITE"}


def test_a_stayer_on_the_next_roster_goes_on_to_its_end() -> None:
    desk = crowd(Desk(first=(OUT, SECOND_OUT)))
    day = {"day": "2026-11-23", "shift": "day", "people": [SECOND_OUT.key, IN.key], "reason": "加强"}
    desk.ok("roster.assign", LEAD, **day)
    desk.key = desk.ok("handover.open", OUT, leaving=[OUT.key], arriving=[IN.key]).acts[0].command
    desk.signed()
    held = queries.tenure(desk.book, POST)
    assert held is not None
    assert held.dues == [EIGHT + timedelta(hours=8)]


def test_the_supervisor_takes_over_from_one_and_the_other_stays() -> None:
    desk = shared()
    desk.ok("handover.take_over", LEAD, reason="接班人未到")
    assert queries.holders(desk.book, POST) == (SECOND_OUT.key, LEAD.key)


def test_a_post_where_somebody_stays_is_not_left_unattended() -> None:
    desk = crowd(Desk(first=(OUT, SECOND_OUT)))
    safe = {"zh": "停机锁定"}
    desk.ok("org.change_post", cast.ADMINISTRATOR, **{**post_of(), "safe_state": safe})
    desk.key = desk.ok("handover.open", OUT, leaving=[OUT.key], arriving=[IN.key]).acts[0].command
    assert "somebody-stays" in desk.refused("handover.leave_unattended", LEAD, safe_state="停机锁定", text="无人")


def test_a_post_short_of_its_complement_is_not_taken_over() -> None:
    desk = crowd(Desk())
    desk.ok("org.change_post", cast.ADMINISTRATOR, **post_of(at_least=2))
    desk.ready()
    assert "qualified" in desk.blocked()


def overlapping() -> dict[str, Any]:
    """The three shifts of the station, and one from six to two beside them."""
    between = {"code": "mid", "name": {"zh": "中段"}, "begins": "06:00", "ends": "14:00"}
    return {"shifts": [*cast.PATTERN.model_dump()["shifts"], between]}


def post_of(*, at_least: int = 1, subjects: tuple[str, ...] = (), overlaps: bool = False) -> dict[str, Any]:
    return {
        "post": POST,
        "name": {"zh": "厂房巡视"},
        "regime": "hydro",
        "pattern": overlapping() if overlaps else cast.PATTERN.model_dump(),
        "complement": [{"qualification": DUTY, "at_least": at_least}],
        "subjects": [{"key": key, "name": f"{key}床"} for key in subjects],
        "safe_state": None,
    }


def test_several_people_come_and_each_signs_for_themselves() -> None:
    desk = crowd(Desk()).offered()
    desk.ok("handover.stand_in", LEAD, person=SECOND_IN.key, reason="加强")
    for one in (IN, SECOND_IN):
        desk.ok("handover.report_in", one)
    assert desk.handover.arriving == (IN.key, SECOND_IN.key)
    rows = desk.assess().rows("lines")
    assert not any(row["acknowledged"] for row in rows)


def test_things_are_handed_over_one_by_one() -> None:
    section = {"id": "beds", "clause": CLAUSE, "title": {"zh": "床位"}, "per_subject": True}
    desk = Desk(regime=regime(sections=[section]))
    desk.ok("org.change_post", cast.ADMINISTRATOR, **post_of(subjects=("1", "2")))
    desk.open()
    assert {row["id"] for row in desk.assess().rows("sections")} >= {"beds:1", "beds:2"}
    desk.ok("handover.nothing", OUT, section="beds:1")
    desk.ok("handover.write_line", OUT, section="beds", subject="2", text="术后第一天，禁食")
    assert all(row["complete"] for row in desk.assess().rows("sections") if str(row["id"]).startswith("beds"))


def test_a_confirmation_is_asked_for_each_thing() -> None:
    point = {
        "id": "at-bedside",
        "clause": CLAUSE,
        "title": {"zh": "床旁交接"},
        "parties": ["incoming"],
        "per": "subject",
    }
    desk = Desk(regime=regime(confirmations=[point], gates=[asks("at-bedside")]))
    desk.ok("org.change_post", cast.ADMINISTRATOR, **post_of(subjects=("1", "2")))
    desk.offered()
    desk.ok("handover.confirm", IN, point="at-bedside", subject="1")
    assert "wants-at-bedside" in desk.blocked()
    desk.ok("handover.confirm", IN, point="at-bedside", subject="2")
    assert "wants-at-bedside" not in desk.blocked()


PHARMACY = {
    "id": "pharmacy",
    "clause": CLAUSE,
    "title": {"zh": "药房核对"},
    "parties": ["third"],
    "third": {"zh": "药师"},
    "waived_by": ["supervisor"],
}


def test_a_third_party_confirms() -> None:
    desk = Desk(regime=regime(confirmations=[PHARMACY], gates=[asks("pharmacy")])).offered()
    assert "wants-pharmacy" in desk.blocked()
    assert desk.refused("handover.confirm", IN, point="pharmacy") == ["not-your-part"]
    desk.ok("handover.confirm", NURSE, point="pharmacy")
    assert "wants-pharmacy" not in desk.blocked()


def test_a_third_partys_confirmation_is_waived_with_a_reason() -> None:
    desk = Desk(regime=regime(confirmations=[PHARMACY], gates=[asks("pharmacy")])).offered()
    desk.ok("handover.waive", LEAD, point="pharmacy", party="third", reason="药师夜间不在岗")
    assert "wants-pharmacy" not in desk.blocked()
    assert desk.handover.exceptional


@pytest.mark.parametrize(("people", "enough"), [(1, False), (2, True)])
def test_a_count_by_two_different_people(people: int, enough: bool) -> None:
    desk = crowd(Desk(regime=regime(count={"clause": CLAUSE, "by": "incoming", "people": 2})))
    desk.ok("plant.register_custody", LEAD, custody_item="K1", name="毒麻柜钥匙", kind="KEY", expected=2)
    desk.offered()
    desk.ok("handover.stand_in", LEAD, person=SECOND_IN.key, reason="双人清点")
    for one in (IN, SECOND_IN)[:people]:
        desk.ok("plant.count", one, occasion=desk.key, counts=[{"custody_item": "K1", "found": 2}])
    assert [row["counted"] for row in desk.assess().rows("custody")] == [enough]


def test_a_duty_survives_the_signature_until_its_moment() -> None:
    stay = {
        "id": "post-shift-talk",
        "clause": CLAUSE,
        "title": {"zh": "参加班后会"},
        "party": "outgoing",
        "lasts": "PT30M",
    }
    desk = Desk(regime=regime(stays=[stay])).signed()
    (found,) = stays_of(desk.book, OUT.key)
    assert found.due_at == EIGHT + timedelta(minutes=30)
    desk.ok("handover.discharge", OUT, stay=found.key)
    assert stays_of(desk.book, OUT.key) == []


def test_three_parties_sign_in_the_order_of_the_pack() -> None:
    third = {"id": "lead-signs", "clause": CLAUSE, "party": "supervisor", "says": {"zh": "已监交"}}
    desk = Desk(regime=regime(signatures=[third])).ready()
    desk.sign(OUT)
    assert desk.refused("handover.sign", LEAD, content=desk.handover.content_digest()) == ["signature-order"]
    desk.sign(IN)
    assert queries.holders(desk.book, POST) == (OUT.key,)
    desk.sign(LEAD)
    assert queries.holders(desk.book, POST) == (IN.key,)


def test_one_person_hands_over_two_posts_each_with_its_own_outcome() -> None:
    desk = crowd(Desk())
    desk.ok("org.grant", cast.ADMINISTRATOR, person=OUT.key, role="OPERATOR", post=cast.CCR)
    desk.ok("handover.take_first", LEAD, at_post=cast.CCR, people=[OUT.key])
    other = desk.ok("handover.open", OUT, at_post=cast.CCR).acts[0].command
    desk.signed()
    assert queries.holders(desk.book, POST) == (IN.key,)
    assert queries.holders(desk.book, cast.CCR) == (OUT.key,)
    assert [one.key for one in queries.all_open(desk.book)] == [other]


def test_nobody_relieves_themselves_unless_the_regime_allows_it() -> None:
    desk = Desk()
    assert desk.refused("handover.open", OUT, arriving=[OUT.key]) == ["own-relief"]
    desk.open()
    assert desk.refused("handover.report_in", OUT) == ["own-relief"]


def test_where_the_regime_allows_it_they_do() -> None:
    desk = Desk(regime=regime(self_handover=True))
    desk.key = desk.ok("handover.open", OUT, arriving=[OUT.key]).acts[0].command
    assert desk.handover.arriving == (OUT.key,)
