"""Alarm lists of a control system: messages paired with their returns, and gathered so that a chattering tag is one
entry a shift or hour and not hundreds. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from jiaoban.kernel.tongue import Tongue
from jiaoban.kernel.words import Words
from jiaoban.plant import phrases
from jiaoban.plant.rules.samples import SHOWN, Fault
from jiaoban.plant.rules.texts import Unreadable, decoded, rows

TYPES = ("HH", "H", "LL", "L")
RETURNED = "NR"
HEADS = {
    "at": ("timestamp", "time", "时间", "日期时间"),
    "tag": ("tag", "位号", "标签", "点名"),
    "type": ("type", "类型", "报警类型"),
    "text": ("description", "描述", "说明", "报警描述"),
}
MOST = 200_000
LONGEST = 200
_FORMS = ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")


@dataclass(frozen=True, slots=True)
class Message:
    """A line of the list: an alarm of a tag, or that it returned."""

    line: int
    at: datetime
    tag: str
    type: str
    text: str
    returned: bool


@dataclass
class Gathered:
    """The alarms of one tag and type in one window: how often, from when to when, the longest and when it began.
    `open`: the last of them had not returned by the end of the list."""

    tag: str
    type: str
    text: str
    window: datetime
    first: datetime
    last: datetime
    count: int = 0
    returned: int = 0
    longest: timedelta = timedelta(0)
    longest_at: datetime | None = None
    open: bool = False


@dataclass
class List:
    """An alarm list as it was read."""

    messages: list[Message] = field(default_factory=list)
    faulty: int = 0
    faults: list[Fault] = field(default_factory=list)

    def fault(self, line: int, column: str, zh: str, en: str) -> None:
        """Count a fault, and keep it while there are few."""
        self.faulty += 1
        if len(self.faults) < SHOWN:
            self.faults.append(Fault(line, column, Words(zh=zh, en=en)))


def read(content: bytes, to_utc: Callable[[datetime], datetime], starts_at: datetime | None = None) -> List:
    """Read a list of alarms; `to_utc` knows the site's clock. `starts_at`: move it, so that it begins then.

    Raises `Unreadable` for what is no such list.
    """
    lines = rows(decoded(content))
    first = next(lines, None)
    places = _places(first[1] if first else [])
    found = List()
    moved: timedelta | None = None
    for line, cells in lines:
        said = {name: cells[place].strip() if place < len(cells) else "" for name, place in places.items()}
        at = _moment(said["at"])
        kind, _, mark = said["type"].upper().partition(" ")
        if kind == RETURNED:
            kind, mark = "", RETURNED
        wrong = _wrong(said, at, kind, mark)
        if wrong is not None:
            found.fault(line, *wrong)
            continue
        assert at is not None
        try:
            moment = to_utc(at)
            moved = (starts_at - moment if moved is None else moved) if starts_at is not None else timedelta(0)
            moment += moved
        except (OverflowError, ValueError):
            found.fault(line, "at", "时间超出了日历。", "The moment lies outside of the calendar.")
            continue
        returned = mark == RETURNED
        found.messages.append(Message(line, moment, said["tag"], kind, said["text"][:LONGEST], returned=returned))
        if len(found.messages) > MOST:
            raise Unreadable(line, f"超过 {MOST} 条，请分成几个文件。", f"More than {MOST} messages; split the file.")
    return found


def gather(messages: Iterable[Message], window: Callable[[datetime], datetime]) -> list[Gathered]:
    """Return the alarms gathered by tag, type and window (its begin), in order of their first.

    An alarm belongs to the window in which it came; its return ends it, in whatever window that is. An alarm that comes
    again without having returned counts once more.
    """
    found: dict[tuple[str, str, datetime], Gathered] = {}
    going: dict[tuple[str, str], tuple[Gathered, datetime]] = {}
    for one in sorted(messages, key=lambda one: (one.at, one.line)):
        for key in _concerned(one, going):
            if one.returned:
                gathered, since = going.pop(key)
                lasted = one.at - since
                gathered.returned += 1
                gathered.open = False
                gathered.last = max(gathered.last, one.at)
                if lasted > gathered.longest:
                    gathered.longest, gathered.longest_at = lasted, since
        if one.returned:
            continue
        begin = window(one.at)
        entry = found.setdefault(
            (one.tag, one.type, begin), Gathered(one.tag, one.type, one.text, begin, one.at, one.at)
        )
        entry.count, entry.open = entry.count + 1, True
        entry.last = max(entry.last, one.at)
        going[one.tag, one.type] = entry, one.at
    return sorted(found.values(), key=lambda one: (one.first, one.tag, one.type))


def _concerned(one: Message, going: dict[tuple[str, str], tuple[Gathered, datetime]]) -> Sequence[tuple[str, str]]:
    """Return the alarms that a return ends: those of its type, or all of its tag where it names none."""
    if not one.returned:
        return ()
    return [key for key in going if key[0] == one.tag and one.type in ("", key[1])]


def spelled(one: Gathered, clock: Callable[[datetime], str], say: Tongue) -> str:
    """Return the entry of a gathered alarm."""
    head = say(phrases.ALARM, tag=one.tag, type=one.type, text=say.bracket(one.text))
    if one.count == 1 and one.open:
        return say(phrases.GOES_ON, head=head, at=clock(one.first))
    if one.count == 1:
        return say(phrases.ONCE, head=head, at=clock(one.first), back=clock(one.last), lasted=_lasted(one.longest, say))
    longest = ""
    if one.longest_at is not None:
        longest = say(phrases.LONGEST, lasted=_lasted(one.longest, say), at=clock(one.longest_at))
    ended = say(phrases.LAST_GOES_ON) if one.open else ""
    times = {"at": clock(one.first), "last": clock(one.last), "count": one.count}
    return say(phrases.OFTEN, head=head, **times, longest=longest, ended=ended)


def _lasted(span: timedelta, say: Tongue) -> str:
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    words = phrases.MINUTES if minutes else phrases.SECONDS
    return say(words, minutes=minutes, seconds=seconds)


def _wrong(said: dict[str, str], at: datetime | None, kind: str, mark: str) -> tuple[str, str, str] | None:
    if at is None:
        shown = said["at"][:30]
        return "at", f"时间「{shown}」应写作 2024-05-01 08:00:00。", f"{shown!r} is no moment like 2024-05-01 08:00:00."
    if not said["tag"] or len(said["tag"]) > LONGEST or not said["tag"].isprintable():
        return "tag", "缺位号，或位号写得不对。", "There is no tag, or none that can be read."
    if (kind not in TYPES and kind) or mark not in ("", RETURNED) or not (kind or mark):
        shown = said["type"][:20]
        return "type", f"类型「{shown}」应为 H、HH、L、LL，恢复加 NR。", f"{shown!r} is none of H, HH, L, LL, NR."
    if not said["text"].isprintable():
        return "description", "描述里有控制字符。", "The description holds control characters."
    return None


def _places(heads: Sequence[str]) -> dict[str, int]:
    plain = [head.strip().lstrip("\ufeff").casefold() for head in heads]
    places = {}
    for name, known in HEADS.items():
        place = next((plain.index(head) for head in known if head in plain), None)
        if place is None:
            said = "、".join(known)
            raise Unreadable(1, f"缺少一列，表头应为其中之一：{said}。", f"A column is missing: one of {said}.")
        places[name] = place
    return places


def _moment(text: str) -> datetime | None:
    """Return the local moment; fractions of a second, however many, are cut off."""
    whole = text.partition(".")[0]
    for form in _FORMS:
        try:
            return datetime.strptime(whole, form)  # noqa: DTZ007 - the site's own clock
        except ValueError:
            continue
    return None


def hour_of(at: datetime) -> datetime:
    """Return the begin of the hour of a moment."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
