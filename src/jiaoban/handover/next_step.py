"""The one thing that a person does next at a post: what the home page puts on its one big button. Pure.

It decides nothing: whoever follows another way is judged by the same gates. It only says what is most worth doing.
"""

from collections.abc import Iterator
from datetime import datetime

from jiaoban.handover.assess import Assessment, GateVerdict, judges_of
from jiaoban.handover.holding import AWAITING_RELIEF
from jiaoban.handover.seat import Code, NextStep, Seat, is_of
from jiaoban.handover.state import Handover, Tenure
from jiaoban.handover.stopped import refused, suspended
from jiaoban.kernel.words import Words
from jiaoban.regime.pack import Pack

__all__ = ["NextStep", "Seat", "next_step"]


def next_step(
    seat: Seat, held: Tenure | None, running: Assessment | None, pack: Pack | None, now: datetime
) -> NextStep:
    """Return the next step of a person. `held`: who holds the post, None before its first shift."""
    if pack is None:
        return NextStep("LOOK", Words(zh="本岗位还没有采用制度", en="No regime is in force at this post"))
    if running is None:
        return _without_handover(seat, held, pack, now)
    one = running.handover
    if one.stage == "REFUSED":
        return refused(seat, one)
    if one.stage == "SUSPENDED":
        return suspended(seat, running)
    found = next(_candidates(seat, running), None)
    return found or _waiting(seat, running)


def _without_handover(seat: Seat, held: Tenure | None, pack: Pack, now: datetime) -> NextStep:
    if held is None or not held.people:
        return _empty_post(seat, held)
    hour = held.hour_of(seat.person) if seat.person in held.people else held.due_at
    begins = hour - pack.handover.presence.drafts if hour else None
    if begins is not None and now >= begins and (seat.person in held.people or seat.supervises):
        return NextStep(
            "OPEN",
            Words(zh="起草交接班记录", en="Draft the handover record"),
            Words(
                zh="系统按本班的日志、设备和跟进事项起草，您来补充。",
                en="It is drafted from the log, the plant and the follow-ups; you complete it.",
            ),
            Words(zh="开始交接班", en="Begin the handover"),
            clause=pack.handover.presence.clause,
            due_at=hour,
        )
    if seat.person in held.people and held.basis in AWAITING_RELIEF:
        return NextStep(
            "OPEN",
            Words(zh="接班人到了，就交出岗位", en="Hand the post over once relief is there"),
            Words(zh="岗位现由您负责，直到有人接班。", en="You answer for the post until somebody takes it over."),
            Words(zh="准备交接", en="Prepare the handover"),
            clause=held.clause,
            due_at=hour,
        )
    if seat.person in held.people:
        return NextStep(
            "WRITE",
            Words(zh="记录本班情况", en="Write the log of the shift"),
            Words(zh="发生一件记一条，交班时自动汇总。", en="One entry for each thing; the handover gathers them."),
            Words(zh="记一条", en="Write an entry"),
            due_at=hour,
        )
    if seat.due_next and held.basis == "UNATTENDED" and pack.handover.taken_up is not None:
        return NextStep(
            "OPEN",
            Words(zh="恢复值守", en="Take the post up again"),
            Words(
                zh="岗位无人值守，没有交班人：记录由您填写、由您签字。",
                en="Nobody hands over: you write the record and sign it.",
            ),
            Words(zh="开始恢复值守", en="Begin"),
            clause=pack.handover.taken_up.clause,
            due_at=hour,
        )
    if hour is not None and now >= hour:
        return _overdue(seat, held)
    if seat.due_next:
        return NextStep(
            "WAIT",
            Words(zh="下一班由您接班", en="You take over next"),
            Words(
                zh="交班人起草记录后，您可在这里报到并查阅。",
                en="Once the record is drafted you report in and read it here.",
            ),
            due_at=hour,
        )
    return NextStep("LOOK", Words(zh="岗位正常值守", en="The post is held"), due_at=hour)


def _overdue(seat: Seat, held: Tenure) -> NextStep:
    """The hour is past and nothing is going on: it was never begun, or was given up."""
    title = Words(zh="岗位在等人接班", en="The post waits for its relief")
    if seat.due_next:
        title = Words(zh="等着由您接班", en="You are to take over")
    why = Words(
        zh="交接时间已过，责任仍在当班人；请当班人或当班负责人准备交接。",
        en="The hour is past and whoever holds the post still answers; they or the supervisor begin the handover.",
    )
    return NextStep("WAIT", title, why, clause=held.late_clause, due_at=held.due_at)


def _empty_post(seat: Seat, held: Tenure | None) -> NextStep:
    if seat.supervises and held is None:
        return NextStep(
            "TAKE_FIRST",
            Words(zh="登记第一班的值班人", en="Say who stands the first shift"),
            Words(
                zh="岗位还没有人值守；从登记时起计算责任。",
                en="Nobody holds the post; responsibility begins with this.",
            ),
            Words(zh="登记首班", en="Enter the first shift"),
        )
    if held is not None:
        return NextStep("LOOK", Words(zh="岗位无人值守，处于批准的安全状态", en="The post is left in its safe state"))
    return NextStep(
        "WAIT",
        Words(zh="岗位还没有人值守", en="Nobody holds the post yet"),
        Words(
            zh="由当班负责人登记首班；从那时起计算责任。",
            en="The shift supervisor enters the first shift; responsibility begins with it.",
        ),
    )


def _candidates(seat: Seat, running: Assessment) -> Iterator[NextStep]:
    """What this person could do, the most urgent first."""
    one = running.handover
    yield from _asked(seat, running)
    if seat.person in one.leaving:
        yield from _coming(seat, running)
        yield from _round(running)
    yield from _recording(seat, running)
    if seat.person in one.leaving:
        yield from _outgoing(running)
    if seat.person in one.arriving:
        yield from _incoming(seat, running)
    yield from _signing(seat, running)
    if seat.supervises:
        yield from _supervising(running)
    yield from _gates(seat, running)


def _asked(seat: Seat, running: Assessment) -> Iterator[NextStep]:
    """A postponement that waits for this person's answer."""
    one = running.handover
    way = next((way for way in running.pack.handover.exits if way.way == "postpone"), None)
    if one.asked is None or way is None or not any(is_of(seat, one, party) for party in way.approved_by):
        return
    title = Words(zh="答复推迟的请求", en="Answer the request to postpone")
    said = Words(zh=one.asked.reason, en=one.asked.reason)
    yield NextStep("RULE", title, said, Words(zh="去答复", en="Answer it"), way.clause, one.due_at)


def _round(running: Assessment) -> Iterator[NextStep]:
    """A round of the outgoing side whose time has come."""
    points = {point.id: point for point in running.pack.handover.confirmations}
    due = (row for row in running.rows("rounds") if row["party"] == "outgoing" and row["due"] and not row["done"])
    for row in due:
        point, do = points[str(row["point"])], Words(zh="去巡检", en="Go the round")
        yield NextStep("ROUND", point.title, point.asks, do, point.clause, running.handover.due_at)


def _coming(seat: Seat, running: Assessment) -> Iterator[NextStep]:
    """Reporting in of the outgoing side, where the regime wants both at the post, once it is time."""
    one, presence = running.handover, running.pack.handover.presence
    early = one.expected_at(presence.lead) - running.now > presence.opens
    if presence.both and not early and seat.person not in one.presence:
        yield _report_in(one, presence.clause)


def _report_in(one: Handover, clause: str) -> NextStep:
    return NextStep(
        "REPORT_IN",
        Words(zh="到岗报到", en="Report in"),
        Words(zh="报到时间将记入交接班记录。", en="The moment goes into the record."),
        Words(zh="报到", en="Report in"),
        clause=clause,
        due_at=one.due_at,
    )


def _recording(seat: Seat, running: Assessment) -> Iterator[NextStep]:
    """Fill the record in and offer it: what of that is this person's by the regime."""
    one, rules = running.handover, running.pack.handover
    writes, offers = (
        any(is_of(seat, one, party) for party in parties) for parties in (rules.written_by, rules.offered_by)
    )
    if one.stage != "DRAFT" or not (writes or offers):
        return
    standing = [gate for gate in running.standing("offer") if not gate.waits_for_drawing]
    own = (gate for gate in standing if _lifts(seat, running, gate))
    first = next(own, standing[0] if standing and rules.record is None else None)
    if first is not None:
        yield _by_gate("COMPLETE", first, Words(zh="补齐交接班记录", en="Complete the record"), one.due_at)
    elif offers and not standing:
        yield NextStep(
            "OFFER",
            Words(zh="提请接班", en="Offer the handover"),
            Words(zh="记录已齐，请接班人查阅。", en="The record is complete; let the incoming side read it."),
            Words(zh="提请接班", en="Offer"),
            due_at=one.due_at,
        )


def _outgoing(running: Assessment) -> Iterator[NextStep]:
    one = running.handover
    unanswered = [q for q in one.questions.values() if q.open and not q.answers]
    if unanswered:
        yield NextStep(
            "ANSWER",
            Words(zh=f"接班人有 {len(unanswered)} 个问题", en=f"{len(unanswered)} questions to answer"),
            Words(zh=unanswered[0].text, en=unanswered[0].text),
            Words(zh="去答复", en="Answer"),
            due_at=one.due_at,
        )
    raised = [o for o in one.objections.values() if o.open and o.side != "outgoing" and o.mended is None]
    if raised:
        yield NextStep(
            "MEND",
            Words(zh="接班人提出异议", en="The incoming side objects"),
            Words(zh=raised[0].text, en=raised[0].text),
            Words(zh="去处理", en="Mend it"),
            due_at=one.due_at,
        )


def _incoming(seat: Seat, running: Assessment) -> Iterator[NextStep]:
    one, pack = running.handover, running.pack.handover
    if seat.person not in one.presence:
        yield _report_in(one, pack.presence.clause)
    if pack.fitness is not None and pack.fitness.declared and seat.person not in one.declared:
        yield NextStep(
            "DECLARE",
            Words(zh="申明身体和精神状态", en="Declare your fitness"),
            label=Words(zh="去申明", en="Declare"),
            clause=pack.fitness.clause,
            due_at=one.due_at,
        )
    unread = [line for line in one.lines.values() if not line.acknowledged_by(seat.person)]
    if one.offered and unread:
        yield NextStep(
            "READ",
            Words(zh=f"查阅交接班记录，还有 {len(unread)} 条未确认", en=f"Read the record: {len(unread)} lines to go"),
            label=Words(zh="去查阅", en="Read"),
            due_at=one.due_at,
        )
    mended = [o for o in one.objections.values() if o.open and o.by == seat.person and o.mended is not None]
    if mended:
        yield NextStep(
            "MEND",
            Words(zh="请复查已整改的异议", en="Look again at what was mended"),
            Words(zh=mended[0].text, en=mended[0].text),
            Words(zh="去复查", en="Look again"),
            due_at=one.due_at,
        )


def _signing(seat: Seat, running: Assessment) -> Iterator[NextStep]:
    one, wanted = running.handover, running.next_signature
    if wanted is None or not one.offered or running.standing("sign") or not is_of(seat, one, wanted.party):
        return
    if any(step.state == "CURRENT" and not step.step.by_signature for step in running.steps):
        return
    yield NextStep(
        "SIGN", Words(zh="签字", en="Sign"), wanted.says, Words(zh="去签字", en="Sign"), wanted.clause, one.due_at
    )


def _supervising(running: Assessment) -> Iterator[NextStep]:
    one, fitness = running.handover, running.pack.handover.fitness
    judges = fitness is not None and fitness.judged_by == "supervisor"
    unjudged = any(
        row["reported"] and row["side"] == "incoming" and not row["judged"] for row in running.rows("people")
    )
    if fitness is not None and judges and unjudged:
        yield NextStep(
            "JUDGE",
            Words(zh="判定接班人精神状态", en="Judge the fitness of the incoming side"),
            label=Words(zh="去判定", en="Judge"),
            clause=fitness.clause,
            due_at=one.due_at,
        )
    current = next((step for step in running.steps if step.state == "CURRENT"), None)
    if current is not None and current.step.by == "supervisor":
        code: Code = "STEP" if current.met else "MEETING"
        yield NextStep(
            code, current.step.title, current.step.asks, Words(zh="去办理", en="Do it"), current.step.clause, one.due_at
        )


def _gates(seat: Seat, running: Assessment) -> Iterator[NextStep]:
    """A step that is this person's, then whatever stands in the way and is theirs to lift."""
    one = running.handover
    current = next((step for step in running.steps if step.state == "CURRENT"), None)
    if one.offered and current is not None and not current.step.by_signature and is_of(seat, one, current.step.by):
        asks, do = current.step.asks, Words(zh="去办理", en="Do it")
        yield NextStep("STEP", current.step.title, asks, do, current.step.clause, one.due_at)
    for verdict in running.standing("sign") if one.offered else ():
        if _lifts(seat, running, verdict):
            yield _by_gate("GATE", verdict, verdict.gate.title, one.due_at)


def _waiting(seat: Seat, running: Assessment) -> NextStep:
    one = running.handover
    if seat.person in one.arriving and not one.offered:
        return NextStep(
            "WAIT", Words(zh="等待交班人提请接班", en="Waiting for the record to be offered"), due_at=one.due_at
        )
    if seat.person in (*one.leaving, *one.arriving) or seat.supervises:
        return _waiting_for_others(running)
    if any(called.instead_of == seat.person for called in one.stand_ins.values()):
        return _replaced(running)
    return NextStep("LOOK", Words(zh="正在交接班", en="A handover is going on"), due_at=one.due_at)


def _replaced(running: Assessment) -> NextStep:
    """Somebody else was called in this person's place: whoever comes all the same is told."""
    one = running.handover
    names = [str(row["title"]) for row in running.rows("people") if row["side"] == "incoming"]
    return NextStep(
        "LOOK",
        Words(zh="已另安排人顶班", en="Somebody stands in for you"),
        Words(
            zh=f"这一班由{'、'.join(names)}接班。您到岗后请找当班负责人。",
            en=f"{', '.join(names)} takes over this shift. When you come, see the shift supervisor.",
        ),
        due_at=one.due_at,
    )


def _waiting_for_others(running: Assessment) -> NextStep:
    """Say what is still to be done, and by which clause, by whoever it is that does it."""
    one, title = running.handover, Words(zh="等别人办理", en="Others have something to do first")
    gate = next(iter(running.standing("sign" if one.offered else "offer")), None)
    why, clause = (gate.why, gate.gate.clause) if gate else (Words(zh=""), "")
    return NextStep("WAIT", title, why, clause=clause, due_at=one.due_at)


def _lifts(seat: Seat, running: Assessment, verdict: GateVerdict) -> bool:
    one = running.handover
    own = {party for party in (*verdict.gate.who, "outgoing", "incoming", "supervisor") if is_of(seat, one, party)}
    return any(party in own for party in verdict.gate.who) and verdict.left_to(
        seat.person, own | set(seat.authorities), judges=judges_of(running.pack), overdue=running.now >= one.due_at
    )


def _by_gate(code: Code, verdict: GateVerdict, title: Words, due_at: datetime) -> NextStep:
    do = Words(zh="去处理", en="See to it")
    return NextStep(code, title, verdict.why, do, verdict.gate.clause, due_at, verdict.gate.id)
