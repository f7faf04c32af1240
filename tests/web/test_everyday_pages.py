"""Everyday work through the browser: reading, conduct seen by whom it concerns, checklists, faults, suggestions."""

import io
import re
from collections.abc import Callable, Iterator

import pytest
from openpyxl import load_workbook
from PIL import Image

from jiaoban.duty import queries as duty
from jiaoban.duty.tables import CHECKED
from jiaoban.followup import queries as followup
from jiaoban.followup.tables import FOLLOWUPS, SUGGESTIONS
from jiaoban.kernel.clock import VirtualClock
from jiaoban.org import door
from tests import cast
from tests.pure.duty.office import PACK, changed, duties
from tests.pure.handover.desk import IN, LEAD, OUT, POST
from tests.pure.handover.desk import pack as hydro
from tests.web.desk import BASE, WebDesk

pytestmark = pytest.mark.django_db
DAILY = [{**duties().checklists[0].model_dump(), "rrule": "FREQ=DAILY"}]
Make = Callable[[], WebDesk]


@pytest.fixture
def desk() -> Iterator[Make]:
    """Make the patrol post under the sales desk's rules, with a checklist every day: IN has the day from 08:00."""
    before = door.clock
    yield lambda: WebDesk(changed(PACK, duties=duties(checklists=DAILY)))
    door.clock = before


def send(made: WebDesk, who: cast.Member, verb: str, page: str, **fields: object) -> int:
    return made.send(who, verb, back=f"{BASE}{page}", **fields)


def test_one_reads_the_regime_and_the_home_page_says_no_more_of_it(desk: Make) -> None:
    made = desk()
    assert "请读制度并确认" in made.see(IN, "/")
    assert "我已读过，确认" in made.see(IN, "/reading")
    assert send(made, IN, "duty.acknowledge_regime", "/reading", version=PACK.head.version) == 303
    assert "您已确认" in made.see(IN, "/reading")
    assert "请读制度并确认" not in made.see(IN, "/")
    assert "谁读过" not in made.see(IN, "/reading"), "who has not is the supervisor's to see"
    page = made.see(LEAD, "/reading")
    assert "谁读过" in page


def test_who_has_not_read_it_in_time_is_on_the_supervisors_home_page(desk: Make) -> None:
    made = desk()
    made.at("10:00", days=30)
    assert "人逾期没有确认读过制度" in made.see(LEAD, "/")
    assert "人逾期没有确认读过制度" not in made.see(IN, "/")


def test_an_observation_is_seen_by_the_person_and_their_supervisors_alone(desk: Make) -> None:
    made = desk()
    said = {"person": IN.key, "conduct": "speech", "text": "客户着急，一直耐心", "good": "true"}
    assert send(made, IN, "duty.observe", "/observations", **said) == 403
    assert send(made, LEAD, "duty.observe", "/observations", **said) == 303
    for who, sees in ((IN, True), (LEAD, True), (OUT, False)):
        assert ("一直耐心" in made.see(who, "/observations")) is sees
        assert ("一直耐心" in made.see(who, f"/observations?person={IN.key}")) is sees
        assert "一直耐心" not in made.see(who, "/log?search=耐心")
    assert "主管记了关于您的情况" in made.see(IN, "/")
    assert "主管记了关于您的情况" not in made.see(OUT, "/")
    (one,) = duty.observations(made.book, POST)
    assert send(made, LEAD, "duty.withdraw_observation", "/observations", observation=one.key, reason="记错人") == 303
    assert "已撤回" in made.see(IN, "/observations")
    assert "主管记了关于您的情况" not in made.see(IN, "/")


def test_a_checklist_is_filled_in_and_what_is_left_out_is_named(desk: Make) -> None:
    made = desk()
    made.at("09:00")
    assert "填检查表：个人位置卫生" in made.see(IN, "/")
    page = made.see(IN, "/checklists")
    shift = re.search(r'name="shift" value="([^"]+)"', page)
    assert shift
    fixed = {"checklist": "desk", "shift": shift[1], "form": "fill-desk-2026-11-23"}
    door.clock = VirtualClock(made.now)
    wrong = made.client(IN).post(
        f"{BASE}/do/duty.fill_in",
        {"command": "w1", "back": f"{BASE}/checklists", **fixed, "fine": "tidy", "found.dust": ""},
    )
    assert wrong.status_code == 422
    assert "「桌面无尘土」没有检查" in wrong.content.decode()
    assert 'value="tidy" checked' in wrong.content.decode(), "what was ticked stays so"
    sent = {**fixed, "fine": "tidy", "found.tidy": "", "found.dust": "屏幕后面有灰"}
    assert send(made, IN, "duty.fill_in", "/checklists", **sent) == 303
    (one,) = made.book.find(CHECKED)
    assert one.fine == ("tidy",)
    assert "屏幕后面有灰" in made.see(IN, "/followups?show=mine")
    assert "填检查表" not in made.see(IN, "/")
    assert "屏幕后面有灰" in made.see(LEAD, "/checklists/month?month=2026-11")


def test_a_month_of_checklists_as_a_page_and_as_a_file(desk: Make) -> None:
    made = desk()
    made.at("10:00", days=1)
    page = made.see(LEAD, "/checklists/month?month=2026-11")
    assert "没有填" in page
    assert "现在填" in page
    book = load_workbook(
        io.BytesIO(made.client(LEAD).get(f"{BASE}/checklists/file/xlsx?month=2026-11").content), read_only=True
    )
    rows = list(book.active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[0][:4] == ("日期", "班次", "检查表", "人员")
    assert {row[5] for row in rows[1:]} >= {"没有填", "现在填", "未到时候"}


def test_a_fault_is_reported_with_a_photograph_and_seen(desk: Make) -> None:
    made = desk()
    assert f'href="{BASE}/faults/new"' in made.see(IN, "/")
    page = made.see(IN, "/faults/new")
    assert page.count("<textarea") == 1
    into = io.BytesIO()
    Image.new("RGB", (64, 48), "navy").save(into, "JPEG")
    into.seek(0)
    into.name = "lamp.jpg"
    sent = {"command": "f1", "form": "fault", "back": f"{BASE}/faults/new", "what": "灯不亮", "photo": into}
    answer = made.client(IN).post(f"{BASE}/faults/report", {**sent, "next": f"{BASE}/followups/{{key}}"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{BASE}/followups/f1")
    one = followup.followup(made.book, "f1")
    assert one is not None
    page = made.see(OUT, "/followups/f1")
    assert "灯不亮" in page
    assert f"/followups/f1/photo/{one.photos[0]}" in page
    for kind in ("photo", "thumbnail"):
        assert made.client(OUT).get(f"{BASE}/followups/f1/{kind}/{one.photos[0]}").status_code == 200
        assert made.client(OUT).get(f"{BASE}/followups/f1/{kind}/{'0' * 64}").status_code == 404


def test_a_file_that_is_no_picture_shows_the_form_again_with_what_was_typed(desk: Make) -> None:
    made = desk()
    text = io.BytesIO(b"no picture")
    text.name = "lamp.jpg"
    sent = {"command": "f1", "form": "fault", "back": f"{BASE}/faults/new", "what": "灯不亮", "photo": text}
    answer = made.client(IN).post(f"{BASE}/faults/report", sent)
    assert answer.status_code == 422
    assert "灯不亮" in answer.content.decode()
    assert made.book.find(FOLLOWUPS) == []


def test_what_is_late_comes_up_to_the_supervisor_and_what_was_put_to_them_waits(desk: Make) -> None:
    made = desk()
    assert send(made, IN, "followup.report_fault", "/faults/new", what="灯不亮") == 303
    (one,) = made.book.find(FOLLOWUPS)
    owner = next(lead for lead in cast.LEADS.values() if lead.key == one.owner)
    assert "上报到您" not in made.see(owner, "/")
    page = made.see(owner, f"/followups/{one.key}")
    assert "自己解决不了，转给部门或上级" in page
    assert "自己解决不了，转给部门或上级" not in made.see(IN, f"/followups/{one.key}")
    said = {"followup": one.key, "to": "office", "reason": "要买灯"}
    assert send(made, owner, "followup.transfer", f"/followups/{one.key}", **said) == 303
    assert "转来等您接收：灯不亮" in made.see(owner, "/")
    assert "已转行政部，等答复" in made.see(IN, "/followups")
    made.at("10:00", days=2)
    assert "项跟进逾期，上报到您" in made.see(owner, "/")
    assert "已过时限，上报主管" in made.see(IN, f"/followups/{one.key}")
    assert "上报到您" not in made.see(IN, "/")


def test_a_suggestion_from_its_form_to_its_answer(desk: Make) -> None:
    made = desk()
    said = {"title": "回访前先看记录", "problem": "问了三遍"}
    assert send(made, IN, "followup.suggest", "/suggestions/new", **said) == 303
    (one,) = made.book.find(SUGGESTIONS)
    here = f"/suggestions/{one.key}"
    assert "1 条建议待处理" in made.see(LEAD, "/")
    assert "待处理" in made.see(OUT, here)
    assert "不采纳" not in made.see(OUT, here)
    assert send(made, LEAD, "followup.take_up", here, suggestion=one.key, owner=IN.key) == 303
    assert "写落实情况" in made.see(IN, here)
    assert send(made, IN, "followup.carry_out", here, suggestion=one.key, result="写进清单") == 303
    assert "写进清单" in made.see(OUT, here)
    assert "回访前先看记录" in made.see(OUT, "/suggestions?show=done")
    assert "回访前先看记录" not in made.see(OUT, "/suggestions?show=new")


@pytest.mark.parametrize(
    "page",
    ["reading", "observations", "checklists", "checklists/month", "faults/new", "suggestions", "suggestions/new"],
)
def test_where_the_regime_does_not_speak_of_it_the_page_says_so_and_nothing_leads_there(page: str) -> None:
    before = door.clock
    made = WebDesk(hydro())
    try:
        door.clock = VirtualClock(made.now)
        assert "这个岗位的制度没有写这一项" in made.see(LEAD, f"/{page}")
        assert f'href="{BASE}/{page}"' not in made.see(LEAD, "/")
        assert "报故障" not in made.see(LEAD, "/")
    finally:
        door.clock = before
