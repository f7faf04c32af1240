"""The files of a pack as they come in: from a folder, one by one, or all in one ZIP archive, with or without their
folder.

An archive is a foreign file: nothing of it is written to a disk, no name leads anywhere, and no more of it is unfolded
than a pack can have. Pages, the API and drafts read it here, so that what is refused is refused in one sentence.

What `jiaoban regime pack` wrote is read by `org.sealed` as well, and on purpose by another reader. Here a person packed
a folder with whatever was at hand: compressed, names in GBK, a folder around it, what file managers add; all that is
made good. There every byte was written by this program and is signed for: whatever is other than it writes is damage or
deceit, and making it good would hide it. The names that a pack's files can have, and how much there can be, both take
from here.
"""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from jiaoban.kernel.words import Words
from jiaoban.regime.load import BESIDE, SCENARIOS, is_name
from jiaoban.regime.pack import FILES
from jiaoban.regime.positions import MAX_BYTES, PackError, Problem

LARGEST = 10 * 1024 * 1024
"""Most bytes of an archive."""
MOST_ENTRIES = 1000
"""Most entries of an archive, folders and what is passed over included."""
MOST_FILES = 80
"""Most files of a pack, scenarios included."""
MOST_BYTES = 5_000_000
"""Most bytes of the files of a pack together."""
HEAD = "pack.yaml"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError)
_PASSED_OVER = ("__MACOSX", "Thumbs.db", "desktop.ini")
_NAME_IS_UTF8, _LOCKED = 0x800, 0x1


def files_of(sent: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """Return the files of a pack by their name in its folder; a single archive is opened.

    Raises `PackError` for an archive that cannot be used, for nothing at all, and for the same file twice.
    """
    given = list(sent)
    if len(given) == 1 and given[0][1][:2] == b"PK":
        return unpacked(given[0][1])
    files: dict[str, bytes] = {}
    for name, content in given:
        if name in files:
            raise _twice(name)
        files[name] = content
    if not files:
        raise _wrong("", "没有文件。", "There are no files.", "请选择制度包的文件。", "Choose the files of the pack.")
    return files


def files_in(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder that belong to a pack, scenarios too, byte for byte; what else lies there is left.

    Raises `PackError` for a link among them and for a file that cannot be read.
    """
    found: dict[str, bytes] = {}
    for path in [folder / name for name in (*FILES, *BESIDE)] + sorted((folder / SCENARIOS).glob("*.yaml")):
        name = path.relative_to(folder).as_posix()
        try:
            if path.is_symlink():
                raise _wrong(name, "这是链接。", "It is a link.", "放文件本身。", "Put the file itself there.")
            if path.exists():
                with path.open("rb") as stream:
                    found[name] = stream.read(MOST_BYTES + 1)
        except OSError as error:
            why = error.strerror or "unreadable"
            raise _wrong(name, f"读不了（{why}）。", f"It cannot be read ({why}).", "", "") from error
    return found


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the files of an archive by their name in the pack's folder. Raises `PackError` with one sentence."""
    if len(content) > LARGEST:
        raise _wrong(
            "",
            f"压缩包有 {len(content)} 字节。",
            f"The archive has {len(content)} bytes.",
            f"不超过 {LARGEST} 字节。",
            f"It has at most {LARGEST} bytes.",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _files(archive)
    except PackError:
        raise
    except _BROKEN as error:
        raise _wrong(
            "",
            "这不是能读的 zip 压缩包：已损坏，或用了少见的压缩方法。",
            "This is no zip archive that can be read: it is damaged, or packed in a rare way.",
            "把制度包的文件夹压缩成普通的 zip。",
            "Pack the folder of the pack into a plain zip archive.",
        ) from error


def strange(name: str) -> Problem | None:
    """Return what is wrong with the name of a file, or None: a pack can have such a file."""
    if is_name(name):
        return None
    names = (*FILES, *BESIDE)
    return Problem(
        name[:100],
        0,
        0,
        "",
        Words(zh=f"制度包里没有「{name[:100]}」这种文件。", en=f"A pack has no file {name[:100]!r}."),
        Words(
            zh=f"应为 {'、'.join(names)}，或 {SCENARIOS}/名称.yaml（文字、数字、-、_ 和 .）。",
            en=f"It is one of {', '.join(names)}, or {SCENARIOS}/name.yaml (letters, digits, -, _ and .).",
        ),
    )


def _files(archive: zipfile.ZipFile) -> dict[str, bytes]:
    listed = archive.infolist()
    if len(listed) > MOST_ENTRIES:
        raise _too_much(len(listed))
    named = [(_name(one), one) for one in listed]
    wanted = [(name, one) for name, one in named if not name.endswith("/") and not _passed_over(name)]
    for name, one in wanted:
        _need_plain(name, one)
    if len(wanted) > MOST_FILES or sum(one.file_size for _, one in wanted) > MOST_BYTES:
        raise _too_much(len(wanted))
    folder = _folder([PurePosixPath(name) for name, _ in wanted])
    files: dict[str, bytes] = {}
    for name, one in wanted:
        path = PurePosixPath(name)
        inside = str(path.relative_to(folder) if path.is_relative_to(folder) else path)
        wrong = strange(inside)
        if wrong is not None:
            raise PackError([wrong])
        if inside in files:
            raise _twice(inside)
        files[inside] = _content(archive, one, inside)
    return files


def _name(one: zipfile.ZipInfo) -> str:
    """Return the name of an entry as it was meant: some programs mark no UTF-8, and Chinese Windows writes GBK, with
    its own mark between folders."""
    name = one.filename
    if not one.flag_bits & _NAME_IS_UTF8 and not name.isascii():
        raw = name.encode("cp437")  # as which it was read
        for code in ("utf-8", "gb18030"):
            try:
                name = raw.decode(code)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _passed_over(name: str) -> bool:
    """What file managers put into archives beside what people meant."""
    parts = PurePosixPath(name).parts
    return any((part.startswith(".") and part not in ("..", ".")) or part in _PASSED_OVER for part in parts)


def _need_plain(name: str, one: zipfile.ZipInfo) -> None:
    """Refuse names that lead out of the folder, links, secrets and large files, whatever the rest says."""
    shown = name[:100]
    if name.startswith("/") or ":" in name or "\0" in name or ".." in PurePosixPath(name).parts:
        raise _wrong(
            shown,
            f"「{shown}」指到文件夹之外。",
            f"{shown!r} leads out of the folder.",
            "压缩包里只放制度包自己的文件。",
            "The archive holds the pack's own files only.",
        )
    if stat.S_ISLNK(one.external_attr >> 16):
        raise _wrong(
            shown, f"「{shown}」是链接。", f"{shown!r} is a link.", "放文件本身。", "Put the file itself there."
        )
    if one.flag_bits & _LOCKED:
        raise _wrong("", "压缩包设了密码。", "The archive has a password.", "不设密码再压缩。", "Pack it without one.")
    if one.file_size > MAX_BYTES:
        raise _too_large(shown)


def _folder(names: list[PurePosixPath]) -> PurePosixPath:
    """Return the folder of the pack: where its head lies."""
    heads = [one.parent for one in names if one.name == HEAD]
    if not heads:
        raise _wrong(
            HEAD,
            "压缩包里没有 pack.yaml。",
            "There is no pack.yaml in the archive.",
            "压缩制度包的整个文件夹。",
            "Pack the whole folder of the pack.",
        )
    return min(heads, key=lambda one: len(one.parts))


def _content(archive: zipfile.ZipFile, one: zipfile.ZipInfo, name: str) -> bytes:
    with archive.open(one) as stream:
        content = stream.read(MAX_BYTES + 1)  # what is declared can be a lie, so it is counted
    if len(content) > MAX_BYTES:
        raise _too_large(name)
    return content


def _twice(name: str) -> PackError:
    return _wrong(name, f"{name} 有两份。", f"{name} is there twice.", "只留一份。", "Keep one of them.")


def _too_large(name: str) -> PackError:
    return _wrong(
        name,
        f"{name} 展开后太大。",
        f"{name} is too large when unpacked.",
        f"一个文件不超过 {MAX_BYTES} 字节。",
        f"A file has at most {MAX_BYTES} bytes.",
    )


def _too_much(files: int) -> PackError:
    return _wrong(
        "",
        f"压缩包里有 {files} 个文件，或展开后太大。",
        f"The archive has {files} files, or is too large when unpacked.",
        f"制度包不超过 {MOST_FILES} 个文件、共 {MOST_BYTES} 字节。",
        f"A pack has at most {MOST_FILES} files with {MOST_BYTES} bytes together.",
    )


def _wrong(file: str, zh: str, en: str, right_zh: str, right_en: str) -> PackError:
    return PackError([Problem(file, 0, 0, "", Words(zh=zh, en=en), Words(zh=right_zh, en=right_en))])
