"""Who may say what about whose a customer is, and when. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.tongue import CHINESE, ENGLISH
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.lead.rules.closed import begins_on, month_since
from jiaoban.lead.rules.colliding import Stage, unfair
from jiaoban.lead.rules.limit import Share
from jiaoban.lead.rules.ownership import Promise
from jiaoban.regime.owning import Agreement, Closed, Limit, Repeated

STAGES: dict[Stage, Words] = {
    "OPEN": Words(zh="双方协商中", en="Being settled by those concerned"),
    "AGREED": Words(zh="已商定，待报告主管", en="Agreed, to be reported"),
    "SETTLED": Words(zh="已商定并报告", en="Agreed and reported"),
    "UP": Words(zh="待主管裁定", en="With the supervisor"),
    "RULED": Words(zh="主管已裁定", en="Ruled on"),
    "VOID": Words(zh="已作废", en="Void"),
}


def unruled(what: Words) -> BadInput:
    """Return what is said where the regime of a post has no such rule."""
    return BadInput(
        "lead",
        Words(zh=f"这个岗位的制度没有写{what.zh}。", en=f"The regime of this post says nothing of {what.en}."),
        Words(zh="不必办理。", en="There is nothing to do."),
    )


def need_concerned(person: str, people: Collection[str], names: Mapping[str, str], clause: str, about: str) -> None:
    """Decline what only those can do whom it concerns."""
    if person in people:
        return
    listed = [names.get(one, one) for one in people]
    raise Declined(
        Reason(
            code="not-concerned",
            clause=clause,
            why=Words(
                zh=f"有关的人是{CHINESE.all_of(listed)}。", en=f"It concerns {ENGLISH.all_of(listed)}, and nobody else."
            ),
            lifts=Words(zh="请有关的人自己办理。", en="One of them can do it."),
            names=tuple(listed),
        ),
        about=about,
    )


def need_stage(found: Stage, wanted: Collection[Stage], clause: str, about: str) -> None:
    """Decline what comes before or after its time in the course of a case."""
    if found in wanted:
        return
    if found in ("OPEN", "AGREED"):
        lifts = Words(
            zh="先由有关的人自己协商；协商不了的，请他们上报。",
            en="Those concerned settle it themselves first; if they cannot, they report it up.",
        )
    elif found == "UP":
        lifts = Words(zh="请主管裁定。", en="The supervisor rules on it.")
    else:
        lifts = Words(zh="请看这个撞单的结果。", en="Look at what came of it.")
    state = STAGES[found]
    raise Declined(
        Reason(
            code="collision-stage",
            clause=clause,
            why=Words(zh=f"这个撞单现在是：{state.zh}。", en=f"This collision is: {state.en}."),
            lifts=lifts,
            who=("supervisor",) if found == "UP" else (),
        ),
        about=about,
        conflict=True,
    )


def need_fair(share: int, rule: Agreement, about: str) -> None:
    """Decline a split of the revenue that the regime does not want."""
    if not unfair(share, rule):
        return
    half = share == 50
    raise Declined(
        Reason(
            code="half-and-half" if half else "split",
            clause=rule.clause,
            why=Words(
                zh="不允许一人一半营业额。" if half else "业绩不能分，归一个人。",
                en="The revenue is not shared half and half." if half else "The revenue is not split.",
            ),
            lifts=Words(zh="请商定归谁，另一人辅助。", en="Agree on one who keeps the customer; the other assists."),
        ),
        about=about,
    )


def need_agreed(agreed: bool, clause: str, about: str) -> None:
    """Decline to report what is not agreed on."""
    if agreed:
        return
    raise Declined(
        Reason(
            code="not-agreed",
            clause=clause,
            why=Words(zh="还没有商定。", en="They have not agreed yet."),
            lifts=Words(
                zh="先商定归谁，所有人同意后再报告。", en="Agree on who keeps the customer, all of you, first."
            ),
        ),
        about=about,
    )


def need_no_case(key: str, clause: str) -> None:
    """Decline a second case about one customer while the first one goes on."""
    if not key:
        return
    raise Declined(
        Reason(
            code="collision-open",
            clause=clause,
            why=Words(zh="这位客户已经有一个撞单在处理。", en="There is a collision about this customer already."),
            lifts=Words(zh="请在那个撞单里处理。", en="See to it there."),
            names=(key,),
        ),
        about=key,
        conflict=True,
    )


COLLISION = Words(zh="撞单", en="collision")
CUSTOMER = Words(zh="客户", en="customer")
EVENT = Words(zh="业绩", en="sales")


def need_other_than(person: str, people: Collection[str], clause: str, about: str, what: Words = COLLISION) -> None:
    """Decline ruling on one's own case; `what` is ruled on."""
    if person not in people:
        return
    raise Declined(
        Reason(
            code="own-case",
            clause=clause,
            why=Words(zh=f"不能裁定自己的{what.zh}。", en=f"Nobody rules on their own {what.in_('en')}."),
            lifts=Words(zh="请另一位主管或部门负责人裁定。", en="Another supervisor or the head rules on it."),
            who=("supervisor", "head"),
        ),
        about=about,
    )


def need_listener(hears: bool, field: str = "to") -> None:
    """Raise `BadInput` unless whom it is reported to supervises the post."""
    if hears:
        return
    raise BadInput(
        field,
        Words(zh="这个人不是本岗位的主管。", en="That person does not supervise this post."),
        Words(zh="请报告给本岗位的主管。", en="Report it to a supervisor of the post."),
    )


def need_talk(over: Promise | None, reason: str, name: str, rule: Repeated, zone: str, about: str) -> None:
    """Decline an appointment over a colleague's unless they talked, or a reason is given."""
    if over is None or reason or not rule.refused:
        return
    clock = clock_of(zone)
    zh, en = CHINESE.day(over.for_at, clock), ENGLISH.day(over.for_at, clock)
    raise Declined(
        Reason(
            code="appointed-already",
            clause=rule.clause,
            why=Words(
                zh=f"{name}已经约好这位客户：{zh}到{over.place}，还没有沟通过。",
                en=f"{name} has fixed an appointment with this customer, for {en} at {over.place}, and nobody has"
                " talked with them since.",
            ),
            lifts=Words(
                zh="请先和同事沟通并记下来；仍要邀约的，写明原因，主管会看到。",
                en="Talk with your colleague first and write it down; to go on all the same give a reason, which the"
                " supervisor sees.",
            ),
            names=(name,),
        ),
        about=about,
    )


def need_side(
    person: str, other: str, leader: str, concerned: Sequence[str], names: Mapping[str, str], clause: str, about: str
) -> str:
    """Return the other side of who names a leader; declines before a visit and for whoever is no side, and raises
    `BadInput` for a leader who is neither."""
    if not concerned:
        raise Declined(
            Reason(
                code="not-visited",
                clause=clause,
                why=Words(zh="客户还没有到店。", en="The customer has not come yet."),
                lifts=Words(zh="到店未成交以后再定谁主负责。", en="Agree on it once they came and did not buy."),
            ),
            about=about,
        )
    need_concerned(person, concerned, names, clause, about)
    others = [one for one in concerned if one != person]
    found = other or (others[0] if len(others) == 1 else "")
    listed = [names.get(one, one) for one in others]
    if found not in others:
        raise BadInput(
            "other",
            Words(zh="没有这样的另一方。", en="There is no such other side."),
            Words(
                zh=f"应为其中之一：{CHINESE.all_of(listed) or '无，由本人主负责'}。",
                en=f"One of: {ENGLISH.all_of(listed) or 'nobody, you lead'}.",
            ),
        )
    if leader not in (person, found):
        raise BadInput(
            "leader",
            Words(zh="主负责人应为双方之一。", en="One of the two sides leads."),
            Words(
                zh="请选本人或另一方；特殊情况请主管另定。", en="Name yourself or the other; else the supervisor does."
            ),
        )
    return found


def need_unruled(overruled: bool, clause: str, about: str) -> None:
    """Decline naming a leader where a supervisor has."""
    if not overruled:
        return
    raise Declined(
        Reason(
            code="overruled",
            clause=clause,
            why=Words(zh="主管已经定了谁主负责。", en="A supervisor has said who leads."),
            lifts=Words(zh="如需改动，请主管另定。", en="The supervisor can change it."),
            who=("supervisor",),
        ),
        about=about,
    )


def need_standing_order(void: bool, clause: str, about: str) -> None:
    """Decline agreeing on who leads where the order is void: that would change nothing."""
    if not void:
        return
    raise Declined(
        Reason(
            code="order-void",
            clause=clause,
            why=Words(
                zh="撞单没有商定，这一单已经作废。", en="The collision ended without agreement: the order is void."
            ),
            lifts=Words(
                zh="要继续跟进的，请主管另定主负责人。", en="To follow up all the same, the supervisor says who leads."
            ),
            who=("supervisor",),
        ),
        about=about,
    )


def need_open_customer(sold: bool, lost: bool, about: str) -> None:
    """Decline deciding whose follow-up it is once the customer has bought or is lost."""
    if not sold and not lost:
        return
    what = ("成交", "bought") if sold else ("流失", "is lost")
    raise Declined(
        plain(
            "customer-closed",
            f"这位客户已经{what[0]}。",
            f"This customer {what[1]}.",
            "不必再定主负责人。",
            "Nobody needs to lead any more.",
        ),
        about=about,
    )


def need_may_follow(share: Share | None, name: str, rule: Limit, about: str) -> None:
    """Decline giving a customer to somebody who may not follow any this month."""
    if share is None:
        return
    without, led = len(share.without), len(share.led)
    month_zh, month_en = f"{share.month.year}年{share.month.month}月", f"{share.month:%Y-%m}"
    raise Declined(
        Reason(
            code="may-not-follow",
            clause=rule.clause,
            why=Words(
                zh=f"{name}{month_zh}主负责{led}位客户，{without}位没有结果，达到{rule.percent}%，本月不得跟进客户。",
                en=f"{name} led {led} customers in {month_en}; {without} stayed without result: {rule.percent} %"
                " or more, so they may not follow customers this month.",
            ),
            lifts=Words(zh="请由别人主负责。", en="Somebody else leads."),
            names=(name,),
        ),
        about=about,
    )


def need_announced(sale: datetime | None, at: datetime, announced: Collection[int], rule: Closed, zone: str) -> None:
    """Decline following a customer who bought into a month that was not announced."""
    if sale is None or at < sale:
        return
    month = month_since(sale, at, rule, zone)
    if month not in rule.later or month in announced:
        return
    raise Declined(
        Reason(
            code="not-announced",
            clause=rule.clause,
            why=Words(
                zh=f"这是成交第{month}个月的跟进，还没有提前跟销售部和班主任对接。",
                en=f"This is following up in month {month} after the sale, and nobody has told the sales department and"
                " the class teacher before.",
            ),
            lifts=Words(zh="先对接并登记，再跟进。", en="Tell them and write it down, then follow up."),
        )
    )


def need_month(sale: datetime, month: int, now: datetime, taken: Collection[int], rule: Closed, zone: str) -> date:
    """Return the local day on which a month after a sale is over; raises `BadInput` for one that the regime does not
    speak of, that is announced already, or over."""
    over = begins_on(sale, month + 1, rule, zone)
    if month not in rule.later:
        listed = "、".join(map(str, rule.later))
        wrong = Words(zh=f"第{month}个月不用对接。", en=f"Month {month} is not announced.")
        raise BadInput(
            "month", wrong, Words(zh=f"应为第{listed}个月。", en=f"One of: {', '.join(map(str, rule.later))}.")
        )
    if month in taken:
        wrong = Words(zh="这个月已经对接过。", en="This month was announced already.")
        raise BadInput("month", wrong, Words(zh="请直接跟进。", en="Go on and follow up."))
    if now.astimezone(clock_of(zone)).date() >= over:
        wrong = Words(zh="这个月已经过去。", en="This month is over.")
        raise BadInput("month", wrong, Words(zh="要提前对接。", en="It is announced before."))
    return over


def need_closer(person: str, closer: str, name: str, clause: str, about: str) -> None:
    """Decline following somebody else's customer who bought."""
    if person == closer:
        return
    raise Declined(
        Reason(
            code="not-your-sale",
            clause=clause,
            why=Words(zh=f"这位客户的业绩属于{name or '别人'}。", en=f"The sale counts for {name or 'somebody else'}."),
            lifts=Words(zh="由成交人员对接；您可以辅助。", en="The closer announces it; you may assist."),
            names=(name,) if name else (),
        ),
        about=about,
    )


def need_going_on(ended: bool, about: str) -> None:
    """Decline ending a follow-up twice."""
    if not ended:
        return
    raise Declined(
        plain(
            "followup-ended",
            "这次跟进已经登记结果。",
            "The outcome of this follow-up is recorded already.",
            "无需再登记。",
            "Nothing to do.",
        ),
        about=about,
        conflict=True,
    )


def need_amount(success: bool, given: bool) -> None:
    """Raise `BadInput` for a success without its revenue, or revenue of a failure."""
    if success == given:
        return
    raise BadInput(
        "amount",
        Words(zh="跟进成功要写业绩。", en="A success has its revenue.")
        if success
        else Words(zh="没有成功就没有业绩。", en="Without success there is no revenue."),
        Words(zh="写明金额。", en="Give the amount.")
        if success
        else Words(zh="不填金额。", en="Leave the amount out."),
    )
