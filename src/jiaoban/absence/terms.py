"""The words of absences."""

from typing import Literal

from jiaoban.kernel.words import Words

Status = Literal["ASKED", "APPROVED", "REJECTED", "WITHDRAWN"]
Source = Literal["followup", "matter", "loan", "order", "other"]
Taken = Literal["WAITING", "ACCEPTED", "DECLINED", "BACK"]
Sort = Literal["post", "duty", "round"]

STATUSES: dict[Status, Words] = {
    "ASKED": Words(zh="待批准", en="Asked"),
    "APPROVED": Words(zh="已批准", en="Approved"),
    "REJECTED": Words(zh="未批准", en="Not approved"),
    "WITHDRAWN": Words(zh="已撤回", en="Withdrawn"),
}
SOURCES: dict[Source, Words] = {
    "followup": Words(zh="跟进", en="Follow-up"),
    "matter": Words(zh="未了事项", en="Open matter"),
    "loan": Words(zh="借用的物品", en="Borrowed"),
    "order": Words(zh="未读的规定", en="Order not read"),
    "other": Words(zh="其他工作", en="Other work"),
}
TAKEN: dict[Taken, Words] = {
    "WAITING": Words(zh="等待接收", en="Waiting to be taken"),
    "ACCEPTED": Words(zh="已接收", en="Taken"),
    "DECLINED": Words(zh="未接收", en="Declined"),
    "BACK": Words(zh="已交还", en="Handed back"),
}
SORTS: dict[Sort, Words] = {
    "post": Words(zh="岗位", en="Post"),
    "duty": Words(zh="例行工作", en="Duty"),
    "round": Words(zh="巡检", en="Round"),
}
