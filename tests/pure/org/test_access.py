"""Who may do what where: every role against every right, at the own post, another post, the site, another site."""

import pytest

from jiaoban.kernel.access import RIGHTS, SYSTEM, Actor, Grant, Right, Role
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import NotAllowed, NotFound
from jiaoban.kernel.verbs import perform
from jiaoban.org import queries
from jiaoban.org.args import FoundSite, SetClock
from tests import cast
from tests.station import NOW, Station

MATRIX = {
    "A_LEAD": "READ WORK SUPERVISE",
    "HEAD": "READ SUPERVISE OVERSEE AUDIT DRAFT APPROVE",
    "ADMINISTRATOR": "READ ADMINISTER DRAFT APPROVE",
    "AUTHOR": "READ DRAFT AUTHOR",
    "AUDITOR": "READ AUDIT",
    "GROUP": "READ OVERSEE AUDIT",
}


@pytest.mark.parametrize("name", MATRIX)
@pytest.mark.parametrize("right", Right)
def test_site_roles_have_their_rights_everywhere(station: Station, name: str, right: Right) -> None:
    actor = station.actor(getattr(cast, name))
    expected = right in MATRIX[name].split()
    assert actor.may_everywhere(right) is actor.may(right, cast.CCR) is actor.may(right, cast.PATROL) is expected


@pytest.mark.parametrize("right", Right)
@pytest.mark.parametrize("member", [cast.A_CCR, cast.D_PATROL])
def test_an_operator_has_rights_at_the_own_post_only(station: Station, member: cast.Member, right: Right) -> None:
    actor, own = station.actor(member), member.roles[0][1]
    other = {cast.CCR: cast.PATROL, cast.PATROL: cast.CCR}[str(own)]
    assert actor.may(right, own) is (right in {Right.READ, Right.WORK})
    assert not actor.may(right, other)
    assert not actor.may_everywhere(right)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("right", Right)
def test_a_role_at_a_post_is_worth_the_same_there(role: Role, right: Right) -> None:
    actor = Actor("x", "x", cast.SITE, (Grant(role, cast.CCR),))
    assert actor.may(right, cast.CCR) is (right in RIGHTS[role])
    assert not actor.may(right, cast.PATROL)


def test_who_left_and_who_has_no_role_may_nothing(station: Station) -> None:
    station.do("org.change_person", person=cast.A_CCR.key, name="李明远", username=cast.A_CCR.key, active=False)
    station.do("org.add_person", person="new", name="新人", username="new")
    for key in (cast.A_CCR.key, "new"):
        assert not any(queries.actor(station.book, key).may(right) for right in Right)
        assert queries.person_named(station.book, key) is None


def test_a_stranger_is_not_found(station: Station) -> None:
    with pytest.raises(NotFound):
        queries.actor(station.book, cast.OUTSIDER.key)


def test_an_administrator_of_another_site_is_refused(station: Station) -> None:
    stranger = Actor("x", "x", cast.NEIGHBOUR, (Grant(Role.ADMINISTRATOR),))
    place = queries.place(station.book, "", NOW)
    with pytest.raises(NotAllowed):
        perform(
            station.book,
            "org.set_clock",
            SetClock(to=NOW),
            actor=stranger,
            place=place,
            now=NOW,
            command="c",
            packs=lambda _digest: None,
        )


@pytest.mark.parametrize("member", [one for one in cast.CAST if one != cast.ADMINISTRATOR], ids=lambda one: one.key)
def test_only_the_administrator_administers(station: Station, member: cast.Member) -> None:
    size = station.book.size
    with pytest.raises(NotAllowed):
        station.do("org.grant", by=member, person=member.key, role=Role.ADMINISTRATOR)
    assert station.book.size == size


def test_a_site_is_founded_by_the_program_and_once(station: Station) -> None:
    again = FoundSite.model_validate({"code": cast.SITE, "name": {"zh": "别站"}, "zone": cast.ZONE})
    place = Place(site=cast.SITE, site_name="", zone="UTC")
    with pytest.raises(NotAllowed):
        station.do("org.found_site", **again.model_dump())
    outcome = perform(
        station.book,
        "org.found_site",
        again,
        actor=SYSTEM,
        place=place,
        now=NOW,
        command="again",
        packs=lambda _digest: None,
    )
    assert outcome.refusal
    assert queries.site(station.book).name.zh == "云峰水电站"


def test_whom_to_tell_is_found_by_right(station: Station) -> None:
    able = {one.key for one in queries.holders_of(station.book, Right.SUPERVISE, cast.CCR)}
    assert able == {one.key for one in (*cast.LEADS.values(), cast.HEAD)}
