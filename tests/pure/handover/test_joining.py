"""Somebody joins those who hold a post, and nobody leaves it."""

import pytest

from jiaoban.handover import queries
from jiaoban.kernel.refusal import BadInput
from tests import cast
from tests.pure.handover.desk import IN, OUT, POST, Desk

THIRD = cast.AT_CCR["C"]


def joining(desk: Desk) -> Desk:
    """Somebody is to join; the one on duty hands over to them."""
    desk.key = desk.ok("handover.open", OUT, arriving=[IN.key], joining=True).acts[0].command
    return desk


def test_whoever_joins_holds_the_post_with_those_who_stay_and_each_keeps_their_own_hour() -> None:
    desk = Desk()
    before = queries.tenure(desk.book, POST)
    assert before is not None
    joining(desk).signed()
    held = queries.tenure(desk.book, POST)
    assert held is not None
    assert (held.people, held.basis) == ((OUT.key, IN.key), "HANDOVER")
    assert held.hour_of(OUT.key) == before.hour_of(OUT.key)
    assert desk.handover.joining
    assert not desk.handover.exceptional


def test_no_gate_and_no_person_sees_a_handing_over_to_oneself() -> None:
    desk = joining(Desk())
    facts = desk.assess().facts.single
    assert (facts["joining"], facts["within_shift"]) == (True, True)
    assert (facts["to_themselves"], facts["same_person"], facts["taken_up"]) == (False, False, False)
    complement = {OUT.key, IN.key}
    assert {row["id"] for row in desk.assess().rows("people")} >= complement


def test_the_handover_of_the_shift_goes_on_beside_it_and_whoever_has_left_lets_nobody_join() -> None:
    desk = joining(Desk())
    join = desk.key
    desk.key = desk.ok("handover.open", OUT, arriving=[THIRD.key], rest_of_shift=True).acts[0].command
    assert {one.key for one in queries.open_at(desk.book, POST)} == {join, desk.key}
    assert desk.refused("handover.open", OUT, arriving=[IN.key], joining=True) == ["handover-running"]


def test_what_is_signed_says_that_somebody_joined() -> None:
    desk = joining(Desk())
    relieved = desk.handover.model_copy(update={"joining": False})
    assert desk.handover.content()["joining"] is True
    assert "joining" not in relieved.content()
    assert relieved.content_digest() != desk.handover.content_digest()


@pytest.mark.parametrize("people", [[], [OUT.key]])
def test_it_is_said_who_joins_and_they_are_not_there_yet(people: list[str]) -> None:
    with pytest.raises(BadInput) as error:
        Desk().ok("handover.open", OUT, arriving=people, joining=True)
    assert error.value.where == "arriving"


def test_nobody_who_joins_is_taken_for_having_left() -> None:
    desk = joining(Desk()).signed()
    with pytest.raises(BadInput, match="此人不是本次交班人员"):
        desk.ok("handover.depart", OUT)
