"""考勤 through the browser: in and out, the last to leave, the month, what a supervisor puts right, the code."""

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jiaoban.attendance import queries
from jiaoban.attendance.tables import PRESENCES, PostPresence
from jiaoban.kernel.clock import VirtualClock
from jiaoban.org import door
from jiaoban.regime.attending import Attendance
from jiaoban.regime.load import load
from tests import cast
from tests.pure.handover.desk import IN, LEAD, OUT, POST
from tests.web.desk import BASE, WebDesk

pytestmark = pytest.mark.django_db
PACK = load(Path(__file__).parents[2] / "regimes" / "kefu")
PAGE = f"{BASE}/attendance"
ALL = ["power", "devices", "windows", "door"]
Make = Callable[..., WebDesk]


@pytest.fixture
def desk() -> Iterator[Make]:
    """Make the patrol post under the sales desk's rules, with the whole shift as working hours: crew B from 08:00."""
    before = door.clock

    def make(**more: object) -> WebDesk:
        assert PACK.attendance is not None
        rules = Attendance.model_validate({**PACK.attendance.model_dump(), "working_hours": (), **more})
        return WebDesk(PACK.model_copy(update={"attendance": rules}))

    yield make
    door.clock = before


def send(desk: WebDesk, who: cast.Member, verb: str, **fields: object) -> int:
    return desk.send(who, f"attendance.{verb}", back=PAGE, **fields)


def stays(desk: WebDesk) -> list[PostPresence]:
    return desk.book.find(PRESENCES, order=("came_at",))


def test_one_checks_in_with_one_button_and_is_there(desk: Make) -> None:
    made = desk()
    made.at("08:00:05")
    page = made.see(IN, "/attendance")
    assert 'action="/s/yunfeng/p/patrol/do/attendance.check_in"' in page
    assert "没有签到" in page
    assert "您还没有签到" in made.see(IN, "/"), "the home page says what comes first"
    assert send(made, IN, "check_in") == 303
    page = made.see(IN, "/attendance")
    assert "现在在岗 1 人" in page
    assert "08:00:05 已签到" in page
    assert re.search(r"迟到 5 秒", page)
    assert "您还没有签到" not in made.see(IN, "/")
    assert f"在岗 1 人：{IN.name}" in made.see_site(LEAD, "/board")


def test_what_follows_is_shown_to_oneself_and_to_whoever_supervises(desk: Make) -> None:
    made = desk()
    made.at("08:10")
    send(made, IN, "check_in")
    assert "迟到 10 分" in made.see(IN, "/attendance")
    assert "迟到 10 分" in made.see(LEAD, "/attendance")
    other = made.see(OUT, "/attendance")
    assert IN.name in other
    assert "迟到" not in other
    for path in ("/attendance/month", f"/attendance/people/{IN.key}", "/attendance/file/csv"):
        assert made.client(OUT).get(BASE + path).status_code == 403
    assert made.client(cast.OUTSIDER).get(PAGE).status_code == 404


def test_the_last_to_leave_is_asked_for_every_line(desk: Make) -> None:
    made = desk()
    made.at("08:00")
    send(made, IN, "check_in")
    page = made.see(IN, "/attendance")
    assert "现在只有您一个人在" in page
    assert page.count('name="closed"') == 12, "four lines, of the forms for now, for later and of the terminal"
    door.clock = VirtualClock(made.at("08:20").now)
    said = {"command": "leave-1", "back": PAGE, "form": "check_out-patrol", "closed": ALL[:3]}
    answer = made.client(IN).post(f"{BASE}/do/attendance.check_out", said)
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "您是最后离开的，还没有确认：门已锁。" in told
    assert 'value="power" checked' in told, "what was ticked stays ticked"
    made.at("08:30")
    assert send(made, IN, "check_out", closed=ALL) == 303
    page = made.see(LEAD, "/attendance")
    assert "上一次最后离开" in page
    assert "门已锁" in page
    assert "现在在岗 0 人" in page


def test_at_a_shared_terminal_everybody_proves_themselves(desk: Make) -> None:
    made = desk()
    made.at("08:00")
    wrong = send(made, OUT, "sign_in", account=IN.username, password="not the password")
    assert wrong == 422
    assert send(made, OUT, "sign_in", account=IN.username, password=IN.password) == 303
    (one,) = stays(made)
    assert (one.person, one.basis) == (IN.key, "TERMINAL")


def test_what_is_told_afterwards_is_marked(desk: Make) -> None:
    made = desk()
    made.at("09:00")
    assert send(made, IN, "check_in", at="2026-11-23T08:05") == 422
    assert send(made, IN, "check_in", at="2026-11-23T08:05", note="井下没有信号") == 303
    page = made.see(LEAD, "/attendance")
    assert "事后补报" in page
    assert "井下没有信号" in page


def test_a_supervisor_puts_right_adds_and_strikes(desk: Make) -> None:
    made = desk()
    made.at("08:10")
    send(made, IN, "check_in")
    (one,) = stays(made)
    page = made.see(LEAD, f"/attendance/people/{IN.key}")
    assert f'id="correct-{one.key}"' in page
    assert "更正或划除" not in made.see(IN, "/attendance/mine")
    made.at("09:00")
    assert send(made, LEAD, "correct", presence=one.key, came_at="2026-11-23T08:00", reason="签到机没电") == 303
    page = made.see(LEAD, f"/attendance/people/{IN.key}")
    assert "已更正" in page
    assert "原为 08:10 – 未签退" in page
    assert "迟到" not in page
    assert send(made, LEAD, "strike", presence=one.key, reason="不是本人") == 303
    assert "已划除" in made.see(IN, "/attendance/mine")
    assert send(made, LEAD, "add", person=IN.key, came_at="2026-11-23T08:00", reason="漏签") == 303
    assert "上级补登" in made.see(IN, "/attendance/mine")


def test_the_month_counts_and_is_saved_as_text(desk: Make) -> None:
    made = desk()
    made.at("08:10")
    send(made, IN, "check_in")
    made.at("15:00")
    send(made, IN, "check_out", closed=ALL)
    made.at("17:00")
    page = made.see(LEAD, "/attendance/month")
    assert "1 次 · 10 分" in page
    assert "1 次 · 1 小时" in page
    assert "旷工" in page, "nobody of the night before had checked in"
    door.clock = VirtualClock(made.now)
    client = made.client(LEAD)
    text = client.get(f"{PAGE}/file/csv?month=2026-11").content.decode("utf-8-sig")
    line = next(line for line in text.splitlines() if line.startswith("2026-11-23") and IN.name in line)
    assert "2026-11-23 08:10:00,2026-11-23 15:00:00,600,3600,0,0," in line
    book = load_workbook(io.BytesIO(client.get(f"{PAGE}/file/xlsx?month=2026-11").content))
    rows = [[cell.value for cell in row] for row in book.active.rows]  # type: ignore[union-attr]
    assert rows[0][0] == "日期"
    assert any(row[3] == IN.name and row[7] == "600" for row in rows)
    assert client.get(f"{PAGE}/file/pdf").status_code == 404
    assert client.get(f"{PAGE}/month?month=2026-13").status_code == 404
    mine = made.client(IN).get(f"{PAGE}/mine/file/csv?month=2026-11").content.decode("utf-8-sig")
    assert OUT.name not in mine
    assert IN.name in mine


def test_a_name_that_a_spreadsheet_would_take_for_a_formula_is_text(desk: Make) -> None:
    made = desk()
    made.at("08:10")
    evil = "=1+1"
    made.ok("org.change_person", cast.ADMINISTRATOR, person=IN.key, name=evil, username=IN.username)
    door.clock = VirtualClock(made.now)
    text = made.client(LEAD).get(f"{PAGE}/file/csv?month=2026-11").content.decode("utf-8-sig")
    assert f"'{evil}" in text
    assert f",{evil}" not in text


def test_the_code_on_the_wall_is_printed_once_and_opens_the_page(desk: Make) -> None:
    made = desk(at_tag=True)
    made.at("08:00")
    assert "用手机相机扫岗位上的二维码" in made.see(IN, "/attendance")
    assert send(made, IN, "check_in") == 422
    door.clock = VirtualClock(made.now)
    sheet = made.client(LEAD).post(f"{PAGE}/code", {"command": "print-code", "back": PAGE, "form": "code"})
    assert sheet.status_code == 200, re.findall(r"<li>[^<]*</li>", sheet.content.decode())
    assert sheet.headers["Cache-Control"] == "no-store"
    found = re.search(r'data-address="([^"]+)"', sheet.content.decode())
    assert found is not None
    path = found[1].partition("testserver")[2]
    secret = path.partition("?code=")[2]
    known = queries.code_of(made.book, POST)
    assert known is not None
    assert known.digest == queries.digest(secret)
    assert secret not in "".join(act.payload.model_dump_json() for act in made.book.acts())
    page = made.see(IN, path.removeprefix(BASE))
    assert f'value="{secret}"' in page
    assert send(made, IN, "check_in", code=secret) == 303
    assert stays(made)[0].basis == "CODE"
    assert "这张码已经作废" in made.see(IN, "/attendance?code=another")
    assert made.client(IN).post(f"{PAGE}/code", {"command": "own-code", "back": PAGE}).status_code == 403


def test_where_the_regime_keeps_no_attendance_the_page_says_so_and_nothing_leads_there(desk: Make) -> None:
    made = desk(posts=["elsewhere"])
    made.at("08:00")
    assert "这个岗位的制度没有考勤" in made.see(IN, "/attendance")
    assert "您还没有签到" not in made.see(IN, "/")
    assert "没有人签到" not in made.see_site(LEAD, "/board")
    assert send(made, IN, "check_in") == 422


def test_the_regime_page_says_the_rules(desk: Make) -> None:
    page = desk().see_site(LEAD, "/regimes/kefu")
    assert "最后离开的人逐项确认后才能签退" in page
    assert "旷工：一段工作时间从头到尾没有来" in page


def test_what_a_forgotten_check_out_counts_for_is_said(desk: Make) -> None:
    made = desk(longest="PT12H")
    made.at("08:00")
    send(made, IN, "check_in")
    made.at("19:59")
    assert "没有签退，算到" not in made.see(IN, "/attendance/mine")
    made.at("20:00")
    assert "没有签退，算到到达后 12 小时为止；什么时候离开的，请当班负责人补登。" in made.see(IN, "/attendance/mine")


def test_what_the_last_one_saw_to_is_said_in_the_language_of_the_reader(desk: Make) -> None:
    made = desk()
    made.at("08:00")
    send(made, IN, "check_in")
    made.at("15:00")
    assert send(made, IN, "check_out", closed=ALL) == 303
    assert "电源已关" in made.see(IN, "/attendance")
    english = made.client(IN).get(PAGE, headers={"Accept-Language": "en"}).content.decode()
    assert "Power switched off" in english
    assert "电源已关" not in english
    month = made.client(LEAD).get(f"{PAGE}/month", headers={"Accept-Language": "en"}).content.decode()
    assert ">Expected<" in month
