"""Tampering: whatever an insider does to the book is named, and no clean book is accused."""

import random
from collections.abc import Iterator

from prove.frame import Proof, Scale
from prove.installation import open_here

NAME = "tampering"
DATABASES = ("sqlite", "postgresql")


def prove(scale: Scale) -> Iterator[Proof]:
    """Attack one book in as many ways as there are, putting it back each time; then look at clean books."""
    with open_here(scale):
        from prove import book
        from prove.tamper import clean, offline, trial

        chance = random.Random(scale.seed)
        _, kept = book.lived()
        yield trial.attacks(scale, chance, kept)
        yield trial.outside()
        yield from offline.proofs(scale, chance, kept)
        yield clean.proof(scale, chance)
