"""What a row asks for of things in custody: lines of their register, with numbers where they have some, and loans."""

from collections.abc import Iterator
from typing import Any

from jiaoban.importing.kinds import made_key
from jiaoban.importing.looking import Look, Step, args_of, bad, kept, says
from jiaoban.importing.rows import Row
from jiaoban.plant import queries
from jiaoban.plant.tables import CUSTODY, Loan


def line(look: Look, row: Row, key: str) -> Iterator[Step]:
    """Enter or correct a line of the register. Where things have numbers, how many there must be follows from them."""
    args = args_of("plant.register_custody")
    before = look.book.get(CUSTODY, key)
    said = {**kept(before, row, [name for name in args.model_fields if name != "custody_item"]), "custody_item": key}
    numbers = said.get("numbers") or ()
    if "places" in row.heads and "numbers" not in row.heads:  # what is told apart is told by the places
        numbers = said["numbers"] = ()
    out = queries.loans_of(look.book, key) if before is not None else []
    if numbers:
        _need_as_many(row, said, len(numbers) - len({one for loan in out for one in loan.numbers_left}))
    elif said.get("places"):
        said.pop("expected", None)
    elif "expected" not in said:
        raise bad(
            "expected",
            "应有数量和编号都没有填。",
            "Neither how many there must be nor their numbers are given.",
            "请填一样。",
            "Give one of the two.",
        )
    elif before is None and row.said.get("lent"):  # the loans that come in next take it off again
        said["expected"] = _count(row, "expected") + _count(row, "lent")
    if before is None or before.post != look.post or not says(before, args, said):
        yield "plant.register_custody", said


def _count(row: Row, name: str) -> int:
    text = str(row.said[name])
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise bad(name, f"“{text}”不是数量。", f"{text!r} is no quantity.", "请填整数。", "Give a whole number.")
    return int(text)


def _need_as_many(row: Row, said: dict[str, Any], left: int) -> None:
    """A figure beside numbers is that of those numbers, all of them or those that are not lent out."""
    many = len(set(said["numbers"]))
    if "expected" in row.said and _count(row, "expected") not in (many, left):
        raise bad(
            "expected",
            f"写了 {many} 个编号，数量却是 {row.said['expected']}。",
            f"{many} numbers are named, and the figure is {row.said['expected']}.",
            "请核对；有编号的，数量可以不填。",
            "Check both; where there are numbers, the figure may be left out.",
        )
    said["expected"] = left


def find_loan(look: Look, row: Row) -> tuple[str, Loan | None]:
    """A loan is told by its key, else by thing, borrower, moment and numbers."""
    named = str(row.said.get("loan", ""))
    if named and (found := look.loan(named)) is not None:
        return named, found
    since = look.moment(row, "occurred_at")
    person = look.person(str(row.said.get("to", "")))
    to = person.name if person else str(row.said.get("to", ""))
    natural = (_thing(look, row), to, since.isoformat() if since else "", *row.said.get("numbers", ()))
    key = look.loans.get(natural, "")
    return key, look.loan(key) if key else None


def loan(look: Look, row: Row) -> Iterator[Step]:
    """Take a loan over with its own dates; one that stands in the book is left as it is."""
    _, found = find_loan(look, row)
    said: dict[str, Any] = kept(None, row, ("number", "numbers", "place", "purpose", "returned", "condition", "note"))
    if "number" not in said and row.said.get("numbers"):
        said["number"] = len(row.said["numbers"])
    if row.said.get("matter"):
        said["matter"] = look.permit(str(row.said["matter"]))
    for name in ("occurred_at", "due_at", "returned_at"):
        if (at := look.moment(row, name)) is not None:
            said[name] = at
    if found is not None:
        _need_same(look, found, said)
        return
    person = look.person(str(row.said["to"]))
    who = {"person": person.key} if person else {"to": row.said["to"]}
    yield (
        "plant.import_loan",
        {**said, **who, "custody_item": _thing(look, row), "source": look.source, "line": row.line},
    )


def _thing(look: Look, row: Row) -> str:
    """Return the key of a thing that is named by its key or its name."""
    named = str(row.said.get("custody_item", ""))
    if look.book.get(CUSTODY, named) is not None:
        return named
    return look.named(CUSTODY, "name").get(named, made_key(named))


def _need_same(look: Look, found: Loan, said: dict[str, Any]) -> None:
    """A loan that stands in the book is not changed by a table: it is taken back on its page."""
    if found.post != look.post:
        raise bad("loan", "这一项属于另一个岗位。", "It belongs to another post.", "请在那里导入。", "Import it there.")
    stands = {
        "number": found.number,
        "purpose": found.purpose,
        "returned": found.number - found.left,
        "due_at": found.due_at,
        "matter": found.matter,
    }
    for name, value in stands.items():
        if name in said and str(said[name]) != str(value):
            raise bad(
                name,
                f"这次借用已登记，原为“{value}”。",
                f"This loan is on record with {value!r}.",
                "导入不能修改已登记的借用；归还请在页面上办理。",
                "A table cannot change it; take things back on the page.",
            )
