"""`jiaoban regime key|pack|install`: a pack as one signed file, carried to another site and installed there."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from jiaoban.cli.beginning import write_whole
from jiaoban.cli.frame import GOOD, Failure, Misuse, answer, command, django_ready, start
from jiaoban.cli.scenarios import how_many, pack_in, said
from jiaoban.kernel.refusal import Declined
from jiaoban.org.sealed import LARGEST, NotSealed, seal, unseal
from jiaoban.regime.positions import PackError
from jiaoban.regime.unpacking import files_in
from jiaoban.scenario.passing import need_passing
from jiaoban.tlog.errors import FormatError
from jiaoban.tlog.keys import SigningKey, VerifierKey

if TYPE_CHECKING:
    from jiaoban.cli.frame import Subparsers
    from jiaoban.kernel.starts import Start
    from jiaoban.regime.pack import Pack


def add(inside: "Subparsers") -> None:
    """Add the commands to `jiaoban regime`."""
    parser = command(inside, "key", make_key, "make a key with which an author signs packs; print its public half")
    parser.add_argument("name", metavar="NAME", help="whose key it is, such as waterworks.example/zhang")
    parser.add_argument("-o", dest="file", metavar="FILE", type=Path, required=True, help="where the private key goes")
    parser = command(inside, "pack", run_pack, "put a good pack whose scenarios pass into one file")
    parser.add_argument("folder", metavar="DIR", type=Path, help="the pack's folder")
    parser.add_argument("-o", dest="file", metavar="FILE", type=Path, required=True, help="the file to write")
    parser.add_argument(
        "--key", metavar="FILE", type=Path, action="append", default=[], help="sign it with this key; can be repeated"
    )
    parser = command(inside, "install", run_install, "install a packed regime that somebody trusted has signed")
    parser.add_argument("file", metavar="FILE", type=Path, help="the packed regime")
    parser.add_argument(
        "--trust", metavar="FILE", type=Path, required=True, help="public keys whose signatures count, one a line"
    )
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--to", metavar="DIR", type=Path, help="make this folder of it")
    where.add_argument("--site", metavar="CODE", help="have this site adopt it")
    parser.add_argument(
        "--from", dest="day", metavar="YYYY-MM-DD[THH:MM]", type=start, help="in force at the site from (what it names)"
    )


def make_key(arguments: argparse.Namespace) -> int:
    """Make a key; the private half goes into a new file that only its owner can read."""
    try:
        key = SigningKey.generate(arguments.name)
    except FormatError as error:
        raise Misuse(f"{error.zh}。{error.en}.") from error
    try:
        descriptor = os.open(arguments.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key.to_text() + "\n")
    except FileExistsError:
        raise Failure(
            f"「{arguments.file}」已经有了，不会覆盖。{arguments.file} is there already and is not replaced."
        ) from None
    except OSError as error:
        raise _unwritable(arguments.file, error) from error
    answer(arguments, {"file": str(arguments.file), "public": str(key.verifier)}, str(key.verifier))
    return GOOD


def run_pack(arguments: argparse.Namespace) -> int:
    """Pack; the file appears whole or not at all. 1 when the pack or one of its scenarios is not good."""
    keys = [_signing(path) for path in arguments.key]
    pack = pack_in(arguments.folder)
    try:
        files = files_in(arguments.folder)
        passed = need_passing(files, pack)
        packed = seal(files, keys)
    except NotSealed as error:
        raise Failure(str(error)) from error
    except (PackError, Declined) as error:
        raise said(error) from error
    half = arguments.file.with_name(f".{arguments.file.name}.{uuid4().hex}")
    try:
        half.write_bytes(packed)
        half.replace(arguments.file)
    except OSError as error:
        raise _unwritable(arguments.file, error) from error
    finally:
        half.unlink(missing_ok=True)
    value = {
        "file": str(arguments.file),
        "pack": _head(pack),
        "bytes": len(packed),
        "signed_by": [key.name for key in keys],
        "scenarios": passed,
    }
    signed = "、".join(key.name for key in keys)
    answer(
        arguments,
        value,
        f"{arguments.file}: {pack.head.id} {pack.head.version}, {len(packed)} 字节 bytes, "
        f"{how_many(passed)}\n"
        f"摘要 digest {pack.digest}\n" + (f"签名 signed by {signed}" if signed else "没有签名 not signed"),
    )
    return GOOD


def run_install(arguments: argparse.Namespace) -> int:
    """Install; nothing is written before the signature was checked and every scenario passed here."""
    if arguments.day is not None and arguments.site is None:
        raise Misuse("--from 只和 --site 一起用。--from goes with --site.")
    trusted = _trusted(arguments.trust)
    try:
        content = _content(arguments.file)
        found = unseal(content)
        signers = found.need_signature(trusted)
    except NotSealed as error:
        raise Failure(f"{arguments.file}: {error}") from error
    except PackError as error:
        raise Failure(f"{arguments.file}:\n{error}") from error
    try:
        passed = need_passing(found.files, found.pack)
    except (PackError, Declined) as error:
        raise said(error) from error
    value: dict[str, Any] = {"pack": _head(found.pack), "signed_by": list(signers), "scenarios": passed}
    what = f"{found.pack.head.id} {found.pack.head.version}, 签名 signed by {'、'.join(signers)}, {how_many(passed)}"
    if arguments.to is not None:
        write_whole(arguments.to, found.files)
        answer(arguments, {**value, "folder": str(arguments.to)}, f"{arguments.to}: {what}")
        return GOOD
    adopted = _adopted(arguments.site, found.pack, content, arguments.day)
    answer(
        arguments,
        {**value, "adopted": adopted},
        f"{arguments.site}: {what}; 生效 in force from {adopted['effective_from']}",
    )
    return GOOD


def _adopted(site: str, pack: "Pack", archive: bytes, day: "Start | None") -> dict[str, Any]:
    """Have a site adopt the pack by the verb that folders are adopted by; the archive is kept as it came, signatures
    and all."""
    django_ready()
    from jiaoban.kernel.refusal import NotFound
    from jiaoban.ledger import files
    from jiaoban.org import packs
    from jiaoban.org.door import as_system

    try:
        visit = as_system(site)
    except NotFound:
        raise Failure(f"没有厂站 {site}。There is no site {site}.") from None
    source = files.put(archive, limit=packs.LARGEST)
    outcome = packs.adopt_pack(
        visit.book, pack, now=visit.now, command=f"cli-{uuid4()}", effective_from=day, source=source
    )
    if outcome.refusal:
        raise Failure(
            "\n".join(
                f"{one.why.zh}{one.lifts.zh}\n{one.why.in_('en')} {one.lifts.in_('en')}"
                for one in outcome.refusal.reasons
            )
        )
    payload: Any = outcome.acts[0].payload
    told: dict[str, Any] = payload.model_dump(mode="json")
    return told


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        why = error.strerror or "unreadable"
        raise Misuse(f"读不了「{path}」（{why}）。{path} cannot be read: {why}.") from error


def _signing(path: Path) -> SigningKey:
    try:
        return SigningKey.parse(_content(path).decode("ascii").strip())
    except (FormatError, UnicodeDecodeError) as error:
        said = error.zh if isinstance(error, FormatError) else "不是密钥"
        raise Misuse(f"「{path}」不是签名密钥：{said}。{path} is no signing key (jiaoban regime key).") from error


def _trusted(path: Path) -> list[VerifierKey]:
    """Return the keys that are trusted; refuses an empty list and a private key."""
    keys = []
    for number, line in enumerate(_content(path).decode("utf-8", errors="replace").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            keys.append(VerifierKey.parse(line.strip()))
        except FormatError as error:
            raise Misuse(f"{path}:{number}: {error.zh}。{error.en}.") from error
    if not keys:
        raise Misuse(f"「{path}」里没有公钥。There is no public key in {path}.")
    return keys


def _head(pack: "Pack") -> dict[str, str]:
    return {"id": pack.head.id, "version": pack.head.version, "digest": pack.digest}


def _unwritable(path: Path, error: OSError) -> Failure:
    why = error.strerror or "unwritable"
    return Failure(f"写不了「{path}」（{why}）。{path} cannot be written: {why}.")
