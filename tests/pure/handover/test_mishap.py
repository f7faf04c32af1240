"""An accident in each stage of a handover: what was acknowledged before it is acknowledged again."""

import pytest

from jiaoban.duty import usecases as _duty  # noqa: F401 - declares the verbs
from jiaoban.followup import usecases as _followup  # noqa: F401
from tests.pure.handover.desk import IN, LEAD, OUT, Desk

GROUND = "accident-or-operation"


@pytest.fixture
def desk() -> Desk:
    """A handover that is offered, with a defect that the incoming side has acknowledged."""
    made = Desk()
    made.ok("plant.open_matter", OUT, kind="DEFECT", title="渗油", severity="MINOR")
    return made.reported().read()


def accident(desk: Desk) -> str:
    return desk.ok("plant.open_matter", OUT, kind="ACCIDENT", title="水淹厂房").acts[0].command


def end(desk: Desk, key: str) -> None:
    for state in ("HANDLING", "ENDED"):
        desk.ok("plant.advance", OUT, matter=key, state=state)


def acknowledged(desk: Desk) -> bool:
    return any(line.acks for line in desk.handover.lines.values())


def refuse(desk: Desk) -> str:
    ground = next(one.id for one in desk.pack.handover.refusals if "incoming" in one.by)
    return desk.ok("handover.refuse", IN, ground=ground, text="地面有油").acts[0].command


def test_while_it_is_suspended_for_another_reason(desk: Desk) -> None:
    desk.ok("handover.suspend", OUT, reason="火警")
    assert acknowledged(desk)
    key = accident(desk)
    assert not acknowledged(desk)
    assert desk.refused("handover.resume", OUT) == ["no-accident"]
    end(desk, key)
    desk.ok("handover.resume", OUT)
    assert (desk.handover.stage, desk.handover.accident) == ("OFFERED", "")
    assert "everything-read" in desk.blocked()


def test_while_it_is_refused(desk: Desk) -> None:
    refuse(desk)
    key = accident(desk)
    assert (desk.handover.stage, acknowledged(desk)) == ("REFUSED", False)
    desk.ok("handover.mend_refusal", OUT, how="已擦净")
    assert desk.refused("handover.resume", IN) == ["no-accident"]
    end(desk, key)
    desk.ok("handover.resume", IN)
    assert desk.handover.stage == "OFFERED"


def test_a_ruling_on_a_refusal_does_not_lift_an_accident(desk: Desk) -> None:
    refusal = refuse(desk)
    key = accident(desk)
    desk.ok("handover.rule", LEAD, about=refusal, upheld=False, text="不影响接班")
    assert desk.handover.stage == "SUSPENDED"
    end(desk, key)
    desk.ok("handover.resume", OUT)
    assert desk.handover.stage == "OFFERED"


def test_while_the_record_is_taken_back(desk: Desk) -> None:
    desk.ok("handover.withdraw", OUT, reason="补一条")
    assert acknowledged(desk)
    accident(desk)
    assert (desk.handover.stage, acknowledged(desk)) == ("DRAFT", False)


def test_a_record_that_nobody_has_read_is_drawn_up_on() -> None:
    desk = Desk().open()
    size = desk.book.size
    accident(desk)
    assert (desk.handover.stage, desk.handover.accident) == ("DRAFT", "")
    assert [act.kind for act in desk.book.acts(size)] == ["plant.matter_opened", "logbook.written"]


def test_the_second_of_two_keeps_it_suspended_when_the_first_ends(desk: Desk) -> None:
    first, second = accident(desk), accident(desk)
    end(desk, first)
    assert desk.refused("handover.resume", OUT) == ["no-accident"]
    end(desk, second)
    desk.ok("handover.resume", OUT)


def test_the_first_of_two_keeps_it_suspended_when_the_second_ends(desk: Desk) -> None:
    first, second = accident(desk), accident(desk)
    end(desk, second)
    assert desk.refused("handover.resume", OUT) == ["no-accident"]
    end(desk, first)
    desk.ok("handover.resume", OUT)
