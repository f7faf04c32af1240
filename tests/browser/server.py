"""`jiaoban serve` as a process of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ADDRESS = re.compile(r"http://[^\s/]+")
ENDS_WITHIN = 10


def environment_of(data: Path) -> dict[str, str]:
    """The environment of a fresh installation whose data lie in this folder."""
    foreign = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "JIAOBAN_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return {**kept, "JIAOBAN_DATA": str(data)}


def run(command: str, data: Path) -> None:
    """Run one `jiaoban` command that must succeed."""
    words = [sys.executable, "-m", "jiaoban", *command.split()]
    done = subprocess.run(words, env=environment_of(data), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@dataclass(frozen=True)
class Server:
    """A running server."""

    url: str
    data: Path
    settings: Mapping[str, str]

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which commands see the same installation."""
        return {**environment_of(self.data), **self.settings}

    @classmethod
    @contextmanager
    def start(cls, data: Path, settings: Mapping[str, str] | None = None) -> Iterator["Server"]:
        """Serve a data folder on a free port until the block ends, with these variables set besides."""
        known = settings or {}
        words = [sys.executable, "-m", "jiaoban", "serve", "--port", "0"]
        with (data.parent / "server.log").open("w") as log:
            environment = {**environment_of(data), **known}
            process = subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
            try:
                yield cls(_address(process), data, known)
            finally:
                process.terminate()
                process.wait(ENDS_WITHIN)


def _address(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    for line in process.stdout:
        found = ADDRESS.search(line)
        if found:
            return found[0]
    raise AssertionError("the server ended before it said where it listens")
