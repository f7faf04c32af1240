"""Several worker processes, forked from one that has read and built everything.

uvicorn starts its workers anew, and each of them reads the whole program again before it answers: after a crash
that doubles the time to the first answer. A forked worker is there at once and shares what was read before.
"""

import gc
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable
from multiprocessing.context import ForkProcess
from typing import Any, cast

import uvicorn
from uvicorn import _subprocess
from uvicorn.supervisors import multiprocess


def run(config: uvicorn.Config, taken: socket.socket) -> None:
    """Run as many workers as `config` says until told to end; one that dies is replaced.

    Everything must be read and built before, no thread may run and no connection to the database be open: a worker
    would inherit half of them.
    """
    from django.db import connections

    connections.close_all()
    gc.collect()
    gc.freeze()  # so that the workers' collector does not touch, and so copy, what they share
    cast(Any, multiprocess).get_subprocess = _forked
    multiprocess.Multiprocess(config, sockets=[taken]).run()


def _forked(config: uvicorn.Config, target: Callable[..., None], sockets: list[socket.socket]) -> ForkProcess:
    """Make a worker that is not started yet; as `uvicorn._subprocess.get_subprocess`, but forked."""
    return multiprocessing.get_context("fork").Process(target=_work, args=(config, target, sockets))


def _work(config: uvicorn.Config, target: Callable[..., None], sockets: list[socket.socket]) -> None:
    """Serve in the worker, and not longer than its parent lives: an orphan would keep the port from the next start."""
    threading.Thread(target=_end_with_parent, name="orphan", daemon=True).start()
    _subprocess.subprocess_started(config, target, sockets, None)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
