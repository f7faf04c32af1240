"""The lives of matters as data: which states a kind has, and which may follow which.

A state that nothing follows is an end. What blocks a handover is not said here: a regime's gates look at kind
and state.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from jiaoban.kernel.words import Words
from jiaoban.logbook.terms import Category

MatterKind = Literal[
    "ACCIDENT",
    "DISTURBANCE",
    "ANOMALY",
    "DEFECT",
    "CHANGE",
    "PROTECTION",
    "PERMIT",
    "SWITCHING",
    "DISPATCH",
    "INSTRUCTION",
    "SAFETY",
    "WORKFACE",
]


GRADED: tuple[MatterKind, ...] = ("DEFECT", "ANOMALY", "DISTURBANCE", "ACCIDENT")
"""What went wrong, from the least to the gravest: such a matter can turn out to be another of these."""


@dataclass(frozen=True, slots=True)
class Life:
    """The life of a kind of matter.

    `states` in order, the first is how it begins; `moves` what may follow; `category` of its log entries; `needs` the
    fields that it cannot do without; `order`: it comes from above and may be unclear. `roles`: who has to do with it;
    `valid`: it is valid from a moment to a moment; `stepped`: it is carried out step by step; `measured`: it has
    progress in percent.
    """

    name: Words
    category: Category
    states: Mapping[str, Words]
    moves: Mapping[str, tuple[str, ...]]
    needs: tuple[str, ...] = ()
    order: bool = False
    roles: tuple[str, ...] = ()
    valid: bool = False
    stepped: bool = False
    measured: bool = False

    @property
    def first(self) -> str:
        """The state in which it begins."""
        return next(iter(self.states))

    def after(self, state: str) -> tuple[str, ...]:
        """Return the states that may follow; none after an end."""
        return self.moves.get(state, ())


_MISHAP = {
    "OPEN": Words(zh="已发生", en="Happened"),
    "HANDLING": Words(zh="处理中", en="Being handled"),
    "ENDED": Words(zh="处理完毕", en="Ended"),
}
_MISHAP_MOVES = {"OPEN": ("HANDLING",), "HANDLING": ("ENDED",)}
_DONE = {"DONE": Words(zh="已执行", en="Done")}
_ALTERED = ("equipment", "before", "after")
_ORDER = {
    "RECEIVED": Words(zh="已接受", en="Received"),
    "CARRIED_OUT": Words(zh="已执行", en="Carried out"),
    "WITHDRAWN": Words(zh="已撤销", en="Withdrawn"),
}
_ORDER_MOVES = {"RECEIVED": ("CARRIED_OUT", "WITHDRAWN")}
_CLOSING = {"OPEN": ("CLOSED",)}
_ORDERED = ("giver", "receiver")

LIVES: dict[MatterKind, Life] = {
    "ACCIDENT": Life(Words(zh="事故", en="Accident"), "ACCIDENT", _MISHAP, _MISHAP_MOVES),
    "DISTURBANCE": Life(Words(zh="障碍", en="Disturbance"), "ACCIDENT", _MISHAP, _MISHAP_MOVES),
    "ANOMALY": Life(
        Words(zh="异常", en="Anomaly"),
        "ANOMALY",
        {"OPEN": Words(zh="存在", en="Present"), "CLOSED": Words(zh="已恢复正常", en="Back to normal")},
        _CLOSING,
    ),
    "DEFECT": Life(
        Words(zh="缺陷", en="Defect"),
        "DEFECT",
        {"OPEN": Words(zh="未消除", en="Present"), "CLOSED": Words(zh="已消除", en="Mended")},
        _CLOSING,
    ),
    "CHANGE": Life(Words(zh="设备异动", en="Equipment change"), "CHANGE", _DONE, {}, needs=_ALTERED),
    "PROTECTION": Life(Words(zh="保护压板投退", en="Protection link"), "CHANGE", _DONE, {}, needs=_ALTERED),
    "PERMIT": Life(
        Words(zh="工作票", en="Work permit"),
        "PERMIT",
        {
            "ISSUED": Words(zh="已签发", en="Issued"),
            "PERMITTED": Words(zh="已许可", en="Work permitted"),
            "SUSPENDED": Words(zh="已间断", en="Suspended"),
            "ENDED": Words(zh="已终结", en="Ended"),
            "VOID": Words(zh="作废", en="Void"),
        },
        {
            "ISSUED": ("PERMITTED", "VOID"),
            "PERMITTED": ("SUSPENDED", "ENDED"),
            "SUSPENDED": ("PERMITTED", "ENDED"),
        },
        roles=("issuer", "permitter", "performer", "guardian"),
        valid=True,
    ),
    "SWITCHING": Life(
        Words(zh="操作票", en="Switching order"),
        "SWITCHING",
        {
            "ISSUED": Words(zh="已签发", en="Issued"),
            "EXECUTING": Words(zh="执行中", en="Being executed"),
            "ENDED": Words(zh="已执行", en="Ended"),
            "ABORTED": Words(zh="中止", en="Aborted"),
        },
        {"ISSUED": ("EXECUTING", "ABORTED"), "EXECUTING": ("ENDED", "ABORTED")},
        roles=("issuer", "permitter", "performer", "guardian"),
        stepped=True,
    ),
    "DISPATCH": Life(
        Words(zh="调度命令", en="Dispatch instruction"),
        "DISPATCH",
        _ORDER,
        _ORDER_MOVES,
        order=True,
        roles=_ORDERED,
    ),
    "INSTRUCTION": Life(
        Words(zh="上级指示", en="Instruction from above"),
        "INSTRUCTION",
        _ORDER,
        _ORDER_MOVES,
        order=True,
        roles=_ORDERED,
    ),
    "SAFETY": Life(
        Words(zh="安全措施", en="Safety measure"),
        "WORK",
        {"SET": Words(zh="已布置", en="In place"), "LIFTED": Words(zh="已拆除", en="Lifted")},
        {"SET": ("LIFTED",)},
    ),
    "WORKFACE": Life(
        Words(zh="工作面", en="Work face"),
        "WORK",
        {"OPEN": Words(zh="进行中", en="In progress"), "CLOSED": Words(zh="已完工", en="Finished")},
        _CLOSING,
        roles=("performer", "guardian"),
        measured=True,
    ),
}
