"""The words of breaches and ladders."""

from typing import Literal

from jiaoban.kernel.words import Words
from jiaoban.regime.ladders import EffectKind, MeasureKind, Period

Status = Literal["OPEN", "DECIDED", "APPEALED", "WITHDRAWN", "ANNULLED"]
Role = Literal["principal", "accomplice", "instigator"]
Ruled = Literal["UPHELD", "CHANGED", "ANNULLED"]
Dealt = Literal["TAKEN", "SET_ASIDE"]
Value = bool | int | str
"""The value of a fact of a case."""

STATUSES: dict[Status, Words] = {
    "OPEN": Words(zh="待决定", en="To be decided"),
    "DECIDED": Words(zh="已决定", en="Decided"),
    "APPEALED": Words(zh="申诉中", en="Under appeal"),
    "WITHDRAWN": Words(zh="已撤销", en="Withdrawn"),
    "ANNULLED": Words(zh="申诉后取消", en="Annulled on appeal"),
}
ROLES: dict[Role, Words] = {
    "principal": Words(zh="当事人", en="Person concerned"),
    "accomplice": Words(zh="参与人员", en="Accomplice"),
    "instigator": Words(zh="怂恿人员", en="Instigator"),
}
RULINGS: dict[Ruled, Words] = {
    "UPHELD": Words(zh="维持", en="Upheld"),
    "CHANGED": Words(zh="改轻", en="Made milder"),
    "ANNULLED": Words(zh="取消", en="Annulled"),
}
MEASURES: dict[MeasureKind, Words] = {
    "warning": Words(zh="警告", en="Warning"),
    "circular": Words(zh="通告批评", en="Circular"),
    "figure": Words(zh="制度数额", en="Figure of the regime"),
    "make-good": Words(zh="补足差额", en="Making good the difference"),
    "dismissal": Words(zh="开除", en="Dismissal"),
    "effect": Words(zh="限期措施", en="For a time"),
}
SCOPES: dict[str, Words] = {
    "department": Words(zh="部门通告批评", en="Circular in the department"),
    "company": Words(zh="公司通告批评", en="Circular in the company"),
}
EFFECTS: dict[EffectKind, Words] = {
    "funds-blocked": Words(zh="公司不投入资金", en="No company funds"),
    "promotion-barred": Words(zh="不列入晋升", en="Not considered for promotion"),
    "duty": Words(zh="加派工作", en="A duty assigned"),
}
PERIODS: dict[Period, Words] = {
    "ever": Words(zh="", en=""),
    "month": Words(zh="本月", en="in the month"),
    "quarter": Words(zh="本季度", en="in the quarter"),
    "year": Words(zh="本年", en="in the year"),
}
POINTS = Words(zh="分", en="points")
