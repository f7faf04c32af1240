from typing import Any

import pytest

from tests.pure.workplace import ZHAO, Workplace


@pytest.fixture
def plant(work: Workplace) -> Workplace:
    """The workplace with a unit, its bearing, two parameters and two things in custody."""
    work.done("plant.register_equipment", ZHAO, equipment="G1", code="1F", name="1号机")
    work.done("plant.register_equipment", ZHAO, equipment="G1B", code="1F-B", name="1号机导轴承", parent="G1")
    level: dict[str, Any] = {
        "group": "reservoir",
        "unit": "m",
        "low": "360",
        "high": "375.50",
        "lowest": "300",
        "highest": "400",
    }
    work.done("plant.register_parameter", ZHAO, parameter="up", name="上游水位", **level)
    work.done("plant.register_parameter", ZHAO, parameter="load", name="全厂负荷", group="load", unit="MW")
    work.done("plant.register_custody", ZHAO, custody_item="K1", name="高压室钥匙", kind="KEY", expected=3)
    work.done("plant.register_custody", ZHAO, custody_item="T1", name="验电器", kind="TOOL", expected=2)
    return work
