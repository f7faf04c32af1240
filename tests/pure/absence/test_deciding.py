from datetime import timedelta

import pytest

from jiaoban.absence import queries
from jiaoban.absence.preview import busy
from jiaoban.absence.rules import deciding
from jiaoban.absence.tables import CoveredStand
from jiaoban.absence.usecases.deciding import may_decide
from jiaoban.followup import queries as followup
from jiaoban.kernel.refusal import BadInput, NotAllowed, NotFound
from jiaoban.kernel.verbs import Context
from jiaoban.org import queries as org
from jiaoban.roster import queries as roster
from tests import cast
from tests.pure.absence.office import HEAD, LEAD, SUN, WANG, ZHENG, Office, day, regime
from tests.pure.handover.desk import POST

SECOND = timedelta(seconds=1)


@pytest.fixture
def office() -> Office:
    return Office()


def _due(office: Office, thing: str) -> tuple[str, ...]:
    """Who stands the shift of this key."""
    place = org.place(office.book, POST, office.now)
    shift = place.shift_of(thing.split(":")[2])
    assert shift is not None
    return roster.due(office.book, place, shift)


def test_a_receiver_accepts_or_declines_and_another_is_named(office: Office) -> None:
    pump = f"followup:{office.followup('更换滤网')}"
    key = office.asked(transfers=[{"thing": pump, "to": SUN.key}, {"text": "带徒弟", "to": ZHENG.key}])
    assert office.refused("absence.accept", ZHENG, absence=key, things=[pump]) == ["not-the-receiver"]
    office.ok("absence.decline", SUN, absence=key, reason="那几天培训")
    assert [(one.taken, one.answer) for one in office.one(key).lines] == [("DECLINED", "那几天培训"), ("WAITING", "")]
    assert office.refused("absence.decline", SUN, absence=key, reason="再说") == ["not-the-receiver"]
    refusal = office.do("absence.approve", LEAD, absence=key, covers=office.free_covers(key)).refusal
    assert refusal is not None
    assert [(one.code, one.clause, one.names) for one in refusal.reasons] == [
        ("transfer-not-accepted", "hydro/4.5", ("更换滤网", "带徒弟"))
    ]
    assert office.refused("absence.entrust", SUN, absence=key, thing=pump, to=ZHENG.key) == ["not-yours"]
    office.ok("absence.entrust", WANG, absence=key, thing=pump, to=ZHENG.key)
    assert len(queries.entrusted_to(office.book, ZHENG.key, office.now)) == 2
    office.ok("absence.accept", ZHENG, absence=key)
    assert office.refused("absence.entrust", WANG, absence=key, thing=pump, to=SUN.key) == ["line-taken"]
    office.ok("absence.approve", LEAD, absence=key, covers=office.free_covers(key))


def test_approval_demands_a_name_for_every_shift_duty_and_round(office: Office) -> None:
    points = [{"code": "P1", "name": "一点"}]
    times = [{"timetable": "noon", "when": "RULE", "rule": "FREQ=DAILY;BYHOUR=12;BYMINUTE=0", "closes_s": 3600}]
    office.ok("round.register_route", LEAD, route="east", name="东线", points=points, timetables=times)
    key = office.asked(from_at=day(0, 10), until_at=day(4))
    found = office.stands(key)
    refusal = office.do("absence.approve", LEAD, absence=key).refusal
    assert refusal is not None
    assert (refusal.reasons[0].code, refusal.reasons[0].clause) == ("without-cover", "hydro/4.3")
    assert len(refusal.reasons[0].names) == len(found)
    assert {one.sort for one in found} == {"post", "duty", "round"}
    covers = office.free_covers(key)
    duty = next(one for one in found if one.sort == "duty")
    named = [*covers, {"thing": duty.thing, "person": LEAD.key}]
    office.ok("absence.approve", LEAD, absence=key, covers=named)
    one = office.one(key)
    by_thing = {cover.thing: cover.person for cover in one.covers}
    assert set(by_thing) == {stand.thing for stand in found}
    assert by_thing[duty.thing] == LEAD.key
    assert all(by_thing.values())
    for cover in covers:
        assert _due(office, cover["thing"]) == (cover["person"],)


def test_a_name_left_out_is_refused_by_its_shift_alone(office: Office) -> None:
    key = office.asked(from_at=day(0, 10), until_at=day(4))
    covers = office.free_covers(key)
    assert len(covers) > 1
    refusal = office.do("absence.approve", LEAD, absence=key, covers=covers[1:]).refusal
    assert refusal is not None
    left = covers[0]["thing"].split(":")[2].split(".")[0]
    assert all(name.startswith(left) for name in refusal.reasons[0].names)


def test_whoever_covers_is_there_and_due_nowhere_else(office: Office) -> None:
    key = office.asked(from_at=day(0, 10), until_at=day(4))
    covers = office.free_covers(key)
    own = [{**covers[0], "person": WANG.key}, *covers[1:]]
    assert office.refused("absence.approve", LEAD, absence=key, covers=own)[0] == "cover-unfit"
    office.approved(SUN, from_at=day(-1, 10), until_at=day(9))
    shifts = [one.thing for one in office.stands(key) if one.sort == "post"]
    gone = [{"thing": one, "person": SUN.key} for one in shifts]
    assert set(office.refused("absence.approve", LEAD, absence=key, covers=gone)) == {"cover-unfit"}
    with pytest.raises(NotFound):
        office.do("absence.approve", LEAD, absence=key, covers=[{**covers[0], "person": "nobody"}])
    with pytest.raises(BadInput):
        office.do("absence.approve", LEAD, absence=key, covers=[{"thing": "post:patrol:x", "person": ZHENG.key}])


def test_whoever_covers_holds_what_the_post_needs(office: Office) -> None:
    key = office.asked(from_at=day(0, 10), until_at=day(4))
    covers = [{**one, "person": HEAD.key} for one in office.free_covers(key)]
    codes = office.refused("absence.approve", LEAD, absence=key, covers=covers)
    assert set(codes) == {"complement-broken"}


def test_nobody_decides_their_own_and_only_whom_the_regime_names() -> None:
    office = Office(regime(approved_by=("head",)))
    key = office.asked()
    with pytest.raises(NotAllowed):
        office.do("absence.approve", WANG, absence=key)
    assert office.refused("absence.approve", LEAD, absence=key) == ["not-named"]
    assert office.refused("absence.reject", LEAD, absence=key, reason="人手不够") == ["not-named"]
    office.ok("absence.approve", HEAD, absence=key, covers=office.free_covers(key))
    lead = Office()
    own = lead.asked(LEAD)
    assert lead.refused("absence.approve", LEAD, absence=own, covers=[]) == ["own-request"]


def test_a_request_is_decided_once(office: Office) -> None:
    key = office.asked()
    office.ok("absence.reject", LEAD, absence=key, reason="检修高峰")
    assert (office.one(key).status, office.one(key).decision) == ("REJECTED", "检修高峰")
    assert office.refused("absence.approve", LEAD, absence=key) == ["absence-status"]
    assert queries.away(office.book, day(1), day(3)) == ()
    office.asked()


def test_work_that_comes_up_before_the_approval_wants_a_receiver(office: Office) -> None:
    key = office.asked()
    pump = office.followup("更换滤网")
    assert office.refused("absence.approve", LEAD, absence=key, covers=office.free_covers(key)) == [
        "work-without-receiver"
    ]
    office.ok("absence.entrust", WANG, absence=key, thing=f"followup:{pump}", to=SUN.key)
    office.ok("absence.accept", SUN, absence=key)
    office.ok("absence.approve", LEAD, absence=key, covers=office.free_covers(key))
    assert [one.what for one in followup.open_of(office.book, SUN.key)] == ["更换滤网"]


def test_what_was_finished_meanwhile_holds_nothing_up(office: Office) -> None:
    pump = office.followup("更换滤网")
    key = office.asked(transfers=[{"thing": f"followup:{pump}", "to": SUN.key}])
    office.ok("followup.close", WANG, followup=pump, result="已更换")
    office.ok("absence.approve", LEAD, absence=key, covers=office.free_covers(key))


def test_a_follow_up_goes_to_its_receiver_with_its_text_and_comes_back(office: Office) -> None:
    pump = office.followup("更换滤网")
    before = followup.followup(office.book, pump)
    key = office.approved(transfers=[{"thing": f"followup:{pump}", "to": SUN.key}])
    moved = followup.followup(office.book, pump)
    assert before is not None
    assert moved is not None
    assert (moved.owner, moved.what, moved.due_at) == (SUN.key, before.what, before.due_at)
    assert moved.passed[0].reason == f"工作移交：{WANG.name}离岗"
    office.now = day(2)
    said = {"absence": key, "thing": f"followup:{pump}", "state": "备件已到，未换"}
    assert office.refused("absence.hand_back", SUN, **said) == ["still-away"]
    office.now = day(3)
    assert [line.thing for line in queries.not_back(office.one(key), office.now)] == [f"followup:{pump}"]
    assert office.refused("absence.hand_back", ZHENG, **said) == ["not-the-receiver"]
    office.ok("absence.hand_back", SUN, **said)
    back = followup.followup(office.book, pump)
    assert back is not None
    assert (back.owner, [one.taker for one in back.passed]) == (WANG.key, [SUN.key, WANG.key])
    assert queries.not_back(office.one(key), office.now) == ()
    assert office.refused("absence.hand_back", SUN, **said) == ["not-the-receiver"]


def test_withdrawn_before_it_begins_everything_is_as_it_was(office: Office) -> None:
    pump = office.followup("更换滤网")
    key = office.approved(from_at=day(1), until_at=day(5), transfers=[{"thing": f"followup:{pump}", "to": SUN.key}])
    things = [one.thing for one in office.one(key).covers if one.sort == "post"]
    assert things
    assert office.refused("absence.withdraw", SUN, absence=key) == ["not-yours"]
    office.now = day(1) - SECOND
    office.ok("absence.withdraw", WANG, absence=key, reason="事情解决了")
    assert [_due(office, one) for one in things] == [(WANG.key,)] * len(things)
    assert [one.what for one in followup.open_of(office.book, WANG.key)] == ["更换滤网"]
    assert queries.away(office.book, day(1), day(5)) == ()


def test_what_has_begun_is_shortened_and_only_the_later_shifts_go_back(office: Office) -> None:
    key = office.approved(from_at=day(1), until_at=day(9))
    covers = [one for one in office.one(key).covers if one.sort == "post"]
    office.now = day(1)
    assert office.refused("absence.withdraw", WANG, absence=key) == ["absence-begun"]
    for end in (day(1), day(9)):
        with pytest.raises(BadInput):
            office.do("absence.shorten", WANG, absence=key, until_at=end, reason="提前办完")
    office.ok("absence.shorten", WANG, absence=key, until_at=day(5), reason="提前办完")
    assert office.one(key).until_at == day(5)
    for one in covers:
        later = one.thing.split(":")[2] >= "2026-11-28"
        assert _due(office, one.thing) == ((WANG.key,) if later else (one.person,))
    assert {one.thing.split(":")[2] >= "2026-11-28" for one in covers} == {True, False}


def test_coming_back_early_ends_it_and_leaves_alone_what_somebody_changed_since(office: Office) -> None:
    key = office.approved(from_at=day(1), until_at=day(9))
    assert office.refused("absence.come_back", WANG, absence=key) == ["not-away"]
    covers = [one for one in office.one(key).covers if one.sort == "post"]
    changed = covers[-1]
    day_, code = changed.shift.split(".")
    office.ok("roster.assign", LEAD, day=day_, shift=code, people=[LEAD.key], reason="另有安排")
    office.now = day(2)
    office.ok("absence.come_back", WANG, absence=key)
    assert (office.one(key).until_at, office.one(key).back_at) == (day(2), day(2))
    assert _due(office, changed.thing) == (LEAD.key,)
    assert _due(office, covers[-2].thing) == (WANG.key,)
    assert office.refused("absence.come_back", WANG, absence=key) == ["not-away"]


def test_part_of_a_shift_leaves_the_person_due_for_the_rest(office: Office) -> None:
    shift = next(one for one in office.stands(office.asked(from_at=day(0, 10), until_at=day(4))) if one.sort == "post")
    other = Office()
    half = other.asked(from_at=shift.shift.begins_at + timedelta(hours=2), until_at=shift.shift.ends_at)
    covers = other.free_covers(half)
    assert len(covers) == 1
    other.ok("absence.approve", LEAD, absence=half, covers=covers)
    assert _due(other, covers[0]["thing"]) == (WANG.key, covers[0]["person"])


def test_nothing_is_taken_over_or_given_away_once_the_person_is_back(office: Office) -> None:
    key = office.approved(from_at=day(1), until_at=day(5))
    office.now = day(1, 9)
    late = f"followup:{office.followup('更换滤网')}"
    office.ok("absence.entrust", WANG, absence=key, thing=late, to=SUN.key)
    assert [line.thing for _, line in queries.entrusted_to(office.book, SUN.key, office.now)] == [late]
    office.ok("absence.come_back", WANG, absence=key)
    assert queries.entrusted_to(office.book, SUN.key, office.now) == []
    assert office.refused("absence.accept", SUN, absence=key) == ["back-already"]
    assert office.refused("absence.decline", SUN, absence=key, reason="忙") == ["back-already"]
    assert office.refused("absence.entrust", WANG, absence=key, thing=late, to=ZHENG.key) == ["back-already"]
    assert [one.what for one in followup.open_of(office.book, WANG.key)] == ["更换滤网"]


@pytest.mark.parametrize(
    ("now", "cover", "was", "stands", "back"),
    [
        (("b", "c"), "c", ("a", "b"), ("b", "c"), ("a", "b")),  # untouched: as it was, in the old order
        (("d", "c"), "c", ("a", "b"), ("b", "c"), ("d", "a")),  # b went as well, covered by d
        (("d",), "c", ("a", "b"), ("b", "c"), None),  # planned anew without either
        (("a", "d"), "c", ("a", "b"), ("b", "c"), None),  # there already
        (("d",), "", ("a", "b"), ("b",), ("d", "a")),  # nobody had come in their place
        (("d", "b"), "b", ("a", "b"), ("b",), None),  # b takes a share of the very shift: it stays theirs
    ],
)
def test_who_comes_back_takes_the_place_of_their_cover(
    now: tuple[str, ...], cover: str, was: tuple[str, ...], stands: tuple[str, ...], back: tuple[str, ...] | None
) -> None:
    stand = CoveredStand(
        thing="post:x:y", sort="post", post="x", shift="y", text="", person=cover, was=was, stands=stands
    )
    assert deciding.back_on(now, "a", stand) == back


def test_who_decides_is_said_before_they_try() -> None:
    office = Office(regime(approved_by=("head",)))
    key = office.asked()

    def decides(member: cast.Member) -> bool:
        actor, place = org.actor(office.book, member.key), org.place(office.book, POST, office.now)
        context = Context(office.book, actor, place, office.now, "looking", office.packs)
        return may_decide(context, office.one(key))

    assert [decides(one) for one in (HEAD, LEAD, SUN, WANG)] == [True, False, False, False]
    office.ok("absence.reject", HEAD, absence=key, reason="检修高峰")
    assert not decides(HEAD)


def test_whoever_is_due_elsewhere_is_said_so_in_the_readers_language(office: Office) -> None:
    key = office.asked(from_at=day(0, 10), until_at=day(4))
    shift = next(one for one in office.stands(key) if one.sort == "post")
    day_, code = shift.shift.key.split(".")
    office.ok("roster.assign", LEAD, at_post=cast.CCR, day=day_, shift=code, people=[SUN.key], reason="支援")
    held = busy(office.book, [shift], [SUN.key])[SUN.key][shift.key]
    assert held == org.post(office.book, cast.CCR).name
    refusal = office.do(
        "absence.approve", LEAD, absence=key, covers=[{"thing": shift.thing, "person": SUN.key}]
    ).refusal
    assert refusal is not None
    told = next(one.why.en for one in refusal.reasons if one.code == "cover-unfit")
    assert f"is due at {org.post(office.book, cast.CCR).name.en} then" in told


def test_requests_and_leaves_are_found_however_many_came_since(office: Office) -> None:
    early = office.approved(from_at=day(1), until_at=day(9))
    waits = office.asked(SUN, from_at=day(20), until_at=day(21))
    for number in range(60):
        other = office.asked(from_at=day(30 + number), until_at=day(31 + number))
        office.ok("absence.withdraw", WANG, absence=other)
    assert [one.key for one in queries.yet_to_end(office.book, POST, day(8))] == [early]
    assert [one.key for one in queries.to_decide(office.book, POST)] == [waits]
    assert office.refused("absence.ask", WANG, **office.request(from_at=day(2), until_at=day(3))) == [
        "absence-overlaps"
    ]
