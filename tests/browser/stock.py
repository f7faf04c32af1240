"""Data folders to begin with, made once a run and copied: making the tables and living three days takes seconds."""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.server import run

FRESH = 180
"""Seconds for which a folder with demo sites is used: their clocks go on, and the stories begin at seven."""


@dataclass(frozen=True)
class Stock:
    """A folder of data folders; whichever process of a run needs one that is not there makes it."""

    folder: Path

    def take(self, sites: Sequence[str], data: Path, *, brief: bool = True) -> None:
        """Make `data` the data folder of an installation with these demo sites, as a visitor finds them; `brief`:
        without the months that some of them have lived through."""
        with self._locked():
            loaded, made = self.folder / "-".join((*sites, "brief" if brief else "months")), self.folder / "made"
            if not made.exists():
                self._put(made, "migrate")
            if not loaded.exists() or time.time() - loaded.stat().st_mtime > FRESH:
                shutil.rmtree(loaded, ignore_errors=True)
                self._put(
                    loaded, " ".join(["demo load", *["--brief"] * brief, *(f"--site {site}" for site in sites)]), made
                )
            shutil.copytree(loaded / "data", data)

    def _put(self, there: Path, command: str, like: Path | None = None) -> None:
        """Put one there by a `jiaoban` command, begun as a copy of another; whole or not at all."""
        unfinished = self.folder / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        if like is None:
            unfinished.mkdir()
        else:
            shutil.copytree(like, unfinished)
        began = time.time()
        run(command, unfinished / "data")
        os.utime(unfinished, (began, began))
        unfinished.rename(there)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
