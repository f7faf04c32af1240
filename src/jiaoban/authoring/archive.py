"""The folder of a pack as a zip archive: packed to be taken away, unpacked with the suspicion that a foreign file
deserves. Pure.

Nothing is written to a disk: an archive becomes texts by name, or one sentence that says what is wrong with it.
"""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from jiaoban.authoring.rules import MOST_BYTES, MOST_FILES, need_name
from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words
from jiaoban.regime.positions import MAX_BYTES

LARGEST = 10 * 1024 * 1024
"""Most bytes of an archive."""
MOST_ENTRIES = 1000
"""Most entries of an archive, folders and what is passed over included."""
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError)
_PASSED_OVER = ("__MACOSX", "Thumbs.db", "desktop.ini")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def pack(texts: Mapping[str, str], folder: str) -> bytes:
    """Return the files in a folder of an archive; the same files give the same bytes."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in sorted(texts.items()):
            packed.writestr(zipfile.ZipInfo(f"{folder}/{name}", _EPOCH), text.encode(), zipfile.ZIP_DEFLATED)
    return into.getvalue()


def unpack(content: bytes) -> dict[str, str]:
    """Return the texts of an archive by their name in the pack's folder. Raises `BadInput`, one sentence."""
    if len(content) > LARGEST:
        raise _bad(
            f"压缩包有 {len(content)} 字节。",
            f"The archive has {len(content)} bytes.",
            f"不超过 {LARGEST} 字节。",
            f"It has at most {LARGEST} bytes.",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _texts(packed)
    except BadInput:
        raise
    except _BROKEN as error:
        raise _bad(
            "这不是能读的 zip 压缩包，或者已损坏。",
            "This is no zip archive that can be read, or it is damaged.",
            "把制度包的文件夹压缩成 zip 再上传。",
            "Pack the folder of the pack into a zip archive and send that.",
        ) from error


def _texts(packed: zipfile.ZipFile) -> dict[str, str]:
    entries = packed.infolist()
    if len(entries) > MOST_ENTRIES:
        raise _too_much(len(entries))
    wanted = [one for one in entries if not one.is_dir() and not _passed_over(one.filename)]
    for one in wanted:
        _need_plain(one)
    if len(wanted) > MOST_FILES or sum(one.file_size for one in wanted) > MOST_BYTES:
        raise _too_much(len(wanted))
    shared = _folder([one.filename for one in wanted])
    texts: dict[str, str] = {}
    for one in wanted:
        name = one.filename.removeprefix(shared)
        need_name(name)
        if name in texts:
            raise _bad(f"压缩包里有两个 {name}。", f"The archive has {name} twice.", "只留一个。", "Keep one of them.")
        texts[name] = _text(packed, one, name)
    if "pack.yaml" not in texts:
        raise _bad(
            "压缩包里没有 pack.yaml。",
            "There is no pack.yaml in the archive.",
            "压缩制度包的整个文件夹。",
            "Pack the whole folder of the pack.",
        )
    return texts


def _passed_over(name: str) -> bool:
    """What file managers put into archives beside what people meant."""
    parts = PurePosixPath(name).parts
    return any((part.startswith(".") and part not in ("..", ".")) or part in _PASSED_OVER for part in parts)


def _need_plain(one: zipfile.ZipInfo) -> None:
    """Refuse names that lead out of the folder, links, secrets and large files, whatever the rest says."""
    name = one.filename
    shown = name[:100]
    if name.startswith("/") or "\\" in name or ":" in name or "\0" in name or ".." in PurePosixPath(name).parts:
        raise _bad(
            f"「{shown}」指到文件夹之外。",
            f"{shown!r} leads out of the folder.",
            "压缩包里只放制度包自己的文件。",
            "The archive holds the pack's own files only.",
        )
    if stat.S_ISLNK(one.external_attr >> 16):
        raise _bad(f"「{shown}」是链接。", f"{shown!r} is a link.", "放文件本身。", "Put the file itself there.")
    if one.flag_bits & 0x1:
        raise _bad("压缩包设了密码。", "The archive has a password.", "不设密码再压缩。", "Pack it without one.")
    if one.file_size > MAX_BYTES:
        raise _too_large(shown)


def _folder(names: list[str]) -> str:
    """Return the one folder in which everything lies ('' where pack.yaml lies at the top), with its slash."""
    if not names or "pack.yaml" in names:
        return ""
    first = {name.partition("/")[0] for name in names}
    return f"{first.pop()}/" if len(first) == 1 and all("/" in name for name in names) else ""


def _text(packed: zipfile.ZipFile, one: zipfile.ZipInfo, name: str) -> str:
    read = b"".join(_pieces(packed, one))  # what is declared can be a lie, so it is counted
    if len(read) > MAX_BYTES:
        raise _too_large(name)
    try:
        return read.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _bad(
            f"{name} 不是 UTF-8 文字。", f"{name} is no text in UTF-8.", "用 UTF-8 保存。", "Save it as UTF-8."
        ) from error


def _pieces(packed: zipfile.ZipFile, one: zipfile.ZipInfo) -> Iterator[bytes]:
    with packed.open(one) as stream:
        yield stream.read(MAX_BYTES + 1)


def _too_large(name: str) -> BadInput:
    return _bad(
        f"{name} 展开后太大。",
        f"{name} is too large when unpacked.",
        f"一个文件不超过 {MAX_BYTES} 字节。",
        f"A file has at most {MAX_BYTES} bytes.",
    )


def _too_much(files: int) -> BadInput:
    return _bad(
        f"压缩包里有 {files} 个文件，或展开后太大。",
        f"The archive has {files} files, or is too large when unpacked.",
        f"制度包不超过 {MOST_FILES} 个文件、共 {MOST_BYTES} 字节。",
        f"A pack has at most {MOST_FILES} files with {MOST_BYTES} bytes together.",
    )


def _bad(zh: str, en: str, right_zh: str, right_en: str) -> BadInput:
    return BadInput("file", Words(zh=zh, en=en), Words(zh=right_zh, en=right_en))
