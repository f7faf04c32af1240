"""The offline verifier: it shares no code with the server, and says the same of every export and receipt."""

import ast
import io
import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.db import DatabaseError, transaction

from jiaoban.kernel.canon import canonical
from jiaoban.ledger import export, keys
from jiaoban.ledger.verify import verify
from jiaoban.tlog.errors import TlogError
from jiaoban.tlog.export import act_line
from jiaoban.tlog.keys import VerifierKey
from jiaoban.tlog.receipt import Receipt
from jiaoban_verify import export as offline_export
from jiaoban_verify import receipt as offline_receipt
from jiaoban_verify.say import Trouble
from jiaoban_verify.texts import Key, read_keys
from prove.book import SITE, Kept
from prove.frame import Planted, Proof, Scale, changed
from prove.tamper import acts
from prove.tamper.insider import Folder, chosen

SOURCES = Path(__file__).resolve().parents[2] / "src"
BOOK_CODES = frozenset({"gap", "number", "body", "leaf", "rewritten", "behind", "checkpoint"})
"""Findings of the server about what an export holds too: acts and checkpoints, not columns, read models and files."""
PROGRAM = """
import sys
from jiaoban_verify import __main__, acts, ed25519, export, receipt, say, texts, tree
print(" ".join(sorted(name for name in sys.modules if name.split(".")[0] in {"jiaoban", "django", "pydantic"})))
"""


def proofs(scale: Scale, chance: random.Random, kept: Kept) -> Iterator[Proof]:
    """Compare the two verifiers on exports and receipts, good and tampered with."""
    yield _apart()
    trusted = read_keys("".join(f"{key}\n" for key in keys.verifier_keys(SITE)).encode())
    yield _exports(scale, chance, kept, trusted)
    yield _receipts(scale, chance, kept, trusted)


def _apart() -> Proof:
    """By the sources, and by what is loaded when everything of it is."""
    files = sorted((SOURCES / "jiaoban_verify").rglob("*.py"))
    findings = [f"{path.name} imports {name}" for path in files for name in _foreign(path.read_text("utf-8"))]
    server = sorted((SOURCES / "jiaoban").rglob("*.py"))
    findings += [
        f"{path.relative_to(SOURCES)} imports {name}"
        for path in server
        for name in _imported(path.read_text("utf-8"))
        if name.split(".")[0] == "jiaoban_verify"
    ]
    loaded = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout.split()
    findings += [f"{name} is loaded with it" for name in loaded]
    planted = list(_foreign("from jiaoban.tlog.merkle import leaf_hash\n"))
    return Proof(
        "the offline verifier and the server share no code",
        len(files) + len(server),
        "modules",
        findings,
        [Planted.found("an import of the server's tree", planted)],
    )


def _imported(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def _foreign(source: str) -> Iterator[str]:
    own = {*sys.stdlib_module_names, "jiaoban_verify", "cryptography"}
    return (name for name in _imported(source) if name.split(".")[0] not in own)


def _exports(scale: Scale, chance: random.Random, kept: Kept, trusted: Sequence[Key]) -> Proof:
    attacks = chosen(chance, scale.of(5, 200), list(acts.act_attacks(chance)))
    folder, findings, good, bad, sound = Folder(), [], 0, 0, b""
    for attack in (None, *attacks):
        with transaction.atomic():
            try:
                with transaction.atomic():
                    if attack:
                        attack.run()
            except DatabaseError:
                transaction.set_rollback(True)
                folder.put_back()
                continue
            lines = "".join(export.seen(SITE, keys.verifier_keys(SITE)[-1])).encode()
            sound = lines if attack is None else sound
            for outside in (kept.newest, kept.older, kept.receipts[-1][0]):
                server = {one.code for one in verify(SITE, outside, trusted=_trusted(trusted)).findings}
                here, there = not server & BOOK_CODES, _export_fits(lines, trusted, outside)
                good, bad = good + here, bad + (not here)
                if here != there:
                    name = attack.name if attack else "the book as it is"
                    findings.append(f"{name}: the server says {sorted(server)}, the offline verifier {there}")
            transaction.set_rollback(True)
        folder.put_back()
    with changed(offline_export, "_compare", lambda _tree, _checkpoints: 0):
        blind = [outside for outside in (kept.newest,) if _export_fits(_forged(sound), trusted, outside)]
    return Proof(
        "the offline verifier and the server agree on every export",
        good + bad,
        "judgements",
        findings,
        [Planted("an offline verifier that compares no checkpoint", bool(blind), "a forged export that it calls good")],
        {"good": str(good), "not good": str(bad)},
    )


def _trusted(trusted: Sequence[Key]) -> list[VerifierKey]:
    return [VerifierKey.parse(str(key)) for key in trusted]


def _forged(lines: bytes) -> bytes:
    """The export with one act's bytes changed."""
    written = list(export.bodies(lines.decode().splitlines()))
    victim = act_line(written[5])
    return lines.replace(victim.encode(), act_line(written[5].replace(b'"actor":"', b'"actor":"x', 1)).encode(), 1)


def _export_fits(lines: bytes, trusted: Sequence[Key], outside: str) -> bool:
    try:
        witness = offline_export.read_outside(outside.encode(), trusted)
        offline_export.check_export(io.BytesIO(lines), trusted, [witness])
    except Trouble:
        return False
    return True


def _receipts(scale: Scale, chance: random.Random, kept: Kept, trusted: Sequence[Key]) -> Proof:
    findings, good, bad = [], 0, 0
    for text, _ in kept.receipts:
        raw = text.encode()
        for altered in (raw, *(_altered(chance, raw) for _ in range(scale.of(40, 2_500)))):
            here = _fits(lambda: _server_reads(altered, trusted))  # noqa: B023 - called at once
            there = _fits(lambda: offline_receipt.check_receipt(altered, trusted))  # noqa: B023
            good, bad = good + here, bad + (not here)
            if here != there:
                findings.append(f"{altered!r}: the server says {here}, the offline verifier {there}")
            if here and _stated(altered) != _stated(raw):
                findings.append(f"{altered!r}: called good")
    with changed(
        offline_receipt, "root_of_path", lambda *_: Receipt.parse(kept.receipts[0][0]).checkpoint.checkpoint.root
    ):
        forged = _with_another_act(kept.receipts[0][0])
        blind = _fits(lambda: offline_receipt.check_receipt(forged, trusted))
    caught = blind and not _fits(lambda: _server_reads(forged, trusted))
    return Proof(
        "the offline verifier and the server agree on every receipt, and call none good that states something else",
        good + bad,
        "receipts",
        [*findings, *([f"{good} good ones of {len(kept.receipts)}"] if good < len(kept.receipts) else [])],
        [
            Planted(
                "an offline verifier that does not follow the path", caught, "they disagree on a receipt of another act"
            )
        ],
        {"good": str(good), "not good": str(bad)},
    )


def _stated(raw: bytes) -> tuple[object, ...]:
    """What a receipt states, without its signatures: a line by somebody unknown is passed over by the specification."""
    receipt = Receipt.parse(raw)
    return receipt.body, receipt.index, receipt.proof, receipt.checkpoint.checkpoint


def _server_reads(raw: bytes, trusted: Sequence[Key]) -> None:
    receipt = Receipt.parse(raw)
    body = receipt.verify(_trusted(trusted)[0])
    envelope = json.loads(body)
    if canonical(envelope) != body or envelope["seq"] != receipt.index:
        raise ValueError("not the act of this place")


def _fits(read: Callable[[], object]) -> bool:
    try:
        read()
    except (TlogError, Trouble, ValueError, LookupError, TypeError):
        return False
    return True


def _with_another_act(text: str) -> bytes:
    receipt = Receipt.parse(text)
    changed_body = receipt.body.replace(b'"actor":"', b'"actor":"x', 1)
    return str(Receipt(changed_body, receipt.index, receipt.proof, receipt.checkpoint)).encode()


def _altered(chance: random.Random, raw: bytes) -> bytes:
    """One byte changed, one taken away, one put in, or two lines exchanged."""
    place = chance.randrange(len(raw))
    sort = chance.randrange(4)
    if sort == 0:
        return raw[:place] + bytes([raw[place] ^ (1 << chance.randrange(8))]) + raw[place + 1 :]
    if sort == 1:
        return raw[:place] + raw[place + 1 :]
    if sort == 2:
        return raw[:place] + bytes([chance.randrange(256)]) + raw[place:]
    lines = raw.split(b"\n")
    one, other = chance.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)
