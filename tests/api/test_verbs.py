"""Writing: every verb, once, by the right people, with the signer's own credential."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from jiaoban.api.doing import INTERNAL
from jiaoban.kernel.verbs import verbs
from tests import cast
from tests.api.conftest import API, POST, Caller, told

Callers = Callable[[cast.Member], Caller]
ENTRY = {"category": "ROUND", "text": "1号机上导油位正常"}


@pytest.fixture
def operator(caller: Callers) -> Caller:
    return caller(cast.A_CCR)


def test_a_verb_answers_with_its_acts(operator: Caller) -> None:
    done = told(operator.post(f"{POST}/logbook/write", ENTRY, command="entry-0001"))
    assert done["repeated"] is False
    assert done["acts"][0]["id"] == "entry-0001"
    assert done["acts"][0]["kind"] == "logbook.written"
    assert done["acts"][0]["payload"]["text"] == ENTRY["text"]


def test_chinese_is_not_escaped(operator: Caller) -> None:
    answer = operator.post(f"{POST}/logbook/write", ENTRY)
    assert "油位正常" in answer.content.decode()


def test_a_repetition_answers_what_was_answered(operator: Caller) -> None:
    first = told(operator.post(f"{POST}/logbook/write", ENTRY, command="entry-0001"))
    again = told(operator.post(f"{POST}/logbook/write", ENTRY, command="entry-0001"))
    assert again == {**first, "repeated": True}


def test_the_command_id_may_stand_in_the_body(operator: Caller) -> None:
    first = told(operator.post(f"{POST}/logbook/write", {**ENTRY, "command": "entry-0002"}, command=None))
    again = told(operator.post(f"{POST}/logbook/write", ENTRY, command="entry-0002"))
    assert again["acts"] == first["acts"]


def test_a_command_id_used_for_something_else_is_refused(operator: Caller) -> None:
    told(operator.post(f"{POST}/logbook/write", ENTRY, command="entry-0001"))
    problem = told(operator.post(f"{POST}/logbook/write", {**ENTRY, "text": "别的"}, command="entry-0001"), 422)
    assert problem["code"] == "command-reused"


@pytest.mark.parametrize(
    ("body", "command", "code"),
    [
        ({}, None, "command-missing"),
        ({"command": "entry-0003"}, "entry-0004", "command-differs"),
        ({"command": "x"}, None, "invalid"),
    ],
)
def test_a_command_id_is_wanted(operator: Caller, body: dict[str, str], command: str | None, code: str) -> None:
    assert told(operator.post(f"{POST}/logbook/write", {**ENTRY, **body}, command=command), 400)["code"] == code


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"text": "没有类别"}, "category"),
        ({**ENTRY, "categori": "ROUND"}, "categori"),
        ({**ENTRY, "text": " "}, "text"),
        ({**ENTRY, "text": "a\x00b"}, "text"),
        ({**ENTRY, "occurred_at": "yesterday"}, "occurred_at"),
        ({**ENTRY, "occurred_at": "2026-11-23T07:00:00"}, "occurred_at"),
    ],
)
def test_senseless_input_names_its_field(operator: Caller, body: dict[str, Any], wrong: str) -> None:
    problem = told(operator.post(f"{POST}/logbook/write", body), 400)
    assert [one["field"] for one in problem["errors"]] == [wrong]


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"x"'])
def test_a_body_that_is_none_is_a_problem(operator: Caller, body: str) -> None:
    answer = operator.post(f"{POST}/logbook/write", body)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_body_that_is_too_large_is_told_so(operator: Caller) -> None:
    said = {**ENTRY, "text": "长" * (4 * 1024 * 1024)}
    assert told(operator.post(f"{POST}/logbook/write", said), 413)["code"] == "too-large"


def test_input_that_a_use_case_finds_senseless_names_its_field(operator: Caller) -> None:
    problem = told(operator.post(f"{POST}/logbook/write", {**ENTRY, "occurred_at": "2027-01-01T00:00:00Z"}), 400)
    assert (problem["code"], problem["errors"][0]["field"]) == ("input", "occurred_at")


def test_a_refusal_cites_its_reasons_and_is_an_act(caller: Callers) -> None:
    caller(cast.A_LEAD).post(f"{POST}/handover/take_first", {"people": [cast.D_CCR.key]})
    outgoing = caller(cast.D_CCR)
    key = told(outgoing.post(f"{POST}/handover/open", {}))["acts"][0]["payload"]["handover"]
    problem = told(outgoing.post(f"{POST}/handover/offer", {"handover": key}), 422)
    assert problem["code"] == "prepared"
    assert "hydro/2.1" in problem["clauses"]
    assert problem["reasons"][0].keys() == {"code", "clause", "why", "lifts", "who", "names"}
    act = told(caller(cast.AUDITOR).get(f"{API}/sites/{cast.SITE}/acts/{problem['seq']}"))
    assert act["kind"] == "command.refused"


def test_somebody_elses_faster_act_is_a_conflict(caller: Callers) -> None:
    lead = caller(cast.A_LEAD)
    told(lead.post(f"{POST}/handover/take_first", {"people": [cast.D_CCR.key]}))
    problem = told(lead.post(f"{POST}/handover/take_first", {"people": [cast.A_CCR.key]}), 409)
    assert problem["code"] == "post-held"


def test_a_right_that_is_missing_is_told(operator: Caller) -> None:
    told(operator.post(f"{POST}/handover/take_first", {"people": [cast.A_CCR.key]}), 403)


def test_a_missing_right_names_who_has_it(operator: Caller) -> None:
    problem = told(operator.post(f"{POST}/handover/take_first", {"people": [cast.A_CCR.key]}), 403)
    assert (problem["right"], problem["who"]) == ("SUPERVISE", ["SUPERVISOR", "HEAD"])
    assert "值长" in problem["detail"]


def test_a_thing_that_is_not_there_is_named(operator: Caller) -> None:
    problem = told(operator.post(f"{POST}/logbook/write", {**ENTRY, "equipment": "none-such"}), 404)
    assert problem["errors"][0]["field"] == "equipment"


def test_a_verb_that_there_is_not_is_a_problem(sites: None) -> None:
    answer = Client(enforce_csrf_checks=True).post(f"{POST}/handover/none_such", "{}", "application/json")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_reader_writes_nothing(caller: Callers) -> None:
    told(caller(cast.AUDITOR).post(f"{POST}/logbook/write", ENTRY), 403)


def test_an_outsider_finds_no_site(caller: Callers) -> None:
    told(caller(cast.OUTSIDER).post(f"{POST}/logbook/write", ENTRY), 404)


def test_a_post_out_of_sight_is_not_there(caller: Callers) -> None:
    told(caller(cast.A_PATROL).post(f"{POST}/logbook/write", ENTRY), 404)


def test_a_verb_of_the_site_stands_below_the_site(caller: Callers) -> None:
    said = {"crew": "E", "name": {"zh": "五值", "en": "Crew 5"}}
    done = told(caller(cast.ADMINISTRATOR).post(f"{API}/sites/{cast.SITE}/org/form_crew", said))
    assert done["acts"][0]["post"] == ""


SIGNED = f"{POST}/handover/take_over"


def signed(credential: dict[str, str]) -> dict[str, Any]:
    return {"handover": "none-such", "reason": "接班人未到", "credential": credential}


def test_a_signed_verb_wants_the_signers_credential(caller: Callers) -> None:
    problem = told(caller(cast.A_LEAD).post(SIGNED, {"handover": "none-such", "reason": "接班人未到"}), 400)
    assert problem["errors"][0]["field"] == "credential"


def test_a_wrong_credential_signs_nothing(caller: Callers) -> None:
    wrong = {"username": cast.A_LEAD.username, "password": "wrong"}
    assert told(caller(cast.A_LEAD).post(SIGNED, signed(wrong)), 403)["code"] == "not-proven"


def test_too_many_wrong_credentials_lock(caller: Callers) -> None:
    lead, wrong = caller(cast.A_LEAD), {"username": cast.A_LEAD.username, "password": "wrong"}
    for _ in range(5):
        lead.post(SIGNED, signed(wrong))
    answer = lead.post(SIGNED, signed({"username": cast.A_LEAD.username, "password": cast.A_LEAD.password}))
    assert told(answer, 429)["code"] == "locked"
    assert answer.headers["Retry-After"]


def test_the_signer_acts_not_the_holder_of_the_key(caller: Callers) -> None:
    own = {"username": cast.A_LEAD.username, "password": cast.A_LEAD.password}
    problem = told(caller(cast.A_CCR).post(SIGNED, signed(own)), 404)  # the lead's right, no such handover
    assert problem["code"] == "not-found"
    operators = {"username": cast.A_CCR.username, "password": cast.A_CCR.password}
    assert told(caller(cast.A_LEAD).post(SIGNED, signed(operators)), 403)["code"] == "not-allowed"


def test_a_session_writes_with_its_csrf_token_only(sites: None) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(User.objects.get(username=cast.A_CCR.username))
    said = {**ENTRY, "command": "entry-0009"}
    bare = browser.post(f"{POST}/logbook/write", said, content_type="application/json")
    assert told(bare, 403)["code"] == "csrf"
    browser.get("/accounts/login/")
    browser.cookies["csrftoken"] = "a" * 32
    told(browser.post(f"{POST}/logbook/write", said, "application/json", headers={"X-CSRFToken": "a" * 32}))


def test_every_verb_has_its_address(caller: Callers) -> None:
    document = told(caller(cast.AUDITOR).get(f"{API}/openapi.json"))
    for verb in verbs():
        place = "/api/v1/sites/{site}" if verb.scope == "site" else "/api/v1/sites/{site}/posts/{post}"
        there = f"{place}/{verb.name.replace('.', '/')}" in document["paths"]
        assert there is (verb.name not in INTERNAL), verb.name
