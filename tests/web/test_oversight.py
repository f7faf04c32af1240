"""What the head sees of a month, and the files of it."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from jiaoban.web.sheets import as_csv, as_xlsx
from tests import cast
from tests.web.conftest import HERE, Browser, Station

CELLS = ["=1+1", "+86 139", "-", "@cmd", "＝1+1", "-5", "正常, 有逗号"]


def test_no_cell_of_a_csv_is_a_formula() -> None:
    written = as_csv([CELLS]).decode("utf-8-sig")
    assert written == "'=1+1,'+86 139,'-,'@cmd,'＝1+1,-5,\"正常, 有逗号\"\r\n"


def test_every_cell_of_a_workbook_is_text() -> None:
    sheet = load_workbook(BytesIO(as_xlsx([CELLS]))).active
    assert sheet is not None
    assert [(cell.value, cell.data_type) for cell in sheet[1]] == [(text, "s") for text in CELLS]


def test_a_handover_that_was_given_up_is_listed(
    as_person: Browser, station: Station, night: cast.Member, lead: cast.Member
) -> None:
    head = as_person(cast.HEAD)
    handover = station.do(night, "handover.open")
    assert "都已双方签字" in head.get(f"{HERE}/oversight").content.decode()
    station.do(lead, "handover.cancel", handover=handover, reason="人员调整")
    page = head.get(f"{HERE}/oversight").content.decode()
    assert "都已双方签字" not in page
    assert "取消" in page
    assert "取消" in head.get(f"{HERE}/oversight/csv?month=2026-11").content.decode("utf-8-sig")
    assert "取消" not in head.get(f"{HERE}/oversight/csv?month=2026-10").content.decode("utf-8-sig")


def test_a_month_that_is_none_is_the_present_one(as_person: Browser) -> None:
    assert 'value="2026-11"' in as_person(cast.HEAD).get(f"{HERE}/oversight?month=x").content.decode()
    assert as_person(cast.HEAD).get(f"{HERE}/oversight/pdf").status_code == 404


def test_what_nobody_follows_any_more_is_listed_and_exported(as_person: Browser, station: Station) -> None:
    due = station.clock.moment.replace(hour=12) + timedelta(days=2)
    said: dict[str, Any] = {
        "what": "核对定值单",
        "where": "中控室",
        "state_so_far": "未开始",
        "next_step": "与调度核对",
        "due_at": due,
    }
    head, leaver = as_person(cast.HEAD), cast.AT_CCR["C"]
    station.do(cast.A_CCR, "followup.open", **said, owner=leaver.key)
    assert "核对定值单" not in head.get(f"{HERE}/oversight/followups").content.decode("utf-8-sig")
    gone: dict[str, Any] = {"person": leaver.key, "name": leaver.name, "username": leaver.username, "active": False}
    station.do(cast.ADMINISTRATOR, "org.change_person", **gone)
    assert "核对定值单" in head.get(f"{HERE}/oversight").content.decode()
    exported = head.get(f"{HERE}/oversight/followups").content.decode("utf-8-sig")
    assert f"与调度核对,2026-11-24 20:40:00,{leaver.name}" in exported
    book = load_workbook(BytesIO(head.get(f"{HERE}/oversight/xlsx").content))
    assert [sheet.title for sheet in book][1:] == ["按班组", "没有跟进人的事项"]
    assert book.worksheets[2]["B2"].value == "核对定值单"
