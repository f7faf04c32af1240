"""`jiaoban serve`: from nothing to a running site, and cleanly down again."""

import os
import resource
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType

import uvicorn

from jiaoban.config.database import Misconfigured
from jiaoban.config.environment import Environment, hosts_for
from jiaoban.config.start import bring_up_to_date, hold, listen, prepare

GRACE_SECONDS = 3  # for requests that are being answered
LIMIT_SECONDS = 4.5  # then the process ends whatever still runs: the database is safe against that


@dataclass(frozen=True)
class Options:
    """What the command line says about serving."""

    host: str
    port: int
    workers: int
    demo: bool


class Server(uvicorn.Server):
    """uvicorn that leaves with exit code 0 on SIGINT or SIGTERM, and leaves soon."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Handle both signals while serving, and leave quietly after."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop accepting, and see to it that the end comes."""
        if not self.should_exit:
            last = threading.Timer(LIMIT_SECONDS, os._exit, [0])
            last.daemon = True
            last.start()
        super().handle_exit(sig, frame)


def serve(options: Options) -> None:
    """Set up, print where and who, and serve until told to end. Raises Misconfigured with one sentence."""
    if not os.environ.get("JIAOBAN_ALLOWED_HOSTS"):
        os.environ["JIAOBAN_ALLOWED_HOSTS"] = ",".join(hosts_for(options.host))
    os.environ["JIAOBAN_DEMO"] = "1" if options.demo else "0"
    taken = listen(options.host, options.port)
    environment = prepare()
    lock = hold(environment.data) if environment.database.vendor == "sqlite" else None
    if options.workers > 1 and lock:
        raise Misconfigured("Several workers need PostgreSQL: set DATABASE_URL, or leave --workers at 1.")
    bring_up_to_date()
    people = _demo() if options.demo else []
    taken.listen(128)  # from here on a visitor waits instead of being turned away
    _announce(taken, options, people)
    _run(taken, options, environment)


def _room_for_listeners() -> None:
    """Let the process have as many connections as the system allows: each live page is one, and the usual is 1,024."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _run(taken: socket.socket, options: Options, environment: Environment) -> None:
    from jiaoban.config import workers
    from jiaoban.config.asgi import build
    from jiaoban.config.protocol import Protocol

    _room_for_listeners()
    config = uvicorn.Config(
        build(),
        workers=options.workers,
        timeout_graceful_shutdown=GRACE_SECONDS,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="on",
        http=Protocol,
        proxy_headers=environment.https,
        ws="none",
    )
    if options.workers > 1:
        workers.run(config, taken)
    else:
        Server(config).run(sockets=[taken])


def _demo() -> list[str]:
    """Load the demo sites into an empty book; return a line for each of their people."""
    from jiaoban.config.settings import exists

    if not exists("jiaoban.demo.load"):
        return []
    from importlib import import_module

    demo = import_module("jiaoban.demo.load")
    if _is_empty():
        _say("Loading the demo sites ... 正在装入演示站。")
        demo.load()
    listed: list[str] = demo.listing()
    return listed


def _is_empty() -> bool:
    """Tell whether nobody has an account and no site has a book yet."""
    from django.contrib.auth import get_user_model

    from jiaoban.ledger.store import sites

    return not sites() and not get_user_model().objects.exists()


def _announce(taken: socket.socket, options: Options, people: list[str]) -> None:
    host = "127.0.0.1" if options.host in {"0.0.0.0", "::"} else options.host  # noqa: S104
    shown = f"[{host}]" if ":" in host else host
    address = f"Jiaoban 交班: http://{shown}:{taken.getsockname()[1]}/"
    lines = [address, *people, *first_steps(), "Ctrl-C ends it. 按 Ctrl-C 结束。"]
    _say("\n".join(lines))


def first_steps() -> list[str]:
    """Return what to do where there is no site yet; nothing where there is one."""
    from jiaoban.org.door import all_sites

    if all_sites():
        return []
    return [
        "There is no site yet. 还没有厂站。 docs/how-to/start-a-site.md",
        "  bin/jiaoban user add USERNAME --generate",
        "  bin/jiaoban site add CODE NAME --administrator USERNAME",
    ]


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
