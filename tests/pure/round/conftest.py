from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from jiaoban.round import queries
from jiaoban.round import usecases as _round  # noqa: F401 - declares the verbs
from jiaoban.round.tables import Round, Route
from tests.pure.workplace import CHEN, LIU, NOON, ZHAO, Workplace

POINTS: list[dict[str, Any]] = [
    {"code": "P1", "name": "1号机水车室", "equipment": "G1", "parameters": ["temp"], "least_s": 30, "longest_s": 600},
    {"code": "P2", "name": "集水井", "photo": True},
    {"code": "P3", "name": "空压机室"},
]


@dataclass
class Patrol:
    """A workplace with a route of three points, and a round on it."""

    work: Workplace
    key: str = ""

    @property
    def one(self) -> Round:
        found = queries.round_(self.work.book, self.key)
        assert found is not None
        return found

    @property
    def route(self) -> Route:
        found = queries.route(self.work.book, "hall")
        assert found is not None
        return found

    def register(self, **said: Any) -> None:
        described = {"route": "hall", "name": "厂房", "points": POINTS, "order": "REFUSED", **said}
        self.work.done("round.register_route", ZHAO, **described)

    def start(self, **said: Any) -> "Patrol":
        self.key = self.work.done("round.start", route="hall", **said)
        return self

    def visit(self, point: str, *, by: Any = CHEN, **said: Any) -> Any:
        """Visit a point with everything that it wants, unless something else is said."""
        usual: dict[str, Any] = {"P1": {"readings": [{"parameter": "temp", "value": "52.1"}]}, "P2": {"note": "好"}}
        whole = {**usual.get(point, {}), **said}
        return self.work.do("round.visit", by, round=self.key, point=point, **whole)

    def went(self, point: str, *, by: Any = CHEN, **said: Any) -> None:
        refusal = self.visit(point, by=by, **said).refusal
        assert refusal is None, refusal

    def refused(self, point: str, **said: Any) -> list[str]:
        refusal = self.visit(point, **said).refusal
        assert refusal is not None
        return [reason.code for reason in refusal.reasons]

    def ago(self, **span: float) -> datetime:
        return self.work.now - timedelta(**span)


@pytest.fixture
def patrol(work: Workplace) -> Patrol:
    work.done("plant.register_equipment", ZHAO, equipment="G1", code="1F", name="1号机")
    bounds: dict[str, Any] = {"high": "65", "lowest": "0", "highest": "150"}
    work.done("plant.register_parameter", ZHAO, parameter="temp", name="瓦温", unit="℃", group="unit", **bounds)
    made = Patrol(work)
    made.register()
    return made


__all__ = ["LIU", "NOON", "Patrol"]
