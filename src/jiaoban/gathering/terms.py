"""The words of gatherings."""

from typing import Literal

from jiaoban.kernel.words import Words

Announced = Literal["MEETING", "ACTIVITY", "TRAINING"]
Sort = Literal["DAILY", "MEETING", "ACTIVITY", "TRAINING"]
Stand = Literal["WAITING", "IN_TIME", "LATE", "MISSED"]

SORTS: dict[Sort, Words] = {
    "DAILY": Words(zh="例会", en="Daily meeting"),
    "MEETING": Words(zh="会议", en="Meeting"),
    "ACTIVITY": Words(zh="集体活动", en="Group activity"),
    "TRAINING": Words(zh="培训", en="Training"),
}
STANDS: dict[Stand, Words] = {
    "WAITING": Words(zh="待报数", en="Waiting"),
    "IN_TIME": Words(zh="已报数", en="Reported"),
    "LATE": Words(zh="超时报数", en="Reported late"),
    "MISSED": Words(zh="未报数", en="Not reported"),
}
