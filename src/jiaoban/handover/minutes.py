"""The minutes of a meeting as a text, made of what was recorded: to be read afterwards, printed, filed."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from jiaoban.followup import queries as followup
from jiaoban.followup.tables import Followup
from jiaoban.kernel.book import Book
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.meeting.tables import Meeting
from jiaoban.meeting.terms import BRIEF, FITNESS, KINDS
from jiaoban.org import queries as org

Say = Callable[[Words], str]
MINUTE = timedelta(minutes=1)


def minutes_of(book: Book, one: Meeting, zone: str, language: str = "zh-hans") -> str:
    """Return the minutes of a meeting of this book: the persons by name, moments by the clock of the place."""
    names = org.names(book)
    assigned = followup.of_origin(book, one.occasion)
    return "\n".join(minutes(one, names, assigned, zone, lambda words: words.in_(language)))


def minutes(one: Meeting, names: dict[str, str], assigned: Iterable[Followup], zone: str, say: Say) -> Iterator[str]:
    """Yield the lines of the minutes; an empty line stands between their parts."""
    clock = _clock(zone)
    yield f"{say(KINDS[one.kind])}  {clock(one.opened_at)}{_until(one, zone, say)}"
    yield f"{say(Words(zh='主持', en='Chair'))}：{names.get(one.opened_by, one.opened_by)}"
    yield from _roll(one, names, say)
    brief = [(say(words), getattr(one.brief, part)) for part, words in BRIEF.items() if one.brief]
    said = [(name, text) for name, text in brief if text]
    if said:
        yield ""
        yield from (f"{name}：{text}" for name, text in said)
    if one.reports:
        yield ""
        yield from (f"{names.get(report.person, report.person)}：{report.text}" for report in one.reports)
    work = list(assigned)
    if work:
        yield ""
        yield f"{say(Words(zh='工作安排', en='Work assigned'))}："
        for number, task in enumerate(work, start=1):
            owner, due_at = names.get(task.owner, task.owner), clock(task.due_at)
            yield f"{number}. {owner}：{task.what}；{task.next_step}（{due_at}）"


def _clock(zone: str) -> Callable[[datetime], str]:
    there = clock_of(zone)
    return lambda moment: f"{moment.astimezone(there):%Y-%m-%d %H:%M}"


def _until(one: Meeting, zone: str, say: Say) -> str:
    if one.closed_at is None or one.lasted is None:
        return f"  {say(Words(zh='尚未散会', en='not closed yet'))}"
    length = max(1, -(-one.lasted // MINUTE))
    ended = one.closed_at.astimezone(clock_of(zone))
    return f"–{ended:%H:%M}  {say(Words(zh=f'{length} 分钟', en=f'{length} min'))}"


def _roll(one: Meeting, names: dict[str, str], say: Say) -> Iterator[str]:
    there = [
        names.get(person, person) + (f"（{say(FITNESS[call.fitness])}）" if call.fitness else "")
        for person, call in one.roll.items()
        if call.present
    ]
    yield f"{say(Words(zh='到会', en='Present'))}：{'、'.join(there) or '—'}"
    if one.absent:
        missing = [
            f"{names.get(person, person)}（{why or say(Words(zh='没有写原因', en='no reason given'))}）"
            for person, why in one.absent.items()
        ]
        yield f"{say(Words(zh='未到', en='Absent'))}：{'、'.join(missing)}"
