"""Answers of the whole program as a server asks for them: by the router of config/asgi.py."""

import asyncio
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from jiaoban.config.asgi import Application, Message


def ask(program: Application, path: str, *, kind: str = "http", query: str = "", **headers: str) -> HttpResponse:
    """Return the answer to a request that came by https through a proxy; the sender goes as soon as it has sent it."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": f"{kind}.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    async def serve() -> None:
        await program(_scope(path, kind, query, headers), receive, send)

    asyncio.run(serve())
    [start] = [one for one in sent if one["type"].endswith("http.response.start")]
    said = {name.decode("latin-1"): value.decode("latin-1") for name, value in start["headers"]}
    answer = HttpResponse(b"".join(one.get("body", b"") for one in sent), status=start["status"], headers=said)
    if "content-type" not in said:
        del answer.headers["Content-Type"]  # Django's own, not the program's
    return answer


def _scope(path: str, kind: str, query: str, headers: Mapping[str, str]) -> dict[str, Any]:
    said = {"host": "testserver", "x-forwarded-proto": "https", **headers}
    return {
        "type": kind,
        "http_version": "1.1",
        "method": "GET",
        "scheme": "https",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in said.items()],
        "server": ("testserver", 443),
        "client": ("127.0.0.1", 9),
        "extensions": {"websocket.http.response": {}},
    }
