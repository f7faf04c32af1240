"""The verifier's own Ed25519 against RFC 8032 and against the library, on good and on bad signatures."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from jiaoban_verify import ed25519
from tests.pure.tlog.book import calm

# RFC 8032 section 7.1, tests 1 to 3: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_the_signatures_of_the_standard_are_good_both_ways(public: str, message: str, signature: str) -> None:
    given_all = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    assert ed25519.verify(*given_all)
    assert ed25519.verify_plainly(*given_all)
    assert not ed25519.verify_plainly(given_all[0], given_all[1] + b"x", given_all[2])


@calm
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=100), st.integers(0, 63), st.integers(0, 255))
def test_plain_python_and_the_library_agree(seed: bytes, message: bytes, place: int, flip: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), bytearray(key.sign(message))
    signature[place] ^= flip
    answer = ed25519.verify_plainly(public, message, bytes(signature))
    assert answer is (flip == 0)
    assert ed25519.verify(public, message, bytes(signature)) is answer


@pytest.mark.parametrize(
    ("public", "signature"),
    [
        (bytes(31), bytes(64)),
        (bytes(32), bytes(63)),
        (b"\xff" * 32, bytes(64)),
        ((ed25519.P + 1).to_bytes(32, "little"), bytes(64)),
        ((2).to_bytes(32, "little"), bytes(64)),
        (bytes.fromhex(VECTORS[0][0]), bytes(32) + ed25519.ORDER.to_bytes(32, "little")),
        (b"\x01" + bytes(30) + b"\x80", bytes(64)),
    ],
)
def test_encodings_that_encode_nothing_are_refused(public: bytes, signature: bytes) -> None:
    assert not ed25519.verify(public, b"", signature)


def test_a_scalar_written_another_way_is_no_second_signature() -> None:
    public, _, signature = (bytes.fromhex(one) for one in VECTORS[0])
    scalar = int.from_bytes(signature[32:], "little") + ed25519.ORDER
    assert not ed25519.verify_plainly(public, b"", signature[:32] + scalar.to_bytes(32, "little"))
    assert not ed25519.verify(public, b"", signature[:32] + scalar.to_bytes(32, "little"))


def test_without_the_library_plain_python_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ed25519, "_by_cryptography", lambda *_: None)
    public, message, signature = (bytes.fromhex(one) for one in VECTORS[1])
    assert ed25519.verify(public, message, signature)
    assert not ed25519.verify(public, b"", signature)
