"""The kinds of act that the ledger itself writes."""

from jiaoban.kernel.act import Payload


class KeyRotated(Payload, kind="ledger.key_rotated"):
    """The site's signing key was replaced. Both are verifier keys in C2SP form."""

    old: str
    new: str


class BookRestored(Payload, kind="ledger.restored"):
    """The book was put back from a copy or after a forced failover (trust rule 9).

    `checkpoint` is the newest checkpoint that was known before; `size` the acts in the book it went back to; `lost` how
    many acts
    that checkpoint covers and the book no longer has.
    """

    checkpoint: str
    size: int
    lost: int
    reason: str


def declared() -> tuple[type[Payload], ...]:
    """Return the kinds, so that importing this module is visibly for something."""
    return (KeyRotated, BookRestored)
