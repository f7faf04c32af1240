"""The desk of the people who write regimes: a site, an author, a second one, a head who approves."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from jiaoban.authoring import queries
from jiaoban.authoring.tables import Draft
from jiaoban.kernel.clock import VirtualClock
from jiaoban.kernel.refusal import Refusal
from jiaoban.kernel.verbs import Outcome
from jiaoban.ledger import store
from jiaoban.org import door, packs
from jiaoban.org import queries as org
from jiaoban.regime.load import load
from tests import cast
from tests.pure.handover.desk import EIGHT

ROOT = Path(__file__).resolve().parents[3]
HYDRO = ROOT / "regimes" / "hydro"
SECOND = cast.AT_CCR["A"]
"""An operator who is also an author."""
TODAY = "2026-11-23"
NO_SCENARIOS = "场景在总厂的制度包里"
"""Why a draft from a version whose files nobody kept has none."""


class Study:
    """The site with its people at their desks; the clock stands at eight in the morning of 2026-11-23."""

    def __init__(self) -> None:
        self.clock = VirtualClock(EIGHT)
        door.clock = self.clock
        pack = load(HYDRO)
        packs.store(pack)
        cast.build(store.found(cast.SITE), pack)
        self._commands = count(1)
        self.ok(cast.ADMINISTRATOR, "org.grant", person=SECOND.key, role="AUTHOR")

    def visit(self, who: cast.Member, *, proven: bool = True) -> door.Visit:
        book = store.DbBook(cast.SITE)
        site = org.site(book)
        return door.Visit(book, org.actor(book, who.key), site, self.clock.now(), proven)

    def do(self, who: cast.Member, verb: str, *, command: str = "", **said: Any) -> Outcome:
        return self.visit(who).do(verb, said, command=command or f"study-{next(self._commands)}")

    def ok(self, who: cast.Member, verb: str, **said: Any) -> str:
        outcome = self.do(who, verb, **said)
        assert outcome.refusal is None, outcome.refusal
        return outcome.acts[0].command

    def refused(self, who: cast.Member, verb: str, **said: Any) -> Refusal:
        refusal = self.do(who, verb, **said).refusal
        assert refusal is not None, f"{verb} was not refused"
        return refusal

    def draft(self, key: str) -> Draft:
        return queries.draft(store.DbBook(cast.SITE), key)

    def proposed(self, key: str, **more: Any) -> str:
        """Propose a draft as 1.2.0 from today on; return the digest."""
        said = {"version": "1.2.0", "effective_from": TODAY, "approver": cast.HEAD.key, "note": NO_SCENARIOS, **more}
        self.ok(cast.AUTHOR, "authoring.propose", draft=key, on=self.draft(key).revision, **said)
        proposal = self.draft(key).proposal
        assert proposal is not None
        return proposal.digest

    def later(self, **span: float) -> None:
        self.clock.moment += timedelta(**span)


@pytest.fixture
def study(db: None, data: Path) -> Iterator[Study]:
    kept = door.clock
    yield Study()
    door.clock = kept


def files_of(folder: Path) -> dict[str, str]:
    """The files of a pack's folder by name."""
    return {f"{path.relative_to(folder)}": path.read_text() for path in folder.rglob("*") if path.is_file()}
