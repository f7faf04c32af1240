"""Confirming the check points of a round: from when on, in their order, and what was found there."""

from jiaoban.handover import acts
from jiaoban.handover.rounds import next_check_point, opens_at
from jiaoban.handover.state import Handover
from jiaoban.handover.usecases.scene import need_reported, one, pack_of
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.verbs import Context
from jiaoban.kernel.words import Words
from jiaoban.regime.pack import Confirmation


def open_yet(context: Context, handover: Handover, point: Confirmation, party: str) -> None:
    """Decline before the time from which a point may be confirmed: what was seen too early says nothing of the hour."""
    opens = opens_at(handover, point)
    if opens is None or context.now >= opens:
        return
    assert point.opens is not None
    minutes = int(point.opens.total_seconds() // 60)
    raise Declined(
        Reason(
            code="too-early",
            clause=point.clause,
            why=Words(
                zh=f"「{point.title.zh}」还没有到时间。", en=f"It is too early for: {point.title.en or point.id}."
            ),
            lifts=Words(zh=f"交班前 {minutes} 分钟起可以确认。", en=f"It opens {minutes} minutes before the handover."),
            who=(party,),
        ),
        about=handover.key,
    )


def next_on_route(
    context: Context, handover: Handover, point: Confirmation, party: str, subject: str, equipment: str
) -> None:
    """Decline whoever has not come to the post, and a check point before those that lie ahead of it on the route."""
    if party == "incoming":
        need_reported(context, handover)
    if equipment and equipment != subject:
        raise BadInput(
            "equipment",
            Words(zh="扫到的标牌不是这个检查点的。", en="The tag that was scanned is not that of this check point."),
            Words(zh=f"应为检查点 {subject}。", en=f"It should be check point {subject}."),
        )
    turn = next_check_point(handover, context.place, point, party)
    gone = any((one.point, one.party, one.subject) == (point.id, party, subject) for one in handover.confirmations)
    if turn is None or turn[0] == subject or gone:
        return
    raise Declined(
        Reason(
            code=f"route:{turn[0]}",
            clause=point.clause,
            why=Words(
                zh=f"巡检按路线进行：「{turn[1]}」还没有检查。",
                en=f"The round goes by its route: {turn[1]} comes first.",
            ),
            lifts=Words(zh=f"请先检查「{turn[1]}」。", en=f"Check {turn[1]} first."),
            who=(party,),
            names=(turn[1],),
        ),
        about=handover.key,
    )


def found_amiss(
    context: Context, handover: Handover, point: Confirmation, party: str, finding: str, where: str, *, key: str = ""
) -> list[Proposed]:
    """Return the objection that puts what was found to the other side; its key is `key`, else the command's id. What
    the side itself finds at its own post is entered as a matter: then it stands in the record."""
    if not finding:
        return []
    pack = pack_of(context, handover)
    kinds = {kind.id: kind for kind in pack.handover.objections}
    kind = kinds.get(point.findings or "")
    side = next((side for side in kind.sides if side == party), None) if kind else None
    if kind is None or side is None:
        raise BadInput(
            "finding",
            Words(zh="这里的问题不在巡检里提出。", en="What is found here is not put forward on this point."),
            Words(
                zh="请登记为事项（缺陷、异常等），写进记录。", en="Enter it as a matter, so that it is in the record."
            ),
        )
    objected = acts.Objected(
        handover=handover.key,
        objection=key or context.command,
        kind=kind.id,
        side=side,
        text=f"{where}{pack.head.tongue.colon}{finding}",
        pauses=kind.pauses,
    )
    return one(objected, kind.clause)


def needs_before(context: Context, handover: Handover, point: Confirmation, subject: str) -> None:
    """Decline a point before the one that comes ahead of it in the regime's order, and (where it is independent) by
    whoever confirmed that one: nobody checks their own work."""
    if point.after is None:
        return
    first = next(one for one in pack_of(context, handover).handover.confirmations if one.id == point.after)
    same = first.per == "subject" and point.per == "subject"
    given = [one for one in handover.confirmations if one.point == first.id and (not same or one.subject == subject)]
    if given and not (point.independent and context.actor.person in {one.by for one in given if not one.waived}):
        return
    zh, en = point.title.zh, point.title.en or point.id
    if given:
        why = Words(zh=f"「{zh}」要由另一人来做。", en=f"{en} is for somebody else.")
        lifts = Words(
            zh=f"请没有做过「{first.title.zh}」的人来做。",
            en=f"Let somebody do it who has not done {first.title.en or first.id}.",
        )
    else:
        why = Words(
            zh=f"「{first.title.zh}」还没有做，不能先做「{zh}」。",
            en=f"{first.title.en or first.id} comes before {en}.",
        )
        lifts = Words(zh=f"请先做「{first.title.zh}」。", en=f"See to {first.title.en or first.id} first.")
    code = f"independent:{point.id}" if given else f"after:{first.id}"
    raise Declined(
        Reason(code=code, clause=point.clause, why=why, lifts=lifts, who=point.parties, names=(first.title.zh,)),
        about=handover.key,
    )
