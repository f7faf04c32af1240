"""投入资金、任职、售后 through the browser: a month of funds, careers, a customer after the sale."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from PIL import Image

from jiaoban.conduct import queries as conduct
from jiaoban.conduct.tables import CASES
from jiaoban.fund.tables import FUNDINGS, SETTLEMENTS, SPENDINGS
from jiaoban.kernel.clock import VirtualClock
from jiaoban.lead.access_tables import ACCESSES
from jiaoban.lead.aftersales_tables import CARE_FILES, CARES
from jiaoban.lead.tables import LEADS
from jiaoban.org import door
from jiaoban.org import queries as org
from jiaoban.regime.load import load
from tests import cast
from tests.pure.handover.desk import IN, LEAD, OUT, POST
from tests.web.desk import BASE, WebDesk

pytestmark = pytest.mark.django_db
PACK = load(Path(__file__).parents[2] / "regimes" / "kefu")
FUNDS, CARE = f"{BASE}/funds", f"{BASE}/aftersales"


@pytest.fixture
def desk() -> WebDesk:
    """The patrol post under the sales desk's rules, on 23 November 2026."""
    made = WebDesk(PACK)
    made.at("08:10")
    return made


def picture() -> SimpleUploadedFile:
    into = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(into, "PNG")
    return SimpleUploadedFile("any name.png", into.getvalue(), "image/png")


def test_money_is_asked_for_approved_and_spent_on_pages(desk: WebDesk) -> None:
    page = desk.see(IN, "/funds")
    assert "申请公司资金" in page
    assert 'value="2026-11"' in page
    assert desk.send(IN, "fund.ask", month="2026-11", amount="3000", purpose="短视频推广", back=FUNDS) == 303
    (asked,) = desk.book.find(FUNDINGS)
    assert "短视频推广" in desk.see(LEAD, "/funds")
    assert "1 笔投入资金待批准" in desk.see(LEAD, "/"), "the home page says so"
    assert desk.send(LEAD, "fund.approve", funding=asked.key, amount="2500", back=FUNDS) == 303
    assert desk.send(IN, "fund.spend", amount="1200.50", what="平台充值", back=FUNDS) == 303
    assert desk.send(IN, "fund.spend", amount="300", own="true", what="自己充值", back=FUNDS) == 303
    page = desk.see(IN, "/funds")
    assert "1,299.50" in page
    assert "不算公司投入" in page
    assert "没有业绩 · 超出 3%" in page
    assert desk.send(IN, "fund.spend", amount="9999", what="太多", back=FUNDS) == 422
    assert len(desk.book.find(SPENDINGS)) == 2


def test_what_others_have_is_for_whoever_supervises(desk: WebDesk) -> None:
    desk.send(IN, "fund.ask", month="2026-11", amount="3000", purpose="短视频推广", back=FUNDS)
    assert "短视频推广" not in desk.see(OUT, "/funds")
    for path in (f"/funds/people/{IN.key}", "/funds/file/csv"):
        assert desk.client(OUT).get(BASE + path).status_code == 403
    assert desk.client(cast.OUTSIDER).get(FUNDS).status_code == 404
    page = desk.see(LEAD, f"/funds/people/{IN.key}")
    assert "登记查出的出错或作假" in page
    done = desk.send(
        LEAD, "fund.find", person=IN.key, sort="ERROR", month="2026-11", amount="120", what="少记一笔", back=FUNDS
    )
    assert done == 303
    assert "少记一笔" in desk.see(IN, "/funds")
    assert f'href="{BASE}/conduct"' in desk.see(IN, "/funds").partition("查出的出错和作假")[2]
    page = desk.see(LEAD, f"/funds/people/{IN.key}").partition("查出的出错和作假")[2]
    assert f'href="{BASE}/conduct/occasions">去登记考核事项' in page, "what follows has its way there"
    there = conduct.offered(desk.book, org.place(desk.book, POST, desk.now), lambda _digest: PACK, desk.now)
    (one,) = [each for each in there if each.occasion.source == "fund-error"]
    assert desk.send(LEAD, "conduct.take_up", occasion=one.name, back=FUNDS) == 303
    (case,) = desk.book.find(CASES)
    page = desk.see(LEAD, f"/conduct/cases/{case.matter}")
    assert "公司不投入资金（下个月起 n-1 个月）" in page, (
        "a later step is told by its rule, not by the months of the second time"
    )
    rows = desk.client(LEAD).get(f"{FUNDS}/file/xlsx?month=2026-11")
    sheet = load_workbook(io.BytesIO(rows.content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][1] == IN.name


def test_the_month_is_settled_on_its_last_day(desk: WebDesk) -> None:
    desk.send(IN, "fund.ask", month="2026-11", amount="3000", purpose="推广", back=FUNDS)
    desk.send(LEAD, "fund.approve", funding=desk.book.find(FUNDINGS)[0].key, back=FUNDS)
    assert 'id="settle"' not in desk.see(IN, "/funds")
    desk.now += timedelta(days=7)
    assert 'id="settle"' in desk.see(IN, "/funds?month=2026-11")
    assert (
        desk.send(IN, "fund.settle", month="2026-11", person=IN.key, billed="2400", returned="500", back=FUNDS) == 303
    )
    (one,) = desk.book.find(SETTLEMENTS)
    assert str(one.billed) == "2400.00"
    assert "少 100" in desk.see(IN, "/funds?month=2026-11")


def sold(desk: WebDesk) -> str:
    assert desk.send(IN, "lead.open", number="138 0013 8000", name="刘女士", back=CARE) == 303
    (lead,) = desk.book.find(LEADS)
    assert desk.send(IN, "lead.sell", lead=lead.key, amount="6800", back=CARE) == 303
    return lead.key


def care(desk: WebDesk, lead: str, **said: object) -> int:
    door.clock = VirtualClock(desk.now)
    desk.sent += 1
    answers = {"learning": "跟得上", "mood": "稳定", "satisfaction": "满意", "difficulties": "无"} | said.pop(
        "answers", {}
    )  # type: ignore[operator]
    data = {"command": f"care-{desk.sent}", "back": f"{CARE}/customers/{lead}", "form": "care", "lead": lead, **said}
    data |= {f"answers.{name}": text for name, text in answers.items()}
    return desk.client(IN).post(f"{CARE}/done", data).status_code


def test_a_contact_after_the_sale_has_four_answers_and_a_picture_named_by_the_standard(desk: WebDesk) -> None:
    lead = sold(desk)
    page = desk.see(IN, f"/aftersales/customers/{lead}")
    assert "第一周 0/1 · 待做" in page
    assert page.count('name="answers.') == 4
    assert "联系的截图" in page, "the picture is wanted, and said so"
    assert f"名称按标准自动生成：刘女士-20261123-{IN.name}。" in page
    assert 'aria-describedby="care-photo-help"' in page
    assert "照片 <span" not in page.partition('id="care"')[2].partition("</form>")[0]
    assert care(desk, lead) == 422, "without a picture"
    assert care(desk, lead, photo=picture(), answers={"mood": ""}) == 422
    assert care(desk, lead, photo=picture()) == 303
    (one,) = desk.book.find(CARES)
    page = desk.see(IN, f"/aftersales/customers/{lead}")
    assert f"刘女士-20261123-{IN.name}" in page
    assert "跟得上" in page
    for small in ("", "/small"):
        assert desk.client(IN).get(f"{CARE}/contacts/{one.key}/{one.photos[0]}{small}").status_code == 200
        assert desk.client(cast.OUTSIDER).get(f"{CARE}/contacts/{one.key}/{one.photos[0]}{small}").status_code == 404
    assert "第一周 1/1 · 已做" in desk.see(IN, f"/leads/{lead}")


def test_what_was_typed_comes_back_with_a_refusal(desk: WebDesk) -> None:
    lead = sold(desk)
    door.clock = VirtualClock(desk.now)
    data = {
        "command": "x",
        "back": f"{CARE}/customers/{lead}",
        "form": "care",
        "lead": lead,
        "answers.learning": "跟得上",
    }
    answer = desk.client(IN).post(f"{CARE}/done", data)
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "跟得上" in told
    assert "还没有了解：心态和情绪、对教学的满意度、困难和问题" in told


def test_the_answers_do_not_stand_in_the_book(desk: WebDesk) -> None:
    lead = sold(desk)
    care(desk, lead, photo=picture(), answers={"mood": "很独特的话"})
    assert not any("很独特的话" in act.body().decode() for act in desk.book.acts())
    assert desk.send(cast.HEAD, "lead.erase", lead=lead, reason="客户要求", back=CARE) == 303
    assert "很独特的话" not in desk.see(IN, f"/aftersales/customers/{lead}")
    assert "内容和图片已按客户要求删除" in desk.see(IN, f"/aftersales/customers/{lead}")


def test_the_month_lists_what_is_missing_and_is_taken_out_in_a_folder(desk: WebDesk) -> None:
    lead = sold(desk)
    care(desk, lead, photo=picture())
    care(desk, lead, photo=picture())
    assert "刘女士" in desk.see(IN, "/aftersales")
    assert "刘女士" not in desk.see(OUT, "/aftersales")
    assert desk.client(OUT).get(f"{CARE}/month").status_code == 403
    assert IN.name in desk.see(LEAD, "/aftersales/month")
    door.clock = VirtualClock(desk.now)
    said = {"command": "out-1", "month": "2026-11", "person": "", "as": "zip"}
    others = desk.client(OUT).post(f"{CARE}/file", {**said, "command": "out-0"})
    with zipfile.ZipFile(io.BytesIO(b"".join(others.streaming_content))) as folder:  # type: ignore[attr-defined]
        assert len(folder.namelist()) == 1, "everybody's is for whoever supervises"
    answer = desk.client(LEAD).post(f"{CARE}/file", said)
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as folder:  # type: ignore[attr-defined]
        names = [name.rpartition("/")[2] for name in folder.namelist()]
    assert names == [f"刘女士-20261123-{IN.name}.png", f"刘女士-20261123-{IN.name}（2）.png", "目录.txt"]
    assert [one.what for one in desk.book.find(ACCESSES)] == ["EXPORTED", "EXPORTED"]
    desk.now += timedelta(days=40)
    door.clock = VirtualClock(desk.now)
    table = desk.client(LEAD).post(f"{CARE}/file", {**said, "command": "out-2", "as": "xlsx", "month": "2026-12"})
    sheet = load_workbook(io.BytesIO(table.content)).active
    assert sheet is not None
    assert [row[9].value for row in sheet.iter_rows(min_row=2)] == ["已做", "待做"]


def test_the_class_teacher_takes_over(desk: WebDesk) -> None:
    lead = sold(desk)
    assert desk.send(IN, "lead.brief_teacher", lead=lead, teacher=OUT.key, situation="初二，数学弱", back=CARE) == 303
    assert "刘女士" in desk.see(OUT, "/aftersales")
    assert "1 位客户等您接收" in desk.see(OUT, "/")
    page = desk.see(OUT, f"/aftersales/customers/{lead}")
    assert "初二，数学弱" in page
    assert 'id="take"' in page
    assert desk.send(OUT, "lead.take_briefing", lead=lead, back=CARE) == 303
    (file,) = desk.book.find(CARE_FILES)
    assert file.briefing
    assert file.briefing.taken_at
    assert "已接收" in desk.see(IN, f"/aftersales/customers/{lead}")


def test_what_is_due_stands_on_the_home_page(desk: WebDesk) -> None:
    sold(desk)
    assert "售后快到期" not in desk.see(IN, "/")
    desk.now += timedelta(days=5)
    assert "1 位客户的售后快到期" in desk.see(IN, "/")
    desk.now += timedelta(days=2)
    assert "1 位客户的售后漏做" in desk.see(IN, "/")


def test_what_is_missing_stands_per_person_with_the_step_of_its_ladder(desk: WebDesk) -> None:
    sold(desk)
    desk.now += timedelta(days=7)
    page = desk.see(LEAD, "/aftersales/month")
    assert "漏做的" in page
    assert "刘女士" in page.partition("漏做的")[2].partition("</article>")[0], "whose contact is missing"
    assert "制度写 100 元" in page
    assert "制度写 100 元" in desk.see(IN, "/aftersales")
    assert "制度写" not in desk.see(OUT, "/aftersales")
    there = conduct.offered(desk.book, org.place(desk.book, POST, desk.now), lambda _digest: PACK, desk.now)
    (one,) = [each for each in there if each.occasion.source == "aftersales-missed"]
    assert desk.send(LEAD, "conduct.take_up", occasion=one.name, back=CARE) == 303
    page = desk.see(LEAD, "/aftersales/month")
    assert "制度写 100 元" not in page
    assert "100 元" in page
    desk.now += timedelta(days=23)
    page = desk.see(LEAD, "/aftersales/month?month=2026-12")
    assert "制度写 200 元" in page
    assert "制度写 300 元" in page


def test_from_probation_to_regular_on_pages(desk: WebDesk) -> None:
    careers = f"{BASE}/careers"
    assert "还没有登记任职信息" in desk.see(IN, "/careers")
    said = {"person": IN.key, "day": "2026-11-02", "position": "客服员", "probation": "true", "back": careers}
    assert desk.send(IN, "career.join", **said) == 403
    form = desk.see(LEAD, "/careers").partition('id="join"')[2]
    assert f'value="{IN.key}"' in form
    assert f'value="{cast.ADMINISTRATOR.key}"' not in form, "who neither works there nor supervises"
    assert desk.send(LEAD, "career.join", **{**said, "person": cast.ADMINISTRATOR.key}) == 422
    assert desk.send(LEAD, "career.join", **said) == 303
    assert f'value="{IN.key}"' not in desk.see(LEAD, "/careers").partition('id="join"')[2]
    assert "还差 60,000" in desk.see(LEAD, "/careers")
    assert "还差 60,000" in desk.see(IN, "/careers")
    assert 'id="ask-regular"' not in desk.see(IN, "/careers/mine")
    sold(desk)
    (lead,) = desk.book.find(LEADS)
    assert desk.send(IN, "lead.sell", lead=lead.key, amount="53200", back=CARE) == 303
    assert "业绩已达到转正要求" in desk.see(IN, "/")
    page = desk.see(IN, "/careers/mine")
    assert 'id="ask-regular"' in page
    assert "60,000 / 60,000" in page
    assert "等本人填转正表" not in page
    assert "等本人填转正表" in desk.see(LEAD, "/careers")
    assert "等本人填转正表" in desk.see(LEAD, f"/careers/people/{IN.key}")
    assert desk.send(IN, "career.ask_regular", summary="学会了接待和回访", back=careers) == 303
    assert "1 份转正表待登记" in desk.see(LEAD, "/")
    assert "学会了接待和回访" in desk.see(LEAD, "/careers")
    assert desk.send(LEAD, "career.regularise", person=IN.key, back=careers) == 303
    assert "已登记转正，请向主管汇报" in desk.see(IN, "/")
    assert desk.send(IN, "career.report", text="已转正", back=careers) == 303
    assert desk.send(LEAD, "career.take_report", person=IN.key, back=careers) == 303
    assert "已收到" in desk.see(IN, "/careers/mine")
    assert desk.client(OUT).get(f"{careers}/people/{IN.key}").status_code == 403
    rows = desk.client(LEAD).get(f"{careers}/file/csv").content.decode("utf-8-sig")
    assert f"{IN.name},客服员,2026-11-02,已转正,60000.00,60000,0.00" in rows
