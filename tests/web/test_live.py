"""Live pages: who may listen, what they are told, and that it ends."""

import asyncio
from collections.abc import Callable, Coroutine
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jiaoban.ledger.store import DbBook
from jiaoban.web import live
from jiaoban.web.listening import Wish, may_listen, still_welcome
from tests import cast
from tests.web.conftest import Browser, Station

Told = list[dict[str, Any]]


class Listener:
    """A connection to the live application with a book that the test lets grow."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, allowed: bool = True) -> None:
        self.sizes, self.looks = {"yunfeng": 7}, 0
        self._gone = asyncio.Event()
        self.allowed = allowed
        self.posts: set[str] = {"ccr"}
        self.turns = {"yunfeng": 1, "qingxi": 1}
        monkeypatch.setattr(live, "may_listen", lambda wish: self.allowed)
        monkeypatch.setattr(live, "still_welcome", lambda wishes: set(wishes) if self.allowed else set())
        monkeypatch.setattr(live, "WATCH_SECONDS", 0.01)
        monkeypatch.setattr(live, "book_sizes", self._look)
        monkeypatch.setattr(live, "replay_turns", lambda: dict(self.turns))
        monkeypatch.setattr(live, "posts_of", lambda site, low, high: frozenset(self.posts))
        self.told: Told = []

    def _look(self) -> dict[str, int]:
        self.looks += 1
        return dict(self.sizes)

    async def send(self, message: Any) -> None:
        self.told.append(dict(message))

    async def receive(self) -> Any:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    def leave(self) -> None:
        self._gone.set()

    def listen(
        self, *, query: str = "site=yunfeng", cookie: str = "sessionid=abc", last: str = ""
    ) -> asyncio.Task[None]:
        headers = [(b"cookie", cookie.encode()), *([(b"last-event-id", last.encode())] if last else [])]
        scope = {"type": "http", "method": "GET", "headers": headers, "query_string": query.encode()}
        return asyncio.create_task(live.app(scope, self.receive, self.send))

    @property
    def text(self) -> str:
        return b"".join(one.get("body", b"") for one in self.told).decode()


async def _until(true: Callable[[], bool]) -> None:
    for _ in range(300):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen within three seconds")


def _run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(story(), 10))


def test_a_listener_is_told_when_the_book_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        one = Listener(monkeypatch)
        task = one.listen()
        await _until(lambda: ": listening" in one.text)
        one.sizes["yunfeng"] = 9
        await _until(lambda: "changed" in one.text)
        assert 'id: 9\nevent: changed\ndata: {"site": "yunfeng", "size": 9}\n\n' in one.text
        one.leave()
        await task

    _run(story)


def test_a_listener_to_a_post_hears_of_that_post_and_of_the_site_only(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        one = Listener(monkeypatch)
        task = one.listen(query="site=yunfeng&post=ccr")
        await _until(lambda: ": listening" in one.text)
        for size, posts, told in (
            (8, {"patrol"}, False),
            (9, {"ccr", "patrol"}, True),
            (10, {"patrol"}, False),
            (11, {""}, True),
            (11 + live.FAR + 1, {"patrol"}, True),
            (5, {"patrol"}, True),
        ):
            one.posts, one.sizes["yunfeng"] = posts, size
            looks = one.looks
            await _until(lambda looks=looks: one.looks > looks + 2)  # type: ignore[misc]
            assert (f"id: {size}\n" in one.text) == told, size
        one.leave()
        await task

    _run(story)


def test_who_asks_for_replays_hears_of_those_of_the_site_and_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        one, another = Listener(monkeypatch), Listener(monkeypatch)
        wanting, working = one.listen(query="site=yunfeng&topics=book,replays,x"), another.listen()
        await _until(lambda: ": listening" in one.text and ": listening" in another.text)
        monkeypatch.setattr(live, "book_sizes", one._look)
        monkeypatch.setattr(live, "replay_turns", lambda: dict(one.turns))
        one.turns["qingxi"] = 2
        looks = one.looks
        await _until(lambda: one.looks > looks + 2)
        assert "replays" not in one.text
        one.turns["yunfeng"] = 2
        await _until(lambda: 'event: live\ndata: {"topic": "replays"}\n\n' in one.text)
        assert one.text.count("replays") == 1
        assert "changed" not in one.text
        assert "replays" not in another.text
        one.leave()
        another.leave()
        await asyncio.gather(wanting, working)

    _run(story)


def test_whoever_comes_when_the_last_one_goes_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        one, another = Listener(monkeypatch), Listener(monkeypatch)
        first = one.listen()
        await _until(lambda: ": listening" in one.text)
        letting_go = asyncio.Event()
        loop = asyncio.get_running_loop()
        monkeypatch.setattr(live, "_let_go", lambda: loop.call_soon_threadsafe(letting_go.set))
        one.leave()
        await first
        await letting_go.wait()
        second = another.listen()
        await _until(lambda: ": listening" in another.text)
        another.sizes["yunfeng"] = 8
        await _until(lambda: "id: 8" in another.text)
        another.leave()
        await second

    _run(story)


def test_whoever_comes_back_learns_what_was_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        one = Listener(monkeypatch)
        task = one.listen(last="5")
        await _until(lambda: "id: 7" in one.text)
        one.leave()
        await task

    _run(story)


def test_whoever_has_seen_more_than_the_watch_is_not_told_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        one = Listener(monkeypatch)
        task = one.listen(query="site=yunfeng&since=7")
        other = Listener(monkeypatch)
        another = other.listen(query="site=yunfeng&since=6")
        await _until(lambda: ": listening" in one.text and "id: 7" in other.text)
        assert "id: 7" not in one.text
        for who in (one, other):
            who.leave()
        await asyncio.gather(task, another)

    _run(story)


def test_a_page_says_how_large_the_book_was_before_it_was_drawn(station: Station, as_person: Browser) -> None:
    def size() -> int:
        text = as_person(cast.A_LEAD).get(f"/s/{cast.SITE}/p/{cast.CCR}/").content.decode()
        return int(text.partition('data-size="')[2].partition('"')[0])

    before = size()
    assert before == DbBook(cast.SITE).size
    station.do(cast.A_PATROL, "logbook.write", at=cast.PATROL, category="ROUND", text="巡视")
    assert size() == DbBook(cast.SITE).size > before


def test_a_thousand_listeners_cost_one_look_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        one = Listener(monkeypatch)
        tasks = [one.listen() for _ in range(1000)]
        await _until(lambda: one.text.count(": listening") == 1000)
        looks = one.looks
        one.sizes["yunfeng"] = 8
        await _until(lambda: one.text.count("id: 8") == 1000)
        assert one.looks - looks < 200
        one.leave()
        await asyncio.gather(*tasks)
        watcher = live.watch()
        await _until(lambda: watcher._task is not None and watcher._task.done())

    _run(story)


@pytest.mark.parametrize(
    ("query", "cookie", "allowed"),
    [("site=yunfeng", "", True), ("", "sessionid=abc", True), ("site=yunfeng", "sessionid=abc", False)],
)
def test_nobody_else_listens(monkeypatch: pytest.MonkeyPatch, query: str, cookie: str, allowed: bool) -> None:
    async def story() -> None:
        one = Listener(monkeypatch, allowed=allowed)
        await one.listen(query=query, cookie=cookie)
        assert one.told[0]["status"] == 404

    _run(story)


def test_the_stream_ends_with_the_login(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        monkeypatch.setattr(live, "RECHECK_SECONDS", 0.01)
        monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.02)
        one = Listener(monkeypatch)
        task = one.listen()
        await _until(lambda: ": still here" in one.text)
        one.allowed = False
        await task
        assert one.told[-1] == {"type": "http.response.body", "body": b"", "more_body": False}

    _run(story)


def test_a_server_that_stops_ends_the_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        one = Listener(monkeypatch)
        task = one.listen()
        await _until(lambda: ": listening" in one.text)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not live.watch()._listeners

    _run(story)


def test_who_may_listen_to_what(as_person: Browser) -> None:
    sessions = {one: str(as_person(one).session.session_key) for one in (cast.A_PATROL, cast.A_LEAD)}

    def wish(member: cast.Member, site: str, post: str = "") -> Wish:
        return Wish(sessions[member], site, post, None)

    allowed = {
        wish(cast.A_PATROL, cast.SITE),
        wish(cast.A_PATROL, cast.SITE, cast.PATROL),
        wish(cast.A_LEAD, cast.SITE, cast.CCR),
    }
    others = {
        wish(cast.A_PATROL, cast.SITE, cast.CCR),
        wish(cast.A_LEAD, cast.NEIGHBOUR),
        Wish("nobody-s-session", cast.SITE, "", None),
    }
    assert {one for one in allowed | others if may_listen(one)} == allowed
    assert still_welcome([*allowed, *others]) == allowed


def test_a_thousand_logins_are_checked_in_three_queries(as_person: Browser) -> None:
    key = str(as_person(cast.A_LEAD).session.session_key)
    wishes = [Wish(key, cast.SITE, f"post-{number}", None) for number in range(1000)]
    with CaptureQueriesContext(connection) as asked:
        assert still_welcome(wishes) == set(wishes)
    assert len(asked) == 3


def _log_out(login: Client) -> None:
    login.logout()


def _expire(login: Client) -> None:
    Session.objects.filter(session_key=login.session.session_key).update(expire_date=timezone.now())


def _change_password(login: Client) -> None:
    user = User.objects.get(username=cast.A_PATROL.username)
    user.set_password("something else")
    user.save()


def _deactivate(login: Client) -> None:
    User.objects.filter(username=cast.A_PATROL.username).update(is_active=False)


@pytest.mark.parametrize("end", [_log_out, _expire, _change_password, _deactivate])
def test_a_login_that_ended_is_no_longer_welcome(as_person: Browser, end: Callable[[Client], None]) -> None:
    login = as_person(cast.A_PATROL)
    wish = Wish(str(login.session.session_key), cast.SITE, "", None)
    assert still_welcome([wish]) == {wish}
    end(login)
    assert still_welcome([wish]) == set()


def test_a_role_that_was_taken_is_no_longer_welcome(station: Station, as_person: Browser) -> None:
    wishes = [Wish(str(as_person(cast.A_PATROL).session.session_key), cast.SITE, post, None) for post in ("", "patrol")]
    role = {"person": cast.A_PATROL.key, "role": "OPERATOR", "post": cast.PATROL}
    station.do(cast.ADMINISTRATOR, "org.revoke", **role)
    assert still_welcome(wishes) == set()


def test_a_page_of_a_post_listens_to_its_post(as_person: Browser) -> None:
    def stream(page: str) -> str:
        text = as_person(cast.A_LEAD).get(f"/s/{cast.SITE}/{page}").content.decode()
        return unescape(text.partition('data-sse="')[2].partition('"')[0])

    assert stream(f"p/{cast.CCR}/") == f"/sse?site={cast.SITE}&post={cast.CCR}"
    assert stream("board") == f"/sse?site={cast.SITE}"


def test_news_name_the_posts_of_the_new_acts(station: Station, as_person: Browser) -> None:
    low = DbBook(cast.SITE).size
    station.do(cast.A_PATROL, "logbook.write", at=cast.PATROL, category="ROUND", text="巡视")
    assert live.posts_of(cast.SITE, low, low + 1) == {cast.PATROL}
    assert live.book_sizes()[cast.SITE] == low + 1
    assert "" in live.posts_of(cast.SITE, 0, low)
