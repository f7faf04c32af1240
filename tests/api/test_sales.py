"""Company funds, careers and after-sales over the API: one's own, and everybody's for whoever supervises."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from jiaoban.demo.accounts import make_accounts
from jiaoban.kernel.clock import VirtualClock
from jiaoban.ledger import store
from jiaoban.org import packs
from jiaoban.regime.load import load
from tests import cast
from tests.api.conftest import POST, Caller, told
from tests.conftest import ROOT

Callers = Callable[[cast.Member], Caller]
MONTH = "?month=2026-11"


@pytest.fixture
def sites(db: None, data: Path, clock: VirtualClock) -> None:
    """云峰 and 清溪 under the rules of a sales desk."""
    pack = load(ROOT / "regimes" / "kefu")
    packs.store(pack)
    cast.build(store.found(cast.SITE), pack)
    cast.build_neighbour(store.found(cast.NEIGHBOUR), pack)
    make_accounts()


def test_money_is_asked_for_and_read(caller: Callers) -> None:
    member, lead = caller(cast.A_CCR), caller(cast.A_LEAD)
    said = {"month": "2026-11", "amount": "300.50", "purpose": "推广"}
    key = told(member.post(f"{POST}/fund/ask", said))["acts"][0]["payload"]["funding"]
    assert member.post(f"{POST}/fund/ask", {**said, "amount": 300.5}).status_code == 400, "a float is no sum"
    told(lead.post(f"{POST}/fund/approve", {"funding": key}))
    mine = told(member.get(f"{POST}/funds/mine{MONTH}"))
    assert mine["figures"]["granted"] == "300.50"
    assert mine["figures"]["above"] is True
    assert [one["status"] for one in mine["fundings"]] == ["APPROVED"]
    assert member.get(f"{POST}/funds/month{MONTH}").status_code == 403
    (one,) = told(lead.get(f"{POST}/funds/month{MONTH}"))
    assert (one["person"], one["company"], one["percent"]) == (cast.A_CCR.key, "300.50", None)


def test_careers_are_read_by_the_person_and_the_supervisor(caller: Callers) -> None:
    member, lead = caller(cast.A_CCR), caller(cast.A_LEAD)
    assert told(member.get(f"{POST}/careers/mine")) == []
    said = {"person": cast.A_CCR.key, "day": "2026-11-02", "position": "客服员"}
    assert member.post(f"{POST}/career/join", said).status_code == 403
    told(lead.post(f"{POST}/career/join", said))
    (one,) = told(member.get(f"{POST}/careers/mine"))
    assert (one["member"]["standing"], one["sold"], one["wanted"], one["reached"]) == (
        "PROBATION",
        "0.00",
        "60000",
        False,
    )
    assert member.get(f"{POST}/careers").status_code == 403
    assert len(told(lead.get(f"{POST}/careers"))) == 1


def test_a_contact_after_the_sale_over_the_api(caller: Callers, clock: VirtualClock) -> None:
    member = caller(cast.A_CCR)
    lead = told(member.post(f"{POST}/lead/open", {"number": "13800138000"}))["acts"][0]["payload"]["lead"]
    told(member.post(f"{POST}/lead/sell", {"lead": lead, "amount": "100"}))
    answers = {"learning": "好", "mood": "好", "satisfaction": "好"}
    refused = member.post(f"{POST}/lead/care", {"lead": lead, "answers": answers})
    assert refused.status_code == 422
    assert "answers-missing" in refused.content.decode()
    whole = {"lead": lead, "answers": {**answers, "difficulties": "无"}}
    assert "picture-missing" in member.post(f"{POST}/lead/care", whole).content.decode()
    one = told(member.get(f"{POST}/aftersales/{lead}"))
    assert [(each["number"], each["state"]) for each in one["dues"]][:2] == [(0, "OPEN"), (1, "OPEN")]
    assert len(told(member.get(f"{POST}/aftersales/month{MONTH}"))) == 1
    assert told(caller(cast.B_CCR).get(f"{POST}/aftersales/month{MONTH}")) == []
    assert member.get(f"{POST}/aftersales/nothing").status_code == 404
    clock.moment += timedelta(days=7)
    one = told(member.get(f"{POST}/aftersales/{lead}"))
    assert one["dues"][0]["state"] == "MISSED"
