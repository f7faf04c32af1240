"""The shifts of a person or of a post as an iCalendar file (RFC 5545). Pure: the same roster gives the same bytes.

Times are UTC, so that no client has to trust a zone of ours. A shift has the same UID for ever; SEQUENCE grows when the
person's part in it, or who is due on it, changes; what does not hold any more stays as cancelled.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from jiaoban.kernel.shifts import Shift
from jiaoban.roster.history import History

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
"""The stamp of a shift that no act of the book says when."""
FRESH = timedelta(hours=1)
"""How often a client is asked to look again."""


@dataclass(frozen=True, slots=True)
class Event:
    """A shift in a calendar."""

    uid: str
    begins_at: datetime
    ends_at: datetime
    title: str
    place: str
    note: str
    cancelled: bool
    seq: int
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a calendar calls things, in the subscriber's language: names of posts, shifts and people, and the words
    around them."""

    site: str
    post: str
    shift: str
    people: str
    nobody: str

    def title(self, *, with_people: bool) -> str:
        """Return the title of an event."""
        shift = self.shift[:1].upper() + self.shift[1:]
        return f"{shift} {self.people or self.nobody}" if with_people else f"{shift} · {self.post}"


def uid(site: str, post: str, shift: Shift, person: str) -> str:
    """Return the UID of a shift in a person's calendar ('' for the post's own)."""
    return f"{site}.{post}.{shift.key}{f'.{person}' if person else ''}@jiaoban"


def of_person(history: History, shift: Shift, person: str, site: str, said: Spoken) -> Event | None:
    """Return a person's event of a shift, None where they never were due on it."""
    part = history.parts(shift).get(person)
    if part is None:
        return None
    key = uid(site, history.plan.post, shift, person)
    title = said.title(with_people=False)
    return Event(key, shift.begins_at, shift.ends_at, title, _where(said), said.people, not part.due, part.seq, part.at)


def of_post(history: History, shift: Shift, site: str, said: Spoken) -> Event | None:
    """Return a post's event of a shift, cancelled when nobody is due any more; None where nobody ever was."""
    seq, at = history.last(shift)
    now = history.plan.turn(shift).people
    if not now and not history.parts(shift):
        return None
    key = uid(site, history.plan.post, shift, "")
    title = said.title(with_people=True)
    return Event(key, shift.begins_at, shift.ends_at, title, _where(said), said.post, not now, seq, at)


def _where(said: Spoken) -> str:
    return f"{said.site} {said.post}"


def file(name: str, events: Iterable[Event], language: str) -> bytes:
    """Return the calendar as a file."""
    from icalendar import Calendar
    from icalendar import Event as Component

    calendar = Calendar()
    calendar.add("prodid", "-//Jiaoban//Roster//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("refresh-interval", FRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for one in _ordered(events):
        part = Component()
        part.add("uid", one.uid)
        part.add("dtstamp", one.at or EPOCH)
        part.add("last-modified", one.at or EPOCH)
        part.add("sequence", one.seq)
        part.add("dtstart", one.begins_at)
        part.add("dtend", one.ends_at)
        part.add("summary", one.title, parameters={"language": language})
        part.add("location", one.place)
        part.add("description", one.note)
        part.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
        part.add("transp", "TRANSPARENT" if one.cancelled else "OPAQUE")
        calendar.add_component(part)
    content: bytes = calendar.to_ical()
    return content


def _ordered(events: Iterable[Event]) -> Sequence[Event]:
    return sorted(events, key=lambda one: (one.begins_at, one.uid))
