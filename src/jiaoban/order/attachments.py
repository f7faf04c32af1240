"""What hangs on an order: pictures, cleaned like those of the log, and documents as PDF, kept as they are."""

from jiaoban.ledger import files
from jiaoban.logbook import photos, pictures

PDF = b"%PDF-"
PDF_TYPE = "application/pdf"


def take(content: bytes) -> str:
    """Check and store an attachment; return its name (SHA-256 of the bytes kept, 64 hex digits).

    Raises `BadInput` for what is neither a sound picture nor a PDF document, and above 10 MiB.
    """
    return files.put(content) if content.startswith(PDF) else photos.take(content)


def read(name: str) -> tuple[bytes, str]:
    """Return the bytes and the media type; raises `ledger.files.FileLost` when it is absent or changed."""
    content = files.get(name)
    return content, PDF_TYPE if content.startswith(PDF) else pictures.media_type(content)
