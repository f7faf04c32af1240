"""Everyday work over the API: who reads what, and that conduct is nobody else's business."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from jiaoban.demo.accounts import make_accounts
from jiaoban.kernel.clock import VirtualClock
from jiaoban.ledger import store
from jiaoban.org import packs
from tests import cast
from tests.api.conftest import POST, Caller, told
from tests.pure.duty.office import PACK, changed, duties

Callers = Callable[[cast.Member], Caller]
DAILY = [{**duties().checklists[0].model_dump(), "rrule": "FREQ=DAILY"}]
MEMBER, LEAD = cast.A_CCR, cast.A_LEAD


@pytest.fixture
def sites(db: None, data: Path, clock: VirtualClock) -> None:
    """云峰 and 清溪 under the sales desk's regime, with a checklist every day."""
    pack = changed(PACK, duties=duties(checklists=DAILY))
    packs.store(pack)
    cast.build(store.found(cast.SITE), pack)
    cast.build_neighbour(store.found(cast.NEIGHBOUR), pack)
    make_accounts()


def test_a_supervisor_reads_who_has_read_the_regime_others_only_of_themselves(caller: Callers) -> None:
    told(caller(MEMBER).post(f"{POST}/duty/acknowledge_regime", {"version": PACK.head.version}))
    everybody = told(caller(LEAD).get(f"{POST}/regime/readers"))
    assert {one["person"] for one in everybody if one["read_at"]} == {MEMBER.key}
    assert len(everybody) > 1
    (mine,) = told(caller(MEMBER).get(f"{POST}/regime/readers"))
    assert (mine["person"], mine["version"]) == (MEMBER.key, PACK.head.version)


def test_an_observation_is_read_by_the_person_and_their_supervisors_alone(caller: Callers) -> None:
    said = {"person": MEMBER.key, "conduct": "speech", "text": "耐心", "good": True}
    assert caller(MEMBER).post(f"{POST}/duty/observe", said).status_code == 403
    told(caller(LEAD).post(f"{POST}/duty/observe", said))
    assert [one["text"] for one in told(caller(MEMBER).get(f"{POST}/observations"))] == ["耐心"]
    assert [one["text"] for one in told(caller(LEAD).get(f"{POST}/observations?person={MEMBER.key}"))] == ["耐心"]
    for path in ("observations", f"observations?person={MEMBER.key}"):
        assert told(caller(cast.B_CCR).get(f"{POST}/{path}")) == []
    assert caller(cast.OUTSIDER).get(f"{POST}/observations").status_code == 404


def test_a_fault_a_transfer_and_what_is_late(caller: Callers, clock: VirtualClock) -> None:
    made = told(caller(MEMBER).post(f"{POST}/followup/report_fault", {"what": "打印机卡纸"}))
    key = made["acts"][0]["payload"]["followup"]
    assert told(caller(LEAD).get(f"{POST}/items/late")) == []
    told(caller(LEAD).post(f"{POST}/followup/transfer", {"followup": key, "to": "office", "reason": "要拆机"}))
    (one,) = [one for one in told(caller(MEMBER).get(f"{POST}/followups")) if one["key"] == key]
    assert (one["category"], one["moves"][0]["to"], one["moves"][0]["accepted"]) == ("FAULT", "office", None)
    assert told(caller(LEAD).get(f"{POST}/items/put-here")) == []
    clock.moment += timedelta(days=1, seconds=1)
    (late,) = told(caller(LEAD).get(f"{POST}/items/late"))
    assert (late["followup"]["key"], late["goes_up_to"]) == (key, ["supervisor"])
    assert caller(MEMBER).get(f"{POST}/followups/{key}/photos/{'0' * 64}").status_code == 404


def test_the_checklists_of_a_month_and_the_suggestions(caller: Callers) -> None:
    found = told(caller(MEMBER).get(f"{POST}/checklists?month=2026-11"))
    assert {"checklist", "person", "due_at", "state"} <= set(found[0])
    assert caller(MEMBER).get(f"{POST}/checklists?month=2026-13").status_code == 400
    made = told(caller(MEMBER).post(f"{POST}/followup/suggest", {"title": "先看记录"}))
    key = made["acts"][0]["payload"]["suggestion"]
    told(caller(LEAD).post(f"{POST}/followup/decline", {"suggestion": key, "reason": "已在做"}))
    assert told(caller(MEMBER).get(f"{POST}/suggestions?standing=NEW")) == []
    assert told(caller(MEMBER).get(f"{POST}/suggestions/{key}"))["answer"] == "已在做"
    assert caller(MEMBER).get(f"{POST}/suggestions/none").status_code == 404
