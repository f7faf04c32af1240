"""What a line or a confirmation names is there."""

from typing import Any

import pytest

from jiaoban.duty import usecases as _duty  # noqa: F401 - declares the verbs
from jiaoban.kernel.refusal import BadInput, NotFound
from tests.pure.handover.desk import LEAD, OUT, Desk


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.ok("plant.register_equipment", LEAD, equipment="G1", code="1F", name="1号机", kind="UNIT")
    return made.open()


@pytest.mark.parametrize(
    ("named", "raised"),
    [({"equipment": "G9"}, NotFound), ({"subject": "bed-9"}, BadInput), ({"equipment": "G1"}, None)],
)
def test_by_a_line_that_is_written_by_hand(desk: Desk, named: dict[str, Any], raised: type[Exception] | None) -> None:
    said = {"section": "defects", "text": "顶盖漏水", **named}
    if raised is None:
        desk.ok("handover.write_line", OUT, **said)
        return
    with pytest.raises(raised):
        desk.do("handover.write_line", OUT, **said)


def test_by_a_confirmation(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.do("handover.confirm", OUT, point="area-cleaned", equipment="G9")
    desk.ok("handover.confirm", OUT, point="area-cleaned", equipment="G1")
