"""What goes out comes in again without a change, as CSV and as Excel; text is text; long lists go piece by piece."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from jiaoban.importing import writing
from jiaoban.importing.export import EXPORTS, PIECE, Asked
from jiaoban.importing.kinds import KINDS
from jiaoban.importing.sheet import read_bytes
from jiaoban.ledger.store import DbBook
from tests import cast
from tests.db.importing.conftest import Take

pytestmark = pytest.mark.django_db
Do = Callable[..., str]
ODD = '=HYPERLINK("x")，\'=1, -5 @a\n第二行'
AGAIN = [name for name in EXPORTS if name in KINDS]


@pytest.fixture
def full(do: Do) -> None:
    """Something of every kind, with everything that a table could mangle."""
    do("plant.register_equipment", equipment="G1", code="1F", name="=1号机", kind="+机组")
    do("plant.register_equipment", equipment="G2", code="2F", name="2号机", parent="G1", kind="#REF!", in_use=False)
    do("plant.set_state", equipment="G1", state="MAINTENANCE", mode="-5 MW", note=ODD)
    do("plant.register_custody", custody_item="K1", name="@钥匙", kind="KEY", expected=3, note="'=")
    do("plant.register_parameter", parameter="t", name="温度", group="机组", unit="℃", low="-5.50", high="0012.10")
    modes = [{"mode": "STANDBY", "high": "8"}, {"mode": "调相", "low_low": "-9", "low": "-3"}, {"mode": "OUT"}]
    wide = {"low_low": "-8", "high_high": "20", "jump": "3.5", "schedule": "每2小时", "grace": 20, "rolls_at": ""}
    do("plant.register_parameter", parameter="m", name="转速", group="机组", equipment="G1", by_mode=modes, **wide)
    permit = do(
        "plant.open_matter",
        kind="PERMIT",
        title="检修",
        number="0012",
        text=ODD,
        equipment="G1",
        people={"issuer": "沈国梁"},
    )
    do("plant.advance", matter=permit, state="PERMITTED")
    do("plant.open_matter", kind="CHANGE", title="改造", equipment="G1", before="=A", after="B")
    do("plant.register_custody", custody_item="K2", name="柜钥匙", kind="KEY", numbers=["7", "A-8", "9"])
    do("plant.register_custody", custody_item="T1", name="力矩扳手", kind="TOOL", expected=4)
    do("plant.register_custody", custody_item="W1", name="扳手", kind="TOOL", places="甲板：=1、T2；箱：T3")
    do("plant.register_custody", custody_item="M1", name="镜", kind="TOOL", places="甲板：3；箱：1")
    do("plant.lend", custody_item="M1", number=1, place="箱", to="外单位", purpose="检修")
    do("plant.lend", custody_item="K2", number=2, numbers=["7", "9"], to="=外单位 李", purpose=ODD[:20], matter=permit)
    lent = do("plant.lend", custody_item="T1", number=3, person=cast.A_CCR.key, purpose="检修")
    do("plant.bring_back", loan=lent, number=1)
    do("plant.bring_back", loan=lent, number=2, condition="DAMAGED", note="齿崩了")
    person = {"person": cast.A_CCR.key, "qualification": "hydro", "number": "1", "valid_from": "2026-01-01"}
    do("org.qualify", post="", **person)
    crew = {"crews": ["A"], "roles": ["OPERATOR"], "people": [cast.A_CCR.key], "qualifications": ["hydro"]}
    do("order.issue", post="", title="@规定", text=ODD, number="〔2026〕1号", posts=[cast.CCR], **crew)
    do("order.issue", post="", title="通知", text="x", kind="NOTICE", asks="WORDS", roles=["SUPERVISOR"], within_days=0)
    do("plant.register_earth", earth="E3", number="3", spec="25mm²")
    do("plant.hang_earth", earth="E3", where="=机端", equipment="G1", permit=permit, hung_by="马建军")


def _asked(language: str = "zh-hans", **filters: str) -> Asked:
    return Asked(post=cast.CCR, language=language, zone="America/New_York", filters=filters)


def _csv(name: str, asked: Asked, book: DbBook) -> bytes:
    export = EXPORTS[name]
    return b"".join(writing.as_csv(export.heads(asked), export.rows(book, asked)))


def _xlsx(name: str, asked: Asked, book: DbBook) -> bytes:
    export = EXPORTS[name]
    with writing.as_xlsx(
        export.title.zh, export.heads(asked), export.rows(book, asked), [["时区", asked.zone]]
    ) as file:
        return file.read()


@pytest.mark.parametrize("write", [_csv, _xlsx])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", AGAIN)
def test_what_goes_out_comes_in_again_without_a_change(
    table: Take, book: DbBook, full: None, name: str, language: str, write: Callable[[str, Asked, DbBook], bytes]
) -> None:
    size = book.size
    content = write(name, _asked(language, show="all"), book)
    told = table(name, content=content, post=cast.CCR if KINDS[name].at_post else "")
    assert (told.problems, told.ignored) == ((), ())
    assert (told.count("NEW"), told.count("CHANGED"), book.size) == (0, 0, size)
    assert told.count("SAME") >= 1


@pytest.mark.parametrize("name", EXPORTS)
def test_no_cell_is_a_formula(book: DbBook, full: None, name: str) -> None:
    cells = [one for row in csv.reader(io.StringIO(_csv(name, _asked(), book).decode("utf-8-sig"))) for one in row]
    assert not [one for one in cells if one.startswith(("=", "+", "@")) or (one[:1] == "-" and not _is_figure(one))]
    book_ = load_workbook(io.BytesIO(_xlsx(name, _asked(), book)))
    assert {cell.data_type for row in book_.worksheets[0].iter_rows() for cell in row} <= {"s", "n", "inlineStr"}


def _is_figure(text: str) -> bool:
    return text[1:].replace(".", "").isdigit()


def test_moments_name_their_zone_and_offset(book: DbBook, full: None) -> None:
    [head, first, *_] = csv.reader(io.StringIO(_csv("matters", _asked(), book).decode("utf-8-sig")))
    place = head.index("发生时间 (America/New_York)")
    assert first[place].endswith(("-05:00", "-04:00"))


def test_filters_are_those_of_the_page(book: DbBook, full: None) -> None:
    def keys(name: str, **filters: str) -> list[str]:
        return [row.cells[0] for row in read_bytes(_csv(name, _asked(**filters), book)).lines]

    assert keys("equipment", q="2f") == ["G2"]
    assert keys("equipment", state="MAINTENANCE") == ["G1"]
    assert len(keys("matters")) == 1
    assert len(keys("matters", show="all")) == 2
    assert keys("matters", kind="DEFECT") == []


def test_readings_are_figures_with_their_decimals(book: DbBook, full: None, do: Do) -> None:
    do("plant.read", readings=[{"parameter": "t", "value": "8.50"}])
    do("plant.read", readings=[{"parameter": "t", "value": "9.00"}])
    row = read_bytes(_csv("readings", _asked(), book)).lines[0].cells
    assert row[1:3] == ("温度", "℃")
    page = load_workbook(io.BytesIO(_xlsx("readings", _asked(), book))).worksheets[0]
    assert {(page.cell(2, 5).value, page.cell(2, 5).number_format)} <= {(8.5, "0.00"), (9, "0.00")}


def test_a_long_list_is_looked_up_piece_by_piece(book: DbBook, do: Do, table: Take) -> None:
    number = PIECE * 2 + 1
    lines = ("种类,标题,编号", *(f"缺陷,第 {n} 项,N{n}" for n in range(number)))
    assert table("matters", *lines).kept
    with CaptureQueriesContext(connection) as asked:
        sheet = read_bytes(_csv("matters", _asked(), book))
    assert len(sheet.lines) == len({line.cells[0] for line in sheet.lines}) == number
    assert len(asked) <= 12


def test_the_pieces_of_a_file_come_as_its_rows_do() -> None:
    made: list[int] = []

    def rows() -> Iterable[Sequence[str | Decimal]]:
        for number in range(5_000):
            made.append(number)
            yield [str(number), Decimal(number)]

    pieces = writing.as_csv(["a", "b"], rows())
    next(pieces)
    assert len(made) <= 500
    assert b"".join(pieces).count(b"\r\n") == 4_500


def test_an_excel_file_goes_on_in_another_sheet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(writing, "SHEET", 3)
    with writing.as_xlsx("读数/月", ["a"], ([str(n)] for n in range(7)), [["x", "y"]]) as file:
        book = load_workbook(file)
    assert book.sheetnames == ["读数·月", "读数·月 2", "读数·月 3", "说明 About"]
    assert [page.max_row for page in book.worksheets[:3]] == [4, 4, 2]
