"""Tables over HTTP: a preview unless told otherwise, everything or nothing, the right of the verbs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiaoban.ledger.store import DbBook
from jiaoban.plant import isolation, queries
from tests import cast
from tests.api.conftest import API, POST, Caller, told

Call = Callable[[cast.Member], Caller]
GOOD = "编号,名称,上级设备\n1F-GOV,调速器,1F\n1F,一号机,\n"


def _send(caller: Caller, table: str, text: str, **query: str) -> Any:
    at_site = table in ("people", "orders")
    address = f"{API}/sites/{cast.SITE}/imports/{table}" if at_site else f"{POST}/imports/{table}"
    said = "&".join(f"{name}={value}" for name, value in query.items())
    file = SimpleUploadedFile("t.csv", text.encode())
    return caller.client.post(f"{address}?{said}", {"file": file}, headers={"Authorization": f"Bearer {caller.key}"})


def test_a_table_is_previewed_and_then_taken_over(caller: Call) -> None:
    lead, book = caller(cast.A_LEAD), DbBook(cast.SITE)
    size = book.size
    seen = told(_send(lead, "equipment", GOOD))
    assert (seen["kept"], seen["good"], seen["new"], book.size) == (False, True, 2, size)
    assert [one["what"] for one in seen["changes"]] == ["NEW", "NEW"]
    done = told(_send(lead, "equipment", GOOD, preview="false"))
    assert (done["kept"], done["new"]) == (True, 2)
    again = told(_send(lead, "equipment", GOOD, preview="false"))
    assert (again["kept"], again["same"]) == (True, 2)
    assert queries.equipment(book, "1F-GOV").parent == "1F"  # type: ignore[union-attr]  # it was taken over


def test_a_change_says_what_was_and_what_is_to_be(caller: Call) -> None:
    lead = caller(cast.A_LEAD)
    _send(lead, "equipment", GOOD, preview="false")
    [change] = told(_send(lead, "equipment", "编号,名称\n1F,1号机组\n"))["changes"]
    assert change == {"line": 2, "key": "1F", "what": "CHANGED", "fields": {"name": ["一号机", "1号机组"]}}


def test_mistakes_are_told_by_cell(caller: Call) -> None:
    lead, book = caller(cast.A_LEAD), DbBook(cast.SITE)
    size = book.size
    text = "编号,名称,上级设备\n1F,,\n2F,二号机,9F\n"
    seen = told(_send(lead, "equipment", text))
    assert [(one["line"], one["column"], one["cell"]) for one in seen["problems"]] == [
        (2, "名称", "B2"),
        (3, "上级设备", "C3"),
    ]
    refused = told(_send(lead, "equipment", text, preview="false"), 422)
    assert ([one["field"] for one in refused["errors"]], refused["code"], book.size) == (["B2", "C3"], "table", size)


@pytest.mark.parametrize(("sent", "status"), [("", 422), ("\0", 422), ("x" * (10 * 1024 * 1024 + 1), 413)])
def test_what_is_no_table(caller: Call, sent: str, status: int) -> None:
    assert told(_send(caller(cast.A_LEAD), "equipment", sent or " "), status)["detail"]


@pytest.mark.parametrize(
    ("table", "member", "status"),
    [
        ("equipment", cast.A_CCR, 403),
        ("equipment", cast.HEAD, 200),
        ("equipment", cast.OUTSIDER, 404),
        ("equipment", cast.AUDITOR, 403),
        ("people", cast.A_LEAD, 403),
        ("people", cast.OUTSIDER, 404),
        ("nothing", cast.A_LEAD, 400),
    ],
)
def test_the_right_is_that_of_the_verbs(caller: Call, table: str, member: cast.Member, status: int) -> None:
    told(_send(caller(member), table, GOOD), status)


def test_states_are_the_operators(caller: Call) -> None:
    _send(caller(cast.A_LEAD), "equipment", GOOD, preview="false")
    assert told(_send(caller(cast.A_CCR), "states", "设备,状态\n1F,检修\n", preview="false"))["changed"] == 1


def test_people_come_in_at_the_site(caller: Call) -> None:
    text = "姓名,登录名,角色\n钱学文,qianxuewen,值班员\n"
    assert told(_send(caller(cast.ADMINISTRATOR), "people", text, preview="false"))["new"] == 1


def test_earths_and_links_are_read(caller: Call) -> None:
    lead = caller(cast.A_LEAD)
    _send(lead, "equipment", GOOD, preview="false")
    _send(lead, "earths", "编号,挂设地点,挂设设备\n3,机端,1F\n4,,\n", preview="false")
    assert [one["number"] for one in told(lead.get(f"{POST}/earths"))] == ["3", "4"]
    [one] = told(lead.get(f"{POST}/earths", hanging=True))
    assert (one["number"], one["hanging"]["place"]) == ("3", "机端")
    thrown = {"kind": "PROTECTION", "title": "差动保护", "equipment": "1F", "before": "投入", "after": "退出"}
    told(lead.post(f"{POST}/plant/open_matter", thrown))
    assert [(one["name"], one["position"]) for one in told(lead.get(f"{POST}/links"))] == [("差动保护", "OUT")]
    assert isolation.hanging(DbBook(cast.SITE), cast.CCR)[0].number == "3"


def test_history_comes_in_by_whoever_may_and_says_so(caller: Call) -> None:
    lead, operator, book = caller(cast.A_LEAD), caller(cast.A_CCR), DbBook(cast.SITE)
    text = "种类,标题,编号,状态,发生时间,结束时间\n缺陷,漏油,2024-7,已消除,2024-03-05 08:20,2024-03-09 16:00\n"
    refused = told(_send(operator, "matters", text, preview="false"), 422)
    assert [one["field"] for one in refused["errors"]] == ["E2"]
    assert told(_send(lead, "matters", text, preview="false"))["new"] == 1
    [one] = [one for one in queries.matters(book, cast.CCR, open=None) if one.number == "2024-7"]
    assert (one.imported, one.open) == (True, False)
    dated = {"kind": "DEFECT", "title": "漏油", "occurred_at": "2024-03-05T08:20:00+08:00"}
    assert told(operator.post(f"{POST}/plant/open_matter", dated), 400)["errors"][0]["field"] == "occurred_at"
    carried = {**dated, "state": "OPEN", "source": "0" * 64, "line": 2}
    assert told(operator.post(f"{POST}/plant/import_matter", carried), 403)["right"] == "SUPERVISE"


def test_loans_and_standing_orders_come_in(caller: Call) -> None:
    lead = caller(cast.A_LEAD)
    _send(lead, "custody", "键,名称,种类,逐件编号\nK2,柜钥匙,钥匙,7 8\n", preview="false")
    loans = "物品,编号,借用人,用途,借出时间\n柜钥匙,7,外单位李强,消缺,2024-05-06 08:00\n"
    assert told(_send(lead, "loans", loans, preview="false"))["new"] == 1
    orders = "标题,正文,角色,生效时间\n冬季规定,每两小时检查,值班员,2024-11-01 08:00\n"
    assert told(_send(lead, "orders", orders))["new"] == 1
    assert told(_send(lead, "orders", orders, preview="false"))["kept"]
