"""What can be wrong with a tree, a key, a note or a receipt, said in both languages of the product.

Every error carries `zh` and `en`: what is wrong, where, and what would be right. `str()` is the English sentence.
"""


class TlogError(ValueError):
    """Something in a Merkle tree or in what was signed about it does not fit."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


class FormatError(TlogError):
    """A text or a row of bytes is not in the form that its specification prescribes."""


class ProofError(TlogError):
    """A proof does not lead to the root that it should lead to."""


class SignatureError(TlogError):
    """A note is signed by no key that was given, or wrongly by one of them."""


def at_line(line: int, zh: str, en: str) -> FormatError:
    """Return a `FormatError` that names the line (counted from 1) where the trouble is."""
    return FormatError(f"第 {line} 行:{zh}", f"line {line}: {en}")
