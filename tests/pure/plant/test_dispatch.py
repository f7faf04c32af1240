"""Orders from above: received, read back, carried out, reported."""

from types import SimpleNamespace
from typing import Any

import pytest

from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.kernel.tongue import CHINESE
from jiaoban.logbook import queries as logbook
from jiaoban.plant.tables import MATTERS, Matter
from jiaoban.regime.counting import Orders
from tests.pure import workplace
from tests.pure.workplace import LIU, NOON, RULED, Workplace, minutes

WANTED = Orders(clause="demo/5", read_back=("DISPATCH",))


@pytest.fixture
def strict(plant: Workplace, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """The hall under a regime that wants dispatch instructions read back."""
    handover, head = SimpleNamespace(orders=WANTED), SimpleNamespace(tongue=CHINESE)
    monkeypatch.setattr(workplace, "PACK", SimpleNamespace(head=head, handover=handover))
    return plant


def received(work: Workplace, kind: str = "DISPATCH", **args: Any) -> str:
    return work.done("plant.open_matter", kind=kind, title="负荷令", people={"giver": "省调 周"}, **args)


def row(work: Workplace, key: str) -> Matter:
    found: Matter = work.row(MATTERS, key)
    return found


def test_a_read_back_says_what_by_whom_to_whom_and_when(plant: Workplace) -> None:
    key = received(plant)
    plant.later(5)
    at = NOON + minutes(3)
    plant.done("plant.read_back", matter=key, words="14 时带 80 兆瓦", to="省调 周", person="liu", occurred_at=at)
    said = row(plant, key).read_back
    assert said is not None
    assert (said.words, said.who, said.to, said.at, said.by) == ("14 时带 80 兆瓦", "刘", "省调 周", at, "chen")
    assert "刘 向 省调 周 复诵：14 时带 80 兆瓦" in logbook.entries(plant.book, "hall", matter=key)[0].text


def test_nothing_is_read_back_or_reported_before_it_was_said_or_done(plant: Workplace) -> None:
    key = received(plant)
    plant.later(5)
    with pytest.raises(BadInput):
        plant.do("plant.read_back", matter=key, words="x", to="y", occurred_at=NOON - minutes(1))
    plant.done("plant.advance", matter=key, state="CARRIED_OUT")
    with pytest.raises(BadInput):
        plant.do("plant.report", matter=key, text="x", to="y", occurred_at=NOON + minutes(4))


def test_who_writes_a_read_back_down_read_it_back_unless_somebody_is_named(plant: Workplace) -> None:
    key = received(plant)
    plant.done("plant.read_back", LIU, matter=key, words="80", to="省调")
    said = row(plant, key).read_back
    assert said is not None
    assert said.who == "刘"


def test_an_order_is_read_back_once_and_again_when_it_was_unclear(plant: Workplace) -> None:
    key = received(plant)
    plant.done("plant.read_back", matter=key, words="80", to="省调")
    assert plant.refused("plant.read_back", matter=key, words="80", to="省调") == ["read-back-already"]
    plant.done("plant.mark_unclear", matter=key, why="数字听不清")
    plant.done("plant.read_back", matter=key, words="18", to="省调")
    said = row(plant, key).read_back
    assert said is not None
    assert said.words == "18"


def test_only_orders_are_read_back_and_reported(plant: Workplace) -> None:
    defect = plant.done("plant.open_matter", kind="DEFECT", title="t")
    assert plant.refused("plant.read_back", matter=defect, words="x", to="y") == ["not-an-order"]
    assert plant.refused("plant.report", matter=defect, text="x", to="y") == ["not-an-order"]
    with pytest.raises(NotFound):
        plant.do("plant.read_back", matter="none", words="x", to="y")


def test_an_order_is_reported_once_it_is_carried_out(plant: Workplace) -> None:
    key = received(plant)
    assert plant.refused("plant.report", matter=key, text="已带 80", to="省调") == ["not-carried-out"]
    plant.done("plant.advance", matter=key, state="CARRIED_OUT")
    plant.done("plant.report", matter=key, text="已带 80", to="省调")
    told = row(plant, key).reported
    assert told is not None
    assert (told.words, told.to) == ("已带 80", "省调")
    assert plant.refused("plant.report", matter=key, text="已带 80", to="省调") == ["reported-already"]


def test_without_a_regime_that_wants_it_an_order_is_carried_out_without_a_read_back(plant: Workplace) -> None:
    plant.done("plant.advance", matter=received(plant), state="CARRIED_OUT")


def test_a_regime_may_want_it_read_back_before_it_is_carried_out(strict: Workplace) -> None:
    key = received(strict, place=RULED)
    refusal = strict.do("plant.advance", place=RULED, matter=key, state="CARRIED_OUT").refusal
    assert refusal is not None
    assert (refusal.reasons[0].code, refusal.reasons[0].clause) == ("not-read-back", "demo/5")
    strict.done("plant.read_back", place=RULED, matter=key, words="80", to="省调")
    strict.done("plant.advance", place=RULED, matter=key, state="CARRIED_OUT")


def test_it_wants_so_of_the_kinds_that_it_names_and_of_nothing_else(strict: Workplace) -> None:
    strict.done("plant.advance", place=RULED, matter=received(strict, "INSTRUCTION", place=RULED), state="CARRIED_OUT")
    strict.done("plant.advance", place=RULED, matter=received(strict, place=RULED), state="WITHDRAWN")
