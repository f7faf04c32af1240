"""One process, one port: /sse goes to the live application, everything else to Django in a pool of threads."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, MutableMapping
from types import FrameType
from typing import Any, cast

from jiaoban.config.security import guarded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiaoban.config.settings")

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
LIVE_PATH = "/sse"
END: Message = {"type": "http.response.body", "body": b"", "more_body": False}


class Router:
    """Routes a connection by its path, and runs hooks when the server starts and stops.

    With `heeds_signals` the live streams end as soon as the process is told to stop, whichever server runs it.
    """

    def __init__(self, live: Application, pages: Application, *, heeds_signals: bool = False) -> None:
        self._live, self._pages, self._heeds_signals = live, pages, heeds_signals
        self.on_start: list[Callable[[], None]] = []
        self.on_stop: list[Callable[[], None]] = []
        self._streams: set[asyncio.Task[None]] = set()
        self._closing = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "websocket":
            await _refuse(scope, guarded(scope, send))
        elif scope["path"] == LIVE_PATH and self._closing:
            await _later(guarded(scope, send))
        elif scope["path"] == LIVE_PATH:
            await self._stream(scope, receive, guarded(scope, send))
        else:
            await self._pages(scope, receive, send)

    def close_streams(self) -> None:
        """End every live stream; browsers come back by themselves. Call it in the server's own event loop."""
        self._closing = True
        for stream in tuple(self._streams):
            stream.cancel()

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the live application as a task of its own, so that a stop need not wait for its listeners."""
        began = False

        async def watched(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        stream = asyncio.ensure_future(self._live(scope, receive, watched))
        self._streams.add(stream)
        try:
            await stream
        except asyncio.CancelledError:
            if not self._closing:
                stream.cancel()
                raise
            if began:
                await send(END)
            else:
                await _later(send)
        finally:
            self._streams.discard(stream)

    def _heed_signals(self, loop: asyncio.AbstractEventLoop) -> None:
        """End the streams first, then do what the server does at this signal."""
        for number in (signal.SIGINT, signal.SIGTERM):
            before = signal.getsignal(number)

            def heed(caught: int, frame: FrameType | None, before: Any = before) -> None:
                loop.call_soon_threadsafe(self.close_streams)
                if callable(before):
                    before(caught, frame)

            signal.signal(number, heed)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        if self._heeds_signals:
            self._heed_signals(loop)
        while True:
            message = await receive()
            starting = message["type"] == "lifespan.startup"
            try:
                for hook in self.on_start if starting else self.on_stop:
                    await loop.run_in_executor(None, hook)
            except Exception as error:
                await send({"type": f"{message['type']}.failed", "message": str(error)})
                raise
            await send({"type": f"{message['type']}.complete"})
            if not starting:
                return


async def _later(send: Send) -> None:
    """Answer 503: this server is about to end, and its follower will be there soon."""
    await send({"type": "http.response.start", "status": 503, "headers": [(b"retry-after", b"1")]})
    await send(END)


async def _refuse(scope: Scope, send: Send) -> None:
    """Refuse a websocket: there are none here. A server that can answer does, any other says 403 by itself."""
    if "websocket.http.response" not in (scope.get("extensions") or {}):
        await send({"type": "websocket.close", "code": 1000})
        return
    await send({"type": "websocket.http.response.start", "status": 404, "headers": []})
    await send({"type": "websocket.http.response.body", "body": b""})


async def no_live(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer 404: this installation has no live pages."""
    await send({"type": "http.response.start", "status": 404, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"No live pages here.\n"})


def build() -> Router:
    """Put the application together. Sets Django up."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    from jiaoban.config.bridge import Bridge
    from jiaoban.config.loop import from_settings
    from jiaoban.config.settings import exists
    from jiaoban.config.wsgi import application as pages

    live_module = settings.LIVE_APPLICATION.rpartition(".")[0]
    live = import_string(settings.LIVE_APPLICATION) if exists(live_module) else no_live
    router = Router(live, Bridge(cast(Any, pages), settings.THREADS), heeds_signals=True)
    loop = from_settings()
    router.on_start.append(loop.start)
    router.on_stop.append(loop.stop)
    return router


application: Router


def __getattr__(name: str) -> Router:
    """Build `application` when a server first asks for it, so that importing this module costs nothing."""
    if name != "application":
        raise AttributeError(name)
    globals()["application"] = built = build()
    return built
