"""The separate verifier: what it calls good, what it finds, in which words, with which exit code."""

import base64
import io
import json
import shutil
import subprocess
import sys
import zipapp
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import jiaoban_verify
from jiaoban.tlog.checkpoint import SignedCheckpoint, parse_checkpoint
from jiaoban.tlog.export import act_line, checkpoint_line, header_line
from jiaoban.tlog.receipt import Receipt
from jiaoban.tlog.strict import mended
from jiaoban_verify.__main__ import main
from jiaoban_verify.export import check_export
from jiaoban_verify.receipt import check_receipt
from jiaoban_verify.say import Misfit, Misuse
from jiaoban_verify.texts import read_checkpoint, read_keys
from jiaoban_verify.tree import leaf_hash, root_of_path
from tests.pure.tlog.book import KEY, STRANGER, WITNESS, TestBook, act, book, calm, canonical

BOOK = book(9)
KEYS = read_keys(f"{KEY.verifier}\n{WITNESS.cosigner}\n".encode())

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Write the texts to files, run the command over them, return exit code and what it printed."""

    def go(
        what: str, text: str | bytes, *outside: str, key: str = f"# 公钥\n{KEY.verifier}\n", lang: str = "en"
    ) -> tuple[int, str]:
        names = []
        for number, one in enumerate((key, text, *outside)):
            path = tmp_path / str(number)
            path.write_bytes(one.encode() if isinstance(one, str) else one)
            names.append(str(path))
        more = [part for name in names[2:] for part in ("--checkpoint", name)]
        code = main([what, names[1], "--key", names[0], "--lang", lang, *more])
        return code, capsys.readouterr().out

    return go


def rewritten(seq: int, **other: object) -> TestBook:
    """Return the book as somebody rewrote it behind the log's back, act `seq` changed, everything hashed anew."""
    return TestBook(act(one, **other) if one == seq else act(one) for one in range(9))


def test_a_good_receipt_is_good_in_two_languages(run: Run) -> None:
    code, said = run("receipt", str(BOOK.receipt(4)), lang="both")
    assert code == 0
    assert said.splitlines()[0].startswith("相符:shan-1 的第 4 条事实")
    assert said.splitlines()[1].startswith("Good: act 4 of shan-1 is covered by the checkpoint of 9 acts")
    assert "p-李明" in said


@pytest.mark.parametrize("spoilt", ["\ufeff{}", "{}\n \n", "{}"])
def test_a_receipt_that_went_through_a_mail_program_is_still_good(run: Run, spoilt: str) -> None:
    for text in (str(BOOK.receipt(4)), str(BOOK.receipt(4)).replace("\n", "\r\n")):
        worn = spoilt.format(text.strip()).encode()
        assert run("receipt", worn)[0] == 0
        assert Receipt.parse(mended(worn)) == BOOK.receipt(4)
    worn_checkpoint = spoilt.format(str(BOOK.checkpoint(5)).replace("\n", "\r\n").strip())
    assert run("export", BOOK.export(9), worn_checkpoint)[0] == 0
    assert parse_checkpoint(mended(worn_checkpoint.encode())) == BOOK.checkpoint(5)


def test_a_good_record_is_good(run: Run) -> None:
    code, said = run("export", BOOK.export(3, 9))
    assert (code, said) == (0, "Good: the 9 acts of shan-1 are numbered without a gap and agree with 2 checkpoints.\n")
    code, said = run("export", book(0).export(0), lang="zh")
    assert (code, said) == (0, "相符:shan-1 的 0 条事实,序号连续,与 1 个存证点一致。\n")


def test_acts_after_the_last_checkpoint_are_counted(run: Run) -> None:
    code, said = run("export", BOOK.export(0, 6))
    assert code == 0
    assert "The last 3 acts (from #6) are not covered" in said


def test_checkpoints_and_receipts_from_outside_are_compared(run: Run) -> None:
    code, said = run("export", BOOK.export(9), str(BOOK.checkpoint(5)), str(BOOK.receipt(2, 7)))
    assert code == 0
    assert "They agree with 2 checkpoints from outside." in said


def test_witnesses_are_named(run: Run) -> None:
    keys = f"{KEY.verifier}\n{WITNESS.cosigner}\n"
    signed = BOOK.checkpoint().cosigned_by(WITNESS, 1_772_323_200)
    code, said = run("export", BOOK.export() + checkpoint_line(signed), key=keys)
    assert code == 0
    assert f"Countersigned by {WITNESS.name}." in said


def test_a_book_that_was_rolled_back_is_so_many_acts_behind(run: Run) -> None:
    code, said = run("export", book(6).export(6), str(BOOK.checkpoint()))
    assert code == 1
    assert said.startswith("#6: the record is 3 acts behind the checkpoint (9 against 6)")


def test_a_rewritten_book_is_found_by_an_old_checkpoint(run: Run) -> None:
    for seq in range(9):
        forged = rewritten(seq, actor="p-王")
        code, said = run(
            "export", forged.export(9), str(BOOK.checkpoint(3)), str(BOOK.checkpoint(7)), str(BOOK.checkpoint())
        )
        low, high = next(place for place in ((0, 2), (3, 6), (7, 8)) if place[0] <= seq <= place[1])
        assert code == 1
        assert said.startswith(f"#{low}: somewhere from act {low} to act {high} the record is not what")


def test_a_receipt_names_the_rewritten_act_itself(run: Run) -> None:
    code, said = run("export", rewritten(4, post="xs").export(9), str(BOOK.receipt(4)))
    assert (code, said[:33]) == (1, "#4: it differs from the receipt t")


@pytest.mark.parametrize("place", range(9))
def test_a_changed_deleted_inserted_or_moved_act_is_named(run: Run, place: int) -> None:
    own = str(BOOK.checkpoint())
    bodies = BOOK.bodies

    def said_of(changed: list[bytes]) -> str:
        lines = [header_line("shan-1", KEY.verifier, len(changed)), *map(act_line, changed)]
        code, said = run("export", "".join(lines) + checkpoint_line(BOOK.checkpoint()), own)
        assert code == 1
        return said

    assert said_of([*bodies[:place], *bodies[place + 1 :]]).startswith(f"#{place if place < 8 else 8}: ")
    assert said_of([*bodies[:place], act(place, command="extra"), *bodies[place:]]).startswith(f"#{place + 1}: ")
    assert said_of([*bodies[:place], bodies[place][:-1] + b" }", *bodies[place + 1 :]]).startswith(f"#{place}: ")
    backdated = act(place, recorded_at="2026-02-28T00:00:00.000000Z")
    assert "the record is not what" in said_of([*bodies[:place], backdated, *bodies[place + 1 :]])
    if place:
        swapped = [*bodies[: place - 1], bodies[place], bodies[place - 1], *bodies[place + 1 :]]
        assert said_of(swapped).startswith(
            f"#{place - 1}: act {place - 1} should stand here, but its content says {place}"
        )


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"{", "is not canonical JSON"),
        (b"\xff", "is not canonical JSON"),
        (b"[" * 100_000, "is not canonical JSON"),
        (b"1" * 5000, "is not canonical JSON"),
        (b'{"a":1.5}', "is not canonical JSON"),
        (b'{"a":NaN}', "is not canonical JSON"),
        (b'{"a":"\\ud800"}', "is not canonical JSON"),
        (b"[]", "should be a JSON object"),
        (b'{"a":1,"a":1}', "not in canonical form"),
        (b'{"b":1,"a":1}', "not in canonical form"),
        (b'{"a":"\\u4e00"}', "not in canonical form"),
        (act(2, site=5), "the field site is missing or of the wrong type"),
        (act(2, seq=True), "the field seq is missing"),
        (act(2, part="0"), "the field part is missing"),
        (canonical({"seq": 2, "site": "shan-1"}), "the field command is missing"),
        (act(3), "act 2 should stand here, but its content says 3"),
        (act(2, site="\x1b[2Jshan-2"), "it belongs to \\u001b[2Jshan-2, not to shan-1"),
        (act(2, command="c-1"), "the id c-1.0 stood there before"),
    ],
)
def test_an_act_that_is_none_is_named_with_what_is_wrong(run: Run, body: bytes, words: str) -> None:
    forged = TestBook([*BOOK.bodies[:2], body, *BOOK.bodies[3:]])
    code, said = run("export", forged.export(9))
    assert code == 1
    assert said.startswith("#2: ")
    assert words in said


def test_further_acts_of_one_command_are_no_twins(run: Run) -> None:
    assert run("export", rewritten(2, command="c-1", part=1).export(9))[0] == 0


GOOD = BOOK.export(9)
HEADER, FIRST, *REST = GOOD.splitlines(keepends=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Line 1 of the record is wrong"),
        ("\n", "Line 1 of the record is wrong"),
        (FIRST, "Line 1 of the record is wrong"),
        (HEADER.replace("/1", "/2", 1) + FIRST, "Line 1 of the record is wrong"),
        (HEADER.replace('"size":9', '"size":"9"'), "Line 1 of the record is wrong"),
        (HEADER.replace('"size":9', '"size":-1'), "Line 1 of the record is wrong"),
        (GOOD.replace(str(KEY.verifier), str(STRANGER.verifier)), "is not in the key file that you gave"),
        (HEADER + FIRST + "{}\n", "Line 3 of the record is wrong"),
        (HEADER + FIRST + "[]\n", "Line 3 of the record is wrong"),
        (HEADER + FIRST + "[" * 100_000, "Line 3 of the record is wrong"),
        (HEADER + FIRST + '{"body":"","body":""}\n', "Line 3 of the record is wrong"),
        (HEADER + FIRST + '{"body":"","checkpoint":""}\n', "Line 3 of the record is wrong"),
        (HEADER + FIRST + '{"checkpoint":5}\n', "Line 3 of the record is wrong"),
        (HEADER + FIRST + '{"body":5}\n', "#1: the body is not base64"),
        (HEADER + FIRST + '{"body":"A"}\n', "#1: the body is not base64"),
        (GOOD + FIRST, "Line 12 of the record is wrong"),
        (HEADER + FIRST, "#1: the header promises 9 acts, the file holds 1"),
        (BOOK.export(9, promised=4), "#4: the header promises 4 acts, the file holds 9"),
        (BOOK.export(), "There is no checkpoint"),
        (HEADER + '{"checkpoint":"x"}\n', "The checkpoint is not in its form"),
        (
            TestBook(BOOK.bodies, STRANGER).export(9).replace(str(STRANGER.verifier), str(KEY.verifier)),
            "bears no signature",
        ),
    ],
)
def test_a_record_that_is_none_is_refused_with_its_line(run: Run, text: str, words: str) -> None:
    code, said = run("export", text)
    assert code == 1
    assert words in said


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("", "holds no public key of a site"),
        (f"{WITNESS.cosigner}\n", "holds no public key of a site"),
        ("hello\n", "Line 1 of the key file is no public key"),
        (f"\n{str(KEY.verifier)[:-4]}AAAA\n", "Line 2 of the key file: the hash does not belong"),
        (KEY.to_text(), "holds a private key"),
    ],
)
def test_a_key_file_that_is_none_is_wrong_use(run: Run, key: str, words: str) -> None:
    code, said = run("export", GOOD, key=key)
    assert code == 2
    assert words in said


def test_a_missing_file_is_wrong_use(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key = tmp_path / "key"
    key.write_text(f"{KEY.verifier}\n")
    for arguments in (["export", "nowhere"], ["receipt", "nowhere"], ["export", str(tmp_path)], ["receipt", "a\0b"]):
        assert main([*arguments, "--key", str(key), "--lang", "en"]) == 2
        assert "cannot be read" in capsys.readouterr().out
    with pytest.raises(SystemExit) as caught:
        main(["export"])
    assert caught.value.code == 2


def test_every_changed_byte_of_a_receipt_is_found() -> None:
    written = str(BOOK.receipt(6)).encode()
    assert check_receipt(written, KEYS).seq == 6
    for place in range(len(written)):
        changed = bytearray(written)
        changed[place] ^= 1 << (place % 8)
        with pytest.raises(Misfit):
            check_receipt(bytes(changed), KEYS)


def test_an_act_that_stands_elsewhere_than_it_says_makes_no_receipt(run: Run) -> None:
    forged = TestBook([act(1), act(0)])
    code, said = run("receipt", str(forged.receipt(0)))
    assert (code, said) == (1, "#0: act 0 should stand here, but its content says 1.\n")


def test_a_cosignature_that_was_tampered_with_is_found() -> None:
    signed = BOOK.checkpoint().cosigned_by(WITNESS, 1_772_323_200)
    read_keys_and_check(signed)
    moved = signed.note.signatures[1]
    for value in (b"\x80" + moved.value[1:], moved.value[:7] + b"\x01" + moved.value[8:], moved.value[:-1]):
        raw = base64.b64encode(moved.key_id + value).decode()
        text = "\n".join([*str(signed).split("\n")[:-2], f"— {WITNESS.name} {raw}", ""])
        with pytest.raises(Misfit, match=r"signature by .* is wrong"):
            check_export_with(text)


def read_keys_and_check(signed: SignedCheckpoint) -> None:
    check_export_with(str(signed))


def check_export_with(checkpoint: str) -> None:
    line = json.dumps({"checkpoint": checkpoint}) + "\n"
    check_export(io.BytesIO((BOOK.export() + line).encode()), KEYS)


SOUND = st.sampled_from([GOOD.encode(), str(BOOK.receipt(3)).encode(), str(BOOK.checkpoint()).encode(), b""])


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_file_however_hostile_brings_anything_but_a_verdict(data: st.DataObject) -> None:
    raw = bytearray(data.draw(SOUND))
    for _ in range(data.draw(st.integers(0, 4))):
        low = data.draw(st.integers(0, len(raw)))
        high = data.draw(st.integers(low, min(len(raw), low + 50)))
        raw[low:high] = data.draw(st.binary(max_size=30))
    for check in (
        lambda: check_receipt(bytes(raw), KEYS),
        lambda: check_export(io.BytesIO(bytes(raw)), KEYS),
        lambda: read_checkpoint(bytes(raw).decode("utf-8", "replace")),
        lambda: read_keys(bytes(raw)),
    ):
        with suppress(Misfit, Misuse):
            check()


@calm
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda one: st.lists(one) | st.dictionaries(st.text(), one),
        max_leaves=12,
    )
)
def test_no_json_line_brings_anything_but_a_verdict(value: object) -> None:
    raw = HEADER + json.dumps(value) + "\n" + act_line(json.dumps(value).encode())
    with pytest.raises(Misfit):
        check_export(io.BytesIO(raw.encode()), KEYS)


@pytest.mark.parametrize("zipped", [False, True])
def test_it_works_alone_with_nothing_installed(tmp_path: Path, zipped: bool) -> None:
    alone = tmp_path / "alone"
    source = Path(jiaoban_verify.__file__).parent
    shutil.copytree(source, alone / "jiaoban_verify", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "key").write_text(f"{KEY.verifier}\n")
    (tmp_path / "good").write_text(str(BOOK.receipt(4)), encoding="utf-8")
    (tmp_path / "bad").write_text(str(BOOK.receipt(4)).replace("index 4", "index 5"), encoding="utf-8")
    command = [sys.executable, "-S", "-m", "jiaoban_verify"]
    if zipped:
        zipapp.create_archive(alone, tmp_path / "verify.pyz", main="jiaoban_verify.__main__:entry")
        command = [sys.executable, "-S", "-I", str(tmp_path / "verify.pyz")]
    for name, code in (("good", 0), ("bad", 1)):
        done = subprocess.run(
            [*command, "receipt", str(tmp_path / name), "--key", str(tmp_path / "key")],
            cwd=alone, env={"PYTHONIOENCODING": "ascii"}, capture_output=True, check=False, timeout=60,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (code, b"")
    probe = [sys.executable, "-S", "-c", "import cryptography"]
    assert subprocess.run(probe, cwd=alone, env={}, capture_output=True, check=False).returncode == 1


def test_a_book_that_its_own_key_signed_anew_is_bounded_by_what_was_kept_outside(run: Run) -> None:
    forged = rewritten(1, actor="p-王")
    code, said = run("export", forged.export(2, 3, 9), str(BOOK.checkpoint(1)), str(BOOK.checkpoint(3)))
    assert code == 1
    assert said.startswith("#1: somewhere from act 1 to act 2 the record is not what")


@pytest.mark.parametrize(("index", "size"), [(3, 3), (4, 3), (0, 4), (3, 4), (5, 9)])
def test_a_proof_of_another_length_leads_nowhere(index: int, size: int) -> None:
    receipt = BOOK.receipt(min(index, size - 1), size)
    for path in ([*receipt.proof, bytes(32)], list(receipt.proof[:-1])):
        assert root_of_path(leaf_hash(receipt.body), index, size, path) != receipt.checkpoint.checkpoint.root


def test_whatever_goes_wrong_inside_the_answer_is_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("jiaoban_verify.__main__.check_receipt", fail)
    assert run("receipt", "x") == (1, "It does not fit: the file cannot be read (MemoryError).\n")


@pytest.mark.parametrize("line", ["- a AAAAAAAA", "— a AAAA", "— a b AAAAAAAA", "— a\u3000b AAAAAAAA", "— a A", ""])
def test_a_signature_line_that_is_none_is_refused(line: str) -> None:
    text = str(BOOK.checkpoint())
    with pytest.raises(Misfit):
        read_checkpoint(text + line + "\n")


def test_an_empty_book_has_one_root_only() -> None:
    with pytest.raises(Misfit, match="the root of an empty book"):
        read_checkpoint(str(BOOK.checkpoint()).replace("\n9\n", "\n0\n"))
