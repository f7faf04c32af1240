"""Keys of signed notes (C2SP signed-note) and of cosignatures (C2SP tlog-cosignature): Ed25519 (RFC 8032) in both.

A verifier key is text, `name+hash+base64`: hash is the key id in hex, base64 holds the algorithm byte and the public
key. A private key is `PRIVATE+KEY+name+hash+base64` with the 32-byte seed instead. One private key speaks in two ways:
as a log that signs its own checkpoints (`verifier`), and as a witness that countersigns another's (`cosigner`).
"""

import re
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from jiaoban.tlog.errors import FormatError, SignatureError
from jiaoban.tlog.strict import HIGHEST, read_base64, write_base64

_NAME = re.compile(r"[!-*,-~]{1,255}")
_KEY_ID = re.compile(r"[0-9a-f]{8}")
_PRIVATE = "PRIVATE+KEY+"
_COSIGNATURE_HEADER = "cosignature/v1\n"


class Algorithm(IntEnum):
    """The signature types that we know (C2SP signed-note, "Signature types"), by their identifier byte."""

    ED25519 = 0x01
    ED25519_COSIGNATURE = 0x04


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key that a reader trusts: whose it is, what it signs, and its 32 bytes."""

    name: str
    public: bytes
    algorithm: Algorithm = Algorithm.ED25519

    def __post_init__(self) -> None:
        need_name(self.name)
        if len(self.public) != 32:
            raise FormatError("Ed25519 公钥应为 32 字节", f"an Ed25519 public key has 32 bytes, not {len(self.public)}")

    @property
    def key_id(self) -> bytes:
        """SHA-256(name || 0x0A || algorithm || public key), its first four bytes (C2SP signed-note)."""
        return key_id(self.name, self.algorithm, self.public)

    def __str__(self) -> str:
        """Return the key as text, `name+hash+base64`."""
        return f"{self.name}+{self.key_id.hex()}+{write_base64(bytes([self.algorithm]) + self.public)}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """Read a key written by `str()`, without white space around it; raises `FormatError`."""
        parts = text.split("+", 2)
        if len(parts) != 3:
            raise FormatError(
                "公钥应为 名称+编号+base64 三段", "a verifier key is name+hash+base64, joined by plus signs"
            )
        name, number, encoded = parts
        raw = read_base64(encoded)
        if raw is None or len(raw) != 33 or raw[0] not in (Algorithm.ED25519, Algorithm.ED25519_COSIGNATURE):
            raise FormatError(
                "公钥的第三段应为算法字节(01 或 04)加 32 字节公钥的 base64",
                "the third part of a verifier key is base64 of the algorithm byte (01 or 04) and a 32-byte public key",
            )
        key = cls(name, raw[1:], Algorithm(raw[0]))
        _need_id(number, key.key_id)
        return key

    def verify(self, text: str, signature: bytes) -> int | None:
        """Check a signature over a note's text; raises `SignatureError`.

        Returns the POSIX time that a cosignature states, None for a plain signature, which states none.
        """
        if self.algorithm is Algorithm.ED25519:
            self._check(text.encode(), signature)
            return None
        time = int.from_bytes(signature[:8], "big")
        if len(signature) != 72 or time > HIGHEST:
            raise self._bad()
        self._check(cosigned_message(text, time), signature[8:])
        return time

    def _check(self, message: bytes, signature: bytes) -> None:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            raise self._bad() from None

    def _bad(self) -> SignatureError:
        return SignatureError(
            f"{self.name} 的签名与内容不符", f"the signature by {self.name} does not belong to this text or this key"
        )


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key: the name that it signs under and its 32-byte seed, which `repr` never shows."""

    name: str
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        need_name(self.name)
        if len(self.seed) != 32:
            raise FormatError("Ed25519 私钥种子应为 32 字节", f"an Ed25519 seed has 32 bytes, not {len(self.seed)}")

    @classmethod
    def generate(cls, name: str) -> "SigningKey":
        """Make a new key from the operating system's random source."""
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def verifier(self) -> VerifierKey:
        """The public half for `sign`."""
        return VerifierKey(self.name, self._private().public_key().public_bytes_raw())

    @property
    def cosigner(self) -> VerifierKey:
        """The public half for `cosign`; another key id, so that the two kinds of signature cannot be mistaken."""
        return VerifierKey(self.name, self.verifier.public, Algorithm.ED25519_COSIGNATURE)

    def sign(self, text: str) -> bytes:
        """Return the 64-byte signature over a note's text.

        Refuses (`SignatureError`) a text that begins like a cosigned message: this key must only sign that by `cosign`.
        """
        if text.startswith(_COSIGNATURE_HEADER):
            raise SignatureError(
                "以 cosignature/v1 开头的文字不能作为普通内容签名",
                "a text that begins with cosignature/v1 is never signed plainly",
            )
        return self._private().sign(text.encode())

    def cosign(self, text: str, time: int) -> bytes:
        """Return time (POSIX seconds, 8 bytes) and signature of a cosignature over a checkpoint's text."""
        if not 0 <= time <= HIGHEST:
            raise SignatureError("会签时间应在 0 至 2^63-1 秒之间", "the time of a cosignature is 0 to 2^63-1 seconds")
        return time.to_bytes(8, "big") + self._private().sign(cosigned_message(text, time))

    def to_text(self) -> str:
        """Return the private key as text, `PRIVATE+KEY+name+hash+base64`. Keep it outside the database, mode 0600."""
        number = self.verifier.key_id.hex()
        return f"{_PRIVATE}{self.name}+{number}+{write_base64(bytes([Algorithm.ED25519]) + self.seed)}"

    @classmethod
    def parse(cls, text: str) -> "SigningKey":
        """Read a key written by `to_text`, no white space around it; raises `FormatError` without quoting it."""
        parts = text.removeprefix(_PRIVATE).split("+", 2)
        if not text.startswith(_PRIVATE) or len(parts) != 3:
            raise FormatError(
                "私钥应为 PRIVATE+KEY+名称+编号+base64",
                "a private key is PRIVATE+KEY+name+hash+base64, joined by plus signs",
            )
        name, number, encoded = parts
        raw = read_base64(encoded)
        if raw is None or len(raw) != 33 or raw[0] != Algorithm.ED25519:
            raise FormatError(
                "私钥的末段应为字节 01 加 32 字节种子的 base64",
                "a private key ends with base64 of the byte 01 and a 32-byte seed",
            )
        key = cls(name, raw[1:])
        _need_id(number, key.verifier.key_id)
        return key

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def key_id(name: str, algorithm: int, public: bytes) -> bytes:
    """Return the four bytes by which a signature line names its key (C2SP signed-note, "Signatures")."""
    return sha256(name.encode() + b"\n" + bytes([algorithm]) + public).digest()[:4]


def cosigned_message(text: str, time: int) -> bytes:
    """Return what a witness signs (C2SP tlog-cosignature, "Ed25519 signed message")."""
    return f"{_COSIGNATURE_HEADER}time {time}\n{text}".encode()


def need_name(name: str) -> None:
    """Refuse a key name that is not 1 to 255 printable ASCII characters without spaces and plus signs."""
    if not _NAME.fullmatch(name):
        raise FormatError(
            "密钥名称应为 1 至 255 个可见 ASCII 字符,不含空格与加号,例如 jiaoban.local/site-1",
            "a key name has 1 to 255 visible ASCII characters, no space and no plus, for example jiaoban.local/site-1",
        )


def _need_id(number: str, want: bytes) -> None:
    if not _KEY_ID.fullmatch(number) or number != want.hex():
        raise FormatError(
            f"密钥编号应为 {want.hex()}:名称、编号与密钥不配套,可能抄错",
            f"the hash of this key should be {want.hex()}: name, hash and key do not belong together",
        )
