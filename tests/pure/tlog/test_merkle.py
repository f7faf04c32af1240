"""The Merkle tree against the published vectors, and against RFC 6962's own recursive definitions."""

from contextlib import suppress
from functools import lru_cache
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.tlog.errors import FormatError, ProofError
from jiaoban.tlog.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_at,
    verify_consistency,
    verify_inclusion,
)
from tests.pure.tlog.book import Nodes, calm

# The eight leaves and their roots that certificate transparency's implementations test against.
VECTOR_LEAVES = [
    bytes.fromhex(one)
    for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
VECTOR_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
VECTOR_CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
VECTOR_INCLUSION = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
LEAVES = tuple(b"leaf %d" % number for number in range(70))
NODES = Nodes(LEAVES)


def _split(size: int) -> int:
    k = 1
    while k * 2 < size:
        k *= 2
    return k


@lru_cache(maxsize=10_000)
def naive_root(leaves: tuple[bytes, ...]) -> bytes:
    """MTH of RFC 6962 section 2.1, letter by letter."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    k = _split(len(leaves))
    return node_hash(naive_root(leaves[:k]), naive_root(leaves[k:]))


def naive_path(index: int, leaves: tuple[bytes, ...]) -> list[bytes]:
    """PATH of RFC 6962 section 2.1.1."""
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return [*naive_path(index, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(index - k, leaves[k:]), naive_root(leaves[:k])]


def naive_subproof(first: int, leaves: tuple[bytes, ...], whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962 section 2.1.2."""
    if first == len(leaves):
        return [] if whole else [naive_root(leaves)]
    k = _split(len(leaves))
    if first <= k:
        return [*naive_subproof(first, leaves[:k], whole), naive_root(leaves[k:])]
    return [*naive_subproof(first - k, leaves[k:], False), naive_root(leaves[:k])]


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_that_were_published(size: int) -> None:
    frontier, _ = Frontier().extend(VECTOR_LEAVES[:size])
    assert frontier.root().hex() == VECTOR_ROOTS[size]
    assert root_at(size, Nodes(VECTOR_LEAVES).get_node).hex() == VECTOR_ROOTS[size]


def test_proofs_are_those_that_were_published() -> None:
    nodes = Nodes(VECTOR_LEAVES)
    for (index, size), proof in VECTOR_INCLUSION.items():
        assert [one.hex() for one in inclusion_proof(index, size, nodes.get_node)] == proof
    for (first, second), proof in VECTOR_CONSISTENCY.items():
        assert [one.hex() for one in consistency_proof(first, second, nodes.get_node)] == proof


@calm
@given(st.lists(st.binary(max_size=40), max_size=80))
def test_appending_gives_the_root_of_the_definition(leaves: list[bytes]) -> None:
    frontier = Frontier()
    for size, leaf in enumerate(leaves):
        frontier, done = frontier.append(leaf)
        assert frontier.size == size + 1
        assert done[0] == (0, size, leaf_hash(leaf))
    assert frontier.root() == naive_root(tuple(leaves))
    assert frontier == Frontier().extend(leaves)[0]
    assert frontier == Frontier.at(len(leaves), Nodes(leaves).get_node)


@calm
@given(st.integers(0, 70))
def test_the_nodes_completed_are_all_complete_subtrees_and_nothing_else(size: int) -> None:
    nodes = Nodes(LEAVES[:size])
    want = {(level, index) for level in range(8) for index in range(size >> level)}
    assert set(nodes) == want
    for level, index in want:
        assert nodes[level, index] == naive_root(LEAVES[index << level : (index + 1) << level])


def test_every_proof_up_to_seventy_leaves_is_that_of_the_definition_and_verifies() -> None:
    roots = [naive_root(LEAVES[:size]) for size in range(71)]
    for size in range(1, 71):
        for index in range(size):
            proof = inclusion_proof(index, size, NODES.get_node)
            assert proof == naive_path(index, LEAVES[:size])
            verify_inclusion(leaf_hash(LEAVES[index]), index, size, proof, roots[size])
        for first in range(size + 1):
            proof = consistency_proof(first, size, NODES.get_node)
            assert proof == (naive_subproof(first, LEAVES[:size], True) if first else [])
            verify_consistency(first, size, roots[first], roots[size], proof)


@calm
@given(st.data())
def test_a_changed_inclusion_proof_is_refused(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 70))
    index = data.draw(st.integers(0, size - 1))
    proof, root, leaf = inclusion_proof(index, size, NODES.get_node), root_at(size, NODES.get_node), LEAVES[index]
    for changed in [proof[:-1], [*proof, root], *_flips(data, proof)]:
        if changed != proof:
            with pytest.raises(ProofError):
                verify_inclusion(leaf_hash(leaf), index, size, changed, root)
    for other in range(size):
        if other != index:
            with pytest.raises(ProofError):
                verify_inclusion(leaf_hash(leaf), other, size, proof, root)
    with pytest.raises(ProofError):
        verify_inclusion(leaf_hash(leaf + b"x"), index, size, proof, root)


@calm
@given(st.data())
def test_a_changed_consistency_proof_is_refused(data: st.DataObject) -> None:
    second = data.draw(st.integers(1, 70))
    first = data.draw(st.integers(0, second))
    older, newer = root_at(first, NODES.get_node), root_at(second, NODES.get_node)
    proof = consistency_proof(first, second, NODES.get_node)
    for changed in [proof[:-1], [*proof, newer], *_flips(data, proof)]:
        if changed != proof:
            with pytest.raises(ProofError):
                verify_consistency(first, second, older, newer, changed)
    with pytest.raises(ProofError):
        verify_consistency(first, second, leaf_hash(b"other"), newer, proof)
    if first:
        with pytest.raises(ProofError):
            verify_consistency(first, second, older, leaf_hash(b"other"), proof)


def _flips(data: st.DataObject, proof: list[bytes]) -> list[list[bytes]]:
    if not proof:
        return []
    place, byte = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 31))
    flipped = bytearray(proof[place])
    flipped[byte] ^= data.draw(st.integers(1, 255))
    return [[*proof[:place], bytes(flipped), *proof[place + 1 :]], proof[::-1], [one[:31] for one in proof]]


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0), (0, -1), (0, 2**63)])
def test_there_is_no_proof_for_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ProofError):
        inclusion_proof(index, size, NODES.get_node)
    with pytest.raises(ProofError):
        verify_inclusion(bytes(32), index, size, [], bytes(32))


@pytest.mark.parametrize(("first", "second"), [(-1, 3), (4, 3), (0, -1), (1, 2**63)])
def test_a_longer_tree_does_not_come_before_a_shorter_one(first: int, second: int) -> None:
    with pytest.raises(ProofError):
        consistency_proof(first, second, NODES.get_node)
    with pytest.raises(ProofError):
        verify_consistency(first, second, bytes(32), bytes(32), [])


def test_a_stored_node_of_a_wrong_length_is_refused() -> None:
    with pytest.raises(ProofError, match=r"node \(0, 1\)"):
        inclusion_proof(0, 2, lambda level, index: b"short")


@calm
@given(st.integers(0, 70))
def test_a_frontier_survives_being_stored(size: int) -> None:
    frontier, _ = Frontier().extend(LEAVES[:size])
    raw = frontier.to_bytes()
    assert len(raw) == 8 + 32 * size.bit_count()
    assert Frontier.from_bytes(raw) == frontier


@calm
@given(st.binary(max_size=200))
def test_bytes_that_are_no_frontier_are_refused(raw: bytes) -> None:
    with suppress(FormatError):
        assert Frontier.from_bytes(raw).to_bytes() == raw


@pytest.mark.parametrize("raw", [b"", bytes(7), bytes(9), b"\xff" * 8, (3).to_bytes(8, "big") + bytes(32)])
def test_a_frontier_has_as_many_hashes_as_its_size_has_ones(raw: bytes) -> None:
    with pytest.raises(FormatError):
        Frontier.from_bytes(raw)


def test_appending_costs_microseconds() -> None:
    leaves = [b"%0600d" % number for number in range(20_000)]
    frontier, started = Frontier(), process_time()
    for leaf in leaves:
        frontier, _ = frontier.append(leaf)
    # A tenth of what a quiet machine does (some 200,000 a second): this is to catch a slip, not a busy day.
    assert len(leaves) / (process_time() - started) > 20_000
