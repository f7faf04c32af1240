"""HTTP as a crowd speaks it: one connection a request, none waiting for another."""

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Any

PATIENCE = 300.0
"""Seconds for one answer: as long as a browser waits."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, after how many seconds, and when by the monotonic clock. Status 0: nothing, `body` says why."""

    status: int
    body: bytes
    seconds: float
    at: float

    @property
    def told(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def wrong(self) -> str:
        """In words what was wrong; '' when it was done."""
        if self.status == 200:
            return ""
        try:
            said = str(self.told.get("detail") or self.told.get("code"))
        except (ValueError, AttributeError):
            said = self.body[:80].decode(errors="replace")
        return f"{self.status} {said}"


async def ask(port: int, method: str, path: str, headers: dict[str, str], said: dict[str, Any] | None = None) -> Answer:
    """Ask once, over a connection of its own: people who read between two clicks outlast what a server keeps open."""
    body = b"" if said is None else json.dumps(said, ensure_ascii=False).encode()
    head = {"Host": "127.0.0.1", "Connection": "close", "Content-Length": str(len(body)), **headers}
    lines = [f"{method} {path} HTTP/1.1", *[f"{name}: {value}" for name, value in head.items()], "", ""]
    began = time.monotonic()
    try:
        async with asyncio.timeout(PATIENCE):
            status, answer = await _answered(port, "\r\n".join(lines).encode() + body)
    except (OSError, TimeoutError, EOFError, ValueError) as error:
        status, answer = 0, (str(error) or type(error).__name__).encode()
    at = time.monotonic()
    return Answer(status, answer, at - began, at)


async def _answered(port: int, request: bytes) -> tuple[int, bytes]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    try:
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        status = int(head.split(" ", 2)[1])
        length = head.partition("content-length:")[2].partition("\r\n")[0]
        return status, await (reader.readexactly(int(length)) if length else reader.read())
    finally:
        writer.close()
