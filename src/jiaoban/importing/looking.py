"""What the rows of every table need to look up, and how what they say is laid beside what stands in the book."""

from collections import Counter
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from jiaoban.importing.kinds import ROLES
from jiaoban.importing.rows import Row
from jiaoban.kernel.access import Role
from jiaoban.kernel.book import Book, State, Table
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.shifts import local
from jiaoban.kernel.verbs import Args, Outcome, find_verb
from jiaoban.kernel.words import Words
from jiaoban.order.tables import ORDERS, Order
from jiaoban.org import queries as org
from jiaoban.org.tables import PEOPLE, Person
from jiaoban.plant import isolation
from jiaoban.plant.rules.earths import PERMITS
from jiaoban.plant.tables import EARTHS, EQUIPMENT, LOANS, MATTERS, Earth, Loan, Matter

Step = tuple[str, dict[str, Any]]
"""A verb and its arguments."""
Steps = Generator[Step, Outcome, None]
"""Steps that are told what came of each before they go on."""


@dataclass
class Look:
    """What is looked up while one table is carried out at a post; what is looked up as a whole is so once."""

    book: Book
    post: str
    now: datetime
    source: str = ""
    """The SHA-256 of the file, for what the book says of where it came from."""
    _named: dict[str, dict[str, str]] = field(default_factory=dict)

    @cached_property
    def zone(self) -> str:
        """The site's time zone."""
        return org.site(self.book).zone

    @cached_property
    def matters(self) -> dict[tuple[str, ...], Matter]:
        """The matters of the post by what tells them apart, the newest of several."""
        found: dict[tuple[str, ...], Matter] = {}
        for one in self.book.find(MATTERS, order=("opened_at",), post=self.post):
            found[one.kind, one.title, one.equipment] = one
            found[one.kind, one.title, one.equipment, one.opened_at.isoformat()] = one
            if one.number:
                found[one.kind, f"#{one.number}"] = one
        return found

    def matter(self, key: str) -> Matter | None:
        """Return a matter as it stands now."""
        return self.book.get(MATTERS, key)

    def named(self, table: Table[Any], by: str) -> dict[str, str]:
        """Return the keys of the post's register by the field that names its lines, such as their code, where it names
        just one. Looked up once: what comes in with the file is told apart within the file."""
        if table.name not in self._named:
            lines = self.book.find(table, post=self.post, in_use=True)
            often = Counter(getattr(line, by) for line in lines)
            self._named[table.name] = {getattr(line, by): line.key for line in lines if often[getattr(line, by)] == 1}
        return self._named[table.name]

    @cached_property
    def orders(self) -> list[Order]:
        """The standing orders of the site, the newest version of each, by when they came into force."""
        return [one for one in self.book.find(ORDERS, order=("valid_from",)) if not one.replaced_by]

    @cached_property
    def loans(self) -> dict[tuple[str, ...], str]:
        """The keys of the post's loans, open and closed, by what tells them apart."""
        found = self.book.find(LOANS, post=self.post, order=("at",))
        return {loan_identity(one): one.key for one in found}

    def loan(self, key: str) -> Loan | None:
        """Return a loan as it stands now."""
        return self.book.get(LOANS, key)

    def person(self, named: str) -> Person | None:
        """Return the member of the site who has this key, or alone has this name; None for somebody from outside."""
        return self._people.get(named)

    @cached_property
    def _people(self) -> dict[str, Person]:
        members = self.book.find(PEOPLE, member=True)
        often = Counter(one.name for one in members)
        return {one.name: one for one in members if often[one.name] == 1} | {one.key: one for one in members}

    @cached_property
    def numbered(self) -> dict[str, str]:
        """The keys of the post's earths in use by number."""
        return {one.number: one.key for one in isolation.earths(self.book, self.post)}

    def earth(self, key: str) -> Earth | None:
        """Return a portable earth as it stands now."""
        return self.book.get(EARTHS, key)

    def permit(self, named: str) -> str:
        """Return the key of the matter by which something is out: named by its key, its number, or its title."""
        if self.matter(named) is not None:
            return named
        for kind in PERMITS:
            for natural in ((kind, f"#{named}"), (kind, named, "")):
                if (found := self.matters.get(natural)) is not None:
                    return found.key
        raise bad(
            "permit",
            f"本岗位没有票号“{named}”。",
            f"There is no permit {named!r} here.",
            "请先登记，或留空。",
            "Record it first, or leave the cell empty.",
        )

    def moment(self, row: Row, name: str) -> datetime | None:
        """Return the moment in a field, in the site's zone where it names none; None for an empty cell.

        Year, month, day in this order; `BadInput` for any other, such as 23/11/2026: nobody can tell 3/4 from 4/3.
        """
        text = str(row.said.get(name, ""))
        if not text:
            return None
        plain = text.replace("/", "-").replace("年", "-").replace("月", "-").replace("日", " ").strip()
        day, _, clock = plain.replace("T", " ", 1).partition(" ")
        parts = day.split("-")
        try:
            if len(parts) != 3 or len(parts[0]) != 4:
                raise ValueError(text)
            clock = clock.strip()
            clock = f"0{clock}" if clock[1:2] == ":" else clock
            read = datetime.fromisoformat(f"{parts[0]}-{int(parts[1]):02}-{int(parts[2]):02} {clock or '00:00'}")
            return read.astimezone(UTC) if read.tzinfo else local(read.date(), read.time(), self.zone)
        except (ValueError, OverflowError) as error:
            raise bad(
                name,
                f"“{text}”不是日期和时间。",
                f"{text!r} is no day and time.",
                "请写成 2026-11-23 08:00，年在前。",
                "Write it as 2026-11-23 08:00, the year first.",
            ) from error


def loan_identity(one: Loan) -> tuple[str, ...]:
    """Return what tells a loan from another: the thing, who has it, since when, and which of several."""
    return (one.custody_item, one.to, one.at.isoformat(), *one.numbers)


def args_of(verb: str) -> type[Args]:
    """Return the arguments of a verb; raises `LookupError` for one that is not declared."""
    found = find_verb(verb)
    if found is None:
        raise LookupError(f"there is no verb {verb}")
    args: type[Args] = found.args
    return args


def kept(before: State | None, row: Row, fields: Iterable[str]) -> dict[str, Any]:
    """Return the fields of a row; those without a column as they stand."""
    was = before.model_dump() if before is not None else {}
    stand = {name: was[name] for name in fields if name in was and name not in row.heads}
    return {**stand, **{name: row.said[name] for name in fields if name in row.said}}


def says(before: State, args: type[Args], said: dict[str, Any]) -> bool:
    """Say whether a verb with these arguments would write what stands there already, word for word."""
    try:
        wanted = args.model_validate(said).model_dump()
    except ValidationError:  # the verb will say what is wrong
        return False
    was = before.model_dump()
    return all(was[name] == value for name, value in wanted.items() if name in was)


def equipment_key(book: Book, named: str) -> str:
    """Return the key of equipment that is named by its key or by its code."""
    if book.get(EQUIPMENT, named) is not None:
        return named
    found = book.find(EQUIPMENT, code=named, limit=2)
    return found[0].key if len(found) == 1 else named


def crew_code(book: Book, named: str) -> str | None:
    """Return the code of a crew that is named by its code or its name."""
    crews = org.site(book).crews
    for one in crews:
        if named in (one.crew, one.name.zh, one.name.en):
            return one.crew
    return named or None


def post_key(book: Book, named: str) -> str:
    """Return the key of a post that is named by its key or its name."""
    for one in org.posts(book):
        if named in (one.key, one.name.zh, one.name.en):
            return one.key
    known = "、".join(f"{one.name.zh}（{one.key}）" for one in org.posts(book))
    raise bad("posts", f"没有岗位“{named}”。", f"There is no post {named!r}.", f"应为：{known}。", f"Posts: {known}.")


def role_of(word: str) -> Role:
    """Return the role of a word for it."""
    role = ROLES.get(word.casefold())
    if role is None:
        known = "、".join(sorted({name for name in ROLES if not name.isascii()}))
        raise bad("roles", f"没有角色“{word}”。", f"There is no role {word!r}.", f"应为：{known}。", "See the roles.")
    return role


def bad(where: str, zh: str, en: str, right_zh: str, right_en: str) -> BadInput:
    """Return what is to be raised for a cell that makes no sense."""
    return BadInput(where, Words(zh=zh, en=en), Words(zh=right_zh, en=right_en))
