"""Live pages: `/sse?site=<site>` tells its listeners when the book of a site has grown.

One watcher in each process looks at the sizes of the books while anybody listens, so a thousand listeners cost one
query every 0.4 seconds and hold no connection to the database. Events carry no content: a page asks again for what it
shows, through the same door and with the same rights as ever.
"""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from asgiref.sync import sync_to_async
from django.conf import settings

log = logging.getLogger(__name__)
Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

WATCH_SECONDS = 0.4
HEARTBEAT_SECONDS = 15.0
RECHECK_SECONDS = 60.0
LONGEST_SITE = 64
STRICT = [
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
]
"""Headers of every answer; Django's middleware is not on this way."""


class Watch:
    """Knows the size of every book while somebody listens, and wakes the listeners of a book that has grown."""

    def __init__(self, sizes: Callable[[], Mapping[str, int]] | None = None) -> None:
        self._sizes = sizes or book_sizes
        self._known: Mapping[str, int] = {}
        self._listeners: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None
        self._looked = asyncio.Event()

    def size(self, site: str) -> int:
        """Return the size of a site's book as it was looked at last."""
        return self._known.get(site, 0)

    async def join(self, site: str) -> asyncio.Event:
        """Return an event that is set whenever the site's book has grown; give it back with `leave`."""
        event = asyncio.Event()
        self._listeners[site].add(event)
        if self._task is None or self._task.done():
            self._looked = asyncio.Event()
            self._task = asyncio.create_task(self._run(self._looked))
        try:
            await self._looked.wait()
        except asyncio.CancelledError:
            self.leave(site, event)
            raise
        return event

    def leave(self, site: str, event: asyncio.Event) -> None:
        """Listen no longer."""
        here = self._listeners.get(site, set())
        here.discard(event)
        if not here:
            self._listeners.pop(site, None)

    async def _run(self, looked: asyncio.Event) -> None:
        while self._listeners:
            try:
                now = await asyncio.to_thread(self._look)
            except Exception:
                log.exception("The sizes of the books cannot be read.")
            else:
                before, self._known = self._known, now
                if looked.is_set():
                    self._wake(before)
            looked.set()
            await asyncio.sleep(WATCH_SECONDS)

    def _wake(self, before: Mapping[str, int]) -> None:
        for site, size in self._known.items():
            if size != before.get(site):
                for event in tuple(self._listeners.get(site, ())):
                    event.set()

    def _look(self) -> Mapping[str, int]:
        from django.db import close_old_connections, connections

        close_old_connections()
        try:
            return self._sizes()
        finally:
            connections.close_all()


def book_sizes() -> dict[str, int]:
    """Return the number of acts of every site's book."""
    from jiaoban.ledger.models import LedgerHead

    return dict(LedgerHead.objects.values_list("site", "size"))


watches: dict[asyncio.AbstractEventLoop, Watch] = {}


def watch() -> Watch:
    """Return the watch of the running event loop: one in a process."""
    loop = asyncio.get_running_loop()
    for ended in [one for one in watches if one.is_closed()]:
        del watches[ended]
    return watches.setdefault(loop, Watch())


def may_listen(session_key: str, site: str) -> bool:
    """Say whether the session is somebody's for whom the site exists."""
    from django.contrib.auth import get_user
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import close_old_connections, connections
    from django.http import HttpRequest

    from jiaoban.org.door import sites_of

    close_old_connections()
    try:
        request = HttpRequest()
        request.session = SessionStore(session_key)
        return site in dict(sites_of(get_user(request)))
    finally:
        connections.close_all()


def asked(scope: Scope) -> tuple[str, str, int | None]:
    """Return (session key, site, size that the listener saw last or None) of a connection."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        morsel = None
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    site = query.get("site", [""])[0][:LONGEST_SITE]
    last = headers.get("last-event-id", "") or query.get("since", [""])[0]
    return (morsel.value if morsel else ""), site, int(last) if last.isascii() and last.isdigit() else None


def event(site: str, size: int) -> bytes:
    """Return the message that a book has this size now."""
    return f"id: {size}\nevent: changed\ndata: {json.dumps({'site': site, 'size': size})}\n\n".encode()


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one listener until it goes, its login ends, or the server stops."""
    session, site, seen = asked(scope)
    allowed = sync_to_async(may_listen, thread_sensitive=False)
    if scope.get("method", "GET") != "GET" or not session or not site or not await allowed(session, site):
        await _refuse(send)
        return
    watcher = watch()
    grown = await watcher.join(site)
    gone = asyncio.create_task(_gone(receive))
    try:
        headers = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no"), *STRICT]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await _say(send, b"retry: 2000\n\n")
        if seen is None or seen != watcher.size(site):
            await _say(send, event(site, watcher.size(site)) if seen is not None else b": listening\n\n")
        await _tell(send, watcher, site, grown, gone, lambda: allowed(session, site))
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    except OSError:
        pass  # the listener went while it was being told
    finally:
        gone.cancel()
        watcher.leave(site, grown)


async def _tell(
    send: Send,
    watcher: Watch,
    site: str,
    grown: asyncio.Event,
    gone: asyncio.Task[None],
    allowed: Callable[[], Awaitable[bool]],
) -> None:
    clock = asyncio.get_running_loop().time
    checked = clock()
    while not gone.done():
        waiting = asyncio.create_task(grown.wait())
        await asyncio.wait({waiting, gone}, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if gone.done():
            return
        if clock() - checked >= RECHECK_SECONDS:
            if not await allowed():
                return
            checked = clock()
        if grown.is_set():
            grown.clear()
            await _say(send, event(site, watcher.size(site)))
        else:
            await _say(send, b": still here\n\n")


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _say(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _refuse(send: Send) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": [(b"content-type", b"text/plain"), *STRICT]})
    await send({"type": "http.response.body", "body": b"Nothing to listen to here.\n"})
