"""The facts that the handover fills are the facts that the regime documents: same names, same types, same choices."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from jiaoban.handover.finding import finding_facts
from jiaoban.regime.facts import FINDING, ROWS, SINGLE, Field
from jiaoban.regime.load import load
from tests.pure.handover.desk import EIGHT, IN, LEAD, OUT, Desk
from tests.pure.handover.test_kept_record import KF015
from tests.pure.handover.test_other_places import SECOND_OUT, regime
from tests.pure.handover.test_unit import PROCESS

TYPES: Mapping[str, tuple[type, ...]] = {
    "text": (str,),
    "flag": (bool,),
    "number": (int, Decimal),
    "moment": (datetime,),
    "duration": (timedelta,),
}


def _busy() -> Desk:
    """A handover with something in every collection."""
    desk = Desk()
    desk.ok("plant.register_custody", LEAD, custody_item="K1", name="配电室钥匙", kind="KEY", expected=3)
    desk.ok("plant.register_equipment", LEAD, equipment="G1", code="1F", name="1号机")
    desk.ok("plant.register_parameter", LEAD, parameter="up", name="上游水位", unit="m", group="reservoir")
    desk.ok("plant.read", OUT, readings=[{"parameter": "up", "value": "371.20"}])
    desk.ok("plant.open_matter", OUT, kind="DEFECT", title="渗油", severity="MAJOR", equipment="G1")
    thrown = {"title": "差动保护压板", "equipment": "G1", "before": "投入", "after": "退出"}
    desk.ok("plant.open_matter", OUT, kind="PROTECTION", **thrown)
    desk.ok("plant.register_earth", LEAD, earth="E3", number="3")
    desk.ok("plant.hang_earth", OUT, earth="E3", where="机端", equipment="G1")
    desk.ok("logbook.write", OUT, category="WORK", text="清扫")
    desk.ok("plant.lend", OUT, custody_item="K1", number=1, to="检修班", purpose="换滤网")
    desk.ok("order.issue", LEAD, title="防汛要求", text="每小时抄水位。", people=[OUT.key])
    due = {"what": "换滤网", "where": "水车室", "next_step": "领料", "due_at": EIGHT, "owner": IN.key}
    desk.ok("followup.open", OUT, **due)
    desk.reported()
    desk.ok("handover.ask", IN, text="为何")
    desk.ok("handover.object", IN, kind="hygiene", text="有油污")
    desk.ok("meeting.open", LEAD, kind="PRE", occasion=desk.key)
    desk.ok("plant.open_matter", OUT, kind="DEFECT", title="再一处渗油", severity="MINOR")
    return desk


def _picked() -> Desk:
    """A handover whose record is picked from the log."""
    desk = Desk(regime=load(KF015))
    desk.ok("logbook.write", OUT, category="WORK", text="代收快递")
    return desk.open()


def _measured() -> Desk:
    """A handover of a process unit: a round, a totalizer, a figure outside its limits."""
    desk = Desk(regime=load(PROCESS))
    steam = {"parameter": "steam", "name": "蒸汽", "unit": "t", "group": "total", "rolls_at": "10000"}
    desk.ok("plant.register_parameter", LEAD, **steam)
    desk.ok("plant.register_parameter", LEAD, parameter="t", name="温度", unit="℃", group="g", low="80", high="95")
    desk.ok("plant.register_parameter", LEAD, parameter="p", name="压力", group="g", schedule="每小时")
    desk.ok("plant.read", OUT, readings=[{"parameter": "t", "value": "96"}, {"parameter": "steam", "value": "9990"}])
    desk.open()
    made = {"amount": "12.5", "amount-unit": "t", "quality": "98", "quality-unit": "%"}
    desk.ok("handover.write_line", OUT, section="output", text="液氨", fields=made)
    return desk


def _next_day() -> Desk:
    """A handover of a post whose regime remembers what was over before the shift."""
    desk = Desk(regime=regime(memory={"clause": "hydro/1.4", "lasts": "P1D"}))
    desk.ok("plant.register_equipment", LEAD, equipment="G1", code="1F", name="1号机")
    desk.ok("plant.open_matter", OUT, kind="CHANGE", title="更换滤网", equipment="G1", before="旧", after="新")
    desk.signed().at("15:40")
    desk.key = desk.ok("handover.open", IN).acts[0].command
    return desk


def _shared() -> Desk:
    """One of two people is relieved; the other stays. A tool hangs at the wrong place."""
    desk = Desk(first=(OUT, SECOND_OUT))
    desk.ok("plant.register_custody", LEAD, custody_item="W", name="扳手", kind="TOOL", places="甲板：T1；箱：T2")
    desk.key = desk.ok("handover.open", OUT, leaving=[OUT.key], arriving=[IN.key]).acts[0].command
    counts = [{"custody_item": "W", "found": 2, "places": "甲板：T1、T2"}]
    desk.ok("plant.count", IN, occasion=desk.key, counts=counts)
    return desk


FACTS = _busy().assess().facts
PICKED = _picked().assess().facts
MEASURED = _measured().assess().facts
NEXT_DAY = _next_day().assess().facts
SHARED = _shared().assess().facts


def _fits(value: object, field: Field) -> bool:
    if value is None:
        return field.type in ("number", "moment", "duration")
    return isinstance(value, TYPES[field.type]) and (not field.choices or value in field.choices)


@pytest.mark.parametrize("name", sorted(SINGLE))
def test_single(name: str) -> None:
    assert _fits(FACTS.single[name], SINGLE[name])


def test_nothing_single_is_undocumented() -> None:
    assert set(FACTS.single) == set(SINGLE)


@pytest.mark.parametrize("collection", sorted(ROWS))
def test_rows(collection: str) -> None:
    seen = (one.rows[collection] for one in (FACTS, PICKED, MEASURED, NEXT_DAY, SHARED))
    rows = next(filter(None, seen), ())
    assert rows, f"the busy handover shows no {collection}"
    for row in rows:
        wrong = [name for name, field in ROWS[collection].fields.items() if not _fits(row[name], field)]
        assert wrong == [], row
        assert isinstance(row["id"], str)
        assert isinstance(row["title"], str)


def test_findings() -> None:
    desk = Desk().open()
    facts = finding_facts(desk.book, desk.handover, "x", "", EIGHT, arose_before=True)
    assert set(facts) == set(FINDING)
    assert all(_fits(value, FINDING[name]) for name, value in facts.items())
