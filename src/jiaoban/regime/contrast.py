"""Two versions of a regime beside each other: clause by clause and rule by rule, what was added, removed, changed.

What changed is said in words, before and after; how the files are laid out makes no difference. Two packs of the same
digest have no difference, two of another digest have one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel

from jiaoban.kernel.canon import canonical
from jiaoban.kernel.words import Words
from jiaoban.regime.differing import Difference, differences
from jiaoban.regime.findings import walk
from jiaoban.regime.named import named
from jiaoban.regime.pack import Clause, Pack
from jiaoban.regime.spoken import NOT_SET, both, plain, spoken

Sort = Literal["added", "removed", "changed"]
SORTS: Mapping[str, Sort] = {"NEW": "added", "GONE": "removed", "CHANGED": "changed", "MOVED": "changed"}
MARKS: Mapping[Sort, str] = {"added": "+ 新增 added", "removed": "- 删去 removed", "changed": "~ 改动 changed"}


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting that differs: in words before and after; '' where it is not set."""

    name: str
    before: Words
    after: Words

    def plain(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {"name": self.name, "before": self.before.model_dump(), "after": self.after.model_dump()}


@dataclass(frozen=True, slots=True)
class Change:
    """A rule, clause or other part that differs. `path` is where it stands (gates.on-time)."""

    sort: Sort
    path: str
    title: Words
    settings: tuple[Setting, ...]
    clause: str = ""

    def plain(self) -> dict[str, Any]:
        """Return it as JSON values."""
        settings = [one.plain() for one in self.settings]
        return {"change": self.sort, "path": self.path, "title": self.title.model_dump(), "settings": settings}

    def lines(self, depth: str = "") -> Iterator[str]:
        """Yield it as lines of text."""
        words = f"{self.title.zh} {self.title.en}".strip()
        yield f"{depth}{MARKS[self.sort]} {self.path}  {words}".rstrip()
        for one in self.settings:
            if self.sort == "changed":
                yield f"{depth}    {one.name}"
                yield f"{depth}      前 before: {both(one.before) or '（没有 not set）'}"
                yield f"{depth}      后 after:  {both(one.after) or '（没有 not set）'}"
            else:
                yield f"{depth}    {one.name}: {both(one.after) or both(one.before)}"


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What differs about a clause: itself, if it does, and the rules that cite it."""

    clause: Clause
    itself: Change | None
    rules: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Contrast:
    """Everything in which two packs differ."""

    old: Pack
    new: Pack
    document: tuple[Setting, ...] = ()
    clauses: tuple[ClauseChange, ...] = ()
    others: tuple[Change, ...] = ()
    remarks: tuple[Words, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.document or self.clauses or self.others)

    def plain(self) -> dict[str, Any]:
        """Return it as JSON values."""
        document = Change("changed", "pack", self.new.head.title, self.document)
        return {
            "old": _head(self.old),
            "new": _head(self.new),
            "same": not self,
            "document": document.plain()["settings"],
            "clauses": [
                {
                    "id": one.clause.id,
                    "number": one.clause.number,
                    "says": one.clause.says.model_dump(),
                    "itself": one.itself.plain() if one.itself else None,
                    "rules": [rule.plain() for rule in one.rules],
                }
                for one in self.clauses
            ],
            "others": [one.plain() for one in self.others],
            "remarks": [one.model_dump() for one in self.remarks],
        }

    def text(self) -> str:
        """Return it as text for a terminal."""
        old, new = self.old.head, self.new.head
        lines = [f"{old.id} {old.version} → {new.id} {new.version}"]
        if self.document:
            lines += ["", *Change("changed", "pack", new.title, self.document).lines()]
        for one in self.clauses:
            lines += ["", f"{one.clause.id}  {one.clause.number}  {one.clause.says.zh}"]
            for change in ([one.itself] if one.itself else []) + list(one.rules):
                lines += change.lines("  ")
        for change in self.others:
            lines += ["", *change.lines()]
        if not self:
            lines += ["没有不同。 No difference."]
        lines += [f"\n提醒 remark: {one.zh}\n  {one.en}" for one in self.remarks]
        return "\n".join(lines)


def contrast(old: Pack, new: Pack, remarks: Iterable[Words] = ()) -> Contrast:
    """Return everything in which two packs differ; `remarks` are put beside it."""
    changes = [_told(one) for one in differences(old, new)]
    known = {one.id: one for one in (*old.clauses, *new.clauses)}
    itself = {one.path: one for one in changes if one.path in known}
    grouped = []
    for clause in sorted(known.values(), key=lambda one: _order(one, old, new)):
        rules = tuple(one for one in changes if one.clause == clause.id)
        if rules or clause.id in itself:
            grouped.append(ClauseChange(clause, itself.get(clause.id), rules))
    others = tuple(one for one in changes if one.clause not in known and one.path not in known)
    return Contrast(old, new, _settings(old.head, new.head), tuple(grouped), others, tuple(remarks))


def _order(clause: Clause, old: Pack, new: Pack) -> tuple[int, int]:
    """Clauses of the new version in its order; each that is gone after the one that it followed."""
    places = {one.id: place for place, one in enumerate(new.clauses)}
    if clause.id in places:
        return places[clause.id], 0
    ids = [one.id for one in old.clauses]
    before = [one for one in ids[: ids.index(clause.id)] if one in places]
    return (places[before[-1]] if before else -1), ids.index(clause.id) + 1


def _told(one: Difference) -> Change:
    """Put a difference into words."""
    sort = SORTS[one.what]
    path = one.name if one.part == "clauses" and one.name else f"{one.part}.{one.name}" if one.name else one.part
    if one.what == "MOVED":
        return Change(sort, path, named(one.part), (Setting("先后 order", plain(one.was), plain(one.rule)),))
    titles = (getattr(one.rule, name, None) for name in ("title", "says", "question"))
    title = next((words for words in titles if isinstance(words, Words)), named(one.part))
    after, before = (None if one.what == "GONE" else one.rule), one.was
    if not isinstance(one.rule, BaseModel):
        settings: tuple[Setting, ...] = (Setting(one.part, _shown(before), _shown(after)),)
    else:
        settings = _settings(_part(before), _part(after))
    return Change(sort, path, title, settings, _clause(one.rule))


def _clause(rule: object) -> str:
    """Return the clause of a rule, or the first that is cited inside it."""
    inner = walk(rule) if isinstance(rule, BaseModel) else ()
    cited = (getattr(part, "clause", None) for _, part in inner)
    return next((one for one in cited if isinstance(one, str)), "")


def _part(value: object) -> BaseModel | None:
    return value if isinstance(value, BaseModel) else None


def _shown(value: object) -> Words:
    return NOT_SET if value is None else plain(value)


def _settings(old: BaseModel | None, new: BaseModel | None) -> tuple[Setting, ...]:
    before = spoken(old, without=("id",)) if old is not None else {}
    after = spoken(new, without=("id",)) if new is not None else {}
    names = list({**after, **before})
    found = tuple(
        Setting(name, before.get(name, NOT_SET), after.get(name, NOT_SET))
        for name in names
        if before.get(name) != after.get(name)
    )
    if not found and old is not None and new is not None and old != new:  # said alike, yet not the same
        return (Setting("写法 as written", _written(old), _written(new)),)
    return found


def _written(part: BaseModel) -> Words:
    said = canonical(part.model_dump(mode="json", by_alias=True, exclude_none=True)).decode()
    return Words(zh=said, en=said)


def _head(pack: Pack) -> dict[str, str]:
    return {"id": pack.head.id, "version": pack.head.version, "digest": pack.digest}
