"""A month proposed on the pages and over the API: asked for, searched, looked at, taken; wishes; and who may."""

import json
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from jiaoban.roster.proposing import highs, proposals
from tests import cast
from tests.web.conftest import CCR, Browser, Station

LEAD, OPERATOR = cast.B_LEAD, cast.C_CCR
MONTH = "2026-12"
API = f"/api/v1/sites/{cast.SITE}/posts/{cast.CCR}"
PEOPLE = [one.key for one in (cast.A_CCR, cast.B_CCR, cast.C_CCR, cast.D_CCR)]


def asked(**more: Any) -> dict[str, Any]:
    each = {f"each.{code}": "1" for code in (cast.NIGHT, cast.DAY, cast.EVENING)}
    flags = {"keep_hand": "true", "even": "true", "advisory": "true"}
    told = {"form": "propose", "month": MONTH, "people": PEOPLE, **each, **flags, "seconds": "30", "seed": "1"}
    return {**told, "command": f"p-{uuid4().hex}", **more}


def ask(client: Client, **more: Any) -> str:
    """Ask on the page; return the address of the proposal."""
    response = client.post(f"{CCR}/roster/propose", asked(**more))
    assert response.status_code == 303, response.content.decode()
    return str(response["Location"])


def search(station: Station) -> None:
    taken = proposals.claim(station.clock.now())
    assert taken is not None
    proposals.run(taken.key, taken.worker)


def see(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_a_month_is_proposed_watched_looked_at_and_taken(station: Station, as_person: Browser) -> None:
    client = as_person(LEAD)
    form = see(client, f"{CCR}/roster/proposals?month={MONTH}")
    assert "生成方案" in form
    assert cast.A_CCR.name in form
    here = ask(client)
    waiting = see(client, here)
    assert "<progress" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    search(station)
    page = see(client, here)
    assert 'hx-trigger="every 1s"' not in page
    assert "采用这个方案" in page
    assert "离最好至多差" in page or "没有更好的方案" in page
    refused = client.post(f"{here}/take", {"form": "take", "back": here, "command": uuid4().hex})
    assert refused.status_code == 422
    told = {"form": "take", "reason": "十二月排班", "back": here, "next": f"{CCR}/roster", "command": uuid4().hex}
    assert client.post(f"{here}/take", told).status_code == 303
    roster = see(client, f"{CCR}/roster?month={MONTH}")
    assert "十二月排班" in roster
    again = client.post(f"{here}/take", {**told, "command": uuid4().hex})
    assert again.status_code == 422
    assert "现在就是这样排的" in again.content.decode()


def test_what_cannot_be_is_told_with_the_demands_that_contradict(station: Station, as_person: Browser) -> None:
    client = as_person(LEAD)
    here = ask(client, people=PEOPLE[:1])
    search(station)
    page = see(client, here)
    assert "不能同时满足" in page
    assert "一人一天只上一个班" in page
    assert "至少1人（可排的有1人）" in page, "one person who holds the certificate, three shifts a day"
    assert "采用这个方案" not in page


def test_what_is_wrong_in_the_form_is_said_and_what_was_typed_stays(station: Station, as_person: Browser) -> None:
    client = as_person(LEAD)
    nobody = client.post(f"{CCR}/roster/propose", {**asked(), "people": []})
    assert nobody.status_code == 422
    many = client.post(f"{CCR}/roster/propose", {**asked(), f"each.{cast.NIGHT}": "900"})
    assert many.status_code == 422
    assert 'value="900"' in many.content.decode()
    assert "0 至 60 人" in many.content.decode()
    past = client.post(f"{CCR}/roster/propose", asked(month="2026-10"))
    assert past.status_code == 409
    assert "已经过完" in past.content.decode()


def test_a_search_that_waits_is_stopped(station: Station, as_person: Browser) -> None:
    client = as_person(LEAD)
    here = ask(client)
    assert client.post(f"{here}/stop").status_code == 303
    assert "停止了" in see(client, here)


def test_only_whoever_supervises_has_rosters_proposed(station: Station, as_person: Browser) -> None:
    here = ask(as_person(LEAD))
    client, outsider = as_person(OPERATOR), as_person(cast.OUTSIDER)
    for address in (f"{CCR}/roster/proposals", here):
        assert client.get(address).status_code == 403
        assert outsider.get(address).status_code == 404
    assert client.post(f"{CCR}/roster/propose", asked()).status_code == 403
    assert client.post(f"{here}/take", {"reason": "试"}).status_code == 403
    assert outsider.post(f"{here}/stop").status_code == 404
    assert "roster/proposals" not in see(client, f"{CCR}/roster")
    assert "roster/proposals" in see(as_person(LEAD), f"{CCR}/roster")
    as_person(LEAD).post(f"{here}/stop")


def test_a_wish_is_made_seen_by_all_and_taken_back(station: Station, as_person: Browser) -> None:
    client = as_person(OPERATOR)
    page = f"{CCR}/roster/wishes?month={MONTH}"
    told = {"day": "2026-12-12", "wants": "OFF", "weight": "3", "note": "家长会", "form": "wish"}
    made = client.post(f"{CCR}/do/roster.wish", {**told, "command": uuid4().hex, "next": page})
    assert made.status_code == 303
    for who in (OPERATOR, LEAD):
        shown = see(as_person(who), page)
        assert "家长会" in shown
        assert "很要紧" in shown
    dropped = client.post(f"{CCR}/do/roster.drop_wish", {"day": "2026-12-12", "command": uuid4().hex, "next": page})
    assert dropped.status_code == 303
    assert "家长会" not in see(client, page)


def test_without_the_solver_the_page_says_how_to_install_it(
    station: Station, as_person: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(highs, "find_spec", lambda _name: None)
    client = as_person(LEAD)
    assert "bin/setup --with proposing" in see(client, f"{CCR}/roster/proposals?month={MONTH}")
    refused = client.post(f"{CCR}/roster/propose", asked())
    assert refused.status_code == 409
    assert "bin/setup --with proposing" in refused.content.decode()


def test_the_api_does_what_the_page_does(station: Station, as_person: Browser) -> None:
    client = as_person(LEAD)
    said = {
        "month": "2027-02",
        "people": PEOPLE,
        "each": {cast.NIGHT: 1, cast.DAY: 1, cast.EVENING: 1},
        "seconds": 20,
        "command": "api-proposal-1",
    }

    def post(path: str, body: dict[str, Any]) -> Any:
        return client.post(f"{API}/{path}", json.dumps(body), content_type="application/json")

    made = post("proposals", said)
    assert made.status_code == 200, made.content
    assert made.json()["state"] == "WAITING"
    search(station)
    one = client.get(f"{API}/proposals/api-proposal-1").json()
    assert (one["state"], one["found"]["state"]) == ("DONE", "FOUND")
    assert "api-proposal-1" in [row["key"] for row in client.get(f"{API}/proposals").json()]
    body = {"cells": one["found"]["cells"], "reason": "二月排班", "proposal": one["key"], "command": "api-fill-01"}
    taken = post("roster/fill", body)
    assert taken.status_code == 200, taken.content
    assert len(taken.json()["acts"]) == len(one["found"]["cells"])
    month = client.get(f"{API}/roster?month=2027-02").json()
    assert {row["exception"] for row in month} <= {"二月排班", None}
    wrong = post("proposals", {**said, "people": ["nobody"], "command": "api-proposal-2"})
    assert wrong.status_code == 400
    assert re.search("nobody", wrong.content.decode())
    assert client.get(f"{API}/wishes?month={MONTH}").status_code == 200
