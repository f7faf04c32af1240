"""The router in front of Django: what goes where, and how live streams end."""

import asyncio
from typing import Any

import pytest

from jiaoban.config.asgi import Message, Receive, Router, Scope, Send
from jiaoban.config.security import CONTENT_SECURITY_POLICY


async def pages(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"page"})


async def endless(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    while True:
        await send({"type": "http.response.body", "body": b"data: 1\n\n", "more_body": True})
        await asyncio.sleep(0.01)


async def receive_nothing() -> Message:
    await asyncio.sleep(3600)
    return {}


def http(path: str) -> dict[str, Any]:
    return {"type": "http", "path": path}


def test_everything_but_sse_goes_to_the_pages() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(Router(endless, pages)(http("/sse-of-mine"), receive_nothing, send))
    assert sent[-1]["body"] == b"page"


def test_a_stop_ends_the_streams_and_takes_no_new_ones() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def story() -> None:
        router = Router(endless, pages)
        streams = [asyncio.create_task(router(http("/sse"), receive_nothing, send)) for _ in range(100)]
        await asyncio.sleep(0.05)
        router.close_streams()
        await asyncio.wait_for(asyncio.gather(*streams), 1)
        assert sum(not message.get("more_body", True) for message in sent) == 100
        ended = len(sent)
        await router(http("/sse"), receive_nothing, send)
        assert [message.get("status") for message in sent[ended:]] == [503, None]

    asyncio.run(story())


@pytest.mark.parametrize("server_answers", [True, False])
def test_there_are_no_websockets(server_answers: bool) -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {"type": "websocket", "path": "/sse"}
    if server_answers:
        scope["extensions"] = {"websocket.http.response": {}}
    asyncio.run(Router(endless, pages)(scope, receive_nothing, send))
    answered = ["websocket.http.response.start", "websocket.http.response.body"]
    assert [message["type"] for message in sent] == (answered if server_answers else ["websocket.close"])


def test_what_answers_beside_django_carries_the_headers_and_keeps_its_own() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def once(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"cache-control", b"no-store")]})
        await send({"type": "http.response.body", "body": b""})

    asyncio.run(Router(once, pages)(http("/sse"), receive_nothing, send))
    headers = dict(sent[0]["headers"])
    assert len(headers) == len(sent[0]["headers"])
    assert headers[b"cache-control"] == b"no-store"
    assert headers[b"content-security-policy"] == CONTENT_SECURITY_POLICY.encode()
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"x-frame-options"] == b"DENY"
    assert b"content-type" not in headers


def test_hooks_run_when_the_server_starts_and_stops() -> None:
    called: list[str] = []
    events = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])
    sent: list[Message] = []

    async def receive() -> Message:
        return next(events)

    async def send(message: Message) -> None:
        sent.append(message)

    router = Router(endless, pages)
    router.on_start.append(lambda: called.append("start"))
    router.on_stop.append(lambda: called.append("stop"))
    asyncio.run(router({"type": "lifespan"}, receive, send))
    assert called == ["start", "stop"]
    assert [message["type"] for message in sent] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
