"""The API, from its own document: whatever is sent, by whomever, is answered as the document says."""

import json
import random
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, cast

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from jiaoban.api.document import document
from jiaoban.api.frame import api
from jiaoban.config.wsgi import application
from jiaoban.logbook import queries as logbook
from prove.access.people import NOBODY, PLACES, WHO
from prove.access.world import World
from prove.frame import Planted, Proof, Scale, changed

TRUE: list[Any] = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 6
"""Of every operation for every role, in the full set."""
QUICK = 100
"""Pairs of operation and role in the quick set, two examples each."""


class Fuzz:
    """Sends what the document allows, and counts."""

    def __init__(self, world: World, number: int) -> None:
        self.world, self.seed, self.sent = world, number, 0
        self.commands = count(1)
        schema = schemathesis.openapi.from_dict(json.loads(document(api)))
        schema.app = application
        self.operations: list[Any] = [cast(Any, one).ok() for one in schema.get_all_operations()]

    def send(self, operation: Any, who: str, examples: int) -> list[str]:
        """Send so many examples as somebody; return what was not answered as the document says."""
        told: list[str] = []
        things = self.world.things[PLACES[0]]
        key = {} if who == NOBODY else {"Authorization": f"Bearer {self.world.keys[who]}"}

        @seed(self.seed)
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def answered(case: schemathesis.Case[Any]) -> None:
            self.sent += 1
            known = {name: things[name] for name in ("site", "post")}
            case.path_parameters = {name: known.get(name, value) for name, value in case.path_parameters.items()}
            headers = {**key, "Idempotency-Key": f"fuzz-{next(self.commands):08d}"}
            try:
                case.call_and_validate(headers=headers, checks=TRUE)
            except (FailureGroup, Failure) as error:
                words = " ".join(str(error).split())[:300]
                told.append(f"{operation.method.upper()} {operation.path} as {who}: {words}")

        answered()
        return told


def prove(scale: Scale, world: World) -> Proof:
    """Return what came of the API."""
    fuzz, chance = Fuzz(world, scale.seed), random.Random(scale.seed)
    pairs = [(operation, who) for operation in fuzz.operations for who in WHO]
    if not scale.full:
        pairs = chance.sample(pairs, QUICK)
    found = [line for operation, who in pairs for line in fuzz.send(operation, who, EXAMPLES if scale.full else 2)]
    sent = fuzz.sent
    return Proof(
        claim="whatever is sent to the API, by whomever, is answered as its document says, never with a 5xx",
        n=sent,
        unit="requests",
        findings=found,
        planted=list(_bugs(fuzz)),
        figures={"operations": str(len({one.label for one, _ in pairs})), "of": str(len(fuzz.operations))},
    )


def _bugs(fuzz: Fuzz) -> Iterator[Planted]:
    def of(path: str) -> Sequence[str]:
        operation = next(one for one in fuzz.operations if one.path == path and one.method == "get")
        return fuzz.send(operation, "SUPERVISOR", 60)

    real = logbook.entries

    def raises(*args: Any, **said: Any) -> Any:
        if said["search"]:  # any at all: which ones are tried changes with the texts of the program
            raise ZeroDivisionError(said["search"])
        return real(*args, **said)

    with changed(logbook, "entries", raises):
        told = of("/api/v1/sites/{site}/posts/{post}/log")
    yield Planted.found("the search fails at a word", told)

    render = api.renderer.render

    def bare(request: Any, data: Any, **said: Any) -> Any:
        return render(request, {"code": "x"} if "zone" in data else data, **said)

    with changed(api.renderer, "render", bare):
        told = of("/api/v1/sites/{site}")
    yield Planted.found("a site is answered without its clock, against the schema", told)
