"""What stands in the way of asking for company money, approving, spending, settling, finding. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from jiaoban.fund.rules.reckoning import PersonMonth
from jiaoban.fund.tables import FundFinding, Funding, Spending
from jiaoban.kernel.effects import Effect
from jiaoban.kernel.money import spelled
from jiaoban.kernel.months import first_day, month_after, month_of
from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.regime.funds import Cited, Funds

DAY = timedelta(days=1)
BLOCKED = "funds-blocked"
"""The kind of effect by which a decision keeps company money from a person."""


def need_funds(said: Funds | None, post: str) -> Funds:
    """Return what the regime says about company funds; declined where it says nothing of this post."""
    if said is not None and said.of(post):
        return said
    raise Declined(
        plain(
            "no-funds",
            "本岗位的制度没有投入资金的规定。",
            "The regime of this post says nothing about company funds.",
            "请到有规定的岗位登记，或在制度包里写 funds.yaml。",
            "Go to a post whose regime does, or write funds.yaml.",
        )
    )


def need_month(month: str, today: date) -> None:
    """Refuse a month that is over, or further ahead than the next one."""
    this, after = today.replace(day=1), month_after(today)
    if first_day(month) in (this, after):
        return
    raise BadInput(
        "month",
        Words(zh=f"{month} 不是本月或下月。", en=f"{month} is neither this month nor the next."),
        Words(zh=f"请填 {month_of(this)} 或 {month_of(after)}。", en=f"Give {month_of(this)} or {month_of(after)}."),
    )


def blocked(effects: Iterable[Effect], person: str, rule: Cited | None) -> Reason | None:
    """Return the reason not to give company money while it is blocked for the person, with the last day of that."""
    own = [one for one in effects if one.person == person]
    if rule is None or not own:
        return None
    ends = [one.after for one in own]
    last = None if None in ends else max(end for end in ends if end) - DAY
    until = (
        Words(zh="取消以前", en="until it is lifted")
        if last is None
        else Words(zh=f"到 {last} 为止", en=f"up to {last}")
    )
    lifts = (
        Words(zh="请等决定取消。", en="Wait until the decision is lifted.")
        if last is None
        else Words(
            zh=f"{last + DAY} 起可以再申请；本人充值请登记为自己充值。",
            en=f"Ask again from {last + DAY} on; enter own money as a top-up of one's own.",
        )
    )
    said = next((one.says for one in own if one.says.zh), None)
    why = Words(zh=f"公司{until.zh}不给本人投入资金", en=f"The company gives this person no funds {until.en}")
    told = (
        Words(zh=f"{why.zh}：{said.zh}。", en=f"{why.en}: {said.in_('en')}.")
        if said
        else Words(zh=f"{why.zh}。", en=f"{why.en}.")
    )
    clause = next((one.clause for one in own if one.clause), rule.clause)
    return Reason(code=BLOCKED, clause=clause, why=told, lifts=lifts, who=("head",), names=(str(last),) if last else ())


def need_open_month(settled: bool, month: str, about: str, clause: str) -> None:
    """Decline company money for a month that is settled."""
    if not settled:
        return
    raise Declined(
        Reason(
            code="month-settled",
            clause=clause,
            why=Words(zh=f"{month} 已经结算。", en=f"{month} is settled already."),
            lifts=Words(zh="请申请下一个月的资金。", en="Ask for funds of the next month."),
        ),
        about=about,
        conflict=True,
    )


def need_asked(one: Funding) -> None:
    """Decline what comes after a request was decided."""
    if one.status == "ASKED":
        return
    raise Declined(
        plain(
            "funding-decided",
            "这份申请已经办过。",
            "This request is decided already.",
            "请刷新页面看最新情况。",
            "Look at it again.",
        ),
        about=one.key,
        conflict=True,
    )


def need_some_at_most(amount: Decimal, asked: Decimal) -> None:
    """Refuse to approve more than was asked for, or nothing: a sum of 0 is not the whole sum, and no approval."""
    if not amount:
        raise BadInput(
            "amount",
            Words(zh="批准 0 元不是批准。", en="An approval of 0 is none."),
            Words(
                zh=f"不给请写原因、不批准；全部批准请不填；少给请填 {spelled(asked)} 以内的金额。",
                en=f"Reject it with the reason; or leave it empty for all; or give a sum up to {spelled(asked)}.",
            ),
        )
    if amount <= asked:
        return
    raise BadInput(
        "amount",
        Words(
            zh=f"批准 {spelled(amount)} 多于申请的 {spelled(asked)}。",
            en=f"{spelled(amount)} is more than the {spelled(asked)} asked for.",
        ),
        Words(zh=f"请填 {spelled(asked)} 以内。", en=f"Give {spelled(asked)} at most."),
    )


def need_spent_day(day: date, today: date) -> None:
    """Refuse a day to come."""
    if day <= today:
        return
    raise BadInput(
        "day",
        Words(zh=f"{day} 还没有到。", en=f"{day} has not come yet."),
        Words(zh="请填今天或以前的日子。", en="Give today or an earlier day."),
    )


def need_left(one: PersonMonth | None, amount: Decimal, month: str, clause: str, about: str) -> None:
    """Decline spending more company money than the company gave for the month."""
    left = one.left if one else Decimal(0)
    if amount <= left:
        return
    raise Declined(
        Reason(
            code="funds-short",
            clause=clause,
            why=Words(
                zh=f"{month} 的公司资金还剩 {spelled(left)}，不够 {spelled(amount)}。",
                en=f"Of the company money of {month} {spelled(left)} is left, which is less than {spelled(amount)}.",
            ),
            lifts=Words(
                zh="请先申请；本人出的钱登记为自己充值。",
                en="Ask for funds first; enter own money as a top-up of one's own.",
            ),
            who=("asker",),
        ),
        about=about,
    )


def need_standing(one: Spending | FundFinding) -> None:
    """Decline striking or clearing twice."""
    if one.counts:
        return
    raise Declined(
        plain("struck-already", "已经划除。", "It is struck already.", "无需再划。", "Nothing to do."),
        about=one.key,
        conflict=True,
    )


def need_month_done(month: str, today: date) -> None:
    """Refuse to settle a month before its last day."""
    last = month_after(first_day(month)) - DAY
    if today >= last:
        return
    raise BadInput(
        "month",
        Words(zh=f"{month} 还没有到月底。", en=f"{month} has not come to its end."),
        Words(zh=f"请从 {last} 起结算。", en=f"Settle it from {last} on."),
    )


def need_not_to_come(month: str, today: date) -> None:
    """Refuse a month that has not begun."""
    if first_day(month) <= today:
        return
    raise BadInput(
        "month",
        Words(zh=f"{month} 还没有开始。", en=f"{month} has not begun."),
        Words(zh="请填已经开始的月份。", en="Give a month that has begun."),
    )


def need_amount(amount: Decimal) -> None:
    """Refuse an error without its sum: what is to be made good has to be known."""
    if amount:
        return
    raise BadInput(
        "amount",
        Words(zh="没有写差多少。", en="It does not say how much is missing."),
        Words(zh="请填出错的金额，如 120.50。", en="Give the sum, such as 120.50."),
    )


def need_rule(rule: Cited | None, what: Words) -> Cited:
    """Return the rule by which something is found; declined where the regime has none."""
    if rule is not None:
        return rule
    raise Declined(
        plain(
            "not-ruled",
            f"制度没有{what.zh}的规定。",
            f"The regime says nothing about {what.in_('en').lower()}.",
            "请按其他规定办理。",
            "Go by other rules.",
        )
    )
