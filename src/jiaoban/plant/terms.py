"""The closed lists of the plant's register, in the words that people see. Matters have theirs in `lives.py`."""

from typing import Literal

from jiaoban.kernel.words import Words

EquipmentState = Literal["RUNNING", "STANDBY", "MAINTENANCE", "OUT"]
Severity = Literal["", "MINOR", "MAJOR", "CRITICAL"]
CustodyKind = Literal["TOOL", "KEY", "DRAWING", "PAPER", "FIRE_GEAR", "MATERIAL", "SPARE"]
Movement = Literal["RECEIVED", "RETURNED", "ISSUED", "USED", "LOST"]
Condition = Literal["OK", "DAMAGED"]
Position = Literal["", "IN", "OUT"]

EQUIPMENT_STATES: dict[EquipmentState, Words] = {
    "RUNNING": Words(zh="运行", en="Running"),
    "STANDBY": Words(zh="备用", en="Standby"),
    "MAINTENANCE": Words(zh="检修", en="Maintenance"),
    "OUT": Words(zh="停用", en="Out of service"),
}
POSITIONS: dict[Position, Words] = {
    "": Words(zh="其他", en="Other"),
    "IN": Words(zh="投入", en="In"),
    "OUT": Words(zh="退出", en="Out"),
}
"""Positions of a protection link."""
SEVERITIES: dict[Severity, Words] = {
    "": Words(zh="未定级", en="Not graded"),
    "MINOR": Words(zh="一般", en="Minor"),
    "MAJOR": Words(zh="重大", en="Major"),
    "CRITICAL": Words(zh="紧急", en="Critical"),
}
CUSTODY_KINDS: dict[CustodyKind, Words] = {
    "TOOL": Words(zh="工器具", en="Tool"),
    "KEY": Words(zh="钥匙", en="Key"),
    "DRAWING": Words(zh="图纸", en="Drawing"),
    "PAPER": Words(zh="资料", en="Paper"),
    "FIRE_GEAR": Words(zh="消防器材", en="Fire gear"),
    "MATERIAL": Words(zh="材料", en="Material"),
    "SPARE": Words(zh="配件", en="Spare part"),
}
MOVEMENTS: dict[Movement, Words] = {
    "RECEIVED": Words(zh="领入", en="Received"),
    "RETURNED": Words(zh="归还", en="Returned"),
    "ISSUED": Words(zh="借出", en="Lent"),
    "USED": Words(zh="消耗", en="Used up"),
    "LOST": Words(zh="核销", en="Written off"),
}
INWARD: tuple[Movement, ...] = ("RECEIVED", "RETURNED")
"""Movements by which there are more of a thing afterwards; by the others there are fewer."""
CONDITIONS: dict[Condition, Words] = {
    "OK": Words(zh="完好", en="Sound"),
    "DAMAGED": Words(zh="损坏", en="Damaged"),
}
ROLES: dict[str, Words] = {
    "issuer": Words(zh="签发人", en="Issuer"),
    "permitter": Words(zh="许可人", en="Permitter"),
    "performer": Words(zh="执行人", en="Performer"),
    "guardian": Words(zh="监护人", en="Guardian"),
    "giver": Words(zh="发令人", en="Given by"),
    "receiver": Words(zh="受令人", en="Received by"),
}
"""The people of a permit, a switching order or an order from above, by their role."""
FIELDS: dict[str, Words] = {
    "equipment": Words(zh="设备", en="Equipment"),
    "before": Words(zh="变动前", en="Before"),
    "after": Words(zh="变动后", en="After"),
}
"""Fields that some kinds of matter cannot do without."""
