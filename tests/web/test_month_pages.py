"""The roster's pages: months by people, the rotation's form, the calendar, tables out and in, subscriptions."""

import io
import re
from datetime import date
from typing import Any

import pytest
import vobject
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from jiaoban.ledger.store import DbBook
from jiaoban.org import door
from jiaoban.org import queries as org
from jiaoban.roster import queries
from tests import cast
from tests.web.conftest import CCR, HERE, Browser, Station

PEOPLE, ALL, SETUP = f"{CCR}/roster/people", f"{HERE}/roster", f"{CCR}/roster/setup"
FILE, IMPORT = f"{CCR}/roster/month.xlsx?month=2026-12", f"{CCR}/roster/import?month=2026-12"
LEAD, WORKER, ADMIN = cast.A_LEAD, cast.A_CCR, cast.ADMINISTRATOR


def due(day: str, code: str = "day") -> tuple[str, ...]:
    book = DbBook(cast.SITE)
    when = date.fromisoformat(day)
    place = org.place(book, cast.CCR, door.site_now(book))
    turns = queries.month(book, place, when.year, when.month)
    return next(one.people for one in turns if (one.shift.day, one.shift.code) == (when, code))


def text_of(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:2000]
    content: str = response.content.decode()
    return content


def row(page: str, person: str) -> list[str]:
    """The shifts of a person as a grid shows them, day by day."""
    found = re.search(rf'<tr data-person="{person}">(.*?)</tr>', page, re.DOTALL)
    assert found, person
    return re.findall(r'data-shift="(\w*)"', found[1])


def test_a_line_a_person_a_column_a_day(as_person: Browser) -> None:
    page = text_of(as_person(WORKER).get(f"{PEOPLE}?month=2026-11"))
    cells = row(page, WORKER.key)
    assert len(cells) == 30
    assert cells[22:26] == ["night", "day", "evening", ""]
    assert "data-do=" not in page  # a worker looks
    assert "data-grid-tools" not in page
    assert "夜班" in page


def test_whoever_supervises_may_change_it(as_person: Browser) -> None:
    page = text_of(as_person(LEAD).get(f"{PEOPLE}?month=2026-11"))
    assert 'data-do="/api/v1/sites/yunfeng/posts/ccr/roster/"' in page
    only = text_of(as_person(LEAD).get(f"{PEOPLE}?month=2026-11&row=ccr.{WORKER.key}"))
    assert only.count("<tr ") == 1
    assert row(only, WORKER.key) == row(page, WORKER.key)


def test_the_whole_site_post_by_post(as_person: Browser) -> None:
    page = text_of(as_person(LEAD).get(f"{ALL}?month=2026-11"))
    assert re.findall(r'<tbody data-post="(\w+)"', page) == [cast.CCR, cast.PATROL]
    assert len(re.findall(r'<tr data-person="', page)) == 8
    assert as_person(cast.OUTSIDER).get(ALL).status_code == 404


def test_the_whole_site_costs_the_same_however_many_posts(station: Station, as_person: Browser) -> None:
    client = as_person(LEAD)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            text_of(client.get(f"{ALL}?month=2026-12"))
        return len(asked)

    cost()
    before = cost()
    pattern = cast.PATTERN.model_dump(mode="json")
    for number in range(3):
        post = f"cost{number}"
        station.do(ADMIN, "org.open_post", at="", post=post, name={"zh": "岗"}, regime=cast.REGIME, pattern=pattern)
        station.do(ADMIN, "roster.set_rotation", at=post, anchor_day="2026-01-03", cycle=cast.CYCLE)
        for crew, one in cast.AT_CCR.items():
            station.do(ADMIN, "roster.man", at=post, crew=crew, people=[one.key], from_day="2026-01-03")
    assert cost() == before <= 20


def test_a_month_that_is_none_is_this_one_and_one_out_of_the_calendar_is_nowhere(as_person: Browser) -> None:
    assert "2026年11月" in text_of(as_person(WORKER).get(f"{PEOPLE}?month=nonsense"))
    assert as_person(WORKER).get(f"{PEOPLE}?month=9999-12").status_code == 404


def test_a_change_shows_its_mark_and_is_undone_by_its_form(station: Station, as_person: Browser) -> None:
    moves = [{"person": WORKER.key, "day": "2026-11-26", "shift": "day"}]
    station.do(LEAD, "roster.edit", at=cast.CCR, moves=moves, reason="培训代班")
    page = text_of(as_person(LEAD).get(f"{PEOPLE}?month=2026-11"))
    assert "<b>•</b>" in page
    assert "培训代班" in page
    form = re.search(r'<form class="form verb" id="undo-\d+"[^>]*action="([^"]+)"[^>]*>(.*?)</form>', page, re.DOTALL)
    assert form
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[2]))
    assert WORKER.key in due("2026-11-26")
    assert as_person(LEAD).post(form[1], fields).status_code == 303
    assert WORKER.key not in due("2026-11-26")


def test_every_preset_fills_the_form_or_says_what_is_missing(as_person: Browser) -> None:
    client = as_person(ADMIN)
    page = text_of(client.get(f"{SETUP}?preset=four-crews-three-shifts"))
    assert len(re.findall(r'<select name="turn\.\d+\.day"', page)) == 8
    assert "要 5 个班组，这里只有 4 个" in text_of(client.get(f"{SETUP}?preset=five-crews-three-shifts"))
    assert "没有叫" in text_of(client.get(f"{SETUP}?preset=nine"))
    assert as_person(LEAD).get(SETUP).status_code == 403


def test_a_rotation_by_hand_with_a_day_off_in_it(as_person: Browser) -> None:
    client = as_person(ADMIN)
    page = text_of(client.get(f"{SETUP}?days=3"))
    names = re.findall(r'<select name="(turn\.[\w.]+)"', page)
    assert len(names) == 9
    typed = dict.fromkeys(names, "")
    typed |= {"turn.0.day": "A", "turn.1.day": "A+B"}
    typed |= {"anchor_day": "2027-03-01", "from_day": "2027-03-01", "command": "rotation-by-hand-1"}
    typed |= {"form": "rotation", "next": SETUP, "back": SETUP}
    assert client.post(SETUP, typed).status_code == 303
    assert [len(due(f"2027-03-{day:02}")) for day in (1, 2, 3, 4)] == [1, 2, 0, 1]
    past = {**typed, "from_day": "2026-11-01", "command": "rotation-by-hand-2"}
    again = text_of(client.post(SETUP, past), 422)
    assert "已过" in again
    assert '<option value="A+B" selected>' in again  # nothing typed is lost


def test_the_calendar_is_taken_and_set(as_person: Browser) -> None:
    client = as_person(ADMIN)
    page = text_of(client.get(f"{HERE}/calendar?year=2026"))
    action = re.search(r'action="([^"]+do/roster\.take_year)"', page)
    assert action
    said = {"year": "2026", "command": "take-2026-now", "next": f"{HERE}/calendar", "back": f"{HERE}/calendar"}
    assert client.post(action[1], said).status_code == 303
    page = text_of(client.get(f"{HERE}/calendar?year=2026"))
    assert "国庆节" in page
    assert "chinese-calendar" in page
    assert "程序还不知道" in text_of(client.get(f"{HERE}/calendar?year=2032"))
    assert "国庆节" in text_of(as_person(WORKER).get(f"{CCR}/roster?month=2026-10"))
    assert ">假<" in text_of(as_person(WORKER).get(f"{PEOPLE}?month=2026-10"))
    assert "take_year" not in text_of(as_person(LEAD).get(f"{HERE}/calendar?year=2026"))


def sent(client: Client, content: bytes, **more: str) -> Any:
    return client.post(IMPORT, {"file": SimpleUploadedFile("month.xlsx", content), **more})


def book_of(client: Client) -> Any:
    return load_workbook(io.BytesIO(b"".join(client.get(FILE).streaming_content)))  # type: ignore[attr-defined]


def bytes_of(book: Any) -> bytes:
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def test_what_goes_out_comes_in_without_a_change(as_person: Browser) -> None:
    client = as_person(LEAD)
    told = text_of(sent(client, bytes_of(book_of(client))))
    assert "没有可导入的" in told


def test_a_table_is_previewed_and_taken_over_whole(as_person: Browser) -> None:
    client = as_person(LEAD)
    book = book_of(client)
    sheet = book.worksheets[0]
    line = next(one for one in sheet.iter_rows(min_row=2) if one[0].value == WORKER.key)
    before = due("2026-12-01"), line[2].value
    line[2].value = "白班、中班"
    page = text_of(sent(client, bytes_of(book)))
    assert "还没有导入" in page
    assert (due("2026-12-01"), before[1]) == before
    fields = dict(re.findall(r'name="(kept|seen|carry|command)" value="([\w-]+)"', page))
    done = client.post(IMPORT, {**fields, "reason": "十二月排班"})
    assert done.status_code == 303
    assert WORKER.key in due("2026-12-01", "day")
    assert WORKER.key in due("2026-12-01", "evening")
    assert "预览的文件已不在" in text_of(client.post(IMPORT, {**fields, "command": "another-one-1"}), 422)
    assert "没有可导入的" in text_of(sent(client, bytes_of(book)))


def test_what_stands_otherwise_since_the_preview_is_not_taken_over(station: Station, as_person: Browser) -> None:
    client = as_person(LEAD)
    book = book_of(client)
    sheet = book.worksheets[0]
    line = next(one for one in sheet.iter_rows(min_row=2) if one[0].value == cast.B_CCR.key)
    line[12].value = "白班" if line[12].value != "白班" else "夜班"
    page = text_of(sent(client, bytes_of(book)))
    fields = dict(re.findall(r'name="(kept|seen|carry|command)" value="([\w-]+)"', page))
    moves = [{"person": cast.B_CCR.key, "day": "2026-12-20", "shift": ""}]
    moves += [{"person": cast.C_CCR.key, "day": "2026-12-20", "shift": "day"}]
    station.do(LEAD, "roster.edit", at=cast.CCR, moves=moves, reason="换")
    assert "情况有了变化" in text_of(client.post(IMPORT, {**fields, "reason": "x"}), 409)


@pytest.mark.parametrize(
    ("cell", "text", "said"),
    [
        ("C2", "午班", "C2"),
        ("C2", "白班、白班", "写了两次"),
        ("A2", "ghost", "没有人员键"),
        ("C1", "某天", "不是日期"),
        ("C1", "2027-01-01", "不在要导入的月份内"),
        ("D1", "2026-12-01", "出现了两次"),
        ("AZ2", "白班", "上方没有日期"),
        ("C2", '=HYPERLINK("x")', "公式"),
    ],
)
def test_errors_are_told_by_cell_and_nothing_is_taken_over(as_person: Browser, cell: str, text: str, said: str) -> None:
    client = as_person(LEAD)
    book = book_of(client)
    book.worksheets[0][cell].value = text
    size = DbBook(cast.SITE).size
    page = text_of(sent(client, bytes_of(book)), 422)
    assert said in page
    assert 'name="carry"' not in page
    assert DbBook(cast.SITE).size == size


def test_what_has_ended_is_not_changed_by_a_table(as_person: Browser) -> None:
    client = as_person(LEAD)
    book = Workbook()
    book.active.append(["人员键", "姓名", date(2026, 11, 1)])  # type: ignore[union-attr]
    book.active.append([cast.A_CCR.key, "", "白班、中班、夜班"])  # type: ignore[union-attr]
    where = IMPORT.replace("2026-12", "2026-11")
    page = text_of(client.post(where, {"file": SimpleUploadedFile("m.xlsx", bytes_of(book))}), 422)
    assert "已结束" in page


def test_a_table_of_text_and_a_file_that_is_none(as_person: Browser) -> None:
    client = as_person(LEAD)
    text = f"人员键,姓名,2026-12-09\n,{cast.C_CCR.name},休\n"
    page = text_of(client.post(IMPORT, {"file": SimpleUploadedFile("m.csv", text.encode())}))
    assert "预览" in page
    assert text_of(client.post(IMPORT, {}), 422)
    assert text_of(sent(client, b"PK\x03\x04nothing"), 422)
    assert as_person(WORKER).get(IMPORT).status_code == 403


def test_a_name_that_looks_like_a_formula_is_a_text(station: Station, as_person: Browser) -> None:
    station.do(ADMIN, "org.add_person", person="evil", name='=HYPERLINK("http://x")', username="", crew="A")
    station.do(ADMIN, "org.grant", person="evil", role="OPERATOR", post=cast.CCR)
    cells = [{"day": "2026-12-30", "shift": "day", "people": ["evil"]}]
    station.do(LEAD, "roster.change", at=cast.CCR, cells=cells, reason="试")
    sheet = book_of(as_person(LEAD)).worksheets[0]
    named = next(one for one in sheet.iter_rows(min_row=2) if one[0].value == "evil")[1]
    assert (named.data_type, named.value) == ("s", '=HYPERLINK("http://x")')


def test_a_subscription_is_read_without_a_login_by_its_address_alone(as_person: Browser) -> None:
    client = as_person(WORKER)
    page = text_of(client.get(f"{HERE}/subscriptions"))
    action = re.search(r'id="subscribe-mine"[^>]*action="([^"]+)"', page)
    assert action
    said = {"post": "", "language": "zh-hans", "command": "my-subscription-1", "next": f"{HERE}/subscriptions"}
    assert client.post(action[1], said).status_code == 303
    page = text_of(client.get(f"{HERE}/subscriptions"))
    address = re.search(r'value="http://testserver(/[^"]+\.ics)"', page)
    assert address
    anybody = Client()
    answer = anybody.get(address[1])
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert vobject.readOne(answer.content.decode()).vevent_list
    again = anybody.get(address[1], headers={"If-None-Match": f'"x", W/{answer.headers["ETag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert anybody.post(address[1]).status_code == 405
    wrong = address[1].replace("/subscriptions/", "/subscriptions/0")
    assert anybody.get(wrong).status_code == 404
    assert anybody.get(address[1].replace(cast.SITE, cast.NEIGHBOUR)).status_code == 404
    assert anybody.get(address[1].replace(cast.SITE, "nowhere")).status_code == 404
    assert "my-subscription-1" not in text_of(as_person(cast.B_CCR).get(f"{HERE}/subscriptions"))
    closing = re.search(r'id="close-[^"]+"[^>]*action="([^"]+)"', page)
    assert closing
    client.post(closing[1], {"feed": "my-subscription-1", "command": "close-it-now", "next": f"{HERE}/subscriptions"})
    assert anybody.get(address[1]).status_code == 404
