"""How fast a pack's scenarios run: what an author waits for after every change."""

import time
from pathlib import Path
from typing import Any

NAME = "scenarios"
REGIMES = Path(__file__).resolve().parents[1] / "regimes"


def run(size: int) -> list[dict[str, Any]]:
    """Run `size` scenarios of every pack that has some, over and over where it has fewer."""
    from jiaoban.regime.load import load
    from jiaoban.scenario.read import read
    from jiaoban.scenario.run import Runner

    rows = []
    for folder in sorted(path.parent for path in REGIMES.rglob("scenarios")):
        began = time.perf_counter()
        pack = load(folder)
        own = read(folder, pack).cases
        loaded = time.perf_counter()
        results = Runner(pack).run((own * (size // len(own) + 1))[:size])
        assert all(one.passed for one in results)
        seconds = time.perf_counter() - loaded
        row = {"pack": folder.name, "own": len(own), "run": size, "reading s": loaded - began, "seconds": seconds}
        rows.append({**row, "per second": size / seconds})
    return rows
