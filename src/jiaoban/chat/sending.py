"""One try: a request to a service and its answer. No redirect is followed, no answer waited for without end."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from jiaoban.chat.rules.answers import Answered, answered, legible
from jiaoban.chat.rules.wire import TYPE, Request
from jiaoban.chat.terms import Service

SILENT_SECONDS = 8.0
"""How long a connection may take to be made, and a service to say something more."""
ALL_SECONDS = 20.0
"""How long a try may take in all."""
MOST_BYTES = 64 * 1024
"""Of an answer; what comes after them is not read."""


def post(service: Service, request: Request) -> Answered:
    """Send a message and return what came of it; raises nothing that the network can cause."""
    parts = urlsplit(request.url)
    target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    headers = {"Content-Type": TYPE, "User-Agent": "jiaoban", "Connection": "close"}
    over = threading.Event()
    try:
        connection = _connection(parts.scheme, parts.hostname or "", parts.port)
        try:
            connection.connect()
            with _ended_in_time(connection.sock, over):
                connection.request("POST", target, request.body, headers)
                answer = connection.getresponse()
                body = answer.read(MOST_BYTES)
            came = answered(service, answer.status, body)
            return Answered("TOO_SLOW") if over.is_set() and not came.sent else came
        finally:
            connection.close()
    except TimeoutError:
        return Answered("TOO_SLOW")
    except (OSError, HTTPException, ValueError) as error:
        return Answered("TOO_SLOW") if over.is_set() else _failed(error)


def _failed(error: Exception) -> Answered:
    if isinstance(error, socket.gaierror):
        return Answered("NO_HOST")
    if isinstance(error, ssl.SSLCertVerificationError):
        return Answered("NOT_TRUSTED", legible(error.verify_message))
    if isinstance(error, ConnectionRefusedError):
        return Answered("UNREACHABLE")
    if isinstance(error, ConnectionError | HTTPException | ssl.SSLError | ValueError):
        return Answered("BROKEN_OFF")
    return Answered("UNREACHABLE", legible(error.strerror or "") if isinstance(error, OSError) else "")


def _connection(scheme: str, host: str, port: int | None) -> HTTPConnection:
    if scheme == "https":
        return HTTPSConnection(host, port, timeout=SILENT_SECONDS, context=_trust())
    return HTTPConnection(host, port, timeout=SILENT_SECONDS)


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


@contextmanager
def _ended_in_time(sock: socket.socket, over: threading.Event) -> Iterator[None]:
    """Break the connection off when all has taken too long; a service that says a little now and then is not silent."""

    def end() -> None:
        over.set()
        with suppress(OSError):  # it has ended already
            socket.socket.shutdown(sock, socket.SHUT_RDWR)  # also of TLS: whoever reads meanwhile is told

    timer = threading.Timer(ALL_SECONDS, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
