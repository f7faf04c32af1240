"""A Jiaoban of a proof's own: an empty or demo installation in this process, or served by one that can be killed."""

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from prove.frame import Scale
from prove.template import copy, database, within
from tests.browser.server import ADDRESS, environment_of

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def database_url(scale: Scale, template: str = "") -> Iterator[str]:
    """Give the address of a fresh PostgreSQL database, dropped at the end; "" for SQLite in the data folder."""
    if scale.database == "sqlite":
        yield ""
        return
    with database(scale.postgres, f"prove_{uuid.uuid4().hex[:12]}", template) as url:
        yield url


@contextmanager
def open_here(scale: Scale) -> Iterator[None]:
    """Set Django up in this process over a fresh database and the data folder of JIAOBAN_DATA. Once a process.

    Both are copies of the run's template where there is one, and it is of this cluster.
    """
    sqlite = scale.database == "sqlite"
    copied = bool(scale.template) and copy(scale.template, Path(os.environ["JIAOBAN_DATA"]), sqlite=sqlite)
    template = within(scale.postgres, scale.template) if scale.template and not sqlite else ""
    with database_url(scale, template) as url:
        os.environ["DATABASE_URL"] = url
        from jiaoban.config.start import bring_up_to_date, prepare

        prepare()
        if not (copied or template):
            bring_up_to_date()
        try:
            yield
        finally:
            from django.db import connections

            connections.close_all()


@dataclass
class Served:
    """`jiaoban serve` in a process group of its own, over a data folder and a database."""

    data: Path
    url: str = ""
    launcher: Sequence[str] = ("jiaoban", "serve")
    """What `python -m` runs: another module than `jiaoban` can plant a bug first."""
    address: str = ""
    process: "subprocess.Popen[str] | None" = None

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which commands see this installation."""
        return {**environment_of(self.data), **({"DATABASE_URL": self.url} if self.url else {})}

    def command(self, *words: str, good: bool = True) -> "subprocess.CompletedProcess[str]":
        """Run `jiaoban ...`; raises `AssertionError` with its output when it should have succeeded and did not."""
        done = subprocess.run(
            [sys.executable, "-m", "jiaoban", *words], env=self.environment, capture_output=True, text=True, check=False
        )
        assert not good or done.returncode == 0, done.stdout + done.stderr
        return done

    def start(self, *words: str) -> float:
        """Start it on a free port; return the seconds until it says where it listens."""
        began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", *self.launcher, "--port", "0", *words],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            listening = ADDRESS.search(line)
            if listening:
                self.address = listening[0]
                return time.monotonic() - began
        raise AssertionError(f"the server ended with {self.process.wait()} before it said where it listens")

    def kill(self) -> None:
        """SIGKILL the whole process tree: nothing of it gets to write another byte."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it cleanly."""
        assert self.process is not None
        self.process.terminate()
        self.process.wait(15)
