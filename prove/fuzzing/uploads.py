"""Files: bombs, polyglots, torn and foreign ones, as photographs, tables and archives."""

import gc
import io
import json
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from struct import pack

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from PIL import Image

from jiaoban.archive import form
from jiaoban.archive.form import NotAnArchive
from jiaoban.archive.reading import unpack
from jiaoban.importing import excel, sheet
from jiaoban.importing.cells import Unreadable
from jiaoban.logbook import pictures
from prove.access.asking import Asking
from prove.access.people import PLACES
from prove.frame import Planted, Proof, Scale, changed

MOST_GROWTH_MB = 320
"""A photograph of 50 million pixels has 200 MB; there must not be a second copy of it."""
MOST_UNPACKED = 1 << 20
Case = tuple[str, bytes]


class Memory:
    """What this process takes from now on beside what it has now, at its highest."""

    def __init__(self) -> None:
        gc.collect()
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the highest mark begins anew
        self.before = self._mb("VmRSS")

    def growth(self) -> int:
        """Return it in MB."""
        return self._mb("VmHWM") - self.before

    def _mb(self, name: str) -> int:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) // 1024


def prove(scale: Scale, asking: Asking) -> Proof:
    """Return what came of files."""
    photos, tables, archives = list(_photos(scale)), list(_tables()), list(_archives())
    memory = Memory()
    found = [f"photo, {name}: {told}" for name, content in photos if (told := _photo(asking, content))]
    of_photos, memory = memory.growth(), Memory()
    found += [f"table, {name}: {told}" for name, content in tables if (told := _table(name, content))]
    found += [f"archive, {name}: {told}" for name, content in archives if (told := _archive(content))]
    of_others = memory.growth()
    if max(of_photos, of_others) > MOST_GROWTH_MB:
        found.append(f"the process grew by {max(of_photos, of_others)} MB, more than {MOST_GROWTH_MB}")
    return Proof(
        claim="no file brings a 5xx, writes outside of its folder, or takes memory without bound",
        n=len(photos) + len(tables) + len(archives),
        unit="files",
        findings=found,
        planted=list(_bugs(asking, tables, archives, photos)),
        figures={
            "memory at its highest": f"{of_photos} MB more by photographs, {of_others} MB by tables and archives",
            "limit": f"{MOST_GROWTH_MB} MB",
        },
    )


def _bugs(asking: Asking, tables: list[Case], archives: list[Case], photos: list[Case]) -> Iterator[Planted]:
    with changed(excel, "LARGEST_UNPACKED", 1 << 40):
        told = [one for name, content in tables if name.startswith("bomb") and (one := _table(name, content))]
    yield Planted.found("a table may unfold as far as it likes", told)
    with changed(form, "need_name", str):
        told = [one for name, content in archives if "escape" in name and (one := _archive(content))]
    yield Planted.found("an archive names its files as it likes", told)
    with changed(pictures, "_open", lambda content: (Image.open(io.BytesIO(content)), "PNG")):
        told = [one for _, content in photos[:8] if (one := _photo(asking, content))]
    yield Planted.found("photographs are opened without a check", told)


def _photo(asking: Asking, content: bytes) -> str:
    site = PLACES[0][0]
    file = SimpleUploadedFile("../../photo.png", content, "image/png")
    key = {"Authorization": f"Bearer {asking.world.keys['OPERATOR']}"}
    client = asking.client("OPERATOR", "/api/")
    response = client.post(f"/api/v1/sites/{site}/files", {"file": file}, headers=key)
    return "" if response.status_code in (200, 400, 413) else f"answered {response.status_code}"


def _table(name: str, content: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "table.xlsx"
        file.write_bytes(content)
        try:
            sheet.read(file)
        except Unreadable:
            return ""
        except Exception as error:  # noqa: BLE001 - anything else is a trace instead of a sentence
            return f"{type(error).__name__}: {str(error)[:160]}"
    return "was read" if name.startswith("bomb") else ""


def _archive(content: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        inner = Path(folder) / "a" / "inner"
        inner.mkdir(parents=True)
        file = Path(folder) / "archive"
        file.write_bytes(content)
        told = ""
        try:
            unpack(file, inner)
            told = "was taken for an archive"
        except NotAnArchive:
            pass
        except Exception as error:  # noqa: BLE001 - anything else is a trace instead of a sentence
            told = f"{type(error).__name__}: {str(error)[:160]}"
        written = [path for path in Path(folder).rglob("*") if path.is_file() and path != file]
        outside = [path.name for path in written if inner not in path.parents]
        long = [path.name for path in written if path.stat().st_size > MOST_UNPACKED]
        return f"wrote outside of its folder: {outside[0]}" if outside else f"unfolded: {long[0]}" if long else told


def _png(width: int, height: int, body: bytes = b"") -> bytes:
    """A PNG that claims a size; its content is what is given."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    head = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def _zeros(million: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(million)) + packer.flush()


def _encoded(kind: str, mode: str = "RGB", size: tuple[int, int] = (64, 48)) -> bytes:
    into = io.BytesIO()
    Image.new(mode, size).save(into, kind)
    return into.getvalue()


def _photos(scale: Scale) -> Iterator[Case]:
    good = {kind: _encoded(kind) for kind in ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "PPM")}
    yield from (
        ("bomb of 10 billion pixels", _png(100_000, 100_000, _zeros(20))),
        ("bomb just above the limit", _png(50_000_001, 1)),
        ("the largest that is allowed", _png(7_000, 7_000, _zeros(148))),
        ("of no size", _png(0, 0)),
        ("a line of 50 million", _png(50_000_000, 1, _zeros(151))),
        ("nothing", b""),
        ("text", "照片".encode()),
        ("script with the head of a picture", good["PNG"][:8] + b"<script>alert(1)</script>"),
        ("picture and archive in one", good["JPEG"] + _zip({"a": b"b"})),
        ("picture and page in one", good["PNG"] + b"<html><script>alert(1)</script></html>"),
        ("SVG", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("PDF", b"%PDF-1.4\n"),
        ("EPS", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"),
        ("too large", b"\x89PNG" + b"\0" * (pictures.LARGEST + 1)),
    )
    for kind, content in good.items():
        yield kind, content
        for part in range(1, scale.of(4, 40)):
            yield f"{kind} torn", content[: len(content) * part // scale.of(4, 40)]
            spoilt = bytearray(content)
            spoilt[(part * 7919) % len(content)] ^= 0xFF
            yield f"{kind} spoilt", bytes(spoilt)


def _zip(parts: dict[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return into.getvalue()


def _tables() -> Iterator[Case]:
    book, into = Workbook(), io.BytesIO()
    book.save(into)
    whole = into.getvalue()
    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    page = "xl/worksheets/sheet1.xml"

    def rows(text: str) -> bytes:
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        return _zip(parts | {page: f'<worksheet xmlns="{main}"><sheetData>{text}</sheetData></worksheet>'.encode()})

    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    entity = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><worksheet>&l9;</worksheet>'
    yield from (
        ("bomb of spaces", rows('<row r="1"><c><v>1</v></c></row>' + " " * excel.LARGEST_UNPACKED)),
        ("bomb of lines", rows("".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 30_000)))),
        ("bomb of columns", rows('<row r="1"><c r="XFD1"><v>1</v></c></row>')),
        ("a line far below", rows('<row r="1"><c><v>1</v></c></row><row r="1048576"><c><v>2</v></c></row>')),
        ("entities", _zip(parts | {page: entity.encode()})),
        ("outside entity", _zip(parts | {page: b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hosts">]><x>&e;</x>'})),
        ("escaping names", _zip(parts | {"../../../../escaped": b"x"})),
        ("no sheets", _zip({"[Content_Types].xml": b"<Types/>"})),
        ("only the head of a zip", b"PK\x03\x04"),
        ("an archive of something else", _zip({"a.txt": b"x"})),
        ("csv of zeros", b"\0" * 1000),
        ("csv of quotes", b'"' * 100_001),
        ("csv of one endless cell", b"x" * 1_000_000),
    )
    yield from ((f"{name} torn", _zip(parts | {name: content[: len(content) // 2]})) for name, content in parts.items())
    yield from ((f"torn at {n}/9", whole[: len(whole) * n // 9]) for n in range(1, 9))
    yield from ((f"without {name}", _zip({k: v for k, v in parts.items() if k != name})) for name in parts)


def _archives() -> Iterator[Case]:
    def entry(name: str, size: int = 1) -> dict[str, object]:
        return {"name": name, "size": size, "sha256": "0" * 64}

    def manifest(*entries: dict[str, object]) -> bytes:
        head = {"format": form.FORMAT, "program": "0", "made_at": "", "database": "", "secrets": False}
        return json.dumps(head | {"sites": [], "accounts": {}, "entries": entries}).encode()

    def tar(*parts: tuple[str, bytes], link: str = "") -> bytes:
        into = io.BytesIO()
        with tarfile.open(fileobj=into, mode="w:gz") as made:
            for name, content in parts:
                one = tarfile.TarInfo(name)
                one.size = len(content)
                made.addfile(one, io.BytesIO(content))
            if link:
                one = tarfile.TarInfo(link)
                one.type, one.linkname = tarfile.SYMTYPE, "/etc/hosts"
                made.addfile(one)
        return into.getvalue()

    first: Callable[..., tuple[str, bytes]] = lambda *entries: (form.MANIFEST, manifest(*entries))  # noqa: E731
    book = form.book_of("x")
    for name in ("../escaped", "sites/../../escaped", "files/../../escaped"):
        yield f"escape by {name}", tar(first(entry(name)), (name, b"x"))
    yield from (
        ("part longer than it says", tar(first(entry(book)), (book, b"\0" * (8 * MOST_UNPACKED)))),
        ("link", tar(first(entry(book)), link=book)),
        ("part that is not listed", tar(first(), (book, b"x"))),
        ("part twice", tar(first(entry(book)), (book, b"x"), (book, b"x"))),
        ("part missing", tar(first(entry(book)))),
        ("no table of contents", tar((book, b"x"))),
        ("endless table of contents", tar((form.MANIFEST, b" " * (form.LONGEST_MANIFEST + 1)))),
        ("deep table of contents", tar((form.MANIFEST, b"[" * 100_000))),
        ("empty", b""),
        ("zip", _zip({form.MANIFEST: manifest()})),
        ("gzip of nothing", tar()),
    )
    whole = tar(first(entry(book)), (book, b"x" * 4000))
    yield from ((f"torn at {n}/9", whole[: len(whole) * n // 9]) for n in range(1, 9))
