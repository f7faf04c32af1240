"""Who is blind while things are counted, and who is not."""

from functools import cache

import pytest

from jiaoban.handover.blind import FIGURE, UNSEEN, sight
from jiaoban.handover.rows import custody_row
from jiaoban.kernel.tongue import CHINESE, ENGLISH, Tongue
from jiaoban.org import queries as org
from jiaoban.plant.places import Kept
from jiaoban.plant.tables import CustodyItem
from jiaoban.regime.pack import Pack
from tests import cast
from tests.pure.handover.desk import EIGHT, IN, LEAD, OUT, POST, Desk, pack
from tests.pure.regime.small import FILES, small

OTHER = cast.AT_PATROL["C"]
HEAD = cast.HEAD


@cache
def regime(count: str) -> Pack:
    """The small regime, with another way to count, and its custody in the record."""
    text = FILES["handover.yaml"].replace("count:\n  clause: small/1\n", f"count:\n  clause: small/1\n{count}")
    report = small(handover=text.replace("{from: matters, where: {field: kind, is: DEFECT}}", "{from: custody}"))
    assert report.pack is not None, report.problems
    return report.pack


def desk(rules: Pack) -> Desk:
    made = Desk(regime=rules)
    made.ok("plant.register_custody", LEAD, custody_item="K", name="钥匙", kind="KEY", expected=3)
    made.ok("plant.register_custody", LEAD, custody_item="T", name="验电器", kind="TOOL", expected=2)
    return made


def sees(made: Desk, who: cast.Member, item: str = "K") -> bool:
    return sight(made.book, POST, org.actor(made.book, who.key), made.pack).sees(item)


def seeing(made: Desk) -> set[str]:
    return {one.key for one in (OUT, IN, OTHER, LEAD, HEAD) if sees(made, one)}


def test_before_a_handover_who_may_come_to_count_is_blind() -> None:
    assert seeing(desk(pack())) == {OUT.key, LEAD.key, HEAD.key}


def test_in_a_handover_the_counting_side_is_blind_until_its_own_count_is_in() -> None:
    made = desk(pack()).open()
    assert seeing(made) == {OUT.key, LEAD.key, HEAD.key}
    made.ok("plant.count", OUT, occasion=made.key, counts=[{"custody_item": "K", "found": 3}])
    assert not sees(made, IN)
    made.ok("plant.count", IN, occasion=made.key, counts=[{"custody_item": "K", "found": 3}])
    assert sees(made, IN)
    assert not sees(made, IN, "T")


def test_a_supervisor_who_counts_is_blind_like_everybody() -> None:
    made = desk(pack())
    made.key = made.ok("handover.open", OUT, arriving=[LEAD.key]).acts[0].command
    assert not sees(made, LEAD)


def test_where_the_outgoing_side_counts_it_is_blind_while_it_hands_over() -> None:
    made = desk(regime("  by: outgoing\n"))
    assert seeing(made) == {OUT.key, IN.key, OTHER.key, LEAD.key, HEAD.key}
    made.open()
    assert seeing(made) == {IN.key, OTHER.key, LEAD.key, HEAD.key}


@pytest.mark.parametrize("count", ["  open: true\n", ""])
def test_a_regime_may_have_things_counted_openly(count: str) -> None:
    made = desk(regime(count)).open()
    assert sees(made, IN) is bool(count)


def test_without_a_regime_nobody_is_blind() -> None:
    made = desk(pack()).open()
    assert sight(made.book, POST, org.actor(made.book, IN.key), None).everything


def test_the_record_hides_its_figures_from_the_blind_and_shows_them_once_it_is_signed() -> None:
    made = desk(regime("")).open()
    reader = sight(made.book, POST, org.actor(made.book, IN.key), made.pack)
    texts = [line.body.text for line in reader.handover(made.handover).lines.values()]
    assert texts == [f"钥匙：{UNSEEN['应有']}", f"验电器：{UNSEEN['应有']}"]
    assert made.handover.content_digest() != reader.handover(made.handover).content_digest()
    ended = made.handover.model_copy(update={"stage": "CLOSED"})
    assert reader.handover(ended) == ended
    assert [row["title"] for row in made.assess().rows("lines")] == ["钥匙", "验电器"]


def test_where_things_are_kept_is_hidden_with_the_figure() -> None:
    made = desk(regime("  by_place: true\n"))
    made.ok("plant.register_custody", LEAD, custody_item="W", name="扳手", kind="TOOL", places="甲板：T1、T2；箱：T3")
    made.open()
    reader = sight(made.book, POST, org.actor(made.book, IN.key), made.pack)
    texts = [line.body.text for line in reader.handover(made.handover).lines.values()]
    assert f"扳手：{UNSEEN['应有']}" in texts
    assert "扳手：应有 3（甲板：T1、T2；箱：T3）" in [line.body.text for line in made.handover.lines.values()]


@pytest.mark.parametrize("number", ["T4（新）", "T4(b)", "（T4", "T4)"])
def test_a_bracket_in_a_number_does_not_open_what_is_hidden(number: str) -> None:
    made = desk(regime("  by_place: true\n"))
    made.ok("plant.register_custody", LEAD, custody_item="W", name="扳手", kind="TOOL", places="甲板：T1；箱：T3")
    said = {"custody_item": "W", "movement": "RECEIVED", "number": 1, "numbers": [number], "place": "箱"}
    made.ok("plant.move_custody", LEAD, reason="新购", **said)
    made.open()
    reader = sight(made.book, POST, org.actor(made.book, IN.key), made.pack)
    (text,) = [one.body.text for one in reader.handover(made.handover).lines.values() if "扳手" in one.body.text]
    assert UNSEEN["应有"] in text
    assert "T1" not in text
    assert "T4" not in text


@pytest.mark.parametrize("tongue", [CHINESE, ENGLISH])
@pytest.mark.parametrize("number", ["T4（新）", "T4(b)", "（T4", "T4)"])
def test_the_figure_is_found_in_the_line_of_either_language(number: str, tongue: Tongue) -> None:
    thing = CustodyItem(
        key="W",
        name="扳手",
        kind="TOOL",
        post=POST,
        expected=2,
        note="",
        in_use=True,
        last_at=EIGHT,
        numbers=("T1", number),
        places=(Kept(place="箱", numbers=("T1", number)),),
    )
    row = custody_row(thing, (), {}, (), 1, EIGHT, (), EIGHT, tongue)
    text = FIGURE.sub("", str(row["text"]))
    assert "T" not in text


def test_what_is_elsewhere_is_named_once_everybody_has_counted() -> None:
    made = desk(regime("  by: both\n  by_place: true\n"))
    made.ok("plant.register_custody", LEAD, custody_item="W", name="扳手", kind="TOOL", places="甲板：T1、T2；箱：T3")
    made.open()
    found = [{"custody_item": "W", "found": 3, "places": "甲板：T1；箱：T2、T3"}]
    made.ok("plant.count", OUT, occasion=made.key, counts=found)
    assert list(made.assess().rows("differences")) == []
    made.ok("plant.count", IN, occasion=made.key, counts=found)
    (row,) = made.assess().rows("differences")
    assert (row["title"], row["what"], row["place"], row["where"]) == (
        "扳手 T2 应在甲板，却在箱",
        "MISPLACED",
        "甲板",
        "箱",
    )
