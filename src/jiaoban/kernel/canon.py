"""Canonical JSON: one value, one sequence of bytes, so that a hash means the value.

The form is RFC 8785 restricted to what acts need: keys sorted by code point, no white space, UTF-8, integers only.
Decimal figures travel as strings: a binary float has no single decimal form on which two parties could agree.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_SCALARS = frozenset({str, int, bool, type(None)})


def canonical(value: Any) -> bytes:
    """Return the canonical bytes of a JSON value.

    Raises `TypeError` naming the path of the first value that has no canonical form (a float, a non-string key, an
    object of another type).
    """
    if not _plain(value):
        _refuse_foreign(value, "$")
    return encoded(value)


def encoded(value: Any) -> bytes:
    """Return the canonical bytes of a value whose types another part vouches for: a model dumped in JSON mode has text
    for keys, and what may still hide in it, a float, `reread` refuses. It spares the walk through thousands of lines.
    """
    return _JSON.encode(value).encode()


def reread(body: bytes) -> Any:
    """Return the value of canonical bytes; raises `TypeError` when a float stands in them."""
    return json.loads(body, parse_float=_no_float)


def _no_float(text: str) -> Any:
    raise TypeError(f"{text} is a float and has no canonical form; write figures as strings or integers")


def digest(value: Any) -> str:
    """Return the SHA-256 of the canonical bytes as 64 lower-case hex digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _plain(value: Any) -> bool:
    """Say whether a value is made of the plain types alone: nearly all are, and then no path has to be kept."""
    kind = type(value)
    if kind is dict:
        if not set(map(type, value)) <= {str}:
            return False
        parts = value.values()
    elif kind is list or kind is tuple:
        parts = value
    else:
        return kind in _SCALARS
    if set(map(type, parts)) <= _SCALARS:
        return True
    return all(_plain(part) for part in parts if type(part) not in _SCALARS)


def _refuse_foreign(value: Any, path: str) -> None:
    if value is None or isinstance(value, str | bool | int):
        return
    if isinstance(value, Mapping):
        for key, part in value.items():
            if not isinstance(key, str):
                raise TypeError(f"{path}: key {key!r} is not a string")
            _refuse_foreign(part, f"{path}.{key}")
        return
    if isinstance(value, list | tuple):
        for place, part in enumerate(value):
            _refuse_foreign(part, f"{path}[{place}]")
        return
    raise TypeError(f"{path}: {type(value).__name__} has no canonical form; write figures as strings or integers")
