"""What a service answered: that it took the message, or why not, in its own words; and how long to wait then."""

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from jiaoban.chat.terms import Service
from jiaoban.kernel.words import Words

Failure = Literal[
    "REFUSED",
    "TOO_FAST",
    "BAD_ANSWER",
    "REDIRECTED",
    "NO_HOST",
    "UNREACHABLE",
    "NOT_TRUSTED",
    "TOO_SLOW",
    "BROKEN_OFF",
    "NO_ADDRESS",
    "ENDED",
]
FAILURES: dict[Failure, Words] = {
    "REFUSED": Words(zh="服务拒收", en="The service refused it"),
    "TOO_FAST": Words(zh="发送太频繁", en="Too many messages"),
    "BAD_ANSWER": Words(zh="回应看不懂", en="The answer makes no sense"),
    "REDIRECTED": Words(zh="被引向别处，未跟随", en="It sent us elsewhere, where we do not go"),
    "NO_HOST": Words(zh="找不到这台主机", en="There is no such computer"),
    "UNREACHABLE": Words(zh="连不上", en="It cannot be reached"),
    "NOT_TRUSTED": Words(zh="证书不可信", en="Its certificate is not to be trusted"),
    "TOO_SLOW": Words(zh="超过时限没有回应", en="No answer in time"),
    "BROKEN_OFF": Words(zh="连接中断", en="The connection broke off"),
    "NO_ADDRESS": Words(zh="没有地址，或地址不再允许", en="No address, or one that is not allowed"),
    "ENDED": Words(zh="通道已停用", en="The channel has ended"),
}
TOO_FAST = frozenset({130101, 45009, 45033, 11232, 410100})
"""Codes by which the services say that there were too many messages."""
_FEISHU_BUSY = "too many request"
"""What Feishu says with its code 9499, which it also gives for a bad request."""
SPACING = timedelta(seconds=4)
"""Between two messages to one address: 15 a minute, where the strictest service takes 20."""
PAUSES = tuple(timedelta(seconds=one) for one in (10, 30, 120, 300, 900, 1800, 3600))
"""After the first, second ... failed try of a message."""
REST: dict[Service, timedelta] = {
    "DINGTALK": timedelta(minutes=10),
    "WECOM": timedelta(minutes=1),
    "FEISHU": timedelta(minutes=1),
}
"""How long nothing is sent to an address that had too many messages; DingTalk shuts it for ten minutes."""
LONGEST_REST = timedelta(minutes=5)
"""How long at most an address rests that failed several times in a row."""
GIVES_UP = timedelta(hours=24)
"""A message that could not be sent for so long is given up."""
_NUMBER = re.compile(r"-?[0-9]{1,9}")
LONGEST_ANSWER = 300
"""Characters of a service's words that are kept."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a try: sent, or why not, with the words of the service or of the connection."""

    failure: Failure | None
    says: str = ""

    @property
    def sent(self) -> bool:
        """The service took the message."""
        return self.failure is None


def answered(service: Service, status: int, body: bytes) -> Answered:
    """Read an answer. Only HTTP 200 with a code of 0 in its JSON is a yes; everything else is tried again."""
    if 300 <= status < 400:
        return Answered("REDIRECTED", f"HTTP {status}")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):  # no JSON, no text at all, or brackets without end
        told = None
    if not isinstance(told, dict):
        return Answered("BAD_ANSWER", legible(f"HTTP {status} {_text(body)}"))
    code, words = _code(service, told)
    if status == 200 and code == 0:
        return Answered(None)
    says = legible(f"{'' if status == 200 else f'HTTP {status} '}{'' if code is None else code} {words}")
    if status == 429 or code in TOO_FAST or (code == 9499 and _FEISHU_BUSY in words.casefold()):
        return Answered("TOO_FAST", says)
    if status != 200 or code is None:
        return Answered("BAD_ANSWER", says)
    return Answered("REFUSED", says)


def _code(service: Service, told: dict[str, object]) -> tuple[int | None, str]:
    """Return the code and the words of an answer. Feishu's newer names go before its older ones."""
    names = (("code", "msg"), ("StatusCode", "StatusMessage")) if service == "FEISHU" else (("errcode", "errmsg"),)
    for code, words in names:
        found = told.get(code)
        if isinstance(found, str) and _NUMBER.fullmatch(found):
            found = int(found)
        if isinstance(found, int) and not isinstance(found, bool):
            return found, str(told.get(words, ""))
    return None, ""


def _text(body: bytes) -> str:
    return body.decode("utf-8", "replace")


def legible(text: str) -> str:
    """Return words from outside as one line that can be shown: no control signs, not too long."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return line if len(line) <= LONGEST_ANSWER else f"{line[: LONGEST_ANSWER - 1]}…"


def hidden(text: str, *secrets: str) -> str:
    """Return words without these secrets, should a service repeat what it was sent."""
    for secret in secrets:
        text = text.replace(secret, "…") if secret else text
    return text


def pause(tries: int) -> timedelta:
    """Return how long a message waits after its so many-th failed try (from 1)."""
    return PAUSES[min(tries, len(PAUSES)) - 1]


def rest(service: Service, failure: Failure, failures: int) -> timedelta:
    """Return how long an address is left alone after so many failures in a row (from 1)."""
    return REST[service] if failure == "TOO_FAST" else min(max(pause(failures), SPACING), LONGEST_REST)
