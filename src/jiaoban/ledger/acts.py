"""The kinds of act that the ledger itself writes."""

from jiaoban.kernel.act import Payload


class KeyRotated(Payload, kind="ledger.key_rotated"):
    """The site's signing key was replaced. Both are verifier keys in C2SP form."""

    old: str
    new: str


class BookRestored(Payload, kind="ledger.restored"):
    """The book was put back from a copy or after a forced failover (trust rule 9).

    `checkpoint` is the one to which the book went back, over its first `size` acts; `lost` is how many acts behind it
    are known to have been in the book: by later checkpoints of the site, or by the copy itself.
    """

    checkpoint: str
    size: int
    lost: int
    reason: str


def declared() -> tuple[type[Payload], ...]:
    """Return the kinds, so that importing this module is visibly for something."""
    return (KeyRotated, BookRestored)
