"""Finds the proofs of this folder, runs each in a process and data folder of its own, prints what they say.

A proof is a module here with NAME, DATABASES and `prove(scale) -> proofs`. The last line reads
`N passed, N failed`; the whole is written to build/prove.json.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from prove.frame import Proof, Scale
from prove.template import made
from tests.postgres import NoPostgres, cluster

FOLDER = Path(__file__).resolve().parent
RESULTS = FOLDER.parent / "build" / "prove.json"
SEED = 20261125
Told = dict[str, Any]


def found() -> dict[str, str]:
    """Map the name of each proof to its module: those of this folder that declare one."""
    modules = [
        f"prove.{path.stem}" for path in sorted(FOLDER.glob("[a-z]*.py")) if "\nNAME = " in path.read_text("utf-8")
    ]
    return {import_module(module).NAME: module for module in modules}


def run_here(module: str, scale: Scale) -> None:
    """Run one proof in this process and print what it says as JSON on the last line."""
    proofs: list[Proof] = list(import_module(module).prove(scale))
    told = [{**asdict(one), "good": one.good} for one in proofs]
    print("\n" + json.dumps(told, ensure_ascii=False), flush=True)


def run_apart(module: str, scale: Scale) -> list[Told]:
    """Run one proof in a fresh process with a data folder of its own; what it prints besides is shown when it fails."""
    with tempfile.TemporaryDirectory(prefix="jiaoban-prove-") as data:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("JIAOBAN_", "DATABASE_URL"))}
        environment = {**kept, "JIAOBAN_DATA": data, "JIAOBAN_DEMO": "0", "PYTHONHASHSEED": "0"}
        command = [sys.executable, "-m", "prove", "--module", module, "--seed", str(scale.seed)]
        command += ["--database", scale.database, "--postgres", scale.postgres]
        command += ["--template", scale.template, *(["--full"] if scale.full else [])]
        done = subprocess.run(
            command, env=environment, cwd=FOLDER.parent, check=False, text=True, stdout=subprocess.PIPE
        )
    output = done.stdout.rstrip().rpartition("\n")
    if done.returncode:
        print(done.stdout)
        return [
            {
                "claim": f"{module} ran to its end",
                "n": 0,
                "unit": "",
                "findings": [f"exit {done.returncode}"],
                "good": False,
            }
        ]
    told: list[Told] = json.loads(output[2])
    return told


def lines(name: str, database: str, seed: int, told: Sequence[Told], seconds: float) -> str:
    """Lay out what one proof says."""
    out = [f"\n{name} · {database} · seed {seed} · {seconds:.1f} s"]
    for one in told:
        out.append(f"  {'ok    ' if one['good'] else 'FAILED'} {one['claim']}: n = {one['n']:,} {one['unit']}")
        out += [f"         {what}: {figure}" for what, figure in one.get("figures", {}).items()]
        out += [f"         ✗ {finding}" for finding in one["findings"][:20]]
        if len(one["findings"]) > 20:
            out.append(f"         ✗ and {len(one['findings']) - 20} more")
        for bug in one.get("planted", ()):
            verdict = f"caught by {bug['by']}" if bug["caught"] else "NOT CAUGHT"
            out.append(f"         planted: {bug['bug']} → {verdict}")
    return "\n".join(out)


def options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="bin/prove")
    parser.add_argument("names", nargs="*", metavar="NAME", help="proofs to run (all)")
    parser.add_argument("--full", action="store_true", help="the full figures: takes long")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help=f"what chance begins with ({SEED})")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], help="on this database only (both)")
    parser.add_argument("--list", action="store_true", help="list the proofs")
    parser.add_argument("--postgres", default="", help=argparse.SUPPRESS)
    parser.add_argument("--template", default="", help=argparse.SUPPRESS)
    parser.add_argument("--module", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    known = found()
    unknown = sorted(set(chosen.names) - set(known))
    if unknown:
        parser.error(f"there is no proof {unknown[0]}; there are: {', '.join(known)}")
    return chosen


def main(arguments: Sequence[str]) -> int:
    """Run the proofs named, or all; 0 when every claim held and every planted bug was caught."""
    chosen = options(arguments)
    if chosen.module:
        run_here(chosen.module, Scale(chosen.full, chosen.seed, chosen.database, chosen.postgres, chosen.template))
        return 0
    known = found()
    if chosen.list:
        print("\n".join(known))
        return 0
    pairs = [
        (name, database)
        for name in chosen.names or known
        for database in import_module(known[name]).DATABASES
        if chosen.database in (None, database)
    ]
    given = os.environ.get("JIAOBAN_TEST_POSTGRES", "")
    try:
        with (
            nullcontext(given) if given else cluster() as postgres,
            made({database for _, database in pairs}, postgres) as template,
        ):

            def run(pair: tuple[str, str]) -> list[Told]:
                name, database = pair
                began = time.monotonic()
                told = run_apart(known[name], Scale(chosen.full, chosen.seed, database, postgres, template))
                print(lines(name, database, chosen.seed, told, time.monotonic() - began), flush=True)
                return [{"proof": name, "database": database, "seed": chosen.seed, **one} for one in told]

            # Figures of the full set are worth something only when nothing else runs.
            with ThreadPoolExecutor(1 if chosen.full else 2) as pool:
                results = [told for found in pool.map(run, pairs) for told in found]
    except NoPostgres as error:
        print(f"{error}\n\n0 passed, 1 failed")
        return 1
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    passed = sum(one["good"] for one in results)
    print(f"\n{passed} passed, {len(results) - passed} failed", flush=True)
    return 0 if passed == len(results) and passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
