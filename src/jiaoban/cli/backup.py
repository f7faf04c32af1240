"""`jiaoban backup`: everything in one file, while the server goes on."""

import argparse
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jiaoban.cli.frame import BAD, GOOD, Failure, Misuse, answer, command, django_ready

if TYPE_CHECKING:
    from jiaoban.archive.form import Manifest
    from jiaoban.cli.frame import Subparsers


def add(subparsers: "Subparsers") -> None:
    """Add the command."""
    parser = command(subparsers, "backup", run, "write every book, account and stored file into one archive")
    parser.add_argument("target", nargs="?", type=Path, default=Path(), metavar="FILE|DIR", help="here by default")
    parser.add_argument("--with-keys", action="store_true", help="the private keys too: keep such a copy locked away")
    parser.add_argument("--data", metavar="DIR", help="data folder (JIAOBAN_DATA, else data/)")


def run(arguments: argparse.Namespace) -> int:
    """Write the archive; 1 when it could not be written, or when something was lost or spoilt before."""
    if arguments.data:
        if not Path(arguments.data).is_dir():
            raise Misuse(f"There is no data folder {arguments.data}. 没有这个数据文件夹。")
        os.environ["JIAOBAN_DATA"] = arguments.data
    django_ready()
    from jiaoban.archive import writing
    from jiaoban.kernel.clock import SystemClock
    from jiaoban.ledger.keys import ForeignKey, NoKey

    now = SystemClock().now()
    target = _named(arguments.target, now)
    try:
        manifest = writing.write(target, now, with_keys=arguments.with_keys)
    except OSError as error:
        raise Failure(f"{target} cannot be written: {error.strerror or error}. 备份未能写出。") from error
    except ForeignKey as error:
        raise Failure(f"Nothing was written: {error}. 未备份。") from error
    except NoKey as error:
        raise Failure(f"{error}.") from error
    value = {"file": str(target), "bytes": target.stat().st_size, **manifest.model_dump(exclude={"entries"})}
    answer(arguments, value, f"{target} ({_size(target.stat().st_size)})\n{said(manifest)}")
    return BAD if manifest.lost else GOOD


def said(manifest: "Manifest") -> str:
    """Tell what an archive holds, and the newest checkpoint of each book."""
    people, tokens = manifest.accounts["auth.User"], manifest.accounts["org.ApiToken"]
    lines = [
        f"Made 制作: {manifest.made_at}, jiaoban {manifest.program}, {manifest.database}",
        f"Accounts 账号: {people}; API keys 接口密钥: {tokens}",
        f"Stored files 文件: {manifest.stored_files}; {_size(manifest.bytes)} unpacked 展开",
        "Private keys are inside: lock it away. 内含私钥，请严加保管。"
        if manifest.secrets
        else "Without private keys: a restore makes new ones. 不含私钥：恢复时会另制新钥。",
    ]
    for site in manifest.sites:
        lines.append(f"\n{site.site}: {site.acts} acts 条")
        lines += [f"  {line}" for line in site.checkpoint.splitlines()]
        lines += [f"  ✗ lost before 早已缺失或损坏: {name}" for name in site.lost_files]
        lines += [
            f"  ✗ left out 未收入: the checkpoint of {n} acts, which no key of the site signed" for n in site.foreign
        ]
    return "\n".join(lines)


def _named(target: Path, now: datetime) -> Path:
    if target.is_dir():
        return target / f"jiaoban-{now:%Y%m%dT%H%M%SZ}.tar.gz"
    if not target.parent.is_dir():
        raise Misuse(f"There is no folder {target.parent}. 没有这个文件夹。")
    return target


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 100_000 else f"{count / 1000:.1f} kB"
