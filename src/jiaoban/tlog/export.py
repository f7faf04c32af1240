"""The lines of an exported record (JSON Lines, UTF-8), which the separate verifier reads offline.

Line 1 is the header, then every act in order, then checkpoints in any order. The verifier shares no code with this.
"""

import json

from jiaoban.tlog.checkpoint import SignedCheckpoint
from jiaoban.tlog.keys import VerifierKey
from jiaoban.tlog.strict import write_base64

FORMAT = "jiaoban-export/1"


def header_line(site: str, key: VerifierKey, size: int) -> str:
    """Return the first line: whose book, the public key now in use, and how many acts follow."""
    return _line({"format": FORMAT, "site": site, "vkey": str(key), "size": size})


def act_line(body: bytes) -> str:
    """Return the line of one act, given by the canonical bytes that were hashed."""
    return _line({"body": write_base64(body)})


def checkpoint_line(checkpoint: SignedCheckpoint) -> str:
    """Return the line of one checkpoint."""
    return _line({"checkpoint": str(checkpoint)})


def _line(value: dict[str, str | int]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
