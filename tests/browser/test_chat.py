"""The administrator connects a chat group: a wrong address first, then the right one, a test message that arrives, one
that the service refuses, and what the page says of each."""

from collections.abc import Iterator

import pytest

from tests import cast
from tests.browser.conftest import People
from tests.browser.person import DESKTOP, PHONE, Person
from tests.receiver import Receiver, receiving

ENVIRONMENT = {"JIAOBAN_CHAT_HOSTS": "127.0.0.1"}
SMALL = (390, 844)


@pytest.fixture
def group() -> Iterator[Receiver]:
    with receiving(DINGTALK="SEC0f9") as made:
        yield made


def test_a_group_is_connected(people: People, group: Receiver) -> None:
    one = people(cast.ADMINISTRATOR.username, SMALL)
    one.open("chat").sees("没有通道时，系统不向外发送任何请求", "还没有通道").check("chat-none-phone")
    one.open("chat/new").check("chat-new-phone")
    connect(one, "https://evil.example/robot/send?access_token=x")
    one.sees("不允许向 evil.example 发送消息").check("chat-wrong-phone")
    connect(one, group.url("DINGTALK"))
    one.arrives(r"/chat/channels/[^/]+$")
    here = one.sees("还没有消息").path()
    one.send("test").sees("已送达").check("chat-sent-phone")
    assert "测试消息" in group.taken[0]["markdown"]["text"]
    group.behave("BUSY")
    one.send("test").sees("发送太频繁", "130101 send too fast").check("chat-failed-phone")
    group.behave("GOOD")
    dark = people(cast.ADMINISTRATOR.username, DESKTOP, dark=True)
    dark.go(here)
    dark.sees("未送达，将重试", "马上重发").check("chat-failed-dark")
    dark.page.locator("form.verb[id^=again-] button").click()
    dark.sees("已送达 2").check("chat-again-dark")
    dark.open("chat").sees("销售日报群").check("chat-dark")
    dark.open("chat/new").check("chat-new-dark")
    phone = people(cast.ADMINISTRATOR.username, PHONE)
    phone.open("chat").sees("销售日报群").check("chat-phone")
    phone.page.context.add_cookies([{"name": "django_language", "value": "en", "url": phone.url}])
    phone.open("chat").sees("Channels in use", "Handovers").check("chat-english-phone")
    phone.go(here)
    phone.sees("Sent", "Send a test message").check("chat-channel-english")
    phone.open("chat/new").sees("How to get the address").check("chat-new-english")


def connect(one: Person, url: str) -> None:
    """Fill in the form of a channel and send it."""
    one.page.locator("#channel-name").fill("销售日报群")
    one.page.locator("#channel-service").select_option("DINGTALK")
    one.page.locator("#channel-url").fill(url)
    one.page.locator("#channel-secret").fill("SEC0f9")
    one.page.locator("#channel input[name=sorts]").first.check(force=True)
    one.send("channel")
