"""CSV files: right ones, and what goes wrong with them in offices and on the way."""

import codecs
from collections.abc import Callable
from random import Random

from prove.tables.frame import Case, Rows, as_csv, rows_of

Make = Callable[[str, Random], Case]
TABLES = ("equipment", "states", "matters", "earths", "custody", "parameters", "loans", "orders")
NUMBERS = {"custody": "应有数量", "parameters": "小数位", "loans": "数量", "orders": "几天内读完"}
CLOSED = {"equipment": "在册", "states": "状态", "matters": "种类", "custody": "种类", "orders": "种类"}
NEEDED = {
    "equipment": 1,
    "states": 1,
    "matters": 1,
    "earths": 0,
    "custody": 2,
    "parameters": 1,
    "loans": 3,
    "orders": 1,
}


def _csv(name: str, table: str, rows: Rows, outcome: str = "bad", **how: str) -> Case:
    text = as_csv(rows, how.get("delimiter", ","), how.get("newline", "\r\n"))
    content = text.encode(how.get("encoding", "utf-8"), "replace")
    return Case(name, table, content, outcome, len(rows) - 1)  # type: ignore[arg-type]  # one of three


def good(table: str, chance: Random) -> Case:
    """A table that is right, in one of the forms that offices send."""
    encoding = chance.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16"))
    delimiter = chance.choice(",;\t")
    newline = chance.choice(("\n", "\r\n", "\r"))
    return _csv(
        f"right, {encoding}, {delimiter!r}, {newline!r}",
        table,
        rows_of(table, chance),
        "good",
        encoding=encoding,
        delimiter=delimiter,
        newline=newline,
    )


def mixed_newlines(table: str, chance: Random) -> Case:
    """Lines that end in different ways; right all the same."""
    lines = as_csv(rows_of(table, chance)).split("\r\n")[:-1]
    text = "".join(line + chance.choice(("\n", "\r\n")) for line in lines)
    return Case("mixed newlines", table, text.encode(), "good", len(lines) - 1)


def formula(table: str, chance: Random) -> Case:
    """Text that a spreadsheet would calculate: it is text."""
    rows = rows_of(table, chance)
    place = {"equipment": 1, "states": 2, "matters": 1, "earths": 1, "loans": 3}.get(table, 0)
    for number, row in enumerate(rows[1:]):
        row[place] = f"{chance.choice('=+-@')}cmd|'/c calc'!A{number}"
    return _csv("text like a formula", table, rows, "good")


def foreign_encoding(table: str, chance: Random) -> Case:
    """Text in an encoding of another country."""
    rows = rows_of(table, chance)
    encoding = chance.choice(("big5", "shift_jis", "utf-16-le", "utf-16-be", "utf-7", "utf-32", "koi8-r", "cp037"))
    return _csv(f"encoding {encoding}", table, rows, "bad", encoding=encoding)


def two_marks(table: str, chance: Random) -> Case:
    """A byte order mark that does not belong to what comes after it."""
    mark = chance.choice((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE))
    return Case("foreign mark", table, mark + as_csv(rows_of(table, chance)).encode(), "bad")


def nul(table: str, chance: Random) -> Case:
    """A NUL somewhere."""
    content = bytearray(as_csv(rows_of(table, chance)).encode())
    content[chance.randrange(len(content))] = 0
    return Case("NUL", table, bytes(content), "bad")


def control(table: str, chance: Random) -> Case:
    """A control character in a name."""
    rows = rows_of(table, chance)
    place = {"states": 2, "matters": 1, "earths": 1}.get(table, 0 if table != "equipment" else 1)
    row = chance.choice(rows[1:])
    row[place] = row[place][:1] + chance.choice("\x01\x07\x1b\x7f") + row[place][1:]
    return _csv("control character", table, rows)


def open_quote(table: str, chance: Random) -> Case:
    """A quotation mark that is never closed, or stands in the middle."""
    rows = rows_of(table, chance)
    lines = as_csv(rows).split("\r\n")
    at = chance.randrange(1, len(lines) - 1)
    lines[at] = chance.choice(('"', '"x"y,')) + lines[at]
    return Case("quotes", table, "\r\n".join(lines).encode(), "bad")


def without_needed(table: str, chance: Random) -> Case:
    """A needed column is not there."""
    rows = rows_of(table, chance)
    place = {"earths": 0, "loans": chance.choice((0, 3))}.get(table, chance.choice((0, 1)))
    return _csv("needed column gone", table, [row[:place] + row[place + 1 :] for row in rows])


def twice(table: str, chance: Random) -> Case:
    """A head stands there twice."""
    place = chance.randrange(2)
    return _csv("head twice", table, [[*row, row[place]] for row in rows_of(table, chance)])


def no_heads(table: str, chance: Random) -> Case:
    """The heads are missing, or are remarks."""
    rows = rows_of(table, chance)
    return _csv("no heads", table, chance.choice((rows[1:], [["2026 年设备清单"], *rows], [["x", "y"], *rows[1:]])))


def empty_needed(table: str, chance: Random) -> Case:
    """A needed cell is empty."""
    rows = rows_of(table, chance)
    chance.choice(rows[1:])[NEEDED[table]] = chance.choice(("", "  ", "\u3000"))
    return _csv("needed cell empty", table, rows)


def wrong_type(table: str, chance: Random) -> Case:
    """Something else than what a column holds."""
    rows = rows_of(table, chance)
    head = chance.choice([one for one in (NUMBERS.get(table), CLOSED.get(table)) if one] or ["在册"])
    wrong = chance.choice(("很多", "x", "-1", "1e999", "NaN", "3.5", "99999999999999999999", "true;false", "🙂"))
    chance.choice(rows[1:])[rows[0].index(head)] = wrong
    return _csv("wrong type", table, rows)


def wrong_day(_table: str, chance: Random) -> Case:
    """Days with the day first, days that are not, moments to come."""
    rows = rows_of("matters", chance)
    wrong = ("23/11/2026", "11/23/26 08:00", "3.4.26", "2026-02-30", "2026-13-01", "明天", "2099-01-01", "0000-00-00")
    more = ("1890-01-01 00:00", "2026-11-22 25:61", "45000", "9999-12-31T23:59:59-23:59", "２０２６－１３－０１")
    chance.choice(rows[1:])[-1] = chance.choice((*wrong, *more))
    return _csv("day", "matters", rows)


def wrong_history(_table: str, chance: Random) -> Case:
    """A matter of years ago with an end that cannot be, or of a kind that needs more."""
    rows = rows_of("matters", chance)
    wrong = (
        ("缺陷", "已消除", "2024-03-05", ""),
        ("缺陷", "未消除", "2024-03-05", "2024-03-09"),
        ("缺陷", "已消除", "2024-03-05", "2024-03-01"),
        ("缺陷", "已消除", "2024-03-05", "2999-01-01"),
        ("缺陷", "已许可", "2024-03-05", ""),
        ("设备异动", "", "2024-03-05", ""),
        ("工作票", "已终结", "1825-03-05", "1825-03-06"),
    )
    rows = [[*rows[0], "结束时间"], *[[*row, ""] for row in rows[1:]]]
    row = chance.choice(rows[1:])
    row[0], row[3], row[6], row[7] = chance.choice(wrong)
    return _csv("history that cannot be", "matters", rows)


def wrong_loan(_table: str, chance: Random) -> Case:
    """A loan of something unknown, of more than there are beside what came back, or with moments that cannot be."""
    rows = rows_of("loans", chance)
    place, cell = chance.choice(
        (
            *((0, "没有的东西"), (0, "U1"), (1, "102"), (1, "0"), (2, ""), (4, "05/06/2024"), (4, "2999-01-01")),
            *((4, "1820-05-06"), (5, "2024-04-30"), (6, "99"), (7, "2999-05-01"), (7, "2020-01-01")),
        )
    )
    row = chance.choice(rows[1:])
    row[6], row[7] = "1", "2024-05-20 08:00"
    row[place] = cell
    return _csv("loan that cannot be", "loans", rows)


def wrong_order(_table: str, chance: Random) -> Case:
    """A standing order for nobody, for somebody unknown, or that was over before it came in."""
    rows = rows_of("orders", chance)
    rows = [[*rows[0], "岗位", "人员", "失效时间"], *[[*row, "", "", ""] for row in rows[1:]]]
    place, cell = chance.choice(
        ((4, ""), (4, "大王"), (7, "没有的岗位"), (8, "没有的人"), (9, "2020-01-01"), (9, "明天"), (5, "31/12/2025"))
    )
    chance.choice(rows[1:])[place] = cell
    return _csv("order that cannot be", "orders", rows)


def wrong_numbers(_table: str, chance: Random) -> Case:
    """Things with numbers whose figure is another, or one number twice."""
    rows = rows_of("custody", chance)
    rows = [[*rows[0], "逐件编号"], *[[*row, ""] for row in rows[1:]]]
    row = chance.choice(rows[1:])
    row[2], row[4] = chance.choice((("7", "1、2、3"), ("", "5 5"), ("2", "x,x"), ("99", "A")))
    return _csv("numbers that cannot be", "custody", rows)


def huge_cell(table: str, chance: Random) -> Case:
    """A cell that nobody wrote."""
    rows = rows_of(table, chance)
    place = {"states": 2, "matters": 1, "earths": 1}.get(table, 0 if table != "equipment" else 1)
    chance.choice(rows[1:])[place] = "长" * chance.choice((201, 5_000, 140_000))
    return _csv("huge cell", table, rows)


def same_key(table: str, chance: Random) -> Case:
    """A line stands there twice."""
    rows = rows_of(table, chance)
    rows.insert(chance.randrange(1, len(rows) + 1), list(chance.choice(rows[1:])))
    return _csv("same line twice", table, rows)


def ring(_table: str, chance: Random) -> Case:
    """Equipment that is part of itself, by a detour or straight."""
    rows = rows_of("equipment", chance)[:1]
    length = chance.randrange(1, 9)
    names = [f"R{chance.randrange(10**6)}-{n}" for n in range(length)]
    rows += [[name, "环", names[(n + 1) % length], "", ""] for n, name in enumerate(names)]
    return _csv("ring", "equipment", rows)


def lost_parent(_table: str, chance: Random) -> Case:
    """Equipment that is part of nothing known, or far too deep."""
    rows = rows_of("equipment", chance)
    if chance.random() < 0.5:
        chance.choice(rows[1:])[2] = f"X{chance.randrange(10**6)}"
        return _csv("lost parent", "equipment", rows)
    names = [f"T{chance.randrange(10**6)}-{n}" for n in range(chance.choice((14, 40, 2_000)))]
    deep = [[name, "深", above, "", ""] for name, above in zip(names, ["", *names], strict=False)]
    return _csv("too deep", "equipment", [rows[0], *deep])


def longer_line(table: str, chance: Random) -> Case:
    """A comma in a cell without quotes: the line is longer than the heads."""
    rows = rows_of(table, chance)
    row = chance.choice(rows[1:])
    row += ["", "多出来的"]
    return _csv("longer line", table, rows)


def wide(table: str, chance: Random) -> Case:
    """Columns without end."""
    rows = rows_of(table, chance)
    number = chance.choice((201, 1_000, 16_384))
    return _csv("wide", table, [row + ["x"] * number for row in rows])


def nothing(table: str, chance: Random) -> Case:
    """Nothing, or nothing below the heads."""
    rows = rows_of(table, chance)
    content = chance.choice((b"", b"\n\n\r\n", b" , ,\n,,", "\ufeff".encode(), as_csv(rows[:1]).encode()))
    return Case("nothing", table, content, "bad")


def other_delimiter(table: str, chance: Random) -> Case:
    """Columns that are parted by something that we do not know."""
    return _csv("delimiter", table, rows_of(table, chance), delimiter=chance.choice("|~^"))


def noise(table: str, chance: Random) -> Case:
    """Bytes of something else."""
    heads = (b"", b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x89PNG\r\n", b"<html><table><tr><td>", b"{")
    return Case("noise", table, chance.choice(heads) + chance.randbytes(chance.randrange(1, 4_000)), "bad")


def torn(table: str, chance: Random) -> Case:
    """A file of which the end, or some byte, was lost on the way."""
    content = as_csv(rows_of(table, chance)).encode(chance.choice(("utf-8", "gb18030", "utf-16")))
    cut = content[: chance.randrange(1, len(content))]
    if chance.random() < 0.5:
        spoilt = bytearray(content)
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
        return Case("a bit changed", table, bytes(spoilt), "any")
    return Case("torn", table, cut, "any")


def long(table: str, chance: Random) -> Case:
    """More lines than a table may have."""
    rows = rows_of(table, chance)
    return Case("long", table, as_csv([rows[0], *[rows[1]] * 20_001]).encode(), "bad")


COMMON: tuple[Make, ...] = (
    *(good, mixed_newlines, formula, foreign_encoding, two_marks, nul, control, open_quote, without_needed, twice),
    *(no_heads, empty_needed, wrong_type, wrong_day, huge_cell, same_key, ring, lost_parent, longer_line, wide),
    *(nothing, other_delimiter, noise, torn, torn, wrong_history, wrong_loan, wrong_order, wrong_numbers),
)
"""Made over and over."""
SELDOM: tuple[Make, ...] = (long,)
"""Made once: they are large."""
