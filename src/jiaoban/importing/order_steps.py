"""What a row asks for of standing orders: those that stand in the book are left as they are, others are issued."""

from collections.abc import Callable, Iterator
from typing import Any

from jiaoban.importing.looking import Look, Step, bad, crew_code, kept, post_key, role_of
from jiaoban.importing.rows import Row
from jiaoban.order.tables import ORDERS, Order

_PLAIN = ("title", "number", "text", "kind", "asks", "every_months", "within_days")
_GROUPS = ("posts", "crews", "roles", "qualifications", "people")


def find(look: Look, row: Row) -> tuple[str, Order | None]:
    """An order is told by its key, by its number, or by its title and, where the row says it, its begin: the newest
    version of several."""
    named = str(row.said.get("order", ""))
    if named and (found := look.book.get(ORDERS, named)) is not None:
        return named, found
    number, since = str(row.said.get("number", "")), look.moment(row, "valid_from")
    same = [
        one
        for one in look.orders
        if (one.number == number if number else not one.number and one.title == row.said.get("title"))
        and (bool(number) or since is None or one.valid_from == since)
    ]
    return (same[-1].key, look.book.get(ORDERS, same[-1].key)) if same else ("", None)


def issue(look: Look, row: Row) -> Iterator[Step]:
    """Issue an order that does not stand in the book yet, in force since its own begin."""
    _, found = find(look, row)
    said: dict[str, Any] = {**kept(None, row, _PLAIN), **_group(look, row)}
    for name in ("valid_from", "valid_to"):
        if (at := look.moment(row, name)) is not None:
            said[name] = at
    if found is not None:
        _need_same(found, said)
        return
    if not any(said.get(name) for name in _GROUPS):
        heads = "岗位、班组、角色、上岗资格、人员"
        raise bad(
            next((name for name in _GROUPS if name in row.heads), "posts"),
            "没有写明谁必须阅读。",
            "It is not said who must read it.",
            f"请在其中一列填写：{heads}。",
            "Fill in one of: posts, crews, roles, qualifications, people.",
        )
    yield "order.issue", said


def _group(look: Look, row: Row) -> dict[str, list[str]]:
    """Return whom it concerns, by the keys of what the row names in words."""
    read: dict[str, Callable[[str], str]] = {
        "posts": lambda word: post_key(look.book, word),
        "crews": lambda word: crew_code(look.book, word) or word,
        "roles": lambda word: str(role_of(word)),
        "qualifications": str,
        "people": lambda word: _person(look, word),
    }
    return {name: [of(word) for word in row.said[name]] for name, of in read.items() if name in row.said}


def _person(look: Look, named: str) -> str:
    found = look.person(named)
    if found is None:
        raise bad(
            "people",
            f"本站没有“{named}”，或有几人同名。",
            f"There is no {named!r} at the site, or several.",
            "请填姓名或人员代码。",
            "Give the name, or the key where several have it.",
        )
    return found.key


def _need_same(found: Order, said: dict[str, Any]) -> None:
    """An order that stands in the book is not reworded by a table: that is a new version, to be read again."""
    stands: dict[str, Any] = {name: getattr(found, name) for name in (*_PLAIN, "valid_from")}
    stands |= {"valid_to": found.ends} | {name: list(getattr(found.group, name)) for name in _GROUPS}
    for name, value in said.items():
        if str(value) != str(stands[name]):
            raise bad(
                name,
                "这份文件已登记，这一格与原来的不同。",
                "This order is on record, and this cell differs from it.",
                "导入不能修改；请改回原样，或在它的页面上发新版。",
                "A table cannot change it; put it back, or issue a new version on its page.",
            )
