"""What a row asks for: the verbs and their arguments, from the row and from what stands in the book already.

A column that the file has not leaves things as they are; an empty cell of a column that it has empties them.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from jiaoban.importing.kinds import ROLES
from jiaoban.importing.rows import Row
from jiaoban.kernel.book import Book, State
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words
from jiaoban.org import queries as org
from jiaoban.org.rules import has_role
from jiaoban.org.tables import PEOPLE, Person
from jiaoban.plant.tables import CUSTODY, EQUIPMENT, PARAMETERS

Step = tuple[str, dict[str, Any]]
"""A verb and its arguments."""


def state(book: Book, kind: str, key: str) -> State | None:
    """Return what stands in the book under this key."""
    found: State | None = book.get(_TABLES[kind], key)
    return found


def steps(book: Book, kind: str, row: Row) -> Iterator[Step]:
    """Return the verbs of a row, each after the one before was carried out."""
    yield from _STEPS[kind](book, row)


def _equipment(book: Book, row: Row) -> Iterator[Step]:
    said = _kept(book.get(EQUIPMENT, row.key), row, ("code", "name", "parent", "kind", "in_use"))
    if said.get("parent"):
        said["parent"] = _equipment_key(book, said["parent"])
    yield "plant.register_equipment", {**said, "equipment": row.key}


def _custody(book: Book, row: Row) -> Iterator[Step]:
    said = _kept(book.get(CUSTODY, row.key), row, ("name", "kind", "expected", "note", "in_use"))
    yield "plant.register_custody", {**said, "custody_item": row.key}


def _parameter(book: Book, row: Row) -> Iterator[Step]:
    fields = ("name", "unit", "group", "low", "high", "lowest", "highest", "decimals", "equipment", "in_use")
    said = _kept(book.get(PARAMETERS, row.key), row, fields)
    if said.get("equipment"):
        said["equipment"] = _equipment_key(book, said["equipment"])
    yield "plant.register_parameter", {**said, "parameter": row.key}


def _person(book: Book, row: Row) -> Iterator[Step]:
    before = book.get(PEOPLE, row.key)
    said = _kept(before, row, ("name", "username", "crew", "phone", "active"))
    said["crew"] = _crew(book, said.get("crew") or "")
    if before is None:
        if said.pop("active", True) is not True:
            raise _bad("active", "新人员不能是离岗。", "Somebody new cannot have left.", "请填“是”。", "Say yes.")
        yield "org.add_person", {**said, "person": row.key}
    elif any(getattr(before, field) != (value or "") for field, value in said.items() if field != "active") or (
        before.active != said.get("active", True)
    ):
        yield "org.change_person", {**said, "person": row.key}
    yield from _roles(book, row)
    yield from _qualifications(book, row)


def _roles(book: Book, row: Row) -> Iterator[Step]:
    """Roles are given, never taken: whoever is to lose one is told so by a person."""
    for word in row.said.get("roles", ()):
        role = ROLES.get(word.casefold())
        if role is None:
            known = "、".join(sorted({name for name in ROLES if not name.isascii()}))
            raise _bad(
                "roles", f"没有角色“{word}”。", f"There is no role {word!r}.", f"应为：{known}。", "See the roles."
            )
        for post in row.said.get("posts") or [None]:
            at = _post(book, post) if post else None
            if not has_role(org.person(book, row.key), role, at):
                yield "org.grant", {"person": row.key, "role": role, "post": at}


def _qualifications(book: Book, row: Row) -> Iterator[Step]:
    names = row.said.get("qualifications", ())
    if not names:
        return
    since = row.said.get("valid_from")
    if not since:
        raise _bad("valid_from", "有资格而没有生效日。", "A qualification without its day.", "请填写。", "Give it.")
    until = row.said.get("valid_to")
    if until is None and (through := row.said.get("valid_through")):
        until = _after(through)
    for name in names:
        wanted = (name, row.said.get("number", ""), since, until)
        if wanted not in _held(org.person(book, row.key)):
            yield (
                "org.qualify",
                {
                    "person": row.key,
                    "qualification": name,
                    "number": wanted[1],
                    "valid_from": since,
                    "valid_to": until,
                },
            )


def _held(person: Person) -> set[tuple[str, str, str, str | None]]:
    return {
        (
            one.qualification,
            one.number,
            one.valid_from.isoformat(),
            one.valid_to.isoformat() if one.valid_to else None,
        )
        for one in person.qualifications
    }


def _after(through: str) -> str:
    try:
        return (date.fromisoformat(through) + timedelta(days=1)).isoformat()
    except ValueError:
        return through


def _kept(before: State | None, row: Row, fields: tuple[str, ...]) -> dict[str, Any]:
    """Return the fields of a row; those without a column as they stand."""
    kept = {field: getattr(before, field) for field in fields if before is not None and field not in row.heads}
    return {**kept, **{field: row.said[field] for field in fields if field in row.said}}


def _equipment_key(book: Book, named: str) -> str:
    """Return the key of equipment that is named by its key or by its code."""
    if book.get(EQUIPMENT, named) is not None:
        return named
    found = book.find(EQUIPMENT, code=named, limit=2)
    return found[0].key if len(found) == 1 else named


def _crew(book: Book, named: str) -> str | None:
    """Return the code of a crew that is named by its code or its name."""
    crews = org.site(book).crews
    for one in crews:
        if named in (one.crew, one.name.zh, one.name.en):
            return one.crew
    return named or None


def _post(book: Book, named: str) -> str:
    for one in org.posts(book):
        if named in (one.key, one.name.zh, one.name.en):
            return one.key
    known = "、".join(f"{one.name.zh}（{one.key}）" for one in org.posts(book))
    raise _bad("posts", f"没有岗位“{named}”。", f"There is no post {named!r}.", f"应为：{known}。", f"Posts: {known}.")


def _bad(where: str, zh: str, en: str, right_zh: str, right_en: str) -> BadInput:
    return BadInput(where, Words(zh=zh, en=en), Words(zh=right_zh, en=right_en))


_TABLES: dict[str, Any] = {"equipment": EQUIPMENT, "custody": CUSTODY, "parameters": PARAMETERS, "people": PEOPLE}
_STEPS: dict[str, Callable[[Book, Row], Iterator[Step]]] = {
    "equipment": _equipment,
    "custody": _custody,
    "parameters": _parameter,
    "people": _person,
}
