"""Which messages come of an act, for which channels, and in which words."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jiaoban.chat import acts
from jiaoban.chat.tables import Channel
from jiaoban.chat.terms import TEST_SORT
from jiaoban.kernel import saying
from jiaoban.kernel.act import Act
from jiaoban.kernel.book import Book
from jiaoban.kernel.place import Place
from jiaoban.kernel.refusal import NotFound
from jiaoban.kernel.saying import Said, Told
from jiaoban.kernel.tongue import CHINESE, Tongue
from jiaoban.kernel.words import Words
from jiaoban.ledger import trouble
from jiaoban.ledger.acts import BookRestored
from jiaoban.ledger.files import FileLost
from jiaoban.org import packs
from jiaoban.org import queries as org

log = logging.getLogger(__name__)
_OWN = (BookRestored.KIND, acts.ChannelSet.KIND, acts.ChannelEnded.KIND, acts.ChannelTested.KIND, acts.SentAgain.KIND)
_TEST = Words(zh="测试消息", en="Test message")
_TEST_TEXT = Words(
    zh="{site}的交接班系统已接通这个群，由{person}测试。",
    en="The handover program of {site} reaches this group. Tested by {person}.",
)


@dataclass(frozen=True, slots=True)
class Line:
    """What an act brings a channel: a message (`said`), or, without one, another try of the message about `act` ('':
    of all that failed) at an `address`."""

    channel: str
    act: str = ""
    seq: int = 0
    post: str = ""
    sort: str = ""
    said: Said | None = None
    address: str = ""
    language: str = "zh"


def listened_to() -> list[str]:
    """Return the kinds of act that bring messages or change what becomes of them."""
    return sorted({*saying.told_kinds(), *_OWN})


def lines_of(book: Book, act: Act, channels: Sequence[Channel]) -> list[Line]:
    """Return what an act brings the channels in use. A room that fails to word it is logged: the others go on."""
    later = [channel for channel in channels if act.seq >= channel.since]
    p = act.payload
    if isinstance(p, acts.ChannelSet | acts.SentAgain):
        wanted = p.message if isinstance(p, acts.SentAgain) else ""
        return [Line(one.key, act=wanted, address=one.address) for one in later if one.key == p.channel]
    if isinstance(p, acts.ChannelTested):
        mine = [one for one in later if one.key == p.channel]
        return [_line(one, act, TEST_SORT, *_tested(book, act)) for one in mine]
    sort = saying.told_kinds().get(act.kind, "")
    carrying = [one for one in later if one.carries(sort, act.post)]
    said = _said(book, act) if carrying else None
    return [_line(one, act, sort, *said) for one in carrying] if said else []


def _line(channel: Channel, act: Act, sort: str, said: Said, tongue: Tongue) -> Line:
    return Line(channel.key, act.id, act.seq, act.post, sort, said, language=tongue.language)


def _said(book: Book, act: Act) -> tuple[Said, Tongue] | None:
    place = _place(book, act.post, act)
    told = Told(book, act, place, packs.packs, _tongue(place), _namer(book))
    try:
        said = saying.said_of(told)
    except trouble.STORE_ERRORS:
        raise
    except Exception:
        log.exception("What is said of act %s of %s cannot be worded.", act.seq, act.site)
        return None
    return (said, told.tongue) if said else None


def _place(book: Book, post: str, act: Act) -> Place:
    try:
        return org.place(book, post, act.recorded_at)
    except NotFound:
        return org.place(book, "", act.recorded_at)


def _tongue(place: Place) -> Tongue:
    if not place.regime:
        return CHINESE
    try:
        return packs.packs(place.regime).head.tongue
    except (NotFound, FileLost):
        return CHINESE


def _namer(book: Book) -> Callable[[str], str]:
    known: dict[str, str] = {}

    def name(person: str) -> str:
        if person not in known:
            known.update(org.names(book, [person]))
        return known.get(person, person)

    return name


def _tested(book: Book, act: Act) -> tuple[Said, Tongue]:
    """Return a test message in the language of the site's first post."""
    site, places = org.site(book), org.places(book, act.recorded_at)
    said = _tongue(places[0]) if places else CHINESE
    text = said(_TEST_TEXT, site=said(site.name), person=_namer(book)(act.actor))
    return Said(said(_TEST), saying.quoted(text)), said
