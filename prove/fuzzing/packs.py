"""Regime packs: malformed, huge, deep, with aliases, of the wrong types, and a good one with something torn out."""

import random
import time
from pathlib import Path

from jiaoban.regime import load, positions
from prove.frame import Planted, Proof, Scale, changed

FOLDER = Path(__file__).resolve().parents[2] / "regimes" / "hydro"
LONGEST_SECONDS = 10.0
ALIASES = "a: &a [x,x]\n" + "".join(f"{c}: &{c} [*{b},*{b}]\n" for b, c in zip("abcdefgh", "bcdefghi", strict=True))
HOSTILE: tuple[bytes, ...] = (
    b"",
    b"\x00",
    b"\xff\xfe\x00",
    b"a: [",
    b"a: 'x",
    b"- - - -\n" * 500,
    b"[" * 100_000,
    b"{a: " * 50_000,
    b"? " * 50_000,
    b"a: " + b"x" * 2_000_000,
    b"- x\n" * 200_000,
    ALIASES.encode(),
    b"!!python/object/apply:os.system ['true']",
    b"%YAML 9.9\n---\na: 1",
    b"--- a\n--- b\n",
    b"a: 1\na: 2\n",
    b"1: 2\n",
    b"[1, 2, 3]",
    b"null",
    b"true",
    b"a: .inf\nb: .nan\nc: 1e999\n",
    "a: \ud7ff\u2028\ufeff".encode(),
    b"<<: {a: 1}\n",
    b"a: |\n  " + b"9" * 100_000,
    b"a: " + b"9" * 10_000,
)


def prove(scale: Scale) -> Proof:
    """Return what came of packs."""
    chance, good = random.Random(scale.seed), _good()
    cases = [{**good, name: content} for content in HOSTILE for name in ("pack.yaml", "handover.yaml")]
    cases += [{name: content} for content in HOSTILE[:3] for name in ("../x", "pack.yaml/..", "", "a" * 5000)]
    cases += [_torn(good, chance) for _ in range(scale.of(10, 400))]
    found = [told for case in cases if (told := _examined(case))]
    with changed(load, "read_yaml", _careless):
        caught = [told for case in cases[: 2 * len(HOSTILE)] if (told := _examined(case))]
    return Proof(
        claim="no pack, however malformed, is answered otherwise than with a list of problems, within ten seconds",
        n=len(cases),
        unit="packs",
        findings=found,
        planted=[Planted.found("YAML is read by the library alone", caught)],
    )


def _good() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(FOLDER.glob("*.yaml"))}


def _torn(good: dict[str, bytes], chance: random.Random) -> dict[str, bytes]:
    name = chance.choice(sorted(good))
    lines = good[name].split(b"\n")
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(lines))
        kind = chance.randrange(4)
        if kind == 0:
            del lines[at : at + chance.randrange(1, 9)]
        elif kind == 1:
            lines[at] = (
                lines[at].partition(b":")[0] + b": " + chance.choice((b"[]", b"{}", b"7", b"~", b"[[x]]", b"-1"))
            )
        elif kind == 2:
            lines.insert(at, lines[chance.randrange(len(lines))])
        else:
            lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
        lines = lines or [b""]
    return {**good, name: b"\n".join(lines)}


def _examined(case: dict[str, bytes]) -> str:
    began = time.monotonic()
    try:
        report = load.examine_bytes(case)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is not a list of problems
        return f"{type(error).__name__}: {str(error)[:160]}"
    if report.pack is None and not report.problems:
        return "neither a pack nor a problem"
    took = time.monotonic() - began
    return f"took {took:.1f} s" if took > LONGEST_SECONDS else ""


def _careless(name: str, content: bytes) -> positions.Tree:
    import yaml

    if len(content) > positions.MAX_BYTES // 100:
        raise ValueError(name)  # what would go on for minutes is not tried
    yaml.safe_load(content)
    return positions.read_yaml(name, content)
