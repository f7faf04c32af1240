"""The words of standing orders."""

from typing import Literal

from jiaoban.kernel.words import Words

Kind = Literal["RULE", "NOTICE", "CAUTION"]
Asks = Literal["TICK", "WORDS"]

KINDS: dict[Kind, Words] = {
    "RULE": Words(zh="运行规定", en="Operating rule"),
    "NOTICE": Words(zh="通知", en="Notice"),
    "CAUTION": Words(zh="注意事项", en="Point of attention"),
}
ASKS: dict[Asks, Words] = {
    "TICK": Words(zh="打勾确认", en="A tick"),
    "WORDS": Words(zh="用自己的话写明", en="Own words"),
}
