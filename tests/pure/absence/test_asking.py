from datetime import datetime, timedelta
from typing import Any

import pytest

from jiaoban.absence import queries
from jiaoban.absence.preview import preview
from jiaoban.absence.rules.asking import landline_number, latest_request, mobile_number
from jiaoban.kernel.refusal import BadInput, NotAllowed, NotFound
from jiaoban.kernel.zones import first
from jiaoban.org import queries as org
from tests import cast
from tests.pure.absence.office import HEAD, LEAD, MOBILE, SUN, WANG, ZHENG, Office, day, regime
from tests.pure.handover.desk import POST

SPAN = timedelta(days=1)


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_request_without_open_work_carries_its_numbers(office: Office) -> None:
    one = office.one(office.asked(where="成都"))
    assert (one.person, one.status, one.post, one.where) == (WANG.key, "ASKED", POST, "成都")
    assert (one.mobile, one.landline) == (MOBILE, "07176760114")


def test_without_the_form_a_request_is_refused_and_says_what_is_missing(office: Office) -> None:
    pump, lamp = office.followup("更换滤网"), office.followup("更换照明灯")
    outcome = office.do("absence.ask", WANG, **office.request(mobile="", landline=""))
    assert outcome.refusal is not None
    codes = {one.code: one for one in outcome.refusal.reasons}
    assert set(codes) == {"missing:mobile", "missing:landline", "work-without-receiver"}
    assert codes["work-without-receiver"].names == ("更换滤网", "更换照明灯")
    assert {one.clause for one in codes.values()} == {"hydro/4.5"}
    half = [{"thing": f"followup:{pump}", "to": SUN.key}, {"thing": f"followup:{lamp}"}]
    assert office.refused("absence.ask", WANG, **office.request(transfers=half)) == ["work-without-receiver"]
    whole = [half[0], {"thing": f"followup:{lamp}", "to": ZHENG.key, "note": "灯在库房"}]
    one = office.one(office.asked(transfers=whole))
    assert [(line.text, line.to, line.note, line.taken) for line in one.lines] == [
        ("更换滤网", SUN.key, "", "WAITING"),
        ("更换照明灯", ZHENG.key, "灯在库房", "WAITING"),
    ]


def test_other_work_is_written_in_words_and_an_order_only_waits(office: Office) -> None:
    office.ok("order.issue", LEAD, title="防汛要求", text="抄水位", people=[WANG.key])
    one = office.one(office.asked(transfers=[{"text": "带徒弟", "to": SUN.key}]))
    assert [(line.thing, line.source, line.text, line.to) for line in one.lines][1:] == [
        ("other:1", "other", "带徒弟", SUN.key)
    ]
    assert (one.lines[0].source, one.lines[0].to, one.lines[0].wanting) == ("order", "", False)
    with pytest.raises(BadInput) as error:
        office.do("absence.ask", SUN, **office.request(transfers=[{"text": "带徒弟"}]))
    assert error.value.where == "transfers.other.1.to"


def test_what_is_lent_and_matters_one_is_named_in_are_open_work(office: Office) -> None:
    office.ok("plant.register_custody", LEAD, custody_item="torque", name="力矩扳手", kind="TOOL", expected=2)
    lent = {"custody_item": "torque", "number": 1, "person": WANG.key, "purpose": "紧螺栓"}
    office.ok("plant.lend", LEAD, **lent)
    permit = {"kind": "PERMIT", "title": "检修排水泵", "persons": {"permitter": LEAD.key, "performer": WANG.key}}
    office.ok("plant.open_matter", LEAD, **permit, valid_to=day(5))
    place = org.place(office.book, POST, office.now)
    absences = office.pack.absence
    assert absences is not None
    seen = preview(
        office.book, place, absences, absences.kinds[0], WANG.key, (day(1), day(3)), office.packs, office.now
    )
    assert {(one.source, one.text) for one in seen.work} == {("loan", "紧螺栓"), ("matter", "检修排水泵")}
    assert office.refused("absence.ask", WANG, **office.request()) == ["work-without-receiver"]


def test_the_preview_shows_who_else_is_away_and_what_would_be_short(office: Office) -> None:
    office.asked(SUN)
    place, absences = org.place(office.book, POST, office.now), office.pack.absence
    assert absences is not None
    asked = (absences, absences.kinds[0], WANG.key, (day(1), day(4)), office.packs, office.now)
    seen = preview(office.book, place, *asked)
    assert [(one.person, one.approved) for one in seen.away] == [(SUN.key, False)]
    assert seen.reasons == ()
    assert seen.latest is None
    shifts = [one for one in seen.stands if one.sort == "post"]
    assert shifts
    assert len([one for one in seen.stands if one.sort == "duty"]) >= 1
    assert {one.code for one in seen.short} == {"complement-broken"}
    assert len(seen.short) == len(shifts)


def test_receivers_are_others_who_are_there(office: Office) -> None:
    key = office.followup("更换滤网")
    approved = office.asked(SUN)
    office.ok("absence.approve", LEAD, absence=approved, covers=office.free_covers(approved))
    for to, code in ((WANG, "receiver-self"), (SUN, "receiver-away")):
        said = [{"thing": f"followup:{key}", "to": to.key}]
        assert office.refused("absence.ask", WANG, **office.request(transfers=said)) == [code]
    said = [{"thing": f"followup:{key}", "to": "nobody"}]
    with pytest.raises(NotFound):
        office.do("absence.ask", WANG, **office.request(transfers=said))
    foreign = [{"thing": "followup:c1", "to": SUN.key}]
    with pytest.raises(BadInput):
        office.do("absence.ask", WANG, **office.request(transfers=foreign))
    twice = [{"thing": f"followup:{key}", "to": ZHENG.key}] * 2
    with pytest.raises(BadInput):
        office.do("absence.ask", WANG, **office.request(transfers=twice))


def test_two_requests_may_touch_and_not_overlap(office: Office) -> None:
    office.asked()
    second = timedelta(seconds=1)
    later = office.request(from_at=day(3) - second, until_at=day(4))
    assert office.refused("absence.ask", WANG, **later) == ["absence-overlaps"]
    office.asked(from_at=day(3), until_at=day(4))
    assert [one.from_at for one in queries.between(office.book, day(3), day(4))] == [day(3)]


@pytest.mark.parametrize(
    "time", [(day(2), day(2)), (day(2), day(1)), (day(-2), day(-1)), (day(1), day(1) + timedelta(days=366, seconds=1))]
)
def test_a_time_without_sense_is_bad_input(office: Office, time: tuple[object, object]) -> None:
    with pytest.raises(BadInput):
        office.do("absence.ask", WANG, **office.request(from_at=time[0], until_at=time[1]))


def test_the_longest_absence_is_366_days(office: Office) -> None:
    office.asked(from_at=day(1), until_at=day(1) + timedelta(days=366))


def test_notice_to_the_minute_counts_its_last_second(office: Office) -> None:
    strict = Office(regime(notice=SPAN))
    strict.at("09:00", days=0)
    begin = strict.now + SPAN
    strict.asked(from_at=begin, until_at=begin + SPAN)
    late = Office(regime(notice=SPAN))
    late.now = begin - SPAN + timedelta(microseconds=1)
    assert late.refused("absence.ask", WANG, **late.request(from_at=begin, until_at=begin + SPAN)) == ["notice"]


def test_notice_by_the_day_ends_at_midnight() -> None:
    said: dict[str, Any] = {"from_at": day(1, 17), "until_at": day(2)}
    eve = Office(regime(notice=SPAN, by_day=True))
    eve.now = day(1) - timedelta(microseconds=1)
    eve.asked(**said)
    same = Office(regime(notice=SPAN, by_day=True))
    same.now = day(1)
    assert same.refused("absence.ask", WANG, **same.request(**said)) == ["notice"]


def test_a_late_request_goes_through_once_an_exception_stands_with_its_reason() -> None:
    office = Office(regime(notice=SPAN, by_day=True, exception_by=("supervisor",)))
    said: dict[str, Any] = {"from_at": day(0, 14), "until_at": day(1)}
    outcome = office.do("absence.ask", WANG, **office.request(**said))
    assert outcome.refusal is not None
    assert outcome.refusal.reasons[0].who == ("supervisor",)
    with pytest.raises(NotAllowed):
        office.do("absence.allow", WANG, person=WANG.key, kind="leave", day="2026-11-23", reason="急")
    assert office.refused("absence.allow", LEAD, person=LEAD.key, kind="leave", day="2026-11-23", reason="急") == [
        "own-request"
    ]
    office.ok("absence.allow", LEAD, person=WANG.key, kind="leave", day="2026-11-24", reason="错一天")
    assert office.refused("absence.ask", WANG, **office.request(**said)) == ["notice"]
    office.ok("absence.allow", LEAD, person=WANG.key, kind="leave", day="2026-11-23", reason="家人急病")
    assert office.one(office.asked(**said)).allowed == "家人急病"


def test_only_whom_the_regime_names_lets_a_late_request_through() -> None:
    office = Office(regime(notice=SPAN, exception_by=("head",)))
    late = {"person": WANG.key, "kind": "leave", "day": "2026-11-23", "reason": "急病"}
    assert office.refused("absence.allow", LEAD, **late) == ["not-named"]
    office.ok("absence.allow", HEAD, **late)


def test_an_exception_counts_at_the_post_at_which_it_was_made() -> None:
    office = Office(regime(notice=SPAN, by_day=True, exception_by=("supervisor",)))
    said: dict[str, Any] = {"from_at": day(0, 14), "until_at": day(1)}
    allowed = {"person": WANG.key, "kind": "leave", "day": "2026-11-23", "reason": "家人急病"}
    office.ok("absence.allow", LEAD, at_post=cast.CCR, **allowed)
    assert office.refused("absence.ask", WANG, **office.request(**said)) == ["notice"]
    office.ok("absence.allow", LEAD, **allowed)
    assert office.one(office.asked(**said)).allowed == "家人急病"


def test_only_oneself_or_a_supervisor_asks_for_a_person(office: Office) -> None:
    assert office.refused("absence.ask", SUN, **office.request(person=WANG.key)) == ["not-yours"]
    one = office.one(office.asked(LEAD, person=WANG.key))
    assert (one.person, one.asked_by) == (WANG.key, LEAD.key)


def test_a_regime_without_the_kind_says_which_there_are(office: Office) -> None:
    with pytest.raises(BadInput, match="leave"):
        office.do("absence.ask", WANG, **office.request(kind="nap"))
    silent = Office(office.pack.model_copy(update={"absence": None}))
    with pytest.raises(BadInput):
        silent.do("absence.ask", WANG, **silent.request())


@pytest.mark.parametrize("text", ["13812345678", "+86 138-1234-5678", "+49 151 23456789", ""])
def test_a_mobile_number_is_taken_without_its_spaces(text: str) -> None:
    assert mobile_number(text).lstrip("+").isdigit() or not text


@pytest.mark.parametrize("text", ["12812345678", "1381234567", "138123456789", "手机", "+8613", "0717-6760114"])
def test_what_is_no_mobile_number_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        mobile_number(text)


@pytest.mark.parametrize("text", ["0717-6760114", "010 62345678", "6760114", "0717-6760114转802", "+49 30 123456"])
def test_a_landline_number_is_taken(text: str) -> None:
    assert landline_number(text)


@pytest.mark.parametrize("text", ["12345", "13", "0717", "座机", "0717-6760114转"])
def test_what_is_no_landline_number_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        landline_number(text)


def test_reason_and_numbers_are_for_those_whom_they_concern(office: Office) -> None:
    one = office.one(office.asked(transfers=[{"text": "带徒弟", "to": SUN.key}]))
    seen = {who: queries.seen_by(one, org.actor(office.book, who)) for who in (WANG.key, SUN.key, ZHENG.key, LEAD.key)}
    assert seen[WANG.key] == one
    assert (seen[SUN.key].reason, seen[SUN.key].mobile) == (one.reason, "")
    assert (seen[ZHENG.key].reason, seen[ZHENG.key].lines, seen[ZHENG.key].landline) == ("", (), "")
    assert (seen[LEAD.key].reason, seen[LEAD.key].mobile) == (one.reason, "")
    assert office.refused("absence.show_numbers", ZHENG, absence=one.key, reason="问事") == ["numbers-not-for-you"]
    assert office.refused("absence.show_numbers", SUN, absence=one.key, reason="问事") == ["numbers-not-for-you"]
    office.ok("absence.show_numbers", LEAD, absence=one.key, reason="召回")
    after = office.one(one.key)
    assert queries.seen_by(after, org.actor(office.book, LEAD.key)).mobile == MOBILE
    assert [(s.by, s.reason) for s in after.seen] == [(LEAD.key, "召回")]
    office.ok("absence.accept", SUN, absence=one.key)
    office.ok("absence.show_numbers", SUN, absence=one.key, reason="问带徒弟的安排")


@pytest.mark.parametrize(
    ("zone", "begins", "latest"),
    [
        ("Asia/Shanghai", "2028-03-01T09:00", "2028-03-01T00:00+08:00"),
        ("America/New_York", "2026-03-08T09:00", "2026-03-08T00:00-05:00"),
        ("America/New_York", "2026-11-02T00:00", "2026-11-02T00:00-05:00"),
        ("Africa/Cairo", "2026-04-24T09:00", "2026-04-24T01:00+03:00"),
    ],
)
def test_the_last_day_to_ask_is_one_of_the_calendar(zone: str, begins: str, latest: str) -> None:
    """Across a leap day, across both changes of the clock, and where midnight itself is skipped."""
    kinds = regime(notice=SPAN, by_day=True).absence
    assert kinds is not None
    moment = first(datetime.fromisoformat(begins), zone)
    assert latest_request(kinds.kinds[0], moment, zone) == datetime.fromisoformat(latest)


def test_notice_to_the_minute_is_a_length_of_time() -> None:
    kinds = regime(notice=SPAN).absence
    assert kinds is not None
    begins = datetime.fromisoformat("2026-03-08T09:00-04:00")
    assert latest_request(kinds.kinds[0], begins, "America/New_York") == datetime.fromisoformat(
        "2026-03-07T08:00-05:00"
    )
