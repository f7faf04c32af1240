"""Tables as offices write them: Excel, UTF-8 with or without its mark, GBK; text that looks like a formula."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from jiaoban.importing.cells import MOST_LINES, Line, Unreadable
from jiaoban.importing.excel import LARGEST_UNPACKED
from jiaoban.importing.kinds import KINDS, day, made_key, several
from jiaoban.importing.rows import rows_of
from jiaoban.importing.sheet import Sheet, read

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TEXT = '编号,名称\r\n1F,一号机\r\n\r\n=2F,"二号\n机"\r\n3F,三号机\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_delimiter_reads_the_same(tmp_path: Path, encoding: str, delimiter: str) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(TEXT.replace(",", delimiter).encode(encoding))
    assert read(file) == Sheet(
        ("编号", "名称"), (Line(2, ("1F", "一号机")), Line(4, ("=2F", "二号\n机")), Line(6, ("3F", "三号机")))
    )


def test_excel_is_read_as_people_see_it(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["编号", "数量", "单价", "在册"])
    page.append(["=1+1", 12.0, 0.5, True])
    page["A2"].data_type = "s"
    page.append(["=B2", 3, None, False])
    page.append(["x", "#REF!", None, None])
    page["B4"].data_type = "e"
    file = tmp_path / "t.xlsx"
    book.save(file)
    found = read(file)
    assert found.lines[:2] == (Line(2, ("=1+1", "12", "0.5", "是")), Line(3, ("", "3", "", "否")))
    assert [(one.line, one.place) for one in found.flaws] == [(3, 0), (4, 1)]


def test_merged_cells_are_told_by_their_place(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["编号", "名称"])
    page.append(["1F", "一号机"])
    page.merge_cells("A2:A4")
    file = tmp_path / "t.xlsx"
    book.save(file)
    with pytest.raises(Unreadable, match="A2:A4"):
        read(file)


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b'a,b\n"open', b"PK\x03\x04 no", bytes(range(128, 256)) * 3, b"a\0b"]
)
def test_what_is_no_table_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(content)
    with pytest.raises(Unreadable):
        read(file)


def _table(*lines: str) -> Sheet:
    rows = [tuple(line.split(",")) for line in lines]
    return Sheet(rows[0], tuple(Line(number, cells) for number, cells in enumerate(rows[1:], start=2)))


@pytest.mark.parametrize("heads", ["编号,名称", "设备编号（必填）,设备名称", "Code,NAME *", "ｃｏｄｅ, name "])
def test_heads_are_known_in_both_languages(heads: str) -> None:
    rows, ignored, problems = rows_of(_table(heads, "1F,一号机"), KINDS["equipment"])
    assert (rows[0].said, ignored, problems) == ({"code": "1F", "name": "一号机", "equipment": "1F"}, [], [])


def test_problems_name_line_and_column() -> None:
    _, _, missing = rows_of(_table("名称,备注", "一号机,x"), KINDS["equipment"])
    assert [(one.line, one.says.zh) for one in missing] == [
        (1, "缺少一列，表头应为其中之一：编号、设备编号、代码、code、number。")
    ]
    _, ignored, twice = rows_of(_table("编号,名称,备注", "1F,a,", "1F,b,"), KINDS["equipment"])
    assert ([(one.line, one.column) for one in twice], ignored) == ([(3, "编号")], ["备注"])
    _, _, same = rows_of(_table("编号,代码,名称", "1,2,3"), KINDS["equipment"])
    assert [one.column for one in same] == ["代码"]


def test_cells_are_read_by_their_kind() -> None:
    [row] = rows_of(_table("名称,种类,数量,在册", "钥匙 A/1,钥匙,3,否"), KINDS["custody"])[0]
    wanted = {"name": "钥匙 A/1", "kind": "KEY", "expected": "3", "in_use": False, "custody_item": "钥匙-A-1"}
    assert row.said == wanted
    assert (day("2026年1月5日"), day("2026/12/31"), day("soon")) == ("2026-01-05", "2026-12-31", "soon")
    assert several("值长、管理员; AUDITOR") == ["值长", "管理员", "AUDITOR"]
    assert made_key(" 220kV #1 母线 ") == "220kV-1-母线"


def _excel(tmp_path: Path, sheet: bytes) -> Path:
    """An Excel file whose first sheet is this XML."""
    book, file = Workbook(), tmp_path / "t.xlsx"
    book.save(file)
    with zipfile.ZipFile(file) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    parts["xl/worksheets/sheet1.xml"] = sheet
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file


def _sheet(rows: str) -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


@pytest.mark.parametrize(
    ("sheet", "why"),
    [
        (lambda: _sheet(" " * (LARGEST_UNPACKED + 1)), "100 MB"),
        (lambda: _sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "columns"),
        (
            lambda: _sheet("".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, MOST_LINES + 9))),
            "lines",
        ),
        (lambda: b"<worksheet><sheetData><row", "no Excel file"),
    ],
    ids=["zip bomb", "far to the right", "long", "torn"],
)
def test_an_excel_file_that_unfolds_without_end_is_refused(
    tmp_path: Path, sheet: Callable[[], bytes], why: str
) -> None:
    with pytest.raises(Unreadable, match=why):
        read(_excel(tmp_path, sheet()))
