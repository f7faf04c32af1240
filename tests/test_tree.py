"""The rules of the house that no linter knows, checked over every committed file."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "jiaoban"
THIS = Path(__file__).resolve()
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
LARGEST_FILE = 2 * 1024 * 1024  # the description of the API has a megabyte
BINARY = {".xz", ".png", ".jpg", ".webp", ".ico", ".woff2", ".pdf", ".mo", ".xlsx"}
PURE_ROOMS = ("kernel", "regime", "tlog", "scenario")
CLOCK = PACKAGE / "kernel" / "clock.py"

# Host names of package registries, and the folders of particular machines.
ADDRESSES = re.compile(
    r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|yarnpkg\.com|deb\.debian\.org|security\.debian\.org"
    r"|crates\.io|proxy\.golang\.org|mirrors\.(?:aliyun|tuna|ustc)"
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:root|work|home/\w+|Users/\w+|opt/wheels|opt/pypi|private/tmp)(?=/|\b)")
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
LEFT_OUT = re.compile(r"pytest\.(?:mark\.)?(?:skip|skipif|xfail|importorskip)\b|unittest\.skip|\bpytest\.importorskip")
CLOCK_CALLS = {
    *(("datetime", name) for name in ("now", "utcnow", "today")),
    ("date", "today"),
    *(("timezone", name) for name in ("now", "localtime", "localdate")),
    *(("time", name) for name in ("time", "time_ns", "localtime", "gmtime", "ctime")),
    ("functions", "Now"),
}
CONVERTERS = {"localtime", "localdate", "gmtime", "ctime"}  # with a time given they only convert it
CLOCK_IMPORTS = {
    ("time", "time"),
    ("time", "time_ns"),
    ("django.utils.timezone", "now"),
    ("django.db.models.functions", "Now"),
}
CLOCK_FIELDS = {"auto_now", "auto_now_add"}
ENGLISH_WORDS = {"process", "seven"}  # regimes whose ids are plain words: only whole strings count


@cache
def committed() -> tuple[Path, ...]:
    """Every file that git keeps and that is still there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    paths = tuple(ROOT / name for name in listed.split("\0") if name)
    assert paths
    return tuple(path for path in paths if path.is_file())


def texts() -> Iterator[tuple[Path, str]]:
    """Every committed text file but this one, with its content."""
    for path in committed():
        if path.suffix not in BINARY and path != THIS:
            yield path, path.read_text(encoding="utf-8")


def sources() -> list[Path]:
    """Our committed Python under src."""
    return [path for path in committed() if path.suffix == ".py" and path.is_relative_to(ROOT / "src")]


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def found(pattern: re.Pattern[str], among: Iterator[tuple[Path, str]]) -> list[str]:
    """The places at which a pattern occurs."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {match[0]}"
        for path, text in among
        for number, line in enumerate(text.splitlines(), 1)
        if (match := pattern.search(line))
    ]


def test_no_file_names_a_package_registry() -> None:
    assert found(ADDRESSES, texts()) == []


def test_no_file_names_a_folder_of_one_machine() -> None:
    assert found(MACHINE_PATHS, texts()) == []


def test_nothing_is_marked_as_unfinished() -> None:
    assert found(UNFINISHED, ((path, text) for path, text in texts() if path.name != "LICENSE")) == []


def test_no_test_is_left_out() -> None:
    assert found(LEFT_OUT, ((path, text) for path, text in texts() if path.suffix == ".py")) == []


def test_no_lock_file_of_one_tool_is_kept() -> None:
    kept = {path.name for path in committed()}
    assert kept.isdisjoint({"uv.lock", "poetry.lock", "Pipfile.lock", "package-lock.json"})


def test_files_of_other_people_are_not_committed() -> None:
    names = re.compile(r"htmx|idiomorph|alpine|jquery|bootstrap|tailwind|swagger|redoc|\.min\.(?:js|css)$|node_modules")
    served = [path for path in committed() if path.suffix in {".js", ".mjs", ".css"}]
    foreign = [path for path in served if names.search(str(path.relative_to(ROOT)))]
    assert foreign == []


def test_no_committed_file_is_large() -> None:
    assert [path for path in committed() if path.stat().st_size > LARGEST_FILE] == []


def test_only_the_clock_asks_what_time_it_is() -> None:
    asked = [
        f"{path.relative_to(ROOT)}:{place}"
        for path in sources()
        if path != CLOCK
        for place in _clock_places(tree(path))
    ]
    assert asked == []


def _clock_places(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            converts = node.func.attr in CONVERTERS and (node.args or node.keywords)
            if (name, node.func.attr) in CLOCK_CALLS and not converts:
                yield f"{node.lineno}: {name}.{node.func.attr}()"
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if (node.module or "", alias.name) in CLOCK_IMPORTS:
                    yield f"{node.lineno}: from {node.module} import {alias.name}"
        elif isinstance(node, ast.keyword) and node.arg in CLOCK_FIELDS:
            yield f"{node.value.lineno}: {node.arg}"


def _is_pure(path: Path) -> bool:
    """Whether a file belongs to what may know no Django: the pure rooms, and the rules and acts of every other."""
    parts = path.relative_to(ROOT / "src").with_suffix("").parts
    return parts[:1] == ("jiaoban",) and ((parts[1:2] and parts[1] in PURE_ROOMS) or "rules" in parts[2:])


def test_rules_know_neither_django_nor_input_and_output() -> None:
    forbidden = {"django", "ninja", "allauth", "sqlite3", "psycopg", "socket", "requests", "httpx", "subprocess"}
    bad = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in filter(_is_pure, sources())
        for name in _imports(tree(path))
        if name.split(".")[0] in forbidden
    ]
    assert bad == []


def test_the_offline_verifier_stands_alone() -> None:
    """Whoever distrusts the application must not have to run it."""
    allowed = sys.stdlib_module_names | {"jiaoban_verify", "cryptography"}
    foreign = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources()
        if path.is_relative_to(ROOT / "src" / "jiaoban_verify")
        for name in _imports(tree(path))
        if name.split(".")[0] not in allowed
    }
    assert foreign == set()


def _imports(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_python_knows_no_regime_by_name() -> None:
    regimes = {path.parent.name for path in (ROOT / "regimes").glob("*/pack.yaml")} | {"kf015", "kefu"}
    assert [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources()
        if not path.is_relative_to(PACKAGE / "demo")
        for name in sorted(regimes)
        if _names_regime(path, name)
    ] == []


def _names_regime(path: Path, regime: str) -> bool:
    strings = (node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant))
    if any(isinstance(value, str) and (value == regime or value.startswith(f"{regime}/")) for value in strings):
        return True
    return regime not in ENGLISH_WORDS and bool(re.search(rf"\b{regime}\b", path.read_text(encoding="utf-8")))


def test_files_and_functions_stay_readable() -> None:
    long = []
    for path in sources():
        if "migrations" in path.parts:
            continue
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LONGEST_FILE:
            long.append(f"{path.relative_to(ROOT)}: {lines} lines")
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno}: {node.name} has {length} lines")
    assert long == []


def test_there_is_no_drawer_for_everything() -> None:
    drawers = {"utils.py", "util.py", "helpers.py", "misc.py", "common.py"}
    assert [path for path in sources() if path.name in drawers] == []


@pytest.mark.parametrize(
    ("code", "places"),
    [
        ("import datetime as d\nd.datetime.now()", 1),
        ("from time import time", 1),
        ("clock.now()", 0),
        ("models.DateTimeField(auto_now_add=True)", 1),
        ("time.monotonic()", 0),
        ("timezone.localtime(moment)", 0),
        ("timezone.localtime()", 1),
    ],
)
def test_the_search_for_clocks_finds_them(code: str, places: int) -> None:
    assert len(list(_clock_places(ast.parse(code)))) == places
