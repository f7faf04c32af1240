"""HTTP as uvicorn speaks it by httptools, with a bound on what may come before a body: httptools has none."""

from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from jiaoban.config.security import headers_of

HEAD = 64 * 1024
"""Bytes of a request line with its headers; a browser's cookies are at most a few kilobytes."""


class Protocol(HttpToolsProtocol):
    """One connection. A request whose head does not end within `HEAD` bytes is answered 400, and its sender cut off."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._before_body = True
        self._head = 0

    def data_received(self, data: bytes) -> None:
        """Take what came; what is still head is counted."""
        super().data_received(data)
        if not self._before_body or self.transport.is_closing():
            return
        self._head += len(data)
        if self._head > HEAD:
            self.send_400_response("The head of the request is too long.")

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP, with the headers that every answer carries, and close."""
        said = msg.encode("ascii")
        head = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", b"%d" % len(said)),
            (b"connection", b"close"),
            *headers_of({}),
        ]
        lines = [b"HTTP/1.1 400 Bad Request", *(name + b": " + value for name, value in head)]
        self.transport.write(b"\r\n".join([*lines, b"", said]))
        self.transport.close()

    def on_message_begin(self) -> None:
        """Begin to count."""
        self._before_body, self._head = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Count no more."""
        self._before_body = False
        super().on_headers_complete()
