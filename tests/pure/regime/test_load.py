"""Reading a pack: which files, in what shape - and no input that breaks the reader."""

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiaoban.regime.load import examine, examine_bytes, load, load_bytes
from jiaoban.regime.pack import Pack
from jiaoban.regime.positions import MAX_BYTES, MAX_DEPTH, PackError, read_yaml
from tests.pure.regime.small import FILES, small

BYTES = {name: text.encode() for name, text in FILES.items()}


def written(folder: Path, **more: str) -> Path:
    for name, text in {**FILES, **{f"{name}.yaml": text for name, text in more.items()}}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def said(content: bytes) -> str:
    problems = read_yaml("x.yaml", content).problems
    return problems[0].wrong.en if problems else ""


def test_a_folder_and_an_upload_give_the_same_pack(tmp_path: Path) -> None:
    assert load(written(tmp_path)) == load_bytes(BYTES)


def test_a_pack_survives_its_canonical_bytes() -> None:
    pack = load_bytes(BYTES)
    again = Pack.read(pack.canonical())
    assert again == pack
    assert again.digest == pack.digest
    assert again.canonical() == pack.canonical()


def test_the_digest_does_not_depend_on_how_the_files_are_written() -> None:
    pack = FILES["pack.yaml"].replace("\n", "\r\n") + "# a remark\r\n"
    assert load_bytes({**BYTES, "pack.yaml": b"\xef\xbb\xbf" + pack.encode()}).digest == load_bytes(BYTES).digest


def test_the_digest_changes_with_a_word() -> None:
    other = FILES["handover.yaml"].replace("还缺", "缺少").encode()
    assert load_bytes({**BYTES, "handover.yaml": other}).digest != load_bytes(BYTES).digest


def test_a_missing_file_is_named() -> None:
    report = examine_bytes({name: text for name, text in BYTES.items() if name != "clauses.yaml"})
    assert [(one.file, one.line, one.wrong.zh) for one in report.problems] == [("clauses.yaml", 0, "缺这个文件。")]


def test_a_file_that_a_pack_has_not_is_refused() -> None:
    report = examine_bytes({**BYTES, "handovers.yaml": b""})
    assert [(one.file, one.right.en) for one in report.problems] == [
        ("handovers.yaml", 'Did you mean "handover.yaml"?')
    ]


def test_scenarios_and_a_changelog_may_lie_beside(tmp_path: Path) -> None:
    (written(tmp_path) / "scenarios").mkdir()
    (tmp_path / "scenarios" / "a.yaml").write_text("?", encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_bytes(b"\xff")
    assert examine(tmp_path).problems == ()
    assert examine_bytes({**BYTES, "scenarios/a.yaml": b"?"}).problems == ()


def test_a_folder_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="no such folder"):
        load(tmp_path / "nowhere")


def test_an_error_shows_all_problems_as_text() -> None:
    with pytest.raises(PackError) as caught:
        load_bytes({**BYTES, "pack.yaml": b"id: small\n"})
    assert len(caught.value.problems) == 7
    assert "pack.yaml:1:1\n  缺「number」。补上「number:」。" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"a" * (MAX_BYTES + 1), "too large"),
        (b"a: \xff", "not UTF-8"),
        (b"[" * (MAX_DEPTH + 1), "Nested too deeply"),
        (b"- " * (MAX_DEPTH + 1), "Nested too deeply"),
        (b"[" + b"1," * 300_000 + b"]", "too much"),
        (b"a: &x 1\nb: *x", "Anchors"),
        (b"b: *x", "Anchors"),
        (b"a: !!python/name:os.system x", "Tags"),
        (b"a: 1\n---\nb: 2", "one document"),
        (b"{a: 1, a: 2}", "twice"),
        (b"? [a]\n: 1", "must be a word"),
        (b"a: 1\x00", "unprintable"),
        (b"a:\t1", "a tab"),
        (b"a: [", "missing in the brackets"),
    ],
)
def test_what_a_file_may_not_hold(content: bytes, wrong: str) -> None:
    assert wrong in said(content)


def test_words_stay_words() -> None:
    tree = read_yaml("x.yaml", b"{a: no, b: on, c: 08:00, d: 2020-01-01, e: 0x1F, f: 1e3, g: 007, on: 1}")
    assert tree.value == {
        "a": "no", "b": "on", "c": "08:00", "d": "2020-01-01", "e": "0x1F", "f": "1e3", "g": "007", "on": 1,
    }  # fmt: skip


def test_every_value_knows_its_place() -> None:
    tree = read_yaml("x.yaml", "a:\n  - b: 一\n    c: 二\n".encode())
    assert tree.place(("a", 0, "c")) == (3, 8)
    assert tree.place(("a", 0, "c"), key=True) == (3, 5)
    assert tree.place(("a", 0, "c", "nothing")) == (3, 8)


def test_a_file_of_nothing_but_errors_takes_little_memory() -> None:
    tracemalloc.start()
    report = small(handover="gates: [" + "{x: 1}," * 3_000 + "]")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert 0 < len(report.problems) <= 100
    assert peak < 60_000_000


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.decimals(allow_nan=False), st.text(max_size=8),
    st.sampled_from(["lines", "matters", "PT10M", "P99999999999D", "offered", "small/1", "incoming", "1E+999999999"]),
)  # fmt: skip
NAMES = st.sampled_from(
    [
        *("id", "clause", "title", "by", "when", "all", "any", "not", "exists", "none", "every", "count", "distinct"),
        *("of", "where", "have", "fact", "field", "outer", "is", "in", "between", "at_least", "before", "plus", "span"),
        *("number", "gates", "steps", "sections", "draws", "from", "zh", "en", "kind", "severity", "people", "锅"),
    ]
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=12
)


@settings(max_examples=150, deadline=None)
@given(part=st.sampled_from(sorted(FILES)), value=VALUES)
def test_any_value_in_a_file_is_answered_with_places(part: str, value: object) -> None:
    report = examine_bytes({**BYTES, part: flow(value).encode()})
    assert report.pack is not None or all(one.wrong.zh and one.wrong.en and one.file for one in report.problems)


@settings(max_examples=150, deadline=None)
@given(where=VALUES)
def test_any_value_for_a_condition_is_answered(where: object) -> None:
    text = FILES["handover.yaml"].replace("none: {of: sections, where: {field: complete, is: false}}", flow(where))
    report = small(handover=text)
    assert report.pack is not None or all(one.line for one in report.problems)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.data())
def test_any_cut_and_any_bytes_are_answered(name: str, data: st.DataObject) -> None:
    text = BYTES[name]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    report = examine_bytes({**BYTES, name: text[:start] + data.draw(st.binary(max_size=6)) + text[end:]})
    assert report.pack is not None or report.problems


def flow(value: object) -> str:
    """Write a value as YAML in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(one) for one in value) + "]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)
