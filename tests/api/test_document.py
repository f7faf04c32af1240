"""The OpenAPI document: committed, valid, and true."""

import json
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.definitions import OPENAPI_31

from jiaoban.api.document import document
from jiaoban.api.frame import api
from jiaoban.config.wsgi import application
from tests import cast
from tests.api.conftest import API, Caller, told
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "reference" / "openapi.json"
EXAMPLES = 3
TRUE = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def committed() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(PAGE.read_text(encoding="utf-8"))
    return found


def test_the_committed_document_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == document(api), "Run: jiaoban openapi > docs/reference/openapi.json"


def test_it_is_openapi_3_1() -> None:
    found = committed()
    assert found["openapi"].startswith("3.1.")
    jsonschema_rs.validator_for(OPENAPI_31).validate(found)


def test_every_reference_leads_somewhere() -> None:
    found = committed()

    def walk(value: Any) -> Iterator[str]:
        if isinstance(value, dict):
            yield from ([value["$ref"]] if isinstance(value.get("$ref"), str) else [])
            yield from (ref for one in value.values() for ref in walk(one))
        elif isinstance(value, list):
            yield from (ref for one in value for ref in walk(one))

    for ref in set(walk(found)):
        here: Any = found
        for part in ref.removeprefix("#/").split("/"):
            assert part in here, ref
            here = here[part]


def test_it_is_served(caller: Callable[[cast.Member], Caller]) -> None:
    assert told(caller(cast.A_CCR).get(f"{API}/openapi.json")) == committed()


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """The program's own requests would close the connection on which the test's transaction stands."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("member", [cast.A_LEAD, cast.ADMINISTRATOR], ids=["supervisor", "administrator"])
def test_whatever_is_sent_is_answered_as_the_document_says(
    caller: Callable[[cast.Member], Caller], member: cast.Member
) -> None:
    headers = {"Authorization": f"Bearer {caller(member).key}"}
    commands = count(1)
    schema = schemathesis.openapi.from_dict(committed())
    schema.app = application
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        operation = result.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def answered(case: schemathesis.Case[Any]) -> None:
            known = {"site": cast.SITE, "post": cast.CCR}
            case.path_parameters = {
                name: known.get(name, value) for name, value in (case.path_parameters or {}).items()
            }
            case.call_and_validate(headers={**headers, "Idempotency-Key": f"fuzz-{next(commands):06d}"}, checks=TRUE)

        answered()
