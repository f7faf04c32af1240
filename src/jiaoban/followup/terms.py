"""The words of follow-ups: states, and the fields without which one cannot be followed."""

from typing import Literal

from jiaoban.kernel.words import Words

Status = Literal["OPEN", "CLOSED"]

STATUSES: dict[Status, Words] = {
    "OPEN": Words(zh="跟进中", en="Open"),
    "CLOSED": Words(zh="已完成", en="Closed"),
}

FIELDS: dict[str, Words] = {
    "what": Words(zh="事项", en="What"),
    "where": Words(zh="地点或对象", en="Where or whose"),
    "state_so_far": Words(zh="目前情况", en="State so far"),
    "next_step": Words(zh="下一步", en="Next step"),
    "due_at": Words(zh="完成时限", en="Due"),
    "owner": Words(zh="跟进人", en="Who follows it"),
    "result": Words(zh="处理结果", en="Result"),
}
