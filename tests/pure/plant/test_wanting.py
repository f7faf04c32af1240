"""What is missing or due of a large plant is found without looking at everything: and it is the same."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from jiaoban.plant import measured, queries
from jiaoban.plant.rules.schedule import Slot
from tests.pure.workplace import NOON, ZHAO, Workplace, minutes

BEGINS, ENDS = NOON - timedelta(hours=4), NOON + timedelta(hours=4)
SCHEDULES = ("每小时", "每2小时", "09:30,11:30", "")


def _told(slots: Any) -> dict[str, list[tuple[datetime, str]]]:
    wanted = {key: [(one.at, one.state) for one in some if _wants(one)] for key, some in slots.items()}
    return {key: some for key, some in wanted.items() if some}


def _wants(one: Slot) -> bool:
    return one.state in ("MISSING", "DUE")


@given(
    st.lists(
        st.tuples(st.sampled_from(SCHEDULES), st.sampled_from([5, 15, 40]), st.booleans(), st.sets(st.integers(0, 32))),
        max_size=5,
    ),
    st.integers(-240, 260),
)
def test_what_is_missing_or_due_is_what_every_slot_says(
    lines: list[tuple[str, int, bool, set[int]]], now_at: int
) -> None:
    """`read`: at which multiples of seven and a half minutes after four hours before noon; or at every very hour."""
    work = Workplace()
    work.now = NOON + timedelta(hours=5)
    for n, (schedule, grace, hourly, read) in enumerate(lines):
        work.done(
            "plant.register_parameter", ZHAO, parameter=f"p{n}", name="参数", group="g", schedule=schedule, grace=grace
        )
        at = [BEGINS + minutes(7.5 * step) for step in read]
        at += [
            BEGINS + timedelta(hours=hour) for hour in range(9) if hourly and BEGINS + timedelta(hours=hour) not in at
        ]
        for moment in sorted(at):
            work.done("plant.read", readings=[{"parameter": f"p{n}", "value": "1"}], at=moment)
    now = NOON + minutes(now_at)
    parameters = queries.parameters(work.book, "hall")
    asked = (work.book, parameters, BEGINS, ENDS, "Asia/Shanghai", now)
    assert _told(measured.wanting(*asked)) == _told(measured.scheduled(*asked))
