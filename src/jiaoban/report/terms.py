"""The words of reports and plans."""

from typing import Literal

from jiaoban.kernel.words import Words

Stand = Literal["AHEAD", "OPEN", "IN_TIME", "LATE", "MISSING", "EXCUSED", "REST", "ABSENT", "UNROSTERED"]

STANDS: dict[Stand, Words] = {
    "AHEAD": Words(zh="还不能交", en="Not open yet"),
    "OPEN": Words(zh="待交", en="To be handed in"),
    "IN_TIME": Words(zh="已交", en="Handed in"),
    "LATE": Words(zh="迟交", en="Handed in late"),
    "MISSING": Words(zh="未交", en="Missing"),
    "EXCUSED": Words(zh="准予不交", en="Excused"),
    "REST": Words(zh="休息", en="Rest day"),
    "ABSENT": Words(zh="请假", en="On leave"),
    "UNROSTERED": Words(zh="不在班表上", en="Not on the roster"),
}
NOT_IN_TIME: frozenset[Stand] = frozenset({"LATE", "MISSING"})
"""How a report stands that was not handed in in time."""
EXEMPT: frozenset[Stand] = frozenset({"EXCUSED", "REST", "ABSENT", "UNROSTERED"})
"""How a report stands that nobody has to hand in."""
