"""Twelve people at once, on PostgreSQL: exactly one wins, the others are told who."""

from pathlib import Path

import pytest

from jiaoban.handover import queries
from jiaoban.handover.state import Handover
from jiaoban.kernel.access import Role
from jiaoban.kernel.verbs import Outcome, find_verb, perform
from jiaoban.ledger import store
from jiaoban.ledger.store import DbBook
from jiaoban.org import packs
from jiaoban.org import queries as org
from tests import cast
from tests.pure.handover.desk import OUT, POST, Desk, pack
from tests.together import THREADS, together

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = tuple(cast.Member(f"p{n}", f"来人{n}", "", ((Role.OPERATOR, POST),)) for n in range(THREADS))


@pytest.fixture
def desk(data: Path) -> Desk:
    """A handover that was offered at a post without anybody on the roster."""
    packs.store(pack())
    desk = Desk(store.found(cast.SITE))
    for one in CROWD:
        desk.ok("org.add_person", cast.ADMINISTRATOR, person=one.key, name=one.name, username=one.key, phone="")
        desk.ok("org.grant", cast.ADMINISTRATOR, person=one.key, role=Role.OPERATOR, post=POST)
    desk.ok("roster.assign", cast.LEADS["B"], day="2026-11-23", shift="day", people=[], reason="无人")
    return desk.offered()


def _do(desk: Desk, verb: str, who: cast.Member, number: int, **said: object) -> Outcome:
    found = find_verb(verb)
    assert found
    book = DbBook(cast.SITE)
    return perform(
        book,
        verb,
        found.args.model_validate({"handover": desk.key, **said}),
        actor=org.actor(book, who.key),
        place=org.place(book, POST, desk.now),
        now=desk.now,
        command=f"race-{number}",
        packs=lambda _digest: pack(),
    )


def test_of_twelve_who_come_to_relieve_one_wins(desk: Desk) -> None:
    outcomes = together(lambda number: _do(desk, "handover.report_in", CROWD[number], number))
    refusals = [one.refusal for one in outcomes if isinstance(one, Outcome) and one.refusal]
    winner = desk.handover.arriving
    assert len(winner) == 1
    assert len(refusals) == THREADS - 1
    name = next(one.name for one in CROWD if one.key == winner[0])
    assert all(one.conflict and name in one.reasons[0].why.zh for one in refusals)


def test_twelve_withdrawals_and_refusals_leave_one_story(desk: Desk) -> None:
    """The outgoing side withdraws twelve times at one instant: once it is so, eleven times it was so already."""
    outcomes = together(lambda number: _do(desk, "handover.withdraw", OUT, number, reason="补充"))
    done = [one for one in outcomes if isinstance(one, Outcome) and not one.refusal]
    assert len(done) == 1
    found = queries.handover(DbBook(cast.SITE), desk.key)
    assert isinstance(found, Handover)
    assert found.stage == "DRAFT"
