"""Proposals: asked for, searched by one worker, told how far, stopped, begun again; and without a solver."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from jiaoban.kernel.clock import VirtualClock
from jiaoban.kernel.refusal import BadInput, CommandReused, Declined, NotFound
from jiaoban.ledger import store
from jiaoban.ledger.apart import Apart
from jiaoban.org import door, packs
from jiaoban.org import queries as org
from jiaoban.roster import background
from jiaoban.roster.models import Proposal
from jiaoban.roster.proposing import highs, outcome, proposals
from jiaoban.roster.proposing.asking import Ask, usual
from jiaoban.roster.proposing.linear import Linear
from tests import cast
from tests.pure.handover.desk import EIGHT, Desk, pack

NOW = EIGHT + timedelta(hours=1)
LEAD = cast.B_LEAD


@pytest.fixture
def desk(db: None, data: Path) -> Iterator[Desk]:
    kept, door.clock = door.clock, VirtualClock(NOW)
    packs.store(pack())
    yield Desk(store.found(cast.SITE))
    door.clock = kept


def visit() -> door.Visit:
    book = store.DbBook(cast.SITE)
    return door.Visit(book, org.actor(book, LEAD.key), org.site(book), NOW)


def wanted(**more: Any) -> Ask:
    found = usual(store.DbBook(cast.SITE), cast.CCR, date(2026, 12, 1))
    return Ask.model_validate({"month": "2026-12", "people": found.people, "each": dict(found.each), **more})


def ask(key: str = "one", **more: Any) -> Proposal:
    return proposals.ask(visit(), cast.CCR, wanted(**more), key)


def searched(key: str = "one") -> proposals.Found:
    taken = proposals.claim(NOW)
    assert taken is not None
    proposals.run(taken.key, taken.worker)
    return proposals.one(cast.SITE, cast.CCR, key)


def test_a_proposal_is_found_and_can_be_taken(desk: Desk) -> None:
    ask()
    done = searched()
    assert (done.row.state, done.answer is not None) == (proposals.DONE, True)
    assert done.answer is not None
    assert done.answer.state == "FOUND"
    assert done.answer.gap is not None
    assert done.answer.gap <= proposals.GAP
    cells = outcome.told(done.problem, done.answer)["cells"]
    said = {"cells": cells, "reason": "十二月排班", "proposal": "one"}
    taken = visit().do("roster.fill", said, post=cast.CCR, command="take")
    assert taken.refusal is None
    assert len(taken.acts) == len(cells) > 0


def test_the_same_request_twice_is_one_and_another_with_its_key_is_refused(desk: Desk) -> None:
    assert ask().key == ask().key == "one"
    assert Proposal.objects.count() == 1
    with pytest.raises(CommandReused):
        ask(seed=2)
    with pytest.raises(BadInput):
        ask("not a key")


def test_so_many_wait_and_no_more(desk: Desk) -> None:
    for number in range(proposals.MOST_WAITING):
        ask(f"p{number}")
    with pytest.raises(Declined, match=f"{proposals.MOST_WAITING}"):
        ask("more")


def test_old_proposals_go_when_new_ones_come(desk: Desk) -> None:
    for number in range(proposals.MOST_KEPT + 2):
        proposals.stop(ask(f"p{number}"))
    assert len(proposals.of_post(cast.SITE, cast.CCR)) == proposals.MOST_KEPT


def test_one_that_waits_is_stopped_at_once_and_one_that_runs_when_it_next_tells(desk: Desk) -> None:
    proposals.stop(ask("waits"))
    assert proposals.one(cast.SITE, cast.CCR, "waits").row.state == proposals.STOPPED
    ask("runs")
    taken = proposals.claim(NOW)
    assert taken is not None
    proposals.stop(taken)
    assert proposals.one(cast.SITE, cast.CCR, "runs").row.state == proposals.RUNNING
    proposals.run(taken.key, taken.worker)
    ended = proposals.one(cast.SITE, cast.CCR, "runs")
    assert ended.row.state in (proposals.DONE, proposals.STOPPED), "with what was found by then, or with nothing"
    assert (ended.row.state == proposals.DONE) == (ended.answer is not None and ended.answer.state == "FOUND")


def test_one_whose_worker_is_gone_fails_and_one_whose_worker_is_silent_waits_again(desk: Desk) -> None:
    ask()
    first = proposals.claim(NOW)
    assert first is not None
    assert proposals.claim(NOW + proposals.SILENT) is None, "not silent for long enough"
    again = proposals.claim(NOW + proposals.SILENT + timedelta(seconds=1))
    assert again is not None
    proposals.run(first.key, first.worker)
    assert proposals.one(cast.SITE, cast.CCR, "one").row.state == proposals.RUNNING, "another worker has it"
    proposals.gone(again.worker, NOW)
    assert proposals.one(cast.SITE, cast.CCR, "one").row.state == proposals.FAILED


def test_another_post_and_another_site_see_nothing_of_it(desk: Desk) -> None:
    ask()
    for site, post in ((cast.SITE, cast.PATROL), (cast.NEIGHBOUR, cast.CCR)):
        with pytest.raises(NotFound):
            proposals.one(site, post, "one")


def test_without_the_solver_it_says_how_to_install_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(highs, "find_spec", lambda _name: None)
    with pytest.raises(Declined) as caught:
        ask()
    (reason,) = caught.value.reasons
    assert "bin/setup --with proposing" in reason.why.zh
    assert "bin/setup --with proposing" in reason.why.en
    with pytest.raises(highs.SolverMissing, match="bin/setup --with proposing"):
        highs.solve(Linear(), seconds=1, gap=0, seed=1)


def test_the_background_loop_starts_one_at_a_time(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    class Process:
        ended: int | None = None

        def poll(self) -> int | None:
            return self.ended

    started: list[tuple[Process, str]] = []

    def start(_apart: Apart, taken: Proposal) -> Any:
        started.append((Process(), taken.key))
        return started[-1][0]

    monkeypatch.setattr(Apart, "_start", start)
    ask("first")
    ask("second")
    background.tick(NOW)
    background.tick(NOW)
    assert [key for _, key in started] == ["first"]
    started[0][0].ended = 1
    background.tick(NOW)
    assert [key for _, key in started] == ["first", "second"]
    assert proposals.one(cast.SITE, cast.CCR, "first").row.state == proposals.FAILED
