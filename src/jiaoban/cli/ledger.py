"""`jiaoban ledger verify|rebuild|export|checkpoint|key|receipt|grants`."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jiaoban.cli.frame import BAD, GOOD, Failure, Misuse, answer, command, django_ready, group

if TYPE_CHECKING:
    from jiaoban.cli.frame import Subparsers
    from jiaoban.ledger.verify import Report
    from jiaoban.tlog.keys import VerifierKey


def add(subparsers: "Subparsers") -> None:
    """Add the commands."""
    inner = group(subparsers, "ledger", "the book: verify, rebuild, export, checkpoints, keys, receipts")
    parser = command(inner, "verify", verify, "walk the book and name the first place that does not fit")
    parser.add_argument("--site", help="only this site (else all)")
    parser.add_argument(
        "--checkpoint", type=Path, metavar="FILE", help="a checkpoint or receipt kept outside, of any age"
    )
    parser.add_argument("--key", type=Path, metavar="FILE", help="verifier keys to trust, one a line")
    parser = command(inner, "rebuild", rebuild, "make the read models again from the acts")
    parser.add_argument("--site", help="only this site (else all)")
    parser.add_argument("--check", action="store_true", help="compare only, replace nothing")
    parser = command(inner, "export", export, "write the whole book of a site as JSON Lines")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--site", help="the site; may be left out where there is one")
    parser = command(inner, "checkpoint", checkpoint, "sign the book as it is now and print the checkpoint")
    parser.add_argument("--site", help="the site; may be left out where there is one")
    parser = command(inner, "key", key, "print the verifier keys of a site, the one in use last")
    parser.add_argument("site")
    parser.add_argument("--rotate", action="store_true", help="replace the signing key first, and record it")
    parser = command(inner, "receipt", receipt, "print the receipt of an act")
    parser.add_argument("site")
    parser.add_argument("seq", type=int)
    parser = command(inner, "grants", grants, "print the SQL that restricts the application's PostgreSQL role")
    parser.add_argument("role")


def verify(arguments: argparse.Namespace) -> int:
    """Verify the books; 0 when everything fits, 1 when something does not."""
    outside = _read(arguments.checkpoint) if arguments.checkpoint else None
    django_ready(up_to_date=False)
    from django.db import DatabaseError

    from jiaoban.ledger.verify import verify_all

    progress = _Progress()
    try:
        chosen = [chosen_site(arguments.site)] if arguments.site else []
        reports = verify_all(outside, sites=chosen, trusted=_keys(arguments.key), progress=progress)
    except DatabaseError as error:
        raise Failure(f"The book cannot be read: {error}.") from error
    progress.done()
    value = [
        {
            "site": report.site,
            "acts": report.size,
            "findings": [one.as_json() for one in report.findings],
            "remarks": [one.as_json() for one in report.remarks],
        }
        for report in reports
    ]
    good = all(report.good for report in reports)
    answer(
        arguments, {"good": good, "sites": value}, "\n".join(_said(report) for report in reports) or "No book. 无账簿。"
    )
    return GOOD if good else BAD


def rebuild(arguments: argparse.Namespace) -> int:
    """Rebuild or compare the read models."""
    django_ready()
    from jiaoban.ledger import rebuild as rebuilding
    from jiaoban.ledger.store import sites

    chosen = [chosen_site(arguments.site)] if arguments.site else sites()
    value, lines, good = {}, [], True
    for site in chosen:
        if arguments.check:
            counts, findings = rebuilding.differences(site)
            lines += [f"{site}: {one}" for one in findings]
            good = good and not findings
        else:
            counts = rebuilding.rebuild(site)
        value[site] = counts
        lines += [f"{site}: {name}: {count}" for name, count in sorted(counts.items())]
    answer(arguments, {"good": good, "rows": value}, "\n".join(lines) or "No book. 无账簿。")
    return GOOD if good else BAD


def export(arguments: argparse.Namespace) -> int:
    """Export one book; the file appears whole or not at all."""
    django_ready()
    from jiaoban.ledger.export import lines

    site = chosen_site(arguments.site)
    half = arguments.file.with_name(f"{arguments.file.name}.part")
    try:
        with half.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines(site))
        half.replace(arguments.file)
    except OSError as error:
        raise Failure(f"{arguments.file} cannot be written: {error.strerror}.") from error
    answer(arguments, {"site": site, "file": str(arguments.file)}, f"{site}: {arguments.file}")
    return GOOD


def checkpoint(arguments: argparse.Namespace) -> int:
    """Make or find the checkpoint over the whole book."""
    django_ready()
    from jiaoban.kernel.clock import SystemClock
    from jiaoban.ledger.store import DbBook

    book = DbBook(chosen_site(arguments.site))
    with book.transaction():
        note = book.checkpoint(SystemClock().now())
    answer(arguments, {"site": book.site, "checkpoint": note}, note.rstrip("\n"))
    return GOOD


def key(arguments: argparse.Namespace) -> int:
    """Print the verifier keys, after replacing the key if asked to."""
    django_ready()
    from jiaoban.kernel.clock import SystemClock
    from jiaoban.ledger import keys, rotation

    site = chosen_site(arguments.site)
    if arguments.rotate:
        rotation.rotate(site, SystemClock().now())
    listed = [str(one) for one in keys.verifier_keys(site)]
    answer(arguments, {"site": site, "keys": listed}, "\n".join(listed))
    return GOOD if listed else BAD


def receipt(arguments: argparse.Namespace) -> int:
    """Print a receipt."""
    django_ready()
    from jiaoban.kernel.clock import SystemClock
    from jiaoban.kernel.refusal import NotFound
    from jiaoban.ledger import receipts

    site = chosen_site(arguments.site)
    try:
        text = receipts.receipt(site, arguments.seq, SystemClock().now())
    except NotFound as error:
        raise Failure(f"{error}.") from error
    answer(arguments, {"site": site, "seq": arguments.seq, "receipt": text}, text.rstrip("\n"))
    return GOOD


def grants(arguments: argparse.Namespace) -> int:
    """Print the SQL for the application's role."""
    django_ready(up_to_date=False)
    from jiaoban.ledger.grants import statements

    try:
        sql = statements(arguments.role)
    except ValueError as error:
        raise Misuse(f"{error}.") from error
    answer(arguments, {"sql": sql}, "\n".join(sql))
    return GOOD


def chosen_site(code: str | None) -> str:
    """Return the site that was named, or the only one there is."""
    from jiaoban.ledger.store import sites

    here = sites()
    if code is None and len(here) == 1:
        return here[0]
    if code is None:
        raise Misuse(f"Name the site with --site; there are: {', '.join(here) or 'none'}.")
    if code not in here:
        raise Misuse(f"There is no book of a site {code}; there are: {', '.join(here) or 'none'}.")
    return code


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misuse(f"{path} cannot be read: {error}.") from error


def _keys(path: Path | None) -> "list[VerifierKey]":
    from jiaoban.tlog.errors import FormatError
    from jiaoban.tlog.keys import VerifierKey

    if path is None:
        return []
    try:
        return [VerifierKey.parse(line) for line in _read(path).split()]
    except FormatError as error:
        raise Misuse(f"{path}: {error}.") from error


def _said(report: "Report") -> str:
    if report.good:
        lines = [f"{report.site}: {report.size} acts, everything fits. 共 {report.size} 条，全部相符。"]
    else:
        lines = [f"{report.site}: {report.size} acts, not everything fits. 共 {report.size} 条，有不符之处:"]
    lines += [f"  {finding}" for finding in report.findings]
    erased = [one for one in report.remarks if one.code == "erased"]
    clocks = [one for one in report.remarks if one.code != "erased"]
    if clocks:
        lines.append("  Clocks that disagree, which falsifies nothing 时钟不一致（不影响真伪）:")
        lines += [f"  {remark}" for remark in clocks]
    if erased:
        lines.append("  Files that were erased on demand, which falsifies nothing 按要求删除的文件（不影响真伪）:")
        lines += [f"  {remark}" for remark in erased]
    return "\n".join(lines)


class _Progress:
    """One line on a terminal that overwrites itself; nothing where the output goes elsewhere."""

    def __init__(self) -> None:
        self._shows = sys.stderr.isatty()

    def __call__(self, what: str, done: int, total: int) -> None:
        if self._shows:
            print(f"\r\x1b[K{what} {done}/{total}", end="", file=sys.stderr, flush=True)

    def done(self) -> None:
        """Clear the line."""
        if self._shows:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
