"""The demo station with its equipment, behind the service that pages, API and command line share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jiaoban.importing.kinds import KINDS
from jiaoban.importing.take import Told, take
from jiaoban.ledger import store
from jiaoban.ledger.store import DbBook
from jiaoban.org import door, packs
from jiaoban.regime.load import load
from tests import cast
from tests.conftest import ROOT

Take = Callable[..., Told]


@pytest.fixture
def book(db: None, data: Path) -> DbBook:
    pack = load(ROOT / "regimes" / "hydro")
    packs.store(pack)
    cast.build(store.found(cast.SITE), pack)
    return DbBook(cast.SITE)


@pytest.fixture
def table(book: DbBook) -> Take:
    """Take lines of CSV over, or a whole file, and return what came of it."""

    def run(kind: str, *lines: str, content: bytes = b"", post: str = cast.CCR, preview: bool = False) -> Told:
        sent = content or "\n".join(lines).encode()
        return take(door.as_system(cast.SITE), KINDS[kind], sent, post, preview=preview)

    return run


@pytest.fixture
def do(book: DbBook) -> Callable[..., str]:
    """Carry out a verb as the program, and return its command id."""
    done = iter(range(10**6))

    def run(verb: str, *, post: str = cast.CCR, **said: Any) -> str:
        command = f"given-{next(done):03d}"
        outcome = door.as_system(cast.SITE).do(verb, said, command=command, post=post)
        assert outcome.refusal is None, outcome.refusal
        return command

    return run
