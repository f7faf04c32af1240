"""业绩 through the browser: a month of the post, of a person, as a file, and empty."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jiaoban.lead.owner_tables import COLLISIONS
from jiaoban.lead.pages import credited
from jiaoban.org import door
from jiaoban.regime.load import load
from tests import cast
from tests.pure.handover.desk import IN, LEAD, OUT
from tests.web.desk import BASE, WebDesk

pytestmark = pytest.mark.django_db
PACK = load(Path(__file__).parents[2] / "regimes" / "kefu")
PAGE = f"{BASE}/leads/figures"


@pytest.fixture
def desk() -> Iterator[WebDesk]:
    before = door.clock
    yield WebDesk(PACK)
    door.clock = before


def sold(desk: WebDesk, who: cast.Member, number: str, amount: str) -> None:
    desk.at("09:00:00")
    said = {"number": number, "way": "phone", "result": "interested"}
    assert desk.send(who, "lead.open", back=PAGE, **said) == 303
    lead = max(desk.book.acts(), key=lambda act: act.seq).payload.lead  # type: ignore[attr-defined]
    assert desk.send(who, "lead.sell", back=PAGE, lead=lead, amount=amount) == 303


def test_without_customers_it_says_what_comes_there(desk: WebDesk) -> None:
    assert "这个月还没有客户记录" in desk.see(OUT, "/leads/figures")


def test_the_month_shows_everybody_the_way_and_the_days(desk: WebDesk) -> None:
    sold(desk, OUT, "139 0000 0001", "12800")
    sold(desk, IN, "139 0000 0002", "3980.50")
    page = desk.see(LEAD, "/leads/figures")
    assert "16,780.50" in page
    assert "12,800" in page
    assert page.index(OUT.name) < page.index(IN.name), "who sold most comes first"
    assert page.count("<rect") > 5
    assert "每天到店人数和成交金额" in page
    own = desk.see(IN, f"/leads/figures/people/{IN.key}")
    assert "占全岗位成交金额的 24%" in own
    assert "12,800" not in own


def test_the_file_has_a_line_for_everybody_with_plain_figures(desk: WebDesk) -> None:
    sold(desk, OUT, "139 0000 0001", "12800")
    client = desk.client(LEAD)
    answer = client.get(f"{PAGE}/file/xlsx")
    (page,) = load_workbook(io.BytesIO(answer.getvalue())).worksheets
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[0][0] == "人员"
    assert rows[1][0] == OUT.name
    assert str(rows[1][-1]) == "12800"


def test_a_month_that_is_none_is_not_found(desk: WebDesk) -> None:
    assert desk.client(LEAD).get(f"{PAGE}?month=2026-13").status_code == 404


def test_an_order_that_is_void_is_left_out_and_the_month_says_so(desk: WebDesk) -> None:
    sold(desk, OUT, "139 0000 0001", "12800")
    lead = max(desk.book.acts(), key=lambda act: act.seq).payload.lead  # type: ignore[attr-defined]
    assert desk.send(OUT, "lead.raise_collision", back=PAGE, lead=lead, people=IN.key) == 303
    assert "12,800" in desk.see(LEAD, "/leads/figures")
    desk.now += timedelta(days=2, seconds=1)
    for who, path in ((LEAD, "/leads/figures"), (OUT, f"/leads/figures/people/{OUT.key}")):
        page = desk.see(who, path)
        assert "作废，不计" in page
        assert "此单作废，不计入任何人" in page
        assert page.count("12,800") == 1, "the sum stands in the line that says why it does not count, nowhere else"
    case = desk.book.find(COLLISIONS)[0].key
    assert f"/collisions/{case}" in desk.see(LEAD, "/leads/figures")
    said = {"collision": case, "keeper": OUT.key, "reason": "先联系的"}
    assert desk.send(LEAD, "lead.rule_collision", back=PAGE, **said) == 303
    page = desk.see(LEAD, "/leads/figures")
    assert "已裁定，照计" in page
    assert page.count("12,800") > 1


def test_the_figures_of_each_day_are_written_out_for_paper_and_touch(desk: WebDesk) -> None:
    sold(desk, OUT, "139 0000 0001", "12800")
    page = desk.see(LEAD, "/leads/figures")
    assert "每天的数字" in page
    assert "<li>11月23日：到店" in page
    assert page.count("<li>11月") == 1, "days of nothing are left out"


def test_a_sale_of_a_customer_whom_somebody_else_leads_is_the_leaders_and_the_month_says_why(desk: WebDesk) -> None:
    sold(desk, OUT, "139 0000 0001", "12800")
    lead = max(desk.book.acts(), key=lambda act: act.seq).payload.lead  # type: ignore[attr-defined]
    desk.now += timedelta(hours=1)
    said = {"number": "139 0000 0002", "way": "phone", "result": "interested"}
    assert desk.send(IN, "lead.open", back=PAGE, **said) == 303
    lead = max(desk.book.acts(), key=lambda act: act.seq).payload.lead  # type: ignore[attr-defined]
    assert desk.send(OUT, "lead.sell", back=PAGE, lead=lead, amount="3980.50") == 303
    page = desk.see(LEAD, "/leads/figures")
    assert f"归{IN.name}" in page
    assert f"只有{IN.name}联系过，归{IN.name}。" in page
    assert f"/leads/{lead}" in page
    own, other = (desk.see(one, f"/leads/figures/people/{one.key}") for one in (IN, OUT))
    for one in (own, other):
        assert f"业绩归{IN.name}" in one, "both find the sale, with why it counts for one of them"
    assert "占全岗位成交金额的 24%" in own
    assert "占全岗位成交金额的 76%" in other
    english = desk.client(LEAD).get(PAGE, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "the revenue is" in english


def test_what_those_who_collided_agreed_to_split_is_split_and_the_month_shows_both_sums(desk: WebDesk) -> None:
    sold(desk, OUT, "139 0000 0001", "1000")
    lead = max(desk.book.acts(), key=lambda act: act.seq).payload.lead  # type: ignore[attr-defined]
    assert desk.send(OUT, "lead.raise_collision", back=PAGE, lead=lead, people=IN.key) == 303
    (case,) = desk.book.find(COLLISIONS)
    said = {"collision": case.key, "keeper": IN.key, "share": "70", "note": ""}
    assert desk.send(OUT, "lead.propose_settlement", back=PAGE, **said) == 303
    assert desk.send(IN, "lead.accept_settlement", back=PAGE, collision=case.key) == 303
    assert "分业绩" not in desk.see(LEAD, "/leads/figures"), "it holds once it is reported"
    assert desk.send(IN, "lead.tell_settlement", back=PAGE, collision=case.key, to=LEAD.key) == 303
    page = desk.see(LEAD, "/leads/figures")
    assert "分业绩" in page
    assert f"业绩{IN.name}占70%，其余归{OUT.name}" in page
    assert page.index(f"people/{IN.key}") < page.index(f"people/{OUT.key}"), "who has more comes first"
    assert "占全岗位成交金额的 30%" in desk.see(OUT, f"/leads/figures/people/{OUT.key}")
    file = load_workbook(io.BytesIO(desk.client(LEAD).get(f"{PAGE}/file/xlsx").getvalue())).worksheets[0]
    rows = [[str(cell.value) for cell in row] for row in file.iter_rows()]
    assert [(row[0], row[-4], row[-1]) for row in rows[1:]] == [(IN.name, "1", "700.00"), (OUT.name, "0", "300.00")]
    sales = load_workbook(io.BytesIO(desk.client(LEAD).get(f"{PAGE}/sales/xlsx").getvalue())).worksheets[0]
    heads, *lines = [[str(cell.value) for cell in row] for row in sales.iter_rows()]
    assert heads[:5] == ["成交时间", "成交人", "成交金额", "业绩归", "业绩金额"]
    assert [line[1:5] for line in lines] == [
        [OUT.name, "1000.00", IN.name, "700.00"],
        [OUT.name, "1000.00", OUT.name, "300.00"],
    ]
    assert all("其余归" in line[5] for line in lines)
    assert desk.client(LEAD).get(f"{PAGE}/sales/pdf").status_code == 404


def test_of_many_sales_of_others_the_newest_are_drawn_and_all_stand_in_the_file(
    desk: WebDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(credited, "MOST", 1)
    for number, amount in (("139 0000 0001", "1001"), ("139 0000 0002", "1002")):
        desk.now += timedelta(hours=1)
        said = {"number": number, "way": "phone", "result": "interested"}
        assert desk.send(IN, "lead.open", back=PAGE, **said) == 303
        lead = max(desk.book.acts(), key=lambda act: act.seq).payload.lead  # type: ignore[attr-defined]
        assert desk.send(OUT, "lead.sell", back=PAGE, lead=lead, amount=amount) == 303
    page = desk.see(LEAD, "/leads/figures")
    assert "1,002" in page
    assert "另有 1 笔，在全岗位的成交明细里" in page
    file = desk.client(LEAD).get(f"{PAGE}/sales/csv").getvalue().decode("utf-8-sig")
    assert "1001.00" in file
    assert "1002.00" in file
