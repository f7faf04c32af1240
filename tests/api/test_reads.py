"""Reading: what a page shows, for those who may see it, and one shape for what goes wrong."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client

from jiaoban.kernel.clock import VirtualClock
from jiaoban.ledger import keys, trouble
from jiaoban.org import door
from jiaoban_verify.__main__ import main as verify
from tests import cast
from tests.api.conftest import API, NOW, POST, Caller, told

Callers = Callable[[cast.Member], Caller]
SITE = f"{API}/sites/{cast.SITE}"
READS = (
    f"{API}/sites",
    SITE,
    f"{SITE}/people",
    f"{SITE}/posts",
    f"{SITE}/regimes",
    f"{SITE}/checkpoint",
    f"{SITE}/stays",
    POST,
    f"{POST}/responsible",
    f"{POST}/timeline?since=2026-11-01T00:00:00Z&until=2026-12-01T00:00:00Z",
    f"{POST}/roster?month=2026-11",
    f"{POST}/log",
    f"{POST}/log-quality?author={cast.A_CCR.key}&since=2026-11-01T00:00:00Z&until=2026-12-01T00:00:00Z",
    f"{POST}/followups",
    f"{POST}/equipment",
    f"{POST}/matters",
    f"{POST}/parameters",
    f"{POST}/custody",
    f"{POST}/meetings",
    f"{POST}/absences",
    f"{POST}/recalls",
    f"{POST}/absence-preview?kind=leave&since=2026-12-01T00:00:00Z&until=2026-12-02T00:00:00Z",
    f"{SITE}/away?since=2026-11-01T00:00:00Z&until=2026-12-01T00:00:00Z",
    f"{SITE}/entrusted",
    f"{POST}/duties",
    f"{POST}/attendance/there",
    f"{POST}/attendance/mine?month=2026-11",
    f"{POST}/findings",
    f"{POST}/handovers",
    f"{POST}/handovers/running",
)


@pytest.fixture
def running(caller: Callers) -> str:
    """A handover of the control room from crew D to crew A that is going on."""
    told(caller(cast.A_LEAD).post(f"{POST}/handover/take_first", {"people": [cast.D_CCR.key]}))
    key: str = told(caller(cast.D_CCR).post(f"{POST}/handover/open", {}))["acts"][0]["payload"]["handover"]
    return key


def test_a_member_reads(caller: Callers) -> None:
    member = caller(cast.A_CCR)
    for path in READS:
        told(member.get(path))


def test_an_outsider_finds_nothing(caller: Callers) -> None:
    outsider = caller(cast.OUTSIDER)
    for path in READS[1:]:
        assert told(outsider.get(path), 404)["code"] == "not-found", path


def test_nobody_reads_without_a_credential(sites: None) -> None:
    for path in READS:
        answer = Client().get(path)
        assert told(answer, 401)["code"] == "credential", path
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_false_key_is_no_key_even_beside_a_session(sites: None) -> None:
    from django.contrib.auth.models import User

    browser = Client()
    browser.force_login(User.objects.get(username=cast.A_CCR.username))
    told(browser.get(SITE))
    told(browser.get(SITE, headers={"Authorization": "Bearer jb_false"}), 401)


def test_the_board_shows_who_answers_and_the_step(caller: Callers, running: str) -> None:
    ccr = told(caller(cast.A_CCR).get(f"{SITE}/posts"))[0]
    assert ccr["responsible"]["people"] == [cast.D_CCR.key]
    assert ccr["responsible"]["clause"] == "hydro/4.4"
    assert (ccr["handover"], ccr["stage"], ccr["step"]) == (running, "DRAFT", "read-records")


def test_who_answered_at_a_moment(caller: Callers, running: str) -> None:
    before = NOW - timedelta(seconds=1)
    assert told(caller(cast.A_CCR).get(f"{POST}/responsible", at=before.isoformat()))["people"] == []


def test_a_handover_comes_with_gates_steps_and_lines(caller: Callers, running: str) -> None:
    one = told(caller(cast.A_CCR).get(f"{POST}/handovers/current"))
    assert one == told(caller(cast.A_CCR).get(f"{POST}/handovers/{running}"))
    prepared = next(gate for gate in one["gates"] if gate["id"] == "prepared")
    assert (prepared["status"], prepared["clause"]) == ("BLOCKED", "hydro/1.1c1")
    assert prepared["trace"]
    assert len(one["content"]) == 64
    assert one["signs_next"] == "outgoing"


def test_a_struck_entry_counts_in_its_authors_record_quality(caller: Callers) -> None:
    written = told(caller(cast.A_CCR).post(f"{POST}/logbook/write", {"category": "OTHER", "text": "闲话"}))
    said = {"entry": written["acts"][0]["payload"]["entry"], "reason": "与工作无关"}
    told(caller(cast.A_LEAD).post(f"{POST}/logbook/strike", said))
    month = {"since": "2026-11-01T00:00:00Z", "until": "2026-12-01T00:00:00Z"}
    found = told(caller(cast.A_LEAD).get(f"{POST}/log-quality", author=cast.A_CCR.key, **month))
    assert found == {"written": 1, "late": 0, "amended": 0, "struck": 1}


def test_the_log_is_read_page_by_page(caller: Callers, clock: VirtualClock) -> None:
    operator = caller(cast.A_CCR)
    for number in range(3):
        clock.moment += timedelta(minutes=1)
        told(operator.post(f"{POST}/logbook/write", {"category": "ROUND", "text": f"第{number}次"}))
    first = told(operator.get(f"{POST}/log", limit=2))
    rest = told(operator.get(f"{POST}/log", limit=2, before=first[-1]["key"]))
    assert [one["key"] for one in first + rest] == [one["key"] for one in told(operator.get(f"{POST}/log"))]
    assert told(operator.get(f"{POST}/log/{rest[0]['key']}")) == rest[0]
    assert len(told(operator.get(f"{POST}/log", search="第1次"))) == 1
    assert told(operator.get(f"{POST}/log", category="WORK")) == []


def test_acts_are_the_auditors(caller: Callers) -> None:
    acts = told(caller(cast.AUDITOR).get(f"{SITE}/acts", first=2, limit=3))
    assert [one["seq"] for one in acts] == [2, 3, 4]
    told(caller(cast.A_CCR).get(f"{SITE}/acts"), 403)
    told(caller(cast.A_CCR).get(f"{SITE}/export"), 403)


def test_an_act_and_its_receipt_are_also_their_authors(caller: Callers) -> None:
    operator = caller(cast.A_CCR)
    seq = told(operator.post(f"{POST}/logbook/write", {"category": "ROUND", "text": "正常"}))["acts"][0]["seq"]
    assert told(operator.get(f"{SITE}/acts/{seq}"))["seq"] == seq
    assert "c2sp.org/tlog-proof" in told(operator.get(f"{SITE}/acts/{seq}/receipt"))["receipt"]
    told(caller(cast.B_CCR).get(f"{SITE}/acts/{seq}"), 404)


def test_the_export_satisfies_the_separate_verifier(caller: Callers, tmp_path: Path) -> None:
    answer = caller(cast.AUDITOR).get(f"{SITE}/export")
    record, key = tmp_path / "book.jsonl", tmp_path / "key.txt"
    record.write_bytes(b"".join(answer.streaming_content))
    key.write_text("\n".join(str(one) for one in keys.verifier_keys(cast.SITE)), encoding="utf-8")
    assert verify(["export", str(record), "--key", str(key)]) == 0


def test_a_regime_is_read_by_its_digest(caller: Callers) -> None:
    operator = caller(cast.A_CCR)
    adopted = told(operator.get(f"{SITE}/regimes"))[0]
    assert told(operator.get(f"{SITE}/regimes/{adopted['digest']}"))["head"]["id"] == "hydro"
    told(operator.get(f"{SITE}/regimes/{'0' * 64}"), 404)


def test_telephone_numbers_are_for_those_who_run_the_site(caller: Callers) -> None:
    assert {one["phone"] for one in told(caller(cast.A_CCR).get(f"{SITE}/people"))} == {""}
    assert "" not in {one["phone"] for one in told(caller(cast.A_LEAD).get(f"{SITE}/people"))}


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v2/sites", "/api/v1/sites/yunfeng/nothing", "/api/x.php"])
def test_an_address_that_there_is_not_is_a_problem(caller: Callers, path: str) -> None:
    answer = caller(cast.A_CCR).get(path)
    assert told(answer, 404)["code"] == "not-found"
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_method_that_there_is_not_is_a_problem(caller: Callers) -> None:
    answer = caller(cast.A_CCR).post(SITE, {})
    assert told(answer, 405)["code"] == "method"
    assert answer.headers["Allow"] == "GET"


@pytest.mark.parametrize(
    ("query", "wrong"),
    [("limit=0", "limit"), ("limit=x", "limit"), ("since=yesterday", "since"), ("category=CAKE", "category.0")],
)
def test_a_senseless_question_names_its_field(caller: Callers, query: str, wrong: str) -> None:
    assert told(caller(cast.A_CCR).get(f"{POST}/log?{query}"), 400)["errors"][0]["field"] == wrong


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("database or disk is full"), 507),
        (OperationalError("attempt to write a readonly database"), 503),
        (OSError(28, "No space left on device"), 507),
        (RuntimeError("a bug"), 500),
    ],
)
def test_a_failing_store_is_told_plainly(
    caller: Callers, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    operator = caller(cast.A_CCR)

    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(trouble, "_FULL_AT", [])
    monkeypatch.setattr(door, "enter", fails)
    problem = told(operator.get(SITE), status)
    assert str(error) not in problem["detail"]


def test_problems_speak_the_readers_language(caller: Callers) -> None:
    operator = caller(cast.A_CCR)
    path = f"{POST}/handovers/current"
    assert "没有" in told(operator.get(path), 404)["detail"]
    answer = operator.client.get(path, headers={"Authorization": f"Bearer {operator.key}", "Accept-Language": "en"})
    assert told(answer, 404)["title"] == "Not found"
