"""Explain a clause of a pack: what it says, the rules that follow from it, their conditions in words, its scenarios."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path as Folder
from typing import Any

from jiaoban.kernel.words import Words
from jiaoban.regime.chinese import titled
from jiaoban.regime.evaluate import in_words
from jiaoban.regime.findings import walk
from jiaoban.regime.pack import Ambiguity, Clause, Pack
from jiaoban.regime.positions import MAX_BYTES, Path, read_yaml, show
from jiaoban.regime.spoken import CONDITIONS, rows_of

MAX_SCENARIO_FILES = 500
_CAPITAL = re.compile("[A-Z]")


@dataclass(frozen=True, slots=True)
class RuleWords:
    """A rule in words: where it stands in the pack, what sort, its title, its traits and its conditions."""

    path: str
    sort: str
    id: str
    zh: str
    en: str
    traits: tuple[tuple[str, str], ...]
    conditions: tuple[tuple[str, Words], ...]

    def plain(self) -> dict[str, Any]:
        """Return it as JSON values."""
        said = {name: {"zh": words.zh, "en": words.en} for name, words in self.conditions}
        return {**asdict(self), "traits": dict(self.traits), "conditions": said}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that follows from a clause. `scenarios` are the names of the cases that speak of it."""

    clause: Clause
    rules: tuple[RuleWords, ...]
    ambiguities: tuple[Ambiguity, ...]
    scenarios: tuple[str, ...]

    def text(self) -> str:
        """Return it as text for a terminal."""
        clause = self.clause
        lines = [f"{clause.id}  {clause.number}", f"  {clause.says.zh}", f"  {clause.says.in_('en')}"]
        lines += [f"  原文 Wording: {clause.wording}"] if clause.wording else []
        lines += [f"\n没有规则 No rule: {clause.no_rule}"] if clause.no_rule else []
        for rule in self.rules:
            lines += ["", f"{rule.path}  {rule.sort} {rule.id}".rstrip(), f"  {rule.zh} {rule.en}".rstrip()]
            lines += [f"  {name}: {value}" for name, value in rule.traits]
            for name, condition in rule.conditions:
                lines += [f"  {name}:", f"    {condition.zh}", f"    {condition.en}"]
        for one in self.ambiguities:
            chosen = one.readings[one.chosen]
            lines += ["", f"歧义 Ambiguity {one.id}", f"  {one.question.zh} {one.question.en}".rstrip()]
            lines += [
                f"  采用 Chosen: {chosen.zh} {chosen.en}".rstrip(),
                f"  在哪里改 Where: {one.place.zh} {one.place.en}".rstrip(),
            ]
        if self.scenarios:
            lines += ["", "场景 Scenarios:", *(f"  - {name}" for name in self.scenarios)]
        return "\n".join(lines)

    def plain(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "clause": self.clause.model_dump(mode="json"),
            "rules": [rule.plain() for rule in self.rules],
            "ambiguities": [one.model_dump(mode="json") for one in self.ambiguities],
            "scenarios": list(self.scenarios),
        }


def explain(pack: Pack, clause: str, scenarios: Sequence[str] = ()) -> Explanation:
    """Return everything that follows from a clause. Raises `KeyError` when the pack has no such clause."""
    return Explanation(
        clause=pack.by_clause[clause],
        rules=tuple(_rules(pack, clause)),
        ambiguities=tuple(one for one in pack.ambiguities if one.clause == clause),
        scenarios=tuple(scenarios),
    )


def scenarios_citing(folder: Folder, clause: str) -> tuple[str, ...]:
    """Return the names of the scenarios in a pack's folder in which the clause's id stands, in the order of files."""
    found: list[str] = []
    for file in sorted((folder / "scenarios").glob("*.yaml"))[:MAX_SCENARIO_FILES]:
        if file.stat().st_size <= MAX_BYTES:
            found += [
                name for name, case in _cases(read_yaml(file.name, file.read_bytes()).value) if _cites(case, clause)
            ]
    return tuple(found)


def _cases(value: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every mapping that has a name (`name` or `scenario`), at the top of a file or one level down."""
    rows = value if isinstance(value, list) else [value]
    if isinstance(value, dict):
        rows = [value, *(one for inner in value.values() if isinstance(inner, list) for one in inner)]
    for row in rows:
        if isinstance(row, dict):
            name = row.get("name") or row.get("scenario")
            if isinstance(name, str):
                yield name, row


def _cites(value: Any, clause: str) -> bool:
    if isinstance(value, dict):
        return any(_cites(one, clause) for one in value.values())
    if isinstance(value, list):
        return any(_cites(one, clause) for one in value)
    return bool(value == clause)


def _rules(pack: Pack, clause: str) -> Iterator[RuleWords]:
    for path, part in walk(pack):
        if getattr(part, "clause", None) != clause or isinstance(part, Ambiguity):
            continue
        title = getattr(part, "title", None) or getattr(part, "says", None) or getattr(part, "because", None)
        yield RuleWords(
            path=show(path),
            sort=_CAPITAL.sub(r" \g<0>", type(part).__name__).strip().lower(),
            id=str(getattr(part, "id", "")),
            zh=title.zh if title else "",
            en=title.en if title else "",
            traits=tuple(_traits(part)),
            conditions=tuple(
                (name, Words(zh=titled(said.zh, pack.titles), en=said.en)) for name, said in _conditions(part)
            ),
        )


def _traits(part: Any) -> Iterator[tuple[str, str]]:
    """Yield the short values of a rule, as they stand in the file."""
    plain = part.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    for name, value in plain.items():
        if name in ("id", "clause", "title", "says", "because", "asks"):
            continue
        if isinstance(value, dict) and set(value) <= {"zh", "en"}:
            yield name, f"{value['zh']} {value.get('en', '')}".rstrip()
        elif isinstance(value, str | int):
            yield name, str(value)
        elif isinstance(value, list) and all(isinstance(one, str) for one in value):
            yield name, ", ".join(value)
        elif name == "ways":
            ways = (" + ".join(f"{one['kind']} ({one['by']})" for one in way["all"]) for way in value)
            yield name, " / ".join(ways)


def _conditions(part: Any) -> Iterator[tuple[str, Words]]:
    """Yield every outermost condition inside a rule, named by where it stands in it."""
    reached: list[Path] = []
    holders: dict[Path, object] = {}
    for inner, one in walk(part):
        holders[inner] = one
        if isinstance(one, CONDITIONS) and not any(inner[: len(up)] == up for up in reached):
            reached.append(inner)
            yield show(inner), in_words(one, rows_of(holders.get(inner[:-1], part)))
        elif inner and getattr(one, "clause", None) is not None:
            reached.append(inner)
