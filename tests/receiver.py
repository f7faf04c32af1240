"""A chat service on this machine: takes what the three real ones take, verifies it as strictly, refuses the rest.

It stands for all three: which one a request is for, its path says. `behave` makes it slow, broken or busy.
"""

import hmac
import json
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

TOKEN, KEY, HOOK = "d1ng", "693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa", "f19abc"  # as in the services' own examples
HOUR = 3600
DINGTALK, WECOM, FEISHU = "/robot/send", "/cgi-bin/webhook/send", "/open-apis/bot/v2/hook/"
Answer = tuple[int, dict[str, Any]]


class Wrong(Exception):
    """A request that the real service would refuse, with its answer."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__(answer)
        self.answer = answer


@dataclass
class Receiver:
    """What came in: `taken` the messages that were good, `refused` the answers to those that were not, `asked` the
    paths of everything. `secrets` by service; one without a secret takes unsigned messages alone."""

    port: int = 0
    secrets: dict[str, str] = field(default_factory=dict)
    taken: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    behaviour: str = "GOOD"
    patience: threading.Event = field(default_factory=threading.Event)
    """Ends the silence of a slow answer."""

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, service: str) -> str:
        """The address of the robot, as the service would give it."""
        paths = {
            "DINGTALK": f"{DINGTALK}?access_token={TOKEN}",
            "WECOM": f"{WECOM}?key={KEY}",
            "FEISHU": f"{FEISHU}{HOOK}",
        }
        return f"http://{self.host}{paths[service]}"

    def behave(self, how: str) -> None:
        """GOOD; SLOW, DRIP, DROP; GARBAGE, DEEP, EMPTY, HTML; FAILING (HTTP 500 with a code of 0); REDIRECT; BUSY."""
        self.behaviour = how

    def judge(self, path: str, kind: str, body: bytes) -> Answer:
        """Return the answer of the service whose path it is; keep what was good."""
        parts = urlsplit(path)
        try:
            said = _json(kind, body)
            if parts.path == DINGTALK:
                self._dingtalk(parts.query, said, body)
                good: dict[str, Any] = {"errcode": 0, "errmsg": "ok"}
            elif parts.path == WECOM:
                self._wecom(parts.query, said)
                good = {"errcode": 0, "errmsg": "ok"}
            elif parts.path.startswith(FEISHU):
                self._feishu(parts.path, said, body)
                good = {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"}
            else:
                return 404, {"message": "not found"}
        except Wrong as wrong:
            self.refused.append(wrong.answer)
            return 200, wrong.answer
        self.taken.append(said)
        return 200, good

    def _dingtalk(self, query: str, said: dict[str, Any], body: bytes) -> None:
        asked = parse_qs(query, strict_parsing=True)
        if asked.get("access_token") != [TOKEN]:
            raise Wrong({"errcode": 300001, "errmsg": "token is not exist"})
        secret = self.secrets.get("DINGTALK", "")
        if not secret and asked.keys() != {"access_token"}:
            raise Wrong({"errcode": 310000, "errmsg": "unexpected signature"})
        if secret:
            stamp = asked.get("timestamp", [""])[0]
            if not stamp.isdecimal() or abs(int(stamp) / 1000 - time.time()) > HOUR:
                raise Wrong({"errcode": 310000, "errmsg": "invalid timestamp"})
            made = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), sha256).digest()
            if f"sign={quote(b64encode(made), safe='')}" not in query.split("&"):  # encoded once, not twice
                raise Wrong({"errcode": 310000, "errmsg": "sign not match"})
        if len(body) > 20_000:
            raise Wrong({"errcode": 460101, "errmsg": "message too long, exceed 20000 bytes"})
        _need(said, {"msgtype": str, "markdown": dict}, {"errcode": 40035, "errmsg": "invalid parameter"})
        _need(said["markdown"], {"title": str, "text": str}, {"errcode": 40035, "errmsg": "invalid markdown"})
        if said["msgtype"] != "markdown" or not said["markdown"]["title"] or not said["markdown"]["text"]:
            raise Wrong({"errcode": 40035, "errmsg": "missing title or text"})

    def _wecom(self, query: str, said: dict[str, Any]) -> None:
        if parse_qs(query, strict_parsing=True) != {"key": [KEY]}:
            raise Wrong({"errcode": 93000, "errmsg": "invalid webhook url"})
        _need(said, {"msgtype": str, "markdown": dict}, {"errcode": 40008, "errmsg": "invalid message type"})
        _need(said["markdown"], {"content": str}, {"errcode": 44004, "errmsg": "empty content"})
        if said["msgtype"] != "markdown":
            raise Wrong({"errcode": 40008, "errmsg": "invalid message type"})
        if len(said["markdown"]["content"].encode()) > 4096:
            raise Wrong({"errcode": 40058, "errmsg": "markdown.content exceed max length 4096"})

    def _feishu(self, path: str, said: dict[str, Any], body: bytes) -> None:
        if path != f"{FEISHU}{HOOK}":
            raise Wrong({"code": 19001, "msg": "param invalid: incoming webhook access token invalid"})
        bad = {"code": 9499, "msg": "Bad Request", "data": {}}
        secret, shape = self.secrets.get("FEISHU", ""), {"msg_type": str, "card": dict}
        _need(said, {**shape, **({"timestamp": str, "sign": str} if secret else {})}, bad)
        if secret:
            stamp = said["timestamp"]
            made = hmac.new(f"{stamp}\n{secret}".encode(), b"", sha256).digest()
            late = not stamp.isdecimal() or abs(int(stamp) - time.time()) > HOUR
            if late or said["sign"] != b64encode(made).decode():
                what = "sign match fail or timestamp is not within one hour from current time"
                raise Wrong({"code": 19021, "msg": what})
        if len(body) > 20_000 or said["msg_type"] != "interactive":
            raise Wrong(bad)
        card = said["card"]
        _need(card, {"config": dict, "header": dict, "elements": list}, bad)
        title = card["header"].get("title", {})
        if title.get("tag") != "plain_text" or not title.get("content"):
            raise Wrong(bad)
        if [(one.get("tag"), bool(one.get("content"))) for one in card["elements"]] != [("markdown", True)]:
            raise Wrong(bad)


def _json(kind: str, body: bytes) -> dict[str, Any]:
    if kind.replace(" ", "").lower() != "application/json;charset=utf-8":
        raise Wrong({"errcode": 43004, "errmsg": "invalid content type", "code": 9499, "msg": "Bad Request"})
    try:
        said = json.loads(body.decode("utf-8"))
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise Wrong({"errcode": 47001, "errmsg": "data format error", "code": 9499, "msg": "Bad Request"})
    return said


def _need(said: dict[str, Any], shape: dict[str, type], bad: dict[str, Any]) -> None:
    if said.keys() != shape.keys() or any(not isinstance(said[name], kind) for name, kind in shape.items()):
        raise Wrong(bad)


class _Handler(BaseHTTPRequestHandler):
    """Answers as its receiver behaves."""

    receiver: Receiver

    def do_POST(self) -> None:
        self.receiver.asked.append(self.path)
        body, how = self.rfile.read(int(self.headers["Content-Length"])), self.receiver.behaviour
        if how in ("DROP", "SLOW"):
            self.receiver.patience.wait(30 if how == "SLOW" else 0)
            self.connection.close()
        elif how == "DRIP":
            self._drip()
        elif how == "REDIRECT":
            self._say(302, b"{}", Location=self.receiver.url("WECOM"))
        elif how in _ODD:
            self._say(200, _ODD[how])
        else:
            status, answer = self.receiver.judge(self.path, self.headers.get("Content-Type", ""), body)
            self._say(500 if how == "FAILING" else status, json.dumps(answer).encode())

    def do_GET(self) -> None:
        self.receiver.asked.append(f"GET {self.path}")
        self._say(200, b'{"errcode": 0, "code": 0}')

    def _say(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        """Say a byte now and then, never enough."""
        with suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while not self.receiver.patience.wait(0.05):
                self.wfile.write(b"X")

    def log_message(self, *_: Any) -> None:
        """Be quiet."""


_BUSY = {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute", "code": 11232, "msg": "limited"}
_ODD = {
    "GARBAGE": b"\xff\xfe not json",
    "EMPTY": b"",
    "DEEP": b"[" * 50_000,
    "HTML": b"<html>login first</html>",
    "BUSY": json.dumps(_BUSY).encode(),
}


@contextmanager
def receiving(**secrets: str) -> Iterator[Receiver]:
    """Run a receiver with these secrets by service."""
    receiver = Receiver(secrets=secrets)
    handler = type("Handler", (_Handler,), {"receiver": receiver})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.patience.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
