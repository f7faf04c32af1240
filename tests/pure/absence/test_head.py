from datetime import timedelta
from typing import Any

import pytest

from jiaoban.absence.head import Gap, watch
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.book import Stamp
from jiaoban.roster.acts import ShiftAssigned
from tests import cast
from tests.pure.absence.office import LEAD, SUN, WANG, Office, day


@pytest.fixture
def office() -> Office:
    return Office()


def _gaps(office: Office, year: int = 2026, month: int = 11) -> list[Gap]:
    return list(watch(office.book, year, month, office.now).gaps)


def _sorts(office: Office) -> list[tuple[str, str, str]]:
    return [(one.sort, one.what.zh, one.who) for one in _gaps(office)]


def test_a_transfer_is_seen_until_it_is_taken_over_and_again_until_it_is_back(office: Office) -> None:
    pump = office.followup("更换滤网")
    thing = f"followup:{pump}"
    key = office.asked(transfers=[{"thing": thing, "to": SUN.key}])
    assert _sorts(office) == [("not-taken", "更换滤网", SUN.key)]
    assert _gaps(office)[0].crew == "A"
    office.ok("absence.decline", SUN, absence=key, reason="培训")
    assert _sorts(office) == [("no-owner", "更换滤网", WANG.key)]
    office.ok("absence.entrust", WANG, absence=key, thing=thing, to=cast.C_PATROL.key)
    office.ok("absence.accept", cast.C_PATROL, absence=key)
    office.ok("absence.approve", LEAD, absence=key, covers=office.free_covers(key))
    assert _sorts(office) == []
    office.now = day(3) - timedelta(microseconds=1)
    assert _sorts(office) == []
    office.now = day(3)
    assert _sorts(office) == [("not-back", "更换滤网", cast.C_PATROL.key)]
    office.ok("absence.hand_back", cast.C_PATROL, absence=key, thing=thing, state="没有动")
    assert _sorts(office) == []


def test_work_of_a_receiver_who_left_the_site_has_no_owner(office: Office) -> None:
    pump = office.followup("更换滤网")
    office.approved(transfers=[{"thing": f"followup:{pump}", "to": SUN.key}])
    gone = {"person": SUN.key, "name": SUN.name, "username": SUN.username, "active": False}
    office.ok("org.change_person", cast.ADMINISTRATOR, **gone)
    assert _sorts(office) == [("no-owner", "更换滤网", WANG.key)]


def test_a_shift_put_back_on_somebody_away_is_refused_and_in_an_older_book_has_no_cover(office: Office) -> None:
    key = office.approved(from_at=day(1), until_at=day(9))
    assert _gaps(office) == []
    cover = next(one for one in office.one(key).covers if one.sort == "post")
    shift_day, code = cover.shift.split(".")
    said: dict[str, Any] = {"day": shift_day, "shift": code, "people": [WANG.key], "reason": "改错了"}
    refusal = office.do("roster.assign", LEAD, despite="就要他来", **said).refusal
    assert refusal is not None
    assert [(one.code, one.clause, one.names) for one in refusal.reasons] == [("away", "hydro/4.3", (WANG.name,))]
    assert _gaps(office) == []
    stamp = Stamp(command="old", request="", actor=LEAD.key, post=cover.post, now=office.now)
    with office.book.transaction():
        office.book.append([Proposed(ShiftAssigned.model_validate({"post": cover.post, **said}))], stamp)
    assert [(one.sort, one.post) for one in _gaps(office)] == [("no-cover", cover.post)]
    assert _gaps(office)[0].what.zh.startswith(shift_day)


def test_an_overdue_answer_to_a_recall_is_seen(office: Office) -> None:
    office.approved(from_at=day(1), until_at=day(9))
    office.now = day(2)
    office.ok("absence.recall", LEAD, people=[WANG.key], reason="进水", where="中控室")
    assert _sorts(office) == []
    office.now = day(2, 1) + timedelta(microseconds=1)
    assert _sorts(office) == [("recall-late", "进水", WANG.key)]


def test_a_month_holds_what_overlaps_it(office: Office) -> None:
    office.approved(from_at=day(1), until_at=day(8))
    assert [len(watch(office.book, 2026, month, office.now).absences) for month in (10, 11, 12)] == [0, 1, 0]
    office.asked(SUN, from_at=day(8) - timedelta(microseconds=1), until_at=day(8) + timedelta(seconds=1))
    assert len(watch(office.book, 2026, 12, office.now).absences) == 1


def test_work_that_was_done_meanwhile_is_no_gap(office: Office) -> None:
    pump, lamp = office.followup("更换滤网"), office.followup("更换照明灯")
    lines = [{"thing": f"followup:{one}", "to": SUN.key} for one in (pump, lamp)]
    key = office.asked(transfers=lines)
    office.ok("followup.close", WANG, followup=pump, result="已换")
    assert _sorts(office) == [("not-taken", "更换照明灯", SUN.key)]
    office.ok("absence.accept", SUN, absence=key)
    office.ok("absence.approve", LEAD, absence=key, covers=office.free_covers(key))
    office.ok("followup.close", SUN, followup=lamp, result="已换")
    office.now = day(4)
    assert _sorts(office) == []
