"""A message as each service takes it: its JSON, its signature, its greatest size.

DingTalk: signature in the address, HMAC-SHA256 with the secret as key over `timestamp\\nsecret`, milliseconds; 20,000
bytes. WeCom: the key is in the address; Markdown of 4,096 bytes. Feishu: signature in the body, HMAC-SHA256 with
`timestamp\\nsecret` as key over nothing, seconds; 20 KB. Every one takes 20 messages a minute or more.
"""

import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hmac import digest
from typing import Any
from urllib.parse import quote, urlsplit

from jiaoban.chat.terms import Service
from jiaoban.kernel.saying import LONGEST_TITLE, Said, quoted

TYPE = "application/json; charset=utf-8"
MOST_BYTES: dict[Service, int] = {"DINGTALK": 20_000, "WECOM": 4096, "FEISHU": 20_000}
"""Of the body; of WeCom, of the Markdown in it."""
_ROOM = 500
"""Bytes kept free of the greatest body: what the service may count otherwise than we do."""
CUT = {"zh": "……（内容较长，其余请在系统中查看）", "en": "… (too long for a message; see the rest in the program)"}


@dataclass(frozen=True, slots=True)
class Request:
    """What is posted: the whole address with its signature, and the body."""

    url: str
    body: bytes


def request_of(service: Service, url: str, secret: str, said: Said, at: datetime, language: str) -> Request:
    """Return a message as it is posted at a moment; what does not fit is cut at the end of a line, and says so."""
    title = _title(said.title)
    make = _BODIES[service]

    def body(text: str) -> dict[str, Any]:
        return make(title, text, secret, at)

    whole = body(fitting(said.text, lambda text: _size(service, body(text)), MOST_BYTES[service] - _ROOM, language))
    return Request(signed(url, secret, at) if service == "DINGTALK" and secret else url, _encoded(whole))


def fitting(text: str, size: Callable[[str], int], most: int, language: str) -> str:
    """Return a text of which `size` is at most `most`: whole, else its first lines and a word that it was cut."""
    if size(text) <= most:
        return text
    cut = CUT["zh" if language.startswith("zh") else "en"]
    low, high = 0, len(text)
    while low < high:  # the longest beginning that fits
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(f"{text[:middle]}\n{cut}") <= most else (low, middle - 1)
    kept = text[:low]
    at_line = kept.rfind("\n")
    return f"{kept[:at_line] if at_line > 0 else kept}\n{cut}"


def signed(url: str, secret: str, at: datetime) -> str:
    """Return an address of DingTalk with the moment and the signature; the Base64 of it is encoded once."""
    stamp = str(int(at.timestamp() * 1000))
    sign = b64encode(digest(secret.encode(), f"{stamp}\n{secret}".encode(), "sha256")).decode("ascii")
    joined = "&" if urlsplit(url).query else "?"
    return f"{url}{joined}timestamp={stamp}&sign={quote(sign, safe='')}"


def _title(title: str) -> str:
    line = " ".join(title.split())
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1]}…"


def _dingtalk(title: str, text: str, secret: str, at: datetime) -> dict[str, Any]:
    paragraphs = f"### {quoted(title)}\n\n" + text.replace("\n", "\n\n")  # one line end alone is none there
    return {"msgtype": "markdown", "markdown": {"title": title, "text": paragraphs}}


def _wecom(title: str, text: str, secret: str, at: datetime) -> dict[str, Any]:
    return {"msgtype": "markdown", "markdown": {"content": f"### {quoted(title)}\n{text}"}}


def _feishu(title: str, text: str, secret: str, at: datetime) -> dict[str, Any]:
    card = {
        "config": {"wide_screen_mode": True},
        "header": {"title": {"tag": "plain_text", "content": title}, "template": "blue"},
        "elements": [{"tag": "markdown", "content": text}],
    }
    said = {"msg_type": "interactive", "card": card}
    if not secret:
        return said
    stamp = str(int(at.timestamp()))
    sign = b64encode(digest(f"{stamp}\n{secret}".encode(), b"", "sha256")).decode("ascii")
    return {"timestamp": stamp, "sign": sign, **said}


_BODIES: dict[Service, Callable[[str, str, str, datetime], dict[str, Any]]] = {
    "DINGTALK": _dingtalk,
    "WECOM": _wecom,
    "FEISHU": _feishu,
}


def _size(service: Service, body: dict[str, Any]) -> int:
    return len(body["markdown"]["content"].encode()) if service == "WECOM" else len(_encoded(body))


def _encoded(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()
