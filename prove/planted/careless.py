"""Planted: what the store refuses is answered as carried out; what cannot be written to its end is left lying about."""

from pathlib import Path
from typing import Any

from prove.planted import run_with


def plant() -> None:
    """Put the bugs in; call it when Django is set up."""
    from django.db import Error

    from jiaoban.kernel.verbs import Outcome
    from jiaoban.ledger import durable
    from jiaoban.org import door

    perform: Any = vars(door)["perform"]

    def swallowing(*words: Any, **said: Any) -> Any:
        try:
            return perform(*words, **said)
        except (OSError, Error):
            return Outcome(acts=())

    def half(path: Path, content: bytes, mode: int = 0o644) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_name(f".{path.name}.half").write_bytes(content)
        path.with_name(f".{path.name}.half").replace(path)

    vars(door)["perform"] = swallowing
    vars(durable)["write"] = half


if __name__ == "__main__":
    run_with(plant)
