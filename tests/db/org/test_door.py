"""The door with real users on a real database."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import RequestFactory
from pydantic import ValidationError

from jiaoban.kernel import verbs
from jiaoban.kernel.access import SYSTEM, Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.clock import VirtualClock
from jiaoban.kernel.refusal import CommandReused, NotAllowed, NotFound
from jiaoban.kernel.verbs import Args, Context, Decision, Verb
from jiaoban.kernel.words import Words
from jiaoban.ledger.rebuild import rebuild
from jiaoban.ledger.verify import verify_all
from jiaoban.org import door, proof, queries
from jiaoban.org.acts import CrewFormed
from jiaoban.org.door import NotProven, Visit
from jiaoban.org.models import FailedProof, PersonRow
from tests import cast
from tests.db.org.conftest import NOW

Users = Callable[[cast.Member], User]
Visits = Callable[[cast.Member], Visit]


class Seal(Args):
    text: str


def seal(context: Context, said: Seal) -> Decision:
    """Do something that wants the actor's own credential."""
    return [Proposed(CrewFormed(crew="X", name=Words(zh=said.text)))]


@pytest.fixture
def signed_verb(monkeypatch: pytest.MonkeyPatch) -> str:
    """A signed verb at a post, known during this test only."""
    found = Verb(name="orgtest.seal", args=Seal, right=Right.WORK, run=seal, scope="post", signed=True)
    monkeypatch.setitem(verbs._VERBS, found.name, found)
    return found.name


def test_a_user_sees_the_own_sites_only(user: Users) -> None:
    assert [(code, name.zh) for code, name in door.sites_of(user(cast.A_CCR))] == [(cast.SITE, "云峰水电站")]
    assert [(code, name.zh) for code, name in door.sites_of(user(cast.OUTSIDER))] == [(cast.NEIGHBOUR, "清溪水电站")]
    assert [code for code, _ in door.sites_of(user(cast.GROUP))] == [cast.NEIGHBOUR, cast.SITE]
    assert door.sites_of(AnonymousUser()) == []
    assert [code for code, _ in door.all_sites()] == [cast.NEIGHBOUR, cast.SITE]


@pytest.mark.parametrize("code", [cast.SITE, "nowhere"])
def test_absent_and_invisible_look_the_same(user: Users, code: str) -> None:
    for stranger in (user(cast.OUTSIDER), AnonymousUser(), User(username="nobody")):
        with pytest.raises(NotFound) as raised:
            door.enter(stranger, code)
        assert str(raised.value) == f"site {code}"


def test_who_left_or_was_locked_out_is_outside(user: Users, visit: Visits) -> None:
    account = user(cast.A_CCR)
    said = {"person": cast.A_CCR.key, "name": "李明远", "username": account.username, "active": False}
    visit(cast.ADMINISTRATOR).do("org.change_person", said, command="c1")
    User.objects.filter(username=cast.B_CCR.username).update(is_active=False)
    for gone in (account, user(cast.B_CCR)):
        assert door.sites_of(gone) == []
        with pytest.raises(NotFound):
            door.enter(gone, cast.SITE)


def test_a_post_of_others_is_not_there(visit: Visits) -> None:
    operator = visit(cast.A_CCR)
    assert operator.place(cast.CCR).post_name == "中控室"
    assert [place.post for place in operator.posts()] == [cast.CCR]
    assert [place.post for place in visit(cast.HEAD).posts()] == [cast.CCR, cast.PATROL]
    for post in (cast.PATROL, "nowhere", ""):
        with pytest.raises(NotFound):
            operator.place(post)


def test_a_command_through_the_door(visit: Visits) -> None:
    said = {"person": "new", "name": "新人"}
    first = visit(cast.ADMINISTRATOR).do("org.add_person", said, command="same")
    again = visit(cast.ADMINISTRATOR).do("org.add_person", said, command="same")
    assert (first.repeated, again.repeated, again.acts) == (False, True, first.acts)
    assert first.acts[0].actor == cast.ADMINISTRATOR.key
    with pytest.raises(CommandReused):
        visit(cast.ADMINISTRATOR).do("org.add_person", {**said, "name": "别人"}, command="same")


def test_what_the_door_turns_away(visit: Visits) -> None:
    supervisor = visit(cast.A_LEAD)
    assign = {"day": "2026-11-23", "shift": "day", "people": [], "reason": "无"}
    for verb_name, post in (("roster.nothing", cast.CCR), ("roster.assign", ""), ("roster.assign", "nowhere")):
        with pytest.raises(NotFound):
            supervisor.do(verb_name, assign, command="c", post=post)
    with pytest.raises(ValidationError):
        supervisor.do("roster.assign", {"day": "soon"}, command="c", post=cast.CCR)
    with pytest.raises(NotAllowed):
        supervisor.do("org.add_person", {"person": "new", "name": "新人"}, command="c")
    with pytest.raises(NotFound):
        visit(cast.A_CCR).do("roster.assign", assign, command="c", post=cast.PATROL)


def test_a_demo_clock_runs_ahead_for_everybody(visit: Visits, clock: VirtualClock) -> None:
    visit(cast.A_CCR).do("org.set_clock", {"to": NOW + timedelta(minutes=70)}, command="c1")
    assert visit(cast.B_CCR).now == NOW + timedelta(minutes=70)
    clock.moment += timedelta(minutes=5)
    assert visit(cast.B_CCR).now == NOW + timedelta(minutes=75)
    outcome = visit(cast.ADMINISTRATOR).do("org.form_crew", {"crew": "E", "name": {"zh": "五值"}}, command="c2")
    assert outcome.acts[0].recorded_at == NOW + timedelta(minutes=75)


def test_a_command_happens_at_the_present_moment_not_at_the_one_of_entering(visit: Visits, clock: VirtualClock) -> None:
    here = visit(cast.ADMINISTRATOR)
    clock.moment += timedelta(minutes=3)
    outcome = here.do("org.form_crew", {"crew": "E", "name": {"zh": "五值"}}, command="c1")
    assert outcome.acts[0].recorded_at == NOW + timedelta(minutes=3)


def test_the_clock_of_a_site_at_work_stays(user: Users) -> None:
    outsider = door.enter(user(cast.OUTSIDER), cast.NEIGHBOUR)
    outcome = outsider.do("org.set_clock", {"to": NOW + timedelta(hours=1)}, command="c1")
    assert outcome.refusal
    assert outcome.refusal.reasons[0].code == "real-clock"
    assert door.enter(user(cast.OUTSIDER), cast.NEIGHBOUR).now == NOW


def test_the_program_visits_too(sites: None, signed_verb: str) -> None:
    system = door.as_system(cast.SITE)
    assert system.actor == SYSTEM
    assert len(system.posts()) == 2
    with pytest.raises(NotFound):
        door.as_system("nowhere")
    with pytest.raises(NotProven):
        system.do(signed_verb, {"text": "印"}, command="c", post=cast.CCR)


def test_a_signed_verb_wants_the_signers_own_credential(visit: Visits, signed_verb: str) -> None:
    terminal = visit(cast.A_CCR)
    with pytest.raises(NotProven):
        terminal.do(signed_verb, {"text": "印"}, command="c1", post=cast.CCR)
    signer = terminal.as_signer(cast.B_CCR.username, cast.B_CCR.password)
    outcome = signer.do(signed_verb, {"text": "印"}, command="c1", post=cast.CCR)
    assert outcome.acts[0].actor == cast.B_CCR.key
    assert not terminal.proven


def test_a_signer_has_the_own_rights_not_those_of_the_terminal(visit: Visits, signed_verb: str) -> None:
    signer = visit(cast.A_LEAD).as_signer(cast.B_PATROL.username, cast.B_PATROL.password)
    with pytest.raises(NotFound):
        signer.do(signed_verb, {"text": "印"}, command="c1", post=cast.CCR)


def test_nobody_signs_with_anothers_password_or_from_another_site(visit: Visits) -> None:
    terminal = visit(cast.A_CCR)
    for username, password in (
        (cast.B_CCR.username, cast.A_CCR.password),
        ("nobody", "x"),
        (cast.OUTSIDER.username, cast.OUTSIDER.password),
    ):
        with pytest.raises(NotProven):
            terminal.as_signer(username, password)


def test_failures_lock_and_the_lock_ends(visit: Visits, clock: VirtualClock) -> None:
    terminal, them = visit(cast.A_CCR), cast.B_CCR
    for _ in range(proof.FAILURES):
        assert door.prove(them.username, "wrong") is None
    with pytest.raises(NotProven) as raised:
        terminal.as_signer(them.username, them.password)
    assert raised.value.locked_until == NOW + proof.WINDOW
    assert door.prove(them.username, them.password) is None
    assert FailedProof.objects.filter(username=them.username).count() == proof.FAILURES
    clock.moment += proof.WINDOW
    assert terminal.as_signer(them.username, them.password).actor.person == them.key


def test_guesses_count_in_any_spelling_of_the_name(sites: None) -> None:
    name = cast.B_CCR.username
    for spelling in (
        name.upper(),
        name.title(),
        name,
        "".join(chr(ord(one) + 0xFEE0) for one in name),
        name.swapcase(),
    ):
        assert door.prove(spelling, "wrong") is None
    assert door.prove(name, cast.B_CCR.password) is None


def test_others_are_not_locked_with_somebody(visit: Visits) -> None:
    for _ in range(proof.FAILURES):
        door.prove("nobody", "wrong")
    assert proof.locked("nobody", NOW)
    assert door.prove(cast.B_CCR.username, cast.B_CCR.password)


def test_failures_apart_do_not_lock(sites: None, clock: VirtualClock) -> None:
    for _ in range(3 * proof.FAILURES):
        door.prove(cast.B_CCR.username, "wrong")
        clock.moment += proof.WINDOW / (proof.FAILURES - 1)
    assert door.prove(cast.B_CCR.username, cast.B_CCR.password)


def test_an_edited_membership_is_found(sites: None) -> None:
    assert all(report.good for report in verify_all())
    PersonRow.objects.filter(site=cast.SITE, key=cast.A_CCR.key).update(username=cast.OUTSIDER.username)
    (bad,) = [report for report in verify_all() if not report.good]
    assert bad.site == cast.SITE


def test_the_memory_and_the_database_know_the_same(sites: None) -> None:
    book = door.as_system(cast.SITE).book
    before = queries.people(book)
    rebuild(cast.SITE)
    assert queries.people(book) == before


def test_a_failure_is_kept_with_its_address(sites: None, rf: RequestFactory) -> None:
    door.prove(cast.B_CCR.username, "wrong", rf.post("/", REMOTE_ADDR="192.0.2.7"))
    (failure,) = FailedProof.objects.all()
    assert (failure.username, failure.address, failure.at) == (cast.B_CCR.username, "192.0.2.7", NOW)
    assert door.prove(cast.B_CCR.username, cast.B_CCR.password, rf.post("/"))
