"""How long a server takes to start over a book of so many acts, and what memory it holds after reading it."""

from typing import Any

from bench import _serving
from bench._book import COMMON, open_book
from bench._site import open_site

NAME = "memory"
ROUNDS = 60


def run(size: int) -> list[dict[str, Any]]:
    """Start over a small book, then over one of `size` acts; read home, log and search in turn."""
    open_site()
    from jiaoban.demo import cast

    rows = []
    for wanted in (1, size):
        book = open_book(wanted)
        cookie = {"Cookie": _serving.session(cast.LEADS["A"].username)}
        at = f"/s/{cast.SITE}/p/{cast.CCR}"
        with _serving.serving() as (server, port, started):
            fresh = _serving.resident(server.pid)
            for number in range(ROUNDS):
                for path in (f"{at}/", f"{at}/log", f"{at}/log?q={_quoted(COMMON)}", f"/s/{cast.SITE}/board"):
                    assert _serving.get(port, path, cookie)[0] == 200, (path, number)
            read = _serving.resident(server.pid)
        rows.append({"acts": book.size, "start s": started, "fresh MiB": fresh, "after reads MiB": read})
    return rows


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text)
