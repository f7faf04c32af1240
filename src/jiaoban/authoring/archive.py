"""The folder of a pack as a zip archive of texts: packed to be taken away, unpacked to become a draft. Pure."""

import io
import zipfile
from collections.abc import Mapping

from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words
from jiaoban.regime.positions import PackError
from jiaoban.regime.unpacking import unpacked

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
    try:
        return as_texts(unpacked(content))
    except PackError as error:
        first = error.problems[0]
        raise BadInput("file", first.wrong, first.right) from error


def as_texts(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the files of a pack as texts by name. Raises `BadInput` for one that is no text."""
    return {name: _text(name, content) for name, content in files.items()}


def _text(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            "file",
            Words(zh=f"{name} 不是 UTF-8 文字。", en=f"{name} is no text in UTF-8."),
            Words(zh="用 UTF-8 保存。", en="Save it as UTF-8."),
        ) from error
