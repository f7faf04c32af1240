"""Where a follow-up goes when its owner cannot solve it, and who is told when it is open beyond its limit."""

from collections.abc import Iterable
from datetime import datetime

from jiaoban.followup.acts import Accepted, Escalated, Returned, Transferred
from jiaoban.followup.rules.life import need_open, need_owner
from jiaoban.followup.tables import Followup, Move
from jiaoban.kernel.access import Actor, Right
from jiaoban.kernel.act import Proposed
from jiaoban.kernel.refusal import BadInput, Declined
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.regime.everyday import Department, Escalation, Items


def department(said: Items | None, key: str) -> Department:
    """Return a department that the regime names; `BadInput` for any other."""
    known = said.departments if said else ()
    found = next((one for one in known if one.id == key), None)
    if found is None:
        zh, en = "、".join(one.id for one in known) or "无", ", ".join(one.id for one in known) or "none"
        raise BadInput(
            "to",
            Words(zh=f"制度里没有部门「{key}」。", en=f"The regime names no department {key!r}."),
            Words(zh=f"应为其中之一：{zh}。", en=f"It should be one of {en}."),
        )
    return found


def transfer(one: Followup, to: Department, reason: str, *, clause: str, by: str, supervises: bool) -> Proposed:
    """Return the act that puts it to a department. Declined when it is closed or a department is asked already, and for
    anybody but its owner and the shift supervisor; `BadInput` for the department that has it."""
    need_open(one)
    if one.asked is not None:
        raise Declined(
            plain(
                "already-asked",
                f"已经转给「{one.asked.title.zh}」，还没有答复。",
                f"'{one.asked.title.in_('en')}' has been asked and has not answered.",
                "等对方接收或退回后再转。",
                "Wait until they take it over or give it back.",
                who=("receiver",),
            ),
            about=one.key,
            conflict=True,
        )
    need_owner(one, by, supervises=supervises)
    if one.with_ is not None and one.with_.to == to.id:
        raise BadInput(
            "to",
            Words(zh="这件事已经在这个部门。", en="This department has it already."),
            Words(zh="请选择另一个部门。", en="Choose another one."),
        )
    said = Transferred(followup=one.key, to=to.id, title=to.title, post=to.post, answers=to.answers, reason=reason)
    return Proposed(said, clauses=(clause,))


def may_answer(one: Followup, actor: Actor) -> bool:
    """Say whether somebody answers for the department that is asked."""
    move = one.asked
    if move is None:
        return False
    if move.post:
        return actor.may(Right.WORK, move.post)
    return actor.may(Right.OVERSEE if move.answers == "head" else Right.SUPERVISE, one.post)


def accept(
    one: Followup, owner: str, contact: str, due_at: datetime | None, *, clause: str, actor: Actor, now: datetime
) -> Proposed:
    """Return the act by which the department takes it over; declined unless it is asked and `actor` answers for it.
    `BadInput` for a new limit that is not to come."""
    _need_answerer(one, actor)
    if due_at is not None and due_at <= now:
        raise BadInput(
            "due_at",
            Words(zh="完成时限已经过去。", en="The due moment has passed."),
            Words(zh="请填写将来的时间。", en="Give a moment that is yet to come."),
        )
    accepted = Accepted(followup=one.key, owner=owner, contact=contact, due_at=due_at)
    return Proposed(accepted, clauses=(clause,))


def give_back(one: Followup, reason: str, *, clause: str, actor: Actor) -> Proposed:
    """Return the act by which the department gives it back; declined as for `accept`."""
    _need_answerer(one, actor)
    return Proposed(Returned(followup=one.key, reason=reason), clauses=(clause,))


def _need_answerer(one: Followup, actor: Actor) -> Move:
    need_open(one)
    if one.asked is None:
        raise Declined(
            plain(
                "nobody-asked",
                "这件事没有转给部门，或对方已经答复。",
                "No department is asked, or it has answered.",
                "请刷新页面看现在由谁跟进。",
                "Look again who follows it now.",
            ),
            about=one.key,
            conflict=True,
        )
    if not may_answer(one, actor):
        raise Declined(
            plain(
                "not-the-receiver",
                f"由「{one.asked.title.zh}」的人接收或退回。",
                f"'{one.asked.title.in_('en')}' takes it over or gives it back.",
                "请对方答复。",
                "Ask them to answer.",
                who=("receiver",),
            ),
            about=one.key,
        )
    return one.asked


def reached(one: Followup, said: Items | None, now: datetime) -> list[Escalation]:
    """Return the steps of the regime that an open item has come to: those whose time after the limit has passed. At the
    very moment it has not."""
    if said is None or not one.open:
        return []
    return [step for step in said.escalates if now > one.due_at + step.after]


def untold(one: Followup, said: Items | None, now: datetime) -> list[Escalation]:
    """Return the steps that an item has come to and that the book does not hold yet."""
    told = {(each.to, each.due_at) for each in one.told}
    return [step for step in reached(one, said, now) if (step.to, one.due_at) not in told]


def escalate(one: Followup, said: Items | None, now: datetime) -> list[Proposed]:
    """Return the acts that record who is told; declined when nobody is to be told, or everybody was."""
    steps: Iterable[Escalation] = untold(one, said, now)
    made = [
        Proposed(Escalated(followup=one.key, to=step.to, due_at=one.due_at), clauses=(said.clause,) if said else ())
        for step in steps
    ]
    if not made:
        raise Declined(
            plain(
                "not-to-be-escalated",
                "这件事没有到上报的时候，或已经上报。",
                "It is not time to take this up, or it was taken up.",
                "逾期后由程序自动上报。",
                "The program does it when it is overdue.",
            ),
            about=one.key,
        )
    return made
