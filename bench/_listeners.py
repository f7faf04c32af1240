"""Listeners of live pages in a process of its own: `python -m bench._listeners PORT FILE`.

Reads one line of JSON, a list of [cookie, address]; opens a stream for each and prints how many stand as
{"opened": N, "failed": {why: n}}. At the end of its input it writes to FILE, by listener, what it was told and when.
"""

import asyncio
import json
import pickle
import re
import subprocess
import sys
import tempfile
import time
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

EACH = 2000
"""So many listeners at most share a process."""
AT_ONCE = 50
PATIENCE = 120.0
ROOT = Path(__file__).resolve().parents[1]
_ID = re.compile(rb"id: (\d+)\n")


@dataclass
class Heard:
    """What one listener was told: sizes of the book, and when by the monotonic clock."""

    at: "array[float]" = field(default_factory=lambda: array("d"))
    sizes: "array[int]" = field(default_factory=lambda: array("q"))
    dropped: bool = False


class Listener(asyncio.Protocol):
    """One stream."""

    def __init__(self, request: bytes) -> None:
        self._request = request
        self.heard = Heard()
        self.open: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        """'' when the stream stands, else why it does not."""
        self._ending = False
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        self._transport = transport
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        """Note the size that an event tells."""
        now = time.monotonic()
        if not self.open.done():
            status = data.partition(b"\r\n")[0].decode("latin-1").partition(" ")[2]
            self.open.set_result("" if status.startswith("200") else status)
        for size in _ID.findall(data):
            self.heard.at.append(now)
            self.heard.sizes.append(int(size))

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that the stream ended before its time."""
        self.heard.dropped = not self._ending
        if not self.open.done():
            self.open.set_result(str(exc or "closed"))

    def end(self) -> None:
        """Listen no longer."""
        self._ending = True
        if self._transport is not None:
            self._transport.close()


async def _listen(port: int, file: Path) -> None:
    wanted: list[tuple[str, str]] = json.loads(sys.stdin.readline())
    loop, gate, listeners = asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE), []

    async def one(cookie: str, address: str) -> str:
        lines = (f"GET {address} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {cookie}", "Accept: text/event-stream")
        request = "".join(f"{line}\r\n" for line in (*lines, "")).encode()
        async with gate:
            try:
                _, listener = await loop.create_connection(lambda: Listener(request), "127.0.0.1", port)
                async with asyncio.timeout(PATIENCE):
                    why = await listener.open
            except (OSError, TimeoutError) as error:
                return str(error) or type(error).__name__
        if not why:
            listeners.append((address, listener))
        return why

    said = await asyncio.gather(*[one(cookie, address) for cookie, address in wanted])
    failed = Counter(why for why in said if why)
    print(json.dumps({"opened": len(listeners), "failed": failed}), flush=True)
    await asyncio.to_thread(sys.stdin.read)
    for _, listener in listeners:
        listener.end()
    file.write_bytes(pickle.dumps([(address, listener.heard) for address, listener in listeners]))


@dataclass
class Crowd:
    """Processes of listeners: how many stand, why others do not, and after `end` what they heard by address."""

    opened: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    heard: list[tuple[str, Heard]] = field(default_factory=list)


@contextmanager
def listening(port: int, wanted: Sequence[tuple[str, str]]) -> Iterator[Crowd]:
    """Open a stream for each (cookie, address); after the block the crowd knows what was heard."""
    crowd = Crowd()
    with tempfile.TemporaryDirectory(prefix="jiaoban-heard-") as folder:
        files = [Path(folder) / str(low) for low in range(0, len(wanted), EACH)]
        command = [sys.executable, "-m", "bench._listeners", str(port)]
        running = [
            subprocess.Popen([*command, str(file)], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            for file in files
        ]
        for number, process in enumerate(running):
            assert process.stdin is not None
            process.stdin.write(json.dumps(wanted[number * EACH : (number + 1) * EACH]) + "\n")
            process.stdin.flush()
        for process in running:
            assert process.stdout is not None
            told = json.loads(process.stdout.readline())
            crowd.opened += told["opened"]
            crowd.failed.update(told["failed"])
        try:
            yield crowd
        finally:
            for process in running:
                process.communicate(timeout=60)
        for file in files:
            crowd.heard += pickle.loads(file.read_bytes())


if __name__ == "__main__":
    from bench._listeners import _listen as main  # so that what is pickled belongs to the module by its name

    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
