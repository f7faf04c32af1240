"""What a regime says about customers after the sale, company funds and careers, in words, for its page."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext, ngettext

from jiaoban.kernel.money import spelled
from jiaoban.regime.aftersales import Aftersales
from jiaoban.regime.careers import Careers
from jiaoban.regime.funds import Approver, Funds
from jiaoban.regime.named import named
from jiaoban.regime.pack import Pack
from jiaoban.web.answer import party
from jiaoban.web.desk import Desk

Ruled = Iterable[tuple[str, dict[str, Any]]]


def sales_rules(desk: Desk, pack: Pack) -> Ruled:
    """Return (clause id, rule in words) of every rule, in the order of the files."""
    if pack.aftersales is not None:
        yield from _aftersales(desk, pack.aftersales)
    if pack.funds is not None:
        yield from _funds(desk, pack, pack.funds)
    if pack.careers is not None:
        yield from _careers(desk, pack, pack.careers)


def _one(desk: Desk, part: str, clause: str, title: str, details: Iterable[str] = ()) -> tuple[str, dict[str, Any]]:
    return clause, {"part": desk.words(named(part)), "title": title, "details": list(details)}


def _aftersales(desk: Desk, said: Aftersales) -> Ruled:
    yield _one(desk, "aftersales", said.clause, gettext("成交以后按售后日历联系客户"), _when(said))
    if said.answers:
        asked = [desk.words(one.title) for one in said.answers]
        yield _one(desk, "aftersales", said.clause, gettext("每次都要逐项了解"), asked)
    if said.picture is not None:
        names = {
            "customer": gettext("客户"),
            "day": gettext("日期"),
            "person": gettext("人员"),
            "number": gettext("第几次"),
        }
        name = said.picture.name
        for place, words in names.items():
            name = name.replace(f"{{{place}}}", words)
        title = gettext("每次附截图，名称为「{name}」").format(name=name)
        yield _one(desk, "aftersales", said.picture.clause, title)
    if said.teacher is not None:
        days = said.teacher.within.days
        title = ngettext(
            "成交 {n} 天内和班主任对接，由班主任接收", "成交 {n} 天内和班主任对接，由班主任接收", days
        ).format(n=days)
        yield _one(desk, "aftersales", said.teacher.clause, title)
    if said.missed is not None:
        yield _one(desk, "aftersales", said.missed.clause, gettext("漏做的逐次列出，交处罚阶梯"))


def _when(said: Aftersales) -> Iterable[str]:
    if said.first_days:
        days = said.first_days
        yield ngettext("从成交那天起 {n} 天内第一次", "从成交那天起 {n} 天内第一次", days).format(n=days)
    if said.monthly:
        yield ngettext("每个月至少 {n} 次", "每个月至少 {n} 次", said.monthly).format(n=said.monthly)
        yield gettext("一个月从成交的日子算起") if said.months_from == "sale" else gettext("按成交以后的整月算")
        yield ngettext("做 {n} 个月", "做 {n} 个月", said.for_months).format(n=said.for_months)


def _funds(desk: Desk, pack: Pack, said: Funds) -> Ruled:
    title = gettext("投入资金先申请，由{names}批准；投放和月结都登记").format(
        names=_names(desk, pack, said.approved_by)
    )
    yield _one(desk, "funds", said.clause, title)
    if said.blocked is not None:
        yield _one(desk, "funds", said.blocked.clause, gettext("处理决定停止投入期间，不能申请公司资金"))
    if said.errors is not None:
        yield _one(desk, "funds", said.errors.clause, gettext("结算差额和查出的出错，交处罚阶梯"))
    if said.fraud is not None:
        yield _one(desk, "funds", said.fraud.clause, gettext("查出的作假，交处罚阶梯"))
    if said.ratio is not None:
        most = f"{said.ratio.at_most.normalize():f}%"
        title = gettext("公司投入超出当月业绩的 {most} 就提示；正好 {most} 不算").format(most=most)
        yield _one(desk, "funds", said.ratio.clause, title, [gettext("自己充值不算公司投入")])


def _careers(desk: Desk, pack: Pack, said: Careers) -> Ruled:
    yield _one(desk, "careers", said.joining.clause, gettext("任职信息由主管登记"))
    if said.regular is not None:
        title = gettext("试用人员业绩达到 {sum} 可以转正，由{names}登记").format(
            sum=spelled(said.regular.sales), names=_names(desk, pack, said.regular.by)
        )
        details = [gettext("转正以后向主管汇报")] if said.regular.reported else []
        yield _one(desk, "careers", said.regular.clause, title, details)
    if said.promotion is not None:
        seen = [
            *([gettext("公司投入超出比例")] if said.promotion.funds else []),
            *([gettext("处理决定不列入晋升")] if said.promotion.decided else []),
        ]
        yield _one(desk, "careers", said.promotion.clause, gettext("晋升提示，由人决定"), seen)


def _names(desk: Desk, pack: Pack, names: Iterable[Approver]) -> str:
    return desk.tongue.all_of(desk.words(party(one, pack)) for one in names)
