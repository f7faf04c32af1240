"""Receipts: made, read, verified, and found wanting when a single byte is another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.tlog.errors import FormatError, ProofError, TlogError
from jiaoban.tlog.receipt import Receipt
from tests.pure.tlog.book import KEY, STRANGER, act, book, calm

BOOK = book(13)


@calm
@given(st.data())
def test_a_receipt_gives_back_the_act(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 13))
    seq = data.draw(st.integers(0, size - 1))
    receipt = BOOK.receipt(seq, size)
    again = Receipt.parse(str(receipt).encode())
    assert again == receipt
    assert again.verify(KEY.verifier) == act(seq)


def test_the_form_is_that_of_the_specification() -> None:
    lines = str(BOOK.receipt(3, 5)).split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[1].startswith("extra ")
    assert lines[2] == "index 3"
    assert lines[6:9] == ["", KEY.name, "5"]


def test_no_receipt_is_given_for_what_the_checkpoint_does_not_cover() -> None:
    with pytest.raises(ProofError):
        BOOK.receipt(5, 5)
    with pytest.raises(ProofError):
        Receipt.make(act(4), 3, BOOK.checkpoint(), BOOK.nodes.get_node)


def test_a_receipt_signed_by_a_stranger_is_refused() -> None:
    with pytest.raises(TlogError):
        BOOK.receipt(1).verify(STRANGER.verifier)


def test_every_changed_byte_of_a_receipt_is_found() -> None:
    written = str(BOOK.receipt(6)).encode()
    for place in range(len(written)):
        changed = bytearray(written)
        changed[place] ^= 1 << (place % 8)
        with pytest.raises(TlogError):
            Receipt.parse(bytes(changed)).verify(KEY.verifier)
    for cut in range(0, len(written), 7):
        with pytest.raises(TlogError):
            Receipt.parse(written[:cut]).verify(KEY.verifier)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("@v1\n", "@v2\n", "line 1: the first line"),
        ("extra ", "Extra ", "line 2: the second line is: extra"),
        ("extra ", "extra !", "line 2: the second line is: extra"),
        ("index 6", "index 06", "line 3: the third line is: index"),
        ("index 6", "index", "line 3: the third line is: index"),
        ("index 6\n", "index 6\nAAAA\n", "line 4: a line of the inclusion proof"),
        (
            "index 6\n",
            "index 6\n" + "A" * 43 + "=\n" * 1 + ("A" * 43 + "=\n") * 63,
            "line 4: an inclusion proof has at most",
        ),
        ("\n13\n", "\n013\n", "line 10: the tree size"),
        ("\n\n", "\n", "an empty line"),
    ],
)
def test_what_is_wrong_with_a_receipt_is_said_with_its_line(old: str, new: str, words: str) -> None:
    written = str(BOOK.receipt(6))
    with pytest.raises(FormatError, match=words):
        Receipt.parse(written.replace(old, new))


@pytest.mark.parametrize("written", [b"", b"\xff", "c2sp.org/tlog-proof@v1\n\n", "x\n\n\n", "\n" * 40])
def test_what_is_no_receipt_is_refused(written: str | bytes) -> None:
    with pytest.raises(FormatError):
        Receipt.parse(written)
