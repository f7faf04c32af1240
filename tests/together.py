"""Many at one moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

THREADS = 12


def together(work: Callable[[int], object]) -> list[object]:
    """Run `work(n)` in twelve threads that start at one moment."""
    start = threading.Barrier(THREADS)

    def one(number: int) -> object:
        try:
            start.wait()
            return work(number)
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))
