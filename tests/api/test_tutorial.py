"""docs/tutorial/write-a-regime.md, followed to the letter: its files are written, its commands run, in their order.

A block `yaml FILE` is the whole file, `yaml FILE +` goes below what stands there. A block `sh` is run line by line;
one that says `exit N` must end so, the others with 0. Of a block `text` every line must be in what was printed by the
commands before it.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

PAGE = ROOT / "docs" / "tutorial" / "write-a-regime.md"
BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXIT = re.compile(r"#.*\bexit (\d)")


@dataclass(frozen=True)
class Block:
    kind: str
    about: str
    text: str


def blocks() -> Iterator[Block]:
    for kind, about, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        yield Block(kind, about.strip(), text)


class Reader:
    """Does what the page says, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.printed = ""
        (folder / "bin").mkdir()
        program = folder / "bin" / "jiaoban"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m jiaoban "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("JIAOBAN_", "DATABASE_"))},
            "JIAOBAN_DATA": str(folder / "data"),
            "PYTHONPATH": str(ROOT / "src"),
        }

    def write(self, block: Block) -> None:
        name, _, rest = block.about.partition(" ")
        path = self.folder / name
        assert path.resolve().is_relative_to(self.folder)
        assert path.parent.is_dir()
        before = path.read_text(encoding="utf-8") + "\n" if rest.startswith("+") else ""
        path.write_text(before + block.text, encoding="utf-8")

    def run(self, block: Block) -> None:
        self.printed = ""
        for line in block.text.splitlines():
            wanted = int(found[1]) if (found := EXIT.search(line)) else 0
            done = subprocess.run(
                ["/bin/sh", "-c", line],
                cwd=self.folder,
                env=self.environment,
                capture_output=True,
                text=True,
                check=False,
            )
            self.printed += done.stdout + done.stderr
            assert done.returncode == wanted, f"{line}\n{done.stdout}{done.stderr}"

    def compare(self, block: Block) -> None:
        for line in block.text.splitlines():
            assert line.strip() in self.printed, f"{line}\n---\n{self.printed}"


def test_the_tutorial_leads_from_a_page_of_text_to_a_signed_handover(tmp_path: Path) -> None:
    reader = Reader(tmp_path)
    done = {"sh": reader.run, "yaml": reader.write, "text": reader.compare}
    kinds = []
    for block in blocks():
        done[block.kind](block)
        kinds.append(block.kind)
    assert kinds.count("sh") >= 8
    assert kinds.count("yaml") >= 7
    assert kinds.count("text") >= 7
    private = tmp_path / "zhou.key"
    assert private.stat().st_mode & 0o077 == 0
    assert (tmp_path / "liuwan.zip").is_file()


def test_every_clause_of_the_page_is_a_clause_of_the_pack() -> None:
    text = PAGE.read_text(encoding="utf-8")
    zh, _, en = text[text.index("**柳湾泵站交接班规定") : text.index("## 1.")].partition("**Handover rules")
    numbers = [re.findall(r"^> (\d)\. ", part, re.MULTILINE) for part in (zh, en)]
    assert numbers[0] == numbers[1] == [str(number) for number in range(1, 10)]
    clauses = next(block.text for block in blocks() if block.about == "liuwan/clauses.yaml")
    assert re.findall(r'number: "(\d)"', clauses) == numbers[0]
