"""Channels over HTTP: an address is kept, a channel set with it, a message sent and followed; nothing gives the secret
away."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from jiaoban.chat import outbox
from jiaoban.demo.cast import Member
from jiaoban.org import door
from tests import cast
from tests.api.hall import Hall, site_fixture
from tests.receiver import Receiver, receiving

loaded, hall = site_fixture("yunfeng")
PLACE = f"/api/v1/sites/{cast.SITE}/chat"
_NUMBERS = count(1)


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    with receiving(FEISHU="zs0T") as made:
        settings.CHAT_HOSTS = (made.host,)
        yield made


class Caller:
    """Somebody with a key to the API."""

    def __init__(self, member: Member) -> None:
        from django.contrib.auth.models import User

        self.client = Client()
        self.client.force_login(User.objects.get(username=member.username))

    def post(self, what: str, body: dict[str, Any], key: str = "") -> tuple[int, dict[str, Any]]:
        headers = {"Idempotency-Key": key or f"chat-test-{next(_NUMBERS)}"}
        answer = self.client.post(f"{PLACE}/{what}", body, content_type="application/json", headers=headers)
        return answer.status_code, answer.json()

    def get(self, what: str, status: int = 200) -> Any:
        answer = self.client.get(f"{PLACE}/{what}")
        assert answer.status_code == status, answer.content
        return answer.json()


def test_a_channel_is_made_used_and_followed(hall: Hall, receiver: Receiver) -> None:
    one = Caller(cast.ADMINISTRATOR)
    told = {"service": "FEISHU", "url": receiver.url("FEISHU"), "secret": "zs0T"}
    status, kept = one.post("addresses", told, "address-0001")
    assert status == 200
    assert one.post("addresses", told, "address-0001") == (200, kept), "the same again is the same"
    status, problem = one.post("addresses", {**told, "secret": "other"}, "address-0001")
    assert status == 422
    assert "other" not in str(problem)
    said = {"name": "日报群", "service": "FEISHU", "sorts": ["handovers"], **kept}
    status, done = one.post("set_channel", said)
    assert status == 200
    assert "zs0T" not in str(done)
    assert "f19abc" not in str(done)
    channel = done["acts"][0]["payload"]["channel"]
    assert one.post("test_channel", {"channel": channel})[0] == 200
    now = door.clock.now()
    outbox.gather(cast.SITE, now)
    claimed = outbox.claim(now)
    assert claimed is not None
    outbox.settle(claimed, outbox.carry(claimed, datetime.now(UTC)), now)
    [found] = one.get("channels")
    assert found["messages"] == {"SENT": 1}
    assert found["held"] is False
    assert "url" not in found["channel"]
    [message] = one.get(f"channels/{channel}/messages")
    assert (message["state"], message["sort"], message["tries"]) == ("SENT", "test", 1)
    assert one.get(f"channels/{channel}/messages?state=FAILED") == []
    assert one.get(f"channels/{channel}/messages?before={message['seq']}") == []
    assert one.get("channels/nothing/messages", 404)


def test_a_wrong_address_is_a_problem_that_says_what_is_right(hall: Hall, receiver: Receiver) -> None:
    one = Caller(cast.ADMINISTRATOR)
    status, problem = one.post("addresses", {"service": "WECOM", "url": "https://10.0.0.1/send?key=x", "secret": ""})
    assert status in (400, 422)
    assert "JIAOBAN_CHAT_HOSTS" in str(problem)
    body = {"service": "WECOM", "url": receiver.url("WECOM")}
    assert one.client.post(f"{PLACE}/addresses", body, content_type="application/json").status_code == 400


def test_others_see_and_set_nothing(hall: Hall, receiver: Receiver) -> None:
    other = Caller(cast.LEADS["A"])
    assert other.get("channels", 403)
    assert other.post("addresses", {"service": "WECOM", "url": receiver.url("WECOM")})[0] == 403
    assert (
        other.post("set_channel", {"name": "x", "service": "WECOM", "address": "x", "sorts": ["handovers"]})[0] == 403
    )
