"""A table that is to be sent, and what has to become of it."""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from openpyxl import Workbook

Outcome = Literal["good", "bad", "any"]
Rows = list[list[str]]


@dataclass(frozen=True)
class Case:
    """A file for a table. `good`: it comes in, `rows` lines; `bad`: it is refused or marked; `any`: either, but
    whole."""

    name: str
    table: str
    content: bytes
    outcome: Outcome
    rows: int = 0


def rows_of(table: str, chance: Random) -> Rows:
    """Return a table that is right: heads and a few lines, other ones each time."""
    mark = f"{chance.randrange(10**6):06d}"
    return {
        "equipment": lambda: _equipment(mark, chance),
        "states": lambda: [
            ["设备", "状态", "运行方式"],
            ["U1", chance.choice(("运行", "检修", "OUT")), f"方式 {mark}"],
        ],
        "matters": lambda: _matters(mark, chance),
        "earths": lambda: [
            ["编号", "规格", "存放处", "在册"],
            *[[f"{mark}{n}", "25mm²", f"{n} 号柜", "是"] for n in range(1, chance.randrange(2, 6))],
        ],
        "custody": lambda: [
            ["名称", "种类", "应有数量", "说明"],
            *[
                [f"钥匙 {mark}-{n}", chance.choice(("钥匙", "TOOL")), str(n), ""]
                for n in range(1, chance.randrange(2, 6))
            ],
        ],
        "parameters": lambda: [
            ["名称", "分组", "单位", "下限", "上限", "小数位"],
            *[[f"参数 {mark}-{n}", "机组", "℃", str(n), str(n + 9), "1"] for n in range(1, chance.randrange(2, 6))],
        ],
        "loans": lambda: _loans(mark, chance),
        "orders": lambda: [
            ["标题", "正文", "文号", "种类", "角色", "生效时间", "几天内读完"],
            *[
                [f"规定 {mark}-{n}", "每两小时检查。", f"{mark}-{n}", "运行规定", "值班员", "2025-11-01 08:00", str(n)]
                for n in range(1, chance.randrange(2, 6))
            ],
        ],
    }[table]()


def _equipment(mark: str, chance: Random) -> Rows:
    lines = [["编号", "名称", "上级设备", "类型", "在册"], [f"P{mark}", "电厂", "", "厂", "是"]]
    for n in range(chance.randrange(1, 7)):
        above = chance.choice(lines[1:])[0]
        lines.append([f"D{mark}{n}", f"设备，{n}", above, "设备", chance.choice(("是", "yes", ""))])
    body = lines[1:]
    chance.shuffle(body)
    return [lines[0], *body]


def _matters(mark: str, chance: Random) -> Rows:
    heads = ["种类", "标题", "编号", "状态", "等级", "设备", "发生时间"]
    kinds = (("缺陷", "未消除"), ("工作票", "已许可"), ("安全措施", "已布置"), ("DEFECT", ""))
    lines = []
    for n in range(chance.randrange(1, 5)):
        kind, state = chance.choice(kinds)
        lines.append([kind, f"事项 {mark}-{n}", f"{mark}-{n}", state, "一般", "", "2026-11-22 20:0" + str(n)])
    return [heads, *lines]


def _loans(mark: str, chance: Random) -> Rows:
    heads = ["物品", "数量", "借用人", "用途", "借出时间", "应还时间", "已还数量", "归还时间"]
    lines = []
    for n in range(1, chance.randrange(2, 6)):
        back = chance.choice((["", ""], [str(n), f"2024-05-1{n} 08:00"]))
        lines.append(["L1", str(n), f"外单位 {mark}", f"检修 {n}", f"2024-05-0{n} 08:00", f"2024-05-0{n} 17:00", *back])
    return [heads, *lines]


def as_csv(rows: Sequence[Sequence[str]], delimiter: str = ",", newline: str = "\r\n") -> str:
    """Return rows as the text of a CSV file."""
    into = io.StringIO(newline="")
    csv.writer(into, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return into.getvalue()


def as_xlsx(rows: Sequence[Sequence[object]]) -> bytes:
    """Return rows as an Excel file in which every text is a text."""
    book, into = Workbook(), io.BytesIO()
    page = book.active
    assert page is not None
    for line, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            cell = page.cell(row=line, column=place)
            cell.value = value  # type: ignore[assignment]  # whatever it is
            if isinstance(value, str) and value[:1] == "=":
                cell.data_type = "s"
    book.save(into)
    return into.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the parts of an Excel file."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    """Return parts as a zip file."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return into.getvalue()
