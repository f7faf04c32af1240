"""Equipment as a tree: what a piece is part of, what hangs below it, how many of these are in which state. Pure.

Made of the whole register in one go: some thousand lines take a few milliseconds, and every count in it is right.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from jiaoban.kernel.naming import folded
from jiaoban.plant.tables import Equipment

_RUNS = re.compile(r"\d+|\D+")


@dataclass(slots=True)
class Node:
    """A piece of equipment in the tree: how many pieces hang below it, how many of these are under repair or out."""

    one: Equipment
    children: "list[Node]" = field(default_factory=list)
    below: int = 0
    repaired: int = 0
    out: int = 0


@dataclass(frozen=True, slots=True)
class Tree:
    """A register as a tree. `roots` are what is part of nothing, or of what is not in it."""

    nodes: dict[str, Node]
    roots: tuple[Node, ...]

    @classmethod
    def of(cls, register: Iterable[Equipment]) -> "Tree":
        """Return the tree of a register; brothers stand by code, 1F-2 before 1F-10."""
        return cls._of(sorted(register, key=lambda one: natural(one.code)))

    @classmethod
    def _of(cls, ordered: Iterable[Equipment]) -> "Tree":
        nodes = {one.key: Node(one) for one in ordered}
        roots: list[Node] = []
        for node in nodes.values():
            above = nodes.get(node.one.parent)
            (above.children if above is not None else roots).append(node)
        made = cls(nodes, tuple(roots))
        for node in reversed(list(made.walk(made.roots))):
            for child in node.children:
                node.below += child.below + 1
                node.repaired += child.repaired + (child.one.state == "MAINTENANCE")
                node.out += child.out + (child.one.state == "OUT")
        return made

    def walk(self, nodes: Sequence[Node]) -> Iterator[Node]:
        """Return these nodes and everything below them, each before what hangs below it."""
        stack = list(reversed(nodes))
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def path(self, key: str) -> list[Equipment]:
        """Return what a piece is part of, the outermost first, without itself."""
        above: list[Equipment] = []
        node = self.nodes.get(key)
        while (
            node is not None and (node := self.nodes.get(node.one.parent)) is not None and len(above) < len(self.nodes)
        ):
            above.append(node.one)
        return above[::-1]

    def of_post(self, post: str) -> "Tree":
        """Return the branches in which something is of this post; what it is part of elsewhere stays above it."""
        kept: set[str] = set()
        for key, node in self.nodes.items():
            above: Node | None = node if node.one.post == post else None
            while above is not None and key not in kept:
                kept.add(key)
                key = above.one.parent
                above = self.nodes.get(key)
        if len(kept) == len(self.nodes):
            return self
        return Tree._of(node.one for key, node in self.nodes.items() if key in kept)

    def found(self, search: str, states: Sequence[str] = ()) -> list[Equipment]:
        """Return what has this piece of text in its name, code, key, kind or mode, width and case aside, and one of
        these states (none given: any)."""
        piece = folded(search)
        return [
            node.one
            for node in self.nodes.values()
            if (not states or node.one.state in states) and (not piece or piece in folded(_texts(node.one)))
        ]

    def opened(self, nodes: Sequence[Node], most: int) -> set[str]:
        """Return the keys of the branches to show unfolded at first: level by level, as long as not more than `most`
        lines show."""
        opened: set[str] = set()
        level, shown = [node for node in nodes if node.children], len(nodes)
        while level:
            shown += sum(len(node.children) for node in level)
            if shown > most:
                break
            opened |= {node.one.key for node in level}
            level = [child for node in level for child in node.children if child.children]
        return opened


def _texts(one: Equipment) -> str:
    return "\0".join((one.name, one.code, one.key, one.kind, one.mode))


def natural(code: str) -> list[tuple[int, str]]:
    """Return what a code is ordered by: its runs of digits as figures."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in _RUNS.findall(code[:200])]
