"""What moves a handover forward by people's word: confirmations, waivers, steps, statements on gates, rulings."""

from typing import Literal

from pydantic import Field

from jiaoban.handover import acts
from jiaoban.handover.assess import named, wanted_statements
from jiaoban.handover.state import Handover
from jiaoban.handover.usecases.route import found_amiss, needs_before, next_on_route, open_yet
from jiaoban.handover.usecases.ruling import decides
from jiaoban.handover.usecases.scene import (
    OfHandover,
    belongs,
    find,
    look,
    need,
    need_equipment,
    need_stage,
    one,
    pack_of,
    party_words,
)
from jiaoban.kernel.access import Right
from jiaoban.kernel.fields import MaybeRef, MaybeText, Ref, Sha256, Text
from jiaoban.kernel.refusal import BadInput, Declined, NotFound, Reason
from jiaoban.kernel.verbs import Context, Decision, plain, verb
from jiaoban.kernel.words import Words
from jiaoban.regime.facts import Row
from jiaoban.regime.pack import Confirmation


class Confirm(OfHandover):
    """A point of the pack, with the line or subject for which it is asked; `equipment` when confirmed at a tag;
    `result` where the pack asks what was found. `finding`: what is amiss there; it is put to the other side where the
    regime says so."""

    point: Ref = Field(title="确认点 Point")
    line: MaybeRef = Field(default="", title="条目 Line")
    subject: MaybeRef = Field(default="", title="交接对象 Subject")
    note: MaybeText = Field(default="", title="说明 Note")
    finding: MaybeText = Field(default="", title="发现的问题 What was found amiss")
    equipment: MaybeRef = Field(default="", title="设备 Equipment")
    result: Literal["", "NORMAL", "ABNORMAL"] = Field(default="", title="结果 Result")
    photos: tuple[Sha256, ...] = Field(default=(), max_length=6, title="照片 Photos")


@verb("handover.confirm", right=Right.WORK)
def confirm(context: Context, args: Confirm) -> Decision:
    """确认一个确认点（口头交接、现场查看、卫生等）。"""
    handover = find(context, args.handover)
    point = _point(context, handover, args.point)
    row = _asked(context, handover, args.point, args.line, args.subject)
    party = _for_whom(context, handover, point, args)
    needs_before(context, handover, point, args.subject)
    _same_equipment(handover, point, args)
    need_equipment(context, args.equipment)
    open_yet(context, handover, point, party)
    if point.route:
        next_on_route(context, handover, point, party, args.subject, args.equipment)
    objected = found_amiss(context, handover, point, party, args.finding.strip(), str(row["title"]))
    _whole_result(handover, point, args)
    confirmed = acts.Confirmed(
        handover=handover.key,
        point=point.id,
        party=party,
        line=str(row["line"]),
        subject=str(row["subject"]),
        note=args.note.strip() or args.finding.strip(),
        equipment=args.equipment,
        result=args.result,
        photos=args.photos,
    )
    return [*one(confirmed, point.clause), *objected]


def _for_whom(context: Context, handover: Handover, point: Confirmation, args: Confirm) -> str:
    """Return the party for which the actor confirms: of several, the first whose word is still wanted."""
    mine = [party for party in point.parties if belongs(context, handover, party)]
    if not mine:
        need(context, handover, *(party for party in point.parties if party != "outgoing" or handover.leaving))
    given = {
        one.party
        for one in handover.confirmations
        if (one.point, one.line, one.subject, one.by) == (point.id, args.line, args.subject, context.actor.person)
    }
    return next((party for party in mine if party not in given), mine[0])


def _whole_result(handover: Handover, point: Confirmation, args: Confirm) -> None:
    """Where the pack asks for a result there is one, and what is not normal is told by a note or a photograph."""
    if bool(args.result) != point.results:
        raise BadInput(
            "result",
            Words(zh="请填写检查结果。", en="Say what was found.")
            if point.results
            else Words(zh="这里不填检查结果。", en="No result is asked for here."),
            Words(zh="正常填 NORMAL，不正常填 ABNORMAL。", en="NORMAL or ABNORMAL.")
            if point.results
            else Words(zh="请把结果留空。", en="Leave it empty."),
        )
    if args.result == "ABNORMAL" and not args.note.strip() and not args.photos:
        raise Declined(
            Reason(
                code=f"result:{point.id}",
                clause=point.clause,
                why=Words(
                    zh=f"「{point.title.zh}」不正常，却没有说明，也没有照片。",
                    en=f"{point.title.en or point.id} is not normal, with neither a note nor a photograph.",
                ),
                lifts=Words(zh="请写明哪里不正常，或附上照片。", en="Say what is wrong, or attach a photograph."),
                who=point.parties,
            ),
            about=handover.key,
        )


def _point(context: Context, handover: Handover, key: str) -> Confirmation:
    points = {point.id: point for point in pack_of(context, handover).handover.confirmations}
    if key not in points:
        raise BadInput(
            "point",
            Words(zh=f"制度里没有确认点「{key}」。", en=f"The regime has no confirmation point {key!r}."),
            Words(zh=f"应为其中之一：{'、'.join(points)}。", en=f"It should be one of {', '.join(points)}."),
        )
    return points[key]


def _asked(context: Context, handover: Handover, point: str, line: str, subject: str) -> Row:
    rows = look(context, handover).rows("confirmations")
    for row in rows:
        if (row["point"], row["line"], row["subject"]) == (point, line, subject):
            return row
    raise BadInput(
        "line" if line else "subject" if subject else "point",
        Words(zh="这里不需要这项确认。", en="This confirmation is not asked for here."),
        Words(zh="请从待确认清单中选择。", en="Choose one from the list of what is asked."),
    )


def _same_equipment(handover: Handover, point: Confirmation, args: Confirm) -> None:
    line = handover.lines.get(args.line)
    tag = line.body.equipment or line.body.ref if line is not None else args.subject
    if point.at_tag and args.equipment != tag:
        raise Declined(
            Reason(
                code=f"at-tag:{point.id}",
                clause=point.clause,
                why=Words(
                    zh=f"「{point.title.zh}」要在现场确认。",
                    en=f"{point.title.en or point.id} is confirmed on the spot.",
                ),
                lifts=Words(zh="请到现场扫描或输入它的标牌。", en="Go there and scan its tag, or type what it says."),
                who=point.parties,
                names=(tag,) if tag else (),
            ),
            about=handover.key,
        )
    if args.equipment and line is not None and line.body.equipment not in ("", args.equipment):
        raise BadInput(
            "equipment",
            Words(zh="扫到的标牌不是这一条的设备。", en="The tag that was scanned is not this line's equipment."),
            Words(zh=f"应为设备 {line.body.equipment}。", en=f"It should be equipment {line.body.equipment}."),
        )


class Waive(OfHandover):
    """Whose confirmation of which point is waived, and why."""

    point: Ref = Field(title="确认点 Point")
    party: Ref = Field(title="哪一方 Party")
    line: MaybeRef = Field(default="", title="条目 Line")
    subject: MaybeRef = Field(default="", title="交接对象 Subject")
    reason: Text = Field(title="原因 Reason")


@verb("handover.waive", right=Right.WORK)
def waive(context: Context, args: Waive) -> Decision:
    """免除一项确认，写明理由。"""
    handover = find(context, args.handover)
    point = _point(context, handover, args.point)
    _asked(context, handover, args.point, args.line, args.subject)
    if args.party not in point.parties:
        raise BadInput(
            "party",
            Words(zh="这一方不用确认。", en="This party has nothing to confirm here."),
            Words(
                zh=f"应为其中之一：{'、'.join(point.parties)}。", en=f"It should be one of {', '.join(point.parties)}."
            ),
        )
    if not point.waived_by:
        raise Declined(
            Reason(
                code=f"confirm:{point.id}",
                clause=point.clause,
                why=Words(zh=f"「{point.title.zh}」不可免除。", en=f"{point.title.en or point.id} cannot be waived."),
                lifts=Words(zh="请当面确认。", en="Let it be confirmed."),
                who=point.parties,
            ),
            about=handover.key,
        )
    need(context, handover, *point.waived_by)
    waived = acts.Waived(
        handover=handover.key,
        point=point.id,
        party=args.party,
        line=args.line,
        subject=args.subject,
        reason=args.reason.strip(),
    )
    return one(waived, point.clause)


class CompleteStep(OfHandover):
    """The step that is completed."""

    step: Ref = Field(title="步骤 Step")


@verb("handover.complete_step", right=Right.WORK)
def complete_step(context: Context, args: CompleteStep) -> Decision:
    """完成一个步骤；前面的步骤没有完成时不能跳过。"""
    handover = find(context, args.handover)
    need_stage(context, handover, "OFFERED")
    seen = look(context, handover)
    verdict = next((one for one in seen.steps if one.step.id == args.step and not one.step.by_signature), None)
    if verdict is None:
        raise NotFound(f"step {args.step}", "step")
    need(context, handover, verdict.step.by)
    skipped = [one.step for one in seen.steps if one.state == "CURRENT" and one.step.id != args.step]
    if verdict.state == "DONE":
        raise Declined(
            plain(
                f"step:{args.step}",
                f"「{verdict.step.title.zh}」已经完成。",
                f"{verdict.step.title.en or args.step} is done already.",
                "请做下一步。",
                "Go on to the next step.",
            ),
            about=handover.key,
            conflict=True,
        )
    if verdict.state == "AHEAD":
        first = skipped[0]
        raise Declined(
            Reason(
                code=f"step:{first.id}",
                clause=first.clause,
                why=Words(
                    zh=f"步骤不能跳过：「{first.title.zh}」还没有完成。",
                    en=f"No step may be skipped: {first.title.en or first.id} is not done.",
                ),
                lifts=Words(zh=f"请先完成「{first.title.zh}」。", en=f"Complete {first.title.en or first.id} first."),
                who=(first.by,),
                names=(first.title.zh,),
            ),
            about=handover.key,
        )
    if not verdict.met and verdict.trace is not None:
        names, listed = named((row for _, row in verdict.trace.culprits()), seen.pack.head.tongue)
        raise Declined(
            Reason(
                code=f"step:{args.step}",
                clause=verdict.step.clause,
                why=Words(
                    zh=f"「{verdict.step.title.zh}」的条件还没有满足{listed.zh and '：'}{listed.zh}。",
                    en=f"{verdict.step.title.en or args.step} is not fulfilled yet{listed.en and ': '}{listed.en}.",
                ),
                lifts=verdict.step.asks
                if verdict.step.asks.zh
                else Words(zh="请先完成上述各项。", en="See to these first."),
                who=(verdict.step.by,),
                names=names,
            ),
            about=handover.key,
        )
    return one(acts.StepCompleted(handover=handover.key, step=args.step), verdict.step.clause)


class State(OfHandover):
    """A word about a gate: an explanation, a consent, a notice, a reason, a ruling."""

    gate: Ref = Field(title="交接条件 Gate")
    kind: Literal["explanation", "consent", "notice", "reason", "ruling"] = Field(title="类别 Kind")
    text: Text = Field(title="内容 Text")


@verb("handover.state", right=Right.WORK)
def state(context: Context, args: State) -> Decision:
    """对一个交接条件作说明、同意、报告、陈述理由或裁定。"""
    handover = find(context, args.handover)
    verdict = look(context, handover).gate(args.gate)
    if verdict is None:
        raise NotFound(f"gate {args.gate}", "gate")
    wanted = [party for kind, party in wanted_statements(verdict) if kind == args.kind]
    mine = next((party for party in wanted if belongs(context, handover, party)), None)
    if mine is None:
        who = [party_words(pack_of(context, handover), party) for party in wanted]
        raise Declined(_not_lifted_so(verdict.reason(), verdict.gate.title, who), about=handover.key)
    stated = acts.Stated(
        handover=handover.key,
        gate=verdict.gate.id,
        statement=args.kind,
        party=mine,
        text=args.text.strip(),
        over=verdict.over,
        names=verdict.names,
    )
    return one(stated, verdict.gate.clause)


def _not_lifted_so(reason: Reason, title: Words, wanted: list[Words]) -> Reason:
    if wanted:
        zh, en = "、".join(one.zh for one in wanted), " or ".join(one.en for one in wanted)
        why = Words(zh=f"这句话要由{zh}来说。", en=f"This is for {en} to say.")
    else:
        why = Words(
            zh=f"「{title.zh}」不是靠这句话解除的。", en=f"{title.en or reason.code} is not lifted by such a word."
        )
    return reason.model_copy(update={"why": why})


class Rule(OfHandover):
    """A ruling on a question, an objection or a refusal: does it stand, or is it set aside?"""

    about: Ref = Field(title="裁定对象 About")
    upheld: bool = Field(title="成立 Upheld")
    text: Text = Field(title="内容 Text")


@verb("handover.rule", right=Right.SUPERVISE)
def rule(context: Context, args: Rule) -> Decision:
    """当班负责人裁定提问、异议或拒接：成立或不成立，写明理由。"""
    handover = find(context, args.handover)
    pack = pack_of(context, handover)
    known = {
        **{key: "" for key, question in handover.questions.items() if question.open},
        **{key: objection.kind for key, objection in handover.objections.items() if objection.open},
    }
    if handover.refusal is not None:
        known[handover.refusal.key] = handover.refusal.ground
    if args.about not in known:
        raise NotFound(f"nothing open to rule on: {args.about}", "about")
    kinds = {kind.id: kind for kind in pack.handover.objections}
    kind = kinds.get(known[args.about])
    if kind is not None and not args.upheld and "ruling" not in kind.settled_by:
        raise Declined(
            Reason(
                code=f"objection:{kind.id}",
                clause=kind.clause,
                why=Words(
                    zh=f"「{kind.title.zh}」不能以裁定了结。", en=f"{kind.title.en or kind.id} is not for a ruling."
                ),
                lifts=Words(zh="请整改后由提出方复查。", en="Mend it, and let the objector look again."),
                who=("outgoing", "incoming"),
            ),
            about=handover.key,
        )
    grounds = {ground.id: ground.clause for ground in pack.handover.refusals}
    clause = kind.clause if kind else grounds.get(known[args.about], "")
    ruled = acts.Ruled(
        handover=handover.key,
        about=args.about,
        upheld=args.upheld,
        text=args.text.strip(),
        decides=decides(context, handover, kind, args.about, upheld=args.upheld),
    )
    return one(ruled, clause)
