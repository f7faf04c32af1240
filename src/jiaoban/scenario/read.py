"""Read the scenarios of a pack's folder, or say everything that is wrong with them, each with file, line and column."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path as Folder
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from jiaoban.kernel.verbs import find_verb, verbs
from jiaoban.kernel.words import Words
from jiaoban.regime.complaints import nearest, remedy
from jiaoban.regime.pack import Pack
from jiaoban.regime.positions import MAX_BYTES, Path, Problem, Tree, read_yaml, show
from jiaoban.scenario.doubts import doubts
from jiaoban.scenario.loops import endless
from jiaoban.scenario.shape import Checks, Given, Scenario, ScenarioFile, Step

FOLDER = "scenarios"
PROGRAM = "system"
"""Who acts when the program itself does."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A step with the place where it is written; `later` moves its clock time (a procedure told at another hour).

    `fresh` is False for steps of procedures, which scenarios share.
    """

    step: Step
    file: str
    line: int
    fresh: bool = True
    later: timedelta = timedelta()

    @property
    def identity(self) -> tuple[int, timedelta]:
        """What makes it the same step in two scenarios."""
        return id(self.step), self.later


@dataclass(frozen=True, slots=True)
class Case:
    """A scenario ready to run: its steps with all procedures put in, its checks with their lines."""

    scenario: Scenario
    given: Given
    steps: tuple[Placed, ...]
    then: tuple[tuple[Checks, int], ...]
    file: str
    line: int


@dataclass(slots=True)
class Reading:
    """All scenarios of a folder and all that is wrong with them."""

    cases: list[Case] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Library:
    """What the files of a folder share."""

    worlds: dict[str, Given] = field(default_factory=dict)
    procedures: dict[str, tuple[Placed, ...]] = field(default_factory=dict)


def read(folder: Folder, pack: Pack) -> Reading:
    """Read every `scenarios/*.yaml` of a pack's folder."""
    paths = sorted((folder / FOLDER).glob("*.yaml"))
    return read_files({f"{FOLDER}/{path.name}": _content(path) for path in paths}, pack)


def read_files(files: Mapping[str, bytes], pack: Pack) -> Reading:
    """Read the scenarios among the files of a pack, which are given by name."""
    reading, library = Reading(), _Library()
    named = [name for name in sorted(files) if name.startswith(f"{FOLDER}/") and name.endswith(".yaml")]
    parsed = [_parse(name, files[name], reading) for name in named]
    unread = len(reading.problems)
    good = [(tree, content) for tree, content in parsed if content is not None]
    for tree, content in good:
        library.worlds.update(content.worlds)
        for name, steps in content.procedures.items():
            placed = tuple(_placed(tree, ("procedures", name), steps, fresh=False))
            library.procedures[name] = placed
    for tree, content in good:
        reading.problems += endless(tree, content, library.worlds, library.procedures)
    if len(reading.problems) > unread:  # what leads nowhere cannot be put in
        return reading
    for tree, content in good:
        _Checker(tree, pack, library, reading.problems).check(content)
        reading.warnings += doubts(tree, content)
    if not reading.problems:
        reading.cases = [case for tree, content in good for case in _cases(tree, content, library)]
    return reading


def _content(path: Folder) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def _parse(name: str, text: bytes, reading: Reading) -> tuple[Tree, ScenarioFile | None]:
    tree = read_yaml(name, text)
    content = None
    if not tree.problems:
        try:
            content = ScenarioFile.model_validate(tree.value or {})
        except ValidationError as error:
            for one in error.errors(include_url=False, include_input=False):
                _complain(tree, one)
    reading.problems.extend(tree.problems)
    return tree, content


def _complain(tree: Tree, error: Any) -> None:
    """Turn what pydantic says into a problem at its place; an unknown name gets the nearest known one."""
    path = _existing(tree, error["loc"])
    value = _value_at(tree.value, path)
    if error["type"] == "extra_forbidden":
        wrong = Words(zh=f"不认识「{path[-1]}」。", en=f'"{path[-1]}" is not known here.')
        tree.add(tree.place(path, key=True), wrong, nearest(str(path[-1]), _names_at(path[:-1])), path)
        return
    name = "" if len(path) == len(error["loc"]) else f"「{error['loc'][-1]}」"
    if error["type"] == "missing":
        key = str(error["loc"][-1])
        wrong = Words(zh=f"缺「{key}」。", en=f'"{key}" is missing.')
        tree.add(tree.place(path), wrong, Words(zh=f"补上「{key}:」。", en=f'Add "{key}:".'), path)
        return
    wrong = Words(
        zh=f"{name}这里没有写对。", en=f"{name}This is not put rightly.".replace("「", '"').replace("」", '" ')
    )
    tree.add(tree.place(path), wrong, remedy(error, value), path)


def _value_at(whole: Any, path: Path) -> Any:
    for part in path:
        whole = whole[part]
    return whole


def _existing(tree: Tree, location: Iterable[str | int]) -> Path:
    """Return the part of a path that stands in the file: where one thing is written, the list around it does not."""
    path: Path = ()
    for part in location:
        if (*path, part) in tree.places or (*path, part) in tree.keys:
            path = (*path, part)
    return path


def _names_at(path: Path) -> list[str]:
    """Return the names that may stand in the mapping at this path."""
    kinds: list[Any] = [ScenarioFile]
    for part in path:
        kinds = [inner for kind in kinds for inner in _into(kind, part)]
    models = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
    return [field.alias or name for model in models for name, field in model.model_fields.items()]


def _into(kind: Any, part: str | int) -> list[Any]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        found = [field.annotation for name, field in kind.model_fields.items() if (field.alias or name) == part]
        return [inner for one in found for inner in (one, *get_args(one))]
    return list(get_args(kind))


def _placed(tree: Tree, path: Path, steps: Iterable[Step], *, fresh: bool) -> Iterable[Placed]:
    for number, step in enumerate(steps):
        yield Placed(step, tree.file, tree.place((*path, number))[0], fresh)


def expand(steps: Iterable[Placed], procedures: dict[str, tuple[Placed, ...]]) -> Iterable[Placed]:
    """Put the steps of procedures in place of every `use`; `without` and `only` choose by the steps' ids. What is
    expected of a `use` is looked at after the last of its steps, besides what that one expects itself."""
    for placed in steps:
        step = placed.step
        if step.use is None:
            yield placed
            continue
        chosen = [
            replace(inner, later=inner.later + step.later) if step.later else inner
            for inner in expand(procedures[step.use], procedures)
            if (not step.only or inner.step.id in step.only) and inner.step.id not in step.without
        ]
        yield from chosen[:-1] if step.expect else chosen
        if step.expect and chosen:
            yield _expecting(chosen[-1], step.expect)


def _expecting(placed: Placed, more: Checks) -> Placed:
    own = placed.step.expect.model_dump(exclude_unset=True, by_alias=True) if placed.step.expect else {}
    both = Checks.model_validate({**own, **more.model_dump(exclude_unset=True, by_alias=True)})
    return replace(placed, step=placed.step.model_copy(update={"expect": both}), fresh=True)


def merged(given: Given, worlds: dict[str, Given]) -> Given:
    """Return a beginning with the world that it takes over filled in below it."""
    if not given.like:
        return given
    below = merged(worlds[given.like], worlds)
    said = given.model_dump(exclude_unset=True, exclude={"like"}, by_alias=True)
    return Given.model_validate(_over(below.model_dump(by_alias=True), said))


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    result = dict(below)
    for key, value in above.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = _over(result[key], value) if both else value
    return result


def _beneath(file_given: Given, given: Given) -> Given:
    """A scenario's own beginning over its file's."""
    if not given.model_fields_set:
        return file_given
    own = given.model_dump(exclude_unset=True, by_alias=True)
    return Given.model_validate(_over(file_given.model_dump(exclude_unset=True, by_alias=True), own))


def _cases(tree: Tree, content: ScenarioFile, library: _Library) -> Iterable[Case]:
    for number, scenario in enumerate(content.scenarios):
        path: Path = ("scenarios", number)
        yield Case(
            scenario=scenario,
            given=merged(_beneath(content.given, scenario.given), library.worlds),
            steps=tuple(expand(_placed(tree, (*path, "when"), scenario.when, fresh=True), library.procedures)),
            then=tuple((one, tree.place((*path, "then", i))[0]) for i, one in enumerate(scenario.then)),
            file=tree.file,
            line=tree.place(path)[0],
        )


class _Checker:
    """Names that one file uses: verbs and their fields, clauses, gates, procedures, worlds, people."""

    def __init__(self, tree: Tree, pack: Pack, library: _Library, problems: list[Problem]) -> None:
        self.tree, self.pack, self.library, self.problems = tree, pack, library, problems
        self.gates = [gate.id for gate in pack.handover.gates]
        self.clauses = [clause.id for clause in pack.clauses]
        self.verbs = [verb.name for verb in verbs()]

    def check(self, content: ScenarioFile) -> None:
        """Check every name of the file."""
        for name, steps in content.procedures.items():
            self._steps(steps, ("procedures", name), None)
        for number, scenario in enumerate(content.scenarios):
            path: Path = ("scenarios", number)
            for place, clause in enumerate(scenario.shows):
                self._known(clause, self.clauses, (*path, "shows", place))
            given = _beneath(content.given, scenario.given)
            people = None
            if self._worlds_known(given, path):
                people = [*merged(given, self.library.worlds).people, PROGRAM]
            self._steps(scenario.when, (*path, "when"), people)
            for place, checks in enumerate(scenario.then):
                self._checks(checks, (*path, "then", place), people)

    def _worlds_known(self, given: Given, path: Path) -> bool:
        return not given.like or self._known(given.like, self.library.worlds, (*path, "given", "like"))

    def _known(self, name: str, known: Collection[str], path: Path, *, key: bool = False) -> bool:
        if name in known:
            return True
        wrong = Words(zh=f"没有「{name}」。", en=f'There is no "{name}".')
        path = _existing(self.tree, path)
        line, column = self.tree.place(path, key=key)
        self.problems.append(Problem(self.tree.file, line, column, show(path), wrong, nearest(name, known)))
        return False

    def _steps(self, steps: Iterable[Step], path: Path, people: list[str] | None) -> None:
        for number, step in enumerate(steps):
            here = (*path, number)
            if step.use is not None and self._known(step.use, self.library.procedures, (*here, "use")):
                ids = [one.step.id for one in expand(self.library.procedures[step.use], self.library.procedures)]
                for name in ("without", "only"):
                    for place, chosen in enumerate(getattr(step, name)):
                        self._known(chosen, [one for one in ids if one], (*here, name, place))
            if (step.use is None) == (step.does is None):
                wrong = Words(zh="一步或者写 does,或者写 use。", en="A step says either does or use.")
                line, column = self.tree.place(here)
                self.problems.append(Problem(self.tree.file, line, column, show(here), wrong, Words(zh="补上一个。")))
            if step.does is not None:
                self._verb(step, here)
            if step.who is not None and people is not None:
                self._known(step.who, people, (*here, "who"))
            if step.expect is not None:
                self._checks(step.expect, (*here, "expect"), people)

    def _verb(self, step: Step, path: Path) -> None:
        name = step.does or ""
        if not self._known(name, self.verbs, (*path, "does")):
            return
        found = find_verb(name)
        assert found is not None
        for field_name in step.with_:
            self._known(field_name, found.args.model_fields, (*path, "with", field_name), key=True)

    def _checks(self, checks: Checks, path: Path, people: list[str] | None) -> None:
        for name in ("blocked", "clear", "warned", "lifted", "in_the_way", "names"):
            for place, gate in enumerate(getattr(checks, name) or ()):
                self._known(gate, self.gates, (*path, name, gate if name == "names" else place), key=name == "names")
        if checks.refused is not None and checks.refused.gate is not None:
            self._known(checks.refused.gate, self.gates, (*path, "refused", "gate"))
        if checks.refused is not None and checks.refused.clause is not None:
            self._known(checks.refused.clause, self.clauses, (*path, "refused", "clause"))
        if checks.step is not None:
            self._known(checks.step, [step.id for step in self.pack.handover.steps], (*path, "step"))
        if people is not None:
            named = {"holds": checks.holds, "owes": checks.owes, "missed": checks.missed}
            for name, said in named.items():
                for person in said or ():
                    self._known(person, people, (*path, name))
            if checks.host:
                self._known(checks.host, people, (*path, "host"))
        sections = [section.id for section in self.pack.handover.sections]
        for place, lines in enumerate(checks.lines):
            if lines.section is not None:
                self._known(lines.section, sections, (*path, "lines", place, "section"))
