"""Finds the benchmarks of this folder, runs each in a process of its own, prints tables, writes build/bench.json.

A benchmark is a module here with NAME and `run(size) -> list of rows`; a row maps column names to values.
`size` is the number of acts (or of whatever the benchmark counts) to work on. A benchmark that takes long in earnest
has a small form for every day and takes `run(size, full=True)` for `--full`. Modules with a leading `_` are no
benchmarks but what they are made of.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import nullcontext
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
RESULTS = FOLDER.parent / "build" / "bench.json"
SMALL = 1000
Row = dict[str, Any]


def found() -> dict[str, str]:
    """Map the name of each benchmark to its module."""
    names = sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))
    return {import_module(f"bench.{name}").NAME: f"bench.{name}" for name in names}


def run_here(module: str, size: int, *, full: bool) -> None:
    """Run one benchmark in this process and print its rows as JSON on the last line."""
    run = import_module(module).run
    rows: list[Row] = run(size, full=True) if full and "full" in signature(run).parameters else run(size)
    print("\n" + json.dumps(rows, ensure_ascii=False), flush=True)


def run_apart(module: str, size: int, keep: str | None, *, full: bool) -> list[Row]:
    """Run one benchmark in a fresh process with a data folder of its own, or with the one that is kept."""
    with nullcontext(keep) if keep else tempfile.TemporaryDirectory(prefix="jiaoban-bench-") as data:
        environment = {**os.environ, "JIAOBAN_DATA": data, "JIAOBAN_DEMO": "0"}
        command = [sys.executable, "-m", "bench", "--module", module, "--size", str(size), *["--full"] * full]
        done = subprocess.run(
            command, env=environment, cwd=FOLDER.parent, check=True, text=True, stdout=subprocess.PIPE
        )
    rows: list[Row] = json.loads(done.stdout.rstrip().rpartition("\n")[2])
    return rows


def table(rows: Sequence[Row]) -> str:
    """Lay rows out in columns."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    cells = [columns, *[[_cell(row.get(name, "")) for name in columns] for row in rows]]
    widths = [max(len(line[i]) for line in cells) for i in range(len(columns))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells)


def _cell(value: Any) -> str:
    return f"{value:,.3g}" if isinstance(value, float) else str(value)


def main() -> int:
    """Run the benchmarks named, or all."""
    parser = argparse.ArgumentParser(prog="bin/bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help="benchmarks to run (all)")
    parser.add_argument("--size", type=int, default=SMALL, metavar="N", help=f"how many acts to work on ({SMALL})")
    parser.add_argument("--keep", metavar="DIR", help="make the book in this folder, and find it there the next time")
    parser.add_argument("--full", action="store_true", help="in earnest, where a benchmark has a small form: storm")
    parser.add_argument("--list", action="store_true", help="list the benchmarks")
    parser.add_argument("--module", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.module:
        run_here(options.module, options.size, full=options.full)
        return 0
    known = found()
    if options.list:
        print("\n".join(known))
        return 0
    unknown = sorted(set(options.names) - set(known))
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]}; there are: {', '.join(known)}")
    machine = {"python": platform.python_version(), "cores": os.cpu_count(), "system": platform.platform()}
    results: dict[str, Any] = {"machine": machine, "size": options.size, "benchmarks": {}}
    for name in options.names or known:
        began = time.monotonic()
        rows = run_apart(known[name], options.size, options.keep, full=options.full)
        print(f"\n{name} ({time.monotonic() - began:.1f} s)\n{table(rows)}", flush=True)
        results["benchmarks"][name] = rows
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
