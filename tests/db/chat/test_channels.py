"""Channels and their addresses: who sets them, what the book never holds, what becomes of them and of a copy."""

from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from jiaoban.archive import accounts
from jiaoban.chat import addresses, outbox, queries
from jiaoban.chat.models import ChannelRow, KeptAddress, Message, Read
from jiaoban.kernel.refusal import BadInput, CommandReused, NotAllowed, Refusal
from jiaoban.ledger import restoring
from tests import cast
from tests.db.chat.conftest import NOW, Desk, Noticed

pytestmark = pytest.mark.django_db


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
