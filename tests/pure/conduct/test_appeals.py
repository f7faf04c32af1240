"""What an appeal may lead to: never to more than was decided, whatever was found since."""

from typing import Any

import pytest

from jiaoban.kernel.refusal import BadInput
from tests.pure.conduct.conftest import Office


def _appealed(desk: Office, ladder: str, who: str, *, by: str = "张主管", facts: Any = None, **decision: Any) -> str:
    matter = desk.record(ladder, who, facts=facts)
    desk.ok("conduct.decline_to_answer", who, case=matter)
    desk.ok("conduct.decide", by, case=matter, person=desk.key(who), **decision)
    desk.ok("conduct.appeal", who, case=matter, text="不对")
    return matter


def _ruled(desk: Office, matter: str, **said: Any) -> str:
    """Return the field that is refused, '' where the ruling stands."""
    try:
        desk.ok("conduct.rule_appeal", "陈总", case=matter, outcome="CHANGED", reason="看过", **said)
    except BadInput as error:
        return error.where
    return ""


def test_what_was_found_since_does_not_make_a_ruling_harsher(desk: Office) -> None:
    first = desk.record("false-accounts", "李娜", ago=9, facts={"came-out": "self-reported"})
    desk.ok("conduct.decline_to_answer", "李娜", case=first)
    desk.ok("conduct.decide", "张主管", case=first)
    matter = _appealed(desk, "false-accounts", "李娜", by="郑经理", facts={"came-out": "self-reported"})
    desk.ok("conduct.find", "张主管", case=matter, fact="came-out", value="concealed", reason="查账")
    assert _ruled(desk, matter, step=1) == "step"  # of the other branch: dismissal, too
    assert _ruled(desk, matter, step=2) == "step"
    assert _ruled(desk, matter, step=0) == ""
    assert desk.seen(matter).decided_words.zh == "不作处理"


def test_fewer_steps_by_now_are_no_fault_of_the_program(desk: Office) -> None:
    first = desk.record("false-accounts", "李娜", ago=9, facts={"came-out": "self-reported"})
    desk.ok("conduct.decline_to_answer", "李娜", case=first)
    desk.ok("conduct.decide", "张主管", case=first)
    matter = _appealed(desk, "false-accounts", "李娜", by="郑经理", facts={"came-out": "self-reported"})
    desk.ok("conduct.find", "张主管", case=matter, fact="came-out", value="unknowing", reason="查账")  # no step at all
    assert _ruled(desk, matter, step=1) == "step"


def test_a_lower_step_with_a_greater_figure_than_the_reduced_one(desk: Office) -> None:
    desk.decided("collision-quarrel", "李娜", ago=9)
    matter = _appealed(desk, "collision-quarrel", "李娜", figure="50", reason="事出有因")  # 500 by the regime
    assert _ruled(desk, matter, step=1) == "figure"  # which names 100
    assert _ruled(desk, matter, step=1, figure="50.01") == "figure"
    assert _ruled(desk, matter, figure="50.01") == "figure"
    assert _ruled(desk, matter, step=1, figure="20") == ""
    assert desk.seen(matter).figure == 20


@pytest.mark.parametrize("said", [{"step": 2}, {"step": -1}, {"step": 3}, {}])
def test_a_change_that_is_none(desk: Office, said: dict[str, int]) -> None:
    desk.decided("collision-quarrel", "李娜", ago=9)
    matter = _appealed(desk, "collision-quarrel", "李娜")
    assert _ruled(desk, matter, **said) == ("step" if said else "outcome")


def test_the_figure_alone_can_be_made_smaller(desk: Office) -> None:
    desk.decided("collision-quarrel", "李娜", ago=9)
    matter = _appealed(desk, "collision-quarrel", "李娜")
    assert _ruled(desk, matter, step=2, figure="499") == ""
    assert desk.seen(matter).figure == 499
