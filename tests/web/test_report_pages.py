"""报表 through the browser: the deadline from both sides, what the supervisor finds, corrections, the month, files."""

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jiaoban.kernel import effects
from jiaoban.kernel.book import Book
from jiaoban.kernel.effects import Effect
from jiaoban.ledger import files
from jiaoban.org import door
from jiaoban.regime.load import load
from jiaoban.report import background
from jiaoban.report.acts import Missed
from jiaoban.report.tables import REPORTS, Report
from tests import cast
from tests.pure.handover.desk import IN, LEAD, OUT
from tests.web.desk import BASE, WebDesk

pytestmark = pytest.mark.django_db
PACK = load(Path(__file__).parents[2] / "regimes" / "kefu")
DAY = "2026-11-23"
PAGE = f"/reports/daily-report/{DAY}/{IN.key}"
FIGURES = {"contacts": "20", "appointments": "3", "visits": "1", "deposits": "0", "sales": "1", "revenue": "3,800.50"}
SAID = {f"values.{name}": text for name, text in {**FIGURES, "said": "家长多问价格"}.items()}


@pytest.fixture
def desk() -> Iterator[WebDesk]:
    """The patrol post under the sales desk's rules; on Monday 2026-11-23 IN stands the day and OUT the night."""
    before = door.clock
    yield WebDesk(PACK)
    door.clock = before


def submit(desk: WebDesk, who: cast.Member, **fields: object) -> int:
    said = {"report": "daily-report", "day": DAY, "person": who.key, **SAID, **fields}
    return desk.send(who, "report.submit", back=BASE + PAGE, **said)


def report(desk: WebDesk) -> Report:
    found = desk.book.get(REPORTS, f"patrol.daily-report.{DAY}.{IN.key}")
    assert found is not None
    return found


def test_one_sees_until_when_fills_it_in_and_it_is_there(desk: WebDesk) -> None:
    desk.at("20:59:59")
    assert "交每日报表" in desk.see(IN, "/"), "the home page says what is due"
    board = desk.see(IN, "/reports")
    assert "去填" in board
    assert "21:00:00" in board
    form = desk.see(IN, PAGE)
    assert 'name="values.contacts"' in form
    assert f'data-draft="{cast.SITE}-submit-daily-report-{DAY}-{IN.key}"' in form, "what is typed is kept"
    assert submit(desk, IN) == 303
    page = desk.see(IN, PAGE)
    assert "3800.50" in page
    assert re.search(r"已交 *20:59:59", page)
    assert "交每日报表" not in desk.see(IN, "/")


def test_a_second_late_is_late_for_both(desk: WebDesk) -> None:
    desk.at("21:00:01")
    assert "每日报表还没有交" in desk.see(IN, "/")
    assert submit(desk, IN) == 303
    assert "迟交" in desk.see(IN, PAGE)
    home = desk.see(LEAD, "/")
    assert "待判定：总数有没有因此出错" in home
    assert "谁还没有交" in desk.see(LEAD, "/reports")
    found = {"report": "daily-report", "day": DAY, "person": IN.key, "affected": "true", "note": "少了一人"}
    assert desk.send(LEAD, "report.find_totals", **found) == 303
    assert "总数因此出错" in desk.see(IN, PAGE), "the person concerned sees it"
    assert "总数因此出错" not in desk.see(OUT, PAGE), "a colleague does not"
    assert "总数因此出错" not in desk.see(OUT, "/reports")


def test_the_loop_notes_it_once(desk: WebDesk) -> None:
    desk.at("21:00:00").see(IN, "/")
    background.note(cast.SITE)
    assert desk.book.find(REPORTS, person=IN.key) == []
    desk.at("21:00:01").see(IN, "/")
    while background.note(cast.SITE) <= desk.now:
        pass  # some at a time
    size = desk.book.size
    background.note(cast.SITE)
    assert desk.book.size == size
    assert report(desk).miss is not None
    missed = [act.payload for act in desk.book.acts() if isinstance(act.payload, Missed)]
    assert len([one for one in missed if (one.person, one.report, str(one.day)) == (IN.key, "daily-report", DAY)]) == 1
    assert "系统已记未按时" in desk.see(IN, PAGE)


def test_what_is_wrong_comes_back_with_all_that_was_typed(desk: WebDesk) -> None:
    desk.at("20:00").see(IN, "/")
    fields = {
        "command": "x",
        "back": BASE + PAGE,
        "form": f"submit-daily-report-{DAY}-{IN.key}",
        **SAID,
        "values.revenue": "很多",
    }
    answer = desk.client(IN).post(
        f"{BASE}{PAGE}/submit", {**fields, "report": "daily-report", "day": DAY, "person": IN.key}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "不是数：很多" in text
    assert "家长多问价格" in text


def test_a_correction_stands_beside_what_was_said(desk: WebDesk) -> None:
    submit(desk.at("20:00"), IN)
    changed = {"report": "daily-report", "day": DAY, "person": IN.key, "values.contacts": "21", "reason": "漏算一个"}
    assert desk.at("22:00").send(IN, "report.amend", **changed) == 303
    page = desk.see(IN, PAGE)
    assert "<s>20</s>" in page
    assert "漏算一个" in page
    assert re.search(r"已交 *20:00:00", page), "it was in time and stays so"


def test_quiet_hours_stand_in_the_form_of_the_day(desk: WebDesk) -> None:
    assert desk.at("15:00").send(IN, "report.note_quiet", sort="learning", text="看新课程", minutes="30") == 303
    assert "学习业务知识：看新课程（30 分钟）" in desk.at("20:00").see(IN, PAGE)
    assert "看新课程" in desk.see(IN, "/reports/mine")


def test_evidence_is_kept_and_shown_to_the_post(desk: WebDesk) -> None:
    picture = io.BytesIO()
    from PIL import Image

    Image.new("RGB", (32, 24), "teal").save(picture, "PNG")
    picture.name, _ = "proof.png", picture.seek(0)
    desk.at("20:00").see(IN, "/")
    fields = {"command": "y", "back": BASE + PAGE, "report": "daily-report", "day": DAY, "person": IN.key, **SAID}
    assert desk.client(IN).post(f"{BASE}{PAGE}/submit", {**fields, "photo": picture}).status_code == 303
    name = report(desk).photos[0]
    assert files.path_of(name).is_file()
    assert desk.client(LEAD).get(f"{BASE}{PAGE}/photos/{name}").status_code == 200
    assert desk.client(LEAD).get(f"{BASE}{PAGE}/photos/{'0' * 64}").status_code == 404


def test_the_month_adds_up_on_the_page_and_in_the_file(desk: WebDesk) -> None:
    submit(desk.at("20:00"), IN, **{"values.said": "=1+1"})
    page = desk.at("21:30").see(LEAD, "/reports/month?month=2026-11&form=daily-report")
    assert "3,800.50" in page
    content = desk.client(LEAD).get(f"{BASE}/reports/file/daily-report/xlsx?month=2026-11").content
    cells = load_workbook(io.BytesIO(content)).worksheets[0]
    rows = [[one.value for one in row] for row in cells.iter_rows()]
    mine = next(row for row in rows if row[2] == IN.name and row[0] == DAY)
    assert mine[3] == "已交"
    assert "3800.50" in mine
    assert all(cell.data_type != "f" for row in cells.iter_rows() for cell in row), "text that begins with = is text"
    assert rows[-1][0] == "合计"
    assert "3800.50" in rows[-1]
    assert desk.client(LEAD).get(f"{BASE}/reports/file/none/xlsx").status_code == 404


def test_groups_have_their_own_sums(desk: WebDesk) -> None:
    desk.at("20:00")
    assert submit(desk, IN) == 303
    assert submit(desk, OUT, **{"values.revenue": "200"}) == 303
    page = desk.see(LEAD, "/reports/month?month=2026-11&form=daily-report")
    subtotals = re.findall(r'<tr class="subtotal"><th scope="row">([^<]+)</th>.*?</tr>', page, re.DOTALL)
    assert len(subtotals) == 2
    rows = dict(re.findall(r'<tr class="subtotal"><th scope="row">([^<]+)</th>(.*?)</tr>', page, re.DOTALL))
    assert sorted("3,800.50" in row for row in rows.values()) == [False, True]
    assert "4,000.50" in page


def test_a_plan_found_wrong_is_seen_by_whom_it_concerns(desk: WebDesk) -> None:
    plan = {"values.appointments": "15", "values.visits": "6", "values.revenue": "20000", "values.how": "先回访"}
    day, path = "2026-11-26", f"/reports/weekly-plan/2026-11-26/{IN.key}"
    said = {"report": "weekly-plan", "day": day, "person": IN.key}
    assert desk.at("20:00").send(IN, "report.submit", **said, **plan) == 303
    assert desk.send(LEAD, "report.find_wrong", **said, what="少写一个零") == 303
    assert "少写一个零" in desk.see(IN, path)
    assert "少写一个零" not in desk.see(OUT, path)
    finding = desk.book.find(REPORTS, form="weekly-plan")[0].wrong[0].finding
    assert desk.send(LEAD, "report.withdraw_wrong", **said, finding=finding, reason="看错了") == 303
    assert "已撤销" in desk.see(IN, path)


def test_addresses_of_nothing_are_not_found(desk: WebDesk) -> None:
    desk.at("20:00").see(IN, "/")
    for path in (
        "/reports/none/2026-11-23/x",
        "/reports/daily-report/2026-13-01/x",
        "/reports/daily-report/2026-11-23/nobody",
        "/reports?day=soon",
        "/reports/month?form=none",
        f"/reports/weekly-plan/{DAY}/{IN.key}",
    ):
        assert desk.client(IN).get(BASE + path).status_code == 404, path


def test_who_compiles_fills_in_for_another_and_the_page_says_who_did(desk: WebDesk) -> None:
    def compiles(_book: Book, post: str) -> list[Effect]:
        return [Effect("duty", OUT.key, post, date(2026, 11, 1), date(2026, 12, 1), what="compile", clause="kefu/25a")]

    effects._LISTERS["test"] = compiles
    try:
        desk.at("20:00")
        assert f"由 {OUT.name} 统计" in desk.see(IN, PAGE)
        assert "这段时间由您统计所有人的数据" in desk.see(OUT, "/reports")
        assert "由您统计：还有" in desk.see(OUT, "/")
        assert 'name="values.contacts"' in desk.see(OUT, PAGE)
        assert submit(desk, OUT, person=IN.key) == 303
        assert f"{OUT.name} 代填" in desk.see(IN, PAGE)
        assert "由我统计的" in desk.see(OUT, "/reports/mine?month=2026-11")
    finally:
        del effects._LISTERS["test"]


def test_the_page_of_the_regime_calls_reports_by_name_where_a_ladder_asks_for_them(desk: WebDesk) -> None:
    page = desk.see_site(LEAD, "/regimes/kefu")
    assert "哪一种为其中之一：「每日报表」、" in page
    assert "daily-哪一种" not in page
