"""Two versions of a regime beside each other: clause by clause and rule by rule, what was added, removed, changed.

What changed is said in words, before and after; how the files are laid out makes no difference. Two packs of the same
digest have no difference, two of another digest have one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel

from jiaoban.kernel.canon import canonical
from jiaoban.kernel.words import Words
from jiaoban.regime.named import named
from jiaoban.regime.pack import Clause, Pack
from jiaoban.regime.spoken import plain, spoken

Sort = Literal["added", "removed", "changed"]
MARKS: Mapping[Sort, str] = {"added": "+ 新增 added", "removed": "- 删去 removed", "changed": "~ 改动 changed"}


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting that differs: in words before and after; '' where it is not set."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """A rule, clause or other part that differs. `path` is where it stands (gates.on-time)."""

    sort: Sort
    path: str
    title: Words
    settings: tuple[Setting, ...]
    clauses: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return it as JSON values."""
        settings = [{"name": one.name, "before": one.before, "after": one.after} for one in self.settings]
        return {"change": self.sort, "path": self.path, "title": self.title.model_dump(), "settings": settings}

    def lines(self, depth: str = "") -> Iterator[str]:
        """Yield it as lines of text."""
        words = f"{self.title.zh} {self.title.en}".strip()
        yield f"{depth}{MARKS[self.sort]} {self.path}  {words}".rstrip()
        for one in self.settings:
            if self.sort == "changed":
                yield f"{depth}    {one.name}"
                yield f"{depth}      前 before: {one.before or '（没有 not set）'}"
                yield f"{depth}      后 after:  {one.after or '（没有 not set）'}"
            else:
                yield f"{depth}    {one.name}: {one.after or one.before}"


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """What differs about a clause: itself, if it does, and the rules that cite it."""

    clause: Clause
    itself: Change | None
    rules: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Difference:
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


def difference(old: Pack, new: Pack, remarks: Iterable[Words] = ()) -> Difference:
    """Return everything in which two packs differ; `remarks` are put beside it."""
    changes = list(_parts(old, new))
    known = {one.id: one for one in (*old.clauses, *new.clauses)}
    itself = {one.path: one for one in _clauses(old, new)}
    grouped = []
    for clause in sorted(known.values(), key=lambda one: _order(one, old, new)):
        rules = tuple(one for one in changes if one.clauses[:1] == (clause.id,))
        if rules or clause.id in itself:
            grouped.append(ClauseChange(clause, itself.get(clause.id), rules))
    others = tuple(one for one in changes if not set(one.clauses[:1]) & set(known))
    document = _settings(old.head, new.head)
    return Difference(old, new, document, tuple(grouped), others, tuple(remarks))


def _order(clause: Clause, old: Pack, new: Pack) -> tuple[int, int]:
    """Clauses of the new version in its order; each that is gone after the one that it followed."""
    places = {one.id: place for place, one in enumerate(new.clauses)}
    if clause.id in places:
        return places[clause.id], 0
    ids = [one.id for one in old.clauses]
    before = [one for one in ids[: ids.index(clause.id)] if one in places]
    return (places[before[-1]] if before else -1), ids.index(clause.id) + 1


def _clauses(old: Pack, new: Pack) -> Iterator[Change]:
    yield from _listed("", old.clauses, new.clauses)
    yield from _moved("clauses", old.clauses, new.clauses)


def _parts(old: Pack, new: Pack) -> Iterator[Change]:
    """Yield every part that differs, apart from the document's head and its clauses."""
    yield from _moved("clauses", old.clauses, new.clauses)
    yield from _inside("", old.handover, new.handover)
    yield from _one("meetings", old.meetings, new.meetings)
    yield from _listed("ambiguities", old.ambiguities, new.ambiguities)
    yield from _moved("ambiguities", old.ambiguities, new.ambiguities)


def _inside(path: str, old: BaseModel, new: BaseModel) -> Iterator[Change]:
    """Yield what differs between two parts that have no clause of their own: part by part, list by list."""
    for key, own in type(new).model_fields.items():
        before, after = getattr(old, key), getattr(new, key)
        name = f"{path}{own.alias or key}"
        if isinstance(before or after, BaseModel):
            yield from _one(name, before, after)
        elif isinstance(after, tuple) and any(isinstance(one, BaseModel) for one in (*before, *after)):
            yield from _listed(name, before, after)
            yield from _moved(name, before, after)
        elif before != after:
            yield Change("changed", name, named(name), (Setting(name, plain(before), plain(after)),))


def _one(path: str, old: BaseModel | None, new: BaseModel | None) -> Iterator[Change]:
    there = new or old
    if there is not None and not hasattr(there, "clause"):
        if old is not None and new is not None:
            yield from _inside(f"{path}.", old, new)
            return
        for key in type(there).model_fields:
            inner = getattr(there, key)
            if isinstance(inner, BaseModel):
                yield from _one(f"{path}.{key}", inner if old else None, inner if new else None)
        return
    yield from _changed(path, old, new)


def _listed(path: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    before, after = {_key(one): one for one in old}, {_key(one): one for one in new}
    for key in {**after, **before}:
        yield from _changed(f"{path}.{key}" if path else key, before.get(key), after.get(key))


def _key(part: Any) -> str:
    return str(getattr(part, "id", None) or part.basis)


def _changed(path: str, old: Any, new: Any) -> Iterator[Change]:
    settings = _settings(old, new)
    if settings or (old is None) != (new is None):
        sort: Sort = "added" if old is None else "removed" if new is None else "changed"
        there = new if new is not None else old
        clauses = [one.clause for one in (new, old) if getattr(one, "clause", None)]
        title = next((words for name in ("title", "says", "question") if (words := getattr(there, name, None))), None)
        part = path.split(".")[0]
        yield Change(sort, path, title or named(part), settings, tuple(dict.fromkeys(clauses)))


def _settings(old: BaseModel | None, new: BaseModel | None) -> tuple[Setting, ...]:
    before = spoken(old, without=("id",)) if old is not None else {}
    after = spoken(new, without=("id",)) if new is not None else {}
    names = list({**after, **before})
    found = tuple(
        Setting(name, before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name) != after.get(name)
    )
    if not found and old is not None and new is not None and old != new:  # said alike, yet not the same
        return (Setting("写法 as written", _written(old), _written(new)),)
    return found


def _written(part: BaseModel) -> str:
    return canonical(part.model_dump(mode="json", by_alias=True, exclude_none=True)).decode()


def _moved(path: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    """Yield that what is in both lists stands in another order."""
    before, after = [_key(one) for one in old], [_key(one) for one in new]
    kept, now = [one for one in before if one in after], [one for one in after if one in before]
    if kept != now:
        order = Setting("先后 order", ", ".join(kept), ", ".join(now))
        clauses = tuple(getattr(new[after.index(now[0])], "clause", "") or "" for _ in now[:1])
        yield Change("changed", path, named(path), (order,), clauses)


def _head(pack: Pack) -> dict[str, str]:
    return {"id": pack.head.id, "version": pack.head.version, "digest": pack.digest}
