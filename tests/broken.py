"""Broken files of samples, alarm lists and figures, made by the hundred from sound ones: each the same every time."""

from collections.abc import Callable
from random import Random

from tests import recorded

Break = Callable[[Random, bytes], bytes]


def _lines(random: Random, content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    lines = content.split(b"\n")
    place = random.randrange(1, len(lines))
    lines[place] = change(lines[place])
    return b"\n".join(lines)


def _cell(random: Random, content: bytes, text: bytes) -> bytes:
    def change(line: bytes) -> bytes:
        cells = line.split(b",")
        cells[random.randrange(len(cells))] = text
        return b",".join(cells)

    return _lines(random, content, change)


WRONG = (
    b"NaN",
    b"inf",
    b"#REF!",
    b"\xb2\xbb\xbf\xc9\xd3\xc3",
    b"1.2.3",
    b"99-99-2020 99:99:99",
    b"=1+1",
    b"\xff\xfe",
    b"1e999",
)
BREAKS: tuple[Break, ...] = (
    lambda random, content: content[: random.randrange(len(content))],
    lambda random, content: content[random.randrange(1, 40) :],
    lambda random, content: _cell(random, content, random.choice(WRONG)),
    lambda random, content: _cell(random, content, b'"never closed'),
    lambda random, content: _lines(random, content, lambda _: b""),
    lambda random, content: _lines(random, content, lambda line: line + b"\n" + line),
    lambda random, content: _lines(random, content, lambda line: line[: random.randrange(1, 8)]),
    lambda random, content: _lines(random, content, lambda line: line.replace(b",", b";")),
    lambda random, content: _lines(random, content, lambda line: line + b"," * random.randrange(1, 2000)),
    lambda random, content: _noise(random, content, 1),
    lambda random, content: _noise(random, content, 40),
    lambda random, content: content.replace(b"\n", b"\r"),
    lambda random, content: random.randbytes(random.randrange(1, 4000)),
    lambda random, content: content.decode("gb18030", "replace").encode("utf-16")[random.randrange(3) :],
    lambda random, content: b"PK\x03\x04" + content,
    lambda random, content: content.replace(b",", b"," * random.randrange(2, 5)),
    lambda random, content: b"\n" * random.randrange(5000),
    lambda random, content: (
        content[: len(content) // 2] + b"\x00" * random.randrange(1, 9) + content[len(content) // 2 :]
    ),
)


def _noise(random: Random, content: bytes, count: int) -> bytes:
    changed = bytearray(content)
    for _ in range(count):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def sample_file(number: int) -> bytes:
    """Return the broken file of samples of this number."""
    random = Random(number)
    return BREAKS[number % len(BREAKS)](random, recorded.yangtze(8))


def alarm_list(number: int) -> bytes:
    """Return the broken alarm list of this number."""
    random = Random(number)
    return BREAKS[number % len(BREAKS)](random, recorded.alarms())


def figure(number: int) -> str:
    """Return the broken figure of this number: letters, signs and digits of several kinds in any order."""
    random = Random(number)
    pieces = (
        "1",
        "23",
        ".",
        ",",
        "。",
        "，",
        " ",
        "-",
        "+",
        "e",
        "℃",
        "NaN",
        "∞",
        "０",
        "٣",
        "十",
        "\u200b",
        "\x00",
        "/",
        "0x",
        "",
    )
    return "".join(random.choice(pieces) for _ in range(random.randrange(1, 9)))
