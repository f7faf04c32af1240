"""A pack as one file that can be signed, carried to another site and installed there. Pure: bytes in, bytes out.

The file is a plain ZIP whose entries are stored as they are, so that the same pack is always the same bytes. It holds
the pack's own files and, in `.jiaoban/`, a table of contents with the digest of the pack and, where it was signed, a
signed note (C2SP signed-note) over that table. Nothing is made of a file before every entry was held against the table.
Why archives that people pack themselves have another reader: see `regime.unpacking`.
"""

import stat
import struct
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from pydantic import BaseModel, ConfigDict, ValidationError

from jiaoban.kernel.canon import canonical
from jiaoban.kernel.words import Words
from jiaoban.regime.load import BESIDE, load_bytes
from jiaoban.regime.pack import FILES, Pack
from jiaoban.regime.positions import MAX_BYTES
from jiaoban.regime.unpacking import MOST_BYTES, MOST_FILES, strange
from jiaoban.tlog.errors import TlogError
from jiaoban.tlog.keys import SigningKey, VerifierKey
from jiaoban.tlog.note import Note, parse_note

FORMAT = "jiaoban-pack/1"
TABLE = ".jiaoban/contents.json"
SIGNED = ".jiaoban/signature"
MOST_BESIDE = 256 * 1024
"""Most bytes of table, signature and what the archive itself adds."""
LARGEST = MOST_BYTES + MOST_BESIDE
"""Most bytes of such a file."""
_WHEN = (1980, 1, 1, 0, 0, 0)
_MODE = (stat.S_IFREG | 0o644) << 16


class NotSealed(ValueError):
    """The file is no packed regime, was damaged, or is not signed as it must be; `words` say what is wrong."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")
        self.words = Words(zh=zh, en=en)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(_Part):
    """One file of the pack: its name, bytes, SHA-256."""

    name: str
    size: int
    sha256: str


class Contents(_Part):
    """The table of contents. `digest` is that of the pack, which a site adopts."""

    format: str = FORMAT
    regime: str
    version: str
    digest: str
    entries: tuple[Entry, ...]

    def written(self) -> bytes:
        """Return its bytes, the same for the same contents."""
        return canonical(self.model_dump(mode="json"))

    def stated(self) -> str:
        """Return what is signed."""
        return f"{FORMAT}\n{self.regime}\n{self.digest}\n{sha256(self.written()).hexdigest()}\n"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A packed regime that fits its table of contents. `note` holds the signatures, whoever made them."""

    contents: Contents
    files: Mapping[str, bytes]
    pack: Pack
    note: Note | None

    def signers(self) -> tuple[str, ...]:
        """Return the names under which it claims to be signed; nothing is checked by that."""
        return tuple(one.name for one in self.note.signatures) if self.note else ()

    def need_signature(self, trusted: Iterable[VerifierKey]) -> tuple[str, ...]:
        """Return the names of the trusted keys that signed it. Raises `NotSealed` when none did, or one wrongly."""
        if self.note is None:
            raise NotSealed("这个文件没有签名。", "The file is not signed.")
        try:
            return tuple(one.key.name for one in self.note.verify(trusted))
        except TlogError as error:
            raise NotSealed(f"签名不可信：{error.zh}。", f"The signature is not to be trusted: {error.en}.") from error


def seal(files: Mapping[str, bytes], keys: Sequence[SigningKey] = ()) -> bytes:
    """Return the file of a pack, signed by these keys in their order.

    `files` are the pack's own by their name in its folder. Raises `PackError` when the pack is not good, `NotSealed`
    for a name that cannot be in it, and for too much.
    """
    for name in files:
        _need_name(name)
    if len(files) > MOST_FILES or sum(map(len, files.values())) > MOST_BYTES:
        raise _too_much()
    pack = _pack_of(files)
    contents = Contents(
        regime=pack.head.id,
        version=pack.head.version,
        digest=pack.digest,
        entries=tuple(
            Entry(name=name, size=len(files[name]), sha256=sha256(files[name]).hexdigest()) for name in sorted(files)
        ),
    )
    note = Note(contents.stated())
    for key in keys:
        note = note.signed_by(key)
    inside = {TABLE: contents.written(), **({SIGNED: str(note).encode()} if keys else {})}
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in {**inside, **{name: files[name] for name in sorted(files)}}.items():
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.external_attr, entry.create_system = _MODE, 3
            archive.writestr(entry, content)
    return packed.getvalue()


def unseal(packed: bytes) -> Sealed:
    """Return what a file holds, every part held against its table of contents.

    Raises `NotSealed`, or `PackError` when what it holds is no good pack.
    """
    inside = _inside(packed)
    if TABLE not in inside:
        raise NotSealed(
            "这不是 jiaoban regime pack 打的包：里面没有目录。",
            "It was not made by `jiaoban regime pack`: it has no table of contents.",
        )
    try:
        contents = Contents.model_validate_json(inside[TABLE])
    except (ValidationError, UnicodeDecodeError) as error:
        raise NotSealed("包里的目录读不懂。", "Its table of contents cannot be read.") from error
    if contents.format != FORMAT or contents.written() != inside[TABLE]:
        raise NotSealed("包里的目录不是本程序写的样子。", "Its table of contents is not as this program writes it.")
    files = {name: content for name, content in inside.items() if name not in (TABLE, SIGNED)}
    _need_as_told(contents, files)
    pack = _pack_of(files)
    if (pack.head.id, pack.head.version, pack.digest) != (contents.regime, contents.version, contents.digest):
        raise NotSealed(
            "制度内容和目录写的摘要不符。", "The regime is not the one whose digest the table of contents names."
        )
    return Sealed(contents, files, pack, _note(contents, inside.get(SIGNED)))


def _note(contents: Contents, signed: bytes | None) -> Note | None:
    if signed is None:
        return None
    try:
        note = parse_note(signed)
    except TlogError as error:
        raise NotSealed(f"签名读不懂：{error.zh}。", f"The signature cannot be read: {error.en}.") from error
    if note.text != contents.stated():
        raise NotSealed("签的不是这份目录。", "What was signed is not this table of contents.")
    return note


def _need_as_told(contents: Contents, files: Mapping[str, bytes]) -> None:
    told = {entry.name: entry for entry in contents.entries}
    strange = next((name for name in (*files, *told) if name not in told or name not in files), None)
    if strange is not None or len(told) != len(contents.entries):
        raise NotSealed(
            f"「{strange or ''}」和目录对不上。", f"{strange or 'An entry'} does not fit the table of contents."
        )
    for name, content in files.items():
        if (len(content), sha256(content).hexdigest()) != (told[name].size, told[name].sha256):
            raise NotSealed(
                f"「{name}」和目录里写的不一样：文件被改过或坏了。",
                f"{name} is not what the table of contents says: it was changed or damaged.",
            )


def _pack_of(files: Mapping[str, bytes]) -> Pack:
    return load_bytes({name: content for name, content in files.items() if name in FILES or name in BESIDE})


def _need_name(name: str) -> None:
    wrong = strange(name)
    if wrong is not None:
        raise NotSealed(f"{wrong.wrong.zh}{wrong.right.zh}", f"{wrong.wrong.en} {wrong.right.en}")


def _too_much() -> NotSealed:
    return NotSealed(
        f"太多：不超过 {MOST_FILES} 个文件、{MOST_BYTES} 字节。",
        f"There is too much: at most {MOST_FILES} files and {MOST_BYTES} bytes.",
    )


def _inside(packed: bytes) -> dict[str, bytes]:
    """Return the entries by name: plain stored files of known names, no more than fits."""
    if len(packed) > LARGEST:
        raise _too_much()
    try:
        with zipfile.ZipFile(BytesIO(packed)) as archive:
            listed = archive.infolist()
            if len(listed) > MOST_FILES + 2 or sum(one.file_size for one in listed) > LARGEST:
                raise _too_much()
            if archive.comment or (listed and min(one.header_offset for one in listed) != 0):
                raise NotSealed("包的前后还有别的内容。", "There is something else before or after the archive.")
            found: dict[str, bytes] = {}
            for one in listed:
                _need_plain(one, found)
                found[one.filename] = archive.read(one)
            return found
    except NotSealed:
        raise
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
        struct.error,
    ) as error:
        raise NotSealed("这不是完整的 ZIP 文件。", "It is no whole ZIP file.") from error


def _need_plain(one: zipfile.ZipInfo, found: Mapping[str, bytes]) -> None:
    if one.filename in found:
        raise NotSealed(f"「{one.filename[:100]}」有两份。", f"{one.filename[:100]} is there twice.")
    if one.filename not in (TABLE, SIGNED):
        _need_name(one.filename)
    mode = one.external_attr >> 16
    if one.orig_filename != one.filename or one.is_dir() or (mode and not stat.S_ISREG(mode)):
        raise NotSealed(f"「{one.filename}」不是普通文件。", f"{one.filename} is no plain file.")
    if one.compress_type != zipfile.ZIP_STORED or one.flag_bits & 1 or one.compress_size != one.file_size:
        raise NotSealed(
            f"「{one.filename}」是压缩或加密的：不是 jiaoban regime pack 打的包。",
            f"{one.filename} is compressed or encrypted: it was not made by `jiaoban regime pack`.",
        )
    if one.filename in FILES and one.file_size > MAX_BYTES:
        raise _too_much()
