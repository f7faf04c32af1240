"""The messages on their way: made of acts, sent one by one, tried again. They stand beside the book, which is never
held up by them.

A message is made once for each channel and act. It goes out at least once: where a connection breaks off before the
answer, nobody knows whether the group has it, and it is sent again.
"""

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

from django.db import connection, transaction
from django.db.models import Count, F, Q, QuerySet

from jiaoban.chat import addresses, queries, sending
from jiaoban.chat.models import ChannelRow, KeptAddress, Message, Read
from jiaoban.chat.rules.answers import GIVES_UP, SPACING, Answered, hidden, pause, rest
from jiaoban.chat.rules.wire import request_of
from jiaoban.chat.saying import Line, lines_of, listened_to
from jiaoban.chat.tables import Channel
from jiaoban.chat.terms import OPEN
from jiaoban.kernel.act import Act, read_act
from jiaoban.kernel.book import Book
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.kernel.saying import Said
from jiaoban.ledger import turns
from jiaoban.ledger.acts import BookRestored
from jiaoban.ledger.models import LedgerAct
from jiaoban.ledger.store import DbBook

log = logging.getLogger(__name__)
AT_ONCE = 2000
"""Acts of a book that are looked through at once."""
SHORTEST = 4
"""Characters of what is hidden in an answer."""
HOLDS = timedelta(seconds=60)
"""Whoever sends a message has it for so long; then it is taken for lost and sent again."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A message that is ours to send now, with the address where it goes; `tries` counts this one."""

    message: Message
    address: KeptAddress
    channel: Channel


def sites() -> list[str]:
    """Return the codes of the sites that have a channel in use."""
    return sorted(set(ChannelRow.objects.filter(active=True).values_list("site", flat=True)))


def one(site: str, channel: str, act: str) -> Message:
    """Return the message of a channel about an act; raises `NotFound`."""
    found = Message.objects.filter(site=site, channel=channel, act=act).first()
    if found is None:
        raise NotFound(f"message {act}", "message")
    return found


def of_channel(site: str, channel: str, state: str = "") -> QuerySet[Message]:
    """Return the messages of a channel, newest first: all, or those of a state."""
    found = Message.objects.filter(site=site, channel=channel).order_by("-seq", "-pk")
    return found.filter(state=state) if state else found


def counts(site: str) -> dict[tuple[str, str], int]:
    """Return how many messages of each channel are in each state."""
    found = Message.objects.filter(site=site).values_list("channel", "state").annotate(Count("pk")).order_by()
    return {(channel, state): n for channel, state, n in found}


def gather(site: str, now: datetime) -> bool:
    """Make the messages of acts that came since the book was read last, at most some thousand acts at once.

    Safe to do twice, and by several processes. True: there is more to read.
    """
    book = DbBook(site)
    channels = queries.in_use(book)
    if not channels:
        return False
    low = max(_upto(book), min(channel.since for channel in channels))
    high = min(book.size, low + AT_ONCE)
    if low >= high:
        return False
    acts = _acts(site, low, high)
    found = [line for act in acts for line in lines_of(book, act, channels)]
    restored = [{"restored": act.seq} for act in acts if isinstance(act.payload, BookRestored)]
    last = book.act(high - 1)
    with turns.turn(connection), transaction.atomic():
        for line in found:
            _take(site, line, now)
        read = {"upto": high, "last": last.id if last else "", **(restored[-1] if restored else {})}
        Read.objects.update_or_create(site=site, defaults=read)
    return high < book.size


def behind(book: Book) -> bool:
    """Say whether the book holds acts that were not read for messages yet."""
    read = Read.objects.filter(site=book.site).first()
    return read is None or read.upto < book.size


def _upto(book: DbBook) -> int:
    """Return how many acts of a book were read. Of a book that went back to a copy since, none: what was made of its
    acts is known by their ids and is not made again."""
    read = Read.objects.filter(site=book.site).first()
    if read is None:
        return 0
    last = book.act(read.upto - 1) if read.upto else None
    return read.upto if last is not None and last.id == read.last else 0


def _acts(site: str, low: int, high: int) -> list[Act]:
    wanted = LedgerAct.objects.filter(site=site, seq__gte=low, seq__lt=high, kind__in=listened_to())
    bodies = wanted.order_by("seq").values_list("body", flat=True)
    return [read_act(json.loads(bytes(body))) for body in bodies]


def _take(site: str, line: Line, now: datetime) -> None:
    """Make a message, or have one tried again."""
    mine = Message.objects.filter(site=site, channel=line.channel)
    again = {"state": "WAITING", "next_at": now, "until": now + GIVES_UP}
    if line.said is None:  # one that failed is to be tried at once
        failed = mine.filter(act=line.act) if line.act else mine.filter(state="FAILED")
        failed.filter(state__in=("FAILED", "GIVEN_UP")).update(**again)
        KeptAddress.objects.filter(site=site, key=line.address).update(free_at=None, failures=0)
        return
    told = {"seq": line.seq, "post": line.post, "sort": line.sort, "language": line.language, "made_at": now}
    told |= {"title": line.said.title, "text": line.said.text}
    Message.objects.get_or_create(site=site, channel=line.channel, act=line.act, defaults={**told, **again})


def held(site: str, channel: Channel) -> bool:
    """Say whether a channel sends nothing because the book was put back from a copy since somebody set it: this may be
    a trial of the copy, and the group must not hear of that. What it has to send waits."""
    return Read.objects.filter(site=site, restored__gt=channel.confirmed).exists()


def claim(now: datetime) -> Claim | None:
    """Take the next message that is due at an address that is free, or None. Nobody else has it meanwhile."""
    for site, channel_key in _with_due(now):
        book = DbBook(site)
        try:
            channel = queries.channel(book, channel_key)
        except NotFound:  # the book went back to before it was made
            _end(site, channel_key, now)
            continue
        if not channel.active:
            _end(site, channel_key, now)
            continue
        if held(site, channel):
            continue
        message = _due(now).filter(site=site, channel=channel_key).order_by("seq", "pk").first()
        taken = _taken(message, channel, now) if message else None
        if taken is not None:
            return taken
    return None


def _due(now: datetime) -> QuerySet[Message]:
    ready = Q(state__in=("WAITING", "FAILED"), next_at__lte=now)
    return Message.objects.filter(ready | Q(state="SENDING", held_until__lt=now))


def _with_due(now: datetime) -> list[tuple[str, str]]:
    return sorted(set(_due(now).values_list("site", "channel").order_by().distinct()))


def _taken(message: Message, channel: Channel, now: datetime) -> Claim | None:
    address = addresses.kept(message.site, channel.address)
    if address is None:
        _settle(message, Answered("NO_ADDRESS"), now)
        return None
    if address.free_at is not None and address.free_at > now:
        return None
    with turns.turn(connection):
        free = KeptAddress.objects.filter(Q(free_at=None) | Q(free_at__lte=now), url=address.url)
        if not free.update(free_at=now + SPACING):
            return None
        mine = _due(now).filter(pk=message.pk, tries=message.tries)
        if not mine.update(state="SENDING", tries=F("tries") + 1, tried_at=now, held_until=now + HOLDS):
            return None
    message.refresh_from_db()
    return Claim(message, address, channel)


def carry(claimed: Claim, now: datetime) -> Answered:
    """Send a message that was claimed, and return what came of it; `settle` writes it down."""
    message, address = claimed.message, claimed.address
    service = claimed.channel.service
    try:
        addresses.host_of(address, service)
    except BadInput:
        return Answered("NO_ADDRESS")
    said = Said(message.title, message.text)
    request = request_of(service, address.url, address.secret, said, now, message.language)
    answer = sending.post(service, request)
    return Answered(answer.failure, hidden(answer.says, *_secrets(address)))


def _secrets(address: KeptAddress) -> tuple[str, ...]:
    """Return what no answer may show: the secret, the address, and what in the address gives the right to write. What
    is very short would take pieces out of other words."""
    parts = urlsplit(address.url)
    keys = [value for _, value in parse_qsl(parts.query)] or [parts.path.rsplit("/", 1)[-1]]
    return tuple(one for one in (address.secret, address.url, *keys) if len(one) >= SHORTEST)


def settle(claimed: Claim, answer: Answered, now: datetime) -> None:
    """Write down what came of a try, and when the next one is. One that lost its claim changes nothing."""
    with turns.turn(connection), transaction.atomic():
        address = KeptAddress.objects.filter(key=claimed.address.key)
        rests = timedelta(0)
        if answer.failure is None:
            address.update(failures=0)
        else:
            failures = claimed.address.failures + 1
            rests = rest(claimed.channel.service, answer.failure, failures)
            address.update(failures=failures, free_at=now + rests)
        _settle(claimed.message, answer, now, rests)


def _settle(message: Message, answer: Answered, now: datetime, rests: timedelta = timedelta(0)) -> None:
    """As `settle`, of the message alone; its address `rests` so long."""
    mine = Message.objects.filter(pk=message.pk, state=message.state, tries=message.tries)
    if answer.failure is None:
        mine.update(state="SENT", sent_at=now, status="", answer="", held_until=None)
        return
    over = now >= message.until
    next_at = now + max(pause(max(message.tries, 1)), rests)
    state = "GIVEN_UP" if over else "FAILED"
    mine.update(state=state, next_at=next_at, status=answer.failure, answer=answer.says, held_until=None, tried_at=now)


def _end(site: str, channel: str, now: datetime) -> None:
    """Give up what a channel that has ended did not send."""
    left = Message.objects.filter(site=site, channel=channel, state__in=OPEN)
    left.update(state="GIVEN_UP", status="ENDED", answer="", held_until=None)
