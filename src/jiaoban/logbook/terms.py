"""The closed list of what an entry can be about, in the words that people see."""

from typing import Literal

from jiaoban.kernel.words import Words

Category = Literal[
    "OPERATION",
    "CHANGE",
    "ANOMALY",
    "DEFECT",
    "ACCIDENT",
    "INSTRUCTION",
    "DISPATCH",
    "PERMIT",
    "SWITCHING",
    "ROUND",
    "WORK",
    "OTHER",
]

CATEGORIES: dict[Category, Words] = {
    "OPERATION": Words(zh="操作", en="Operation"),
    "CHANGE": Words(zh="设备异动", en="Equipment change"),
    "ANOMALY": Words(zh="异常", en="Anomaly"),
    "DEFECT": Words(zh="缺陷", en="Defect"),
    "ACCIDENT": Words(zh="事故", en="Accident"),
    "INSTRUCTION": Words(zh="上级指示", en="Instruction from above"),
    "DISPATCH": Words(zh="调度命令", en="Dispatch instruction"),
    "PERMIT": Words(zh="工作票", en="Work permit"),
    "SWITCHING": Words(zh="操作票", en="Switching order"),
    "ROUND": Words(zh="巡检", en="Round"),
    "WORK": Words(zh="工作", en="Work"),
    "OTHER": Words(zh="其他", en="Other"),
}
