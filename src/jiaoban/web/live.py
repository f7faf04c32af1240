"""Live pages: `/sse?site=<site>` tells its listeners when the book of a site has grown, `&post=<post>` only when by an
act of that post or of the site as a whole; `&topics=replays` also when a replay of a regime has come further.

One watcher in each process looks at the sizes of the books while anybody listens, so a thousand listeners cost one or
two queries every 0.4 seconds and two connections to the database. Events carry no content: a page asks again for what
it shows, through the same door and with the same rights as ever.
"""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice
from typing import Any, TypeVar

from jiaoban.web.listening import REPLAYS, Wish, asked, may_listen, still_welcome

log = logging.getLogger(__name__)
Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
T = TypeVar("T")

WATCH_SECONDS = 0.4
HEARTBEAT_SECONDS = 15.0
RECHECK_SECONDS = 60.0
TOGETHER = 500
"""So many logins are asked about at most at once."""
FAR = 5000
"""So many new acts at once are news for every post of the site, without a look at each."""
UNSTORED = (b"cache-control", b"no-store")


@dataclass(frozen=True, slots=True)
class News:
    """The sizes of the books, and of those that have grown the posts with new acts (None: all; '' is the site); how far
    the replays of the sites are, and at which they have moved."""

    sizes: Mapping[str, int]
    posts: Mapping[str, frozenset[str] | None]
    turns: Mapping[str, int]
    replaying: frozenset[str]


class Ear:
    """A listener. `news` of the book, and `topics`: there are some that were not told yet; `told` and `checked`: when
    it last heard anything, and was last seen to be allowed."""

    def __init__(self, wish: Wish, now: float) -> None:
        self.wish, self.news, self._ended = wish, False, False
        self.topics: set[str] = set()
        self.told = self.checked = now
        self._waiting: asyncio.Future[None] | None = None

    def hear(self) -> None:
        """There are news."""
        self.news = True
        self.wake()

    def hear_of(self, topic: str) -> None:
        """There are news of a topic; who did not ask for it does not hear them."""
        if topic in self.wish.topics:
            self.topics.add(topic)
            self.wake()

    def end(self) -> None:
        """The listener has gone, or may listen no longer."""
        self._ended = True
        self.wake()

    def wake(self) -> None:
        """Have something said, if only that the stream is still here."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    async def listen(self) -> bool:
        """Wait until something is to be said. False: it is the end."""
        loop = asyncio.get_running_loop()
        if not self.news and not self.topics and not self._ended:
            self._waiting = loop.create_future()
            await self._waiting
        self.told = loop.time()
        return not self._ended


class Watch:
    """Knows the size of every book while somebody listens, and wakes the listeners of a book that has grown.

    What it asks the database is asked by two threads of its own, which keep their connections while anybody listens:
    one looks at the books, and does not wait for the other, which asks who may listen.
    """

    def __init__(self) -> None:
        self._known: Mapping[str, int] = {}
        self._turns: Mapping[str, int] = {}
        self._wanting = 0
        """Listeners that want to hear of replays; without one nobody asks for them."""
        self._listeners: dict[str, dict[str, set[Ear]]] = defaultdict(lambda: defaultdict(set))
        """By site and post."""
        self._task: asyncio.Task[None] | None = None
        self._looked = asyncio.Event()
        self._eyes, self._door = (ThreadPoolExecutor(1, f"jiaoban-live-{name}") for name in ("eyes", "door"))

    def size(self, site: str) -> int:
        """Return the size of a site's book as it was looked at last."""
        return self._known.get(site, 0)

    async def allows(self, wish: Wish) -> bool:
        """See `may_listen`."""
        return await _asked(self._door, partial(may_listen, wish))

    async def join(self, wish: Wish) -> Ear:
        """Return an ear that hears whenever the book has grown by an act that is wished for; give it to `leave`."""
        ear = Ear(wish, asyncio.get_running_loop().time())
        self._listeners[wish.site][wish.post].add(ear)
        self._wanting += REPLAYS in wish.topics
        if self._task is None or self._task.done():
            self._looked = asyncio.Event()
            self._task = asyncio.create_task(self._run(self._looked))
        try:
            await self._looked.wait()
        except asyncio.CancelledError:
            self.leave(ear)
            raise
        return ear

    def leave(self, ear: Ear) -> None:
        """Listen no longer."""
        site = self._listeners.get(ear.wish.site, {})
        here = site.get(ear.wish.post, set())
        self._wanting -= ear in here and REPLAYS in ear.wish.topics
        here.discard(ear)
        if not here:
            site.pop(ear.wish.post, None)
        if not site:
            self._listeners.pop(ear.wish.site, None)

    def _ears(self) -> list[Ear]:
        return [ear for site in self._listeners.values() for here in site.values() for ear in here]

    async def _run(self, looked: asyncio.Event) -> None:
        while self._listeners:
            tending = asyncio.create_task(self._tend())
            while self._listeners:
                await self._look_round(looked)
                await asyncio.sleep(WATCH_SECONDS)
            tending.cancel()
            await asyncio.wait({tending})
            for thread in (self._eyes, self._door):  # meanwhile somebody may have come
                await _asked(thread, _let_go)

    async def _look_round(self, looked: asyncio.Event) -> None:
        try:
            news = await _asked(self._eyes, self._look)
        except Exception:
            log.exception("The sizes of the books cannot be read.")
        else:
            self._known, self._turns = news.sizes, news.turns
            if looked.is_set():
                self._wake(news.posts)
                self._tell_of(news.replaying, REPLAYS)
        looked.set()

    async def _tend(self) -> None:
        """Every second say something to those who heard nothing for long, and end those whose login has ended."""
        clock = asyncio.get_running_loop().time
        while True:
            await asyncio.sleep(min(1.0, HEARTBEAT_SECONDS, RECHECK_SECONDS))
            now, ears = clock(), self._ears()
            for ear in ears:
                if now - ear.told >= HEARTBEAT_SECONDS:
                    ear.wake()
            due = list(islice((ear for ear in ears if now - ear.checked >= RECHECK_SECONDS), TOGETHER))
            if due:
                await self._check(due, now)

    async def _check(self, due: Sequence[Ear], now: float) -> None:
        try:
            welcome = await _asked(self._door, partial(still_welcome, [ear.wish for ear in due]))
        except Exception:
            log.exception("Who may listen cannot be asked.")
            return
        for ear in due:
            ear.checked = now
            if ear.wish not in welcome:
                ear.end()

    def _wake(self, posts: Mapping[str, frozenset[str] | None]) -> None:
        for site, changed in posts.items():
            here = self._listeners.get(site, {})
            wide = changed is None or "" in changed
            for post in tuple(here) if wide else ("", *(changed or ())):
                for ear in tuple(here.get(post, ())):
                    ear.hear()

    def _tell_of(self, sites: frozenset[str], topic: str) -> None:
        for site in sites:
            for here in tuple(self._listeners.get(site, {}).values()):
                for ear in tuple(here):
                    ear.hear_of(topic)

    def _look(self) -> News:
        before, sizes, turns = self._known, book_sizes(), replay_turns() if self._wanting else {}
        grown = {site: (before.get(site), size) for site, size in sizes.items() if size != before.get(site)}
        moved = frozenset(site for site, turn in turns.items() if turn != self._turns.get(site))
        return News(sizes, {site: _posts(site, low, high) for site, (low, high) in grown.items()}, turns, moved)


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


def replay_turns() -> dict[str, int]:
    """Return a figure for each site that changes when one of its replays has come further."""
    from jiaoban.authoring.replays import turns

    return turns()


watches: dict[asyncio.AbstractEventLoop, Watch] = {}


def watch() -> Watch:
    """Return the watch of the running event loop: one in a process."""
    loop = asyncio.get_running_loop()
    for ended in [one for one in watches if one.is_closed()]:
        del watches[ended]
    if loop not in watches:
        watches[loop] = Watch()
    return watches[loop]


@lru_cache(maxsize=64)
def event(site: str, size: int) -> bytes:
    """Return the message that a book has this size now. Thousands of listeners are told the same."""
    return f"id: {size}\nevent: changed\ndata: {json.dumps({'site': site, 'size': size})}\n\n".encode()


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one listener until it goes, its login ends, or the server stops."""
    wish, watcher = asked(scope), watch()
    if scope.get("method", "GET") != "GET" or not wish.session or not wish.site or not await watcher.allows(wish):
        await _refuse(send)
        return
    ear = await watcher.join(wish)
    gone = asyncio.create_task(_gone(receive))
    gone.add_done_callback(lambda _: ear.end())
    try:
        headers = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no"), UNSTORED]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await _say(send, b"retry: 2000\n\n")
        size = watcher.size(wish.site)
        if wish.seen is None or wish.seen >= size:  # who has seen more was faster than the watch
            await _say(send, b": listening\n\n")
        else:
            await _say(send, event(wish.site, size))
        while await ear.listen():
            heard, ear.news, topics, ear.topics = ear.news, False, ear.topics, set()
            if heard:
                await _say(send, event(wish.site, watcher.size(wish.site)))
            for topic in sorted(topics):
                await _say(send, f"event: live\ndata: {json.dumps({'topic': topic})}\n\n".encode())
            if not heard and not topics:
                await _say(send, b": still here\n\n")
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    except OSError:
        pass  # the listener went while it was being told
    finally:
        gone.cancel()
        watcher.leave(ear)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _say(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _refuse(send: Send) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": [(b"content-type", b"text/plain"), UNSTORED]})
    await send({"type": "http.response.body", "body": b"Nothing to listen to here.\n"})
