"""The month of everybody over HTTP: read, changed, undone, as a table out and in; the calendar and subscriptions."""

import io
from collections.abc import Callable
from typing import Any

import pytest
import vobject
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from jiaoban.ledger.store import DbBook
from tests import cast
from tests.api.conftest import API, POST, Caller, told

Call = Callable[[cast.Member], Caller]
SITE = f"{API}/sites/{cast.SITE}"
A, B = cast.A_CCR.key, cast.B_CCR.key
TABLE = f"{POST}/roster/table?month=2026-12"


def month_of(caller: Caller, person: str, month: str = "2026-12") -> dict[str, list[str]]:
    found = told(caller.get(f"{SITE}/roster", month=month))
    shifts = next(one["shifts"] for one in found if one["person"] == person)
    days: dict[str, list[str]] = {}
    for one in shifts:
        days.setdefault(one["day"], []).append(one["shift"])
    return days


def test_a_change_is_read_and_undone(caller: Call) -> None:
    lead, worker = caller(cast.A_LEAD), caller(cast.A_CCR)
    before = month_of(worker, A)
    moves = [{"person": A, "day": "2026-12-02", "shift": ""}, {"person": B, "day": "2026-12-02", "shift": "day"}]
    done = told(lead.post(f"{POST}/roster/edit", {"moves": moves, "reason": "培训"}))
    assert "2026-12-02" not in month_of(worker, A)
    assert month_of(worker, B)["2026-12-02"] == ["day"]
    [change] = told(worker.get(f"{POST}/roster/changes"))
    assert (change["key"], change["undone"], change["by"]) == (done["acts"][0]["id"], "", cast.A_LEAD.key)
    told(lead.post(f"{POST}/roster/undo", {"change": change["key"]}))
    assert month_of(worker, A) == before
    again = told(lead.post(f"{POST}/roster/undo", {"change": change["key"]}), 422)
    assert again["code"] == "undone"
    told(worker.post(f"{POST}/roster/edit", {"moves": moves, "reason": "培训"}), 403)


def test_cycles_calendar_and_months_that_are_none(caller: Call) -> None:
    administrator = caller(cast.ADMINISTRATOR)
    found = {one["preset"]: one for one in told(administrator.get(f"{POST}/roster/presets"))}
    assert found["five-crews-three-shifts"]["lacks"]["zh"].startswith("五班三运转要 5 个班组")
    cycle = found["two-groups-overlapping"]["cycle"]
    said = {"anchor_day": "2027-01-01", "cycle": cycle}
    told(administrator.post(f"{POST}/roster/set_rotation", said))
    told(administrator.post(f"{SITE}/roster/take_year", {"year": 2026}))
    days = {one["day"]: one for one in told(administrator.get(f"{SITE}/calendar", year=2026))}
    assert days["2026-10-10"]["kind"] == "WORKDAY"
    assert days["2026-10-01"]["name"] == {"zh": "国庆节", "en": "National Day"}
    unknown = told(administrator.post(f"{SITE}/roster/take_year", {"year": 2190}), 400)
    assert "2190" in str(unknown["errors"])
    told(administrator.get(f"{SITE}/roster", month="2026-13"), 400)
    told(administrator.get(f"{SITE}/roster"), 400)


def test_subscriptions_with_their_addresses(caller: Call) -> None:
    worker = caller(cast.A_CCR)
    told(worker.post(f"{SITE}/roster/subscribe", {}))
    [one] = told(worker.get(f"{SITE}/subscriptions"))
    answer = Client().get(one["address"].removeprefix("http://testserver"))
    assert vobject.readOne(answer.content.decode()).vevent_list
    assert told(caller(cast.B_CCR).get(f"{SITE}/subscriptions")) == []
    told(caller(cast.B_CCR).post(f"{SITE}/roster/unsubscribe", {"feed": one["feed"]}), 404)
    told(worker.post(f"{SITE}/roster/unsubscribe", {"feed": one["feed"]}))
    assert told(worker.get(f"{SITE}/subscriptions")) == []


def sent(caller: Caller, content: bytes, command: str = "", **query: str) -> Any:
    said = "".join(f"&{name}={value}" for name, value in query.items())
    headers = {"Authorization": f"Bearer {caller.key}", **({"Idempotency-Key": command} if command else {})}
    file = SimpleUploadedFile("m.xlsx", content)
    return caller.client.post(TABLE + said, {"file": file}, headers=headers)


@pytest.fixture
def book(caller: Call) -> Any:
    answer = caller(cast.A_CCR).client.get(
        TABLE, headers={"Authorization": f"Bearer {caller(cast.A_CCR).key}", "Accept-Language": "zh-CN"}
    )
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]


def bytes_of(book: Any) -> bytes:
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def test_a_table_out_and_in(caller: Call, book: Any) -> None:
    lead = caller(cast.A_LEAD)
    assert told(sent(lead, bytes_of(book))) == {"kept": False, "problems": [], "differences": []}
    sheet = book.worksheets[0]
    line = next(one for one in sheet.iter_rows(min_row=2) if one[0].value == A)
    was = line[4].value
    line[4].value = "白班、中班"
    [seen] = told(sent(lead, bytes_of(book)))["differences"]
    assert (seen["cell"], seen["person"], seen["after"]) == (line[4].coordinate, A, ["day", "evening"])
    assert was != line[4].value
    size = DbBook(cast.SITE).size
    told(sent(lead, bytes_of(book), preview="false"), 400)
    assert DbBook(cast.SITE).size == size
    assert told(sent(lead, bytes_of(book), "table-in-0001", preview="false", reason="x"))["kept"]
    assert month_of(lead, A)["2026-12-03"] == ["day", "evening"]
    line[4].value = "晚班"
    wrong = told(sent(lead, bytes_of(book), "table-in-0002", preview="false", reason="x"), 422)
    assert [one["field"] for one in wrong["errors"]] == [line[4].coordinate]
    told(sent(lead, b"nothing at all\n"))
    told(sent(caller(cast.A_CCR), bytes_of(book)), 403)


def test_a_month_costs_the_same_however_many_posts(caller: Call) -> None:
    lead, administrator = caller(cast.A_LEAD), caller(cast.ADMINISTRATOR)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            told(lead.get(f"{SITE}/roster", month="2026-12"))
        return len(asked)

    cost()
    before = cost()
    pattern = cast.PATTERN.model_dump(mode="json")
    for number in range(4):
        said = {"post": f"more{number}", "name": {"zh": "岗"}, "regime": "hydro", "pattern": pattern}
        told(administrator.post(f"{SITE}/org/open_post", said))
    assert cost() == before <= 12
