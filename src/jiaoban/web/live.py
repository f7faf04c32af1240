"""Live pages: `/sse?site=<site>` tells its listeners when the book of a site has grown, `&post=<post>` only when by an
act of that post or of the site as a whole.

One watcher in each process looks at the sizes of the books while anybody listens, so a thousand listeners cost one or
two queries every 0.4 seconds and two connections to the database. Events carry no content: a page asks again for what
it shows, through the same door and with the same rights as ever.
"""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from http.cookies import CookieError, SimpleCookie
from typing import Any, TypeVar
from urllib.parse import parse_qs

from django.conf import settings

log = logging.getLogger(__name__)
Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
T = TypeVar("T")

WATCH_SECONDS = 0.4
HEARTBEAT_SECONDS = 15.0
RECHECK_SECONDS = 60.0
LONGEST_KEY = 64
FAR = 5000
"""So many new acts at once are news for every post of the site, without a look at each."""
STRICT = [
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
]
"""Headers of every answer; Django's middleware is not on this way."""


@dataclass(frozen=True, slots=True)
class News:
    """The sizes of the books, and of those that have grown the posts with new acts (None: all; '' is the site)."""

    sizes: Mapping[str, int]
    posts: Mapping[str, frozenset[str] | None]


class Ear:
    """A listener to a post of a site, or with '' to the whole site. `news`: there are some that were not told yet."""

    def __init__(self, post: str = "") -> None:
        self.post, self.news = post, False
        self._waiting: asyncio.Future[None] | None = None

    def concerns(self, posts: frozenset[str] | None) -> bool:
        """Say whether acts of these posts are news here."""
        return not self.post or posts is None or self.post in posts or "" in posts

    def hear(self) -> None:
        """There are news."""
        self.news = True
        self.wake()

    def wake(self) -> None:
        """End the waiting that is going on."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    async def listen(self, seconds: float) -> None:
        """Wait for news, or for `wake`, but no longer than this."""
        if self.news:
            return
        loop = asyncio.get_running_loop()
        self._waiting = loop.create_future()
        timer = loop.call_later(seconds, self.wake)
        try:
            await self._waiting
        finally:
            timer.cancel()
            self._waiting = None


class Watch:
    """Knows the size of every book while somebody listens, and wakes the listeners of a book that has grown.

    What it asks the database is asked by two threads of its own, which keep their connections while anybody listens:
    one looks at the books, and does not wait for the other, which asks who may listen.
    """

    def __init__(self) -> None:
        self._known: Mapping[str, int] = {}
        self._listeners: dict[str, set[Ear]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None
        self._looked = asyncio.Event()
        self._eyes, self._door = (ThreadPoolExecutor(1, f"jiaoban-live-{name}") for name in ("eyes", "door"))

    def size(self, site: str) -> int:
        """Return the size of a site's book as it was looked at last."""
        return self._known.get(site, 0)

    async def allows(self, session: str, site: str, post: str) -> bool:
        """See `may_listen`."""
        return await _asked(self._door, lambda: may_listen(session, site, post))

    async def join(self, site: str, post: str = "") -> Ear:
        """Return an ear that hears whenever the site's book has grown by an act of the post; give it to `leave`."""
        ear = Ear(post)
        self._listeners[site].add(ear)
        if self._task is None or self._task.done():
            self._looked = asyncio.Event()
            self._task = asyncio.create_task(self._run(self._looked))
        try:
            await self._looked.wait()
        except asyncio.CancelledError:
            self.leave(site, ear)
            raise
        return ear

    def leave(self, site: str, ear: Ear) -> None:
        """Listen no longer."""
        here = self._listeners.get(site, set())
        here.discard(ear)
        if not here:
            self._listeners.pop(site, None)

    async def _run(self, looked: asyncio.Event) -> None:
        while self._listeners:
            while self._listeners:
                await self._look_round(looked)
                await asyncio.sleep(WATCH_SECONDS)
            for thread in (self._eyes, self._door):  # meanwhile somebody may have come
                await _asked(thread, _let_go)

    async def _look_round(self, looked: asyncio.Event) -> None:
        try:
            news = await _asked(self._eyes, self._look)
        except Exception:
            log.exception("The sizes of the books cannot be read.")
        else:
            self._known = news.sizes
            if looked.is_set():
                self._wake(news.posts)
        looked.set()

    def _wake(self, posts: Mapping[str, frozenset[str] | None]) -> None:
        for site, changed in posts.items():
            for ear in tuple(self._listeners.get(site, ())):
                if ear.concerns(changed):
                    ear.hear()

    def _look(self) -> News:
        before, sizes = self._known, book_sizes()
        grown = {site: (before.get(site), size) for site, size in sizes.items() if size != before.get(site)}
        return News(sizes, {site: _posts(site, low, high) for site, (low, high) in grown.items()})


async def _asked(thread: ThreadPoolExecutor, question: Callable[[], T]) -> T:
    """Have a thread ask the database."""
    from django.db import close_old_connections

    def ask() -> T:
        close_old_connections()
        return question()

    return await asyncio.get_running_loop().run_in_executor(thread, ask)


def _let_go() -> None:
    from django.db import connections

    connections.close_all()


def _posts(site: str, low: int | None, high: int) -> frozenset[str] | None:
    return posts_of(site, low, high) if low is not None and 0 < high - low <= FAR else None


def posts_of(site: str, low: int, high: int) -> frozenset[str]:
    """Return the posts at which the acts `low <= seq < high` were made, with '' for those of the site."""
    from jiaoban.ledger.models import LedgerAct

    acts = LedgerAct.objects.filter(site=site, seq__gte=low, seq__lt=high)
    return frozenset(acts.values_list("post", flat=True).distinct())


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


def may_listen(session_key: str, site: str, post: str = "") -> bool:
    """Say whether the session is somebody's for whom the site exists, and who may read the post."""
    from django.contrib.auth import get_user
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest

    from jiaoban.kernel.access import Right
    from jiaoban.kernel.refusal import NotFound
    from jiaoban.org.door import enter

    request = HttpRequest()
    request.session = SessionStore(session_key)
    try:
        visit = enter(get_user(request), site)
    except NotFound:
        return False
    return not post or visit.may(Right.READ, post)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a connection asks for. `seen` is the size of the book that the listener saw last, or None."""

    session: str
    site: str
    post: str
    seen: int | None


def asked(scope: Scope) -> Wish:
    """Return what a connection asks for."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    try:
        morsel = SimpleCookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        morsel = None
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    site, post = (query.get(name, [""])[0][:LONGEST_KEY] for name in ("site", "post"))
    last = headers.get("last-event-id", "") or query.get("since", [""])[0]
    seen = int(last) if last.isascii() and last.isdigit() else None
    return Wish(morsel.value if morsel else "", site, post, seen)


@lru_cache(maxsize=64)
def event(site: str, size: int) -> bytes:
    """Return the message that a book has this size now. Thousands of listeners are told the same."""
    return f"id: {size}\nevent: changed\ndata: {json.dumps({'site': site, 'size': size})}\n\n".encode()


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one listener until it goes, its login ends, or the server stops."""
    wish, watcher = asked(scope), watch()
    allowed = partial(watcher.allows, wish.session, wish.site, wish.post)
    if scope.get("method", "GET") != "GET" or not wish.session or not wish.site or not await allowed():
        await _refuse(send)
        return
    ear = await watcher.join(wish.site, wish.post)
    gone = asyncio.create_task(_gone(receive))
    gone.add_done_callback(lambda _: ear.wake())
    try:
        headers = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no"), *STRICT]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await _say(send, b"retry: 2000\n\n")
        size = watcher.size(wish.site)
        if wish.seen != size:
            await _say(send, b": listening\n\n" if wish.seen is None else event(wish.site, size))
        await _tell(send, ear, gone, lambda: event(wish.site, watcher.size(wish.site)), allowed)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    except OSError:
        pass  # the listener went while it was being told
    finally:
        gone.cancel()
        watcher.leave(wish.site, ear)


async def _tell(
    send: Send,
    ear: Ear,
    gone: asyncio.Task[None],
    news: Callable[[], bytes],
    allowed: Callable[[], Awaitable[bool]],
) -> None:
    clock = asyncio.get_running_loop().time
    checked = clock()
    while not gone.done():
        await ear.listen(HEARTBEAT_SECONDS)
        if gone.done():
            return
        if clock() - checked >= RECHECK_SECONDS:
            if not await allowed():
                return
            checked = clock()
        if ear.news:
            ear.news = False
            await _say(send, news())
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
