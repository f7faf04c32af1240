"""Custody and standing orders over the API: who counts blind is told no figure before their count is in."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest

from jiaoban.kernel.clock import VirtualClock
from tests import cast
from tests.api.conftest import API, NOW, POST, Caller, told

Callers = Callable[[cast.Member], Caller]
SITE = f"{API}/sites/{cast.SITE}"
FIGURE = "应有 "


@pytest.fixture
def running(caller: Callers) -> str:
    """A handover of the control room from crew D to crew A, with seven keys and three radios in custody."""
    lead = caller(cast.A_LEAD)
    told(lead.post(f"{POST}/handover/take_first", {"people": [cast.D_CCR.key]}))
    for item, number in (("K", 71), ("R", 83)):
        told(
            lead.post(
                f"{POST}/plant/register_custody",
                {"custody_item": item, "name": item, "kind": "KEY", "expected": number},
            )
        )
    key: str = told(caller(cast.D_CCR).post(f"{POST}/handover/open", {}))["acts"][0]["payload"]["handover"]
    return key


def figures(caller: Caller) -> dict[str, int | None]:
    return {one["key"]: one["expected"] for one in told(caller.get(f"{POST}/custody"))}


def everything(caller: Caller, running: str) -> str:
    """All that somebody is told of the post and its handover."""
    paths = (f"{POST}/custody?occasion={running}", f"{POST}/handovers/{running}", f"{POST}/handovers/running", POST)
    return json.dumps([told(caller.get(path)) for path in (*paths, f"{POST}/handovers/current")], ensure_ascii=False)


def test_who_counts_is_told_no_figure_before_their_count_is_in(caller: Callers, running: str) -> None:
    holder, counter = caller(cast.D_CCR), caller(cast.A_CCR)
    assert figures(holder) == {"K": 71, "R": 83}
    assert figures(counter) == {"K": None, "R": None}
    assert "71" in everything(holder, running)
    told_of = everything(counter, running)
    assert "应有数清点后可见" in told_of
    assert f"{FIGURE}71" not in told_of
    assert f"{FIGURE}83" not in told_of
    done = told(
        counter.post(f"{POST}/plant/count", {"occasion": running, "counts": [{"custody_item": "K", "found": 70}]})
    )
    assert done["acts"][0]["payload"]["counts"][0]["expected"] == 71
    assert figures(counter) == {"K": 71, "R": None}
    after = everything(counter, running)
    assert f"{FIGURE}71" in after
    assert f"{FIGURE}83" not in after


def test_a_second_counter_is_not_told_what_the_first_found(caller: Callers, running: str) -> None:
    told(
        caller(cast.D_CCR).post(
            f"{POST}/plant/count", {"occasion": running, "counts": [{"custody_item": "K", "found": 70}]}
        )
    )
    (keys, _) = told(caller(cast.A_CCR).get(f"{POST}/custody?occasion={running}"))
    assert (keys["blind"], keys["counts"], keys["found"], keys["short"]) == (True, [], None, None)


def test_the_first_word_stays_beside_the_last(caller: Callers, running: str) -> None:
    counter = caller(cast.A_CCR)
    for found in (70, 71):
        told(
            counter.post(
                f"{POST}/plant/count", {"occasion": running, "counts": [{"custody_item": "K", "found": found}]}
            )
        )
    count = told(counter.get(f"{POST}/custody?occasion={running}"))[0]["counts"][0]
    assert (count["first"], count["found"], count["times"]) == (70, 71, 2)


def test_a_guess_tells_no_figure_and_stands_in_the_book(caller: Callers, running: str) -> None:
    counter = caller(cast.A_CCR)
    for verb, said in (
        ("move_custody", {"custody_item": "K", "movement": "USED", "number": 99, "reason": "x"}),
        ("lend", {"custody_item": "K", "number": 99, "to": "x", "purpose": "x"}),
        ("record_shortage", {"occasion": running, "custody_item": "K", "missing": 99, "cause": "x"}),
    ):
        answer = counter.post(f"{POST}/plant/{verb}", said)
        assert (answer.status_code, answer.json()["code"]) == (422, "not-so-many")
        assert "71" not in answer.content.decode()


def test_whoever_opens_the_handover_to_take_it_over_is_told_no_figure_by_the_answer(caller: Callers) -> None:
    lead = caller(cast.A_LEAD)
    told(lead.post(f"{POST}/handover/take_first", {"people": [cast.D_CCR.key]}))
    item = {"custody_item": "K", "name": "K", "kind": "KEY", "expected": 71}
    told(lead.post(f"{POST}/plant/register_custody", item))
    done = told(lead.post(f"{POST}/handover/open", {"arriving": [cast.A_LEAD.key]}))
    assert "应有数清点后可见" in json.dumps(done, ensure_ascii=False)
    assert f"{FIGURE}71" not in json.dumps(done, ensure_ascii=False)


def test_what_is_lent_is_listed_until_it_is_back(caller: Callers, running: str, clock: VirtualClock) -> None:
    holder = caller(cast.D_CCR)
    due = NOW + timedelta(minutes=5)
    said = {"custody_item": "K", "number": 2, "to": "检修公司 李工", "purpose": "换滤网", "due_at": due.isoformat()}
    loan = told(holder.post(f"{POST}/plant/lend", said))["acts"][0]["payload"]["loan"]
    (out,) = told(holder.get(f"{POST}/loans"))
    assert (out["to"], out["number"], out["person"]) == ("检修公司 李工", 2, "")
    clock.moment = due + timedelta(seconds=1)
    told(holder.post(f"{POST}/plant/bring_back", {"loan": loan, "number": 2}))
    assert told(holder.get(f"{POST}/loans")) == []
    (back,) = told(holder.get(f"{POST}/loans", back_since=NOW.isoformat()))
    assert back["key"] == loan


# ---- standing orders


def test_an_order_with_a_document_is_issued_read_and_counted(caller: Callers) -> None:
    lead, member = caller(cast.A_LEAD), caller(cast.A_CCR)
    document = BytesIO(b"%PDF-1.4 x")
    document.name = "a.pdf"
    stored = told(lead.client.post(f"{SITE}/order/files", {"file": document}, headers=lead._headers()))
    said = {"title": "防汛要求", "text": "每小时抄水位。", "posts": [cast.CCR], "files": [stored["name"]]}
    key = told(lead.post(f"{SITE}/order/issue", said))["acts"][0]["payload"]["order"]
    (mine,) = told(member.get(f"{SITE}/orders", unread="true"))
    assert (mine["key"], mine["mine"], mine["read"], mine["files"]) == (key, True, False, [stored["name"]])
    got = member.get(f"{SITE}/orders/{key}/files/{stored['name']}")
    assert (got.content, got["Content-Type"]) == (b"%PDF-1.4 x", "application/pdf")
    assert member.get(f"{SITE}/orders/{key}/files/{'0' * 64}").status_code == 404
    assert member.get(f"{SITE}/orders/{key}/readers").status_code == 403
    told(member.post(f"{SITE}/order/acknowledge", {"order": key}))
    assert told(member.get(f"{SITE}/orders", unread="true")) == []
    assert told(member.get(f"{SITE}/orders/{key}"))["read"]
    readers = {one["person"]: one["read"] for one in told(lead.get(f"{SITE}/orders/{key}/readers"))}
    assert readers[cast.A_CCR.key]
    assert not readers[cast.D_CCR.key]


def test_an_order_names_only_what_was_stored(caller: Callers) -> None:
    said = {"title": "t", "text": "x", "crews": ["A"], "files": ["0" * 64]}
    assert caller(cast.A_LEAD).post(f"{SITE}/order/issue", said).status_code == 400
    assert caller(cast.A_LEAD).get(f"{SITE}/orders/none").status_code == 404
    assert (
        caller(cast.A_CCR).post(f"{SITE}/order/issue", {"title": "t", "text": "x", "crews": ["A"]}).status_code == 403
    )
