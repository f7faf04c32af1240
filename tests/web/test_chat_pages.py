"""群消息: the administrator sets a channel on the page, and the page says what became of each message."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_django import Settings

from jiaoban.chat import outbox, queries
from jiaoban.chat.models import KeptAddress, Message
from jiaoban.chat.terms import SERVICES
from jiaoban.kernel import saying
from jiaoban.ledger.store import DbBook
from tests import cast
from tests.receiver import Receiver, receiving
from tests.web.conftest import HERE, Browser, Station

SORT = saying.sorts()[0].key
CHAT = f"{HERE}/chat"


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    with receiving(DINGTALK="SEC0f9") as made:
        settings.CHAT_HOSTS = (made.host,)
        yield made


@pytest.fixture
def administrator(as_person: Browser) -> Client:
    return as_person(cast.ADMINISTRATOR)


def shown(client: Client, path: str, **headers: str) -> str:
    response = client.get(path, headers=headers)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def sent(client: Client, path: str, page: str, form: str, **typed: object) -> tuple[int, str]:
    """Send a form of a page with what was typed; return the status, and where it leads or the page that came back."""
    text = re.search(rf'<form[^>]* id="{form}".*?</form>', shown(client, page), re.DOTALL)
    assert text, form
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', text[0]))
    response = client.post(path, {**hidden, **typed})
    return response.status_code, response.headers.get("Location") or response.content.decode()


def channel(client: Client, receiver: Receiver, **more: object) -> tuple[int, str]:
    told = {"name": "日报群", "service": "DINGTALK", "url": receiver.url("DINGTALK"), "secret": "SEC0f9", "sorts": SORT}
    return sent(client, f"{CHAT}/set", f"{CHAT}/new", "channel", **{**told, **more})


def turn(station: Station) -> None:
    now = station.clock.now()
    outbox.gather(cast.SITE, now)
    while (claimed := outbox.claim(now)) is not None:
        outbox.settle(claimed, outbox.carry(claimed, datetime.now(UTC)), now)


def test_a_channel_is_set_tested_and_shown(station: Station, administrator: Client, receiver: Receiver) -> None:
    assert "没有通道时，系统不向外发送任何请求" in shown(administrator, CHAT)
    status, where = channel(administrator, receiver)
    assert status == 303
    page = shown(administrator, where)
    assert "127.0.0.1" in page
    assert "d1ng" not in page, "the address is shown to nobody"
    assert "SEC0f9" not in page
    assert sent(administrator, f"{HERE}/do/chat.test_channel", where, "test")[0] == 303
    turn(station)
    page = shown(administrator, where)
    assert "已送达" in page
    assert "测试消息" in page
    assert receiver.taken
    assert "日报群" in shown(administrator, CHAT)
    english = shown(administrator, where, **{"Accept-Language": "en"})
    assert "Sent" in english


def test_a_mistake_comes_back_with_what_was_typed_but_the_secret(administrator: Client, receiver: Receiver) -> None:
    status, page = channel(administrator, receiver, url="https://evil.example/robot/send?access_token=x")
    assert status == 422
    assert "不允许向 evil.example 发送消息" in page
    assert "access_token=x" in page
    assert "日报群" in page
    assert "SEC0f9" not in page
    assert not KeptAddress.objects.exists()
    status, page = channel(administrator, receiver, service="PIGEON")
    assert status == 422
    assert "没有这种服务" in page
    status, page = channel(administrator, receiver, sorts="")
    assert status == 422
    assert not queries.channels(DbBook(cast.SITE))


def test_a_change_keeps_the_address_or_takes_another(administrator: Client, receiver: Receiver) -> None:
    _, where = channel(administrator, receiver, secret="SECwrong")
    key = where.rsplit("/", 1)[-1]

    def change(**typed: str) -> str:
        told = {"name": "日报群", "service": "DINGTALK", "url": "", "secret": "", "sorts": SORT, **typed}
        status, answer = sent(administrator, f"{CHAT}/set", where, "channel", **told)
        return answer if status == 422 else str(status)

    def address() -> KeptAddress:
        return KeptAddress.objects.get(key=queries.channel(DbBook(cast.SITE), key).address)

    assert change(name="改名") == "303"
    assert address().secret == "SECwrong"
    assert change(secret="SEC0f9") == "303"
    assert (address().secret, address().url) == ("SEC0f9", receiver.url("DINGTALK"))
    assert "应像这样" in change(service="FEISHU"), "another service wants another address"
    assert queries.channel(DbBook(cast.SITE), key).name == "日报群"


def test_what_failed_is_shown_with_the_services_words_and_sent_again(
    station: Station, administrator: Client, receiver: Receiver
) -> None:
    _, where = channel(administrator, receiver, secret="SECwrong")
    sent(administrator, f"{HERE}/do/chat.test_channel", where, "test")
    turn(station)
    page = shown(administrator, where)
    assert "310000 sign not match" in page
    assert "将重试" in page
    assert "没有这样的消息" in shown(administrator, f"{where}?state=SENT")
    message = Message.objects.get()
    status, _ = sent(administrator, f"{HERE}/do/chat.send_again", where, f"again-{message.pk}")
    assert status == 303
    turn(station)
    assert Message.objects.get().tries == 2


def test_a_channel_ends(station: Station, administrator: Client, receiver: Receiver) -> None:
    _, where = channel(administrator, receiver)
    assert sent(administrator, f"{HERE}/do/chat.end_channel", where, "end", reason="群已解散")[0] == 303
    page = shown(administrator, where)
    assert "已停用" in page
    assert "发测试消息" not in page
    assert "停用于" in shown(administrator, CHAT)


def test_channels_are_the_administrators_alone(as_person: Browser, administrator: Client, receiver: Receiver) -> None:
    _, where = channel(administrator, receiver)
    assert f'href="{CHAT}"' in shown(administrator, f"{HERE}/more")
    for member in (cast.LEADS["A"], cast.AT_CCR["A"], cast.HEAD):
        client = as_person(member)
        assert f'href="{CHAT}"' not in shown(client, f"{HERE}/more")
        for path in (CHAT, f"{CHAT}/new", where):
            assert client.get(path).status_code == 403
        assert client.post(f"{CHAT}/set", {}).status_code == 403


def test_every_service_can_be_chosen(administrator: Client, receiver: Receiver) -> None:
    page = shown(administrator, f"{CHAT}/new")
    for words in SERVICES.values():
        assert words.zh in page
    assert receiver.host in page
