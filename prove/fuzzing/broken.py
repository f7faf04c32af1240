"""Good packs that something was done to: every one is refused with its place and a sentence, or is a pack still.

Each is also brought to a site, as an upload and as a folder that the site adopts: what is refused leaves neither an act
nor a stored file. Broken scenario files are read and run: they give problems, or scenarios that pass or fail.
"""

import random
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from jiaoban.authoring import taking
from jiaoban.demo import cast
from jiaoban.kernel.words import Words
from jiaoban.ledger import files
from jiaoban.ledger.store import DbBook
from jiaoban.regime import load
from jiaoban.regime.pack import FILES
from jiaoban.regime.positions import MAX_BYTES, PackError, Problem, Tree
from jiaoban.regime.positions import Path as Inside
from jiaoban.regime.starting import Answers, begin
from jiaoban.scenario.read import read
from jiaoban.scenario.run import Runner
from prove.frame import Planted, Proof, Scale, changed, plant

REGIMES = Path(__file__).resolve().parents[2] / "regimes"
LONGEST_SECONDS = 10.0
MOST_RUN = 3
"""So many scenarios of a pack with broken scenario files are run."""
Files = dict[str, bytes]
_KEY = re.compile(rb"^( *(?:- )?)([\w-]+):", re.MULTILINE)
_WORD = re.compile(rb"(?<=[ \[:])[a-z_]{3,}(?=[,\]}\n])")
VALUES = (
    b"[]",
    b"{}",
    b"7",
    b"~",
    b"[[x]]",
    b"-1",
    b"yes",
    b"08:00",
    b"1e999",
    b'"',
    b"true",
    b"2026-13-45",
    b"'",
    b"\xe4",
)
BOMB = b"a: &a [x, x]\n" + b"".join(b"%c: &%c [*%c, *%c]\n" % (c, c, c - 1, c - 1) for c in range(ord("b"), ord("i")))


def prove(scale: Scale) -> list[Proof]:
    """Return what came of broken packs and of broken scenarios."""
    chance = random.Random(scale.seed)
    good = _good()
    cases = [_break(chance.choice(good), chance) for _ in range(scale.of(24, 1000))]
    site = _Site()
    found = [told for case in cases for told in site.brought(case, adopt=True)]
    few = cases[:16]
    planted = [
        plant("a problem loses its place", changed(load, "_locate", _nowhere), lambda: _all(few, site, adopt=False)),
        plant(
            "what is taken in is kept unread", changed(taking, "take_in", _hasty), lambda: _all(few, site, adopt=False)
        ),
        plant(
            "a pack is adopted unchecked", changed(taking, "adopt_folder", _rash), lambda: _all(few, site, adopt=True)
        ),
    ]
    good_ones = sum(1 for case in few if load.examine_bytes(case).pack is not None)
    return [
        Proof(
            claim="a pack that something was done to is refused with place and sentence or is good still, "
            "and nothing of what is refused is kept or adopted",
            n=len(cases),
            unit="broken packs",
            findings=found,
            planted=planted,
            figures={"good all the same": f"{good_ones} of the first {len(few)}"},
        ),
        _scenarios(scale, chance, good),
    ]


def _scenarios(scale: Scale, chance: random.Random, good: list[Files]) -> Proof:
    cases = [_break(chance.choice(good), chance, inside="scenarios/") for _ in range(scale.of(10, 200))]
    found = [told for case in cases if (told := _read_and_run(case))]
    with changed(Problem, "__str__", _silent):
        caught = [told for case in cases[:10] if (told := _read_and_run(case))]
    return Proof(
        claim="scenario files that something was done to give problems with their place, or cases that pass or fail",
        n=len(cases),
        unit="packs with broken scenarios",
        findings=found,
        planted=[Planted.found("problems of scenarios say nothing", caught)],
    )


def _good() -> list[Files]:
    """Return the shipped packs, the examples among them, and one that was just begun; with their scenarios."""
    found = []
    for head in sorted(REGIMES.rglob("pack.yaml")):
        paths = sorted([*head.parent.glob("*.yaml"), *head.parent.glob("scenarios/*.yaml")])
        found.append({path.relative_to(head.parent).as_posix(): path.read_bytes() for path in paths})
    words = Words(zh="泵站", en="Pumps")
    begun = begin(Answers("pump", words, words, words, date(2026, 11, 1)))
    return [*found, {name: text.encode() for name, text in begun.items() if name.endswith(".yaml")}]


def _break(good: Files, chance: random.Random, inside: str = "") -> Files:
    """Do one to three things to one file of a pack: of its own, or of its scenarios."""
    names = [name for name in good if (name.startswith(inside) if inside else name in FILES)]
    name = chance.choice(sorted(names))
    case = dict(good)
    for _ in range(chance.randrange(1, 4)):
        done = chance.choice(DEEDS)(case.get(name, b""), chance)
        case[name] = done
    if chance.randrange(40) == 0:
        del case[name]
    return case


def _lines(content: bytes, chance: random.Random) -> bytes:
    """Delete lines, or put one in another place."""
    lines = content.split(b"\n")
    at = chance.randrange(len(lines))
    taken = lines[at : at + chance.randrange(1, 9)]
    del lines[at : at + len(taken)]
    if chance.randrange(2):
        lines.insert(chance.randrange(len(lines) + 1), taken[0])
    return b"\n".join(lines)


def _keys(content: bytes, chance: random.Random) -> bytes:
    """Swap the names of two settings."""
    found = list(_KEY.finditer(content))
    if len(found) < 2:
        return content
    one, other = sorted(chance.sample(found, 2), key=lambda match: match.start())
    parts = (content[: one.start(2)], other[2], content[one.end(2) : other.start(2)], one[2], content[other.end(2) :])
    return b"".join(parts)


def _types(content: bytes, chance: random.Random) -> bytes:
    """Put a value of another type behind a name."""
    lines = content.split(b"\n")
    at = chance.randrange(len(lines))
    lines[at] = lines[at].partition(b":")[0] + b": " + chance.choice(VALUES)
    return b"\n".join(lines)


def _words(content: bytes, chance: random.Random) -> bytes:
    """Put one word of the file in the place of another."""
    found = list(_WORD.finditer(content))
    if not found:
        return content
    one, other = chance.choice(found), chance.choice(found)
    return content[: one.start()] + other[0] + content[one.end() :]


def _indent(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    at = chance.randrange(len(lines))
    lines[at] = (chance.choice((b" ", b"   ", b"\t")) + lines[at]) if chance.randrange(2) else lines[at].lstrip()
    return b"\n".join(lines)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _binary(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.randbytes(chance.randrange(1, 40)) + content[at:]


def _huge(content: bytes, chance: random.Random) -> bytes:
    return content + chance.choice((b"# x\n" * 300_000, b"x: y\n" * 60_000, b"z: [" + b"1," * 200_000 + b"]\n"))


def _deep(content: bytes, chance: random.Random) -> bytes:
    depth = chance.choice((39, 41, 5000, 100_000))
    return content + b"\ndeep: " + b"[" * depth + b"]" * chance.choice((0, depth))


def _bomb(content: bytes, chance: random.Random) -> bytes:
    return chance.choice(
        (BOMB + content, content + b"\n" + BOMB, content.replace(b": ", b": &x ", 1), content + b"\n<<: *a\n")
    )


DEEDS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_lines, _lines, _keys, _keys, _types, _types, _words, _words, _words, _indent),
    *(_cut, _binary, _huge, _deep, _bomb),
)


class _Site:
    """A site to which packs are brought, and what it has of them."""

    def __init__(self) -> None:
        self.book = DbBook(cast.SITE)
        self.now = datetime(2026, 11, 23, tzinfo=UTC)

    def brought(self, case: Mapping[str, bytes], *, adopt: bool) -> list[str]:
        """Return what is wrong with how a pack was answered, examined, sent in and adopted."""
        began, before = time.monotonic(), self._has()
        try:
            report = load.examine_bytes(case)
            told = [] if report.pack is not None else _badly_told(report.problems, case)
            taken = taking.take_in(case.items())
            if report.pack is None:
                told += ["what was refused was kept"] if taken.report.pack is not None or self._has() != before else []
                told += self._adopted(case, before) if adopt else []
        except Exception as error:  # noqa: BLE001 - whatever it is, it is not a list of problems
            return [f"{type(error).__name__}: {str(error)[:160]}"]
        took = time.monotonic() - began
        return told + ([f"took {took:.1f} s"] if took > LONGEST_SECONDS else [])

    def _adopted(self, case: Mapping[str, bytes], before: tuple[int, int]) -> list[str]:
        with _folder(case) as folder:
            try:
                taking.adopt_folder(self.book, folder, now=self.now, command=f"broken-{time.monotonic_ns()}")
            except PackError:
                return ["what was refused is in the book"] if self._has() != before else []
        return ["a pack that is refused was adopted"]

    def _has(self) -> tuple[int, int]:
        """How many acts, and how many stored files, there are."""
        folder = files.path_of("0" * 64).parents[1]
        return self.book.size, sum(1 for _ in folder.glob("*/*"))


def _all(cases: list[Files], site: _Site, *, adopt: bool) -> list[str]:
    return [told for case in cases for told in site.brought(case, adopt=adopt)]


def _badly_told(problems: tuple[Problem, ...], case: Mapping[str, bytes]) -> list[str]:
    if not problems:
        return ["neither a pack nor a problem"]
    return [f"no place: {one}"[:200] for one in problems if not _placed(one, case)] + [
        f"no sentence: {one}"[:200] for one in problems if not (one.wrong.zh.strip() and one.wrong.en.strip())
    ]


def _placed(problem: Problem, case: Mapping[str, bytes]) -> bool:
    """Say whether a problem names a place in the file; of a file that is missing or too long only the name."""
    content = case.get(problem.file)
    if content is None or len(content) > MAX_BYTES:
        return bool(problem.file)
    return 0 < problem.line <= content.count(b"\n") + content.count(b"\r") + 2 and problem.column > 0


def _read_and_run(case: Mapping[str, bytes]) -> str:
    """Return what is wrong with how broken scenario files were answered."""
    began = time.monotonic()
    with _folder(case) as folder:
        try:
            pack = load.load(folder)
            reading = read(folder, pack)
            results = Runner(pack).run(reading.cases[:MOST_RUN])
            said = [*map(str, reading.problems), *(one.text() for result in results for one in result.failing)]
        except Exception as error:  # noqa: BLE001
            return f"{type(error).__name__}: {str(error)[:160]}"
    silent = [one for one in reading.problems if not _placed(one, case) or one.file not in str(one)]
    took = time.monotonic() - began
    if silent or not all(said):
        return f"no place or no sentence: {(silent or said)[:1]}"
    return f"took {took:.1f} s" if took > 3 * LONGEST_SECONDS else ""


@contextmanager
def _folder(case: Mapping[str, bytes]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as place:
        for name, content in case.items():
            path = Path(place) / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        yield Path(place)


def _nowhere(path: Inside, wrong: Words, right: Words, trees: Mapping[str, Tree], *, key: bool) -> Problem:
    part = str(path[0]) if path else "head"
    return Problem(next(name for name, own in FILES.items() if own == part), 0, 0, "", wrong, right)


def _hasty(sent: Iterable[tuple[str, bytes]]) -> taking.Taken:
    """Keeps what comes in before it is looked at."""
    content = b"".join(content for _, content in sent)
    files.put(content or b"x", limit=len(content) + 1)
    return taking.Taken(load.Report(None, ()))


def _rash(book: object, folder: Path, **_: object) -> None:
    """Adopts whatever lies in the folder."""


def _silent(problem: Problem) -> str:
    return ""
