"""Keys, signed notes and checkpoints: published vectors, round trips, and what is refused with which words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiaoban.tlog.checkpoint import Checkpoint, SignedCheckpoint, parse_checkpoint
from jiaoban.tlog.errors import FormatError, SignatureError, TlogError
from jiaoban.tlog.keys import Algorithm, SigningKey, VerifierKey
from jiaoban.tlog.merkle import EMPTY_ROOT
from jiaoban.tlog.note import Note, parse_note
from tests.pure.tlog.book import KEY, STRANGER, WITNESS, book, calm

# The example of the reference implementation of signed notes.
VECTOR_PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
VECTOR_PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
VECTOR_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
VECTOR_NOTE = (
    VECTOR_TEXT
    + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
# The example in C2SP tlog-cosignature.
SPECIFIED = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 "
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)


@pytest.fixture(scope="module")
def signed() -> SignedCheckpoint:
    return book(5).checkpoint()


def test_the_published_key_signs_the_published_note_byte_for_byte() -> None:
    key = SigningKey.parse(VECTOR_PRIVATE)
    assert str(key.verifier) == VECTOR_PUBLIC
    assert key.to_text() == VECTOR_PRIVATE
    assert str(Note(VECTOR_TEXT).signed_by(key)) == VECTOR_NOTE
    note = parse_note(VECTOR_NOTE.encode())
    assert note.text == VECTOR_TEXT
    (good,) = note.verify([VerifierKey.parse(VECTOR_PUBLIC)])
    assert good.key == key.verifier


def test_the_specified_checkpoint_is_read_and_written_unchanged() -> None:
    read = parse_checkpoint(SPECIFIED)
    assert (read.checkpoint.origin, read.checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert [one.name for one in read.note.signatures] == ["example.com/behind-the-sofa", "witness.example.com/w1"]
    assert len(read.note.signatures[1].value) == 72
    assert str(read) == SPECIFIED


def test_a_private_key_does_not_show_itself() -> None:
    key = SigningKey.generate("jiaoban.local/x")
    assert key.seed.hex() not in repr(key)
    assert repr(key.seed) not in repr(key)
    assert SigningKey.parse(key.to_text()) == key
    with pytest.raises(FormatError) as caught:
        SigningKey.parse(key.to_text()[:-4] + "AAA=")
    assert key.to_text()[-40:-5] not in caught.value.en + caught.value.zh


@calm
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="+"), min_size=1, max_size=255))
def test_any_visible_ascii_name_makes_a_key(name: str) -> None:
    key = SigningKey(name, bytes(32))
    assert VerifierKey.parse(str(key.verifier)) == key.verifier
    assert VerifierKey.parse(str(key.cosigner)) == key.cosigner
    assert key.cosigner.algorithm is Algorithm.ED25519_COSIGNATURE
    assert key.verifier.key_id != key.cosigner.key_id


@pytest.mark.parametrize("name", ["", "a b", "a+b", "站", "a\n", "x" * 256])
def test_a_name_with_spaces_plus_or_chinese_is_refused(name: str) -> None:
    with pytest.raises(FormatError, match="key name"):
        SigningKey(name, bytes(32))


@pytest.mark.parametrize("place", range(len(VECTOR_PUBLIC)))
def test_a_slip_in_copying_a_public_key_is_found(place: int) -> None:
    for other in "A+=x0\n ":
        changed = VECTOR_PUBLIC[:place] + other + VECTOR_PUBLIC[place + 1 :]
        if changed != VECTOR_PUBLIC:
            with pytest.raises(FormatError):
                VerifierKey.parse(changed)
    with pytest.raises(FormatError):
        VerifierKey.parse(VECTOR_PUBLIC[:place])
    with pytest.raises(FormatError):
        SigningKey.parse(VECTOR_PRIVATE[: place + 3])


def test_a_checkpoint_is_signed_read_and_verified(signed: SignedCheckpoint) -> None:
    again = parse_checkpoint(str(signed))
    assert again == signed
    assert [one.key for one in again.verify(KEY.verifier)] == [KEY.verifier]


def test_witnesses_are_counted_and_state_their_time(signed: SignedCheckpoint) -> None:
    both = parse_checkpoint(str(signed.cosigned_by(WITNESS, 1_772_323_200)))
    good = both.verify(KEY.verifier, [WITNESS.cosigner], quorum=1)
    assert [(one.key.name, one.time) for one in good] == [(KEY.name, None), (WITNESS.name, 1_772_323_200)]
    assert both.verify(KEY.verifier) == good[:1]
    with pytest.raises(SignatureError, match="1 witnesses should have countersigned, 0 did"):
        signed.verify(KEY.verifier, [WITNESS.cosigner], quorum=1)


def test_a_log_is_not_its_own_witness_and_nobody_is_two(signed: SignedCheckpoint) -> None:
    alias = SigningKey("jiaoban.local/alias", WITNESS.seed)
    many = signed.cosigned_by(KEY, 1).cosigned_by(WITNESS, 1).cosigned_by(WITNESS, 2).cosigned_by(alias, 3)
    with pytest.raises(SignatureError, match="2 witnesses should have countersigned, 1 did"):
        many.verify(KEY.verifier, [KEY.cosigner, WITNESS.cosigner, alias.cosigner], quorum=2)


def test_a_strange_key_of_the_same_name_does_not_count(signed: SignedCheckpoint) -> None:
    with pytest.raises(SignatureError, match="no signature by a key that is trusted"):
        signed.verify(STRANGER.verifier)
    with pytest.raises(SignatureError, match="must be the same"):
        signed.verify(WITNESS.verifier)
    with pytest.raises(SignatureError, match="must be the same"):
        signed.checkpoint.signed_by(WITNESS)
    forged = signed.checkpoint.signed_by(STRANGER).cosigned_by(WITNESS, 5)
    with pytest.raises(SignatureError, match="log's own signature"):
        forged.verify(KEY.verifier, [WITNESS.cosigner])


def test_a_checkpoint_put_beside_another_note_is_refused(signed: SignedCheckpoint) -> None:
    other = SignedCheckpoint(Checkpoint(KEY.name, 6, signed.checkpoint.root), signed.note)
    with pytest.raises(SignatureError, match="not that of the checkpoint"):
        other.verify(KEY.verifier)


def test_a_key_never_signs_plainly_what_only_a_witness_signs() -> None:
    with pytest.raises(SignatureError):
        KEY.sign("cosignature/v1\ntime 1\nx\n")
    with pytest.raises(SignatureError):
        KEY.cosign("x\n", -1)


def test_every_changed_byte_of_a_checkpoint_is_found(signed: SignedCheckpoint) -> None:
    written = str(signed.cosigned_by(WITNESS, 7)).encode()
    for place in range(len(written)):
        for flip in (0x01, 0x20, 0x80):
            changed = bytearray(written)
            changed[place] ^= flip
            with pytest.raises(TlogError):
                parse_checkpoint(bytes(changed)).verify(KEY.verifier, [WITNESS.cosigner], quorum=1)
    for cut in range(len(written)):
        with pytest.raises(TlogError):
            parse_checkpoint(written[:cut]).verify(KEY.verifier, [WITNESS.cosigner], quorum=1)


ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
LINE = "— a AAAAAAAA"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "line 1: a signed note has an empty line"),
        (f"o\n5\n{ROOT}\n", "line 1: a signed note has an empty line"),
        (f"o\n5\n\n{LINE}\n", "line 3: a checkpoint has three lines"),
        (f"o\n05\n{ROOT}\n\n{LINE}\n", "line 2: the tree size is a decimal"),
        (f"o\n5 \n{ROOT}\n\n{LINE}\n", "line 2: the tree size is a decimal"),
        (f"o\n٥\n{ROOT}\n\n{LINE}\n", "line 2: the tree size is a decimal"),
        (f"o\n9223372036854775808\n{ROOT}\n\n{LINE}\n", "line 2: the tree size is a decimal"),
        (f"o\n5\n{ROOT[:-1]}\n\n{LINE}\n", "line 3: the root hash"),
        (f"o\n5\n{ROOT[:-2]}J=\n\n{LINE}\n", "line 3: the root hash"),
        (f"\n5\n{ROOT}\n\n{LINE}\n", "line 1: a line of a checkpoint is empty"),
        (f"o\n5\n{ROOT}\n\n\n{LINE}\n", "line 4: a line of a checkpoint is empty"),
        (f"o\n0\n{ROOT}\n\n{LINE}\n", "the root of an empty tree"),
        (f"o\n5\n{ROOT}\n\n{LINE}", "line 5: a signed note ends with"),
        (f"o\n5\n{ROOT}\n\n", "a signed note ends with"),
        (f"o\r\n5\n{ROOT}\n\n{LINE}\n", r"line 1: the control character U\+000D"),
        (f"o\n5\n{ROOT}\n\n- a AAAAAAAA\n", "line 5: a signature line is: em dash"),
        (f"o\n5\n{ROOT}\n\n— a b AAAAAAAA\n", "line 5: a signature line is: em dash"),
        (f"o\n5\n{ROOT}\n\n— a+b AAAAAAAA\n", "line 5: the name in a signature line"),
        (f"o\n5\n{ROOT}\n\n— a\u3000b AAAAAAAA\n", "line 5: the name in a signature line"),
        (f"o\n5\n{ROOT}\n\n{LINE}\n— a AAAA\n", "line 6: the signature should be base64"),
        (f"o\n5\n{ROOT}\n\n" + f"{LINE}\n" * 101, "line 5: at most 100"),
        ("x" * 1_000_001, "more than 1000000 characters"),
        ("\ud800\n\n", "valid UTF-8"),
        (b"\xff\n\n", "valid UTF-8"),
    ],
)
def test_what_is_wrong_with_a_checkpoint_is_said_with_its_line(written: str | bytes, words: str) -> None:
    with pytest.raises(FormatError, match=words) as caught:
        parse_checkpoint(written)
    assert any("\u4e00" <= one <= "\u9fff" for one in caught.value.zh)


def test_extension_lines_are_kept_and_signed_for() -> None:
    written = str(Checkpoint(KEY.name, 0, EMPTY_ROOT, ("hello", "—")).signed_by(KEY))
    read = parse_checkpoint(written)
    read.verify(KEY.verifier)
    assert read.checkpoint.extensions == ("hello", "—")


@pytest.mark.parametrize(
    "bad",
    [("", 0, EMPTY_ROOT), ("a\nb", 1, bytes(32)), ("a", -1, bytes(32)), ("a", 1, bytes(31)), ("a", 0, bytes(32))],
)
def test_a_checkpoint_that_could_not_be_read_back_is_not_made(bad: tuple[str, int, bytes]) -> None:
    with pytest.raises(FormatError):
        Checkpoint(*bad)


@calm
@given(st.text() | st.binary())
def test_no_text_breaks_the_parser(written: str | bytes) -> None:
    with pytest.raises(FormatError):
        parse_checkpoint(written)


@pytest.mark.parametrize("length", [31, 33])
def test_a_key_has_thirty_two_bytes(length: int) -> None:
    with pytest.raises(FormatError, match="has 32 bytes"):
        SigningKey("a", bytes(length))
    with pytest.raises(FormatError, match="has 32 bytes"):
        VerifierKey("a", bytes(length))


@pytest.mark.parametrize("value", [b"", bytes(64), bytes(71), b"\x80" + bytes(71), bytes(73)])
def test_a_cosignature_has_a_time_and_sixty_four_bytes(value: bytes) -> None:
    with pytest.raises(SignatureError):
        WITNESS.cosigner.verify("x\n", value)
