from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from jiaoban.demo.accounts import make_accounts
from jiaoban.kernel.clock import VirtualClock
from jiaoban.ledger import store
from jiaoban.org import door
from jiaoban.org.door import Visit
from tests import cast

NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
"""08:00 in Shanghai."""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> VirtualClock:
    standing = VirtualClock(NOW)
    monkeypatch.setattr(door, "clock", standing)
    return standing


@pytest.fixture
def sites(db: None, data: Path, clock: VirtualClock) -> None:
    """云峰 and 清溪 with their people, and an account for each."""
    cast.build(store.found(cast.SITE))
    cast.build_neighbour(store.found(cast.NEIGHBOUR))
    make_accounts()


@pytest.fixture
def user(sites: None) -> Callable[[cast.Member], User]:
    return lambda member: User.objects.get(username=member.username)


@pytest.fixture
def visit(user: Callable[[cast.Member], User]) -> Callable[[cast.Member], Visit]:
    return lambda member: door.enter(user(member), cast.SITE)
