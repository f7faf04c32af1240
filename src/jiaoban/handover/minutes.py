"""The minutes of a meeting as a text, made of what was recorded: to be read afterwards, printed, filed."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from jiaoban.followup import queries as followup
from jiaoban.followup.tables import Followup
from jiaoban.kernel.book import Book
from jiaoban.kernel.tongue import Tongue, tongue_of
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.meeting.tables import Meeting
from jiaoban.meeting.terms import BRIEF, FITNESS, KINDS
from jiaoban.org import queries as org

MINUTE = timedelta(minutes=1)
CHAIR = Words(zh="主持", en="Chair")
PRESENT = Words(zh="到会", en="Present")
ABSENT = Words(zh="未到", en="Absent")
NO_REASON = Words(zh="没有写原因", en="no reason given")
WORK = Words(zh="工作安排", en="Work assigned")
NOT_CLOSED = Words(zh="尚未散会", en="not closed yet")
LENGTH = Words(zh="{minutes} 分钟", en="{minutes} min")


def minutes_of(book: Book, one: Meeting, zone: str, language: str) -> str:
    """Return the minutes of a meeting of this book in the reader's language: the persons by name, moments by the clock
    of the place."""
    names = org.names(book)
    assigned = followup.of_origin(book, one.occasion)
    return "\n".join(minutes(one, names, assigned, zone, tongue_of(language)))


def minutes(one: Meeting, names: dict[str, str], assigned: Iterable[Followup], zone: str, say: Tongue) -> Iterator[str]:
    """Yield the lines of the minutes; an empty line stands between their parts."""
    clock = _clock(zone)
    yield f"{say(KINDS[one.kind])}  {clock(one.opened_at)}{_until(one, zone, say)}"
    yield f"{say(CHAIR)}{say.colon}{names.get(one.opened_by, one.opened_by)}"
    yield from _roll(one, names, say)
    brief = [(say(words), getattr(one.brief, part)) for part, words in BRIEF.items() if one.brief]
    said = [(name, text) for name, text in brief if text]
    if said:
        yield ""
        yield from (f"{name}{say.colon}{text}" for name, text in said)
    if one.reports:
        yield ""
        yield from (f"{names.get(report.person, report.person)}{say.colon}{report.text}" for report in one.reports)
    work = list(assigned)
    if work:
        yield ""
        yield f"{say(WORK)}{say.colon}".rstrip()
        for number, task in enumerate(work, start=1):
            owner, due_at = names.get(task.owner, task.owner), say.bracket(clock(task.due_at))
            yield f"{number}. {owner}{say.colon}{task.what}{say.part}{task.next_step}{due_at}"


def _clock(zone: str) -> Callable[[datetime], str]:
    there = clock_of(zone)
    return lambda moment: f"{moment.astimezone(there):%Y-%m-%d %H:%M}"


def _until(one: Meeting, zone: str, say: Tongue) -> str:
    if one.closed_at is None or one.lasted is None:
        return f"  {say(NOT_CLOSED)}"
    length = max(1, -(-one.lasted // MINUTE))
    ended = one.closed_at.astimezone(clock_of(zone))
    return f"–{ended:%H:%M}  {say(LENGTH, minutes=length)}"


def _roll(one: Meeting, names: dict[str, str], say: Tongue) -> Iterator[str]:
    there = [
        names.get(person, person) + (say.bracket(say(FITNESS[call.fitness])) if call.fitness else "")
        for person, call in one.roll.items()
        if call.present
    ]
    yield f"{say(PRESENT)}{say.colon}{say.all_of(there) or '—'}"
    if one.absent:
        whys = {person: say.bracket(why or say(NO_REASON)) for person, why in one.absent.items()}
        missing = [f"{names.get(person, person)}{why}" for person, why in whys.items()]
        yield f"{say(ABSENT)}{say.colon}{say.all_of(missing)}"
