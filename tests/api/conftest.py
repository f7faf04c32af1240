"""云峰 and 清溪 behind the HTTP API, by the regime of the repository, at 07:20 of 2026-11-23."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from jiaoban.demo.accounts import make_accounts
from jiaoban.kernel.clock import VirtualClock
from jiaoban.ledger import store
from jiaoban.org import door, packs, tokens
from jiaoban.regime.load import load
from tests import cast
from tests.conftest import ROOT
from tests.database import _flush_without_triggers, django_db_setup

__all__ = ["_flush_without_triggers", "django_db_setup"]

NOW = datetime(2026, 11, 22, 23, 20, tzinfo=UTC)
API = "/api/v1"
POST = f"{API}/sites/{cast.SITE}/posts/{cast.CCR}"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> VirtualClock:
    standing = VirtualClock(NOW)
    monkeypatch.setattr(door, "clock", standing)
    return standing


@pytest.fixture
def sites(db: None, data: Path, clock: VirtualClock) -> None:
    pack = load(ROOT / "regimes" / "hydro")
    packs.store(pack)
    cast.build(store.found(cast.SITE), pack)
    cast.build_neighbour(store.found(cast.NEIGHBOUR), pack)
    make_accounts()


Answer = Any
"""What Django's test client returns: a response with attributes of its own, of a type that has no public name."""


@dataclass
class Caller:
    """Somebody with a key to the API."""

    key: str
    client: Client = field(default_factory=Client)
    commands: Iterator[int] = field(default_factory=lambda: count(1))

    def get(self, path: str, **query: Any) -> Answer:
        return self.client.get(path, query, headers=self._headers())

    def post(self, path: str, said: Any, *, command: str | None = "", **headers: str) -> Answer:
        own = (
            {} if command is None else {"Idempotency-Key": command or f"test-{next(self.commands):06d}-{self.key[-8:]}"}
        )
        body = said if isinstance(said, str) else json.dumps(said, default=str)
        return self.client.post(
            path, body, content_type="application/json", headers={**self._headers(), **own, **headers}
        )

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}


@pytest.fixture
def caller(sites: None) -> Callable[[cast.Member], Caller]:
    def made(member: cast.Member) -> Caller:
        user = User.objects.get(username=member.username)
        return Caller(tokens.issue(user, "test", NOW)[1])

    return made


def told(response: Answer, status: int = 200) -> Any:
    """The body of an answer that has this status."""
    assert response.status_code == status, response.content.decode()
    return json.loads(response.content)
