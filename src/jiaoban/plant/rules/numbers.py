"""Figures as people and instruments write them: which of them can be read in one way only, and what is wrong with the
others."""

import re
import unicodedata
from decimal import Decimal

from jiaoban.kernel.refusal import BadInput
from jiaoban.kernel.words import Words

_PLAIN = re.compile(r"[+-]?\d{1,15}(\.\d{1,9})?", re.ASCII)
_GROUPS = re.compile(r"([+-]?\d{1,3}(?:,\d{3})+)(\.\d{1,9})?", re.ASCII)
_EUROPEAN = re.compile(r"([+-]?\d{1,3}(?:\.\d{3})+),(\d{1,9})", re.ASCII)
_COMMA = re.compile(r"([+-]?\d{1,15}),(\d{1,9})", re.ASCII)
_MACHINE = re.compile(r"[+-]?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})(?:[eE][+-]?\d{1,2})?", re.ASCII)
_SIGNS = str.maketrans({"−": "-", "–": "-", "﹣": "-", "。": ".", "'": "", "’": ""})
_DIGITS = 15
"""A figure from an instrument has at most so many digits before and after the point."""


def figure(text: str, where: str) -> Decimal:
    """Return the decimal that somebody typed; `BadInput` when it is none, or when it can be read in two ways.

    Full-width digits and signs, the Chinese full stop, a decimal comma and groups of thousands are read. `1,234` could
    be either 1234 or 1.234, so it is refused.
    """
    typed = _narrow(text).strip().translate(_SIGNS)
    if _PLAIN.fullmatch(typed):
        return Decimal(typed)
    if (found := _EUROPEAN.fullmatch(typed)) is not None:
        return Decimal(f"{found[1].replace('.', '')}.{found[2]}")
    if (found := _GROUPS.fullmatch(typed)) is not None:
        whole, part = found[1], found[2] or ""
        if not part and whole.count(",") == 1 and not whole.lstrip("+-").startswith("0,"):
            raise _twofold(text, whole, where)
        if not whole.lstrip("+-").startswith("0,"):
            return Decimal(whole.replace(",", "") + part)
    if (found := _COMMA.fullmatch(typed)) is not None:
        return Decimal(f"{found[1]}.{found[2]}")
    raise BadInput(
        where,
        Words(zh=f"「{text[:40]}」不是数值。", en=f"'{text[:40]}' is no figure."),
        Words(zh="请填写如 372.15 的数值，不带单位。", en="Write a figure like 372.15, without unit."),
    )


def _narrow(text: str) -> str:
    """Return a text with its full-width signs as those of the keyboard, and no other changed: in 10² the 2 is no
    digit of the figure, nor is ① a 1."""
    wide = ((one, unicodedata.east_asian_width(one)) for one in text)
    return "".join(unicodedata.normalize("NFKC", one) if width in "FH" else one for one, width in wide)


def _twofold(text: str, whole: str, where: str) -> BadInput:
    one, other = whole.replace(",", ""), whole.replace(",", ".")
    return BadInput(
        where,
        Words(zh=f"「{text}」可以读作两个数。", en=f"'{text}' can be read in two ways."),
        Words(zh=f"请写成 {one} 或 {other}。", en=f"Write {one} or {other}."),
    )


def machine_figure(text: str, comma: bool) -> str | None:
    """Return the figure that an instrument wrote, as a plain decimal; None when it is none. `comma`: its decimal sign.

    Instruments also write 2.4889e-01. NaN and Inf are no figures.
    """
    if comma:
        if "." in text:
            return None
        text = text.replace(",", ".")
    if not _MACHINE.fullmatch(text):
        return None
    if "e" not in text and "E" not in text:
        return text if text[0] not in "+." and text[-1] != "." else format(Decimal(text), "f")
    value = Decimal(text)
    if value and (value.adjusted() >= _DIGITS or -value.as_tuple().exponent > 2 * _DIGITS):  # type: ignore[operator]
        return None
    return format(value, "f")
