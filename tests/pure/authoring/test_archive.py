"""Archives of packs: what is packed comes out again, and everything hostile ends in one sentence."""

import io
import re
import stat
import zipfile
from collections.abc import Callable, Mapping
from random import Random

import pytest

from jiaoban.authoring.archive import pack, unpack
from jiaoban.kernel.refusal import BadInput
from jiaoban.regime.positions import MAX_BYTES, PackError
from jiaoban.regime.unpacking import LARGEST, files_of

TEXTS = {"pack.yaml": "id: pump\n", "clauses.yaml": "# 条款\n", "scenarios/one.yaml": "scenarios: []\n"}
Put = Callable[[zipfile.ZipFile], None]


def zipped(put: Put) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        put(packed)
    return into.getvalue()


def of(texts: Mapping[str, bytes | str]) -> bytes:
    def put(packed: zipfile.ZipFile) -> None:
        for name, text in texts.items():
            packed.writestr(name, text)

    return zipped(put)


def test_what_was_packed_comes_out_and_is_the_same_every_time() -> None:
    assert unpack(pack(TEXTS, "pump")) == TEXTS
    assert pack(TEXTS, "pump") == pack(dict(reversed(TEXTS.items())), "pump")


def test_a_folder_around_the_files_and_what_file_managers_add_do_not_matter() -> None:
    found = unpack(
        of(
            {
                "泵站/pack.yaml": "id: pump",
                "泵站/scenarios/a.yaml": "x",
                "__MACOSX/泵站/._pack.yaml": b"\xff",
                "泵站/.DS_Store": b"\xff",
            }
        )
    )
    assert found == {"pack.yaml": "id: pump", "scenarios/a.yaml": "x"}
    assert unpack(of({"pack.yaml": "id: pump", "scenarios/a.yaml": "x"})) == found


def _as_windows_writes(texts: Mapping[str, bytes], code: str) -> bytes:
    """An archive whose names stand in a code that it does not name, with the mark of Windows between folders."""
    stand_in = {name: "".join(f"{byte:c}" if byte < 128 else "x" for byte in name.encode(code)) for name in texts}
    made = of({stand_in[name]: text for name, text in texts.items()})
    for name in texts:
        made = made.replace(stand_in[name].encode(), name.replace("/", "\\").encode(code))
    return made


@pytest.mark.parametrize("code", ["gbk", "utf-8"])
def test_names_as_chinese_windows_and_old_programs_write_them(code: str) -> None:
    texts = {"泵站/pack.yaml": b"\xef\xbb\xbfid: pump\r\n", "泵站/scenarios/誠夜班.yaml": b"x"}
    made = _as_windows_writes(texts, code)
    assert set(unpack(made)) == {"pack.yaml", "scenarios/誠夜班.yaml"}
    assert unpack(made)["pack.yaml"] == "id: pump\r\n"


def test_a_version_that_is_sent_in_is_read_as_a_draft_is() -> None:
    for name, (made, said) in BAD.items():
        content = made()
        if content[:2] == b"PK" and name != "picture":  # what is no text is told by the check, with its file
            with pytest.raises(PackError) as caught:
                files_of([("x.zip", content)])
            (only,) = caught.value.problems
            assert re.search(said, only.wrong.zh + only.right.zh), name
    assert files_of([("x.zip", pack(TEXTS, "pump"))]) == {name: text.encode() for name, text in TEXTS.items()}


def _link(packed: zipfile.ZipFile) -> None:
    one = zipfile.ZipInfo("pack.yaml")
    one.external_attr = (stat.S_IFLNK | 0o777) << 16
    packed.writestr(one, "/etc/passwd")


def _twice(packed: zipfile.ZipFile) -> None:
    packed.writestr("pack.yaml", "id: a")
    with pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr("pack.yaml", "id: b")


def _locked() -> bytes:
    made = bytearray(of({"pack.yaml": "id: pump"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.index(mark) + at] |= 1
    return bytes(made)


def _lying() -> bytes:
    """A file that unfolds into far more than its entry says."""
    made = bytearray(of({"pack.yaml": b"\0" * (20 * MAX_BYTES)}))
    size = (100).to_bytes(4, "little")
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = made.index(mark) + at
        made[place : place + 4] = size
    return bytes(made)


def _cut() -> bytes:
    made = pack(TEXTS, "pump")
    return made[: len(made) // 2]


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "not a zip": (lambda: b"id: pump", "不是能读的 zip"),
    "nothing": (lambda: b"", "不是能读的 zip"),
    "cut": (_cut, "不是能读的 zip"),
    "too large": (lambda: b"x" * (LARGEST + 1), "不超过"),
    "no pack": (lambda: of({"clauses.yaml": "x"}), "没有 pack.yaml"),
    "empty": (lambda: zipped(lambda _: None), "没有 pack.yaml"),
    "absolute": (lambda: of({"/etc/pack.yaml": "x"}), "指到文件夹之外"),
    "up": (lambda: of({"a/../../pack.yaml": "x"}), "指到文件夹之外"),
    "drive": (lambda: of({"C:/pack.yaml": "x"}), "指到文件夹之外"),
    "link": (lambda: zipped(_link), "是链接"),
    "twice": (lambda: zipped(_twice), "pack.yaml 有两份"),
    "locked": (_locked, "设了密码"),
    "bomb": (lambda: of({"pack.yaml": b" " * (50 * MAX_BYTES)}), "展开后太大"),
    "many": (lambda: of({f"scenarios/s{n}.yaml": "x" for n in range(200)}), "200 个文件"),
    "lying": (_lying, "zip|太大"),
    "up, as Windows writes": (lambda: of({"a\\..\\..\\pack.yaml": "x"}), "指到文件夹之外"),
    "other files": (lambda: of({"pump/pack.yaml": "x", "other/clauses.yaml": "x"}), "没有「other/clauses.yaml」"),
    "a blank in a name": (lambda: of({"pack.yaml": "x", "scenarios/a b.yaml": "x"}), "没有「scenarios/a b.yaml」"),
    "program": (lambda: of({"pack.yaml": "x", "run.py": "x"}), "没有「run.py」"),
    "picture": (lambda: of({"pack.yaml": b"\x89PNG\r\n\xff"}), "不是 UTF-8"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_archive_of_a_pack_is_refused_in_a_sentence(name: str) -> None:
    made, said = BAD[name]
    with pytest.raises(BadInput, match=said) as caught:
        unpack(made())
    assert caught.value.where == "file"
    assert caught.value.right.zh
    assert caught.value.right.en


@pytest.mark.parametrize("seed", range(300))
def test_a_damaged_archive_is_refused_or_read_and_never_anything_else(seed: int) -> None:
    rng, made = Random(seed), bytearray(pack(TEXTS, "pump"))
    for _ in range(rng.randint(1, 20)):
        made[rng.randrange(len(made))] = rng.randrange(256)
    said = ""
    try:
        found = unpack(bytes(made))
    except BadInput as error:
        found, said = {}, error.wrong.zh
    assert said or "pack.yaml" in found
