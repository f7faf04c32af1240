"""The Merkle tree of a whole book (RFC 6962 section 2.1), and inclusion proofs (RFC 9162 section 2.1.3.2)."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256


def leaf_hash(leaf: bytes) -> bytes:
    """Return SHA-256(0x00 || leaf)."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 || left || right)."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """All complete subtrees of a growing tree: 64 bytes of memory a leaf, and the root at any past size."""

    def __init__(self) -> None:
        self.size = 0
        self._levels: list[bytearray] = [bytearray()]

    def append(self, leaf: bytes) -> None:
        """Put a leaf, given by its bytes, behind the others."""
        index, level, hashed = self.size, 0, leaf_hash(leaf)
        self._levels[0] += hashed
        while index & 1:
            hashed = node_hash(self.node(level, index - 1), hashed)
            level, index = level + 1, index >> 1
            if level == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level] += hashed
        self.size += 1

    def node(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree; level 0 are the leaves."""
        return bytes(self._levels[level][32 * index : 32 * index + 32])

    def root(self, size: int) -> bytes:
        """Return the root that the first `size` leaves have."""
        start, peaks = 0, []
        while start < size:
            level = (size - start).bit_length() - 1
            peaks.append(self.node(level, start >> level))
            start += 1 << level
        if not peaks:
            return sha256(b"").digest()
        hashed = peaks.pop()
        while peaks:
            hashed = node_hash(peaks.pop(), hashed)
        return hashed


def root_of_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root to which an inclusion proof leads from this leaf hash, None when its length is wrong."""
    if not 0 <= index < size:
        return None
    place, last, hashed = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            hashed = node_hash(sibling, hashed)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            hashed = node_hash(hashed, sibling)
        place, last = place >> 1, last >> 1
    return hashed if last == 0 else None
