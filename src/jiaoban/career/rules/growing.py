"""When a person on probation may become a regular member, and what stands in the way of a promotion. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from jiaoban.career.tables import Member
from jiaoban.fund.rules.reckoning import PersonMonth
from jiaoban.kernel.effects import Effect
from jiaoban.kernel.money import NOTHING, spelled
from jiaoban.kernel.refusal import BadInput, Declined, Reason
from jiaoban.kernel.verbs import plain
from jiaoban.kernel.words import Words
from jiaoban.org.tables import Person
from jiaoban.regime.careers import Careers, Promotion, Regular
from jiaoban.regime.funds import Funds

BARRED = "promotion-barred"
"""The kind of effect by which a decision keeps somebody from a promotion."""
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a person has come: `sold` of the `wanted` sum."""

    sold: Decimal
    wanted: Decimal

    @property
    def reached(self) -> bool:
        """Say whether the sum is reached; exactly that much is enough."""
        return self.sold >= self.wanted

    @property
    def missing(self) -> Decimal:
        """What is still missing."""
        return max(NOTHING, self.wanted - self.sold)

    @property
    def percent(self) -> int:
        """How much of it that is, in whole percent rounded down: 100 only when it is reached."""
        return min(100, int(self.sold * HUNDRED / self.wanted))


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that stands in the way of a promotion."""

    code: str
    clause: str
    says: Words


def flags(
    promotion: Promotion | None, funds: Funds | None, month: PersonMonth | None, barred: Iterable[Effect]
) -> list[Flag]:
    """Return what stands in the way of a person's promotion: the company funds of a month, decisions in force."""
    found: list[Flag] = []
    if promotion is None:
        return found
    ratio = funds.ratio if funds else None
    if promotion.funds and ratio is not None and month is not None and month.above(ratio):
        share = f"{month.percent}%" if month.percent is not None else "—"
        company, sold, most = spelled(month.company), spelled(month.sold), f"{ratio.at_most.normalize():f}%"
        says = Words(
            zh=f"{month.month} 公司投入 {company}，业绩 {sold}，比例 {share}，超出 {most}",
            en=f"{month.month}: company funds {company} of {sold} sold, {share}, above {most}",
        )
        found.append(Flag("funds-above", ratio.clause, says))
    if promotion.decided:
        found += [Flag(BARRED, one.clause or promotion.clause, _until(one)) for one in barred]
    return found


def _until(one: Effect) -> Words:
    last = one.after - timedelta(days=1) if one.after else None
    zh, en = (f"到 {last} 为止", f"up to {last}") if last else ("取消以前", "until it is lifted")
    return Words(zh=f"{one.says.zh or '有处理决定'}，{zh}", en=f"{one.says.in_('en') or 'a decision'}, {en}")


def need_careers(said: Careers | None, post: str) -> Careers:
    """Return what the regime says about careers; declined where it says nothing of this post."""
    if said is not None and said.of(post):
        return said
    raise Declined(
        plain(
            "no-careers",
            "本岗位的制度没有任职和转正的规定。",
            "The regime of this post says nothing about careers.",
            "请到有规定的岗位登记，或在制度包里写 careers.yaml。",
            "Go to a post whose regime does, or write careers.yaml.",
        )
    )


def need_regular(said: Careers) -> Regular:
    """Return the rule of regularisation; declined where the regime has none."""
    if said.regular is not None:
        return said.regular
    raise Declined(
        plain(
            "no-probation",
            "制度没有转正的规定。",
            "The regime says nothing about becoming regular.",
            "请按其他规定办理。",
            "Go by other rules.",
        )
    )


def need_belonging(person: Person, there: Iterable[Person]) -> None:
    """Refuse to register somebody who neither works at the post nor supervises it."""
    if all(one.key != person.key for one in there):
        raise BadInput(
            "person",
            Words(zh=f"{person.name}不在本岗位。", en=f"{person.name} neither works at this post nor supervises it."),
            Words(zh="请选择本岗位的人员。", en="Choose somebody of this post."),
        )


def need_new(one: Member | None, person: str) -> None:
    """Decline registering somebody twice."""
    if one is None:
        return
    raise Declined(
        plain(
            "joined-already",
            f"已登记任职，从 {one.day} 起。",
            f"They are registered since {one.day}.",
            "登记错了的请更正。",
            "Correct it where it is wrong.",
        ),
        about=person,
        conflict=True,
    )


def need_not_to_come(day: date, today: date) -> None:
    """Refuse a first day that is to come."""
    if day <= today:
        return
    raise BadInput(
        "day",
        Words(zh=f"{day} 还没有到。", en=f"{day} has not come yet."),
        Words(zh="请填今天或以前的日子。", en="Give today or an earlier day."),
    )


def need_standing(one: Member, *allowed: str) -> None:
    """Decline what comes before or after its time in a career."""
    if one.standing in allowed:
        return
    states = {"PROBATION": ("还在试用", "on probation"), "ASKED": ("转正表等待登记", "waiting to be registered")}
    zh, en = states.get(one.standing, ("已经转正", "a regular member"))
    raise Declined(
        plain("career-standing", f"{zh}。", f"They are {en}.", "请刷新页面看最新情况。", "Look at it again."),
        about=one.person,
        conflict=True,
    )


def need_reached(progress: Progress, clause: str, about: str) -> None:
    """Decline the form before the sum is reached, saying how much is missing."""
    if progress.reached:
        return
    wanted, sold, missing = spelled(progress.wanted), spelled(progress.sold), spelled(progress.missing)
    raise Declined(
        Reason(
            code="sales-short",
            clause=clause,
            why=Words(
                zh=f"转正要业绩 {wanted}，现在 {sold}，还差 {missing}。",
                en=f"{wanted} of sales are wanted; {sold} are there, {missing} are missing.",
            ),
            lifts=Words(zh="业绩达到以后再提交。", en="Hand it in when the sum is reached."),
            who=("asker",),
        ),
        about=about,
    )


def need_unreported(one: Member) -> None:
    """Decline reporting twice."""
    if one.reported_at is None:
        return
    raise Declined(
        plain("reported-already", "已经汇报过。", "It is reported already.", "无需再报。", "Nothing to do."),
        about=one.person,
        conflict=True,
    )


def need_report(one: Member) -> None:
    """Decline taking a report that is not there, or twice."""
    if one.reported_at is not None and one.taken_at is None:
        return
    zh, en = ("已经收到过。", "It is taken already.") if one.taken_at else ("还没有汇报。", "There is no report yet.")
    raise Declined(
        plain("no-report", zh, en, "请刷新页面看最新情况。", "Look at it again."),
        about=one.person,
        conflict=True,
    )
