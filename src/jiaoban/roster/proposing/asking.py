"""The question that is asked for a post and a month: what the book and the regime say, as a problem. Pure.

What a rule of the regime means for a whole month is said here and nowhere else; whether a roster keeps the rules is
judged again, as with every change by hand, when it is taken (`roster/filling.py`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from jiaoban.kernel.away import Away, away
from jiaoban.kernel.book import Book
from jiaoban.kernel.months import month_after
from jiaoban.kernel.refusal import BadInput, Declined
from jiaoban.kernel.verbs import Args, plain
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org
from jiaoban.org.args import Code
from jiaoban.regime.pack import Pack
from jiaoban.roster import outlook
from jiaoban.roster.args import ShiftCode
from jiaoban.roster.checking import Window, applies, needs_of
from jiaoban.roster.judging import window_for
from jiaoban.roster.proposing.converting import Over, limits
from jiaoban.roster.proposing.problem import DAY, Bar, Cover, Fixed, Problem, Slot, Worker
from jiaoban.roster.proposing.problem import Wish as Wanted
from jiaoban.roster.rules import Turn
from jiaoban.roster.stints import Stint
from jiaoban.roster.wishes import wishes_at

MOST_PEOPLE = 60
MOST_EACH = 60
WISH_PRICE = 10
"""What a wish of weight 1 costs when it is not met; a shift more or less than the equal share costs `EVEN`."""
EVEN, KEEP = 4, 3
HERE = ""
"""How the post that is filled is called in a problem."""
EACH, NEED = "each.", "need."
"""How the demands for people of a shift are called: so many as was asked for, and those that a regime wants."""


class Ask(Args):
    """For which month a roster is to be proposed, with whom, and how many people stand each shift.

    `keep_hand`: what was changed by hand (swaps too) stays. `few_changes`: as little as possible changes.
    `even`: everybody has their share of each kind of shift. `advisory`: rules that only want a reason are kept too.
    """

    month: str = Field(pattern=r"^(19[7-9]\d|2[01]\d\d)-(0[1-9]|1[0-2])$", title="月份 Month")
    people: tuple[Code, ...] = Field(min_length=1, max_length=MOST_PEOPLE, title="人员 People")
    each: dict[ShiftCode, int] = Field(min_length=1, max_length=20, title="每班人数 People a shift")
    keep_hand: bool = Field(default=True, title="保留手工调整 Keep what was changed by hand")
    few_changes: bool = Field(default=False, title="尽量少改 Change as little as possible")
    even: bool = Field(default=True, title="均匀分配 Equal shares")
    advisory: bool = Field(default=True, title="提示性规则也遵守 Keep advisory rules too")
    seconds: int = Field(default=30, ge=1, le=300, title="最多计算秒数 Seconds at most")
    seed: int = Field(default=1, ge=0, le=2**31 - 1, title="种子 Seed")

    @property
    def first(self) -> date:
        """The first day of the month."""
        return date.fromisoformat(f"{self.month}-01")


@dataclass(frozen=True, slots=True)
class Usual:
    """What a post asks for usually: its people, and how many of them stand each shift."""

    people: tuple[str, ...]
    each: Mapping[str, int]


def usual(book: Book, post: str, first: date) -> Usual:
    """Return who stands the shifts of a month at a post now, and how many each: what is offered to whoever asks."""
    seen = outlook.outlook(book, Window(first, month_after(first)))
    turns = list(seen.turns((post,)))
    people = dict.fromkeys(person for turn in turns for person in turn.people)
    each = {kind.code: 1 for kind in org.post(book, post).now.pattern.shifts}
    for turn in turns:
        if turn.shift.code in each:
            each[turn.shift.code] = max(each[turn.shift.code], len(turn.people))
    ordered = tuple(one.key for one in org.people(book) if one.key in people)
    return Usual(ordered, each)


def question(book: Book, post: str, pack: Pack | None, said: Ask, today: date) -> Problem:
    """Return the problem for a post and month; days up to today are as they are.

    Raises `BadInput` for people or shifts that are not there, `Declined` for a month that has passed.
    """
    return _Asking(book, post, pack, said, today).problem()


class _Asking:
    """Gathers what a problem is made of."""

    def __init__(self, book: Book, post: str, pack: Pack | None, said: Ask, today: date) -> None:
        self._book, self._post, self._pack, self._said = book, post, pack, said
        self._first, self._after = max(said.first, today + DAY), month_after(said.first)
        if self._first >= self._after:
            raise Declined(PASSED, about=said.month)
        rostering = pack.roster if pack else None
        self._rules = [one for one in (rostering.rules if rostering else ()) if one.hard or said.advisory]
        self._window = window_for(self._rules, self._first, self._after - DAY)
        self._seen = outlook.outlook(book, self._window)
        self._turns = [one for one in self._seen.turns((post,)) if self._first <= one.shift.day < self._after]
        self._codes = dict.fromkeys(one.shift.code for one in self._turns)
        self._slots = {one.shift.key: _slot(one) for one in self._turns}

    def problem(self) -> Problem:
        """Put everything together."""
        self._need_known()
        held = {one.shift.key: one.people for one in self._held()}
        fixed = [Fixed(person=person, slot=key) for key, people in held.items() for person in people]
        people = tuple(dict.fromkeys([*self._said.people, *[one.person for one in fixed]]))
        over = Over(self._first, self._after, self._post, self._window)
        return Problem(
            first=self._first,
            after=self._after,
            slots=tuple(self._slots.values()),
            workers=tuple(self._workers(people)),
            covers=tuple(self._covers(people, held)),
            rules=tuple(limits(self._rules, over)),
            wishes=tuple(self._wishes(people)),
            fixed=tuple(fixed),
            even=EVEN if self._said.even else 0,
            keep=KEEP if self._said.few_changes else 0,
            now={one.shift.key: one.people for one in self._turns},
        )

    def _need_known(self) -> None:
        members = {one.key for one in org.people(self._book)}
        strangers = [key for key in self._said.people if key not in members]
        if strangers:
            raise BadInput(
                "people",
                Words(zh=f"本站没有 {strangers[0]} 这个人。", en=f"There is nobody called {strangers[0]} at the site."),
                Words(zh="请从名单中选择。", en="Choose from the list."),
            )
        each = self._said.each
        wrong = [code for code in self._codes if not 0 <= each.get(code, -1) <= MOST_EACH]
        wrong += [code for code in each if code not in self._codes]
        if wrong:
            raise BadInput(
                "each",
                Words(
                    zh=f"班次 {wrong[0]} 的人数没有说清。",
                    en=f"The number of people of the shift {wrong[0]} is not clear.",
                ),
                Words(
                    zh=f"请为这些班次各写 0 至 {MOST_EACH} 人：{'、'.join(self._codes)}。",
                    en=f"Give 0 to {MOST_EACH} people for each of these shifts: {', '.join(self._codes)}.",
                ),
            )

    def _held(self) -> Iterator[Turn]:
        """The shifts that somebody changed by hand; what was taken from a proposal may be proposed anew."""
        for one in self._turns:
            if self._said.keep_hand and one.exception and not one.exception.proposal:
                yield one

    def _workers(self, people: tuple[str, ...]) -> Iterator[Worker]:
        mine: dict[str, list[Slot]] = {key: [] for key in people}
        for one in self._seen.stints:
            if one.person in mine and (one.post != self._post or not self._first <= one.day < self._after):
                mine[one.person].append(_stood(one, self._post))
        gone = self._away()
        held = {(person, one.shift.key) for one in self._held() for person in one.people}
        for key in people:
            yield Worker(key=key, bars=self._bars(key, gone, held), stands=tuple(mine[key]))

    def _away(self) -> list[Away]:
        begin = min(one.shift.begins_at for one in self._turns)
        return away(self._book, begin, max(one.shift.ends_at for one in self._turns))

    def _bars(self, key: str, gone: Iterable[Away], held: Collection[tuple[str, str]]) -> dict[str, Bar]:
        left_at = self._seen.people[key].left_at
        times = [one for one in gone if one.person == key]
        bars: dict[str, Bar] = {}
        for slot in self._slots.values():
            if left_at is not None and left_at <= slot.begins_at:
                bars[slot.key] = "gone"
            elif any(one.from_at < slot.ends_at and slot.begins_at < one.until_at for one in times):
                whole = any(one.from_at <= slot.begins_at and slot.ends_at <= one.until_at for one in times)
                if whole or (key, slot.key) not in held:  # of a shift that a leave touches in part they keep the rest
                    bars[slot.key] = "away"
        return bars

    def _covers(self, people: tuple[str, ...], held: Mapping[str, tuple[str, ...]]) -> Iterator[Cover]:
        for one in self._turns:
            key, code, name = one.shift.key, one.shift.code, one.shift.name
            many = len(held[key]) if key in held else self._said.each[code]
            yield Cover(id=f"{EACH}{code}", title=name, slot=key, at_least=many, at_most=many)
            if many and key not in held:
                yield from self._needs(one, people)

    def _needs(self, turn: Turn, people: tuple[str, ...]) -> Iterator[Cover]:
        """What the regime and the post's own register ask for of a shift, whoever stands it."""

        def of(key: str, title: Words, clause: str, holds: tuple[str, ...], at_least: int) -> Cover:
            who = tuple(person for person in people if self._seen.holds(person, turn) & set(holds)) if holds else None
            return Cover(id=f"{NEED}{key}", clause=clause, title=title, slot=turn.shift.key, who=who, at_least=at_least)

        for need in needs_of(self._pack) if self._pack else ():
            if applies(need, turn):
                yield of(need.id, need.title, need.clause, need.holds, need.at_least)
        for own in org.post(self._book, self._post).now.complement:
            title = Words(zh=own.qualification, en=own.qualification)
            yield of(f"own.{own.qualification}", title, "", (own.qualification,), own.at_least)

    def _wishes(self, people: tuple[str, ...]) -> Iterator[Wanted]:
        for one in wishes_at(self._book, self._post, self._first, self._after):
            there = not one.shift or f"{one.day.isoformat()}.{one.shift}" in self._slots
            if one.person in people and there:
                price = one.weight * WISH_PRICE
                yield Wanted(person=one.person, day=one.day, shift=one.shift, wants=one.wants, weight=price)


def _slot(turn: Turn) -> Slot:
    one = turn.shift
    return Slot(day=one.day, shift=one.code, begins_at=one.begins_at, ends_at=one.ends_at)


def _stood(one: Stint, post: str) -> Slot:
    where = HERE if one.post == post else one.post
    return Slot(day=one.day, shift=one.shift_code, post=where, begins_at=one.begins_at, ends_at=one.ends_at)


PASSED = plain(
    "month-passed",
    "这个月已经过完，或只剩今天。",
    "This month has passed, or has only today left.",
    "请选择还有以后日子的月份。",
    "Choose a month that has days to come.",
)
