"""The pages of permits, switching orders, orders from above, standing orders and custody, by plain forms."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jiaoban.order import queries as orders
from jiaoban.org import door
from jiaoban.plant.tables import LOANS, MATTERS
from tests import cast
from tests.web.conftest import CCR, HERE, Browser, Station, day_crew

PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"


def see(client: Client, address: str) -> str:
    response = client.get(address, follow=True)
    assert response.status_code == 200, address
    return str(response.content.decode())


def send(client: Client, address: str, path: str, **fields: object) -> int:
    command = f"web-{abs(hash((address, path, str(fields)))):x}"
    return client.post(address, {"command": command, "back": path, "next": path, **fields}).status_code


def do(client: Client, verb: str, **fields: object) -> int:
    return send(client, f"{CCR}/do/{verb}", f"{CCR}/plant/works", **fields)


def test_a_switching_order_is_written_with_its_people_and_steps_and_ticked(
    station: Station, as_person: Browser, night: cast.Member, lead: cast.Member
) -> None:
    client = as_person(night)
    form = see(client, f"{CCR}/plant/new?kind=SWITCHING")
    assert 'name="persons.permitter"' in form
    assert 'name="people.guardian"' in form
    said = {
        "persons.performer": night.key,
        "persons.guardian": lead.key,
        "people.issuer": "省调 周",
        "people.guardian": "",
    }
    steps = "拉开 111 断路器\r\n\r\n检查确在分位"
    assert do(client, "plant.open_matter", kind="SWITCHING", title="倒母线", steps=steps, **said) == 303
    book = station.visit(night).book
    one = book.find(MATTERS, title="倒母线")[0]
    assert [step.text for step in one.steps] == ["拉开 111 断路器", "检查确在分位"]
    assert one.people == {"performer": night.name, "guardian": lead.name, "issuer": "省调 周"}
    page = f"{CCR}/plant/matters/{one.key}"
    assert do(client, "plant.advance", matter=one.key, state="EXECUTING", person="", who="") == 303
    assert "第 1 项已操作" in see(client, page)
    assert do(client, "plant.do_step", matter=one.key, step="1") == 303
    mine = see(client, page)
    assert "第 1 项已核对" not in mine
    assert f"监护人 {lead.name} 打勾" in mine
    assert "操作到第 1 项，共 2 项" in mine
    theirs = see(as_person(lead), page)
    assert "第 1 项已核对" in theirs
    refused = client.post(
        f"{CCR}/do/plant.do_step", {"command": "out-of-order", "back": page, "matter": one.key, "step": "2"}
    )
    assert refused.status_code == 422
    assert "第 1 项等监护人核对" in refused.content.decode()
    assert "操作到第 1 项，共 2 项" in see(client, f"{CCR}/")
    assert "操作到第 1 项，共 2 项" in see(client, f"{CCR}/plant/works")


def test_a_permit_shows_its_validity_and_what_this_shift_did(
    station: Station, as_person: Browser, night: cast.Member
) -> None:
    client = as_person(night)
    period = {"valid_from": "2026-11-23T07:00", "valid_to": "2026-11-23T07:45"}
    assert do(client, "plant.open_matter", kind="PERMIT", title="换滤网", number="P-9", **period) == 303
    one = station.visit(night).book.find(MATTERS, title="换滤网")[0]
    assert do(client, "plant.advance", matter=one.key, state="PERMITTED", who="检修公司 李工") == 303
    assert "超过有效期" not in see(client, f"{CCR}/plant/works")
    station.later(minutes=5)
    assert "超过有效期" in see(client, f"{CCR}/plant/works")
    assert "超过有效期" in see(client, f"{CCR}/")
    assert do(client, "plant.extend", matter=one.key, valid_to="2026-11-23T12:00", reason="未完") == 303
    shown = see(client, f"{CCR}/plant/matters/{one.key}")
    assert "超期后办理" in shown
    assert f"检修公司 李工（{night.name} 记）" in shown
    station.later(hours=1)
    assert "跨班" in see(client, f"{CCR}/plant/works")


def test_an_order_is_read_back_carried_out_and_reported(
    station: Station, as_person: Browser, night: cast.Member
) -> None:
    client = as_person(night)
    giver = {"people.giver": "省调 周"}
    assert do(client, "plant.open_matter", kind="DISPATCH", title="带 80", **giver) == 303
    one = station.visit(night).book.find(MATTERS, title="带 80")[0]
    page = f"{CCR}/plant/matters/{one.key}"
    assert 'value="省调 周"' in see(client, page)
    assert do(client, "plant.read_back", matter=one.key, words="八十兆瓦", to="省调 周", person=night.key) == 303
    assert f"{night.name} 向 省调 周：八十兆瓦" in see(client, page)
    assert do(client, "plant.advance", matter=one.key, state="CARRIED_OUT") == 303
    assert do(client, "plant.report", matter=one.key, text="已带 80", to="省调 周") == 303
    assert "向 省调 周：已带 80" in see(client, page)


def test_an_order_that_nobody_read_back_is_marked_where_the_regime_does_not_forbid_it(
    station: Station, as_person: Browser, night: cast.Member
) -> None:
    client = as_person(night)
    assert do(client, "plant.open_matter", kind="DISPATCH", title="带 90", **{"people.giver": "省调 周"}) == 303
    one = station.visit(night).book.find(MATTERS, title="带 90")[0]
    page = f"{CCR}/plant/matters/{one.key}"
    before = see(client, page)
    assert "还没有复诵：执行后会标明" in before
    assert "未复诵" in before
    assert "未经复诵即执行</span>" not in before
    assert do(client, "plant.advance", matter=one.key, state="CARRIED_OUT") == 303
    assert "未经复诵即执行</span>" in see(client, page)


# ---- standing orders


def issue(client: Client, **fields: object) -> int:
    return send(client, f"{HERE}/orders/issue", f"{HERE}/orders/new", kind="RULE", text="每小时抄报。", **fields)


def test_an_order_is_issued_with_a_document_read_and_counted(
    station: Station, as_person: Browser, night: cast.Member, lead: cast.Member
) -> None:
    head = as_person(lead)
    document = SimpleUploadedFile("规定.pdf", PDF, "application/pdf")
    assert "附件" in see(head, f"{HERE}/orders/new")
    assert issue(head, title="抄报规定", posts=[cast.CCR], asks="WORDS", photo=document) == 303
    one = next(one for one in orders.living(station.visit(lead).book, door.site_now(station.visit(lead).book)))
    assert (one.title, one.group.posts, len(one.files)) == ("抄报规定", (cast.CCR,), 1)
    page = f"{HERE}/orders/{one.key}"
    client = as_person(night)
    assert "1 件规定或通知待您阅读" in see(client, f"{CCR}/")
    assert "谁读了，谁没有读" not in see(client, page)
    got = client.get(f"{page}/file/{one.files[0]}")
    assert (got.content, got["Content-Type"]) == (PDF, "application/pdf")
    assert got["Content-Disposition"].startswith("attachment")
    assert client.get(f"{page}/file/{'0' * 64}").status_code == 404
    empty = client.post(f"{HERE}/do/order.acknowledge", {"command": "no-words", "back": page, "order": one.key})
    assert empty.status_code == 422
    assert "用自己的话" in empty.content.decode()
    said = {"order": one.key, "words": "每小时抄一次"}
    assert send(client, f"{HERE}/do/order.acknowledge", page, **said) == 303
    assert "待您阅读" not in see(client, f"{CCR}/")
    seen = see(head, page)
    assert "谁读了，谁没有读" in seen
    assert re.search(rf"{night.name}.{{0,300}}已阅.{{0,200}}每小时抄一次", seen, re.DOTALL)
    assert "没有待您阅读的文件" in see(client, f"{HERE}/orders?show=unread")


def test_an_attachment_is_a_picture_or_a_pdf(as_person: Browser, lead: cast.Member) -> None:
    head = as_person(lead)
    bad = SimpleUploadedFile("a.html", b"<script>alert(1)</script>", "text/html")
    response = head.post(
        f"{HERE}/orders/issue",
        {"command": "bad-file", "back": f"{HERE}/orders/new", "title": "坏附件", "text": "x", "photo": bad},
    )
    assert response.status_code == 422
    assert "坏附件" in response.content.decode()


def test_only_who_supervises_everywhere_is_offered_to_issue(as_person: Browser, night: cast.Member) -> None:
    client = as_person(night)
    assert "orders/new" not in see(client, f"{HERE}/orders")
    assert client.get(f"{HERE}/orders/new").status_code == 403


# ---- custody


def test_things_are_lent_and_come_back_by_their_numbers(
    station: Station, as_person: Browser, night: cast.Member, lead: cast.Member
) -> None:
    client, head = as_person(night), as_person(lead)
    said = {"custody_item": "HV", "name": "高压室钥匙", "kind": "KEY", "numbers": "1，2, 7"}
    assert do(head, "plant.register_custody", expected="", in_use="true", **said) == 303
    lent = {"custody_item": "HV", "number": "1", "numbers": "7", "to": "检修公司 李工", "purpose": "换滤网"}
    assert do(client, "plant.lend", person="", due_at="2026-11-23T07:50", **lent) == 303
    shown = see(client, f"{CCR}/custody")
    assert "检修公司 李工" in shown
    assert "逾期未还" not in shown
    station.later(minutes=11)
    assert "逾期未还" in see(client, f"{CCR}/custody")
    assert "1 项借出物品逾期未还" in see(client, f"{CCR}/")
    loan = station.visit(night).book.find(LOANS, custody_item="HV")[0]
    assert do(client, "plant.bring_back", loan=loan.key, number="1", numbers="7", condition="OK") == 303
    assert "借出未还" not in see(client, f"{CCR}/custody")


def test_who_comes_to_count_does_not_see_how_many_there_must_be(
    station: Station, as_person: Browser, night: cast.Member
) -> None:
    comes = cast.AT_CCR[day_crew()]
    holder, counter = as_person(night), as_person(comes)

    def figures(client: Client) -> list[str]:
        return re.findall(r'<td data-label="应有">(?:<span>)?(\d*)', see(client, f"{CCR}/custody"))

    assert "3" in figures(holder)
    assert set(figures(counter)) == {""}
    station.do(night, "handover.open")
    assert "3" in figures(holder)
    assert set(figures(counter)) == {""}
    for client, figure in ((holder, b",3,"), (counter, b",,")):
        assert figure in b"".join(client.get(f"{CCR}/export/custody.csv"))
    body = see(counter, f"{CCR}/handover")
    assert not re.search(r"应有 \d", body)
    assert re.search(r"应有 \d", see(holder, f"{CCR}/handover"))
    counted = {"occasion": station_handover(station, night), "found.K1": "2", "condition.K1": "OK"}
    assert send(counter, f"{CCR}/custody/count", f"{CCR}/custody", **counted) == 303
    after = see(counter, f"{CCR}/custody")
    assert "3" in figures(counter)
    assert "缺 1" in re.sub(r"\s+", " ", after)


def station_handover(station: Station, member: cast.Member) -> str:
    from jiaoban.handover import queries as handover

    running = handover.current(station.visit(member).book, cast.CCR)
    assert running is not None
    return running.key


@pytest.mark.parametrize("address", [f"{CCR}/plant/works", f"{HERE}/orders", f"{HERE}/orders?show=ended"])
def test_the_new_pages_are_there_for_whoever_reads_the_site(
    as_person: Browser, night: cast.Member, address: str
) -> None:
    assert see(as_person(night), address)
    assert as_person(cast.OUTSIDER).get(address).status_code == 404
