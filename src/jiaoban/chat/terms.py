"""The words of this room."""

from typing import Literal

from jiaoban.kernel.words import Words

Service = Literal["DINGTALK", "WECOM", "FEISHU"]
State = Literal["WAITING", "SENDING", "FAILED", "SENT", "GIVEN_UP"]

SERVICES: dict[Service, Words] = {
    "DINGTALK": Words(zh="钉钉", en="DingTalk"),
    "WECOM": Words(zh="企业微信", en="WeCom"),
    "FEISHU": Words(zh="飞书", en="Feishu"),
}
STATES: dict[State, Words] = {
    "WAITING": Words(zh="待发送", en="Waiting"),
    "SENDING": Words(zh="发送中", en="Being sent"),
    "FAILED": Words(zh="未送达，将重试", en="Failed, will be tried again"),
    "SENT": Words(zh="已送达", en="Sent"),
    "GIVEN_UP": Words(zh="已放弃", en="Given up"),
}
"""FAILED is tried again by itself; GIVEN_UP only when somebody asks for it."""
OPEN: tuple[State, ...] = ("WAITING", "SENDING", "FAILED")
"""States from which a message still goes out."""
TEST_SORT = "test"
"""The sort of test messages, which every channel carries."""
