"""The Merkle tree of RFC 6962 section 2.1, with the proof names and verification algorithms of RFC 9162 section 2.1.

The writer keeps a `Frontier` (the roots of the complete subtrees that the size splits into, at most 63 hashes) and
stores every node that an append completes under (level, index): level 0 are the leaf hashes, node (l, i) covers the
leaves i*2**l to (i+1)*2**l - 1. Such a node never changes again, so proofs for any size, past ones included, are made
from them through `get_node`.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import NamedTuple

from jiaoban.tlog.errors import FormatError, ProofError
from jiaoban.tlog.strict import HIGHEST

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()
"""MTH of the empty list (RFC 6962 section 2.1)."""

GetNode = Callable[[int, int], bytes]
"""(level, index) -> the stored 32-byte hash of that complete subtree."""

Node = tuple[int, int, bytes]
"""A complete subtree: its level (0 = leaf), its index on that level, and its hash."""

_raw = tuple.__new__  # Frontier(...) would cost every append half a microsecond more


def leaf_hash(leaf: bytes) -> bytes:
    """Return SHA-256(0x00 || leaf) (RFC 6962 section 2.1)."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01 || left || right) (RFC 6962 section 2.1)."""
    return sha256(b"\x01" + left + right).digest()


class Frontier(NamedTuple):
    """The right edge of a tree: its size and the hashes of its complete subtrees, largest first. Never changes."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> tuple["Frontier", list[Node]]:
        """Return the frontier with this leaf (the bytes themselves) behind it, and the nodes that it completed.

        The first node is the leaf's own; the others follow upwards, each the parent of the one before.
        """
        return self.append_hash(sha256(b"\x00" + leaf).digest())

    def append_hash(self, leaf: bytes) -> tuple["Frontier", list[Node]]:
        """Do the same for a leaf that is given by its `leaf_hash`."""
        size, peaks = self
        grown, done = list(peaks), list[Node]()
        _grow(grown, done, size, leaf)
        return _raw(Frontier, (size + 1, tuple(grown))), done

    def extend(self, leaves: Iterable[bytes]) -> tuple["Frontier", list[Node]]:
        """Append several leaves; the completed nodes come in the order of the appends."""
        peaks, done, size = list(self.peaks), list[Node](), self.size
        for leaf in leaves:
            _grow(peaks, done, size, sha256(b"\x00" + leaf).digest())
            size += 1
        return Frontier(size, tuple(peaks)), done

    def root(self) -> bytes:
        """Return the Merkle tree hash of all leaves so far (RFC 6962 section 2.1)."""
        return _fold(self.peaks) if self.peaks else EMPTY_ROOT

    def to_bytes(self) -> bytes:
        """Return size (8 bytes, big-endian) and peaks, 32 bytes each."""
        return self.size.to_bytes(8, "big") + b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, raw: bytes) -> "Frontier":
        """Read what `to_bytes` wrote; raises `FormatError` for any other length or size."""
        size = int.from_bytes(raw[:8], "big")
        if len(raw) < 8 or size > HIGHEST:
            raise FormatError(
                "树的前沿应以 8 字节的叶数开头", "a frontier begins with its size in 8 bytes, at most 2^63-1"
            )
        want = 8 + HASH_SIZE * size.bit_count()
        if len(raw) != want:
            raise FormatError(
                f"{size} 叶的前沿应为 {want} 字节,现为 {len(raw)} 字节",
                f"a frontier of {size} leaves has {want} bytes, this one has {len(raw)}",
            )
        return cls(size, tuple(raw[at : at + HASH_SIZE] for at in range(8, want, HASH_SIZE)))

    @classmethod
    def at(cls, size: int, get_node: GetNode) -> "Frontier":
        """Return the frontier that the tree had at this size, read from its stored nodes."""
        _need_size(size)
        return cls(size, tuple(_fetch(get_node, level, index) for level, index in _cover(0, size)))


def root_at(size: int, get_node: GetNode) -> bytes:
    """Return the root that the tree had at this size, read from its stored nodes."""
    return Frontier.at(size, get_node).root()


def inclusion_proof(index: int, size: int, get_node: GetNode) -> list[bytes]:
    """Return PATH(index, D[size]) (RFC 6962 section 2.1.1): sibling hashes from the leaf up to below the root.

    Raises `ProofError` unless 0 <= index < size, and what `get_node` raises for a node that it does not hold.
    """
    _need_index(index, size)
    path, start, end = list[bytes](), 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range_hash(middle, end, get_node))
            end = middle
        else:
            path.append(_range_hash(start, middle, get_node))
            start = middle
    path.reverse()
    return path


def consistency_proof(first: int, second: int, get_node: GetNode) -> list[bytes]:
    """Return PROOF(first, D[second]) (RFC 6962 section 2.1.2); empty when the sizes are equal or the first is 0.

    Raises `ProofError` unless 0 <= first <= second.
    """
    _need_sizes(first, second)
    if first in (0, second):
        return []
    path, start, end = list[bytes](), 0, second
    while end != first:
        middle = start + _split(end - start)
        if first <= middle:
            path.append(_range_hash(middle, end, get_node))
            end = middle
        else:
            path.append(_range_hash(start, middle, get_node))
            start = middle
    if start:
        path.append(_range_hash(start, end, get_node))
    path.reverse()
    return path


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf with this `leaf_hash` stands at `index` of this tree (RFC 9162 section 2.1.3.2).

    Raises `ProofError` when it does not, or when the proof is longer, shorter or other than it must be.
    """
    _need_index(index, size)
    _need_hashes((leaf, root, *proof))
    place, last, hashed = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise ProofError("包含证明过长", f"the inclusion proof is too long for leaf {index} of {size}")
        if place & 1 or place == last:
            hashed = node_hash(sibling, hashed)
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            hashed = node_hash(hashed, sibling)
        place >>= 1
        last >>= 1
    if last:
        raise ProofError("包含证明过短", f"the inclusion proof is too short for leaf {index} of {size}")
    if hashed != root:
        raise ProofError(
            f"第 {index} 叶与 {size} 叶之树的根不符", f"leaf {index} does not lead to the root of the tree of {size}"
        )


def verify_consistency(first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the tree of `second` leaves continues the tree of `first` (RFC 9162 section 2.1.4.2).

    Every tree continues the empty one, and a tree of equal size must be the same; both by an empty proof. Raises
    `ProofError` when it does not continue it, or when the proof is other than it must be.
    """
    _need_sizes(first, second)
    _need_hashes((first_root, second_root, *proof))
    if first in (0, second):
        if proof:
            raise ProofError("此处一致性证明应为空", f"the consistency proof from {first} to {second} must be empty")
        expected = EMPTY_ROOT if first == 0 else second_root
        if first_root != expected:
            raise ProofError(f"{first} 叶之树的根不符", f"the root of the tree of {first} is another one")
        return
    path = list(proof) if first & (first - 1) else [first_root, *proof]
    if not path:
        raise ProofError("一致性证明过短", f"the consistency proof from {first} to {second} is too short")
    _climb(first, second, first_root, second_root, path)


def _climb(first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]) -> None:
    """Steps 3 to 7 of RFC 9162 section 2.1.4.2: rebuild both roots from one path."""
    place, last = first - 1, second - 1
    while place & 1:
        place >>= 1
        last >>= 1
    older = newer = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ProofError("一致性证明过长", f"the consistency proof from {first} to {second} is too long")
        if place & 1 or place == last:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            newer = node_hash(newer, sibling)
        place >>= 1
        last >>= 1
    if last:
        raise ProofError("一致性证明过短", f"the consistency proof from {first} to {second} is too short")
    if older != first_root or newer != second_root:
        raise ProofError(
            f"{second} 叶之树不是 {first} 叶之树的延续", f"the tree of {second} does not continue the tree of {first}"
        )


def _grow(peaks: list[bytes], done: list[Node], index: int, hashed: bytes) -> None:
    """Put leaf `index` behind these peaks, merging equal subtrees; the completed nodes go to `done`."""
    level = 0
    done.append((0, index, hashed))
    while index & 1:
        level += 1
        index >>= 1
        hashed = sha256(b"\x01" + peaks.pop() + hashed).digest()
        done.append((level, index, hashed))
    peaks.append(hashed)


def _split(size: int) -> int:
    """Return the largest power of two below size (k of RFC 6962 section 2.1); size > 1."""
    return 1 << ((size - 1).bit_length() - 1)


def _cover(start: int, end: int) -> Iterable[tuple[int, int]]:
    """Name the complete subtrees of [start, end), largest first; start is a multiple of the first one's width."""
    while start < end:
        level = (end - start).bit_length() - 1
        yield level, start >> level
        start += 1 << level


def _range_hash(start: int, end: int, get_node: GetNode) -> bytes:
    return _fold([_fetch(get_node, level, index) for level, index in _cover(start, end)])


def _fold(peaks: Sequence[bytes]) -> bytes:
    hashed = peaks[-1]
    for peak in reversed(peaks[:-1]):
        hashed = sha256(b"\x01" + peak + hashed).digest()
    return hashed


def _fetch(get_node: GetNode, level: int, index: int) -> bytes:
    stored = get_node(level, index)
    if len(stored) != HASH_SIZE:
        raise ProofError(
            f"树节点 ({level}, {index}) 应为 {HASH_SIZE} 字节",
            f"the node ({level}, {index}) is not {HASH_SIZE} bytes long",
        )
    return stored


def _need_size(size: int) -> None:
    if not 0 <= size <= HIGHEST:
        raise ProofError(f"树的叶数 {size} 不在 0 至 2^63-1 之间", f"the size {size} is not between 0 and 2^63-1")


def _need_index(index: int, size: int) -> None:
    _need_size(size)
    if not 0 <= index < size:
        raise ProofError(f"{size} 叶之树没有第 {index} 叶", f"a tree of {size} leaves has no leaf {index}")


def _need_sizes(first: int, second: int) -> None:
    _need_size(second)
    if not 0 <= first <= second:
        raise ProofError(
            f"{first} 叶之树不能在 {second} 叶之树之前", f"a tree of {first} does not come before one of {second}"
        )


def _need_hashes(hashes: Iterable[bytes]) -> None:
    if any(len(one) != HASH_SIZE for one in hashes):
        raise ProofError(f"证明中的哈希应各为 {HASH_SIZE} 字节", f"a hash of the proof is not {HASH_SIZE} bytes long")
