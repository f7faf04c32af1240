"""How many verdicts a second the conditions of a pack give, and how long a pack takes to read."""

import time
from pathlib import Path
from typing import Any

from jiaoban.regime.evaluate import evaluate
from jiaoban.regime.facts import Facts, Row
from jiaoban.regime.load import load

NAME = "conditions"
REGIMES = Path(__file__).resolve().parents[1] / "regimes"
ROUNDS = 200


def facts(size: int) -> Facts:
    """Make a handover of `size` lines in which everything is in order: every row has to be looked at."""
    lines: tuple[Row, ...] = tuple(
        {"id": f"l{n}", "title": f"line {n}", "section": "work", "source": "matters", "kind": "DEFECT",
         "severity": "MINOR", "critical": n % 5 == 0, "on_site": False, "acknowledged": True, "read_back": True,
         "unclear": False}
        for n in range(size)
    )  # fmt: skip
    matters: tuple[Row, ...] = tuple(
        {"id": f"m{n}", "title": f"matter {n}", "kind": "DEFECT", "state": "OPEN", "open": True, "unclear": False}
        for n in range(size)
    )
    return Facts(single={"incoming_count": 1, "offered": True}, rows={"lines": lines, "matters": matters}, acts={})


def run(size: int) -> list[dict[str, Any]]:
    """Judge every gate of every pack over a record of `size` lines, at most 100."""
    known = facts(min(size, 100))
    rows = []
    for folder in sorted(path.parent for path in REGIMES.glob("*/pack.yaml")):
        began = time.perf_counter()
        pack = load(folder)
        read = time.perf_counter() - began
        began = time.perf_counter()
        for _ in range(ROUNDS):
            for gate in pack.handover.gates:
                evaluate(gate.clear_when, known)
        seconds = time.perf_counter() - began
        verdicts = ROUNDS * len(pack.handover.gates)
        rows.append(
            {
                "pack": folder.name,
                "read, ms": read * 1000,
                "lines": len(known.rows["lines"]),
                "gates": len(pack.handover.gates),
                "verdicts": verdicts,
                "verdicts per second": verdicts / seconds,
                "all gates, ms": seconds / ROUNDS * 1000,
            }
        )
    return rows
