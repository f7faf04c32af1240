"""The files of a pack as they are sent in: one by one, or all in one ZIP archive, with or without their folder."""

import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO
from pathlib import PurePosixPath

from jiaoban.kernel.words import Words
from jiaoban.regime.pack import FILES
from jiaoban.regime.positions import MAX_BYTES, PackError, Problem

MOST_ENTRIES = 500
"""Most entries of an archive; a pack has some ten files and its scenarios."""
HEAD = "pack.yaml"
_UNSEEN = ("__MACOSX",)


def files_of(sent: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """Return the files of a pack by their name in its folder; a single archive is opened.

    Of what is no part of a pack only the name is kept. Raises `PackError` for an archive that cannot be read, for
    nothing at all, and for the same file twice.
    """
    given = list(sent)
    if len(given) == 1 and given[0][1][:2] == b"PK":
        given = _opened(*given[0])
    files: dict[str, bytes] = {}
    for name, content in given:
        if name in files:
            raise _wrong(name, "同一个文件有两份。", "This file is there twice.", "请只留一份。", "Send it once.")
        files[name] = content
    if not files:
        raise _wrong("", "没有文件。", "There are no files.", "请选择制度包的文件。", "Choose the files of the pack.")
    return files


def _opened(name: str, content: bytes) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir() and not _hidden(one.filename)]
            if len(entries) > MOST_ENTRIES:
                raise _wrong(
                    name,
                    f"压缩包里有 {len(entries)} 个文件。",
                    f"The archive has {len(entries)} files.",
                    f"最多 {MOST_ENTRIES} 个。",
                    f"At most {MOST_ENTRIES}.",
                )
            folder = _folder([PurePosixPath(one.filename) for one in entries])
            found = []
            for one in entries:
                path = PurePosixPath(one.filename)
                inside = str(path.relative_to(folder) if path.is_relative_to(folder) else path)
                found.append((inside, _read(archive, one) if inside in FILES else b""))
            return found
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise _wrong(
            name,
            "压缩包打不开：已损坏、有密码，或用了少见的压缩方法。",
            "The archive cannot be opened: damaged, with a password, or packed in a rare way.",
            "请用普通的 ZIP 重新压缩，或直接选择各个文件。",
            "Make a plain ZIP again, or choose the files themselves.",
        ) from None


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """No more than the loader looks at: a small archive can unfold into gigabytes."""
    with archive.open(entry) as stream:
        return stream.read(MAX_BYTES + 1)


def _hidden(name: str) -> bool:
    return any(part.startswith(".") or part in _UNSEEN for part in PurePosixPath(name).parts)


def _folder(names: list[PurePosixPath]) -> PurePosixPath:
    """The folder of the pack: where its head lies."""
    heads = [one.parent for one in names if one.name == HEAD]
    return min(heads, key=lambda one: len(one.parts), default=PurePosixPath())


def _wrong(file: str, zh: str, en: str, right_zh: str, right_en: str) -> PackError:
    return PackError([Problem(file, 0, 0, "", Words(zh=zh, en=en), Words(zh=right_zh, en=right_en))])
