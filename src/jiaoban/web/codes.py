"""Codes that are printed and scanned: the secret of an address, and its picture."""

from django.utils.safestring import SafeString, mark_safe

SECRET_BYTES = 16
"""128 bits: nobody guesses an address, however long they try."""


def qr(text: str) -> SafeString:
    """Return a code of error level Q as SVG: a quarter of it may be scratched or greasy."""
    import segno

    drawn = segno.make(text, error="q", micro=False).svg_inline(scale=4, border=4, omitsize=True, dark="#000")
    return mark_safe(drawn)  # noqa: S308 - segno writes numbers and our own colours
