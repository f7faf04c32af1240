"""The words of follow-ups: states, and the fields without which one cannot be followed."""

from typing import Literal

from jiaoban.kernel.words import Words

Status = Literal["OPEN", "CLOSED"]
Category = Literal["", "FAULT", "FINDING"]
"""Where a follow-up comes from: somebody's own, a fault that was reported, a finding of a checklist."""
Standing = Literal["NEW", "TAKEN_UP", "DONE", "DECLINED"]
"""How a suggestion stands."""

STATUSES: dict[Status, Words] = {
    "OPEN": Words(zh="跟进中", en="Open"),
    "CLOSED": Words(zh="已完成", en="Closed"),
}

CATEGORIES: dict[Category, Words] = {
    "": Words(zh="跟进", en="Follow-up"),
    "FAULT": Words(zh="故障", en="Fault"),
    "FINDING": Words(zh="检查发现", en="Finding"),
}
STANDINGS: dict[Standing, Words] = {
    "NEW": Words(zh="待处理", en="New"),
    "TAKEN_UP": Words(zh="已采纳", en="Taken up"),
    "DONE": Words(zh="已落实", en="Done"),
    "DECLINED": Words(zh="未采纳", en="Declined"),
}
CHIEFS: dict[str, Words] = {
    "supervisor": Words(zh="主管", en="the supervisor"),
    "head": Words(zh="部门负责人", en="the head"),
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
