"""Worlds and procedures of scenario files that lead nowhere, or back to themselves and so never end."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from jiaoban.kernel.words import Words
from jiaoban.regime.complaints import nearest
from jiaoban.regime.positions import Path, Problem, Tree, show
from jiaoban.scenario.shape import Given, ScenarioFile, Step


class HasStep(Protocol):
    """A step at its place."""

    @property
    def step(self) -> Step:
        """What is done."""
        ...


def endless(
    tree: Tree, content: ScenarioFile, worlds: Mapping[str, Given], procedures: Mapping[str, Iterable[HasStep]]
) -> Iterator[Problem]:
    """Yield every world and procedure of a file that takes itself over, or one that does not exist, at its place."""
    for name, given in content.worlds.items():
        if given.like and given.like not in worlds:
            yield _unknown(tree, ("worlds", name, "like"), given.like, worlds)
    for name, steps in content.procedures.items():
        for place, step in enumerate(steps):
            if step.use is not None and step.use not in procedures:
                yield _unknown(tree, ("procedures", name, place, "use"), step.use, procedures)
    likes = {name: {given.like} for name, given in worlds.items()}
    uses = {name: {placed.step.use or "" for placed in steps} for name, steps in procedures.items()}
    for part, names, leads in (("worlds", content.worlds, likes), ("procedures", content.procedures, uses)):
        for name in names:
            if _leads_back(name, leads):
                yield _problem(tree, (part, name), name)


def _unknown(tree: Tree, path: Path, name: str, known: Iterable[str]) -> Problem:
    line, column = tree.place(path)
    wrong = Words(zh=f"没有「{name[:60]}」。", en=f'There is no "{name[:60]}".')
    return Problem(tree.file, line, column, show(path), wrong, nearest(name, known))


def _leads_back(name: str, leads: Mapping[str, set[str]]) -> bool:
    seen: set[str] = set()
    todo = set(leads.get(name, ()))
    while todo:
        one = todo.pop()
        if one == name:
            return True
        if one not in seen:
            seen.add(one)
            todo |= leads.get(one, set())
    return False


def _problem(tree: Tree, path: Path, name: str) -> Problem:
    line, column = tree.place(path, key=True)
    wrong = Words(zh=f"「{name}」绕回到自己，没有尽头。", en=f'"{name}" leads back to itself and never ends.')
    right = Words(zh="去掉其中一处 like 或 use。", en="Remove one like or use on the way.")
    return Problem(tree.file, line, column, show(path), wrong, right)
