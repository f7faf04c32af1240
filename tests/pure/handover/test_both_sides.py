"""What a pack may ask beyond the station's regime: both sides report in, the outgoing side judges, checks have
results."""

from typing import Any

import pytest

from jiaoban.kernel.refusal import BadInput
from jiaoban.regime.pack import Pack
from tests.pure.handover.desk import IN, LEAD, OUT, Desk, pack


def asking(**rules: Any) -> Pack:
    """The station's regime with other rules of a handover."""
    parts = {name: getattr(pack(), name) for name in Pack.model_fields}
    return Pack(**{**parts, "handover": pack().handover.model_copy(update=rules)})


def both() -> Desk:
    return Desk(regime=asking(presence=pack().handover.presence.model_copy(update={"both": True})))


def judged_by(party: str) -> Desk:
    fitness = pack().handover.fitness
    assert fitness is not None
    return Desk(regime=asking(fitness=fitness.model_copy(update={"judged_by": party}))).reported()


def with_results() -> Desk:
    points = tuple(
        one.model_copy(update={"results": one.id == "hygiene-seen"}) for one in pack().handover.confirmations
    )
    return Desk(regime=asking(confirmations=points)).reported()


def person(desk: Desk, key: str) -> tuple[object, object]:
    row = next(one for one in desk.assess().rows("people") if one["id"] == key)
    return row["reported"], row["on_time"]


def test_the_outgoing_side_reports_in_where_the_pack_wants_both() -> None:
    desk = both().open()
    desk.at("07:50").ok("handover.report_in", OUT)
    assert person(desk, OUT.key) == (True, True)
    assert desk.handover.arriving == (IN.key,)


def test_the_outgoing_side_is_late_by_the_same_hour() -> None:
    desk = both().open()
    desk.at("07:50:01").ok("handover.report_in", OUT)
    assert person(desk, OUT.key) == (True, False)


def test_else_nobody_relieves_themselves() -> None:
    assert Desk().open().refused("handover.report_in", OUT) == ["own-relief"]


@pytest.mark.parametrize(("party", "refused"), [("outgoing", []), ("supervisor", ["not-your-part"])])
def test_who_judges_fitness_is_said_by_the_pack(party: str, refused: list[str]) -> None:
    refusal = judged_by(party).do("handover.judge_fitness", OUT, person=IN.key, fitness="FIT").refusal
    assert [one.code for one in refusal.reasons] == refused if refusal else refused == []


def test_the_supervisor_may_always_judge_and_nobody_themselves() -> None:
    desk = judged_by("outgoing")
    desk.ok("handover.judge_fitness", LEAD, person=IN.key, fitness="FIT")
    assert desk.refused("handover.judge_fitness", IN, person=IN.key, fitness="FIT") == ["not-your-part"]


def result(desk: Desk) -> tuple[object, object]:
    row = next(one for one in desk.assess().rows("confirmations") if one["point"] == "hygiene-seen")
    return row["done"], row["result"]


def test_a_check_has_a_result_and_the_last_one_counts() -> None:
    desk = with_results()
    assert result(desk) == (False, "")
    desk.ok("handover.confirm", IN, point="hygiene-seen", result="ABNORMAL", note="柜底有灰")
    assert result(desk) == (True, "ABNORMAL")
    desk.ok("handover.confirm", IN, point="hygiene-seen", result="NORMAL")
    assert result(desk) == (True, "NORMAL")


def test_what_is_not_normal_is_told_or_shown() -> None:
    desk = with_results()
    assert desk.refused("handover.confirm", IN, point="hygiene-seen", result="ABNORMAL") == ["result:hygiene-seen"]
    desk.ok("handover.confirm", IN, point="hygiene-seen", result="ABNORMAL", photos=["a" * 64])
    assert desk.handover.confirmations[-1].photos == ("a" * 64,)


@pytest.mark.parametrize(
    ("point", "said"), [("hygiene-seen", {}), ("oral-briefing", {"result": "NORMAL"})], ids=["none", "not-asked"]
)
def test_a_result_where_it_is_asked_and_only_there(point: str, said: dict[str, str]) -> None:
    with pytest.raises(BadInput) as caught:
        with_results().do("handover.confirm", IN, point=point, **said)
    assert caught.value.where == "result"


def test_a_result_is_signed_and_without_one_the_content_is_as_ever() -> None:
    desk = with_results()
    desk.ok("handover.confirm", IN, point="hygiene-seen", result="NORMAL")
    desk.ok("handover.confirm", IN, point="oral-briefing")
    found = [list(one)[7:] for one in desk.handover.content()["confirmations"]]  # type: ignore[attr-defined]
    assert found == [[], ["NORMAL", []], []]


def test_a_pack_that_asks_for_none_of_it_keeps_its_bytes() -> None:
    stored = pack().canonical()
    assert b'"both"' not in stored
    assert b'"results"' not in stored
    asked = asking(presence=pack().handover.presence.model_copy(update={"both": True}))
    assert Pack.read(asked.canonical()) == asked
    assert Pack.read(asked.canonical()).digest != pack().digest
