"""What a row asks for: the verbs and their arguments, from the row and from what stands in the book already.

A column that the file has not leaves things as they are; an empty cell of a column that it has empties them.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from jiaoban.importing import custody_steps, lead_steps, order_steps, plant_steps
from jiaoban.importing.kinds import KINDS, made_key
from jiaoban.importing.looking import (
    Look,
    Step,
    Steps,
    args_of,
    bad,
    crew_code,
    equipment_key,
    kept,
    post_key,
    role_of,
    says,
)
from jiaoban.importing.rows import Row
from jiaoban.kernel.book import Book, State, Table
from jiaoban.org import queries as org
from jiaoban.org.rules import has_role
from jiaoban.org.tables import PEOPLE, Person
from jiaoban.plant.tables import CUSTODY, EQUIPMENT, PARAMETERS


def state(look: Look, kind: str, row: Row) -> tuple[str, State | None]:
    """Return the key of what a row is about, and what stands in the book under it: nothing for what is new."""
    if kind in _FOUND:
        return _FOUND[kind](look, row)
    key = _key(look, row, kind)
    found: State | None = look.book.get(_TABLES[kind], key)
    return key, found


def _key(look: Look, row: Row, kind: str) -> str:
    """Return the key of a line: as the file gives it, else that of the one line of the post which has its code or name,
    else the one that was made of it."""
    table, given = KINDS[kind], _GIVEN.get(kind)
    if (
        given is None
        or row.said.get(table.key_from) is None
        or row.said[table.key] != made_key(row.said[table.key_from])
    ):
        return row.key
    return look.named(given, table.key_from).get(row.said[table.key_from], row.key)


def steps(look: Look, kind: str, row: Row) -> Steps:
    """Return the verbs of a row, each after the one before was carried out."""
    yield from _STEPS[kind](look, row)


def _equipment(look: Look, row: Row) -> Iterator[Step]:
    yield from _line(look, row, "equipment", EQUIPMENT, "plant.register_equipment", names="parent")


def _custody(look: Look, row: Row) -> Iterator[Step]:
    yield from custody_steps.line(look, row, _key(look, row, "custody"))


def _parameter(look: Look, row: Row) -> Iterator[Step]:
    yield from _line(look, row, "parameters", PARAMETERS, "plant.register_parameter", names="equipment")


def _line(look: Look, row: Row, kind: str, table: Table[Any], verb: str, names: str = "") -> Iterator[Step]:
    """Return the step that enters or corrects a line of a register, or none where everything stands so already.

    The first argument of the verb is the key; what it can be told besides and the file has not stays as it is. `names`
    is the argument that names equipment, by key or code.
    """
    args = args_of(verb)
    key, *fields = args.model_fields
    own = _key(look, row, kind)
    before: State | None = look.book.get(table, own)
    said = kept(before, row, fields)
    if names and said.get(names):
        said[names] = equipment_key(look.book, str(said[names]))
    elsewhere = before is not None and getattr(before, "post", look.post) != look.post
    if before is None or elsewhere or not says(before, args, {**said, key: own}):
        yield verb, {**said, key: own}


def _person(look: Look, row: Row) -> Iterator[Step]:
    book = look.book
    before = book.get(PEOPLE, row.key)
    said = kept(before, row, ("name", "username", "crew", "phone", "active"))
    said["crew"] = crew_code(book, said.get("crew") or "")
    if before is None:
        if said.pop("active", True) is not True:
            raise bad("active", "新人员不能是离岗。", "Somebody new cannot have left.", "请填“是”。", "Say yes.")
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
        role = role_of(word)
        for post in row.said.get("posts") or [None]:
            at = post_key(book, post) if post else None
            if not has_role(org.person(book, row.key), role, at):
                yield "org.grant", {"person": row.key, "role": role, "post": at}


def _qualifications(book: Book, row: Row) -> Iterator[Step]:
    names = row.said.get("qualifications", ())
    if not names:
        return
    since = row.said.get("valid_from")
    if not since:
        raise bad("valid_from", "有资格而没有生效日。", "A qualification without its day.", "请填写。", "Give it.")
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


_GIVEN: dict[str, Table[Any]] = {"equipment": EQUIPMENT, "custody": CUSTODY, "parameters": PARAMETERS}
"""Registers whose lines people know by another name than their key."""
_TABLES: dict[str, Any] = {"equipment": EQUIPMENT, "custody": CUSTODY, "parameters": PARAMETERS, "people": PEOPLE}
_FOUND: dict[str, Callable[[Look, Row], tuple[str, State | None]]] = {
    **plant_steps.FOUND,
    "loans": custody_steps.find_loan,
    "orders": order_steps.find,
    "leads": lead_steps.find,
}
"""How the thing of a row is found where its key does not tell."""
_STEPS: dict[str, Callable[[Look, Row], Iterator[Step]]] = {
    **plant_steps.STEPS,
    "loans": custody_steps.loan,
    "orders": order_steps.issue,
    "leads": lead_steps.open_lead,
    "equipment": _equipment,
    "custody": _custody,
    "parameters": _parameter,
    "people": _person,
}
