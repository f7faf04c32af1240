"""One handover over HTTP, by two people who are logged in: from a record that is written to both signatures."""

import asyncio
import time
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench._asking import Answer, ask
from bench._crowd import PASSWORD, Pair

CSRF = "c" * 32
TEXT = "{n}号机推力瓦温 52.3 ℃，上导 47.8 ℃，油位、冷却水压正常，无渗漏、异音；按调度命令带负荷 40 兆瓦，加强监视。"
Step = Callable[[], Awaitable[bool]]
"""Sends a request; tells whether it was answered well."""


@dataclass(frozen=True, slots=True)
class Done:
    """A request that was answered: what it was about, how long it took, the newest act that it made (-1: none)."""

    kind: str
    post: str
    seconds: float
    at: float
    acts: int = 0
    newest: int = -1


@dataclass
class Log:
    """What all clients did, and what went wrong."""

    done: list[Done] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    signed: int = 0

    def note(self, kind: str, post: str, answer: Answer) -> bool:
        """Note an answer; tell whether it was good."""
        if answer.wrong:
            self.errors[f"{kind}: {answer.wrong}"] += 1
            return False
        seqs = [act["seq"] for act in answer.told.get("acts", ())] if b'"acts"' in answer.body else []
        self.done.append(Done(kind, post, answer.seconds, answer.at, len(seqs), max(seqs, default=-1)))
        return True


def browser(session: str) -> dict[str, str]:
    """Return the headers of somebody who is logged in."""
    return {"Cookie": f"sessionid={session}; csrftoken={CSRF}", "X-CSRFToken": CSRF, "Content-Type": "application/json"}


@dataclass
class Walk:
    """A handover of a post, and the two people whose browsers send its requests."""

    port: int
    site: str
    pair: Pair
    browsers: dict[str, dict[str, str]]
    log: Log
    key: str = ""
    leaving: str = ""
    lines: Sequence[str] = ()
    content: str = ""
    _empty: Sequence[str] = ()

    @property
    def arriving(self) -> str:
        """Who takes over."""
        return self.pair.other(self.leaving)

    async def prepare(self) -> bool:
        """Write a line into every section that has none."""
        kind = "preparing"
        if not await self._look(kind, self.pair.people[0]):
            return False
        for number, section in enumerate(self._empty):
            said = {"section": section, "text": TEXT.format(n=number % 4 + 1)}
            if not await self._do(kind, self.leaving, "write_line", said):
                return False
        return await self._look(kind, self.leaving)

    async def go(self, begins: float, gap: float) -> None:
        """Take every step from the offer on, one `gap` seconds after the other; the first at `begins`.

        Somebody who was kept waiting goes on at once. A step that fails ends the handover.
        """
        for number, step in enumerate(self._steps()):
            await asyncio.sleep(max(0.0, begins + number * gap - time.monotonic()))
            if not await step():
                return
        self.log.signed += 1

    def _steps(self) -> list[Step]:
        out, come = self.leaving, self.arriving

        def verb(kind: str, who: str, name: str, said: dict[str, Any] | None = None) -> Step:
            return lambda: self._do(kind, who, name, said or {})

        def look(who: str) -> Step:
            return lambda: self._look("looking", who)

        def sign(who: str) -> Step:
            return lambda: self._sign(who)

        return [
            look(out),
            verb("offering", out, "offer"),
            verb("coming", come, "report_in"),
            verb("coming", come, "declare_fitness", {"fitness": "FIT"}),
            look(come),
            *[verb("reading", come, "acknowledge", {"lines": [line]}) for line in self.lines],
            verb("reading", come, "complete_step", {"step": "read-records"}),
            verb("confirming", out, "confirm", {"point": "oral-briefing"}),
            verb("confirming", come, "confirm", {"point": "oral-briefing"}),
            look(out),
            sign(out),
            look(come),
            sign(come),
        ]

    async def _look(self, kind: str, who: str) -> bool:
        """Read the handover as it stands, with the verdict over it."""
        answer = await ask(self.port, "GET", f"{self._at}/handovers/current", self.browsers[who])
        if not self.log.note(kind, self.pair.post, answer):
            return False
        told = answer.told
        self.key, self.content = told["handover"]["key"], told["content"]
        self.leaving = told["handover"]["leaving"][0]
        self.lines = list(told["handover"]["lines"])
        filled = {line["body"]["section"] for line in told["handover"]["lines"].values()}
        self._empty = [section for section in SECTIONS if section not in filled]
        return True

    async def _sign(self, who: str) -> bool:
        credential = {"username": who, "password": PASSWORD}
        return await self._do("signing", who, "sign", {"content": self.content, "credential": credential})

    async def _do(self, kind: str, who: str, verb: str, said: dict[str, Any]) -> bool:
        body = {"handover": self.key, "command": f"storm-{uuid.uuid4().hex}", **said}
        answer = await ask(self.port, "POST", f"{self._at}/handover/{verb}", self.browsers[who], body)
        return self.log.note(kind, self.pair.post, answer)

    @property
    def _at(self) -> str:
        return f"/api/v1/sites/{self.site}/posts/{self.pair.post}"


SECTIONS = (
    *("reservoir", "load", "system-equipment", "plant-modes", "safety-measures", "work-faces"),
    *("protection", "defects", "accidents", "permits", "orders", "work-done"),
)
"""The sections of packs/storm."""
