"""Telling whoever listens in this process that a book has grown. Other processes look at the head instead."""

import logging
from collections.abc import Callable

log = logging.getLogger(__name__)
Listener = Callable[[str, int], None]
_LISTENERS: list[Listener] = []


def register(listener: Listener) -> Listener:
    """Have `listener(site, size)` called after every commit that appended acts; it must be quick and must not write."""
    if listener not in _LISTENERS:
        _LISTENERS.append(listener)
    return listener


def unregister(listener: Listener) -> None:
    """Call this listener no more."""
    if listener in _LISTENERS:
        _LISTENERS.remove(listener)


def tell(site: str, size: int) -> None:
    """Tell every listener. One that fails is logged: what was appended stands all the same."""
    for listener in tuple(_LISTENERS):
        try:
            listener(site, size)
        except Exception:
            log.exception("A listener of the book of %s failed.", site)
