"""From an act to the group: once for each channel, as often as need be, held up by nobody and holding up nobody."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from jiaoban.archive import accounts
from jiaoban.chat import addresses, background, outbox, queries, sending
from jiaoban.chat.background import Sender
from jiaoban.chat.models import ChannelRow, KeptAddress, Message, Read
from jiaoban.chat.rules.answers import GIVES_UP, REST, SPACING, Answered
from jiaoban.kernel import saying
from jiaoban.kernel.act import Payload, Proposed
from jiaoban.kernel.book import Stamp
from jiaoban.kernel.clock import VirtualClock
from jiaoban.kernel.refusal import BadInput, CommandReused, NotAllowed, Refusal
from jiaoban.kernel.saying import REPORTS, Said, Told
from jiaoban.kernel.words import Words
from jiaoban.ledger import restoring, store
from jiaoban.ledger.store import DbBook
from jiaoban.org import door, packs
from jiaoban.org import queries as org
from jiaoban.org.door import Visit
from jiaoban.regime.load import load
from tests import cast
from tests.receiver import HOOK, KEY, TOKEN, Receiver, receiving

pytestmark = pytest.mark.django_db
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


@pytest.mark.parametrize("service", ["DINGTALK", "WECOM", "FEISHU"])
def test_what_a_room_says_reaches_the_group_once(desk: Desk, service: str) -> None:
    desk.channel(service)
    desk.says(Noticed(text="客流 12"))
    assert desk.run(3) == 1
    assert desk.states() == ["SENT"]
    assert len(desk.texts()) == 1
    assert "客流 12" in desk.texts()[0]
    assert not desk.receiver.refused


def test_without_a_channel_nothing_is_asked_of_anybody(desk: Desk) -> None:
    desk.says(Noticed(text="客流 12"))
    assert desk.run(2) == 0
    assert not desk.receiver.asked
    assert not Message.objects.exists()
    assert not Read.objects.exists()


def test_a_channel_carries_what_was_chosen_since_it_was_made(desk: Desk) -> None:
    desk.says(Noticed(text="before"))
    desk.channel(posts=[cast.CCR])
    desk.says(Noticed(text="mine"))
    desk.says(Noticed(text="elsewhere"), post=cast.PATROL)
    desk.says(Noticed(text="hidden", told=False))
    desk.says(Elsewhere(text="other sort"))
    desk.run(6)
    assert [one["markdown"]["text"] for one in desk.receiver.taken] == ["### 通知\n\nmine"]


def test_one_room_that_cannot_word_it_holds_up_no_other(desk: Desk) -> None:
    desk.channel(sorts=["reports", "test-other"])
    desk.says(Elsewhere(text="x"))
    desk.says(Noticed(text="after"))
    desk.run(3)
    assert len(desk.receiver.taken) == 1


def test_reading_the_book_twice_makes_no_second_message(desk: Desk) -> None:
    desk.channel()
    desk.says(Noticed(text="once"))
    desk.run(2)
    Read.objects.update(upto=0)
    assert desk.run(2) == 0
    Read.objects.all().delete()
    assert desk.run(2) == 0
    assert len(desk.receiver.taken) == 1


@pytest.mark.parametrize(
    ("how", "status"),
    [
        ("FAILING", "BAD_ANSWER"),
        ("GARBAGE", "BAD_ANSWER"),
        ("EMPTY", "BAD_ANSWER"),
        ("DEEP", "BAD_ANSWER"),
        ("HTML", "BAD_ANSWER"),
        ("DROP", "BROKEN_OFF"),
        ("SLOW", "TOO_SLOW"),
        ("DRIP", "TOO_SLOW"),
        ("REDIRECT", "REDIRECTED"),
        ("BUSY", "TOO_FAST"),
    ],
)
def test_a_service_in_trouble_gets_the_message_later(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, how: str, status: str
) -> None:
    monkeypatch.setattr(sending, "SILENT_SECONDS", 0.3 if how == "SLOW" else 5.0)
    monkeypatch.setattr(sending, "ALL_SECONDS", 0.5)
    desk.channel()
    desk.receiver.behave(how)
    desk.says(Noticed(text="sooner or later"))
    assert desk.turn() == 1
    message = Message.objects.get()
    assert (message.state, message.status, message.tries) == ("FAILED", status, 1)
    assert desk.turn() == 0, "not at once again"
    waits = REST["DINGTALK"].total_seconds() if how == "BUSY" else 10
    assert (message.next_at - desk.clock.now()).total_seconds() == waits
    desk.receiver.behave("GOOD")
    desk.later(seconds=waits)
    assert desk.turn() == 1
    assert desk.states() == ["SENT"]
    assert Message.objects.get().answer == ""
    assert all(path.startswith("/robot/send") for path in desk.receiver.asked), "it went where we were sent"


def test_refusals_are_kept_in_the_services_words_and_without_the_secret(desk: Desk) -> None:
    desk.channel(address=desk.keep("DINGTALK", secret="SECwrong"))
    desk.says(Noticed(text="x"))
    desk.turn()
    message = Message.objects.get()
    assert (message.status, message.answer) == ("REFUSED", "310000 sign not match")


@pytest.mark.parametrize(
    ("service", "told"), [("DINGTALK", "token … of SEC"), ("WECOM", "key … is bad"), ("FEISHU", "hook … is bad")]
)
def test_a_service_that_repeats_the_key_does_not_give_it_away(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, service: str, told: str
) -> None:
    said = {"DINGTALK": f"token {TOKEN} of SEC", "WECOM": f"key {KEY} is bad", "FEISHU": f"hook {HOOK} is bad"}
    monkeypatch.setattr(sending, "post", lambda *_: Answered("REFUSED", said[service]))
    desk.channel(service)
    desk.says(Noticed(text="x"))
    desk.turn()
    assert Message.objects.get().answer == told


def test_nobody_there_and_no_such_computer(desk: Desk, settings: Settings) -> None:
    settings.CHAT_HOSTS = ("127.0.0.1:9", "no-such-host.invalid")
    desk.channel(address=desk.keep("DINGTALK", "http://127.0.0.1:9/robot/send?access_token=x"))
    desk.channel(address=desk.keep("WECOM", "https://no-such-host.invalid/send?key=x"), service="WECOM")
    desk.says(Noticed(text="x"))
    assert desk.turn() == 2
    assert sorted(Message.objects.values_list("status", flat=True)) == ["NO_HOST", "UNREACHABLE"]


def test_pauses_grow_until_it_is_given_up_and_somebody_asks_again(desk: Desk) -> None:
    channel = desk.channel()
    desk.receiver.behave("FAILING")
    desk.says(Noticed(text="x"), command="day-report")
    ends, tries = desk.clock.now() + GIVES_UP, 0
    while desk.clock.now() <= ends + timedelta(hours=2):
        tries += desk.turn()
        desk.later(minutes=5)
    assert desk.states() == ["GIVEN_UP"]
    assert 20 <= tries <= 40
    assert desk.turn() == 0
    desk.receiver.behave("GOOD")
    assert desk.do("chat.send_again", channel=channel, message="day-report").startswith("c")
    assert desk.turn() == 1
    assert desk.states() == ["SENT"]
    assert desk.do("chat.send_again", channel=channel, message="day-report") == "message-not-failed"


def test_no_more_than_fifteen_a_minute_and_in_their_order(desk: Desk) -> None:
    desk.channel()
    for number in range(40):
        desk.says(Noticed(text=f"n{number:02}"))
    begun = desk.clock.now()
    while desk.clock.now() < begun + timedelta(seconds=60):
        desk.turn()
        desk.later(seconds=1)
    assert len(desk.receiver.taken) == 15
    texts = [one["markdown"]["text"][-3:] for one in desk.receiver.taken]
    assert texts == sorted(texts)


def test_what_failed_does_not_hold_up_what_comes_after(desk: Desk) -> None:
    desk.channel("WECOM")
    desk.receiver.behave("FAILING")
    desk.says(Noticed(text="first"))
    desk.turn()
    desk.receiver.behave("GOOD")
    desk.says(Noticed(text="second"))
    desk.later(seconds=10)
    assert desk.run(2) == 2
    assert desk.states() == ["SENT", "SENT"]


def test_two_processes_never_send_the_same_message_at_once(desk: Desk) -> None:
    desk.channel()
    desk.says(Noticed(text="x"))
    for site in outbox.sites():
        outbox.gather(site, NOW)
    mine, theirs = outbox.claim(NOW), outbox.claim(NOW)
    assert mine is not None
    assert theirs is None
    desk.later(seconds=61)
    again = outbox.claim(desk.clock.now())  # the first process is gone: after a minute somebody else has it
    assert again is not None
    assert again.message.tries == 2
    outbox.settle(again, outbox.carry(again, datetime.now(UTC)), desk.clock.now())
    outbox.settle(mine, Answered("TOO_SLOW"), desk.clock.now())  # whoever comes back late changes nothing
    assert desk.states() == ["SENT"]


def test_a_test_message_goes_out_by_its_channel_alone(desk: Desk) -> None:
    first = desk.channel()
    desk.channel("FEISHU", name="值班群")
    desk.do("chat.test_channel", channel=first)
    assert desk.run(2) == 1
    assert "测试消息" in desk.texts()[0]
    assert "云峰" in desk.texts()[0]
    assert Message.objects.get().sort == "test"


def test_a_new_address_sends_at_once_what_the_old_one_could_not(desk: Desk) -> None:
    channel = desk.channel(address=desk.keep("DINGTALK", secret="SECwrong"))
    desk.says(Noticed(text="x"))
    desk.turn()
    assert desk.states() == ["FAILED"]
    desk.channel(channel=channel)
    assert desk.turn() == 1
    assert desk.states() == ["SENT"]


def test_an_ended_channel_sends_nothing_and_its_secret_is_dropped(desk: Desk) -> None:
    channel = desk.channel()
    desk.says(Noticed(text="x"))
    outbox.gather(cast.SITE, desk.clock.now())
    desk.do("chat.end_channel", channel=channel, reason="群已解散")
    desk.says(Noticed(text="y"))
    desk.run(2)
    assert desk.states() == ["GIVEN_UP"]
    assert not desk.receiver.asked
    desk.later(hours=2)
    addresses.tidy(desk.clock.now())
    assert not KeptAddress.objects.exists()
    for verb in ("chat.test_channel", "chat.end_channel"):
        assert desk.do(verb, channel=channel) == "channel-ended"
    assert desk.channel(channel=channel, address=desk.keep("DINGTALK")) == "channel-ended"


def test_the_book_never_holds_the_address_or_the_secret(desk: Desk) -> None:
    desk.channel()
    desk.channel("FEISHU", name="二")
    bodies = b"".join(body for _, body in desk.book.bodies())
    rows = "".join(ChannelRow.objects.values_list("state", flat=True)).encode()
    for secret in (b"SEC0f9", b"zs0T", b"d1ng", b"f19abc", b"access_token"):
        assert secret not in bodies + rows
    said = queries.in_use(desk.book)[0]
    assert (said.host, said.signed, said.service) == ("127.0.0.1", True, "DINGTALK")


def test_only_the_administrator_sets_channels(desk: Desk) -> None:
    address = desk.keep("WECOM")
    told = {"name": "x", "service": "WECOM", "address": address, "sorts": ["reports"]}
    for member in (cast.LEADS["A"], cast.AT_CCR["A"]):
        with pytest.raises(NotAllowed):
            desk.visit(member.key).do("chat.set_channel", told, command="c-no")
    assert not ChannelRow.objects.exists()


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("posts", {"posts": ["nowhere"]}),
        ("sorts", {"sorts": ["gossip"]}),
        ("address", {"address": "none"}),
        ("address", {"service": "FEISHU"}),
    ],
)
def test_senseless_input_is_said_and_nothing_is_set(desk: Desk, field: str, said: dict[str, Any]) -> None:
    told = {"name": "x", "service": "WECOM", "address": desk.keep("WECOM"), "sorts": ["reports"], **said}
    with pytest.raises(BadInput) as refused:
        desk.do("chat.set_channel", **told)
    assert refused.value.where == field
    assert not ChannelRow.objects.exists()


def test_one_group_has_one_channel(desk: Desk) -> None:
    first = desk.channel()
    assert desk.channel(name="again") == "address-used"
    assert desk.channel(channel=first, name="renamed", address=desk.keep("DINGTALK")).startswith("c")
    assert queries.channel(desk.book, first).name == "renamed"


def test_keeping_an_address_twice_is_keeping_it_once(desk: Desk) -> None:
    def keep(url: str) -> str:
        return addresses.keep(cast.SITE, "WECOM", url, "", "same-command", NOW)

    url = desk.receiver.url("WECOM")
    assert keep(url) == keep(url)
    with pytest.raises(CommandReused):
        keep(f"{url}x")


def test_an_address_that_is_no_longer_allowed_is_not_asked(desk: Desk, settings: Settings) -> None:
    desk.channel()
    settings.CHAT_HOSTS = ()
    desk.says(Noticed(text="x"))
    desk.turn()
    assert Message.objects.get().status == "NO_ADDRESS"
    assert not desk.receiver.asked
    KeptAddress.objects.all().delete()
    desk.later(minutes=1)
    desk.turn()
    assert Message.objects.get().status == "NO_ADDRESS"


def test_a_book_that_was_put_back_sends_nothing_before_somebody_says_so(desk: Desk) -> None:
    """A copy is restored elsewhere to try it: the real group must not hear of that."""
    channel = desk.channel()
    desk.says(Noticed(text="before"))
    desk.run(2)
    assert desk.do("chat.resume_channel", channel=channel) == "channel-not-held"
    restoring.record(cast.SITE, "试恢复", desk.clock.now())
    desk.turn()
    desk.says(Noticed(text="after"))
    assert desk.run(3) == 0
    assert desk.states() == ["SENT", "WAITING"]
    desk.do("chat.resume_channel", channel=channel)
    assert desk.run(2) == 1
    assert desk.states() == ["SENT", "SENT"]


def test_addresses_and_what_was_sent_are_kept_by_a_backup(desk: Desk, tmp_path: Path) -> None:
    desk.channel()
    desk.says(Noticed(text="one"))
    desk.run(2)
    desk.says(Noticed(text="two"))
    outbox.gather(cast.SITE, desk.clock.now())
    copy = tmp_path / "accounts.jsonl"
    copy.write_text("".join(line for _, line in accounts.lines()), encoding="utf-8")
    for model in (Message, Read, KeptAddress):
        model.objects.all().delete()
    counts = accounts.load(copy)
    assert (counts["chat.KeptAddress"], counts["chat.Message"], counts["chat.Read"]) == (1, 2, 1)
    assert desk.run(2) == 1
    assert desk.states() == ["SENT", "SENT"]
    assert len(desk.receiver.taken) == 2


def test_a_book_that_went_back_is_read_again_and_nothing_is_sent_twice(desk: Desk) -> None:
    desk.channel()
    desk.says(Noticed(text="one"))
    desk.run(2)
    Read.objects.update(upto=desk.book.size + 7, last="of-a-later-act")  # as kept by a copy whose book was cut
    desk.says(Noticed(text="two"))
    desk.run(3)
    assert len(desk.receiver.taken) == 2


def test_the_act_of_a_refused_command_says_no_secret(desk: Desk) -> None:
    desk.channel()
    desk.channel(name="again")
    refused = [act.payload for act in desk.book.acts() if isinstance(act.payload, Refusal)]
    assert len(refused) == 1
    assert "d1ng" not in str(refused)


def test_many_acts_are_read_in_pieces(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "AT_ONCE", 3)
    desk.channel()
    for number in range(10):
        desk.says(Noticed(text=str(number)))
    assert outbox.gather(cast.SITE, NOW) is True
    desk.turn()
    assert Message.objects.count() == 10


@pytest.mark.django_db(transaction=True)
def test_a_silent_service_holds_up_neither_the_loop_nor_another_channel(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "SILENT_SECONDS", 20.0)
    desk.channel()
    desk.says(Noticed(text="to the silent one"))
    desk.receiver.behave("SLOW")
    sender = Sender(lambda: desk.clock.now())
    begun = datetime.now(UTC)
    sender.tick(desk.clock.now())
    assert datetime.now(UTC) - begun < timedelta(seconds=5)
    while not desk.receiver.asked:
        threading.Event().wait(0.02)
    desk.receiver.behave("GOOD")
    desk.channel("FEISHU", name="二")
    desk.says(Noticed(text="to both"))
    sender.tick(desk.clock.now())
    _until(lambda: len(desk.receiver.taken) == 1)
    desk.receiver.patience.set()
    assert sender.wait(10)
    assert desk.states()[0] == "FAILED"
    assert "FAILED" not in desk.states()[1:]


def _until(true: Callable[[], bool]) -> None:
    for _ in range(500):
        if true():
            return
        threading.Event().wait(0.02)
    raise AssertionError("it did not come to pass")


def test_the_loop_of_the_server_calls_it() -> None:
    from django.conf import settings

    assert "jiaoban.chat.background.tick" in settings.TICKS
    background.tick(NOW)  # nothing there: nothing done
    assert connection.in_atomic_block
