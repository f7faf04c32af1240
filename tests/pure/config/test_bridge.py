"""The bridge between the event loop and Django's threads: bodies and answers, short and long, whole and cut off."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from jiaoban.config.bridge import SHORT, Bridge, Message

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def ask(application: Application, pieces: list[Message], *, headers: list[tuple[bytes, bytes]]) -> list[Message]:
    """Send one request whose body comes in these pieces; return what is answered."""
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/日志",
        "query_string": b"a=1",
        "http_version": "1.1",
        "headers": headers,
        "client": ("127.0.0.1", 5),
    }
    sent: list[Message] = []
    waiting = iter(pieces)

    async def receive() -> Message:
        return next(waiting)

    async def send(message: Message) -> None:
        sent.append(message)

    async def story() -> None:
        await Bridge(application, 2)(scope, receive, send)

    asyncio.run(story())
    return sent


def sending(body: bytes) -> list[tuple[bytes, bytes]]:
    return [(b"content-length", str(len(body)).encode())]


def piece(body: bytes, *, more: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def echo(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [("X-Path", environ["PATH_INFO"])])
    return [environ["wsgi.input"].read()]


def body_of(sent: list[Message]) -> bytes:
    return b"".join(message.get("body", b"") for message in sent)


def test_a_short_body_and_a_short_answer_pass_whole() -> None:
    sent = ask(echo, [piece(b"abc", more=True), piece(b"def")], headers=sending(b"abcdef"))
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert sent[0]["status"] == 200
    assert dict(sent[0]["headers"])[b"x-path"] == "/日志".encode()
    assert sent[1] == {"type": "http.response.body", "body": b"abcdef", "more_body": False}


def test_a_request_without_a_body_is_not_waited_for() -> None:
    assert body_of(ask(echo, [], headers=[])) == b""


def test_a_long_body_is_read_as_it_comes() -> None:
    half = b"x" * SHORT
    sent = ask(echo, [piece(half, more=True), piece(half)], headers=sending(half + half))
    assert body_of(sent) == half + half


def test_a_body_without_a_length_is_read_to_its_end() -> None:
    sent = ask(echo, [piece(b"abc", more=True), piece(b"def")], headers=[(b"transfer-encoding", b"chunked")])
    assert body_of(sent) == b"abcdef"


def test_a_long_answer_passes_in_pieces_and_is_closed() -> None:
    ended = []

    class Long:
        def __iter__(self) -> Iterator[bytes]:
            yield from [b"y" * SHORT] * 3

        def close(self) -> None:
            ended.append(True)

    def long(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [])
        return Long()

    sent = ask(long, [], headers=[])
    assert [len(message["body"]) for message in sent[1:]] == [SHORT, SHORT, SHORT, 0]
    assert [message["more_body"] for message in sent[1:]] == [True, True, True, False]
    assert ended == [True]


def test_who_leaves_before_the_end_of_the_body_has_asked_for_nothing() -> None:
    asked = []

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        asked.append(environ)
        return echo(environ, start_response)

    sent = ask(application, [piece(b"abc", more=True), {"type": "http.disconnect"}], headers=sending(b"abcdef"))
    assert (sent, asked) == ([], [])


def test_what_the_application_raises_reaches_the_server() -> None:
    def broken(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        raise LookupError("broken")

    with pytest.raises(LookupError, match="broken"):
        ask(broken, [], headers=[])


def test_an_answer_without_a_status_is_an_error_of_the_application() -> None:
    with pytest.raises(RuntimeError, match="without a status"):
        ask(lambda environ, start_response: [b"x"], [], headers=[])
