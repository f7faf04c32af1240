"""How an act changes a handover: one small pure function a kind, found by the class of the payload."""

from collections.abc import Callable
from typing import Any

from jiaoban.handover import acts as a
from jiaoban.handover.evolve_ways import asked_later, briefed, denied, hours_moved, postponed, stood_in
from jiaoban.handover.evolve_ways import mark as _mark
from jiaoban.handover.evolve_ways import told as _told
from jiaoban.handover.evolve_ways import with_ as _with
from jiaoban.handover.state import (
    Ack,
    Confirmation,
    Event,
    Fit,
    Handover,
    Line,
    Mark,
    Objection,
    Pick,
    Presence,
    Question,
    RefusedBy,
    Ruling,
    Signature,
    Statement,
)
from jiaoban.kernel.act import Act, Payload

Step = Callable[[Handover, Any, Act], Handover]


def evolve(state: Handover | None, act: Act, _key: str = "") -> Handover | None:
    """Return the handover after this act. A signature over content that the act changed becomes void."""
    payload = act.payload
    if isinstance(payload, a.Opened):
        return _opened(payload, act)
    if state is None:
        return None
    changed = _STEPS[type(payload)](state, payload, act)
    if changed.valid_signatures and not isinstance(payload, a.Signed) and changed.content() != state.content():
        voided = tuple(one.model_copy(update={"void": True}) for one in changed.signatures)
        changed = changed.model_copy(update={"signatures": voided})
    return changed


def _line(body: a.DrawnLine, act: Act, before: Line | None, *, offered: bool) -> Line:
    return Line(
        body=body,
        revision=before.revision + 1 if before else 1,
        author=act.actor,
        written_at=act.occurred_at,
        seq=act.seq,
        after_offer=offered,
        acks=before.acks if before else {},
        unclear={},  # given, or a default is copied for each of thousands of lines
    )


def _opened(p: a.Opened, act: Act) -> Handover:
    return Handover(
        key=p.handover,
        post=act.post,
        regime=act.regime,
        leaving=p.leaving,
        arriving=p.arriving,
        shift=p.shift,
        next_shift=p.next_shift,
        since=p.since,
        due_at=p.due_at,
        begins_at=p.due_at,
        next_ends_at=p.next_ends_at,
        joining=p.joining,
        opened_at=act.occurred_at,
        opened_by=act.actor,
        month=p.next_shift[:7] or p.due_at.strftime("%Y-%m"),
        lines={body.key: _line(body, act, None, offered=False) for body in p.lines},
        events=(Event(what="OPENED", by=act.actor, at=act.occurred_at, seq=act.seq),),
    )


def _drawn(state: Handover, p: a.Drawn, act: Act) -> Handover:
    lines = dict(state.lines)
    for body in p.lines:
        before = lines.get(body.key)
        written = {"remark": before.body.remark, "fields": {**body.fields, **before.body.fields}} if before else {}
        kept = body.model_copy(update=written)
        lines[body.key] = _line(kept, act, before, offered=state.offered)
    filled = {body.section for body in p.lines}
    nothing = {k: m for k, m in state.nothing.items() if k not in filled}
    return _with(state, lines={k: line for k, line in lines.items() if k not in p.gone}, nothing=nothing)


def _picked(state: Handover, p: a.Picked, act: Act) -> Handover:
    """What is left out keeps its place among the picks; its line goes, and comes back when it is taken after all."""
    picks = dict(state.picks)
    for seen, taken in ((p.taken, True), (p.left, False)):
        for key, print_ in seen.items():
            opened = picks[key].opened if key in picks else {}
            picks[key] = Pick(taken=taken, opened={**opened, act.actor: print_})
    drawn = _drawn(state, a.Drawn(handover=p.handover, lines=p.lines, gone=tuple(p.left)), act)
    return _with(drawn, picks=picks)


def _line_written(state: Handover, p: a.LineWritten, act: Act) -> Handover:
    return _drawn(state, a.Drawn(handover=p.handover, lines=(p.line,)), act)


def _line_changed(state: Handover, p: a.LineChanged, act: Act) -> Handover:
    before = state.lines[p.line]
    update: dict[str, Any] = {"fields": {**before.body.fields, **p.fields}, "remark": p.remark}
    if p.text:
        update["text"] = p.text
    line = _line(before.body.model_copy(update=update), act, before, offered=state.offered)
    return _with(state, lines={**state.lines, p.line: line})


def _line_dropped(state: Handover, p: a.LineDropped, act: Act) -> Handover:
    lines = {key: line for key, line in state.lines.items() if key != p.line}
    return _told(state, act, "LINE_DROPPED", f"{state.lines[p.line].body.text} - {p.reason}", lines=lines)


def _nothing(state: Handover, p: a.NothingSaid, act: Act) -> Handover:
    return _with(state, nothing={**state.nothing, p.section: _mark(act)})


def _offered(state: Handover, p: a.Offered, act: Act) -> Handover:
    """A record offered anew ends a refusal: whoever refused judges it again, by signing or by refusing again."""
    return _told(state, act, "OFFERED", stage="OFFERED", offered=True, refusals=_ended(state, _mark(act)))


def _ended(state: Handover, mark: Mark) -> tuple[RefusedBy, ...]:
    return tuple(one if one.ended else one.model_copy(update={"ended": mark}) for one in state.refusals)


def _withdrawn(state: Handover, p: a.Withdrawn, act: Act) -> Handover:
    voided = tuple(one.model_copy(update={"void": True}) for one in state.signatures)
    return _told(state, act, "WITHDRAWN", p.reason, stage="DRAFT", offered=False, signatures=voided)


def _reported_in(state: Handover, p: a.ReportedIn, act: Act) -> Handover:
    presence = Presence(at=act.occurred_at, seq=act.seq, ready=p.ready, lead_s=p.lead_s, on_time=p.on_time)
    known = p.side == "outgoing" or p.person in state.arriving
    arriving = state.arriving if known else (*state.arriving, p.person)
    return _with(state, presence={**state.presence, p.person: presence}, arriving=arriving)


def _fitness(state: Handover, p: a.FitnessStated, act: Act) -> Handover:
    fit = Fit(fitness=p.fitness, by=act.actor, at=act.occurred_at, note=p.note)
    if p.judged:
        return _with(state, judged={**state.judged, p.person: fit})
    return _with(state, declared={**state.declared, p.person: fit})


def _acknowledged(state: Handover, p: a.Acknowledged, act: Act) -> Handover:
    lines = dict(state.lines)
    for key, revision in p.revisions.items():
        line = lines[key]
        ack = Ack(at=act.occurred_at, seq=act.seq, revision=revision, read_back=p.read_back.get(key, ""))
        unclear = {person: mark for person, mark in line.unclear.items() if person != act.actor}
        lines[key] = line.model_copy(update={"acks": {**line.acks, act.actor: ack}, "unclear": unclear})
    return _with(state, lines=lines)


def _unclear(state: Handover, p: a.MarkedUnclear, act: Act) -> Handover:
    line = state.lines[p.line]
    acks = {person: ack for person, ack in line.acks.items() if person != act.actor}
    marked = line.model_copy(update={"unclear": {**line.unclear, act.actor: _mark(act, p.why)}, "acks": acks})
    return _with(state, lines={**state.lines, p.line: marked})


def _asked(state: Handover, p: a.Asked, act: Act) -> Handover:
    question = Question(
        key=p.question, line=p.line, by=act.actor, at=act.occurred_at, text=p.text, seq=act.seq, authors=p.authors
    )
    return _with(state, questions={**state.questions, p.question: question})


def _answered(state: Handover, p: a.Answered, act: Act) -> Handover:
    question = state.questions[p.question]
    answered = question.model_copy(update={"answers": (*question.answers, _mark(act, p.text))})
    return _with(state, questions={**state.questions, p.question: answered})


def _settled(state: Handover, p: a.Settled, act: Act) -> Handover:
    settled = state.questions[p.question].model_copy(update={"settled": _mark(act)})
    return _with(state, questions={**state.questions, p.question: settled})


def _objected(state: Handover, p: a.Objected, act: Act) -> Handover:
    made = Objection(key=p.objection, kind=p.kind, side=p.side, by=act.actor, at=act.occurred_at, text=p.text)
    stopped = p.pauses and state.stage in ("DRAFT", "OFFERED")
    made = made.model_copy(update={"pauses": p.pauses, "stopped": stopped})
    stage = "SUSPENDED" if stopped else state.stage
    return _told(state, act, "OBJECTED", p.text, objections={**state.objections, p.objection: made}, stage=stage)


def _mended(state: Handover, p: a.Mended, act: Act) -> Handover:
    mended = state.objections[p.objection].model_copy(update={"mended": _mark(act, p.how)})
    return _with(state, objections={**state.objections, p.objection: mended})


def _rechecked(state: Handover, p: a.Rechecked, act: Act) -> Handover:
    objection = state.objections[p.objection]
    mark = _mark(act, p.note)
    update: dict[str, Any] = {"checks": (*objection.checks, mark)}
    update.update({"closed": mark} if p.good else {"mended": None})
    return _with(state, objections={**state.objections, p.objection: objection.model_copy(update=update)})


def _confirmed(state: Handover, p: a.Confirmed | a.Waived, act: Act) -> Handover:
    made = Confirmation(
        point=p.point,
        party=p.party,
        by=act.actor,
        at=act.occurred_at,
        seq=act.seq,
        line=p.line,
        subject=p.subject,
        note=p.reason if isinstance(p, a.Waived) else p.note,
        equipment="" if isinstance(p, a.Waived) else p.equipment,
        waived=isinstance(p, a.Waived),
        result="" if isinstance(p, a.Waived) else p.result,
        photos=() if isinstance(p, a.Waived) else p.photos,
    )
    return _with(state, confirmations=(*state.confirmations, made))


def _witnessed(state: Handover, p: a.Witnessed, act: Act) -> Handover:
    """The last waiver of this has a witness now."""
    about = (p.point, p.party, p.line, p.subject)
    place = max(
        n
        for n, one in enumerate(state.confirmations)
        if one.waived and (one.point, one.party, one.line, one.subject) == about
    )
    made = list(state.confirmations)
    made[place] = made[place].model_copy(update={"witness": act.actor})
    return _with(state, confirmations=tuple(made))


def _step(state: Handover, p: a.StepCompleted, act: Act) -> Handover:
    return _with(state, steps={**state.steps, p.step: _mark(act)})


def _stated(state: Handover, p: a.Stated, act: Act) -> Handover:
    made = Statement(
        gate=p.gate,
        kind=p.statement,
        party=p.party,
        by=act.actor,
        at=act.occurred_at,
        seq=act.seq,
        text=p.text,
        over=p.over,
        names=p.names,
    )
    return _with(state, statements=(*state.statements, made))


def _ruled(state: Handover, p: a.Ruled, act: Act) -> Handover:
    mark = _mark(act, p.text)
    told = _told(state, act, "RULED", p.text)
    if p.about in state.questions:
        ruled = state.questions[p.about].model_copy(update={} if p.upheld else {"ruling": mark})
        return _with(told, questions={**state.questions, p.about: ruled})
    if p.about in state.objections:
        return _ruled_on_objection(told, p, act, mark)
    refusals = tuple(
        one.model_copy(update={"ruling": mark, **({} if p.upheld else {"ended": mark})}) if one.key == p.about else one
        for one in state.refusals
    )
    return _with(told, refusals=refusals, stage=state.stage if p.upheld else _after_ruling(state))


def _ruled_on_objection(state: Handover, p: a.Ruled, act: Act, mark: Mark) -> Handover:
    """Once the ruling decides, what the objection had stopped goes on, unless another one still waits."""
    before = state.objections[p.about]
    made = Ruling(by=act.actor, at=act.occurred_at, seq=act.seq, upheld=p.upheld, text=p.text)
    update: dict[str, Any] = {"rulings": (*before.rulings, made)}
    if p.decides:
        update.update({"decided": mark, **({} if p.upheld else {"closed": mark})})
    ruled = _with(state, objections={**state.objections, p.about: before.model_copy(update=update)})
    goes_on = p.decides and before.stopped and before.decided is None and ruled.dispute is None
    return _with(ruled, stage=_after_ruling(state)) if goes_on and state.stage == "SUSPENDED" else ruled


def _after_ruling(state: Handover) -> str:
    """A ruling lets go on what was disputed or refused; what an accident suspends is resumed after the accident."""
    return "SUSPENDED" if state.accident else _back(state)


def _back(state: Handover) -> str:
    return "OFFERED" if state.offered else "DRAFT"


def _refused(state: Handover, p: a.Refused, act: Act) -> Handover:
    made = RefusedBy(key=p.refusal, ground=p.ground, side=p.side, by=act.actor, at=act.occurred_at, text=p.text)
    return _told(state, act, "REFUSED", p.text, refusals=(*state.refusals, made), stage="REFUSED")


def _refusal_mended(state: Handover, p: a.RefusalMended, act: Act) -> Handover:
    mark = _mark(act, p.how)
    refusals = tuple(one.model_copy(update={"mended": mark}) if one.ended is None else one for one in state.refusals)
    return _told(state, act, "REFUSAL_MENDED", p.how, refusals=refusals)


def _suspended(state: Handover, p: a.Suspended, act: Act) -> Handover:
    if not p.matter:
        return _told(state, act, "SUSPENDED", p.reason, stage="SUSPENDED")
    lines = {key: line.model_copy(update={"acks": {}}) for key, line in state.lines.items()}
    if state.stage == "DRAFT":  # it was withdrawn; nothing is to be interrupted
        return _with(state, lines=lines, accident_seq=act.seq)
    stage = "SUSPENDED" if state.stage == "OFFERED" else state.stage
    return _told(state, act, "SUSPENDED", p.reason, stage=stage, lines=lines, accident=p.matter, accident_seq=act.seq)


def _resumed(state: Handover, p: a.Resumed, act: Act) -> Handover:
    refusals = _ended(state, _mark(act, p.text))
    return _told(state, act, "RESUMED", p.text, refusals=refusals, stage=_back(state), accident="")


def _relief_reported(state: Handover, p: a.ReliefReported, act: Act) -> Handover:
    return _told(state, act, "RELIEF_REPORTED", p.text, about=p.person)


def _left(state: Handover, p: a.Left, act: Act) -> Handover:
    left = {**state.left, p.person: _mark(act, p.text)} if p.early else state.left
    return _told(state, act, "LEFT_EARLY" if p.early else "LEFT", p.text, about=p.person, left=left)


def _signed(state: Handover, p: a.Signed, act: Act) -> Handover:
    made = Signature(
        party=p.party, by=act.actor, at=act.recorded_at, seq=act.seq, content=p.content, says=p.says, stroke=p.stroke
    )
    return _with(state, signatures=(*state.signatures, made))


def _closed(state: Handover, p: a.Closed, act: Act) -> Handover:
    return _told(
        state, act, p.ending, p.text, stage="CLOSED", ending=p.ending, closed_at=act.recorded_at, lifted=p.lifted
    )


_STEPS: dict[type[Payload], Step] = {
    a.Drawn: _drawn,
    a.Picked: _picked,
    a.LineWritten: _line_written,
    a.LineChanged: _line_changed,
    a.LineDropped: _line_dropped,
    a.NothingSaid: _nothing,
    a.Offered: _offered,
    a.Withdrawn: _withdrawn,
    a.ReportedIn: _reported_in,
    a.FitnessStated: _fitness,
    a.Acknowledged: _acknowledged,
    a.MarkedUnclear: _unclear,
    a.Asked: _asked,
    a.Answered: _answered,
    a.Settled: _settled,
    a.Objected: _objected,
    a.Mended: _mended,
    a.Rechecked: _rechecked,
    a.Confirmed: _confirmed,
    a.Waived: _confirmed,
    a.Witnessed: _witnessed,
    a.StepCompleted: _step,
    a.Stated: _stated,
    a.Ruled: _ruled,
    a.Refused: _refused,
    a.RefusalMended: _refusal_mended,
    a.Suspended: _suspended,
    a.Resumed: _resumed,
    a.HoursMoved: hours_moved,
    a.Postponed: postponed,
    a.PostponementAsked: asked_later,
    a.PostponementDenied: denied,
    a.Briefed: briefed,
    a.StoodIn: stood_in,
    a.ReliefReported: _relief_reported,
    a.Left: _left,
    a.Signed: _signed,
    a.Closed: _closed,
}
KINDS = (a.Opened.KIND, *(kind.KIND for kind in _STEPS))
