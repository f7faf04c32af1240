"""The router in front of Django: what goes where, and how live streams end."""

import asyncio
from typing import Any

from jiaoban.config.asgi import Message, Receive, Router, Scope, Send


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
        ended = len(sent)
        await router(http("/sse"), receive_nothing, send)
        assert len(sent) == ended

    asyncio.run(story())
    assert sum(not message.get("more_body", True) for message in sent) == 100


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
