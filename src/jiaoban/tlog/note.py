"""Signed notes (C2SP signed-note): a text, an empty line, and signature lines `— name base64(key id || signature)`."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from jiaoban.tlog.errors import FormatError, SignatureError, at_line
from jiaoban.tlog.keys import SigningKey, VerifierKey
from jiaoban.tlog.strict import read_base64, write_base64

MAX_NOTE = 1_000_000
"""Longest note that is read, in characters."""
MAX_SIGNATURES = 100
"""Most signature lines that are read (the specification asks for at least 16)."""

_DASH = "\N{EM DASH} "


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: the signer's name, the four-byte key id, and the bytes of the signature."""

    name: str
    key_id: bytes
    value: bytes

    def __str__(self) -> str:
        """Return the line without its newline."""
        return f"{_DASH}{self.name} {write_base64(self.key_id + self.value)}"


@dataclass(frozen=True, slots=True)
class Verified:
    """A signature that was found good: by which key and, for a cosignature, at which POSIX time."""

    key: VerifierKey
    time: int | None


@dataclass(frozen=True, slots=True)
class Note:
    """A text, which ends in a newline, and the signatures under it, in order."""

    text: str
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        """Return the note as it is written, signed or not."""
        return self.text + "\n" + "".join(f"{one}\n" for one in self.signatures)

    def signed_by(self, key: SigningKey) -> "Note":
        """Return the note with this key's signature as the last one."""
        return self._with(key.verifier, key.sign(self.text))

    def cosigned_by(self, key: SigningKey, time: int) -> "Note":
        """Return the note with this witness's cosignature, made at this POSIX time, as the last one."""
        return self._with(key.cosigner, key.cosign(self.text, time))

    def verify(self, keys: Iterable[VerifierKey]) -> tuple[Verified, ...]:
        """Return the good signatures by these keys, each key once; signatures by other keys are passed over.

        Raises `SignatureError` when a signature by one of these keys is wrong, or when there is none at all.
        """
        known = {(key.name, key.key_id): key for key in keys}
        good: dict[VerifierKey, Verified] = {}
        for one in self.signatures:
            key = known.get((one.name, one.key_id))
            if key is not None:
                time = key.verify(self.text, one.value)
                good.setdefault(key, Verified(key, time))
        if not good:
            names = ", ".join(f"{name}+{number.hex()}" for name, number in known) or "-"
            raise SignatureError(
                f"没有所信任密钥的签名({names})", f"there is no signature by a key that is trusted here ({names})"
            )
        return tuple(good.values())

    def _with(self, key: VerifierKey, value: bytes) -> "Note":
        return replace(self, signatures=(*self.signatures, Signature(key.name, key.key_id, value)))


def parse_note(written: str | bytes, first_line: int = 1) -> Note:
    """Read a signed note; `first_line` is the number of its first line in the file, for the errors.

    Raises `FormatError` naming the line for anything that C2SP signed-note does not allow.
    """
    whole = _characters(written, first_line)
    cut = whole.rfind("\n\n")
    if cut < 0:
        raise at_line(
            first_line, "签名前应有一空行", "a signed note has an empty line between its text and its signatures"
        )
    text, lines = whole[: cut + 1], whole[cut + 2 :].split("\n")
    number = first_line + text.count("\n") + 1
    if lines.pop() != "" or not lines:
        raise at_line(
            number + len(lines),
            "注记应以至少一行签名及换行结束",
            "a signed note ends with one signature line or more, and a newline",
        )
    if len(lines) > MAX_SIGNATURES:
        raise at_line(number, f"签名不应多于 {MAX_SIGNATURES} 行", f"at most {MAX_SIGNATURES} signatures are read")
    return Note(text, tuple(_parse_signature(line, number + place) for place, line in enumerate(lines)))


def _characters(written: str | bytes, first_line: int) -> str:
    if len(written) > MAX_NOTE:
        raise FormatError(f"注记不应长于 {MAX_NOTE} 字", f"a note of more than {MAX_NOTE} characters is not read")
    try:
        whole = written.decode() if isinstance(written, bytes) else written.encode().decode()
    except UnicodeError:
        raise at_line(first_line, "注记应为有效的 UTF-8", "a signed note is valid UTF-8") from None
    for place, character in enumerate(whole):
        if character < " " and character != "\n":
            line = first_line + whole.count("\n", 0, place)
            raise at_line(
                line,
                f"不应有控制字符 U+{ord(character):04X},换行只用 LF",
                f"the control character U+{ord(character):04X} is not allowed; lines end in LF alone",
            )
    return whole


def _parse_signature(line: str, number: int) -> Signature:
    parts = line.removeprefix(_DASH).split(" ")
    if not line.startswith(_DASH) or len(parts) != 2:
        raise at_line(
            number, "签名行应为“— 名称 base64”", "a signature line is: em dash, space, key name, space, base64"
        )
    name, encoded = parts
    if not name or "+" in name or any(character.isspace() for character in name):
        raise at_line(
            number, "签名者名称不应为空或含空格、加号", "the name in a signature line is empty or has a space or a plus"
        )
    raw = read_base64(encoded)
    if raw is None or len(raw) < 5:
        raise at_line(
            number,
            "签名应为密钥编号(4 字节)加签名的 base64",
            "the signature should be base64 of a 4-byte key id and the signature",
        )
    return Signature(name, raw[:4], raw[4:])
