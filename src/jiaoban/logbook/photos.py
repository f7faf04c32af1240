"""Photographs of the log: taken in before the entry that names them, served by their name."""

from contextlib import suppress

from jiaoban.ledger import durable, files
from jiaoban.logbook import pictures


def take(content: bytes) -> str:
    """Check, clean and store a picture; return its name (SHA-256 of the cleaned bytes, 64 hex digits).

    The same picture twice has the same name. Raises `BadInput` for what is no sound picture.
    """
    return files.put(pictures.clean(content), limit=2 * pictures.LARGEST)


def read(name: str) -> tuple[bytes, str]:
    """Return the bytes and the media type of a picture; raises `ledger.files.FileLost` when it is absent or changed."""
    content = files.get(name)
    return content, pictures.media_type(content)


def thumbnail(name: str) -> bytes:
    """Return a small WebP of a picture. It is kept beside the data once made, and can be thrown away at any time.

    Raises `ValueError` for what is no name and `ledger.files.FileLost` for a picture that is absent or changed.
    """
    kept = files.small_path_of(name)
    try:
        return kept.read_bytes()
    except FileNotFoundError:
        small = pictures.shrink(files.get(name))
    with suppress(OSError):  # where there is no room it is made again the next time
        durable.write(kept, small)
    return small
