"""Carrying a table out: every row through the verbs that people use, all rows in one transaction or none.

A row that would change nothing leaves no act, so the same file twice is the file once. A preview does the very same and
takes it back, so it says what will happen, errors included.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import connection, transaction
from pydantic import ValidationError

from jiaoban.importing.kinds import Kind, OneOfWords
from jiaoban.importing.looking import Look
from jiaoban.importing.rows import Problem, Row
from jiaoban.importing.steps import state, steps
from jiaoban.kernel.access import RIGHTS, ROLES
from jiaoban.kernel.book import State
from jiaoban.kernel.canon import digest
from jiaoban.kernel.refusal import BadInput, NotAllowed, NotFound
from jiaoban.kernel.verbs import Outcome, find_verb
from jiaoban.kernel.words import Words
from jiaoban.kernel.wrong import wrong
from jiaoban.ledger import turns
from jiaoban.org.door import Visit

_OWN = frozenset(
    {"seq", "last_at", "post", "key", "versions", "history", "state_at", "changed_at", "changed_by", "moves"}
    | {"last", "free_since", "closed_at"}
)
"""Fields of a state that say how it came about, not what it is."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a row does: something new, a change of these fields (before, after), or nothing. `said`: what it says, in
    short."""

    line: int
    key: str
    what: Literal["NEW", "CHANGED", "SAME"]
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    said: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a table; with problems nothing was taken over."""

    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    kept: bool


class _TakeBack(Exception):
    """Leave a block of the transaction as if it had not been."""


class _Refused(Exception):
    def __init__(self, field_name: str, says: Words) -> None:
        self.field, self.says = field_name, says


def carry(
    visit: Visit, kind: Kind, rows: Sequence[Row], post: str, *, preview: bool, seen: str = "", source: str = ""
) -> Result:
    """Carry out every row; keep it only without problems and without `preview`, and where `seen` is given, only when
    that is the fingerprint of what it changes. `source` is the SHA-256 of the file.

    Raises `NotAllowed` where the visitor has not the right, `NotFound` where there is no such post.
    """
    if kind.at_post:
        visit.place(post)
    changes: list[Change] = []
    problems: list[Problem] = []
    with turns.turn(connection):
        try:
            with transaction.atomic():
                one = _Carrying(visit, kind, post, visit.book.size, Look(visit.book, post, visit.now, source))
                ordered, rings = _parents_first(rows)
                for row in ordered:
                    try:
                        if row.line in rings:
                            raise _Refused("parent", _RING)
                        changes.append(one.row(row))
                    except _Refused as refused:
                        problems.append(row.problem(refused.field, refused.says))
                if takes_back(problems, preview=preview) or (seen and seen != fingerprint(changes)):
                    raise _TakeBack
        except _TakeBack:
            kept = False
        else:
            kept = True
    by_line = sorted(changes, key=lambda one: one.line), sorted(problems, key=lambda one: one.line)
    return Result(tuple(by_line[0]), tuple(by_line[1]), kept)


def takes_back(problems: Sequence[Problem], *, preview: bool) -> bool:
    """Say whether everything is to be as if it had not been: one problem keeps every row out."""
    return preview or bool(problems)


def fingerprint(changes: Sequence[Change]) -> str:
    """Return what tells one set of changes from another: by it is known that a preview still says what will happen."""
    said = [[one.line, one.key, one.what, sorted(one.fields)] for one in changes if one.what != "SAME"]
    return digest(sorted(said))


@dataclass
class _Carrying:
    """One table that is being carried out. The size of the book makes a later import of an earlier file a new one."""

    visit: Visit
    kind: Kind
    post: str
    before: int
    look: Look
    met: dict[str, int] = field(default_factory=dict)

    def row(self, row: Row) -> Change:
        """Carry out one row; a row after which everything stands as before is taken back."""
        change: Change | None = None
        try:
            with transaction.atomic():
                key, old = state(self.look, self.kind.name, row)
                self._need_new(row, key)
                wrote = self._steps(row)
                new = state(self.look, self.kind.name, row)[1] if wrote and old else old
                change = _change(self.kind, row, old, new)
                if change.what == "SAME" and wrote:
                    raise _TakeBack
        except _TakeBack:
            assert change is not None
        except BadInput as bad:
            raise _of(bad) from bad
        return change

    def _need_new(self, row: Row, key: str) -> None:
        if key and key in self.met:
            line = self.met[key]
            says = Words(zh=f"与第 {line} 行是同一项。", en=f"Line {line} is about the same thing.")
            raise _Refused(self.kind.key if self.kind.key in row.heads else self.kind.key_from, says)
        self.met[key] = row.line

    def _steps(self, row: Row) -> int:
        """Carry out the verbs of a row; return how many there were."""
        asked = steps(self.look, self.kind.name, row)
        said = self._named(row)
        number, step = 0, next(asked, None)
        while step is not None:
            outcome = self._do(*step, f"import-{said}.{number}", row)
            number += 1
            try:
                step = asked.send(outcome)
            except StopIteration:
                step = None
        return number

    def _named(self, row: Row) -> str:
        """Name a row in the ids of its commands: by what it says, but never by what is personal, which a hash of a
        few digits would tell."""
        if self.kind.personal:
            return secrets.token_hex(20)
        return digest([self.kind.name, self.visit.book.site, self.post, row.line, str(row.said), self.before])[:40]

    def _do(self, verb: str, said: dict[str, Any], command: str, row: Row) -> Outcome:
        try:
            outcome = self.visit.do(verb, said, command=command, post=self.post if self.kind.at_post else "")
        except ValidationError as error:
            raise self._invalid(error) from error
        except BadInput as bad:
            raise _of(bad) from bad
        except NotAllowed as wants:
            raise _not_theirs(wants, verb, self.kind, row) from wants
        except NotFound as missing:
            named = str(missing).rpartition(" ")[2]
            meant = (name for name, value in said.items() if str(value) == named)
            where = missing.where.partition(".")[0] or next(meant, "")
            says = Words(zh=f"没有“{named}”。", en=f"There is no {missing}.")
            raise _Refused(where, says) from missing
        if outcome.refusal:
            reasons = outcome.refusal.reasons
            raise _Refused(
                "",
                Words(
                    zh="".join(f"{one.why.zh}{one.lifts.zh}" for one in reasons),
                    en=" ".join(f"{one.why.en} {one.lifts.en}" for one in reasons),
                ),
            )
        return outcome

    def _invalid(self, error: ValidationError) -> _Refused:
        """Say what a cell should hold, in the words of people who fill in tables."""
        first = error.errors()[0]
        where = str(first["loc"][0]) if first["loc"] else ""
        column = next((one for one in self.kind.columns if one.field == where), None)
        read = column.read if column else None
        if isinstance(read, OneOfWords) and first["type"] in ("literal_error", "enum"):
            zh, en = "、".join(read.words("zh")), ", ".join(read.words("en"))
            return _Refused(where, Words(zh=f"应为其中之一：{zh}。", en=f"It should be one of {en}."))
        if first["type"].startswith("bool"):
            return _Refused(where, Words(zh="请填“是”或“否”。", en="Say 是 or 否, yes or no."))
        if first["type"].startswith("date_"):
            return _Refused(
                where, Words(zh="请写成 2026-11-23，年在前。", en="Write it as 2026-11-23, the year first.")
            )
        return _Refused(where, wrong(first["type"], first.get("ctx") or {}))


def _not_theirs(wants: NotAllowed, verb: str, kind: Kind, row: Row) -> Exception:
    """Say who may bring a line in that wants more than the others of its table; for the table as a whole it is told at
    the door."""
    found = find_verb(verb)
    if found is None or found.right is kind.right:
        return wants
    roles = [ROLES[role] for role, rights in RIGHTS.items() if found.right in rights]
    zh, en = "、".join(one.zh for one in roles), ", ".join(one.en for one in roles)
    return _Refused(
        "occurred_at" if "occurred_at" in row.heads else "",
        Words(
            zh=f"早于 30 天的历史事项要由有权的人导入：{zh}。",
            en=f"What is more than 30 days old is brought in by one who may: {en}.",
        ),
    )


def _of(bad: BadInput) -> _Refused:
    where = bad.where.partition(".")[0]
    return _Refused(where, Words(zh=f"{bad.wrong.zh}{bad.right.zh}", en=f"{bad.wrong.en} {bad.right.en}"))


def _change(kind: Kind, row: Row, old: State | None, new: State | None) -> Change:
    key = kind.told(row.key)
    was, is_now = _said(old), _said(new)
    if old is None:
        return Change(row.line, key, "NEW", said=_brief(row))
    fields = {name: (was.get(name), value) for name, value in is_now.items() if value != was.get(name)}
    return Change(row.line, key, "CHANGED" if fields else "SAME", fields, _brief(row))


def _brief(row: Row) -> str:
    parts = [str(value) for value in row.said.values() if isinstance(value, str) and value != row.key]
    return "，".join(parts)[:120]


def _said(found: State | None) -> dict[str, Any]:
    return found.model_dump(mode="json", exclude=set(_OWN)) if found is not None else {}


_RING = Words(
    zh="上级设备成了环：它从属于自己。请改正其中一行。",
    en="The equipment is part of itself, by a ring of lines; put one of them right.",
)


def _parents_first(rows: Sequence[Row]) -> tuple[list[Row], set[int]]:
    """Put what something is part of before it, as far as the file goes; also return the lines that form a ring."""
    by_name = {name: row for row in rows for name in (str(row.said.get("code", "")), row.key) if name}
    ordered: dict[int, Row] = {}
    rings: set[int] = set()
    for row in rows:
        chain: dict[int, Row] = {}
        above: Row | None = row
        while above is not None and above.line not in ordered and above.line not in chain:
            chain[above.line] = above
            above = by_name.get(str(above.said.get("parent", "")))
        if above is not None and above.line in chain:
            lines = list(chain)
            rings |= set(lines[lines.index(above.line) :])
        ordered |= dict(reversed(chain.items()))
    return list(ordered.values()), rings
