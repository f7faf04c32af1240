"""What goes out as a table: the lists of the plant, with the heads under which they come in again.

Rows are looked up a few hundred at a time while they are written, so a year of readings costs no more memory than a
day.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from jiaoban.importing.kinds import KINDS, Column, Kind
from jiaoban.kernel.access import ROLES, Role
from jiaoban.kernel.book import Book, State
from jiaoban.kernel.words import Words
from jiaoban.kernel.zones import clock_of
from jiaoban.order.tables import ORDERS, Order
from jiaoban.order.terms import ASKS
from jiaoban.order.terms import KINDS as ORDER_KINDS
from jiaoban.org import queries as org
from jiaoban.plant import isolation, queries
from jiaoban.plant.lives import LIVES
from jiaoban.plant.places import write
from jiaoban.plant.rules.earths import PERMITS
from jiaoban.plant.tables import (
    CUSTODY,
    LOANS,
    MATTERS,
    PARAMETERS,
    Earth,
    Equipment,
    Loan,
    Matter,
    Parameter,
    Reading,
)
from jiaoban.plant.terms import CONDITIONS, CUSTODY_KINDS, EQUIPMENT_STATES, POSITIONS, SEVERITIES
from jiaoban.plant.tree import Tree

Cell = str | Decimal
PIECE = 500
"""Rows looked up at once."""
MOMENTS = ("occurred_at", "closed_at", "due_at", "returned_at", "valid_from", "valid_to")
"""Columns that hold moments; those of people hold days, and people do not go out."""
YES = Words(zh="是", en="yes")
NO = Words(zh="否", en="no")


@dataclass(frozen=True)
class Asked:
    """A list that somebody asks for: of a post, in a language, moments in a zone, by filters as the page has them.

    `since` and `until` bound readings: `since <= at < until`. `sees`: whether whoever asks may know how many there must
    be of a thing in custody, by its key: who counts it blind does not.
    """

    post: str
    language: str
    zone: str
    filters: Mapping[str, str] = field(default_factory=dict)
    since: datetime | None = None
    until: datetime | None = None
    sees: Callable[[str], bool] = lambda _thing: True

    def words(self, words: Words) -> str:
        """Return words in the language."""
        return words.in_(self.language)

    def moment(self, at: datetime | None) -> str:
        """Return a moment in the zone, with its offset: it stays exact where a clock is put back."""
        return "" if at is None else at.astimezone(clock_of(self.zone)).isoformat(sep=" ")

    def head(self, column: Column) -> str:
        """Return the head of a column; of one that holds moments with the zone."""
        said = column.head(self.language)
        return f"{said} ({self.zones})" if column.field in MOMENTS else said

    @property
    def zones(self) -> str:
        """The zone of the moments: the names of all where the site's clock was moved, for each moment has its own."""
        return ", ".join(dict.fromkeys(self.zone.split(" ")[0::2]))


@dataclass(frozen=True)
class Export:
    """A list that can go out: its title, its heads, its rows one after another."""

    title: Words
    heads: Callable[[Asked], list[str]]
    rows: Callable[[Book, Asked], Iterator[list[Cell]]]


def _of_kind(kind: Kind, states: Callable[[Book, Asked], Iterable[Any]], special: "Special | None" = None) -> Export:
    def rows(book: Book, asked: Asked) -> Iterator[list[Cell]]:
        names = org.names(book)
        for state in states(book, asked):
            own = special(state, asked, names) if special else {}
            yield [own[one.field] if one.field in own else _cell(kind, one, state, asked) for one in kind.columns]

    return Export(kind.title, _heads(kind), rows)


Special = Callable[[Any, Asked, Mapping[str, str]], dict[str, str]]


def _by_mode(state: Any, _asked: Asked, _names: Mapping[str, str]) -> dict[str, str]:
    """Return limits by mode as the reader of that column takes them."""
    assert isinstance(state, Parameter)
    words = {code: said.zh for code, said in EQUIPMENT_STATES.items()}
    return {
        "by_mode": "; ".join(
            f"{words.get(one.mode, one.mode)}={one.low_low}/{one.low}/{one.high}/{one.high_high}"  # type: ignore[call-overload]
            for one in state.by_mode
        )
    }


def _cell(kind: Kind, column: Column, state: State, asked: Asked) -> Cell:
    value = getattr(state, "key" if column.field == kind.key else column.field, "")
    if isinstance(value, bool):
        return asked.words(YES if value else NO)
    if isinstance(value, datetime):
        return asked.moment(value)
    return "" if value is None else str(value)


def _equipment(book: Book, asked: Asked) -> list[Equipment]:
    """The equipment of the post, with what is no longer in use; by search and state as on its page."""
    state, search = asked.filters.get("state", ""), asked.filters.get("q", "")
    tree = Tree.of(queries.equipment_of(book, asked.post, retired=True))
    return tree.found(search, (state,) if state in EQUIPMENT_STATES else ())


def _matters(book: Book, asked: Asked) -> Iterator[Matter]:
    """Matters as on their page: open ones, or with `show=all` every one; of a kind; with a piece of text."""
    kind, last = asked.filters.get("kind", ""), ""
    while True:
        piece = queries.matters(
            book,
            asked.post,
            kinds=(kind,) if kind in LIVES else (),
            open=None if asked.filters.get("show") == "all" else True,
            search=asked.filters.get("q", ""),
            limit=PIECE,
            before=last,
        )
        yield from piece
        if len(piece) < PIECE:
            return
        last = piece[-1].key


def _state_cells(one: Equipment, asked: Asked, names: Mapping[str, str]) -> dict[str, str]:
    return {
        "state": asked.words(EQUIPMENT_STATES[one.state]),
        "occurred_at": asked.moment(one.changed_at),
        "by": names.get(one.changed_by, one.changed_by),
    }


def _matter_cells(one: Matter, asked: Asked, names: Mapping[str, str]) -> dict[str, str]:
    return {
        "kind": asked.words(one.life.name),
        "state": asked.words(one.life.states[one.state]),
        "severity": asked.words(SEVERITIES[one.severity]) if one.severity else "",
        "issuer": one.people.get("issuer", ""),
        "performer": one.people.get("performer", ""),
        "guardian": one.people.get("guardian", ""),
        "occurred_at": asked.moment(one.opened_at),
        "by": names.get(one.opened_by, one.opened_by),
    }


def _custody_cells(one: Any, asked: Asked, _names: Mapping[str, str], out: Mapping[str, int]) -> dict[str, str]:
    """Return a line; whoever counts it blind learns neither how many there must be nor what they are called."""
    cells = {
        "kind": asked.words(CUSTODY_KINDS[one.kind]),
        "numbers": "、".join(one.numbers),
        "places": write(one.places),
    }
    lent = out.get(one.key, 0)
    cells["lent"] = str(lent) if lent else ""
    return {**cells, **({} if asked.sees(one.key) else dict.fromkeys(("expected", "numbers", "places", "lent"), ""))}


def _custody(book: Book, asked: Asked) -> Iterator[list[Cell]]:
    out = Counter[str]()
    for loan in queries.loans(book, asked.post):
        out[loan.custody_item] += loan.left

    def cells(one: Any, asked: Asked, names: Mapping[str, str]) -> dict[str, str]:
        return _custody_cells(one, asked, names, out)

    listed = _of_kind(KINDS["custody"], lambda book, asked: book.find(CUSTODY, order=("kind",), post=asked.post), cells)
    yield from listed.rows(book, asked)


def _loan_rows(book: Book, asked: Asked) -> Iterator[list[Cell]]:
    """Loans, open and closed, by when things were lent; the thing by its name, the permit by its number."""
    things = {one.key: one for one in book.find(CUSTODY, post=asked.post)}
    permits = {one.key: one.number or one.key for one in book.find(MATTERS, post=asked.post) if one.kind in PERMITS}

    def cells(one: Loan, asked: Asked, names: Mapping[str, str]) -> dict[str, str]:
        came = one.number - one.left
        last = one.back[-1] if one.back else None
        return {
            "custody_item": one.custody_item,
            "numbers": "、".join(one.numbers),
            "matter": permits.get(one.matter, one.matter),
            "occurred_at": asked.moment(one.at),
            "due_at": asked.moment(one.due_at),
            "returned": str(came) if came else "",
            "returned_at": asked.moment(last.at) if last else "",
            "condition": asked.words(CONDITIONS["DAMAGED" if one.damaged else "OK"]) if last else "",
            "note": "；".join(back.note for back in one.back if back.note),
            "by": names.get(one.by, one.by),
        }

    def seen(book: Book, asked: Asked) -> Iterator[Loan]:
        yield from (one for one in book.find(LOANS, post=asked.post, order=("at",)) if one.custody_item in things)

    yield from _of_kind(KINDS["loans"], seen, cells).rows(book, asked)


def _role(role: str, asked: Asked) -> str:
    """Return a role in a word that comes in again: English has names of two words, and blanks stand between roles."""
    return ROLES[Role(role)].zh if asked.language.startswith("zh") else role


def _order_cells(one: Order, asked: Asked, names: Mapping[str, str]) -> dict[str, str]:
    group = one.group
    return {
        "kind": asked.words(ORDER_KINDS[one.kind]),
        "asks": asked.words(ASKS[one.asks]),
        "posts": "、".join(group.posts),
        "crews": "、".join(group.crews),
        "roles": "、".join(_role(role, asked) for role in group.roles),
        "qualifications": "、".join(group.qualifications),
        "people": "、".join(group.people),
        "valid_from": asked.moment(one.valid_from),
        "valid_to": asked.moment(one.ends),
        "by": names.get(one.issued_by, one.issued_by),
    }


def _heads(kind: Kind) -> Callable[[Asked], list[str]]:
    return lambda asked: [asked.head(one) for one in kind.columns]


def _earth_cells(one: Earth, asked: Asked, _names: Mapping[str, str]) -> dict[str, str]:
    here = one.hanging
    return {
        "where": here.place if here else "",
        "equipment": here.equipment if here else "",
        "permit": here.permit_number if here else "",
        "hung_by": here.hung_by if here else "",
        "guardian": here.guardian if here else "",
        "occurred_at": asked.moment(here.hung_at) if here else "",
    }


_LINK_HEADS = (
    Words(zh="设备", en="Equipment"),
    Words(zh="压板", en="Link"),
    Words(zh="位置", en="Position"),
    Words(zh="原话", en="As written"),
    Words(zh="自何时", en="Since"),
    Words(zh="编号", en="Number"),
    Words(zh="记录人", en="Recorded by"),
)


def _link_rows(book: Book, asked: Asked) -> Iterator[list[Cell]]:
    names = org.names(book)
    for one in isolation.links(book, asked.post):
        position = asked.words(POSITIONS[one.position])
        since, by = asked.moment(one.at), names.get(one.by, one.by)
        yield [one.equipment, one.name, position, one.says, since, one.number, by]


_READING_HEADS = (
    Words(zh="参数键", en="Key"),
    Words(zh="参数", en="Parameter"),
    Words(zh="单位", en="Unit"),
    Words(zh="抄表时间", en="Read at"),
    Words(zh="数值", en="Value"),
    Words(zh="下限", en="Low"),
    Words(zh="上限", en="High"),
    Words(zh="在限值内", en="Within"),
    Words(zh="班次", en="Shift"),
    Words(zh="记录人", en="Recorded by"),
    Words(zh="记录时间", en="Recorded at"),
    Words(zh="更正前", en="Corrected from"),
)


def _reading_rows(book: Book, asked: Asked) -> Iterator[list[Cell]]:
    """Parameter by parameter, the newest figure first."""
    names, wanted = org.names(book), asked.filters.get("parameter", "")
    for parameter in queries.parameters(book, asked.post):
        if not wanted or wanted == parameter.key:
            for one in _readings(book, parameter.key, asked):
                yield _reading_row(parameter, one, asked, names)


def _readings(book: Book, parameter: str, asked: Asked) -> Iterator[Reading]:
    until = asked.until
    while True:
        piece = queries.readings(book, parameter, since=asked.since, until=until, limit=PIECE)
        yield from piece
        if len(piece) < PIECE:
            return
        until = piece[-1].at  # a parameter has one figure at a moment


def _reading_row(parameter: Parameter, one: Reading, asked: Asked, names: Mapping[str, str]) -> list[Cell]:
    return [
        parameter.key,
        parameter.name,
        parameter.unit,
        asked.moment(one.at),
        _figure(one.value),
        _figure(one.low),
        _figure(one.high),
        asked.words(YES if one.within else NO),
        one.shift,
        names.get(one.by, one.by),
        asked.moment(one.recorded_at),
        "、".join(was.value for was in one.earlier),
    ]


def _figure(text: str) -> Cell:
    try:
        return Decimal(text) if text else ""
    except InvalidOperation:
        return text


def _with_zone(heads: tuple[Words, ...], moments: tuple[int, ...]) -> Callable[[Asked], list[str]]:
    def said(asked: Asked) -> list[str]:
        words = [asked.words(one) for one in heads]
        return [f"{one} ({asked.zones})" if place in moments else one for place, one in enumerate(words)]

    return said


EXPORTS: dict[str, Export] = {
    "equipment": _of_kind(KINDS["equipment"], _equipment),
    "states": _of_kind(KINDS["states"], _equipment, _state_cells),
    "matters": _of_kind(KINDS["matters"], _matters, _matter_cells),
    "earths": _of_kind(
        KINDS["earths"], lambda book, asked: isolation.earths(book, asked.post, retired=True), _earth_cells
    ),
    "links": Export(Words(zh="保护压板", en="Protection links"), _with_zone(_LINK_HEADS, (4,)), _link_rows),
    "custody": Export(KINDS["custody"].title, _heads(KINDS["custody"]), _custody),
    "loans": Export(KINDS["loans"].title, _heads(KINDS["loans"]), _loan_rows),
    "orders": _of_kind(
        KINDS["orders"],
        lambda book, _asked: [one for one in book.find(ORDERS, order=("valid_from",)) if not one.replaced_by],
        _order_cells,
    ),
    "parameters": _of_kind(
        KINDS["parameters"], lambda book, asked: book.find(PARAMETERS, order=("group",), post=asked.post), _by_mode
    ),
    "readings": Export(Words(zh="读数", en="Readings"), _with_zone(_READING_HEADS, (3, 10)), _reading_rows),
}
"""Every list that can go out, by its name."""
