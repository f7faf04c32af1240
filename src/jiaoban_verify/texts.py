"""Reading public keys and checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature), checking who signed."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from jiaoban_verify.ed25519 import verify
from jiaoban_verify.say import Misfit, Misuse, shown

_LOG, _WITNESS = 1, 4
_DECIMAL = re.compile("0|[1-9][0-9]{0,18}")
_NAME = re.compile("[!-*,-~]{1,255}")
_SIGNATURE = re.compile("\u2014 ([^ +]+) ([A-Za-z0-9+/=]+)")


class Key(NamedTuple):
    """A public key that the caller trusts; `algorithm` is 1 for a log, 4 for a witness."""

    name: str
    number: bytes
    algorithm: int
    public: bytes

    def __str__(self) -> str:
        """Return the key as it stands in a key file."""
        encoded = base64.b64encode(bytes([self.algorithm]) + self.public).decode("ascii")
        return f"{self.name}+{self.number.hex()}+{encoded}"


class Checkpoint(NamedTuple):
    """What a log stated about itself, the text as it was signed, and the signatures as (name, key id, bytes)."""

    origin: str
    size: int
    root: bytes
    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]


def mended(raw: bytes) -> bytes:
    """Undo what mail programs and editors do to a text: byte order mark, CRLF, newlines at the end."""
    return raw[3 if raw.startswith(b"\xef\xbb\xbf") else 0 :].replace(b"\r\n", b"\n").rstrip(b"\r\n ") + b"\n"


def decimal(text: str) -> int | None:
    """Read a decimal below 2^63 without leading zeros; None when it is none."""
    value = int(text) if _DECIMAL.fullmatch(text) else -1
    return value if 0 <= value < 2**63 else None


def unbase64(text: object) -> bytes | None:
    """Read standard padded base64 in its one canonical form; None when it is not."""
    if not isinstance(text, str):
        return None
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    return raw if base64.b64encode(raw).decode("ascii") == text else None


def read_keys(raw: bytes) -> list[Key]:
    """Read a key file: one `name+hash+base64` a line, empty lines and lines with # left out. Raises `Misuse`."""
    text = raw.decode("utf-8", "replace").lstrip("\ufeff")
    if "PRIVATE+KEY+" in text:
        raise Misuse(
            "密钥文件中是私钥:请勿外传,核验只需公钥。",
            "The key file holds a private key: give it to nobody; checking needs the public key only.",
        )
    lines = [line.strip() for line in text.splitlines()]
    keys = [_read_key(line, number) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]
    if not any(key.algorithm == _LOG for key in keys):
        raise Misuse("密钥文件中没有站点公钥。", "The key file holds no public key of a site.")
    return keys


def _read_key(line: str, number: int) -> Key:
    parts = line.split("+", 2)
    raw = unbase64(parts[2]) if len(parts) == 3 else None
    if raw is None or len(raw) != 33 or raw[0] not in (_LOG, _WITNESS) or not _NAME.fullmatch(parts[0]):
        raise Misuse(
            f"密钥文件第 {number} 行不是公钥,应为 名称+编号+base64。",
            f"Line {number} of the key file is no public key; it should be name+hash+base64.",
        )
    own = sha256(parts[0].encode() + b"\n" + raw).digest()[:4]
    if parts[1] != own.hex():
        raise Misuse(
            f"密钥文件第 {number} 行的编号与公钥不配套,可能抄错。",
            f"Line {number} of the key file: the hash does not belong to the key; it may be a slip in copying.",
        )
    return Key(parts[0], own, raw[0], raw[1:])


def read_checkpoint(written: str) -> Checkpoint:
    """Read a checkpoint; raises `Misfit`. Whether it is signed is for `witnesses_of` to say."""
    text, gap, tail = written.rpartition("\n\n")
    text += "\n"
    control = any(one < " " and one != "\n" for one in written)
    lines, signed = text[:-1].split("\n"), tail[:-1].split("\n")
    if not gap or control or not tail.endswith("\n") or len(lines) < 3 or not all(lines) or len(signed) > 100:
        raise _no_checkpoint("三行正文、一空行、签名行", "three lines, an empty line, signature lines")
    size, root = decimal(lines[1]), unbase64(lines[2])
    if size is None or root is None or len(root) != 32:
        raise _no_checkpoint(
            "第二行为叶数,第三行为 32 字节根的 base64", "a size in line 2, base64 of a 32-byte root in line 3"
        )
    if size == 0 and root != sha256(b"").digest():
        raise _no_checkpoint("空树的根为空串的 SHA-256", "the SHA-256 of nothing as the root of an empty book")
    return Checkpoint(lines[0], size, root, text, tuple(_read_signature(line) for line in signed))


def _read_signature(line: str) -> tuple[str, bytes, bytes]:
    match = _SIGNATURE.fullmatch(line)
    raw = unbase64(match.group(2)) if match else None
    if match is None or raw is None or len(raw) < 5 or any(one.isspace() for one in match.group(1)):
        raise _no_checkpoint("签名行为“\u2014 名称 base64”", "signature lines of the form: em dash, name, base64")
    return match.group(1), raw[:4], raw[4:]


def _no_checkpoint(zh: str, en: str) -> Misfit:
    return Misfit(f"存证点格式不对,应有:{zh}。", f"The checkpoint is not in its form; there should be: {en}.")


def witnesses_of(checkpoint: Checkpoint, keys: Sequence[Key]) -> list[str]:
    """Check every signature by a given key; return the names of the witnesses among them.

    Raises `Misfit` when one of them is wrong, or when none is by a site key that bears the checkpoint's origin.
    """
    where = f"{shown(checkpoint.origin)} / {checkpoint.size}"
    own, witnesses = False, []
    for name, number, value in checkpoint.signatures:
        for key in keys:
            if (key.name, key.number) != (name, number):
                continue
            if not _good(checkpoint.text, key, value):
                raise Misfit(
                    f"存证点({where})上 {shown(name)} 的签名无效:内容被改动,或不是此密钥所签。",
                    f"Checkpoint ({where}): the signature by {shown(name)} is wrong: text changed, or another key.",
                )
            own = own or (key.algorithm == _LOG and name == checkpoint.origin)
            if key.algorithm == _WITNESS and name not in witnesses:
                witnesses.append(name)
    if not own:
        raise Misfit(
            f"存证点({where})没有所给公钥的签名。",
            f"Checkpoint ({where}): it bears no signature by a site key that you gave.",
        )
    return witnesses


def _good(text: str, key: Key, value: bytes) -> bool:
    try:
        message = text.encode()
    except UnicodeEncodeError:
        return False
    if key.algorithm == _LOG:
        return verify(key.public, message, value)
    time = int.from_bytes(value[:8], "big")
    stamped = b"cosignature/v1\ntime %d\n" % time + message
    return len(value) == 72 and time < 2**63 and verify(key.public, stamped, value[8:])
