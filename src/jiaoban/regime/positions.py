"""YAML with places: plain values, and for every value the line and column where it stands.

Read from the event stream with a stack of our own, so that no input can exhaust the interpreter's: a file is refused
past `MAX_BYTES`, `MAX_DEPTH` or `MAX_NODES`. Anchors, aliases, tags, several documents and duplicate keys are refused;
words are words (`no`, `on`, `08:00`, `2020-01-01` stay text); only true, false, null, whole and decimal figures are
not.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from jiaoban.kernel.words import Words
from jiaoban.regime.unreadable import unreadable

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_NODES = 50_000
MAX_PROBLEMS = 100

Path = tuple[str | int, ...]
Place = tuple[int, int]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,12}\.[0-9]{1,9}")
_FIGURE = frozenset("+-0123456789")
"""How a figure can begin."""
_STRANGE = re.compile("[^\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff")
_PLAIN: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a pack: where (line and column from 1, 0 when the whole file is meant), what, what instead."""

    file: str
    line: int
    column: int
    path: str
    wrong: Words
    right: Words

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        where = f" ({self.path})" if self.path else ""
        chinese, english = f"{self.wrong.zh}{self.right.zh}", f"{self.wrong.in_('en')} {self.right.in_('en')}"
        return f"{place}{where}\n  {chinese}\n  {english}".rstrip()


class PackError(ValueError):
    """A pack that cannot be used; `problems` are all that were found, in the order of the files."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(one) for one in problems))
        self.problems = problems


@dataclass(slots=True)
class Tree:
    """A file as plain values. `places` has the place of every value by its path, `keys` that of every key."""

    file: str
    value: Any = None
    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Return the place of the value (or, with `key`, of the key) at a path, or of the nearest thing around it."""
        for length in range(len(path), -1, -1):
            found = (self.keys.get(path[:length]) if key else None) or self.places.get(path[:length])
            if found:
                return found
        return (1, 1)

    def add(self, place: Place, wrong: Words, right: Words, path: Path = ()) -> None:
        """Note a problem, up to `MAX_PROBLEMS`."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(self.file, *place, show(path), wrong, right))


class _Stop(Exception):
    """Reading cannot go on; the problem has been noted."""


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being read."""

    value: dict[str, Any] | list[Any]
    path: Path
    key: str | None = None
    skipping: bool = False


def show(path: Path) -> str:
    """Return a path as people write it: gates[2].clear_when.all[0]."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def read_yaml(file: str, content: bytes) -> Tree:
    """Read one file; whatever is wrong stands in the tree's `problems`, nothing is raised."""
    tree = Tree(file)
    text = _text(tree, content)
    if text is None:
        return tree
    try:
        _Reader(tree).read(text)
    except _Stop:
        pass
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        _not_yaml(tree, place, str(error.problem or error.context or ""))
    except yaml.YAMLError as error:
        _not_yaml(tree, (0, 0), str(error).partition("\n")[0])
    return tree


def _not_yaml(tree: Tree, place: Place, problem: str) -> None:
    tree.add(place, *unreadable(problem))


def _text(tree: Tree, content: bytes) -> str | None:
    if len(content) > MAX_BYTES:
        tree.add(
            (0, 0),
            Words(zh=f"文件太大（{len(content)} 字节）。", en=f"The file is too large ({len(content)} bytes)."),
            Words(zh=f"一个文件不超过 {MAX_BYTES} 字节。", en=f"A file has at most {MAX_BYTES} bytes."),
        )
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        tree.add(
            (line, column),
            Words(zh="文件不是 UTF-8 编码。", en="The file is not UTF-8."),
            Words(zh="用 UTF-8 编码保存。", en="Save it as UTF-8."),
        )
        return None
    return None if _strange(tree, text) else text


def _strange(tree: Tree, text: str) -> bool:
    """Note the first tab or unprintable character of each line; say whether there is one."""
    for line, one in enumerate(text.split("\n"), start=1):
        found = _STRANGE.search(one)
        if found is None:
            continue
        tab = found[0] == "\t"
        tree.add(
            (line, found.start() + 1),
            Words(zh="这里有制表符。", en="There is a tab here.")
            if tab
            else Words(zh="这里有看不见的字符。", en="There is an unprintable character here."),
            Words(zh="缩进和分隔只用空格。", en="Use spaces only.") if tab else Words(zh="删去它。", en="Remove it."),
        )
    return bool(tree.problems)


class _Reader:
    """Builds the values from events."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.stack: list[_Open] = []
        self.nodes = 0
        self.documents = 0

    def read(self, text: str) -> None:
        loader = _LOADER(text)
        try:
            for event in iter(loader.get_event, None):
                self._take(event)
        finally:
            loader.dispose()

    def _take(self, event: Any) -> None:
        kind, mark = type(event), event.start_mark
        if kind is not yaml.ScalarEvent:
            if kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.stack.pop()
            else:
                self._other(event, (mark.line + 1, mark.column + 1))
            return
        place = (mark.line + 1, mark.column + 1)
        if event.anchor is not None or event.tag is not None:
            self._refuse_foreign(event, place)
        top = self.stack[-1] if self.stack else None
        if top is not None and top.key is None and type(top.value) is dict:
            self._key(top, event.value, place)
        else:
            self._put(event.value if event.style else _plain(event.value), place)

    def _other(self, event: Any, place: Place) -> None:
        """Take an event that there are few of: the begin of a group, of a document, an alias."""
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._stop(
                    place, "一个文件只能有一份文档。", "A file holds one document.", "删去「---」。", "Remove the ---."
                )
        elif isinstance(event, yaml.NodeEvent):
            self._refuse_foreign(event, place)
            self._open([] if isinstance(event, yaml.SequenceStartEvent) else {}, place)

    def _refuse_foreign(self, event: Any, place: Place) -> None:
        if event.anchor is not None:
            self._stop(
                place,
                "不能用锚点和引用(& 和 *)。",
                "Anchors and aliases (& and *) are not allowed.",
                "把内容写全；以 * 或 & 开头的文字加引号。",
                "Write it out; quote text that begins with * or &.",
            )
        if event.tag is not None and event.tag != "!":
            self._stop(
                place,
                "不能用类型标签(!)。",
                "Tags (!) are not allowed.",
                "去掉标签；以 ! 开头的文字加引号。",
                "Remove it; quote text that begins with !.",
            )

    def _stop(self, place: Place, zh: str, en: str, right_zh: str, right_en: str) -> None:
        self.tree.add(place, Words(zh=zh, en=en), Words(zh=right_zh, en=right_en))
        raise _Stop

    def _key(self, top: _Open, key: str, place: Place) -> None:
        path = (*top.path, key)
        top.key = key
        top.skipping = path in self.tree.keys
        if not top.skipping:
            self.tree.keys[path] = place
            return
        if len(self.tree.problems) >= MAX_PROBLEMS:  # nobody reads more of them
            raise _Stop
        first = self.tree.keys[path]
        self.tree.add(
            place,
            Words(zh=f"「{key[:60]}」写了两次。", en=f'"{key[:60]}" is written twice.'),
            Words(zh=f"第 {first[0]} 行已经有了，留一个。", en=f"It stands in line {first[0]} already; keep one."),
            path[-8:],
        )

    def _put(self, value: Any, place: Place) -> Path:
        path: Path
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._stop(
                place,
                "内容太多。",
                "There is too much here.",
                f"一个文件不超过 {MAX_NODES} 项。",
                f"At most {MAX_NODES} values.",
            )
        if not self.stack:
            self.tree.value, path = value, ()
        else:
            top = self.stack[-1]
            if isinstance(top.value, list):
                path = (*top.path, len(top.value))
                top.value.append(value)
            elif top.skipping:
                path = (*top.path, f"{top.key}#{self.nodes}")
                top.key, top.skipping = None, False
            else:
                key = top.key or ""
                path = (*top.path, key)
                top.value[key] = value
                top.key = None
        self.tree.places.setdefault(path, place)
        return path

    def _open(self, value: dict[str, Any] | list[Any], place: Place) -> None:
        if self.stack and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None:
            self._stop(
                place,
                "名称只能是一个词。",
                "A name must be a word.",
                "含有 {} 或 [] 的文字加引号。",
                "Quote text with {} or [].",
            )
        if len(self.stack) >= MAX_DEPTH:
            self._stop(
                place, "嵌套太深。", "Nested too deeply.", f"不超过 {MAX_DEPTH} 层。", f"At most {MAX_DEPTH} levels."
            )
        self.stack.append(_Open(value, self._put(value, place)))


def _plain(text: str) -> Any:
    if text in _PLAIN:
        return _PLAIN[text]
    if text[0] not in _FIGURE:
        return text
    if _WHOLE.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text
