"""Carrying a table out: every row through the verbs that people use, all rows in one transaction or none.

A row that would change nothing leaves no act, so the same file twice is the file once. A preview does the very same and
takes it back, so it says what will happen, errors included.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import connection, transaction
from pydantic import ValidationError

from jiaoban.importing.kinds import Kind
from jiaoban.importing.rows import Problem, Row
from jiaoban.importing.steps import state, steps
from jiaoban.kernel.book import State
from jiaoban.kernel.canon import digest
from jiaoban.kernel.refusal import BadInput, NotFound
from jiaoban.kernel.words import Words
from jiaoban.kernel.wrong import wrong
from jiaoban.ledger import turns
from jiaoban.org.door import Visit

_OWN = frozenset({"seq", "last_at", "post", "key", "versions"})
"""Fields of a state that say how it came about, not what it is."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a row does: something new, a change of these fields (before, after), or nothing."""

    line: int
    key: str
    what: Literal["NEW", "CHANGED", "SAME"]
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a table; with problems nothing was taken over."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    kept: bool


class _TakeBack(Exception):
    """Leave a block of the transaction as if it had not been."""


class _Refused(Exception):
    def __init__(self, column: str, says: Words) -> None:
        self.column, self.says = column, says


def carry(visit: Visit, kind: Kind, rows: Sequence[Row], post: str, *, preview: bool) -> Result:
    """Carry out every row; keep it only without problems and without `preview`.

    Raises `NotAllowed` where the visitor has not the right, `NotFound` where there is no such post.
    """
    if kind.at_post:
        visit.place(post)
    changes: list[Change] = []
    problems: list[Problem] = []
    with turns.turn(connection):
        try:
            with transaction.atomic():
                before = visit.book.size
                for row in _parents_first(rows):
                    try:
                        changes.append(_one(visit, kind, row, post, before))
                    except _Refused as refused:
                        problems.append(Problem(row.line, refused.column, refused.says))
                if problems or preview:
                    raise _TakeBack
        except _TakeBack:
            kept = False
        else:
            kept = True
    by_line = sorted(changes, key=lambda one: one.line), sorted(problems, key=lambda one: one.line)
    return Result(tuple(by_line[0]), tuple(by_line[1]), kept)


def _one(visit: Visit, kind: Kind, row: Row, post: str, before: int) -> Change:
    """Carry out one row; a row after which everything stands as before is taken back."""
    old = state(visit.book, kind.name, row.key)
    change: Change | None = None
    try:
        with transaction.atomic():
            for number, (verb, said) in enumerate(steps(visit.book, kind.name, row)):
                # The size of the book makes a later import of an earlier file a new command.
                command = f"import-{digest([kind.name, visit.book.site, post, row.line, str(said), before])[:40]}"
                _do(visit, verb, said, f"{command}.{number}", post if kind.at_post else "", row)
            new = state(visit.book, kind.name, row.key)
            change = _change(row, old, new)
            if change.what == "SAME":
                raise _TakeBack
    except _TakeBack:
        assert change is not None
    except BadInput as bad:
        raise _of(row, bad) from bad
    return change


def _do(visit: Visit, verb: str, said: dict[str, Any], command: str, post: str, row: Row) -> None:
    try:
        outcome = visit.do(verb, said, command=command, post=post)
    except ValidationError as error:
        first = error.errors()[0]
        where = str(first["loc"][0]) if first["loc"] else ""
        raise _Refused(row.heads.get(where, where), wrong(first["type"], first.get("ctx") or {})) from error
    except BadInput as bad:
        raise _of(row, bad) from bad
    except NotFound as missing:
        named = str(missing).rpartition(" ")[2]
        where = next((name for name, value in said.items() if str(value) == named), "")
        raise _Refused(
            row.heads.get(where, where), Words(zh=f"没有“{named}”。", en=f"There is no {missing}.")
        ) from missing
    if outcome.refusal:
        reasons = outcome.refusal.reasons
        raise _Refused(
            "",
            Words(
                zh="".join(f"{one.why.zh}{one.lifts.zh}" for one in reasons),
                en=" ".join(f"{one.why.en} {one.lifts.en}" for one in reasons),
            ),
        )


def _of(row: Row, bad: BadInput) -> _Refused:
    where = bad.where.partition(".")[0]
    return _Refused(
        row.heads.get(where, where), Words(zh=f"{bad.wrong.zh}{bad.right.zh}", en=f"{bad.wrong.en} {bad.right.en}")
    )


def _change(row: Row, old: State | None, new: State | None) -> Change:
    was, is_now = _said(old), _said(new)
    if old is None:
        return Change(row.line, row.key, "NEW")
    fields = {name: (was.get(name), value) for name, value in is_now.items() if value != was.get(name)}
    return Change(row.line, row.key, "CHANGED" if fields else "SAME", fields)


def _said(found: State | None) -> dict[str, Any]:
    return found.model_dump(mode="json", exclude=set(_OWN)) if found is not None else {}


def _parents_first(rows: Sequence[Row]) -> list[Row]:
    """Put what something is part of before it, as far as the file goes; a ring stays for the rule to refuse."""
    by_name = {name: row for row in rows for name in (str(row.said.get("code", "")), row.key) if name}
    ordered: dict[int, Row] = {}

    def place(row: Row, below: frozenset[int]) -> None:
        if row.line in ordered or row.line in below:
            return
        above = by_name.get(str(row.said.get("parent", "")))
        if above is not None:
            place(above, below | {row.line})
        ordered[row.line] = row

    for row in rows:
        place(row, frozenset())
    return list(ordered.values())
