"""What all texts of the log share: decimal numbers and base64 (RFC 4648 section 4), one form each."""

import base64
import binascii
import re

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")

HIGHEST = 2**63 - 1
"""The largest size, index or POSIX time that a text may name (C2SP tlog-cosignature)."""


def read_decimal(text: str) -> int | None:
    """Read an ASCII decimal without sign or leading zero, at most `HIGHEST`; None when it is not one."""
    if not _DECIMAL.fullmatch(text):
        return None
    value = int(text)
    return value if value <= HIGHEST else None


def read_base64(text: str) -> bytes | None:
    """Read standard, padded base64 whose unused bits are zero; None when it is not in that one form."""
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    return raw if write_base64(raw) == text else None


def mended(raw: bytes) -> bytes:
    """Undo what mail programs and editors do to a signed text, before it is parsed.

    Takes away a byte order mark and the CR of CRLF, and leaves one newline at the end; what was signed stays the same.
    """
    return raw.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").rstrip(b"\r\n ") + b"\n"


def write_base64(raw: bytes) -> str:
    """Return standard, padded base64."""
    return base64.b64encode(raw).decode("ascii")
