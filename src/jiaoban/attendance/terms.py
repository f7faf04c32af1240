"""The words of attendance."""

from typing import Literal

from jiaoban.kernel.words import Words

Basis = Literal["HAND", "CODE", "TERMINAL", "HANDOVER", "TOLD", "SUPERVISOR"]
"""How it is known that somebody came or left: their own word on a page, the code on the spot, their credential at a
shared terminal, reporting in for a handover, told afterwards, entered by a supervisor."""
Kind = Literal["LATE", "EARLY", "ABSENT", "OUT"]
"""What follows from working hours in which somebody due was not there."""

BASES: dict[Basis, Words] = {
    "HAND": Words(zh="本人签到", en="own word"),
    "CODE": Words(zh="现场扫码", en="code on the spot"),
    "TERMINAL": Words(zh="共用终端", en="shared terminal"),
    "HANDOVER": Words(zh="交接班报到", en="reported in for a handover"),
    "TOLD": Words(zh="事后补报", en="told afterwards"),
    "SUPERVISOR": Words(zh="上级补登", en="entered by a supervisor"),
}
KINDS: dict[Kind, Words] = {
    "LATE": Words(zh="迟到", en="Late"),
    "EARLY": Words(zh="早退", en="Left early"),
    "ABSENT": Words(zh="旷工", en="Absent without leave"),
    "OUT": Words(zh="中途离岗", en="Away in between"),
}
