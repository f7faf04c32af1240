"""A site with a receiver for its messages, and the loop of the server, turned by hand."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from jiaoban.chat import addresses, outbox
from jiaoban.chat.models import Message
from jiaoban.chat.rules.answers import SPACING
from jiaoban.kernel import saying
from jiaoban.kernel.act import Payload, Proposed
from jiaoban.kernel.book import Stamp
from jiaoban.kernel.clock import VirtualClock
from jiaoban.kernel.saying import REPORTS, Said, Told
from jiaoban.kernel.words import Words
from jiaoban.ledger import store
from jiaoban.ledger.store import DbBook
from jiaoban.org import door, packs
from jiaoban.org import queries as org
from jiaoban.org.door import Visit
from jiaoban.regime.load import load
from tests import cast
from tests.receiver import Receiver, receiving

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime.now(UTC).replace(microsecond=0)
SECRETS = {"DINGTALK": "SEC0f9", "FEISHU": "zs0T"}
OTHER = saying.Sort("test-other", Words(zh="别的", en="Other"))


class Noticed(Payload, kind="test.noticed"):
    """An act that is told in the group, unless it is secret."""

    text: str
    told: bool = True


class Elsewhere(Payload, kind="test.elsewhere"):
    """An act of another sort of messages; wording it fails."""

    text: str


@saying.says_in_chat("test.noticed", REPORTS)
def noticed(told: Told) -> Said | None:
    p = told.act.payload
    assert isinstance(p, Noticed)
    return Said(told.tongue(Words(zh="通知", en="Notice")), saying.quoted(p.text)) if p.told else None


@saying.says_in_chat("test.elsewhere", OTHER)
def elsewhere(told: Told) -> Said | None:
    raise KeyError("a room that cannot word it")


class Desk:
    """云峰 with its administrator, a receiver for its messages, and the loop of the server, turned by hand."""

    def __init__(self, receiver: Receiver, clock: VirtualClock) -> None:
        self.receiver, self.clock = receiver, clock
        self.book = DbBook(cast.SITE)
        self._numbers = count(1)

    def visit(self, person: str = cast.ADMINISTRATOR.key) -> Visit:
        return Visit(self.book, org.actor(self.book, person), org.site(self.book), door.clock.now())

    def do(self, verb: str, **said: Any) -> str:
        """Carry out a verb; return its command id, or the code of the refusal."""
        command = f"c{next(self._numbers)}"
        outcome = self.visit().do(verb, said, command=command)
        return outcome.refusal.reasons[0].code if outcome.refusal else command

    def keep(self, service: str, url: str = "", secret: str | None = None) -> str:
        secret = self.receiver.secrets.get(service, "") if secret is None else secret
        command = f"a{next(self._numbers)}"
        return addresses.keep(cast.SITE, service, url or self.receiver.url(service), secret, command, self.clock.now())  # type: ignore[arg-type]

    def channel(self, service: str = "DINGTALK", **more: Any) -> str:
        told = {"name": "日报群", "service": service, "sorts": ["reports"], **more}
        return self.do("chat.set_channel", **{"address": more.get("address") or self.keep(service), **told})

    def says(self, payload: Payload, post: str = cast.CCR, command: str = "") -> None:
        command = command or f"n{next(self._numbers)}"
        stamp = Stamp(command=command, request="", actor="system", post=post, now=self.clock.now())
        with self.book.transaction():
            self.book.append([Proposed(payload)], stamp)

    def later(self, **span: float) -> None:
        self.clock.moment += timedelta(**span)

    def turn(self) -> int:
        """Make messages of what is new and send everything that is due now; return how many tries it took."""
        now, tries = self.clock.now(), 0
        for site in outbox.sites():
            while outbox.gather(site, now):
                pass
        while (claimed := outbox.claim(now)) is not None:
            outbox.settle(claimed, outbox.carry(claimed, datetime.now(UTC)), now)
            tries += 1
        return tries

    def run(self, turns: int) -> int:
        """Turn the loop so often, far enough apart for the address to be free again."""
        tries = 0
        for _ in range(turns):
            tries += self.turn()
            self.later(seconds=SPACING.total_seconds())
        return tries

    def states(self) -> list[str]:
        return list(Message.objects.order_by("seq", "pk").values_list("state", flat=True))

    def texts(self) -> list[str]:
        return [json.dumps(one, ensure_ascii=False) for one in self.receiver.taken]


@pytest.fixture
def desk(data: Path, settings: Settings) -> Iterator[Desk]:
    clock, before = VirtualClock(NOW), door.clock
    door.clock = clock
    pack = load(ROOT / "regimes" / "hydro")
    packs.store(pack)
    cast.build(store.found(cast.SITE), pack)
    with receiving(**SECRETS) as receiver:
        settings.CHAT_HOSTS = (receiver.host,)
        yield Desk(receiver, clock)
    door.clock = before
