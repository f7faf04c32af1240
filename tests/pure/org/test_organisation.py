"""Posts, people, roles, qualifications: what is taken over, and what is nonsense."""

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from jiaoban.kernel.access import SYSTEM, Role
from jiaoban.kernel.book import tables
from jiaoban.kernel.memory import MemoryBook
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import BadInput, CommandReused, NotFound
from jiaoban.kernel.verbs import perform
from jiaoban.org import queries
from jiaoban.org.args import FoundSite
from tests import cast
from tests.station import NOW, Station

POST: dict[str, Any] = {
    "name": {"zh": "升压站"},
    "regime": "hydro",
    "pattern": cast.PATTERN.model_dump(),
    "subjects": [{"key": "t1", "name": "1号主变"}],
}


def no_packs(digest: str) -> None:
    raise LookupError(digest)


def test_the_station_is_as_it_was_built(station: Station) -> None:
    assert [post.key for post in queries.posts(station.book)] == [cast.CCR, cast.PATROL]
    assert queries.site(station.book).crew_name("A").zh == "一值"
    assert len(queries.people(station.book)) == len(cast.CAST)
    assert {one.key for one in queries.people(station.book, crew="B")} == {
        cast.B_LEAD.key,
        cast.B_CCR.key,
        cast.B_PATROL.key,
    }
    assert queries.names(station.book)[cast.HEAD.key] == "沈国梁"


def test_a_place_says_all_that_a_rule_needs(station: Station) -> None:
    place = queries.place(station.book, cast.PATROL, NOW)
    assert (place.site_name, place.post_name, place.zone, place.demo) == ("云峰水电站", "厂房巡视", cast.ZONE, True)
    assert place.safe_state == cast.SAFE_STATE
    assert place.complement[0].qualification == cast.PATROL_DUTY
    assert queries.place(station.book, cast.CCR, NOW).safe_state is None


def test_a_post_keeps_what_it_was(station: Station) -> None:
    station.do("org.open_post", post="yard", **POST)
    opened = station.now
    station.now += timedelta(hours=1)
    station.do("org.change_post", post="yard", **{**POST, "name": {"zh": "开关站"}, "subjects": []})
    assert queries.place(station.book, "yard", opened).subjects == (("t1", "1号主变"),)
    assert queries.place(station.book, "yard", station.now).post_name == "开关站"
    assert queries.place(station.book, "yard", opened - timedelta(days=1)).post_name == "升压站"


def test_unknown_keys_are_not_found(station: Station) -> None:
    for verb, said in (
        ("org.change_post", {"post": "nowhere", **POST}),
        ("org.change_person", {"person": "nobody", "name": "某"}),
        ("org.grant", {"person": "nobody", "role": Role.AUDITOR}),
        ("org.grant", {"person": cast.HEAD.key, "role": Role.OPERATOR, "post": "nowhere"}),
        ("org.revoke", {"person": cast.HEAD.key, "role": Role.OPERATOR}),
        ("org.set_crew", {"person": cast.HEAD.key, "crew": "Z"}),
        ("org.add_person", {"person": "new", "name": "新人", "crew": "Z"}),
        ("org.qualify", {"person": "nobody", "qualification": "证", "valid_from": "2026-01-01"}),
    ):
        with pytest.raises(NotFound):
            station.do(verb, **said)


def test_what_is_taken_is_refused(station: Station) -> None:
    assert station.refused("org.open_post", post=cast.CCR, **POST) == ["post-key"]
    assert station.refused("org.add_person", person=cast.HEAD.key, name="某", username=cast.A_CCR.username) == [
        "person-key",
        "username",
    ]
    named: dict[str, Any] = {"person": cast.HEAD.key, "name": "沈国梁", "username": cast.A_CCR.username}
    assert station.refused("org.change_person", **named) == ["username"]
    assert station.refused("org.grant", person=cast.HEAD.key, role=Role.HEAD) == ["role-held"]


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("org.qualify", {"person": "x", "qualification": "证", "valid_from": "2026-02-01", "valid_to": "2026-02-01"}),
        ("org.open_post", {"post": "p", **POST, "subjects": [{"key": "a", "name": "甲"}, {"key": "a", "name": "乙"}]}),
        ("org.open_post", {"post": "p", **POST, "complement": [{"qualification": "证"}, {"qualification": "证"}]}),
    ],
)
def test_nonsense_is_bad_input(station: Station, verb: str, said: dict[str, Any]) -> None:
    station.do("org.add_person", person="x", name="某")
    with pytest.raises(BadInput):
        station.do(verb, **said)


@pytest.mark.parametrize(
    "said",
    [
        {"person": "Big", "name": "某"},
        {"person": "x", "name": ""},
        {"person": "x", "name": "某" * 81},
        {"person": "x", "name": "某", "username": "a b"},
        {"person": "x", "name": "某", "salary": 1},
    ],
)
def test_misshapen_input_is_refused_by_its_fields(station: Station, said: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        station.do("org.add_person", **said)


def test_a_zone_must_exist_and_the_code_fit() -> None:
    book = MemoryBook("s")
    place = Place(site="s", site_name="", zone="UTC")
    for code, zone in (("s", "Asia/Peking"), ("t", "Asia/Shanghai")):
        said = FoundSite.model_validate({"code": code, "name": {"zh": "站"}, "zone": zone})
        with pytest.raises(BadInput):
            perform(
                book,
                "org.found_site",
                said,
                actor=SYSTEM,
                place=place,
                now=NOW,
                command="c",
                packs=lambda _digest: None,
            )
    assert book.size == 0


def test_the_last_administrator_stays(station: Station) -> None:
    own: dict[str, Any] = {"person": cast.ADMINISTRATOR.key}
    account: dict[str, Any] = {"name": "林晓燕", "username": cast.ADMINISTRATOR.username}
    assert station.refused("org.revoke", **own, role=Role.ADMINISTRATOR) == ["last-administrator"]
    assert station.refused("org.change_person", **own, **account, active=False) == ["last-administrator"]
    assert station.refused("org.change_person", **own, name="林晓燕", username="") == ["last-administrator"]
    station.do("org.grant", person=cast.HEAD.key, role=Role.ADMINISTRATOR)
    assert station.do("org.revoke", **own, role=Role.ADMINISTRATOR).refusal is None


def test_who_left_can_come_back(station: Station) -> None:
    said: dict[str, Any] = {"person": cast.A_CCR.key, "name": "李明远", "username": cast.A_CCR.username, "crew": "A"}
    station.do("org.change_person", **said, active=False)
    assert queries.person(station.book, cast.A_CCR.key).left_at == station.now
    assert cast.A_CCR.key not in {one.key for one in queries.people(station.book)}
    with pytest.raises(NotFound):
        queries.member(station.book, cast.A_CCR.key)
    station.do("org.change_person", **said)
    assert queries.actor(station.book, cast.A_CCR.key).grants


def test_a_qualification_is_valid_from_its_day_to_the_day_before_its_end(station: Station) -> None:
    person = cast.HEAD.key
    period: dict[str, Any] = {"valid_from": date(2026, 3, 1), "valid_to": date(2026, 6, 1)}
    station.do("org.qualify", person=person, qualification="证", number="1", **period)
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1)]
    assert [queries.qualified(station.book, person, "证", day) for day in days] == [False, True, True, False]
    assert not queries.qualified(station.book, "nobody", "证", days[1])


def test_a_renewal_replaces_and_a_withdrawal_ends(station: Station) -> None:
    person, day = cast.A_CCR.key, date(2026, 11, 23)
    station.do("org.disqualify", person=person, qualification=cast.CCR_DUTY, from_day=day, reason="考核不合格")
    assert queries.qualified(station.book, person, cast.CCR_DUTY, date(2026, 11, 22))
    assert not queries.qualified(station.book, person, cast.CCR_DUTY, day)
    with pytest.raises(NotFound):
        station.do("org.disqualify", person=person, qualification=cast.CCR_DUTY, from_day=day, reason="再次")
    number = queries.person(station.book, person).qualifications[0].number
    station.do("org.qualify", person=person, qualification=cast.CCR_DUTY, number=number, valid_from=day)
    assert queries.qualified(station.book, person, cast.CCR_DUTY, day)
    assert len(queries.person(station.book, person).qualifications) == 1


def test_the_same_command_twice_is_done_once(station: Station) -> None:
    said: dict[str, Any] = {"person": "new", "name": "新人"}
    first = station.do("org.add_person", command="same", **said)
    second = station.do("org.add_person", command="same", **said)
    assert (first.repeated, second.repeated) == (False, True)
    assert first.acts == second.acts
    with pytest.raises(CommandReused):
        station.do("org.add_person", command="same", person="other", name="另一人")


def test_a_repeated_refusal_is_the_same_refusal(station: Station) -> None:
    said: dict[str, Any] = {"person": cast.HEAD.key, "role": Role.HEAD}
    first = station.do("org.grant", command="same", **said)
    size = station.book.size
    assert station.do("org.grant", command="same", **said).refusal == first.refusal
    assert station.book.size == size


def test_every_state_survives_its_json_and_every_fold_its_repetition(station: Station) -> None:
    again = MemoryBook(cast.SITE)
    for act in station.book.acts():
        again.fold(act)
    for table in tables():
        assert dict(again.rows(table)) == dict(station.book.rows(table))
        for _, state in station.book.rows(table):
            assert table.state.model_validate_json(state.model_dump_json()) == state
