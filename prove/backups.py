"""Backups: made while people write, restored whole and to an earlier moment; the book says what it lost."""

import random
from collections.abc import Iterator

from prove.frame import Proof, Scale
from prove.installation import open_here

NAME = "backups"
DATABASES = ("sqlite", "postgresql")


def prove(scale: Scale) -> Iterator[Proof]:
    """Back up by the command under writes, restore by the command; then cut the archive at many places."""
    with open_here(scale):
        from prove import archives, book

        desk, _ = book.lived()
        chance = random.Random(scale.seed)
        yield archives.whole(scale, desk)
        yield archives.earlier(scale, chance, desk)
