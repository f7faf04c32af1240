"""A leave and a recall on their pages: what each reader sees of them, and the head's files."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from jiaoban.absence import queries
from jiaoban.ledger import store
from tests import cast
from tests.web.conftest import HERE, Browser, Station

PATROL = f"{HERE}/p/{cast.PATROL}"
LEAVER, RECEIVER = cast.AT_PATROL["C"], cast.AT_PATROL["D"]


@pytest.fixture
def asked(station: Station) -> str:
    """A leave of the patrol of crew C that gives a piece of work to the one of crew D."""
    due = station.clock.moment + timedelta(days=9)
    work: dict[str, Any] = {"what": "校验压差表", "where": "水车室", "state_so_far": "—", "next_step": "送检"}
    lead = cast.LEADS["A"]
    followup = station.do(lead, "followup.open", at=cast.PATROL, owner=LEAVER.key, due_at=due, **work)
    said: dict[str, Any] = {"kind": "leave", "reason": "家里装修", "mobile": "13811112222", "landline": "6760114"}
    said |= {
        "from_at": station.clock.moment + timedelta(hours=1),
        "until_at": station.clock.moment + timedelta(hours=2),
    }
    transfers = [{"thing": f"followup:{followup}", "to": RECEIVER.key}]
    return station.do(LEAVER, "absence.ask", at=cast.PATROL, transfers=transfers, **said)


def test_each_sees_of_a_leave_what_is_theirs(as_person: Browser, asked: str) -> None:
    page = f"{PATROL}/absences/{asked}"
    own = as_person(LEAVER).get(page).content.decode()
    assert all(text in own for text in ("家里装修", "13811112222", "校验压差表", "撤回"))
    stranger = as_person(cast.AT_PATROL["A"]).get(page).content.decode()
    assert not any(text in stranger for text in ("家里装修", "13811112222", "校验压差表", "撤回"))
    lead = as_person(cast.LEADS["A"]).get(page).content.decode()
    assert "家里装修" in lead
    assert "13811112222" not in lead
    assert "批准：每一项另定人" in lead
    assert as_person(LEAVER).get(f"{PATROL}/absences/none").status_code == 404


def test_cover_is_chosen_among_those_who_work_there(as_person: Browser, station: Station) -> None:
    begins = station.clock.moment + timedelta(days=2)
    said = {"kind": "leave", "reason": "家里装修", "mobile": "13811112222", "landline": "6760114"}
    time = {"from_at": begins, "until_at": begins + timedelta(days=2)}
    key = station.do(LEAVER, "absence.ask", at=cast.PATROL, **said, **time)
    page = as_person(cast.LEADS["A"]).get(f"{PATROL}/absences/{key}").content.decode()
    chosen = page.split('id="cover-0"')[1].split("</select>")[0]
    assert f'value="{RECEIVER.key}"' in chosen
    assert not any(f'value="{one.key}"' in chosen for one in (LEAVER, cast.ADMINISTRATOR, cast.HEAD))


def test_work_is_given_to_whoever_works_or_supervises_and_is_there(as_person: Browser, asked: str) -> None:
    page = as_person(LEAVER).get(f"{PATROL}/absences/new?kind=trip&from=2026-12-20T08:00&until=2026-12-21T08:00")
    chosen = page.content.decode().split('id="ask-to-0"')[1].split("</select>")[0]
    assert all(f'value="{one.key}"' in chosen for one in (RECEIVER, cast.LEADS["A"]))
    assert not any(f'value="{one.key}"' in chosen for one in (LEAVER, cast.ADMINISTRATOR, cast.AUDITOR))


def test_the_home_page_tells_of_work_that_nobody_took_and_of_work_to_hand_back(
    as_person: Browser, station: Station, asked: str
) -> None:
    def home(who: cast.Member) -> str:
        return as_person(who).get(f"{PATROL}/").content.decode()

    thing = station_thing(asked, station)
    assert "没有人接收" not in home(LEAVER)
    station.do(RECEIVER, "absence.decline", absence=asked, things=[thing], reason="那几天我也不在")
    assert "1 项移交没有人接收，请另定人" in home(LEAVER)
    station.do(LEAVER, "absence.entrust", absence=asked, thing=thing, to=RECEIVER.key)
    assert "没有人接收" not in home(LEAVER)
    station.do(RECEIVER, "absence.accept", absence=asked)
    station.do(cast.LEADS["A"], "absence.approve", at=cast.PATROL, absence=asked, covers=_covers(asked, station))
    station.later(minutes=61)
    assert "该交还" not in home(RECEIVER)
    station.do(LEAVER, "absence.come_back", absence=asked)
    assert "1 项替人办的工作该交还" in home(RECEIVER)
    station.do(RECEIVER, "absence.hand_back", absence=asked, thing=thing, state="已送检")
    assert "该交还" not in home(RECEIVER)


def test_who_is_away_is_marked_in_the_month_and_cover_falls_away_with_the_return(
    as_person: Browser, station: Station
) -> None:
    lead, month = cast.LEADS["A"], f"{PATROL}/roster/people?month=2026-11"
    assert "已批准离岗" not in as_person(lead).get(month).content.decode()
    begins = station.clock.moment + timedelta(hours=1)
    said = {"kind": "leave", "reason": "家里装修", "mobile": "13811112222", "landline": "6760114"}
    time = {"from_at": begins, "until_at": begins + timedelta(days=3)}
    key = station.do(LEAVER, "absence.ask", at=cast.PATROL, **said, **time)
    other = next(one for one in cast.AT_PATROL.values() if one not in (LEAVER, RECEIVER))
    covers = [{**one, "person": _free(station, key, one["thing"])} for one in _covers(key, station)]
    station.do(lead, "absence.approve", at=cast.PATROL, absence=key, covers=covers)
    row = as_person(other).get(month).content.decode().split(f'data-person="{LEAVER.key}"')[1].split("</tr>")[0]
    assert row.count('class="absent"') >= 3
    station.later(minutes=90)
    page = f"{PATROL}/absences/{key}"
    assert "不再顶替" not in as_person(lead).get(page).content.decode()
    station.do(LEAVER, "absence.come_back", absence=key)
    assert "不再顶替" in as_person(lead).get(page).content.decode()


def test_a_form_that_is_refused_is_filled_again(as_person: Browser, asked: str) -> None:
    browser, back = as_person(LEAVER), f"{PATROL}/absences/new?kind=trip&from=2026-12-20T08:00&until=2026-12-21T08:00"
    said = {"command": "ask-again", "form": "ask", "back": back, "kind": "trip", "reason": "取备件"}
    said |= {"from_at": "2026-12-20T08:00", "until_at": "2026-12-21T08:00", "mobile": "13811112222"}
    answer = browser.post(f"{PATROL}/do/absence.ask", said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "移交单上没有座机号码" in page
    assert "没有接收人：校验压差表" in page
    assert "取备件" in page
    assert 'value="13811112222"' in page


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("?kind=leave&from=2026-12-20T08:00&until=2026-12-20T08:00", "结束不晚于开始"),
        ("?kind=leave&from=x&until=y", "请填写类别、开始和结束"),
        ("", "什么时候离岗"),
    ],
)
def test_a_time_without_sense_is_told_on_the_page(as_person: Browser, station: Station, query: str, says: str) -> None:
    assert says in as_person(LEAVER).get(f"{PATROL}/absences/new{query}").content.decode()


def test_pages_speak_english_too(as_person: Browser, asked: str) -> None:
    browser = as_person(cast.LEADS["A"])
    browser.post("/language/setlang/", {"language": "en"})
    assert "Approve: another name for each" in browser.get(f"{PATROL}/absences/{asked}").content.decode()
    assert "Leave and recalls" in browser.get(f"{PATROL}/absences").content.decode()
    assert "Recalls" in browser.get(f"{PATROL}/recalls").content.decode()


def test_a_recall_is_answered_from_ones_own_page(as_person: Browser, station: Station, asked: str) -> None:
    station.do(RECEIVER, "absence.accept", absence=asked)
    station.do(cast.LEADS["A"], "absence.approve", at=cast.PATROL, absence=asked, covers=_covers(asked, station))
    station.later(minutes=61)
    command = station.do(
        cast.LEADS["A"], "absence.recall", at=cast.PATROL, people=[LEAVER.key], reason="厂房进水", where="中控室"
    )
    browser = as_person(LEAVER)
    assert "您被召回：厂房进水，到中控室" in browser.get(f"{PATROL}/").content.decode()
    mine = browser.get(f"{HERE}/my/absences").content.decode()
    assert "待答复" in mine
    key = f"{command}.{LEAVER.key}"
    said = {"command": "answer", "recall": key, "coming": "true", "text": "马上", "next": f"{HERE}/my/absences"}
    assert browser.post(f"{HERE}/do/absence.answer_recall", said).status_code == 303
    assert "将返回" in as_person(cast.LEADS["A"]).get(f"{PATROL}/recalls").content.decode()
    seen = queries.recall(store.DbBook(cast.SITE), key)
    assert seen is not None
    assert seen.text == "马上"


def _covers(key: str, station: Station) -> list[dict[str, str]]:
    from jiaoban.absence.work import stands

    visit = station.visit(cast.LEADS["A"])
    one = queries.absence(visit.book, key)
    assert one is not None
    found = stands(visit.book, one.person, one.from_at, one.until_at, visit.packs, visit.now)
    return [{"thing": stand.thing, "person": RECEIVER.key} for stand in found]


def _free(station: Station, key: str, thing: str) -> str:
    """Return somebody of the post who is due nowhere at the time of a shift that wants cover."""
    from jiaoban.absence.preview import busy
    from jiaoban.absence.work import stands

    visit = station.visit(cast.LEADS["A"])
    one = queries.absence(visit.book, key)
    assert one is not None
    found = stands(visit.book, one.person, one.from_at, one.until_at, visit.packs, visit.now)
    stood = next(stand for stand in found if stand.thing == thing)
    at = next(stand for stand in found if stand.sort == "post" and stand.key == stood.key)
    others = [member.key for member in cast.AT_PATROL.values() if member.key not in (*at.due, LEAVER.key)]
    taken = busy(visit.book, [at], others)
    return next(person for person in others if at.key not in taken.get(person, {}))


def station_thing(key: str, station: Station) -> str:
    """Return the piece of work on the form of an absence."""
    one = queries.absence(station.visit(LEAVER).book, key)
    assert one is not None
    return next(line.thing for line in one.lines if line.source == "followup")


def test_the_head_sees_and_exports_what_is_open(as_person: Browser, asked: str) -> None:
    head = as_person(cast.HEAD)
    page = head.get(f"{HERE}/transfers?month=2026-11").content.decode()
    assert "移交未接收" in page
    assert "校验压差表" in page
    assert "校验压差表" not in head.get(f"{HERE}/transfers?month=2026-10").content.decode()
    assert "校验压差表" not in head.get(f"{HERE}/transfers?month=2026-11&crew=A").content.decode()
    exported = head.get(f"{HERE}/transfers/csv?month=2026-11").content.decode("utf-8-sig")
    assert f"移交未接收,校验压差表,{LEAVER.name}" in exported
    book = load_workbook(BytesIO(head.get(f"{HERE}/transfers/xlsx?month=2026-11").content))
    assert [sheet.title for sheet in book][1:] == ["按班组", "离岗"]
    assert head.get(f"{HERE}/transfers/pdf").status_code == 404
    assert as_person(LEAVER).get(f"{HERE}/transfers").status_code == 403
