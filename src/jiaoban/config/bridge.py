"""Between the server's event loop and Django's pool of threads: one hand-over to a thread, and one back.

A request costs what its hand-overs cost: each wakes a thread that must then get hold of the interpreter. A short body
is therefore read in the event loop, before a thread is asked for, and a short answer goes back whole. Long bodies and
answers pass piece by piece, so that none stands in memory.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from io import BytesIO
from typing import Any

from a2wsgi.wsgi import Body, build_environ

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
SHORT = 256 * 1024
"""Bytes of a body or an answer that are kept in memory; what is longer is passed on piece by piece."""


class Bridge:
    """A WSGI application as an ASGI one, in a pool of `threads` threads."""

    def __init__(self, application: Callable[..., Iterable[bytes]], threads: int) -> None:
        self._application = application
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request; one whose sender left before the end of it is not begun."""
        body = await _body(scope, receive)
        if body is None:
            return
        loop = asyncio.get_running_loop()
        answer = _Answer(loop, send)
        environ = build_environ(scope, body)  # type: ignore[arg-type]
        # A context of its own, so that a language or time zone that is set in it ends with it.
        await loop.run_in_executor(self._pool, copy_context().run, answer.make, self._application, environ)
        await answer.finish()


class _Answer:
    """What a WSGI application says, gathered in its thread and sent in the event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, send: Send) -> None:
        self._loop, self._send = loop, send
        self._start: Message | None = None
        self._started = False
        self._chunks: list[bytes] = []
        self._size = 0

    def make(self, application: Callable[..., Iterable[bytes]], environ: Any) -> None:
        """Run the application to its end. In the thread."""
        chunks = application(environ, self._start_response)
        try:
            for chunk in chunks:
                self._add(chunk)
        finally:
            close = getattr(chunks, "close", None)
            if close is not None:
                close()

    async def finish(self) -> None:
        """Send what was not sent yet. In the event loop."""
        await self._flush(more=False)

    def _start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[..., None]:
        """See PEP 3333."""
        self._start = {
            "type": "http.response.start",
            "status": int(status[:3]),
            "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers],
        }
        return self._add

    def _add(self, chunk: bytes) -> None:
        self._chunks.append(chunk)
        self._size += len(chunk)
        if self._size >= SHORT:  # wait until it is on its way: the sender sets the pace
            asyncio.run_coroutine_threadsafe(self._flush(more=True), self._loop).result()

    async def _flush(self, *, more: bool) -> None:
        if self._start is None:
            raise RuntimeError("the application answered without a status")
        if not self._started:
            self._started = True
            await self._send(self._start)
        chunks, self._chunks, self._size = self._chunks, [], 0
        await self._send({"type": "http.response.body", "body": b"".join(chunks), "more_body": more})


async def _body(scope: Scope, receive: Receive) -> BytesIO | Body | None:
    """Return the body as a file: a short one read already, a long one as it comes; None where its sender left."""
    length = None
    for name, value in scope["headers"]:
        if name == b"transfer-encoding":
            return Body(asyncio.get_running_loop(), receive)  # type: ignore[arg-type]
        if name == b"content-length":
            length = int(value)
    if not length:
        return BytesIO()
    if length > SHORT:
        return Body(asyncio.get_running_loop(), receive)  # type: ignore[arg-type]
    pieces = []
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        pieces.append(message.get("body", b""))
        if not message.get("more_body", False):
            return BytesIO(b"".join(pieces))
