"""How fast one durable row is written and read back: the floor under everything else."""

import time
from typing import Any

from bench._site import open_site

NAME = "health"


def run(size: int) -> list[dict[str, Any]]:
    """Ask the health check to write, `size` times at most a thousand."""
    open_site()
    from jiaoban.config.health import can_write

    rounds = min(size, 1000)
    began = time.perf_counter()
    for _ in range(rounds):
        assert can_write()
    seconds = time.perf_counter() - began
    return [{"rounds": rounds, "seconds": seconds, "per second": rounds / seconds}]
