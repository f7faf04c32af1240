"""From an act to the group: once for each channel, as often as need be, held up by nobody and holding up nobody."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from pytest_django import Settings

from jiaoban.chat import background, outbox, sending
from jiaoban.chat.background import Sender
from jiaoban.chat.models import Message, Read
from jiaoban.chat.rules.answers import GIVES_UP, REST, Answered
from tests import cast
from tests.db.chat.conftest import NOW, Desk, Elsewhere, Noticed
from tests.receiver import HOOK, KEY, TOKEN

pytestmark = pytest.mark.django_db


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


def test_a_message_whose_sender_was_killed_is_sent_once_more_when_somebody_serves_again(desk: Desk) -> None:
    desk.channel()
    desk.says(Noticed(text="客流 12"))
    while outbox.gather(cast.SITE, desk.clock.now()):
        pass
    assert outbox.claim(desk.clock.now()) is not None  # killed here: nobody settles it
    assert desk.states() == ["SENDING"], "the page says that it was being sent"
    desk.later(seconds=59)
    assert desk.turn() == 0, "it could still be on its way"
    desk.later(seconds=2)
    assert desk.run(3) == 1
    assert desk.states() == ["SENT"]
    assert len(desk.texts()) == 1
    assert Message.objects.get().tries == 2, "the page says that it was tried twice: a group may have seen it before"
