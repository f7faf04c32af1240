"""The closed lists of rounds, in the words that people see."""

from typing import Literal

from jiaoban.kernel.words import Words

Order = Literal["REFUSED", "RECORDED"]
When = Literal["RULE", "HANDOVER"]
Basis = Literal["SCANNED", "TYPED"]
Result = Literal["NORMAL", "ABNORMAL"]
FindingKind = Literal["", "DEFECT", "ANOMALY"]
Pace = Literal["", "FAST", "LONG"]
DueState = Literal["OPEN", "OVERDUE", "GOING", "DONE", "MISSED"]

ORDERS: dict[Order, Words] = {
    "REFUSED": Words(zh="必须按顺序，乱序不收", en="In order; out of turn is refused"),
    "RECORDED": Words(zh="可以乱序，记为偏离", en="Out of turn is recorded as a deviation"),
}
WHENS: dict[When, Words] = {
    "RULE": Words(zh="按时刻", en="By the clock"),
    "HANDOVER": Words(zh="交班前", en="Before the handover"),
}
BASES: dict[Basis, Words] = {
    "SCANNED": Words(zh="扫码", en="Scanned"),
    "TYPED": Words(zh="手工", en="By hand"),
}
RESULTS: dict[Result, Words] = {
    "NORMAL": Words(zh="正常", en="Normal"),
    "ABNORMAL": Words(zh="不正常", en="Not normal"),
}
FINDINGS: dict[FindingKind, Words] = {
    "": Words(zh="只写说明", en="A note only"),
    "DEFECT": Words(zh="登记缺陷", en="Open a defect"),
    "ANOMALY": Words(zh="登记异常", en="Open an anomaly"),
}
PACES: dict[Pace, Words] = {
    "FAST": Words(zh="过快", en="Too fast"),
    "LONG": Words(zh="过久", en="Very long"),
    "": Words(zh="", en=""),
}
DUE_STATES: dict[DueState, Words] = {
    "OPEN": Words(zh="现在可以开始", en="Open now"),
    "OVERDUE": Words(zh="已过时刻", en="Past its hour"),
    "GOING": Words(zh="进行中", en="Being gone"),
    "DONE": Words(zh="已完成", en="Done"),
    "MISSED": Words(zh="未做", en="Missed"),
}
