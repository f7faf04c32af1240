"""The document's clauses beside the rules that follow from them, each rule with the line where it is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jiaoban.kernel.words import Words
from jiaoban.regime.explain import RuleWords, explain
from jiaoban.regime.findings import walk
from jiaoban.regime.pack import FILES, Ambiguity, Pack
from jiaoban.regime.positions import Path, Tree, read_yaml

CLAUSES = "clauses.yaml"


@dataclass(frozen=True, slots=True)
class ClauseIs:
    """A clause of a draft, whether the draft can be used or not. `rules`: how many cite it (None: not known now)."""

    id: str
    number: str
    says: Words
    wording: str
    line: int
    rules: int | None = None


@dataclass(frozen=True, slots=True)
class RuleAt:
    """A rule in words and where it is written."""

    file: str
    line: int
    words: RuleWords


def clauses(texts: Mapping[str, str], pack: Pack | None) -> list[ClauseIs]:
    """Return the clauses in the order of the file; of a file that cannot be read, none."""
    tree = read_yaml(CLAUSES, texts.get(CLAUSES, "").encode())
    cited = [getattr(part, "clause", "") for _, part in walk(pack)] if pack else []
    rows = tree.value if isinstance(tree.value, list) else []
    return [_clause(row, tree.place((n,))[0], pack, cited) for n, row in enumerate(rows) if isinstance(row, dict)]


def _clause(row: Mapping[str, object], line: int, pack: Pack | None, cited: list[str]) -> ClauseIs:
    says = row.get("says")
    said = says if isinstance(says, dict) else {}
    key = str(row.get("id", ""))
    return ClauseIs(
        id=key,
        number=str(row.get("number", "")),
        says=Words(zh=str(said.get("zh", "")), en=str(said.get("en", ""))),
        wording=str(row.get("wording", "")),
        line=line,
        rules=cited.count(key) if pack else None,
    )


def rules(texts: Mapping[str, str], pack: Pack, clause: str) -> list[RuleAt]:
    """Return the rules that follow from a clause of a usable pack; of one that is not there, none."""
    if clause not in pack.by_clause:
        return []
    trees = {part: read_yaml(name, texts[name].encode()) for name, part in FILES.items() if name in texts}
    names = {part: name for name, part in FILES.items()}
    told = explain(pack, clause).rules
    return [_rule(path, words, trees, names) for path, words in zip(_paths(pack, clause), told, strict=True)]


def _paths(pack: Pack, clause: str) -> Iterator[Path]:
    for path, part in walk(pack):
        if getattr(part, "clause", None) == clause and not isinstance(part, Ambiguity):
            yield path


def _rule(path: Path, words: RuleWords, trees: Mapping[str, Tree], names: Mapping[str, str]) -> RuleAt:
    part = str(path[0])
    return RuleAt(names[part], trees[part].place(path[1:])[0], words)
