"""What somebody does next about a handover that was stopped: suspended by an accident, paused by a dispute, refused."""

from jiaoban.handover.assess import Assessment
from jiaoban.handover.authority import resumes
from jiaoban.handover.seat import NextStep, Seat, is_of
from jiaoban.handover.state import Handover, Objection
from jiaoban.kernel.words import Words

SUSPENDS = "ACCIDENT"
"""The kind of matter that suspends a handover. Whether the post may be handed over while it is open the regime says."""


def suspended(seat: Seat, running: Assessment) -> NextStep:
    """A dispute waits for its ruling, the reason for the suspension stands, or the accident is over and whoever may
    resumes."""
    one = running.handover
    if one.dispute is not None:
        return _disputed(seat, running, one.dispute)
    open_ = any(row["kind"] == SUSPENDS and row["open"] for row in running.rows("matters"))
    if not one.accident or open_:
        return NextStep(
            "RESUME",
            Words(zh="交接已中止", en="The handover is suspended"),
            Words(zh="原因消除后继续交接。", en="Go on when the reason is gone."),
            Words(zh="去看原因", en="See why"),
            due_at=one.due_at,
        )
    title = Words(zh="事故已处理完毕，可以恢复交接", en="The accident is over; the handover can be resumed")
    why = Words(
        zh="恢复以后，先前确认过的内容逐条重新确认。",
        en="What was acknowledged before is then acknowledged again, line by line.",
    )
    if any(is_of(seat, one, party) or party in seat.authorities for party in resumes(running.pack, one)):
        return NextStep("RESUME", title, why, Words(zh="恢复交接", en="Resume"), due_at=one.due_at)
    return NextStep("WAIT", title, why, due_at=one.due_at)


def refused(seat: Seat, one: Handover) -> NextStep:
    """Who refused waits or looks again, the other side mends, the supervisor rules."""
    refusal = one.refusal
    assert refusal is not None
    refuser_side = one.leaving if refusal.side == "outgoing" else one.arriving
    said = Words(zh=refusal.text, en=refusal.text)
    title = Words(zh="交接被拒绝", en="The handover was refused")
    if seat.person in refuser_side and refusal.mended is not None:
        return NextStep(
            "RESUME", title, said, Words(zh="已整改，去复查", en="It was mended; look at it"), due_at=one.due_at
        )
    if seat.person in refuser_side:
        return NextStep("WAIT", title, said, due_at=one.due_at)
    if seat.person in (*one.leaving, *one.arriving):
        return NextStep("MEND", title, said, Words(zh="去处理", en="Mend it"), due_at=one.due_at)
    if seat.supervises:
        return NextStep("RULE", title, said, Words(zh="去裁定", en="Rule on it"), due_at=one.due_at)
    return NextStep("WAIT", title, said, due_at=one.due_at)


def _disputed(seat: Seat, running: Assessment, dispute: Objection) -> NextStep:
    """Whoever supervises rules; who has ruled waits for the ruling of the other shift, unless the two differ."""
    one = running.handover
    kind = next((rule for rule in running.pack.handover.objections if rule.id == dispute.kind), None)
    why, clause = Words(zh=dispute.text, en=dispute.text), kind.clause if kind else ""
    ruled = {ruling.by for ruling in dispute.rulings}
    if not seat.supervises:
        title = Words(zh="意见不统一，等待裁定", en="A dispute waits for its ruling")
        return NextStep("WAIT", title, why, clause=clause, due_at=one.due_at)
    if ruled == {seat.person}:
        title = Words(zh="您已裁定，等另一班的裁定", en="You have ruled; the other shift has yet to")
        return NextStep("WAIT", title, why, clause=clause, due_at=one.due_at)
    title = Words(zh="裁定交接双方的分歧", en="Rule on the dispute of the two sides")
    if dispute.rulings_differ:
        title = Words(zh="两班的裁定不一致，请协商后再裁定", en="The two rulings differ; agree, and rule again")
    return NextStep("RULE", title, why, Words(zh="去裁定", en="Rule on it"), clause, one.due_at)
