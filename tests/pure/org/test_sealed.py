"""A pack as one file: the same bytes for the same pack, signed, and refused whole when anything is not right."""

import io
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from jiaoban.org.sealed import SIGNED, TABLE, NotSealed, seal, unseal
from jiaoban.regime.load import BESIDE
from jiaoban.regime.pack import FILES
from jiaoban.regime.positions import PackError
from jiaoban.regime.unpacking import files_of
from jiaoban.tlog.keys import SigningKey

RAMP = Path(__file__).resolve().parents[3] / "regimes" / "examples" / "ramp"
AUTHOR, OTHER = SigningKey("author", b"\x01" * 32), SigningKey("other", b"\x02" * 32)
GOOD = {
    path.relative_to(RAMP).as_posix(): path.read_bytes()
    for path in sorted(RAMP.rglob("*"))
    if path.is_file() and (path.name in (*FILES, *BESIDE) or path.parent.name == "scenarios")
}
Entries = list[tuple[zipfile.ZipInfo, bytes]]


def entries(packed: bytes) -> Entries:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return [(one, archive.read(one)) for one in archive.infolist()]


def written(found: Entries, *, comment: bytes = b"", how: int = zipfile.ZIP_STORED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.comment = comment
        for entry, content in found:
            archive.writestr(entry, content, compress_type=how)
    return packed.getvalue()


def changed(name: str, to: Callable[[bytes], bytes]) -> bytes:
    found = entries(seal(GOOD, [AUTHOR]))
    assert any(entry.filename == name for entry, _ in found)
    return written([(entry, to(content) if entry.filename == name else content) for entry, content in found])


def with_entry(name: str, content: bytes = b"x", mode: int = stat.S_IFREG | 0o644) -> bytes:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = mode << 16
    return written([*entries(seal(GOOD)), (entry, content)])


def test_the_same_pack_is_the_same_bytes_and_comes_back_whole() -> None:
    packed = seal(GOOD, [AUTHOR])
    assert packed == seal(dict(reversed(GOOD.items())), [AUTHOR])
    found = unseal(packed)
    assert found.files == GOOD
    assert found.contents.digest == found.pack.digest
    assert found.need_signature([AUTHOR.verifier]) == ("author",)


def test_two_people_can_sign_and_either_is_enough() -> None:
    found = unseal(seal(GOOD, [AUTHOR, OTHER]))
    assert found.signers() == ("author", "other")
    assert found.need_signature([OTHER.verifier]) == ("other",)
    assert found.need_signature([AUTHOR.verifier, OTHER.verifier]) == ("author", "other")


def test_it_can_be_sent_in_where_packs_are_uploaded() -> None:
    taken = files_of([("ramp.zip", seal(GOOD, [AUTHOR]))])
    assert {name: content for name, content in taken.items() if name in FILES} == {
        name: content for name, content in GOOD.items() if name in FILES
    }


def test_a_signature_by_nobody_trusted_is_refused() -> None:
    with pytest.raises(NotSealed, match="no signature by a key that is trusted"):
        unseal(seal(GOOD, [OTHER])).need_signature([AUTHOR.verifier])
    with pytest.raises(NotSealed, match="is not signed"):
        unseal(seal(GOOD)).need_signature([AUTHOR.verifier])


def test_a_signature_under_another_key_of_the_same_name_is_refused() -> None:
    forged = unseal(seal(GOOD, [SigningKey("author", b"\x03" * 32)]))
    with pytest.raises(NotSealed, match="no signature by a key that is trusted"):
        forged.need_signature([AUTHOR.verifier])


def test_a_signature_of_another_pack_is_refused() -> None:
    other = {**GOOD, "README.md": b"other"}
    stolen = {entry.filename: content for entry, content in entries(seal(other, [AUTHOR]))}[SIGNED]
    with pytest.raises(NotSealed, match="not this table of contents"):
        unseal(changed(SIGNED, lambda _: stolen))


def test_a_flipped_bit_of_a_signature_is_refused() -> None:
    def flip(note: bytes) -> bytes:
        return note[:-10] + (b"A" if note[-10:-9] != b"A" else b"B") + note[-9:]

    with pytest.raises(NotSealed, match=r"not to be trusted|cannot be read"):
        unseal(changed(SIGNED, flip)).need_signature([AUTHOR.verifier])


def _renamed(table: bytes) -> bytes:
    plain = json.loads(table)
    plain["regime"] = "kf015"
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


BROKEN: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "no whole ZIP"),
    "something else": (lambda: b"\x89PNG" * 99, "no whole ZIP"),
    "cut off": (lambda: seal(GOOD)[:-100], "no whole ZIP"),
    "an empty archive": (lambda: written([]), "no table of contents"),
    "no table of contents": (
        lambda: written([one for one in entries(seal(GOOD)) if one[0].filename != TABLE]),
        "no table of contents",
    ),
    "a table that is none": (lambda: changed(TABLE, lambda _: b"[]"), "cannot be read"),
    "a table in another form": (lambda: changed(TABLE, lambda one: one + b" "), "not as this program writes it"),
    "a table of another regime": (lambda: changed(TABLE, _renamed), "digest the table of contents names"),
    "a file changed": (lambda: changed("handover.yaml", lambda one: one + b"\n"), "changed or damaged"),
    "a scenario changed": (lambda: changed("scenarios/common.yaml", lambda one: b""), "changed or damaged"),
    "a signature that is none": (lambda: changed(SIGNED, lambda _: b"x"), "signature cannot be read"),
    "a file more": (lambda: with_entry("README.zh.md"), "does not fit the table"),
    "a file less": (lambda: written(entries(seal(GOOD))[:-1]), "does not fit the table"),
    "a file twice": (lambda: with_entry("pack.yaml"), "there twice"),
    "a way out": (lambda: with_entry("../pack.yaml"), "has no file"),
    "a way out below": (lambda: with_entry("scenarios/../../x.yaml"), "has no file"),
    "from the root": (lambda: with_entry("/etc/passwd"), "has no file"),
    "of another system": (lambda: with_entry("scenarios\\..\\x.yaml"), "has no file"),
    "a program": (lambda: with_entry("run.sh"), "has no file"),
    "a hidden file": (lambda: with_entry("scenarios/.x.yaml"), "has no file"),
    "a link": (lambda: with_entry("README.zh.md", b"/etc/passwd", stat.S_IFLNK | 0o777), "no plain file"),
    "a folder": (lambda: with_entry("scenarios/"), "has no file"),
    "compressed": (lambda: written(entries(seal(GOOD)), how=zipfile.ZIP_DEFLATED), "compressed or encrypted"),
    "a bomb": (lambda: written([*entries(seal(GOOD)), _bomb()], how=zipfile.ZIP_DEFLATED), "too much|compressed"),
    "many entries": (lambda: written([(zipfile.ZipInfo(f"scenarios/{n}.yaml"), b"") for n in range(300)]), "too much"),
    "something before": (lambda: b"#!/bin/sh\n" + seal(GOOD), "before or after|no whole ZIP"),
    "something after": (lambda: written(entries(seal(GOOD)), comment=b"hello"), "before or after"),
    "very large": (lambda: b"x" * 11_000_000, "too much"),
}


def _bomb() -> tuple[zipfile.ZipInfo, bytes]:
    return zipfile.ZipInfo("scenarios/bomb.yaml"), b"\x00" * 20_000_000


@pytest.mark.parametrize(("make", "sentence"), BROKEN.values(), ids=BROKEN)
def test_what_is_not_right_is_refused_whole_with_a_sentence(make: Callable[[], bytes], sentence: str) -> None:
    with pytest.raises(NotSealed, match=sentence) as raised:
        unseal(make())
    assert raised.value.words.zh.endswith("。")


def test_every_single_changed_byte_is_noticed() -> None:
    """No byte of the entries can be another one without the file being refused."""
    packed = seal({name: GOOD[name] for name in GOOD if name in FILES}, [AUTHOR])
    step = len(packed) // 60
    unnoticed = []
    for place in range(0, len(packed), step):
        other = packed[:place] + bytes([packed[place] ^ 1]) + packed[place + 1 :]
        try:
            found = unseal(other)
            found.need_signature([AUTHOR.verifier])
        except (NotSealed, PackError):
            continue
        if found.files != {name: GOOD[name] for name in GOOD if name in FILES}:
            unnoticed.append(place)
    assert unnoticed == []


def test_a_bad_pack_is_not_packed() -> None:
    with pytest.raises(PackError):
        seal({**GOOD, "pack.yaml": b"id: x"})
    with pytest.raises(NotSealed, match="has no file"):
        seal({**GOOD, "../x": b""})
    with pytest.raises(NotSealed, match="too much"):
        seal({**GOOD, **{f"scenarios/{n}.yaml": b"" for n in range(200)}})


def test_a_signed_file_of_a_bad_pack_is_refused_with_its_problems() -> None:
    """Somebody trusted signs what this program cannot use: it says what is wrong with it."""
    packed = changed("pack.yaml", lambda one: one)
    assert unseal(packed).pack.head.id == "ramp"
    with pytest.raises((NotSealed, PackError)):
        unseal(changed("pack.yaml", lambda one: one.replace(b"ramp", b"xamp")))
